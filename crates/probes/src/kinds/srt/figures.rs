use std::time::Duration;

use super::info;
use crate::Look;
use crate::number::as_f64;

/// What is known of a connection; nothing where the library does not say it. Counts are since the connection began.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Figures {
    pub(super) received: Option<u64>,
    /// Gaps in the sequence before anything was repaired.
    pub(super) lost: Option<u64>,
    pub(super) retransmitted: Option<u64>,
    /// What was never handed on.
    pub(super) dropped: Option<u64>,
    pub(super) belated: Option<u64>,
    pub(super) undecrypted: Option<u64>,
    pub(super) reorder_distance: Option<u64>,
    pub(super) rtt: Option<Duration>,
    /// In bit/s.
    pub(super) bandwidth: Option<f64>,
    /// In bit/s.
    pub(super) rate: Option<f64>,
    pub(super) buffered: Option<Duration>,
    pub(super) latency: Option<Duration>,
}

impl Figures {
    pub(super) fn tell(&self, seen: &mut Look) {
        for (metric, count) in [
            (info::RECEIVED, self.received),
            (info::LOST, self.lost),
            (info::RETRANSMITTED, self.retransmitted),
            (info::DROPPED, self.dropped),
            (info::BELATED, self.belated),
            (info::UNDECRYPTED, self.undecrypted),
            (info::REORDER, self.reorder_distance),
        ] {
            if let Some(count) = count {
                seen.sample(metric, as_f64(count));
            }
        }
        for (metric, time) in [
            (info::RTT, self.rtt),
            (info::BUFFER, self.buffered),
            (info::LATENCY, self.latency),
        ] {
            if let Some(time) = time {
                seen.sample(metric, time.as_secs_f64());
            }
        }
        for (metric, rate) in [(info::BANDWIDTH, self.bandwidth), (info::RATE, self.rate)] {
            if let Some(rate) = rate {
                seen.sample(metric, rate);
            }
        }
        if let Some(times) = self.latency_in_rtts() {
            seen.sample(info::MARGIN, times);
        }
    }

    /// How many round trips fit into the latency; nothing where packets take no time worth speaking of.
    pub(super) fn latency_in_rtts(&self) -> Option<f64> {
        let (latency, rtt) = self.latency.zip(self.rtt)?;
        (rtt > Duration::ZERO).then(|| latency.as_secs_f64() / rtt.as_secs_f64())
    }
}
