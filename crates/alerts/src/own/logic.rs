//! Tests made of other tests: several together, one that must not be true, one at another probe.

use wire::Timestamp;
use wire::alert::Measured;
use wire::kind::KindInfo;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};

use std::sync::Arc;

use super::{Bands, Judged, Role, Sense, say};

/// At least so many of some tests: one is "any", as many as there are is "all".
pub(super) struct Combined {
    count: usize,
    of: Vec<Box<dyn Sense>>,
    of_one: Vec<Judged>,
    whole: Arc<Labels>,
}

/// No more of the tests that are true are told in one sentence.
const MOST_TOLD: usize = 3;

impl Combined {
    /// At least one test is needed, whatever was asked for.
    pub(super) fn new(count: usize, of: Vec<Box<dyn Sense>>) -> Self {
        Self {
            count: count.max(1),
            of,
            of_one: Vec::new(),
            whole: Arc::default(),
        }
    }
}

/// What several parts are together: the worst of them counts.
fn worst(parts: &[Judged]) -> Option<bool> {
    if parts.iter().any(|part| part.truth == Some(true)) {
        Some(true)
    } else if parts.is_empty() || parts.iter().any(|part| part.truth.is_none()) {
        None
    } else {
        Some(false)
    }
}

/// What is said of the parts that are true, and the value of the first.
fn words(parts: &mut Vec<Judged>) -> (Vec<String>, Option<Measured>) {
    let mut measured = None;
    let told = parts.drain(..).filter(|part| part.truth == Some(true));
    let texts = told.map(|part| {
        if measured.is_none() {
            measured = part.measured;
        }
        format!("{}{}", part.text, say::part(&part.part))
    });
    let texts = texts.collect();
    (texts, measured)
}

fn sentence(mut texts: Vec<String>) -> String {
    let more = texts.len().saturating_sub(MOST_TOLD);
    texts.truncate(MOST_TOLD);
    let text = texts.join("; ");
    if more > 0 {
        format!("{text}; and {more} more")
    } else {
        text
    }
}

impl Sense for Combined {
    fn know(&mut self, kind: &KindInfo) {
        for test in &mut self.of {
            test.know(kind);
        }
    }

    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role) {
        for test in &mut self.of {
            test.join(probe, at, role);
        }
    }

    fn leave(&mut self, probe: ProbeId) {
        for test in &mut self.of {
            test.leave(probe);
        }
    }

    fn take(&mut self, reading: &Reading) {
        for test in &mut self.of {
            test.take(reading);
        }
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        let (mut sure, mut unsure) = (0, 0);
        let mut texts = Vec::new();
        let mut value = None;
        for test in &mut self.of {
            self.of_one.clear();
            test.judge(probe, at, bands, &mut self.of_one);
            match worst(&self.of_one) {
                Some(true) => {
                    sure += 1;
                    let (said, measured) = words(&mut self.of_one);
                    texts.extend(said);
                    value = value.or(measured);
                }
                Some(false) => {}
                None => unsure += 1,
            }
        }
        let truth = if sure >= self.count {
            Some(true)
        } else if sure + unsure < self.count {
            Some(false)
        } else {
            None
        };
        out.push(Judged::new(&self.whole, truth, || (sentence(texts), value)));
    }

    fn shift(&mut self, millis: i64) {
        for test in &mut self.of {
            test.shift(millis);
        }
    }

    fn claim(&self, holds: bool) -> String {
        let claims: Vec<_> = self.of.iter().map(|test| test.claim(true)).collect();
        let not = say::not(holds);
        match self.count {
            1 => format!("{not}{}", claims.join(" or ")),
            all if all == claims.len() => format!("{not}{}", claims.join(" and ")),
            some => format!("{not}{some} of {}", claims.join(", ")),
        }
    }

    fn is_timed(&self) -> bool {
        self.of.iter().any(|test| test.is_timed())
    }
}

/// A test that must not be true.
pub(super) struct Denied {
    of: Box<dyn Sense>,
    parts: Vec<Judged>,
    whole: Arc<Labels>,
}

impl Denied {
    pub(super) fn new(of: Box<dyn Sense>) -> Self {
        Self {
            of,
            parts: Vec::new(),
            whole: Arc::default(),
        }
    }
}

