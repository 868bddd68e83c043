//! Rules tried on the history before they are saved.

use std::collections::BTreeSet;
use std::time::Duration;

use alerts::World;
use alerts::backtest::{Backtest, MOST_FIRINGS, Tried};
use tokio::time::Instant;
use wire::Timestamp;
use wire::probe::ProbeId;
use wire::rule::{Pick, RuleKey, RuleSpec};
use wire::series::Series;
use wire::settings::FieldError;
use wire::trial::{Trial, TryRule, TryTuning};

use super::Station;
use crate::Refused;
use crate::past::Past;

/// The stretch that is looked at unless another is asked for, in milliseconds: a week.
const USUAL_MS: i64 = 7 * 86_400_000;
/// The longest stretch, in milliseconds: ten years.
const LONGEST_MS: i64 = 3_650 * 86_400_000;
/// A trial takes no longer than this.
const LONGEST: Duration = Duration::from_secs(20);
/// After so many readings it is found out whether the time is over.
const AT_ONCE: usize = 2_000;
/// So many series are looked at in one trial at most.
const MOST_SERIES: usize = 2_000;

impl Station {
    /// Holds a rule against the history: when it would have fired. Nothing is saved.
    ///
    /// # Errors
    /// Wrong entries, another trial that runs, or what the store says.
    pub async fn try_rule(&self, asked: TryRule) -> Result<Trial, Refused> {
        let TryRule { mut spec, from, to } = asked;
        if spec.name.trim().is_empty() {
            "This rule".clone_into(&mut spec.name);
        }
        let kinds: Vec<_> = self.inner.kinds.iter().map(|kind| kind.info()).collect();
        let faults: Vec<_> = alerts::own::faults(&spec, &kinds)
            .into_iter()
            .map(|fault| FieldError::new(format!("spec.{}", fault.field), fault.message))
            .collect();
        if !faults.is_empty() {
            return Err(Refused::Invalid(faults));
        }
        self.hold_against_history(Tried::Own(spec), from, to).await
    }

    /// Holds a rule of a metric, as it would be tuned for a probe, against the history. Nothing is saved.
    ///
    /// # Errors
    /// Wrong entries, another trial that runs, or what the store says.
    pub async fn try_tuning(&self, probe: ProbeId, asked: TryTuning) -> Result<Trial, Refused> {
        let TryTuning {
            rule,
            tuning,
            from,
            to,
        } = asked;
        let view = self.probe_view(probe);
        let kind = view.and_then(|view| self.kind(&view.probe.spec.kind));
        let is_metric = |rule: &RuleKey| {
            kind.is_some_and(|kind| kind.name == rule.family() && kind.metric(rule.name()).is_some())
        };
        if !is_metric(&rule) {
            let message = "give a rule of one of the probe's metrics; the history holds nothing else";
            return Err(Refused::Invalid(vec![FieldError::new("rule", message)]));
        }
        let tried = Tried::OfKind { probe, rule, tuning };
        self.hold_against_history(tried, from, to).await
    }

