//! Carries messages about incidents to people and to other systems.
//!
//! A [`Receiver`] describes one sort of receiver, checks what an operator entered without touching the network, and
//! delivers one message once. When a message is tried again, and for how long, is up to whoever calls [`deliver`].

mod link;
mod receiver;
mod receivers;
mod severity;
mod template;
#[cfg(test)]
mod testing;
mod text;
mod ticket;
mod web;

pub use receiver::{Receiver, Undelivered};
pub use receivers::{Receivers, check, deliver, receivers};
