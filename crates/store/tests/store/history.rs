//! History equals what was appended, whatever happened between: restarts, clocks set back, tiers.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use store::{Bucket, Retention, Store};
use wire::Timestamp;
use wire::series::{Point, SeriesId};
use wire::station;

use crate::{TODAY, batch, durable, open, point, series, until};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const SERIES: [u32; 5] = [100, 101, 102, 200, 300];
/// Both tiers of steps, seven seconds and five minutes fit in it a whole number of times.
const WHOLE: i64 = 2_100_000;

/// What history must be of one step, from the plain list of points in order of arrival.
struct Expected {
    bucket: Bucket,
    /// The clock was set back within it, so which value is the last is anybody's guess.
    set_back: bool,
}

fn expected(points: &[Point], series: u32, from: i64, to: i64, step: i64) -> Vec<Expected> {
    let mut steps: BTreeMap<i64, Vec<Point>> = BTreeMap::new();
    for point in points
        .iter()
        .filter(|point| point.series.0 == series && (from..to).contains(&point.at.0))
    {
        steps
            .entry(point.at.0 - point.at.0.rem_euclid(step))
            .or_default()
            .push(*point);
    }
    let expected = |(at, points): (i64, Vec<Point>)| {
        let values = || points.iter().map(|point| point.value);
        let count = u32::try_from(points.len()).unwrap();
        let bucket = Bucket {
            at: Timestamp(at),
            min: values().fold(f64::INFINITY, f64::min),
            max: values().fold(f64::NEG_INFINITY, f64::max),
            avg: values().sum::<f64>() / f64::from(count),
            last: values().next_back().unwrap(),
            count,
        };
        Expected {
            bucket,
            set_back: !points.is_sorted_by_key(|point| point.at),
        }
    };
    steps.into_iter().map(expected).collect()
}

fn assert_same(found: &[Bucket], expected: &[Expected]) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (
        found,
        Expected {
            bucket: expected,
            set_back,
        },
    ) in found.iter().zip(expected)
    {
        // Sums of floats depend on their order in the last digits.
        let scale = expected.min.abs().max(expected.max.abs()).max(1.0);
        assert!(
            (found.avg - expected.avg).abs() <= 1e-9 * scale,
            "{found:?} {expected:?}"
        );
        let last = if *set_back { found.last } else { expected.last };
        assert_eq!(
            Bucket {
                avg: expected.avg,
                ..*found
            },
            Bucket { last, ..*expected }
        );
        assert!((found.min..=found.max).contains(&found.last));
    }
}

async fn check(store: &Store, points: &[Point], from: i64, to: i64, step: u32) {
    let ids = SERIES.map(SeriesId);
    let found = store
        .history(&ids, Timestamp(from), Timestamp(to), step)
        .await
        .unwrap();
    assert_eq!(found.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), ids);
    for (id, step, buckets) in found {
        assert_same(&buckets, &expected(points, id.0, from, to, step.into()));
    }
}

/// One thing that happens to a store.
#[derive(Clone, Debug)]
enum Act {
    /// Looks of one probe: how much later each, which of its series gave a value.
    Look {
        probe: u32,
        later: i64,
        values: Vec<(u32, f64)>,
    },
    /// Time passes, or is set back.
    Wait(i64),
    Durable,
    Close,
    Drop,
}

fn act() -> impl Strategy<Value = Act> {
    let value = prop_oneof![
        any::<f64>().prop_filter("samples are finite", |value| value.is_finite()
            && value.abs() < 1e300),
        (-50..50_i32).prop_map(f64::from),
        Just(0.25),
    ];
    let values = prop::collection::vec((0..3_u32, value), 1..6);
    let later = prop_oneof![Just(0), Just(1000), Just(5000), 0..20_000_i64, -30_000..0_i64];
    prop_oneof![
        12 => (1..=3_u32, later, values).prop_map(|(probe, later, values)| Act::Look { probe, later, values }),
        2 => prop_oneof![0..90 * MINUTE, 0..20 * DAY, -2 * MINUTE..0].prop_map(Act::Wait),
        2 => Just(Act::Durable),
        1 => Just(Act::Close),
        1 => Just(Act::Drop),
    ]
}