    async fn hold_against_history(
        &self,
        tried: Tried,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Result<Trial, Refused> {
        let now = self.now();
        let to = to.unwrap_or(now).min(now);
        let from = from.unwrap_or(to.plus_millis(-USUAL_MS));
        let from = from.max(to.plus_millis(-LONGEST_MS));
        if from >= to {
            let message = "the begin must be earlier than the end, and than now";
            return Err(Refused::Invalid(vec![FieldError::new("from", message)]));
        }
        let Ok(_alone) = self.inner.trial.try_lock() else {
            return Err(Refused::Trying);
        };
        let until = Instant::now() + LONGEST;
        let world = self.ask(|alerting| alerting.engine.world().clone()).await?;
        let mut left_out = tried.untold();
        let probes = tried.looked_at(&world);
        let looked_at = match &tried {
            Tried::Own(spec) => in_scope(&world, spec),
            Tried::OfKind { .. } => probes.len(),
        };
        if looked_at == 0 {
            left_out.push("No probe that works is in its scope, so there was nothing to look at.".to_owned());
        }
        let series = self.needed(&tried, &probes, &mut left_out);
        let begin = from.plus_millis(-tried.warm_up_ms());
        let mut past = Past::new(series, begin, to);
        let mut backtest = Backtest::new(world, tried, Box::new(self.inner.usual.clone()), from, to);
        let mut first = None;
        let mut reached = to;
        while let Some(readings) = past.next(&self.inner.store).await? {
            first = first.or_else(|| readings.first().map(|reading| reading.at));
            // Hours of readings at once would hold up everything else that this thread has to do.
            let judged = tokio::task::spawn_blocking(move || {
                let mut stopped = None;
                for some in readings.chunks(AT_ONCE) {
                    some.iter().for_each(|reading| backtest.take(reading));
                    if Instant::now() >= until {
                        stopped = some.last().map(|reading| reading.at);
                        break;
                    }
                }
                (backtest, stopped)
            });
            let stopped;
            (backtest, stopped) = judged.await.map_err(|_| store::Error::Closed)?;
            if stopped.is_some() || Instant::now() >= until {
                reached = stopped.unwrap_or_else(|| past.read_to()).clamp(from, to);
                break;
            }
        }
        if reached < to {
            left_out.push(format!(
                "After {} s only the time up to {} had been looked at; choose a shorter stretch or fewer probes.",
                LONGEST.as_secs(),
                reached.rfc3339()
            ));
        }
        left_out.extend(of_past(&past, first, from));
        if let Some(pulse) = backtest.pulse_ms() {
            left_out.push(format!(
                "What changes with time alone was judged every {} s only.",
                pulse / 1000
            ));
        }
        let step_ms = backtest.pulse_ms().and_then(|pulse| u32::try_from(pulse).ok());
        let step_ms = past.step_ms.max(step_ms.unwrap_or(1));
        let outcome = backtest.finish(reached);
        if outcome.total > MOST_FIRINGS as u64 {
            left_out.push(format!(
                "It would have fired {} times; the first {MOST_FIRINGS} are listed.",
                outcome.total
            ));
        }
        Ok(Trial {
            from,
            to: reached,
            step_ms,
            firings: outcome.firings,
            total: outcome.total,
            seconds_firing: Duration::from_millis(u64::try_from(outcome.firing_ms).unwrap_or(0))
                .as_secs_f64(),
            looked_at: u32::try_from(looked_at).unwrap_or(u32::MAX),
            series: u32::try_from(past.series_seen()).unwrap_or(u32::MAX),
            left_out,
        })
    }

    /// The series whose past a trial needs.
    fn needed(&self, tried: &Tried, probes: &BTreeSet<ProbeId>, left_out: &mut Vec<String>) -> Vec<Series> {
        let picks = tried.picks();
        let is_needed = |series: &Series| {
            let fits = |pick: &Pick| pick.fits(&series.metric, &series.labels);
            let is_picked = picks.as_ref().is_none_or(|picks| picks.iter().any(fits));
            probes.contains(&series.probe) && is_picked
        };
        let views = self.series_views(None).into_iter();
        let mut series: Vec<_> = views.map(|view| view.series).filter(is_needed).collect();
        if series.len() > MOST_SERIES {
            left_out.push(format!(
                "The rule needs {} series; only the first {MOST_SERIES} were looked at.",
                series.len()
            ));
            series.truncate(MOST_SERIES);
        }
        series
    }
}

fn in_scope(world: &World, spec: &RuleSpec) -> usize {
    let probes = world.probes.keys();
    probes.filter(|id| world.is_in(&spec.on, **id)).count()
}

/// What there is of the past, where that is less than everything.
fn of_past(past: &Past, first: Option<Timestamp>, from: Timestamp) -> Vec<String> {
    let mut said = Vec::new();
    match first {
        None => said.push("There is no history of what the rule looks at in this time.".to_owned()),
        Some(first) if first.millis_since(from) > 60_000 => {
            said.push(format!("There is no history before {}.", first.rfc3339()));
        }
        Some(_) => {}
    }
    if past.step_ms > 1 {
        let step = past.step_ms / 1000;
        said.push(format!(
            "Where single samples are no longer kept, the least, the greatest and the last value of each step of {step} s were \
             judged: no excursion is missed, but moments are only as exact as a step."
        ));
    }
    said
}
