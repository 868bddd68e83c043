//! How well a connection is, in words: repaired, damaged, and how much protection is left.

use std::time::Duration;

use mpegts::Report;
use wire::Timestamp;

use super::figures::Figures;
use super::info;
use crate::Look;
use crate::number::{as_f64, counted};
use crate::stream::{IN_MEMORY, Judge};

/// Round trips that the latency should have room for: one to notice, one to ask and get, one in reserve. libsrt's own guides
/// advise three to four.
const ENOUGH_RTTS: f64 = 3.0;
/// The share of the latency that should lie ready.
const ENOUGH_BUFFERED: f64 = 0.5;
/// What a good buffer may lack of the latency: a picture of 25 a second that comes in one burst, and what SRT has not
/// acknowledged yet.
const SENDERS_BURST: Duration = Duration::from_millis(50);

/// Holds the figures of one connection against those before.
#[derive(Default)]
pub(super) struct Health {
    before: Figures,
}

impl Health {
    /// What occurred since the last figures.
    pub(super) fn note(&mut self, now: &Figures, judge: &mut Judge, report: &Report, at: Timestamp) {
        let more = |count: fn(&Figures) -> Option<u64>| {
            let now = count(now).unwrap_or_default();
            now.saturating_sub(count(&self.before).unwrap_or_default())
        };
        let way = [
            (info::RECEIVED, more(|figures| figures.received)),
            (info::LOST, more(|figures| figures.lost)),
            (info::RETRANSMITTED, more(|figures| figures.retransmitted)),
            (info::DAMAGED, more(|figures| figures.dropped)),
            (info::CANNOT_DECRYPT, more(|figures| figures.undecrypted)),
        ];
        judge.note(report, way, at);
        self.before = *now;
    }

    /// Tells the figures, and what they and those remembered mean.
    pub(super) fn tell(&self, judge: &Judge, seen: &mut Look) {
        let now = &self.before;
        now.tell(seen);
        tell_shares(now, judge, seen);
        let undecrypted = judge.on_the_way(info::CANNOT_DECRYPT);
        if undecrypted > 0 {
            let packets = counted(undecrypted, "packet");
            let detail = format!("{packets} could not be decrypted{IN_MEMORY}; compare the passphrases");
            seen.finding(info::CANNOT_DECRYPT, detail);
        }
        let damaged = judge.on_the_way(info::DAMAGED);
        if damaged > 0 {
            let (packets, remedy) = (counted(damaged, "packet"), remedy(now));
            seen.finding(
                info::DAMAGED,
                format!("{packets} came too late or not at all{IN_MEMORY}{remedy}"),
            );
        }
        let again = judge.on_the_way(info::RETRANSMITTED);
        if again > 0 {
            let share = as_f64(again) / as_f64(judge.on_the_way(info::RECEIVED).max(1)) * 100.0;
            let outcome = if damaged > 0 { "" } else { "; nothing is missing" };
            let packets = counted(again, "packet");
            let detail = format!("{packets} ({share:.1} %) had to be sent again{IN_MEMORY}{outcome}");
            seen.finding(info::REPAIRED, detail);
        }
        if let Some(times) = short_latency(now) {
            let detail = format!(
                "a latency of {times} is too short to fetch every lost packet; set {} or more at one of both ends",
                advised(now)
            );
            seen.finding(info::SHORT_LATENCY, detail);
        }
        if let Some((buffered, latency)) = now.buffered.zip(now.latency)
            && buffered < latency.saturating_sub(SENDERS_BURST).mul_f64(ENOUGH_BUFFERED)
        {
            let detail = format!(
                "{} ms of {} ms lie ready: little time is left to fetch a lost packet",
                buffered.as_millis(),
                latency.as_millis()
            );
            seen.finding(info::LOW_BUFFER, detail);
        }
    }
}

/// What was lost and what stayed missing, of all that was sent for the first time.
fn tell_shares(now: &Figures, judge: &Judge, seen: &mut Look) {
    let (received, lost) = (judge.on_the_way(info::RECEIVED), judge.on_the_way(info::LOST));
    let sent = received.saturating_sub(judge.on_the_way(info::RETRANSMITTED)) + lost;
    if sent == 0 {
        return;
    }
    let missing = judge.on_the_way(info::DAMAGED);
    for (metric, count, known) in [
        (info::LOSS, lost, now.lost),
        (info::MISSING, missing, now.dropped),
    ] {
        if known.is_some() {
            seen.sample(metric, as_f64(count.min(sent)) / as_f64(sent));
        }
    }
}

/// The latency that is too short, in words.
fn short_latency(figures: &Figures) -> Option<String> {
    let times = figures.latency_in_rtts().filter(|times| *times < ENOUGH_RTTS)?;
    let (latency, rtt) = figures.latency.zip(figures.rtt)?;
    Some(format!(
        "{} ms, {times:.1} times the round trip of {:.0} ms,",
        latency.as_millis(),
        rtt.as_secs_f64() * 1e3
    ))
}

/// Four round trips, in words.
fn advised(figures: &Figures) -> String {
    let rtt = figures.rtt.unwrap_or_default();
    format!("{:.0} ms", (rtt.as_secs_f64() * 4e3).ceil())
}

/// What to do about packets that are missing.
fn remedy(figures: &Figures) -> String {
    match short_latency(figures) {
        Some(_) => format!(
            ": the latency is too short for this way; set {} or more",
            advised(figures)
        ),
        None => ": the network loses more than can be fetched in time".to_owned(),
    }
}
