//! The phases of shows, a row for each time that one was declared.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use wire::Timestamp;
use wire::phase::{Entered, Phase};

use super::State;
use super::things::{from_word, word};
use crate::Error;

const READING: &str = "reading the phases of shows";

impl State {
    /// The newest `limit` of those before number `before`, newest first.
    pub(crate) async fn phases(&self, before: Option<u64>, limit: u32) -> Result<Vec<Entered>, Error> {
        let before = before.and_then(|seq| i64::try_from(seq).ok());
        read(&mut *self.reader().await?, before, limit).await
    }
}

pub(super) async fn newest(conn: &mut SqliteConnection) -> Result<Option<Entered>, Error> {
    Ok(read(conn, None, 1).await?.pop())
}

async fn read(conn: &mut SqliteConnection, before: Option<i64>, limit: u32) -> Result<Vec<Entered>, Error> {
    let rows = sqlx::query("SELECT * FROM phase WHERE ?1 IS NULL OR seq < ?1 ORDER BY seq DESC LIMIT ?2")
        .bind(before)
        .bind(limit)
        .fetch_all(conn)
        .await
        .map_err(Error::database(READING))?;
    rows.iter().map(entered).collect()
}

fn entered(row: &SqliteRow) -> Result<Entered, Error> {
    Ok(Entered {
        seq: row.get::<i64, _>("seq").unsigned_abs(),
        at: Timestamp(row.get("at")),
        phase: from_word("phase of a show", row.get("phase"))?,
        show: row.get("show"),
        by: row.get("author"),
    })
}

/// Writes one down and numbers it.
pub(super) async fn write(
    conn: &mut SqliteConnection,
    at: Timestamp,
    phase: Phase,
    show: String,
    by: &str,
) -> Result<Entered, sqlx::Error> {
    let seq: i64 =
        sqlx::query_scalar("INSERT INTO phase (at, phase, show, author) VALUES (?, ?, ?, ?) RETURNING seq")
            .bind(at.0)
            .bind(word(&phase))
            .bind(&show)
            .bind(by)
            .fetch_one(conn)
            .await?;
    Ok(Entered {
        seq: seq.unsigned_abs(),
        at,
        phase,
        show,
        by: by.to_owned(),
    })
}
