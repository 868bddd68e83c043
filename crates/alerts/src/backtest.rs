//! One rule held against readings of the past: when it would have fired.

use std::collections::BTreeMap;

use wire::alert::{AlertId, What};
use wire::probe::ProbeId;
use wire::reading::Reading;
use wire::rule::{Rule, RuleId, RuleKey, RuleSpec};
use wire::trial::Firing;
use wire::{Severity, Timestamp};

use crate::Engine;
use crate::own::{Bands, HELD_MS, Own};
use crate::world::World;

#[cfg(test)]
mod tests;
mod tried;

pub use tried::Tried;

/// So many firings are listed; the rest are counted.
pub const MOST_FIRINGS: usize = 1000;
/// Nothing is due, and the engine forgets what is over: so often, in milliseconds.
const IDLE_MS: i64 = 60_000;
/// How often a rule is judged that changes with time alone, as long as that is not too much work, in milliseconds.
const PULSE_MS: i64 = 1000;
/// So many judgements of time alone are made at most in a trial.
const MOST_PULSES: i64 = 10_000_000;

/// A trial that runs. Readings are given to it in the order of their time.
pub struct Backtest {
    engine: Engine,
    key: RuleKey,
    from: Timestamp,
    to: Timestamp,
    now: Timestamp,
    pulse_ms: i64,
    next_pulse: Timestamp,
    /// When something of a probe ripens, if no reading comes before.
    due: BTreeMap<ProbeId, Timestamp>,
    /// What fires, and under which number it is listed.
    open: BTreeMap<AlertId, (Firing, u64)>,
    listed: BTreeMap<u64, Firing>,
    raised: u64,
    total: u64,
    firing_ms: i64,
}

/// What came of a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// When it would have fired, oldest first; the first [`MOST_FIRINGS`].
    pub firings: Vec<Firing>,
    /// How often.
    pub total: u64,
    /// For how long, within the stretch, in milliseconds.
    pub firing_ms: i64,
}

impl Backtest {
    /// A trial on what was from `from` to `to`; readings may begin up to [`Tried::warm_up_ms`] before that, so that windows are full.
    /// `world` is the flypack as it is now. `bands` is what is usual.
    #[must_use]
    pub fn new(
        mut world: World,
        tried: Tried,
        bands: Box<dyn Bands + Send + Sync>,
        from: Timestamp,
        to: Timestamp,
    ) -> Self {
        let begin = from.plus_millis(-tried.warm_up_ms());
        let looked_at = tried.looked_at(&world);
        world.probes.retain(|id, _| looked_at.contains(id));
        tried::quieten(&mut world);
        let (key, spec) = match tried {
            Tried::Own(spec) => (RuleKey::own(RuleId(0)), Some(spec)),
            Tried::OfKind { probe, rule, tuning } => {
                if let Some(known) = world.probes.get_mut(&probe) {
                    if tuning.limits.is_some() {
                        known.spec.limits.remove(rule.name());
                    }
                    known.spec.alerts.insert(rule.clone(), tuning);
                }
                (rule, None)
            }
        };
        let probes = i64::try_from(world.probes.len()).unwrap_or(i64::MAX);
        let mut engine = Engine::new(world, Vec::new(), 0, 0, begin);
        engine.learn(bands);
        let mut pulse_ms = IDLE_MS;
        if let Some(spec) = spec {
            if Own::new(spec.clone()).is_timed() {
                let least = to.millis_since(begin).saturating_mul(probes) / MOST_PULSES;
                pulse_ms = least.clamp(PULSE_MS, HELD_MS / 2);
            }
            engine.put_rule(Rule {
                id: RuleId(0),
                revision: 1,
                spec: RuleSpec {
                    enabled: true,
                    when: tried::as_told_by_samples(&spec.when),
                    ..spec
                },
            });
        }
        Self {
            engine,
            key,
            from,
            to,
            now: begin,
            pulse_ms,
            next_pulse: begin.plus_millis(pulse_ms),
            due: BTreeMap::new(),
            open: BTreeMap::new(),
            listed: BTreeMap::new(),
            raised: 0,
            total: 0,
            firing_ms: 0,
        }
    }

