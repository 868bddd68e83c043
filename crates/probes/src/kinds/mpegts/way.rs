use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::SystemTime;

use wire::reading::Failure;

use super::dscp::Dscp;
use super::igmp::Group;
use super::marks::Marks;
use super::place::Place;
use super::senders::Senders;
use super::socket::{Incoming, Socket};
use super::stream::{Stream, Taken};
use crate::excerpts::{Arrival, Recorder};

/// Datagrams that are taken before others get their turn.
const AT_ONCE: usize = 256;

/// So often at most: more than a socket has room for.
const AGAIN: usize = 64;

/// One of the ways on which a stream comes to this machine.
pub(super) struct Way {
    pub(super) place: Place,
    socket: Socket,
    pub(super) senders: Senders,
    pub(super) marks: Marks,
    pub(super) group: Option<Group>,
    /// By the kernel, since the socket was opened.
    pub(super) dropped: u32,
    dropped_told: u32,
}

impl Way {
    pub(super) fn open(place: &Place, expected: Option<Dscp>) -> Result<Self, Failure> {
        Ok(Self {
            socket: Socket::open(place)?,
            group: Group::of(place),
            place: place.clone(),
            senders: Senders::default(),
            marks: Marks::new(expected),
            dropped: 0,
            dropped_told: 0,
        })
    }

    /// Waits until a datagram may be there.
    pub(super) async fn ready(&self) -> io::Result<()> {
        self.socket.ready().await
    }

    /// Takes all that came until now.
    pub(super) fn take_all(
        &mut self,
        number: usize,
        stream: &mut Stream,
        recorder: &Recorder,
    ) -> io::Result<()> {
        for _ in 0..AGAIN {
            if !self.take(number, stream, recorder)? {
                break;
            }
        }
        Ok(())
    }

    /// Takes what is there, or a good part of it; whether there may be more.
    pub(super) fn take(
        &mut self,
        number: usize,
        stream: &mut Stream,
        recorder: &Recorder,
    ) -> io::Result<bool> {
        for _ in 0..AT_ONCE {
            let incoming = match self.socket.receive() {
                Ok(incoming) => incoming,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.dropped = incoming.dropped.unwrap_or(self.dropped);
            let only = self.place.source;
            if only.is_some_and(|only| only != incoming.from.ip()) {
                continue;
            }
            recorder.datagram(&arrival(number, &incoming, self.place.address));
            let taken = stream.take(number, &incoming);
            if taken == Taken::Followed {
                self.marks.take(&incoming);
            }
            if taken != Taken::Apart {
                self.senders.take(incoming.from);
            }
        }
        Ok(true)
    }

    /// Whether this machine had no room for a datagram since the last report.
    pub(super) fn has_news(&self) -> bool {
        self.dropped != self.dropped_told
    }

    /// How many since the last time.
    pub(super) fn dropped_since(&mut self) -> u32 {
        let since = self.dropped.wrapping_sub(self.dropped_told);
        self.dropped_told = self.dropped;
        since
    }
}

fn arrival<'a>(number: usize, incoming: &Incoming<'a>, to: SocketAddr) -> Arrival<'a> {
    let now = || SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    Arrival {
        at: incoming.at.unwrap_or_else(now),
        way: u8::try_from(number).unwrap_or(u8::MAX),
        from: incoming.from,
        to,
        ttl: incoming.ttl.unwrap_or_default(),
        class: incoming.dscp.map(Dscp::class).unwrap_or_default(),
        bytes: incoming.bytes,
    }
}
