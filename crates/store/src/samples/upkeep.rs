//! What the writer does beside writing: closes heads, moves old chunks on, watches the room on the disk, replaces
//! damaged files, copies the settings. Never much at once, since samples wait meanwhile.

use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use tokio::time::Instant;
use wire::Timestamp;

use super::memory::Head;
use super::salvage::Salvage;
use super::tables::{self, Entry};
use super::writer::Writer;
use super::{SAMPLES, TICKS, chunk, condense, replay};
use crate::database::Kind;
use crate::retention::{COARSEST, HOURS, PIECE};
use crate::{Error, utc};

/// Between two looks for heads that are full.
const CLOSING: Duration = Duration::from_secs(2);
/// Between two looks for chunks that are old.
const AGEING: Duration = Duration::from_secs(60);
/// Between two looks at the room on the disk.
const ROOM: Duration = Duration::from_secs(2);
/// Between two copies of the settings.
const COPYING: Duration = Duration::from_secs(5);

/// Rows of a head that are worth a chunk whatever its age.
const FULL: usize = 1024;
/// Values in all heads at most, 8 bytes each; beyond, heads become chunks early.
const HEADS: usize = 3_000_000;
/// Heads that become chunks in one commit.
const HEADS_AT_ONCE: usize = 32;
/// pco's effort for pieces, which live an hour.
const LEVEL: usize = 3;
/// Chunks that are shortened between two looks at the room.
const SHORTEN_AT_ONCE: usize = 16;
/// Looks at the room in a row before samples get their turn again.
const LOOKS: usize = 16;

const KEEPING: &str = "keeping history in order";

/// When what is to be done next.
pub(super) struct Chores {
    closing: Instant,
    ageing: Instant,
    room: Instant,
    copying: Instant,
}

impl Chores {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            closing: now + CLOSING,
            ageing: now,
            room: now,
            copying: now + COPYING,
        }
    }

    /// When the next one is due.
    pub(super) fn next(&self) -> Instant {
        self.closing.min(self.ageing).min(self.room).min(self.copying)
    }
}

impl Writer {
    /// Whether upkeep has something to do that does not wait for its time.
    pub(super) fn is_busy(&self) -> bool {
        !self.due.is_empty() || self.salvage.is_some() || self.shared.memory().suspect
    }

    /// Does one piece of work, if one is due.
    pub(super) async fn upkeep(&mut self) -> Result<(), Error> {
        let wrap = || Error::database(KEEPING);
        let now = Instant::now();
        if std::mem::take(&mut self.shared.memory().suspect) {
            self.find_damage().await;
        } else if self.chores.room <= now {
            self.chores.room = now + ROOM;
            self.look_at_room(false).await;
        } else if self.chores.closing <= now {
            let (now, crowded) = {
                let memory = self.shared.memory();
                (
                    memory.now,
                    memory.heads.values().map(|head| head.table.len()).sum::<usize>() > HEADS,
                )
            };
            let due = |probe: u32, head: &Head| {
                let period = |at: i64| (at + condense::phase(probe)).div_euclid(PIECE);
                crowded || head.table.times.len() >= FULL || period(now) != period(head.begun)
            };
            // At once again while there are more.
            if !self.close_heads(due).await? {
                self.chores.closing += CLOSING;
            }
        } else if self.chores.copying <= now {
            self.chores.copying = now + COPYING;
            self.shared.state.copy().await?;
        } else if let Some(task) = self.due.pop_front() {
            let (tiers, now) = (self.shared.retention.tiers(), self.shared.memory().now);
            let moved = condense::advance(&mut self.samples, &tiers, task, now, &self.shared.board).await;
            if moved.map_err(wrap())? {
                // There may be more of it, and what moved may have to move on.
                self.due.push_front(task);
                if task.1 < COARSEST && self.due.back() != Some(&(task.0, task.1 + 1)) {
                    self.due.push_back((task.0, task.1 + 1));
                }
            }
        } else if let Some(salvage) = &mut self.salvage {
            if let Some(sentence) = salvage.step(&mut self.samples).await.map_err(wrap())? {
                self.shared.board.tell(sentence);
                self.salvage = None;
            }
        } else if self.chores.ageing <= now {
            self.chores.ageing = now + AGEING;
            self.find_old().await?;
        }
        Ok(())
    }

    /// Makes chunks of some heads that are `due`; true when it did.
    pub(super) async fn close_heads(&mut self, due: impl Fn(u32, &Head) -> bool) -> Result<bool, Error> {
        let closing: Vec<_> = {
            let memory = self.shared.memory();
            let due = memory
                .heads
                .iter()
                .filter(|(probe, head)| due(**probe, head))
                .take(HEADS_AT_ONCE);
            due.map(|(probe, head)| (*probe, head.table.clone(), head.last_tick))
                .collect()
        };
        if closing.is_empty() {
            return Ok(false);
        }
        let wrap = || Error::database("moving samples into history");
        let mut transaction = self.samples.begin().await.map_err(wrap())?;
        for (probe, table, seq) in &closing {
            if let Some((t0, t1)) = table.span() {
                let entry = Entry {
                    id: 0,
                    probe: *probe,
                    tier: 0,
                    seq: *seq,
                    t0,
                    t1,
                };
                let blob = chunk::encode(table, LEVEL);
                tables::insert(&mut transaction, entry, &blob)
                    .await
                    .map_err(wrap())?;
                tables::set_done(&mut transaction, *probe, *seq)
                    .await
                    .map_err(wrap())?;
            }
        }
        let oldest = {
            let _swap = self.shared.readers.write().await;
            transaction.commit().await.map_err(wrap())?;
            let mut memory = self.shared.memory();
            for (probe, ..) in &closing {
                memory.heads.remove(probe);
            }
            memory.heads.values().map(|head| head.first_tick).min()
        };
        tables::forget_ticks(&mut self.ticks, oldest.unwrap_or(self.next_tick))
            .await
            .map_err(wrap())?;
        Ok(true)
    }

