//! A list of hosts, one a line with its name behind it, as a table of probes.

use wire::configuration::{Configuration, Mistake};

use crate::mistake;
use crate::table::{Column, MOST_ROWS, Row, Table, tree};
use crate::tree::{Node, Place};

/// `192.0.2.7 Encoder 7` is a ping of that name; where a target stands instead of a host, the kind is its own.
pub(crate) fn read(text: &str, now: &Configuration, mistakes: &mut Vec<Mistake>) -> Node {
    let mut rows = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (target, name) = line.split_once([' ', '\t', ',', ';']).unwrap_or((line, ""));
        let name = name.trim_matches([' ', '\t', ',', ';']);
        let kind = probes::guess(target).map_or("icmp".to_owned(), |kind| kind.info().name.to_string());
        let name = if name.is_empty() { target } else { name };
        rows.push(Row {
            line: number,
            cells: vec![name.to_owned(), kind, target.to_owned()],
        });
    }
    if rows.len() > MOST_ROWS {
        let place = Place { line: 1, column: 1 };
        mistakes.push(mistake(
            place,
            format!("this list has more than {MOST_ROWS} hosts; divide it"),
        ));
        rows.truncate(MOST_ROWS);
    }
    let table = Table {
        columns: vec![Some(Column::Name), Some(Column::Kind), Some(Column::Target)],
        rows,
        decimal_comma: false,
    };
    tree(&table, now, mistakes)
}
