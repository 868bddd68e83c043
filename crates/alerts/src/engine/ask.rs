//! What the engine tells when it is asked.

use std::collections::HashMap;

use wire::alert::{Alert, AlertId, Pending};
use wire::probe::ProbeId;
use wire::reading::Labels;
use wire::rule::{FAILURE, InForce, RuleId, RuleKey};
use wire::{Severity, Timestamp};

use super::{Engine, Watched, rule_name, subject};
use crate::tuned::Rules;

impl Engine {
    /// Every alert that fires, by number.
    pub fn firing(&self) -> impl Iterator<Item = &Alert> {
        self.book.alerts.values().filter(|alert| alert.is_firing())
    }

    /// Alerts that fire, and those that did so a moment ago, by number.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.book.alerts.values()
    }

    pub(super) fn firing_list(&self) -> Vec<&Alert> {
        self.firing().collect()
    }

    /// One alert that fires or did so a moment ago.
    #[must_use]
    pub fn alert(&self, id: AlertId) -> Option<&Alert> {
        self.book.alerts.get(&id)
    }

    /// The worst that fires at a probe.
    #[must_use]
    pub fn worst_of(&self, probe: ProbeId) -> Option<&Alert> {
        let instances = self.watched.get(&probe)?.instances.iter();
        let alerts = instances.filter_map(|instance| self.book.alerts.get(&instance.alert?));
        alerts
            .filter(|alert| alert.is_firing())
            .max_by_key(|alert| alert.severity)
    }

    /// What is wrong and has not lasted yet.
    #[must_use]
    pub fn pending(&self) -> Vec<Pending> {
        let of_probe = |(probe, watched): (&ProbeId, &'_ Watched)| -> Vec<Pending> {
            let pending = watched.instances.iter();
            let pending =
                pending.filter_map(|instance| instance.pending(subject(&self.world, *probe, &instance.part)));
            pending.collect()
        };
        self.watched.iter().flat_map(of_probe).collect()
    }

    /// When something at a probe has lasted for long enough to be told or taken back, if nothing is seen before.
    pub(crate) fn due_of(&self, probe: ProbeId) -> Option<Timestamp> {
        let instances = self.watched.get(&probe)?.instances.iter();
        instances.filter_map(|instance| instance.due(self.now)).min()
    }

    /// The rules that come with the kind of a probe, as they hold for it.
    #[must_use]
    pub fn in_force(&self, probe: ProbeId) -> Vec<InForce> {
        Rules::of(&self.world, probe).into_all()
    }

    /// An alert as it would be if a probe could not be looked at, and what people call its rule: to see what would happen to it.
    #[must_use]
    pub fn imagined(&self, probe: ProbeId, severity: Severity, now: Timestamp) -> (Alert, String) {
        let family = self
            .world
            .probes
            .get(&probe)
            .map_or("", |known| known.spec.kind.as_str());
        let key = RuleKey::of_kind(family, FAILURE);
        let alert = Alert::new(
            AlertId(0),
            key,
            subject(&self.world, probe, &Labels::new()),
            severity,
            now,
        );
        let name = self.rule_name(&alert);
        (alert, name)
    }

    /// What people call a rule.
    #[must_use]
    pub fn rule_name(&self, alert: &Alert) -> String {
        let names: HashMap<RuleId, &str> = self
            .own
            .iter()
            .map(|(id, rule)| (*id, rule.name.as_str()))
            .collect();
        rule_name(&names, alert).into_owned()
    }
}
