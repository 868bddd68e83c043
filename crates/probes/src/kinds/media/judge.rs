//! What is told of a stream, and what of it is not as expected.

use std::time::Duration;

use wire::settings::FieldError;

use super::packets::{Measured, Report};
use super::request::Entered;
use crate::Look;
use crate::number::{as_f64, counted};
use crate::runner::words;

/// A frame rate that differs by no more than this share is the same.
const SAME_RATE: f64 = 0.01;

/// What an operator expects of a stream.
pub(super) struct Expected {
    video: bool,
    audio: bool,
    resolution: Option<(f64, f64)>,
    frame_rate: Option<f64>,
    codec: Option<String>,
    channels: Option<f64>,
    pub(super) longest_keyframe_interval: Duration,
}

impl Expected {
    pub(super) fn of(entered: &Entered) -> Result<Self, FieldError> {
        let resolution = entered.expect_resolution.trim();
        let frame_rate = entered.expect_frame_rate.trim();
        let codec = entered.expect_video_codec.trim();
        let wrong = |field: &str, message: &str| FieldError::new(field.to_owned(), message);
        let resolution =
            match resolution {
                "" => None,
                written => Some(pixels(written).ok_or_else(|| {
                    wrong("expect_resolution", "write width and height in pixels: 1920x1080")
                })?),
            };
        let frame_rate = match frame_rate {
            "" => None,
            written => Some(per_second(written).ok_or_else(|| {
                wrong(
                    "expect_frame_rate",
                    "write frames a second: 25, 29.97 or 30000/1001",
                )
            })?),
        };
        let expected = Self {
            video: entered.expect_video,
            audio: entered.expect_audio,
            resolution,
            frame_rate,
            codec: Some(codec).filter(|codec| !codec.is_empty()).map(usual_name),
            channels: Some(f64::from(entered.expect_audio_channels)).filter(|channels| *channels > 0.0),
            longest_keyframe_interval: Duration::from_secs(entered.keyframe_limit_s),
        };
        if !expected.video && (resolution.is_some() || frame_rate.is_some() || expected.codec.is_some()) {
            return Err(wrong(
                "expect_video",
                "switch it on, or expect no resolution, frame rate or codec",
            ));
        }
        Ok(expected)
    }

    /// Tells what there is, and what is wrong with it.
    pub(super) fn judge(&self, report: &Report, window: Duration, seen: &mut Look) {
        tell(report, seen);
        let limit = self.longest_keyframe_interval;
        for stream in report.videos() {
            let (longest, open) = (stream.keyframes.longest.unwrap_or(0.0), stream.keyframes.open);
            if longest.max(open) > limit.as_secs_f64() {
                let detail = if longest >= open {
                    format!("{longest:.1} s between two keyframes of {}", stream.name)
                } else {
                    format!("{open:.1} s without a keyframe in {}", stream.name)
                };
                let detail = format!("{detail}; no more than {} is set", words(limit));
                seen.finding_at("media.long_gop", [("stream", &stream.name)], detail);
            }
        }
        for stream in report
            .streams
            .iter()
            .filter(|stream| stream.gaps + stream.jumps > 0)
        {
            let detail = format!(
                "{} and {} back in the time stamps of {} within {}",
                counted(stream.gaps, "gap"),
                counted(stream.jumps, "jump"),
                stream.name,
                words(window)
            );
            seen.finding_at("media.timestamps", [("stream", &stream.name)], detail);
        }
        self.judge_video(report, seen);
        self.judge_audio(report, seen);
    }

