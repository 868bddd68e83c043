use std::sync::Arc;

use serde_json::{Value, json};
use wire::inventory::DeviceId;
use wire::kind::KindInfo;
use wire::probe::ProbeSpec;

use super::*;

fn kinds() -> Vec<Arc<KindInfo>> {
    let metric = |name: &str, title: &str, unit: &str, sort: &str, limits: Value| json!({ "name": name, "title": title, "help": "", "unit": unit, "sort": sort, "labels": ["part"], "limits": limits });
    let rtt = json!({ "bad": "above", "major": 0.01, "critical": 0.1 });
    let metrics = [
        metric("icmp_rtt_seconds", "Round trip", "seconds", "gauge", rtt),
        metric("heat", "Temperature", "celsius", "gauge", Value::Null),
        metric("lost_total", "Lost", "count", "counter", Value::Null),
        metric("sent_total", "Sent", "count", "counter", Value::Null),
    ];
    let findings =
        json!([{ "code": "icmp.odd", "severity": "minor", "help": "The answer is odd. Look at it." }]);
    let kind = json!({ "name": "icmp", "title": "Ping", "help": "", "schemes": ["icmp"], "example": "icmp:192.0.2.1",
        "watch": { "at_intervals": { "every_ms": 1000, "timeout_ms": 900 } }, "fields": [], "metrics": metrics,
        "findings": findings });
    vec![Arc::new(serde_json::from_value(kind).unwrap())]
}

/// One of each sort, some in each other.
fn every_test() -> Value {
    let rtt = json!({ "metric": "icmp_rtt_seconds" });
    let part = json!({ "metric": "icmp_rtt_seconds", "labels": { "part": "a", "place": "b" } });
    let lost = json!({ "metric": "lost_total" });
    let sent = json!({ "metric": "sent_total" });
    let failure = json!({ "test": "failure" });
    json!({ "test": "any", "of": [
        { "test": "limit", "series": part, "bad": "above", "limit": 0.05, "clear": 0.04 },
        { "test": "limit", "series": { "metric": "heat" }, "bad": "below", "limit": 5.5 },
        { "test": "rate", "series": rtt, "bad": "above", "limit": 0.001, "window_s": 300 },
        failure,
        { "test": "finding", "code": "icmp.odd" },
        { "test": "no_data", "for_s": 30 },
        { "test": "no_data", "series": rtt, "for_s": 90 },
        { "test": "over_time", "of": failure, "window_s": 3600, "raise": { "share": 0.1 } },
        { "test": "over_time", "of": failure, "window_s": 3600, "raise": { "seconds": 5 }, "clear_window_s": 600, "clear": { "share": 0.01 } },
        { "test": "ratio", "bad": lost, "of": sent, "above": 0.01, "window_s": 60 },
        { "test": "burn", "bad": lost, "of": sent, "objective": 0.9999, "factor": 14.4, "long_s": 3600, "short_s": 300 },
        { "test": "unusual", "series": rtt, "deviations": 4.0 },
        { "test": "unlike_peers", "series": rtt, "bad": "above", "deviations": 3.5, "least": 3 },
        { "test": "forecast", "series": rtt, "bad": "above", "limit": 0.2, "within_s": 3600, "window_s": 600 },
        { "test": "at", "probe": 7, "of": failure },
        { "test": "all", "of": [{ "test": "not", "of": failure }, { "test": "at_least", "count": 1, "of": [failure] }] },
    ] })
}

fn spec() -> RuleSpec {
    serde_json::from_value(
        json!({ "name": "Own", "when": every_test(), "severity": "critical", "raise_after_ms": 1500,
        "on": { "kinds": ["icmp"], "devices": [2] }, "advice": "Call Ada." }),
    )
    .unwrap()
}

#[test]
fn a_rule_comes_out_as_it_went_in() {
    let kinds = kinds();
    let draft = Draft::of(&spec(), &kinds);
    assert_eq!(draft.spec(&kinds), (spec(), Vec::new()));
}

#[test]
fn values_are_entered_as_they_are_read() {
    let draft = Draft::of(&spec(), &kinds());
    let entry = |at: usize, field: &str| draft.test.inner[at].entry(field).to_owned();
    assert_eq!(
        (entry(0, "limit"), entry(0, "clear")),
        ("50".to_owned(), "40".to_owned())
    );
    assert_eq!(entry(0, "series.labels"), "part=a, place=b");
    assert_eq!(
        (entry(2, "limit"), entry(2, "window_s")),
        ("1".to_owned(), "5 min".to_owned())
    );
    assert_eq!(
        (entry(7, "raise"), entry(8, "raise")),
        ("10".to_owned(), "5 s".to_owned())
    );
    assert_eq!(entry(10, "objective"), "99.99");
}

