use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use document::{Document, LARGEST};
use wire::configuration::{Configuration, Format, Mistake};

use super::{complain, say};

#[derive(Args)]
#[command(
    after_help = "Exit status: 0 when nothing is wrong, 1 when something is, 64 when the command line is wrong."
)]
pub(crate) struct Check {
    /// The configuration, or - for standard input. A table of probes is read as one for a station that has none yet.
    file: PathBuf,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let file = File::open(&self.file)?;
        let Some(document) = file.and_then(|file| file.read(&Configuration::default())) else {
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

/// A file of a configuration that can be read.
pub(super) struct File {
    path: PathBuf,
    text: String,
    format: Format,
}

impl File {
    /// Reads a file; `None` when it is none that holds a configuration, which was told then.
    pub(super) fn open(path: &Path) -> anyhow::Result<Option<Self>> {
        let mut bytes = Vec::new();
        // One more than is taken, so that too much is noticed.
        let most = LARGEST as u64 + 1;
        let reading = if path.as_os_str() == "-" {
            std::io::stdin().take(most).read_to_end(&mut bytes)
        } else {
            std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
        };
        reading.with_context(|| format!("cannot read {}", path.display()))?;
        match document::text(&bytes) {
            Ok(text) => Ok(Some(Self {
                path: path.to_owned(),
                text: text.to_owned(),
                format: document::guess(&path.to_string_lossy(), text),
            })),
            Err(mistake) => {
                tell(path, &[mistake], "");
                Ok(None)
            }
        }
    }

    /// Whether it changes some of what a station has, so that it cannot be read without.
    pub(super) fn is_table(&self) -> bool {
        self.format != Format::Yaml
    }

    /// What it says for a station that has `now`; `None` when something is wrong with it, which was told then.
    pub(super) fn read(&self, now: &Configuration) -> Option<Document> {
        match Document::read(&self.text, self.format, now, |name| std::env::var(name).ok()) {
            Ok(document) => Some(document),
            Err(wrong) => {
                tell(&self.path, &wrong.mistakes, "");
                None
            }
        }
    }
}

/// Prints `FILE:LINE:COLUMN: sentence` for each, as editors and other programs understand it.
pub(super) fn tell(file: &Path, mistakes: &[Mistake], sort: &str) {
    for Mistake {
        line,
        column,
        message,
    } in mistakes
    {
        complain(&format!("{}:{line}:{column}: {sort}{message}", file.display()));
    }
}
