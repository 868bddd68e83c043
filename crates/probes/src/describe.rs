//! Short words to write the description of a kind as a table.

use std::borrow::Cow;
use std::borrow::Cow::Borrowed;

use wire::Severity;
use wire::Unit;
pub(crate) use wire::describe::{choice, secret, switch, text, text_or, whole, word};
use wire::kind::{Bad, FactInfo, FindingInfo, Limits, Metric, Sort, Text, Watch};

/// Looks every `every_ms` milliseconds and waits `timeout_ms` at most.
pub(crate) const fn every(every_ms: u32, timeout_ms: u32) -> Watch {
    Watch::AtIntervals { every_ms, timeout_ms }
}

/// What several kinds share, then what one has of its own.
pub(crate) fn joined<T: Clone>(shared: &[T], own: &[T]) -> Cow<'static, [T]> {
    [shared, own].concat().into()
}

/// No limits: the value is only shown.
pub(crate) const UNLIMITED: Option<Limits> = None;

/// Bad above `major`.
pub(crate) const fn above(major: f64) -> Option<Limits> {
    Some(Limits {
        bad: Bad::Above,
        major: Some(major),
        critical: None,
    })
}

/// Bad above `major`, worse above `critical`.
pub(crate) const fn above_both(major: f64, critical: f64) -> Option<Limits> {
    Some(Limits {
        bad: Bad::Above,
        major: Some(major),
        critical: Some(critical),
    })
}

/// Bad below `major`, worse below `critical`.
pub(crate) const fn below_both(major: f64, critical: f64) -> Option<Limits> {
    Some(Limits {
        bad: Bad::Below,
        major: Some(major),
        critical: Some(critical),
    })
}

/// A metric that goes up and down, with one series for each probe.
pub(crate) const fn gauge(
    name: &'static str,
    title: &'static str,
    unit: Unit,
    limits: Option<Limits>,
    help: &'static str,
) -> Metric {
    gauge_by(name, title, unit, &[], limits, help)
}

/// A metric that goes up and down, with one series for each combination of `labels`.
pub(crate) const fn gauge_by(
    name: &'static str,
    title: &'static str,
    unit: Unit,
    labels: &'static [Text],
    limits: Option<Limits>,
    help: &'static str,
) -> Metric {
    Metric {
        name: Borrowed(name),
        title: Borrowed(title),
        help: Borrowed(help),
        unit,
        sort: Sort::Gauge,
        labels: Borrowed(labels),
        limits,
    }
}

/// A metric that only grows, with one series for each combination of `labels`.
pub(crate) const fn counter_by(
    name: &'static str,
    title: &'static str,
    unit: Unit,
    labels: &'static [Text],
    help: &'static str,
) -> Metric {
    Metric {
        name: Borrowed(name),
        title: Borrowed(title),
        help: Borrowed(help),
        unit,
        sort: Sort::Counter,
        labels: Borrowed(labels),
        limits: UNLIMITED,
    }
}

/// Something that targets say of themselves in words, once for each combination of `labels`.
pub(crate) const fn fact(
    name: &'static str,
    title: &'static str,
    labels: &'static [Text],
    help: &'static str,
) -> FactInfo {
    FactInfo {
        name: Borrowed(name),
        title: Borrowed(title),
        help: Borrowed(help),
        labels: Borrowed(labels),
    }
}

/// A defect that the kind can name.
pub(crate) const fn finding(code: &'static str, severity: Severity, help: &'static str) -> FindingInfo {
    FindingInfo {
        code: Borrowed(code),
        severity,
        help: Borrowed(help),
    }
}
