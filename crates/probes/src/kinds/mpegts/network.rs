//! What is said of the ways of a stream to this machine.

use std::time::Duration;

use mpegts::Report;
use mpegts::framing::Sync;
use mpegts::rtp::{LEGS, PAYLOAD_TYPE};
use wire::Timestamp;

use super::changes::Changes;
use super::info;
use super::legs::Legs;
use super::stream::Stream;
use super::way::Way;
use crate::Look;
use crate::number::as_f64;
use crate::stream::Judge;

mod findings;

/// A machine that comes later than this was too busy to be a judge of streams: as long as a PAT may be away (TR 101 290, 1.3).
const TOO_BUSY: Duration = Duration::from_millis(500);

/// What was told of it before.
#[derive(Default)]
pub(super) struct Network {
    rtp_lost: u64,
    cut: u64,
    changes: Changes,
    clock_set: u64,
    /// For how long this machine was too busy since the last report.
    busy: Duration,
}

impl Network {
    /// This machine came later to it than it should.
    pub(super) fn was_late(&mut self, late: Duration) {
        if late >= TOO_BUSY {
            self.busy += late;
        }
    }

    /// Whether something wrong came since the last report.
    pub(super) fn has_news(&self, stream: &Stream, ways: &[Way]) -> bool {
        self.busy > Duration::ZERO
            || stream.analysis.analyser.has_found()
            || stream.analysis.rtp.received().lost > self.rtp_lost
            || stream.legs.as_ref().is_some_and(Legs::has_news)
            || ways.iter().any(Way::has_news)
    }

    /// Tells the stream and its ways, and lets `judge` remember what occurred.
    pub(super) fn tell(&mut self, stream: &mut Stream, ways: &mut [Way], judge: &mut Judge, seen: &mut Look) {
        let now = stream.now();
        let report = stream.analysis.analyser.report(now);
        let second = stream.end_second(&report, now);
        if second.is_some() {
            for way in ways.iter_mut() {
                if let Some((before, after)) = way.senders.end_second() {
                    self.changes.of_sender(before, after, now);
                }
            }
        }
        self.changes.of_flow(&stream.flow, now);
        self.note(stream, ways, &report, judge, seen.now());
        let doubt = match judge.on_the_way(info::DROPPED_HERE) {
            0 => "",
            _ => "; some of it this machine lost itself",
        };
        // What the way did comes first: it explains the rest.
        self.tell_ways(stream, ways, seen);
        let is_synced = matches!(report.sync, Sync::Locked(_));
        self.find(ways, is_synced, judge, seen);
        if let Some(legs) = &stream.legs {
            legs.tell(now, judge.on_the_way(info::RTP_LOSS), judge, seen);
        }
        if let Some(second) = second {
            second.tell(seen);
        }
        judge.tell(&report, doubt, seen);
        stream.analysis.monitor.tell(&report, seen);
        stream.datagrams = 0;
    }

    fn note(
        &mut self,
        stream: &mut Stream,
        ways: &mut [Way],
        report: &Report,
        judge: &mut Judge,
        at: Timestamp,
    ) {
        let (lost, cut) = (stream.analysis.rtp.received().lost, stream.analysis.shape.cut);
        let clock_set = stream.clock_was_set();
        let busy = std::mem::take(&mut self.busy).as_millis();
        let busy = u64::try_from(busy).unwrap_or(u64::MAX);
        let (mut dropped, mut wrong, mut paths) = (0, 0, 0);
        for way in ways {
            dropped += u64::from(way.dropped_since());
            let (wrong_since, paths_since) = way.marks.since();
            (wrong, paths) = (wrong + wrong_since, paths + paths_since);
        }
        let legs = stream.legs.as_mut().map(Legs::occurred);
        let [one, two] = legs.unwrap_or([("", 0); LEGS]);
        let occurred = [
            (info::RTP_LOSS, lost.saturating_sub(self.rtp_lost)),
            (info::DROPPED_HERE, dropped),
            (info::BUSY, busy),
            (info::CLOCK_SET, clock_set - self.clock_set),
            (info::CUT_PACKETS, cut - self.cut),
            (info::WRONG_DSCP, wrong),
            (info::PATH_CHANGE, paths),
            (info::SOURCE_CHANGE, self.changes.since()),
            one,
            two,
        ];
        (self.rtp_lost, self.cut, self.clock_set) = (lost, cut, clock_set);
        judge.note(report, occurred, at);
    }

    /// Numbers and words of the ways.
    fn tell_ways(&self, stream: &Stream, ways: &[Way], seen: &mut Look) {
        if let Some(main) = stream.flow.main() {
            let received = stream.analysis.rtp.received();
            let disorder = stream.legs.as_ref().map(Legs::disorder);
            let (reordered, duplicated) = disorder.unwrap_or((received.reordered, received.duplicated));
            for (metric, count) in [
                (info::RTP_LOST, received.lost),
                (info::RTP_REORDERED, reordered),
                (info::RTP_DUPLICATES, duplicated),
                (info::RTP_OTHER, stream.flow.others()),
            ] {
                seen.sample(metric, as_f64(count));
            }
            seen.sample(info::RTP_JITTER, received.jitter);
            let name = match main.payload_type {
                PAYLOAD_TYPE => " (MP2T)",
                _ => "",
            };
            seen.fact(info::PAYLOAD_TYPE, &format!("{}{name}", main.payload_type));
            seen.fact(info::SSRC, &format!("{:#010x}", main.ssrc));
        }
        if let Some(first) = ways.first() {
            if let Some(ttl) = first.marks.ttl {
                seen.sample(info::TTL, ttl.into());
            }
            if let Some(dscp) = first.marks.dscp {
                seen.sample(info::DSCP, dscp.number().into());
            }
        }
        for (fact, of) in [
            (
                info::SENDER,
                (|way| way.senders.last().map(|it| it.to_string())) as fn(&Way) -> Option<String>,
            ),
            (info::DSCP_CLASS, |way| {
                way.marks.dscp.map(|dscp| dscp.to_string())
            }),
            (info::MEMBERSHIP, |way| way.group.as_ref()?.membership()),
            (info::QUERIER, |way| way.group.as_ref()?.querier()),
        ] {
            seen.fact(fact, &of_all(ways, of));
        }
        let dropped = ways.iter().map(|way| f64::from(way.dropped)).sum();
        seen.sample(info::DROPPED, dropped);
        seen.sample(info::SOURCE_CHANGES, as_f64(self.changes.total));
    }
}

/// What is said of each way, in one line.
fn of_all(ways: &[Way], of: fn(&Way) -> Option<String>) -> String {
    let said = ways.iter().enumerate().filter_map(|(number, way)| {
        let said = of(way)?;
        Some(match ways.len() {
            1 => said,
            _ => format!("leg {}: {said}", number + 1),
        })
    });
    said.collect::<Vec<_>>().join("; ")
}
