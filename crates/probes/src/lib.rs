//! Runs probes on time and turns what they see into readings.
//!
//! A [`Kind`] describes one sort of probe and builds a [`Probe`] from settings without touching the network; the
//! [`Runner`] owns time: when a probe looks, for how long at most, and what becomes of one that hangs or panics.
//! A failed look is a [`wire::reading::Failure`] in the reading, never an error of this crate.

mod clock;
mod describe;
mod endpoint;
mod kind;
mod kinds;
mod look;
mod once;
mod resolve;
mod runner;
mod settings;
mod target;
#[cfg(test)]
mod testing;
mod text;

pub use clock::Clock;
pub use kind::{Kind, Probe};
pub use kinds::{KINDS, Kinds, check, guess, kind};
pub use look::Look;
pub use once::once;
pub use runner::{Runner, Start};
pub use target::Target;
