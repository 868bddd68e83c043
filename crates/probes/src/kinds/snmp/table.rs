//! Reads a described list from an agent, and tells of its rows what the description says.

use std::collections::BTreeMap;
use std::time::Instant;

use async_snmp::Value;
use wire::reading::Failure;

use super::ask::{Place, Table, Tells};
use super::client::Session;
use super::growth::{Count, per_second};
use super::walk::{Index, walk};
use crate::Look;
use crate::number::as_f64;
use crate::text::plain;

/// A list, and where this agent keeps what is wanted of it.
pub(super) struct Reader {
    table: &'static Table,
    /// The places that are asked. Of one column the better place stands first.
    asked: Vec<Source>,
}

/// A place of a column, both by their numbers.
#[derive(Clone, Copy, PartialEq)]
struct Source {
    column: usize,
    place: usize,
}

/// What a list said.
#[derive(Default)]
pub(super) struct Said {
    pub(super) rows: BTreeMap<Index, Row>,
    /// The list has no end of its own; what is here is where it began to repeat itself.
    pub(super) looped: bool,
}

/// What a list said of one row.
pub(super) struct Row {
    at: Instant,
    /// One for each column of the table.
    cells: Vec<Option<Cell>>,
}

struct Cell {
    what: What,
    place: &'static Place,
}

enum What {
    Number(u64),
    Text(String),
}

/// How the counters of a row stood, for the next look to tell what they grew by.
pub(super) struct Counters {
    at: Instant,
    /// One for each column that tells a rate.
    counts: Box<[Option<Count>]>,
}

impl Reader {
    pub(super) fn of(table: &'static Table) -> Self {
        let mut reader = Self {
            table,
            asked: Vec::new(),
        };
        reader.look_anew();
        reader
    }

    /// Asks the best place of each column again: the agent may have learned something.
    pub(super) fn look_anew(&mut self) {
        let columns = 0..self.table.columns.len();
        self.asked = columns.map(|column| Source { column, place: 0 }).collect();
    }

    /// Reads the list. `known` are the rows that there were a moment ago.
    pub(super) async fn read(
        &mut self,
        session: &mut Session<'_>,
        known: &[&[u32]],
    ) -> Result<Said, Failure> {
        self.read_into(Said::default(), session, known).await
    }

    /// Reads what the list says of `rows`. They are there, even if the best places know nothing of them.
    pub(super) async fn read_rows(
        &mut self,
        session: &mut Session<'_>,
        rows: &[&[u32]],
    ) -> Result<Said, Failure> {
        let columns = self.table.columns.len();
        let there = rows
            .iter()
            .map(|index| ((*index).into(), Row::new(Instant::now(), columns)));
        let said = Said {
            rows: there.collect(),
            looped: false,
        };
        self.read_into(said, session, rows).await
    }

    async fn read_into(
        &mut self,
        mut said: Said,
        session: &mut Session<'_>,
        known: &[&[u32]],
    ) -> Result<Said, Failure> {
        let columns = self.table.columns.len();
        let mut wanted = self.asked.clone();
        while !wanted.is_empty() {
            let places: Vec<_> = wanted
                .iter()
                .filter_map(|source| Some((source.column, self.table.place(*source)?)))
                .collect();
            let oids: Vec<_> = places.iter().map(|(_, place)| place.oid).collect();
            let walked = walk(session, &oids, known).await?;
            said.looped |= walked.looped;
            for (index, (at, values)) in walked.rows {
                let row = said.rows.entry(index).or_insert_with(|| Row::new(at, columns));
                for ((column, place), value) in places.iter().zip(values) {
                    row.put(*column, place, value);
                }
            }
            wanted = self.instead(&said, &wanted);
        }
        Ok(said)
    }

