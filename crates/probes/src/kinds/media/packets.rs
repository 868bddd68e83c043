//! What packets say: rates, keyframes, and time stamps that leave out time or go backwards.

use std::collections::BTreeMap;

use super::answer::{Answer, Packet, Stream};

/// Fewer packets than this say nothing about a rate.
const FEWEST: usize = 5;
/// More time stamps than these have a beginning that counts.
const BEGINNING: usize = 16;
/// More streams than these are not told apart: the qualities of a large HLS stream.
const MOST_STREAMS: usize = 64;
/// Time stamps in milliseconds are rounded by as much.
const ROUNDING: f64 = 0.002;

/// What a look saw of a stream or a file.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) container: Option<String>,
    pub(super) streams: Vec<Measured>,
}

/// One audio, video or other stream.
#[derive(Debug)]
pub(super) struct Measured {
    /// Its number and its sort: `0 video`.
    pub(super) name: String,
    pub(super) said: Stream,
    pub(super) is_video: bool,
    pub(super) is_audio: bool,
    pub(super) bits_per_second: Option<f64>,
    /// Packets a second, which are frames of a video.
    pub(super) rate: Option<f64>,
    pub(super) keyframes: Keyframes,
    pub(super) gaps: u64,
    pub(super) jumps: u64,
    /// Its first time stamp, in seconds.
    pub(super) first: Option<f64>,
}

/// How far keyframes are apart, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Keyframes {
    /// The longest time between two.
    pub(super) longest: Option<f64>,
    /// The longest time at an end of what was read without one.
    pub(super) open: f64,
}

impl Report {
    pub(super) fn of(answer: Answer) -> Self {
        let mut packets: BTreeMap<i64, Vec<Packet>> = BTreeMap::new();
        for packet in answer.packets {
            if let Some(index) = packet.stream_index {
                packets.entry(key(index)).or_default().push(packet);
            }
        }
        let streams = answer.streams.into_iter().take(MOST_STREAMS).enumerate();
        let streams = streams.map(|(place, stream)| {
            #[allow(clippy::cast_precision_loss, reason = "a place among 64")]
            let index = key(stream.index.unwrap_or(place as f64));
            measured(index, stream, &packets.remove(&index).unwrap_or_default())
        });
        Self {
            container: answer.format.format_name,
            streams: streams.collect(),
        }
    }

    pub(super) fn videos(&self) -> impl Iterator<Item = &Measured> {
        self.streams.iter().filter(|stream| stream.is_video)
    }

    pub(super) fn audios(&self) -> impl Iterator<Item = &Measured> {
        self.streams.iter().filter(|stream| stream.is_audio)
    }

    /// Whether the first video showed fewer than two keyframes.
    pub(super) fn sees_few_keyframes(&self) -> bool {
        self.videos()
            .next()
            .is_some_and(|video| video.keyframes.longest.is_none())
    }

    /// By how much the first audio begins behind the first video, in seconds, where that means something.
    pub(super) fn audio_behind_video(&self) -> Option<f64> {
        const MEANINGFUL: f64 = 10.0;
        let (video, audio) = (self.videos().next()?, self.audios().next()?);
        let behind = audio.first? - video.first?;
        (video.jumps + audio.jumps == 0 && behind.abs() < MEANINGFUL).then_some(behind)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "numbers of streams are small; what is larger is told apart well enough"
)]
fn key(index: f64) -> i64 {
    index as i64
}

fn measured(index: i64, said: Stream, packets: &[Packet]) -> Measured {
    let sort = said.codec_type.as_deref().unwrap_or("data");
    let is_video = sort == "video" && !said.is_still();
    let is_audio = sort == "audio";
    let times = times(packets, said.has_b_frames.unwrap_or(0.0) > 0.0);
    // What is missing is heard sooner than it is seen.
    let least = if is_audio { 0.1 } else { 0.2 };
    let pace = (is_video || is_audio).then(|| Pace::of(&times, least)).flatten();
    let bytes: f64 = packets.iter().filter_map(|packet| packet.size).sum();
    Measured {
        name: format!("{index} {sort}"),
        is_video,
        is_audio,
        bits_per_second: pace.as_ref().map(|pace| bytes * 8.0 / pace.length),
        rate: pace.as_ref().map(|pace| pace.rate),
        keyframes: keyframes(packets),
        gaps: pace.as_ref().map_or(0, |pace| pace.gaps),
        jumps: pace.as_ref().map_or(0, |pace| pace.jumps),
        first: shown(packets).take(BEGINNING).reduce(f64::min),
        said,
    }
}

