use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::{complain, say};
use crate::document::{Complaint, Document};

/// No configuration is larger, in bytes; the station takes no more.
const LARGEST: u64 = 16 * 1024 * 1024;

#[derive(Args)]
#[command(
    after_help = "Exit status: 0 when nothing is wrong, 1 when something is, 64 when the command line is wrong."
)]
pub(crate) struct Check {
    /// The configuration, or - for standard input.
    file: PathBuf,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let Some(document) = read(&self.file)? else {
            return Ok(ExitCode::FAILURE);
        };
        tell(&self.file, &document.warnings, "warning: ");
        let found = [
            (
                document.configuration.devices.map(|things| things.len()),
                "devices",
            ),
            (
                document.configuration.templates.map(|things| things.len()),
                "templates",
            ),
            (document.configuration.probes.map(|things| things.len()), "probes"),
            (
                document.configuration.channels.map(|things| things.len()),
                "channels",
            ),
        ];
        let found = found
            .iter()
            .filter_map(|(number, what)| Some(format!("{what}: {}", (*number)?)));
        say(&format!(
            "Nothing is wrong with {} ({}).",
            self.file.display(),
            found.collect::<Vec<_>>().join(", ")
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads a configuration and tells everything that is wrong with it; `None` when something is.
pub(super) fn read(file: &Path) -> anyhow::Result<Option<Document>> {
    let mut text = Vec::new();
    let reading = if file.as_os_str() == "-" {
        std::io::stdin().take(LARGEST + 1).read_to_end(&mut text)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut text))
    };
    reading.with_context(|| format!("cannot read {}", file.display()))?;
    anyhow::ensure!(
        text.len() as u64 <= LARGEST,
        "{} is larger than a configuration can be, 16 MiB",
        file.display()
    );
    let text =
        String::from_utf8(text).with_context(|| format!("{} is not a text in UTF-8", file.display()))?;
    match Document::read(&text, |name| std::env::var(name).ok()) {
        Ok(document) => Ok(Some(document)),
        Err(complaints) => {
            tell(file, &complaints, "");
            Ok(None)
        }
    }
}

/// Prints `FILE:LINE:COLUMN: sentence` for each.
pub(super) fn tell(file: &Path, complaints: &[Complaint], sort: &str) {
    for complaint in complaints {
        complain(&complaint.told(file, sort));
    }
}
