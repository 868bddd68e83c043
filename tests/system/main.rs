//! What holds for the program or the house as a whole.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on stops"
)]

mod alertmanager;
mod changes;
mod configuration;
mod crash;
mod discovery;
mod flypack;
mod foreign;
mod house;
mod notes;
mod plug;
mod settings;
mod start;
mod targets;
mod told;
mod touch;
mod web;