impl Sense for Denied {
    fn know(&mut self, kind: &KindInfo) {
        self.of.know(kind);
    }

    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role) {
        self.of.join(probe, at, role);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.of.leave(probe);
    }

    fn take(&mut self, reading: &Reading) {
        self.of.take(reading);
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        self.parts.clear();
        self.of.judge(probe, at, bands, &mut self.parts);
        let truth = worst(&self.parts).map(|truth| !truth);
        out.push(Judged::new(&self.whole, truth, || (self.of.claim(false), None)));
    }

    fn shift(&mut self, millis: i64) {
        self.of.shift(millis);
    }

    fn claim(&self, holds: bool) -> String {
        self.of.claim(!holds)
    }

    fn is_timed(&self) -> bool {
        self.of.is_timed()
    }
}

/// A test at one probe, whichever probe is judged.
pub(super) struct At {
    probe: ProbeId,
    of: Box<dyn Sense>,
    is_here: bool,
    parts: Vec<Judged>,
    whole: Arc<Labels>,
}

impl At {
    pub(super) fn new(probe: ProbeId, of: Box<dyn Sense>) -> Self {
        Self {
            probe,
            of,
            is_here: false,
            parts: Vec::new(),
            whole: Arc::default(),
        }
    }
}

impl Sense for At {
    fn know(&mut self, kind: &KindInfo) {
        self.of.know(kind);
    }

    fn join(&mut self, probe: ProbeId, at: Timestamp, _: Role) {
        if probe != self.probe {
            self.of.join(probe, at, Role::Peer);
        } else if !self.is_here {
            self.is_here = true;
            self.of.join(probe, at, Role::LookedAt);
        }
    }

    fn leave(&mut self, probe: ProbeId) {
        self.is_here &= probe != self.probe;
        self.of.leave(probe);
    }

    fn take(&mut self, reading: &Reading) {
        // Nobody says when a probe that is only named here began to work: its first look does.
        if reading.probe == self.probe && !self.is_here {
            self.join(reading.probe, reading.at, Role::LookedAt);
        }
        self.of.take(reading);
    }

    fn judge(&mut self, _: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        self.parts.clear();
        self.of.judge(self.probe, at, bands, &mut self.parts);
        let (truth, probe) = (worst(&self.parts), self.probe.0);
        out.push(Judged::new(&self.whole, truth, || {
            let (texts, measured) = words(&mut self.parts);
            (format!("at probe {probe}: {}", sentence(texts)), measured)
        }));
    }

    fn shift(&mut self, millis: i64) {
        self.of.shift(millis);
    }

    fn claim(&self, holds: bool) -> String {
        format!("at probe {}: {}", self.probe.0, self.of.claim(holds))
    }

