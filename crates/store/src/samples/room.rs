//! Room on the disk: when there is little, the oldest samples go first.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, SqliteConnection};
use wire::Timestamp;

use super::tables::{self, Entry};
use super::writer::Writer;
use super::{SAMPLES, condense};
use crate::retention::{COARSEST, HOURS};
use crate::{Error, utc};

/// Chunks that are shortened between two looks at the room.
const SHORTEN_AT_ONCE: usize = 16;
/// Looks at the room in a row before samples get their turn again.
const LOOKS: usize = 16;
/// Pages that are moved at once. Each needs room in the log until the next checkpoint.
const PAGES_AT_ONCE: u32 = 128;

impl Writer {
    /// Makes room when there is little, `full` when a write found none; takes the reserve when there is enough.
    pub(super) async fn look_at_room(&mut self, full: bool) {
        let shared = Arc::clone(&self.shared);
        let Some(room) = shared.disk.room() else { return };
        let place = shared.dir.display();
        if !full && room.free >= room.low() {
            if shared.board.clear("room") {
                shared
                    .board
                    .tell(format!("There is room again on the disk of {place}."));
            }
            return shared.disk.hold(room);
        }
        if full {
            shared.disk.release();
        }
        let shortened = self.shorten_until_enough().await;
        let left = shared.disk.room().map_or(0, |room| {
            shared.disk.hold(room);
            room.free >> 20
        });
        let done = match shortened {
            Some(until) => format!(
                "To make room, history from before {} is shortened to steps of five minutes or less.",
                utc::minute(Timestamp(until))
            ),
            None => "No more history can be shortened; new samples are lost once it is full.".to_owned(),
        };
        let sentence = format!(
            "The disk of {place} is nearly full, {left} MB are free. {done} Settings are safe. Free some space on it."
        );
        if shared.board.raise("room", sentence.clone()) {
            shared.board.tell(sentence);
        }
    }

    /// Gives the time up to which history was shortened, if it was.
    async fn shorten_until_enough(&mut self) -> Option<i64> {
        let mut shortened = None;
        for _ in 0..LOOKS {
            match self.shorten().await {
                Ok(Some(until)) => shortened = shortened.max(Some(until)),
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!(%error, "history could not be shortened");
                    self.give_up().await;
                    break;
                }
            }
            let room = self.shared.disk.room();
            if room.is_none_or(|room| room.free >= room.low() * 2) {
                break;
            }
        }
        shortened
    }

    /// Turns the oldest samples into steps of five minutes, or, when there are none and history takes a good part of
    /// the disk, drops its oldest steps. Gives the time up to which it did, `None` when nothing was left to do.
    async fn shorten(&mut self) -> Result<Option<i64>, Error> {
        let wrap = || Error::database("shortening history");
        // What the logs hold is room, too.
        for conn in [&mut self.samples, &mut self.ticks] {
            vacuum(conn, PAGES_AT_ONCE).await.map_err(wrap())?;
        }
        let step = self.shared.tiers()[COARSEST].step;
        let mut until = None;
        for _ in 0..SHORTEN_AT_ONCE {
            let Some(oldest) = self.oldest().await.map_err(wrap())? else {
                break;
            };
            if oldest.tier < COARSEST {
                let merged =
                    condense::merge(&mut self.samples, &[oldest], COARSEST, step, &self.shared.board).await;
                merged.map_err(wrap())?;
            } else {
                tables::delete(&mut self.samples, oldest.id)
                    .await
                    .map_err(wrap())?;
            }
            until = Some(oldest.t1);
            vacuum(&mut self.samples, PAGES_AT_ONCE).await.map_err(wrap())?;
        }
        if until.is_none() && self.close_heads(|_, _| true).await? {
            until = Some(self.shared.memory().now);
        }
        Ok(until)
    }

    /// What can be shortened first.
    async fn oldest(&mut self) -> Result<Option<Entry>, sqlx::Error> {
        let mut oldest: Option<Entry> = None;
        for tier in 0..=HOURS {
            let entry = tables::oldest(&mut self.samples, tier).await?;
            oldest = oldest.into_iter().chain(entry).min_by_key(|entry| entry.t1);
        }
        for tier in HOURS + 1..=COARSEST {
            if oldest.is_none() && (tier < COARSEST || self.is_large()) {
                oldest = tables::oldest(&mut self.samples, tier).await?;
            }
        }
        Ok(oldest)
    }

    /// Whether history takes more than a quarter of the disk. When it does not, something else fills it.
    fn is_large(&self) -> bool {
        let length = std::fs::metadata(SAMPLES.path(&self.shared.dir)).map_or(0, |file| file.len());
        self.shared
            .disk
            .room()
            .is_some_and(|room| length > room.total / 4)
    }
}

/// Gives some free pages back to the file system.
pub(super) async fn vacuum(conn: &mut SqliteConnection, pages: u32) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA incremental_vacuum({pages})")))
        .execute(&mut *conn)
        .await?;
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(conn)
        .await?;
    Ok(())
}