async fn live(dir: &Path, acts: Vec<Act>) {
    let mut now = TODAY;
    let mut points = Vec::new();
    let retention = Retention {
        usual: station::Retention {
            raw_days: 1,
            ten_seconds_days: 5,
            five_minutes_days: 4000,
        },
        doubt_hours: 0,
    };
    let start = async |now| Store::open(dir, retention, Timestamp(now)).await.unwrap().store;
    let mut store = start(now).await;
    let mut names = batch(now, vec![]);
    names.series = SERIES.map(series).to_vec();
    let mut number = store.append(names);
    for act in acts {
        match act {
            Act::Look { probe, later, values } => {
                now += later;
                let known = |(n, value): (u32, f64)| point(probe * 100 + n, now, value);
                let news: Vec<_> = values
                    .into_iter()
                    .map(known)
                    .filter(|point| SERIES.contains(&point.series.0))
                    .collect();
                points.extend_from_slice(&news);
                number = store.append(batch(now, news));
            }
            Act::Wait(later) => now += later,
            Act::Durable => durable(&store, number).await,
            Act::Close => {
                store.close().await;
                store = start(now).await;
                number = 0;
            }
            Act::Drop => {
                drop(store);
                store = start(now).await;
                number = 0;
            }
        }
        check(
            &store,
            &points,
            now - now.rem_euclid(WHOLE) - WHOLE,
            now - now.rem_euclid(WHOLE) + WHOLE,
            7000,
        )
        .await;
    }
    let begin = TODAY - TODAY.rem_euclid(WHOLE) - 100 * WHOLE;
    for step in [1, 1000, 10_000, 300_000] {
        check(&store, &points, begin, begin + 400 * DAY / WHOLE * WHOLE, step).await;
    }
    assert_eq!(store.committed().borrow().dropped_points, 0);
    assert_eq!(store.troubles(), Vec::<String>::new());
    assert_eq!(store.notices(), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn history_is_what_was_appended(acts in prop::collection::vec(act(), 1..60)) {
        let dir = tempfile::tempdir().unwrap();
        tokio::runtime::Runtime::new().unwrap().block_on(live(dir.path(), acts));
    }
}

/// How many samples of two months are left after the clock was years ahead for a while.
async fn kept_after_a_jump(dir: &Path, start: i64) -> usize {
    let ahead = Timestamp(start + 1000 * DAY);
    let store = Store::open(dir, Retention::default(), ahead).await.unwrap().store;
    durable(
        &store,
        store.append(batch(ahead.0, vec![point(100, ahead.0, 1.0)])),
    )
    .await;
    store.close().await;
    let end = Timestamp(start + 60 * DAY);
    let store = Store::open(dir, Retention::default(), end).await.unwrap().store;
    let found = store
        .history(&[SeriesId(100)], Timestamp(start), end, 1000)
        .await
        .unwrap();
    let kept = found[0].2.iter().map(|bucket| bucket.count as usize).sum();
    store.close().await;
    kept
}

/// Two months of samples of which only the newest are kept as they came: none is lost on the way, no excursion is.
#[tokio::test]
async fn old_samples_move_on_to_longer_steps() {
    let dir = tempfile::tempdir().unwrap();
    let start = TODAY - TODAY.rem_euclid(WHOLE);
    let mut points = Vec::new();
    for day in 0..60 {
        let store = Store::open(dir.path(), Retention::default(), Timestamp(start + day * DAY))
            .await
            .unwrap()
            .store;
        let mut news = batch(start + day * DAY, vec![]);
        news.series = if day == 0 {
            SERIES.map(series).to_vec()
        } else {
            vec![]
        };
        for minute in 0..24 * 60 {
            let at = start + day * DAY + minute * MINUTE;
            news.points.push(point(
                100,
                at,
                if minute == 77 { 1e6 } else { (at % 7919) as f64 },
            ));
        }
        points.extend_from_slice(&news.points);
        durable(&store, store.append(news)).await;
        store.close().await;
    }
    let store = Store::open(dir.path(), Retention::default(), Timestamp(start + 60 * DAY))
        .await
        .unwrap()
        .store;
    let history = async |from: i64, to: i64| {
        let (from, to) = (start + from * DAY, start + to * DAY);
        let found = store
            .history(&[SeriesId(100)], Timestamp(from), Timestamp(to), 1000)
            .await
            .unwrap()
            .remove(0);
        let end = to + (-to).rem_euclid(found.1.into());
        assert_same(
            &found.2,
            &expected(
                &points,
                100,
                from - from.rem_euclid(found.1.into()),
                end,
                found.1.into(),
            ),
        );
        found.1
    };
    for (from, to, step) in [
        (55, 60, 1000),
        (35, 40, 10_000),
        (0, 10, 300_000),
        (0, 60, 300_000),
    ] {
        until("old samples are in longer steps", async || {
            (history(from, to).await == step).then_some(())
        })
        .await;
    }
    store.close().await;

    let later = start + 500 * DAY;
    assert_eq!(
        kept_after_a_jump(dir.path(), start).await,
        points.len(),
        "nothing went by a clock that was wrong"
    );

    let believing = Retention {
        doubt_hours: 0,
        ..Retention::default()
    };
    let store = Store::open(dir.path(), believing, Timestamp(later))
        .await
        .unwrap()
        .store;
    until("what is too old is gone", async || {
        let found = store
            .history(&[SeriesId(100)], Timestamp(0), Timestamp(later), 1000)
            .await
            .unwrap()
            .remove(0);
        found.2.is_empty().then_some(())
    })
    .await;
}

#[tokio::test]
async fn values_that_make_no_sense_are_counted_and_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let mut news = batch(TODAY, vec![]);
    news.series = vec![series(100)];
    news.points = vec![
        point(100, TODAY, f64::NAN),
        point(100, TODAY, f64::INFINITY),
        point(100, i64::MAX, 1.0),
        point(100, i64::MIN, 1.0),
        point(999, TODAY, 1.0),
        point(100, TODAY, 1.0),
    ];
    durable(&store, store.append(news)).await;
    assert_eq!(store.committed().borrow().dropped_points, 5);
    let all = store.history(
        &[SeriesId(100), SeriesId(999)],
        Timestamp(i64::MIN),
        Timestamp(i64::MAX),
        u32::MAX,
    );
    let all = all.await.unwrap();
    assert_eq!(all.len(), 1, "a series that nobody named has no history");
    assert_eq!(all[0].2.iter().map(|bucket| bucket.count).sum::<u32>(), 1);
}
