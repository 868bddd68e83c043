use std::collections::BTreeSet;
use std::net::SocketAddr;

/// Senders that are remembered in a second.
const MOST: usize = 100;

/// Who sends, and whether one takes over from another or several send at once.
#[derive(Default)]
pub(super) struct Senders {
    last: Option<SocketAddr>,
    heard: BTreeSet<SocketAddr>,
    alternate: bool,
    /// The only one of a whole second.
    established: Option<SocketAddr>,
    /// Those who sent in turns, in the last second in which any did.
    at_once: BTreeSet<SocketAddr>,
}

impl Senders {
    pub(super) fn take(&mut self, from: SocketAddr) {
        if self.last == Some(from) && !self.heard.is_empty() {
            return;
        }
        self.last = Some(from);
        if self.heard.len() < MOST {
            // One who comes again after another has not been replaced.
            self.alternate |= !self.heard.insert(from);
        }
        if self.alternate {
            self.at_once.clone_from(&self.heard);
        }
    }

    /// Who sent last.
    pub(super) fn last(&self) -> Option<SocketAddr> {
        self.last
    }

    /// Those who send at the same time.
    pub(super) fn at_once(&self) -> &BTreeSet<SocketAddr> {
        &self.at_once
    }

    /// Ends a second. Who took over from whom, where one did.
    pub(super) fn end_second(&mut self) -> Option<(SocketAddr, SocketAddr)> {
        let heard = std::mem::take(&mut self.heard);
        if !std::mem::take(&mut self.alternate) {
            self.at_once.clear();
        }
        let mut heard = heard.into_iter();
        let (Some(only), None) = (heard.next(), heard.next()) else {
            return None;
        };
        let before = self.established.replace(only)?;
        (before != only).then_some((before, only))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: u8) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, number], 5_004))
    }

    #[test]
    fn one_who_takes_over_is_told_from_two_at_once() {
        let mut senders = Senders::default();
        let second = |senders: &mut Senders, heard: &[u8]| {
            heard.iter().for_each(|number| senders.take(of(*number)));
            let at_once = senders.at_once().len();
            (senders.end_second(), at_once)
        };
        assert_eq!(second(&mut senders, &[1, 1, 1]), (None, 0));
        assert_eq!(second(&mut senders, &[]), (None, 0));
        assert_eq!(second(&mut senders, &[1, 1, 2, 2]), (None, 0), "not yet");
        assert_eq!(second(&mut senders, &[2, 2]), (Some((of(1), of(2))), 0));
        assert_eq!(second(&mut senders, &[2, 1, 2, 1]), (None, 2));
        assert_eq!(senders.at_once().len(), 2, "until a second without it has passed");
        assert_eq!(second(&mut senders, &[2]), (None, 2));
        assert_eq!(second(&mut senders, &[2]), (None, 0));
        assert_eq!(senders.last(), Some(of(2)));
    }
}