    fn judge_video(&self, report: &Report, seen: &mut Look) {
        if report.videos().next().is_none() {
            if self.video {
                seen.finding(
                    "media.no_video",
                    format!("there is no video, only {}", what(report)),
                );
            }
            return;
        }
        let listed =
            |of: &dyn Fn(&Measured) -> String| report.videos().map(of).collect::<Vec<_>>().join(", ");
        if let Some((width, height)) = self.resolution
            && !report.videos().any(|video| size(video) == Some((width, height)))
        {
            let there = listed(&|video| resolution(video).unwrap_or_else(|| "unknown".to_owned()));
            seen.finding(
                "media.resolution",
                format!("the resolution is {there}; expected {width}x{height}"),
            );
        }
        let is_same = |rate: f64, expected: f64| (rate - expected).abs() <= expected * SAME_RATE;
        // A rate that could not be measured is not a wrong one.
        if let Some(expected) = self.frame_rate
            && report
                .videos()
                .all(|video| video.rate.is_some_and(|rate| !is_same(rate, expected)))
        {
            let there = listed(&|video| video.rate.map_or_else(String::new, frames));
            seen.finding(
                "media.frame_rate",
                format!("{there} frames a second; expected {}", frames(expected)),
            );
        }
        let codec = |video: &Measured| {
            video
                .said
                .codec_name
                .clone()
                .unwrap_or_else(|| "unknown".to_owned())
        };
        if let Some(expected) = &self.codec
            && report.videos().all(|video| codec(video) != *expected)
        {
            let there = listed(&codec);
            seen.finding(
                "media.codec",
                format!("the video codec is {there}; expected {expected}"),
            );
        }
    }

    fn judge_audio(&self, report: &Report, seen: &mut Look) {
        if report.audios().next().is_none() {
            if self.audio {
                seen.finding(
                    "media.no_audio",
                    format!("there is no audio, only {}", what(report)),
                );
            }
            return;
        }
        if let Some(expected) = self.channels
            && report.audios().all(|audio| audio.said.channels != Some(expected))
        {
            let there: Vec<_> = report
                .audios()
                .map(|audio| {
                    audio
                        .said
                        .channels
                        .map_or_else(|| "unknown".to_owned(), |count| count.to_string())
                })
                .collect();
            seen.finding(
                "media.audio_channels",
                format!("audio channels: {}; expected {expected}", there.join(", ")),
            );
        }
    }
}

fn what(report: &Report) -> String {
    let names: Vec<_> = report.streams.iter().map(|stream| stream.name.clone()).collect();
    crate::text::few(&names)
}

fn tell(report: &Report, seen: &mut Look) {
    let rates = || report.streams.iter().filter_map(|stream| stream.bits_per_second);
    if rates().next().is_some() {
        seen.sample("media_bitrate_bits_per_second", rates().sum());
    }
    let sum = |of: fn(&Measured) -> u64| as_f64(report.streams.iter().map(of).sum());
    seen.sample("media_timestamp_gaps", sum(|stream| stream.gaps));
    seen.sample("media_timestamp_jumps", sum(|stream| stream.jumps));
    seen.sample("media_video_streams", sum(|stream| stream.is_video.into()));
    seen.sample("media_audio_streams", sum(|stream| stream.is_audio.into()));
    let video = report.videos().next();
    let audio = report.audios().next();
    let numbers = [
        ("media_frame_rate_per_second", video.and_then(|video| video.rate)),
        (
            "media_keyframe_interval_seconds",
            video.and_then(|video| video.keyframes.longest),
        ),
        ("media_width", video.and_then(|video| video.said.width)),
        ("media_height", video.and_then(|video| video.said.height)),
        (
            "media_audio_channels",
            audio.and_then(|audio| audio.said.channels),
        ),
        ("media_av_offset_seconds", report.audio_behind_video()),
    ];
    for (metric, number) in numbers {
        if let Some(number) = number {
            seen.sample(metric, number);
        }
    }
    if let Some(container) = &report.container {
        seen.fact("media_container", container);
    }
    for stream in &report.streams {
        tell_stream(stream, seen);
    }
}

