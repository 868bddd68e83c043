//! Rules as a whole, under whatever may happen.

use proptest::prelude::*;
use wire::kind::Bad;
use wire::rule::{Spent, Test};

use super::*;
use crate::own::testing::{CAMERA, CENTRE, look, pick, port, sample, spec, with_finding};

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

/// What nobody should enter, and what does no harm either.
fn nonsense() -> [Test; 3] {
    [
        Test::Rate {
            series: pick("box_load_ratio"),
            bad: Bad::Above,
            limit: f64::NAN,
            window_s: 0,
        },
        Test::Ratio {
            bad: pick("box_lost_total"),
            of: pick("box_sent_total"),
            above: f64::NAN,
            window_s: 0,
        },
        Test::Forecast {
            series: pick("box_load_ratio"),
            bad: Bad::Above,
            limit: f64::INFINITY,
            within_s: u32::MAX,
            window_s: u32::MAX,
        },
    ]
}

/// One of each sort, by itself, over time and at another probe.
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
    tests.extend(nonsense());
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
                let mut own = Own::new(spec(test.clone()));
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
    let mut own = Own::new(spec(when));
    assert!(own.needs(CENTRE) && !own.needs(CAMERA));
    own.join(CAMERA, Timestamp(0));
    assert!(own.needs(CAMERA));
    own.leave(CENTRE);
    assert!(own.needs(CENTRE), "it is named as long as the rule is there");
}
