//! Writes and reads a configuration as a file, and tells the place of every mistake.
//!
//! A YAML file is the whole truth of the sections that it has. A table (CSV) and a list of hosts hold probes, only add
//! and change, and leave alone what they do not name.

mod document;
mod format;
mod hosts;
pub mod prometheus;
mod shape;
mod table;
mod tree;
mod yaml;

use wire::configuration::Mistake;

pub use document::{Document, Wrong};
pub use format::{LARGEST, guess, text};
pub use table::{Dialect, template, write as write_csv};
pub use yaml::write as write_yaml;

use tree::Place;

/// A configuration could not be written as a file.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// It holds what YAML cannot.
    #[error("writing a configuration as YAML")]
    Yaml(#[from] serde_saphyr::SerializeError),
    /// It holds what a table cannot.
    #[error("writing probes as CSV")]
    Csv(#[from] csv::Error),
}

/// So many letters of a text out of a file are repeated when something is said of it.
const REPEATED: usize = 80;
/// So many letters has what is said of a place at most.
const SAID: usize = 1_000;

fn mistake(at: Place, message: impl Into<String>) -> Mistake {
    Mistake {
        line: at.line,
        column: at.column,
        message: cut(&message.into(), SAID),
    }
}

/// A text out of a file as it is repeated in a sentence.
fn quoted(text: &str) -> String {
    format!("{:?}", cut(text, REPEATED))
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
