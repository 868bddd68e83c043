//! The way back: what a series did, from disk and memory together.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use futures_util::TryStreamExt;
use sqlx::{Row, SqliteConnection};
use wire::Timestamp;
use wire::series::SeriesId;

use super::memory::Newest;
use super::table::{Countable, Table};
use super::tables::{self, Entry};
use super::tally::{Steps, Tally, step_of};
use super::{Shared, chunk, condense};
use crate::database::{Fault, fault};
use crate::retention::HOURS;
use crate::{Error, SeriesHistory};

const READING: &str = "reading history";

/// The series of one probe that are asked for, and what they did.
struct Answer {
    step: i64,
    /// Whole steps.
    span: Range<i64>,
    series: HashMap<u32, Steps>,
}

impl Shared {
    /// See [`crate::Store::history`].
    pub(crate) async fn history(
        &self,
        series: &[SeriesId],
        from: Timestamp,
        to: Timestamp,
        step_ms: u32,
    ) -> Result<Vec<SeriesHistory>, Error> {
        let held = self.readers.read().await;
        let mut reader = held.acquire().await.map_err(Error::database(READING))?;
        // The first row fixes what the transaction sees; once memory is seen too, the writer may move on. It ends when
        // the connection goes back.
        let begun = sqlx::raw_sql("BEGIN; SELECT 1 FROM done LIMIT 1")
            .execute(&mut *reader)
            .await
            .map(drop);
        let Newest { owners, points } = self.memory().newest(series.iter().map(|series| series.0));
        drop(held);
        self.unless_damaged(begun)?;

        let mut answers: BTreeMap<u32, Answer> = BTreeMap::new();
        for (series, probe) in &owners {
            let answer = match answers.entry(*probe) {
                std::collections::btree_map::Entry::Occupied(there) => there.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => {
                    let tier = tables::coarsest(&mut reader, *probe, from.0..to.0).await;
                    let kept = self.tiers()[self.unless_damaged(tier)?].step;
                    new.insert(Answer::new(i64::from(step_ms.max(1)), kept, from.0..to.0))
                }
            };
            answer.series.insert(*series, Steps::default());
        }
        for (probe, answer) in &mut answers {
            let read = self.read_chunks(&mut reader, *probe, answer).await;
            self.unless_damaged(read)?;
        }
        for (series, at, value) in points {
            if let Some(answer) = owners.get(&series).and_then(|probe| answers.get_mut(probe)) {
                answer.add(series, at, Tally::one(value));
            }
        }
        let history = |id: &SeriesId| {
            let answer = answers.get_mut(owners.get(&id.0)?)?;
            let step = u32::try_from(answer.step).unwrap_or(u32::MAX);
            Some((*id, step, answer.series.remove(&id.0)?.into_buckets()))
        };
        Ok(series.iter().filter_map(history).collect())
    }

    async fn read_chunks(
        &self,
        reader: &mut SqliteConnection,
        probe: u32,
        answer: &mut Answer,
    ) -> Result<(), sqlx::Error> {
        let mut rows = sqlx::query("SELECT * FROM chunk WHERE probe = ? AND t1 >= ? AND t0 < ? ORDER BY seq")
            .bind(probe)
            .bind(answer.span.start)
            .bind(answer.span.end)
            .fetch(reader);
        while let Some(row) = rows.try_next().await? {
            let entry = Entry::from_row(&row);
            let data: &[u8] = row.get("data");
            let wanted = |series| answer.series.contains_key(&series);
            let sound = if entry.tier > HOURS {
                chunk::decode::<Tally>(data, wanted).map(|table| answer.add_table(&table))
            } else {
                chunk::decode::<f64>(data, wanted).map(|table| answer.add_table(&table))
            };
            if sound.is_none() && self.memory().damaged.insert(entry.id) {
                self.board.tell(condense::damaged(&entry));
            }
        }
        Ok(())
    }

    /// Lets a damaged file pass as one that knows nothing, and leaves it to the writer to set it aside.
    fn unless_damaged<T: Default>(&self, found: Result<T, sqlx::Error>) -> Result<T, Error> {
        match found {
            Err(error) if fault(&error) == Fault::Damaged => {
                self.memory().suspect = true;
                self.wake.notify_one();
                Ok(T::default())
            }
            found => found.map_err(Error::database(READING)),
        }
    }
}

impl Answer {
    /// In steps of `wanted` milliseconds, or the next multiple of `kept` where that is how long the kept ones are.
    fn new(wanted: i64, kept: i64, span: Range<i64>) -> Self {
        // Beyond 2^31 ms, 24 days, there is one step for everything anyhow; the bound keeps a step in 32 bits.
        let step = ((wanted + kept - 1) / kept * kept).min(i64::from(u32::MAX) / kept * kept);
        let end = span.end.max(span.start).saturating_add(step - 1);
        Self {
            step,
            span: step_of(span.start, step)..step_of(end, step),
            series: HashMap::new(),
        }
    }

    fn add(&mut self, series: u32, at: i64, tally: Tally) {
        if self.span.contains(&at)
            && let Some(steps) = self.series.get_mut(&series)
        {
            steps.add(step_of(at, self.step), tally);
        }
    }

    fn add_table<V: Countable>(&mut self, table: &Table<V>) {
        for column in &table.columns {
            if let Some(steps) = self.series.get_mut(&column.series) {
                for (at, value) in column.over(&table.times).filter(|(at, _)| self.span.contains(at)) {
                    steps.add(step_of(at, self.step), value.tally());
                }
            }
        }
    }
}
