//! Probes that watch all the time.

use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::timeout;
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::Reading;

use super::{PATIENCE, spec};
use crate::kinds::KINDS;
use crate::{Clock, Excerpt, Picture, Runner, Start, Wanted};

/// A probe that watches until this is dropped.
pub(crate) struct Watching {
    readings: mpsc::Receiver<Reading>,
    runner: Runner,
}

/// Watches `target`; so many milliseconds in which nothing comes are silence.
pub(crate) fn watch(target: impl Into<String>, settings: Value, silent_ms: u32) -> Watching {
    let (out, readings) = mpsc::channel(64);
    let mut runner = Runner::new(KINDS, Clock::system(), out);
    let spec = ProbeSpec {
        timeout_ms: Some(silent_ms),
        ..spec(target, settings)
    };
    runner.set(ProbeId(1), &spec, Start::Now).unwrap();
    Watching { readings, runner }
}

impl Watching {
    /// The newest picture; whoever asks looks on for a while, and listens if that is wanted.
    pub(crate) fn picture(&self, wanted: Wanted) -> Option<Picture> {
        self.runner.pictures().look(ProbeId(1), wanted)
    }

    /// The last seconds of what came.
    pub(crate) fn excerpt(&self) -> Option<Excerpt> {
        self.runner.excerpts().excerpt(ProbeId(1))
    }

    /// The first reading that is as expected.
    pub(crate) async fn until(&mut self, what: &str, expected: impl Fn(&Reading) -> bool) -> Reading {
        let mut last = None;
        let waiting = async {
            loop {
                let reading = self.readings.recv().await.expect("the runner lives");
                if expected(&reading) {
                    return reading;
                }
                last = Some(reading);
            }
        };
        let found = timeout(PATIENCE, waiting).await;
        found.unwrap_or_else(|_| panic!("{what} was never told; at last {last:#?}"))
    }
}

/// The value of one series of a metric by PID.
pub(crate) fn of_pid(reading: &Reading, metric: &str, pid: &str) -> Option<f64> {
    let of = reading.samples.iter();
    let mut of =
        of.filter(|sample| sample.metric == metric && sample.labels.get("pid").is_some_and(|it| it == pid));
    of.next().map(|sample| sample.value)
}

/// The sentence of a finding.
pub(crate) fn found<'r>(reading: &'r Reading, code: &str) -> Option<&'r str> {
    let finding = reading.findings.iter().find(|finding| finding.code == code)?;
    Some(&finding.detail)
}
