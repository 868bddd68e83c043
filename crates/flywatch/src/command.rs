//! One file for each command.

mod apply;
mod check;
mod export;
mod kinds;
mod link;
mod manual;
mod probe;
mod reached;
mod serve;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

/// What the command can do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run the station: watch, keep history, show it in the browser.
    Serve(serve::Serve),
    /// Print a fresh sign-in address of the running station.
    Link(link::Link),
    /// Look at a target once, or for some seconds, and say what is seen.
    Probe(probe::Probe),
    /// List what can be watched, and the settings of each kind of probe.
    Kinds(kinds::Kinds),
    /// Say what is wrong with a configuration file; asks no station.
    Check(check::Check),
    /// Write all that the station is set up to watch as a configuration file, without its secrets.
    Export(export::Export),
    /// Make the station watch what a configuration file says: show what would change, ask, apply all of it or nothing.
    Apply(apply::Apply),
    /// Print the manual page, as in `flywatch man apply | man -l -`.
    Man(manual::Manual),
    /// Print the completions for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

/// Where the station keeps its data.
#[derive(Args)]
pub(crate) struct Data {
    /// Directory of the station's data.
    #[arg(long, value_name = "DIR", env = "FLYWATCH_DATA")]
    data: Option<PathBuf>,
}

impl Data {
    /// That of the station to be reached: the directory that was named, or that of the service of this machine, or else the
    /// user's own.
    fn of_station(&self) -> anyhow::Result<PathBuf> {
        match (&self.data, server::data_of_service()) {
            (None, Some(service)) => Ok(service),
            _ => self.own(),
        }
    }

    /// The directory that was named, or else the user's own.
    fn own(&self) -> anyhow::Result<PathBuf> {
        if let Some(named) = &self.data {
            return Ok(named.clone());
        }
        station::data_of_user()
            .ok_or_else(|| anyhow::anyhow!("there is no home directory; name one with --data DIR"))
    }
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Serve(serve) => serve.run(),
            Self::Link(link) => link.run(),
            Self::Probe(probe) => probe.run(),
            Self::Kinds(kinds) => kinds.run(),
            Self::Check(check) => check.run(),
            Self::Export(export) => export.run(),
            Self::Apply(apply) => apply.run(),
            Self::Man(manual) => manual.run(),
            Self::Completions { shell } => manual::completions(shell),
        }
    }
}

/// Prints to standard output; a reader that has gone away ends the command quietly.
pub(crate) fn say(text: &str) -> anyhow::Result<()> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints to standard error; there is nobody to tell when that fails.
pub(crate) fn complain(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}
