//! Kinds, looks and rules for tests.

use std::borrow::Cow::Borrowed;

use wire::kind::{FindingInfo, KindInfo, Metric, Sort, Watch};
use wire::probe::ProbeId;
use wire::reading::{Cause, Failure, Finding, Labels, Reading, Sample};
use wire::rule::{Pick, RuleSpec, Scope, Test};
use wire::{Severity, Timestamp, Unit};

use super::{Judged, Own, Unlearned};

pub(crate) const CAMERA: ProbeId = ProbeId(1);
pub(crate) const CENTRE: ProbeId = ProbeId(2);

fn metric(
    name: &'static str,
    title: &'static str,
    unit: Unit,
    sort: Sort,
    labels: &'static [&'static str],
) -> Metric {
    Metric {
        name: Borrowed(name),
        title: Borrowed(title),
        help: Borrowed("For tests."),
        unit,
        sort,
        labels: labels.iter().map(|label| Borrowed(*label)).collect(),
        limits: None,
    }
}

/// A kind with a metric of each sort.
pub(crate) fn kind() -> KindInfo {
    KindInfo {
        name: Borrowed("box"),
        title: Borrowed("Box"),
        help: Borrowed("For tests."),
        schemes: Borrowed(&[]),
        example: Borrowed("box:192.0.2.1"),
        watch: Watch::AtIntervals {
            every_ms: 1000,
            timeout_ms: 900,
        },
        fields: Borrowed(&[]),
        metrics: vec![
            metric("box_load_ratio", "CPU load", Unit::Ratio, Sort::Gauge, &[]),
            metric("box_link_up", "Link up", Unit::YesNo, Sort::Gauge, &["port"]),
            metric("box_free_bytes", "Free space", Unit::Bytes, Sort::Gauge, &[]),
            metric("box_celsius", "Temperature", Unit::Celsius, Sort::Gauge, &[]),
            metric(
                "box_lost_total",
                "Packets lost",
                Unit::Count,
                Sort::Counter,
                &["port"],
            ),
            metric(
                "box_sent_total",
                "Packets sent",
                Unit::Count,
                Sort::Counter,
                &["port"],
            ),
        ]
        .into(),
        findings: vec![FindingInfo {
            code: Borrowed("box.no_signal"),
            severity: Severity::Critical,
            help: Borrowed("For tests."),
        }]
        .into(),
        alone: Borrowed(&[]),
        facts: Borrowed(&[]),
    }
}

/// The rule that fires when the test is true.
pub(crate) fn spec(when: Test) -> RuleSpec {
    RuleSpec {
        name: "Test".to_owned(),
        enabled: true,
        on: Scope::default(),
        when,
        severity: Severity::Major,
        raise_after_ms: 0,
        clear_after_ms: 0,
        advice: String::new(),
    }
}

pub(crate) fn pick(metric: &str) -> Pick {
    Pick {
        metric: metric.to_owned(),
        labels: Labels::new(),
    }
}

pub(crate) fn port(name: &str) -> Labels {
    Labels::from([(Borrowed("port"), name.to_owned())])
}

/// The rule at [`CAMERA`], since the beginning of time.
pub(crate) fn own(when: Test) -> Own {
    let mut own = Own::new(spec(when));
    own.know(&kind());
    own.join(CAMERA, Timestamp(0));
    own
}

pub(crate) fn sample(metric: &'static str, labels: Labels, value: f64) -> Sample {
    let unit = kind().metric(metric).expect("the kind has it").unit;
    Sample {
        metric: Borrowed(metric),
        labels,
        unit,
        value,
    }
}

/// A look of [`CAMERA`] at so many seconds.
pub(crate) fn look(seconds: f64, samples: Vec<Sample>) -> Reading {
    Reading {
        probe: CAMERA,
        at: at(seconds),
        took_ms: 1,
        samples,
        findings: Vec::new(),
        facts: Vec::new(),
        failure: None,
    }
}

pub(crate) fn load(seconds: f64, value: f64) -> Reading {
    look(seconds, vec![sample("box_load_ratio", Labels::new(), value)])
}

pub(crate) fn of(probe: ProbeId, reading: Reading) -> Reading {
    Reading { probe, ..reading }
}

pub(crate) fn failed(seconds: f64) -> Reading {
    Reading {
        failure: Some(Failure::new(Cause::Timeout, "no answer within 0.9 s")),
        ..look(seconds, Vec::new())
    }
}

pub(crate) fn with_finding(reading: Reading) -> Reading {
    let finding = Finding {
        code: Borrowed("box.no_signal"),
        severity: Severity::Critical,
        detail: "no signal at its input".to_owned(),
        labels: Labels::new(),
    };
    Reading {
        findings: vec![finding],
        ..reading
    }
}

#[allow(clippy::cast_possible_truncation, reason = "seconds of a test")]
pub(crate) fn at(seconds: f64) -> Timestamp {
    Timestamp((seconds * 1000.0).round() as i64)
}

impl Own {
    /// What is known of a probe at so many seconds.
    pub(crate) fn parts(&mut self, probe: ProbeId, seconds: f64) -> Vec<Judged> {
        let mut out = Vec::new();
        self.judge(probe, at(seconds), &Unlearned, &mut out);
        out
    }

    /// Takes a look and tells what is known then of its probe, which must be one part.
    pub(crate) fn see(&mut self, reading: &Reading) -> Judged {
        self.take(reading);
        let mut out = Vec::new();
        self.judge(reading.probe, reading.at, &Unlearned, &mut out);
        assert_eq!(out.len(), 1, "{out:?}");
        out.remove(0)
    }

    /// Takes a look and tells whether the test is true then.
    pub(crate) fn truth(&mut self, reading: &Reading) -> Option<bool> {
        self.see(reading).truth
    }

    /// Whether the test is true of [`CAMERA`] at so many seconds.
    pub(crate) fn now(&mut self, seconds: f64) -> Option<bool> {
        let parts = self.parts(CAMERA, seconds);
        assert!(parts.len() <= 1, "{parts:?}");
        parts.first().and_then(|part| part.truth)
    }
}