fn shown(packets: &[Packet]) -> impl Iterator<Item = f64> {
    packets
        .iter()
        .filter_map(|packet| packet.pts_time.or(packet.dts_time))
}

/// The times of packets in the order in which they are decoded.
fn times(packets: &[Packet], is_reordered: bool) -> Vec<f64> {
    let decoded: Vec<f64> = packets.iter().filter_map(|packet| packet.dts_time).collect();
    // The first few of a stream that is joined may have none.
    if decoded.len() * 2 > packets.len() {
        return decoded;
    }
    let mut shown: Vec<f64> = shown(packets).collect();
    if is_reordered {
        shown.sort_by(f64::total_cmp);
    }
    shown
}

/// How times go on.
struct Pace {
    rate: f64,
    /// All of it in seconds, with what is missing left out.
    length: f64,
    gaps: u64,
    jumps: u64,
}

impl Pace {
    fn of(times: &[f64], least_gap: f64) -> Option<Self> {
        if times.len() < FEWEST {
            return None;
        }
        let steps: Vec<f64> = times
            .iter()
            .zip(times.iter().skip(1))
            .map(|(a, b)| b - a)
            .collect();
        let mut forward: Vec<f64> = steps.iter().copied().filter(|step| *step > 0.0).collect();
        forward.sort_by(f64::total_cmp);
        let usual = *forward.get(forward.len() / 2)?;
        let gap = (5.0 * usual).max(least_gap);
        let (mut length, mut even, mut gaps, mut jumps) = (0.0, 0_u32, 0, 0);
        for step in steps {
            if step < -ROUNDING {
                jumps += 1;
            } else if step > gap {
                gaps += 1;
            } else {
                length += step;
                even += 1;
            }
        }
        if length <= 0.0 {
            return None;
        }
        let rate = f64::from(even) / length;
        // The last packet lasts too, and so does the one before each break.
        let breaks = f64::from(u32::try_from(gaps + jumps + 1).unwrap_or(u32::MAX));
        Some(Self {
            rate,
            length: length + breaks / rate,
            gaps,
            jumps,
        })
    }
}

