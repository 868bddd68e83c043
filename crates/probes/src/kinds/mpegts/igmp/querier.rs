use std::fmt::{self, Display, Formatter};
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::time::Instant;

/// Without a query for so long, switches forget who wants a group: 260 s, the Group Membership Interval of RFC 3376, 8.4, which is
/// twice the usual 125 s from query to query and the 10 s for the answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(260);
/// IGMP type of a query (RFC 3376, 4).
const QUERY: u8 = 0x11;

/// Who asks for members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Querier {
    pub(super) address: Ipv4Addr,
    /// Of IGMP.
    pub(super) version: u8,
}

/// Whether anybody asks.
#[derive(Debug)]
pub(super) struct Presence {
    patience: Duration,
    since: Instant,
    last: Option<Querier>,
}

impl Querier {
    /// Of a packet of IGMP with its IPv4 header; nothing when it is no query.
    pub(super) fn read(packet: &[u8]) -> Option<Self> {
        let words = packet.first()? & 0x0F;
        let address: [u8; 4] = *packet.get(12..)?.first_chunk()?;
        let message = packet.get(4 * usize::from(words)..)?;
        let [kind, code, ..] = message else {
            return None;
        };
        // RFC 3376, 7.1.
        let version = match (message.len(), code) {
            (8, 0) => 1,
            (8, _) => 2,
            (12.., _) => 3,
            _ => return None,
        };
        (*kind == QUERY).then_some(Self {
            address: address.into(),
            version,
        })
    }
}

impl Display for Querier {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let (address, version) = (self.address, self.version);
        if address.is_unspecified() {
            write!(out, "a switch without an address, IGMPv{version}")
        } else {
            write!(out, "{address}, IGMPv{version}")
        }
    }
}

impl Presence {
    /// Begins to wait for a query.
    pub(super) fn new(patience: Duration) -> Self {
        Self {
            patience,
            since: Instant::now(),
            last: None,
        }
    }

    /// The same, as if nothing had been heard.
    pub(super) fn anew(&self) -> Self {
        Self::new(self.patience)
    }

    pub(super) fn patience(&self) -> Duration {
        self.patience
    }

    pub(super) fn heard(&mut self, querier: Querier) {
        (self.since, self.last) = (Instant::now(), Some(querier));
    }

    /// Who asks; nobody before the first query and after the last.
    pub(super) fn querier(&self) -> Option<Querier> {
        self.last.filter(|_| !self.is_missing())
    }

    /// Whether it is certain that nobody asks.
    pub(super) fn is_missing(&self) -> bool {
        self.since.elapsed() > self.patience
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A query as it comes, with the router alert option (RFC 3376, 4).
    fn packet(message: &[u8]) -> Vec<u8> {
        let mut packet = vec![0x46, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 192, 0, 2, 7, 224, 0, 0, 1];
        packet.extend([0x94, 4, 0, 0]);
        packet.extend(message);
        packet
    }

    #[test]
    fn queries_of_each_version_are_read() {
        for (message, version) in [
            (&[0x11, 0, 0, 0, 0, 0, 0, 0][..], Some(1)),
            (&[0x11, 100, 0, 0, 0, 0, 0, 0], Some(2)),
            (&[0x11, 100, 0, 0, 0, 0, 0, 0, 2, 125, 0, 0], Some(3)),
            (&[0x16, 0, 0, 0, 239, 1, 1, 1], None),
            (&[0x11, 100, 0, 0], None),
            (&[], None),
        ] {
            let read = Querier::read(&packet(message));
            assert_eq!(read.map(|querier| querier.version), version, "{message:?}");
        }
        let read = Querier::read(&packet(&[0x11, 1, 0, 0, 0, 0, 0, 0])).unwrap();
        assert_eq!(read.to_string(), "192.0.2.7, IGMPv2");
        for length in 0..32 {
            assert_eq!(Querier::read(&packet(&[0x11; 8])[..length]), None);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_querier_is_missed_after_its_time() {
        let mut presence = Presence::new(PATIENCE);
        assert_eq!((presence.querier(), presence.is_missing()), (None, false));
        tokio::time::advance(Duration::from_secs(259)).await;
        assert!(!presence.is_missing());
        let querier = Querier {
            address: Ipv4Addr::UNSPECIFIED,
            version: 3,
        };
        presence.heard(querier);
        tokio::time::advance(Duration::from_secs(260)).await;
        assert_eq!(presence.querier(), Some(querier));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!((presence.querier(), presence.is_missing()), (None, true));
        presence.heard(querier);
        assert!(!presence.is_missing());
    }
}
