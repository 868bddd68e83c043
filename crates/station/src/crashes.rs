//! Failures of Flywatch itself: reports in the folder `crashes` of the data directory, newest twenty.

mod mark;
mod panic;
mod watch;

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use wire::Timestamp;
use wire::crash::{Crash, CrashSort};

pub(crate) use watch::Watch;

/// So many reports are kept.
const KEPT: usize = 20;
const ENDING: &str = ".json";

/// The reports of one data directory.
#[derive(Clone, Debug)]
pub struct Crashes {
    dir: PathBuf,
}

impl Crashes {
    /// Those of the data directory `data`.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self {
            dir: data.join("crashes"),
        }
    }

    /// All reports, newest first. What cannot be read is left out.
    #[must_use]
    pub fn all(&self) -> Vec<Crash> {
        let mut names = self.names();
        names.reverse();
        names.iter().filter_map(|name| self.read(name)).collect()
    }

    /// Saves a report and gives it with its name; the oldest go when there are too many.
    pub(crate) fn write(&self, crash: Crash) -> io::Result<Crash> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.dir)?;
        let when = crash.at.rfc3339().replace([':', '-'], "");
        let (process, mut same) = (std::process::id(), 0);
        let (name, mut file) = loop {
            let name = format!("{when}-{process}-{same}{ENDING}");
            let mut new = OpenOptions::new();
            match new
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(self.dir.join(&name))
            {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => same += 1,
                made => break (name, made?),
            }
        };
        let crash = Crash { name, ..crash };
        file.write_all(&serde_json::to_vec_pretty(&crash)?)?;
        file.sync_all()?;
        let names = self.names();
        for old in names.iter().take(names.len().saturating_sub(KEPT)) {
            fs::remove_file(self.dir.join(old))?;
        }
        Ok(crash)
    }

    /// Deletes a report; false when there is none of this name.
    pub(crate) fn remove(&self, name: &str) -> io::Result<bool> {
        let known = self.names().iter().any(|known| known == name);
        if known {
            fs::remove_file(self.dir.join(name))?;
        }
        Ok(known)
    }

    /// Where a report lies.
    pub(crate) fn path(&self, crash: &Crash) -> PathBuf {
        self.dir.join(&crash.name)
    }

    /// The names of all reports, oldest first: they begin with the time.
    fn names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.dir) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(ENDING))
            .collect();
        names.sort_unstable();
        names
    }

    fn read(&self, name: &str) -> Option<Crash> {
        let text = fs::read(self.dir.join(name)).ok()?;
        let crash = serde_json::from_slice(&text).ok()?;
        Some(Crash {
            name: name.to_owned(),
            ..crash
        })
    }
}

/// A report without what only a panic knows.
fn report(at: Timestamp, sort: CrashSort, message: String) -> Crash {
    let program = std::env::current_exe().ok();
    let program = program.as_deref().and_then(Path::file_name);
    Crash {
        name: String::new(),
        at,
        sort,
        program: program.map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        message,
        thread: None,
        place: None,
        backtrace: None,
    }
}

/// `2026-11-21 14:02 UTC`.
pub(crate) fn minute(at: Timestamp) -> String {
    let [year, month, day, hour, minute, _] = at.utc();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_twenty_are_kept_and_only_they_can_be_put_away() {
        let data = tempfile::tempdir().unwrap();
        let crashes = Crashes::of(data.path());
        assert_eq!(crashes.all(), []);
        for second in 0..25 {
            let at = Timestamp(second * 1_000);
            crashes
                .write(report(at, CrashSort::Panic, second.to_string()))
                .unwrap();
        }
        let twin = report(Timestamp(24_000), CrashSort::Killed, "twin".to_owned());
        crashes.write(twin).unwrap();
        let all = crashes.all();
        let said: Vec<_> = all.iter().map(|crash| crash.message.as_str()).collect();
        assert_eq!(said[..3], ["twin", "24", "23"]);
        assert_eq!((said.len(), said.last()), (KEPT, Some(&"6")));

        fs::write(data.path().join("secret.json"), "").unwrap();
        assert!(!crashes.remove("../secret.json").unwrap());
        assert!(!crashes.remove("").unwrap());
        assert!(crashes.remove(&all[0].name).unwrap());
        assert!(!crashes.remove(&all[0].name).unwrap());
        fs::write(data.path().join("crashes/half.json"), "{").unwrap();
        assert_eq!(crashes.all().len(), KEPT - 1);
    }
}
