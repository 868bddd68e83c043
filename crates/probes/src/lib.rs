//! Runs probes on time and turns what they see into readings.
//!
//! A [`Kind`] describes one sort of probe and builds a [`Probe`] from settings without touching the network; the
//! [`Runner`] owns time: when a probe looks, for how long at most, and what becomes of one that hangs or panics.
//! A failed look is a [`wire::reading::Failure`] in the reading, never an error of this crate.

mod clock;
mod describe;
mod endpoint;
mod excerpts;
mod fetch;
mod kind;
mod kinds;
mod look;
mod names;
mod number;
mod once;
mod pictures;
mod resolve;
mod runner;
use wire::settings;
mod stream;
mod tally;
mod target;
#[cfg(test)]
mod testing;
mod text;
mod tunings;

pub use clock::Clock;
pub use excerpts::{Excerpt, Excerpts};
pub use kind::{Kind, Probe};
pub use kinds::{Echoed, KINDS, Kinds, Pinger, check, guess, kind};
pub use look::Look;
pub use once::once;
pub use pictures::{Picture, Pictures, Wanted};
pub use resolve::{dns_servers, known_name, name_of};
pub use runner::{Runner, Start};
pub use target::Target;
pub use tunings::tuning_faults;
