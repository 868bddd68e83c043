//! What the kind says about itself.

use std::borrow::Cow::Borrowed;

use wire::kind::{KindInfo, Text};
use wire::{Severity, Unit};

use crate::describe::{UNLIMITED, every, fact, finding, gauge, gauge_by, secret, switch, text, whole, word};
use crate::resolve::FAMILY;

const STREAM: &[Text] = &[Borrowed("stream")];

pub(super) static INFO: KindInfo = KindInfo {
    name: word("nginx_rtmp"),
    title: word("RTMP server (nginx)"),
    help: word(
        "Reads the statistics page of nginx-rtmp-module: who publishes, who plays, rates, and what is dropped.",
    ),
    schemes: Borrowed(&[word("nginxrtmp"), word("http")]),
    example: word("nginxrtmp://192.0.2.30:8080/stat"),
    watch: every(5_000, 4_000),
    fields: Borrowed(&[
        text(
            "expect_streams",
            "Expected streams",
            "Application and name of streams that must be published, separated by commas: live/camera1, live/camera2.",
        ),
        whole(
            "av_offset_limit_ms",
            "Audio to video at most (ms)",
            500.0,
            1.0,
            60_000.0,
            "Audio and video of a publisher farther apart than this are a defect.",
        ),
        switch(
            "hide_names",
            "Hide stream names",
            false,
            "When on, two letters of each name are shown and the rest is not: for servers where the name is the stream key.",
        ),
        text("user", "User", "Name to log in with; when empty, nobody logs in."),
        secret("password", "Password", "Password of the user."),
        FAMILY,
    ]),
    metrics: Borrowed(&[
        gauge(
            "nginx_rtmp_in_bits_per_second",
            "Bitrate in",
            Unit::BitsPerSecond,
            UNLIMITED,
            "What all publishers send, between two looks.",
        ),
        gauge(
            "nginx_rtmp_out_bits_per_second",
            "Bitrate out",
            Unit::BitsPerSecond,
            UNLIMITED,
            "What all players are sent, between two looks.",
        ),
        gauge(
            "nginx_rtmp_publishing",
            "Streams published",
            Unit::Count,
            UNLIMITED,
            "How many streams have a publisher.",
        ),
        gauge(
            "nginx_rtmp_streams",
            "Streams",
            Unit::Count,
            UNLIMITED,
            "How many streams there are, with a publisher or with players that wait for one.",
        ),
        gauge(
            "nginx_rtmp_clients",
            "Clients",
            Unit::Count,
            UNLIMITED,
            "How many publishers and players there are.",
        ),
        gauge_by(
            "nginx_rtmp_stream_publishing",
            "Published",
            Unit::YesNo,
            STREAM,
            UNLIMITED,
            "Whether somebody publishes the stream.",
        ),
        gauge_by(
            "nginx_rtmp_stream_active",
            "Active",
            Unit::YesNo,
            STREAM,
            UNLIMITED,
            "Whether media flows in the stream.",
        ),
        gauge_by(
            "nginx_rtmp_stream_in_bits_per_second",
            "Stream in",
            Unit::BitsPerSecond,
            STREAM,
            UNLIMITED,
            "What the publisher sends, between two looks.",
        ),
        gauge_by(
            "nginx_rtmp_stream_out_bits_per_second",
            "Stream out",
            Unit::BitsPerSecond,
            STREAM,
            UNLIMITED,
            "What the players of the stream are sent, between two looks.",
        ),
        gauge_by(
            "nginx_rtmp_stream_video_bits_per_second",
            "Video bitrate",
            Unit::BitsPerSecond,
            STREAM,
            UNLIMITED,
            "Rate of the video as nginx measures it, in the mean of ten seconds.",
        ),
        gauge_by(
            "nginx_rtmp_stream_audio_bits_per_second",
            "Audio bitrate",
            Unit::BitsPerSecond,
            STREAM,
            UNLIMITED,
            "Rate of the audio as nginx measures it, in the mean of ten seconds.",
        ),
        gauge_by(
            "nginx_rtmp_stream_clients",
            "Clients of the stream",
            Unit::Count,
            STREAM,
            UNLIMITED,
            "How many publish and play the stream.",
        ),
        gauge_by(
            "nginx_rtmp_stream_dropped_per_second",
            "Dropped frames",
            Unit::PerSecond,
            STREAM,
            UNLIMITED,
            "Frames that players were not sent because they are too slow, between two looks.",
        ),
        gauge_by(
            "nginx_rtmp_stream_av_offset_seconds",
            "Audio to video",
            Unit::Seconds,
            STREAM,
            UNLIMITED,
            "By how much the time stamps of audio and video of the publisher are apart.",
        ),
        gauge_by(
            "nginx_rtmp_stream_frame_rate_per_second",
            "Frame rate",
            Unit::PerSecond,
            STREAM,
            UNLIMITED,
            "Frame rate of the video as the publisher states it; it is not measured.",
        ),
        gauge_by(
            "nginx_rtmp_stream_audio_channels",
            "Audio channels",
            Unit::Count,
            STREAM,
            UNLIMITED,
            "Channels of the audio of the stream.",
        ),
    ]),
    findings: Borrowed(&[
        finding(
            "nginx_rtmp.not_publishing",
            Severity::Major,
            "Nobody publishes a stream that is expected: see the encoder that should, its address and its stream key.",
        ),
        finding(
            "nginx_rtmp.dropped",
            Severity::Minor,
            "Players get fewer frames than are published: the way to them is too slow for the bitrate.",
        ),
        finding(
            "nginx_rtmp.av_offset",
            Severity::Minor,
            "Audio and video of the publisher are far apart: see the encoder and its inputs, and start it anew.",
        ),
    ]),
    alone: Borrowed(&[Borrowed("stream")]),
    facts: Borrowed(&[
        fact("nginx_rtmp_version", "Version", &[], "Version of nginx."),
        fact(
            "nginx_rtmp_video",
            "Video",
            STREAM,
            "Codec, profile and level of the video.",
        ),
        fact(
            "nginx_rtmp_resolution",
            "Resolution",
            STREAM,
            "Width and height of the video in pixels.",
        ),
        fact(
            "nginx_rtmp_audio",
            "Audio",
            STREAM,
            "Codec, profile and sample rate of the audio.",
        ),
    ]),
};