    /// Takes a reading of the past; one that is older than the one before, or later than the
    /// stretch, is passed over.
    pub fn take(&mut self, reading: &Reading) {
        if reading.at < self.now || reading.at > self.to {
            return;
        }
        self.pass(reading.at);
        self.now = reading.at;
        self.engine.take(reading);
        self.settle(Some(reading.probe));
    }

    /// How far moments may be from the truth, because time is not looked at each moment, in milliseconds.
    #[must_use]
    pub fn pulse_ms(&self) -> Option<i64> {
        (self.pulse_ms > PULSE_MS && self.pulse_ms < IDLE_MS).then_some(self.pulse_ms)
    }

    /// Ends the trial at `to`, the end of the stretch or how far the readings came.
    #[must_use]
    pub fn finish(mut self, to: Timestamp) -> Outcome {
        self.pass(to.plus_millis(1));
        self.now = to;
        for (firing, _) in std::mem::take(&mut self.open).into_values() {
            self.count(&firing, to);
        }
        Outcome {
            firings: self.listed.into_values().collect(),
            total: self.total,
            firing_ms: self.firing_ms,
        }
    }

    /// Lets time pass up to a moment.
    fn pass(&mut self, until: Timestamp) {
        loop {
            let due = self.due.values().min().copied();
            let next = due.map_or(self.next_pulse, |due| due.min(self.next_pulse));
            if next >= until {
                return;
            }
            self.now = self.now.max(next);
            self.engine.tick(self.now);
            if next == self.next_pulse {
                self.next_pulse = next.plus_millis(self.pulse_ms);
            }
            self.settle(None);
        }
    }

    /// Sees what became of alerts, and when something is due: at one probe, or at all of them.
    fn settle(&mut self, of: Option<ProbeId>) {
        let news = self.engine.news();
        for turn in news.turns {
            self.turn(turn.alert, turn.what, turn.severity);
        }
        let probes: Vec<ProbeId> = match of {
            Some(probe) => vec![probe],
            None => self.engine.world().probes.keys().copied().collect(),
        };
        for probe in probes {
            match self.engine.due_of(probe).filter(|due| *due > self.now) {
                Some(due) => self.due.insert(probe, due),
                None => self.due.remove(&probe),
            };
        }
    }

    fn turn(&mut self, id: AlertId, what: What, severity: Severity) {
        match what {
            What::Raised | What::Returned => {
                let Some(alert) = self.engine.alert(id).filter(|alert| alert.rule == self.key) else {
                    return;
                };
                let firing = Firing {
                    subject: alert.subject.clone(),
                    severity,
                    began: alert.began,
                    raised: self.now,
                    resolved: None,
                    text: alert.text.clone(),
                    measured: alert.measured.clone(),
                };
                self.raised += 1;
                if self.listed.len() < MOST_FIRINGS {
                    self.listed.insert(self.raised, firing.clone());
                }
                self.open.insert(id, (firing, self.raised));
            }
            What::Worse => {
                if let Some((firing, number)) = self.open.get_mut(&id) {
                    firing.severity = severity;
                    if let Some(known) = self.listed.get_mut(number) {
                        known.severity = known.severity.max(severity);
                    }
                }
            }
            What::Resolved => {
                let Some((firing, number)) = self.open.remove(&id) else {
                    return;
                };
                // What was over before the stretch begins only filled windows.
                if self.now < self.from {
                    self.listed.remove(&number);
                    return;
                }
                self.count(&firing, self.now);
                if let Some(known) = self.listed.get_mut(&number) {
                    known.resolved = Some(self.now);
                }
            }
            _ => {}
        }
    }

    fn count(&mut self, firing: &Firing, until: Timestamp) {
        self.total += 1;
        self.firing_ms += until.millis_since(firing.raised.max(self.from)).max(0);
    }
}
