//! A configuration as a file that was read, in which everything knows its place.

use std::collections::{BTreeMap, BTreeSet};

use probes::KINDS;
use station::configuration::{check, text};
use wire::configuration::{Configuration, Format, Mistake, Plan, Thing};
use wire::kind::KindInfo;
use wire::settings::{FieldError, secrets};

use crate::shape::Shapes;
use crate::tree::{Node, Part};
use crate::{hosts, mistake, quoted, table, yaml};

/// A file that makes sense.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it says, with what the environment has filled in.
    pub configuration: Configuration,
    /// What is right and yet unwise.
    pub warnings: Vec<Mistake>,
    format: Format,
    root: Node,
}

/// A file that does not.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// Everything that is wrong, in the order of the file.
    pub mistakes: Vec<Mistake>,
    /// What is right, where the file only adds and changes.
    pub rest: Option<Box<Document>>,
}

impl From<Mistake> for Wrong {
    fn from(mistake: Mistake) -> Self {
        Self {
            mistakes: vec![mistake],
            rest: None,
        }
    }
}

impl Document {
    /// Reads a file and checks all that can be checked without a station. `environment` gives the variables; `now` is
    /// what the station has, which a table changes.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn read(
        text: &str,
        format: Format,
        now: &Configuration,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Wrong> {
        let mut mistakes = Vec::new();
        let root = match format {
            Format::Yaml => Some(yaml::read(text)?),
            Format::Csv => table::read(text, now, &mut mistakes),
            Format::Hosts => Some(hosts::read(text, now, &mut mistakes)),
        };
        let fitting = root.and_then(|root| Shapes::of::<Configuration>().fit(root, &mut mistakes));
        let Some(mut root) = fitting else {
            return Err(Wrong { mistakes, rest: None });
        };
        let mut warnings = secrets_in_clear(&root);
        warnings.sort();
        root.each_text(&mut |text| *text = text::fill_known(text, &environment));
        let at = root.at;
        let document = Self {
            configuration: serde_json::from_value(root.to_value())
                .map_err(|error| mistake(at, error.to_string()))?,
            warnings,
            format,
            root,
        };
        let mut problems = check(&document.configuration, KINDS);
        if !mistakes.is_empty() {
            // What was taken out is missed by nobody but by those that name it.
            problems.retain(|problem| !names_another(&problem.field));
        }
        mistakes.extend(document.mistakes(&problems));
        mistakes.sort();
        if mistakes.is_empty() {
            return Ok(document);
        }
        let rest = document.without(&problems).map(Box::new);
        Err(Wrong { mistakes, rest })
    }

    /// What the file was read as.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Finds the places of problems.
    #[must_use]
    pub fn mistakes(&self, problems: &[FieldError]) -> Vec<Mistake> {
        let told = |problem: &FieldError| {
            let at = self.root.find(&problem.field).at;
            let is_time = problem.field.ends_with("_ms") && self.format == Format::Csv;
            let unit = if is_time { "; the column has seconds" } else { "" };
            mistake(
                at,
                format!("{}{}{unit}", self.subject(&problem.field), problem.message),
            )
        };
        problems.iter().map(told).collect()
    }

    /// The document without the things that have problems, so that the others can be judged. `None` when what is left
    /// would mean something else.
    #[must_use]
    pub fn without(&self, problems: &[FieldError]) -> Option<Self> {
        if !self.configuration.keep_others {
            return None;
        }
        let mut wrong: BTreeSet<(&str, usize)> = BTreeSet::new();
        for problem in problems {
            let mut steps = problem.field.split('.');
            wrong.insert((steps.next()?, steps.next()?.parse().ok()?));
        }
        let mut rest = self.clone();
        if let Part::Entries(sections) = &mut rest.root.part {
            for (section, _, node) in sections {
                if let Part::List(items) = &mut node.part {
                    let mut at = 0..;
                    items.retain(|_| {
                        at.next()
                            .is_some_and(|at| !wrong.contains(&(section.as_str(), at)))
                    });
                }
            }
        }
        rest.configuration = serde_json::from_value(rest.root.to_value()).ok()?;
        Some(rest)
    }

