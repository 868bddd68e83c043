//! A state over time: another test was true for too much of a window.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::Timestamp;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};
use wire::rule::Spent;

use super::tally::{Allowance, Tally};
use super::{Bands, HELD_MS, Judged, Role, Sense, say};

/// Another test was true for too much of one window, until it was true for little enough of another.
pub(super) struct OverTime {
    of: Box<dyn Sense>,
    raise: Allowance,
    clear: Allowance,
    here: BTreeMap<ProbeId, Vec<Part>>,
    now: Vec<Judged>,
}

/// What is remembered of one part.
struct Part {
    labels: Arc<Labels>,
    /// When it was judged last, and what was found.
    judged: Timestamp,
    found: Option<bool>,
    held: Option<bool>,
    raise: Tally,
    clear: Tally,
}

impl OverTime {
    pub(super) fn new(of: Box<dyn Sense>, raise: (u32, Spent), clear: (u32, Spent)) -> Self {
        Self {
            of,
            raise: Allowance::new(raise.0, raise.1),
            clear: Allowance::new(clear.0, clear.1),
            here: BTreeMap::new(),
            now: Vec::new(),
        }
    }
}

impl Part {
    fn new(labels: &Arc<Labels>, at: Timestamp) -> Self {
        Self {
            labels: Arc::clone(labels),
            judged: at,
            found: None,
            held: None,
            raise: Tally::default(),
            clear: Tally::default(),
        }
    }

    /// The test was judged: what was found before held until now.
    fn step(&mut self, raise: &Allowance, clear: &Allowance, at: Timestamp, found: Option<bool>) {
        let passed = at.millis_since(self.judged);
        let before = std::mem::replace(&mut self.found, found);
        if passed < 0 {
            if passed < -raise.window_ms.max(clear.window_ms) {
                *self = Self {
                    held: self.held,
                    found,
                    ..Self::new(&self.labels, at)
                };
            }
            return;
        }
        for (tally, of) in [(&mut self.raise, raise), (&mut self.clear, clear)] {
            if let Some(bad) = before
                && passed <= HELD_MS
            {
                tally.stretch(of, self.judged, at, bad);
            }
            if found == Some(true) {
                tally.moment(of, at);
            }
        }
        self.judged = at;
    }

    /// What is not known does not count as bad. To say that all is well, half of the window must be known.
    fn truth(&mut self, raise: &Allowance, clear: &Allowance) -> (Option<bool>, f64) {
        let window = self.raise.amount(raise, self.judged);
        if raise.is_over(window.bad) {
            self.held = Some(true);
        } else if window.known == 0.0 {
            return (None, window.bad);
        } else if self.held != Some(false) {
            let well = self.clear.amount(clear, self.judged);
            if clear.is_under(well.bad) {
                if well.known < 0.5 {
                    return (None, window.bad);
                }
                self.held = Some(false);
            }
        }
        (self.held, window.bad)
    }
}

impl Sense for OverTime {
    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role) {
        self.of.join(probe, at, role);
        if role == Role::LookedAt {
            self.here.entry(probe).or_default();
        }
    }

    fn leave(&mut self, probe: ProbeId) {
        self.of.leave(probe);
        self.here.remove(&probe);
    }

    fn take(&mut self, reading: &Reading) {
        self.of.take(reading);
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, bands: &dyn Bands, out: &mut Vec<Judged>) {
        let mut now = std::mem::take(&mut self.now);
        now.clear();
        self.of.judge(probe, at, bands, &mut now);
        let (raise, clear) = (self.raise, self.clear);
        let parts = self.here.entry(probe).or_default();
        for (place, now) in now.iter_mut().enumerate() {
            // The test names its parts in the same order each time.
            let is_it = |part: &Part| Arc::ptr_eq(&part.labels, &now.part) || part.labels == now.part;
            if !parts.get(place).is_some_and(is_it) {
                let found = parts.iter().position(is_it);
                match found {
                    Some(found) => parts.swap(place, found),
                    None => parts.insert(place, Part::new(&now.part, at)),
                }
            }
            let part = &mut parts[place];
            part.step(&raise, &clear, at, now.truth);
            let (truth, bad) = part.truth(&raise, &clear);
            out.push(Judged::new(&now.part, truth, || {
                let text = format!("{} {}", self.of.claim(true), raise.said(bad, "last "));
                (text, now.measured.take())
            }));
        }
        // What the test no longer names is gone.
        parts.truncate(now.len());
        self.now = now;
    }

    fn shift(&mut self, millis: i64) {
        self.of.shift(millis);
        for part in self.here.values_mut().flatten() {
            part.judged = part.judged.plus_millis(millis);
            part.raise.shift(&self.raise, millis);
            part.clear.shift(&self.clear, millis);
        }
    }

    fn claim(&self, holds: bool) -> String {
        let spent = self.raise.said(self.raise.amount(), "");
        format!("{} {}{spent}", self.of.claim(true), say::not(holds))
    }

    fn is_timed(&self) -> bool {
        true
    }
}
