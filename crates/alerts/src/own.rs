//! The operator's own rules: what is remembered for each of their tests, and whether it is true.
//!
//! Logic has three values (S. C. Kleene, Introduction to Metamathematics, 1952, §64): true, untrue, and not known, which is
//! what a test is that lacks what it needs. An alert whose rule is not known stays as it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use wire::Timestamp;
use wire::alert::Measured;
use wire::kind::KindInfo;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};
use wire::rule::{RuleSpec, Test};

mod faults;
mod forecast;
mod limit;
mod logic;
mod look;
mod no_data;
mod over_time;
mod peers;
mod pick;
mod rate;
mod ratio;
mod say;
mod tally;
#[cfg(test)]
mod testing;
mod unusual;
mod window;

pub use faults::faults;

use limit::Limit;
use logic::{At, Combined, Denied};
use pick::Picked;
use window::Length;

/// One own rule at all the probes it looks at.
pub struct Own {
    spec: RuleSpec,
    test: Box<dyn Sense>,
    looked_at: BTreeSet<ProbeId>,
    others: BTreeSet<ProbeId>,
}

/// What a rule says of one part of a probe.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The labels of the series; empty where it is about the probe as a whole, or combines several series.
    pub part: Arc<Labels>,
    /// Whether the test is true; none where that is not known, and the alert stays as it is.
    pub truth: Option<bool>,
    /// What is wrong, in one sentence that needs the name of its subject before it. Empty unless it is true.
    pub text: String,
    /// The value that is past its limit, where it is true and there is one.
    pub measured: Option<Measured>,
}

impl Judged {
    /// Asks for words and figures only where it is true.
    fn new(
        part: &Arc<Labels>,
        truth: Option<bool>,
        say: impl FnOnce() -> (String, Option<Measured>),
    ) -> Self {
        let (text, measured) = if truth == Some(true) {
            say()
        } else {
            Default::default()
        };
        Self {
            part: Arc::clone(part),
            truth,
            text,
            measured,
        }
    }
}

/// What has been learned about what is usual.
pub trait Bands {
    /// What is usual for that series at that time; none where too little has been learned.
    fn band(&self, probe: ProbeId, metric: &str, labels: &Labels, at: Timestamp) -> Option<Band>;
}

/// What is usual for a value, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The least that is usual.
    pub low: f64,
    /// In the middle of it.
    pub mid: f64,
    /// The most that is usual.
    pub high: f64,
    /// One robust deviation from the middle.
    pub deviation: f64,
}

impl Own {
    /// The rule before it has seen anything. `kinds` are those of the probes that it looks at or names: from them come the
    /// titles of metrics and which of them are counters.
    #[must_use]
    pub fn new(spec: RuleSpec, kinds: &[&KindInfo]) -> Self {
        let others = others(&spec.when);
        Self {
            test: build(&spec.when, true, kinds),
            spec,
            looked_at: BTreeSet::new(),
            others,
        }
    }

    /// What the operator said.
    #[must_use]
    pub fn spec(&self) -> &RuleSpec {
        &self.spec
    }

    /// Whether readings of this probe are needed: it is looked at, or a part of the test is made at it.
    #[must_use]
    pub fn needs(&self, probe: ProbeId) -> bool {
        self.looked_at.contains(&probe) || self.others.contains(&probe)
    }

    /// From now on it looks at this probe, which is in its scope and works.
    pub fn join(&mut self, probe: ProbeId, at: Timestamp) {
        if self.looked_at.insert(probe) {
            self.test.join(probe, at, Role::LookedAt);
        }
    }

    /// It no longer looks at this probe, and forgets all that it knows of it. Also for a probe that it only needs, when that
    /// one no longer works.
    pub fn leave(&mut self, probe: ProbeId) {
        self.looked_at.remove(&probe);
        self.test.leave(probe);
    }

    /// Remembers of a look what the test needs. Looks of probes that it does not need are passed over.
    pub fn take(&mut self, reading: &Reading) {
        self.test.take(reading);
    }

