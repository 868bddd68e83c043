use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use document::{Dialect, write_csv, write_yaml};

use super::Data;
use super::reached::Reached;

#[derive(Args)]
pub(crate) struct Export {
    /// Where to write it, or - for standard output.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Only the probes, as a table for a spreadsheet; so does a FILE that ends in .csv.
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    data: Data,
}

impl Export {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let data = self.data.of_station()?;
        let configuration = tokio::runtime::Runtime::new()?.block_on(async {
            let reached = Reached::find(&data).await?;
            reached.read().await
        })?;
        let text = if self.csv || self.file.extension().is_some_and(|ending| ending == "csv") {
            write_csv(&configuration, Dialect::Comma)?
        } else {
            write_yaml(&configuration)?
        };
        if self.file.as_os_str() == "-" {
            match std::io::stdout().write_all(text.as_bytes()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
                _ => {}
            }
        } else {
            save(&self.file, &text).with_context(|| format!("cannot write {}", self.file.display()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Puts `text` in the place of `file` once it is whole on disk, so that an older one is never lost by half.
fn save(file: &Path, text: &str) -> std::io::Result<()> {
    // What is no file of its own, such as a pipe, is written to as it is.
    if fs::metadata(file).is_ok_and(|there| !there.is_file()) {
        return fs::write(file, text);
    }
    // What a link leads to is replaced, not the link.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let mut writing = File::create(&new)?;
    writing.write_all(text.as_bytes())?;
    writing.sync_all()?;
    fs::rename(&new, file)
}
