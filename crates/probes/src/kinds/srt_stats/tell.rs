//! What is told of connections, and what is wrong with them.

use std::collections::BTreeMap;

use super::line::{Line, Side};
use crate::Look;

/// A receiver needs time for this many round trips to ask again for what is lost (srt-live-transmit, "latency").
const ROUND_TRIPS: f64 = 3.0;
/// More connections than these are not told apart in time: sockets come and go.
const MOST_SOCKETS: usize = 64;

/// The sides of a connection: name, and which of its figures count.
type SideOf = (&'static str, fn(&Line) -> &Side);
const SIDES: [SideOf; 2] = [("receive", |line| &line.received), ("send", |line| &line.sent)];

/// What counts a second, and where it stands in a line.
type Counter = (&'static str, fn(&Side) -> f64);
const COUNTERS: [Counter; 4] = [
    ("srt_stats_lost_per_second", |side| side.lost),
    (DROPPED, |side| side.dropped),
    ("srt_stats_retransmitted_per_second", |side| side.retransmitted),
    ("srt_stats_belated_per_second", |side| side.belated),
];
const DROPPED: &str = "srt_stats_dropped_per_second";

pub(super) struct Teller {
    /// Whether counts are those since the beginning (-f).
    is_full: bool,
    /// The last line of each socket.
    last: BTreeMap<i64, Line>,
}

/// What lines of one side add up to.
#[derive(Default)]
struct Sum {
    seconds: f64,
    counts: [f64; COUNTERS.len()],
}

impl Teller {
    pub(super) fn new(is_full: bool) -> Self {
        Self {
            is_full,
            last: BTreeMap::new(),
        }
    }

    /// For another file.
    pub(super) fn anew(&self) -> Self {
        Self::new(self.is_full)
    }

    /// Tells what new lines say.
    pub(super) fn tell(&mut self, lines: &[Line], seen: &mut Look) {
        let mut told: BTreeMap<&'static str, (&Line, Sum)> = BTreeMap::new();
        for line in lines {
            let before = self
                .last
                .get(&line.socket)
                .filter(|before| before.time_ms < line.time_ms);
            for (name, side) in SIDES {
                if side(line).packets <= 0.0 {
                    continue;
                }
                let (newest, sum) = told.entry(name).or_insert_with(|| (line, Sum::default()));
                *newest = line;
                // Of a first line nobody knows since when it counts.
                if let Some(before) = before {
                    sum.seconds += (line.time_ms - before.time_ms) / 1e3;
                    for (count, (_, of)) in sum.counts.iter_mut().zip(COUNTERS) {
                        let base = if self.is_full { of(side(before)) } else { 0.0 };
                        *count += (of(side(line)) - base).max(0.0);
                    }
                }
            }
            self.last.insert(line.socket, line.clone());
        }
        while self.last.len() > MOST_SOCKETS {
            self.last.pop_first();
        }
        for (name, side) in SIDES {
            if let Some((line, sum)) = told.get(name) {
                tell_side(name, line, side(line), sum, seen);
            }
        }
    }
}

fn tell_side(name: &'static str, line: &Line, side: &Side, sum: &Sum, seen: &mut Look) {
    let of = [("direction", name)];
    let numbers = [
        ("srt_stats_bitrate_bits_per_second", Some(side.mbps * 1e6)),
        ("srt_stats_rtt_seconds", line.rtt_ms.map(|time| time / 1e3)),
        ("srt_stats_buffer_seconds", Some(side.buffer_ms / 1e3)),
        (
            "srt_stats_latency_seconds",
            side.latency_ms.map(|time| time / 1e3),
        ),
        (
            "srt_stats_bandwidth_bits_per_second",
            line.bandwidth_mbps.map(|rate| rate * 1e6),
        ),
    ];
    for (metric, number) in numbers {
        if let Some(number) = number {
            seen.sample_of(metric, of, number);
        }
    }
    if sum.seconds > 0.0 {
        for ((metric, _), count) in COUNTERS.into_iter().zip(sum.counts) {
            seen.sample_of(metric, of, count / sum.seconds);
            if metric == DROPPED && count > 0.0 {
                let detail = format!("{count} packets were given up in {:.0} s ({name})", sum.seconds);
                seen.finding_at("srt_stats.dropped", of, detail);
            }
        }
    }
    if let (Some(latency), Some(round_trip)) = (side.latency_ms, line.rtt_ms)
        && latency < ROUND_TRIPS * round_trip
    {
        let detail = format!("{latency:.0} ms of latency and a round trip of {round_trip:.0} ms");
        seen.finding_at("srt_stats.latency", of, detail);
    }
}
