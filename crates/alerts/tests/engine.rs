//! What holds for alerts whatever happens.

#![allow(clippy::unwrap_used, reason = "a test that cannot be read must fail")]

use std::collections::BTreeMap;

use alerts::outside::Said;
use alerts::world::Known;
use alerts::{Engine, World};
use proptest::prelude::*;
use serde_json::json;
use wire::alert::{AlertId, Handling, Turn, What};
use wire::kind::KindInfo;
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::{Cause, Failure, Finding, Labels, Reading, Sample};
use wire::{Severity, Timestamp, Unit};

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
    /// A probe looks: how many seconds later, which one, what it sees.
    Look(u16, u8, Sees),
    /// Time passes, in seconds; or the other way round.
    Pass(i32),
    /// The clock is set.
    Set(i32),
    /// Somebody does something with an alert.
    Handle(u8, bool),
    /// The station ends and starts again.
    Restart,
    /// A probe is deleted and made again.
    Anew(u8),
    /// A source outside tells of one of its alerts, which ends so many seconds later.
    Hear(u8, i16),
}

#[derive(Clone, Debug)]
enum Sees {
    Well,
    Fails,
    Value(f64),
    Defect(u8),
}

fn sees() -> impl Strategy<Value = Sees> {
    prop_oneof![
        3 => Just(Sees::Well),
        2 => Just(Sees::Fails),
        3 => (0.0..1.0).prop_map(Sees::Value),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY)].prop_map(Sees::Value),
        2 => (0..4_u8).prop_map(Sees::Defect),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0..20_u16, 0..3_u8, sees()).prop_map(|(later, probe, sees)| Step::Look(later, probe, sees)),
        4 => (-5..700_i32).prop_map(Step::Pass),
        1 => (-7200..7200_i32).prop_map(Step::Set),
        2 => (0..6_u8, any::<bool>()).prop_map(|(alert, back)| Step::Handle(alert, back)),
        1 => Just(Step::Restart),
        1 => (0..3_u8).prop_map(Step::Anew),
        3 => (0..4_u8, -60..400_i16).prop_map(|(which, ends)| Step::Hear(which, ends)),
    ]
}

fn kind() -> &'static KindInfo {
    let kind = json!({
        "name": "link", "title": "Link", "help": "h", "schemes": [], "example": "x:", "fields": [], "alone": ["interface"],
        "watch": { "at_intervals": { "every_ms": 1000, "timeout_ms": 900 } },
        "metrics": [{
            "name": "load", "title": "Load", "help": "h", "unit": "ratio", "sort": "gauge", "labels": [],
            "limits": { "bad": "above", "major": 0.5, "critical": 0.8 },
        }],
        "findings": [
            { "code": "link.down", "severity": "major", "help": "h" },
            { "code": "link.odd", "severity": "minor", "help": "h" },
        ],
    });
    Box::leak(Box::new(serde_json::from_value(kind).unwrap()))
}

fn reading(probe: ProbeId, at: Timestamp, sees: &Sees) -> Reading {
    let mut reading = Reading {
        probe,
        at,
        took_ms: 1,
        samples: Vec::new(),
        findings: Vec::new(),
        facts: Vec::new(),
        failure: None,
    };
    match sees {
        Sees::Well => {}
        Sees::Fails => reading.failure = Some(Failure::new(Cause::Timeout, "no answer")),
        Sees::Value(value) => reading.samples.push(Sample {
            metric: "load".into(),
            labels: Labels::new(),
            unit: Unit::Ratio,
            value: *value,
        }),
        Sees::Defect(which) => reading.findings.push(Finding {
            code: if which % 2 == 0 { "link.down" } else { "link.odd" }.into(),
            severity: if which % 2 == 0 {
                Severity::Major
            } else {
                Severity::Minor
            },
            detail: "something".to_owned(),
            labels: [("interface".into(), format!("eth{}", which / 2))].into(),
        }),
    }
    reading
}

fn said(which: impl std::fmt::Display) -> Said {
    Said {
        labels: [
            ("alertname".into(), "Full".to_owned()),
            ("host".into(), which.to_string()),
        ]
        .into(),
        ..Said::default()
    }
}

