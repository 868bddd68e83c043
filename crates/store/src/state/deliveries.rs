//! Messages on their way to receivers, in a queue that outlives every end of the process.
//!
//! A turn is told in one step: the messages about it and the mark that says so are saved together.

use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, QueryBuilder, Row, Sqlite, SqliteConnection};
use wire::Timestamp;
use wire::alert::AlertId;
use wire::receiver::{Delivery, DeliveryId, DeliveryState, Message, ReceiverId};

use super::State;
use super::log::{row_number, sequence};
use super::things::{from_json, from_word, json, word};
use crate::Error;
use crate::database::Transaction;

const QUEUEING: &str = "saving messages to be delivered";
const READING: &str = "reading messages to be delivered";
const NOTING: &str = "saving what became of a message";

const TOLD: &str = "told";
/// The messages that come first for their receiver about their incident: only they may go out.
const HEADS: &str = "SELECT min(id) FROM delivery WHERE state = 'waiting' GROUP BY receiver, incident";

/// A message that is to be delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDelivery {
    /// To whom.
    pub receiver: ReceiverId,
    /// What is told.
    pub message: Message,
    /// About which incident.
    pub incident: AlertId,
    /// When it is tried first.
    pub next: Timestamp,
}

/// Which deliveries are asked for: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deliveries {
    /// To this receiver.
    pub receiver: Option<ReceiverId>,
    /// About this incident.
    pub incident: Option<AlertId>,
    /// So far.
    pub state: Option<DeliveryState>,
}

impl State {
    /// Queues messages and notes what has been told with them.
    pub(crate) async fn queue(&self, told: &str, new: &[NewDelivery]) -> Result<Vec<Delivery>, Error> {
        let queued = match self.try_queue(told, new).await {
            // That something is wrong is told even when nothing else is saved.
            Err(error) if error.is_full() && self.disk.release() => self.try_queue(told, new).await,
            done => done,
        }?;
        self.numbers_changed();
        Ok(queued)
    }

    async fn try_queue(&self, told: &str, new: &[NewDelivery]) -> Result<Vec<Delivery>, Error> {
        let wrap = || Error::database(QUEUEING);
        let mut writer = self.writer().await?;
        let mut transaction = Transaction::begin(&mut writer).await.map_err(wrap())?;
        let mut queued = Vec::with_capacity(new.len());
        for new in new {
            queued.push(insert(&mut transaction, new).await.map_err(wrap())?);
        }
        sqlx::query(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(TOLD)
        .bind(told)
        .execute(&mut *transaction)
        .await
        .map_err(wrap())?;
        transaction.commit().await.map_err(wrap())?;
        Ok(queued)
    }

    /// What has been told, as it was noted last.
    pub(crate) async fn told(&self) -> Result<Option<String>, Error> {
        sqlx::query_scalar("SELECT value FROM setting WHERE key = ?")
            .bind(TOLD)
            .fetch_optional(&mut *self.reader().await?)
            .await
            .map_err(Error::database(READING))
    }

    /// Makes every message that waits due at once.
    pub(crate) async fn hurry(&self, now: Timestamp) -> Result<(), Error> {
        let hurry = sqlx::query("UPDATE delivery SET next = ? WHERE state = 'waiting' AND next > ?");
        let done = hurry
            .bind(now.0)
            .bind(now.0)
            .execute(&mut *self.writer().await?)
            .await;
        done.map(drop).map_err(Error::database(NOTING))
    }

    /// The first `limit` messages whose time has come, oldest first.
    pub(crate) async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<(Delivery, Message)>, Error> {
        let due = AssertSqlSafe(format!(
            "SELECT * FROM delivery WHERE id IN ({HEADS}) AND next <= ? ORDER BY id LIMIT ?"
        ));
        let rows = sqlx::query(due)
            .bind(now.0)
            .bind(limit)
            .fetch_all(&mut *self.reader().await?)
            .await
            .map_err(Error::database(READING))?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let delivery = delivery(row)?;
            match from_json("message", row.get("message")) {
                Ok(message) => found.push((delivery, message)),
                Err(error) => {
                    // It must not hold up what comes after it for ever.
                    tracing::warn!(%error, "a message that was to be delivered is given up");
                    self.given_up(delivery.id, now, "it was damaged on the disk of the station")
                        .await?;
                }
            }
        }
        Ok(found)
    }

    /// When the next message is to be tried; never as long as none waits.
    pub(crate) async fn next_due(&self) -> Result<Option<Timestamp>, Error> {
        let next = AssertSqlSafe(format!("SELECT min(next) FROM delivery WHERE id IN ({HEADS})"));
        let next: Option<i64> = sqlx::query_scalar(next)
            .fetch_one(&mut *self.reader().await?)
            .await
            .map_err(Error::database(READING))?;
        Ok(next.map(Timestamp))
    }

