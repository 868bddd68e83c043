//! Made-up values of a flypack, the same at each run.

use wire::Timestamp;
use wire::Unit;
use wire::probe::ProbeId;
use wire::series::{Point, Series, SeriesId};

/// Time between two looks of a source, in milliseconds.
pub(crate) const EVERY_MS: i64 = 5000;
/// Series of each source.
pub(crate) const SERIES: u32 = 20;
/// Looks of a day.
pub(crate) const DAY: u32 = 17_280;

/// One probe of a flypack: six noisy counters of bytes and packets, two of errors, three gauges to the hundredth, two
/// to the tenth, two in full precision, five states.
pub(crate) struct Source {
    pub(crate) probe: u32,
    start: i64,
    seed: u64,
    values: [f64; SERIES as usize],
}

impl Source {
    /// Its first look is at `start`, in milliseconds since 1970 UTC.
    pub(crate) fn new(probe: u32, start: i64) -> Self {
        Self {
            probe,
            start,
            seed: u64::from(probe) * 0x9e37_79b9_7f4a_7c15 + 1,
            values: [0.0; SERIES as usize],
        }
    }

    /// xorshift64*, from 0 to 1.
    fn chance(&mut self) -> f64 {
        self.seed ^= self.seed >> 12;
        self.seed ^= self.seed << 25;
        self.seed ^= self.seed >> 27;
        (self.seed.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Its next look, up to 20 ms late.
    pub(crate) fn look(&mut self, tick: u32) -> impl Iterator<Item = Point> {
        #[allow(clippy::cast_possible_truncation, reason = "below 20")]
        let late = (self.chance() * 20.0) as i64;
        let at = Timestamp(self.start + i64::from(tick) * EVERY_MS + late);
        for n in 0..SERIES as usize {
            let chance = self.chance();
            let old = self.values[n];
            self.values[n] = match n {
                0..6 => old + (1000.0 * (n + 1) as f64 * (0.9 + 0.2 * chance)).round(),
                6..8 => old + f64::from(u8::from(chance < 0.01)),
                8..11 => ((40.0 + (f64::from(tick) / 200.0).sin() * 5.0 + chance) * 100.0).round() / 100.0,
                11..13 => ((60.0 + chance * 2.0) * 10.0).round() / 10.0,
                13..15 => 0.02 + chance * 0.001,
                _ if chance < 0.001 => 1.0 - old,
                _ => old,
            };
        }
        let first = self.probe * SERIES;
        (first..)
            .map(SeriesId)
            .zip(self.values)
            .map(move |(series, value)| Point { series, at, value })
    }

    /// What its series are.
    pub(crate) fn names(&self) -> impl Iterator<Item = Series> {
        let probe = self.probe;
        (0..SERIES).map(move |n| Series {
            id: SeriesId(probe * SERIES + n),
            probe: ProbeId(probe),
            metric: format!("metric_{n}").into(),
            labels: [("probe".into(), probe.to_string())].into(),
            unit: Unit::Count,
        })
    }
}
