//! What holds for the program or the house as a whole.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on stops"
)]

mod configuration;
mod flypack;
mod house;
mod plug;
mod start;
mod targets;
mod web;
