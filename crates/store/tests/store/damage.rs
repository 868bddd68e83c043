//! Files that are not what was left there: set aside and told of, never a refusal to start.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;

use store::{Change, Error, Retention, Store};
use wire::Severity;
use wire::Timestamp;
use wire::alert::What;
use wire::event::{Event, EventSort};
use wire::probe::ProbeSpec;
use wire::series::SeriesId;

use crate::alerts::{alert, turn};
use crate::{TODAY, batch, durable, open, point, series, set_aside, until};

/// A station that ran for a while: a probe, ten series of it, an hour of samples, an event; then stopped.
async fn lived(dir: &Path) {
    let store = open(dir).await.store;
    let spec = ProbeSpec::new("Gateway", "icmp", "icmp:192.0.2.1");
    store
        .commit(
            "anna",
            Timestamp(TODAY),
            &[Change::PutProbe {
                id: None,
                expect: None,
                spec,
            }],
        )
        .await
        .unwrap();
    let mut news = batch(TODAY, vec![]);
    news.series = (100..110).map(series).collect();
    news.events = vec![Event {
        seq: 1,
        at: Timestamp(TODAY),
        severity: Severity::Info,
        sort: EventSort::Station,
        probe: None,
        channel: None,
        of: None,
        text: "started".to_owned(),
    }];
    news.alerts = vec![alert(4, 1)];
    news.turns = vec![turn(7, 4, What::Raised, TODAY)];
    durable(&store, store.append(news)).await;
    store.close().await;
    // Each run leaves chunks of ten minutes.
    for run in 0..6 {
        let store = open(dir).await.store;
        for second in run * 600..(run + 1) * 600 {
            let at = TODAY + second * 1000;
            let value = |id: u32| (second * i64::from(id) % 997) as f64;
            let _number = store.append(batch(at, (100..110).map(|id| point(id, at, value(id))).collect()));
        }
        store.close().await;
    }
}

async fn samples(store: &Store) -> u32 {
    let (from, to) = (Timestamp(TODAY), Timestamp(TODAY + 3_600_000));
    let found = store.history(&[SeriesId(100)], from, to, 1000).await.unwrap();
    found
        .first()
        .map_or(0, |(.., buckets)| buckets.iter().map(|bucket| bucket.count).sum())
}

/// A way in which a file goes bad.
type Damage = (&'static str, fn(&Path));

fn damages() -> [Damage; 5] {
    [
        ("empty", |file| fs::write(file, "").unwrap()),
        ("garbage", |file| fs::write(file, vec![0x5a; 70_000]).unwrap()),
        ("cut", |file| {
            let length = fs::metadata(file).unwrap().len();
            OpenOptions::new()
                .write(true)
                .open(file)
                .unwrap()
                .set_len(length * 2 / 3 - 100)
                .unwrap();
        }),
        ("no header", |file| {
            OpenOptions::new()
                .write(true)
                .open(file)
                .unwrap()
                .write_all_at(&[0; 512], 0)
                .unwrap();
        }),
        ("overwritten", |file| {
            let pages = fs::metadata(file).unwrap().len() / 4096;
            for page in 1..pages.min(24) {
                OpenOptions::new()
                    .write(true)
                    .open(file)
                    .unwrap()
                    .write_all_at(&[0xa5; 4096], page * 4096)
                    .unwrap();
            }
        }),
    ]
}

#[tokio::test]
async fn damaged_settings_come_back_from_their_copy() {
    for (how, damage) in damages() {
        let dir = tempfile::tempdir().unwrap();
        lived(dir.path()).await;
        damage(&dir.path().join("state.db"));
        let opened = open(dir.path()).await;
        assert_eq!(
            set_aside(dir.path()),
            ["state.db.damaged-20261121T000000Z"],
            "{how}"
        );
        assert_eq!(opened.notices.len(), 1, "{how}");
        assert!(
            opened.notices[0].contains("All settings are back"),
            "{how}: {:?}",
            opened.notices
        );
        assert_eq!(opened.probes.len(), 1, "{how}");
        assert_eq!(opened.series.len(), 10, "{how}");
        assert_eq!(
            (opened.last_event, opened.last_alert, opened.last_turn),
            (1, 4, 7),
            "{how}: numbers go on"
        );
        assert_eq!(opened.store.audit(None, 9).await.unwrap().len(), 1, "{how}");
        assert_eq!(
            samples(&opened.store).await,
            3600,
            "{how}: history is not affected"
        );
    }
}

#[tokio::test]
async fn settings_and_copy_both_damaged_start_anew_without_reusing_numbers() {
    let dir = tempfile::tempdir().unwrap();
    lived(dir.path()).await;
    for file in ["state.db", "state.db.bak"] {
        fs::write(
            dir.path().join(file),
            "not a database, and long enough to look like a header of one",
        )
        .unwrap();
    }
    let opened = open(dir.path()).await;
    assert!(
        opened.notices[0].contains("all settings start anew"),
        "{:?}",
        opened.notices
    );
    assert_eq!(opened.probes, []);
    assert_eq!((opened.last_alert, opened.last_turn), (4, 7));
    assert_eq!(opened.series.len(), 10, "names of series are in samples.db too");
    let spec = ProbeSpec::new("Other", "icmp", "icmp:192.0.2.2");
    let order = [Change::PutProbe {
        id: None,
        expect: None,
        spec,
    }];
    opened
        .store
        .commit("anna", Timestamp(TODAY), &order)
        .await
        .unwrap();
    assert_eq!(opened.store.probes().await.unwrap()[0].id.0, 2);
    assert_eq!(samples(&opened.store).await, 3600);
}

#[tokio::test]
async fn a_missing_file_of_settings_comes_back_from_its_copy() {
    let dir = tempfile::tempdir().unwrap();
    lived(dir.path()).await;
    fs::remove_file(dir.path().join("state.db")).unwrap();
    assert_eq!(open(dir.path()).await.probes.len(), 1);
}

#[tokio::test]
async fn an_older_file_of_settings_gives_way_to_the_copy() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).await.store.close().await;
    let old = fs::read(dir.path().join("state.db")).unwrap();
    lived(dir.path()).await;
    fs::write(dir.path().join("state.db"), old).unwrap();
    let opened = open(dir.path()).await;
    assert_eq!(opened.probes.len(), 1);
    assert!(
        opened.notices[0].contains("back from their copy"),
        "{:?}",
        opened.notices
    );
}

