//! Alerts and their turns: the newest of each is kept, found by what is asked for, and told again at the next start.

use std::time::Instant;

use store::{Alerts, Retention, Store};
use wire::alert::{Alert, AlertId, Measured, Subject, Turn, What};
use wire::probe::ProbeId;
use wire::rule::RuleKey;
use wire::{Severity, Timestamp, Unit};

use crate::{TODAY, batch, durable, open, point, series, until};

const HOUR: i64 = 60 * 60 * 1000;

pub(crate) fn alert(id: u64, revision: u32) -> Alert {
    Alert {
        id: AlertId(id),
        rule: RuleKey::of_kind("icmp", "failure"),
        subject: Subject {
            name: "Gateway".to_owned(),
            probe: Some(ProbeId(1)),
            ..Subject::default()
        },
        severity: Severity::Major,
        text: "no answer within 0.9 s".to_owned(),
        measured: None,
        advice: String::new(),
        began: Timestamp(TODAY),
        raised: Timestamp(TODAY + 3000),
        resolved: None,
        well_since: None,
        returns: 0,
        flapping: false,
        acknowledged: None,
        shelved: None,
        suppressed: None,
        incident: AlertId(id),
        cause: None,
        outside: None,
        revision,
    }
}

pub(crate) fn turn(seq: u64, alert: u64, what: What, at: i64) -> Turn {
    Turn {
        seq,
        alert: AlertId(alert),
        at: Timestamp(at),
        what,
        severity: Severity::Major,
        by: "anna".to_owned(),
        text: format!("turn {seq}"),
    }
}

fn resolved(id: u64, at: i64) -> Alert {
    Alert {
        resolved: Some(Timestamp(at)),
        ..alert(id, 2)
    }
}

pub(crate) async fn keep(store: &Store, alerts: Vec<Alert>, turns: Vec<Turn>) {
    let mut news = batch(TODAY, vec![]);
    (news.alerts, news.turns) = (alerts, turns);
    durable(store, store.append(news)).await;
}

async fn ids(store: &Store, wanted: &Alerts) -> Vec<u64> {
    let found = store.alerts(wanted, None, 100).await.unwrap();
    found.into_iter().map(|alert| alert.id.0).collect()
}

#[tokio::test]
async fn the_newest_of_each_alert_is_kept_with_its_turns() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let raised = turn(1, 1, What::Raised, TODAY);
    let other = turn(2, 2, What::Raised, TODAY);
    let worse = turn(3, 1, What::Worse, TODAY + 1);
    keep(
        &store,
        vec![alert(1, 1), alert(2, 1)],
        vec![raised.clone(), other.clone()],
    )
    .await;
    keep(&store, vec![alert(1, 3), alert(1, 2)], vec![worse.clone()]).await;
    assert_eq!(store.alert(AlertId(1)).await.unwrap(), Some(alert(1, 3)));
    assert_eq!(store.alert(AlertId(3)).await.unwrap(), None);
    let of_one = store.turns(&[AlertId(1)]).await.unwrap();
    assert_eq!(of_one, [raised.clone(), worse.clone()]);
    let of_both = store.turns(&[AlertId(2), AlertId(1)]).await.unwrap();
    assert_eq!(of_both, [raised, other.clone(), worse.clone()]);
    assert_eq!(store.turns_between(1, 1).await.unwrap(), [other]);
    assert_eq!(store.turns_between(2, 9).await.unwrap(), [worse]);
    assert_eq!(store.turns_between(3, 9).await.unwrap(), []);
}

#[tokio::test]
async fn a_start_finds_what_fires_and_what_may_return() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let (long_ago, just_now) = (resolved(2, TODAY), resolved(3, TODAY + 2 * HOUR));
    let last = turn(9, 3, What::Resolved, TODAY + 2 * HOUR);
    keep(&store, vec![alert(1, 1), long_ago, just_now.clone()], vec![last]).await;
    drop(store);
    let opened = open(dir.path()).await;
    assert_eq!(opened.alerts, [alert(1, 1), just_now]);
    assert_eq!((opened.last_alert, opened.last_turn), (3, 9));
}

#[tokio::test]
async fn a_value_without_an_end_spoils_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let endless = Alert {
        measured: Some(Measured {
            metric: "icmp_loss_ratio".to_owned(),
            labels: [].into(),
            value: f64::INFINITY,
            limit: 0.1,
            unit: Unit::Ratio,
        }),
        ..alert(1, 1)
    };
    keep(&store, vec![endless, alert(2, 1)], vec![]).await;
    assert_eq!(store.alert(AlertId(1)).await.unwrap(), Some(alert(1, 1)));
    drop(store);
    assert_eq!(open(dir.path()).await.alerts.len(), 2);
}

