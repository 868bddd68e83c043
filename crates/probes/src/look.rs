use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use tokio::time::Instant;
use wire::kind::KindInfo;
use wire::probe::ProbeId;
use wire::reading::{Cause, Fact, Failure, Finding, Labels, Reading, Sample};

use crate::Clock;
use crate::excerpts::{Excerpts, Format, Recorder};
use crate::pictures::{Picture, Pictures};

/// The longest words of a target, in characters: what one line of a screen can show.
const LONGEST_FACT: usize = 250;
/// How much one target may say of itself.
const MOST_FACTS: usize = 2_000;

/// Where a probe puts what it sees.
#[derive(Debug)]
pub struct Look {
    info: &'static KindInfo,
    probe: ProbeId,
    clock: Clock,
    out: mpsc::Sender<Reading>,
    samples: Vec<Sample>,
    findings: Vec<Finding>,
    facts: Vec<Fact>,
    undeclared: Option<String>,
    missing: Missing,
    ends: Option<Instant>,
    published: Arc<AtomicU64>,
    pictures: Arc<Pictures>,
    excerpts: Arc<Excerpts>,
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
            facts: Vec::new(),
            undeclared: None,
            missing: Missing::default(),
            ends: None,
            published: Arc::default(),
            pictures: Arc::default(),
            excerpts: Arc::default(),
        }
    }

    /// Shows pictures there.
    pub(crate) fn showing(self, pictures: Arc<Pictures>) -> Self {
        Self { pictures, ..self }
    }

    /// Whether somebody looks at the pictures of this probe.
    pub(crate) fn is_looked_at(&self) -> bool {
        self.pictures.is_looked_at(self.probe)
    }

    /// Whether somebody wants to know how loud the stream of this probe is.
    pub(crate) fn is_listened_to(&self) -> bool {
        self.pictures.is_listened_to(self.probe)
    }

    /// Shows what the target shows now. It takes the place of what was shown before.
    pub(crate) fn show(&self, picture: Picture) {
        self.pictures.show(self.probe, picture);
    }

    /// Keeps the last seconds of streams there.
    pub(crate) fn recording(self, excerpts: Arc<Excerpts>) -> Self {
        Self { excerpts, ..self }
    }

    /// Keeps the last seconds of what comes.
    pub(crate) fn record(&self, format: Format) -> Recorder {
        self.excerpts.record(self.probe, format)
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
        self.missing.say(what.into(), None);
    }

    /// The same, with what to look at then, as the end of the sentence: `check the encoder`.
    pub fn missing_unless(&mut self, what: impl Into<String>, advice: impl Into<String>) {
        self.missing.say(what.into(), Some(advice.into()));
    }

    /// Why a look fails whose time is up: what was [`missing`](Self::missing) after `limit`.
    pub(crate) fn late(&self, limit: &str) -> Failure {
        Failure::new(
            Cause::Timeout,
            self.missing.sentence("no answer", &format!("within {limit}")),
        )
    }

    /// What is missing while nothing comes; it may be said otherwise while the look is under way.
    pub(crate) fn awaited(&self) -> Missing {
        self.missing.clone()
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

    /// Adds what the target says of itself. Words come from outside: signs that are none are left out, and what is too long
    /// is cut.
    pub fn fact(&mut self, name: &'static str, text: &str) {
        self.fact_of(name, [], text);
    }

    /// Adds what the target says of one of its parts.
    pub fn fact_of<const N: usize>(
        &mut self,
        name: &'static str,
        labels: [(&'static str, &str); N],
        text: &str,
    ) {
        if self.info.facts.iter().all(|fact| fact.name != name) {
            self.undeclared = Some(name.to_owned());
            return;
        }
        let text: String = text
            .chars()
            .filter(|sign| !sign.is_control())
            .take(LONGEST_FACT)
            .collect();
        if self.facts.len() < MOST_FACTS && !text.is_empty() {
            self.facts.push(Fact {
                name: name.into(),
                labels: labels
                    .into_iter()
                    .map(|(name, value)| (name.into(), value.to_owned()))
                    .collect(),
                text,
            });
        }
    }

    /// The metric, finding or fact that was used without being declared.
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
            facts: std::mem::take(&mut self.facts),
            failure,
        }
    }
}

/// What a look waits for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Missing(Arc<Mutex<Option<Awaited>>>);

#[derive(Debug)]
struct Awaited {
    what: String,
    advice: Option<String>,
}

impl Missing {
    fn say(&self, what: String, advice: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Awaited { what, advice });
    }

    /// What is missing, or `otherwise`; since when; and what to look at.
    pub(crate) fn sentence(&self, otherwise: &str, since: &str) -> String {
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            None => format!("{otherwise} {since}"),
            Some(Awaited { what, advice: None }) => format!("{what} {since}"),
            Some(Awaited {
                what,
                advice: Some(advice),
            }) => format!("{what} {since}; {advice}"),
        }
    }
}
