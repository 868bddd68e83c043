//! What the store costs: processor time for each sample, bytes on disk, time for a day of one series.
//!
//! `cargo bench -p store` prints the figures; with `-- --steady SECONDS` it runs at the pace of life instead. Beside
//! its peers the store is measured by `scripts/bench.sh`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on stops"
)]

mod source;
mod steady;

use std::path::Path;
use std::time::{Duration, Instant};

use store::{Batch, Retention, Store};
use wire::Timestamp;
use wire::series::SeriesId;

use source::{DAY, EVERY_MS, SERIES, Source};
use steady::{thread_used, used};

/// 2026-11-21 00:00:00 UTC.
const START: i64 = 1_795_219_200_000;
const PROBES: u32 = 100;

async fn open(dir: &Path, sources: &[Source], tick: u32) -> Store {
    let now = Timestamp(START + i64::from(tick) * EVERY_MS);
    let opened = Store::open(dir, Retention::default(), now).await.unwrap();
    if opened.series.is_empty() {
        opened.store.append(Batch {
            at: now,
            series: sources.iter().flat_map(Source::names).collect(),
            ..Batch::default()
        });
    }
    opened.store
}

/// Appends a day of all sources as fast as the store takes it, and gives the processor time that making the data did
/// not take.
async fn fill(store: &Store, sources: &mut [Source]) -> Duration {
    let mut progress = store.committed();
    let begun = used().unwrap();
    let mut making = Duration::ZERO;
    for tick in 0..DAY {
        let before = thread_used().unwrap();
        let points = sources.iter_mut().flat_map(|source| source.look(tick)).collect();
        making += thread_used().unwrap() - before;
        let number = store.append(Batch {
            at: Timestamp(START + i64::from(tick) * EVERY_MS),
            points,
            ..Batch::default()
        });
        progress
            .wait_for(|progress| progress.batch + 100 > number)
            .await
            .unwrap();
    }
    used().unwrap() - begun - making
}

fn bytes(dir: &Path, file: &str) -> u64 {
    std::fs::metadata(dir.join(file)).map_or(0, |file| file.len())
}

/// The middle of the times that `runs` runs take.
async fn median(runs: usize, mut run: impl AsyncFnMut(usize)) -> Duration {
    let mut times = Vec::new();
    for n in 0..runs {
        let begun = Instant::now();
        run(n).await;
        times.push(begun.elapsed());
    }
    times.sort();
    times[runs / 2]
}

/// A day of 2,000 series.
async fn day() {
    let dir = tempfile::tempdir().unwrap();
    let mut sources: Vec<_> = (1..=PROBES).map(|probe| Source::new(probe, START)).collect();
    let store = open(dir.path(), &sources, 0).await;
    let spent = fill(&store, &mut sources).await;
    let before = used().unwrap();
    store.close().await;
    let spent = spent + (used().unwrap() - before);
    let count = f64::from(DAY) * f64::from(SERIES) * f64::from(PROBES);
    println!(
        "ingest             {:.2} M samples per CPU-second",
        count / spent.as_secs_f64() / 1e6
    );

    // Pieces become hours once they are old enough.
    let store = open(dir.path(), &sources, DAY + 2000).await;
    let before = used().unwrap();
    let (mut left, settled) = (Duration::MAX, Instant::now());
    while settled.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = used().unwrap();
        if now.abs_diff(left) < Duration::from_millis(20) {
            break;
        }
        left = now;
    }
    let merged = used().unwrap() - before;
    println!(
        "  with the merge   {:.2} M samples per CPU-second",
        count / (spent + merged).as_secs_f64() / 1e6
    );

    let end = START + i64::from(DAY) * EVERY_MS;
    let pick = |n: usize| SeriesId(u32::try_from(n * 37 % 2000).unwrap() + SERIES);
    for (name, from) in [("1 h", end - 3_600_000), ("24 h", START)] {
        let took = median(101, async |n| {
            let (from, to) = (Timestamp(from), Timestamp(end));
            let found = store.history(&[pick(n)], from, to, 1).await.unwrap();
            assert!(found[0].2.len() >= 720);
        });
        println!(
            "query {name:<5} 1 series {:>8.2} ms, every sample",
            took.await.as_secs_f64() * 1e3
        );
        let hundred: Vec<_> = (0..100).map(pick).collect();
        let took = median(11, async |_| {
            let (from, to) = (Timestamp(from), Timestamp(end));
            let found = store.history(&hundred, from, to, 60_000).await.unwrap();
            assert_eq!(found.len(), 100);
        });
        println!(
            "query {name:<3} 100 series {:>8.2} ms, in minutes",
            took.await.as_secs_f64() * 1e3
        );
    }
    store.close().await;

    let (samples, ticks) = (bytes(dir.path(), "samples.db"), bytes(dir.path(), "ticks.db"));
    println!(
        "on disk            {:.3} bytes a sample (ticks.db {ticks})",
        samples as f64 / count
    );
    let begun = Instant::now();
    let store = open(dir.path(), &sources, DAY).await;
    println!("opening            {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    store.close().await;
}

async fn at_the_pace_of_life(seconds: u32) {
    let dir = tempfile::tempdir().unwrap();
    let steady = steady::run(dir.path(), START, seconds).await.unwrap();
    println!("steady             {:.2} % of a core", steady.share * 100.0);
    println!(
        "durable after      {:.1} ms median (looked at every 5 ms)",
        steady.durable.as_secs_f64() * 1e3
    );
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--steady", seconds] => runtime.block_on(at_the_pace_of_life(seconds.parse().unwrap())),
        _ => runtime.block_on(day()),
    }
}
