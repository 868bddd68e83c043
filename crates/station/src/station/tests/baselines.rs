//! What is usual, learned from what a store holds.

use store::{Batch, Retention, Store};
use wire::Unit;
use wire::baseline::Learned;
use wire::reading::Labels;
use wire::rule::{Pick, RuleSpec, Scope, Test};
use wire::series::{Point, Series};
use wire::trial::TryRule;

use super::*;

const HOUR_MS: i64 = 3_600_000;

/// A probe that is switched on, and so many hours of a sample each half minute: 0.2 s and some by night, 0.6 s by day (UTC), and
/// at one moment by night as by day.
async fn write_past(data: &Path, now: Timestamp, hours: i64, odd: Option<Timestamp>) {
    let store = Store::open(data, Retention::default(), now).await.unwrap().store;
    let spec = ProbeSpec {
        every_ms: Some(30_000),
        ..ProbeSpec::new("Page", "http", "http://127.0.0.1:9/")
    };
    let change = Change::PutProbe {
        id: None,
        expect: None,
        spec,
    };
    let done = store.commit("test", now, &[change]).await.unwrap();
    let Some(Changed::Probe(probe)) = done.first() else {
        panic!("{done:?}");
    };
    let mut batch = Batch {
        series: vec![Series {
            id: SeriesId(1),
            probe: probe.id,
            metric: "http_total_seconds".into(),
            labels: Labels::new(),
            unit: Unit::Seconds,
        }],
        ..Batch::default()
    };
    for step in 0..hours * 120 {
        let at = now.plus_millis((step - hours * 120) * 30_000);
        let is_odd = odd.is_some_and(|odd| (0..60_000).contains(&at.millis_since(odd)));
        let level = if is_day(at) || is_odd { 0.6 } else { 0.2 };
        let ripple = f64::from(u8::try_from(step % 7).unwrap()) / 200.0;
        batch.points.push(Point {
            series: SeriesId(1),
            at,
            value: level + ripple,
        });
        if step % 500 == 0 {
            batch.at = at;
            let number = store.append(std::mem::take(&mut batch));
            let mut committed = store.committed();
            committed.wait_for(|done| done.batch >= number).await.unwrap();
        }
    }
    batch.at = now;
    store.append(batch);
    store.close().await;
}

fn is_day(at: Timestamp) -> bool {
    (8..20).contains(&(at.0.div_euclid(HOUR_MS) % 24))
}

fn unusual() -> RuleSpec {
    RuleSpec {
        name: "Unusually slow".to_owned(),
        enabled: true,
        on: Scope::default(),
        when: Test::Unusual {
            series: Pick {
                metric: "http_total_seconds".to_owned(),
                labels: Labels::new(),
            },
            bad: None,
            deviations: 5.0,
        },
        severity: Severity::Minor,
        raise_after_ms: 0,
        clear_after_ms: 0,
        advice: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_usual_is_learned_for_rules_that_ask_and_kept() {
    let data = tempfile::tempdir().unwrap();
    let now = Clock::system().now();
    // The newest middle of a night.
    let midnight = now.0.div_euclid(24 * HOUR_MS) * 24 * HOUR_MS;
    let odd = Timestamp(midnight - HOUR_MS);
    write_past(data.path(), now, 6 * 24, Some(odd)).await;
    let station = start(data.path()).await;
    let nothing = Learned::default();
    assert_eq!(station.learn(None).await.unwrap(), nothing, "no rule asks");

    station.put_rule("test", None, None, unusual()).await.unwrap();
    let one = Learned {
        learned: 1,
        too_young: 0,
    };
    assert_eq!(station.learn(None).await.unwrap(), one);
    assert_eq!(station.learn(Some(ProbeId(999))).await.unwrap(), nothing);
    let day = station
        .usual(SeriesId(1), now.plus_millis(-24 * HOUR_MS), now)
        .await
        .unwrap();
    assert!(day.learned.is_some());
    assert!(day.points.len() >= 24);
    for point in &day.points {
        let level = if is_day(point.at) { 0.6 } else { 0.2 };
        assert!((point.mid - level - 0.015).abs() < 0.02, "{point:?}");
        assert!(point.low < level && point.high > level + 0.03, "{point:?}");
    }

    let asked = TryRule {
        spec: unusual(),
        from: Some(now.plus_millis(-36 * HOUR_MS)),
        to: Some(now),
    };
    let trial = station.try_rule(asked).await.unwrap();
    let raised: Vec<_> = trial.firings.iter().map(|firing| firing.raised).collect();
    assert_eq!(raised.len(), 1, "{:?}", trial.firings);
    assert!((0..60_000).contains(&raised[0].millis_since(odd)));
    assert!(
        trial.firings[0].text.contains("usually"),
        "{}",
        trial.firings[0].text
    );
    station.stop().await;
    drop(station);

    let station = start(data.path()).await;
    let again = station
        .usual(SeriesId(1), now.plus_millis(-24 * HOUR_MS), now)
        .await
        .unwrap();
    assert_eq!(again, day);
    station.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_usual_before_a_day_has_passed() {
    let data = tempfile::tempdir().unwrap();
    let now = Clock::system().now();
    write_past(data.path(), now, 20, None).await;
    let station = start(data.path()).await;
    station.put_rule("test", None, None, unusual()).await.unwrap();
    let young = Learned {
        learned: 0,
        too_young: 1,
    };
    assert_eq!(station.learn(None).await.unwrap(), young);
    let usual = station
        .usual(SeriesId(1), now.plus_millis(-HOUR_MS), now)
        .await
        .unwrap();
    assert_eq!((usual.learned, usual.points.len()), (None, 0));
    station.stop().await;
}
