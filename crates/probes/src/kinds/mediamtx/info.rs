//! What the kind says about itself.

use std::borrow::Cow::Borrowed;

use wire::kind::{KindInfo, Text};
use wire::{Severity, Unit};

use crate::describe::{
    UNLIMITED, above, counter_by, every, fact, finding, gauge, gauge_by, secret, text, word,
};
use crate::resolve::FAMILY;

const PATH: &[Text] = &[Borrowed("path")];
const CONNECTION: &[Text] = &[Borrowed("connection")];

pub(super) static INFO: KindInfo = KindInfo {
    name: word("mediamtx"),
    title: word("MediaMTX"),
    help: word("Asks a MediaMTX server by its API for its paths and for its SRT and RTMP connections."),
    schemes: Borrowed(&[word("mediamtx"), word("http")]),
    example: word("mediamtx://192.0.2.20:9997"),
    watch: every(5_000, 4_000),
    fields: Borrowed(&[
        text(
            "user",
            "User",
            "Name of a user who may use the API; when empty, nobody logs in.",
        ),
        secret("password", "Password", "Password of the user."),
        text(
            "expect_paths",
            "Expected paths",
            "Names of paths to which somebody must send, separated by commas.",
        ),
        FAMILY,
    ]),
    metrics: Borrowed(&[
        gauge(
            "mediamtx_paths_online",
            "Paths online",
            Unit::Count,
            UNLIMITED,
            "How many paths have a source that sends.",
        ),
        gauge(
            "mediamtx_paths",
            "Paths",
            Unit::Count,
            UNLIMITED,
            "How many paths there are.",
        ),
        gauge(
            "mediamtx_readers",
            "Readers",
            Unit::Count,
            UNLIMITED,
            "How many read from all paths together.",
        ),
        gauge(
            "mediamtx_srt_connections",
            "SRT connections",
            Unit::Count,
            UNLIMITED,
            "How many SRT connections there are, senders and readers.",
        ),
        gauge(
            "mediamtx_rtmp_connections",
            "RTMP connections",
            Unit::Count,
            UNLIMITED,
            "How many RTMP connections there are, senders and readers.",
        ),
        gauge(
            "mediamtx_answer_seconds",
            "Answer",
            Unit::Seconds,
            above(2.0),
            "Time from asking for the list of paths until it was there.",
        ),
        gauge_by(
            "mediamtx_path_online",
            "Path online",
            Unit::YesNo,
            PATH,
            UNLIMITED,
            "Whether somebody sends to the path.",
        ),
        gauge_by(
            "mediamtx_path_readers",
            "Readers of the path",
            Unit::Count,
            PATH,
            UNLIMITED,
            "How many read from the path.",
        ),
        gauge_by(
            "mediamtx_path_in_bits_per_second",
            "Bitrate in",
            Unit::BitsPerSecond,
            PATH,
            UNLIMITED,
            "What the path is sent, between two looks.",
        ),
        gauge_by(
            "mediamtx_path_out_bits_per_second",
            "Bitrate out",
            Unit::BitsPerSecond,
            PATH,
            UNLIMITED,
            "What the path sends to all its readers, between two looks.",
        ),
        counter_by(
            "mediamtx_path_frames_in_error_total",
            "Frames in error",
            Unit::Count,
            PATH,
            "Frames that came damaged, since somebody began to send to the path.",
        ),
        gauge_by(
            "mediamtx_srt_rtt_seconds",
            "SRT round trip",
            Unit::Seconds,
            CONNECTION,
            UNLIMITED,
            "Smoothed round-trip time of the SRT connection.",
        ),
        gauge_by(
            "mediamtx_srt_bitrate_bits_per_second",
            "SRT bitrate",
            Unit::BitsPerSecond,
            CONNECTION,
            UNLIMITED,
            "Rate at which the connection receives, or sends to a reader.",
        ),
        gauge_by(
            "mediamtx_srt_lost_per_second",
            "SRT lost",
            Unit::PerSecond,
            CONNECTION,
            UNLIMITED,
            "Packets that were missing at first, between two looks; most of them are sent again in time.",
        ),
        gauge_by(
            "mediamtx_srt_dropped_per_second",
            "SRT dropped",
            Unit::PerSecond,
            CONNECTION,
            UNLIMITED,
            "Packets that were given up because they came too late, between two looks: damage that is seen.",
        ),
        gauge_by(
            "mediamtx_srt_retransmitted_per_second",
            "SRT sent again",
            Unit::PerSecond,
            CONNECTION,
            UNLIMITED,
            "Packets that were sent again, between two looks.",
        ),
        gauge_by(
            "mediamtx_srt_latency_seconds",
            "SRT latency",
            Unit::Seconds,
            CONNECTION,
            UNLIMITED,
            "Time that the connection leaves for sending lost packets again, as both sides agreed.",
        ),
        gauge_by(
            "mediamtx_srt_buffer_seconds",
            "SRT buffer",
            Unit::Seconds,
            CONNECTION,
            UNLIMITED,
            "Time of media in the buffer of the connection.",
        ),
        gauge_by(
            "mediamtx_rtmp_in_bits_per_second",
            "RTMP bitrate in",
            Unit::BitsPerSecond,
            CONNECTION,
            UNLIMITED,
            "What comes by the RTMP connection, between two looks.",
        ),
        gauge_by(
            "mediamtx_rtmp_out_bits_per_second",
            "RTMP bitrate out",
            Unit::BitsPerSecond,
            CONNECTION,
            UNLIMITED,
            "What goes out by the RTMP connection, between two looks.",
        ),
    ]),
    findings: Borrowed(&[
        finding(
            "mediamtx.path_offline",
            Severity::Major,
            "Nobody sends to a path that is expected: see the encoder that should, and its address.",
        ),
        finding(
            "mediamtx.frames_in_error",
            Severity::Minor,
            "Frames came damaged: see the network between the encoder and MediaMTX, and the encoder.",
        ),
        finding(
            "mediamtx.srt_dropped",
            Severity::Major,
            "Packets came too late and were given up, which viewers see: raise the SRT latency or lower the bitrate.",
        ),
        finding(
            "mediamtx.srt_latency",
            Severity::Minor,
            "The SRT latency is less than three round trips, too little to send lost packets again: raise it at either end.",
        ),
    ]),
    alone: Borrowed(&[Borrowed("path"), Borrowed("connection")]),
    facts: Borrowed(&[
        fact(
            "mediamtx_path_source",
            "Source",
            PATH,
            "What sends to the path, as MediaMTX calls it.",
        ),
        fact(
            "mediamtx_path_tracks",
            "Tracks",
            PATH,
            "Codecs of the audio and video of the path.",
        ),
        fact(
            "mediamtx_srt_state",
            "SRT state",
            CONNECTION,
            "What the SRT connection is for: publish, read or idle.",
        ),
        fact(
            "mediamtx_rtmp_state",
            "RTMP state",
            CONNECTION,
            "What the RTMP connection is for: publish, read or idle.",
        ),
    ]),
};
