//! Which metric of Flywatch a series of Prometheus is.

use probes::KINDS;
use promql_parser::label::MatchOp;
use wire::kind::{Metric, Sort};
use wire::rule::{Pick, Scope};

use super::exporters::{ANSWERS, Foreign, METRICS, Read, SHARES};
use super::scope::chosen;
use super::value::{Of, Over, Series};
use super::{Around, Notes, Unfit, exported, word};

/// A metric of Flywatch, and how the one that was asked for comes from it.
pub(super) struct Found {
    pub(super) metric: &'static Metric,
    pub(super) pick: Pick,
    pub(super) scope: Scope,
    pub(super) over: Over,
    /// `asked = scale * ours + add`.
    pub(super) scale: f64,
    pub(super) add: f64,
    /// Whether a mean or a sum of its series is the one value that Flywatch has anyway.
    pub(super) is_whole: bool,
}

impl Found {
    /// Whether a probe may have several series of it that this picks.
    pub(super) fn has_parts(&self) -> bool {
        self.metric.labels.len() > self.pick.labels.len()
    }
}

/// The kinds of probe that have a metric of this name.
fn kinds(name: &str) -> (Option<&'static Metric>, Vec<String>) {
    let having = KINDS
        .iter()
        .map(|kind| kind.info())
        .filter_map(|info| Some((info, info.metric(name)?)));
    let having: Vec<_> = having.collect();
    let metric = having.first().map(|(_, metric)| *metric);
    (
        metric,
        having.iter().map(|(info, _)| info.name.to_string()).collect(),
    )
}

/// Which probes a metric is about that only says whether they answer.
pub(super) fn answers(series: &Series<'_>, around: &Around, notes: &mut Notes) -> Option<Scope> {
    let (name, kinds) = ANSWERS.iter().find(|(name, _)| *name == series.name())?;
    let mut scope = chosen(series.selector, &[], None, around, notes).scope;
    if *name == "up" {
        notes.say("`up` is about an exporter; here it is whether a probe gets an answer.");
    }
    if scope.kinds.is_empty() && scope.probes.is_empty() {
        scope.kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    }
    Some(scope)
}

/// Finds a series, or a share of two.
pub(super) fn find(of: &Of<'_>, around: &Around, notes: &mut Notes) -> Result<Found, Unfit> {
    match of {
        Of::One(series) => one(series, of, around, notes),
        Of::Until(series) | Of::Since(series) => known(series, of, around, notes),
        Of::Share(part, whole) => share(part, whole, around, notes),
        Of::Less(one, other) => Err(format!(
            "It takes `{}` from `{}`; a rule tests one metric by itself.",
            other.name(),
            one.name()
        )),
        Of::Now => Err(
            "It tests the time of day; silences and routes of Flywatch know times, rules do not.".to_owned(),
        ),
    }
}

fn one(series: &Series<'_>, of: &Of<'_>, around: &Around, notes: &mut Notes) -> Result<Found, Unfit> {
    let own = KINDS
        .iter()
        .flat_map(|kind| kind.info().metrics.iter())
        .find(|metric| exported(&metric.name) == series.name());
    let Some(metric) = own else {
        return known(series, of, around, notes);
    };
    let words: Vec<String> = metric.labels.iter().map(|label| word(label)).collect();
    let labels: Vec<_> = words
        .iter()
        .zip(metric.labels.iter())
        .map(|(theirs, ours)| (theirs.as_str(), ours.as_ref()))
        .collect();
    let chosen = chosen(series.selector, &labels, None, around, notes);
    let mut scope = chosen.scope;
    scope.kinds = kinds(&metric.name).1;
    Ok(Found {
        metric,
        pick: Pick {
            metric: metric.name.to_string(),
            labels: chosen.labels,
        },
        scope,
        over: series.over,
        scale: 1.0,
        add: 0.0,
        is_whole: false,
    })
}

fn known(series: &Series<'_>, of: &Of<'_>, around: &Around, notes: &mut Notes) -> Result<Found, Unfit> {
    let name = series.name();
    if name.starts_with("flywatch_probe_") || name.starts_with("flywatch_station_") {
        return Err(format!(
            "`{name}` is about probes or the station as such; Flywatch alerts of these by itself."
        ));
    }
    if name == "ALERTS" || name == "ALERTS_FOR_STATE" {
        return Err("It tests other alerts; Flywatch finds the common cause of alerts by itself.".to_owned());
    }
    let named: Vec<&Foreign> = METRICS.iter().filter(|foreign| foreign.name == name).collect();
    if named.is_empty() {
        return Err(format!("Flywatch has no metric like `{name}`."));
    }
    let fits: Vec<&Foreign> = named
        .into_iter()
        .filter(|foreign| is_asked(series, foreign))
        .collect();
    let Some(first) = fits.first() else {
        return Err(format!("Flywatch has no metric like `{name}` with these labels."));
    };
    let mut own_notes = Notes::default();
    let wanted = chosen(series.selector, first.labels, None, around, &mut own_notes)
        .scope
        .kinds;
    let of_kind = |foreign: &&&Foreign| kinds(foreign.ours).1.iter().any(|kind| wanted.contains(kind));
    let foreign = fits.iter().find(of_kind).unwrap_or(first);
    if fits.len() > 1 && wanted.is_empty() {
        let (metric, of) = kinds(foreign.ours);
        notes.say(format!(
            "`{name}` is measured for every module of blackbox_exporter; it is taken as {:?} of the kind {}.",
            metric.map(|metric| metric.title.as_ref()).unwrap_or_default(),
            of.join(", ")
        ));
    }
    let over = over(foreign, series, of, notes)?;
    meant(foreign, series, over, around, notes)
}

