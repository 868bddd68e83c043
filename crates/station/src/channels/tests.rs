use std::collections::BTreeMap;

use alerts::Verdict as Judged;
use serde_json::json;
use wire::alert::Alert;
use wire::reading::Reading;

use super::*;
use crate::live::Folded;

/// A picture with probes, and what follows a channel through it.
struct Scene {
    live: Live,
    channels: Channels,
    probes: BTreeMap<&'static str, ProbeId>,
    now: Timestamp,
}

impl Scene {
    /// A channel of hops with a probe each.
    fn of(hops: &[(&'static str, Way)]) -> Self {
        let mut scene = Self {
            live: Live::new(1, 0, 0, Vec::new()),
            channels: Channels::of(Vec::new()),
            probes: BTreeMap::new(),
            now: Timestamp(1_000_000),
        };
        let mut spec = Vec::new();
        for ((name, way), id) in hops.iter().zip(1..) {
            let probe = json!({ "id": id, "revision": 1, "name": name, "kind": "tcp", "target": "tcp://192.0.2.1:9" });
            let kind = probes::kind("tcp").unwrap().info();
            let probe = serde_json::from_value(probe).unwrap();
            scene.live.put(kind, probe, scene.now);
            scene.probes.insert(name, ProbeId(id));
            spec.push(json!({ "name": name, "way": way, "probes": [id] }));
        }
        let spec = serde_json::from_value(json!({ "name": "PGM A", "hops": spec })).unwrap();
        let (id, revision) = (ChannelId(7), 1);
        scene.channels.put(Channel { id, revision, spec });
        scene
    }

    /// Lets probes turn in one fold; gives what is told of the channel.
    fn turn(&mut self, conditions: &[(&str, Condition)]) -> Vec<(Severity, String)> {
        for (name, condition) in conditions {
            let probe = self.probes[name];
            let reading = Reading {
                probe,
                at: self.now,
                took_ms: 1,
                samples: Vec::new(),
                findings: Vec::new(),
                facts: Vec::new(),
                failure: None,
            };
            self.live.fold(reading, Judged::default(), &mut Folded::default());
            let alert = alert(probe, *condition);
            self.live.stand(probe, alert.as_ref(), self.now);
            self.channels.probe_turned(probe);
        }
        self.told()
    }

    fn told(&mut self) -> Vec<(Severity, String)> {
        let events = self.channels.turns(&self.live, self.now);
        events
            .into_iter()
            .map(|event| (event.severity, event.text))
            .collect()
    }
}

/// What fires at a probe that is so.
fn alert(probe: ProbeId, condition: Condition) -> Option<Alert> {
    let severity = match condition {
        Major => "major",
        Critical => "critical",
        _ => return None,
    };
    let alert = json!({
        "id": 1, "rule": "tcp/failure", "subject": { "name": "x", "probe": probe }, "severity": severity, "text": "something",
        "began": 0, "raised": 0, "incident": 1, "revision": 1,
    });
    serde_json::from_value(alert).unwrap()
}

use Condition::{Critical, Major, Ok as Well};

#[test]
fn at_the_start_nothing_is_told_until_every_probe_has_looked_and_a_well_channel_not_at_all() {
    let mut scene = Scene::of(&[("CAM", Way::Both), ("SRT", Way::Both)]);
    assert_eq!(scene.turn(&[("SRT", Critical)]), [], "CAM may be the cause");
    let told = scene.turn(&[("CAM", Critical)]);
    assert_eq!(told.len(), 1);
    assert!(told[0].1.starts_with("PGM A is broken at CAM"), "{told:?}");

    let mut scene = Scene::of(&[("CAM", Way::Both), ("SRT", Way::Both)]);
    assert_eq!(scene.turn(&[("CAM", Well), ("SRT", Well)]), []);

    let mut scene = Scene::of(&[("CAM", Way::Both), ("SRT", Way::Both)]);
    assert_eq!(scene.turn(&[("SRT", Critical)]), []);
    scene.now = Timestamp(scene.now.0 + FIRST_LOOK_MS);
    assert_eq!(scene.told().len(), 1, "a probe that never looks holds up nothing");
}

#[test]
fn every_outcome_has_its_sentence_and_the_same_one_is_told_once() {
    let mut scene = Scene::of(&[
        ("CAM", Way::Both),
        ("A", Way::Main),
        ("B", Way::Backup),
        ("EDGE", Way::Both),
    ]);
    let mut told = Vec::new();
    for turned in [
        &[("CAM", Well), ("A", Well), ("B", Well), ("EDGE", Well)][..],
        &[("A", Critical)],
        &[("A", Critical)],
        &[("A", Major)],
        &[("A", Well), ("B", Critical)],
        &[("A", Critical), ("EDGE", Critical)],
        &[("A", Well), ("B", Well), ("EDGE", Major)],
        &[("EDGE", Well)],
    ] {
        told.extend(scene.turn(turned));
    }
    let told: Vec<_> = told
        .iter()
        .map(|(severity, text)| (*severity, text.split(": something").next().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            (
                Severity::Major,
                "PGM A is on its backup way: the main way is broken at A"
            ),
            (
                Severity::Major,
                "PGM A is on its backup way: the main way is impaired at A"
            ),
            (
                Severity::Major,
                "PGM A has no backup: the backup way is broken at B"
            ),
            (Severity::Critical, "PGM A is broken at A"),
            (Severity::Major, "PGM A is impaired from EDGE on"),
            (Severity::Info, "PGM A is well again"),
        ]
    );
}

#[test]
fn a_probe_of_no_channel_turns_none_and_a_channel_that_is_gone_tells_nothing() {
    let mut scene = Scene::of(&[("CAM", Way::Both)]);
    scene.turn(&[("CAM", Well)]);
    scene.channels.probe_turned(ProbeId(99));
    assert!(scene.channels.turned.is_empty());
    scene.channels.remove(ChannelId(7));
    assert_eq!(scene.turn(&[("CAM", Critical)]), []);
}
