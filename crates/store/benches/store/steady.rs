//! The pace of life: 20,000 series every 5 s, each of 1,000 probes at its own time.

use std::collections::VecDeque;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::{TimeSpec, TimeVal, TimeValLike};
use nix::time::{ClockId, clock_gettime};
use store::{Batch, Retention, Store};
use tokio::time::interval;
use wire::Timestamp;

use crate::source::{EVERY_MS, Source};

const PROBES: u32 = 1000;
/// Between the looks of two probes: all have looked after [`EVERY_MS`].
const PACE_MS: u32 = 5;

/// What it cost.
pub(crate) struct Steady {
    /// Share of one core that the store took.
    pub(crate) share: f64,
    /// Median of the times until a look was durable; looked at every 5 ms.
    pub(crate) durable: Duration,
}

/// Feeds a store in `dir` for some seconds, from `start` on. Nothing else may run in this process.
pub(crate) async fn run(
    dir: &Path,
    start: i64,
    seconds: u32,
) -> Result<Steady, Box<dyn std::error::Error + Send + Sync>> {
    let mut sources: Vec<_> = (1..=PROBES).map(|probe| Source::new(probe, start)).collect();
    let store = Store::open(dir, Retention::default(), Timestamp(start))
        .await?
        .store;
    store.append(Batch {
        at: Timestamp(start),
        series: sources.iter().flat_map(Source::names).collect(),
        ..Batch::default()
    });
    let mut progress = store.committed();
    progress.wait_for(|progress| progress.batch >= 1).await?;

    let steps = seconds * 1000 / PACE_MS;
    let mut pace = interval(Duration::from_millis(PACE_MS.into()));
    let (begun, mut appending) = (used()? - thread_used()?, Duration::ZERO);
    let mut sent: VecDeque<(u64, Instant)> = VecDeque::new();
    let mut waits = Vec::new();
    for (step, next) in (0..steps).zip((0..sources.len()).cycle()) {
        pace.tick().await;
        let points = sources[next].look(step / PROBES).collect();
        let at = Timestamp(start + i64::from(step) * EVERY_MS / i64::from(PROBES));
        let before = thread_used()?;
        let number = store.append(Batch {
            at,
            points,
            ..Batch::default()
        });
        appending += thread_used()? - before;
        sent.push_back((number, Instant::now()));
        let done = progress.borrow_and_update().batch;
        while let Some((_, since)) = sent.pop_front_if(|(number, _)| *number <= done) {
            waits.push(since.elapsed());
        }
    }
    // This thread makes the data and looks at the clock; of its time only the calls of the store count.
    let before = thread_used()?;
    for _ in 0..10_000 {
        thread_used()?;
    }
    let looking = (thread_used()? - before) * steps / 10_000;
    let spent = used()? - thread_used()? - begun + appending.saturating_sub(looking);
    store.close().await;
    waits.sort();
    Ok(Steady {
        share: spent.as_secs_f64() / f64::from(seconds),
        durable: waits.get(waits.len() / 2).copied().unwrap_or_default(),
    })
}

/// Processor time of this process so far.
pub(crate) fn used() -> nix::Result<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let micros = |time: TimeVal| Duration::from_micros(time.num_microseconds().unsigned_abs());
    Ok(micros(usage.user_time()) + micros(usage.system_time()))
}

/// Processor time of this thread so far.
pub(crate) fn thread_used() -> nix::Result<Duration> {
    let time: TimeSpec = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)?;
    Ok(Duration::from_nanos(time.num_nanoseconds().unsigned_abs()))
}
