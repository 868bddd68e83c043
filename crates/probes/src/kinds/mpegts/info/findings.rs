use wire::Severity;
use wire::kind::FindingInfo;

use super::{
    BUSY, CLOCK_SET, CUT_PACKETS, DROPPED_HERE, LEG_LOSS, LEG_SILENT, LEG_SKEW_FOUND, NO_QUERIER,
    PATH_CHANGE, RTP_LOSS, SOURCE_CHANGE, TWO_SENDERS, WRONG_DSCP,
};
use crate::describe::finding;

pub(super) static FINDINGS: &[FindingInfo] = &[
    finding(
        TWO_SENDERS,
        Severity::Major,
        "Several senders send to the same address at once; receivers see a broken stream.",
    ),
    finding(
        RTP_LOSS,
        Severity::Major,
        "Packets are missing in the RTP sequence: look at the network between encoder and here.",
    ),
    finding(
        DROPPED_HERE,
        Severity::Minor,
        "This machine was too slow and lost datagrams itself; the stream may be better than it looks.",
    ),
    finding(
        BUSY,
        Severity::Minor,
        "This machine was too busy to look at the stream for a moment; what follows from that is not the fault of the stream.",
    ),
    finding(
        CLOCK_SET,
        Severity::Info,
        "Somebody set the clock of this machine, by which the system stamps datagrams; those of that moment have no exact time.",
    ),
    finding(
        SOURCE_CHANGE,
        Severity::Info,
        "Another sender took over, or the same one began anew: a switch to a spare encoder, or a restart.",
    ),
    finding(
        CUT_PACKETS,
        Severity::Minor,
        "Datagrams do not hold whole packets: set the sender to 1316 bytes, seven packets, and look for fragments on the way.",
    ),
    finding(
        WRONG_DSCP,
        Severity::Minor,
        "The packets are marked otherwise than expected: look at the sender, and at the trust setting of the switch ports.",
    ),
    finding(
        PATH_CHANGE,
        Severity::Minor,
        "The time to live changed, so the stream takes another way: look at the routers and the links between them.",
    ),
    finding(
        NO_QUERIER,
        Severity::Minor,
        "Nobody asks for members of multicast groups: switches with IGMP snooping will stop passing the group.",
    ),
    finding(
        LEG_LOSS,
        Severity::Minor,
        "One of the two legs loses packets: look at its network before the other one loses some too.",
    ),
    finding(
        LEG_SILENT,
        Severity::Major,
        "One of the two legs does not come: the stream has no protection left.",
    ),
    finding(
        LEG_SKEW_FOUND,
        Severity::Minor,
        "The two legs are too far apart or are not the same stream, so that one cannot repair the other.",
    ),
];
