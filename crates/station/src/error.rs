use wire::phase::{Phase, Work};
use wire::settings::FieldError;

/// Why a station could not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data directory does not serve.
    #[error("opening the station's data")]
    Store(#[from] store::Error),
}

impl Error {
    /// What to do about it, as a clause.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        let Self::Store(error) = self;
        match error {
            store::Error::Locked { .. } => "stop that one, or open it with `flywatch link`",
            store::Error::Newer { .. } => "start that Flywatch, or choose another data directory",
            store::Error::Directory { .. } => "choose a directory that this user can write to",
            _ => "make room on the disk, give this user the files there, or choose another data directory",
        }
    }
}

/// Why an order was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Entries that are wrong.
    #[error("some entries are wrong")]
    Invalid(Vec<FieldError>),
    /// The station is not as it was when the plan was made.
    #[error("the station was changed after the plan was made")]
    MovedOn,
    /// The report of a failure cannot be deleted.
    #[error("deleting the report of a failure")]
    Report(#[source] std::io::Error),
    /// Evidence cannot be saved, read or deleted.
    #[error("handling evidence")]
    Evidence(#[source] std::io::Error),
    /// There is no such note.
    #[error("there is no note {0}")]
    NoNote(u64),
    /// There is no such alert, or it ended a while ago.
    #[error("there is no alert {0} that fires")]
    NoAlert(wire::alert::AlertId),
    /// It is shown, and the disk has not taken it yet.
    #[error("the disk did not take it in time")]
    NotSaved,
    /// It scans this network already.
    #[error("the network {0} is being scanned already")]
    Scanning(String),
    /// It tries a rule already.
    #[error("a rule is being tried already")]
    Trying,
    /// Work that is locked in the phase that the show is in.
    #[error("this is locked in this phase of the show")]
    Locked(Work, Phase),
    /// The program that prints is not installed.
    #[error("weasyprint is not installed")]
    NoPrinter,
    /// The program that prints gave nothing.
    #[error("printing a report: {0}")]
    NotPrinted(String),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] store::Error),
}
