use mpegts::rtp::{Merged, Receiver, Rtp};
use mpegts::{Analyser, Nanos, Options};

use super::arrivals::{self, Arrivals};
use super::shape::Shape;
use crate::stream::Monitor;

/// What is measured of the stream that is followed: after the merge, where it comes on two legs.
pub(super) struct Analysis {
    pub(super) analyser: Analyser,
    pub(super) monitor: Monitor,
    pub(super) rtp: Receiver,
    pub(super) shape: Shape,
    arrivals: Arrivals,
    /// RTP packets and packets of the stream that were lost until the last second ended.
    lost_before: (u64, u64),
}

impl Analysis {
    pub(super) fn new(options: Options, monitor: Monitor) -> Self {
        Self {
            analyser: Analyser::new(options),
            monitor,
            rtp: Receiver::default(),
            shape: Shape::default(),
            arrivals: Arrivals::default(),
            lost_before: (0, 0),
        }
    }

    /// Takes what a datagram carries.
    pub(super) fn take(&mut self, payload: &[u8], timestamp: Option<u32>, at: Nanos) {
        self.shape.take(payload);
        self.arrivals.take(payload, timestamp, at);
        self.monitor.take(payload);
        self.analyser.push(payload, at);
    }

    pub(super) fn take_rtp(&mut self, rtp: &Rtp<'_>, at: Nanos) {
        if self.rtp.push(rtp, at) {
            self.take(rtp.payload, Some(rtp.timestamp), at);
        }
    }

    pub(super) fn take_merged(&mut self, merged: &Merged<'_>) {
        if merged.begins {
            self.rtp.begin_anew();
        }
        self.take_rtp(&merged.rtp, merged.at);
    }

    /// Ends a second; how many packets of the stream have been lost in all, by their counters.
    pub(super) fn end_second(&mut self, is_rtp: bool, lost: u64, over: Nanos) -> arrivals::Second {
        let (rtp_before, before) = self.lost_before;
        self.lost_before = (self.rtp.received().lost, lost);
        let lost = if is_rtp {
            let datagrams = self.lost_before.0.saturating_sub(rtp_before);
            datagrams * self.shape.usual as u64
        } else {
            lost.saturating_sub(before)
        };
        self.arrivals.end_second(lost, over)
    }
}