    pub(crate) async fn taken(&self, id: DeliveryId, at: Timestamp) -> Result<(), Error> {
        let note =
            "UPDATE delivery SET state = 'done', ended = ?, next = NULL, tries = tries + 1, trouble = ''
            WHERE id = ? AND state = 'waiting'";
        self.note_delivery(sqlx::query(note).bind(at.0), id).await
    }

    pub(crate) async fn not_taken(
        &self,
        id: DeliveryId,
        trouble: &str,
        next: Timestamp,
        tries: u32,
    ) -> Result<(), Error> {
        let note = "UPDATE delivery SET trouble = ?, next = ?, tries = ? WHERE id = ? AND state = 'waiting'";
        let note = sqlx::query(note).bind(trouble).bind(next.0).bind(tries);
        self.note_delivery(note, id).await
    }

    pub(crate) async fn given_up(&self, id: DeliveryId, at: Timestamp, trouble: &str) -> Result<(), Error> {
        let note = "UPDATE delivery SET state = 'given_up', ended = ?, next = NULL, trouble = ?
            WHERE id = ? AND state = 'waiting'";
        self.note_delivery(sqlx::query(note).bind(at.0).bind(trouble), id)
            .await
    }

    /// Does `note`, whose last parameter is the number of a delivery.
    async fn note_delivery(
        &self,
        note: Query<'_, Sqlite, SqliteArguments>,
        id: DeliveryId,
    ) -> Result<(), Error> {
        let note = note.bind(row_number(Some(id.0)));
        let noted = note.execute(&mut *self.writer().await?).await;
        noted.map(drop).map_err(Error::database(NOTING))
    }

    /// The newest `limit` deliveries numbered below `before`, newest first.
    pub(crate) async fn deliveries(
        &self,
        wanted: &Deliveries,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Delivery>, Error> {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT * FROM delivery WHERE id < ");
        query.push_bind(row_number(before));
        if let Some(receiver) = wanted.receiver {
            query.push(" AND receiver = ").push_bind(receiver.0);
        }
        if let Some(incident) = wanted.incident {
            query
                .push(" AND incident = ")
                .push_bind(row_number(Some(incident.0)));
        }
        if let Some(state) = wanted.state {
            query.push(" AND state = ").push_bind(word(&state));
        }
        query.push(" ORDER BY id DESC LIMIT ").push_bind(limit);
        let rows = query.build().fetch_all(&mut *self.reader().await?).await;
        rows.map_err(Error::database(READING))?
            .iter()
            .map(delivery)
            .collect()
    }

    /// Deletes what ended before `time`.
    pub(crate) async fn forget_deliveries(&self, time: Timestamp) -> Result<(), Error> {
        let delete = sqlx::query("DELETE FROM delivery WHERE ended < ?").bind(time.0);
        let done = delete.execute(&mut *self.writer().await?).await;
        done.map(drop).map_err(Error::database("deleting old deliveries"))
    }
}

async fn insert(conn: &mut SqliteConnection, new: &NewDelivery) -> Result<Delivery, sqlx::Error> {
    let NewDelivery {
        receiver,
        message,
        incident,
        next,
    } = new;
    let state = DeliveryState::Waiting;
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO delivery (receiver, incident, news, title, at, state, tries, next, trouble, message)
         VALUES (?, ?, ?, ?, ?, ?, 0, ?, '', ?) RETURNING id",
    )
    .bind(receiver.0)
    .bind(row_number(Some(incident.0)))
    .bind(word(&message.news))
    .bind(&message.title)
    .bind(message.at.0)
    .bind(word(&state))
    .bind(next.0)
    .bind(json(message)?)
    .fetch_one(conn)
    .await?;
    Ok(Delivery {
        id: DeliveryId(sequence(id)),
        receiver: *receiver,
        incident: *incident,
        news: message.news,
        title: message.title.clone(),
        at: message.at,
        state,
        tries: 0,
        ended: None,
        next: Some(*next),
        trouble: String::new(),
    })
}

fn delivery(row: &SqliteRow) -> Result<Delivery, Error> {
    Ok(Delivery {
        id: DeliveryId(sequence(row.get("id"))),
        receiver: ReceiverId(row.get("receiver")),
        incident: AlertId(sequence(row.get("incident"))),
        news: from_word("delivery", row.get("news"))?,
        title: row.get("title"),
        at: Timestamp(row.get("at")),
        state: from_word("delivery", row.get("state"))?,
        tries: row.get("tries"),
        ended: row.get::<Option<i64>, _>("ended").map(Timestamp),
        next: row.get::<Option<i64>, _>("next").map(Timestamp),
        trouble: row.get("trouble"),
    })
}
