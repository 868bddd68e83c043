//! What is set on the station itself: its name, and for how long it keeps the past.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::flypack::{Flypack, flywatch, outcome, refusal, until};
use crate::plug::items;

const STATION: &str = "/api/v1/station";

fn settings(name: &str, days: [u32; 3]) -> Value {
    let [raw, ten_seconds, five_minutes] = days;
    let retention =
        json!({ "raw_days": raw, "ten_seconds_days": ten_seconds, "five_minutes_days": five_minutes });
    json!({ "name": name, "retention": retention })
}

#[test]
fn what_is_set_holds_at_once_and_after_a_pulled_plug() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    let usual = station.get(STATION).json();
    assert_eq!(usual["revision"], 0);
    assert_eq!(usual["name"], station.get("/api/v1/health").json()["station"]);
    let put = |headers: &str, settings: &Value| station.ask_with(headers, "PUT", STATION, settings);
    let longer = settings(" OB 7 ", [14, 30, 400]);
    let set = put("If-Match: \"0\"\r\n", &longer);
    assert!(set.head.contains("etag: \"1\""), "{}", set.head);
    assert_eq!(set.json()["name"], "OB 7");
    assert_eq!(station.get("/api/v1/health").json()["station"], "OB 7");
    let said = put("If-Match: \"0\"\r\n", &settings("OB 8", [14, 30, 400])).problem(412);
    assert!(said.contains("revision 1"), "{said}");
    for (wrong, field) in [
        (settings("", [14, 30, 400]), "name"),
        (settings(&"a".repeat(65), [14, 30, 400]), "name"),
        (settings("OB 7", [0, 30, 400]), "retention.raw_days"),
        (settings("OB 7", [14, 13, 400]), "retention.ten_seconds_days"),
        (settings("OB 7", [14, 30, 4000]), "retention.five_minutes_days"),
    ] {
        let answer = put("", &wrong);
        answer.problem(422);
        let problem: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    for words in ["is called OB 7 now", "as it came for 14 days"] {
        until(words, || {
            let told = items(&station, "/api/v1/events?sort=changed");
            let is_told = |event: &Value| event["text"].as_str().unwrap().contains(words);
            told.iter().any(is_told).then_some(())
        });
    }
    let audit = items(&station, "/api/v1/audit");
    assert_eq!(audit[0]["subject"], "station");
    station.kill();

    let station = Flypack::start(dir.path());
    let kept = station.get(STATION).json();
    assert_eq!(
        (&kept["name"], &kept["retention"]["raw_days"]),
        (&json!("OB 7"), &json!(14))
    );
}

#[test]
fn a_shorter_time_deletes_and_must_be_held() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    let shorter = settings("OB 7", [7, 30, 399]);
    let said = station.ask_with("", "PUT", STATION, &shorter).problem(428);
    assert!(said.contains("deletes history"), "{said}");
    assert_eq!(station.get(STATION).json()["revision"], 0);
    let set = station
        .ask_held("shorten-retention", "PUT", STATION, &shorter)
        .json();
    assert_eq!(set["retention"]["five_minutes_days"], 399);
}

/// `flywatch WORDS --data DATA`.
fn command(words: &[&str], data: &Path) -> Command {
    let mut command = flywatch();
    command.args(words).arg("--data").arg(data);
    command
}

#[test]
fn settings_go_from_one_station_to_another_in_a_file() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    let exported = |data: &Path| {
        let output = outcome(command(&["export"], data));
        String::from_utf8(output.stdout).expect("it speaks UTF-8")
    };
    assert!(
        !exported(dir.path()).contains("\nstation:"),
        "nobody has set anything"
    );
    let set = settings("OB $7", [14, 30, 400]);
    station.ask_with("", "PUT", STATION, &set).json();
    let written = exported(dir.path());
    let section = "\nstation:\n  name: OB $$7\n  retention:\n    raw_days: 14\n    ten_seconds_days: 30\n    \
                   five_minutes_days: 400\n";
    assert!(written.contains(section), "{written}");

    let other = tempfile::tempdir().expect("there is room");
    let file = other.path().join("station.yaml");
    std::fs::write(&file, &written).expect("there is room");
    let apply = |data: &Path| command(&["apply", "--yes", file.to_str().expect("it is UTF-8")], data);
    let data = other.path().join("data");
    assert!(outcome(apply(&data)).status.success());
    let second = Flypack::start(&data);
    assert_eq!(second.get(STATION).json()["name"], "OB $7");

    // What is not given stays, and what deletes is held by the command itself.
    std::fs::write(&file, "station:\n  retention:\n    raw_days: 5\n").expect("there is room");
    let wanted = json!({ "station": { "retention": { "raw_days": 5 } } });
    let plan = second.post("/api/v1/configuration/plan", &wanted).json();
    assert_eq!(
        (&plan["forgets"], &plan["changes"][0]["thing"]),
        (&json!(true), &json!("station"))
    );
    let order = json!({ "configuration": wanted, "state": plan["state"] });
    let said = second.post("/api/v1/configuration/apply", &order).problem(428);
    assert!(said.contains("deletes history"), "{said}");
    let applied = outcome(apply(&data));
    let told = String::from_utf8_lossy(&applied.stdout).into_owned();
    assert!(
        told.contains("~ station \"OB $7\" retention.raw_days 14 → 5"),
        "{told}"
    );
    let now = second.get(STATION).json();
    assert_eq!(
        (&now["name"], &now["retention"]["raw_days"]),
        (&json!("OB $7"), &json!(5))
    );
    let greeted = second.get("/api/v1/health").json();
    assert_eq!(greeted["station"], "OB $7");

    for (text, words) in [
        (
            "station:\n  nmae: x\n",
            ":2:3: the station has no entry \"nmae\"; did you mean \"name\"?",
        ),
        (
            "station:\n  retention:\n    raw_days: 0\n",
            ":3:15: station.retention.raw_days: keep this for 1 to 90 days",
        ),
        (
            "station:\n  retention:\n    raw_days: 60\n",
            "station.retention.ten_seconds_days: keep this for 60 to 365 days",
        ),
        ("station: OB\n", "takes the entries of the station"),
    ] {
        std::fs::write(&file, text).expect("there is room");
        let said = refusal(apply(&data));
        assert!(said.contains(words), "{said}");
    }
}
