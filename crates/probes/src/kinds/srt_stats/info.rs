//! What the kind says about itself.

use std::borrow::Cow::Borrowed;

use wire::kind::{KindInfo, Text};
use wire::{Severity, Unit};

use crate::describe::{UNLIMITED, every, finding, gauge, gauge_by, switch, whole, word};

const DIRECTION: &[Text] = &[Borrowed("direction")];

pub(super) static INFO: KindInfo = KindInfo {
    name: word("srt_stats"),
    title: word("SRT statistics"),
    help: word(
        "Follows the file in which srt-live-transmit writes its statistics (-statsout FILE -pf json -s 1000, or -pf csv).",
    ),
    schemes: Borrowed(&[word("srtstats"), word("file")]),
    example: word("srtstats:///var/log/srt.json"),
    watch: every(2_000, 1_500),
    fields: Borrowed(&[
        switch(
            "full_statistics",
            "Full statistics",
            false,
            "Switch it on when srt-live-transmit runs with -f: then it counts from the beginning of a connection.",
        ),
        whole(
            "stale_s",
            "Stale after (s)",
            15.0,
            1.0,
            3600.0,
            "A file to which nothing was written for so long is a defect: nothing is transmitted.",
        ),
    ]),
    metrics: Borrowed(&[
        gauge_by(
            "srt_stats_bitrate_bits_per_second",
            "Bitrate",
            Unit::BitsPerSecond,
            DIRECTION,
            UNLIMITED,
            "Rate at which the connection receives or sends.",
        ),
        gauge_by(
            "srt_stats_rtt_seconds",
            "Round trip",
            Unit::Seconds,
            DIRECTION,
            UNLIMITED,
            "Smoothed round-trip time of the connection.",
        ),
        gauge_by(
            "srt_stats_lost_per_second",
            "Lost",
            Unit::PerSecond,
            DIRECTION,
            UNLIMITED,
            "Packets that were missing at first; most of them are sent again in time.",
        ),
        gauge_by(
            "srt_stats_dropped_per_second",
            "Dropped",
            Unit::PerSecond,
            DIRECTION,
            UNLIMITED,
            "Packets that were given up because they came too late: damage that is seen.",
        ),
        gauge_by(
            "srt_stats_retransmitted_per_second",
            "Sent again",
            Unit::PerSecond,
            DIRECTION,
            UNLIMITED,
            "Packets that were sent again.",
        ),
        gauge_by(
            "srt_stats_belated_per_second",
            "Belated",
            Unit::PerSecond,
            DIRECTION,
            UNLIMITED,
            "Packets that came after their time.",
        ),
        gauge_by(
            "srt_stats_latency_seconds",
            "Latency",
            Unit::Seconds,
            DIRECTION,
            UNLIMITED,
            "Time that the connection leaves for sending lost packets again, as both sides agreed.",
        ),
        gauge_by(
            "srt_stats_buffer_seconds",
            "Buffer",
            Unit::Seconds,
            DIRECTION,
            UNLIMITED,
            "Time of media in the buffer; a receiver whose buffer runs empty has no protection left.",
        ),
        gauge_by(
            "srt_stats_bandwidth_bits_per_second",
            "Link capacity",
            Unit::BitsPerSecond,
            DIRECTION,
            UNLIMITED,
            "What SRT believes that the link could carry.",
        ),
        gauge(
            "srt_stats_age_seconds",
            "Age",
            Unit::Seconds,
            UNLIMITED,
            "Time since something was written to the file.",
        ),
    ]),
    findings: Borrowed(&[
        finding(
            "srt_stats.dropped",
            Severity::Major,
            "Packets came too late and were given up, which viewers see: raise the SRT latency or lower the bitrate.",
        ),
        finding(
            "srt_stats.latency",
            Severity::Minor,
            "The SRT latency is less than three round trips, too little to send lost packets again: raise it at either end.",
        ),
        finding(
            "srt_stats.stale",
            Severity::Major,
            "Nothing is written to the file: nothing is transmitted, or srt-live-transmit does not run.",
        ),
    ]),
    alone: Borrowed(&[Borrowed("direction")]),
    facts: Borrowed(&[]),
};
