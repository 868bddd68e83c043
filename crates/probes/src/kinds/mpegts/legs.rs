//! The two legs of a stream (SMPTE ST 2022-7), each for itself and against the other.

use std::collections::VecDeque;

use mpegts::Nanos;
use mpegts::rtp::{Compared, LEGS, MOST_SKEW, Merged, Pairs, Receiver, Rtp, Seamless};

use super::info;
use crate::Look;
use crate::number::as_f64;

mod tell;

/// Without a packet for so long, a leg gives no protection: 3 s, as for a whole stream.
const SILENT: Nanos = Nanos::from_millis(3_000);
/// Seconds of which it is told in how many both legs were whole.
const REMEMBERED: usize = 10;
/// What legs are called.
pub(super) const NAMES: [&str; LEGS] = ["1", "2"];
/// What [`crate::stream::Judge`] remembers the loss of each by.
const LOSS: [&str; LEGS] = ["loss of leg 1", "loss of leg 2"];

/// Receives both legs.
pub(super) struct Legs {
    legs: [Leg; LEGS],
    merger: Seamless,
    pairs: Pairs,
    /// In which of the last seconds both legs were whole.
    whole: VecDeque<bool>,
    /// What was wrong between them in the last second.
    mismatch: Option<String>,
}

/// One leg.
struct Leg {
    target: String,
    rtp: Receiver,
    ssrc: Option<u32>,
    last: Nanos,
    bytes: u64,
    /// At the last report, and at the end of the last second.
    lost_told: u64,
    lost_before: u64,
    packets_before: u64,
}

/// What a second showed.
pub(super) struct Second {
    compared: Option<Compared>,
    bitrates: [Option<f64>; LEGS],
    whole: f64,
}

impl Legs {
    /// Of what operators call them.
    pub(super) fn new(targets: [String; LEGS]) -> Self {
        Self {
            legs: targets.map(|target| Leg {
                target,
                rtp: Receiver::default(),
                ssrc: None,
                last: Nanos(0),
                bytes: 0,
                lost_told: 0,
                lost_before: 0,
                packets_before: 0,
            }),
            merger: Seamless::default(),
            pairs: Pairs::default(),
            whole: VecDeque::new(),
            mismatch: None,
        }
    }

    /// Takes a packet of a leg, whether it is of the stream that is followed or not.
    pub(super) fn take(&mut self, leg: usize, rtp: &Rtp<'_>, at: Nanos) {
        if let Some(leg) = self.legs.get_mut(leg) {
            leg.rtp.push(rtp, at);
            (leg.ssrc, leg.last) = (Some(rtp.ssrc), at);
            leg.bytes += rtp.payload.len() as u64;
        }
        self.pairs.push(leg, rtp, at);
    }

    /// Merges a packet of the stream that is followed.
    pub(super) fn merge(&mut self, leg: usize, rtp: &Rtp<'_>, at: Nanos, out: impl FnMut(Merged<'_>)) {
        self.merger.push(leg, rtp, at, out);
    }

    /// Gives what waited for the other leg for long enough.
    pub(super) fn release(&mut self, now: Nanos, out: impl FnMut(Merged<'_>)) {
        self.merger.release(now, out);
    }

    /// Packets that came after a later one of their leg, and those that one leg brought twice.
    pub(super) fn disorder(&self) -> (u64, u64) {
        let sum = |of: fn(&Leg) -> u64| self.legs.iter().map(of).sum();
        (
            sum(|leg| leg.rtp.received().reordered),
            sum(|leg| leg.rtp.received().duplicated),
        )
    }

    /// Whether a leg lost something since the last report.
    pub(super) fn has_news(&self) -> bool {
        self.legs
            .iter()
            .any(|leg| leg.rtp.received().lost > leg.lost_told)
    }

    /// What each leg lost since the last report.
    pub(super) fn occurred(&mut self) -> [(&'static str, u64); LEGS] {
        let mut losses = LOSS.map(|name| (name, 0));
        for ((_, lost), leg) in losses.iter_mut().zip(&mut self.legs) {
            let now = leg.rtp.received().lost;
            *lost = now.saturating_sub(leg.lost_told);
            leg.lost_told = now;
        }
        losses
    }

    /// Ends a second.
    pub(super) fn end_second(&mut self, over: Nanos) -> Second {
        let (mut is_whole, mut bitrates) = (true, [None; LEGS]);
        for (leg, bitrate) in self.legs.iter_mut().zip(&mut bitrates) {
            let received = leg.rtp.received();
            is_whole &= received.lost <= leg.lost_before && received.packets > leg.packets_before;
            (leg.lost_before, leg.packets_before) = (received.lost, received.packets);
            let bits = 8.0 * as_f64(std::mem::take(&mut leg.bytes));
            *bitrate = Some(bits / over.seconds()).filter(|_| over > Nanos(0));
        }
        self.whole.push_back(is_whole);
        if self.whole.len() > REMEMBERED {
            self.whole.pop_front();
        }
        let whole = self.whole.iter().filter(|is_whole| **is_whole).count() as u64;
        let compared = self.pairs.compare();
        self.mismatch = compared.and_then(mismatch);
        Second {
            compared,
            bitrates,
            whole: as_f64(whole) / as_f64(self.whole.len() as u64),
        }
    }
}

impl Second {
    pub(super) fn tell(&self, seen: &mut Look) {
        for (name, bitrate) in NAMES.into_iter().zip(self.bitrates) {
            if let Some(bitrate) = bitrate {
                seen.sample_of(info::LEG_BITRATE, [("leg", name)], bitrate);
            }
        }
        if let Some(compared) = self.compared {
            seen.sample(info::LEG_SKEW, compared.skew);
            seen.sample(info::LEG_SKEW_GREATEST, compared.greatest);
        }
        seen.sample(info::LEG_PROTECTED, self.whole);
    }
}

/// What is wrong between the legs, where something is.
fn mismatch(compared: Compared) -> Option<String> {
    if compared.different > 0 {
        let (different, pairs) = (compared.different, compared.pairs);
        return Some(format!(
            "{different} of {pairs} packets of the same number are not the same on both legs: they do not come from one \
             sender, and can repair nothing"
        ));
    }
    let limit = MOST_SKEW.seconds();
    (compared.greatest > limit).then(|| {
        let (millis, limit) = (1_000.0 * compared.greatest, 1_000.0 * limit);
        let later = if compared.skew < 0.0 { 1 } else { 2 };
        format!(
            "leg {later} comes {millis:.0} ms later than the other; more than {limit:.0} ms (ST 2022-7, class C) is not repaired"
        )
    })
}
