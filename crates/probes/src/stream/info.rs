//! What any kind says of a transport stream that it gets hold of.

use std::borrow::Cow::Borrowed;
use std::sync::LazyLock;

use mpegts::Profile;
use wire::kind::{FactInfo, Field, FindingInfo, Metric, Text};
use wire::{Severity, Unit};

use super::indicators;
use crate::describe::{UNLIMITED, choice, counter_by, fact, finding, gauge, gauge_by, text, whole};

pub(crate) const BITRATE: &str = "mpegts_bitrate_bits_per_second";
pub(crate) const NULL: &str = "mpegts_null_ratio";
pub(crate) const SYNC: &str = "mpegts_sync";
pub(crate) const PAUSE: &str = "mpegts_pause_seconds";
pub(crate) const SERVICES: &str = "mpegts_services";
pub(crate) const CONTINUITY: &str = "mpegts_continuity_errors_total";
pub(crate) const LOST: &str = "mpegts_lost_packets_total";
pub(crate) const TRANSPORT: &str = "mpegts_transport_errors_total";
pub(crate) const CRC: &str = "mpegts_crc_errors_total";
pub(crate) const SYNC_LOSSES: &str = "mpegts_sync_losses_total";
pub(crate) const PID_BITRATE: &str = "mpegts_pid_bitrate_bits_per_second";
// Totals of one PID, by the names that other programs know.
pub(crate) const PID_CONTINUITY: &str = "ts_continuity_errors_total";
pub(crate) const PID_MISSING: &str = "ts_missing_packets_total";
pub(crate) const PID_PACKETS: &str = "ts_packets_total";
pub(crate) const PCR_COUNT: &str = "ts_pcr_total";
pub(crate) const PCR_WORST: &str = "ts_pcr_worst_interval_seconds";
pub(crate) const PCR_INTERVAL: &str = "mpegts_pcr_interval_seconds";
pub(crate) const PCR_JITTER: &str = "mpegts_pcr_jitter_seconds";

pub(crate) const PCR_ACCURACY: &str = "mpegts_pcr_accuracy_seconds";
pub(crate) const PCR_OFFSET: &str = "mpegts_pcr_frequency_offset_ratio";
pub(crate) const AUDIO_LEAD: &str = "ts_audio_lead_seconds";
pub(crate) const AUDIO_LEAD_CHANGE: &str = "ts_audio_lead_change_seconds";
pub(crate) const TABLE_INTERVAL: &str = "mpegts_table_interval_seconds";
pub(crate) const CUES: &str = "mpegts_cues_total";
pub(crate) const INDICATOR_ERRORS: &str = "mpegts_indicator_errors_total";
pub(crate) const ERROR_SECONDS_MINUTE: &str = "mpegts_errored_minute_seconds";
pub(crate) const ERROR_SECONDS_HOUR: &str = "mpegts_errored_hour_seconds";
pub(crate) const ERROR_SECONDS_DAY: &str = "mpegts_errored_day_seconds";

pub(crate) const MOMENTARY: &str = "mpegts_loudness_momentary_lufs";
pub(crate) const SHORT_TERM: &str = "mpegts_loudness_short_term_lufs";
pub(crate) const INTEGRATED: &str = "mpegts_loudness_integrated_lufs";
pub(crate) const TRUE_PEAK: &str = "mpegts_true_peak_dbtp";

pub(crate) const NOT_A_STREAM: &str = "mpegts.not_a_stream";
pub(crate) const SCRAMBLED: &str = "mpegts.scrambled";
pub(crate) const BLACK: &str = "mpegts.black";
pub(crate) const FROZEN: &str = "mpegts.frozen";
pub(crate) const SILENCE: &str = "mpegts.silence";
pub(crate) const CHANNEL_SILENT: &str = "mpegts.channel_silent";
pub(crate) const AUDIO_MOVED: &str = "mpegts.audio_moved";

