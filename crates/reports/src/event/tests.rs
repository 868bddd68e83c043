use wire::alert::{Because, What};
use wire::event::EventSort;
use wire::inventory::{ChannelId, ChannelSpec, Hop};
use wire::phase::Phase;
use wire::report::MomentSort;
use wire::rule::Tunings;
use wire::{Severity, Timestamp};

use super::*;
use crate::life::tests::{alert, turn};
use crate::{MOST_ALERTS, MOST_MOMENTS};

const HOUR: i64 = 3_600_000;

fn score(of: Span) -> Score {
    Score {
        from: of.from,
        to: of.to,
        raised: 0,
        newest: 0,
        busiest: 0,
        busiest_at: None,
        counts: Vec::new(),
        part_ms: 0,
        mean: 0.0,
        flooded: 0.0,
        mix: None,
        firing: 0,
        standing: Vec::new(),
        shelved: 0,
        silenced: 0,
        waiting: 0,
        worst: Vec::new(),
        advice: Vec::new(),
    }
}

/// An hour in which nothing happened, with probe 1 in a channel and probe 2 in none.
pub(crate) fn quiet() -> Happened {
    let of = Span {
        from: Timestamp(0),
        to: Timestamp(HOUR),
    };
    let probe = |id: u32| PastOf {
        id: ProbeId(id),
        name: format!("Probe {id}"),
        measured: vec![of],
        chart: None,
    };
    let hop = Hop {
        name: "CAM".to_owned(),
        probes: vec![ProbeId(1), ProbeId(1)],
        way: Way::Both,
    };
    Happened {
        station: "OB 7".to_owned(),
        version: "0.1.0".to_owned(),
        zone: Zone::default(),
        of,
        phases: Vec::new(),
        gaps: Vec::new(),
        channels: vec![Channel {
            id: ChannelId(3),
            revision: 1,
            spec: ChannelSpec {
                name: "PGM".to_owned(),
                hops: vec![hop],
                alerts: Tunings::new(),
            },
        }],
        probes: vec![probe(1), probe(2)],
        alerts: Vec::new(),
        turns: Vec::new(),
        events: Vec::new(),
        score: score(of),
    }
}

#[test]
fn an_hour_without_anything_is_a_report_too() {
    let report = event(quiet());
    let [channel] = report.channels.as_slice() else {
        panic!("{:?}", report.channels)
    };
    assert_eq!(channel.available, Some(1.0));
    assert_eq!(channel.probes, [ProbeId(1)], "named twice, it counts once");
    assert_eq!(report.others.len(), 1);
    assert_eq!(report.others[0].name, "Probe 2");
    assert!(report.alerts.is_empty() && report.timeline.is_empty());
    assert_eq!(report.alerts_left_out(), 0);
}

#[test]
fn what_follows_is_counted_with_its_cause_and_hurts_its_channel_all_the_same() {
    let mut happened = quiet();
    let mut follows = alert(2, Severity::Critical, HOUR / 2, None);
    follows.subject.probe = Some(ProbeId(1));
    follows.cause = Some(Because {
        alert: AlertId(1),
        why: "the switch before it is gone".to_owned(),
    });
    let mut also = alert(3, Severity::Major, HOUR / 2, Some(HOUR / 2 + 1_000));
    also.cause = Some(Because {
        alert: AlertId(2),
        why: "the hop before it".to_owned(),
    });
    happened.alerts = vec![alert(1, Severity::Critical, HOUR / 2, None), follows, also];
    let mut acknowledged = turn(1, HOUR / 2 + 90_000, What::Acknowledged, Severity::Critical);
    acknowledged.by = "Ana".to_owned();
    acknowledged.text = "on it".to_owned();
    happened.turns = vec![
        turn(1, HOUR / 2, What::Raised, Severity::Critical),
        turn(2, HOUR / 2, What::Raised, Severity::Critical),
        acknowledged,
    ];
    let report = event(happened);
    assert_eq!((report.causes, report.followed), (1, 2));
    let [line] = report.alerts.as_slice() else {
        panic!("{:?}", report.alerts)
    };
    assert_eq!(
        (line.followed, line.resolved, line.waited_s()),
        (2, None, Some(90.0))
    );
    assert_eq!(line.lasted_s, 1_800.0);
    assert_eq!(line.acknowledged.as_ref().unwrap().note, "on it");
    assert_eq!(report.channels[0].available, Some(0.5));
    let sorts: Vec<MomentSort> = report.timeline.iter().map(|moment| moment.sort).collect();
    assert_eq!(sorts, [MomentSort::Raised, MomentSort::Acknowledged]);
}

