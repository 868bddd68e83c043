//! How even datagrams come.

use mpegts::Nanos;
use mpegts::mdi::{Measured, Meter, media_loss_rate};
use mpegts::rtp::DelayFactor;

use super::info;
use crate::Look;

/// Measures it over seconds.
#[derive(Default)]
pub(super) struct Arrivals {
    media: Meter,
    by_stamps: DelayFactor,
}

/// What a second showed.
#[derive(Default)]
pub(super) struct Second {
    media: Option<Measured>,
    loss_rate: Option<f64>,
    by_stamps: Option<f64>,
}

impl Arrivals {
    /// Takes a datagram that is no duplicate; its time stamp where it has one.
    pub(super) fn take(&mut self, payload: &[u8], timestamp: Option<u32>, at: Nanos) {
        self.media.push(payload.len(), at);
        if let Some(timestamp) = timestamp {
            self.by_stamps.push(timestamp, at);
        }
    }

    /// Ends a second, in which so many media packets stayed missing.
    pub(super) fn end_second(&mut self, lost: u64, over: Nanos) -> Second {
        Second {
            media: self.media.measure(),
            loss_rate: media_loss_rate(lost, over),
            by_stamps: self.by_stamps.measure(),
        }
    }
}

impl Second {
    pub(super) fn tell(&self, seen: &mut Look) {
        for (metric, value) in [
            (info::IAT_MEAN, self.media.map(|media| media.mean_interval)),
            (info::MDI_DF, self.media.map(|media| media.delay_factor)),
            (info::MDI_MLR, self.loss_rate),
            (info::TS_DF, self.by_stamps),
        ] {
            if let Some(value) = value {
                seen.sample(metric, value);
            }
        }
    }
}
