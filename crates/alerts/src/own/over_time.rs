//! A state over time: another test was true for too much of a window.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::Timestamp;
use wire::kind::KindInfo;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};
use wire::rule::Spent;

use super::tally::{Allowance, Tally};
use super::{Bands, HELD_MS, Judged, Role, Sense, say};

/// Another test was true for too much of one window, until it was true for little enough of another.
pub(super) struct OverTime {
    of: Box<dyn Sense>,
    raise: Allowance,
    clear: Allowance,
    here: BTreeMap<ProbeId, Vec<Part>>,
    now: Vec<Judged>,
}

/// What is remembered of one part.
struct Part {
    labels: Arc<Labels>,
    /// When it was judged last, and what was found.
    judged: Timestamp,
    found: Option<bool>,
    held: Option<bool>,
    raise: Tally,
    clear: Tally,
}

impl OverTime {
    pub(super) fn new(of: Box<dyn Sense>, raise: (u32, Spent), clear: (u32, Spent)) -> Self {
        Self {
            of,
            raise: Allowance::new(raise.0, raise.1),
            clear: Allowance::new(clear.0, clear.1),
            here: BTreeMap::new(),
            now: Vec::new(),
        }
    }
}

impl Part {
    fn new(labels: &Arc<Labels>, at: Timestamp) -> Self {
        Self {
            labels: Arc::clone(labels),
            judged: at,
            found: None,
            held: None,
            raise: Tally::default(),
            clear: Tally::default(),
        }
    }

    /// The test was judged: what was found before held until now.
    fn step(&mut self, raise: &Allowance, clear: &Allowance, at: Timestamp, found: Option<bool>) {
        let passed = at.millis_since(self.judged);
        let before = std::mem::replace(&mut self.found, found);
        if passed < 0 {
            if passed < -raise.window_ms.max(clear.window_ms) {
                *self = Self {
                    held: self.held,
                    found,
                    ..Self::new(&self.labels, at)
                };
            }
            return;
        }
        for (tally, of) in [(&mut self.raise, raise), (&mut self.clear, clear)] {
            if let Some(bad) = before
                && passed <= HELD_MS
            {
                tally.stretch(of, self.judged, at, bad);
            }
            if found == Some(true) {
                tally.moment(of, at);
            }
        }
        self.judged = at;
    }

    /// What is not known does not count as bad. To say that all is well, half of the window must be known.
    fn truth(&mut self, raise: &Allowance, clear: &Allowance) -> (Option<bool>, f64) {
        let window = self.raise.amount(raise, self.judged);
        if raise.is_over(window.bad) {
            self.held = Some(true);
        } else if window.known == 0.0 {
            return (None, window.bad);
        } else if self.held != Some(false) {
            let well = self.clear.amount(clear, self.judged);
            if clear.is_under(well.bad) {
                if well.known < 0.5 {
                    return (None, window.bad);
                }
                self.held = Some(false);
            }
        }
        (self.held, window.bad)
    }
}

