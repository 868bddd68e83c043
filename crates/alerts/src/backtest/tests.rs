use proptest::prelude::*;
use wire::kind::{Bad, KindInfo, Limits};
use wire::probe::ProbeSpec;
use wire::rule::{Test, Tuning};

use super::*;
use crate::own::testing::{CAMERA, CENTRE, at, kind, load, look, of, pick, port, sample, spec};
use crate::world::Known;

fn world() -> World {
    let kind: &'static KindInfo = Box::leak(Box::new(kind()));
    let known = |name: &str| Known {
        spec: ProbeSpec::new(name, "box", "box:192.0.2.1"),
        kind,
        address: None,
    };
    World {
        probes: [(CAMERA, known("Camera")), (CENTRE, known("Centre"))].into(),
        ..World::default()
    }
}

fn hot(raise_s: u32, clear_s: u32) -> RuleSpec {
    RuleSpec {
        raise_after_ms: raise_s * 1000,
        clear_after_ms: clear_s * 1000,
        ..spec(Test::Limit {
            series: pick("box_load_ratio"),
            bad: Bad::Above,
            limit: 0.9,
            clear: Some(0.8),
        })
    }
}

fn tried(tried: Tried, from: f64, to: f64, readings: &[Reading]) -> Outcome {
    let mut backtest = Backtest::new(world(), tried, Box::new(crate::own::Unlearned), at(from), at(to));
    readings.iter().for_each(|reading| backtest.take(reading));
    backtest.finish(at(to))
}

/// When each firing was raised and resolved, in seconds.
fn moments(outcome: &Outcome) -> Vec<(i64, Option<i64>)> {
    let moment = |firing: &Firing| (firing.raised.0 / 1000, firing.resolved.map(|at| at.0 / 1000));
    outcome.firings.iter().map(moment).collect()
}

