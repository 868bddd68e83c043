//! The rules that come with a kind of probe, as operators have tuned them for one probe.

use std::borrow::Cow;
use std::collections::BTreeMap;

use wire::Severity;
use wire::kind::{FindingInfo, KindInfo, Metric, Watch};
use wire::probe::{ProbeId, ProbeSpec};
use wire::rule::{FAILURE, InForce, NO_DATA, Origin, RuleKey, Said, Tuning, USUAL_CLEAR_MS};

use crate::world::World;

/// A value must come back behind its limit by so much of it.
const HYSTERESIS: f64 = 0.05;
/// A value must be past its limit for so long: longer than one look that was unlucky.
const LIMIT_RAISE_MS: u32 = 2_000;
/// A defect that viewers do not notice must last for so long.
const MINOR_RAISE_MS: u32 = 5_000;
/// What a probe cannot look at must be so at its next look too, but nobody waits for longer than this.
const LONGEST_FAILURE_RAISE_MS: u32 = 10_000;

/// The rules of one probe, by the name of a metric, of a finding, or [`FAILURE`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    by_name: BTreeMap<Cow<'static, str>, InForce>,
}

impl Rules {
    /// The rules of a probe, and nothing where there is no such probe.
    pub(crate) fn of(world: &World, probe: ProbeId) -> Self {
        let Some(known) = world.probes.get(&probe) else {
            return Self::default();
        };
        let mut rules = Self::of_kind(known.kind, &known.spec);
        let layers = layers(world, probe, &known.spec);
        for (origin, tunings) in layers {
            for (key, tuning) in tunings {
                if key.family() == known.kind.name
                    && let Some(rule) = rules.by_name.get_mut(key.name())
                {
                    lay(rule, origin, tuning);
                }
            }
        }
        for (metric, limits) in &known.spec.limits {
            if let Some(rule) = rules.by_name.get_mut(metric.as_str()) {
                rule.limits = Some(Said {
                    value: *limits,
                    from: Origin::Probe,
                });
            }
        }
        rules
    }

    fn of_kind(kind: &'static KindInfo, spec: &ProbeSpec) -> Self {
        let metrics = kind
            .metrics
            .iter()
            .map(|metric| (metric.name.clone(), of_metric(kind, metric)));
        let findings = kind
            .findings
            .iter()
            .map(|info| (info.code.clone(), of_finding(kind, info)));
        let failure = of_failure(kind, spec);
        let no_data = InForce {
            rule: RuleKey::of_kind(&kind.name, NO_DATA),
            title: "No news from the probe".to_owned(),
            advice: usual("This machine is too busy, or Flywatch has a fault: look at its load.".to_owned()),
            ..failure.clone()
        };
        let others = [
            (Cow::Borrowed(FAILURE), failure),
            (Cow::Borrowed(NO_DATA), no_data),
        ];
        Self {
            by_name: metrics.chain(findings).chain(others).collect(),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&InForce> {
        self.by_name.get(name)
    }

    /// All of them: those of failures first, then by name.
    pub(crate) fn into_all(self) -> Vec<InForce> {
        let mut all: Vec<_> = self.by_name.into_values().collect();
        all.sort_by_key(|rule| !matches!(rule.rule.name(), FAILURE | NO_DATA));
        all
    }
}

/// Who says something about a probe's rules, in the order in which later ones go before earlier ones.
fn layers<'w>(
    world: &'w World,
    probe: ProbeId,
    spec: &'w ProbeSpec,
) -> impl Iterator<Item = (Origin, &'w wire::rule::Tunings)> {
    let station = std::iter::once((Origin::Station, &world.tunings));
    let device = world
        .device_of(probe)
        .map(|(id, device)| (Origin::Device { id }, &device.alerts));
    let channels = world
        .channels_of(probe)
        .map(|(id, channel)| (Origin::Channel { id }, &channel.alerts));
    let own = std::iter::once((Origin::Probe, &spec.alerts));
    station.chain(device).chain(channels).chain(own)
}

fn usual<T>(value: T) -> Said<T> {
    Said {
        value,
        from: Origin::Kind,
    }
}

fn of_metric(kind: &KindInfo, metric: &Metric) -> InForce {
    InForce {
        rule: RuleKey::of_kind(&kind.name, &metric.name),
        title: metric.title.clone().into_owned(),
        enabled: usual(true),
        severity: None,
        limits: metric.limits.map(usual),
        hysteresis: usual(HYSTERESIS),
        raise_after_ms: usual(LIMIT_RAISE_MS),
        clear_after_ms: usual(USUAL_CLEAR_MS),
        advice: usual(String::new()),
    }
}

fn of_finding(kind: &KindInfo, info: &FindingInfo) -> InForce {
    let raise = match info.severity {
        Severity::Critical | Severity::Major => 0,
        Severity::Minor | Severity::Info => MINOR_RAISE_MS,
    };
    InForce {
        rule: RuleKey::of_kind(&kind.name, &info.code),
        title: info.code.clone().into_owned(),
        enabled: usual(true),
        severity: None,
        limits: None,
        hysteresis: usual(0.0),
        raise_after_ms: usual(raise),
        clear_after_ms: usual(USUAL_CLEAR_MS),
        advice: usual(info.help.clone().into_owned()),
    }
}

fn of_failure(kind: &KindInfo, spec: &ProbeSpec) -> InForce {
    let raise = match kind.watch {
        // Four fifths: the next look may end a little sooner than a whole pace later.
        Watch::AtIntervals { every_ms, .. } => {
            let every = spec.every_ms.unwrap_or(every_ms);
            (every / 5 * 4).min(LONGEST_FAILURE_RAISE_MS)
        }
        Watch::AllTheTime { .. } => 0,
    };
    InForce {
        rule: RuleKey::of_kind(&kind.name, FAILURE),
        title: "Cannot look".to_owned(),
        enabled: usual(true),
        severity: None,
        limits: None,
        hysteresis: usual(0.0),
        raise_after_ms: usual(raise),
        clear_after_ms: usual(USUAL_CLEAR_MS),
        advice: usual(String::new()),
    }
}

/// Puts what somebody said over what held.
fn lay(rule: &mut InForce, from: Origin, tuning: &Tuning) {
    fn put<T: Clone>(said: &mut Said<T>, from: Origin, value: Option<&T>) {
        if let Some(value) = value.cloned() {
            *said = Said { value, from };
        }
    }
    put(&mut rule.enabled, from, tuning.enabled.as_ref());
    put(&mut rule.hysteresis, from, tuning.hysteresis.as_ref());
    put(&mut rule.raise_after_ms, from, tuning.raise_after_ms.as_ref());
    put(&mut rule.clear_after_ms, from, tuning.clear_after_ms.as_ref());
    put(&mut rule.advice, from, tuning.advice.as_ref());
    if let Some(value) = tuning.severity {
        rule.severity = Some(Said { value, from });
    }
    if let Some(value) = tuning.limits {
        rule.limits = Some(Said { value, from });
    }
}
