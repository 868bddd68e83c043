//! Brings chunks back from a `samples.db` that was set aside, a few at a time.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Row, SqliteConnection};

use super::tables::{self, Entry};
use super::{SAMPLES, chunk, tally::Tally};
use crate::database::Transaction;
use crate::retention::{COARSEST, HOURS};

/// Size of a page of SQLite's in bytes, as it is unless told otherwise.
const PAGE: usize = 4096;
/// As many chunks at once.
const AT_ONCE: i64 = 32;

/// A damaged file, and how far it was searched.
pub(super) struct Salvage {
    damaged: SqliteConnection,
    next: i64,
    last: i64,
    /// Chunks with this tick or a later one are not wanted.
    before: i64,
    found: usize,
    lost: usize,
}

impl Salvage {
    /// `None` when not even the number of chunks can be read. `new` is the file in place of the damaged one.
    pub(super) async fn of(
        dir: &Path,
        suffix: &str,
        before: i64,
        new: &mut SqliteConnection,
    ) -> Option<Self> {
        let path = dir.join(format!("{}.{suffix}", SAMPLES.file));
        if let Some(salvage) = Self::begin(&path, before).await {
            return Some(salvage);
        }
        let emptied = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(new)
            .await;
        emptied.ok()?;
        match lend_first_page(&SAMPLES.path(dir), &path) {
            Ok(()) => Self::begin(&path, before).await,
            Err(error) => {
                tracing::warn!(%error, "the first page of the damaged history could not be replaced");
                None
            }
        }
    }

    async fn begin(path: &Path, before: i64) -> Option<Self> {
        let mut damaged = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .connect()
            .await
            .ok()?;
        let last = sqlx::query_scalar::<_, Option<i64>>("SELECT max(id) FROM chunk")
            .fetch_one(&mut damaged)
            .await;
        let last = last.ok()??;
        Some(Self {
            damaged,
            next: 1,
            last,
            before,
            found: 0,
            lost: 0,
        })
    }

    /// Brings some chunks over; the sentence for the operator once all were tried.
    pub(super) async fn step(&mut self, to: &mut SqliteConnection) -> Result<Option<String>, sqlx::Error> {
        let mut transaction = Transaction::begin(to).await?;
        let until = self.last.min(self.next + AT_ONCE - 1);
        for id in self.next..=until {
            match self.read(id).await {
                Ok(None) => {}
                Ok(Some((entry, data))) => {
                    tables::insert(&mut transaction, entry, &data).await?;
                    self.found += 1;
                }
                Err(()) => self.lost += 1,
            }
        }
        transaction.commit().await?;
        self.next = until + 1;
        let told = format!(
            "Of the damaged history file, {} parts are back and {} are lost.",
            self.found, self.lost
        );
        Ok((self.next > self.last).then_some(told))
    }

    async fn read(&mut self, id: i64) -> Result<Option<(Entry, Vec<u8>)>, ()> {
        let row = sqlx::query("SELECT * FROM chunk NOT INDEXED WHERE id = ?").bind(id);
        let Some(row) = row.fetch_optional(&mut self.damaged).await.map_err(drop)? else {
            return Ok(None);
        };
        let read = || {
            let tier = usize::try_from(row.try_get::<i64, _>("tier").ok()?)
                .ok()
                .filter(|tier| *tier <= COARSEST)?;
            let entry = Entry {
                id,
                tier,
                probe: row.try_get("probe").ok()?,
                seq: row.try_get("seq").ok()?,
                t0: row.try_get("t0").ok()?,
                t1: row.try_get("t1").ok()?,
            };
            let data: Vec<u8> = row.try_get("data").ok()?;
            let sound = match tier > HOURS {
                true => chunk::decode::<Tally>(&data, |_| false).is_some(),
                false => chunk::decode::<f64>(&data, |_| false).is_some(),
            };
            sound.then_some((entry, data))
        };
        let (entry, data) = read().ok_or(())?;
        Ok((entry.seq < self.before).then_some((entry, data)))
    }
}

/// Puts the first page of a new history file into a damaged one, and keeps the old page beside it. That page tells what
/// the file is and where its tables begin; the same steps make both files, so theirs begin at the same places.
/// (Offsets: <https://sqlite.org/fileformat.html#the_database_header>.)
fn lend_first_page(new: &Path, damaged: &Path) -> io::Result<()> {
    let mut page = [0; PAGE];
    File::open(new)?.read_exact(&mut page)?;
    let file = File::options().read(true).write(true).open(damaged)?;
    let mut old = [0; PAGE];
    file.read_exact_at(&mut old, 0)?;
    fs::write(damaged.with_added_extension("page"), old)?;
    let pages = u32::try_from(file.metadata()?.len() / PAGE as u64).map_err(io::Error::other)?;
    page[28..32].copy_from_slice(&pages.to_be_bytes());
    // No page is free: nothing is written there any more.
    page[32..40].fill(0);
    file.write_all_at(&page, 0)?;
    file.sync_all()
}
