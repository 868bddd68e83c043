//! Which alert explains which, what keeps which quiet, and what became known of all that.

use std::collections::HashMap;

use wire::alert::{Alert, Because, Suppressed, What};
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

    /// Makes one incident of alerts that explain each other: the one that was opened first. An alert that came back opens one anew.
    fn gather(&mut self) {
        loop {
            let joined = self
                .alerts
                .values()
                .filter(|alert| alert.is_firing())
                .find_map(|alert| {
                    let cause = self.alerts.get(&alert.cause.as_ref()?.alert)?;
                    let (one, other) = (alert.incident, cause.incident);
                    let opened = |id| (self.alerts.get(&id).map(|alert| alert.raised), id);
                    let (first, later) = match opened(one) <= opened(other) {
                        true => (one, other),
                        false => (other, one),
                    };
                    (one != other).then_some((first, later))
                });
            let Some((stays, goes)) = joined else { return };
            for alert in self.alerts.values_mut().filter(|alert| alert.incident == goes) {
                alert.incident = stays;
                self.turns.touch(alert);
            }
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
