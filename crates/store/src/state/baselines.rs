//! What has been learned about what is usual, a row for each series.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use wire::Timestamp;
use wire::series::SeriesId;

use super::State;
use crate::Error;
use crate::database::Transaction;

const SAVING: &str = "saving what is usual";

/// What is usual for a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usual {
    /// Of which series.
    pub series: SeriesId,
    /// When it was learned, or could not be.
    pub at: Timestamp,
    /// In the words of whoever learns; empty where there was too little past.
    pub body: String,
}

impl State {
    pub(crate) async fn put_usual(&self, learned: &[Usual]) -> Result<(), Error> {
        let wrap = || Error::database(SAVING);
        let mut writer = self.writer().await?;
        let mut transaction = Transaction::begin(&mut writer).await.map_err(wrap())?;
        for Usual { series, at, body } in learned {
            sqlx::query(
                "INSERT INTO baseline VALUES (?, ?, ?) ON CONFLICT (series) DO UPDATE SET at = excluded.at, \
                 body = excluded.body",
            )
            .bind(series.0)
            .bind(at.0)
            .bind(body)
            .execute(&mut *transaction)
            .await
            .map_err(wrap())?;
        }
        transaction.commit().await.map_err(wrap())
    }

    pub(crate) async fn forget_usual(&self, before: Timestamp) -> Result<(), Error> {
        let mut writer = self.writer().await?;
        sqlx::query("DELETE FROM baseline WHERE at < ?")
            .bind(before.0)
            .execute(&mut *writer)
            .await
            .map(drop)
            .map_err(Error::database(SAVING))
    }

    pub(crate) async fn usual(&self) -> Result<Vec<Usual>, Error> {
        let rows = sqlx::query("SELECT series, at, body FROM baseline ORDER BY series")
            .fetch_all(&mut *self.reader().await?)
            .await
            .map_err(Error::database("reading what is usual"))?;
        let usual = |row: &SqliteRow| Usual {
            series: SeriesId(row.get("series")),
            at: Timestamp(row.get("at")),
            body: row.get("body"),
        };
        Ok(rows.iter().map(usual).collect())
    }
}
