//! Notes about a moment, and events as they are asked for: by time, by probe, by sort.

use serde_json::{Value, json};

use crate::flypack::Flypack;

const NOTES: &str = "/api/v1/notes";

fn station() -> (tempfile::TempDir, Flypack) {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    (dir, station)
}

fn note(station: &Flypack, text: &str) -> Value {
    let made = station.post(NOTES, &json!({ "text": text }));
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

/// Number and text of every event at `path`, newest first.
fn events(station: &Flypack, path: &str) -> Vec<(u64, String)> {
    let page = station.get(path).json();
    let items = page["items"].as_array().expect("a list").iter();
    items
        .map(|event| {
            (
                event["seq"].as_u64().unwrap(),
                event["text"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn seq(event: &Value) -> u64 {
    event["seq"].as_u64().expect("an event has a number")
}

#[test]
fn a_note_that_was_answered_survives_a_pulled_plug() {
    let (dir, station) = station();
    let camera = note(&station, "  Camera swapped ");
    let mark = note(&station, "");
    let gone = note(&station, "Never mind");
    let place = |event: &Value| format!("{NOTES}/{}", seq(event));
    let text = json!({ "text": "Camera 3 swapped" });
    let changed = station
        .ask("PUT", &place(&camera), text.to_string().as_bytes())
        .json();
    assert_eq!((&changed["seq"], &changed["at"]), (&camera["seq"], &camera["at"]));
    assert_eq!(station.ask("DELETE", &place(&gone), b"").status, 204);
    station.kill();

    let station = Flypack::start(dir.path());
    let noted = events(&station, "/api/v1/events?sort=note");
    let expected = [
        (seq(&mark), "Mark".to_owned()),
        (seq(&camera), "Camera 3 swapped".to_owned()),
    ];
    assert_eq!(noted, expected);
    let audit = station.get("/api/v1/audit").json();
    let audit: Vec<_> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            format!(
                "{} {}",
                entry["action"].as_str().unwrap(),
                entry["subject"].as_str().unwrap()
            )
        })
        .collect();
    let (camera_is, gone_is) = (
        format!("update note {}", seq(&camera)),
        format!("delete note {}", seq(&gone)),
    );
    assert_eq!(
        audit,
        [
            gone_is.as_str(),
            &camera_is,
            "create note",
            "create note",
            "create note"
        ]
    );

    // A slip of the hand is undone.
    assert_eq!(station.ask("DELETE", &place(&gone), b"").status, 404);
    let text = json!({ "text": "Never mind" });
    station
        .ask("PUT", &place(&gone), text.to_string().as_bytes())
        .json();
    assert_eq!(
        events(&station, "/api/v1/events?sort=note")[0],
        (seq(&gone), "Never mind".to_owned())
    );
}

#[test]
fn notes_that_make_no_sense_are_refused_with_a_sentence() {
    let (_dir, station) = station();
    let now = station.get("/api/v1/health").json()["now"]
        .as_i64()
        .expect("a time");
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let cases = [
        (json!({ "text": "a".repeat(501) }), "text", "500 characters"),
        (json!({ "text": "two\nlines" }), "text", "one line"),
        (json!({ "text": "x", "at": now + DAY }), "at", "still to come"),
        (json!({ "text": "x", "at": now - 401 * DAY }), "at", "400 days"),
        (json!({ "text": "x", "probe": 7 }), "probe", "no probe 7"),
    ];
    for (note, field, words) in cases {
        let answer = station.post(NOTES, &note);
        answer.problem(422);
        let problem: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        assert!(
            problem["errors"][0]["message"].as_str().unwrap().contains(words),
            "{problem}"
        );
    }
    let put = |id: u64, text: &str| {
        let text = json!({ "text": text }).to_string();
        station.ask("PUT", &format!("{NOTES}/{id}"), text.as_bytes())
    };
    assert!(
        put(1, "x").problem(404).contains("no note 1"),
        "an event that is no note"
    );
    assert!(put(99, "x").problem(404).contains("no note 99"));
    let made = note(&station, "Camera swapped");
    assert!(put(seq(&made), " ").problem(422).contains("delete the note"));
    assert_eq!(events(&station, "/api/v1/events?sort=note").len(), 1);
}

#[test]
fn events_are_found_by_time_by_probe_and_by_sort() {
    let (_dir, station) = station();
    let now = station.get("/api/v1/health").json()["now"]
        .as_i64()
        .expect("a time");
    let spec = json!({ "name": "Gateway", "kind": "tcp", "target": "tcp://127.0.0.1:1", "enabled": false });
    let probe = station.post("/api/v1/probes", &spec).json()["id"].clone();
    for minutes in 1..=5_i64 {
        let at = now - minutes * 60_000;
        let text = format!("{minutes} minutes ago");
        let about = if minutes == 3 { probe.clone() } else { Value::Null };
        station
            .post(NOTES, &json!({ "text": text, "at": at, "probe": about }))
            .json();
    }
    let texts = |query: &str| -> Vec<String> {
        let found = events(&station, &format!("/api/v1/events?{query}"));
        found.into_iter().map(|(_, text)| text).collect()
    };
    let (from, to) = (now - 4 * 60_000, now - 2 * 60_000);
    assert_eq!(
        texts(&format!("from={from}&to={to}")),
        ["4 minutes ago", "3 minutes ago"],
        "from the begin on, up to the end and without it"
    );
    assert_eq!(texts(&format!("to={}", now - 270_000)), ["5 minutes ago"]);
    assert_eq!(texts(&format!("probe={probe}&sort=note")), ["3 minutes ago"]);
    assert_eq!(
        texts(&format!("probe={probe}")),
        ["3 minutes ago", "Gateway was added"]
    );
    assert_eq!(
        texts("sort=station,changed"),
        ["Gateway was added", "the station started"]
    );

    let first = station.get("/api/v1/events?sort=note&limit=3").json();
    let next = first["next"].as_str().expect("there are more");
    assert_eq!(
        texts(&format!("sort=note&limit=3&cursor={next}")),
        ["2 minutes ago", "1 minutes ago"]
    );
    for wrong in ["sort=notes", "sort=", "from=2&to=1", "from=x", "probe=x"] {
        station.get(&format!("/api/v1/events?{wrong}")).problem(422);
    }
}
