//! Bit rates (TR 101 290, 5.3.3), counted in whole packets of 188 bytes.

use crate::Nanos;
use crate::framing::PACKET_SIZE;

/// Bits of a packet.
pub const PACKET_BITS: f64 = 8.0 * PACKET_SIZE as f64;
/// τ of the profile MGB2: how long a slot is.
pub const SLOT: Nanos = Nanos::from_millis(100);
/// N of the profile MGB2: over how many slots a rate is taken.
pub const SLOTS: usize = 10;

/// In bits per second; nothing over no time. Over one second it is what profile MGB2 says at the end of that second.
#[must_use]
pub fn bits_per_second(packets: u64, time: Nanos) -> Option<f64> {
    (time > Nanos(0)).then(|| packets as f64 * PACKET_BITS / time.seconds())
}

/// A rate by profile MGB2 of TR 101 290, 5.3.3.3, which it recommends for watching: over the last second (τ = 100 ms, N = 10),
/// anew each tenth of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mgb2 {
    slots: [u32; SLOTS],
    next: usize,
    filled: usize,
    counted: u64,
}

impl Mgb2 {
    /// A slot ends, or several of them. `packets` is how many there have been since the beginning.
    pub fn end_slots(&mut self, packets: u64, ended: usize) {
        let mut new = packets.saturating_sub(self.counted);
        self.counted = packets;
        for _ in 0..ended.min(SLOTS + 1) {
            if let Some(slot) = self.slots.get_mut(self.next) {
                *slot = u32::try_from(std::mem::take(&mut new)).unwrap_or(u32::MAX);
            }
            self.next = (self.next + 1) % SLOTS;
            self.filled = (self.filled + 1).min(SLOTS);
        }
    }

    /// In bits per second; nothing before the first second is over.
    #[must_use]
    pub fn bits_per_second(&self) -> Option<f64> {
        let packets: u64 = self.slots.iter().map(|slot| u64::from(*slot)).sum();
        (self.filled == SLOTS).then_some(packets as f64 * PACKET_BITS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_counted_with_their_header() {
        assert_eq!(bits_per_second(1_000, Nanos::from_millis(500)), Some(3_008_000.0));
        assert_eq!(bits_per_second(1_000, Nanos(0)), None);
    }

    #[test]
    fn the_last_ten_slots_make_a_rate() {
        let mut rate = Mgb2::default();
        for slot in 1..=9 {
            rate.end_slots(100 * slot, 1);
            assert_eq!(rate.bits_per_second(), None);
        }
        rate.end_slots(1_000, 1);
        assert_eq!(rate.bits_per_second(), Some(1_504_000.0));
        rate.end_slots(1_000, 5);
        assert_eq!(rate.bits_per_second(), Some(752_000.0));
        rate.end_slots(1_500, 10);
        assert_eq!(rate.bits_per_second(), Some(752_000.0));
        rate.end_slots(2_000, 1_000_000);
        assert_eq!(rate.bits_per_second(), Some(0.0));
    }
}