fn tell_stream(stream: &Measured, seen: &mut Look) {
    let said = &stream.said;
    let of = [("stream", stream.name.as_str())];
    if let Some(rate) = stream.bits_per_second {
        seen.sample_of("media_stream_bitrate_bits_per_second", of, rate);
    }
    let when = |is: bool, text: Option<String>| text.filter(|_| is);
    let facts = [
        ("media_codec", said.codec_name.clone()),
        ("media_profile", said.profile.clone()),
        ("media_level", level(stream)),
        ("media_resolution", resolution(stream)),
        ("media_frame_rate", when(stream.is_video, stream.rate.map(frames))),
        ("media_pixel_format", said.pix_fmt.clone()),
        ("media_scan", said.field_order.as_deref().map(scan)),
        (
            "media_keyframes",
            when(
                stream.is_video,
                stream.keyframes.longest.map(|time| format!("{time:.2} s")),
            ),
        ),
        (
            "media_sample_rate",
            said.sample_rate
                .filter(|rate| *rate > 0.0)
                .map(|rate| format!("{rate} Hz")),
        ),
        ("media_channels", channels(stream)),
        ("media_language", said.language().map(str::to_owned)),
    ];
    for (name, text) in facts {
        if let Some(text) = text {
            seen.fact_of(name, of, &text);
        }
    }
}

fn size(video: &Measured) -> Option<(f64, f64)> {
    video.said.width.zip(video.said.height)
}

fn resolution(video: &Measured) -> Option<String> {
    let (width, height) = size(video).filter(|(width, _)| *width > 0.0)?;
    Some(format!("{width}x{height}"))
}

fn channels(stream: &Measured) -> Option<String> {
    let count = stream.said.channels.filter(|count| *count > 0.0)?;
    Some(match &stream.said.channel_layout {
        Some(layout) => format!("{count} ({layout})"),
        None => count.to_string(),
    })
}

/// As the standards write it: level_idc is ten times that of H.264 (A.3) and thirty times that of HEVC (A.4).
fn level(stream: &Measured) -> Option<String> {
    let level = stream.said.level.filter(|level| *level > 0.0)?;
    Some(match stream.said.codec_name.as_deref() {
        Some("h264") => format!("{:.1}", level / 10.0),
        Some("hevc") => format!("{:.1}", level / 30.0),
        _ => level.to_string(),
    })
}

fn scan(order: &str) -> String {
    match order {
        "progressive" => "progressive",
        "tt" | "tb" => "interlaced, top field first",
        "bb" | "bt" => "interlaced, bottom field first",
        other => other,
    }
    .to_owned()
}

fn frames(rate: f64) -> String {
    let written = format!("{rate:.2}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn pixels(written: &str) -> Option<(f64, f64)> {
    let (width, height) = written.split_once(['x', 'X', '×', '*'])?;
    let number = |text: &str| text.trim().parse::<u16>().ok().filter(|number| *number > 0);
    Some((number(width)?.into(), number(height)?.into()))
}

fn per_second(written: &str) -> Option<f64> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let rate = match written.split_once('/') {
        Some((count, of)) => number(count)? / number(of)?,
        None => number(written)?,
    };
    (0.1..=1000.0).contains(&rate).then_some(rate)
}

/// A codec as ffmpeg calls it.
fn usual_name(codec: &str) -> String {
    let codec = codec.to_ascii_lowercase();
    match codec.as_str() {
        "h.264" | "avc" | "avc1" => "h264",
        "h.265" | "h265" => "hevc",
        "mpeg2" | "mpeg-2" => "mpeg2video",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_are_written_as_crews_write_them() {
        assert_eq!(pixels("1920x1080"), Some((1920.0, 1080.0)));
        assert_eq!(pixels("1280 × 720"), Some((1280.0, 720.0)));
        for wrong in ["1080p", "x", "0x0", "1920x", "1920x1080x3"] {
            assert_eq!(pixels(wrong), None, "{wrong}");
        }
        assert_eq!(per_second("25"), Some(25.0));
        assert!((per_second("30000/1001").unwrap() - 29.97).abs() < 0.001);
        for wrong in ["", "fast", "25/0", "0", "-25", "1e9"] {
            assert_eq!(per_second(wrong), None, "{wrong}");
        }
        assert_eq!(usual_name("H.265"), "hevc");
    }

    #[test]
    fn frame_rates_are_written_short() {
        assert_eq!(frames(25.0), "25");
        assert_eq!(frames(30_000.0 / 1001.0), "29.97");
        assert_eq!(frames(12.5), "12.5");
    }
}
