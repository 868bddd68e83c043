//! Levels of sound as bars: a channel each, on a scale that gives the loud part the most room.

use wire::kind::KindInfo;
use wire::series::{Series, SeriesId};

const TRUE_PEAK: &str = "mpegts_true_peak_dbtp";
const CHANNEL: &str = "channel";
/// Loudness now, of 3 s, and in all.
pub(crate) const LOUDNESS: [&str; 3] = [
    "mpegts_loudness_momentary_lufs",
    "mpegts_loudness_short_term_lufs",
    "mpegts_loudness_integrated_lufs",
];
/// The marks beside the bars, in dBTP.
pub(crate) const MARKS: [f64; 5] = [0.0, -9.0, -18.0, -30.0, -60.0];
/// Lower is not shown.
const LOWEST: f64 = -60.0;
/// EBU R 128: programs stay below. Above it something clips soon.
const TOO_LOUD: f64 = -1.0;
/// The alignment level of EBU R 68 is 18 dB below full scale, permitted peaks are 9 dB above it.
const LOUD: f64 = -9.0;

/// Why there is no picture or no sound.
pub(crate) const NOT_DECODED: &str = "mpegts_not_decoded";
/// Whose levels they are.
pub(crate) const SOUND_OF: &str = "mpegts_sound_of";
/// What is said where the picture stands, which tells its own age.
pub(crate) const SAID_THERE: [&str; 3] = [NOT_DECODED, SOUND_OF, "mpegts_picture_at"];

/// Whether a kind of probe decodes streams.
pub(crate) fn are_measured_by(kind: &KindInfo) -> bool {
    kind.metric(TRUE_PEAK).is_some()
}

/// The channels in order: their names and series.
pub(crate) fn channels(series: &[&Series]) -> Vec<(String, SeriesId)> {
    let peaks = series.iter().filter(|series| series.metric == TRUE_PEAK);
    let mut channels: Vec<_> = peaks
        .filter_map(|series| Some((series.labels.get(CHANNEL)?.clone(), series.id)))
        .collect();
    channels.sort_by_key(|(channel, _)| channel.parse::<u32>().unwrap_or(u32::MAX));
    channels
}

/// How high a bar reaches, in per cent: 1 dB near full scale is worth two at the bottom.
pub(crate) fn height(level: f64) -> f64 {
    let up = ((level.min(0.0) - LOWEST) / -LOWEST).max(0.0);
    100.0 * up.powf(1.5)
}

/// The class that colours a bar.
pub(crate) fn class(level: f64) -> &'static str {
    match level {
        level if level > TOO_LOUD => "bar crit",
        level if level > LOUD => "bar warn",
        _ => "bar",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_bar_grows_with_its_level_and_never_leaves_its_room() {
        let heights = [-120.0, -60.0, -30.0, -18.0, -9.0, -1.0, 0.0, 3.0].map(height);
        assert!(heights.is_sorted());
        assert_eq!((heights[0], heights[1], heights[7]), (0.0, 0.0, 100.0));
        assert_eq!(["bar", "bar warn", "bar crit"], [-18.0, -6.0, -0.5].map(class));
    }

    #[test]
    fn channels_stand_in_the_order_of_their_numbers() {
        let series = |id: u32, channel: &str| -> Series {
            let told = json!({ "id": id, "probe": 1, "metric": TRUE_PEAK, "labels": { CHANNEL: channel }, "unit": "decibels_true_peak" });
            serde_json::from_value(told).unwrap()
        };
        let all = [series(1, "10"), series(2, "2"), series(3, "1")];
        let names: Vec<_> = channels(&all.each_ref())
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["1", "2", "10"]);
    }
}
