//! What the store costs: processor time for each sample, bytes on disk, time for a day of one series.
//!
//! `cargo bench -p store` prints the figures. With `-- --export FILE` it writes the same data as Prometheus text with
//! time stamps, to feed a peer with; `-- --steady SECONDS` runs at the pace of life instead: 20,000 series every 5 s.

#![allow(
    clippy::cast_possible_truncation,
    reason = "figures of a measurement, far from any bound"
)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on stops"
)]

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use store::{Batch, Retention, Store};
use wire::probe::ProbeId;
use wire::series::{Point, Series, SeriesId};
use wire::{Timestamp, Unit};

/// 2026-11-21 00:00:00 UTC.
const START: i64 = 1_795_219_200_000;
const EVERY_MS: i64 = 5000;
const SERIES: u32 = 20;
const DAY: u32 = 17_280;

/// One probe of a flypack: six noisy counters of bytes and packets, two of errors, three gauges to the hundredth, two
/// to the tenth, two in full precision, five states.
struct Source {
    probe: u32,
    seed: u64,
    values: [f64; SERIES as usize],
}

impl Source {
    fn new(probe: u32) -> Self {
        Self {
            probe,
            seed: u64::from(probe) * 0x9e37_79b9_7f4a_7c15 + 1,
            values: [0.0; SERIES as usize],
        }
    }

