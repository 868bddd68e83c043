use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use wire::kind::Watch;
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::Reading;
use wire::settings::FieldError;

use crate::{Clock, Kinds, Runner, Start};

/// A look that never ends, of a kind that watches all the time, is cut off after this.
const WATCH_FOR: Duration = Duration::from_secs(10);
/// And so long after it first told something: a stream says its names meanwhile and settles to its rate.
const SETTLES_IN: Duration = Duration::from_secs(3);

/// Looks without a station: once, or for as long as `time` says. What several looks gave becomes one reading: the
/// newest number of each series, every finding once, the failure of the last look.
///
/// # Errors
/// Every entry of `spec` that is wrong.
pub async fn once(
    kinds: Kinds,
    clock: Clock,
    spec: &ProbeSpec,
    time: Option<Duration>,
) -> Result<Reading, Vec<FieldError>> {
    const ONLY: ProbeId = ProbeId(0);
    let (out, mut readings) = mpsc::channel(1_024);
    let began = Instant::now();
    let mut runner = Runner::new(kinds, clock.clone(), out);
    runner.set(
        ONLY,
        &ProbeSpec {
            enabled: true,
            ..spec.clone()
        },
        Start::Now,
    )?;
    let watches = kinds
        .iter()
        .any(|kind| kind.info().name == spec.kind && matches!(kind.info().watch, Watch::AllTheTime { .. }));
    let mut until = began + time.unwrap_or(WATCH_FOR);
    let one_look = time.is_none() && !watches;
    let mut sum = Reading {
        probe: ONLY,
        at: clock.now(),
        took_ms: 0,
        samples: Vec::new(),
        findings: Vec::new(),
        facts: Vec::new(),
        failure: None,
    };
    let mut is_first = true;
    while let Some(reading) = if one_look {
        readings.recv().await
    } else {
        timeout_at(until, readings.recv()).await.ok().flatten()
    } {
        let broke = watches && reading.failure.is_some();
        add(&mut sum, reading);
        if one_look || broke {
            break;
        }
        if std::mem::take(&mut is_first) && time.is_none() {
            until = until.min(Instant::now() + SETTLES_IN);
        }
    }
    sum.took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
    Ok(sum)
}

fn add(sum: &mut Reading, newer: Reading) {
    for sample in newer.samples {
        match sum
            .samples
            .iter_mut()
            .find(|old| old.metric == sample.metric && old.labels == sample.labels)
        {
            Some(old) => *old = sample,
            None => sum.samples.push(sample),
        }
    }
    for finding in newer.findings {
        sum.findings
            .retain(|old| old.code != finding.code || old.labels != finding.labels);
        sum.findings.push(finding);
    }
    if !newer.facts.is_empty() {
        sum.facts = newer.facts;
    }
    sum.at = newer.at;
    sum.failure = newer.failure;
}
