//! The continuity counter of one PID (ISO/IEC 13818-1, 2.4.3.3; TR 101 290, table 5.0a, 1.4).

use crate::framing::PACKET_SIZE;
use crate::packet::Packet;

/// Where the PCR lies in a packet that has one. A legal duplicate carries its own.
const PCR_FIELD: std::ops::Range<usize> = 6..12;

/// What the counter of a packet means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Continuity {
    /// As it must be, or there is nothing to compare it with.
    Good,
    /// The discontinuity_indicator allows it to be anything.
    Excused,
    /// The second copy of a packet, which is legal: byte for byte the same but for the PCR.
    Duplicate,
    /// Continuity_count_error.
    Error {
        /// Packets that are missing, modulo 16. 0 where the same packet came more than twice.
        lost: u8,
    },
}

/// Follows the counter of one PID. The null PID has none worth following (ISO/IEC 13818-1, 2.4.3.3).
#[derive(Clone, Debug)]
pub struct Counter {
    /// More than 15 while there is none.
    last: u8,
    has_been_repeated: bool,
    packet: [u8; PACKET_SIZE],
}

impl Default for Counter {
    fn default() -> Self {
        Self {
            last: u8::MAX,
            has_been_repeated: false,
            packet: [0; PACKET_SIZE],
        }
    }
}

impl Counter {
    /// Judges the next packet of this PID and remembers it.
    #[inline]
    pub fn check(&mut self, packet: Packet<'_>) -> Continuity {
        let counter = packet.counter();
        let due = self.due(packet);
        let verdict = if self.last > 15 || counter == due {
            Continuity::Good
        } else {
            self.unexpected(packet, counter.wrapping_sub(due) & 0x0F)
        };
        self.has_been_repeated = verdict == Continuity::Duplicate
            || (self.has_been_repeated && verdict == Continuity::Error { lost: 0 });
        self.last = counter;
        // Only packets with a payload may be sent twice, so only they must be remembered in full.
        if packet.has_payload() {
            self.packet = *packet.bytes();
        }
        verdict
    }

    /// Takes note of a packet with the transport_error_indicator. Its counter is believed only where it is the one that was
    /// due, so that the damage is not told a second time as a packet lost.
    pub fn pass_over(&mut self, packet: Packet<'_>) {
        if self.last <= 15 && packet.counter() == self.due(packet) {
            self.last = packet.counter();
            self.has_been_repeated = false;
        }
    }

    /// The next packet is the first, as after a loss of sync.
    pub fn forget(&mut self) {
        self.last = u8::MAX;
        self.has_been_repeated = false;
    }

    fn due(&self, packet: Packet<'_>) -> u8 {
        self.last.wrapping_add(u8::from(packet.has_payload())) & 0x0F
    }

    #[cold]
    fn unexpected(&self, packet: Packet<'_>, lost: u8) -> Continuity {
        if packet.counter() == self.last && same_but_for_pcr(packet, Packet::new(&self.packet)) {
            return if self.has_been_repeated {
                Continuity::Error { lost: 0 }
            } else {
                Continuity::Duplicate
            };
        }
        if packet.adaptation().is_some_and(|field| field.is_discontinuity()) {
            return Continuity::Excused;
        }
        Continuity::Error { lost }
    }
}

fn same_but_for_pcr(a: Packet<'_>, b: Packet<'_>) -> bool {
    let has_pcr = |packet: Packet<'_>| packet.adaptation().is_some_and(|field| field.pcr().is_some());
    if !(has_pcr(a) && has_pcr(b)) {
        return a.bytes() == b.bytes();
    }
    let (a, b) = (a.bytes(), b.bytes());
    a.get(..PCR_FIELD.start) == b.get(..PCR_FIELD.start) && a.get(PCR_FIELD.end..) == b.get(PCR_FIELD.end..)
}

#[cfg(test)]
mod tests {
    use super::Continuity::{Duplicate, Error, Excused, Good};
    use super::*;
    use crate::packet::tests::Made;

    fn verdicts(packets: &[Made]) -> Vec<Continuity> {
        let mut counter = Counter::default();
        packets.iter().map(|made| counter.check(made.packet())).collect()
    }

    fn packet(counter: u8) -> Made {
        Made::new(0x100, counter, &[counter])
    }

    #[test]
    fn it_goes_up_by_one_and_around() {
        let packets = Vec::from_iter((3..40).map(|number| packet(number % 16)));
        assert!(verdicts(&packets).iter().all(|verdict| *verdict == Good));
    }

    #[test]
    fn missing_packets_are_counted_modulo_16() {
        assert_eq!(
            verdicts(&[packet(14), packet(2), packet(3), packet(3 + 2)]),
            [Good, Error { lost: 3 }, Good, Error { lost: 1 }]
        );
    }

    #[test]
    fn two_alike_are_legal_and_three_are_not() {
        let again = packet(1);
        assert_eq!(
            verdicts(&[again.clone(), again.clone(), again.clone(), again, packet(2)]),
            [Good, Duplicate, Error { lost: 0 }, Error { lost: 0 }, Good]
        );
    }

    #[test]
    fn a_duplicate_may_differ_in_its_pcr_and_in_nothing_else() {
        let first = packet(1).pcr(1_000);
        assert_eq!(
            verdicts(&[first.clone(), packet(1).pcr(2_000), packet(2)]),
            [Good, Duplicate, Good]
        );
        let mut other = first.clone();
        other.0[100] ^= 1;
        assert_eq!(
            verdicts(&[first, other]),
            [Good, Error { lost: 15 }],
            "fifteen lost, or sixteen times as many and one"
        );
    }

    #[test]
    fn without_payload_it_stands_still() {
        let still = |counter| packet(counter).without_payload();
        assert_eq!(
            verdicts(&[packet(1), still(1), still(1), packet(2), still(3), packet(4)]),
            [Good, Good, Good, Good, Error { lost: 1 }, Good]
        );
    }

    #[test]
    fn the_discontinuity_indicator_excuses_one_packet() {
        let marked = |counter| packet(counter).adaptation(1).discontinuity();
        assert_eq!(
            verdicts(&[packet(1), marked(9), packet(10), packet(12)]),
            [Good, Excused, Good, Error { lost: 1 }]
        );
    }

    #[test]
    fn a_damaged_packet_is_not_told_twice() {
        let mut counter = Counter::default();
        counter.check(packet(1).packet());
        counter.pass_over(packet(2).transport_error().packet());
        assert_eq!(counter.check(packet(3).packet()), Good);
        counter.pass_over(packet(9).transport_error().packet());
        assert_eq!(counter.check(packet(4).packet()), Good);
        counter.forget();
        assert_eq!(counter.check(packet(9).packet()), Good);
    }
}