/// The same readings through an engine as a station runs it: each reading when it comes, time at its pace.
fn live(spec: RuleSpec, readings: &[Reading], to: f64) -> Vec<(Timestamp, What)> {
    let begin = at(0.0);
    let mut engine = Engine::new(world(), Vec::new(), 0, 0, begin);
    engine.put_rule(Rule {
        id: RuleId(7),
        revision: 1,
        spec,
    });
    let key = RuleKey::own(RuleId(7));
    let (mut told, mut now, mut next) = (Vec::new(), begin, 0);
    while now <= at(to) {
        while let Some(reading) = readings.get(next).filter(|reading| reading.at <= now) {
            engine.take(reading);
            next += 1;
        }
        engine.tick(now);
        let turns = engine.news().turns.into_iter();
        let own = turns.filter(|turn| engine.alert(turn.alert).is_some_and(|alert| alert.rule == key));
        let own = own.filter(|turn| matches!(turn.what, What::Raised | What::Returned | What::Resolved));
        told.extend(own.map(|turn| (turn.at, turn.what)));
        now = now.plus_millis(200);
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_past_gives_the_alerts_that_were_given_when_it_was_the_present(
        values in proptest::collection::vec(proptest::option::weighted(0.95, 0.7..1.0_f64), 1..120),
        stay in 1_usize..12,
        (raise_s, clear_s) in (0_u32..8, 0_u32..20),
    ) {
        let readings: Vec<_> = values
            .iter()
            .enumerate()
            .flat_map(|(n, value)| std::iter::repeat_n(*value, stay).enumerate().map(move |(m, value)| (n * stay + m, value)))
            .filter_map(|(second, value)| Some(load(f64::from(u32::try_from(second).ok()?), value?)))
            .collect();
        let to = f64::from(u32::try_from(values.len() * stay).unwrap()) + 100.0;
        let was = live(hot(raise_s, clear_s), &readings, to);
        let now = tried(Tried::Own(hot(raise_s, clear_s)), 0.0, to, &readings);
        let mut again: Vec<_> = now
            .firings
            .iter()
            .flat_map(|firing| [Some((firing.raised, true)), firing.resolved.map(|at| (at, false))])
            .flatten()
            .collect();
        again.sort();
        let mut was: Vec<_> = was.into_iter().map(|(at, what)| (at, what != What::Resolved)).collect();
        was.sort();
        was.truncate(MOST_FIRINGS);
        prop_assert_eq!(again, was);
    }
}

#[test]
fn a_firing_says_where_when_and_what() {
    let loads = [(0, 0.5), (10, 0.95), (20, 0.97), (30, 0.5), (60, 0.5)];
    let readings: Vec<_> = loads.map(|(second, value)| load(f64::from(second), value)).into();
    let outcome = tried(Tried::Own(hot(5, 10)), 0.0, 60.0, &readings);
    assert_eq!(moments(&outcome), [(15, Some(40))]);
    let [firing] = outcome.firings.as_slice() else {
        panic!("{outcome:?}");
    };
    assert_eq!((firing.subject.name.as_str(), firing.began), ("Camera", at(10.0)));
    assert_eq!(firing.text, "CPU load is 95 %, above 90 %");
    assert_eq!((outcome.total, outcome.firing_ms), (1, 25_000));
}

#[test]
fn what_was_over_before_is_left_out_and_what_lasted_counts_from_the_begin() {
    let loads = [
        (0, 0.95),
        (10, 0.5),
        (40, 0.95),
        (60, 0.95),
        (120, 0.5),
        (140, 0.95),
    ];
    let readings: Vec<_> = loads.map(|(second, value)| load(f64::from(second), value)).into();
    let outcome = tried(Tried::Own(hot(0, 1)), 60.0, 200.0, &readings);
    assert_eq!(moments(&outcome), [(40, Some(121)), (140, None)]);
    assert_eq!((outcome.total, outcome.firing_ms), (2, 61_000 + 60_000));
}

#[test]
fn more_firings_than_are_listed_are_counted() {
    let readings: Vec<_> = (0..4800)
        .map(|n| load(f64::from(n) * 600.0, if n % 2 == 0 { 0.5 } else { 0.95 }))
        .collect();
    let outcome = tried(Tried::Own(hot(0, 0)), 0.0, 4800.0 * 600.0, &readings);
    assert_eq!((outcome.firings.len(), outcome.total), (MOST_FIRINGS, 2400));
}

#[test]
fn time_alone_makes_silence_fire() {
    let silent = spec(Test::NoData {
        series: None,
        for_s: 30,
    });
    let readings: Vec<_> = [0, 10, 20, 100, 110]
        .map(|second| of(CENTRE, load(f64::from(second), 0.1)))
        .into();
    let readings: Vec<_> = readings
        .into_iter()
        .chain((12..20).map(|n| load(f64::from(n * 10), 0.1)))
        .collect();
    let mut readings = readings;
    readings.sort_by_key(|reading| reading.at);
    let outcome = tried(Tried::Own(silent), 10.0, 115.0, &readings);
    let centre: Vec<_> = outcome
        .firings
        .iter()
        .filter(|firing| firing.subject.name == "Centre")
        .map(|firing| (firing.raised.0 / 1000, firing.resolved.map(|at| at.0 / 1000)))
        .collect();
    assert_eq!(centre, [(50, Some(100))]);
}

#[test]
fn what_samples_cannot_tell_is_neither_true_nor_untrue() {
    let hot_or = |other: Test| Test::Any {
        of: vec![other, hot(0, 0).when],
    };
    let readings: Vec<_> = (0..20).map(|n| load(f64::from(n), 0.95)).collect();
    let not_failed = Test::Not {
        of: Box::new(Test::Failure),
    };
    for (test, firings) in [
        (Test::Failure, 0),
        (not_failed.clone(), 0),
        (hot_or(not_failed.clone()), 1),
        (
            Test::All {
                of: vec![hot(0, 0).when, not_failed],
            },
            0,
        ),
    ] {
        let tried_now = Tried::Own(spec(test));
        assert_eq!(tried_now.untold().len(), 1);
        assert_eq!(tried(tried_now, 0.0, 30.0, &readings).total, firings);
    }
}

#[test]
fn a_tuned_rule_of_a_kind_is_tried_by_itself() {
    let mut tuning = Tuning {
        limits: Some(Limits {
            bad: Bad::Above,
            major: Some(0.9),
            critical: None,
        }),
        raise_after_ms: Some(0),
        clear_after_ms: Some(0),
        ..Tuning::default()
    };
    let loads = [(0, 0.5), (10, 0.95), (20, 0.97), (30, 0.5)];
    let readings: Vec<_> = loads.map(|(second, value)| load(f64::from(second), value)).into();
    let rule = RuleKey::of_kind("box", "box_load_ratio");
    let of_kind = |tuning: &Tuning| Tried::OfKind {
        probe: CAMERA,
        rule: rule.clone(),
        tuning: tuning.clone(),
    };
    let outcome = tried(of_kind(&tuning), 0.0, 60.0, &readings);
    assert_eq!(moments(&outcome), [(10, Some(30))]);
    tuning.enabled = Some(false);
    assert_eq!(tried(of_kind(&tuning), 0.0, 60.0, &readings).total, 0);
}

#[test]
fn only_what_the_rule_names_is_needed() {
    let ratio = Test::Ratio {
        bad: pick("box_lost_total"),
        of: pick("box_sent_total"),
        above: 0.1,
        window_s: 60,
    };
    let at_centre = Test::At {
        probe: CENTRE,
        of: Box::new(ratio),
    };
    let mut rule = spec(at_centre);
    rule.on.probes = vec![CAMERA];
    let tried_now = Tried::Own(rule);
    let metrics: Vec<_> = tried_now
        .picks()
        .unwrap()
        .into_iter()
        .map(|pick| pick.metric)
        .collect();
    assert_eq!(metrics, ["box_lost_total", "box_sent_total"]);
    assert_eq!(tried_now.looked_at(&world()), [CAMERA, CENTRE].into());
    assert!(tried_now.warm_up_ms() >= 60_000);
    let counted = |second: u32| {
        let both = |name: &'static str, value| sample(name, port("a"), value);
        let n = f64::from(second);
        of(
            CENTRE,
            look(
                n,
                vec![both("box_lost_total", n), both("box_sent_total", n * 2.0)],
            ),
        )
    };
    let readings: Vec<_> = (0..300).map(counted).collect();
    assert_eq!(tried(tried_now, 100.0, 300.0, &readings).total, 1);
}
