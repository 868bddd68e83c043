//! Turns what is known of a show into reports, and reports into documents.
//!
//! Pure: it knows no clock and reads nothing. [`line_up`] and [`event`] make a report of what was gathered, [`html`] makes one
//! self-contained page of a report.

mod carried;
mod drift;
mod event;
mod html;
mod incidents;
mod life;
mod line_up;
mod margin;
mod spans;
mod timeline;
mod words;

pub use carried::PastOf;
pub use drift::drift;
pub use event::{Happened, event};
pub use html::html;
pub use line_up::{Lined, line_up};
pub use margin::margin;
pub use words::Lang;

/// So many alerts a report lists: the worst of them, by time.
pub const MOST_ALERTS: usize = 300;
/// So many moments its timeline has.
pub const MOST_MOMENTS: usize = 300;
/// So many values a line-up has of a probe.
pub const MOST_VALUES: usize = 24;
/// So many words of its target a line-up has of a probe.
pub const MOST_FACTS: usize = 24;
/// So many charts stand under a channel.
pub const MOST_CHARTS: usize = 6;
/// So many charts a report has.
pub const MOST_CHARTS_IN_ALL: usize = 48;
/// So many probes in no channel an event report tells about.
pub const MOST_OTHERS: usize = 200;
/// So many of its worst stretches are told of a channel.
pub const MOST_TROUBLES: usize = 5;

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