    /// Judges a probe that it looks at as of `at`, and appends one entry for each part that is known. A part that no longer
    /// comes is one whose series is gone for good.
    pub fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        if self.looked_at.contains(&probe) {
            self.test.judge(probe, at, bands, out);
        }
    }

    /// Whether it can change without a look of the probe that is judged: with time alone, or with what another probe sees.
    /// Such a rule must be judged at least every [`HELD_MS`] at each probe, best every second.
    #[must_use]
    pub fn is_timed(&self) -> bool {
        self.test.is_timed()
    }

    /// The clock was set by so many milliseconds: every remembered moment moves with it.
    pub fn shift(&mut self, millis: i64) {
        self.test.shift(millis);
    }
}

/// For how long what was judged counts when nobody judges again, in milliseconds; after that nothing is known.
pub const HELD_MS: i64 = 60_000;

/// The probes that a test names itself. Their kinds are needed too when it is checked or built.
#[must_use]
pub fn others(test: &Test) -> BTreeSet<ProbeId> {
    let mut found = BTreeSet::new();
    collect(test, &mut found);
    found
}

fn collect(test: &Test, found: &mut BTreeSet<ProbeId>) {
    if let Test::At { probe, .. } = test {
        found.insert(*probe);
    }
    for inner in inside(test) {
        collect(inner, found);
    }
}

/// The tests that a test is made of.
fn inside(test: &Test) -> &[Test] {
    match test {
        Test::All { of } | Test::Any { of } | Test::AtLeast { of, .. } => of,
        Test::Not { of } | Test::At { of, .. } | Test::OverTime { of, .. } => std::slice::from_ref(of),
        Test::Limit { .. }
        | Test::Rate { .. }
        | Test::Failure
        | Test::Finding { .. }
        | Test::NoData { .. }
        | Test::Ratio { .. }
        | Test::Burn { .. }
        | Test::Unusual { .. }
        | Test::UnlikePeers { .. }
        | Test::Forecast { .. } => &[],
    }
}

/// As what a probe joins a test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It is judged here.
    LookedAt,
    /// Others are compared with it, and no more.
    Peer,
}

/// One test with its memory at every probe.
trait Sense: Send {
    /// A probe comes.
    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role);
    /// A probe goes, and all that is known of it.
    fn leave(&mut self, probe: ProbeId);
    /// A look at a probe that joined, or at another one.
    fn take(&mut self, reading: &Reading);
    /// Appends what is known of a probe: an entry for each part.
    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>);
    /// The clock was set.
    fn shift(&mut self, millis: i64);
    /// What it says when it is true, or when it is not: `CPU load above 90 %`, `CPU load not above 90 %`.
    fn claim(&self, holds: bool) -> String;
    /// See [`Own::is_timed`].
    fn is_timed(&self) -> bool {
        false
    }
}

/// The test with its memory. Where it must not hold, "not" is carried down to the tests that look (De Morgan), so that what
/// is said about it can name them.
fn build(test: &Test, holds: bool, kinds: &[&KindInfo]) -> Box<dyn Sense> {
    let all = |of: &[Test]| -> Vec<_> { of.iter().map(|test| build(test, holds, kinds)).collect() };
    let least = |of: &[Test], count: usize| -> Box<dyn Sense> {
        let count = if holds {
            count
        } else {
            (of.len() + 1).saturating_sub(count)
        };
        Box::new(Combined::new(count, all(of)))
    };
    match test {
        Test::Not { of } => build(of, !holds, kinds),
        Test::All { of } => least(of, of.len()),
        Test::Any { of } => least(of, 1),
        Test::AtLeast { count, of } => least(of, usize::try_from(*count).unwrap_or(usize::MAX)),
        Test::At { probe, of } => Box::new(At::new(*probe, build(of, holds, kinds))),
        _ if holds => leaf(test, kinds),
        _ => Box::new(Denied::new(leaf(test, kinds))),
    }
}

