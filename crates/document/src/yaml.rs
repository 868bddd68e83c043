//! YAML: everything that a station is set up to watch.

mod write;

use serde_saphyr::{DeserializeError, MessageFormatter, UserMessageFormatter};
use wire::configuration::Mistake;

use crate::mistake;
use crate::tree::{Node, Part, Place};

pub use write::write;

/// The document as a tree.
///
/// # Errors
/// Where and why it is no YAML.
pub(crate) fn read(text: &str) -> Result<Node, Mistake> {
    let root = tree(text)?;
    if matches!(root.part, Part::Nothing) {
        let sentence =
            "the file says nothing; write at least one of station:, devices:, templates:, probes:, channels:";
        return Err(mistake(root.at, sentence));
    }
    Ok(root)
}

/// Any YAML document as a tree.
///
/// # Errors
/// Where and why it is no YAML.
pub(crate) fn tree(text: &str) -> Result<Node, Mistake> {
    serde_saphyr::from_str(text).map_err(|error| unreadable(&error))
}

fn unreadable(error: &DeserializeError) -> Mistake {
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
    mistake(at, sentence)
}
