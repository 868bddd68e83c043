//! A configuration as a YAML file: written for people, and read so that every mistake is told with its place.

mod shape;
mod tree;
mod write;

use std::path::Path;

use probes::KINDS;
use serde_saphyr::{DeserializeError, MessageFormatter, UserMessageFormatter};
use station::configuration::{check, text};
use wire::configuration::Configuration;
use wire::kind::KindInfo;
use wire::settings::{FieldError, secrets};

use shape::Shapes;
use tree::{Node, Place};

pub(crate) use write::write;

/// A file that makes sense.
#[derive(Debug)]
pub(crate) struct Document {
    /// What it says, with what the environment has filled in.
    pub(crate) configuration: Configuration,
    /// What is right and yet unwise.
    pub(crate) warnings: Vec<Complaint>,
    root: Node,
}

/// What is to be said about a place of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Complaint {
    at: Place,
    sentence: String,
}

impl Complaint {
    fn new(at: Place, sentence: String) -> Self {
        Self { at, sentence }
    }

    /// `FILE:LINE:COLUMN: sentence`, as editors and other programs understand it.
    pub(crate) fn told(&self, file: &Path, sort: &str) -> String {
        let Place { line, column } = self.at;
        format!("{}:{line}:{column}: {sort}{}", file.display(), self.sentence)
    }
}

impl Document {
    /// Reads a file and checks all that can be checked without a station. `environment` gives the variables.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file.
    pub(crate) fn read(
        text: &str,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Vec<Complaint>> {
        let root: Node = serde_saphyr::from_str(text).map_err(|error| vec![unreadable(&error)])?;
        if matches!(root.part, tree::Part::Nothing) {
            let sentence =
                "the file says nothing; write at least one of devices:, templates:, probes:, channels:";
            return Err(vec![Complaint::new(root.at, sentence.to_owned())]);
        }
        let mut complaints = Vec::new();
        let Some(mut root) = Shapes::of::<Configuration>().fit(root, &mut complaints) else {
            return Err(complaints);
        };
        let warnings = secrets_in_clear(&root);
        root.each_text(&mut |text| *text = text::fill_known(text, &environment));
        let configuration: Configuration = serde_json::from_value(root.to_value())
            .map_err(|error| vec![Complaint::new(root.at, error.to_string())])?;
        let mut document = Self {
            configuration,
            warnings,
            root,
        };
        let mut problems = check(&document.configuration, KINDS);
        if !complaints.is_empty() {
            // What was taken out is missed by nobody but by those that name it.
            problems.retain(|problem| !names_another(&problem.field));
        }
        complaints.extend(document.complaints(&problems));
        complaints.sort();
        document.warnings.sort();
        if complaints.is_empty() {
            Ok(document)
        } else {
            Err(complaints)
        }
    }

    /// Finds the places of problems.
    pub(crate) fn complaints(&self, problems: &[FieldError]) -> Vec<Complaint> {
        let complaint = |problem: &FieldError| {
            let at = self.root.find(&problem.field).at;
            Complaint::new(at, format!("{}{}", self.subject(&problem.field), problem.message))
        };
        problems.iter().map(complaint).collect()
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
                subject.push_str(step);
                separator = ".";
                continue;
            }
            // An item of a list is called by its name: `probe "Gateway"` instead of `probes.3`.
            if let Some(name) = node.and_then(|node| node.get("name")?.text()) {
                let one = subject.strip_suffix('s').unwrap_or(&subject).len();
                subject.truncate(one);
                subject.push_str(&format!(" {name:?}"));
            }
            separator = ", ";
        }
        subject + ": "
    }
}

fn unreadable(error: &DeserializeError) -> Complaint {
    let error = error.without_snippet();
    let at = error.location().map_or(Place { line: 1, column: 1 }, Place::from);
    let said = UserMessageFormatter.format_message(error);
    let sentence = match error {
        DeserializeError::DuplicateMappingKey { key: Some(key), .. } => {
            format!("{key:?} stands here for the second time; keep one of them")
        }
        DeserializeError::MultipleDocuments { .. } => {
            "a second document begins here; put each configuration into a file of its own".to_owned()
        }
        // A limit that is passed, even where it is wrapped by the alias that it was met in.
        _ if said.starts_with("YAML document too large or too complex") => {
            "up to here the file holds more than a configuration can; divide it by its sections".to_owned()
        }
        _ => format!("this cannot be read as YAML: {said}"),
    };
    Complaint::new(at, sentence)
}

/// Whether a problem may be that the thing it names was taken out.
fn names_another(path: &str) -> bool {
    !path.contains('.')
        || path.ends_with(".device")
        || (path.starts_with("channels.") && path.contains(".probes."))
}

fn secrets_in_clear(root: &Node) -> Vec<Complaint> {
    let mut found = Vec::new();
    let mut look = |probe: &Node| {
        for field in secret_fields(probe) {
            let secret = probe.get("settings").and_then(|settings| settings.get(field));
            let Some((secret, text)) = secret.and_then(|secret| Some((secret, secret.text()?))) else {
                continue;
            };
            if !text.is_empty() && text::fill(text, |_| None).is_ok() {
                let sentence = format!(
                    "the secret {field:?} stands in the file for everybody to read; write ${{NAME}} instead and set NAME \
                     in the environment of the command"
                );
                found.push(Complaint::new(secret.at, sentence));
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
        Some(tree::Part::List(items)) => items.iter(),
        _ => [].iter(),
    }
}

#[cfg(test)]
mod tests;
