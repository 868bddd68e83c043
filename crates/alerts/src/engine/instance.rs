//! One rule at one thing: whether it is bad, for how long, and the alert that tells so.

use wire::alert::{Alert, AlertId, Measured, Pending, Subject, What};
use wire::reading::Labels;
use wire::rule::{InForce, RuleId, RuleKey, RuleSpec, USUAL_CLEAR_MS};
use wire::{Severity, Timestamp};

use super::book::Teller;
use crate::flaps::{Flaps, WINDOW_MS};
use crate::hold::{Hold, Patience};
use crate::own::Judged;
use crate::seen::Seen;

/// What holds where nothing else was said.
const AT_ONCE: Patience = Patience {
    raise_ms: 0,
    clear_ms: USUAL_CLEAR_MS,
};

pub(super) struct Instance {
    pub(super) rule: RuleKey,
    pub(super) part: Labels,
    pub(super) hold: Hold,
    pub(super) patience: Patience,
    flaps: Flaps,
    /// What is wrong, as it was seen last.
    pub(super) text: String,
    measured: Option<Measured>,
    advice: String,
    /// What it is called, where it is about no probe.
    pub(super) name: String,
    /// The alert that fires, or one resolved so short a time ago that it goes on if it comes back.
    pub(super) alert: Option<AlertId>,
}

impl Instance {
    fn empty(rule: RuleKey, part: Labels, patience: Patience) -> Self {
        Self {
            rule,
            part,
            hold: Hold::default(),
            patience,
            flaps: Flaps::default(),
            text: String::new(),
            measured: None,
            advice: String::new(),
            name: String::new(),
            alert: None,
        }
    }

    /// Of a rule that comes with a kind.
    pub(super) fn new(key: RuleKey, part: Labels, rule: Option<&InForce>) -> Self {
        let mut new = Self::empty(key, part, AT_ONCE);
        if let Some(rule) = rule {
            new.obey(rule);
        }
        new
    }

    /// Of a rule that an operator made.
    pub(super) fn own(id: RuleId, part: Labels, spec: &RuleSpec) -> Self {
        let patience = Patience {
            raise_ms: spec.raise_after_ms,
            clear_ms: spec.clear_after_ms,
        };
        Self {
            advice: spec.advice.clone(),
            ..Self::empty(RuleKey::own(id), part, patience)
        }
    }

