//! What is only ever added to: events, the audit trail, and the names of series.

use sqlx::{Row, SqliteConnection};
use wire::Timestamp;
use wire::event::AuditEntry;
use wire::probe::ProbeId;
use wire::series::{Series, SeriesId};

use super::things::{from_word, word};
use super::{State, alerts};
use crate::Error;
use crate::database::Transaction;
use crate::owed::Owed;

const SAVING: &str = "saving events and alerts";

/// Event and audit numbers as SQLite has them; none is ever near 2^63.
pub(super) fn row_number(seq: Option<u64>) -> i64 {
    seq.and_then(|seq| i64::try_from(seq).ok()).unwrap_or(i64::MAX)
}

pub(super) fn sequence(row: i64) -> u64 {
    u64::try_from(row).unwrap_or(0)
}

impl State {
    pub(crate) async fn audit(&self, before: Option<u64>, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        let rows = sqlx::query("SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?")
            .bind(row_number(before))
            .bind(limit)
            .fetch_all(&mut *self.reader().await?)
            .await
            .map_err(Error::database("reading the audit trail"))?;
        let entry = |row: &sqlx::sqlite::SqliteRow| AuditEntry {
            seq: sequence(row.get("seq")),
            at: Timestamp(row.get("at")),
            author: row.get("author"),
            action: row.get("action"),
            subject: row.get("subject"),
            detail: row.get("detail"),
        };
        Ok(rows.iter().map(entry).collect())
    }

    /// Notes what somebody did, for what no [`Change`](crate::Change) stands.
    pub(crate) async fn record(&self, entry: &AuditEntry) -> Result<(), Error> {
        match self.try_record(entry).await {
            Err(error) if error.is_full() && self.disk.release() => self.try_record(entry).await,
            done => done,
        }?;
        self.orders_changed();
        Ok(())
    }

    async fn try_record(&self, entry: &AuditEntry) -> Result<(), Error> {
        let mut writer = self.writer().await?;
        write_entry(&mut writer, entry)
            .await
            .map_err(Error::database("saving who did what"))
    }

    /// Saves what is new; what is there already stays.
    pub(crate) async fn append(&self, owed: &Owed) -> Result<(), Error> {
        let mut writer = self.writer().await?;
        let mut transaction = Transaction::begin(&mut writer)
            .await
            .map_err(Error::database(SAVING))?;
        write_series(&mut transaction, &owed.series)
            .await
            .map_err(Error::database(SAVING))?;
        for event in &owed.events {
            let insert = "INSERT OR IGNORE INTO event (seq, at, severity, sort, probe, channel, of, text)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
            sqlx::query(insert)
                .bind(row_number(Some(event.seq)))
                .bind(event.at.0)
                .bind(word(&event.severity))
                .bind(word(&event.sort))
                .bind(event.probe.map(|probe| probe.0))
                .bind(event.channel.map(|channel| channel.0))
                .bind(event.of.map(|of| row_number(Some(of))))
                .bind(&event.text)
                .execute(&mut *transaction)
                .await
                .map_err(Error::database(SAVING))?;
        }
        alerts::write(&mut transaction, &owed.alerts, &owed.turns)
            .await
            .map_err(Error::database(SAVING))?;
        transaction.commit().await.map_err(Error::database(SAVING))?;
        self.numbers_changed();
        Ok(())
    }

    pub(crate) async fn series(&self) -> Result<Vec<Series>, Error> {
        read_series(&mut *self.reader().await?)
            .await
            .map_err(Error::database("reading the names of series"))
    }

    /// The greatest number ever given in each table.
    pub(crate) async fn marks(&self) -> Result<Vec<(String, i64)>, Error> {
        let mut reader = self.reader().await?;
        let marks = sqlx::query_as("SELECT name, seq FROM sqlite_sequence").fetch_all(&mut *reader);
        marks.await.map_err(Error::database("reading the last numbers"))
    }

    /// Sees to it that no number up to `marks` is given again.
    pub(crate) async fn skip_to(&self, marks: &[(String, i64)]) -> Result<(), Error> {
        let wrap = || Error::database("reserving numbers");
        let mut writer = self.writer().await?;
        let mut transaction = Transaction::begin(&mut writer).await.map_err(wrap())?;
        for (name, value) in marks {
            sqlx::query(
                "INSERT INTO sqlite_sequence SELECT ?1, 0 WHERE ?1 NOT IN (SELECT name FROM sqlite_sequence)",
            )
            .bind(name)
            .execute(&mut *transaction)
            .await
            .map_err(wrap())?;
            sqlx::query("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?")
                .bind(value)
                .bind(name)
                .execute(&mut *transaction)
                .await
                .map_err(wrap())?;
        }
        transaction.commit().await.map_err(wrap())
    }
}

/// Adds an entry to the audit trail; its number is given here.
pub(super) async fn write_entry(conn: &mut SqliteConnection, entry: &AuditEntry) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO audit (at, author, action, subject, detail) VALUES (?, ?, ?, ?, ?)")
        .bind(entry.at.0)
        .bind(&entry.author)
        .bind(&entry.action)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .execute(conn)
        .await
        .map(drop)
}

/// Saves the names of series that are not there yet, in a database that has such a table.
pub(crate) async fn write_series(conn: &mut SqliteConnection, series: &[Series]) -> Result<(), sqlx::Error> {
    for series in series {
        let labels =
            serde_json::to_string(&series.labels).map_err(|error| sqlx::Error::Encode(error.into()))?;
        sqlx::query("INSERT OR IGNORE INTO series (id, probe, metric, labels, unit) VALUES (?, ?, ?, ?, ?)")
            .bind(series.id.0)
            .bind(series.probe.0)
            .bind(series.metric.as_ref())
            .bind(labels)
            .bind(word(&series.unit))
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// The names of all series, by id. One that makes no sense is left out.
pub(crate) async fn read_series(conn: &mut SqliteConnection) -> Result<Vec<Series>, sqlx::Error> {
    // A thousand at a time: SQLite has a thread of its own, and handing over a row takes longer than reading it.
    let lists: Vec<String> = sqlx::query_scalar(
        "SELECT json_group_array(json_array(id, probe, metric, labels, unit)) FROM series GROUP BY id / 1000",
    )
    .fetch_all(conn)
    .await?;
    let mut found = Vec::new();
    for list in lists {
        let rows: Vec<(u32, u32, String, String, String)> =
            serde_json::from_str(&list).map_err(|error| sqlx::Error::Decode(error.into()))?;
        found.extend(rows.into_iter().filter_map(|(id, probe, metric, labels, unit)| {
            Some(Series {
                id: SeriesId(id),
                probe: ProbeId(probe),
                metric: metric.into(),
                labels: serde_json::from_str(&labels).ok()?,
                unit: from_word("series", unit).ok()?,
            })
        }));
    }
    found.sort_unstable_by_key(|series| series.id);
    Ok(found)
}