#[test]
fn no_source_outside_fills_the_memory() {
    let mut engine = Engine::new(World::default(), Vec::new(), 0, 0, Timestamp(0));
    let now = Timestamp(1_000);
    assert_eq!(engine.hear((0..20_002).map(said).collect(), now), 2);
    assert_eq!(engine.firing().count(), 20_000);
    // What is known already goes on.
    assert_eq!(engine.hear(vec![said(1)], now), 0);
    engine.tick(now.plus_millis(20 * 60_000));
    assert_eq!(engine.hear(vec![said(20_001)], now), 0);
}

/// Plays the steps; every turn that came of them.
fn play(steps: &[Step], kind: &'static KindInfo) -> Vec<Turn> {
    let known = |id: ProbeId| Known {
        spec: ProbeSpec::new(format!("Probe {}", id.0), "link", "x:"),
        kind,
        address: None,
    };
    let probe = |which: u8| ProbeId(u32::from(which) + 1);
    let mut world = World::default();
    world
        .probes
        .extend((0..3).map(|which| (probe(which), known(probe(which)))));
    let mut now = Timestamp(1_000_000_000);
    let mut engine = Engine::new(world, Vec::new(), 0, 0, now);
    let mut told = Vec::new();
    for step in steps {
        match step {
            Step::Look(later, which, sees) => {
                now = now.plus_millis(i64::from(*later) * 1000);
                engine.take(&reading(probe(*which), now, sees));
            }
            Step::Pass(seconds) => {
                now = now.plus_millis(i64::from(*seconds) * 1000);
                engine.tick(now);
            }
            Step::Set(seconds) => {
                let millis = i64::from(*seconds) * 1000;
                now = now.plus_millis(millis);
                engine.shift(millis);
            }
            Step::Handle(alert, back) => {
                let handling = if *back {
                    Handling::Unacknowledge
                } else {
                    Handling::Acknowledge {
                        note: String::new(),
                        minutes: Some(1),
                    }
                };
                engine.handle(&[AlertId(u64::from(*alert))], &handling, "Jo", now);
            }
            Step::Restart => {
                let alerts: Vec<_> = engine.alerts().cloned().collect();
                let last_alert = told.iter().map(|turn: &Turn| turn.alert.0).max().unwrap_or(0);
                let last_turn = told.last().map_or(0, |turn: &Turn| turn.seq);
                engine = Engine::new(engine.world().clone(), alerts, last_alert, last_turn, now);
            }
            Step::Hear(which, ends) => {
                let ends = Some(now.plus_millis(i64::from(*ends) * 1000));
                engine.hear(vec![Said { ends, ..said(*which) }], now);
            }
            Step::Anew(which) => {
                engine.remove_probe(probe(*which), "deleted");
                engine.put_probe(probe(*which), known(probe(*which)));
            }
        }
        told.extend(engine.news().turns);
    }
    told
}

proptest! {
    #[test]
    fn no_alert_is_raised_twice_without_an_end_and_nothing_happens_to_one_that_is_over(
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let told = play(&steps, kind());
        let mut fires: BTreeMap<AlertId, bool> = BTreeMap::new();
        for (turn, number) in told.iter().zip(1..) {
            prop_assert_eq!(turn.seq, number, "turns have no gap");
            let was = fires.get(&turn.alert).copied();
            match turn.what {
                What::Raised => {
                    prop_assert_eq!(was, None, "{:?}", turn);
                    fires.insert(turn.alert, true);
                }
                What::Returned => {
                    prop_assert_eq!(was, Some(false), "{:?}", turn);
                    fires.insert(turn.alert, true);
                }
                What::Resolved => {
                    prop_assert_eq!(was, Some(true), "{:?}", turn);
                    fires.insert(turn.alert, false);
                }
                _ => prop_assert_eq!(was, Some(true), "{:?}", turn),
            }
        }
        let numbers: Vec<u64> = fires.keys().map(|id| id.0).collect();
        let all: Vec<u64> = (1..=numbers.len() as u64).collect();
        prop_assert_eq!(numbers, all, "every number is given once");
    }

    #[test]
    fn the_same_again_is_told_the_same_way(steps in prop::collection::vec(step(), 1..80)) {
        let kind = kind();
        prop_assert_eq!(play(&steps, kind), play(&steps, kind));
    }
}
