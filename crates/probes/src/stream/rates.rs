use std::collections::BTreeMap;

use mpegts::rate::bits_per_second;
use mpegts::{Nanos, Report, Role};

use super::info;
use crate::Look;
use crate::number::as_f64;

/// Rates over less say more about single pictures than about the stream.
const SETTLED: Nanos = Nanos::from_millis(900);

/// How much came, over as many reports as it takes to tell rates.
#[derive(Default)]
pub(super) struct Rates {
    over: Nanos,
    packets: u64,
    nulls: u64,
    pids: BTreeMap<u16, u64>,
}

impl Rates {
    pub(super) fn add(&mut self, report: &Report) {
        self.over = Nanos(self.over.0 + report.interval.0);
        self.packets += report.packets.interval;
        for pid in &report.pids {
            if pid.role == Role::Null {
                self.nulls += pid.packets.interval;
            } else {
                *self.pids.entry(pid.pid).or_default() += pid.packets.interval;
            }
        }
    }

    /// Whether it is enough to take rates over.
    pub(super) fn are_settled(&self) -> bool {
        self.over >= SETTLED
    }

    pub(super) fn tell(&self, most_pids: usize, seen: &mut Look) {
        let Some(bitrate) = bits_per_second(self.packets, self.over) else {
            return;
        };
        seen.sample(info::BITRATE, bitrate);
        if self.packets > 0 {
            seen.sample(info::NULL, as_f64(self.nulls) / as_f64(self.packets));
        }
        for (pid, packets) in self.pids.iter().take(most_pids) {
            if let Some(bitrate) = bits_per_second(*packets, self.over) {
                seen.sample_of(info::PID_BITRATE, [("pid", &pid.to_string())], bitrate);
            }
        }
    }
}
