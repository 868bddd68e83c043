use std::borrow::Cow::Borrowed;
use std::sync::LazyLock;

use wire::kind::{FactInfo, FindingInfo, KindInfo, Metric, Watch};
use wire::{Severity, Unit};

use crate::describe::{
    UNLIMITED, choice, counter_by, fact, finding, gauge, joined, secret, text, whole, word,
};
use crate::stream::info::{self, DECODE, PATIENCE, PCR_LIMIT, PROFILE, SOUND_PID};

pub(super) const RTT: &str = "srt_rtt_seconds";
pub(super) const LATENCY: &str = "srt_latency_seconds";
pub(super) const MARGIN: &str = "srt_latency_round_trips";
pub(super) const BUFFER: &str = "srt_buffer_seconds";
pub(super) const LOSS: &str = "srt_loss_ratio";
pub(super) const MISSING: &str = "srt_missing_ratio";
pub(super) const RECEIVED: &str = "srt_packets_received_total";
pub(super) const LOST: &str = "srt_packets_lost_total";
pub(super) const RETRANSMITTED: &str = "srt_packets_retransmitted_total";
pub(super) const DROPPED: &str = "srt_packets_dropped_total";
pub(super) const BELATED: &str = "srt_packets_belated_total";
pub(super) const UNDECRYPTED: &str = "srt_packets_undecrypted_total";
pub(super) const REORDER: &str = "srt_reorder_distance_packets";
pub(super) const BANDWIDTH: &str = "srt_bandwidth_bits_per_second";
pub(super) const RATE: &str = "srt_receive_rate_bits_per_second";

pub(super) const DAMAGED: &str = "srt.damaged";
pub(super) const CANNOT_DECRYPT: &str = "srt.cannot_decrypt";
pub(super) const REPAIRED: &str = "srt.repaired";
pub(super) const SHORT_LATENCY: &str = "srt.short_latency";
pub(super) const LOW_BUFFER: &str = "srt.low_buffer";
pub(super) const SECOND_CALLER: &str = "srt.second_caller";

pub(super) const PEER: &str = "srt_peer";
pub(super) const STREAM_ID: &str = "srt_stream_id";
pub(super) const ENCRYPTION: &str = "srt_encryption";
pub(super) const PEER_VERSION: &str = "srt_peer_version";

pub(super) static INFO: LazyLock<KindInfo> = LazyLock::new(|| {
    // The bitrate stays in front: it is what a tile shows.
    let (bitrate, stream) = info::METRICS.split_at(1);
    KindInfo {
        name: word("srt"),
        title: word("SRT stream"),
        help: word("Receives a transport stream over SRT: how its way is, and what is in it by TR 101 290."),
        schemes: Borrowed(const { &[word("srt")] }),
        example: word("srt://encoder.example:9000"),
        // Longer than a call takes that nobody answers.
        watch: Watch::AllTheTime { silent_ms: 4_000 },
        fields: Borrowed(
            const {
                &[
                    choice(
                        "mode",
                        "Mode",
                        &[Borrowed("caller"), Borrowed("listener")],
                        "Who calls: caller when the sender listens; listener when it calls this machine, at an address like \
                         srt://0.0.0.0:9000.",
                    ),
                    secret(
                        "passphrase",
                        "Passphrase",
                        "10 to 79 letters, as set at the sender; the sender chooses AES-128 or AES-256.",
                    ),
                    text(
                        "stream_id",
                        "Stream ID",
                        "What to ask the sender for; as listener, the only one that is let in. Nothing for any.",
                    ),
                    whole(
                        "latency_ms",
                        "Latency, ms",
                        120.0,
                        20.0,
                        8_000.0,
                        "How long packets wait so that lost ones can be fetched: four round trips are good. The longer one of \
                         both ends counts.",
                    ),
                    PROFILE,
                    PCR_LIMIT,
                    DECODE,
                    PATIENCE,
                    SOUND_PID,
                ]
            },
        ),
        metrics: [bitrate, METRICS, stream].concat().into(),
        findings: joined(FINDINGS, &info::FINDINGS),
        alone: Borrowed(&[]),
        facts: joined(FACTS, info::FACTS),
    }
});