pub(crate) const SERVICE_NAME: &str = "mpegts_service_name";
pub(crate) const PID_ROLE: &str = "mpegts_pid_content";
pub(crate) const PACKETS: &str = "mpegts_packets";
pub(crate) const TABLE_VERSION: &str = "mpegts_table_version";
pub(crate) const CAPTIONS: &str = "mpegts_captions";
pub(crate) const NEWEST_CUE: &str = "mpegts_newest_cue";
pub(crate) const PICTURE_AT: &str = "mpegts_picture_at";
pub(crate) const SOUND_OF: &str = "mpegts_sound_of";
pub(crate) const NOT_DECODED: &str = "mpegts_not_decoded";
pub(crate) const INDICATOR_STATE: &str = "mpegts_indicator_state";
pub(crate) const INDICATOR_METHOD: &str = "mpegts_indicator_method";
pub(crate) const INDICATOR_PID: &str = "mpegts_indicator_pid";
pub(crate) const INDICATOR_FIRST: &str = "mpegts_indicator_first";
pub(crate) const INDICATOR_LAST: &str = "mpegts_indicator_last";

const PID: &[Text] = &[Borrowed("pid")];
const TABLE: &[Text] = &[Borrowed("table")];
const CHANNEL: &[Text] = &[Borrowed("channel")];
const INDICATOR: &[Text] = &[Borrowed("indicator")];

/// How far apart PCRs may be.
pub(crate) const PCR_LIMIT: Field = whole(
    "pcr_limit_ms",
    "PCR limit, ms",
    100.0,
    20.0,
    1_000.0,
    "Longest time between two PCRs: 100 by TR 101 290 V1.4.1, 40 for gear that goes by older ones.",
);

pub(crate) const WHEN_LOOKED_AT: &str = "when looked at";
pub(crate) const ALWAYS: &str = "always";
pub(crate) const NEVER: &str = "never";

pub(crate) const CONTRIBUTION: &str = "contribution";
pub(crate) const DVB: &str = "DVB";
pub(crate) const ATSC: &str = "ATSC";

/// The profile of a word of [`PROFILE`].
pub(crate) fn profile(word: &str) -> Profile {
    match word {
        DVB => Profile::Dvb,
        ATSC => Profile::Atsc,
        _ => Profile::Contribution,
    }
}

/// Which indicators are asked for.
pub(crate) const PROFILE: Field = choice(
    "profile",
    "Judged as",
    &[Borrowed(CONTRIBUTION), Borrowed(DVB), Borrowed(ATSC)],
    "Contribution asks for priorities 1 and 2 of TR 101 290, DVB for all of it with its service information, ATSC for no CAT.",
);

/// When picture and sound are decoded.
pub(crate) const DECODE: Field = choice(
    "decode",
    "Picture and sound",
    &[Borrowed(WHEN_LOOKED_AT), Borrowed(ALWAYS), Borrowed(NEVER)],
    "When they are decoded: always finds black, frozen and silent programs, at some cost for this machine.",
);

/// Which sound is measured.
pub(crate) const SOUND_PID: Field = text(
    "sound_pid",
    "Sound on PID",
    "PID of the sound whose levels are measured, such as 258; the first sound of the stream when empty.",
);

/// How long a program may be black, frozen or silent.
pub(crate) const PATIENCE: Field = whole(
    "picture_patience_s",
    "Black, frozen or silent, s",
    10.0,
    2.0,
    600.0,
    "For how long a picture may be black or still, and a sound silent, before it is told.",
);

