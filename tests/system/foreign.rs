//! A rule file of Prometheus through the API: looked through, taken over, refused.

use serde_json::{Value, json};

use crate::flypack::Flypack;

const IMPORT: &str = "/api/v1/rules/import";
const FILE: &str = include_str!("../../crates/document/src/prometheus/tests/flypack.rules.yml");

fn rules(station: &Flypack) -> Vec<Value> {
    let page = station.get("/api/v1/rules").json();
    page["items"].as_array().expect("a list").clone()
}

/// Which entry is refused, with this status.
fn refused(station: &Flypack, order: &Value, status: u16) -> Value {
    let answer = station.post(IMPORT, order);
    assert_eq!(answer.status, status, "{}", answer.text());
    let problem: Value = serde_json::from_str(&answer.text()).expect("a problem is JSON");
    problem["errors"][0]["field"].clone()
}

#[test]
fn rules_of_prometheus_are_looked_through_and_then_made_all_or_none() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    let seen = station.post(IMPORT, &json!({ "text": FILE }));
    assert_eq!(seen.status, 200, "{}", seen.text());
    let seen = seen.json();
    let told = seen["rules"].as_array().expect("a list");
    assert!(told.len() > 40);
    for rule in told {
        let is_left = rule["name"].as_str().unwrap().starts_with("Not");
        assert_eq!(rule["becomes"]["nothing"].is_object(), is_left, "{rule}");
    }
    assert!(rules(&station).is_empty(), "looking makes nothing");

    let only = json!({ "text": FILE, "save": true, "only": ["No answer to pings", "Load high"] });
    let made = station.post(IMPORT, &only).json();
    assert_eq!(made["made"].as_array().unwrap().len(), 2, "{made}");
    assert_eq!(rules(&station)[0]["raise_after_ms"], 30_000);
    let audit = station.get("/api/v1/audit").json();
    let entries = audit["items"].as_array().expect("a list");
    let of_rules = entries
        .iter()
        .filter(|entry| entry["subject"].as_str().unwrap().starts_with("rule"));
    assert_eq!(of_rules.count(), 2, "{audit}");

    // What is there already is told apart, so the old names mean nothing any more, and nothing is made of the rest.
    assert_eq!(refused(&station, &only, 422), "only");
    assert_eq!(rules(&station).len(), 2);
    let all = station
        .post(IMPORT, &json!({ "text": FILE, "save": true }))
        .json();
    let names: Vec<_> = all["made"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["name"].clone())
        .collect();
    assert!(names.contains(&json!("No answer to pings (2)")), "{names:?}");
    assert_eq!(rules(&station).len(), names.len() + 2);
}

#[test]
fn what_is_no_rule_file_is_refused_with_its_place() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    for (text, field) in [
        ("groups:\n- name: x\n  rules: 5\n", "3:10"),
        ("", "1:1"),
        ("groups:\n- rules:\n  - alert: \"\n", "4:1"),
        ("\u{0}\u{1}nonsense", "1:1"),
    ] {
        assert_eq!(
            refused(&station, &json!({ "text": text }), 422),
            field,
            "{text:?}"
        );
    }
    let long = "# nothing\n".repeat(30_000);
    refused(&station, &json!({ "text": long }), 413);
    refused(&station, &json!({ "text": "groups: []", "save": true }), 422);
}
