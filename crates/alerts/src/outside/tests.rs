use serde_json::json;
use wire::inventory::{ChannelId, DeviceId};
use wire::kind::KindInfo;
use wire::probe::{ProbeId, ProbeSpec};

use super::*;
use crate::world::Known;

fn labels(of: &[(&'static str, &str)]) -> Labels {
    of.iter()
        .map(|(name, value)| ((*name).into(), (*value).to_owned()))
        .collect()
}

fn said(of: &[(&'static str, &str)], annotations: &[(&str, &str)]) -> Said {
    let annotation = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    Said {
        labels: labels(of),
        annotations: annotations.iter().map(annotation).collect(),
        ..Said::default()
    }
}

#[test]
fn wrong_ones_are_told_what_is_wrong() {
    let fault = |said: Said| said.check().unwrap_err();
    assert_eq!(fault(Said::default()), "at least one label pair required");
    assert_eq!(
        fault(said(&[("bad name", "x")], &[])),
        "invalid label set: invalid name \"bad name\""
    );
    assert_eq!(
        fault(said(&[("1st", "x")], &[])),
        "invalid label set: invalid name \"1st\""
    );
    assert_eq!(
        fault(said(&[("a", "x")], &[("", "x")])),
        "invalid annotations: invalid name \"\""
    );
    let backwards = Said {
        began: Some(Timestamp(5)),
        ends: Some(Timestamp(4)),
        ..said(&[("a", "x")], &[])
    };
    assert_eq!(fault(backwards), "start time must be before end time");
    assert_eq!(said(&[("service.name", "x"), ("_a1", "y")], &[]).check(), Ok(()));
}

#[test]
fn severities_of_the_field_become_ours() {
    let of = |word: &str| severity(&labels(&[("severity", word)]));
    assert_eq!(of("page"), Severity::Critical);
    assert_eq!(of(" CRITICAL"), Severity::Critical);
    assert_eq!(of("error"), Severity::Major);
    assert_eq!(of("warning"), Severity::Minor);
    assert_eq!(of("none"), Severity::Info);
    assert_eq!(of("ticket"), Severity::Major);
    assert_eq!(severity(&Labels::new()), Severity::Major);
}

#[test]
fn words_come_from_what_was_written_for_people() {
    let name = ("alertname", "DiskFull");
    assert_eq!(words(&said(&[name], &[])), ("DiskFull".to_owned(), String::new()));
    let both = said(
        &[name],
        &[
            ("summary", "disk\n full"),
            ("description", "clean it"),
            ("runbook_url", "http://r/1"),
        ],
    );
    assert_eq!(
        words(&both),
        ("disk full".to_owned(), "clean it · http://r/1".to_owned())
    );
    let one = said(&[name], &[("description", "the disk is full")]);
    assert_eq!(words(&one), ("the disk is full".to_owned(), String::new()));
    let long = said(&[name], &[("summary", &"ä".repeat(600))]);
    assert_eq!(words(&long).0.chars().count(), LONGEST);
}

#[test]
fn hosts_lose_scheme_and_port() {
    for (value, wanted) in [
        ("10.0.0.5:9100", "10.0.0.5"),
        ("[2001:db8::1]:9100", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("http://enc-1:8080/health?x", "enc-1"),
        ("enc-1", "enc-1"),
        ("a:b", "a:b"),
    ] {
        assert_eq!(host(value), wanted);
    }
}

fn world() -> World {
    let kind: &'static KindInfo = Box::leak(Box::new(
        serde_json::from_value(json!({
            "name": "icmp", "title": "Ping", "help": "h", "schemes": [], "example": "x:", "fields": [], "metrics": [],
            "findings": [], "watch": { "at_intervals": { "every_ms": 1000, "timeout_ms": 900 } },
        }))
        .unwrap(),
    ));
    let mut world = World::default();
    let device = json!({ "name": "ENC-1", "address": "10.0.0.5", "role": "encoder" });
    world
        .devices
        .insert(DeviceId(7), serde_json::from_value(device).unwrap());
    for (id, name, device, address) in [
        (1, "Ping ENC-1", Some(DeviceId(7)), "10.0.0.5"),
        (2, "Gateway", None, "10.0.0.1"),
    ] {
        let mut spec = ProbeSpec::new(name, "icmp", "x:");
        spec.device = device;
        let address = address.parse().ok();
        world.probes.insert(ProbeId(id), Known { spec, kind, address });
    }
    let channel = json!({ "name": "PGM", "hops": [{ "name": "IN", "probes": [1] }] });
    world
        .channels
        .insert(ChannelId(3), serde_json::from_value(channel).unwrap());
    world
}

#[test]
fn what_labels_name_is_found() {
    let world = world();
    let at = |label: &'static str, value: &str| {
        let Subject {
            name,
            probe,
            device,
            channels,
            ..
        } = subject(&world, &labels(&[("alertname", "X"), (label, value)]));
        (name, probe.map(|id| id.0), device.map(|id| id.0), channels.len())
    };
    assert_eq!(
        at("instance", "10.0.0.5:9100"),
        ("10.0.0.5:9100".to_owned(), None, Some(7), 1)
    );
    assert_eq!(at("host", "enc-1"), ("enc-1".to_owned(), None, Some(7), 1));
    assert_eq!(
        at("probe", "ping enc-1"),
        ("ping enc-1".to_owned(), Some(1), Some(7), 1)
    );
    assert_eq!(
        at("instance", "10.0.0.1:9100"),
        ("10.0.0.1:9100".to_owned(), Some(2), None, 0)
    );
    assert_eq!(
        at("instance", "10.0.0.9:9100"),
        ("10.0.0.9:9100".to_owned(), None, None, 0)
    );
    assert_eq!(at("job", "ENC-1"), ("ENC-1".to_owned(), None, None, 0));
    assert_eq!(at("severity", "page").0, "X");
}
