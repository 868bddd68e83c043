//! Flywatch ends without having been asked to; the next start tells of it, once.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::flypack::{Flypack, until};
use crate::plug::items;

/// How the station says that it ended before, newest first.
fn ends(station: &Flypack) -> Vec<Value> {
    let told = |event: &Value| {
        event["sort"] == "station"
            && event["text"]
                .as_str()
                .is_some_and(|text| text.starts_with("Flywatch stopped unexpectedly"))
    };
    let mut events = items(station, "/api/v1/events?limit=1000");
    events.retain(told);
    events
}

fn names(station: &Flypack) -> Vec<String> {
    let reports = items(station, "/api/v1/crashes");
    reports
        .iter()
        .map(|report| report["name"].as_str().expect("it has a name").to_owned())
        .collect()
}

/// Ends a station by a signal that it cannot answer, and starts the next.
fn struck_by(signal: &str, data: &Path) -> Flypack {
    let station = Flypack::start(data);
    until("the station is gone", || {
        // The first SEGV that no memory access explains is taken for a mistake of the sender.
        station.signal(signal);
        station
            .try_ask("GET", "/api/v1/health", b"")
            .is_err()
            .then_some(())
    });
    station.kill();
    Flypack::start(data)
}

#[test]
fn an_end_by_a_fault_or_by_force_is_told_of_and_its_report_can_be_put_away() {
    let dir = tempfile::tempdir().expect("there is room");
    for (round, signal) in ["KILL", "ABRT", "SEGV"].into_iter().enumerate() {
        let station = struck_by(signal, dir.path());
        let told = until("the end is told of", || {
            let ends = ends(&station);
            (ends.len() == round + 1).then(|| ends[0].clone())
        });
        assert_eq!(told["severity"], "major", "{told}");
        let names = names(&station);
        assert_eq!(names.len(), round + 1);
        let text = told["text"].as_str().expect("an event has a text");
        assert!(text.contains("journalctl") && text.contains(&names[0]), "{text}");
        station.stop();
    }

    let station = Flypack::start(dir.path());
    until("it started", || {
        let events = items(&station, "/api/v1/events?limit=1");
        (events[0]["text"] == "the station started").then_some(())
    });
    assert_eq!(
        ends(&station).len(),
        3,
        "a station that was stopped has nothing to tell"
    );

    let reports = items(&station, "/api/v1/crashes");
    assert_eq!(reports.len(), 3);
    for report in &reports {
        assert_eq!(
            (&report["sort"], &report["program"]),
            (&"killed".into(), &"flywatch".into())
        );
        assert_eq!(report["version"], station.get("/api/v1/health").json()["version"]);
    }
    let name = reports[0]["name"].as_str().expect("it has a name");
    let put_away = |name: &str| station.ask("DELETE", &format!("/api/v1/crashes/{name}"), b"");
    assert_eq!(put_away(name).status, 204);
    assert!(put_away(name).problem(404).contains("put away already"));
    put_away("..%2Fsecret.key").problem(404);
    assert!(dir.path().join("secret.key").exists());
    assert_eq!(names(&station).len(), 2);
    assert!(!dir.path().join("crashes").join(name).exists());
    let newest = items(&station, "/api/v1/audit?limit=1").remove(0);
    assert_eq!(
        (newest["action"].as_str(), newest["subject"].as_str()),
        (Some("delete"), Some(format!("crash report {name}").as_str()))
    );
    assert_eq!(newest["author"], "local operator");
    station.stop();
}

#[test]
fn a_pulled_plug_is_told_of_in_passing_and_leaves_no_report() {
    let dir = tempfile::tempdir().expect("there is room");
    Flypack::start(dir.path()).kill();
    // As after a start of the machine.
    let mark = dir.path().join("running");
    let run = fs::read_to_string(&mark).expect("a station that runs says so");
    let mut run: Value = serde_json::from_str(&run).expect("it is JSON");
    run["boot"] = "another".into();
    fs::write(&mark, run.to_string()).expect("there is room");

    let station = Flypack::start(dir.path());
    let told = until("the end is told of", || ends(&station).pop());
    assert_eq!(told["severity"], "info");
    assert!(
        told["text"]
            .as_str()
            .expect("an event has a text")
            .contains("lost its power"),
        "{told}"
    );
    assert_eq!(names(&station), Vec::<String>::new());
    station.stop();
    assert!(!mark.exists(), "it was stopped");
}
