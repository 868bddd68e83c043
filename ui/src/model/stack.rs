//! The bitrates of the PIDs of a stream on top of each other: the largest by name, the rest together.

use std::collections::BTreeMap;

use wire::Timestamp;
use wire::series::{History, SeriesId};

use super::ladder::Ladder;

pub(crate) const BITRATE: &str = "mpegts_pid_bitrate_bits_per_second";
/// Layers that are told apart; what is smaller is one layer.
const MOST: usize = 4;

/// One layer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layer {
    /// The PID; none for all that are too small to be told apart.
    pub(crate) pid: Option<String>,
    /// The newest value, in bit/s.
    pub(crate) newest: f64,
    /// Its outline as an SVG path, in a room of 100 by 100.
    pub(crate) path: String,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stack {
    /// The lowest first.
    pub(crate) layers: Vec<Layer>,
    /// The value at the upper edge, in bit/s.
    pub(crate) top: f64,
}

/// Stacks what each PID carried from one moment to another; nothing where nothing was measured.
pub(crate) fn stack(histories: &[History], from: Timestamp, to: Timestamp) -> Option<Stack> {
    let mut rates: Vec<(String, BTreeMap<i64, f64>)> = histories
        .iter()
        .filter_map(|history| {
            Some((
                history.series.labels.get("pid")?.clone(),
                steps(history, from, to),
            ))
        })
        .filter(|(_, steps)| !steps.is_empty())
        .collect();
    let moments: Vec<i64> = {
        let mut all: Vec<i64> = rates
            .iter()
            .flat_map(|(_, steps)| steps.keys().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let newest = *moments.last()?;
    rates.sort_by(|(_, one), (_, other)| sum(other).total_cmp(&sum(one)));
    let small = rates.split_off(rates.len().min(MOST));
    let mut named: Vec<_> = rates.into_iter().map(|(pid, steps)| (Some(pid), steps)).collect();
    if !small.is_empty() {
        let mut rest = BTreeMap::new();
        for (at, rate) in small.iter().flat_map(|(_, steps)| steps) {
            *rest.entry(*at).or_insert(0.0) += rate;
        }
        named.push((None, rest));
    }
    let total = |at: &i64| named.iter().filter_map(|(_, steps)| steps.get(at)).sum::<f64>();
    let top = Ladder::of(0.0, moments.iter().map(total).fold(0.0, f64::max)).high;
    let mut floor = vec![0.0; moments.len()];
    let layers = named.into_iter().map(|(pid, steps)| {
        let values: Vec<f64> = moments
            .iter()
            .map(|at| steps.get(at).copied().unwrap_or_default())
            .collect();
        let ceiling: Vec<f64> = floor
            .iter()
            .zip(&values)
            .map(|(floor, value)| floor + value)
            .collect();
        let path = outline(&moments, &floor, &ceiling, (from.0, to.0), top);
        floor = ceiling;
        Layer {
            pid,
            newest: steps.get(&newest).copied().unwrap_or_default(),
            path,
        }
    });
    Some(Stack {
        layers: layers.collect(),
        top,
    })
}

/// The series that are stacked.
pub(crate) fn wanted<'s>(series: impl Iterator<Item = &'s wire::series::Series>) -> Vec<SeriesId> {
    series
        .filter(|series| series.metric == BITRATE)
        .map(|series| series.id)
        .collect()
}

fn steps(history: &History, from: Timestamp, to: Timestamp) -> BTreeMap<i64, f64> {
    let steps = history.avg.iter().enumerate();
    let steps = steps.filter_map(|(n, rate)| Some((history.begin(n).0, (*rate)?)));
    steps.filter(|(at, _)| (from.0..=to.0).contains(at)).collect()
}

fn sum(steps: &BTreeMap<i64, f64>) -> f64 {
    steps.values().sum()
}

fn outline(moments: &[i64], floor: &[f64], ceiling: &[f64], (from, to): (i64, i64), top: f64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "minutes in milliseconds")]
    let across = |at: i64| 100.0 * (at - from) as f64 / (to - from).max(1) as f64;
    let up = |value: f64| 100.0 - 100.0 * value / top;
    let there = moments.iter().zip(ceiling);
    let back = moments.iter().zip(floor).rev();
    let corners: Vec<_> = there
        .chain(back)
        .map(|(at, value)| format!("{:.2} {:.2}", across(*at), up(*value)))
        .collect();
    format!("M{}Z", corners.join("L"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn history(pid: u16, rates: &[f64]) -> History {
        let series = json!({ "id": pid, "probe": 1, "metric": BITRATE, "labels": { "pid": pid.to_string() }, "unit": "bits_per_second" });
        serde_json::from_value(json!({ "series": series, "step_ms": 1000, "from": 0, "avg": rates })).unwrap()
    }

    #[test]
    fn the_largest_lies_lowest_and_what_is_small_is_one_layer() {
        let rates: Vec<_> = [
            (17, 1.0),
            (256, 800.0),
            (257, 100.0),
            (0, 2.0),
            (4096, 3.0),
            (8191, 50.0),
        ]
        .map(|(pid, rate)| history(pid, &[rate, rate]))
        .into();
        let stack = stack(&rates, Timestamp(0), Timestamp(1000)).unwrap();
        let names: Vec<_> = stack.layers.iter().map(|layer| layer.pid.as_deref()).collect();
        assert_eq!(
            names,
            [Some("256"), Some("257"), Some("8191"), Some("4096"), None]
        );
        assert_eq!(stack.layers[4].newest.to_bits(), 3.0_f64.to_bits());
        assert!(stack.top >= 956.0, "{}", stack.top);
        let share = 100.0 - 100.0 * 800.0 / stack.top;
        assert_eq!(
            stack.layers[0].path,
            format!("M0.00 {share:.2}L100.00 {share:.2}L100.00 100.00L0.00 100.00Z")
        );
    }

    #[test]
    fn where_nothing_was_measured_nothing_is_drawn() {
        assert_eq!(stack(&[], Timestamp(0), Timestamp(1000)), None);
        assert_eq!(
            stack(&[history(256, &[1.0])], Timestamp(5000), Timestamp(9000)),
            None
        );
    }
}
