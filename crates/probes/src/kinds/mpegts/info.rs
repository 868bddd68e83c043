//! What the kind says of itself.

use std::borrow::Cow::Borrowed;
use std::sync::LazyLock;

use wire::kind::{KindInfo, Watch};

use self::facts::FACTS;
use self::findings::FINDINGS;
use self::metrics::METRICS;
use crate::describe::{joined, text, word};
use crate::stream::info::{self, DECODE, PATIENCE, PCR_LIMIT, PROFILE, SOUND_PID};

mod facts;
mod findings;
mod metrics;

pub(super) const RTP_LOST: &str = "mpegts_rtp_lost_total";
pub(super) const RTP_REORDERED: &str = "mpegts_rtp_reordered_total";
pub(super) const RTP_DUPLICATES: &str = "mpegts_rtp_duplicates_total";
pub(super) const RTP_OTHER: &str = "mpegts_rtp_other_total";
pub(super) const RTP_JITTER: &str = "mpegts_rtp_jitter_seconds";
pub(super) const TS_DF: &str = "mpegts_ts_df_seconds";
pub(super) const IAT_MEAN: &str = "mpegts_iat_mean_seconds";
pub(super) const MDI_DF: &str = "mpegts_mdi_df_seconds";
pub(super) const MDI_MLR: &str = "mpegts_mdi_mlr_per_second";
pub(super) const LEAST_PACKETS: &str = "mpegts_datagram_packets_least";
pub(super) const MOST_PACKETS: &str = "mpegts_datagram_packets_most";
pub(super) const TTL: &str = "mpegts_ttl";
pub(super) const DSCP: &str = "mpegts_dscp";
pub(super) const SOURCE_CHANGES: &str = "mpegts_source_changes_total";
pub(super) const DROPPED: &str = "mpegts_dropped_here_total";
pub(super) const LEG_RECEIVED: &str = "mpegts_leg_received_total";
pub(super) const LEG_LOST: &str = "mpegts_leg_lost_total";
pub(super) const LEG_BITRATE: &str = "mpegts_leg_bitrate_bits_per_second";
pub(super) const LEG_SKEW: &str = "mpegts_leg_skew_seconds";
pub(super) const LEG_SKEW_GREATEST: &str = "mpegts_leg_skew_greatest_seconds";
pub(super) const LEG_PROTECTED: &str = "mpegts_leg_protected_ratio";

pub(super) const TWO_SENDERS: &str = "mpegts.two_senders";
pub(super) const SOURCE_CHANGE: &str = "mpegts.source_change";
pub(super) const RTP_LOSS: &str = "mpegts.rtp_loss";
pub(super) const DROPPED_HERE: &str = "mpegts.dropped_here";
pub(super) const BUSY: &str = "mpegts.machine_busy";
pub(super) const CLOCK_SET: &str = "mpegts.clock_set";
pub(super) const CUT_PACKETS: &str = "mpegts.cut_packets";
pub(super) const WRONG_DSCP: &str = "mpegts.dscp";
pub(super) const PATH_CHANGE: &str = "mpegts.path_change";
pub(super) const NO_QUERIER: &str = "mpegts.no_querier";
pub(super) const LEG_LOSS: &str = "mpegts.leg_lost";
pub(super) const LEG_SILENT: &str = "mpegts.leg_silent";
pub(super) const LEG_SKEW_FOUND: &str = "mpegts.leg_skew";

pub(super) const SENDER: &str = "mpegts_sender";
pub(super) const PAYLOAD_TYPE: &str = "mpegts_rtp_payload_type";
pub(super) const SSRC: &str = "mpegts_rtp_ssrc";
pub(super) const DSCP_CLASS: &str = "mpegts_dscp_class";
pub(super) const MEMBERSHIP: &str = "mpegts_membership";
pub(super) const QUERIER: &str = "mpegts_querier";

pub(super) static INFO: LazyLock<KindInfo> = LazyLock::new(|| KindInfo {
    name: word("mpegts"),
    title: word("Transport stream"),
    help: word(
        "Watches an MPEG transport stream that comes by UDP or RTP, or lies in a file, by TR 101 290.",
    ),
    schemes: Borrowed(const { &[word("mpegts"), word("rtp"), word("file")] }),
    example: word("mpegts://239.1.1.1:5004"),
    watch: Watch::AllTheTime { silent_ms: 3_000 },
    fields: Borrowed(
        const {
            &[
                text(
                    "source",
                    "Sender",
                    "IP address of the only sender that counts; a multicast group is then joined for this sender alone (SSM).",
                ),
                text(
                    "interface",
                    "Interface",
                    "Where the multicast group is joined: a name such as eth1, or an address; else where the way to it leads.",
                ),
                PROFILE,
                PCR_LIMIT,
                DECODE,
                PATIENCE,
                SOUND_PID,
                text(
                    "dscp",
                    "Expected DSCP",
                    "How its packets should be marked, 0 to 63 or a name such as AF41, EF or CS5; not checked when empty.",
                ),
                text(
                    "second_leg",
                    "Second leg",
                    "Where the same stream comes once more over another network (ST 2022-7), such as rtp://239.1.2.1:5004.",
                ),
                text(
                    "second_interface",
                    "Interface of the second leg",
                    "Where the multicast group of the second leg is joined.",
                ),
                text(
                    "second_source",
                    "Sender of the second leg",
                    "IP address of the only sender of the second leg that counts.",
                ),
            ]
        },
    ),
    metrics: joined(info::METRICS, METRICS),
    findings: joined(&info::FINDINGS, FINDINGS),
    alone: Borrowed(&[Borrowed("leg")]),
    facts: joined(info::FACTS, FACTS),
});
