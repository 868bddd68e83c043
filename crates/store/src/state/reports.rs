//! Reports of shows, a row each, and who made or deleted one.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use wire::Timestamp;
use wire::event::AuditEntry;
use wire::report::{Body, Head, Report, ReportId, ReportSort};

use super::State;
use super::log::{row_number, write_entry};
use super::things::{from_json, from_word, json, word};
use crate::Error;
use crate::database::Transaction;

const SAVING: &str = "saving a report";
const READING: &str = "reading reports";

impl State {
    /// Keeps a report and notes in the audit trail that it was made. The number of `head` counts for nothing; what is kept has
    /// one.
    pub(crate) async fn add_report(&self, author: &str, head: Head, body: Body) -> Result<Report, Error> {
        let wrap = || Error::database(SAVING);
        let text = json(&body).map_err(wrap())?;
        let mut writer = self.writer().await?;
        let mut transaction = Transaction::begin(&mut writer).await.map_err(wrap())?;
        let insert = "INSERT INTO report (sort, at, show, author, body) VALUES (?, ?, ?, ?, ?) RETURNING id";
        let id: u32 = sqlx::query_scalar(insert)
            .bind(word(&head.sort))
            .bind(head.at.0)
            .bind(&head.show)
            .bind(&head.by)
            .bind(text)
            .fetch_one(&mut *transaction)
            .await
            .map_err(wrap())?;
        let head = Head {
            id: ReportId(id),
            ..head
        };
        let entry = noted(author, head.at, "create", &head);
        write_entry(&mut transaction, &entry).await.map_err(wrap())?;
        transaction.commit().await.map_err(wrap())?;
        self.orders_changed();
        Ok(Report { head, body })
    }

    /// The newest `limit` reports numbered below `before`, newest first: all, or those of one sort.
    pub(crate) async fn reports(
        &self,
        sort: Option<ReportSort>,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Head>, Error> {
        let select = "SELECT id, sort, at, show, author FROM report
            WHERE id < ?1 AND (?2 IS NULL OR sort = ?2) ORDER BY id DESC LIMIT ?3";
        let rows = sqlx::query(select)
            .bind(row_number(before))
            .bind(sort.map(|sort| word(&sort)))
            .bind(limit)
            .fetch_all(&mut *self.reader().await?)
            .await
            .map_err(Error::database(READING))?;
        rows.iter().map(head).collect()
    }

    pub(crate) async fn report(&self, id: ReportId) -> Result<Option<Report>, Error> {
        let row = sqlx::query("SELECT * FROM report WHERE id = ?")
            .bind(id.0)
            .fetch_optional(&mut *self.reader().await?)
            .await
            .map_err(Error::database(READING))?;
        let report = |row: &SqliteRow| {
            Ok(Report {
                head: head(row)?,
                body: from_json("report", row.get("body"))?,
            })
        };
        row.as_ref().map(report).transpose()
    }

    /// How many reports there are.
    pub(crate) async fn count_reports(&self) -> Result<u32, Error> {
        let mut reader = self.reader().await?;
        let count = sqlx::query_scalar("SELECT count(*) FROM report").fetch_one(&mut *reader);
        count.await.map_err(Error::database(READING))
    }

    /// Deletes a report and notes that; false when there is none of this number.
    pub(crate) async fn delete_report(
        &self,
        author: &str,
        at: Timestamp,
        id: ReportId,
    ) -> Result<bool, Error> {
        let wrap = || Error::database("deleting a report");
        let mut writer = self.writer().await?;
        let mut transaction = Transaction::begin(&mut writer).await.map_err(wrap())?;
        let delete = "DELETE FROM report WHERE id = ? RETURNING id, sort, at, show, author";
        let row = sqlx::query(delete)
            .bind(id.0)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(wrap())?;
        let Some(row) = row else {
            return Ok(false);
        };
        let entry = noted(author, at, "delete", &head(&row)?);
        write_entry(&mut transaction, &entry).await.map_err(wrap())?;
        transaction.commit().await.map_err(wrap())?;
        self.orders_changed();
        Ok(true)
    }
}

fn head(row: &SqliteRow) -> Result<Head, Error> {
    Ok(Head {
        id: ReportId(row.get("id")),
        sort: from_word("report", row.get("sort"))?,
        at: Timestamp(row.get("at")),
        show: row.get("show"),
        by: row.get("author"),
    })
}

fn noted(author: &str, at: Timestamp, action: &str, head: &Head) -> AuditEntry {
    let (id, show) = (head.id.0, &head.show);
    let detail = match head.sort {
        ReportSort::LineUp => format!("line-up, signed by {:?}", head.by),
        ReportSort::Event => "event report".to_owned(),
    };
    AuditEntry {
        seq: 0,
        at,
        author: author.to_owned(),
        action: action.to_owned(),
        subject: format!("report {id} {show:?}"),
        detail,
    }
}
