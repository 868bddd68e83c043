//! The program clock of one PID (ISO/IEC 13818-1, 2.4.2.2; TR 101 290, 2.3 and 5.3.2).

use crate::Nanos;
use crate::rate::PACKET_BITS;

mod accuracy;
mod frequency;
mod line;

use accuracy::Accuracy;
pub use accuracy::{Rate, WINDOW};
use frequency::Frequency;
pub use frequency::{Offset, SECONDS};

/// Of the program clock in hertz.
pub const FREQUENCY: u64 = 27_000_000;
/// Where it begins anew: a base of 33 bits in units of 300 ticks.
pub const WRAP: u64 = (1 << 33) * 300;
/// The greatest step from one PCR to the next without discontinuity_indicator: 100 ms (TR 101 290, table 5.0b, 2.3b).
pub const LARGEST_STEP: u64 = FREQUENCY / 10;
/// The smoothing of RFC 3550, 6.4.1.
const GAIN: f64 = 1.0 / 16.0;

/// Ticks from one PCR to a later one, around the wrap.
#[must_use]
pub const fn step(earlier: u64, later: u64) -> u64 {
    (later + WRAP - earlier % WRAP) % WRAP
}

/// A stretch of time of that many ticks.
#[must_use]
pub fn time(ticks: u64) -> Nanos {
    let nanos = u128::from(ticks) * 1_000 / 27;
    Nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// One PCR as it came.
#[derive(Clone, Copy, Debug)]
pub struct Sighting {
    /// In ticks of 27 MHz.
    pub pcr: u64,
    /// When its packet arrived.
    pub at: Nanos,
    /// How many packets of the whole stream came before its packet.
    pub packet: u64,
    /// Whether the discontinuity_indicator stands beside it.
    pub is_discontinuity: bool,
}

/// Follows the PCRs of one PID.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    last: Option<Sighting>,
    interval: Option<Nanos>,
    longest: Option<Nanos>,
    /// Ticks and packets of the stream between PCRs that follow each other as they should.
    ticks: u64,
    packets: u64,
    count: u64,
    arrival: Arrival,
    /// Ticks in each packet between the last two.
    ticks_a_packet: Option<f64>,
    /// Where PCRs are held against their bytes.
    accuracy: Option<Box<Accuracy>>,
}

/// How regularly PCRs arrive.
#[derive(Clone, Debug, Default)]
struct Arrival {
    /// When the first came, and the ticks since it.
    base: Option<Nanos>,
    ticks: u64,
    /// Arrival less PCR, in seconds since the first.
    transit: f64,
    span: Option<(f64, f64)>,
    smoothed: f64,
    frequency: Frequency,
}

/// What the PCRs of an interval showed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// PCRs in the interval.
    pub count: u64,
    /// Seconds between the arrival of the last two.
    pub interval: Option<f64>,
    /// The longest of these in the interval of the report.
    pub longest_interval: Option<f64>,
    /// Of the whole stream by this clock, in bits per second, from its first PCR in the interval to its last.
    pub bitrate: Option<f64>,
    /// Greatest less least difference between arrival and PCR in the interval of the report, in seconds: the overall jitter
    /// of TR 101 290, 5.3.2, without its filter, so a clock that drifts by 30 ppm adds 30 µs in each second.
    pub jitter: Option<f64>,
    /// Mean change of that difference, smoothed with a gain of 1/16 as in RFC 3550, 6.4.1, in seconds.
    pub smoothed_jitter: Option<f64>,
}

impl Meter {
    /// Takes the next PCR. Whether it is further than 100 ms from the last, or before it, without anything that allows it
    /// (2.3b, PCR_discontinuity_indicator_error).
    pub fn push(&mut self, seen: Sighting) -> bool {
        self.count += 1;
        let Some(last) = self.last.replace(seen) else {
            self.arrival.begin(seen.at);
            return false;
        };
        let interval = seen.at - last.at;
        self.interval = Some(interval);
        self.longest = self.longest.max(self.interval);
        let ticks = step(last.pcr, seen.pcr);
        if seen.is_discontinuity || ticks > LARGEST_STEP {
            self.arrival.begin(seen.at);
            self.break_off();
            return !seen.is_discontinuity;
        }
        self.ticks += ticks;
        let packets = seen.packet.saturating_sub(last.packet);
        self.packets += packets;
        self.ticks_a_packet = (packets > 0).then(|| ticks as f64 / packets as f64);
        self.arrival.push(seen.at, ticks);
        false
    }

