use std::collections::BTreeMap;

use super::Rtp;
use crate::Nanos;

/// How many ways one stream comes.
pub const LEGS: usize = 2;
/// How far the legs may be apart: 450 ms, class C of SMPTE ST 2022-7:2019.
pub const MOST_SKEW: Nanos = Nanos::from_millis(450);
/// Without anything in the sequence for so long, the sequence has begun anew elsewhere.
const STALLED: Nanos = Nanos::from_millis(1_000);
/// How far behind others a packet comes that was merely overtaken, in packets.
const REORDERED: u64 = 16;
/// What waits for a missing packet at most, in packets and in bytes: 0.45 s of 190 Mbit/s.
const MOST_HELD: usize = 8_192;
const MOST_BYTES: usize = 16 << 20;

/// Merges the two legs of a stream into one by their sequence numbers (SMPTE ST 2022-7): what one leg lost comes from the other.
///
/// A missing packet is waited for until both legs have gone past it, or for [`MOST_SKEW`].
#[derive(Clone, Debug, Default)]
pub struct Seamless {
    source: Option<u32>,
    /// The number that comes next, counted on past 16 bits.
    next: u64,
    last: Nanos,
    began: Nanos,
    held: BTreeMap<u64, Held>,
    held_bytes: usize,
    legs: [Option<Leg>; LEGS],
}

#[derive(Clone, Debug)]
struct Held {
    at: Nanos,
    marker: bool,
    payload_type: u8,
    timestamp: u32,
    payload: Box<[u8]>,
}

/// How far a leg has come, and when.
#[derive(Clone, Copy, Debug)]
struct Leg {
    newest: u64,
    at: Nanos,
}

/// A packet of the merged stream.
#[derive(Clone, Copy, Debug)]
pub struct Merged<'a> {
    /// As one of the legs brought it.
    pub rtp: Rtp<'a>,
    /// When it came, or would have come if the leg that was first had not lost it. Never before the packet before.
    pub at: Nanos,
    /// Whether another sequence begins with it.
    pub begins: bool,
}

impl Seamless {
    /// Takes the next packet of a leg, 0 or 1, and gives what follows in the sequence.
    pub fn push(&mut self, leg: usize, rtp: &Rtp<'_>, at: Nanos, mut out: impl FnMut(Merged<'_>)) {
        let distance = i64::from(rtp.sequence.wrapping_sub(self.next_of_16_bits()).cast_signed());
        let is_stalled = at - self.last > STALLED && distance != 0 && self.held.is_empty();
        let number = self.next.checked_add_signed(distance);
        let (Some(number), false, true) = (number, is_stalled, self.source == Some(rtp.ssrc)) else {
            self.begin(leg, rtp, at, &mut out);
            return;
        };
        if let Some(of) = self.legs.get_mut(leg) {
            let newest = of.map_or(number, |leg| leg.newest.max(number));
            *of = Some(Leg { newest, at });
        }
        if distance == 0 {
            let first = self.held.first_key_value();
            let at = first.map_or(at, |(_, held)| at.min(held.at));
            self.give(*rtp, at, false, &mut out);
            self.go_on(&mut out);
        } else if distance > 0 && !self.held.contains_key(&number) {
            self.held_bytes += rtp.payload.len();
            self.held.insert(number, Held::of(rtp, at));
        }
        self.release(at, out);
    }

    /// Gives what waits no longer as time passes.
    pub fn release(&mut self, now: Nanos, mut out: impl FnMut(Merged<'_>)) {
        while let Some((first, held)) = self.held.first_key_value() {
            let is_full = self.held.len() >= MOST_HELD || self.held_bytes >= MOST_BYTES;
            let missing = first.saturating_sub(1);
            let is_due = now - held.at > MOST_SKEW || is_full || self.have_passed(missing, now);
            if !is_due {
                break;
            }
            self.next = *first;
            self.go_on(&mut out);
        }
    }

    /// Gives what is held and follows without a gap.
    fn go_on(&mut self, out: &mut impl FnMut(Merged<'_>)) {
        while let Some(held) = self.held.remove(&self.next) {
            self.held_bytes = self.held_bytes.saturating_sub(held.payload.len());
            let rtp = Rtp {
                marker: held.marker,
                payload_type: held.payload_type,
                sequence: self.next_of_16_bits(),
                timestamp: held.timestamp,
                ssrc: self.source.unwrap_or_default(),
                payload: &held.payload,
            };
            self.give(rtp, held.at, false, out);
        }
    }

    fn give(&mut self, rtp: Rtp<'_>, at: Nanos, begins: bool, out: &mut impl FnMut(Merged<'_>)) {
        self.last = self.last.max(at);
        self.next += 1;
        let at = self.last;
        out(Merged { rtp, at, begins });
    }

    fn begin(&mut self, leg: usize, rtp: &Rtp<'_>, at: Nanos, out: &mut impl FnMut(Merged<'_>)) {
        while let Some((first, _)) = self.held.first_key_value() {
            self.next = *first;
            self.go_on(out);
        }
        *self = Self {
            source: Some(rtp.ssrc),
            // Room for packets before the first.
            next: 1 << 32 | u64::from(rtp.sequence),
            last: self.last,
            began: at,
            ..Self::default()
        };
        let newest = self.next;
        if let Some(of) = self.legs.get_mut(leg) {
            *of = Some(Leg { newest, at });
        }
        self.give(*rtp, at, true, out);
    }

    /// Whether no leg will bring that packet any more. One that has not come yet may be the later one.
    fn have_passed(&self, number: u64, now: Nanos) -> bool {
        let mut legs = self.legs.iter();
        legs.all(|leg| match leg {
            Some(leg) => leg.newest > number + REORDERED || now - leg.at > MOST_SKEW,
            None => now - self.began > MOST_SKEW,
        })
    }

    fn next_of_16_bits(&self) -> u16 {
        let [.., high, low] = self.next.to_be_bytes();
        u16::from_be_bytes([high, low])
    }
}

impl Held {
    fn of(rtp: &Rtp<'_>, at: Nanos) -> Self {
        Self {
            at,
            marker: rtp.marker,
            payload_type: rtp.payload_type,
            timestamp: rtp.timestamp,
            payload: rtp.payload.into(),
        }
    }
}

#[cfg(test)]
mod tests;
