use std::io;
use std::path::{Path, PathBuf};

use crate::database::{Fault, fault};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such thing, or it is gone.
    #[error("there is no {what} {id}")]
    NotFound {
        /// Its sort in one word: `probe`, `rule`, …
        what: &'static str,
        /// Its number.
        id: u32,
    },
    /// No such thing, or it is gone.
    #[error("no {what} is called {name:?}")]
    NoneCalled {
        /// Its sort in one word: `probe` or `device`.
        what: &'static str,
        /// The name, as given.
        name: String,
    },
    /// Another one of its sort has this name, whatever the case of the letters.
    #[error("another {what} is called {name:?}")]
    NameTaken {
        /// Its sort in one word: `probe`, `rule`, …
        what: &'static str,
        /// The name, as given.
        name: String,
    },
    /// Somebody changed it since the caller read it.
    #[error("the {what} {name:?} was changed meanwhile and is at revision {revision} now")]
    MovedOn {
        /// Its sort in one word: `probe`, `rule`, …
        what: &'static str,
        /// Its number.
        id: u32,
        /// Its name now.
        name: String,
        /// Its revision now.
        revision: u32,
    },
    /// Somebody changed the settings of the station since the caller read them.
    #[error("the settings of the station were changed meanwhile and are at revision {revision} now")]
    StationMovedOn {
        /// Their revision now.
        revision: u32,
    },
    /// It cannot be deleted while others lean on it.
    #[error("{what} {name:?} is still used by {}", by.join(", "))]
    InUse {
        /// Its sort in one word: `probe`, `receiver`, …
        what: &'static str,
        /// Its name.
        name: String,
        /// Who uses it, each with sort and name: `channel "PGM A"`.
        by: Vec<String>,
    },
    /// A device cannot be plugged into itself, nor into what is plugged into it.
    #[error("{} would be behind itself", way(devices))]
    Ring {
        /// The names of the devices, each plugged into the next and the last into the first.
        devices: Vec<String>,
    },
    /// The data directory cannot be made or written to.
    #[error("preparing the data directory {}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another Flywatch works with the data directory.
    #[error("the data directory {} is in use by another Flywatch{}", path.display(), process(*pid))]
    Locked {
        /// The directory.
        path: PathBuf,
        /// The process that holds it, when it said so.
        pid: Option<u32>,
    },
    /// A newer Flywatch wrote the file.
    #[error("{} was written by a newer Flywatch (format {found}, this one knows up to {known})", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of its format.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// A secret that this station did not seal, or that was changed since.
    #[error("a stored secret cannot be read with this station's key; enter it again")]
    Sealed,
    /// The operating system refused something.
    #[error("{doing} {}", path.display())]
    File {
        /// What was being done, ending where the file's name follows.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database refused something.
    #[error("{doing}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: sqlx::Error,
    },
    /// What the database gave back makes no sense.
    #[error("making sense of a stored {what}")]
    Stored {
        /// What was read.
        what: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// The writer has stopped.
    #[error("the store is closed")]
    Closed,
}

/// `the device "A", plugged into "B", plugged into "A",`
fn way(devices: &[String]) -> String {
    let others = devices.iter().cycle().skip(1).take(devices.len());
    let others = others.map(|name| format!(", plugged into {name:?}"));
    let first = devices.first().map(String::as_str).unwrap_or_default();
    format!("the device {first:?}{},", others.collect::<String>())
}

fn process(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

impl Error {
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { doing, path, source }
    }

    pub(crate) fn database(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Database { doing, source }
    }

    /// Whether the disk has no room.
    pub(crate) fn is_full(&self) -> bool {
        matches!(self, Self::Database { source, .. } if fault(source) == Fault::Full)
    }

    pub(crate) fn stored(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Stored { what, source }
    }
}
