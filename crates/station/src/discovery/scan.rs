//! Asks everybody on a network for an answer, at a pace that no network notices.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use probes::{Clock, Echoed, Pinger};
use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_util::task::AbortOnDropHandle;
use wire::Timestamp;
use wire::discovery::{Network, Scan, ScanState};

use super::networks::others;

/// Time from one echo to the next: 200 a second, as little as one phone call.
const PACE: Duration = Duration::from_millis(5);
/// How long an answer is waited for: longer than the kernel takes to find out that nobody is there.
const PATIENCE: Duration = Duration::from_millis(3_500);
/// Who is there and does not answer is asked so often in all; an echo may be lost.
const ECHOES: u32 = 2;
/// So many are asked at once. Where nobody is, an echo takes room in the socket until the kernel gives up: 1,280 bytes
/// of the usual 212,992.
const AT_ONCE: usize = 150;

/// The last scan, or the one that runs. It goes on whoever looks, and ends with the station.
#[derive(Default)]
pub(crate) struct Scanner(Mutex<Option<Run>>);

struct Run {
    found: Arc<Mutex<Found>>,
    task: AbortOnDropHandle<()>,
}

/// How far a scan is, and who answered.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) scan: Scan,
    pub(super) answers: BTreeMap<Ipv4Addr, Answer>,
}

/// An answer to a scan.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) rtt: Duration,
    pub(super) name: Option<String>,
}

impl Scanner {
    /// Begins to scan `network`.
    ///
    /// # Errors
    /// The network that is being scanned already.
    pub(crate) fn begin(&self, network: &Network, clock: Clock) -> Result<Scan, String> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(run) = &*last {
            let scan = &locked(&run.found).scan;
            if scan.state == ScanState::Running {
                return Err(scan.network.clone());
            }
        }
        let targets = others(network);
        let scan = Scan {
            network: network.network.clone(),
            total: u32::try_from(targets.len()).unwrap_or(u32::MAX),
            done: 0,
            answered: 0,
            state: ScanState::Running,
            began: clock.now(),
            ended: None,
            trouble: None,
        };
        let found = Arc::new(Mutex::new(Found {
            scan: scan.clone(),
            answers: BTreeMap::new(),
        }));
        let task = tokio::spawn(ask_all(targets, found.clone(), clock));
        *last = Some(Run {
            found,
            task: AbortOnDropHandle::new(task),
        });
        Ok(scan)
    }

    /// Calls off the scan that runs, if one does, and gives its network; who answered stays.
    pub(crate) fn cancel(&self, now: Timestamp) -> Option<String> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let run = last.as_ref()?;
        let scan = &mut locked(&run.found).scan;
        if scan.state != ScanState::Running {
            return None;
        }
        run.task.abort();
        end(scan, ScanState::Cancelled, now);
        Some(scan.network.clone())
    }

    /// What the last scan has found so far.
    pub(super) fn found(&self) -> Option<Found> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().map(|run| locked(&run.found).clone())
    }
}

fn locked(found: &Mutex<Found>) -> MutexGuard<'_, Found> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends a scan that still runs.
fn end(scan: &mut Scan, state: ScanState, now: Timestamp) {
    if scan.state == ScanState::Running {
        scan.state = state;
        scan.ended = Some(now);
    }
}

async fn ask_all(targets: Vec<Ipv4Addr>, found: Arc<Mutex<Found>>, clock: Clock) {
    match Pinger::start() {
        Ok(pinger) => Asking::new(pinger, found.clone()).ask_all(targets).await,
        Err(failure) => locked(&found).scan.trouble = Some(sentence(&failure.detail)),
    }
    end(&mut locked(&found).scan, ScanState::Done, clock.now());
}

/// A scan under way.
struct Asking {
    pinger: Pinger,
    pace: tokio::sync::Mutex<Interval>,
    found: Arc<Mutex<Found>>,
}

impl Asking {
    fn new(pinger: Pinger, found: Arc<Mutex<Found>>) -> Arc<Self> {
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let pace = tokio::sync::Mutex::new(pace);
        Arc::new(Self { pinger, pace, found })
    }

    async fn ask_all(self: Arc<Self>, targets: Vec<Ipv4Addr>) {
        let mut asked = JoinSet::new();
        for target in targets {
            if asked.len() == AT_ONCE {
                asked.join_next().await;
            }
            let asking = self.clone();
            asked.spawn(async move { asking.ask(target).await });
        }
        while asked.join_next().await.is_some() {}
    }

    async fn ask(&self, target: Ipv4Addr) {
        let rtt = self.answer(target).await;
        {
            let found = &mut *locked(&self.found);
            found.scan.done += 1;
            let Some(rtt) = rtt else { return };
            found.scan.answered += 1;
            found.answers.insert(target, Answer { rtt, name: None });
        }
        let name = probes::name_of(target.into()).await;
        if let Some(answer) = locked(&self.found).answers.get_mut(&target) {
            answer.name = name;
        }
    }

    async fn answer(&self, target: Ipv4Addr) -> Option<Duration> {
        for _ in 0..ECHOES {
            self.pace.lock().await.tick().await;
            match self.pinger.echo(target.into(), PATIENCE).await {
                Ok(Echoed::Answered(rtt)) => return Some(rtt),
                Ok(Echoed::Nobody) => return None,
                Ok(Echoed::Silent) => {}
                Err(failure) => {
                    let trouble = &mut locked(&self.found).scan.trouble;
                    trouble.get_or_insert_with(|| sentence(&failure.detail));
                }
            }
        }
        None
    }
}

fn sentence(detail: &str) -> String {
    let mut letters = detail.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    format!("{}{}.", first.collect::<String>(), letters.as_str())
}
