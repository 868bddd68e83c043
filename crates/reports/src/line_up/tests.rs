use wire::channel::Way;
use wire::inventory::{ChannelId, ChannelSpec, Hop};
use wire::kind::{Bad, Metric, Sort, Watch};
use wire::live::ProbeState;
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::reading::{Cause, Failure, Labels};
use wire::rule::Tunings;
use wire::series::{Series, SeriesId};
use wire::{Severity, Unit};

use super::*;
use crate::life::tests::alert;

const NOW: Timestamp = Timestamp(1_000_000);

fn kind() -> KindInfo {
    let metric = |name: &'static str, title: &'static str| Metric {
        name: name.into(),
        title: title.into(),
        help: "".into(),
        unit: Unit::Ratio,
        sort: Sort::Gauge,
        labels: Vec::new().into(),
        limits: None,
    };
    KindInfo {
        name: "srt".into(),
        title: "SRT".into(),
        help: "".into(),
        schemes: vec!["srt".into()].into(),
        example: "srt://a:1".into(),
        watch: Watch::AllTheTime { silent_ms: 1_000 },
        fields: Vec::new().into(),
        metrics: vec![
            metric("srt_rate", "Rate"),
            metric("srt_loss", "Loss"),
            metric("srt_room", "Room"),
        ]
        .into(),
        findings: Vec::new().into(),
        alone: Vec::new().into(),
        facts: Vec::new().into(),
    }
}

fn value(metric: &'static str, id: u32, value: f64) -> SeriesView {
    SeriesView {
        series: Series {
            id: SeriesId(id),
            probe: ProbeId(1),
            metric: metric.into(),
            labels: Labels::from([("path".into(), id.to_string())]),
            unit: Unit::Ratio,
        },
        at: Some(NOW),
        value: Some(value),
    }
}

pub(crate) fn lined(id: u32, name: &str, condition: Condition) -> Lined {
    let state = ProbeState {
        condition,
        since: NOW,
        last: Some(NOW.plus_millis(-500)),
        took_ms: 3,
        stale_after_ms: 2_000,
        failure: None,
        findings: Vec::new(),
        breaches: Vec::new(),
    };
    let probe = Probe {
        id: ProbeId(id),
        revision: 1,
        spec: ProbeSpec::new(name, "srt", "srt://10.0.0.1:9000"),
    };
    Lined {
        view: ProbeView { probe, state },
        kind: kind(),
        limits: BTreeMap::new(),
        values: Vec::new(),
        facts: Vec::new(),
    }
}

pub(crate) fn channel(name: &str, hops: &[(&str, &[u32])]) -> Channel {
    let hop = |(name, probes): &(&str, &[u32])| Hop {
        name: (*name).to_owned(),
        probes: probes.iter().map(|id| ProbeId(*id)).collect(),
        way: Way::Both,
    };
    Channel {
        id: ChannelId(1),
        revision: 1,
        spec: ChannelSpec {
            name: name.to_owned(),
            hops: hops.iter().map(hop).collect(),
            alerts: Tunings::new(),
        },
    }
}

fn of(probes: &[Lined], channels: &[Channel], alerts: &[Alert]) -> LineUp {
    let station = ("OB 7".to_owned(), "0.1.0".to_owned(), Zone::default());
    line_up(station, NOW, channels, probes, alerts)
}

#[test]
fn a_channel_is_as_bad_as_its_worst_hop_and_the_rest_stands_alone() {
    let probes = vec![
        lined(2, "Link", Condition::Major),
        lined(1, "Camera", Condition::Ok),
        lined(3, "Switch", Condition::Off),
    ];
    let report = of(
        &probes,
        &[channel("PGM", &[("CAM", &[1]), ("SRT", &[2]), ("CDN", &[])])],
        &[],
    );
    let pgm = &report.channels[0];
    assert_eq!(pgm.condition, Condition::Major);
    let hops: Vec<Condition> = pgm.hops.iter().map(|hop| hop.condition).collect();
    assert_eq!(hops, [Condition::Ok, Condition::Major, Condition::Unknown]);
    let alone: Vec<ProbeId> = report.in_no_channel().map(|probe| probe.id).collect();
    assert_eq!(alone, [ProbeId(3)]);
    assert!(report.probes.is_sorted_by_key(|probe| probe.id));
}

#[test]
fn the_large_value_stands_first_and_then_what_is_nearest_to_its_limit() {
    let mut probe = lined(1, "Link", Condition::Ok);
    let limits = |bad, major| Limits {
        bad,
        major: Some(major),
        critical: None,
    };
    probe.limits = BTreeMap::from([
        ("srt_loss".to_owned(), limits(Bad::Above, 0.1)),
        ("srt_room".to_owned(), limits(Bad::Below, 0.5)),
    ]);
    probe.values = vec![
        value("srt_loss", 1, 0.01),
        value("srt_rate", 2, 0.7),
        value("srt_room", 3, 0.55),
        value("srt_loss", 4, 0.2),
        value("srt_other", 5, 1.0),
    ];
    let report = of(&[probe.clone()], &[], &[]);
    let line = &report.probes[0];
    let order: Vec<(&str, f64)> = line
        .values
        .iter()
        .map(|value| (value.metric.as_str(), value.value))
        .collect();
    assert_eq!(
        order,
        [
            ("srt_rate", 0.7),
            ("srt_loss", 0.2),
            ("srt_room", 0.55),
            ("srt_loss", 0.01)
        ],
        "past its limit before near to it before far from it"
    );
    assert_eq!(line.values[1].margin.unwrap().past, Some(Severity::Major));
    assert_eq!(line.values[0].margin, None);
    probe.values = (0..30).map(|n| value("srt_loss", n, 0.01)).collect();
    let report = of(&[probe], &[], &[]);
    assert_eq!(
        (report.probes[0].values.len(), report.probes[0].values_left_out),
        (MOST_VALUES, 6)
    );
}

#[test]
fn what_changes_by_itself_is_no_part_of_a_line_up() {
    let mut probe = lined(1, "Link", Condition::Critical);
    let fact = |name: &'static str, text: &str| Fact {
        name: name.into(),
        labels: Labels::new(),
        text: text.to_owned(),
    };
    probe.facts = vec![
        fact("srt_peer_version", "1.5.1"),
        fact("mpegts_rtp_ssrc", "0x1234"),
    ];
    probe.view.state.failure = Some(Failure::new(Cause::Timeout, "no answer within 0.9 s"));
    probe.view.state.last = Some(NOW.plus_millis(-2_001));
    let report = of(&[probe], &[], &[]);
    let line = &report.probes[0];
    let told: Vec<&str> = line.facts.iter().map(|fact| fact.fact.text.as_str()).collect();
    assert_eq!(told, ["1.5.1"]);
    assert_eq!(line.trouble, "no answer within 0.9 s");
    assert!(line.is_old);
}

#[test]
fn what_fires_is_folded_into_its_causes_the_worst_first() {
    let mut follows = alert(2, Severity::Critical, 10, None);
    follows.cause = Some(wire::alert::Because {
        alert: wire::alert::AlertId(1),
        why: String::new(),
    });
    let alerts = [
        alert(1, Severity::Major, 5, None),
        follows,
        alert(3, Severity::Critical, 999_000, None),
    ];
    let report = of(&[], &[], &alerts);
    let told: Vec<(u64, u32, f64)> = report
        .alerts
        .iter()
        .map(|line| (line.id.0, line.followed, line.lasted_s))
        .collect();
    assert_eq!(told, [(3, 0, 1.0), (1, 1, 999.995)]);
}