    /// The time of a PCR where arrival means nothing and `seen.at` is an estimate: what the last one and the step between them
    /// say, where the estimate is not far from it.
    pub(crate) fn settled(&self, seen: &Sighting) -> Nanos {
        let Some(last) = &self.last else {
            return seen.at;
        };
        let (told, estimated) = (time(step(last.pcr, seen.pcr)), seen.at - last.at);
        if told < estimated + estimated && estimated < told + told {
            last.at + told
        } else {
            seen.at
        }
    }

    /// Between the arrival of the last two.
    #[must_use]
    pub fn interval(&self) -> Option<Nanos> {
        self.interval
    }

    /// Begins to hold PCRs against their bytes, or ends it.
    pub fn hold_against_bytes(&mut self, wanted: bool) {
        if !wanted {
            self.accuracy = None;
        } else if self.accuracy.is_none() {
            self.accuracy = Some(Box::default());
        }
    }

    /// Holds a PCR that has been pushed against its bytes (2.4). Returns how many, of it and those before it, are now found to
    /// be off by more than `limit`.
    pub fn hold(&mut self, seen: &Sighting, limit: Nanos) -> u64 {
        let limit = limit.seconds() * FREQUENCY as f64;
        let accuracy = self.accuracy.as_mut();
        accuracy.map_or(0, |accuracy| accuracy.push(seen, limit))
    }

    /// Whether PCRs grow with the bytes by a constant rate, where that is looked at.
    #[must_use]
    pub fn rate(&self) -> Option<Rate> {
        self.accuracy.as_ref().map(|accuracy| accuracy.rate())
    }

    /// Ticks in each packet of the stream where the rate is constant.
    #[must_use]
    pub fn constant_rate(&self) -> Option<f64> {
        self.accuracy.as_ref()?.ticks_a_packet()
    }

    /// The greatest PCR_AC in seconds, in the windows that ended in the interval or else in the last one.
    pub fn take_accuracy(&mut self) -> Option<f64> {
        self.accuracy.as_mut()?.take_worst()
    }

    /// How far the clock is off, by arrival; nothing before that is known.
    #[must_use]
    pub fn offset(&self) -> Option<Offset> {
        self.arrival.frequency.offset()
    }

    /// What the clock shows, in ticks around the wrap, when so many packets of the stream have come: by the constant rate, or
    /// else by that between the last two PCRs.
    #[must_use]
    pub fn at(&self, packet: u64) -> Option<f64> {
        let last = self.last.as_ref()?;
        let ticks = self.constant_rate().or(self.ticks_a_packet)?;
        Some(last.pcr as f64 + ticks * packet.saturating_sub(last.packet) as f64)
    }

    /// Packets are missing or more than they were: what stands in which byte is not known any more.
    pub fn break_off(&mut self) {
        if let Some(accuracy) = &mut self.accuracy {
            accuracy.restart();
        }
    }

    /// The next PCR has nothing before it, as after a loss of sync.
    pub fn forget(&mut self) {
        self.last = None;
        self.arrival.base = None;
        self.break_off();
    }

    /// What the interval showed; the next one begins. `by_arrival` is whether the times of arrival mean something.
    pub fn measure(&mut self, by_arrival: bool) -> Measured {
        let bitrate = self.packets as f64 * PACKET_BITS * FREQUENCY as f64 / self.ticks as f64;
        let measured = Measured {
            count: self.count,
            interval: self.interval.map(Nanos::seconds),
            longest_interval: self.longest.map(Nanos::seconds),
            bitrate: (self.ticks > 0 && self.packets > 0).then_some(bitrate),
            jitter: self
                .arrival
                .span
                .map(|(least, greatest)| greatest - least)
                .filter(|_| by_arrival),
            smoothed_jitter: Some(self.arrival.smoothed)
                .filter(|_| by_arrival && self.arrival.span.is_some()),
        };
        (self.count, self.longest, self.ticks, self.packets) = (0, None, 0, 0);
        self.arrival.span = None;
        measured
    }
}

impl Arrival {
    fn begin(&mut self, at: Nanos) {
        (self.base, self.ticks, self.transit) = (Some(at), 0, 0.0);
        // What came before on another clock cannot be compared with what follows.
        self.span = None;
        self.frequency = Frequency::default();
    }

    fn push(&mut self, at: Nanos, ticks: u64) {
        let Some(base) = self.base else {
            return;
        };
        self.ticks += ticks;
        let before = self.transit;
        let since = (at - base).seconds();
        self.transit = since - self.ticks as f64 / FREQUENCY as f64;
        self.frequency.push(since, self.transit);
        self.smoothed += ((self.transit - before).abs() - self.smoothed) * GAIN;
        let (least, greatest) = self.span.unwrap_or((before, before));
        self.span = Some((least.min(self.transit), greatest.max(self.transit)));
    }
}

#[cfg(test)]
mod tests;