/// The first is the most telling one.
pub(crate) static METRICS: &[Metric] = &[
    gauge(
        BITRATE,
        "Bitrate",
        Unit::BitsPerSecond,
        UNLIMITED,
        "All packets of 188 bytes, null packets included, over one second.",
    ),
    gauge(
        NULL,
        "Null packets",
        Unit::Ratio,
        UNLIMITED,
        "Share of packets that only fill up the bitrate.",
    ),
    gauge(
        SYNC,
        "Sync",
        Unit::YesNo,
        UNLIMITED,
        "Whether packets are found in what comes.",
    ),
    gauge(
        PAUSE,
        "Longest pause",
        Unit::Seconds,
        UNLIMITED,
        "Longest time without a datagram; where it grows, the network queues or the encoder stutters.",
    ),
    gauge(
        SERVICES,
        "Services",
        Unit::Count,
        UNLIMITED,
        "Programs that the PAT names.",
    ),
    counter_by(
        CONTINUITY,
        "Continuity errors",
        Unit::Count,
        &[],
        "Wrong continuity counters of all PIDs (TR 101 290, 1.4): packets were lost, doubled or moved.",
    ),
    counter_by(
        LOST,
        "Lost packets",
        Unit::Count,
        &[],
        "Packets missing by their counters: modulo 16 at each gap, so the least there can be.",
    ),
    counter_by(
        TRANSPORT,
        "Damaged packets",
        Unit::Count,
        &[],
        "Packets that somebody on the way has marked as damaged (TR 101 290, 2.1).",
    ),
    counter_by(
        CRC,
        "Damaged tables",
        Unit::Count,
        &[],
        "Sections of PAT, CAT, PMT and SDT whose CRC is wrong (TR 101 290, 2.2).",
    ),
    counter_by(
        SYNC_LOSSES,
        "Sync losses",
        Unit::Count,
        &[],
        "How often two sync bytes in a row were wrong (TR 101 290, 1.1).",
    ),
    gauge_by(
        PID_BITRATE,
        "PID bitrate",
        Unit::BitsPerSecond,
        PID,
        UNLIMITED,
        "Packets of 188 bytes of one PID over one second.",
    ),
    counter_by(
        PID_CONTINUITY,
        "PID continuity errors",
        Unit::Count,
        PID,
        "Wrong continuity counters of one PID (TR 101 290, 1.4): one for each missing or extra run of packets.",
    ),
    counter_by(
        PID_MISSING,
        "PID lost packets",
        Unit::Count,
        PID,
        "Packets of one PID that are missing by its counter: modulo 16 at each gap, so the least there can be.",
    ),
    counter_by(
        PID_PACKETS,
        "PID packets",
        Unit::Count,
        PID,
        "Packets of one PID in a file.",
    ),
    counter_by(
        PCR_COUNT,
        "PCRs",
        Unit::Count,
        PID,
        "Clock references of one PID in a file.",
    ),
    gauge_by(
        PCR_WORST,
        "Worst PCR interval",
        Unit::Seconds,
        PID,
        UNLIMITED,
        "Longest time between two PCRs in a file (TR 101 290, 2.3a).",
    ),
    gauge_by(
        PCR_INTERVAL,
        "PCR interval",
        Unit::Seconds,
        PID,
        UNLIMITED,
        "Longest time between two PCRs (TR 101 290, 2.3a).",
    ),
    gauge_by(
        PCR_JITTER,
        "PCR jitter",
        Unit::Seconds,
        PID,
        UNLIMITED,
        "How much earlier or later than its PCR says the stream came within a second: encoder and network together.",
    ),
    gauge_by(
        PCR_ACCURACY,
        "PCR accuracy",
        Unit::Seconds,
        PID,
        UNLIMITED,
        "Furthest a PCR lay off its place by byte position (TR 101 290, 5.3.2.6); only at a constant bitrate, limit 500 ns.",
    ),
    gauge_by(
        PCR_OFFSET,
        "PCR frequency offset",
        Unit::Ratio,
        PID,
        UNLIMITED,
        "How much faster the encoder's clock runs than that of this machine (TR 101 290, 5.3.2.5); the standard allows 30 ppm.",
    ),
    gauge_by(
        AUDIO_LEAD,
        "Sound ahead of picture",
        Unit::Seconds,
        PID,
        UNLIMITED,
        "By time stamps at the same place of the stream; encoders choose it freely. What was wrong before the encoder does not show.",
    ),
    gauge_by(
        AUDIO_LEAD_CHANGE,
        "Sound moved",
        Unit::Seconds,
        PID,
        UNLIMITED,
        "How far the sound has left its place against the picture since the stream began, by time stamps: above 0 it is early.",
    ),
    gauge_by(
        TABLE_INTERVAL,
        "Repetition",
        Unit::Seconds,
        TABLE,
        UNLIMITED,
        "Longest time between two copies of the same section of a table.",
    ),
    counter_by(
        CUES,
        "Cues",
        Unit::Count,
        &[],
        "Cues of SCTE 35 since the probe began; only where a program announces that it carries them.",
    ),
    counter_by(
        INDICATOR_ERRORS,
        "Errors",
        Unit::Count,
        INDICATOR,
        "How often an indicator of TR 101 290 occurred since the probe began; those that never did are left out.",
    ),
    gauge_by(
        ERROR_SECONDS_MINUTE,
        "In the last minute",
        Unit::Seconds,
        INDICATOR,
        UNLIMITED,
        "Seconds of the last minute in which the indicator occurred at least once.",
    ),
    gauge_by(
        ERROR_SECONDS_HOUR,
        "In the last hour",
        Unit::Seconds,
        INDICATOR,
        UNLIMITED,
        "Seconds of the last hour in which the indicator occurred at least once.",
    ),
    gauge_by(
        ERROR_SECONDS_DAY,
        "In the last day",
        Unit::Seconds,
        INDICATOR,
        UNLIMITED,
        "Seconds of the last 24 hours in which the indicator occurred at least once.",
    ),
    gauge(
        MOMENTARY,
        "Loudness now",
        Unit::Lufs,
        UNLIMITED,
        "Momentary loudness by EBU R 128: of the last 400 ms.",
    ),
    gauge(
        SHORT_TERM,
        "Loudness of 3 s",
        Unit::Lufs,
        UNLIMITED,
        "Short-term loudness by EBU R 128: of the last 3 s.",
    ),
    gauge(
        INTEGRATED,
        "Loudness in all",
        Unit::Lufs,
        UNLIMITED,
        "Integrated loudness by EBU R 128 since decoding began; programs aim at -23.",
    ),
    gauge_by(
        TRUE_PEAK,
        "True peak",
        Unit::DecibelsTruePeak,
        CHANNEL,
        UNLIMITED,
        "Highest level between and at the samples of a channel since the last figure (ITU-R BS.1770); programs stay below -1.",
    ),
];

