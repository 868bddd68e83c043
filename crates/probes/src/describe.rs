//! Short words to write the description of a kind as a table.

use std::borrow::Cow;
use std::borrow::Cow::Borrowed;

use wire::Severity;
use wire::Unit;
use wire::kind::{Bad, FactInfo, Field, FindingInfo, Input, Limits, Metric, Sort, Text, Watch};

/// A compiled-in text. The words of a [`choice`] stand in a list and are written with `Borrowed` itself: only so do they
/// outlive the call.
pub(crate) const fn word(text: &'static str) -> Text {
    Borrowed(text)
}

/// Looks every `every_ms` milliseconds and waits `timeout_ms` at most.
pub(crate) const fn every(every_ms: u32, timeout_ms: u32) -> Watch {
    Watch::AtIntervals { every_ms, timeout_ms }
}

const fn field(name: &'static str, title: &'static str, input: Input, help: &'static str) -> Field {
    Field {
        name: Borrowed(name),
        title: Borrowed(title),
        help: Borrowed(help),
        input,
    }
}

/// What several kinds share, then what one has of its own.
pub(crate) fn joined<T: Clone>(shared: &[T], own: &[T]) -> Cow<'static, [T]> {
    [shared, own].concat().into()
}

/// A setting that takes free text; not set unless given.
pub(crate) const fn text(name: &'static str, title: &'static str, help: &'static str) -> Field {
    text_or(name, title, "", help)
}

/// A setting that takes free text and is `default` unless given.
pub(crate) const fn text_or(
    name: &'static str,
    title: &'static str,
    default: &'static str,
    help: &'static str,
) -> Field {
    field(
        name,
        title,
        Input::Text {
            default: Borrowed(default),
        },
        help,
    )
}

/// A setting that is never shown again.
pub(crate) const fn secret(name: &'static str, title: &'static str, help: &'static str) -> Field {
    field(name, title, Input::Secret, help)
}

/// A setting that takes a whole number.
pub(crate) const fn whole(
    name: &'static str,
    title: &'static str,
    default: f64,
    min: f64,
    max: f64,
    help: &'static str,
) -> Field {
    field(
        name,
        title,
        Input::Number {
            default,
            min,
            max,
            whole: true,
        },
        help,
    )
}

/// A setting that is on or off.
pub(crate) const fn switch(
    name: &'static str,
    title: &'static str,
    default: bool,
    help: &'static str,
) -> Field {
    field(name, title, Input::Switch { default }, help)
}

/// A setting that takes one of a few words, the first unless given.
pub(crate) const fn choice(
    name: &'static str,
    title: &'static str,
    of: &'static [Text],
    help: &'static str,
) -> Field {
    let default = match of.first() {
        Some(Borrowed(first)) => *first,
        _ => "",
    };
    field(
        name,
        title,
        Input::Choice {
            default: Borrowed(default),
            of: Borrowed(of),
        },
        help,
    )
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
