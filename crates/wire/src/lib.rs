//! The words both sides speak: ids, units, samples, findings, kinds, messages.
//!
//! Plain values with public fields. Nothing here reads a clock, opens a socket or waits; the same code runs in the
//! station and in the browser.

pub mod api;
pub mod configuration;
pub mod event;
pub mod inventory;
pub mod kind;
pub mod live;
pub mod probe;
pub mod reading;
pub mod series;
pub mod settings;
mod severity;
mod time;
mod unit;

pub use severity::Severity;
pub use time::Timestamp;
pub use unit::Unit;
