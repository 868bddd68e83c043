use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mpegts::{Analyser, Clock, Nanos, Options};
use tokio::io::AsyncReadExt;
use tokio::time::{Instant, MissedTickBehavior, interval};
use wire::reading::{Cause, Failure};
use wire::settings::FieldError;

use crate::stream::Judge;
use crate::{Look, Target};

/// How often it is looked whether the file has grown.
const LOOK: Duration = Duration::from_secs(1);
/// Read in pieces of this many bytes.
const PIECE: usize = 256 * 1024;

/// Reads a stream from a file, and on while the file grows: a recording that is under way.
pub(super) struct File {
    path: PathBuf,
    options: Options,
}

impl File {
    pub(super) fn of(target: &Target, options: Options) -> Result<Self, FieldError> {
        let path = target
            .url()
            .to_file_path()
            .ok()
            .filter(|path| path != Path::new("/"));
        let message = "enter the whole path of the file: file:///srv/record.ts";
        let path = path.ok_or_else(|| FieldError::new("target", message))?;
        let options = Options {
            clock: Clock::Stream,
            ..options
        };
        Ok(Self { path, options })
    }

    pub(super) async fn watch(&mut self, seen: &mut Look) -> Result<(), Failure> {
        seen.missing(format!("nothing came from {}", self.path.display()));
        let failed = |error: io::Error| trouble(&error, &self.path);
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut file = tokio::fs::File::open(&self.path).await.map_err(failed)?;
        let (mut analyser, mut judge, mut read) = (Analyser::new(self.options), Judge::of_file(), 0);
        let mut piece = vec![0; PIECE];
        let mut told = None;
        loop {
            ticks.tick().await;
            // A file that is shorter than what was read is another one under the same name.
            if tokio::fs::metadata(&self.path).await.map_err(failed)?.len() < read {
                return Ok(());
            }
            let (before, pause) = (read, Instant::now() + LOOK);
            while Instant::now() < pause {
                let length = file.read(&mut piece).await.map_err(failed)?;
                if length == 0 {
                    break;
                }
                read += length as u64;
                analyser.push(piece.get(..length).unwrap_or_default(), Nanos::default());
            }
            if read == 0 {
                let detail = format!("{} is empty", self.path.display());
                return Err(Failure::new(Cause::Garbled, detail));
            }
            if read > before {
                let report = analyser.report(Nanos::default());
                judge.note(&report, [], seen.now());
                told = Some(report);
            }
            if let Some(report) = &told {
                judge.tell(report, "", seen);
                seen.publish();
            }
        }
    }
}

fn trouble(error: &io::Error, path: &Path) -> Failure {
    let path = path.display();
    let (cause, detail) = match error.kind() {
        io::ErrorKind::NotFound => (
            Cause::Unreachable,
            format!("there is no file {path} on this machine"),
        ),
        io::ErrorKind::PermissionDenied => (
            Cause::Denied,
            format!("Flywatch may not read {path}; let its user read it (chmod, chgrp)"),
        ),
        io::ErrorKind::IsADirectory => (Cause::Refused, format!("{path} is a folder; enter a file in it")),
        _ => (Cause::Denied, format!("{path} could not be read: {error}")),
    };
    Failure::new(cause, detail)
}
