//! Rules tried on what probes have measured.

use std::sync::atomic::{AtomicUsize, Ordering};

use store::{Batch, Retention, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wire::Unit;
use wire::kind::Bad;
use wire::reading::Labels;
use wire::rule::{Pick, RuleSpec, Scope, Test, Tuning};
use wire::series::{Point, Series};
use wire::trial::{TryRule, TryTuning};

use super::*;

/// Longer pages than this many bytes are too long.
const LIMIT: usize = 100;
const DAY_MS: i64 = 86_400_000;

fn too_long() -> RuleSpec {
    RuleSpec {
        name: "Page too long".to_owned(),
        enabled: true,
        on: Scope::default(),
        when: Test::Limit {
            series: Pick {
                metric: "http_body_bytes".to_owned(),
                labels: Labels::new(),
            },
            bad: Bad::Above,
            limit: LIMIT as f64,
            clear: None,
        },
        severity: Severity::Major,
        raise_after_ms: 0,
        clear_after_ms: 0,
        advice: String::new(),
    }
}

fn tried(spec: RuleSpec) -> TryRule {
    TryRule {
        spec,
        from: None,
        to: None,
    }
}

/// A web server whose page is as long as `length` says.
async fn page(length: Arc<AtomicUsize>) -> (u16, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let body = "x".repeat(length.load(Ordering::Relaxed));
            tokio::spawn(async move {
                let mut asked = [0; 2000];
                let mut got = 0;
                while !asked[..got].ends_with(b"\r\n\r\n") {
                    match peer.read(&mut asked[got..]).await {
                        Ok(more @ 1..) => got += more,
                        _ => return,
                    }
                }
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                // A probe that has gone away does not want it.
                peer.write_all(answer.as_bytes()).await.ok();
            });
        }
    });
    (port, serving)
}

/// Waits until the rule fires, or no longer does.
async fn until_it_fires(station: &Station, fires: bool) {
    let watched = async {
        let mut ticks = tokio::time::interval(Duration::from_millis(20));
        loop {
            ticks.tick().await;
            let firing = station
                .alerts_now()
                .iter()
                .any(|alert| alert.rule.own_id().is_some() && alert.is_firing());
            if firing == fires {
                return;
            }
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), watched).await;
    waited.expect("the rule did not do what was waited for");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_is_tried_fires_when_its_values_were_past_the_limit() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let length = Arc::new(AtomicUsize::new(10));
    let (port, serving) = page(length.clone()).await;
    let spec = ProbeSpec {
        every_ms: Some(100),
        ..ProbeSpec::new("Page", "http", format!("http://127.0.0.1:{port}/"))
    };
    let id = station.create_probe("test", spec).await.unwrap().id;
    until(&station, id, Condition::Ok).await;
    let rule = station.put_rule("test", None, None, too_long()).await.unwrap();
    for (long, fires) in [(500, true), (10, false), (500, true), (10, false), (500, true)] {
        length.store(long, Ordering::Relaxed);
        until_it_fires(&station, fires).await;
    }
    let trial = station.try_rule(tried(rule.spec)).await.unwrap();
    assert_eq!((trial.looked_at, trial.series, trial.step_ms), (1, 1, 1));

    // The same samples, as they lie on disk.
    let series = station
        .series_views(Some(id))
        .into_iter()
        .find(|view| view.series.metric == "http_body_bytes")
        .unwrap()
        .series
        .id;
    let stored = station
        .store()
        .history(&[series], Timestamp(0), trial.to, 1)
        .await
        .unwrap();
    let (_, _, buckets) = &stored[0];
    let mut moments = Vec::new();
    let mut was_long = false;
    for bucket in buckets.iter().filter(|bucket| bucket.at <= trial.to) {
        let is_long = bucket.last > LIMIT as f64;
        if is_long != was_long {
            moments.push(bucket.at);
        }
        was_long = is_long;
    }
    assert_eq!(moments.len(), 5, "{moments:?}");
    let of_trial: Vec<_> = trial
        .firings
        .iter()
        .flat_map(|firing| [Some(firing.raised), firing.resolved])
        .flatten()
        .collect();
    assert_eq!(of_trial, moments);
    assert_eq!(trial.total, 3);
    assert_eq!(trial.firings[0].subject.name, "Page");
    assert!(
        trial.firings[0].text.contains("500 B"),
        "{}",
        trial.firings[0].text
    );
    serving.abort();
    station.stop().await;
}

