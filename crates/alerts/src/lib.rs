//! Decides, from rules and readings, what an operator must be told.
//!
//! Pure: it knows no clock, waits for nothing and reads nothing. The [`Engine`] remembers what it was given, and what it is given
//! is all it knows: the same readings at the same times give the same alerts.

pub mod backtest;
pub mod baseline;
pub mod calendar;
mod diagnosis;
mod engine;
mod flaps;
mod hold;
pub mod incident;
pub mod matching;
pub mod outside;
pub mod own;
pub mod score;
mod seen;
pub mod teller;
mod tuned;
pub mod world;

pub use engine::{Engine, News};
pub use hold::Patience;
pub use seen::Verdict;
use wire::value;
pub use world::World;
