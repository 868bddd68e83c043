use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use probes::Clock;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{MissedTickBehavior, interval};
use wire::Severity;
use wire::crash::Crash;

use super::mark::Mark;
use super::{Crashes, minute};
use crate::spine::Order;

/// How often the mark is touched and new reports are looked for.
const PACE: Duration = Duration::from_secs(10);

/// Signs of life and news of failures, as long as it is there.
pub(crate) struct Watch {
    crashes: Crashes,
    mark: Option<Arc<Mark>>,
    turns: JoinHandle<()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.turns.abort();
    }
}

impl Watch {
    /// Watches over the data directory `data`, which this process has to itself. What comes to light is told through
    /// `orders`; how the run before ended, if nobody stopped it, is told first.
    pub(crate) fn begin(
        data: &Path,
        clock: Clock,
        orders: mpsc::Sender<Order>,
    ) -> (Self, Option<(Severity, String)>) {
        let crashes = Crashes::of(data);
        let (mark, ended) = match Mark::set(data, clock.now()) {
            Ok((mark, ended)) => (Some(Arc::new(mark)), ended),
            Err(error) => {
                tracing::warn!(%error, "the next start will not know whether this one ended well");
                (None, None)
            }
        };
        let turns = tokio::spawn(take_turns(crashes.clone(), mark.clone(), clock, orders));
        let watch = Self { crashes, mark, turns };
        (watch, ended)
    }

    pub(crate) fn crashes(&self) -> Crashes {
        self.crashes.clone()
    }

    /// The station ends because it was asked to.
    pub(crate) fn end(&self) {
        self.turns.abort();
        if let Some(Err(error)) = self.mark.as_ref().map(|mark| mark.clear()) {
            tracing::debug!(%error, "the next start will think that this one did not end well");
        }
    }
}

async fn take_turns(crashes: Crashes, mark: Option<Arc<Mark>>, clock: Clock, orders: mpsc::Sender<Order>) {
    let mut known: HashSet<String> = crashes.names().into_iter().collect();
    let mut turns = interval(PACE);
    turns.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        turns.tick().await;
        let (all, mark, now) = (crashes.clone(), mark.clone(), clock.now());
        // A disk that hangs holds up nothing but this.
        let looked = spawn_blocking(move || {
            if let Some(Err(error)) = mark.map(|mark| mark.is_alive(now)) {
                tracing::debug!(%error, "a sign of life could not be noted");
            }
            all.names()
        });
        let Ok(names) = looked.await else {
            return;
        };
        let new = names.iter().filter(|name| !known.contains(*name));
        for crash in new.filter_map(|name| crashes.read(name)) {
            let order = Order::Tell(Severity::Major, sentence(&crashes, &crash));
            if orders.send(order).await.is_err() {
                return;
            }
        }
        known = names.into_iter().collect();
    }
}

/// Of what failed while the station went on.
fn sentence(crashes: &Crashes, crash: &Crash) -> String {
    let part = match crash.program.as_str() {
        "flywatch-window" => "The window of Flywatch",
        _ => "A part of Flywatch",
    };
    format!(
        "{part} failed at {}: {}; the report is in {}",
        minute(crash.at),
        crash.message,
        crashes.path(crash).display()
    )
}

#[cfg(test)]
mod tests {
    use wire::Timestamp;
    use wire::crash::CrashSort;

    use super::super::report;
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_failure_is_told_of_while_the_rest_goes_on_and_a_stop_is_none() {
        let data = tempfile::tempdir().unwrap();
        let (orders, mut given) = mpsc::channel(10);
        let clock = Clock::new(|| Timestamp(60_000));
        let (watch, ended) = Watch::begin(data.path(), clock.clone(), orders.clone());
        assert_eq!(ended, None);
        // What is there when the watch begins is old.
        tokio::task::yield_now().await;
        let window = Crash {
            program: "flywatch-window".to_owned(),
            ..report(Timestamp(120_000), CrashSort::Panic, "a bug".to_owned())
        };
        watch.crashes().write(window).unwrap();
        let Some(Order::Tell(Severity::Major, told)) = given.recv().await else {
            panic!("nothing was told")
        };
        assert!(
            told.starts_with(
                "The window of Flywatch failed at 1970-01-01 00:02 UTC: a bug; the report is in"
            ),
            "{told}"
        );
        watch.end();
        drop(watch);
        let (_watch, ended) = Watch::begin(data.path(), clock, orders);
        assert_eq!(ended, None);
    }
}
