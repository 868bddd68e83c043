//! A disk that fills up: a small file system in memory, mounted for the test.

use std::path::Path;
use std::process::Command;

use store::{Change, Store};
use wire::Timestamp;
use wire::event::AuditEntry;
use wire::probe::ProbeSpec;
use wire::series::SeriesId;

use crate::{TODAY, batch, open, point, series, until};

const TEN_MINUTES: i64 = 600_000;
const STEPS: i64 = 400;

/// A mounted file system that goes away with the value.
struct Small(tempfile::TempDir);

impl Small {
    fn of(megabytes: u32) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "flywatch-test"])
            .arg(dir.path())
            .status();
        assert!(
            mounted.unwrap().success(),
            "this test mounts a file system and must run as root"
        );
        Self(dir)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let gone = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
        assert!(gone.unwrap().success());
    }
}

/// A value that cannot be compressed.
fn noise(seed: &mut u64) -> f64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed >> 11) as f64
}

async fn order(store: &Store, name: &str) {
    let spec = ProbeSpec::new(name, "icmp", "icmp:192.0.2.1");
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
}

#[tokio::test]
async fn old_samples_make_room_for_new_ones() {
    let disk = Small::of(48);
    let store = open(disk.path()).await.store;
    let mut names = batch(TODAY, vec![]);
    names.series = (1..=40)
        .flat_map(|probe| (0..10).map(move |n| series(probe * 100 + n)))
        .collect();
    let ids: Vec<u32> = names.series.iter().map(|series| series.id.0).collect();
    let mut number = store.append(names);
    let mut seed = 88_172_645_463_325_252;
    let mut progress = store.committed();
    // Twice as many bytes as fit.
    for step in 0..STEPS {
        let begin = TODAY + step * TEN_MINUTES;
        let times = (0..60).map(|n| begin + n * 10_000);
        let points = times.flat_map(|at| ids.iter().map(move |id| (*id, at)));
        let points = points.map(|(id, at)| point(id, at, noise(&mut seed))).collect();
        number = store.append(batch(begin + TEN_MINUTES, points));
        progress
            .wait_for(|progress| progress.batch + 8 > number)
            .await
            .unwrap();
        if step % 80 == 0 {
            order(&store, &format!("Probe {step}")).await;
        }
    }
    progress
        .wait_for(|progress| progress.batch == number)
        .await
        .unwrap();
    assert_eq!(progress.borrow().dropped_points, 0);
    let told = store.notices();
    assert!(
        told[0].contains("is nearly full") && told[0].contains("Free some space"),
        "{told:?}"
    );
    let end = TODAY + STEPS * TEN_MINUTES;
    let recent = (Timestamp(end - 600_000), Timestamp(end));
    let newest = store
        .history(&[SeriesId(100)], recent.0, recent.1, 1000)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (newest.1, newest.2.len()),
        (1000, 60),
        "the newest samples are there as they came"
    );
    let whole = store
        .history(&[SeriesId(100)], Timestamp(TODAY), Timestamp(end), 1000)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(whole.1, 300_000, "the oldest in longer steps");
    store.close().await;
    assert_eq!(open(disk.path()).await.probes.len(), 5);
}

#[tokio::test]
async fn settings_can_be_changed_on_a_disk_that_others_filled() {
    let disk = Small::of(24);
    let store = open(disk.path()).await.store;
    order(&store, "Before").await;
    until("the reserve is taken", async || {
        disk.path().join("reserve").exists().then_some(())
    })
    .await;
    let other = disk.path().join("other");
    let mut file = std::fs::File::create(&other).unwrap();
    let written =
        std::iter::repeat_with(|| std::io::Write::write_all(&mut file, &[1; 4096])).find(Result::is_err);
    assert!(written.is_some());

    order(&store, "While full").await;
    let noted = AuditEntry {
        seq: 0,
        at: Timestamp(TODAY),
        author: "anna".to_owned(),
        action: "create".to_owned(),
        subject: "note".to_owned(),
        detail: "the disk is full".to_owned(),
    };
    store.record(&noted).await.unwrap();
    let mut news = batch(TODAY, vec![point(100, TODAY, 1.0)]);
    news.series = vec![series(100)];
    let number = store.append(news);
    until("the trouble is told", async || {
        store
            .troubles()
            .iter()
            .any(|t| t.contains("nearly full"))
            .then_some(())
    })
    .await;
    let found = store
        .history(&[SeriesId(100)], Timestamp(TODAY), Timestamp(TODAY + 1), 1)
        .await
        .unwrap();
    assert_eq!(found[0].2.len(), 1, "the live picture goes on");

    drop(file);
    std::fs::remove_file(other).unwrap();
    until("it is well again", async || {
        store.troubles().is_empty().then_some(())
    })
    .await;
    crate::durable(&store, number).await;
    until("the reserve is taken again", async || {
        disk.path().join("reserve").exists().then_some(())
    })
    .await;
    store.close().await;
    let opened = open(disk.path()).await;
    assert_eq!(opened.probes.len(), 2);
    let newest = opened.store.audit(None, 1).await.unwrap().remove(0);
    assert_eq!(
        newest,
        AuditEntry {
            seq: newest.seq,
            ..noted
        }
    );
}

#[tokio::test]
async fn a_station_starts_on_a_full_disk() {
    for tidy in [true, false] {
        let disk = Small::of(24);
        let store = open(disk.path()).await.store;
        order(&store, "Before").await;
        until("the reserve is taken", async || {
            disk.path().join("reserve").exists().then_some(())
        })
        .await;
        if tidy {
            store.close().await;
        } else {
            drop(store);
        }
        let mut file = std::fs::File::create(disk.path().join("other")).unwrap();
        let written =
            std::iter::repeat_with(|| std::io::Write::write_all(&mut file, &[1; 4096])).find(Result::is_err);
        assert!(written.is_some());

        let opened = open(disk.path()).await;
        assert_eq!(opened.probes.len(), 1);
        order(&opened.store, "While full").await;
        until("the trouble is told", async || {
            (!opened.store.troubles().is_empty()).then_some(())
        })
        .await;
    }
}
