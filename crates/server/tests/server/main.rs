//! A whole server with a whole station behind it, asked as browsers and programs ask.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the functions around the tests may fail as the tests do"
)]

mod alertmanager;
mod answers;
mod baselines;
mod configuration;
mod evidence;
mod files;
mod metrics;
mod phases;
mod reports;
mod running;
mod screen;
mod telling;
mod templates;
mod trials;
