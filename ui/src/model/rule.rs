//! A rule of the operator's own while it is entered: what it looks at, and its test.

mod node;
mod sentence;
mod sort;

use wire::Severity;
use wire::inventory::Channel;
use wire::probe::{Probe, ProbeId};
use wire::rule::{RuleSpec, Scope, Test, USUAL_CLEAR_MS};
use wire::settings::FieldError;

pub(crate) use self::node::Node;
pub(crate) use self::sentence::{Names, whole as rule_sentence};
pub(crate) use self::sort::{Asked, Kinds, SORTS, Sort, Takes, metric};
use super::lapse;

/// What is entered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) scope: Scope,
    pub(crate) test: Node,
    pub(crate) severity: Severity,
    pub(crate) raise: String,
    pub(crate) clear: String,
    pub(crate) advice: String,
    enabled: bool,
}

impl Draft {
    /// A new one.
    pub(crate) fn new() -> Self {
        Self {
            name: String::new(),
            scope: Scope::default(),
            test: Node::new(Sort::Limit),
            severity: Severity::Major,
            raise: lapse::write(10_000),
            clear: lapse::write(USUAL_CLEAR_MS),
            advice: String::new(),
            enabled: true,
        }
    }

    /// One that is there.
    pub(crate) fn of(spec: &RuleSpec, kinds: &Kinds) -> Self {
        Self {
            name: spec.name.clone(),
            scope: spec.on.clone(),
            test: Node::of(&spec.when, kinds),
            severity: spec.severity,
            raise: lapse::write(spec.raise_after_ms),
            clear: lapse::write(spec.clear_after_ms),
            advice: spec.advice.clone(),
            enabled: spec.enabled,
        }
    }

    /// The rule as it stands, and what is wrong with entries that cannot be read.
    pub(crate) fn spec(&self, kinds: &Kinds) -> (RuleSpec, Vec<FieldError>) {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(FieldError::new("name", crate::text::give_name()));
        }
        let mut hold = |field: &str, entry: &str| {
            lapse::read(entry).unwrap_or_else(|message| {
                faults.push(FieldError::new(field, message));
                0
            })
        };
        let raise_after_ms = hold("raise_after_ms", &self.raise);
        let clear_after_ms = hold("clear_after_ms", &self.clear);
        let when: Test = self.test.read("when", kinds, &mut faults);
        let spec = RuleSpec {
            name: self.name.trim().to_owned(),
            enabled: self.enabled,
            on: self.scope.clone(),
            when,
            severity: self.severity,
            raise_after_ms,
            clear_after_ms,
            advice: self.advice.trim().to_owned(),
        };
        (spec, faults)
    }
}

/// The probes that a rule looks at.
pub(crate) fn looks_at<'p>(
    scope: &Scope,
    probes: impl Iterator<Item = &'p Probe>,
    channels: &[Channel],
) -> Vec<ProbeId> {
    let in_channel = |id: ProbeId| {
        let goes_through = |channel: &&Channel| channel.spec.hops.iter().any(|hop| hop.probes.contains(&id));
        let through = channels.iter().filter(goes_through);
        through
            .map(|channel| channel.id)
            .any(|id| scope.channels.contains(&id))
    };
    probes
        .filter(|probe| scope.kinds.is_empty() || scope.kinds.contains(&probe.spec.kind))
        .filter(|probe| scope.probes.is_empty() || scope.probes.contains(&probe.id))
        .filter(|probe| scope.groups.is_empty() || scope.groups.contains(&probe.spec.group))
        .filter(|probe| {
            let at = probe.spec.device;
            scope.devices.is_empty() || at.is_some_and(|device| scope.devices.contains(&device))
        })
        .filter(|probe| scope.channels.is_empty() || in_channel(probe.id))
        .map(|probe| probe.id)
        .collect()
}

#[cfg(test)]
mod tests;