/// Whether the labels of a series choose this metric.
fn is_asked(series: &Series<'_>, foreign: &Foreign) -> bool {
    foreign.with.is_none_or(|(label, value)| {
        let matchers = &series.selector.matchers.matchers;
        let mut same = matchers.iter().filter(|matcher| matcher.name == label);
        same.any(|matcher| matches!(matcher.op, MatchOp::Equal) && matcher.value == value)
    })
}

/// What is done to the past of the metric here, when that is done to the one of the exporter.
fn over(foreign: &Foreign, series: &Series<'_>, of: &Of<'_>, notes: &mut Notes) -> Result<Over, Unfit> {
    let name = foreign.name;
    match (foreign.read, of, series.over) {
        (Read::Rate, Of::One(_) | Of::Share(..), Over::Rate { .. }) => {
            notes.say(format!(
                "The rate of `{name}` is measured by Flywatch itself from look to look, not over the window of the expression."
            ));
            Ok(Over::Now)
        }
        (Read::Rate, ..) => Err(format!(
            "Flywatch has `{name}` as a rate only; write `rate({name}[…])`."
        )),
        (Read::Counter, Of::One(_) | Of::Share(..), over) => Ok(over),
        (Read::Value, Of::One(_) | Of::Share(..), over) => Ok(over),
        (Read::Until, Of::Until(_), Over::Now) | (Read::Since, Of::Since(_), Over::Now) => Ok(Over::Now),
        _ => Err(format!(
            "Flywatch has `{name}` only as the time from or until then, in seconds."
        )),
    }
}

fn meant(
    foreign: &Foreign,
    series: &Series<'_>,
    over: Over,
    around: &Around,
    notes: &mut Notes,
) -> Result<Found, Unfit> {
    let (Some(metric), kinds) = kinds(foreign.ours) else {
        return Err(format!("Flywatch has no metric like `{}`.", foreign.name));
    };
    let spoken_for = foreign.with.map(|(label, _)| label);
    let chosen = chosen(series.selector, foreign.labels, spoken_for, around, notes);
    let mut labels = chosen.labels;
    if let Some((label, value)) = foreign.at {
        labels.insert(label.into(), value.to_owned());
    }
    let mut scope = chosen.scope;
    scope.kinds = kinds;
    Ok(Found {
        metric,
        pick: Pick {
            metric: foreign.ours.to_owned(),
            labels,
        },
        scope,
        over,
        scale: foreign.scale,
        add: foreign.add,
        is_whole: foreign.is_whole,
    })
}

fn share(part: &Series<'_>, whole: &Series<'_>, around: &Around, notes: &mut Notes) -> Result<Found, Unfit> {
    let found = SHARES
        .iter()
        .find(|share| share.part == part.name() && share.whole == whole.name());
    let Some(share) = found else {
        let unknown = [part, whole]
            .into_iter()
            .find(|series| one(series, &Of::One((*series).clone()), around, &mut Notes::default()).is_err());
        return Err(match unknown {
            Some(series) => format!("Flywatch has no metric like `{}`.", series.name()),
            None => format!(
                "It divides `{}` by `{}`; a rule divides the growth of two counters only.",
                part.name(),
                whole.name()
            ),
        });
    };
    let of = Of::Share(part.clone(), whole.clone());
    let over = over(&share.is, part, &of, notes)?;
    if !share.note.is_empty() {
        notes.say(share.note);
    }
    meant(&share.is, part, over, around, notes)
}

/// Both counters of a share of growth, where they are that.
pub(super) fn counters(
    part: &Series<'_>,
    whole: &Series<'_>,
    around: &Around,
    notes: &mut Notes,
) -> Option<(Found, Found, f64)> {
    let (Over::Rate { window: first }, Over::Rate { window: second }) = (part.over, whole.over) else {
        return None;
    };
    let mut own = Notes::default();
    let mut counter = |series: &Series<'_>| {
        let found = one(series, &Of::One(series.clone()), around, &mut own).ok()?;
        (found.metric.sort == Sort::Counter && matches!(found.over, Over::Rate { .. })).then_some(found)
    };
    let (part, whole) = (counter(part)?, counter(whole)?);
    for note in own.0 {
        notes.say(note);
    }
    if first != second {
        notes.say("The two windows differ; the longer is taken for both.");
    }
    Some((part, whole, first.max(second)))
}
