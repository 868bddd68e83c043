//! The rule file as it is written: groups of rules.

use wire::configuration::Mistake;

use crate::mistake;
use crate::tree::{Node, Part, Place};
use crate::yaml;

/// A rule as it stands in the file.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) at: Place,
    pub(super) name: String,
    pub(super) expr: String,
    pub(super) lasting: Option<String>,
    pub(super) keep_firing: Option<String>,
    pub(super) labels: Vec<(String, String)>,
    pub(super) annotations: Vec<(String, String)>,
    /// Why it cannot be taken over, whatever it tests.
    pub(super) wrong: Option<String>,
}

/// The rules of all groups.
///
/// # Errors
/// Where and why it is no rule file.
pub(super) fn read(text: &str) -> Result<Vec<Raw>, Mistake> {
    if text.trim().is_empty() {
        return Err(mistake(
            Place { line: 1, column: 1 },
            "the file says nothing; give a rule file of Prometheus",
        ));
    }
    let root = yaml::tree(text)?;
    // The operator of Kubernetes wraps the same groups in a `spec`.
    let groups = root
        .get("groups")
        .or_else(|| root.get("spec").and_then(|spec| spec.get("groups")));
    let Some(groups) = groups else {
        let sentence = "this is no rule file of Prometheus: it has no groups: with rules: in them";
        return Err(mistake(root.at, sentence));
    };
    let mut rules = Vec::new();
    for group in list(groups, "groups")? {
        let Some(members) = group.get("rules") else {
            return Err(mistake(group.at, "this group has no rules:"));
        };
        rules.extend(list(members, "rules")?.iter().map(raw));
    }
    Ok(rules)
}

fn list<'n>(node: &'n Node, name: &str) -> Result<&'n [Node], Mistake> {
    match &node.part {
        Part::List(items) => Ok(items),
        Part::Nothing => Ok(&[]),
        _ => Err(mistake(
            node.at,
            format!("{name}: must be a list; begin each entry with a dash"),
        )),
    }
}

fn raw(node: &Node) -> Raw {
    let entry = |name: &str| node.get(name).and_then(words);
    let entries = |name: &str| match node.get(name).map(|node| &node.part) {
        Some(Part::Entries(entries)) => entries
            .iter()
            .filter_map(|(name, _, node)| Some((name.clone(), words(node)?)))
            .collect(),
        _ => Vec::new(),
    };
    let (alert, record, expr) = (entry("alert"), entry("record"), entry("expr"));
    let wrong = if record.is_some() && alert.is_none() {
        Some("It records a value for others and alerts of nothing; Flywatch keeps all values anyway.")
    } else if alert.is_none() {
        Some("It has no `alert`, so it is no alert rule.")
    } else if expr.as_ref().is_none_or(|expr| expr.trim().is_empty()) {
        Some("It has no `expr`, so there is nothing to test.")
    } else {
        None
    };
    Raw {
        at: node.at,
        name: alert.or(record).unwrap_or_default(),
        expr: expr.unwrap_or_default().trim().to_owned(),
        lasting: entry("for"),
        keep_firing: entry("keep_firing_for"),
        labels: entries("labels"),
        annotations: entries("annotations"),
        wrong: wrong.map(str::to_owned),
    }
}

fn words(node: &Node) -> Option<String> {
    match &node.part {
        Part::Text(text) => Some(text.clone()),
        Part::Number(number) => Some(number.to_string()),
        Part::Switch(on) => Some(on.to_string()),
        Part::Nothing | Part::List(_) | Part::Entries(_) => None,
    }
}
