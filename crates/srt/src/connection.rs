use std::net::SocketAddr;
use std::time::Duration;

use crate::statistics::Summed;
use crate::sys::{self, Socket};
use crate::{Access, Error, Rejection, Statistics};

/// One connection over which a stream comes. Closes when dropped.
#[derive(Debug)]
pub struct Connection {
    socket: Socket,
    summed: Summed,
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The peer has not answered yet.
    Connecting,
    /// Packets may come.
    Connected,
    /// It did not come about.
    Rejected(Rejection),
    /// It is no more.
    Lost,
}

/// How what comes is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all.
    Plain,
    /// With AES and a key of so many bits.
    Aes(u16),
}

/// A packet that came.
#[derive(Clone, Copy, Debug)]
pub struct Packet {
    /// Its length in bytes.
    pub length: usize,
    /// When the sender sent it, on a clock of which the beginning means nothing.
    pub sent: Duration,
}

impl Connection {
    /// Calls a listener. It answers, or does not, within three seconds.
    ///
    /// # Errors
    /// What this machine does not do.
    pub fn call(to: SocketAddr, access: &Access) -> Result<Self, Error> {
        let socket = Socket::new()?;
        socket.prepare(access)?;
        socket.set(sys::STREAM_ID, access.stream_id.as_bytes())?;
        socket.connect(to)?;
        Ok(Self::of(socket))
    }

    pub(crate) fn of(socket: Socket) -> Self {
        Self {
            socket,
            summed: Summed::default(),
        }
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> State {
        match self.socket.state() {
            sys::CONNECTED => State::Connected,
            sys::BROKEN | sys::CLOSING | sys::CLOSED | sys::NONEXISTENT => {
                match self.socket.reject_reason() {
                    0 => State::Lost,
                    reason => State::Rejected(Rejection::of(reason)),
                }
            }
            _ => State::Connecting,
        }
    }

    /// The next packet that is ready, or nothing when there is none at this moment. `into` must hold 1456 bytes, the most
    /// that a packet carries.
    ///
    /// # Errors
    /// That there will be no more.
    pub fn receive(&self, into: &mut [u8]) -> Result<Option<Packet>, Error> {
        self.socket.receive(into)
    }

    /// What is known of it by now.
    pub fn statistics(&mut self) -> Option<Statistics> {
        let now = self.socket.bstats()?;
        Some(Statistics::of(&now, &mut self.summed))
    }

    /// Whether and how what comes is encrypted.
    #[must_use]
    pub fn encryption(&self) -> Encryption {
        let secured = self.socket.number(sys::RECEIVER_KEY_STATE) == Some(sys::SECURED);
        match self.socket.number(sys::KEY_LENGTH).map(u16::try_from) {
            Some(Ok(bytes @ 1..)) if secured => Encryption::Aes(bytes * 8),
            _ => Encryption::Plain,
        }
    }

    /// What the caller asked for.
    #[must_use]
    pub fn stream_id(&self) -> String {
        self.socket.text(sys::STREAM_ID)
    }

    /// Which libsrt, or what says that it is one, the peer has: `1.5.1`.
    #[must_use]
    pub fn peer_version(&self) -> Option<String> {
        let version = self
            .socket
            .number(sys::PEER_VERSION)
            .filter(|version| *version > 0)?;
        let [_, major, minor, patch] = version.to_be_bytes();
        Some(format!("{major}.{minor}.{patch}"))
    }
}
