use std::backtrace::Backtrace;
use std::collections::HashSet;
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

use probes::Clock;
use wire::crash::{Crash, CrashSort};

use super::{Crashes, report};

/// Most that a report quotes, in characters: of the message, of the backtrace.
const MESSAGE: usize = 2_000;
const BACKTRACE: usize = 16_000;
/// A mistake that repeats itself is reported once; of different ones, so many.
const PLACES: usize = 20;

impl Crashes {
    /// From now on each panic of this program leaves a report, once for each place in the source. It is still printed as
    /// before.
    pub fn report_panics(&self, clock: Clock) {
        let crashes = self.clone();
        let places = Mutex::new(HashSet::new());
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            before(info);
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            let mut places = places.lock().unwrap_or_else(PoisonError::into_inner);
            if places.len() < PLACES
                && places.insert(place.clone())
                && let Err(error) = crashes.write(told(info, place, &clock))
            {
                tracing::error!(%error, "a report of this failure could not be saved");
            }
        }));
    }
}

fn told(info: &PanicHookInfo<'_>, place: String, clock: &Clock) -> Crash {
    let said = info.payload_as_str().unwrap_or("it gave no reason");
    let message = without_secrets(said).chars().take(MESSAGE).collect();
    let backtrace = Backtrace::force_capture().to_string();
    // A program that was stripped of its symbols has nothing to tell.
    let known = backtrace.lines().any(|line| !line.ends_with("<unknown>"));
    Crash {
        thread: std::thread::current().name().map(str::to_owned),
        place: Some(place),
        backtrace: known.then(|| backtrace.chars().take(BACKTRACE).collect()),
        ..report(clock.now(), CrashSort::Panic, message)
    }
}

/// Without what stands in addresses before an `@` or after a `?`: names, passwords, tokens.
fn without_secrets(text: &str) -> String {
    let mut parts = text.split("://");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|letter: char| letter.is_whitespace() || "\"'`<>".contains(letter))
            .unwrap_or(part.len());
        let (address, rest) = part.split_at(end);
        let host_end = address.find(['/', '?', '#']).unwrap_or(address.len());
        let (host, path) = address.split_at(host_end);
        kept.push_str("://");
        match host.rsplit_once('@') {
            Some((_, host)) => kept.extend(["…@", host]),
            None => kept.push_str(host),
        }
        match path.split_once('?') {
            Some((path, _)) => kept.extend([path, "?…"]),
            None => kept.push_str(path),
        }
        kept.push_str(rest);
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::thread::Builder;

    use wire::Timestamp;

    use super::*;

    #[test]
    fn a_mistake_that_repeats_itself_leaves_one_report() {
        let data = tempfile::tempdir().unwrap();
        let crashes = Crashes::of(data.path());
        crashes.report_panics(Clock::new(|| Timestamp(5_000)));
        for _ in 0..3 {
            let looker = Builder::new().name("looker".to_owned());
            let thread = looker.spawn(|| panic!("cannot reach rtmp://me:pass@host/live"));
            thread.unwrap().join().unwrap_err();
        }
        drop(panic::take_hook());
        let mut reports = crashes.all();
        // Other tests may panic on purpose meanwhile.
        reports.retain(|report| report.thread.as_deref() == Some("looker"));
        let [report] = &reports[..] else {
            panic!("{reports:?}")
        };
        assert_eq!(report.at, Timestamp(5_000));
        assert_eq!(report.message, "cannot reach rtmp://…@host/live");
        assert!(report.place.as_ref().unwrap().contains("panic.rs"), "{report:?}");
        assert!(report.backtrace.as_ref().unwrap().contains("leaves_one_report"));
    }

    #[test]
    fn addresses_are_quoted_without_their_secrets() {
        for (said, kept) in [
            ("no reason", "no reason"),
            (
                "look at rtmp://me:pass@host/live?key=1 failed",
                "look at rtmp://…@host/live?… failed",
            ),
            ("\"http://host:80/a@b\", x@y", "\"http://host:80/a@b\", x@y"),
            ("srt://h?passphrase=p srt://u@h", "srt://h?… srt://…@h"),
            ("://", "://"),
        ] {
            assert_eq!(without_secrets(said), kept);
        }
    }
}
