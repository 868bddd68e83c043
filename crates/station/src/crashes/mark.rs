//! The file `running`: there while a station works on the data directory, left behind by one that was not stopped.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use wire::crash::{Crash, CrashSort};
use wire::{Severity, Timestamp};

use super::{Crashes, minute, report};

const FILE: &str = "running";
const KILLED: &str = "the system ended it at once; memory ran out, it was killed, or it met a fatal fault. \
    `journalctl -u flywatch` and `journalctl -k` of that time say which";

/// What the mark says.
#[derive(Serialize, Deserialize)]
struct Run {
    /// Tells one start of the machine from another.
    boot: Option<String>,
    version: String,
}

/// The mark of this run.
pub(crate) struct Mark {
    path: PathBuf,
    file: File,
}

impl Mark {
    /// Sets the mark in `data`, which this process has to itself. Tells how the run before ended, if nobody stopped it.
    pub(crate) fn set(data: &Path, now: Timestamp) -> io::Result<(Self, Option<(Severity, String)>)> {
        let path = data.join(FILE);
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
        let told = last_sign(&path).map(|at| {
            let run: Option<Run> = fs::read(&path)
                .ok()
                .and_then(|text| serde_json::from_slice(&text).ok());
            ended(&Crashes::of(data), run, boot.as_deref(), at)
        });
        let mut file = File::create(&path)?;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        file.write_all(&serde_json::to_vec(&Run { boot, version })?)?;
        file.sync_all()?;
        File::open(data)?.sync_all()?;
        let mark = Self { path, file };
        mark.is_alive(now)?;
        Ok((mark, told))
    }

    /// Notes a sign of life.
    pub(crate) fn is_alive(&self, now: Timestamp) -> io::Result<()> {
        let since_1970 = Duration::from_millis(u64::try_from(now.0).unwrap_or_default());
        self.file.set_modified(UNIX_EPOCH + since_1970)
    }

    /// Takes the mark away: the station was stopped.
    pub(crate) fn clear(&self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// When the mark was last touched; `None` when there is none.
fn last_sign(path: &Path) -> Option<Timestamp> {
    let at: SystemTime = fs::metadata(path).and_then(|mark| mark.modified()).ok()?;
    let since_1970 = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis()).ok().map(Timestamp)
}

/// How a run ended whose last sign of life came at `at`; what left no report of its own gets one.
fn ended(crashes: &Crashes, run: Option<Run>, boot: Option<&str>, at: Timestamp) -> (Severity, String) {
    let newest = crashes.all().into_iter().next();
    if let Some(panic) = newest.filter(|crash| crash.sort == CrashSort::Panic && crash.at >= at) {
        return (Severity::Major, sentence(crashes, &panic));
    }
    let about = minute(at);
    let run = match run {
        Some(run) if run.boot.as_deref() == boot => run,
        // The power was pulled; in that moment the mark itself may be lost.
        _ => {
            let text = format!(
                "Flywatch stopped unexpectedly at about {about}, when this machine lost its power or was restarted. Nothing is to be done"
            );
            return (Severity::Info, text);
        }
    };
    let killed = Crash {
        version: run.version,
        ..report(at, CrashSort::Killed, KILLED.to_owned())
    };
    let text = match crashes.write(killed) {
        Ok(killed) => sentence(crashes, &killed),
        Err(error) => {
            tracing::warn!(%error, "a report could not be saved");
            format!("Flywatch stopped unexpectedly at about {about}: {KILLED}")
        }
    };
    (Severity::Major, text)
}

fn sentence(crashes: &Crashes, crash: &Crash) -> String {
    let at = minute(crash.at);
    let about = match crash.sort {
        CrashSort::Panic => "",
        CrashSort::Killed => "about ",
    };
    format!(
        "Flywatch stopped unexpectedly at {about}{at}: {}; the report is in {}",
        crash.message,
        crashes.path(crash).display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How the next start tells of the end of a run that began at `begin`.
    fn next(data: &Path, at: i64) -> Option<(Severity, String)> {
        Mark::set(data, Timestamp(at)).unwrap().1
    }

    #[test]
    fn an_end_is_told_of_when_nobody_asked_for_it() {
        let data = tempfile::tempdir().unwrap();
        let crashes = Crashes::of(data.path());
        let (mark, told) = Mark::set(data.path(), Timestamp(60_000)).unwrap();
        assert_eq!(told, None);
        mark.clear().unwrap();
        assert_eq!(next(data.path(), 120_000), None, "it was stopped");

        let (severity, told) = next(data.path(), 600_000).unwrap();
        assert_eq!(severity, Severity::Major);
        assert!(
            told.contains("at about 1970-01-01 00:02 UTC: the system ended it"),
            "{told}"
        );
        let report = crashes.all().remove(0);
        assert!(told.contains(&report.name), "{told}");
        assert_eq!((report.sort, report.at), (CrashSort::Killed, Timestamp(120_000)));

        let panic = super::report(Timestamp(660_000), CrashSort::Panic, "a bug".to_owned());
        crashes.write(panic).unwrap();
        let (_, told) = next(data.path(), 720_000).unwrap();
        assert!(
            told.contains("at 1970-01-01 00:11 UTC: a bug; the report is in"),
            "{told}"
        );

        let (_, told) = next(data.path(), 780_000).unwrap();
        assert!(
            told.contains("the system ended it"),
            "that panic was long before: {told}"
        );
        assert_eq!(crashes.all().len(), 3);
    }

    #[test]
    fn a_pulled_plug_is_no_failure_of_flywatch() {
        let data = tempfile::tempdir().unwrap();
        for lost in [r#"{"boot":"of another day","version":"1"}"#, ""] {
            fs::write(data.path().join(FILE), lost).unwrap();
            let (severity, told) = next(data.path(), 0).unwrap();
            assert_eq!(severity, Severity::Info);
            assert!(told.contains("lost its power or was restarted"), "{told}");
        }
        assert_eq!(Crashes::of(data.path()).all(), []);
    }
}