    /// Lists what may have to move on, forgets old events, and gives back what the file does not need.
    async fn find_old(&mut self) -> Result<(), Error> {
        let wrap = || Error::database(KEEPING);
        let now = self.shared.memory().now;
        let tiers = self.shared.retention.tiers();
        for (number, tier) in tiers.iter().enumerate() {
            let before = now - tier.keep - tier.stretch;
            let probes = tables::probes_before(&mut self.samples, number, before)
                .await
                .map_err(wrap())?;
            self.due.extend(probes.into_iter().map(|probe| (probe, number)));
        }
        let spare = "SELECT freelist_count > page_count / 4 FROM pragma_freelist_count, pragma_page_count";
        if sqlx::query_scalar(spare)
            .fetch_one(&mut self.samples)
            .await
            .map_err(wrap())?
        {
            vacuum(&mut self.samples, 512).await.map_err(wrap())?;
        }
        self.shared
            .state
            .forget_events(Timestamp(now - tiers[COARSEST].keep))
            .await
    }

    /// Makes room when there is little, `full` when a write found none; takes the reserve when there is enough.
    pub(super) async fn look_at_room(&mut self, full: bool) {
        let shared = std::sync::Arc::clone(&self.shared);
        let Some(room) = shared.disk.room() else { return };
        if !full && room.free >= room.low() {
            if shared.board.clear("room") {
                shared.board.tell(format!(
                    "There is room again on the disk of {}.",
                    shared.dir.display()
                ));
            }
            return shared.disk.hold(room);
        }
        if full {
            shared.disk.release();
        }
        let mut shortened = None;
        for _ in 0..LOOKS {
            match self.shorten().await {
                Ok(Some(until)) => shortened = shortened.max(Some(until)),
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!(%error, "history could not be shortened");
                    break;
                }
            }
            if shared
                .disk
                .room()
                .is_none_or(|room| room.free >= room.low() + room.low() / 4)
            {
                break;
            }
        }
        let left = shared.disk.room().map_or(0, |room| room.free >> 20);
        let done = match shortened {
            Some(until) => format!(
                "To make room, samples from before {} are kept in steps of five minutes only.",
                utc::minute(Timestamp(until))
            ),
            None => "No more history can be shortened; new samples are lost once it is full.".to_owned(),
        };
        let sentence = format!(
            "The disk of {} is nearly full, {left} MB are free. {done} Settings are safe. Free some space on it.",
            shared.dir.display()
        );
        if shared.board.raise("room", sentence.clone()) {
            shared.board.tell(sentence);
        }
    }

    /// Turns the oldest samples into steps of five minutes; the time up to which it did, `None` when there are none.
    async fn shorten(&mut self) -> Result<Option<i64>, sqlx::Error> {
        let step = self.shared.retention.tiers()[COARSEST].step;
        let mut until = None;
        for _ in 0..SHORTEN_AT_ONCE {
            let mut oldest: Option<Entry> = None;
            for tier in 0..=HOURS {
                let entry = tables::oldest(&mut self.samples, tier).await?;
                oldest = oldest.into_iter().chain(entry).min_by_key(|entry| entry.t1);
            }
            if oldest.is_none() {
                oldest = tables::oldest(&mut self.samples, HOURS + 1).await?;
            }
            let Some(oldest) = oldest else { break };
            condense::merge(&mut self.samples, &[oldest], COARSEST, step, &self.shared.board).await?;
            until = Some(oldest.t1);
        }
        vacuum(&mut self.samples, 0).await?;
        Ok(until)
    }

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
        let shared = std::sync::Arc::clone(&self.shared);
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
            let probes: std::collections::BTreeSet<u32> = memory.owners.values().copied().collect();
            let done = |probe: u32| {
                memory
                    .heads
                    .get(&probe)
                    .map_or(self.next_tick, |head| head.first_tick)
                    - 1
            };
            probes.into_iter().map(|probe| (probe, done(probe))).collect()
        };
        let mut transaction = self.samples.begin().await.map_err(wrap())?;
        for (probe, seq) in done {
            tables::set_done(&mut transaction, probe, seq)
                .await
                .map_err(wrap())?;
        }
        transaction.commit().await.map_err(wrap())?;
        self.due.clear();
        self.salvage = Salvage::of(&shared.dir, suffix, i64::MAX).await;
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
pub(crate) fn pool(dir: &std::path::Path) -> SqlitePool {
    let options = SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(None)
        .max_lifetime(None);
    options.connect_lazy_with(SAMPLES.reader(dir))
}

/// Sets a file aside and opens a new one in its place.
async fn replace(
    conn: &mut SqliteConnection,
    kind: &Kind,
    dir: &std::path::Path,
    suffix: &str,
) -> Result<(), Error> {
    let nothing = SqliteConnectOptions::new().in_memory(true).connect().await;
    let old = std::mem::replace(conn, nothing.map_err(Error::database(KEEPING))?);
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

/// Gives free pages back to the file system; all of them for 0.
async fn vacuum(conn: &mut SqliteConnection, pages: u32) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA incremental_vacuum({pages})")))
        .execute(&mut *conn)
        .await?;
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(conn)
        .await?;
    Ok(())
}
