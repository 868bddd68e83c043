//! What a row makes of a probe.

use std::collections::BTreeMap;

use probes::kind;
use wire::configuration::{Configuration, Mistake};
use wire::kind::{Bad, Input, KindInfo, Limits};
use wire::probe::ProbeSpec;

use super::cell;
use super::column::{Column, Part as Of};
use super::{Row, Table};
use crate::tree::{Node, Part, Place};
use crate::{mistake, quoted};

/// The table as a document that only adds and changes. `now` is what the station has.
pub(crate) fn tree(table: &Table, now: &Configuration, mistakes: &mut Vec<Mistake>) -> Node {
    let key = |name: &str| name.trim().to_lowercase();
    let there: BTreeMap<String, &ProbeSpec<String>> = now
        .probes
        .iter()
        .flatten()
        .map(|probe| (key(&probe.name), probe))
        .collect();
    let mut probes = Vec::new();
    for row in &table.rows {
        let name = table
            .columns
            .iter()
            .zip(&row.cells)
            .find(|(column, _)| **column == Some(Column::Name));
        let old = name.and_then(|(_, name)| there.get(&key(name)).copied());
        let before = mistakes.len();
        let probe = Reading::of(table, row, old, mistakes).probe();
        if mistakes.len() == before {
            probes.push(probe);
        }
    }
    let begin = Place { line: 1, column: 1 };
    let section = Node {
        at: begin,
        part: Part::List(probes),
    };
    let only_adds = Node {
        at: begin,
        part: Part::Switch(true),
    };
    Node {
        at: begin,
        part: Part::Entries(vec![
            ("keep_others".to_owned(), begin, only_adds),
            ("probes".to_owned(), begin, section),
        ]),
    }
}

/// A cell and where it stands.
#[derive(Clone, Copy)]
struct Cell<'t> {
    at: Place,
    text: &'t str,
}

struct Reading<'t> {
    cells: Vec<(&'t Column, Cell<'t>)>,
    old: Option<&'t ProbeSpec<String>>,
    /// As the row has it; empty where it can be told by nothing.
    kind: String,
    info: Option<&'static KindInfo>,
    decimal_comma: bool,
    begin: Place,
    mistakes: &'t mut Vec<Mistake>,
}

impl<'t> Reading<'t> {
    fn of(
        table: &'t Table,
        row: &'t Row,
        old: Option<&'t ProbeSpec<String>>,
        mistakes: &'t mut Vec<Mistake>,
    ) -> Self {
        let place = |column| Place {
            line: row.line,
            column,
        };
        let mut cells = Vec::new();
        let columns = table
            .columns
            .iter()
            .map(Option::as_ref)
            .chain(std::iter::repeat(None));
        let texts = row.cells.iter().map(String::as_str).chain(std::iter::repeat(""));
        let width = row.cells.len().max(table.columns.len());
        for (at, (column, text)) in (1..).zip(columns.zip(texts).take(width)) {
            match column {
                Some(column) => cells.push((column, Cell { at: place(at), text })),
                None if text.is_empty() => {}
                None => mistakes.push(mistake(
                    place(at),
                    "over this cell stands no heading; put a text with separators in it in quotes",
                )),
            }
        }
        let mut reading = Self {
            cells,
            old,
            kind: String::new(),
            info: None,
            decimal_comma: table.decimal_comma,
            begin: place(1),
            mistakes,
        };
        reading.kind = reading.which_kind();
        reading.info = kind(&reading.kind).map(|kind| kind.info());
        // What was set on a probe of another kind means nothing here.
        reading.old = old.filter(|old| old.kind == reading.kind);
        reading
    }

