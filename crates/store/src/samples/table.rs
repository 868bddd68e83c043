//! The samples of one probe: rows share a time stamp, columns are series.

use super::tally::{Steps, Tally, step_of};

/// Rows in order of arrival, with `f64` for samples and [`Tally`] for steps.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table<V> {
    pub(super) times: Vec<i64>,
    pub(super) columns: Vec<Column<V>>,
}

/// One series of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column<V> {
    pub(super) series: u32,
    pub(super) rows: Rows,
    pub(super) values: Vec<V>,
}

/// In which rows a column has its values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Rows {
    /// In every one from here on, as many as there are values.
    From(u32),
    /// In these, ascending.
    At(Vec<u32>),
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self {
            times: Vec::new(),
            columns: Vec::new(),
        }
    }
}

impl<V: Copy> Table<V> {
    /// Adds a value: to the newest row when that has its time and no value of the series yet, else as a new row.
    /// `hint` is the column where it probably goes; the true one comes back.
    pub(super) fn push(&mut self, series: u32, at: i64, value: V, hint: usize) -> usize {
        let place = self.place(series, hint);
        let count = u32::try_from(self.times.len()).unwrap_or(u32::MAX);
        let column = &mut self.columns[place];
        let shared = self.times.last() == Some(&at) && column.next_row() < Some(count);
        let row = if shared { count - 1 } else { count };
        if !shared {
            grow(&mut self.times);
            self.times.push(at);
        }
        column.push(row, value);
        place
    }

    pub(super) fn column(&self, series: u32) -> Option<&Column<V>> {
        self.columns.iter().find(|column| column.series == series)
    }

    /// Adds the values of `column`, whose rows begin at `offset` here.
    pub(super) fn extend(&mut self, column: &Column<V>, offset: u32) {
        let place = self.place(column.series, self.columns.len());
        for (row, value) in column.rows(column.values.len()).zip(&column.values) {
            self.columns[place].push(offset + row, *value);
        }
    }

    fn place(&mut self, series: u32, hint: usize) -> usize {
        let is = |column: &Column<V>| column.series == series;
        if self.columns.get(hint).is_some_and(is) {
            return hint;
        }
        self.columns.iter().position(is).unwrap_or_else(|| {
            self.columns.push(Column {
                series,
                rows: Rows::At(Vec::new()),
                values: Vec::new(),
            });
            self.columns.len() - 1
        })
    }

    /// How many values it holds.
    pub(super) fn len(&self) -> usize {
        self.columns.iter().map(|column| column.values.len()).sum()
    }

    /// Time of its first and of its last moment; `None` when it is empty.
    pub(super) fn span(&self) -> Option<(i64, i64)> {
        Some((*self.times.iter().min()?, *self.times.iter().max()?))
    }
}

impl<V: Copy> Column<V> {
    /// The first row after its values.
    fn next_row(&self) -> Option<u32> {
        match &self.rows {
            Rows::From(first) => Some(first + u32::try_from(self.values.len()).ok()?),
            Rows::At(rows) => rows.last().map(|row| row + 1),
        }
    }

    pub(super) fn push(&mut self, row: u32, value: V) {
        let next = self.next_row();
        match &mut self.rows {
            Rows::At(rows) if rows.is_empty() => self.rows = Rows::From(row),
            Rows::At(rows) => rows.push(row),
            Rows::From(_) if next == Some(row) => {}
            Rows::From(first) => {
                self.rows = Rows::At((*first..next.unwrap_or(*first)).chain([row]).collect())
            }
        }
        grow(&mut self.values);
        self.values.push(value);
    }

    /// Its values with their times, in order of arrival.
    pub(super) fn over<'a>(&'a self, times: &'a [i64]) -> impl Iterator<Item = (i64, V)> + 'a {
        self.rows(self.values.len())
            .zip(&self.values)
            .map(move |(row, value)| (times[row as usize], *value))
    }

    fn rows(&self, count: usize) -> impl Iterator<Item = u32> {
        let (first, listed) = match &self.rows {
            Rows::From(first) => (*first, [].as_slice()),
            Rows::At(rows) => (0, rows.as_slice()),
        };
        (0_u32..)
            .take(count)
            .map(move |n| listed.get(n as usize).copied().unwrap_or(first + n))
    }
}

/// By a quarter at a time: twenty thousand columns that double would waste half of their memory.
fn grow<V>(list: &mut Vec<V>) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 4 + 8);
    }
}

/// A thing that can be counted into steps.
pub(super) trait Countable: Copy {
    fn tally(self) -> Tally;
}

impl Countable for f64 {
    fn tally(self) -> Tally {
        Tally::one(self)
    }
}

impl Countable for Tally {
    fn tally(self) -> Tally {
        self
    }
}

/// Collects tables of one probe, in order of arrival, into one table of longer steps.
pub(super) struct Condenser {
    step: i64,
    series: std::collections::BTreeMap<u32, Steps>,
}

impl Condenser {
    /// Into steps of `step` milliseconds.
    pub(super) fn new(step: i64) -> Self {
        Self {
            step,
            series: std::collections::BTreeMap::new(),
        }
    }

    pub(super) fn add<V: Countable>(&mut self, table: &Table<V>) {
        for column in &table.columns {
            let steps = self.series.entry(column.series).or_default();
            for (at, value) in column.over(&table.times) {
                steps.add(step_of(at, self.step), value.tally());
            }
        }
    }

    pub(super) fn finish(self) -> Table<Tally> {
        let mut times: Vec<i64> = self
            .series
            .values()
            .flat_map(|steps| steps.list.iter().map(|(at, _)| *at))
            .collect();
        times.sort_unstable();
        times.dedup();
        let column = |(series, steps): (u32, Steps)| {
            let mut column = Column {
                series,
                rows: Rows::At(Vec::new()),
                values: Vec::new(),
            };
            let mut row = 0_usize;
            for (at, tally) in steps.list {
                while times[row] < at {
                    row += 1;
                }
                column.push(u32::try_from(row).unwrap_or(u32::MAX), tally);
            }
            column
        };
        let columns = self.series.into_iter().map(column).collect();
        Table { times, columns }
    }
}
