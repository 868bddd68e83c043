//! Which alert explains which, what keeps which quiet, and what became known of all that.

use std::collections::{BTreeMap, HashMap};

use wire::alert::{Alert, AlertId, Because, Suppressed, What};
use wire::rule::RuleId;

use super::{Engine, News, rule_name};
use crate::diagnosis::{self, Common};
use crate::hold::Patience;

/// So long after a cause is well again, what followed from it still follows from it, in milliseconds: it takes its time.
const AFTERMATH_MS: i64 = 30_000;
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
        let (changed, turns) = self.turns.take();
        News {
            alerts: changed
                .iter()
                .filter_map(|id| self.alerts.get(id))
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
        for alert in self.alerts.values().filter(|alert| alert.is_firing()) {
            let because = found.remove(&alert.id).or_else(|| self.aftermath(alert));
            if because.as_ref().map(|because| because.alert) != alert.cause.as_ref().map(|old| old.alert) {
                changes.push((alert.id, because));
            }
        }
        for (id, because) in changes {
            let text = because
                .as_ref()
                .map(|because| because.why.clone())
                .unwrap_or_default();
            let Some(alert) = self.alerts.get_mut(&id) else {
                continue;
            };
            alert.cause = because;
            self.turns.turn(alert, self.now, What::Caused, "", text);
        }
        self.gather();
    }

    /// The cause of an alert whose cause is well again, for as long as it takes what followed to be well too. What was common to
    /// many stays their cause when only a few are left.
    fn aftermath(&self, alert: &Alert) -> Option<Because> {
        let because = alert.cause.clone()?;
        let cause = self.alerts.get(&because.alert)?;
        let stays = match cause.resolved {
            Some(resolved) => self.now.millis_since(resolved) < AFTERMATH_MS,
            None => cause.rule.family() == diagnosis::FAMILY,
        };
        stays.then_some(because)
    }

    /// Whether something fires whose cause has been over for so long that it follows from it no more.
    pub(super) fn has_outlived_its_cause(&self) -> bool {
        let mut followers = self.firing().filter(|alert| alert.cause.is_some());
        followers.any(|alert| self.aftermath(alert).is_none() && self.is_cause_over(alert))
    }

    fn is_cause_over(&self, alert: &Alert) -> bool {
        let cause = alert
            .cause
            .as_ref()
            .and_then(|because| self.alerts.get(&because.alert));
        cause.is_none_or(|cause| !cause.is_firing())
    }

    /// Makes one incident of alerts that explain each other: the one that was opened first. An alert that came back opens one anew.
    fn gather(&mut self) {
        let opened = |id: AlertId| (self.alerts.get(&id).map(|alert| alert.raised), id);
        let mut joined = BTreeMap::new();
        for alert in self.alerts.values().filter(|alert| alert.is_firing()) {
            let cause = alert
                .cause
                .as_ref()
                .and_then(|because| self.alerts.get(&because.alert));
            let Some(cause) = cause else { continue };
            let (one, other) = (last(&joined, alert.incident), last(&joined, cause.incident));
            if one != other {
                let is_older = opened(one) <= opened(other);
                let (stays, goes) = if is_older { (one, other) } else { (other, one) };
                joined.insert(goes, stays);
            }
        }
        for alert in self
            .alerts
            .values_mut()
            .filter(|alert| joined.contains_key(&alert.incident))
        {
            alert.incident = last(&joined, alert.incident);
            self.turns.touch(alert);
        }
    }

    fn keep_quiet(&mut self) {
        let names: HashMap<RuleId, &str> = self
            .own
            .iter()
            .map(|(id, rule)| (*id, rule.name.as_str()))
            .collect();
        let is_quiet = self.world.in_phase().quiet;
        for alert in self.alerts.values_mut().filter(|alert| alert.resolved.is_none()) {
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
                Some(what) => self.turns.turn(alert, self.now, what, "", text),
                None => self.turns.touch(alert),
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
