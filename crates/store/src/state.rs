//! What operators said and what happened: `state.db`.

mod alerts;
mod backup;
mod baselines;
mod commit;
mod deliveries;
mod events;
mod log;
mod phases;
mod reports;
mod station;
mod things;
mod uid;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use sqlx::{Connection, Sqlite, SqliteConnection};
use tokio::sync::{Mutex, MutexGuard};

use crate::Error;
use crate::database::{Kind, Opening, give_up};
use crate::disk::Disk;

pub use alerts::Alerts;
pub use baselines::Usual;
pub use deliveries::{Deliveries, NewDelivery};
pub use events::Events;
pub(crate) use log::{read_series, write_series};
pub(crate) use things::Thing;

pub(crate) const STATE: Kind = Kind {
    file: "state.db",
    migrations: &[
        include_str!("../migrations/state/0001.sql"),
        include_str!("../migrations/state/0002.sql"),
        include_str!("../migrations/state/0003.sql"),
        include_str!("../migrations/state/0004.sql"),
        include_str!("../migrations/state/0005.sql"),
        include_str!("../migrations/state/0006.sql"),
        include_str!("../migrations/state/0007.sql"),
        include_str!("../migrations/state/0008.sql"),
        include_str!("../migrations/state/0009.sql"),
        include_str!("../migrations/state/0010.sql"),
        include_str!("../migrations/state/0011.sql"),
        include_str!("../migrations/state/0012.sql"),
    ],
    // All that operators said. Events, alerts, deliveries and reports are many, and one that cannot be read harms nothing else.
    checked: &[
        "setting",
        "device",
        "probe",
        "channel",
        "hop",
        "hop_probe",
        "template",
        "rule",
        "receiver",
        "route",
        "silence",
        "phase",
        "audit",
        "series",
    ],
    alone: false,
};

/// Whether a station has kept its data in `dir`. Changes nothing there.
#[must_use]
pub fn is_at(dir: &Path) -> bool {
    STATE.path(dir).exists() || backup::missing(dir)
}

/// One connection that writes, a few that read.
#[derive(Clone)]
pub(crate) struct State {
    dir: PathBuf,
    disk: Arc<Disk>,
    writer: Arc<Mutex<SqliteConnection>>,
    readers: SqlitePool,
    /// Operators said something that the copy does not have.
    uncopied: Arc<AtomicBool>,
    /// Numbers were given that the marks do not have.
    unmarked: Arc<AtomicBool>,
    /// Nothing may be written any more.
    closed: Arc<AtomicBool>,
}

impl State {
    /// Opens `state.db`; a damaged one is set aside as `state.db.<suffix>` and its copy takes its place. The sentence
    /// tells the operator.
    pub(crate) async fn open(
        dir: &Path,
        disk: Arc<Disk>,
        suffix: &str,
    ) -> Result<(Self, Option<String>), Error> {
        let mut notice = None;
        let writer = match backup::missing(dir) {
            true => Err(Opening::Damaged),
            false => STATE.open(dir).await,
        };
        let writer = match writer {
            Ok(mut writer) => {
                if backup::knows_more(dir, &mut writer).await {
                    // Before the file is renamed, as everywhere.
                    if let Err(error) = writer.close().await {
                        tracing::debug!(%error, "an outdated state.db did not close cleanly");
                    }
                    Err(Opening::Damaged)
                } else {
                    Ok(writer)
                }
            }
            bad => bad,
        };
        let writer = match writer {
            Ok(writer) => writer,
            Err(Opening::Failed(error)) => return Err(error),
            Err(Opening::Damaged) => {
                STATE.set_aside(dir, suffix)?;
                let (writer, sentence) = backup::restore(dir, suffix).await?;
                notice = Some(sentence);
                writer
            }
        };
        let readers = SqlitePoolOptions::new()
            .max_connections(2)
            .test_before_acquire(false)
            .connect_lazy_with(STATE.reader(dir));
        let state = Self {
            dir: dir.to_owned(),
            disk,
            writer: Arc::new(Mutex::new(writer)),
            readers,
            uncopied: Arc::new(AtomicBool::new(backup::is_older(dir))),
            unmarked: Arc::new(AtomicBool::new(true)),
            closed: Arc::default(),
        };
        Ok((state, notice))
    }

    pub(crate) async fn all<T: Thing>(&self) -> Result<Vec<T>, Error> {
        T::read(&mut *self.reader().await?, None).await
    }

    pub(crate) async fn one<T: Thing>(&self, id: u32) -> Result<Option<T>, Error> {
        Ok(T::read(&mut *self.reader().await?, Some(id)).await?.pop())
    }

    fn orders_changed(&self) {
        self.uncopied.store(true, Ordering::Release);
        self.numbers_changed();
    }

    fn numbers_changed(&self) {
        self.unmarked.store(true, Ordering::Release);
    }

    /// Whether numbers were given since this was last asked.
    pub(crate) fn take_unmarked(&self) -> bool {
        self.unmarked.swap(false, Ordering::AcqRel)
    }

    async fn writer(&self) -> Result<MutexGuard<'_, SqliteConnection>, Error> {
        let mut writer = self.writer.lock().await;
        // An order whose asker went away in the middle of it.
        give_up(&mut writer).await;
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::Closed);
        }
        Ok(writer)
    }

    async fn reader(&self) -> Result<PoolConnection<Sqlite>, Error> {
        self.readers
            .acquire()
            .await
            .map_err(Error::database("opening state.db for reading"))
    }

    /// Moves everything into the file, so that it is whole without its log, and refuses to write from then on.
    pub(crate) async fn close(&self) {
        let mut writer = self.writer.lock().await;
        self.closed.store(true, Ordering::Release);
        let emptied = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut *writer)
            .await;
        if let Err(error) = emptied {
            tracing::warn!(%error, "the log of state.db could not be emptied; the next start does it");
        }
    }
}
