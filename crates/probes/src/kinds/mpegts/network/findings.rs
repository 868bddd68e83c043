use std::time::Duration;

use super::Network;
use crate::Look;
use crate::kinds::mpegts::info;
use crate::kinds::mpegts::way::Way;
use crate::number::counted;
use crate::runner::words;
use crate::stream::{IN_MEMORY, Judge};

/// Senders that are named when there are several.
const MOST_NAMED: usize = 8;

impl Network {
    /// What is wrong with the ways, with what `judge` remembers.
    pub(super) fn find(&self, ways: &[Way], is_synced: bool, judge: &Judge, seen: &mut Look) {
        for (number, way) in ways.iter().enumerate() {
            let leg = match ways.len() {
                1 => String::new(),
                _ => format!("leg {}: ", number + 1),
            };
            find_way(way, &leg, judge, seen);
        }
        if judge.on_the_way(info::SOURCE_CHANGE) > 0 {
            seen.finding(info::SOURCE_CHANGE, self.changes.last.clone());
        }
        let lost = judge.on_the_way(info::RTP_LOSS);
        if lost > 0 {
            let packets = counted(lost, "RTP packet");
            let detail = match ways.len() {
                1 => format!("{packets} did not come{IN_MEMORY}; the network lost them, or this machine did"),
                _ => format!(
                    "{packets} came on neither leg{IN_MEMORY}; both networks lost them, or this machine did"
                ),
            };
            seen.finding(info::RTP_LOSS, detail);
        }
        let dropped = judge.on_the_way(info::DROPPED_HERE);
        if dropped > 0 {
            let detail = format!(
                "this machine had no room for {}{IN_MEMORY}: it is too busy, so what is told of this stream is worse \
                 than the stream",
                counted(dropped, "datagram")
            );
            seen.finding(info::DROPPED_HERE, detail);
        }
        let busy = judge.on_the_way(info::BUSY);
        if busy > 0 {
            let busy = words(Duration::from_millis(busy));
            let detail = format!(
                "this machine was too busy for {busy}{IN_MEMORY}: what follows from that is not the fault of the stream"
            );
            seen.finding(info::BUSY, detail);
        }
        if judge.on_the_way(info::CLOCK_SET) > 0 {
            let detail = format!(
                "the clock of this machine was set{IN_MEMORY}: when the datagrams of that moment came is less exact"
            );
            seen.finding(info::CLOCK_SET, detail);
        }
        let cut = judge.on_the_way(info::CUT_PACKETS);
        if cut > 0 && is_synced {
            let detail = format!(
                "{}{IN_MEMORY} did not hold whole packets of 188 bytes; set the sender to 1316 bytes a datagram",
                counted(cut, "datagram")
            );
            seen.finding(info::CUT_PACKETS, detail);
        }
    }
}

fn find_way(way: &Way, leg: &str, judge: &Judge, seen: &mut Look) {
    let at_once = way.senders.at_once();
    if at_once.len() > 1 {
        let senders: Vec<_> = at_once.iter().map(ToString::to_string).take(MOST_NAMED).collect();
        let detail = format!(
            "{leg}{} send at the same time; switch one off, or enter the right sender",
            senders.join(" and ")
        );
        seen.finding(info::TWO_SENDERS, detail);
    }
    let is_remembered = |what| judge.on_the_way(what) > 0;
    if let (Some(wrong), Some(expected), true) = (
        way.marks.wrong,
        way.marks.expected(),
        is_remembered(info::WRONG_DSCP),
    ) {
        let detail = format!(
            "{leg}came with DSCP {wrong}, {expected} is expected: look at the trust setting of the switch ports"
        );
        seen.finding(info::WRONG_DSCP, detail);
    }
    if let (Some((before, after)), true) = (way.marks.change, is_remembered(info::PATH_CHANGE)) {
        let detail = format!("{leg}the TTL changed from {before} to {after}: the stream takes another way");
        seen.finding(info::PATH_CHANGE, detail);
    }
    if let Some(trouble) = way.group.as_ref().and_then(|group| group.trouble()) {
        seen.finding(info::NO_QUERIER, format!("{leg}{trouble}"));
    }
}
