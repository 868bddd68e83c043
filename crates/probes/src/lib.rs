//! Runs probes on time and turns what they see into readings.
//!
//! A [`Kind`] describes one sort of probe and builds a [`Probe`] from settings without touching the network; the
//! [`Runner`] owns time: when a probe looks, for how long at most, and what becomes of one that hangs or panics.
//! A failed look is a [`wire::reading::Failure`] in the reading, never an error of this crate.

mod clock;
mod kind;
mod kinds;
mod look;
mod runner;
mod target;

pub use clock::Clock;
pub use kind::{Kind, Probe};
pub use kinds::{KINDS, check, guess, kind};
pub use look::Look;
pub use runner::{Limits, Runner};
pub use target::Target;
