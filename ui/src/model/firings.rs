//! When a rule would have fired, as bands behind the value that it tests.

use wire::kind::{Bad, Limits};
use wire::rule::{Pick, Test};
use wire::trial::{Firing, Trial};

use super::scene::Scene;

/// What of a test a chart can show.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    /// Whose values.
    pub(crate) series: Pick,
    /// Its limit, in the unit of the values; none where the test has none of its own.
    pub(crate) limits: Option<Limits>,
    /// Whether it is held against what is usual.
    pub(crate) is_unusual: bool,
}

/// The first series that a test is about, and its limit.
pub(crate) fn shown(test: &Test) -> Option<Shown> {
    let one = |series: &Pick, limit: Option<(Bad, f64)>| Shown {
        series: series.clone(),
        limits: limit.map(|(bad, limit)| Limits {
            bad,
            major: Some(limit),
            critical: None,
        }),
        is_unusual: matches!(test, Test::Unusual { .. }),
    };
    match test {
        Test::Limit {
            series, bad, limit, ..
        }
        | Test::Rate {
            series, bad, limit, ..
        }
        | Test::Forecast {
            series, bad, limit, ..
        } => Some(one(series, Some((*bad, *limit)))),
        Test::Unusual { series, .. } | Test::UnlikePeers { series, .. } => Some(one(series, None)),
        Test::Ratio { bad, .. } | Test::Burn { bad, .. } => Some(one(bad, None)),
        Test::NoData { series, .. } => series.as_ref().map(|series| one(series, None)),
        Test::Failure | Test::Finding { .. } => None,
        Test::OverTime { of, .. } | Test::Not { of } => shown(of),
        // Another probe's values are not drawn for this one.
        Test::At { .. } => None,
        Test::All { of } | Test::Any { of } | Test::AtLeast { of, .. } => of.iter().find_map(shown),
    }
}

/// Where a firing stands in the chart: begin and width, 0 to 1; none where it is out of sight.
pub(crate) fn band(firing: &Firing, trial: &Trial, scene: &Scene) -> Option<(f64, f64)> {
    let end = firing.resolved.unwrap_or(trial.to);
    let (left, right) = (scene.across(firing.raised).max(0.0), scene.across(end).min(1.0));
    (left < 1.0 && right > 0.0).then(|| (left, (right - left).max(0.0)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wire::{Timestamp, Unit};

    use super::*;

    #[test]
    fn the_first_series_of_a_test_is_shown_with_its_limit() {
        let limit = json!({ "test": "limit", "series": { "metric": "m" }, "bad": "below", "limit": 3.0 });
        let test: Test = serde_json::from_value(json!({
            "test": "all",
            "of": [{ "test": "failure" }, { "test": "not", "of": limit }],
        }))
        .unwrap();
        let found = shown(&test).unwrap();
        assert_eq!(found.series.metric, "m");
        assert_eq!(found.limits.and_then(|limits| limits.major), Some(3.0));
        assert_eq!(shown(&Test::Failure), None);
    }

    #[test]
    fn a_band_is_cut_at_the_edges_and_one_that_still_fires_goes_to_the_end() {
        let firing = |raised: i64, resolved: Option<i64>| -> Firing {
            serde_json::from_value(json!({
                "subject": { "name": "A" }, "severity": "major", "began": raised, "raised": raised,
                "resolved": resolved, "text": "It is bad.",
            }))
            .unwrap()
        };
        let trial: Trial = serde_json::from_value(json!({
            "from": 0, "to": 1000, "step_ms": 1, "firings": [], "total": 0, "seconds_firing": 0.0,
            "looked_at": 1, "series": 1, "left_out": [],
        }))
        .unwrap();
        let scene = Scene::of(&[], Unit::Seconds, None, Timestamp(200), Timestamp(1000));
        assert_eq!(band(&firing(600, None), &trial, &scene), Some((0.5, 0.5)));
        assert_eq!(band(&firing(0, Some(400)), &trial, &scene), Some((0.0, 0.25)));
        assert_eq!(band(&firing(0, Some(100)), &trial, &scene), None);
    }
}
