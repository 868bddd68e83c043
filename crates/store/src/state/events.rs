//! What happened, by number, by time, by probe, by channel and by sort.

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use wire::Timestamp;
use wire::event::{Event, EventSort, fold};
use wire::inventory::ChannelId;
use wire::probe::ProbeId;

use super::State;
use super::log::{row_number, sequence};
use super::things::{from_word, word};
use crate::Error;

const READING: &str = "reading events";

/// Which events are asked for: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
    /// Of this probe.
    pub probe: Option<ProbeId>,
    /// About this channel.
    pub channel: Option<ChannelId>,
    /// Of one of these sorts; of any when empty.
    pub sorts: Vec<EventSort>,
}

impl Events {
    /// The newest `limit` rows numbered below `before`, without those that replace a note.
    fn query(&self, before: Option<u64>, limit: usize) -> QueryBuilder<Sqlite> {
        let mut query = QueryBuilder::new("SELECT * FROM event WHERE of IS NULL AND seq < ");
        query.push_bind(row_number(before));
        if let Some(from) = self.from {
            query.push(" AND at >= ").push_bind(from.0);
        }
        if let Some(to) = self.to {
            query.push(" AND at < ").push_bind(to.0);
        }
        if let Some(probe) = self.probe {
            query.push(" AND probe = ").push_bind(probe.0);
        }
        if let Some(channel) = self.channel {
            query.push(" AND channel = ").push_bind(channel.0);
        }
        if !self.sorts.is_empty() {
            // A stretch of time is nearly always less than a sort; the plus keeps SQLite from the index of sorts.
            let timed = self.from.is_some() || self.to.is_some();
            query.push(if timed {
                " AND +sort IN ("
            } else {
                " AND sort IN ("
            });
            let mut words = query.separated(", ");
            for sort in &self.sorts {
                words.push_bind(word(sort));
            }
            query.push(")");
        }
        query.push(" ORDER BY seq DESC LIMIT ");
        query.push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
        query
    }
}

impl State {
    /// The newest `limit` events numbered below `before`, newest first, as they are to be shown.
    pub(crate) async fn events(
        &self,
        wanted: &Events,
        mut before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Event>, Error> {
        let limit = limit as usize;
        let mut found: Vec<Event> = Vec::new();
        let mut reader = self.reader().await?;
        loop {
            let missing = limit - found.len();
            let mut query = wanted.query(before, missing);
            let rows = query.build().fetch_all(&mut *reader).await;
            let mut events = read(&rows.map_err(Error::database(READING))?)?;
            let (Some(newest), Some(oldest)) = (events.first(), events.last()) else {
                return Ok(found);
            };
            let (oldest, was_full) = (oldest.seq, events.len() == missing);
            let later = sqlx::query("SELECT * FROM event WHERE of BETWEEN ? AND ?")
                .bind(row_number(Some(oldest)))
                .bind(row_number(Some(newest.seq)))
                .fetch_all(&mut *reader)
                .await;
            events.extend(read(&later.map_err(Error::database(READING))?)?);
            found.extend(fold(events));
            if !was_full || found.len() == limit {
                return Ok(found);
            }
            // In the place of notes that were taken back come older events.
            before = Some(oldest);
        }
    }

    /// The newest `limit` events as they came, oldest first.
    pub(crate) async fn recent_events(&self, limit: u32) -> Result<Vec<Event>, Error> {
        let rows = sqlx::query("SELECT * FROM (SELECT * FROM event ORDER BY seq DESC LIMIT ?) ORDER BY seq")
            .bind(limit)
            .fetch_all(&mut *self.reader().await?)
            .await;
        read(&rows.map_err(Error::database(READING))?)
    }

    /// The event of this number and those that replace it, oldest first.
    pub(crate) async fn event(&self, seq: u64) -> Result<Vec<Event>, Error> {
        let rows = sqlx::query("SELECT * FROM event WHERE seq = ?1 OR of = ?1 ORDER BY seq")
            .bind(row_number(Some(seq)))
            .fetch_all(&mut *self.reader().await?)
            .await;
        read(&rows.map_err(Error::database(READING))?)
    }

    /// Deletes events from before `time`, but none that is newer than one that stays: numbers go without a gap.
    pub(crate) async fn forget_events(&self, time: Timestamp) -> Result<(), Error> {
        // The plus: the first row that fits is found at once by number, and last by the index of times.
        let delete = sqlx::query("DELETE FROM event WHERE seq < (SELECT min(seq) FROM event WHERE +at >= ?)");
        let done = delete.bind(time.0).execute(&mut *self.writer().await?).await;
        done.map(drop).map_err(Error::database("deleting old events"))
    }
}

fn read(rows: &[SqliteRow]) -> Result<Vec<Event>, Error> {
    let event = |row: &SqliteRow| {
        Ok(Event {
            seq: sequence(row.get("seq")),
            at: Timestamp(row.get("at")),
            severity: from_word("event", row.get("severity"))?,
            sort: from_word("event", row.get("sort"))?,
            probe: row.get::<Option<u32>, _>("probe").map(ProbeId),
            channel: row.get::<Option<u32>, _>("channel").map(ChannelId),
            of: row.get::<Option<i64>, _>("of").map(sequence),
            text: row.get("text"),
        })
    };
    rows.iter().map(event).collect()
}