    fn is_timed(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wire::kind::Bad;
    use wire::reading::Sample;
    use wire::rule::Test;

    use super::super::testing::{
        CAMERA, CENTRE, failed, load, look, of, own, pick, port, sample, with_finding,
    };
    use super::*;

    fn busy() -> Test {
        Test::Limit {
            series: pick("box_load_ratio"),
            bad: Bad::Above,
            limit: 0.9,
            clear: None,
        }
    }

    fn link_down() -> Test {
        Test::Limit {
            series: pick("box_link_up"),
            bad: Bad::Below,
            limit: 0.5,
            clear: None,
        }
    }

    fn up(name: &str, is_up: f64) -> Sample {
        sample("box_link_up", port(name), is_up)
    }

    #[test]
    fn of_several_series_the_worst_counts_and_is_named() {
        let mut own = own(Test::All {
            of: vec![busy(), link_down()],
        });
        assert_eq!(own.truth(&load(1.0, 0.97)), None, "no link is known yet");
        let mut both = load(2.0, 0.97);
        both.samples.extend([up("a", 1.0), up("b", 0.0)]);
        let told = own.see(&both);
        assert!(told.part.is_empty());
        assert_eq!(told.text, "CPU load is 97 %, above 90 %; Link up is no (b)");
        assert_eq!(told.measured.unwrap().metric, "box_load_ratio");
        assert_eq!(own.truth(&load(3.0, 0.1)), Some(false));
    }

    #[test]
    fn what_must_not_be_is_said_in_words() {
        let mut own = own(Test::Not {
            of: Box::new(Test::Any {
                of: vec![busy(), Test::Failure],
            }),
        });
        let told = own.see(&load(1.0, 0.1));
        assert_eq!(told.text, "CPU load not above 90 %; looks succeed");
        assert_eq!(own.truth(&failed(2.0)), Some(false));
    }

    #[test]
    fn a_test_at_another_probe_waits_for_its_looks() {
        let mut own = own(Test::All {
            of: vec![
                Test::Failure,
                Test::Not {
                    of: Box::new(Test::At {
                        probe: CENTRE,
                        of: Box::new(Test::Failure),
                    }),
                },
            ],
        });
        assert!(own.needs(CAMERA) && own.needs(CENTRE) && !own.needs(ProbeId(3)));
        assert!(own.is_timed());
        assert_eq!(own.truth(&failed(1.0)), None);
        own.take(&of(CENTRE, load(2.0, 0.1)));
        let told = &own.parts(CAMERA, 2.0)[0];
        assert_eq!(told.truth, Some(true));
        assert_eq!(told.text, "no answer within 0.9 s; at probe 2: looks succeed");
        own.take(&of(CENTRE, failed(3.0)));
        assert_eq!(own.now(3.0), Some(false));
        assert!(own.parts(CENTRE, 3.0).is_empty(), "it is only asked");
        // What is known of a probe that no longer works is forgotten.
        own.leave(CENTRE);
        assert_eq!(own.now(4.0), None);
        own.leave(CAMERA);
        assert!(own.parts(CAMERA, 4.0).is_empty() && !own.needs(CAMERA));
    }

    #[test]
    fn a_test_at_another_probe_can_be_of_its_own_series() {
        let mut own = own(Test::At {
            probe: CENTRE,
            of: Box::new(link_down()),
        });
        own.take(&of(CENTRE, look(1.0, vec![up("a", 1.0), up("b", 0.0)])));
        own.take(&look(1.0, vec![up("a", 1.0)]));
        let told = own.parts(CAMERA, 1.0);
        assert_eq!(told[0].text, "at probe 2: Link up is no (b)");
        assert!(told[0].part.is_empty());
    }

    #[test]
    fn a_rule_of_nothing_never_fires() {
        for test in [
            Test::All { of: Vec::new() },
            Test::Any { of: Vec::new() },
            Test::AtLeast {
                count: 0,
                of: Vec::new(),
            },
        ] {
            let denied = Test::Not {
                of: Box::new(test.clone()),
            };
            assert_eq!(own(test).truth(&load(1.0, 0.1)), Some(false));
            assert_eq!(own(denied).truth(&load(1.0, 0.1)), Some(false));
        }
    }

    /// A test that is true, untrue or not known after [`seen`].
    fn known(truth: Option<bool>) -> Test {
        let held = |limit| Test::Limit {
            series: pick("box_load_ratio"),
            bad: Bad::Above,
            limit,
            clear: None,
        };
        match truth {
            Some(true) => held(0.1),
            Some(false) => held(0.9),
            None => link_down(),
        }
    }

    fn seen(test: Test) -> Option<bool> {
        own(test).truth(&with_finding(load(1.0, 0.5)))
    }

    fn boxed(test: Test) -> Box<Test> {
        Box::new(test)
    }

    proptest! {
        #[test]
        fn three_valued_logic_is_kleenes(truths in prop::collection::vec(any::<Option<bool>>(), 1..6), count in 1usize..6) {
            let tests: Vec<_> = truths.iter().copied().map(known).collect();
            let count = count.min(truths.len());
            let yes = truths.iter().filter(|truth| **truth == Some(true)).count();
            let maybe = truths.iter().filter(|truth| truth.is_none()).count();
            let least = |count: usize| if yes >= count { Some(true) } else if yes + maybe < count { Some(false) } else { None };
            let all = Test::All { of: tests.clone() };
            let any = Test::Any { of: tests.clone() };
            let some = Test::AtLeast { count: u32::try_from(count).unwrap(), of: tests.clone() };
            for (test, truth) in [(all, least(tests.len())), (any, least(1)), (some, least(count))] {
                let not = Test::Not { of: boxed(test.clone()) };
                let twice = Test::Not { of: boxed(not.clone()) };
                prop_assert_eq!(seen(test), truth);
                prop_assert_eq!(seen(not), truth.map(|truth| !truth));
                prop_assert_eq!(seen(twice), truth);
            }
        }
    }
}
