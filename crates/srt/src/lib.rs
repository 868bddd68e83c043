//! Receives streams over SRT, as caller or as listener, through libsrt (Debian: `libsrt1.5-gnutls`).
//!
//! Nothing here waits: libsrt has threads of its own, and whoever uses this looks in from time to time. Not before a
//! [`Connection`] is [`State::Connected`] does [`Connection::receive`] give anything.
//!
//! What the figures mean: `docs/API/statistics.md` of libsrt. All `unsafe` is in one file, `sys.rs`.

mod connection;
mod listener;
mod rejection;
mod statistics;
mod sys;

use std::time::Duration;

pub use connection::{Connection, Encryption, Packet, State};
pub use listener::{Call, Listener, Verdict};
pub use rejection::Rejection;
pub use statistics::Statistics;

/// What both sides of a connection have to agree on.
#[derive(Clone, Debug)]
pub struct Access {
    /// 10 to 79 bytes, or nothing for a stream that is not encrypted.
    pub passphrase: Option<String>,
    /// What a caller asks for, and the only thing that a listener gives away; empty for anything. 512 bytes at most.
    pub stream_id: String,
    /// How long packets are held back, so that lost ones can be sent again. The greater of both sides' counts.
    pub latency: Duration,
}

/// What libsrt said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The connection is no more: the peer closed it, or was not heard of for five seconds.
    #[error("the connection is no more")]
    Lost,
    /// Anything else, in libsrt's words.
    #[error("{0}")]
    Other(String),
}