#[tokio::test]
async fn damaged_history_is_set_aside_and_the_rest_goes_on() {
    for (how, damage) in damages() {
        let dir = tempfile::tempdir().unwrap();
        lived(dir.path()).await;
        damage(&dir.path().join("samples.db"));
        let opened = open(dir.path()).await;
        assert_eq!(opened.probes.len(), 1, "{how}");
        assert_eq!(opened.series.len(), 10, "{how}");
        assert_eq!(
            set_aside(dir.path()),
            ["samples.db.damaged-20261121T000000Z"],
            "{how}"
        );
        assert!(
            opened.notices[0].contains("samples.db.damaged"),
            "{how}: {:?}",
            opened.notices
        );
        let at = TODAY + 3_500_000;
        durable(
            &opened.store,
            opened.store.append(batch(at, vec![point(100, at, 1.0)])),
        )
        .await;
        assert!(samples(&opened.store).await >= 1, "{how}");
    }
}

#[tokio::test]
async fn damaged_ticks_cost_only_what_was_in_them() {
    for (how, damage) in damages() {
        let dir = tempfile::tempdir().unwrap();
        lived(dir.path()).await;
        damage(&dir.path().join("ticks.db"));
        let opened = open(dir.path()).await;
        assert_eq!(
            samples(&opened.store).await,
            3600,
            "{how}: it was all in samples.db"
        );
        let at = TODAY + 3_500_500;
        durable(
            &opened.store,
            opened.store.append(batch(at, vec![point(100, at, 1.0)])),
        )
        .await;
        drop(opened);
        assert_eq!(
            samples(&open(dir.path()).await.store).await,
            3601,
            "{how}: and it goes on"
        );
    }
}

/// A few hundred bytes all over the file of history, those of its first page in particular, in turn: nothing fails, and
/// one flipped bit loses the samples of one chunk at most.
#[tokio::test]
async fn a_flipped_bit_loses_one_chunk_at_most() {
    let dir = tempfile::tempdir().unwrap();
    lived(dir.path()).await;
    let file = dir.path().join("samples.db");
    let whole = fs::read(&file).unwrap();
    // Not the version of the tables: it can as well be that of a newer Flywatch, see below.
    let first = (0..4096).step_by(53).filter(|place| !(60..64).contains(place));
    for place in first.chain((4096..whole.len()).step_by(whole.len() / 150)) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        fs::write(&file, bytes).unwrap();
        let opened = open(dir.path()).await;
        let left = until("history is there", async || {
            let left = samples(&opened.store).await;
            (left >= 3600 - 600).then_some(left)
        })
        .await;
        if left < 3600 {
            let told = [opened.store.notices(), opened.notices].concat();
            assert!(
                !told.is_empty(),
                "byte {place}: {left} samples left and nothing told"
            );
        }
        drop(opened.store);
        for entry in fs::read_dir(dir.path()).unwrap() {
            let path = entry.unwrap().path();
            if path
                .file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("samples.db")
            {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_newer_database_is_refused_with_a_sentence() {
    for file in ["state.db", "samples.db", "ticks.db"] {
        let dir = tempfile::tempdir().unwrap();
        lived(dir.path()).await;
        // The version of the tables is at byte 60 of the header (https://sqlite.org/fileformat.html).
        let path = dir.path().join(file);
        OpenOptions::new()
            .write(true)
            .open(&path)
            .unwrap()
            .write_all_at(&99_u32.to_be_bytes(), 60)
            .unwrap();
        let refused = Store::open(dir.path(), Retention::default(), Timestamp(TODAY))
            .await
            .err()
            .unwrap();
        assert!(matches!(refused, Error::Newer { found: 99, .. }), "{refused:?}");
        assert_eq!(set_aside(dir.path()), Vec::<String>::new());
    }
}
