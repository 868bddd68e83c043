//! A value past a limit, with a way back of its own.

use wire::Timestamp;
use wire::kind::{Bad, KindInfo};
use wire::probe::ProbeId;
use wire::reading::Reading;

use super::pick::{Picked, is_past};
use super::{Bands, Judged, Role, Sense, say};

/// A value is past a limit until it has come back to another.
pub(super) struct Limit {
    series: Picked<Held>,
    bad: Bad,
    limit: f64,
    clear: f64,
}

#[derive(Default)]
pub(super) struct Held {
    value: f64,
    truth: Option<bool>,
}

impl Limit {
    pub(super) fn new(series: Picked<Held>, bad: Bad, limit: f64, clear: Option<f64>) -> Self {
        // A way back on the bad side of the limit is none.
        let clear = clear.filter(|clear| !is_past(bad, *clear, limit));
        Self {
            series,
            bad,
            limit,
            clear: clear.unwrap_or(limit),
        }
    }
}

impl Held {
    /// Between the limit and the way back it is what it was before; at first nobody knows what that was.
    fn take(&mut self, value: f64, bad: Bad, limit: f64, clear: f64) {
        self.value = value;
        if is_past(bad, value, limit) {
            self.truth = Some(true);
        } else if !is_past(bad, value, clear) {
            self.truth = Some(false);
        }
    }
}

