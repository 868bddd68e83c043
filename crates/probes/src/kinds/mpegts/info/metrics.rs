use std::borrow::Cow::Borrowed;

use wire::Unit;
use wire::kind::{Metric, Text};

use super::{
    DROPPED, DSCP, IAT_MEAN, LEAST_PACKETS, LEG_BITRATE, LEG_LOST, LEG_PROTECTED, LEG_RECEIVED, LEG_SKEW,
    LEG_SKEW_GREATEST, MDI_DF, MDI_MLR, MOST_PACKETS, RTP_DUPLICATES, RTP_JITTER, RTP_LOST, RTP_OTHER,
    RTP_REORDERED, SOURCE_CHANGES, TS_DF, TTL,
};
use crate::describe::{UNLIMITED, counter_by, gauge, gauge_by};

const LEG: &[Text] = &[Borrowed("leg")];

pub(super) static METRICS: &[Metric] = &[
    counter_by(
        RTP_LOST,
        "RTP lost",
        Unit::Count,
        &[],
        "RTP packets that did not come, by their sequence numbers; only where the stream comes in RTP.",
    ),
    counter_by(
        RTP_REORDERED,
        "RTP late",
        Unit::Count,
        &[],
        "RTP packets that came after a later one.",
    ),
    counter_by(
        RTP_DUPLICATES,
        "RTP doubled",
        Unit::Count,
        &[],
        "RTP packets that came again; they are left out.",
    ),
    gauge(
        RTP_JITTER,
        "RTP jitter",
        Unit::Seconds,
        UNLIMITED,
        "Interarrival jitter of RFC 3550, 6.4.1; senders with coarse time stamps make it look worse than it is.",
    ),
    counter_by(
        DROPPED,
        "Dropped here",
        Unit::Count,
        &[],
        "Datagrams that this machine had no room for; not the fault of the network.",
    ),
    gauge(
        TS_DF,
        "TS-DF",
        Unit::Seconds,
        UNLIMITED,
        "Time-stamped delay factor of a second by RTP (EBU Tech 3337): the longest way less the shortest; without RTP see the PCR \
         jitter.",
    ),
    counter_by(
        RTP_OTHER,
        "RTP of others",
        Unit::Count,
        &[],
        "RTP packets of another payload type or source on the same port, such as FEC (ST 2022-1); they are not analysed.",
    ),
    gauge(
        IAT_MEAN,
        "Mean arrival interval",
        Unit::Seconds,
        UNLIMITED,
        "Mean time from one datagram to the next within a second; the longest is the longest pause.",
    ),
    gauge(
        MDI_DF,
        "MDI delay factor",
        Unit::Seconds,
        UNLIMITED,
        "DF of RFC 4445 of a second by its measured bitrate: the buffer that evens out how the stream comes; for constant bitrate \
         only.",
    ),
    gauge(
        MDI_MLR,
        "MDI media loss rate",
        Unit::PerSecond,
        UNLIMITED,
        "MLR of RFC 4445: packets of 188 bytes that did not come in a second, by RTP sequence numbers, else by continuity counters.",
    ),
    gauge(
        LEAST_PACKETS,
        "Least packets in a datagram",
        Unit::Count,
        UNLIMITED,
        "The least packets of the stream that a datagram of a second held; 7 are usual.",
    ),
    gauge(
        MOST_PACKETS,
        "Most packets in a datagram",
        Unit::Count,
        UNLIMITED,
        "The most packets of the stream that a datagram of a second held; 7 are usual.",
    ),
    gauge(
        TTL,
        "TTL",
        Unit::Count,
        UNLIMITED,
        "Time to live as it came, with IPv6 the hop limit: each router on the way takes one off.",
    ),
    gauge(
        DSCP,
        "DSCP",
        Unit::Count,
        UNLIMITED,
        "Differentiated services code point as it came, 0 to 63 (RFC 2474).",
    ),
    counter_by(
        SOURCE_CHANGES,
        "Source changes",
        Unit::Count,
        &[],
        "How often another sender took over, by its address or its synchronization source (SSRC).",
    ),
    counter_by(
        LEG_RECEIVED,
        "Received on a leg",
        Unit::Count,
        LEG,
        "RTP packets of one leg, those that came again included.",
    ),
    counter_by(
        LEG_LOST,
        "Lost on a leg",
        Unit::Count,
        LEG,
        "RTP packets that did not come on one leg; what stays missing after the merge is RTP lost.",
    ),
    gauge_by(
        LEG_BITRATE,
        "Bitrate of a leg",
        Unit::BitsPerSecond,
        LEG,
        UNLIMITED,
        "What RTP packets of one leg carried over one second, without their headers.",
    ),
    gauge(
        LEG_SKEW,
        "Skew of the legs",
        Unit::Seconds,
        UNLIMITED,
        "How much later the second leg brought a packet than the first; negative where it was earlier.",
    ),
    gauge(
        LEG_SKEW_GREATEST,
        "Greatest skew of the legs",
        Unit::Seconds,
        UNLIMITED,
        "The furthest that the legs were apart within a second; 0.45 s is what class C of ST 2022-7 allows.",
    ),
    gauge(
        LEG_PROTECTED,
        "Protected",
        Unit::Ratio,
        UNLIMITED,
        "Share of the last 10 s in which both legs were whole, so that either could have failed.",
    ),
];