#[test]
fn every_wrong_entry_is_named_by_its_way() {
    let kinds = kinds();
    let mut draft = Draft::new();
    draft.raise = "soon".to_owned();
    draft.test = Node::new(Sort::All);
    draft.test.inner[1].become_sort(Sort::OverTime);
    draft.test.inner[1].entries.insert("window_s", "later".to_owned());
    let (_, faults) = draft.spec(&kinds);
    let named: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        named,
        [
            "name",
            "raise_after_ms",
            "when.of.0.series",
            "when.of.0.limit",
            "when.of.1.of.series",
            "when.of.1.of.limit",
            "when.of.1.window_s",
        ]
    );
}

#[test]
fn another_sort_keeps_what_was_typed() {
    let mut node = Node::new(Sort::Limit);
    node.entries.insert("limit", "50".to_owned());
    node.become_sort(Sort::Any);
    assert_eq!(node.parts().len(), 2);
    node.become_sort(Sort::Not);
    assert_eq!(node.parts().len(), 1);
    node.become_sort(Sort::Forecast);
    assert_eq!((node.parts().len(), node.entry("limit")), (0, "50"));
}

#[test]
fn a_rule_is_one_sentence() {
    let kinds = kinds();
    let names = Names {
        kinds: &kinds,
        probe: &|id| format!("Probe {id}"),
        scope: &|_| "every ping".to_owned(),
    };
    let said = |at: usize| sentence::test(&Draft::of(&spec(), &kinds).test.inner[at], &names);
    assert_eq!(said(0), "Round trip (part=a, place=b) is above 50\u{a0}ms");
    assert_eq!(said(2), "Round trip grows by more than 1\u{a0}ms/s over 5 min");
    assert_eq!(said(4), "it has this defect: The answer is odd");
    assert_eq!(
        said(7),
        "for more than 10\u{a0}% of 1 h this is so: it cannot be looked at"
    );
    assert_eq!(said(9), "Lost is more than 1\u{a0}% of Sent over 1 min");
    assert_eq!(said(14), "at Probe 7 this is so: it cannot be looked at");
    assert_eq!(
        said(15),
        "not: it cannot be looked at and (at least 1 of these: it cannot be looked at)"
    );
    assert_eq!(sentence::test(&Node::new(Sort::Limit), &names), "… is above …");
    let mut draft = Draft::new();
    draft.test = Node::new(Sort::Failure);
    assert_eq!(
        rule_sentence(&draft, &names),
        "Major at every ping when it cannot be looked at, for 10 s; resolved after 10 s without it."
    );
}

#[test]
fn a_rule_looks_at_what_fits_every_list() {
    let probe = |id, kind: &str, group: &str, device: Option<u32>| {
        let mut spec = ProbeSpec::new(format!("p{id}"), kind, "x:");
        spec.group = group.to_owned();
        spec.device = device.map(DeviceId);
        Probe {
            id: ProbeId(id),
            revision: 1,
            spec,
        }
    };
    let probes = [
        probe(1, "icmp", "A", Some(1)),
        probe(2, "tcp", "A", None),
        probe(3, "icmp", "B", None),
    ];
    let channel: Channel = serde_json::from_value(
        json!({ "id": 9, "revision": 1, "name": "PGM", "hops": [{ "name": "IN", "probes": [3] }] }),
    )
    .unwrap();
    let seen = |scope: Value| {
        let scope: Scope = serde_json::from_value(scope).unwrap();
        let ids = looks_at(&scope, probes.iter(), std::slice::from_ref(&channel));
        ids.into_iter().map(|id| id.0).collect::<Vec<_>>()
    };
    assert_eq!(seen(json!({})), [1, 2, 3]);
    assert_eq!(seen(json!({ "kinds": ["icmp"] })), [1, 3]);
    assert_eq!(seen(json!({ "kinds": ["icmp"], "groups": ["A"] })), [1]);
    assert_eq!(seen(json!({ "devices": [1] })), [1]);
    assert_eq!(seen(json!({ "channels": [9] })), [3]);
    assert_eq!(seen(json!({ "probes": [2], "channels": [9] })), Vec::<u32>::new());
}