fn keyframes(packets: &[Packet]) -> Keyframes {
    let at = |packet: &Packet| packet.pts_time.or(packet.dts_time);
    let keys: Vec<f64> = packets
        .iter()
        .filter(|packet| {
            packet
                .flags
                .as_deref()
                .is_some_and(|flags| flags.starts_with('K'))
        })
        .filter_map(at)
        .collect();
    let between = keys.iter().zip(keys.iter().skip(1)).map(|(a, b)| b - a);
    let longest = between.filter(|time| *time > 0.0).reduce(f64::max);
    let (first, last) = (shown(packets).reduce(f64::min), shown(packets).reduce(f64::max));
    let (Some(first), Some(last)) = (first, last) else {
        return Keyframes::default();
    };
    let open = match (keys.first(), keys.last()) {
        (Some(begin), Some(end)) => (begin - first).max(last - end),
        _ => last - first,
    };
    Keyframes { longest, open }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn report(json: &str) -> Report {
        Report::of(Answer::read(json.as_bytes()).unwrap())
    }

    /// Packets of one stream at these times, each of 1000 bytes, every `keys`-th a keyframe.
    fn packets(times: impl IntoIterator<Item = f64>, keys: usize) -> Vec<Packet> {
        let packet = |(number, time): (usize, f64)| Packet {
            stream_index: Some(0.0),
            pts_time: Some(time),
            dts_time: Some(time),
            size: Some(1000.0),
            flags: Some(if number.is_multiple_of(keys) { "K_" } else { "__" }.to_owned()),
        };
        times.into_iter().enumerate().map(packet).collect()
    }

    fn video(packets: &[Packet]) -> Measured {
        let said = Stream {
            codec_type: Some("video".to_owned()),
            ..Stream::default()
        };
        measured(0, said, packets)
    }

    #[test]
    fn rates_come_from_packets() {
        let seen = video(&packets((0..100).map(|n| 7.0 + f64::from(n) / 25.0), 50));
        assert!((seen.rate.unwrap() - 25.0).abs() < 1e-6, "{seen:?}");
        assert!(
            (seen.bits_per_second.unwrap() - 200_000.0).abs() < 1.0,
            "{seen:?}"
        );
        assert!((seen.keyframes.longest.unwrap() - 2.0).abs() < 1e-9, "{seen:?}");
        assert_eq!((seen.gaps, seen.jumps, seen.first), (0, 0, Some(7.0)));
    }

    #[test]
    fn missing_time_and_jumps_back_are_counted_and_left_out_of_rates() {
        let before = (0..50).map(|n| f64::from(n) / 25.0);
        let times = before
            .clone()
            .chain(before.clone().map(|t| t + 1000.0))
            .chain(before);
        let seen = video(&packets(times, 25));
        assert_eq!((seen.gaps, seen.jumps), (1, 1));
        assert!((seen.rate.unwrap() - 25.0).abs() < 1e-6, "{seen:?}");
        assert!(
            (seen.bits_per_second.unwrap() - 200_000.0).abs() < 1.0,
            "{seen:?}"
        );
    }

    #[test]
    fn a_stream_without_a_second_keyframe_says_for_how_long_there_was_none() {
        let seen = video(&packets((0..100).map(|n| f64::from(n) / 25.0), 1000));
        assert_eq!(seen.keyframes.longest, None);
        assert!((seen.keyframes.open - 3.96).abs() < 1e-9, "{seen:?}");
    }

    #[test]
    fn reordered_frames_without_dts_are_no_jumps() {
        let times = (0..40).map(|n: i32| f64::from(if n % 2 == 0 { n + 2 } else { n - 1 }) / 25.0);
        let mut packets = packets(times, 40);
        for packet in &mut packets {
            packet.dts_time = None;
        }
        let said = Stream {
            codec_type: Some("video".to_owned()),
            has_b_frames: Some(2.0),
            ..Stream::default()
        };
        assert_eq!(measured(0, said, &packets).jumps, 0);
    }

    #[test]
    fn what_versions_and_containers_leave_out_or_write_otherwise_is_taken_for_not_said() {
        let seen = report(
            r#"{"packets":[{"stream_index":0,"size":12},{"pts_time":"N/A"},{"stream_index":"0","dts_time":null}],
                "streams":[
                  {"index":0,"codec_type":"video","codec_name":"h264","profile":578,"level":-99,"avg_frame_rate":"0/0",
                   "r_frame_rate":"90000/1","width":"1920","height":1080,"bit_rate":"N/A","field_order":"unknown",
                   "tags":{"LANGUAGE":"deu","DURATION":"00:00:10.005333333"}},
                  {"codec_type":"audio","sample_rate":"48000","channels":2,"channel_layout":null,"tags":[]},
                  {"index":2,"codec_type":"video","codec_name":"mjpeg","disposition":{"attached_pic":1}},
                  {"index":3}],
                "format":{"format_name":"flv","duration":"0.000000","bit_rate":12}}"#,
        );
        assert_eq!(seen.container.as_deref(), Some("flv"));
        let names: Vec<_> = seen.streams.iter().map(|stream| stream.name.as_str()).collect();
        assert_eq!(names, ["0 video", "1 audio", "2 video", "3 data"]);
        assert_eq!((seen.videos().count(), seen.audios().count()), (1, 1));
        let video = seen.videos().next().unwrap();
        assert_eq!(
            (video.said.width, video.said.height),
            (Some(1920.0), Some(1080.0))
        );
        assert_eq!((&video.said.profile, &video.said.field_order), (&None, &None));
        assert_eq!(video.said.language(), Some("deu"));
        assert_eq!((video.rate, video.bits_per_second), (None, None));
        assert_eq!(seen.audio_behind_video(), None);
    }

    #[test]
    fn an_answer_may_hold_nothing() {
        for json in ["{}", r#"{"streams":null,"packets":null}"#, r#"{"format":{}}"#] {
            assert_eq!(report(json).streams.len(), 0, "{json}");
        }
        for json in ["", "{", "[]", "oops"] {
            assert!(Answer::read(json.as_bytes()).is_none_or(|answer| answer.streams.is_empty()));
        }
    }

    proptest! {
        #[test]
        fn any_times_give_finite_numbers(times in prop::collection::vec(-1e9..1e9_f64, 0..50), keys in 1..9_usize) {
            let seen = video(&packets(times, keys));
            prop_assert!(seen.rate.is_none_or(f64::is_finite));
            prop_assert!(seen.bits_per_second.is_none_or(f64::is_finite));
            prop_assert!(seen.keyframes.open >= 0.0);
        }
    }
}