    /// xorshift64*, from 0 to 1.
    fn chance(&mut self) -> f64 {
        self.seed ^= self.seed >> 12;
        self.seed ^= self.seed << 25;
        self.seed ^= self.seed >> 27;
        (self.seed.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Its next look, up to 20 ms late.
    fn look(&mut self, tick: u32) -> Vec<Point> {
        let at = START + i64::from(tick) * EVERY_MS + (self.chance() * 20.0) as i64;
        for n in 0..SERIES as usize {
            let chance = self.chance();
            let old = self.values[n];
            self.values[n] = match n {
                0..6 => old + (1000.0 * (n + 1) as f64 * (0.9 + 0.2 * chance)).round(),
                6..8 => old + f64::from(u8::from(chance < 0.01)),
                8..11 => ((40.0 + (f64::from(tick) / 200.0).sin() * 5.0 + chance) * 100.0).round() / 100.0,
                11..13 => ((60.0 + chance * 2.0) * 10.0).round() / 10.0,
                13..15 => 0.02 + chance * 0.001,
                _ if chance < 0.001 => 1.0 - old,
                _ => old,
            };
        }
        let point = |n: u32| Point {
            series: SeriesId(self.probe * SERIES + n),
            at: Timestamp(at),
            value: self.values[n as usize],
        };
        (0..SERIES).map(point).collect()
    }

    fn names(&self) -> impl Iterator<Item = Series> {
        let probe = self.probe;
        (0..SERIES).map(move |n| Series {
            id: SeriesId(probe * SERIES + n),
            probe: ProbeId(probe),
            metric: format!("metric_{n}").into(),
            labels: [("probe".into(), probe.to_string())].into(),
            unit: Unit::Count,
        })
    }
}

/// Processor time of this process so far.
fn used() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Duration::from_micros(micros.unsigned_abs())
}

/// Resident memory, in megabytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

fn sources(probes: u32) -> Vec<Source> {
    (1..=probes).map(Source::new).collect()
}

async fn open(dir: &Path, sources: &[Source], tick: u32) -> Store {
    let now = Timestamp(START + i64::from(tick) * EVERY_MS);
    let opened = Store::open(dir, Retention::default(), now).await.unwrap();
    if opened.series.is_empty() {
        let series = sources.iter().flat_map(Source::names).collect();
        let _number = opened.store.append(Batch {
            at: now,
            series,
            ..Batch::default()
        });
    }
    opened.store
}

/// Appends `ticks` of all sources as fast as the store takes them, and gives the processor time that making the data
/// did not take.
async fn fill(store: &Store, sources: &mut [Source], ticks: std::ops::Range<u32>) -> Duration {
    let mut progress = store.committed();
    let begun = used();
    let mut making = Duration::ZERO;
    for tick in ticks {
        let before = thread_used();
        let points = sources.iter_mut().flat_map(|source| source.look(tick)).collect();
        making += thread_used() - before;
        let at = Timestamp(START + i64::from(tick) * EVERY_MS);
        let number = store.append(Batch {
            at,
            points,
            ..Batch::default()
        });
        progress
            .wait_for(|progress| progress.batch + 8 > number)
            .await
            .unwrap();
    }
    used() - begun - making
}

fn thread_used() -> Duration {
    let now = nix::time::clock_gettime(nix::time::ClockId::CLOCK_THREAD_CPUTIME_ID).unwrap();
    Duration::from_nanos(now.num_nanoseconds().unsigned_abs())
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
    let mut sources = sources(100);
    let store = open(dir.path(), &sources, 0).await;
    let spent = fill(&store, &mut sources, 0..DAY).await;
    let before = used();
    store.close().await;
    let spent = spent + (used() - before);
    let count = f64::from(DAY) * f64::from(SERIES) * sources.len() as f64;
    println!(
        "ingest             {:.2} M samples per CPU-second",
        count / spent.as_secs_f64() / 1e6
    );

    // Pieces become hours once they are old enough.
    let store = open(dir.path(), &sources, DAY + 2000).await;
    let before = used();
    let mut left = u64::MAX;
    let settled = Instant::now();
    while settled.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = used().as_millis() as u64;
        if now.abs_diff(left) < 20 {
            break;
        }
        left = now;
    }
    let merged = used() - before;
    println!(
        "  with the merge   {:.2} M samples per CPU-second",
        count / (spent + merged).as_secs_f64() / 1e6
    );
    let end = START + i64::from(DAY) * EVERY_MS;
    let pick = |n: usize| SeriesId(u32::try_from(n * 37 % 2000).unwrap() + SERIES);
    for (name, from) in [("1 h", end - 3_600_000), ("24 h", START)] {
        let took = median(101, async |n| {
            let found = store
                .history(&[pick(n)], Timestamp(from), Timestamp(end), 1)
                .await
                .unwrap();
            assert!(found[0].2.len() >= 720);
        });
        println!(
            "query {name:<5} 1 series {:>8.2} ms, every sample",
            took.await.as_secs_f64() * 1e3
        );
        let hundred: Vec<_> = (0..100).map(pick).collect();
        let took = median(11, async |_| {
            let found = store
                .history(&hundred, Timestamp(from), Timestamp(end), 60_000)
                .await
                .unwrap();
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
        "on disk            {:.3} bytes a sample ({samples} for {count}; ticks.db {ticks})",
        samples as f64 / count
    );
    let begun = Instant::now();
    let store = open(dir.path(), &sources, DAY).await;
    println!("opening            {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    store.close().await;
}

/// 20,000 series every 5 s at the pace of life: each of 1,000 probes at its own time.
async fn steady(seconds: u32) {
    let dir = tempfile::tempdir().unwrap();
    let mut sources = sources(1000);
    let store = open(dir.path(), &sources, 0).await;
    let mut progress = store.committed();
    progress.wait_for(|progress| progress.batch >= 1).await.unwrap();
    let mut pace = tokio::time::interval(Duration::from_millis(5));
    let (begun, mut appending) = (used() - thread_used(), Duration::ZERO);
    let mut sent: std::collections::VecDeque<(u64, Instant)> = std::collections::VecDeque::new();
    let mut waits = Vec::new();
    let mut next = 0;
    for step in 0..seconds * 200 {
        pace.tick().await;
        let points = sources[next].look(step / 1000);
        next = (next + 1) % sources.len();
        let at = Timestamp(START + i64::from(step) * 5);
        let before = thread_used();
        let number = store.append(Batch {
            at,
            points,
            ..Batch::default()
        });
        appending += thread_used() - before;
        sent.push_back((number, Instant::now()));
        let done = progress.borrow_and_update().batch;
        while sent.front().is_some_and(|(number, _)| *number <= done) {
            waits.extend(sent.pop_front().map(|(_, since)| since.elapsed()));
        }
    }
    let before = thread_used();
    let looks = (0..10_000).map(|_| thread_used()).max().unwrap_or_default() - before;
    let appending = appending.saturating_sub(looks * seconds * 200 / 10_000);
    // This thread makes the data and looks at the clock; of its time only the calls of the store count.
    let spent = used() - thread_used() - begun + appending;
    waits.sort();
    println!(
        "steady             {:.2} % of a core",
        spent.as_secs_f64() / f64::from(seconds) * 100.0
    );
    println!(
        "durable after      {:.1} ms median (looked at every 5 ms)",
        waits[waits.len() / 2].as_secs_f64() * 1e3
    );
    println!("resident           {} MB", resident());
    store.close().await;
}

fn export(path: &Path) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut sources = sources(100);
    for tick in 0..DAY {
        for source in &mut sources {
            let probe = source.probe;
            for (n, point) in source.look(tick).iter().enumerate() {
                writeln!(
                    file,
                    "metric_{n}{{probe=\"{probe}\"}} {} {}",
                    point.value, point.at.0
                )
                .unwrap();
            }
        }
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--export", path] => export(Path::new(path)),
        ["--steady", seconds] => runtime.block_on(steady(seconds.parse().unwrap())),
        _ => runtime.block_on(day()),
    }
}
