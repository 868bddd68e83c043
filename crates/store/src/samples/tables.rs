//! The statements on `samples.db` and `ticks.db`.

use std::collections::HashMap;
use std::ops::Range;

use sqlx::{Row, SqliteConnection};
use wire::series::Series;

use crate::database::Transaction;
use crate::retention::COARSEST;
use crate::state::{read_series, write_series};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// A chunk without its samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: i64,
    pub(super) probe: u32,
    pub(super) tier: usize,
    pub(super) seq: i64,
    pub(super) t0: i64,
    pub(super) t1: i64,
}

impl Entry {
    pub(super) fn from_row(row: &sqlx::sqlite::SqliteRow) -> Self {
        Self {
            id: row.get("id"),
            probe: row.get("probe"),
            tier: row.get::<u32, _>("tier") as usize,
            seq: row.get("seq"),
            t0: row.get("t0"),
            t1: row.get("t1"),
        }
    }
}

pub(super) async fn insert(conn: &mut SqliteConnection, entry: Entry, data: &[u8]) -> Result<()> {
    sqlx::query("INSERT INTO chunk (probe, tier, seq, t0, t1, data) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(entry.probe)
        .bind(u32::try_from(entry.tier).unwrap_or(u32::MAX))
        .bind(entry.seq)
        .bind(entry.t0)
        .bind(entry.t1)
        .bind(data)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut SqliteConnection, id: i64) -> Result<()> {
    sqlx::query("DELETE FROM chunk WHERE id = ?")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// The chunks of a probe in order of arrival.
pub(super) async fn entries(conn: &mut SqliteConnection, probe: u32) -> Result<Vec<Entry>> {
    let rows = sqlx::query("SELECT id, probe, tier, seq, t0, t1 FROM chunk WHERE probe = ? ORDER BY seq");
    Ok(rows
        .bind(probe)
        .fetch_all(conn)
        .await?
        .iter()
        .map(Entry::from_row)
        .collect())
}

pub(super) async fn data(conn: &mut SqliteConnection, id: i64) -> Result<Vec<u8>> {
    sqlx::query_scalar("SELECT data FROM chunk WHERE id = ?")
        .bind(id)
        .fetch_one(conn)
        .await
}

/// Probes that have chunks of `tier` that end before `time`.
pub(super) async fn probes_before(conn: &mut SqliteConnection, tier: usize, time: i64) -> Result<Vec<u32>> {
    sqlx::query_scalar("SELECT DISTINCT probe FROM chunk WHERE tier = ? AND t1 < ?")
        .bind(u32::try_from(tier).unwrap_or(u32::MAX))
        .bind(time)
        .fetch_all(conn)
        .await
}

/// The coarsest tier that knows something of a probe in `span`.
pub(super) async fn coarsest(conn: &mut SqliteConnection, probe: u32, span: Range<i64>) -> Result<usize> {
    let tier: i64 =
        sqlx::query_scalar("SELECT coalesce(max(tier), 0) FROM chunk WHERE probe = ? AND t1 >= ? AND t0 < ?")
            .bind(probe)
            .bind(span.start)
            .bind(span.end)
            .fetch_one(conn)
            .await?;
    Ok(usize::try_from(tier).unwrap_or(0).min(COARSEST))
}

/// The oldest chunk of `tier`.
pub(super) async fn oldest(conn: &mut SqliteConnection, tier: usize) -> Result<Option<Entry>> {
    let row =
        sqlx::query("SELECT id, probe, tier, seq, t0, t1 FROM chunk WHERE tier = ? ORDER BY t1 LIMIT 1")
            .bind(u32::try_from(tier).unwrap_or(u32::MAX))
            .fetch_optional(conn)
            .await?;
    Ok(row.as_ref().map(Entry::from_row))
}

pub(super) async fn set_done(conn: &mut SqliteConnection, probe: u32, seq: i64) -> Result<()> {
    sqlx::query("INSERT INTO done VALUES (?, ?) ON CONFLICT (probe) DO UPDATE SET seq = excluded.seq")
        .bind(probe)
        .bind(seq)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn done(conn: &mut SqliteConnection) -> Result<HashMap<u32, i64>> {
    let rows = sqlx::query("SELECT probe, seq FROM done").fetch_all(conn).await?;
    Ok(rows
        .iter()
        .map(|row| (row.get("probe"), row.get("seq")))
        .collect())
}

pub(super) async fn save_series(conn: &mut SqliteConnection, series: &[Series]) -> Result<()> {
    let mut transaction = Transaction::begin(conn).await?;
    write_series(&mut transaction, series).await?;
    transaction.commit().await
}

pub(super) async fn series(conn: &mut SqliteConnection) -> Result<Vec<Series>> {
    read_series(conn).await
}

pub(super) async fn insert_tick(conn: &mut SqliteConnection, id: i64, data: &[u8]) -> Result<()> {
    sqlx::query("INSERT INTO tick (id, data) VALUES (?, ?)")
        .bind(id)
        .bind(data)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets the ticks before `id`.
pub(super) async fn forget_ticks(conn: &mut SqliteConnection, id: i64) -> Result<()> {
    sqlx::query("DELETE FROM tick WHERE id < ?")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Sets marks to these values; [`set_marks`] never lowers one.
pub(super) async fn replace_marks(conn: &mut SqliteConnection, marks: &[(String, i64)]) -> Result<()> {
    let mut transaction = Transaction::begin(conn).await?;
    for (name, value) in marks {
        sqlx::query("INSERT OR REPLACE INTO mark VALUES (?, ?)")
            .bind(name)
            .bind(value)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}

pub(super) async fn set_marks(conn: &mut SqliteConnection, marks: &[(String, i64)]) -> Result<()> {
    let mut transaction = Transaction::begin(conn).await?;
    for (name, value) in marks {
        sqlx::query("INSERT INTO mark VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)")
            .bind(name)
            .bind(value)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}

pub(super) async fn marks(conn: &mut SqliteConnection) -> Result<Vec<(String, i64)>> {
    let rows = sqlx::query("SELECT name, value FROM mark")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .iter()
        .map(|row| (row.get("name"), row.get("value")))
        .collect())
}
