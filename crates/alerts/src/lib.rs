//! Decides, from rules and readings, what an operator must be told.
//!
//! Pure: it knows no clock, waits for nothing and remembers nothing. What it is given is all it knows.

pub mod own;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wire::Severity;
use wire::kind::{KindInfo, Limits};
use wire::live::{Breach, Condition};
use wire::reading::{Cause, Failure, Finding, Reading};

/// What one reading means.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The sum of it.
    pub condition: Condition,
    /// Values past their limit, the worst first.
    pub breaches: Vec<Breach>,
    /// Defects, the worst first.
    pub findings: Vec<Finding>,
}

/// Judges a reading by the limits of its kind and those that the operator set instead.
#[must_use]
pub fn judge(kind: &KindInfo, own: &BTreeMap<String, Limits>, reading: &Reading) -> Verdict {
    let mut breaches: Vec<Breach> = reading
        .samples
        .iter()
        .filter_map(|sample| {
            let limits = own
                .get(sample.metric.as_ref())
                .or_else(|| kind.metric(&sample.metric)?.limits.as_ref())?;
            let (severity, limit) = limits.judge(sample.value)?;
            Some(Breach {
                metric: sample.metric.clone().into_owned(),
                labels: sample.labels.clone(),
                severity,
                value: sample.value,
                limit,
                unit: sample.unit,
            })
        })
        .collect();
    breaches.sort_by_key(|breach| Reverse(breach.severity));
    let mut findings = reading.findings.clone();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    let worst = [
        reading.failure.as_ref().map(severity),
        breaches.first().map(|breach| breach.severity),
        findings.first().map(|finding| finding.severity),
    ];
    Verdict {
        condition: Condition::from(worst.into_iter().flatten().max()),
        breaches,
        findings,
    }
}

/// How bad it is not to be able to look: critical where the target is to blame, major where this machine is.
fn severity(failure: &Failure) -> Severity {
    match failure.cause {
        Cause::Timeout | Cause::Unreachable | Cause::Refused | Cause::Garbled | Cause::Silent => {
            Severity::Critical
        }
        Cause::Denied | Cause::Overrun | Cause::Bug => Severity::Major,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow::Borrowed;

    use wire::kind::{Bad, Metric, Sort, Watch};
    use wire::probe::ProbeId;
    use wire::reading::{Labels, Sample};
    use wire::{Timestamp, Unit};

    use super::*;

    fn kind() -> KindInfo {
        let rtt = Metric {
            name: Borrowed("icmp_rtt_seconds"),
            title: Borrowed("Round trip"),
            help: Borrowed("There and back."),
            unit: Unit::Seconds,
            sort: Sort::Gauge,
            labels: Borrowed(&[]),
            limits: Some(Limits {
                bad: Bad::Above,
                major: Some(0.01),
                critical: Some(0.1),
            }),
        };
        KindInfo {
            name: Borrowed("icmp"),
            title: Borrowed("Ping"),
            help: Borrowed("Pings."),
            schemes: Borrowed(&[]),
            example: Borrowed("icmp:192.0.2.1"),
            watch: Watch::AtIntervals {
                every_ms: 1000,
                timeout_ms: 900,
            },
            fields: Borrowed(&[]),
            metrics: vec![rtt].into(),
            findings: Borrowed(&[]),
            facts: Borrowed(&[]),
        }
    }

    fn reading(rtt: f64) -> Reading {
        let sample = Sample {
            metric: Borrowed("icmp_rtt_seconds"),
            labels: Labels::new(),
            unit: Unit::Seconds,
            value: rtt,
        };
        Reading {
            probe: ProbeId(1),
            at: Timestamp(0),
            took_ms: 1,
            samples: vec![sample],
            findings: Vec::new(),
            facts: Vec::new(),
            failure: None,
        }
    }

    #[test]
    fn the_worst_of_all_counts() {
        let none = BTreeMap::new();
        assert_eq!(judge(&kind(), &none, &reading(0.001)).condition, Condition::Ok);
        assert_eq!(judge(&kind(), &none, &reading(0.02)).condition, Condition::Major);
        let mut failed = reading(0.02);
        failed.failure = Some(Failure::new(Cause::Timeout, "no answer"));
        assert_eq!(judge(&kind(), &none, &failed).condition, Condition::Critical);
        failed.failure = Some(Failure::new(Cause::Overrun, "too busy"));
        assert_eq!(judge(&kind(), &none, &failed).condition, Condition::Major);
    }

    #[test]
    fn the_operators_limit_replaces_the_kinds() {
        let own = [(
            "icmp_rtt_seconds".to_owned(),
            Limits {
                bad: Bad::Above,
                major: None,
                critical: Some(0.5),
            },
        )];
        assert_eq!(
            judge(&kind(), &own.into(), &reading(0.2)).condition,
            Condition::Ok
        );
    }

    #[test]
    fn the_worst_finding_stands_first() {
        let finding = |severity| Finding {
            code: Borrowed("x.y"),
            severity,
            detail: String::new(),
            labels: Labels::new(),
        };
        let mut seen = reading(0.001);
        seen.findings = vec![
            finding(Severity::Minor),
            finding(Severity::Critical),
            finding(Severity::Info),
        ];
        let verdict = judge(&kind(), &BTreeMap::new(), &seen);
        let order: Vec<_> = verdict.findings.iter().map(|finding| finding.severity).collect();
        assert_eq!(order, [Severity::Critical, Severity::Minor, Severity::Info]);
        assert_eq!(verdict.condition, Condition::Critical);
    }
}
