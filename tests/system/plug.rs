//! The plug is pulled while the station watches and takes orders; or it is asked to end in the middle of it all.

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use serde_json::{Value, json};

use crate::flypack::{Flypack, until};

const KILLS: usize = 20;
/// Probes that write all the time.
const BUSY: usize = 30;
/// Of samples, so much may be lost, in milliseconds.
const LOST: i64 = 1000;
/// So often that much time passes between a start and the next kill.
const PATIENT: usize = 4;

/// A peer on loopback that accepts whatever connects and hangs up. It lives as long as the test program.
pub(crate) fn peer() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || listener.incoming().for_each(drop));
    address
}

/// A probe that looks ten times a second.
pub(crate) fn busy(name: &str, peer: SocketAddr) -> Value {
    json!({ "name": name, "kind": "tcp", "target": format!("tcp://{peer}"), "every_ms": 100 })
}

pub(crate) fn items(station: &Flypack, path: &str) -> Vec<Value> {
    let page = station.get(path).json();
    page["items"].as_array().expect("a page has items").clone()
}

/// What the station had to say about itself since it was made, apart from its starts and stops.
pub(crate) fn complaints(station: &Flypack) -> Vec<String> {
    let events = items(station, "/api/v1/events?limit=1000");
    events
        .iter()
        .filter(|event| event["sort"] == "station" && event["severity"] != "info")
        .map(|event| event["text"].as_str().expect("an event has a text").to_owned())
        .filter(|text| !text.starts_with("Flywatch stopped unexpectedly"))
        .collect()
}

/// Series and the time of its newest sample, of those that have one.
fn newest(station: &Flypack) -> Vec<(i64, i64)> {
    let series = items(station, "/api/v1/series?limit=1000");
    series
        .iter()
        .filter_map(|view| Some((view["id"].as_i64()?, view["at"].as_i64()?)))
        .collect()
}

/// Each sample that was seen is in the history.
fn holds(station: &Flypack, seen: &[(i64, i64)]) {
    for (id, at) in seen {
        let path = format!("/api/v1/history?series={id}&from={at}&to={}&step=1", at + 1);
        let found = items(station, &path);
        assert_eq!(found[0]["from"], *at, "series {id}: {found:?}");
        assert!(found[0]["last"][0].is_number(), "series {id}: {found:?}");
    }
}

fn names(station: &Flypack) -> BTreeSet<String> {
    let probes = items(station, "/api/v1/probes?limit=1000");
    probes
        .iter()
        .map(|probe| probe["name"].as_str().expect("it has a name").to_owned())
        .collect()
}

/// Waits until every busy probe has looked.
fn watched(station: &Flypack) -> Vec<(i64, i64)> {
    until("every probe has looked", || {
        let newest = newest(station);
        (newest.len() >= BUSY).then_some(newest)
    })
}

/// Starts a station with [`BUSY`] probes.
fn busy_station(data: &Path) -> Flypack {
    let peer = peer();
    let station = Flypack::start(data);
    for n in 0..BUSY {
        station
            .post("/api/v1/probes", &busy(&format!("Busy {n}"), peer))
            .json();
    }
    station
}

/// Makes probes until the station is gone, and tells the name of each that was answered.
fn order(station: &Flypack, round: usize, answered: &mpsc::Sender<String>) {
    for n in 0.. {
        let name = format!("Order {n} of round {round}");
        let spec = json!({ "name": name, "kind": "tcp", "target": "tcp://127.0.0.1:9", "enabled": false });
        let Ok(answer) = station.try_ask("POST", "/api/v1/probes", spec.to_string().as_bytes()) else {
            return;
        };
        if answer.status == 503 {
            return;
        }
        assert_eq!(answer.status, 201, "{}", answer.text());
        answered.send(name).expect("the test listens until the end");
    }
}

/// Ends a station by a signal while it takes orders, after `count` of them were answered. Gives those that were.
fn end_while_ordering(station: &Flypack, signal: &str, round: usize, count: usize) -> Vec<String> {
    let (say, said) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || order(station, round, &say));
        let mut answered: Vec<_> = said.iter().take(count).collect();
        station.signal(signal);
        answered.extend(said);
        answered
    })
}

#[test]
fn what_was_ordered_outlives_the_plug_and_of_samples_one_second_is_lost_at_most() {
    let dir = tempfile::tempdir().expect("there is room");
    let mut station = busy_station(dir.path());
    let mut answered = names(&station);
    let mut seen = Vec::new();
    for round in 0..KILLS {
        if round % PATIENT == 0 {
            let first = watched(&station);
            until("time passes for every probe", || {
                let newest = newest(&station);
                let later = |(id, at): &(i64, i64)| newest.iter().any(|(n, now)| n == id && *now > at + LOST);
                first.iter().all(later).then_some(())
            });
            seen.extend(first);
        }
        // After another number of answers each round: sometimes at once, sometimes in full run.
        answered.extend(end_while_ordering(&station, "KILL", round, 1 + round * 7 % 13));
        station.kill();

        station = Flypack::start(dir.path());
        let kept = names(&station);
        let lost: Vec<_> = answered.difference(&kept).collect();
        assert!(
            lost.is_empty(),
            "round {round}: {lost:?} were answered and are gone"
        );
        assert_eq!(complaints(&station), Vec::<String>::new(), "round {round}");
        holds(&station, &seen);
    }
}

#[test]
fn a_station_that_is_asked_to_end_ends_well_and_loses_nothing() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = busy_station(dir.path());
    let mut answered = names(&station);
    watched(&station);
    answered.extend(end_while_ordering(&station, "TERM", 0, 20));
    let said = station.stop();
    assert!(!said.contains("WARN") && !said.contains("ERROR"), "{said}");
    assert!(
        !dir.path().join("address").exists(),
        "nobody listens there any more"
    );

    let station = Flypack::start(dir.path());
    let kept = names(&station);
    assert!(answered.is_subset(&kept), "{:?}", answered.difference(&kept));
    assert_eq!(complaints(&station), Vec::<String>::new());
}
