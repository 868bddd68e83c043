//! A file that is looked through before it is applied: what becomes of each thing in it.

use wire::configuration::{Action, Plan, Thing};

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// It cannot be applied.
    Wrong,
    /// The station has it and the file does not.
    Deleted,
    /// The station gets it.
    New,
    /// Some of it gets another value.
    Changed,
    /// It is right and yet unwise.
    Unwise,
    /// It stays as it is.
    Same,
}

impl Fate {
    /// What asks for a look comes first.
    pub(crate) const ALL: [Self; 6] = [
        Self::Wrong,
        Self::Deleted,
        Self::New,
        Self::Changed,
        Self::Unwise,
        Self::Same,
    ];
}

/// What is said of one place of the file, or of one thing of the station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// From 1; what the file does not name has none.
    pub(crate) line: Option<u64>,
    pub(crate) fate: Fate,
    /// What it is and its name; nothing for what is only said.
    pub(crate) thing: Option<(Thing, String)>,
    pub(crate) detail: String,
}

/// The rows of a plan: what is deleted, then what stands in the file, line by line.
pub(crate) fn rows(plan: &Plan) -> Vec<Row> {
    let said = |fate| {
        move |said: &wire::configuration::Mistake| Row {
            line: Some(said.line),
            fate,
            thing: None,
            detail: said.message.clone(),
        }
    };
    let changes = plan.changes.iter().map(|step| Row {
        line: step.line,
        fate: match step.action {
            Action::Add => Fate::New,
            Action::Change => Fate::Changed,
            Action::Delete => Fate::Deleted,
        },
        thing: Some((step.thing, step.name.clone())),
        detail: step.detail.clone(),
    });
    let same = plan.unchanged.iter().map(|same| Row {
        line: same.line,
        fate: Fate::Same,
        thing: Some((same.thing, same.name.clone())),
        detail: String::new(),
    });
    let wrong = plan.mistakes.iter().map(said(Fate::Wrong));
    let unwise = plan.warnings.iter().map(said(Fate::Unwise));
    let mut rows: Vec<Row> = wrong.chain(changes).chain(unwise).chain(same).collect();
    rows.sort_by_key(|row| (row.line, row.fate));
    rows
}

/// How many rows have each fate; fates of none are left out.
pub(crate) fn counts(rows: &[Row]) -> Vec<(Fate, usize)> {
    let count = |fate| rows.iter().filter(|row| row.fate == fate).count();
    let counts = Fate::ALL.map(|fate| (fate, count(fate)));
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// The names of what a plan deletes.
pub(crate) fn losses(plan: &Plan) -> Vec<String> {
    let deleted = plan.changes.iter().filter(|step| step.action == Action::Delete);
    deleted.map(|step| step.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_deleted_comes_first_then_the_file_line_by_line() {
        let plan: Plan = serde_json::from_value(json!({
            "state": "",
            "changes": [
                { "action": "add", "thing": "probe", "name": "B", "detail": "icmp:b", "line": 4 },
                { "action": "delete", "thing": "channel", "name": "PGM" },
                { "action": "change", "thing": "probe", "name": "A", "detail": "group nothing → Up", "line": 2 },
            ],
            "unchanged": [{ "thing": "probe", "name": "C", "line": 3 }],
            "mistakes": [{ "line": 3, "column": 1, "message": "no" }, { "line": 1, "column": 4, "message": "what?" }],
            "warnings": [{ "line": 4, "column": 2, "message": "oh" }],
        }))
        .unwrap();
        let rows = rows(&plan);
        let seen: Vec<_> = rows.iter().map(|row| (row.line, row.fate)).collect();
        assert_eq!(
            seen,
            [
                (None, Fate::Deleted),
                (Some(1), Fate::Wrong),
                (Some(2), Fate::Changed),
                (Some(3), Fate::Wrong),
                (Some(3), Fate::Same),
                (Some(4), Fate::New),
                (Some(4), Fate::Unwise),
            ]
        );
        let counted: Vec<_> = counts(&rows).into_iter().map(|(_, count)| count).collect();
        assert_eq!(counted, [2, 1, 1, 1, 1, 1]);
        assert_eq!(losses(&plan), ["PGM"]);
    }
}
