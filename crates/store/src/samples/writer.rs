//! The one thread that writes the past.
//!
//! It takes everything that waits, makes it durable as one tick, and puts it into the heads; between commits it does
//! one piece of [`upkeep`](super::upkeep) at a time. Compressing happens here and never on the threads of the async
//! runtime.

use std::collections::VecDeque;
use std::fs::File;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use sqlx::{Connection, SqliteConnection};
use tokio::time::{Instant, timeout_at};

use super::age::Age;
use super::replay::Ready;
use super::salvage::Salvage;
use super::upkeep::Chores;
use super::{Shared, Stop, tables, tick};
use crate::Error;
use crate::database::{Fault, fault, give_up};
use crate::owed::Owed;

/// At least this long between two commits: many readings share one, and each is durable in under 50 ms on average.
const PACE: Duration = Duration::from_millis(75);
/// Between two attempts to write what cannot be written.
const AGAIN: Duration = Duration::from_secs(1);

const SAVING: &str = "saving samples";

/// Owns the connections that write samples and ticks.
pub(super) struct Writer {
    pub(super) shared: Arc<Shared>,
    pub(super) samples: SqliteConnection,
    pub(super) ticks: SqliteConnection,
    pub(super) age: Age,
    pub(super) next_tick: i64,
    /// What is not saved yet beside samples.
    owed: Owed,
    /// Number of the newest batch that was taken.
    taken: u64,
    /// Chunks that may have to move on, by probe and tier.
    pub(super) due: VecDeque<(u32, usize)>,
    pub(super) salvage: Option<Salvage>,
    pub(super) chores: Chores,
}

/// Starts the writer on its own thread, which holds the claim on the directory until its end.
pub(crate) fn start(shared: Arc<Shared>, claim: File, ready: Ready) -> Result<JoinHandle<()>, Error> {
    let dir = shared.dir.clone();
    let wrap = || Error::file("starting the writer of", &dir);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(wrap())?;
    let thread = std::thread::Builder::new().name("store".to_owned());
    let run = move || {
        let work = async {
            let writer = Writer {
                shared,
                samples: ready.samples,
                ticks: ready.ticks,
                age: ready.age,
                next_tick: ready.next_tick,
                owed: Owed::default(),
                taken: 0,
                due: VecDeque::new(),
                salvage: ready.salvage,
                chores: Chores::new(Instant::now()),
            };
            Box::pin(writer.run()).await;
            // Nobody writes any more: the directory is free, whoever still holds the store. Said in so many words: a
            // process that is just being started has a copy of the claim.
            if let Err(error) = claim.unlock() {
                tracing::warn!(%error, "the data directory is given free with the end of the process only");
            }
        };
        runtime.block_on(work);
    };
    thread.spawn(run).map_err(wrap())
}

impl Writer {
    async fn run(mut self) {
        // First of all, so that a station that always runs only for a moment believes its clock too.
        if let Err(error) = self.grow_old(Duration::ZERO).await {
            self.cope(&error).await;
        }
        let mut next = Instant::now();
        loop {
            let idle = self.shared.memory().is_idle() && self.owed.is_empty();
            if let (Some(how), true) = (self.shared.stopping(), idle) {
                return self.finish(how).await;
            }
            if idle {
                if !self.is_busy() {
                    let until = self.chores.next();
                    // What comes meanwhile is not written sooner, so it need not wake anybody.
                    self.pause(next.min(until)).await;
                    // Whichever it was, the loop looks again.
                    drop(timeout_at(until, self.shared.wake.notified()).await);
                }
            } else {
                self.pause(next).await;
                let written = self.commit().await;
                next = Instant::now() + if written { PACE } else { AGAIN };
                if !written && let Some(how) = self.shared.stopping() {
                    return self.finish(how).await;
                }
            }
            if let Err(error) = self.upkeep().await {
                self.cope(&error).await;
            }
        }
    }

    /// Waits until `then`, or until the writer is to end or something came that is not to wait.
    async fn pause(&self, then: Instant) {
        if self.shared.stopping().is_none() && !self.shared.memory().is_urgent() {
            drop(timeout_at(then, self.shared.hurry.notified()).await);
        }
    }

