//! Several probes added, changed and deleted with one order: all or none.

use serde_json::{Value, json};

use crate::flypack::Flypack;
use crate::plug::items;

const CHANGES: &str = "/api/v1/probes/changes";

fn station() -> (tempfile::TempDir, Flypack) {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    (dir, station)
}

fn spec(name: &str) -> Value {
    json!({ "name": name, "kind": "tcp", "target": "tcp://127.0.0.1:1", "enabled": false })
}

fn names(station: &Flypack) -> Vec<String> {
    let probes = items(station, "/api/v1/probes");
    probes
        .iter()
        .map(|probe| probe["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn two_thousand_probes_are_added_with_one_order() {
    let (dir, station) = station();
    let all: Vec<_> = (0..2000)
        .map(|n| json!({ "add": spec(&format!("Probe {n:04}")) }))
        .collect();
    let made = station.post(CHANGES, &json!(all)).json();
    let made = made["probes"].as_array().expect("a list");
    assert_eq!(made.len(), 2000);
    assert!(
        made.iter()
            .zip(0..)
            .all(|(probe, n)| probe["name"] == format!("Probe {n:04}"))
    );
    assert_eq!(
        items(&station, "/api/v1/audit?limit=1")[0]["seq"],
        2000,
        "each has its entry"
    );
    let more: Vec<_> = (0..2001)
        .map(|n| json!({ "add": spec(&format!("More {n}")) }))
        .collect();
    assert!(
        station
            .post(CHANGES, &json!(more))
            .problem(422)
            .contains("1 to 2000")
    );
    assert!(
        station
            .post(CHANGES, &json!([]))
            .problem(422)
            .contains("1 to 2000")
    );
    station.kill();
    let again = Flypack::start(dir.path());
    assert_eq!(again.get("/api/v1/health").json()["probes"], 2000);
}

#[test]
fn one_mistake_and_nothing_is_done() {
    let (_dir, station) = station();
    let made = station
        .post(CHANGES, &json!([{ "add": spec("A") }, { "add": spec("B") }]))
        .json();
    let (a, b) = (made["probes"][0]["id"].clone(), made["probes"][1]["id"].clone());
    let change = |id: &Value, revision: u32, name: &str| json!({ "change": { "id": id, "revision": revision, "spec": spec(name) } });
    let answer = station.post(
        CHANGES,
        &json!([
            { "add": spec("a") },
            { "add": { "name": "C", "kind": "tcp", "target": "127.0.0.1", "device": 12 } },
            { "add": { "name": "D", "kind": "http", "target": "http://127.0.0.1/", "settings": { "colour": 1 } } },
            { "delete": { "id": b } },
            { "delete": { "id": b } },
        ]),
    );
    answer.problem(428);
    let answer = station.post(
        CHANGES,
        &json!([
            { "add": spec("a") },
            { "add": { "name": "C", "kind": "tcp", "target": "127.0.0.1", "device": 12 } },
            { "add": { "name": "D", "kind": "http", "target": "http://127.0.0.1/", "settings": { "colour": 1 } } },
            change(&b, 1, "E"),
            { "delete": { "id": b } },
        ]),
    );
    answer.problem(422);
    let problem: Value = serde_json::from_slice(&answer.body).unwrap();
    let mut fields: Vec<_> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        ["0.name", "1.device", "1.target", "2.colour", "4.id"],
        "{problem}"
    );

    let said = station
        .post(CHANGES, &json!([{ "add": spec("C") }, change(&a, 7, "Z")]))
        .problem(412);
    assert!(said.contains("\"A\""), "{said}");
    let said = station
        .post(
            CHANGES,
            &json!([{ "add": spec("C") }, change(&json!(99), 1, "Z")]),
        )
        .problem(404);
    assert!(said.contains("no probe 99"), "{said}");
    assert_eq!(names(&station), ["A", "B"]);

    let swapped = station.post(
        CHANGES,
        &json!([change(&a, 1, "B"), change(&b, 1, "A"), { "add": spec("C") }]),
    );
    let swapped = swapped.json();
    assert_eq!(swapped["probes"][0]["revision"], 2);
    assert_eq!(names(&station), ["B", "A", "C"]);
}

#[test]
fn one_probe_is_deleted_by_a_tap_and_several_by_a_hold() {
    let (_dir, station) = station();
    let all: Vec<_> = ["A", "B", "C"]
        .iter()
        .map(|name| json!({ "add": spec(name) }))
        .collect();
    let made = station.post(CHANGES, &json!(all)).json();
    let delete = |n: usize| json!({ "delete": { "id": made["probes"][n]["id"] } });
    assert_eq!(
        station.post(CHANGES, &json!([delete(0)])).json(),
        json!({ "probes": [] })
    );
    let several = json!([delete(1), delete(2)]);
    let said = station.post(CHANGES, &several).problem(428);
    assert!(said.contains("\"B\"") && said.contains("\"C\""), "{said}");
    assert_eq!(names(&station), ["B", "C"]);
    station
        .ask_held("delete-probes", "POST", CHANGES, &several)
        .json();
    assert_eq!(names(&station), [""; 0]);
}
