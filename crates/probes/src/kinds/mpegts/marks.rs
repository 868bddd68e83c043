use std::net::SocketAddr;

use super::dscp::Dscp;
use super::socket::Incoming;

/// What the IP headers of a leg say.
#[derive(Default)]
pub(super) struct Marks {
    expected: Option<Dscp>,
    from: Option<SocketAddr>,
    pub(super) ttl: Option<u8>,
    pub(super) dscp: Option<Dscp>,
    /// The last that was not as expected.
    pub(super) wrong: Option<Dscp>,
    /// The last change of the TTL of one sender.
    pub(super) change: Option<(u8, u8)>,
    wrong_since: u64,
    changes_since: u64,
}

impl Marks {
    pub(super) fn new(expected: Option<Dscp>) -> Self {
        Self {
            expected,
            ..Self::default()
        }
    }

    pub(super) fn expected(&self) -> Option<Dscp> {
        self.expected
    }

    pub(super) fn take(&mut self, incoming: &Incoming<'_>) {
        let is_of_same = self.from.replace(incoming.from) == Some(incoming.from);
        let before = self.ttl;
        if let Some(ttl) = incoming.ttl {
            self.ttl = Some(ttl);
            if let Some(before) = before.filter(|before| is_of_same && *before != ttl) {
                self.change = Some((before, ttl));
                self.changes_since += 1;
            }
        }
        if let Some(dscp) = incoming.dscp {
            self.dscp = Some(dscp);
            if self.expected.is_some_and(|expected| expected != dscp) {
                self.wrong = Some(dscp);
                self.wrong_since += 1;
            }
        }
    }

    /// Datagrams with another DSCP than expected, and changes of the TTL, since the last time.
    pub(super) fn since(&mut self) -> (u64, u64) {
        (
            std::mem::take(&mut self.wrong_since),
            std::mem::take(&mut self.changes_since),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(marks: &mut Marks, from: &str, ttl: u8, class: u8) {
        marks.take(&Incoming {
            bytes: &[],
            from: from.parse().unwrap(),
            at: None,
            dropped: None,
            ttl: Some(ttl),
            dscp: Some(Dscp::of_class(class)),
        });
    }

    #[test]
    fn another_way_is_told_from_another_sender() {
        let mut marks = Marks::new(None);
        take(&mut marks, "192.0.2.1:1", 60, 0);
        take(&mut marks, "192.0.2.2:1", 64, 0);
        take(&mut marks, "192.0.2.1:1", 60, 0);
        assert_eq!((marks.since(), marks.change), ((0, 0), None));
        take(&mut marks, "192.0.2.1:1", 58, 0);
        take(&mut marks, "192.0.2.1:1", 58, 0);
        assert_eq!((marks.since(), marks.change), ((0, 1), Some((60, 58))));
        assert_eq!(marks.since(), (0, 0));
    }

    #[test]
    fn only_what_is_expected_is_right() {
        let mut marks = Marks::new(Dscp::read("AF41"));
        take(&mut marks, "192.0.2.1:1", 60, 34 << 2);
        assert_eq!((marks.since(), marks.wrong), ((0, 0), None));
        take(&mut marks, "192.0.2.1:1", 60, 0);
        assert_eq!((marks.since(), marks.wrong), ((1, 0), Dscp::read("0")));
    }
}
