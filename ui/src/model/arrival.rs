//! How evenly a stream arrives: which of its figures are drawn, and what one of them is held against.

use wire::series::{Series, SeriesId};

/// What tells that a stream arrives over a network.
const SIGNS: [&str; 2] = ["mpegts_mdi_df_seconds", RTT];
const RTT: &str = "srt_rtt_seconds";
const BUFFER: &str = "srt_buffer_seconds";
const LATENCY: &str = "srt_latency_seconds";
const TS_DF: &str = "mpegts_ts_df_seconds";
const PCR_JITTER: &str = "mpegts_pcr_jitter_seconds";
/// In the order in which they stand.
const DRAWN: [&str; 11] = [
    RTT,
    BUFFER,
    "srt_loss_ratio",
    "srt_missing_ratio",
    "mpegts_rtp_jitter_seconds",
    TS_DF,
    PCR_JITTER,
    "mpegts_mdi_df_seconds",
    "mpegts_mdi_mlr_per_second",
    "mpegts_pause_seconds",
    "mpegts_leg_skew_seconds",
];

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) id: SeriesId,
    /// What it fills, where it is a buffer.
    pub(crate) latency: Option<SeriesId>,
}

/// The figures of a stream that comes over a network; nothing of anything else. The jitter of its clock stands in where
/// neither RTP nor SRT tells of the way, and of many clocks the first is drawn.
pub(crate) fn drawn(series: &[&Series]) -> Vec<Drawn> {
    let first = |metric: &str| series.iter().find(|series| series.metric == metric);
    if SIGNS.into_iter().all(|sign| first(sign).is_none()) {
        return Vec::new();
    }
    let tells_of_the_way = [TS_DF, RTT].into_iter().any(|metric| first(metric).is_some());
    let is_wanted = |metric: &&str| *metric != PCR_JITTER || !tells_of_the_way;
    let latency = first(LATENCY).map(|series| series.id);
    let figures = DRAWN.into_iter().filter(is_wanted).filter_map(first);
    figures
        .map(|series| Drawn {
            id: series.id,
            latency: latency.filter(|_| series.metric == BUFFER),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The numbers of the figures that are drawn, of series that are numbered from 0.
    fn of(metrics: &[&str]) -> Vec<u32> {
        let series: Vec<Series> = (0..)
            .zip(metrics)
            .map(|(id, metric)| {
                let told = json!({ "id": id, "probe": 1, "metric": metric, "labels": {}, "unit": "seconds" });
                serde_json::from_value(told).unwrap()
            })
            .collect();
        let all: Vec<_> = series.iter().collect();
        drawn(&all).into_iter().map(|drawn| drawn.id.0).collect()
    }

    #[test]
    fn each_way_has_its_own_figures_and_what_comes_no_way_has_none() {
        assert!(of(&["icmp_rtt_seconds", "mpegts_pause_seconds", PCR_JITTER]).is_empty());
        assert_eq!(of(&["mpegts_pause_seconds", SIGNS[0], PCR_JITTER]), [2, 1, 0]);
        assert_eq!(
            of(&[TS_DF, SIGNS[0], PCR_JITTER]),
            [0, 1],
            "TS-DF tells more than the clock"
        );
        assert_eq!(of(&[LATENCY, BUFFER, RTT, PCR_JITTER]), [2, 1]);
    }

    #[test]
    fn of_many_clocks_the_first_is_drawn() {
        assert_eq!(of(&[PCR_JITTER, PCR_JITTER, SIGNS[0]]), [0, 2]);
    }

    #[test]
    fn a_buffer_is_held_against_the_latency() {
        let told = |id: u32, metric: &str| -> Series {
            let told = json!({ "id": id, "probe": 1, "metric": metric, "labels": {}, "unit": "seconds" });
            serde_json::from_value(told).unwrap()
        };
        let all = [told(1, RTT), told(2, BUFFER), told(3, LATENCY)];
        let latencies: Vec<_> = drawn(&all.each_ref())
            .into_iter()
            .map(|drawn| drawn.latency)
            .collect();
        assert_eq!(latencies, [None, Some(SeriesId(3))]);
    }
}