/// What can be wrong with a stream.
pub(crate) static FINDINGS: LazyLock<Vec<FindingInfo>> =
    LazyLock::new(|| indicators::findings().chain(OTHERS.iter().cloned()).collect());

static OTHERS: &[FindingInfo] = &[
    finding(
        NOT_A_STREAM,
        Severity::Critical,
        "Something comes, but it is not a transport stream: look at what the sender is set to send.",
    ),
    finding(
        BLACK,
        Severity::Major,
        "The picture is black: look at the camera, the switcher and the encoder's input.",
    ),
    finding(
        FROZEN,
        Severity::Major,
        "The picture does not move: look at the encoder's input, unless a still is on purpose.",
    ),
    finding(
        SILENCE,
        Severity::Major,
        "There is no sound: look at the embedder and the audio input of the encoder.",
    ),
    finding(
        CHANNEL_SILENT,
        Severity::Minor,
        "A channel is silent while others are not: look at the audio routing.",
    ),
    finding(
        AUDIO_MOVED,
        Severity::Minor,
        "The sound moved against the picture by time stamps: look at the audio path and the clock of the encoder.",
    ),
    finding(
        SCRAMBLED,
        Severity::Info,
        "PIDs are scrambled; what is in them cannot be judged.",
    ),
];

pub(crate) static FACTS: &[FactInfo] = &[
    fact(
        SERVICE_NAME,
        "Name",
        &[Borrowed("service")],
        "Name and provider of a program, as the SDT says.",
    ),
    fact(
        PID_ROLE,
        "Content",
        PID,
        "What a PID carries, by the tables of the stream.",
    ),
    fact(
        PACKETS,
        "Packets",
        &[],
        "How far packets are apart: 188 bytes, 192 with time codes, 204 with parity.",
    ),
    fact(
        CAPTIONS,
        "Captions",
        PID,
        "Closed captions that a descriptor announces.",
    ),
    fact(
        TABLE_VERSION,
        "Version",
        TABLE,
        "Version of a table, and how often it changed since the probe began.",
    ),
    fact(
        NEWEST_CUE,
        "Newest cue",
        &[],
        "What the newest cue of SCTE 35 announced.",
    ),
    fact(
        PICTURE_AT,
        "Picture of",
        &[],
        "When the newest picture was decoded, in UTC.",
    ),
    fact(
        SOUND_OF,
        "Sound of",
        &[],
        "Whose levels and loudness are told: its PID and what it carries.",
    ),
    fact(
        NOT_DECODED,
        "Not decoded",
        &[],
        "Why there is no picture or no sound.",
    ),
    fact(
        INDICATOR_STATE,
        "State",
        INDICATOR,
        "Whether the indicator occurs now, or why it is not judged; one of which nothing is said is judged and does not occur.",
    ),
    fact(
        INDICATOR_METHOD,
        "Method",
        INDICATOR,
        "How the indicator is judged, where that is not as the standard says or the standard leaves a choice.",
    ),
    fact(
        INDICATOR_PID,
        "PID",
        INDICATOR,
        "Where the indicator occurred last.",
    ),
    fact(
        INDICATOR_FIRST,
        "First",
        INDICATOR,
        "When the indicator occurred first since the probe began, in UTC.",
    ),
    fact(
        INDICATOR_LAST,
        "Last",
        INDICATOR,
        "When the indicator occurred last, in UTC.",
    ),
];