    /// Makes durable what waits; false when something of it is not.
    async fn commit(&mut self) -> bool {
        let (blob, count) = {
            let mut memory = self.shared.memory();
            let load = memory.take();
            self.taken = self.taken.max(load.batch);
            self.owed.append(load.owed);
            let count: usize = memory.in_flight.iter().map(Vec::len).sum();
            let points = memory.in_flight.iter().map(Vec::as_slice);
            ((count > 0).then(|| tick::encode(points)), count)
        };
        self.chores.credit = self.chores.credit.saturating_sub(count as u64);
        let paid = self.pay().await;
        if paid.is_err() {
            self.give_up().await;
        }
        let logged = match blob {
            Some(blob) => tables::insert_tick(&mut self.ticks, self.next_tick, &blob).await,
            None => Ok(()),
        };
        let written = paid.is_ok() && logged.is_ok();
        let dropped = {
            let mut memory = self.shared.memory();
            if logged.is_ok() && !memory.in_flight.is_empty() {
                memory.fold(self.next_tick);
                self.next_tick += 1;
            }
            memory.dropped
        };
        self.shared.progress.send_if_modified(|progress| {
            let before = *progress;
            progress.dropped_points = dropped;
            progress.batch = if written { self.taken } else { progress.batch };
            before != *progress
        });
        match (paid, logged.map_err(Error::database(SAVING))) {
            (Ok(()), Ok(())) => self.written(),
            (Err(error), _) | (_, Err(error)) => self.cope(&error).await,
        }
        written
    }

    /// Saves everything beside samples.
    async fn pay(&mut self) -> Result<(), Error> {
        if !self.owed.series.is_empty() {
            tables::save_series(&mut self.samples, &self.owed.series)
                .await
                .map_err(Error::database(SAVING))?;
        }
        if !self.owed.is_empty() {
            self.shared.state.append(&self.owed).await?;
            self.owed = Owed::default();
        }
        if self.shared.state.take_unmarked() {
            let marks = self.shared.state.marks().await?;
            tables::set_marks(&mut self.ticks, &marks)
                .await
                .map_err(Error::database(SAVING))?;
        }
        Ok(())
    }

    fn written(&self) {
        if self.shared.board.clear("writing") {
            self.shared.board.tell("History is being saved again.".to_owned());
        }
    }

    /// Does what can be done about an error, and tells.
    pub(super) async fn cope(&mut self, error: &Error) {
        self.give_up().await;
        let Error::Database { source, .. } = error else {
            return self.complain(error);
        };
        match fault(source) {
            Fault::Full => self.look_at_room(true).await,
            Fault::Damaged => self.find_damage().await,
            Fault::Other => self.complain(error),
        }
    }

    /// Ends transactions that failed, so that what is written next is not part of them.
    pub(super) async fn give_up(&mut self) {
        give_up(&mut self.samples).await;
        give_up(&mut self.ticks).await;
    }

    pub(super) fn complain(&self, error: &Error) {
        let why = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
        let why = why.map(ToString::to_string).collect::<Vec<_>>().join(": ");
        let sentence = format!(
            "History and events are not being saved in {} ({why}). The live picture goes on; check the disk.",
            self.shared.dir.display()
        );
        if self.shared.board.raise("writing", sentence.clone()) {
            self.shared.board.tell(sentence);
        }
    }

    /// The last work.
    async fn finish(mut self, how: Stop) {
        if how == Stop::Tidy {
            let mut left = self.shared.memory().heads.len();
            while left > 0 {
                if let Err(error) = self.close_heads(|_, _| true).await {
                    tracing::warn!(%error, "the newest samples stay in ticks.db until the next start");
                    break;
                }
                left = self.shared.memory().heads.len();
            }
            if let Err(error) = self.shared.state.copy().await {
                tracing::warn!(%error, "the settings could not be copied");
            }
            // Not when the last owner is gone: connections come back to their pool by its runtime, which may be the
            // one that waits for this thread.
            self.shared.readers.read().await.close().await;
        }
        self.shared.state.close().await;
        for conn in [self.samples, self.ticks] {
            if let Err(error) = conn.close().await {
                tracing::warn!(%error, "a database did not close; the next start mends it");
            }
        }
    }
}
