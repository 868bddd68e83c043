//! The words both sides speak: ids, units, samples, findings, kinds, messages.
//!
//! Plain values with public fields. Nothing here reads a clock, opens a socket or waits; the same code runs in the
//! station and in the browser.

pub mod alert;
pub mod api;
pub mod baseline;
pub mod changes;
pub mod channel;
pub mod configuration;
pub mod crash;
pub mod describe;
pub mod discovery;
pub mod event;
pub mod evidence;
pub mod inventory;
pub mod kind;
pub mod live;
pub mod note;
pub mod phase;
pub mod probe;
pub mod prometheus;
pub mod reading;
pub mod receiver;
pub mod report;
pub mod route;
pub mod rule;
pub mod score;
pub mod series;
pub mod settings;
mod severity;
pub mod station;
mod time;
pub mod touch;
pub mod trial;
mod unit;
pub mod value;

pub use severity::Severity;
pub use time::Timestamp;
pub use unit::Unit;
