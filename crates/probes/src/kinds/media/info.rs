//! What the kind says about itself.

use std::borrow::Cow::Borrowed;

use wire::kind::{KindInfo, Text};
use wire::{Severity, Unit};

use crate::describe::{
    UNLIMITED, above, choice, every, fact, finding, gauge, gauge_by, secret, switch, text, whole, word,
};

const STREAM: &[Text] = &[Borrowed("stream")];

pub(super) static INFO: KindInfo = KindInfo {
    name: word("media"),
    title: word("Anything ffmpeg reads"),
    help: word(
        "Joins a stream (RTMP, RTSP, HLS, DASH, SRT and others) or opens a file with ffprobe for a few seconds, tells what is \
         in it and measures rates, keyframes and time stamps.",
    ),
    schemes: Borrowed(&[
        word("rtmp"),
        word("rtmps"),
        word("rtsp"),
        word("rtsps"),
        word("http"),
        word("https"),
        word("srt"),
        word("udp"),
        word("file"),
    ]),
    example: word("rtmp://192.0.2.10/live/camera1"),
    watch: every(20_000, 18_000),
    fields: Borrowed(&[
        whole(
            "window_s",
            "Read for (s)",
            5.0,
            1.0,
            60.0,
            "How much of the stream a look reads; it must fit into the time limit with four seconds to spare.",
        ),
        switch(
            "expect_video",
            "Expect video",
            true,
            "When on, a stream without video is a defect.",
        ),
        switch(
            "expect_audio",
            "Expect audio",
            true,
            "When on, a stream without audio is a defect.",
        ),
        text(
            "expect_resolution",
            "Expected resolution",
            "Width and height in pixels, such as 1920x1080.",
        ),
        text(
            "expect_frame_rate",
            "Expected frame rate",
            "Frames a second, such as 25, 29.97 or 30000/1001; within 1 per cent is as expected.",
        ),
        text(
            "expect_video_codec",
            "Expected video codec",
            "Name of the codec as ffmpeg calls it, such as h264, hevc or mpeg2video.",
        ),
        whole(
            "expect_audio_channels",
            "Expected audio channels",
            0.0,
            0.0,
            64.0,
            "Channels of the audio that is expected; with 0 any number is good.",
        ),
        whole(
            "keyframe_limit_s",
            "Longest keyframe interval (s)",
            10.0,
            1.0,
            60.0,
            "Keyframes farther apart than this are a defect: players take so long to show a picture.",
        ),
        choice(
            "rtsp_transport",
            "RTSP transport",
            &[Borrowed("tcp"), Borrowed("udp"), Borrowed("any")],
            "How RTP comes from an RTSP server: within the connection (tcp), as datagrams (udp), or as ffmpeg likes.",
        ),
        text("user", "User", "Name to log in with; when empty, nobody logs in."),
        secret(
            "password",
            "Password",
            "Password of the user; for SRT the passphrase.",
        ),
        secret(
            "stream_key",
            "Stream key",
            "Put behind the target with a slash between them, so that a name that must stay secret need not stand in the target.",
        ),
    ]),
    metrics: Borrowed(&[
        gauge(
            "media_bitrate_bits_per_second",
            "Bitrate",
            Unit::BitsPerSecond,
            UNLIMITED,
            "All audio and video of the stream, measured from the packets that were read; without what the container adds.",
        ),
        gauge(
            "media_frame_rate_per_second",
            "Frame rate",
            Unit::PerSecond,
            UNLIMITED,
            "Frames a second of the first video, measured from time stamps.",
        ),
        gauge(
            "media_start_seconds",
            "Start",
            Unit::Seconds,
            above(8.0),
            "Time from asking for the stream until it was open and its first packets were there.",
        ),
        gauge(
            "media_keyframe_interval_seconds",
            "Keyframe interval",
            Unit::Seconds,
            UNLIMITED,
            "Longest time between two keyframes of the first video while the look read.",
        ),
        gauge(
            "media_width",
            "Width",
            Unit::Count,
            UNLIMITED,
            "Width of the first video in pixels.",
        ),
        gauge(
            "media_height",
            "Height",
            Unit::Count,
            UNLIMITED,
            "Height of the first video in pixels.",
        ),
        gauge(
            "media_audio_channels",
            "Audio channels",
            Unit::Count,
            UNLIMITED,
            "Channels of the first audio.",
        ),
        gauge(
            "media_video_streams",
            "Video streams",
            Unit::Count,
            UNLIMITED,
            "How many videos there are; each quality of an HLS or DASH stream counts.",
        ),
        gauge(
            "media_audio_streams",
            "Audio streams",
            Unit::Count,
            UNLIMITED,
            "How many audio streams there are.",
        ),
        gauge(
            "media_av_offset_seconds",
            "Audio behind video",
            Unit::Seconds,
            UNLIMITED,
            "First time stamp of the first audio less that of the first video; negative when the audio begins earlier. Where \
             somebody joins a live stream it depends on the moment.",
        ),
        gauge(
            "media_timestamp_gaps",
            "Time stamp gaps",
            Unit::Count,
            UNLIMITED,
            "How often audio or video left out time while the look read: more than 0.1 s of audio or 0.2 s of video.",
        ),
        gauge(
            "media_timestamp_jumps",
            "Time stamp jumps back",
            Unit::Count,
            UNLIMITED,
            "How often the time stamps (DTS) of audio or video went backwards while the look read.",
        ),
        gauge(
            "media_attempts",
            "Attempts",
            Unit::Count,
            UNLIMITED,
            "2 when the stream was asked for again after a fault that may pass: a cut connection, a server error, silence.",
        ),
        gauge_by(
            "media_stream_bitrate_bits_per_second",
            "Bitrate of the stream",
            Unit::BitsPerSecond,
            STREAM,
            UNLIMITED,
            "Rate of one audio or video, measured from its packets.",
        ),
    ]),
    findings: Borrowed(&[
        finding(
            "media.no_video",
            Severity::Major,
            "The stream has no video: see the encoder, or switch the expectation off for radio.",
        ),
        finding(
            "media.no_audio",
            Severity::Major,
            "The stream has no audio: see the encoder and what it is fed with.",
        ),
        finding(
            "media.resolution",
            Severity::Major,
            "No video has the expected resolution: see the profile of the encoder.",
        ),
        finding(
            "media.frame_rate",
            Severity::Major,
            "No video has the expected frame rate: see the profile of the encoder and whether it keeps up.",
        ),
        finding(
            "media.codec",
            Severity::Major,
            "No video has the expected codec: see the profile of the encoder.",
        ),
        finding(
            "media.audio_channels",
            Severity::Major,
            "No audio has the expected number of channels: see the encoder and how its inputs are embedded.",
        ),
        finding(
            "media.long_gop",
            Severity::Minor,
            "Keyframes come too rarely: set a shorter keyframe interval (GOP) in the encoder; 2 s is usual.",
        ),
        finding(
            "media.timestamps",
            Severity::Minor,
            "Time stamps leave out time or go backwards: frames were lost before or in the encoder, or the source was changed.",
        ),
    ]),
    alone: Borrowed(&[]),
    facts: Borrowed(&[
        fact(
            "media_container",
            "Container",
            &[],
            "Format of the container as ffmpeg calls it.",
        ),
        fact("media_codec", "Codec", STREAM, "Codec of the audio or video."),
        fact("media_profile", "Profile", STREAM, "Profile of the codec."),
        fact("media_level", "Level", STREAM, "Level of the codec."),
        fact(
            "media_resolution",
            "Resolution",
            STREAM,
            "Width and height of the video in pixels.",
        ),
        fact(
            "media_frame_rate",
            "Frames a second",
            STREAM,
            "Frame rate of the video, measured from its time stamps.",
        ),
        fact(
            "media_pixel_format",
            "Pixel format",
            STREAM,
            "Chroma sampling and depth of the video.",
        ),
        fact(
            "media_scan",
            "Scan",
            STREAM,
            "Whether the video is progressive or interlaced, and which field comes first.",
        ),
        fact(
            "media_keyframes",
            "Keyframes every",
            STREAM,
            "Longest time between two keyframes while the look read.",
        ),
        fact(
            "media_sample_rate",
            "Sample rate",
            STREAM,
            "Samples a second of the audio.",
        ),
        fact(
            "media_channels",
            "Channels",
            STREAM,
            "Number of channels of the audio, and their layout.",
        ),
        fact("media_language", "Language", STREAM, "Language of the stream."),
    ]),
};
