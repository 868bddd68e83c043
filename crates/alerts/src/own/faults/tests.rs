//! Faults of rules, and what is told of them.

use wire::kind::Bad;

use super::*;
use crate::own::testing::{kind, pick, port, spec};

fn found(test: Test) -> Vec<(String, String)> {
    faults(&spec(test), &[&kind()])
        .into_iter()
        .map(|fault| (fault.field, fault.message))
        .collect()
}

fn fields(test: Test) -> Vec<String> {
    found(test).into_iter().map(|(field, _)| field).collect()
}

fn limit(metric: &str) -> Test {
    Test::Limit {
        series: pick(metric),
        bad: Bad::Above,
        limit: 0.9,
        clear: Some(0.8),
    }
}

fn not(test: Test) -> Test {
    Test::Not { of: Box::new(test) }
}

#[test]
fn a_rule_that_is_right_has_no_faults() {
    let mut lost = pick("box_lost_total");
    lost.labels = port("a");
    let right = Test::All {
        of: vec![
            limit("box_load_ratio"),
            Test::Burn {
                bad: lost,
                of: pick("box_sent_total"),
                objective: 0.9999,
                factor: 14.4,
                long_s: 3_600,
                short_s: 300,
            },
            Test::Finding {
                code: "box.no_signal".to_owned(),
            },
            Test::OverTime {
                of: Box::new(Test::Failure),
                window_s: 3_600,
                raise: Spent::Seconds(10),
                clear_window_s: Some(600),
                clear: Some(Spent::Seconds(0)),
            },
        ],
    };
    assert_eq!(found(right), []);
}

#[test]
fn names_that_nobody_knows_are_told_with_what_was_meant() {
    let mut port_of_load = pick("box_load_ratio");
    port_of_load.labels = port("a");
    let mut wrong_label = pick("box_link_up");
    wrong_label.labels.insert("prot".into(), "a".to_owned());
    let is_no_data = |series| Test::NoData {
        series: Some(series),
        for_s: 60,
    };
    let test = Test::Any {
        of: vec![
            limit("box_laod_ratio"),
            limit("other"),
            Test::Finding {
                code: "box.no_signl".to_owned(),
            },
            is_no_data(port_of_load),
            is_no_data(wrong_label),
        ],
    };
    let told = found(test);
    let told: Vec<_> = told
        .iter()
        .map(|(field, message)| (field.as_str(), message.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "when.of.0.series.metric",
                "there is no metric of this name; did you mean box_load_ratio?"
            ),
            (
                "when.of.1.series.metric",
                "there is no metric of this name at the probes that the rule looks at"
            ),
            (
                "when.of.2.code",
                "there is no defect of this name; did you mean box.no_signal?"
            ),
            (
                "when.of.3.series.labels.port",
                "this metric has no labels; leave them out"
            ),
            (
                "when.of.4.series.labels.prot",
                "this metric has no such label; it has port"
            ),
        ]
    );
}

#[test]
fn numbers_that_make_no_sense_are_named_one_by_one() {
    let rate = |window_s, limit| Test::Rate {
        series: pick("box_celsius"),
        bad: Bad::Above,
        limit,
        window_s,
    };
    assert_eq!(
        fields(rate(0, f64::NAN)),
        ["when.limit", "when.window_s"].map(str::to_owned)
    );
    assert_eq!(fields(rate(2_592_001, 1.0)), ["when.window_s"]);
    let burn = |objective, factor, short_s| Test::Burn {
        bad: pick("box_celsius"),
        of: pick("box_sent_total"),
        objective,
        factor,
        long_s: 300,
        short_s,
    };
    assert_eq!(
        fields(burn(1.0, 0.0, 300)),
        ["when.bad.metric", "when.objective", "when.factor", "when.short_s"]
    );
    assert_eq!(
        found(burn(0.9, 14.4, 60))[1].1,
        "enter less than 10.0000: more errors than that cannot be"
    );
    let over = |raise, clear| Test::OverTime {
        of: Box::new(Test::Failure),
        window_s: 60,
        raise,
        clear_window_s: Some(30),
        clear: Some(clear),
    };
    assert_eq!(
        fields(over(Spent::Share(0.0), Spent::Seconds(31))),
        ["when.raise", "when.clear"]
    );
    assert_eq!(
        fields(over(Spent::Seconds(61), Spent::Share(-0.1))),
        ["when.raise", "when.clear"]
    );
    assert_eq!(
        fields(over(Spent::Share(f64::NAN), Spent::Share(0.0))),
        ["when.raise"]
    );
    let peers = Test::UnlikePeers {
        series: pick("box_load_ratio"),
        bad: None,
        deviations: 0.0,
        least: 2,
    };
    assert_eq!(fields(peers), ["when.deviations", "when.least"]);
    let behind = Test::Limit {
        series: pick("box_load_ratio"),
        bad: Bad::Above,
        limit: 0.9,
        clear: Some(0.95),
    };
    assert_eq!(fields(not(behind)), ["when.of.clear"]);
    let count = Test::AtLeast {
        count: 3,
        of: vec![Test::Failure, Test::Failure],
    };
    assert_eq!(fields(count), ["when.count"]);
    assert_eq!(fields(Test::All { of: Vec::new() }), ["when.of"]);
}

#[test]
fn rules_without_end_are_refused() {
    let deep = (0..7).fold(Test::Failure, |inner, _| not(inner));
    assert_eq!(found(deep.clone()), []);
    assert_eq!(fields(not(deep)), ["when.of.of.of.of.of.of.of.of"]);
    let of = vec![Test::Failure; 64];
    assert_eq!(fields(Test::Any { of }), ["when"]);
    let named = RuleSpec {
        name: " ".to_owned(),
        raise_after_ms: LONGEST_MS + 1,
        ..spec(Test::Failure)
    };
    let fields: Vec<_> = faults(&named, &[]).into_iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["name", "raise_after_ms"]);
}
