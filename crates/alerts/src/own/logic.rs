//! Tests made of other tests: several together, one that must not be true, one at another probe.

use wire::Timestamp;
use wire::alert::Measured;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};

use std::sync::Arc;

use super::{Bands, Judged, Role, Sense, say};

/// At least so many of some tests: one is "any", as many as there are is "all".
pub(super) struct Combined {
    count: usize,
    of: Vec<Box<dyn Sense>>,
    of_one: Vec<Judged>,
    whole: Arc<Labels>,
}

/// No more of the tests that are true are told in one sentence.
const MOST_TOLD: usize = 3;

impl Combined {
    /// At least one test is needed, whatever was asked for.
    pub(super) fn new(count: usize, of: Vec<Box<dyn Sense>>) -> Self {
        Self {
            count: count.max(1),
            of,
            of_one: Vec::new(),
            whole: Arc::default(),
        }
    }
}

/// What several parts are together: the worst of them counts.
fn worst(parts: &[Judged]) -> Option<bool> {
    if parts.iter().any(|part| part.truth == Some(true)) {
        Some(true)
    } else if parts.is_empty() || parts.iter().any(|part| part.truth.is_none()) {
        None
    } else {
        Some(false)
    }
}

/// What is said of the parts that are true, and the value of the first.
fn words(parts: &mut Vec<Judged>) -> (Vec<String>, Option<Measured>) {
    let mut measured = None;
    let told = parts.drain(..).filter(|part| part.truth == Some(true));
    let texts = told.map(|part| {
        if measured.is_none() {
            measured = part.measured;
        }
        format!("{}{}", part.text, say::part(&part.part))
    });
    let texts = texts.collect();
    (texts, measured)
}

fn sentence(mut texts: Vec<String>) -> String {
    let more = texts.len().saturating_sub(MOST_TOLD);
    texts.truncate(MOST_TOLD);
    let text = texts.join("; ");
    if more > 0 {
        format!("{text}; and {more} more")
    } else {
        text
    }
}

impl Sense for Combined {
    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role) {
        for test in &mut self.of {
            test.join(probe, at, role);
        }
    }

    fn leave(&mut self, probe: ProbeId) {
        for test in &mut self.of {
            test.leave(probe);
        }
    }

    fn take(&mut self, reading: &Reading) {
        for test in &mut self.of {
            test.take(reading);
        }
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        let (mut sure, mut unsure) = (0, 0);
        let mut texts = Vec::new();
        let mut value = None;
        for test in &mut self.of {
            self.of_one.clear();
            test.judge(probe, at, bands, &mut self.of_one);
            match worst(&self.of_one) {
                Some(true) => {
                    sure += 1;
                    let (said, measured) = words(&mut self.of_one);
                    texts.extend(said);
                    value = value.or(measured);
                }
                Some(false) => {}
                None => unsure += 1,
            }
        }
        let truth = if sure >= self.count {
            Some(true)
        } else if sure + unsure < self.count {
            Some(false)
        } else {
            None
        };
        out.push(Judged::new(&self.whole, truth, || (sentence(texts), value)));
    }

    fn shift(&mut self, millis: i64) {
        for test in &mut self.of {
            test.shift(millis);
        }
    }

    fn claim(&self, holds: bool) -> String {
        let claims: Vec<_> = self.of.iter().map(|test| test.claim(true)).collect();
        let not = say::not(holds);
        match self.count {
            1 => format!("{not}{}", claims.join(" or ")),
            all if all == claims.len() => format!("{not}{}", claims.join(" and ")),
            some => format!("{not}{some} of {}", claims.join(", ")),
        }
    }

    fn is_timed(&self) -> bool {
        self.of.iter().any(|test| test.is_timed())
    }
}

/// A test that must not be true.
pub(super) struct Denied {
    of: Box<dyn Sense>,
    parts: Vec<Judged>,
    whole: Arc<Labels>,
}

impl Denied {
    pub(super) fn new(of: Box<dyn Sense>) -> Self {
        Self {
            of,
            parts: Vec::new(),
            whole: Arc::default(),
        }
    }
}

impl Sense for Denied {
    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role) {
        self.of.join(probe, at, role);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.of.leave(probe);
    }

    fn take(&mut self, reading: &Reading) {
        self.of.take(reading);
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        self.parts.clear();
        self.of.judge(probe, at, bands, &mut self.parts);
        let truth = worst(&self.parts).map(|truth| !truth);
        out.push(Judged::new(&self.whole, truth, || (self.of.claim(false), None)));
    }

    fn shift(&mut self, millis: i64) {
        self.of.shift(millis);
    }

    fn claim(&self, holds: bool) -> String {
        self.of.claim(!holds)
    }

    fn is_timed(&self) -> bool {
        self.of.is_timed()
    }
}

/// A test at one probe, whichever probe is judged.
pub(super) struct At {
    probe: ProbeId,
    of: Box<dyn Sense>,
    is_here: bool,
    parts: Vec<Judged>,
    whole: Arc<Labels>,
}

impl At {
    pub(super) fn new(probe: ProbeId, of: Box<dyn Sense>) -> Self {
        Self {
            probe,
            of,
            is_here: false,
            parts: Vec::new(),
            whole: Arc::default(),
        }
    }
}

impl Sense for At {
    fn join(&mut self, probe: ProbeId, at: Timestamp, _: Role) {
        if probe != self.probe {
            self.of.join(probe, at, Role::Peer);
        } else if !self.is_here {
            self.is_here = true;
            self.of.join(probe, at, Role::LookedAt);
        }
    }

    fn leave(&mut self, probe: ProbeId) {
        self.is_here &= probe != self.probe;
        self.of.leave(probe);
    }

    fn take(&mut self, reading: &Reading) {
        // Nobody says when a probe that is only named here began to work: its first look does.
        if reading.probe == self.probe && !self.is_here {
            self.join(reading.probe, reading.at, Role::LookedAt);
        }
        self.of.take(reading);
    }

    fn judge(&mut self, _: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        self.parts.clear();
        self.of.judge(self.probe, at, bands, &mut self.parts);
        let (truth, probe) = (worst(&self.parts), self.probe.0);
        out.push(Judged::new(&self.whole, truth, || {
            let (texts, measured) = words(&mut self.parts);
            (format!("at probe {probe}: {}", sentence(texts)), measured)
        }));
    }

    fn shift(&mut self, millis: i64) {
        self.of.shift(millis);
    }

    fn claim(&self, holds: bool) -> String {
        format!("at probe {}: {}", self.probe.0, self.of.claim(holds))
    }

    fn is_timed(&self) -> bool {
        true
    }
}
