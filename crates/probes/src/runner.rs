//! Owns time: when a probe looks, for how long at most, and what becomes of one that hangs, panics or falls silent.

use std::any::Any;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at, sleep, timeout, timeout_at};
use wire::kind::KindInfo;
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::{Cause, Failure, Reading};
use wire::settings::FieldError;

use crate::excerpts::Excerpts;
use crate::kinds::{Kinds, Pace, Ready, ready};
use crate::pictures::Pictures;
use crate::{Clock, Look, Probe};

/// Looks under way at once. Each may hold a socket; the limit keeps them below the file descriptors of a process and
/// is far above what a flypack needs, so that targets that do not answer never keep others waiting.
const LOOKS_AT_ONCE: usize = 2_048;
/// After the start of the station every probe looks within this time, however slow its pace.
const FIRST_LOOK_WITHIN: Duration = Duration::from_secs(5);
/// Pause before a source that broke is tried again: doubles from the first to the last.
const BACKOFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));
/// A machine that is busy for less is not worth a word: a quick probe would cry at every breath of it.
const NOTICED: Duration = Duration::from_secs(1);
/// How many parts of the time after which a source counts as silent are listened to, one by one: one in which this machine did
/// nothing else counts no longer than any other.
const LISTENED: u32 = 10;
/// Looks begin at multiples of this, so that a thousand probes wake the processor twenty times a second and not a
/// thousand times: measured as less than half the processor time.
const GRID: Duration = Duration::from_millis(50);

/// When a probe that is set has its first look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At once: an operator is waiting for it.
    Now,
    /// At a random moment soon: one of many.
    Spread,
}

/// Runs probes until it is dropped.
pub struct Runner {
    kinds: Kinds,
    shared: Arc<Shared>,
    running: HashMap<ProbeId, Running>,
}

struct Shared {
    clock: Clock,
    out: mpsc::Sender<Reading>,
    looks: Semaphore,
    dropped: AtomicU64,
    pictures: Arc<Pictures>,
    excerpts: Arc<Excerpts>,
}

struct Running {
    task: JoinHandle<()>,
    nudge: Arc<Notify>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Runner {
    /// A runner without probes that sends readings to `out`. When `out` is full, that reading is dropped and counted.
    #[must_use]
    pub fn new(kinds: Kinds, clock: Clock, out: mpsc::Sender<Reading>) -> Self {
        let shared = Shared {
            clock,
            out,
            looks: Semaphore::new(LOOKS_AT_ONCE),
            dropped: AtomicU64::new(0),
            pictures: Arc::default(),
            excerpts: Arc::default(),
        };
        Self {
            kinds,
            shared: Arc::new(shared),
            running: HashMap::new(),
        }
    }

    /// Starts a probe, or replaces the one of that id; a probe that is switched off just stops.
    ///
    /// # Errors
    /// Every entry of `spec` that is wrong; what ran before runs on.
    pub fn set(&mut self, id: ProbeId, spec: &ProbeSpec, start: Start) -> Result<(), Vec<FieldError>> {
        let Ready { info, probe, pace } = ready(self.kinds, spec)?;
        if !spec.enabled {
            self.remove(id);
            return Ok(());
        }
        // They may be those of another target.
        self.shared.excerpts.forget(id);
        let (kinds, spec) = (self.kinds, spec.clone());
        let build = Box::new(move || ready(kinds, &spec).ok().map(|ready| ready.probe));
        let nudge = Arc::new(Notify::new());
        let life = Life {
            id,
            info,
            shared: self.shared.clone(),
            build,
        };
        let task = match pace {
            Pace::Every { interval, timeout } => {
                tokio::spawn(life.at_intervals(probe, interval, timeout, start, nudge.clone()))
            }
            Pace::Always { silent } => tokio::spawn(life.all_the_time(probe, silent, start)),
        };
        self.running.insert(id, Running { task, nudge });
        Ok(())
    }

    /// Stops a probe.
    pub fn remove(&mut self, id: ProbeId) {
        self.running.remove(&id);
        self.shared.pictures.forget(id);
        self.shared.excerpts.forget(id);
    }

    /// Lets a probe look now, beside its pace. A look under way is not repeated.
    pub fn look_now(&self, id: ProbeId) {
        if let Some(running) = self.running.get(&id) {
            running.nudge.notify_one();
        }
    }

    /// The newest pictures of streams.
    #[must_use]
    pub fn pictures(&self) -> Arc<Pictures> {
        self.shared.pictures.clone()
    }

    /// The last seconds of streams.
    #[must_use]
    pub fn excerpts(&self) -> Arc<Excerpts> {
        self.shared.excerpts.clone()
    }

    /// Readings dropped so far because nobody took them in time.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.shared.dropped.load(Ordering::Relaxed)
    }
}

/// The life of one probe.
struct Life {
    id: ProbeId,
    info: &'static KindInfo,
    shared: Arc<Shared>,
    build: Box<dyn Fn() -> Option<Box<dyn Probe>> + Send + Sync>,
}

