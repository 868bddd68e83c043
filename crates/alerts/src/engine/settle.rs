//! Which alert explains which, what keeps which quiet, and what became known of all that.

use std::collections::{BTreeMap, HashMap};

use wire::alert::{Alert, AlertId, Because, Suppressed, What};
use wire::rule::RuleId;

use super::{Engine, News, rule_name};
use crate::diagnosis::{self, Common};
use crate::hold::Patience;

/// What comes so soon after its cause is well follows from the return: a stream that comes back has lost packets, in
/// milliseconds.
const RETURN_MS: i64 = 5_000;
/// So long after a cause is well, what followed from it still follows from it, in milliseconds: it takes its time.
const AFTERMATH_MS: i64 = 30_000;
/// As long as that for what is measured: its window, often a minute, still holds the outage.
const WINDOWS_MS: i64 = 90_000;
/// How long what was found to be common to many alerts must be over, in milliseconds.
const COMMON: Patience = Patience {
    raise_ms: 0,
    clear_ms: 10_000,
};

impl Engine {
    /// Finds causes and what keeps alerts quiet where something has changed, and gives what became known since the last time.
    pub fn news(&mut self) -> News {
        if std::mem::take(&mut self.is_unsettled) {
            self.find_common();
            self.find_causes();
            self.keep_quiet();
        }
        let (changed, turns) = self.book.turns.take();
        News {
            alerts: changed
                .iter()
                .filter_map(|id| self.book.alerts.get(id))
                .cloned()
                .collect(),
            turns,
            probes: std::mem::take(&mut self.turned).into_iter().collect(),
        }
    }

    /// Raises what many alerts have in common, as an alert of its own.
    fn find_common(&mut self) {
        let common = diagnosis::common(&self.world, &self.firing_list());
        for Common {
            rule,
            subject,
            text,
            severity,
            ..
        } in &common
        {
            self.say_of_whole(rule, subject, text, Some(*severity), COMMON);
        }
        let over: Vec<_> = self
            .whole
            .iter()
            .filter(|instance| instance.rule.family() == diagnosis::FAMILY)
            .filter(|instance| {
                let is_it = |common: &Common| common.rule == instance.rule && common.subject == instance.name;
                !common.iter().any(is_it)
            })
            .map(|instance| (instance.rule.clone(), instance.name.clone()))
            .collect();
        for (rule, name) in over {
            self.say_of_whole(&rule, &name, "", None, COMMON);
        }
    }

    fn find_causes(&mut self) {
        let mut found = diagnosis::causes(&self.world, &self.firing_list());
        let mut changes = Vec::new();
        for alert in self.book.alerts.values().filter(|alert| alert.is_firing()) {
            let because = found.remove(&alert.id).or_else(|| alert.cause.clone());
            let because = because.filter(|because| self.still_follows(alert, because));
            if because.as_ref().map(|because| because.alert) != alert.cause.as_ref().map(|old| old.alert) {
                changes.push((alert.id, because));
            }
        }
        for (id, because) in changes {
            let text = because
                .as_ref()
                .map(|because| because.why.clone())
                .unwrap_or_default();
            let Some(alert) = self.book.alerts.get_mut(&id) else {
                continue;
            };
            alert.cause = because;
            self.book.turns.turn(alert, self.now, What::Caused, "", text);
        }
        self.gather();
    }

    /// Whether an alert follows from what explains it: as long as that is not well, and while it takes its time to be well too.
    fn still_follows(&self, alert: &Alert, because: &Because) -> bool {
        let Some(cause) = self.book.alerts.get(&because.alert) else {
            return false;
        };
        let Some(well) = cause.well_since.or(cause.resolved) else {
            return true;
        };
        let lasts_ms = match alert.measured {
            Some(_) => WINDOWS_MS,
            None => AFTERMATH_MS,
        };
        alert.began.millis_since(well) <= RETURN_MS && self.now.millis_since(well) < lasts_ms
    }

    /// Whether something fires that no longer follows from its cause.
    pub(super) fn has_outlived_its_cause(&self) -> bool {
        let is_over = |alert: &Alert, because| !self.still_follows(alert, because);
        self.firing().any(|alert| {
            alert
                .cause
                .as_ref()
                .is_some_and(|because| is_over(alert, because))
        })
    }

    /// Makes one incident of alerts that explain each other: the one that was opened first. An alert that came back opens one anew.
    fn gather(&mut self) {
        let opened = |id: AlertId| (self.book.alerts.get(&id).map(|alert| alert.raised), id);
        let mut joined = BTreeMap::new();
        for alert in self.book.alerts.values().filter(|alert| alert.is_firing()) {
            let cause = alert
                .cause
                .as_ref()
                .and_then(|because| self.book.alerts.get(&because.alert));
            let Some(cause) = cause else { continue };
            let (one, other) = (last(&joined, alert.incident), last(&joined, cause.incident));
            if one != other {
                let is_older = opened(one) <= opened(other);
                let (stays, goes) = if is_older { (one, other) } else { (other, one) };
                joined.insert(goes, stays);
            }
        }
        for alert in self
            .book
            .alerts
            .values_mut()
            .filter(|alert| joined.contains_key(&alert.incident))
        {
            alert.incident = last(&joined, alert.incident);
            self.book.turns.touch(alert);
        }
    }

    fn keep_quiet(&mut self) {
        let names: HashMap<RuleId, &str> = self
            .own
            .iter()
            .map(|(id, rule)| (*id, rule.name.as_str()))
            .collect();
        let is_quiet = self.world.in_phase().quiet;
        for alert in self
            .book
            .alerts
            .values_mut()
            .filter(|alert| alert.resolved.is_none())
        {
            let name = rule_name(&names, alert);
            let wanted = self.quiet.silence_of(&self.world, alert, &name, self.now);
            let wanted = wanted.or_else(|| alert.cause.is_some().then_some(Suppressed::Cause));
            let wanted = wanted.or(is_quiet.then_some(Suppressed::Phase));
            if wanted == alert.suppressed {
                continue;
            }
            let (what, text) = match &wanted {
                Some(Suppressed::Silence { why, .. }) => (Some(What::Suppressed), why.clone()),
                // That it has a cause has been told.
                Some(Suppressed::Cause) => (None, String::new()),
                Some(Suppressed::Phase) => (Some(What::Suppressed), String::new()),
                None => {
                    let was_silenced = !matches!(alert.suppressed, Some(Suppressed::Cause));
                    (was_silenced.then_some(What::Unsuppressed), String::new())
                }
            };
            alert.suppressed = wanted;
            match what {
                Some(what) => self.book.turns.turn(alert, self.now, what, "", text),
                None => self.book.turns.touch(alert),
            }
        }
    }
}

/// The incident that one has become part of, and the one that that has become part of, and so on.
fn last(joined: &BTreeMap<AlertId, AlertId>, mut incident: AlertId) -> AlertId {
    while let Some(next) = joined.get(&incident) {
        incident = *next;
    }
    incident
}
