//! Damages transport streams and datagrams on command, the same way each time, and tells exactly what it did, so that whoever
//! watches the result can be held against it.

mod datagrams;
mod dice;
mod done;
mod fault;
mod packets;
mod stamps;
mod stream;
mod tables;

pub use datagrams::damage_datagrams;
pub use done::{Done, Place};
pub use fault::{Fault, FaultError, Kind};
pub use stream::damage;
pub use tables::{Carousel, carry, section, short_section};