/// A probe that is switched on in a store, with ten days of a sample every 20 s: 500 in these minutes, 10 else.
async fn write_past(data: &Path, now: Timestamp, long: &[(i64, i64)]) {
    let store = Store::open(data, Retention::default(), now).await.unwrap().store;
    let spec = ProbeSpec {
        every_ms: Some(20_000),
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
    let series = Series {
        id: SeriesId(1),
        probe: probe.id,
        metric: "http_body_bytes".into(),
        labels: Labels::new(),
        unit: Unit::Bytes,
    };
    let mut batch = Batch {
        series: vec![series],
        ..Batch::default()
    };
    let begin = now.plus_millis(-10 * DAY_MS);
    for step in 0..10 * DAY_MS / 20_000 {
        let at = begin.plus_millis(step * 20_000);
        let minutes = at.millis_since(begin) / 60_000;
        let is_long = long.iter().any(|(from, to)| (*from..*to).contains(&minutes));
        batch.points.push(Point {
            series: SeriesId(1),
            at,
            value: if is_long { 500.0 } else { 10.0 },
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

#[tokio::test(flavor = "multi_thread")]
async fn a_week_is_tried_with_what_is_kept_of_it() {
    let data = tempfile::tempdir().unwrap();
    let now = Clock::system().now();
    let day = 24 * 60;
    write_past(
        data.path(),
        now,
        &[
            (day, day + 30),
            (5 * day, 5 * day + 10),
            (8 * day, 8 * day + 60),
            (9 * day, 9 * day + 1),
        ],
    )
    .await;
    let station = start(data.path()).await;
    let begin = now.plus_millis(-10 * DAY_MS);
    let trial = station.try_rule(tried(too_long())).await.unwrap();
    let minutes = |at: Timestamp| at.millis_since(begin) / 60_000;
    let moments: Vec<_> = trial
        .firings
        .iter()
        .map(|firing| (minutes(firing.raised), firing.resolved.map(minutes)))
        .collect();
    assert_eq!(
        moments,
        [
            (5 * day, Some(5 * day + 10)),
            (8 * day, Some(8 * day + 60)),
            (9 * day, Some(9 * day + 1))
        ]
    );
    assert!(
        (trial.seconds_firing - 71.0 * 60.0).abs() < 1.0,
        "{}",
        trial.seconds_firing
    );
    assert_eq!(trial.left_out, Vec::<String>::new());

    let longer = TryRule {
        from: Some(begin),
        ..tried(RuleSpec {
            raise_after_ms: 5 * 60_000,
            ..too_long()
        })
    };
    let trial = station.try_rule(longer).await.unwrap();
    assert_eq!(trial.total, 3, "what lasted a minute does not count");
    assert_eq!(minutes(trial.firings[0].raised).div_euclid(5), (day + 5) / 5);

    let (one, other) = tokio::join!(
        station.try_rule(tried(too_long())),
        station.try_rule(tried(too_long()))
    );
    assert_eq!(one.unwrap().total, 3);
    assert!(matches!(other, Err(Refused::Trying)));

    let failing = RuleSpec {
        when: Test::Failure,
        ..too_long()
    };
    let trial = station.try_rule(tried(failing)).await.unwrap();
    assert_eq!(trial.total, 0);
    assert!(trial.left_out[0].contains("failed"), "{:?}", trial.left_out);

    let tuned = TryTuning {
        rule: wire::rule::RuleKey::of_kind("http", "http_body_bytes"),
        tuning: Tuning {
            limits: Some(wire::kind::Limits {
                bad: Bad::Above,
                major: Some(100.0),
                critical: None,
            }),
            ..Tuning::default()
        },
        from: None,
        to: None,
    };
    let id = station.probe_views()[0].probe.id;
    assert_eq!(station.try_tuning(id, tuned.clone()).await.unwrap().total, 3);
    let other = TryTuning {
        rule: wire::rule::RuleKey::of_kind("http", "failure"),
        ..tuned
    };
    assert!(matches!(
        station.try_tuning(id, other).await,
        Err(Refused::Invalid(_))
    ));
    station.stop().await;
}