impl Life {
    async fn at_intervals(
        self,
        mut probe: Box<dyn Probe>,
        every: Duration,
        limit: Duration,
        start: Start,
        nudge: Arc<Notify>,
    ) {
        let begin = Instant::now();
        let phase = every.mul_f64(rand::random());
        let first = match start {
            Start::Now => Duration::ZERO,
            Start::Spread => every.min(FIRST_LOOK_WITHIN).mul_f64(rand::random()),
        };
        if first < phase {
            sleep(first).await;
            self.look(&mut probe, limit).await;
        }
        let mut ticks = interval_at(on_grid(begin + phase), every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                due = ticks.tick() => {
                    let late = Instant::now().saturating_duration_since(due);
                    if late >= every.max(NOTICED) {
                        let detail = format!("this machine was too busy to look for {}", words(late));
                        let overrun = Failure::new(Cause::Overrun, detail);
                        self.send(self.begin().reading(0, Some(overrun)));
                    }
                }
                () = nudge.notified() => {}
            }
            self.look(&mut probe, limit).await;
        }
    }

    async fn look(&self, probe: &mut Box<dyn Probe>, limit: Duration) {
        let Ok(_permit) = self.shared.looks.acquire().await else {
            return;
        };
        let mut seen = self.begin();
        let began = Instant::now();
        seen.end_at(began + limit);
        let looked = timeout(limit, AssertUnwindSafe(probe.look(&mut seen)).catch_unwind()).await;
        let failure = match looked {
            Ok(Ok(looked)) => looked.err(),
            Ok(Err(panic)) => Some(self.recover(probe, panic.as_ref())),
            Err(_) => Some(seen.late(&words(limit))),
        };
        self.finish(seen, began, failure);
    }

    async fn all_the_time(self, mut probe: Box<dyn Probe>, silent: Duration, start: Start) {
        if start == Start::Spread {
            sleep(FIRST_LOOK_WITHIN.mul_f64(rand::random())).await;
        }
        let mut pause = BACKOFF.0;
        loop {
            let began = Instant::now();
            let failure = self.watch(&mut probe, silent).await;
            if began.elapsed() > BACKOFF.1 {
                pause = BACKOFF.0;
            }
            let again = Instant::now() + pause.mul_f64(rand::random_range(0.5..1.0));
            // Until then it is as broken as it was, which is no old news.
            while timeout_at(again, sleep(silent)).await.is_ok() {
                self.send(self.begin().reading(0, failure.clone()));
            }
            pause = (pause * 2).min(BACKOFF.1);
        }
    }

    /// Watches until the source breaks, and tells why; a source that says nothing is reported and watched on.
    async fn watch(&self, probe: &mut Box<dyn Probe>, silent: Duration) -> Option<Failure> {
        let began = Instant::now();
        let mut seen = self.begin();
        let (published, missing) = (seen.published(), seen.awaited());
        let watching = async {
            let watched = AssertUnwindSafe(probe.look(&mut seen)).catch_unwind().await;
            let failure = match watched {
                Ok(Ok(())) => Some(Failure::new(Cause::Silent, "the source ended")),
                Ok(Err(failure)) => Some(failure),
                Err(panic) => Some(self.recover(probe, panic.as_ref())),
            };
            self.finish(seen, began, failure)
        };
        let listening = async {
            let (mut heard, mut quiet) = (0, 0);
            let mut checks = interval(silent / LISTENED);
            checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            checks.tick().await;
            loop {
                checks.tick().await;
                let now = published.load(Ordering::Relaxed);
                quiet = if now == heard { quiet + 1 } else { 0 };
                if quiet == LISTENED {
                    quiet = 0;
                    let detail = missing.sentence("nothing came", &format!("for {}", words(silent)));
                    let silence = Failure::new(Cause::Silent, detail);
                    self.send(self.begin().reading(0, Some(silence)));
                }
                heard = now;
            }
        };
        tokio::select! {
            failure = watching => failure,
            () = listening => None,
        }
    }

    fn begin(&self) -> Look {
        Look::new(
            self.info,
            self.id,
            self.shared.clock.clone(),
            self.shared.out.clone(),
        )
        .showing(self.shared.pictures.clone())
        .recording(self.shared.excerpts.clone())
    }

    /// Tells what was seen, and hands back why it failed.
    fn finish(&self, mut seen: Look, began: Instant, failure: Option<Failure>) -> Option<Failure> {
        let undeclared = seen.undeclared().map(|name| {
            Failure::new(
                Cause::Bug,
                format!("the probe gave {name}, which its kind does not describe"),
            )
        });
        let took = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
        let failure = undeclared.or(failure);
        self.send(seen.reading(took, failure.clone()));
        failure
    }

    /// After a panic nothing is known about the probe: it is built again.
    fn recover(&self, probe: &mut Box<dyn Probe>, panic: &(dyn Any + Send)) -> Failure {
        if let Some(fresh) = (self.build)() {
            *probe = fresh;
        }
        let said = panic.downcast_ref::<&str>().copied();
        let said = said
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no reason given");
        tracing::error!(probe = %self.id, kind = %self.info.name, panic = said, "a probe panicked");
        Failure::new(
            Cause::Bug,
            format!("the probe itself is at fault ({said}); it was started again"),
        )
    }

    fn send(&self, reading: Reading) {
        if self.shared.out.try_send(reading).is_err() {
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The first moment of the grid not before `moment`.
fn on_grid(moment: Instant) -> Instant {
    static ORIGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let grid = GRID.as_nanos();
    let past = moment.saturating_duration_since(*ORIGIN).as_nanos() % grid;
    let missing = u64::try_from((grid - past) % grid).unwrap_or(0);
    moment + Duration::from_nanos(missing)
}

/// A length of time as an operator says it.
pub(crate) fn words(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.3} s", time.as_secs_f64()).replace(".000", "")
    }
}

#[cfg(test)]
mod tests;
