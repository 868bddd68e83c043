use wire::kind::FactInfo;

use super::{DSCP_CLASS, MEMBERSHIP, PAYLOAD_TYPE, QUERIER, SENDER, SSRC};
use crate::describe::fact;

pub(super) static FACTS: &[FactInfo] = &[
    fact(SENDER, "Sent by", &[], "Address and port of whoever sends."),
    fact(
        PAYLOAD_TYPE,
        "RTP payload type",
        &[],
        "PT of the RTP packets; 33 is a transport stream (RFC 3551), from 96 on the sender chooses.",
    ),
    fact(
        SSRC,
        "RTP source",
        &[],
        "Synchronization source (SSRC) of the RTP packets, chosen anew when a sender starts.",
    ),
    fact(
        DSCP_CLASS,
        "Marked",
        &[],
        "DSCP of the last datagram, with its name.",
    ),
    fact(
        MEMBERSHIP,
        "Group joined on",
        &[],
        "Interface on which this machine is a member of the multicast group, and the version of IGMP there.",
    ),
    fact(
        QUERIER,
        "IGMP querier",
        &[],
        "Who asks for members of multicast groups on that interface, and in which version of IGMP.",
    ),
];
