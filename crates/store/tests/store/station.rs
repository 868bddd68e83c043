//! What is set on the station itself: kept, noted, and obeyed at once.

use store::{Change, Changed, Error, Retention, Store};
use wire::Timestamp;
use wire::series::SeriesId;
use wire::station::{self, Station, StationSpec};

use crate::{TODAY, batch, durable, open, point, series, until};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn spec(name: &str, raw_days: u32) -> StationSpec {
    StationSpec {
        name: name.to_owned(),
        retention: station::Retention {
            raw_days,
            ..station::Retention::default()
        },
        alerts: Default::default(),
        phases: Default::default(),
    }
}

async fn put(store: &Store, expect: Option<u32>, spec: &StationSpec) -> Result<Station, Error> {
    let change = Change::PutStation {
        expect,
        usual: self::spec("rack-7", 7),
        spec: spec.clone(),
    };
    match store.commit("anna", Timestamp(TODAY), &[change]).await?.remove(0) {
        Changed::Station(station) => Ok(station),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_set_is_kept_and_nobody_overwrites_another() {
    let dir = tempfile::tempdir().unwrap();
    let opened = open(dir.path()).await;
    assert_eq!(opened.station, None);
    let store = opened.store;
    let same = put(&store, Some(0), &spec("rack-7", 7)).await.unwrap();
    assert_eq!(same.revision, 0, "nothing differs");
    let first = put(&store, Some(0), &spec("OB 7", 7)).await.unwrap();
    let refused = put(&store, Some(0), &spec("OB 8", 7)).await;
    assert!(
        matches!(refused, Err(Error::StationMovedOn { revision: 1 })),
        "{refused:?}"
    );
    let second = put(&store, None, &spec("OB 7", 5)).await.unwrap();
    assert_eq!((first.revision, second.revision), (1, 2));
    let trail = store.audit(None, 10).await.unwrap();
    let trail: Vec<_> = trail
        .iter()
        .map(|entry| {
            format!(
                "{} {} {}: {}",
                entry.author, entry.action, entry.subject, entry.detail
            )
        })
        .collect();
    assert_eq!(
        trail,
        [
            "anna update station: retention.raw_days 7 → 5",
            "anna update station: name \"rack-7\" → \"OB 7\"",
        ]
    );
    store.close().await;
    let opened = open(dir.path()).await;
    assert_eq!(opened.station, Some(second.clone()));
    assert_eq!(opened.store.station().await.unwrap(), Some(second));
}

#[tokio::test]
async fn a_shorter_time_makes_history_old_at_once_and_at_every_start() {
    let dir = tempfile::tempdir().unwrap();
    let now = Timestamp(TODAY + 3 * DAY);
    let store = Store::open(dir.path(), Retention::default(), Timestamp(TODAY))
        .await
        .unwrap()
        .store;
    let mut news = batch(
        TODAY,
        (0..600).map(|n| point(100, TODAY + n * 1000, 1.0)).collect(),
    );
    news.series = vec![series(100)];
    durable(&store, store.append(news)).await;
    // Heads become chunks.
    store.close().await;
    let believing = Retention {
        doubt_hours: 0,
        ..Retention::default()
    };
    let store = Store::open(dir.path(), believing, now).await.unwrap().store;
    let step = async |store: &Store| {
        let found = store
            .history(&[SeriesId(100)], Timestamp(TODAY), now, 1000)
            .await
            .unwrap();
        found[0].1
    };
    assert_eq!(step(&store).await, 1000, "a week is kept as it came");
    put(&store, None, &spec("OB 7", 1)).await.unwrap();
    until("what is older than a day is condensed", async || {
        (step(&store).await == 10_000).then_some(())
    })
    .await;
    store.close().await;

    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    put(&store, None, &spec("OB 7", 1)).await.unwrap();
    let mut news = batch(
        TODAY,
        (0..600).map(|n| point(100, TODAY + n * 1000, 1.0)).collect(),
    );
    news.series = vec![series(100)];
    durable(&store, store.append(news)).await;
    store.close().await;
    let store = Store::open(dir.path(), believing, now).await.unwrap().store;
    until("the time that was set holds after a start", async || {
        (step(&store).await == 10_000).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_station_stays_the_one_it_is() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let opened = open(dir.path()).await;
    let uid = opened.uid;
    assert_eq!(uid.len(), 32);
    assert!(
        uid.chars().all(|digit| matches!(digit, '0'..='9' | 'a'..='f')),
        "{uid}"
    );
    assert_ne!(uid, open(other.path()).await.uid);
    opened.store.close().await;
    let opened = open(dir.path()).await;
    assert_eq!(opened.uid, uid);
    opened.store.close().await;
    std::fs::remove_file(dir.path().join("state.db")).unwrap();
    assert_eq!(open(dir.path()).await.uid, uid, "the copy knows it too");
}
