//! Alerts of sources outside, such as Prometheus: they decide, the engine keeps what they said until it ends.

use wire::alert::{Alert, AlertId, Outside, Subject};
use wire::{Severity, Timestamp};

use super::Engine;
use super::book::Teller;
use super::instance::Instance;
use crate::hold::Patience;
use crate::outside::{self, RESOLVE_MS, Said};

/// The source has waited already before it told. What it takes back and tells again within a moment is one alert.
const PATIENCE: Patience = Patience {
    raise_ms: 0,
    clear_ms: 3_000,
};
/// So many are kept at most, so that no source fills the memory.
pub(super) const MOST: usize = 20_000;

/// One alert of a source outside.
pub(super) struct Foreign {
    instance: Instance,
    severity: Severity,
    /// When it ends unless it is repeated.
    until: Timestamp,
    /// The end that the source gave last.
    ends: Option<Timestamp>,
    said: Outside,
}

impl Foreign {
    fn new(said: &Said) -> Self {
        Self {
            instance: Instance::patient(outside::rule(&said.labels), said.labels.clone(), PATIENCE),
            severity: outside::severity(&said.labels),
            until: Timestamp::default(),
            ends: said.ends,
            said: Outside::default(),
        }
    }

    /// Of an alert from before the station was started anew: it waits for its end, or to be repeated.
    pub(super) fn of(alert: &Alert, said: &Outside, now: Timestamp) -> Self {
        let severity = outside::severity(&alert.subject.part);
        let as_told = Alert {
            severity: held(severity),
            ..alert.clone()
        };
        let mut instance = Instance::of(&as_told);
        instance.patience = PATIENCE;
        Self {
            instance,
            severity,
            until: said.ends.unwrap_or_else(|| now.plus_millis(RESOLVE_MS)),
            ends: said.ends,
            said: said.clone(),
        }
    }

    pub(super) fn shift(&mut self, millis: i64) {
        self.instance.shift(millis);
        self.until = self.until.plus_millis(millis);
    }

    /// Takes what the source says now.
    fn hear(&mut self, said: Said, until: Timestamp, now: Timestamp) {
        let words = outside::words(&said);
        let is_new = self.instance.hold.well_since().is_some();
        // An end that moves with each repetition is a source that keeps it alive, and no end to be kept for.
        let ends = if is_new || self.ends == said.ends {
            said.ends.filter(|_| is_new || self.said.ends.is_some())
        } else {
            None
        };
        let began = said.began.map_or(now, |began| began.min(now));
        self.instance.hear(held(self.severity), began, words, now);
        self.until = until;
        self.ends = said.ends;
        self.said = Outside {
            annotations: said.annotations,
            link: said.link,
            ends,
        };
    }

    /// Lets time pass. Whether it fires otherwise than before.
    fn follow(&mut self, teller: &mut Teller<'_>, subject: impl Fn() -> Subject) -> bool {
        if self.until <= teller.now {
            self.instance.hold.see(None, self.until);
        }
        let at_most = teller.at_most;
        teller.at_most = at_most.min(self.severity);
        let has_turned = self.instance.follow(teller, |_| subject());
        teller.at_most = at_most;
        let alert = self.instance.alert.and_then(|id| teller.book.alerts.get_mut(&id));
        if let Some(alert) = alert.filter(|alert| alert.is_firing()) {
            let is_reworded = self.instance.reword(alert);
            if alert.outside.as_deref() != Some(&self.said) {
                alert.outside = Some(Box::new(self.said.clone()));
                teller.book.turns.touch(alert);
            } else if is_reworded {
                teller.book.turns.touch(alert);
            }
        }
        has_turned
    }
}

/// How bad it is held to be: what is only to be known is held as if it were minor, and told as what it is.
fn held(severity: Severity) -> Severity {
    severity.max(Severity::Minor)
}

impl Engine {
    /// Takes what sources outside say, each of it checked. What fires is raised or goes on; what has ended is resolved. Gives how
    /// many there was no room for.
    pub fn hear(&mut self, all: Vec<Said>, at: Timestamp) -> usize {
        self.now = self.now.max(at);
        let now = self.now;
        let mut teller = self.book.teller(&self.world, now);
        let mut left = 0;
        for said in all {
            let until = said.ends.unwrap_or_else(|| now.plus_millis(RESOLVE_MS));
            let is_over = until <= now;
            if !self.outside.contains_key(&said.labels) {
                if is_over {
                    continue;
                }
                if self.outside.len() >= MOST {
                    left += 1;
                    continue;
                }
            }
            let labels = said.labels.clone();
            let foreign = self
                .outside
                .entry(labels.clone())
                .or_insert_with(|| Foreign::new(&said));
            if is_over {
                foreign.until = foreign.until.min(until);
            } else {
                foreign.hear(said, until, now);
            }
            let subject = || outside::subject(&self.world, &labels);
            self.is_unsettled |= foreign.follow(&mut teller, subject);
        }
        left
    }

    /// When an alert of a source outside ends unless it is repeated.
    #[must_use]
    pub fn ends_outside(&self, alert: &Alert) -> Option<Timestamp> {
        let foreign = self.outside.get(&alert.subject.part)?;
        let is_it = |id: AlertId| id == alert.id;
        foreign.instance.alert.is_some_and(is_it).then_some(foreign.until)
    }

    /// Ends what was not repeated.
    pub(super) fn end_outside(&mut self) {
        let mut teller = self.book.teller(&self.world, self.now);
        for (labels, foreign) in &mut self.outside {
            let subject = || outside::subject(&self.world, labels);
            self.is_unsettled |= foreign.follow(&mut teller, subject);
        }
        self.outside
            .retain(|_, foreign| !foreign.instance.is_over(self.now));
    }
}