static METRICS: &[Metric] = &[
    gauge(
        LOSS,
        "Loss before repair",
        Unit::Ratio,
        UNLIMITED,
        "Share of packets with a gap in front of them over the last 10 s: lost on the way, or overtaken.",
    ),
    gauge(
        MISSING,
        "Loss after repair",
        Unit::Ratio,
        UNLIMITED,
        "Share of packets that were not handed on over the last 10 s: what viewers see.",
    ),
    gauge(
        RTT,
        "Round trip",
        Unit::Seconds,
        UNLIMITED,
        "Time for a packet there and its answer back, smoothed by SRT.",
    ),
    gauge(
        BUFFER,
        "Buffer",
        Unit::Seconds,
        UNLIMITED,
        "How much of the stream lies ready; at 0 there is no protection left.",
    ),
    gauge(
        LATENCY,
        "Latency",
        Unit::Seconds,
        UNLIMITED,
        "How long packets are held back, as both ends agreed.",
    ),
    gauge(
        MARGIN,
        "Latency in round trips",
        Unit::Count,
        UNLIMITED,
        "Latency over round-trip time: below 3 a lost packet cannot always be fetched in time, 4 is good.",
    ),
    counter_by(
        LOST,
        "Lost on the way",
        Unit::Count,
        &[],
        "Gaps in the sequence before repair: packets that were lost or overtaken.",
    ),
    counter_by(
        RETRANSMITTED,
        "Sent again",
        Unit::Count,
        &[],
        "Packets that came because they were asked for again.",
    ),
    counter_by(
        DROPPED,
        "Missing after repair",
        Unit::Count,
        &[],
        "Packets that came too late, not at all or could not be decrypted: viewers see it.",
    ),
    counter_by(
        BELATED,
        "Too late",
        Unit::Count,
        &[],
        "Packets that came when their time was over; double ones count too.",
    ),
    counter_by(
        UNDECRYPTED,
        "Not decrypted",
        Unit::Count,
        &[],
        "Packets that the passphrase did not open.",
    ),
    counter_by(
        RECEIVED,
        "Received",
        Unit::Count,
        &[],
        "All packets that came, those sent again included.",
    ),
    gauge(
        REORDER,
        "Reordering",
        Unit::Count,
        UNLIMITED,
        "The furthest that a packet was overtaken within a second, in packets.",
    ),
    gauge(
        BANDWIDTH,
        "Bandwidth of the way",
        Unit::BitsPerSecond,
        UNLIMITED,
        "What the way could carry, estimated by SRT from pairs of packets; rough.",
    ),
    gauge(
        RATE,
        "Received rate",
        Unit::BitsPerSecond,
        UNLIMITED,
        "All that comes, with repairs and 44 bytes of headers for each packet.",
    ),
];

static FINDINGS: &[FindingInfo] = &[
    finding(
        DAMAGED,
        Severity::Critical,
        "Packets are missing after repair: viewers see it. Raise the latency, lower the bitrate or take another way.",
    ),
    finding(
        CANNOT_DECRYPT,
        Severity::Critical,
        "What comes cannot be decrypted: the passphrase was changed at the sender.",
    ),
    finding(
        REPAIRED,
        Severity::Minor,
        "The way loses packets, and SRT fetched them again in time: nobody sees it yet.",
    ),
    finding(
        SHORT_LATENCY,
        Severity::Minor,
        "The latency is below three round trips: a lost packet cannot always be fetched in time.",
    ),
    finding(
        LOW_BUFFER,
        Severity::Minor,
        "Less than half of the latency lies ready: the way has become slower, or the sender stutters.",
    ),
    finding(
        SECOND_CALLER,
        Severity::Minor,
        "Another sender calls the same port and is sent away.",
    ),
];

static FACTS: &[FactInfo] = &[
    fact(PEER, "Connected to", &[], "Address and port of the other end."),
    fact(
        ENCRYPTION,
        "Encryption",
        &[],
        "What protects the stream on its way.",
    ),
    fact(
        STREAM_ID,
        "Stream ID",
        &[],
        "What was asked for when the connection was made.",
    ),
    fact(
        PEER_VERSION,
        "SRT of the other end",
        &[],
        "The version that the other end speaks.",
    ),
];