#[tokio::test]
async fn each_question_finds_its_alerts_newest_first() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let minor = Alert {
        severity: Severity::Minor,
        rule: RuleKey("own/12".to_owned()),
        ..alert(2, 1)
    };
    let follows = Alert {
        incident: AlertId(1),
        subject: Subject {
            probe: Some(ProbeId(2)),
            ..Subject::default()
        },
        ..alert(3, 1)
    };
    let later = Alert {
        raised: Timestamp(TODAY + 2 * HOUR),
        ..alert(5, 1)
    };
    keep(
        &store,
        vec![alert(1, 1), minor, follows, resolved(4, TODAY + HOUR), later],
        vec![],
    )
    .await;
    let any = Alerts::default;
    let least = |severity| Alerts {
        severity_at_least: Some(severity),
        ..any()
    };
    assert_eq!(ids(&store, &any()).await, [5, 4, 3, 2, 1]);
    let page = store.alerts(&any(), Some(4), 2).await.unwrap();
    assert_eq!(page.iter().map(|alert| alert.id.0).collect::<Vec<_>>(), [3, 2]);
    let firing = |firing| Alerts {
        firing: Some(firing),
        ..any()
    };
    assert_eq!(ids(&store, &firing(true)).await, [5, 3, 2, 1]);
    assert_eq!(ids(&store, &firing(false)).await, [4]);
    assert_eq!(ids(&store, &least(Severity::Minor)).await, [5, 4, 3, 2, 1]);
    assert_eq!(ids(&store, &least(Severity::Major)).await, [5, 4, 3, 1]);
    assert_eq!(ids(&store, &least(Severity::Critical)).await, [0; 0]);
    let own = Alerts {
        rule: Some(RuleKey("own/12".to_owned())),
        ..any()
    };
    assert_eq!(ids(&store, &own).await, [2]);
    let second = Alerts {
        probe: Some(ProbeId(2)),
        ..any()
    };
    assert_eq!(ids(&store, &second).await, [3]);
    let together = Alerts {
        incident: Some(AlertId(1)),
        ..any()
    };
    assert_eq!(ids(&store, &together).await, [3, 1]);
    let stretch = |from, to| Alerts {
        from: Some(Timestamp(from)),
        to: Some(Timestamp(to)),
        ..any()
    };
    assert_eq!(ids(&store, &stretch(TODAY, TODAY + 2 * HOUR)).await, [4, 3, 2, 1]);
    assert_eq!(
        ids(&store, &stretch(TODAY + HOUR + 1, TODAY + 3 * HOUR)).await,
        [5, 3, 2, 1]
    );
}

#[tokio::test]
async fn old_alerts_are_forgotten_with_old_events_but_none_of_an_incident_that_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let explained = Alert {
        incident: AlertId(1),
        ..resolved(3, TODAY)
    };
    let turns = (1..=3)
        .map(|id| turn(id, id, What::Raised, TODAY))
        .collect::<Vec<_>>();
    keep(
        &store,
        vec![alert(1, 1), resolved(2, TODAY), explained],
        turns.clone(),
    )
    .await;
    store.close().await;
    let believing = Retention {
        doubt_hours: 0,
        ..Retention::default()
    };
    let years = Timestamp(TODAY + 1000 * 24 * HOUR);
    let opened = Store::open(dir.path(), believing, years).await.unwrap();
    let store = opened.store;
    until("the old alert is gone", async || {
        store.alert(AlertId(2)).await.unwrap().is_none().then_some(())
    })
    .await;
    assert_eq!(ids(&store, &Alerts::default()).await, [3, 1]);
    assert_eq!(
        store.turns_between(0, 9).await.unwrap(),
        [turns[0].clone(), turns[2].clone()]
    );
    assert_eq!(opened.last_alert, 3);
}

/// Prints what a station waits for an alert to be safe while samples flow. Judges no time: machines differ.
#[tokio::test]
async fn an_alert_does_not_wait_for_the_pace_of_samples() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let mut names = batch(TODAY, vec![]);
    names.series = (100..200).map(series).collect();
    durable(&store, store.append(names)).await;
    let mut waits = [Vec::new(), Vec::new()];
    for step in 1..=40_u64 {
        let at = TODAY + 100 * i64::try_from(step).unwrap();
        let samples = || batch(at, (100..200).map(|id| point(id, at, 1.0)).collect());
        // The pace begins anew with this one.
        durable(&store, store.append(samples())).await;
        let mut news = samples();
        if step % 2 == 0 {
            news.alerts = vec![alert(step, 1)];
            news.turns = vec![turn(step, step, What::Raised, at)];
        }
        let since = Instant::now();
        durable(&store, store.append(news)).await;
        waits[usize::from(step % 2 == 0)].push(since.elapsed());
    }
    for (what, mut waits) in ["samples", "an alert"].into_iter().zip(waits) {
        waits.sort();
        println!(
            "{what}: durable after {:?} (median), {:?} (worst)",
            waits[10], waits[19]
        );
    }
    assert_eq!(ids(&store, &Alerts::default()).await.len(), 20);
}
