//! A table of probes (CSV, RFC 4180): a row each, the name says which. A column that is not there leaves its entry as it
//! is, an empty cell makes it as usual.

mod cell;
mod column;
mod row;
mod write;

use wire::configuration::{Configuration, Mistake};

use crate::tree::{Node, Place};
use crate::{mistake, quoted};

pub(crate) use column::Column;
pub(crate) use row::tree;
pub use write::{template, write};

/// So many rows are read.
pub(crate) const MOST_ROWS: usize = 20_000;
/// So many columns are; more than all kinds together can fill.
const MOST_COLUMNS: usize = 1_000;

/// How a spreadsheet tells cells apart, which goes with how it writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `a,0.5` as in English.
    Comma,
    /// `a;0,5` as in German and French.
    Semicolon,
    /// Tabs, as copied out of a spreadsheet; numbers in either way.
    Tab,
}

impl Dialect {
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    fn separator(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }

    /// The one that tells the most headings apart.
    pub(crate) fn of(text: &str) -> Self {
        let headings = text
            .lines()
            .find(|line| !line.trim().is_empty() && said(line).is_none());
        let said = text.lines().next().and_then(said);
        let count = |dialect: &Self| {
            let mut quoted = false;
            let outside = headings.unwrap_or_default().chars().filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == dialect.separator()
            });
            outside.count()
        };
        let most = Self::ALL.into_iter().rev().max_by_key(count);
        said.or(most).unwrap_or(Self::Comma)
    }

    /// Whether a line of headings has one for names.
    pub(crate) fn has_names(self, line: &str) -> bool {
        said(line).is_some()
            || line
                .split(self.separator())
                .any(|heading| Column::read(heading.trim_matches(['"', ' '])) == Some(Column::Name))
    }
}

/// What the first line says about it, as spreadsheets understand it: `sep=;`.
fn said(line: &str) -> Option<Dialect> {
    let separator = line
        .trim_matches(['\u{feff}', '"', '\r', ' '])
        .strip_prefix("sep=")?;
    Dialect::ALL
        .into_iter()
        .find(|dialect| separator.starts_with(dialect.separator()))
}

/// What is written in a table.
pub(crate) struct Table {
    /// What each column holds; `None` for one without a heading.
    pub(crate) columns: Vec<Option<Column>>,
    pub(crate) rows: Vec<Row>,
    /// Whether numbers may have a decimal comma.
    pub(crate) decimal_comma: bool,
}

/// A row in which something stands.
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) cells: Vec<String>,
}

/// Reads CSV as a document that only adds and changes what the station has `now`. `None` when nothing can be told of its
/// rows.
pub(crate) fn read(text: &str, now: &Configuration, mistakes: &mut Vec<Mistake>) -> Option<Node> {
    Some(tree(&parse(text, mistakes)?, now, mistakes))
}

fn parse(text: &str, mistakes: &mut Vec<Mistake>) -> Option<Table> {
    let dialect = Dialect::of(text);
    let mut rows = rows(text, dialect, mistakes);
    if rows
        .first()
        .is_some_and(|row| said(&row.cells.concat()).is_some() || said(&row.cells.join(";")).is_some())
    {
        rows.remove(0);
    }
    if rows.is_empty() {
        let place = Place { line: 1, column: 1 };
        mistakes.push(mistake(
            place,
            "the table is empty; it begins with a row of headings, such as name,kind,target",
        ));
        return None;
    }
    let headings = rows.remove(0);
    let at = Place {
        line: headings.line,
        column: 1,
    };
    if headings
        .cells
        .iter()
        .all(|heading| Column::read(heading) != Some(Column::Name))
    {
        mistakes.push(mistake(
            at,
            "the first row is that of the headings, and one of them must be \"name\": it says which probe a row is for",
        ));
        return None;
    }
    if headings.cells.len() > MOST_COLUMNS {
        mistakes.push(mistake(
            at,
            format!("the table has more than {MOST_COLUMNS} columns; take out those that are empty"),
        ));
        return None;
    }
    let columns = columns(&headings, mistakes);
    if rows.is_empty() {
        mistakes.push(mistake(
            at,
            "under the headings stands no row; give each probe one",
        ));
    }
    if rows.len() > MOST_ROWS {
        let message = format!("the table has more than {MOST_ROWS} rows; divide it");
        mistakes.push(mistake(at, message));
        rows.truncate(MOST_ROWS);
    }
    Some(Table {
        columns,
        rows,
        decimal_comma: dialect != Dialect::Comma,
    })
}

/// Every row in which something stands.
fn rows(text: &str, dialect: Dialect, mistakes: &mut Vec<Mistake>) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(dialect.separator() as u8)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                mistakes.push(mistake(
                    Place { line, column: 1 },
                    format!("this cannot be read as CSV: {error}"),
                ));
                break;
            }
        };
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let line = line_of(text, record.position());
        rows.push(Row { line, cells });
    }
    // One that is never closed takes in all that follows.
    let swallowed = rows
        .last()
        .filter(|row| text.matches('"').count() % 2 == 1 && row.cells.iter().any(|cell| cell.contains('\n')));
    if let Some(Row { line, .. }) = swallowed {
        let place = Place {
            line: *line,
            column: 1,
        };
        mistakes.push(mistake(
            place,
            "a quotation mark that opens in this row is never closed; close it",
        ));
        rows.pop();
    }
    rows
}

/// Where a record begins: behind the empty lines that the reader passes over.
fn line_of(text: &str, position: Option<&csv::Position>) -> u64 {
    let Some(position) = position else {
        return 1;
    };
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + empty.filter(|byte| **byte == b'\n').count() as u64
}

fn columns(headings: &Row, mistakes: &mut Vec<Mistake>) -> Vec<Option<Column>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (heading, at) in headings.cells.iter().zip(1..) {
        if heading.is_empty() {
            columns.push(None);
            continue;
        }
        let column = Column::read(heading);
        let place = Place {
            line: headings.line,
            column: at,
        };
        if column.is_some() && columns.contains(&column) {
            mistakes.push(mistake(
                place,
                format!("the column {heading:?} stands here for the second time; keep one of them"),
            ));
            columns.push(Some(Column::Strange));
            continue;
        }
        if column.is_none() {
            let advice = match Column::nearest(heading) {
                Some(meant) => format!("did you mean {meant:?}?"),
                None => format!(
                    "there are {}, and a column for each setting and limit, as in an exported table",
                    Column::COMMON.map(|column| column.to_string()).join(", ")
                ),
            };
            mistakes.push(mistake(
                place,
                format!("there is no column {}; {advice}", quoted(heading)),
            ));
        }
        columns.push(Some(column.unwrap_or(Column::Strange)));
    }
    columns
}

#[cfg(test)]
mod tests;