impl Sense for Limit {
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
        let (bad, limit, clear) = (self.bad, self.limit, self.clear);
        self.series.take(reading, |part, sample| {
            part.memory.take(sample.value, bad, limit, clear);
        });
    }

    fn judge(&mut self, probe: ProbeId, _: Timestamp, _: &dyn Bands, out: &mut Vec<Judged>) {
        let (bad, limit) = (self.bad, self.limit);
        self.series.judge(probe, out, |said, part| {
            let held = &part.memory;
            Judged::new(&part.labels, held.truth, || {
                let text = say::past(said, held.value, bad, limit);
                (
                    text,
                    Some(said.measured(&part.labels, held.value, limit, said.unit)),
                )
            })
        });
    }

    fn shift(&mut self, millis: i64) {
        self.series.shift(millis, |_| {});
    }

    fn claim(&self, holds: bool) -> String {
        say::bound(&self.series.said, holds, self.bad, self.limit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wire::Unit;
    use wire::rule::Test;

    use super::super::testing::{CAMERA, failed, load, look, own, pick, port, sample};
    use super::*;

    fn hot(clear: Option<f64>) -> Test {
        Test::Limit {
            series: pick("box_load_ratio"),
            bad: Bad::Above,
            limit: 0.9,
            clear,
        }
    }

    #[test]
    fn a_value_past_its_limit_is_told_with_both() {
        let mut own = own(hot(None));
        assert!(own.parts(CAMERA, 0.0).is_empty());
        assert_eq!(own.truth(&load(1.0, 0.9)), Some(false));
        let told = own.see(&load(2.0, 0.97));
        assert_eq!(told.truth, Some(true));
        assert_eq!(told.text, "CPU load is 97 %, above 90 %");
        let measured = told.measured.unwrap();
        assert_eq!((measured.value, measured.limit), (0.97, 0.9));
        assert_eq!(measured.unit, Unit::Ratio);
        assert_eq!(own.truth(&load(3.0, 0.9)), Some(false));
    }

    #[test]
    fn it_is_well_again_only_behind_the_way_back() {
        let mut own = own(hot(Some(0.8)));
        assert_eq!(
            own.truth(&load(1.0, 0.85)),
            None,
            "nobody knows where it came from"
        );
        for (second, value, truth) in [
            (2.0, 0.7, false),
            (3.0, 0.85, false),
            (4.0, 0.91, true),
            (5.0, 0.85, true),
            (6.0, 0.8, false),
            (7.0, 0.85, false),
        ] {
            assert_eq!(own.truth(&load(second, value)), Some(truth), "{value}");
        }
    }

    #[test]
    fn the_newest_value_stays_when_a_look_fails_or_brings_no_number() {
        let mut own = own(hot(None));
        own.take(&load(1.0, 0.97));
        assert_eq!(own.truth(&failed(2.0)), Some(true));
        assert_eq!(own.truth(&load(3.0, f64::NAN)), Some(true));
        assert_eq!(own.truth(&load(4.0, f64::NEG_INFINITY)), Some(true));
        assert_eq!(own.truth(&load(1.5, 0.5)), Some(false), "a clock that went back");
    }

    #[test]
    fn every_series_is_judged_by_itself_in_any_order() {
        let mut own = own(Test::Limit {
            series: pick("box_link_up"),
            bad: Bad::Below,
            limit: 0.5,
            clear: None,
        });
        let up = |name: &str, is_up| sample("box_link_up", port(name), f64::from(u8::from(is_up)));
        own.take(&look(1.0, vec![up("a", true), up("b", true)]));
        own.take(&look(2.0, vec![up("c", false), up("b", false), up("a", true)]));
        let parts = own.parts(CAMERA, 2.0);
        let told: Vec<_> = parts
            .iter()
            .map(|part| (part.part["port"].as_str(), part.truth, part.text.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("a", Some(false), ""),
                ("b", Some(true), "Link up is no"),
                ("c", Some(true), "Link up is no"),
            ]
        );
        // A port that was taken away is not missed for ever.
        own.take(&look(3_000.0, vec![up("a", true), up("c", false)]));
        assert_eq!(own.parts(CAMERA, 3_000.0).len(), 3);
        own.take(&look(4_000.0, vec![up("a", true), up("c", false)]));
        let parts = own.parts(CAMERA, 4_000.0);
        assert_eq!(parts.len(), 3);
        assert_eq!((&*parts[2].part, parts[2].truth), (&port("b"), Some(false)));
        assert_eq!(own.parts(CAMERA, 4_000.0).len(), 2);
    }

    #[test]
    fn a_series_named_with_its_labels_is_found_wherever_it_stands() {
        let mut series = pick("box_link_up");
        series.labels = port("b");
        let mut own = own(Test::Limit {
            series,
            bad: Bad::Below,
            limit: 0.5,
            clear: None,
        });
        let up = |name: &str, is_up| sample("box_link_up", port(name), f64::from(u8::from(is_up)));
        assert_eq!(
            own.truth(&look(1.0, vec![up("a", false), up("b", true)])),
            Some(false)
        );
        assert_eq!(
            own.truth(&look(2.0, vec![up("b", false), up("a", true)])),
            Some(true)
        );
        assert_eq!(own.truth(&look(3.0, vec![up("a", false)])), Some(true));
        assert_eq!(
            own.truth(&look(4.0, vec![up("c", false), up("b", true)])),
            Some(false)
        );
    }

    #[test]
    fn series_without_end_are_not_all_remembered() {
        let mut own = own(Test::Limit {
            series: pick("box_link_up"),
            bad: Bad::Below,
            limit: 0.5,
            clear: None,
        });
        let most = super::super::pick::MOST_SERIES;
        let many = (0..most + 100).map(|n| sample("box_link_up", port(&n.to_string()), 0.0));
        own.take(&look(1.0, many.collect()));
        assert_eq!(own.parts(CAMERA, 1.0).len(), most);
    }

    proptest! {
        #[test]
        fn nothing_flips_between_the_limit_and_the_way_back(values in prop::collection::vec(0.0..1.0f64, 1..60)) {
            let (mut own, mut again) = (own(hot(Some(0.8))), own(hot(Some(0.8))));
            let mut before = None;
            for (second, value) in (1u32..).zip(values) {
                let reading = load(second.into(), value);
                let now = own.truth(&reading);
                prop_assert_eq!(now, again.truth(&reading));
                if value > 0.8 && value <= 0.9 {
                    prop_assert_eq!(now, before);
                } else {
                    prop_assert_eq!(now, Some(value > 0.9));
                }
                before = now;
            }
        }
    }
}
