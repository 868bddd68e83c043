//! A file that grows: what was appended since the last look.

use std::io::{self, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use wire::reading::{Cause, Failure};

/// Of a file that is met, only the end is read; and no more than this of what was appended.
const END: u64 = 64 * 1024;
const MOST: u64 = 1024 * 1024;
/// The heading of a table is no longer than this.
const LONGEST_HEADING: usize = 4096;

pub(super) struct Followed {
    path: PathBuf,
    /// Which file it was, by device and number.
    file: Option<(u64, u64)>,
    /// How far its whole lines were read.
    read: u64,
    length: u64,
}

/// What came.
pub(super) struct News {
    /// The first line, when the lines begin in the middle of the file.
    pub(super) header: Option<String>,
    /// Whole lines.
    pub(super) lines: String,
    /// Whether it is not the file of the last look.
    pub(super) is_another: bool,
    /// How long ago it was written.
    pub(super) age: Duration,
}

impl Followed {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            file: None,
            read: 0,
            length: 0,
        }
    }

    pub(super) fn shown(&self) -> String {
        self.path.display().to_string()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Reads what is new.
    pub(super) async fn read(&mut self) -> Result<News, Failure> {
        let read = self.try_read().await;
        read.map_err(|error| self.trouble(&error))
    }

    async fn try_read(&mut self) -> io::Result<News> {
        // A pipe would be waited for until somebody writes to it.
        if !tokio::fs::metadata(&self.path).await?.is_file() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let mut file = File::open(&self.path).await?;
        let metadata = file.metadata().await?;
        let (which, length) = ((metadata.dev(), metadata.ino()), metadata.len());
        let is_another = self.file != Some(which) || length < self.read;
        if is_another {
            self.read = length.saturating_sub(END);
        } else {
            self.read = self.read.max(length.saturating_sub(MOST));
        }
        (self.file, self.length) = (Some(which), length);
        let mut header = None;
        if is_another && self.read > 0 {
            let mut first = vec![0; LONGEST_HEADING];
            let got = file.read(&mut first).await?;
            let first = String::from_utf8_lossy(first.get(..got).unwrap_or_default()).into_owned();
            header = first.lines().next().map(str::to_owned);
        }
        file.seek(SeekFrom::Start(self.read)).await?;
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes).await?;
        // A line that is being written is left for the next look.
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        bytes.truncate(whole);
        self.read += whole as u64;
        let written = metadata.modified()?;
        Ok(News {
            header,
            lines: String::from_utf8_lossy(&bytes).into_owned(),
            is_another,
            age: SystemTime::now().duration_since(written).unwrap_or_default(),
        })
    }

    fn trouble(&self, error: &io::Error) -> Failure {
        let path = self.shown();
        let (cause, detail) = match error.kind() {
            io::ErrorKind::NotFound => (
                Cause::Unreachable,
                format!(
                    "there is no file {path} on this machine; start srt-live-transmit with -statsout {path}"
                ),
            ),
            io::ErrorKind::PermissionDenied => (
                Cause::Denied,
                format!("Flywatch may not read {path}; let its user read it (chmod, chgrp)"),
            ),
            io::ErrorKind::IsADirectory => (Cause::Refused, format!("{path} is no file; enter one")),
            _ => (Cause::Denied, format!("{path} could not be read: {error}")),
        };
        Failure::new(cause, detail)
    }
}
