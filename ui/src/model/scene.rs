//! What a chart is drawn in: its edges, its numbers, its limits.

use wire::kind::Limits;
use wire::{Severity, Timestamp, Unit};

use super::ladder::Ladder;
use super::past::Curve;
use crate::format::{self, Scale};

/// Everything but the curves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scene {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) scale: Scale,
    /// In numbers as they are read.
    pub(crate) ladder: Ladder,
    limits: Option<Limits>,
}

impl Scene {
    /// Wide enough for what the curves do between two moments. A limit is in it when that at most doubles its height: a line
    /// far below its limit is to show how it moves, not where the limit is.
    pub(crate) fn of(
        curves: &[Curve],
        unit: Unit,
        limits: Option<Limits>,
        from: Timestamp,
        to: Timestamp,
    ) -> Self {
        let reach = curves.iter().filter_map(|curve| curve.reach(from, to));
        let reach = reach.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        let mut reach = reach.unwrap_or((0.0, 0.0));
        let limits_are = limits.iter().flat_map(|limits| [limits.major, limits.critical]);
        for limit in limits_are.flatten() {
            let wider = (reach.0.min(limit), reach.1.max(limit));
            let room = (reach.1 - reach.0).max(reach.1.abs() * 0.5);
            if wider.1 - wider.0 <= room * 2.0 {
                reach = wider;
            }
        }
        let scale = format::scale(unit, reach.0.abs().max(reach.1.abs()));
        Self {
            from,
            to,
            scale,
            ladder: Ladder::of(scale.read(reach.0), scale.read(reach.1)),
            limits,
        }
    }

    /// Where a moment stands: 0 at the left edge, 1 at the right.
    #[allow(
        clippy::cast_precision_loss,
        reason = "lengths of time that fit an f64 exactly"
    )]
    pub(crate) fn across(&self, at: Timestamp) -> f64 {
        at.millis_since(self.from) as f64 / (self.to.millis_since(self.from).max(1)) as f64
    }

    /// Where a measured value stands: 0 at the lower edge, 1 at the upper.
    pub(crate) fn up(&self, value: f64) -> f64 {
        self.ladder.share(self.scale.read(value))
    }

    /// The limits that are in sight, and where.
    pub(crate) fn limits(&self) -> impl Iterator<Item = (Severity, f64)> {
        let limits = self.limits.iter().flat_map(|limits| {
            [
                (Severity::Major, limits.major),
                (Severity::Critical, limits.critical),
            ]
        });
        let at = limits.filter_map(|(severity, limit)| Some((severity, self.up(limit?))));
        at.filter(|(_, share)| (0.0..=1.0).contains(share))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wire::kind::{Bad, Sort};

    use super::*;

    #[test]
    fn a_limit_is_in_the_picture_when_it_is_near() {
        let series = json!({ "id": 1, "probe": 1, "metric": "m", "unit": "seconds" });
        let history =
            serde_json::from_value(json!({ "series": series, "step_ms": 1000, "from": 0 })).unwrap();
        let points = [(0, 0.006), (1000, 0.008)].map(|(at, value)| (Timestamp(at), value));
        let curves = [Curve::of(&history, Sort::Gauge, points.into_iter(), 5000)];
        let limits = Limits {
            bad: Bad::Above,
            major: Some(0.01),
            critical: Some(0.1),
        };
        let scene = Scene::of(
            &curves,
            Unit::Seconds,
            Some(limits),
            Timestamp(0),
            Timestamp(2000),
        );
        assert_eq!(scene.scale.sign, "ms");
        let limits: Vec<_> = scene.limits().map(|(severity, _)| severity).collect();
        assert_eq!(limits, [Severity::Major]);
        assert!(scene.up(0.1) > 1.0);
        assert!((scene.across(Timestamp(500)) - 0.25).abs() < 1e-9);
    }
}