    fn cell(&self, column: &Column) -> Option<Cell<'t>> {
        self.cells
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, cell)| *cell)
    }

    /// What stands in a column, if it is there and anything does.
    fn text(&self, column: &Column) -> Option<Cell<'t>> {
        self.cell(column).filter(|cell| !cell.text.is_empty())
    }

    /// The kind that the row names, by its name or a scheme of it; else as it was, or as the target tells.
    fn which_kind(&self) -> String {
        if let Some(cell) = self.text(&Column::Kind) {
            let word = cell.text.to_lowercase();
            let meant = kind(&word).or_else(|| probes::guess(&format!("{word}:")).ok());
            return meant.map_or_else(|| cell.text.to_owned(), |kind| kind.info().name.to_string());
        }
        if let Some(old) = self.old {
            return old.kind.clone();
        }
        let target = self.text(&Column::Target).map_or("", |cell| cell.text);
        probes::guess(target).map_or_else(|_| String::new(), |kind| kind.info().name.to_string())
    }

    fn wrong(&mut self, column: &Column, cell: Cell<'_>, what: &str) {
        let name = self.text(&Column::Name).map_or("", |cell| cell.text);
        self.mistakes.push(mistake(
            cell.at,
            format!("probe {}, {column}: {what}", quoted(name)),
        ));
    }

    /// The whole probe as a part of a document.
    fn probe(mut self) -> Node {
        if self.text(&Column::Name).is_none() {
            let at = self.cell(&Column::Name).map_or(self.begin, |cell| cell.at);
            self.mistakes.push(mistake(
                at,
                "this row has no name; the name says which probe it is for",
            ));
        }
        if self.kind.is_empty() {
            let at = self.cell(&Column::Kind).map_or(self.begin, |cell| cell.at);
            let kinds: Vec<&str> = probes::KINDS
                .iter()
                .map(|kind| kind.info().name.as_ref())
                .collect();
            let cell = Cell { at, text: "" };
            let message = format!("say what kind of probe it is, one of {}", kinds.join(", "));
            self.wrong(&Column::Kind, cell, &message);
        }
        let mut entries = Vec::new();
        let mut put = |name: &str, node: Option<Node>| {
            if let Some(node) = node {
                entries.push((name.to_owned(), node.at, node));
            }
        };
        let old = self.old;
        put("name", self.words(&Column::Name, None));
        put(
            "kind",
            Some(Node {
                at: self.cell(&Column::Kind).map_or(self.begin, |cell| cell.at),
                part: Part::Text(self.kind.clone()),
            }),
        );
        put("target", self.target());
        put(
            "group",
            self.words(&Column::Group, old.map(|old| old.group.as_str())),
        );
        put(
            "device",
            self.words(&Column::Device, old.and_then(|old| old.device.as_deref())),
        );
        put("enabled", self.enabled());
        put(
            "every_ms",
            self.seconds(&Column::Every, old.and_then(|old| old.every_ms)),
        );
        put(
            "timeout_ms",
            self.seconds(&Column::Timeout, old.and_then(|old| old.timeout_ms)),
        );
        put("settings", Some(self.settings()));
        put("limits", Some(self.limits()));
        self.entries(entries)
    }

    fn entries(&self, entries: Vec<(String, Place, Node)>) -> Node {
        Node {
            at: self.begin,
            part: Part::Entries(entries),
        }
    }

    /// A text as it stands there, without the mark that keeps spreadsheets from calculating it; what it was without
    /// the column.
    fn words(&self, column: &Column, old: Option<&str>) -> Option<Node> {
        let Some(cell) = self.cell(column) else {
            return old.map(|old| Node {
                at: self.begin,
                part: Part::Text(old.to_owned()),
            });
        };
        let text = cell::plain(cell.text);
        (!text.is_empty()).then(|| Node {
            at: cell.at,
            part: Part::Text(text.to_owned()),
        })
    }

    fn target(&self) -> Option<Node> {
        let old = self.old.map(|old| old.target.as_str());
        let mut node = self.words(&Column::Target, old).or_else(|| {
            // Without a target, a new probe is told so; what is there keeps its own.
            let text = old.unwrap_or_default().to_owned();
            let at = self.cell(&Column::Target).map_or(self.begin, |cell| cell.at);
            Some(Node {
                at,
                part: Part::Text(text),
            })
        })?;
        if let (Part::Text(text), Some(kind)) = (&mut node.part, self.info) {
            *text = cell::target(text, kind);
        }
        Some(node)
    }

    fn enabled(&mut self) -> Option<Node> {
        let Some(cell) = self.cell(&Column::Enabled) else {
            let old = self.old?;
            return Some(Node {
                at: self.begin,
                part: Part::Switch(old.enabled),
            });
        };
        if cell.text.is_empty() {
            return None;
        }
        let on = cell::switch(cell.text);
        if on.is_none() {
            self.wrong(&Column::Enabled, cell, "write true or false");
        }
        on.map(|on| Node {
            at: cell.at,
            part: Part::Switch(on),
        })
    }

    fn seconds(&mut self, column: &Column, old_ms: Option<u32>) -> Option<Node> {
        let Some(cell) = self.cell(column) else {
            return old_ms.map(|ms| Node {
                at: self.begin,
                part: Part::Number(ms.into()),
            });
        };
        if cell.text.is_empty() {
            return None;
        }
        let ms = cell::number(cell.text, self.decimal_comma)
            .map(|seconds| (seconds * 1_000.0).round())
            .filter(|ms| (0.0..=f64::from(u32::MAX)).contains(ms));
        let Some(ms) = ms else {
            self.wrong(column, cell, "write a number of seconds, such as 5 or 0.5");
            return None;
        };
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, and within the bounds that were just looked at"
        )]
        let ms = ms as u32;
        Some(Node {
            at: cell.at,
            part: Part::Number(ms.into()),
        })
    }

    fn settings(&mut self) -> Node {
        let mut settings: BTreeMap<String, Node> = BTreeMap::new();
        for (field, value) in self.old.iter().flat_map(|old| &old.settings) {
            settings.insert(field.clone(), Node::of(value, self.begin));
        }
        for (column, cell) in self.cells.clone() {
            let Column::Setting(field) = column else { continue };
            if cell.text.is_empty() {
                settings.remove(*field);
                continue;
            }
            let known = self
                .info
                .and_then(|kind| kind.fields.iter().find(|known| known.name == *field));
            match known {
                Some(known) => {
                    if let Some(part) = self.setting(&known.input, column, cell) {
                        settings.insert((*field).to_owned(), Node { at: cell.at, part });
                    }
                }
                None => self.not_of_kind(column, cell),
            }
        }
        self.entries(
            settings
                .into_iter()
                .map(|(name, node)| (name, node.at, node))
                .collect(),
        )
    }

    fn setting(&mut self, input: &Input, column: &Column, cell: Cell<'_>) -> Option<Part> {
        let read = match input {
            Input::Number { .. } => {
                cell::number(cell.text, self.decimal_comma).map(|number| Part::Number(cell::whole(number)))
            }
            Input::Switch { .. } => cell::switch(cell.text).map(Part::Switch),
            Input::Text { .. } | Input::Secret | Input::Choice { .. } => {
                Some(Part::Text(cell::plain(cell.text).to_owned()))
            }
        };
        if read.is_none() {
            let switch = matches!(input, Input::Switch { .. });
            let advice = if switch {
                "write true or false"
            } else {
                "write a number, such as 5 or 0.5"
            };
            self.wrong(column, cell, advice);
        }
        read
    }

    fn not_of_kind(&mut self, column: &Column, cell: Cell<'_>) {
        // A kind that does not exist is told by itself.
        if let Some(kind) = self.info {
            self.wrong(
                column,
                cell,
                &format!(
                    "a probe of kind {} has no such thing; leave the cell empty",
                    kind.name
                ),
            );
        }
    }

    fn limits(&mut self) -> Node {
        let mut limits: BTreeMap<&str, (Place, Limits)> = BTreeMap::new();
        for (metric, old) in self.old.iter().flat_map(|old| &old.limits) {
            limits.insert(metric, (self.begin, *old));
        }
        for (column, cell) in self.cells.clone() {
            let Column::Limit(metric, part) = column else {
                continue;
            };
            let Some(known) = self.info.and_then(|kind| kind.metric(metric)) else {
                if !cell.text.is_empty() {
                    self.not_of_kind(column, cell);
                }
                continue;
            };
            let usual = known.limits.unwrap_or(Limits {
                bad: Bad::Above,
                major: None,
                critical: None,
            });
            let (at, limit) = limits.entry(metric).or_insert((cell.at, usual));
            *at = cell.at;
            let mut limit = *limit;
            let read = match part {
                Of::Bad => cell::side(cell.text, usual.bad).map(|bad| limit.bad = bad),
                Of::Warn => {
                    cell::limit(cell.text, usual.major, self.decimal_comma).map(|major| limit.major = major)
                }
                Of::Crit => cell::limit(cell.text, usual.critical, self.decimal_comma)
                    .map(|critical| limit.critical = critical),
            };
            if read.is_none() {
                let advice = match part {
                    Of::Bad => "write above or below",
                    Of::Warn | Of::Crit => "write a number in the unit of the metric, such as 0.25, or off",
                };
                self.wrong(column, cell, advice);
            }
            if limit == usual {
                limits.remove(metric);
            } else if let Some(there) = limits.get_mut(metric) {
                there.1 = limit;
            }
        }
        let nodes = limits.into_iter().map(|(metric, (at, limit))| {
            let value = serde_json::to_value(limit).unwrap_or_default();
            (metric.to_owned(), at, Node::of(&value, at))
        });
        let nodes = nodes.collect();
        self.entries(nodes)
    }
}
