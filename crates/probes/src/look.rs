use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;
use tokio::time::Instant;
use wire::kind::KindInfo;
use wire::probe::ProbeId;
use wire::reading::{Cause, Failure, Finding, Labels, Reading, Sample};

use crate::Clock;

/// Where a probe puts what it sees.
#[derive(Debug)]
pub struct Look {
    info: &'static KindInfo,
    probe: ProbeId,
    clock: Clock,
    out: mpsc::Sender<Reading>,
    samples: Vec<Sample>,
    findings: Vec<Finding>,
    undeclared: Option<String>,
    missing: String,
    ends: Option<Instant>,
    published: Arc<AtomicU64>,
}

impl Look {
    pub(crate) fn new(
        info: &'static KindInfo,
        probe: ProbeId,
        clock: Clock,
        out: mpsc::Sender<Reading>,
    ) -> Self {
        Self {
            info,
            probe,
            clock,
            out,
            samples: Vec::new(),
            findings: Vec::new(),
            undeclared: None,
            missing: "no answer".to_owned(),
            ends: None,
            published: Arc::default(),
        }
    }

    /// The time of day.
    #[must_use]
    pub fn now(&self) -> wire::Timestamp {
        self.clock.now()
    }

    /// When the time of this look is up, for a probe that has something to say even then; it must do so before.
    #[must_use]
    pub fn ends(&self) -> Option<Instant> {
        self.ends
    }

    /// Sets when the time of this look is up.
    pub(crate) fn end_at(&mut self, ends: Instant) {
        self.ends = Some(ends);
    }

    /// Says what is missing if the time is up from here on, as the beginning of a sentence:
    /// `no answer from 192.0.2.1 on port 1935`.
    pub fn missing(&mut self, what: impl Into<String>) {
        self.missing = what.into();
    }

    /// Why a look fails whose time is up: what was [`missing`](Self::missing) after `limit`.
    pub(crate) fn late(&self, limit: &str) -> Failure {
        Failure::new(Cause::Timeout, format!("{} within {limit}", self.missing))
    }

    /// Adds a number of a metric that has one series. A number that is not finite says nothing and is left out.
    pub fn sample(&mut self, metric: &'static str, value: f64) {
        self.push(metric, BTreeMap::new(), value);
    }

    /// Adds a number of a metric that has many series.
    pub fn sample_of<const N: usize>(
        &mut self,
        metric: &'static str,
        labels: [(&'static str, &str); N],
        value: f64,
    ) {
        let labels = labels
            .into_iter()
            .map(|(name, value)| (name.into(), value.to_owned()))
            .collect();
        self.push(metric, labels, value);
    }

    fn push(&mut self, metric: &'static str, labels: Labels, value: f64) {
        let Some(declared) = self.info.metric(metric) else {
            self.undeclared = Some(metric.to_owned());
            return;
        };
        if value.is_finite() {
            self.samples.push(Sample {
                metric: metric.into(),
                labels,
                unit: declared.unit,
                value,
            });
        }
    }

    /// Adds a defect with the severity that its description gives it.
    pub fn finding(&mut self, code: &'static str, detail: impl Into<String>) {
        self.finding_at(code, [], detail);
    }

    /// Adds a defect of one of the things that the look sees.
    pub fn finding_at<const N: usize>(
        &mut self,
        code: &'static str,
        labels: [(&'static str, &str); N],
        detail: impl Into<String>,
    ) {
        let Some(declared) = self.info.findings.iter().find(|finding| finding.code == code) else {
            self.undeclared = Some(code.to_owned());
            return;
        };
        let labels = labels
            .into_iter()
            .map(|(name, value)| (name.into(), value.to_owned()))
            .collect();
        self.findings.push(Finding {
            code: code.into(),
            severity: declared.severity,
            detail: detail.into(),
            labels,
        });
    }

    /// The metric or finding that was used without being declared.
    pub(crate) fn undeclared(&mut self) -> Option<String> {
        self.undeclared.take()
    }

    /// Sends what was seen so far as one reading: for probes that watch all the time. Waits for nobody: a full
    /// channel loses the reading and says so by the returned `false`.
    pub fn publish(&mut self) -> bool {
        let reading = self.reading(0, None);
        self.published.fetch_add(1, Ordering::Relaxed);
        self.out.try_send(reading).is_ok()
    }

    /// How many readings were sent by [`publish`](Self::publish); counts on while the look is under way.
    pub(crate) fn published(&self) -> Arc<AtomicU64> {
        self.published.clone()
    }

    pub(crate) fn reading(&mut self, took_ms: u32, failure: Option<Failure>) -> Reading {
        Reading {
            probe: self.probe,
            at: self.clock.now(),
            took_ms,
            samples: std::mem::take(&mut self.samples),
            findings: std::mem::take(&mut self.findings),
            failure,
        }
    }
}
