use super::{CLOCK_RATE, Rtp};
use crate::Nanos;

/// Sequence numbers behind the newest of which it is known whether they came.
const WINDOW: u16 = 1_024;
/// A step forward that is not a loss but another beginning (MAX_DROPOUT of RFC 3550, A.1).
const LARGEST_STEP: u16 = 3_000;

/// Follows the sequence numbers and time stamps of one RTP stream.
#[derive(Clone, Debug)]
pub struct Receiver {
    source: Option<u32>,
    newest: u16,
    /// How many before the newest have been awaited: no more than came since the beginning.
    awaited: u16,
    /// One bit for each sequence number of the window, at the number modulo the window.
    came: [u64; WINDOW as usize / 64],
    /// Arrival and time stamp of the last packet that was neither a duplicate nor late.
    last: Option<(Nanos, u32)>,
    jitter: f64,
    received: Received,
}

/// What was received since the receiver was made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Received {
    /// All datagrams, duplicates included.
    pub packets: u64,
    /// Sequence numbers that have not come. One that comes late after all is taken off again.
    pub lost: u64,
    /// Datagrams that came again.
    pub duplicated: u64,
    /// Datagrams that came after a later one.
    pub reordered: u64,
    /// How often the synchronization source changed.
    pub source_changes: u64,
    /// How often the sequence began anew somewhere else.
    pub restarts: u64,
    /// Interarrival jitter of RFC 3550, 6.4.1, in seconds.
    pub jitter: f64,
}

impl Default for Receiver {
    fn default() -> Self {
        Self {
            source: None,
            newest: 0,
            awaited: 0,
            came: [0; WINDOW as usize / 64],
            last: None,
            jitter: 0.0,
            received: Received::default(),
        }
    }
}

impl Receiver {
    /// Takes the next datagram as it arrived. Whether it is new: a duplicate must not be analysed again.
    pub fn push(&mut self, rtp: &Rtp<'_>, at: Nanos) -> bool {
        self.received.packets += 1;
        if self.source != Some(rtp.ssrc) {
            self.received.source_changes += u64::from(self.source.is_some());
            self.source = Some(rtp.ssrc);
            self.begin(rtp, at);
            return true;
        }
        let ahead = rtp.sequence.wrapping_sub(self.newest);
        let behind = self.newest.wrapping_sub(rtp.sequence);
        if behind < WINDOW {
            return self.earlier(rtp.sequence, behind);
        }
        if ahead > LARGEST_STEP {
            self.received.restarts += 1;
            self.begin(rtp, at);
            return true;
        }
        for step in 1..ahead {
            self.mark(self.newest.wrapping_add(step), false);
        }
        self.received.lost += u64::from(ahead - 1);
        self.awaited = self.awaited.saturating_add(ahead).min(WINDOW);
        self.newest = rtp.sequence;
        self.mark(rtp.sequence, true);
        self.time(rtp.timestamp, at);
        true
    }

    /// What was received so far.
    #[must_use]
    pub fn received(&self) -> Received {
        Received {
            jitter: self.jitter,
            ..self.received
        }
    }

    /// The next packet is the first of another sequence, wherever that is.
    pub fn begin_anew(&mut self) {
        self.source = None;
    }

    fn begin(&mut self, rtp: &Rtp<'_>, at: Nanos) {
        self.came = [0; WINDOW as usize / 64];
        self.newest = rtp.sequence;
        self.awaited = 0;
        self.mark(rtp.sequence, true);
        self.last = Some((at, rtp.timestamp));
    }

    fn earlier(&mut self, sequence: u16, behind: u16) -> bool {
        if self.has_come(sequence) {
            self.received.duplicated += 1;
            return false;
        }
        self.mark(sequence, true);
        self.received.reordered += 1;
        // What comes from before the beginning was never told as lost.
        if behind <= self.awaited {
            self.received.lost = self.received.lost.saturating_sub(1);
        }
        true
    }

    fn time(&mut self, timestamp: u32, at: Nanos) {
        if let Some((before, stamp)) = self.last.replace((at, timestamp)) {
            let sent = f64::from(timestamp.wrapping_sub(stamp).cast_signed()) / CLOCK_RATE;
            let change = (at - before).seconds() - sent;
            self.jitter += (change.abs() - self.jitter) / 16.0;
        }
    }

    fn mark(&mut self, sequence: u16, came: bool) {
        let place = usize::from(sequence % WINDOW);
        if let Some(word) = self.came.get_mut(place / 64) {
            let bit = 1 << (place % 64);
            *word = if came { *word | bit } else { *word & !bit };
        }
    }

    fn has_come(&self, sequence: u16) -> bool {
        let place = usize::from(sequence % WINDOW);
        self.came
            .get(place / 64)
            .is_some_and(|word| word >> (place % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rtp(sequence: u16) -> Rtp<'static> {
        Rtp {
            marker: false,
            payload_type: 33,
            sequence,
            timestamp: u32::from(sequence) * 900,
            ssrc: 1,
            payload: &[],
        }
    }

    fn received(sequences: impl IntoIterator<Item = u16>) -> Received {
        let mut receiver = Receiver::default();
        for (number, sequence) in sequences.into_iter().enumerate() {
            receiver.push(&rtp(sequence), Nanos::from_millis(10 * number as u64));
        }
        receiver.received()
    }

    #[test]
    fn gaps_are_lost_and_late_ones_are_found_again() {
        let seen = received([65_534, 65_535, 0, 3, 4, 2, 4, 2]);
        assert_eq!((seen.packets, seen.lost), (8, 1));
        assert_eq!((seen.reordered, seen.duplicated), (1, 2));
        let seen = received([7, 6, 6, 9]);
        assert_eq!((seen.lost, seen.reordered, seen.duplicated), (1, 1, 1));
        let seen = received([7, 9, 6]);
        assert_eq!(
            (seen.lost, seen.reordered),
            (1, 1),
            "6 was not awaited, and 8 is still missing"
        );
        let seen = received((0..3_000).filter(|number| number % 100 != 50));
        assert_eq!((seen.lost, seen.reordered, seen.duplicated), (30, 0, 0));
    }

    #[test]
    fn a_leap_is_another_beginning() {
        let seen = received([10, 11, 30_000, 30_001]);
        assert_eq!((seen.lost, seen.restarts), (0, 1));
        let mut receiver = Receiver::default();
        receiver.push(&rtp(5), Nanos(0));
        receiver.push(&Rtp { ssrc: 2, ..rtp(900) }, Nanos(1));
        assert_eq!(receiver.received().source_changes, 1);
        assert_eq!(receiver.received().lost, 0);
    }

    #[test]
    fn jitter_follows_the_filter_of_the_rfc() {
        let mut receiver = Receiver::default();
        let arrivals = [0, 10, 26, 30].map(Nanos::from_millis);
        for (sequence, at) in (0..).zip(arrivals) {
            receiver.push(&rtp(sequence), at);
        }
        // 0, then 6 ms, then 6 ms back.
        let wanted = 0.006 / 16.0;
        let wanted = wanted + (0.006 - wanted) / 16.0;
        assert!((receiver.received().jitter - wanted).abs() < 1e-12);
    }
}
