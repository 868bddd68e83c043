//! The store from outside: orders, history, and everything that can happen to a disk.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod alerts;
mod baselines;
mod damage;
mod deliveries;
mod events;
mod full_disk;
mod history;
mod kill;
mod kill_told;
mod orders;
mod reports;
mod station;
mod told;

use std::path::Path;
use std::time::Duration;

use store::{Batch, Opened, Retention, Store};
use wire::probe::ProbeId;
use wire::series::{Point, Series, SeriesId};
use wire::{Timestamp, Unit};

/// 2026-11-21 00:00:00 UTC.
const TODAY: i64 = 1_795_219_200_000;

async fn open(dir: &Path) -> Opened {
    Store::open(dir, Retention::default(), Timestamp(TODAY))
        .await
        .unwrap()
}

/// Series `id` of the probe of the hundreds of `id`.
fn series(id: u32) -> Series {
    Series {
        id: SeriesId(id),
        probe: ProbeId(id / 100),
        metric: format!("metric_{id}").into(),
        labels: [("pid".into(), id.to_string())].into(),
        unit: Unit::Count,
    }
}

fn point(series: u32, at: i64, value: f64) -> Point {
    Point {
        series: SeriesId(series),
        at: Timestamp(at),
        value,
    }
}

fn batch(at: i64, points: Vec<Point>) -> Batch {
    Batch {
        at: Timestamp(at),
        points,
        ..Batch::default()
    }
}

/// Waits until batch `number` is on disk.
async fn durable(store: &Store, number: u64) {
    let mut progress = store.committed();
    let there = progress.wait_for(|progress| progress.batch >= number);
    tokio::time::timeout(Duration::from_secs(60), there)
        .await
        .unwrap()
        .unwrap();
}

/// Looks again and again until `look` finds something.
async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "{what}: not within half a minute"
        );
        tokio::task::yield_now().await;
    }
}

/// The names of the files in `dir` that were set aside, sorted, without what is kept beside them.
fn set_aside(dir: &Path) -> Vec<String> {
    let names = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let beside = |name: &str| ["-wal", "-shm", ".page"].iter().any(|end| name.ends_with(end));
    let aside = |name: &String| name.contains(".damaged-") && !beside(name);
    let mut names: Vec<_> = names.filter(aside).collect();
    names.sort();
    names
}
