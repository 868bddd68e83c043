//! Short words for the static description of a kind, so that it reads like a table.

use std::borrow::Cow::Borrowed;

use wire::Severity;
use wire::Unit;
use wire::kind::{Bad, Field, FindingInfo, Input, Limits, Metric, Sort, Text};

/// A metric without limits.
pub(crate) const FREE: Option<Limits> = None;

/// Bad above `major`, worse above `critical`.
pub(crate) const fn above(major: f64, critical: f64) -> Option<Limits> {
    Some(Limits { bad: Bad::Above, major: Some(major), critical: Some(critical) })
}

/// Bad below `major`, worse below `critical`.
pub(crate) const fn below(major: f64, critical: f64) -> Option<Limits> {
    Some(Limits { bad: Bad::Below, major: Some(major), critical: Some(critical) })
}

/// Goes up and down.
pub(crate) const fn gauge(
    name: &'static str,
    unit: Unit,
    labels: &'static [Text],
    limits: Option<Limits>,
    title: &'static str,
    help: &'static str,
) -> Metric {
    metric(Sort::Gauge, name, unit, labels, limits, title, help)
}

/// Only grows; its name ends in `_total`.
pub(crate) const fn counter(
    name: &'static str,
    unit: Unit,
    labels: &'static [Text],
    title: &'static str,
    help: &'static str,
) -> Metric {
    metric(Sort::Counter, name, unit, labels, FREE, title, help)
}

const fn metric(
    sort: Sort,
    name: &'static str,
    unit: Unit,
    labels: &'static [Text],
    limits: Option<Limits>,
    title: &'static str,
    help: &'static str,
) -> Metric {
    Metric {
        name: Borrowed(name),
        title: Borrowed(title),
        help: Borrowed(help),
        unit,
        sort,
        labels: Borrowed(labels),
        limits,
    }
}

/// A setting. What it takes is one of [`text`], [`whole`], [`number`], [`switch`], [`choice`] and [`Input::Secret`].
pub(crate) const fn field(name: &'static str, input: Input, title: &'static str, help: &'static str) -> Field {
    Field { name: Borrowed(name), title: Borrowed(title), help: Borrowed(help), input }
}

/// Takes a text; an empty `default` means that it is not set.
pub(crate) const fn text(default: &'static str) -> Input {
    Input::Text { default: Borrowed(default) }
}

/// Takes a whole number from `min` to `max`.
pub(crate) const fn whole(default: u32, min: u32, max: u32) -> Input {
    Input::Number { default: default as f64, min: min as f64, max: max as f64, whole: true }
}

/// Takes a number from `min` to `max`.
pub(crate) const fn number(default: f64, min: f64, max: f64) -> Input {
    Input::Number { default, min, max, whole: false }
}

/// Takes yes or no.
pub(crate) const fn switch(default: bool) -> Input {
    Input::Switch { default }
}

/// Takes one of a few words.
pub(crate) const fn choice(default: &'static str, of: &'static [Text]) -> Input {
    Input::Choice { default: Borrowed(default), of: Borrowed(of) }
}

/// A defect.
pub(crate) const fn finding(code: &'static str, severity: Severity, help: &'static str) -> FindingInfo {
    FindingInfo { code: Borrowed(code), severity, help: Borrowed(help) }
}
