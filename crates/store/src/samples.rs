//! The past: `samples.db` and `ticks.db`, the thread that writes them, and the way back.

mod age;
mod bytes;
mod chunk;
mod condense;
mod history;
mod memory;
mod mend;
mod numbers;
mod owners;
mod replay;
mod room;
mod salvage;
mod table;
mod tables;
mod tally;
mod tick;
mod upkeep;
mod writer;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::SqlitePool;
use tokio::sync::{Notify, RwLock, watch};
use wire::series::Series;
use wire::station;

use crate::board::Board;
use crate::database::Kind;
use crate::disk::Disk;
use crate::retention::{COARSEST, Tier, tiers};
use crate::state::State;
use crate::{Batch, Progress};

pub(crate) use replay::{Ready, ready};
pub(crate) use writer::start;

pub(crate) const SAMPLES: Kind = Kind {
    file: "samples.db",
    migrations: &[include_str!("../migrations/samples/0001.sql")],
    checked: &["series", "done"],
    alone: false,
};

pub(crate) const TICKS: Kind = Kind {
    file: "ticks.db",
    migrations: &[include_str!("../migrations/ticks/0001.sql")],
    checked: &["mark"],
    alone: true,
};

/// What the writer and those who ask it share.
pub(crate) struct Shared {
    pub(crate) dir: std::path::PathBuf,
    pub(crate) state: State,
    pub(crate) board: Board,
    pub(crate) disk: Arc<Disk>,
    /// A clock that jumped is not believed for so long, in milliseconds.
    doubt: i64,
    /// For how long what is kept.
    kept: Mutex<station::Retention>,
    pub(crate) progress: watch::Sender<Progress>,
    memory: Mutex<memory::Memory>,
    /// Connections that read `samples.db`. Whoever moves samples from the heads to the disk holds this for writing, so
    /// that a reader who holds it while it begins sees each sample once.
    readers: RwLock<SqlitePool>,
    wake: Notify,
    /// Wakes the writer out of its pace as well.
    hurry: Notify,
    stop: Mutex<Option<Stop>>,
}

/// How the writer is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Everything appended is on disk.
    Now,
    /// And in chunks, so that the next start has nothing to replay.
    Tidy,
}

impl Shared {
    pub(crate) fn new(
        dir: std::path::PathBuf,
        state: State,
        disk: Arc<Disk>,
        doubt: i64,
        kept: station::Retention,
        ready: &mut Ready,
    ) -> Self {
        Self {
            memory: Mutex::new(std::mem::take(&mut ready.memory)),
            readers: RwLock::new(mend::pool(&dir)),
            dir,
            state,
            board: Board::default(),
            disk,
            doubt,
            kept: Mutex::new(kept),
            progress: watch::Sender::default(),
            wake: Notify::new(),
            hurry: Notify::new(),
            stop: Mutex::default(),
        }
    }

    pub(crate) fn append(&self, batch: Batch) -> u64 {
        let (number, is_urgent) = {
            let mut memory = self.memory();
            (memory.append(batch), memory.is_urgent())
        };
        self.wake.notify_one();
        if is_urgent {
            self.hurry.notify_one();
        }
        number
    }

    /// Keeps the past for as long as `kept` says from now on.
    pub(crate) fn keep(&self, kept: station::Retention) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        self.memory().outlived = true;
        self.wake.notify_one();
    }

    fn tiers(&self) -> [Tier; COARSEST + 1] {
        tiers(*self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn stop(&self, how: Stop) {
        self.stop
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(how);
        self.wake.notify_one();
        self.hurry.notify_one();
    }

    fn stopping(&self) -> Option<Stop> {
        *self.stop.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn memory(&self) -> MutexGuard<'_, memory::Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Series that both files know, by id: each keeps the names, so that either can be lost.
pub(crate) fn union(one: Vec<Series>, other: Vec<Series>) -> Vec<Series> {
    let by_id: std::collections::BTreeMap<_, _> = other
        .into_iter()
        .chain(one)
        .map(|series| (series.id, series))
        .collect();
    by_id.into_values().collect()
}
