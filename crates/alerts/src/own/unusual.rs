//! A value unlike what is usual for it.

use wire::Timestamp;
use wire::kind::{Bad, KindInfo};
use wire::probe::ProbeId;
use wire::reading::Reading;

use super::pick::Picked;
use super::{Bands, Judged, Role, Sense, say};

/// A value is further from the middle of what is usual than so many deviations.
pub(super) struct Unusual {
    series: Picked<f64>,
    bad: Option<Bad>,
    deviations: f64,
}

impl Unusual {
    pub(super) fn new(series: Picked<f64>, bad: Option<Bad>, deviations: f64) -> Self {
        Self {
            series,
            bad,
            deviations,
        }
    }
}

/// Whether a distance, in deviations, is too great on a side that is bad.
pub(super) fn is_far(distance: f64, bad: Option<Bad>, deviations: f64) -> bool {
    match bad {
        Some(Bad::Above) => distance > deviations,
        Some(Bad::Below) => distance < -deviations,
        None => distance.abs() > deviations,
    }
}

impl Sense for Unusual {
    fn know(&mut self, kind: &KindInfo) {
        self.series.know(kind);
    }

    fn join(&mut self, probe: ProbeId, _: Timestamp, role: Role) {
        self.series.join(probe, role);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.series.leave(probe);
    }

    fn take(&mut self, reading: &Reading) {
        self.series
            .take(reading, |part, sample| part.memory = sample.value);
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        let (bad, deviations) = (self.bad, self.deviations);
        self.series.judge(probe, out, |said, part| {
            let value = part.memory;
            let band = bands.band(probe, &said.metric, &part.labels, at);
            // Where nothing ever varied, nothing is known about how far is far.
            let band = band.filter(|band| band.deviation > 0.0 && band.deviation.is_finite());
            let Some(band) = band else {
                return Judged::new(&part.labels, None, Default::default);
            };
            let distance = (value - band.mid) / band.deviation;
            Judged::new(&part.labels, Some(is_far(distance, bad, deviations)), || {
                let write = |value| say::value(said.unit, value);
                let text = format!(
                    "{} is {}, usually {} to {} at this time",
                    said.title,
                    write(value),
                    write(band.low),
                    write(band.high)
                );
                let limit = band.mid + deviations.copysign(distance) * band.deviation;
                (text, Some(said.measured(&part.labels, value, limit, said.unit)))
            })
        });
    }

    fn shift(&mut self, millis: i64) {
        self.series.shift(millis, |_| {});
    }

    fn claim(&self, holds: bool) -> String {
        let as_ever = if holds { "unusual" } else { "as usual" };
        format!("{} {as_ever}", self.series.said.title)
    }
}

#[cfg(test)]
mod tests {
    use wire::reading::Labels;
    use wire::rule::Test;

    use super::super::testing::{CAMERA, at, load, own, pick};
    use super::super::{Band, Own};
    use super::*;

    struct Learned(f64);

    impl Bands for Learned {
        fn band(&self, probe: ProbeId, metric: &str, labels: &Labels, _: Timestamp) -> Option<Band> {
            assert_eq!(
                (probe, metric, labels.len()),
                (CAMERA, "box_load_ratio", 0),
                "it is asked about the right series"
            );
            Some(Band {
                low: 0.2,
                mid: 0.3,
                high: 0.4,
                deviation: self.0,
            })
        }
    }

    fn judged(own: &mut Own, value: f64, deviation: f64) -> (Option<bool>, String) {
        own.take(&load(1.0, value));
        let mut out = Vec::new();
        own.judge(CAMERA, at(1.0), &Learned(deviation), &mut out);
        (out[0].truth, out.remove(0).text)
    }

    fn unusual(bad: Option<Bad>) -> Own {
        own(Test::Unusual {
            series: pick("box_load_ratio"),
            bad,
            deviations: 4.0,
        })
    }

    #[test]
    fn a_value_far_from_what_is_usual_is_told_with_it() {
        let mut both = unusual(None);
        assert_eq!(judged(&mut both, 0.45, 0.05).0, Some(false));
        let (truth, text) = judged(&mut both, 0.6, 0.05);
        assert_eq!(truth, Some(true));
        assert_eq!(text, "CPU load is 60 %, usually 20 % to 40 % at this time");
        assert_eq!(judged(&mut both, 0.0, 0.05).0, Some(true));
        assert_eq!(judged(&mut unusual(Some(Bad::Above)), 0.0, 0.05).0, Some(false));
        assert_eq!(judged(&mut unusual(Some(Bad::Below)), 0.0, 0.05).0, Some(true));
    }

    #[test]
    fn nothing_is_said_before_anything_is_learned() {
        let mut own = unusual(None);
        own.take(&load(1.0, 0.6));
        assert_eq!(own.now(1.0), None);
        assert_eq!(judged(&mut own, 0.6, 0.0).0, None);
    }
}