    /// Writes into a plan where the file names each thing, and what else is to be said of the file.
    pub fn place(&self, plan: &mut Plan) {
        let key = |name: &str| name.trim().to_lowercase();
        let sections = [
            (Thing::Device, "devices"),
            (Thing::Template, "templates"),
            (Thing::Probe, "probes"),
            (Thing::Channel, "channels"),
        ];
        let mut lines = BTreeMap::new();
        for (thing, section) in sections {
            for item in items(&self.root, section) {
                if let Some(name) = item.get("name").and_then(Node::text) {
                    let name = text::fill(name, |_| None).unwrap_or_else(|_| name.to_owned());
                    lines.insert((thing, key(&name)), item.at.line);
                }
            }
        }
        let line = |thing, name: &str| match thing {
            Thing::Station => self.root.get("station").map(|station| station.at.line),
            _ => lines.get(&(thing, key(name))).copied(),
        };
        for step in &mut plan.changes {
            step.line = line(step.thing, &step.name);
        }
        for same in &mut plan.unchanged {
            same.line = line(same.thing, &same.name);
        }
        plan.kept.retain(|kept| line(kept.thing, &kept.name).is_some());
        plan.format = Some(self.format);
        plan.warnings.clone_from(&self.warnings);
    }

    /// `probe "Gateway", settings.window: ` for `probes.3.settings.window`.
    fn subject(&self, path: &str) -> String {
        let mut subject = String::new();
        let mut node = Some(&self.root);
        let mut separator = "";
        for step in path.split('.') {
            node = node.and_then(|node| node.get(step));
            if step.parse::<usize>().is_err() {
                subject.push_str(separator);
                subject.push_str(match (self.format, step) {
                    // What the column is called.
                    (Format::Csv, "every_ms") => "every_s",
                    (Format::Csv, "timeout_ms") => "timeout_s",
                    _ => step,
                });
                separator = ".";
                continue;
            }
            // An item of a list is called by its name: `probe "Gateway"` instead of `probes.3`.
            if let Some(name) = node.and_then(|node| node.get("name")?.text()) {
                let one = subject.strip_suffix('s').unwrap_or(&subject).len();
                subject.truncate(one);
                subject.push(' ');
                subject.push_str(&quoted(name));
            }
            separator = ", ";
        }
        subject + ": "
    }
}

/// Whether a problem may be that the thing it names was taken out.
fn names_another(path: &str) -> bool {
    !path.contains('.')
        || path.ends_with(".device")
        || (path.starts_with("channels.") && path.contains(".probes."))
}

fn secrets_in_clear(root: &Node) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut look = |probe: &Node| {
        for field in secret_fields(probe) {
            let secret = probe.get("settings").and_then(|settings| settings.get(field));
            let Some((secret, text)) = secret.and_then(|secret| Some((secret, secret.text()?))) else {
                continue;
            };
            if !text.is_empty() && text::fill(text, |_| None).is_ok() {
                let sentence = format!(
                    "the secret {field:?} stands in the file for everybody to read; with ${{NAME}} instead, the station \
                     keeps the secret that it has, or the command takes NAME from its environment"
                );
                found.push(mistake(secret.at, sentence));
            }
        }
    };
    items(root, "probes").for_each(&mut look);
    items(root, "templates")
        .flat_map(|template| items(template, "probes"))
        .for_each(&mut look);
    found
}

fn secret_fields(probe: &Node) -> impl Iterator<Item = &'static str> {
    let kind = probe.get("kind").and_then(Node::text).and_then(probes::kind);
    let info: Option<&'static KindInfo> = kind.map(|kind| kind.info());
    info.into_iter().flat_map(|info| secrets(&info.fields))
}

fn items<'n>(node: &'n Node, name: &str) -> impl Iterator<Item = &'n Node> {
    match node.get(name).map(|node| &node.part) {
        Some(Part::List(items)) => items.iter(),
        _ => [].iter(),
    }
}

#[cfg(test)]
mod tests;