    /// About no probe.
    pub(super) fn of_whole(rule: RuleKey, name: &str, patience: Patience) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::empty(rule, Labels::new(), patience)
        }
    }

    /// Of a rule that nobody tunes.
    pub(super) fn patient(rule: RuleKey, part: Labels, patience: Patience) -> Self {
        Self::empty(rule, part, patience)
    }

    /// Of an alert from before the station was started anew.
    pub(super) fn of(alert: &Alert) -> Self {
        let hold = match alert.resolved {
            None => Hold::told(alert.severity, alert.began),
            Some(resolved) => Hold::well(resolved),
        };
        let name = match alert.subject.probe {
            Some(_) => String::new(),
            None => alert.subject.name.clone(),
        };
        Self {
            hold,
            text: alert.text.clone(),
            measured: alert.measured.clone(),
            advice: alert.advice.clone(),
            name,
            alert: Some(alert.id),
            ..Self::empty(alert.rule.clone(), alert.subject.part.clone(), AT_ONCE)
        }
    }

    /// Takes over what holds for its rule now.
    pub(super) fn obey(&mut self, rule: &InForce) {
        self.patience = Patience {
            raise_ms: rule.raise_after_ms.value,
            clear_ms: rule.clear_after_ms.value,
        };
        self.advice.clone_from(&rule.advice.value);
    }

    /// Takes something bad of a reading.
    pub(super) fn see(&mut self, bad: &Seen<'_>, at: Timestamp) {
        let was = self.hold.seen().map(|(severity, _)| severity);
        self.come(at);
        self.hold.see(Some(bad.severity), at);
        // A sentence stays as long as it is as bad, so that nobody reads another one each second.
        if was != Some(bad.severity) {
            self.text.clone_from(&bad.text);
            if bad.more > 0 {
                self.text = format!("{} (and {} more)", bad.text, bad.more);
            }
            self.measured.clone_from(&bad.measured);
        }
    }

    /// Takes what a rule of an operator says.
    pub(super) fn judge(&mut self, judged: Judged, severity: Severity, at: Timestamp) {
        match judged.truth {
            Some(true) => {
                if self.hold.well_since().is_some() {
                    self.text = judged.text;
                    self.measured = judged.measured;
                }
                self.come(at);
                self.hold.see(Some(severity), at);
            }
            Some(false) => self.hold.see(None, at),
            None => {}
        }
    }

    /// Takes what a source outside says: that it has been so bad since `began`, and what there is to be said now.
    pub(super) fn hear(
        &mut self,
        severity: Severity,
        began: Timestamp,
        (text, advice): (String, String),
        now: Timestamp,
    ) {
        self.come(now);
        self.hold.see(Some(severity), began);
        (self.text, self.advice) = (text, advice);
    }

    /// Brings the words of the alert to where those of the source are. Whether they were others.
    pub(super) fn reword(&self, alert: &mut Alert) -> bool {
        let is_other = alert.text != self.text || alert.advice != self.advice;
        if is_other {
            self.text.clone_into(&mut alert.text);
            self.advice.clone_into(&mut alert.advice);
        }
        is_other
    }

    /// Remembers that it becomes bad, if it was well.
    fn come(&mut self, at: Timestamp) {
        if self.hold.well_since().is_some() {
            self.flaps.came(at);
        }
    }

    /// When it ripens next, if nothing is seen before. What comes and goes is to be looked at each second, as its wait shrinks.
    pub(super) fn due(&self, now: Timestamp) -> Option<Timestamp> {
        let clear_ms = self.flaps.clear_ms(self.patience.clear_ms, now);
        let due = self.hold.due(Patience {
            clear_ms,
            ..self.patience
        })?;
        let is_stretched = clear_ms > self.patience.clear_ms;
        Some(if is_stretched {
            due.min(now.plus_millis(1000))
        } else {
            due
        })
    }

    /// Lets time pass and brings the alert to where the hold is. Whether it fires otherwise than before.
    pub(super) fn follow(&mut self, teller: &mut Teller<'_>, subject: impl Fn(&Labels) -> Subject) -> bool {
        let now = teller.now;
        let patience = Patience {
            clear_ms: self.flaps.clear_ms(self.patience.clear_ms, now),
            ..self.patience
        };
        self.hold.ripen(patience, now);
        let told = self.hold.severity().map(|severity| severity.min(teller.at_most));
        let known = self.alert.and_then(|id| teller.book.alerts.get_mut(&id));
        let Some(alert) = known else {
            let Some(severity) = told else { return false };
            self.raise(severity, teller, subject);
            return true;
        };
        let has_turned = match (alert.resolved.is_none(), told) {
            (false, None) => return false,
            (false, Some(severity)) => {
                alert.severity = severity;
                alert.resolved = None;
                alert.began = self.hold.seen().map_or(now, |(_, since)| since);
                alert.raised = now;
                alert.acknowledged = None;
                alert.returns += 1;
                alert.incident = alert.id;
                alert.cause = None;
                self.text.clone_into(&mut alert.text);
                alert.measured.clone_from(&self.measured);
                teller
                    .book
                    .turns
                    .turn(alert, now, What::Returned, "", self.text.clone());
                true
            }
            (true, None) => {
                alert.resolved = Some(now);
                alert.well_since = self.hold.well_since();
                alert.flapping = false;
                alert.shelved = None;
                teller
                    .book
                    .turns
                    .turn(alert, now, What::Resolved, "", String::new());
                true
            }
            (true, Some(severity)) if severity != alert.severity => {
                let what = if severity > alert.severity {
                    What::Worse
                } else {
                    What::Better
                };
                alert.severity = severity;
                self.text.clone_into(&mut alert.text);
                alert.measured.clone_from(&self.measured);
                teller.book.turns.turn(alert, now, what, "", self.text.clone());
                true
            }
            (true, Some(_)) => false,
        };
        if alert.resolved.is_none() {
            let flaps = self.flaps.is_flapping(now);
            if flaps != alert.flapping {
                alert.flapping = flaps;
                let (what, text) = if flaps {
                    let times = self.flaps.lately(now);
                    (What::Flapping, format!("it came {times} times in ten minutes"))
                } else {
                    (What::Steady, String::new())
                };
                teller.book.turns.turn(alert, now, what, "", text);
            }
            let well_since = self.hold.well_since();
            if alert.well_since != well_since {
                alert.well_since = well_since;
                teller.book.turns.touch(alert);
            }
        }
        has_turned
    }

    fn raise(&mut self, severity: Severity, teller: &mut Teller<'_>, subject: impl Fn(&Labels) -> Subject) {
        let id = teller.book.next_id();
        let mut alert = Alert {
            text: self.text.clone(),
            measured: self.measured.clone(),
            advice: self.advice.clone(),
            began: self.hold.seen().map_or(teller.now, |(_, since)| since),
            ..Alert::new(id, self.rule.clone(), subject(&self.part), severity, teller.now)
        };
        teller
            .book
            .turns
            .turn(&mut alert, teller.now, What::Raised, "", self.text.clone());
        teller.book.alerts.insert(id, alert);
        self.alert = Some(id);
    }

    /// What is wrong and has not lasted.
    pub(super) fn pending(&self, subject: Subject) -> Option<Pending> {
        let (severity, began) = self.hold.seen()?;
        (self.hold.severity() < Some(severity)).then(|| Pending {
            rule: self.rule.clone(),
            subject,
            severity,
            text: self.text.clone(),
            began,
            fires: self.hold.due(self.patience).unwrap_or(began),
        })
    }

    /// Whether nothing has to be remembered any more.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        let is_old = |since: Timestamp| now.millis_since(since) > WINDOW_MS;
        self.hold.is_idle() && (self.alert.is_none() || self.hold.well_since().is_none_or(is_old))
    }

    pub(super) fn shift(&mut self, millis: i64) {
        self.hold.shift(millis);
        self.flaps.shift(millis);
    }
}
