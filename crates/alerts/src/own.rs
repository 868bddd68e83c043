//! The operator's own rules: what is remembered for each of their tests, and whether it is true.
//!
//! Logic has three values (S. C. Kleene, Introduction to Metamathematics, 1952, §64): true, untrue, and not known, which is
//! what a test is that lacks what it needs. An alert whose rule is not known stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wire::Timestamp;
use wire::alert::Measured;
use wire::kind::KindInfo;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};
use wire::rule::RuleSpec;

mod build;
mod faults;
mod forecast;
mod limit;
mod logic;
mod look;
mod no_data;
mod over_time;
mod peers;
mod pick;
mod rate;
mod ratio;
mod say;
mod tally;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod unusual;
mod window;

pub use faults::faults;

/// One own rule at all the probes it looks at.
pub struct Own {
    spec: RuleSpec,
    test: Box<dyn Sense>,
    looked_at: BTreeSet<ProbeId>,
    others: BTreeSet<ProbeId>,
    /// The parts that were told to be true.
    told: BTreeMap<ProbeId, Vec<Arc<Labels>>>,
}

/// What a rule says of one part of a probe.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The labels of the series; empty where it is about the probe as a whole, or combines several series.
    pub part: Arc<Labels>,
    /// Whether the test is true; none where that is not known, and the alert stays as it is.
    pub truth: Option<bool>,
    /// What is wrong, in one sentence that needs the name of its subject before it. Empty unless it is true.
    pub text: String,
    /// The value that is past its limit, where it is true and there is one.
    pub measured: Option<Measured>,
}

impl Judged {
    /// Asks for words and figures only where it is true.
    fn new(
        part: &Arc<Labels>,
        truth: Option<bool>,
        say: impl FnOnce() -> (String, Option<Measured>),
    ) -> Self {
        let (text, measured) = if truth == Some(true) {
            say()
        } else {
            Default::default()
        };
        Self {
            part: Arc::clone(part),
            truth,
            text,
            measured,
        }
    }
}

/// What has been learned about what is usual.
pub trait Bands {
    /// What is usual for that series at that time; none where too little has been learned.
    fn band(&self, probe: ProbeId, metric: &str, labels: &Labels, at: Timestamp) -> Option<Band>;
}

/// Nothing has been learned yet.
pub struct Unlearned;

impl Bands for Unlearned {
    fn band(&self, _: ProbeId, _: &str, _: &Labels, _: Timestamp) -> Option<Band> {
        None
    }
}

/// What is usual for a value, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The least that is usual.
    pub low: f64,
    /// In the middle of it.
    pub mid: f64,
    /// The most that is usual.
    pub high: f64,
    /// One robust deviation from the middle.
    pub deviation: f64,
}

impl Own {
    /// The rule before it has seen anything.
    #[must_use]
    pub fn new(spec: RuleSpec) -> Self {
        Self {
            test: build::build(&spec.when, true),
            others: spec.when.probes().into_iter().collect(),
            spec,
            looked_at: BTreeSet::new(),
            told: BTreeMap::new(),
        }
    }

    /// Learns what a kind says of its metrics: their titles, for what is told. To be called with the kind of each probe that
    /// it needs.
    pub fn know(&mut self, kind: &KindInfo) {
        self.test.know(kind);
    }

    /// What the operator said.
    #[must_use]
    pub fn spec(&self) -> &RuleSpec {
        &self.spec
    }

    /// Whether readings of this probe are needed: it is looked at, or a part of the test is made at it.
    #[must_use]
    pub fn needs(&self, probe: ProbeId) -> bool {
        self.looked_at.contains(&probe) || self.others.contains(&probe)
    }

    /// From now on it looks at this probe, which is in its scope and works.
    pub fn join(&mut self, probe: ProbeId, at: Timestamp) {
        if self.looked_at.insert(probe) {
            self.test.join(probe, at, Role::LookedAt);
        }
    }

    /// It no longer looks at this probe, and forgets all that it knows of it. Also for a probe that it only needs, when that
    /// one no longer works.
    pub fn leave(&mut self, probe: ProbeId) {
        self.looked_at.remove(&probe);
        self.told.remove(&probe);
        self.test.leave(probe);
    }

    /// Remembers of a look what the test needs. Looks of probes that it does not need are passed over. Judge after each look:
    /// what a test over time does not see judged it does not count.
    pub fn take(&mut self, reading: &Reading) {
        self.test.take(reading);
    }

    /// Judges a probe that it looks at as of `at`, and appends one entry for each part that is known. A part that was true and
    /// whose series is gone for good is told once more, as untrue.
    pub fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        if !self.looked_at.contains(&probe) {
            return;
        }
        let begin = out.len();
        self.test.judge(probe, at, bands, out);
        let was = self.told.remove(&probe).unwrap_or_default();
        if was.is_empty() && out[begin..].iter().all(|part| part.truth != Some(true)) {
            return;
        }
        // Parts keep their order, so those of before stand in it too.
        let mut rest = was.iter().peekable();
        for part in &out[begin..] {
            rest.next_if(|was| **was == part.part);
        }
        if rest.peek().is_some() {
            let here: BTreeSet<_> = out[begin..].iter().map(|part| Arc::clone(&part.part)).collect();
            let gone = was.iter().filter(|part| !here.contains(*part));
            out.extend(gone.map(|part| Judged::new(part, Some(false), Default::default)));
        }
        let told = out[begin..].iter().filter(|part| match part.truth {
            None => was.contains(&part.part),
            Some(truth) => truth,
        });
        let told = told.map(|part| Arc::clone(&part.part)).collect();
        self.told.insert(probe, told);
    }

    /// Whether it can change without a look of the probe that is judged: with time alone, or with what another probe sees.
    /// Such a rule must be judged at least every [`HELD_MS`] at each probe, best every second.
    #[must_use]
    pub fn is_timed(&self) -> bool {
        self.test.is_timed()
    }

    /// The clock was set by so many milliseconds: every remembered moment moves with it.
    pub fn shift(&mut self, millis: i64) {
        self.test.shift(millis);
    }
}

/// For how long what was judged counts when nobody judges again, in milliseconds; after that nothing is known.
pub const HELD_MS: i64 = 60_000;

/// As what a probe joins a test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It is judged here.
    LookedAt,
    /// Others are compared with it, and no more.
    Peer,
}

/// One test with its memory at every probe.
trait Sense: Send {
    /// See [`Own::know`].
    fn know(&mut self, _: &KindInfo) {}
    /// A probe comes.
    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role);
    /// A probe goes, and all that is known of it.
    fn leave(&mut self, probe: ProbeId);
    /// A look at a probe that joined, or at another one.
    fn take(&mut self, reading: &Reading);
    /// Appends what is known of a probe: an entry for each part.
    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>);
    /// The clock was set.
    fn shift(&mut self, millis: i64);
    /// What it says when it is true, or when it is not: `CPU load above 90 %`, `CPU load not above 90 %`.
    fn claim(&self, holds: bool) -> String;
    /// See [`Own::is_timed`].
    fn is_timed(&self) -> bool {
        false
    }
}