    /// The places to ask because those that were asked said nothing of some rows.
    fn instead(&mut self, said: &Said, were: &[Source]) -> Vec<Source> {
        let mut instead = Vec::new();
        for source in were {
            let cells = || said.rows.values().filter_map(|row| row.cells.get(source.column));
            let place = self.table.place(*source);
            let here = |cell: &Option<Cell>| {
                let cell = cell.as_ref().zip(place);
                cell.is_some_and(|(cell, place)| std::ptr::eq(cell.place, place))
            };
            if !said.rows.is_empty() && !cells().any(here) {
                self.asked.retain(|asked| asked != source);
            }
            let next = Source {
                place: source.place + 1,
                ..*source
            };
            let is_missing = cells().any(Option::is_none);
            if is_missing && self.table.place(next).is_some() && !self.asked.contains(&next) {
                self.asked.push(next);
                instead.push(next);
            }
        }
        instead
    }
}

impl Row {
    fn new(at: Instant, columns: usize) -> Self {
        Self {
            at,
            cells: std::iter::repeat_with(|| None).take(columns).collect(),
        }
    }

    /// Keeps `value` unless a better place has said something already.
    fn put(&mut self, column: usize, place: &'static Place, value: Option<Value>) {
        if let (Some(cell @ None), Some(value)) = (self.cells.get_mut(column), value) {
            *cell = What::of(&value).map(|what| Cell { what, place });
        }
    }

    fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(column)?.as_ref()
    }

    /// The number in that column, as the agent said it.
    pub(super) fn number(&self, column: Option<usize>) -> Option<u64> {
        match &self.cell(column?)?.what {
            What::Number(number) => Some(*number),
            What::Text(_) => None,
        }
    }

    /// The number in that column, in the unit that its description gives it.
    pub(super) fn scaled(&self, column: Option<usize>) -> Option<f64> {
        let scale = self.cell(column?)?.place.scale;
        self.number(column).map(|number| as_f64(number) * scale)
    }

    /// The text in that column, fit for a screen.
    pub(super) fn text(&self, column: Option<usize>) -> Option<&str> {
        match &self.cell(column?)?.what {
            What::Text(text) => Some(text),
            What::Number(_) => None,
        }
    }

    fn count(&self, column: usize) -> Option<Count> {
        let width = self.cell(column)?.place.width;
        let value = self.number(Some(column))?;
        Some(Count { value, width })
    }

    /// What the next look must know of the counters that `table` describes.
    pub(super) fn counters(&self, table: &'static Table) -> Counters {
        Counters {
            at: self.at,
            counts: table.rates().map(|column| self.count(column)).collect(),
        }
    }

    /// Growth in a second of the counter in that column of `table`, in the unit that its description gives it. `fastest` is
    /// the greatest that there can be.
    pub(super) fn rate(
        &self,
        table: &'static Table,
        before: &Counters,
        column: usize,
        fastest: Option<f64>,
    ) -> Option<f64> {
        let seconds = self.at.saturating_duration_since(before.at).as_secs_f64();
        let scale = self.cell(column)?.place.scale;
        let kept = table.rates().position(|rate| rate == column)?;
        let (now, before) = (self.count(column)?, (*before.counts.get(kept)?)?);
        let fastest = fastest.map(|fastest| fastest / scale);
        per_second(now, before, seconds, fastest).map(|rate| rate * scale)
    }

    /// Tells what the description of `table` says of this row, which is called `name`.
    pub(super) fn tell(
        &self,
        table: &'static Table,
        name: &str,
        before: Option<&Counters>,
        fastest: Option<f64>,
        seen: &mut Look,
    ) {
        for (number, column) in table.columns.iter().enumerate() {
            let (metric, value) = match column.tells {
                Tells::Total(metric) => (metric, self.scaled(Some(number))),
                Tells::Rate(metric) => {
                    let rate = before.and_then(|before| self.rate(table, before, number, fastest));
                    (metric, rate)
                }
                Tells::Asker => continue,
            };
            if let Some(value) = value {
                seen.sample_of(metric, [(table.label, name)], value);
            }
        }
    }
}

impl Table {
    /// The columns that tell a rate.
    fn rates(&self) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(|(number, column)| matches!(column.tells, Tells::Rate(_)).then_some(number))
    }

    fn place(&self, source: Source) -> Option<&'static Place> {
        self.columns.get(source.column)?.places.get(source.place)
    }
}

impl What {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::OctetString(bytes) => {
                let text = plain(&String::from_utf8_lossy(bytes));
                Some(Self::Text(text.trim().to_owned()))
            }
            other => other.as_u64().map(Self::Number),
        }
    }
}
