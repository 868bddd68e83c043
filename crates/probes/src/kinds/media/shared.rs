//! One ffprobe for all who ask for the same stream at the same time, and not more at once than the machine bears.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, timeout_at};
use wire::reading::{Cause, Failure};

use super::ffprobe::{Outcome, ask};
use super::request::Request;

/// What was seen so long ago is still new.
const FRESH: Duration = Duration::from_secs(3);
/// Streams that are examined, wait for it, or were examined just now.
const MOST: usize = 256;
/// Of the time of a look, what is kept to say how it went: at the end of the work, and at the end of waiting.
const KEPT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_millis(400));
/// In less time than this nothing is kept.
const SHORT: Duration = Duration::from_secs(2);

static BENCH: LazyLock<Bench> = LazyLock::new(Bench::default);

struct Bench {
    turns: Arc<Semaphore>,
    works: Mutex<HashMap<Vec<String>, watch::Receiver<Work>>>,
}

impl Default for Bench {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(
                available_parallelism().map_or(2, |count| count.get().max(2)),
            )),
            works: Mutex::default(),
        }
    }
}

#[derive(Clone)]
enum Work {
    /// It is not its turn yet.
    Waits,
    Runs,
    Done(Arc<Outcome>, Instant),
}

/// What came of asking for a stream until `ends`: now, or just now for another probe.
///
/// # Errors
/// This machine was too busy to ask; that says nothing of the stream.
pub(super) async fn outcome(request: Arc<Request>, ends: Instant) -> Result<Arc<Outcome>, Failure> {
    let left = ends.saturating_duration_since(Instant::now());
    let (limit, deadline) = if left < SHORT {
        // The look itself says what is missing.
        (left, ends + SHORT)
    } else {
        (left.saturating_sub(KEPT.0), ends - KEPT.1)
    };
    let mut work = BENCH.join(request.clone(), limit)?;
    let waited = timeout_at(deadline, work.wait_for(|work| matches!(work, Work::Done(..)))).await;
    if let Ok(Ok(done)) = &waited
        && let Work::Done(outcome, _) = &**done
    {
        return Ok(outcome.clone());
    }
    drop(waited);
    let busy = match *work.borrow() {
        Work::Waits => "its turn did not come",
        Work::Runs | Work::Done(..) => "its turn came late",
    };
    let shown = &request.shown;
    Err(busy_machine(&format!(
        "this machine is busy with other streams, and {shown} was not looked at in time: {busy}; let probes of streams look \
         less often"
    )))
}

fn busy_machine(detail: &str) -> Failure {
    Failure::new(Cause::Overrun, detail)
}

impl Bench {
    /// The work that looks at this stream; begins it when there is none.
    fn join(&'static self, request: Arc<Request>, limit: Duration) -> Result<watch::Receiver<Work>, Failure> {
        let mut works = self.works.lock().unwrap_or_else(PoisonError::into_inner);
        works.retain(|_, work| match &*work.borrow() {
            Work::Done(_, at) => at.elapsed() < FRESH,
            // The work of a runtime that has ended is never done.
            Work::Waits | Work::Runs => work.has_changed().is_ok(),
        });
        let words = request.words();
        if let Some(work) = works.get(&words) {
            return Ok(work.clone());
        }
        if works.len() >= MOST {
            return Err(busy_machine(&format!(
                "this machine looks at {MOST} streams at once already; let probes of streams look less often"
            )));
        }
        let (tell, work) = watch::channel(Work::Waits);
        works.insert(words, work.clone());
        let turns = self.turns.clone();
        tokio::spawn(async move {
            let permit = turns.acquire_owned().await;
            tell.send_replace(Work::Runs);
            let outcome = ask(&request, limit).await;
            drop(permit);
            tell.send_replace(Work::Done(Arc::new(outcome), Instant::now()));
        });
        Ok(work)
    }
}
