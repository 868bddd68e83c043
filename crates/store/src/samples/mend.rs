//! Files that turn out damaged while running: set aside, and a new one in their place.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use wire::Timestamp;

use super::salvage::Salvage;
use super::writer::Writer;
use super::{SAMPLES, TICKS, replay, tables};
use crate::database::{Kind, Transaction, give_up};
use crate::{Error, utc};

impl Writer {
    /// Sets aside what is damaged while running.
    pub(super) async fn find_damage(&mut self) {
        let suffix = format!("damaged-{}", utc::stamp(Timestamp(self.shared.memory().now)));
        for kind in [&SAMPLES, &TICKS] {
            let conn = if kind.file == SAMPLES.file {
                &mut self.samples
            } else {
                &mut self.ticks
            };
            if readable(conn).await {
                continue;
            }
            let replaced = if kind.file == SAMPLES.file {
                self.replace_samples(&suffix).await
            } else {
                self.replace_ticks(&suffix).await
            };
            match replaced {
                Ok(()) => self.shared.board.tell(format!(
                    "The file {} was damaged while running and is set aside as {}.{suffix}. A new one is in use.",
                    kind.file, kind.file
                )),
                Err(error) => self.complain(&error),
            }
        }
    }

    async fn replace_samples(&mut self, suffix: &str) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        let mut readers = shared.readers.write().await;
        readers.close().await;
        replace(&mut self.samples, &SAMPLES, &shared.dir, suffix).await?;
        *readers = pool(&shared.dir);
        drop(readers);
        let wrap = || Error::database("beginning a new history");
        tables::save_series(&mut self.samples, &shared.state.series().await?)
            .await
            .map_err(wrap())?;
        // What is in the ticks but in no head is in the old file and must not come back twice.
        let done: Vec<(u32, i64)> = {
            let memory = shared.memory();
            let probes: BTreeSet<u32> = memory.owners.probes().collect();
            let done = |probe: u32| {
                memory
                    .heads
                    .get(&probe)
                    .map_or(self.next_tick, |head| head.first_tick)
                    - 1
            };
            probes.into_iter().map(|probe| (probe, done(probe))).collect()
        };
        let mut transaction = Transaction::begin(&mut self.samples).await.map_err(wrap())?;
        for (probe, seq) in done {
            tables::set_done(&mut transaction, probe, seq)
                .await
                .map_err(wrap())?;
        }
        transaction.commit().await.map_err(wrap())?;
        self.due.clear();
        self.salvage = Salvage::of(&shared.dir, suffix, i64::MAX, &mut self.samples).await;
        Ok(())
    }

    async fn replace_ticks(&mut self, suffix: &str) -> Result<(), Error> {
        let dir = self.shared.dir.clone();
        replace(&mut self.ticks, &TICKS, &dir, suffix).await?;
        // The heads are in no tick any more: into chunks with them.
        while self.close_heads(|_, _| true).await? {}
        Ok(())
    }
}

/// Connections that read `samples.db`.
pub(crate) fn pool(dir: &Path) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(None)
        .max_lifetime(None)
        // There is no network to it that could have broken.
        .test_before_acquire(false)
        .after_release(|conn, _| {
            Box::pin(async move {
                give_up(conn).await;
                Ok(true)
            })
        })
        .connect_lazy_with(SAMPLES.reader(dir))
}

/// Sets a file aside and opens a new one in its place.
async fn replace(conn: &mut SqliteConnection, kind: &Kind, dir: &Path, suffix: &str) -> Result<(), Error> {
    let nothing = SqliteConnectOptions::new().in_memory(true).connect().await;
    let old = std::mem::replace(conn, nothing.map_err(Error::database("opening a new file"))?);
    // Closed before it is renamed, or SQLite would later remove the log of the new file by its name.
    if let Err(error) = old.close().await {
        tracing::debug!(%error, "a damaged database did not close cleanly");
    }
    kind.set_aside(dir, suffix)?;
    *conn = replay::open(kind, dir, suffix).await?.0;
    Ok(())
}

/// Whether the list of tables and every page of the trees of a database can be read.
async fn readable(conn: &mut SqliteConnection) -> bool {
    let found = sqlx::query_scalar::<_, String>("PRAGMA quick_check(1)")
        .fetch_one(conn)
        .await;
    found.is_ok_and(|found| found == "ok")
}
