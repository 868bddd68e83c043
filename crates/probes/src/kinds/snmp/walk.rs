//! Reads columns of a list from an agent, many rows and columns with each question.

use std::collections::BTreeMap;
use std::time::Instant;

use async_snmp::{Oid, Value, VarBind};
use wire::reading::Failure;

use super::client::{Answer, Question, Session};

/// Where a row stands in its list.
pub(super) type Index = Box<[u32]>;

/// More rows than a list may have; the rest is left out.
const ROWS: usize = 10_000;

/// What columns said.
#[derive(Default)]
pub(super) struct Walked {
    /// What each of the columns says of each row, and when that came.
    pub(super) rows: BTreeMap<Index, (Instant, Vec<Option<Value>>)>,
    /// The agent gave rows that do not grow, so that its list would never have ended.
    pub(super) looped: bool,
}

/// A column that is being read.
struct Cursor {
    column: usize,
    base: Oid,
    /// What was given last.
    last: Oid,
}

/// Reads `columns`. `known` are the rows of the last time, for version 1, which is asked for those at once, and to ask
/// no further than the list goes.
pub(super) async fn walk(
    session: &mut Session<'_>,
    columns: &[&[u32]],
    known: &[&[u32]],
) -> Result<Walked, Failure> {
    if columns.is_empty() {
        return Ok(Walked::default());
    }
    if !session.has_bulk()
        && !known.is_empty()
        && let Some(walked) = again(session, columns, known).await?
    {
        return Ok(walked);
    }
    let mut walked = Walked::default();
    let mut open: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(column, oid)| Cursor {
            column,
            base: Oid::from_slice(oid),
            last: Oid::from_slice(oid),
        })
        .collect();
    while !open.is_empty() && walked.rows.len() < ROWS {
        let at_once = session.values_at_once();
        let asked = open.len().min(at_once);
        let oids: Vec<_> = open
            .iter()
            .take(asked)
            .map(|cursor| cursor.last.clone())
            .collect();
        let question = if session.has_bulk() {
            let fit = (at_once / asked).max(1);
            let left = known.len().saturating_sub(walked.rows.len()) + 1;
            let repeats = if known.is_empty() { fit } else { fit.min(left) };
            Question::Bulk(&oids, u32::try_from(repeats).unwrap_or(1))
        } else {
            Question::Next(&oids)
        };
        match session.ask(question).await? {
            Answer::Values(values) if values.is_empty() => {
                return Err(session.garbled("answers a question about a list with nothing at all"));
            }
            Answer::Values(values) => {
                let ended = walked.take(values, &mut open, asked, columns.len());
                let mut ended = ended.into_iter();
                open.retain(|_| !ended.next().unwrap_or(false));
            }
            Answer::Nothing(number) => drop(open.remove(number.min(asked - 1))),
            Answer::TooBig => session.ask_for_less()?,
        }
    }
    Ok(walked)
}

impl Walked {
    /// Takes an answer to the first `asked` of `open`: one value for each, then the next for each, and so on. Tells which
    /// of them have ended.
    fn take(&mut self, values: Vec<VarBind>, open: &mut [Cursor], asked: usize, columns: usize) -> Vec<bool> {
        let at = Instant::now();
        let mut ended = vec![false; asked];
        for (number, VarBind { oid, value, .. }) in values.into_iter().enumerate() {
            let number = number % asked;
            let (Some(cursor), Some(ended)) = (open.get_mut(number), ended.get_mut(number)) else {
                continue;
            };
            if *ended {
                continue;
            }
            let Some(index) = row_of(&oid, &cursor.base).filter(|_| !value.is_exception()) else {
                *ended = true;
                continue;
            };
            if oid <= cursor.last {
                self.looped = true;
                *ended = true;
                continue;
            }
            cursor.last = oid;
            self.put(index, cursor.column, value, at, columns);
        }
        ended
    }

    fn put(&mut self, index: Index, column: usize, value: Value, at: Instant, columns: usize) {
        let (_, row) = self
            .rows
            .entry(index)
            .or_insert_with(|| (at, vec![None; columns]));
        if let Some(cell) = row.get_mut(column) {
            *cell = Some(value);
        }
    }
}

/// The row of `oid` in the column `base`.
fn row_of(oid: &Oid, base: &Oid) -> Option<Index> {
    let row = oid.arcs().strip_prefix(base.arcs())?;
    (!row.is_empty()).then(|| row.into())
}

/// Reads rows that are known, many with each question, by asking for what comes next after the row before. Nothing when
/// the list is another one.
async fn again(
    session: &mut Session<'_>,
    columns: &[&[u32]],
    known: &[&[u32]],
) -> Result<Option<Walked>, Failure> {
    let mut walked = Walked::default();
    let mut before: &[u32] = &[];
    let mut rows = known.iter().peekable();
    while rows.peek().is_some() {
        let fit = (session.values_at_once() / columns.len()).max(1);
        let asked: Vec<_> = rows.by_ref().take(fit).collect();
        let mut oids = Vec::with_capacity(asked.len() * columns.len());
        for row in &asked {
            for column in columns {
                oids.push(Oid::new(column.iter().chain(before).copied()));
            }
            before = row;
        }
        let Answer::Values(values) = session.ask(Question::Next(&oids)).await? else {
            return Ok(None);
        };
        let at = Instant::now();
        for (number, VarBind { oid, value, .. }) in values.into_iter().enumerate() {
            let column = number % columns.len();
            let base = columns.get(column).copied().unwrap_or_default();
            let index = oid.arcs().strip_prefix(base).filter(|index| !index.is_empty());
            if let Some(index) = index.filter(|_| !value.is_exception()) {
                walked.put(index.into(), column, value, at, columns.len());
            }
        }
    }
    Ok(Some(walked))
}
