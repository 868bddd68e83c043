use std::io::{self, ErrorKind, Read};

use nix::libc;
use socket2::{Domain, Protocol, Socket, Type};

use super::querier::Querier;

/// Packets that are taken at a time. Queries are minutes apart; more is a flood.
const AT_ONCE: usize = 64;
/// The longest query that is read, in bytes: with its header, and more sources than there are.
const LONGEST: usize = 2_048;

/// Hears the queries on an interface.
pub(super) struct Queries(Socket);

/// Why queries cannot be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The process has no right to it.
    Right,
    /// The system says no for another reason.
    Other(ErrorKind),
}

impl Queries {
    pub(super) fn open(interface: &str) -> Result<Self, Refused> {
        let opened = || {
            let igmp = Protocol::from(libc::IPPROTO_IGMP);
            let socket = Socket::new(Domain::IPV4, Type::RAW, Some(igmp))?;
            socket.set_nonblocking(true)?;
            socket.bind_device(Some(interface.as_bytes()))?;
            Ok(Self(socket))
        };
        opened().map_err(|error: io::Error| match error.kind() {
            ErrorKind::PermissionDenied => Refused::Right,
            other => Refused::Other(other),
        })
    }

    /// The queries that have come; never waits.
    pub(super) fn take(&mut self) -> Vec<Querier> {
        let (mut packet, mut heard) = ([0; LONGEST], Vec::new());
        for _ in 0..AT_ONCE {
            match self.0.read(&mut packet) {
                Ok(length) => heard.extend(packet.get(..length).and_then(Querier::read)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        heard
    }
}