#[test]
fn ways_that_part_twice_are_two_stages() {
    let mut happened = quiet();
    let ways = [
        Way::Both,
        Way::Main,
        Way::Backup,
        Way::Both,
        Way::Main,
        Way::Backup,
    ];
    let hop = |(at, way): (usize, Way)| Hop {
        name: format!("H{at}"),
        probes: vec![ProbeId(u32::try_from(at).unwrap())],
        way,
    };
    happened.channels[0].spec.hops = ways.into_iter().enumerate().map(hop).collect();
    let broken = |id: u32, probe: u32| {
        let mut alert = alert(u64::from(id), Severity::Critical, 0, None);
        alert.subject.probe = Some(ProbeId(probe));
        alert
    };
    happened.probes[0].measured = vec![happened.of];
    // The main way of the first parting and the backup way of the second.
    happened.alerts = vec![broken(1, 1), broken(2, 5)];
    assert_eq!(event(happened.clone()).channels[0].available, Some(1.0));
    happened.alerts.push(broken(3, 2));
    assert_eq!(event(happened).channels[0].available, Some(0.0));
}

#[test]
fn what_became_of_an_alert_after_the_stretch_is_not_in_its_report() {
    let mut happened = quiet();
    let mut late = alert(1, Severity::Major, -HOUR, Some(2 * HOUR));
    late.subject.probe = Some(ProbeId(1));
    happened.alerts = vec![
        late,
        alert(2, Severity::Major, 2 * HOUR, None),
        alert(3, Severity::Major, -9, Some(-1)),
    ];
    happened.turns = vec![
        turn(1, HOUR + 5, What::Acknowledged, Severity::Major),
        turn(1, 2 * HOUR, What::Resolved, Severity::Major),
    ];
    let report = event(happened);
    assert_eq!(
        report.alerts.len(),
        1,
        "neither what was over before nor what came later"
    );
    let line = &report.alerts[0];
    assert_eq!((line.raised, line.resolved), (Timestamp(-HOUR), None));
    assert_eq!(line.lasted_s, 3_600.0);
    assert_eq!(line.acknowledged, None);
    assert_eq!(report.channels[0].available, Some(0.0));
    assert_eq!(report.channels[0].error_seconds, 3_600);
}

#[test]
fn of_very_many_alerts_the_worst_are_listed_and_the_rest_is_counted() {
    let mut happened = quiet();
    happened.alerts = (0..5_000_u32)
        .map(|n| {
            let severity = if n % 50 == 0 {
                Severity::Critical
            } else {
                Severity::Minor
            };
            alert(
                u64::from(n),
                severity,
                i64::from(n) * 500,
                Some(i64::from(n) * 500 + 400),
            )
        })
        .collect();
    happened.turns = happened
        .alerts
        .iter()
        .map(|alert| turn(alert.id.0, alert.raised.0, What::Raised, alert.severity))
        .collect();
    happened.phases = vec![Entered {
        seq: 1,
        at: Timestamp(9),
        phase: Phase::OnAir,
        show: "Final".to_owned(),
        by: "Ana".to_owned(),
    }];
    let note = |seq: u64, at| Event {
        seq,
        at: Timestamp(at),
        severity: Severity::Info,
        sort: EventSort::Note,
        probe: Some(ProbeId(2)),
        channel: None,
        of: None,
        text: "Camera swapped".to_owned(),
    };
    happened.events = vec![note(1, 5_000), note(2, 2 * HOUR)];
    let report = event(happened);
    assert_eq!((report.causes, report.alerts.len()), (5_000, MOST_ALERTS));
    assert_eq!(report.alerts_left_out(), 4_700);
    let critical = report
        .alerts
        .iter()
        .filter(|line| line.severity == Severity::Critical);
    assert_eq!(critical.count(), 100);
    assert!(report.alerts.is_sorted_by_key(|line| line.raised));
    assert_eq!(report.timeline.len(), MOST_MOMENTS);
    assert!(report.timeline.is_sorted_by_key(|moment| moment.at));
    let kept = |sort| {
        report
            .timeline
            .iter()
            .filter(move |moment| moment.sort == sort)
            .count()
    };
    assert_eq!(
        (kept(MomentSort::Phase), kept(MomentSort::Note)),
        (1, 1),
        "what people said stays"
    );
    assert_eq!(report.timeline_left_out, 5_002 - 300);
}