impl Sense for OverTime {
    fn know(&mut self, kind: &KindInfo) {
        self.of.know(kind);
    }

    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role) {
        self.of.join(probe, at, role);
        if role == Role::LookedAt {
            self.here.entry(probe).or_default();
        }
    }

    fn leave(&mut self, probe: ProbeId) {
        self.of.leave(probe);
        self.here.remove(&probe);
    }

    fn take(&mut self, reading: &Reading) {
        self.of.take(reading);
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        let mut now = std::mem::take(&mut self.now);
        now.clear();
        self.of.judge(probe, at, bands, &mut now);
        let (raise, clear) = (self.raise, self.clear);
        let parts = self.here.entry(probe).or_default();
        for (place, now) in now.iter_mut().enumerate() {
            // The test names its parts in the same order each time.
            let is_it = |part: &Part| Arc::ptr_eq(&part.labels, &now.part) || part.labels == now.part;
            if !parts.get(place).is_some_and(is_it) {
                let found = parts.iter().position(is_it);
                match found {
                    Some(found) => parts.swap(place, found),
                    None => parts.insert(place, Part::new(&now.part, at)),
                }
            }
            let part = &mut parts[place];
            part.step(&raise, &clear, at, now.truth);
            let (truth, bad) = part.truth(&raise, &clear);
            out.push(Judged::new(&now.part, truth, || {
                let text = format!("{} {}", self.of.claim(true), raise.said(bad, "last "));
                (text, now.measured.take())
            }));
        }
        // What the test no longer names is gone.
        parts.truncate(now.len());
        self.now = now;
    }

    fn shift(&mut self, millis: i64) {
        self.of.shift(millis);
        for part in self.here.values_mut().flatten() {
            part.judged = part.judged.plus_millis(millis);
            part.raise.shift(&self.raise, millis);
            part.clear.shift(&self.clear, millis);
        }
    }

    fn claim(&self, holds: bool) -> String {
        let spent = self.raise.said(self.raise.amount(), "");
        format!("{} {}{spent}", self.of.claim(true), say::not(holds))
    }

    fn is_timed(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wire::kind::Bad;
    use wire::reading::Labels;
    use wire::rule::Test;

    use super::super::Unlearned;
    use super::super::testing::{CAMERA, at, load, look, own, pick, port, sample};
    use super::*;

    fn busy() -> Test {
        Test::Limit {
            series: pick("box_load_ratio"),
            bad: Bad::Above,
            limit: 0.9,
            clear: None,
        }
    }

    fn too_much(raise: Spent, clear: Option<(u32, Spent)>) -> Test {
        Test::OverTime {
            of: Box::new(busy()),
            window_s: 60,
            raise,
            clear_window_s: clear.map(|(window_s, _)| window_s),
            clear: clear.map(|(_, clear)| clear),
        }
    }

    fn seen(own: &mut super::super::Own, from: u32, to: u32, value: f64) -> Option<bool> {
        let mut truth = None;
        for second in from..to {
            truth = own.truth(&load(second.into(), value));
        }
        truth
    }

    #[test]
    fn one_bad_look_after_the_start_is_not_too_much() {
        let mut own = own(too_much(Spent::Share(0.5), None));
        assert_eq!(seen(&mut own, 0, 20, 1.0), None, "20 s of 60 s at the most");
        assert_eq!(seen(&mut own, 20, 31, 1.0), Some(true));
        let told = own.parts(CAMERA, 30.0);
        assert_eq!(told[0].text, "CPU load above 90 % for 50 % of the last 1 min");
        assert!(told[0].measured.is_some());
    }

    #[test]
    fn what_comes_and_goes_is_one_trouble() {
        let mut own = own(too_much(Spent::Share(0.3), None));
        let mut fired = 0;
        for round in 0..30_u32 {
            seen(&mut own, round * 10, round * 10 + 5, 1.0);
            let truth = seen(&mut own, round * 10 + 5, round * 10 + 10, 0.1);
            if round >= 6 {
                assert_eq!(truth, Some(true), "half of the time is bad, round {round}");
                fired += 1;
            }
        }
        assert_eq!(fired, 24);
        assert_eq!(seen(&mut own, 300, 320, 0.1), Some(true));
        assert_eq!(seen(&mut own, 320, 325, 0.1), Some(false));
    }

    #[test]
    fn the_way_back_has_a_window_of_its_own() {
        let mut own = own(too_much(Spent::Seconds(10), Some((120, Spent::Seconds(0)))));
        assert_eq!(seen(&mut own, 0, 10, 1.0), Some(true));
        assert_eq!(seen(&mut own, 10, 128, 0.1), Some(true));
        assert_eq!(seen(&mut own, 128, 133, 0.1), Some(false));
        let told = {
            seen(&mut own, 133, 143, 1.0);
            own.parts(CAMERA, 142.0)
        };
        assert_eq!(
            told[0].text,
            "CPU load above 90 % in 10 seconds of the last 1 min"
        );
    }

    #[test]
    fn a_stretch_that_nobody_watched_is_neither_bad_nor_well() {
        let mut own = own(too_much(Spent::Share(0.5), None));
        assert_eq!(seen(&mut own, 0, 40, 1.0), Some(true));
        // The machine slept for an hour.
        assert_eq!(own.now(3_600.0), None);
        assert_eq!(
            seen(&mut own, 3_601, 3_620, 0.1),
            None,
            "a third of a window is known"
        );
        assert_eq!(seen(&mut own, 3_620, 3_640, 0.1), Some(false));
    }

    #[test]
    fn a_clock_that_is_set_moves_the_windows_with_it() {
        for millis in [-3_600_000, 7_212_345] {
            let mut own = own(too_much(Spent::Share(0.5), None));
            assert_eq!(seen(&mut own, 0, 40, 1.0), Some(true));
            own.shift(millis);
            let mut out = Vec::new();
            own.judge(CAMERA, at(40.0).plus_millis(millis), &Unlearned, &mut out);
            assert_eq!(out[0].truth, Some(true));
        }
        // One that is set without a word does no harm either.
        let mut own = own(too_much(Spent::Share(0.5), None));
        seen(&mut own, 10_000, 10_040, 1.0);
        assert_eq!(own.truth(&load(0.0, 1.0)), None);
        assert_eq!(seen(&mut own, 1, 40, 1.0), Some(true));
    }

    #[test]
    fn every_series_has_windows_of_its_own() {
        let mut own = own(Test::OverTime {
            of: Box::new(Test::Limit {
                series: pick("box_link_up"),
                bad: Bad::Below,
                limit: 0.5,
                clear: None,
            }),
            window_s: 10,
            raise: Spent::Share(0.5),
            clear_window_s: None,
            clear: None,
        });
        let up = |name: &str, is_up| sample("box_link_up", port(name), is_up);
        for second in 0..20_u32 {
            // Another port appears before the others, and the order changes.
            let mut samples = vec![up("a", 1.0), up("b", 0.0)];
            if second > 5 {
                samples.insert(0, up("c", 1.0));
            }
            own.take(&look(second.into(), samples));
            own.parts(CAMERA, second.into());
        }
        let parts = own.parts(CAMERA, 19.0);
        let truths: Vec<_> = parts
            .iter()
            .map(|part| (part.part["port"].as_str(), part.truth))
            .collect();
        assert_eq!(
            truths,
            [("a", Some(false)), ("b", Some(true)), ("c", Some(false))]
        );
        assert_eq!(parts[1].text, "Link up no for 100 % of the last 10 s");
    }

    proptest! {
        #[test]
        fn the_same_looks_give_the_same_in_any_order_of_times(
            looks in prop::collection::vec((-1_000_000i64..1_000_000, any::<bool>(), any::<bool>()), 1..100),
        ) {
            let test = too_much(Spent::Share(0.2), Some((30, Spent::Seconds(2))));
            let (mut one, mut other) = (own(test.clone()), own(test));
            for (millis, is_bad, is_seen) in looks {
                let value = if is_bad { 1.0 } else { 0.0 };
                let mut reading = look(0.0, vec![sample("box_load_ratio", Labels::new(), value)]);
                reading.at = Timestamp(millis);
                let mut found = [Vec::new(), Vec::new()];
                for (own, out) in [&mut one, &mut other].into_iter().zip(&mut found) {
                    if is_seen {
                        own.take(&reading);
                    }
                    own.judge(CAMERA, reading.at, &Unlearned, out);
                }
                prop_assert_eq!(&found[0], &found[1]);
                prop_assert!(found[0].len() <= 1);
            }
        }
    }
}