/// A test that looks by itself.
fn leaf(test: &Test, kinds: &[&KindInfo]) -> Box<dyn Sense> {
    match test {
        Test::Limit {
            series,
            bad,
            limit,
            clear,
        } => Box::new(Limit::new(Picked::new(series, kinds), *bad, *limit, *clear)),
        Test::Rate {
            series,
            bad,
            limit,
            window_s,
        } => Box::new(rate::Rate::new(
            Picked::new(series, kinds),
            *bad,
            *limit,
            Length::seconds(*window_s),
        )),
        Test::Finding { code } => Box::new(look::Finding::new(code)),
        Test::NoData { series, for_s } => Box::new(no_data::NoData::new(
            series.as_ref().map(|series| Picked::new(series, kinds)),
            *for_s,
        )),
        Test::OverTime {
            of,
            window_s,
            raise,
            clear_window_s,
            clear,
        } => Box::new(over_time::OverTime::new(
            build(of, true, kinds),
            (*window_s, *raise),
            (clear_window_s.unwrap_or(*window_s), clear.unwrap_or(*raise)),
        )),
        Test::Ratio {
            bad,
            of,
            above,
            window_s,
        } => Box::new(ratio::Ratio::new(
            [Picked::new(bad, kinds), Picked::new(of, kinds)],
            vec![Length::seconds(*window_s)],
            *above,
            None,
        )),
        Test::Burn {
            bad,
            of,
            objective,
            factor,
            long_s,
            short_s,
        } => Box::new(ratio::Ratio::new(
            [Picked::new(bad, kinds), Picked::new(of, kinds)],
            vec![Length::seconds(*long_s), Length::seconds(*short_s)],
            factor * (1.0 - objective),
            Some(*objective),
        )),
        Test::Unusual {
            series,
            bad,
            deviations,
        } => Box::new(unusual::Unusual::new(
            Picked::new(series, kinds),
            *bad,
            *deviations,
        )),
        Test::UnlikePeers {
            series,
            bad,
            deviations,
            least,
        } => Box::new(peers::Peers::new(
            Picked::new(series, kinds),
            *bad,
            *deviations,
            *least,
        )),
        Test::Forecast {
            series,
            bad,
            limit,
            within_s,
            window_s,
        } => Box::new(forecast::Forecast::new(
            Picked::new(series, kinds),
            (*bad, *limit),
            *within_s,
            Length::seconds(*window_s),
        )),
        // What is made of other tests has been built by `build`.
        Test::Failure
        | Test::At { .. }
        | Test::All { .. }
        | Test::Any { .. }
        | Test::AtLeast { .. }
        | Test::Not { .. } => Box::new(look::Failed::default()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wire::kind::Bad;
    use wire::rule::Spent;

    use super::testing::{CAMERA, CENTRE, kind, look, pick, port, sample, spec, with_finding};
    use super::*;

    /// A band whose middle walks with time.
    struct Walking;

    impl Bands for Walking {
        fn band(&self, _: ProbeId, _: &str, _: &Labels, at: Timestamp) -> Option<Band> {
            let mid = f64::from(u8::try_from(at.0.rem_euclid(100)).ok()?) / 100.0;
            Some(Band {
                low: mid - 0.1,
                mid,
                high: mid + 0.1,
                deviation: 0.05,
            })
        }
    }

    /// One of each sort.
    fn tests() -> Vec<Test> {
        let (load, bad) = (|| pick("box_load_ratio"), Bad::Above);
        let ratio = |window_s| Test::Ratio {
            bad: pick("box_lost_total"),
            of: pick("box_sent_total"),
            above: 0.01,
            window_s,
        };
        let mut tests = vec![
            Test::Limit {
                series: load(),
                bad,
                limit: 0.9,
                clear: Some(0.8),
            },
            Test::Rate {
                series: pick("box_lost_total"),
                bad,
                limit: 1.0,
                window_s: 5,
            },
            Test::Failure,
            Test::Finding {
                code: "box.no_signal".to_owned(),
            },
            Test::NoData {
                series: None,
                for_s: 1,
            },
            Test::NoData {
                series: Some(pick("box_lost_total")),
                for_s: 3,
            },
            ratio(2),
            Test::Burn {
                bad: pick("box_lost_total"),
                of: pick("box_sent_total"),
                objective: 0.99,
                factor: 2.0,
                long_s: 60,
                short_s: 5,
            },
            Test::Unusual {
                series: load(),
                bad: None,
                deviations: 3.0,
            },
            Test::UnlikePeers {
                series: load(),
                bad: None,
                deviations: 3.5,
                least: 1,
            },
            Test::Forecast {
                series: load(),
                bad,
                limit: 0.9,
                within_s: 60,
                window_s: 4,
            },
        ];
        let over = |of: &Test| Test::OverTime {
            of: Box::new(of.clone()),
            window_s: 30,
            raise: Spent::Share(0.2),
            clear_window_s: Some(10),
            clear: Some(Spent::Seconds(1)),
        };
        let at = |of: &Test| Test::At {
            probe: CENTRE,
            of: Box::new(of.clone()),
        };
        tests.extend(tests.iter().map(over).collect::<Vec<_>>());
        tests.extend(tests.iter().map(at).collect::<Vec<_>>());
        let not = Test::Not {
            of: Box::new(Test::AtLeast {
                count: 3,
                of: tests.clone(),
            }),
        };
        tests.push(not);
        tests
    }

    fn run(own: &mut Own, steps: &[(i64, bool, u8, f64)]) -> Vec<Judged> {
        let mut out = Vec::new();
        for (millis, is_camera, what, value) in steps {
            let probe = if *is_camera { CAMERA } else { CENTRE };
            let at = Timestamp(*millis);
            let port = port(&(what % 3).to_string());
            let mut reading = look(
                0.0,
                vec![
                    sample("box_load_ratio", Labels::new(), *value),
                    sample("box_lost_total", port.clone(), value * 100.0),
                    sample("box_sent_total", port, value * 1e4),
                ],
            );
            (reading.probe, reading.at) = (probe, at);
            match what {
                0 => own.join(probe, at),
                1 => own.leave(probe),
                2 => own.shift(*millis),
                3 => own.take(&with_finding(reading)),
                4..=6 => own.judge(probe, at, &Walking, &mut out),
                _ => {
                    own.take(&reading);
                    own.judge(probe, at, &Walking, &mut out);
                }
            }
        }
        out
    }

    proptest! {
        #[test]
        fn whatever_happens_the_same_is_said_of_it(
            steps in prop::collection::vec(
                (prop_oneof![0i64..100_000, any::<i64>()], any::<bool>(), 0u8..20, 0.0..1.0f64),
                1..60,
            ),
        ) {
            for test in tests() {
                let [mut one, mut other] = [&test, &test].map(|test| {
                    let mut own = Own::new(spec(test.clone()), &[&kind()]);
                    own.join(CAMERA, Timestamp(0));
                    own
                });
                let said = run(&mut one, &steps);
                prop_assert_eq!(&said, &run(&mut other, &steps));
                for part in said {
                    prop_assert_eq!(part.text.is_empty(), part.truth != Some(true), "{:?} {:?}", test, part);
                }
            }
        }
    }

    #[test]
    fn a_rule_needs_what_it_looks_at_and_what_it_names() {
        let when = Test::All {
            of: vec![
                Test::Failure,
                Test::Not {
                    of: Box::new(Test::At {
                        probe: CENTRE,
                        of: Box::new(Test::Failure),
                    }),
                },
            ],
        };
        assert_eq!(others(&when), BTreeSet::from([CENTRE]));
        let mut own = Own::new(spec(when), &[&kind()]);
        assert!(own.needs(CENTRE) && !own.needs(CAMERA));
        own.join(CAMERA, Timestamp(0));
        assert!(own.needs(CAMERA));
        own.leave(CENTRE);
        assert!(own.needs(CENTRE), "it is named as long as the rule is there");
    }
}
