//! What is tried, what of the past that needs, and what the past cannot tell of it.

use std::collections::BTreeSet;

use wire::kind::Bad;
use wire::probe::ProbeId;
use wire::reading::Labels;
use wire::rule::{Pick, RuleKey, RuleSpec, Test, Tuning};

use super::IDLE_MS;
use crate::tuned::Rules;
use crate::world::World;

/// What is tried.
#[derive(Clone, Debug)]
pub enum Tried {
    /// A rule as an operator would make it.
    Own(RuleSpec),
    /// A rule of a metric that comes with the kind of a probe, as it would be tuned there.
    OfKind {
        /// At which probe.
        probe: ProbeId,
        /// Which rule.
        rule: RuleKey,
        /// In place of what is set for the probe now.
        tuning: Tuning,
    },
}

impl Tried {
    /// The probes whose readings a trial needs.
    #[must_use]
    pub fn looked_at(&self, world: &World) -> BTreeSet<ProbeId> {
        match self {
            Self::Own(spec) => {
                let scope = world.probes.keys().copied();
                let scope = scope.filter(|id| world.is_in(&spec.on, *id));
                let named = spec.when.probes().into_iter();
                scope
                    .chain(named.filter(|id| world.probes.contains_key(id)))
                    .collect()
            }
            Self::OfKind { probe, .. } => std::iter::once(*probe)
                .filter(|id| world.probes.contains_key(id))
                .collect(),
        }
    }

    /// The series whose past a trial needs, by metric and labels; none where it needs every series of its probes.
    #[must_use]
    pub fn picks(&self) -> Option<Vec<Pick>> {
        fn of(test: &Test, out: &mut Vec<Pick>) -> bool {
            match test {
                Test::Limit { series, .. }
                | Test::Rate { series, .. }
                | Test::Unusual { series, .. }
                | Test::UnlikePeers { series, .. }
                | Test::Forecast { series, .. } => out.push(series.clone()),
                Test::Ratio { bad, of, .. } | Test::Burn { bad, of, .. } => {
                    out.extend([bad.clone(), of.clone()])
                }
                Test::NoData { series, .. } => match series {
                    Some(series) => out.push(series.clone()),
                    None => return false,
                },
                Test::Failure
                | Test::Finding { .. }
                | Test::OverTime { .. }
                | Test::At { .. }
                | Test::All { .. }
                | Test::Any { .. }
                | Test::AtLeast { .. }
                | Test::Not { .. } => {}
            }
            test.parts().iter().all(|part| of(part, out))
        }
        let mut out = Vec::new();
        match self {
            Self::Own(spec) => of(&spec.when, &mut out).then_some(out),
            Self::OfKind { rule, .. } => Some(vec![Pick {
                metric: rule.name().to_owned(),
                labels: Labels::new(),
            }]),
        }
    }

    /// How long before the stretch readings must begin so that windows are full when it does, in milliseconds.
    #[must_use]
    pub fn warm_up_ms(&self) -> i64 {
        fn of(test: &Test) -> i64 {
            let own = match test {
                Test::Rate { window_s, .. }
                | Test::Ratio { window_s, .. }
                | Test::Forecast { window_s, .. } => *window_s,
                Test::OverTime {
                    window_s,
                    clear_window_s,
                    ..
                } => (*window_s).max(clear_window_s.unwrap_or(0)),
                Test::Burn { long_s, .. } => *long_s,
                Test::NoData { for_s, .. } => *for_s,
                Test::Limit { .. }
                | Test::Failure
                | Test::Finding { .. }
                | Test::Unusual { .. }
                | Test::UnlikePeers { .. }
                | Test::At { .. }
                | Test::All { .. }
                | Test::Any { .. }
                | Test::AtLeast { .. }
                | Test::Not { .. } => 0,
            };
            i64::from(own) * 1000 + test.parts().iter().map(of).max().unwrap_or(0)
        }
        match self {
            Self::Own(spec) => of(&spec.when) + i64::from(spec.raise_after_ms) + IDLE_MS,
            Self::OfKind { .. } => IDLE_MS,
        }
    }

    /// What samples alone cannot tell of a rule, one sentence each.
    #[must_use]
    pub fn untold(&self) -> Vec<String> {
        fn of(test: &Test, say: &mut impl FnMut(&'static str)) {
            match test {
                Test::Failure => say(
                    "That a look failed is not kept with the history, so the part of the rule about failed looks was left open: \
                     neither true nor untrue.",
                ),
                Test::Finding { .. } => say(
                    "Defects are not kept with the history, so the part of the rule about a defect was left open: neither true \
                     nor untrue.",
                ),
                Test::NoData { .. } => say(
                    "Why nothing came is not kept with the history: times when the station or the probe did not run look as if \
                     the data had been missing.",
                ),
                Test::Unusual { .. } => say(
                    "What is usual was taken as it is known now; it has been learned from the same history, so the rule may be \
                     a little calmer here than it would have been then.",
                ),
                _ => {}
            }
            for part in test.parts() {
                of(part, say);
            }
        }
        let mut said = Vec::<String>::new();
        if let Self::Own(spec) = self {
            of(&spec.when, &mut |sentence| {
                if said.iter().all(|known| known != sentence) {
                    said.push(sentence.to_owned());
                }
            });
        }
        said
    }
}

/// The test with a series that there is not in place of what samples cannot tell: that is neither true nor untrue.
pub(super) fn as_told_by_samples(test: &Test) -> Test {
    let all = |of: &[Test]| of.iter().map(as_told_by_samples).collect();
    let one = |of: &Test| Box::new(as_told_by_samples(of));
    match test {
        Test::Failure | Test::Finding { .. } => Test::Limit {
            series: Pick {
                metric: String::new(),
                labels: Labels::new(),
            },
            bad: Bad::Above,
            limit: 0.0,
            clear: None,
        },
        Test::OverTime {
            of,
            window_s,
            raise,
            clear_window_s,
            clear,
        } => Test::OverTime {
            of: one(of),
            window_s: *window_s,
            raise: *raise,
            clear_window_s: *clear_window_s,
            clear: *clear,
        },
        Test::At { probe, of } => Test::At {
            probe: *probe,
            of: one(of),
        },
        Test::Not { of } => Test::Not { of: one(of) },
        Test::All { of } => Test::All { of: all(of) },
        Test::Any { of } => Test::Any { of: all(of) },
        Test::AtLeast { count, of } => Test::AtLeast {
            count: *count,
            of: all(of),
        },
        Test::Limit { .. }
        | Test::Rate { .. }
        | Test::NoData { .. }
        | Test::Ratio { .. }
        | Test::Burn { .. }
        | Test::Unusual { .. }
        | Test::UnlikePeers { .. }
        | Test::Forecast { .. } => test.clone(),
    }
}

/// Switches off every rule that comes with a kind.
pub(super) fn quieten(world: &mut World) {
    let off = || Tuning {
        enabled: Some(false),
        ..Tuning::default()
    };
    let probes: Vec<_> = world.probes.keys().copied().collect();
    for probe in probes {
        let rules = Rules::of(world, probe).into_all();
        if let Some(known) = world.probes.get_mut(&probe) {
            known.spec.alerts = rules.into_iter().map(|rule| (rule.rule, off())).collect();
        }
    }
}
