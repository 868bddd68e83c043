//! What is bad in one reading, by the rules that come with its kind.

use std::cmp::Reverse;

use wire::Severity;
use wire::alert::Measured;
use wire::kind::{Bad, KindInfo, Limits};
use wire::live::Breach;
use wire::reading::{Cause, Failure, Finding, Labels, Reading, Sample};
use wire::rule::{FAILURE, InForce};

use crate::tuned::Rules;
use crate::value;

/// Something bad in a reading.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen<'r> {
    /// The rule's name within its kind.
    pub(crate) rule: &'r str,
    /// The part of the target that stands alone.
    pub(crate) part: Labels,
    pub(crate) severity: Severity,
    pub(crate) text: String,
    pub(crate) measured: Option<Measured>,
    /// How many more like it there are.
    pub(crate) more: usize,
}

/// What one reading means by itself: everything that is bad in it, whether that has lasted or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Values past their limit, the worst first.
    pub breaches: Vec<Breach>,
    /// Defects, the worst first.
    pub findings: Vec<Finding>,
}

/// Everything bad in a reading. `told` is how bad the rule of that name has been told to be at that part: a value that was past
/// its limit must come back behind it by the hysteresis.
pub(crate) fn look<'r>(
    kind: &KindInfo,
    rules: &Rules,
    reading: &'r Reading,
    told: impl Fn(&str, &Labels) -> Option<Severity>,
) -> (Verdict, Vec<Seen<'r>>) {
    let mut verdict = Verdict::default();
    let mut seen = Vec::<Seen<'r>>::new();
    if let Some(failure) = &reading.failure
        && let Some(rule) = rules.get(FAILURE).filter(|rule| rule.enabled.value)
    {
        let severity = rule
            .severity
            .map_or_else(|| of_failure(failure), |said| said.value);
        add(
            &mut seen,
            plain(FAILURE, Labels::new(), severity, &failure.detail),
        );
    }
    for sample in &reading.samples {
        if let Some((breach, of)) = past_limit(kind, rules, sample, &told) {
            verdict.breaches.push(breach);
            add(&mut seen, of);
        }
    }
    for finding in &reading.findings {
        let rule = rules.get(&finding.code);
        let severity = rule
            .and_then(|rule| rule.severity)
            .map_or(finding.severity, |said| said.value);
        let shown = Finding {
            severity,
            ..finding.clone()
        };
        verdict.findings.push(shown);
        if rule.is_none_or(|rule| rule.enabled.value) && severity > Severity::Info {
            let part = part(kind, &finding.labels);
            add(&mut seen, plain(&finding.code, part, severity, &finding.detail));
        }
    }
    verdict.breaches.sort_by_key(|breach| Reverse(breach.severity));
    verdict.findings.sort_by_key(|finding| Reverse(finding.severity));
    (verdict, seen)
}

fn past_limit<'r>(
    kind: &KindInfo,
    rules: &Rules,
    sample: &'r Sample,
    told: &impl Fn(&str, &Labels) -> Option<Severity>,
) -> Option<(Breach, Seen<'r>)> {
    let rule = rules.get(&sample.metric).filter(|rule| rule.enabled.value)?;
    let limits = rule.limits?.value;
    // Nearly every value of nearly every reading ends here.
    let relaxed = relaxed(limits, rule.hysteresis.value, Severity::Critical);
    relaxed.judge(sample.value)?;
    let part = part(kind, &sample.labels);
    let held = match told(&sample.metric, &part) {
        Some(severity) => self::relaxed(limits, rule.hysteresis.value, severity),
        None => limits,
    };
    let (severity, _) = held.judge(sample.value)?;
    let limit = match severity {
        Severity::Critical => limits.critical,
        _ => limits.major,
    }?;
    let severity = rule.severity.map_or(severity, |said| said.value);
    let breach = Breach {
        metric: sample.metric.clone().into_owned(),
        labels: sample.labels.clone(),
        severity,
        value: sample.value,
        limit,
        unit: sample.unit,
    };
    let seen = Seen {
        rule: &sample.metric,
        part,
        severity,
        text: sentence(rule, limits.bad, &breach),
        measured: Some(Measured {
            metric: breach.metric.clone(),
            labels: breach.labels.clone(),
            value: breach.value,
            limit,
            unit: breach.unit,
        }),
        more: 0,
    };
    Some((breach, seen))
}

/// The limits of what is told to be so bad: each limit up to that lies further on the good side.
fn relaxed(limits: Limits, hysteresis: f64, told: Severity) -> Limits {
    let step = |limit: f64| match limits.bad {
        Bad::Above => limit - limit.abs() * hysteresis,
        Bad::Below => limit + limit.abs() * hysteresis,
    };
    Limits {
        bad: limits.bad,
        major: limits.major.map(step),
        critical: if told == Severity::Critical {
            limits.critical.map(step)
        } else {
            limits.critical
        },
    }
}

fn sentence(rule: &InForce, bad: Bad, breach: &Breach) -> String {
    let side = match bad {
        Bad::Above => "above",
        Bad::Below => "below",
    };
    let (value, limit) = value::pair(breach.unit, breach.value, breach.limit);
    let of: Vec<_> = breach
        .labels
        .iter()
        .map(|(label, of)| format!(" of {label} {of}"))
        .collect();
    format!("{}{} is {value}, {side} {limit}", rule.title, of.concat())
}

fn plain<'r>(rule: &'r str, part: Labels, severity: Severity, text: &str) -> Seen<'r> {
    Seen {
        rule,
        part,
        severity,
        text: text.to_owned(),
        measured: None,
        more: 0,
    }
}

/// Things that are told together are one thing, as bad as the worst.
fn add<'r>(seen: &mut Vec<Seen<'r>>, new: Seen<'r>) {
    match seen
        .iter_mut()
        .find(|known| known.rule == new.rule && known.part == new.part)
    {
        Some(known) if known.severity >= new.severity => known.more += 1,
        Some(known) => {
            let more = known.more + 1;
            *known = Seen { more, ..new };
        }
        None => seen.push(new),
    }
}

/// Of labels, those whose parts are told one by one.
fn part(kind: &KindInfo, labels: &Labels) -> Labels {
    let stands_alone = |(label, _): &(&std::borrow::Cow<'static, str>, &String)| kind.alone.contains(label);
    let alone = labels.iter().filter(stands_alone);
    alone
        .map(|(label, value)| (label.clone(), value.clone()))
        .collect()
}

/// How bad it is not to be able to look: critical where the target is to blame, major where this machine is.
fn of_failure(failure: &Failure) -> Severity {
    match failure.cause {
        Cause::Timeout | Cause::Unreachable | Cause::Refused | Cause::Garbled | Cause::Silent => {
            Severity::Critical
        }
        Cause::Denied | Cause::Overrun | Cause::Bug => Severity::Major,
    }
}
