//! What a sort of probe says about itself. Forms, command line, documents and default limits are derived from it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Severity, Unit};

/// A text that is either compiled in or came over the wire.
pub type Text = Cow<'static, str>;
/// A list that is either compiled in or came over the wire.
pub type List<T> = Cow<'static, [T]>;

/// Everything the rest of the program knows about one kind of probe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct KindInfo {
    /// The word it is chosen by, also the prefix of its metrics and findings.
    pub name: Text,
    /// Its name on screen, a few words.
    pub title: Text,
    /// What it does, in one line.
    pub help: Text,
    /// URL schemes that mean this kind, the usual one first.
    pub schemes: List<Text>,
    /// A target that is well-formed.
    pub example: Text,
    /// Whether it looks at intervals or all the time.
    pub watch: Watch,
    /// What can be set.
    pub fields: List<Field>,
    /// What it measures. The first is the one shown large on a tile.
    pub metrics: List<Metric>,
    /// The defects it can name.
    pub findings: List<FindingInfo>,
    /// The labels whose parts are told one by one when they are bad: the interfaces of a switch, but not the PIDs of a stream.
    #[serde(default, skip_serializing_if = "<[Text]>::is_empty")]
    pub alone: List<Text>,
    /// What its targets say of themselves in words.
    #[serde(default, skip_serializing_if = "<[FactInfo]>::is_empty")]
    pub facts: List<FactInfo>,
}

impl KindInfo {
    /// The metric of that name.
    #[must_use]
    pub fn metric(&self, name: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.name == name)
    }
}

/// How a probe spends its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Watch {
    /// Looks once at each interval.
    AtIntervals {
        /// Usual time between two looks, in milliseconds.
        every_ms: u32,
        /// Usual time after which a look has failed, in milliseconds; less than the interval.
        timeout_ms: u32,
    },
    /// Keeps looking until its source breaks.
    AllTheTime {
        /// Usual silence after which the source counts as gone, in milliseconds.
        silent_ms: u32,
    },
}

/// One thing that can be set on a probe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Field {
    /// The key, `snake_case`, with the unit as its ending where there is one (`size_bytes`).
    pub name: Text,
    /// Its name on screen.
    pub title: Text,
    /// What it does, in one line.
    pub help: Text,
    /// What it takes.
    pub input: Input,
}

/// What a field takes, and what it is when nothing is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "takes")]
pub enum Input {
    /// Free text.
    Text {
        /// What it is when not given; empty means not set.
        default: Text,
    },
    /// Text that is never shown again.
    Secret,
    /// A number.
    Number {
        /// What it is when not given.
        default: f64,
        /// Least allowed.
        min: f64,
        /// Greatest allowed.
        max: f64,
        /// Whether a fraction makes no sense.
        whole: bool,
    },
    /// Yes or no.
    Switch {
        /// What it is when not given.
        default: bool,
    },
    /// One of a few words.
    Choice {
        /// What it is when not given; one of `of`.
        default: Text,
        /// The words.
        of: List<Text>,
    },
}

/// One number that a kind measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Metric {
    /// Prometheus name: prefix of the kind, base unit, `_total` for counters.
    pub name: Text,
    /// Its name on screen.
    pub title: Text,
    /// What it is, in one line.
    pub help: Text,
    /// What one of it is.
    pub unit: Unit,
    /// Whether it goes up and down or only up.
    pub sort: Sort,
    /// The names of its labels; empty when there is one series for each probe.
    pub labels: List<Text>,
    /// Where it turns bad unless the operator says otherwise.
    pub limits: Option<Limits>,
}

/// How the values of a metric move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Goes up and down.
    Gauge,
    /// Only grows; starts again at 0 when its source restarts.
    Counter,
}

/// Where a value turns bad.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Which side of the limit is bad.
    pub bad: Bad,
    /// From here on somebody should act soon, in the unit of the metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub major: Option<f64>,
    /// From here on somebody must act now, in the unit of the metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub critical: Option<f64>,
}

impl Limits {
    /// How bad `value` is, and the limit that it passed.
    #[must_use]
    pub fn judge(&self, value: f64) -> Option<(Severity, f64)> {
        let passed = |limit: f64| match self.bad {
            Bad::Above => value > limit,
            Bad::Below => value < limit,
        };
        let hit = |limit: Option<f64>, severity| limit.filter(|l| passed(*l)).map(|l| (severity, l));
        hit(self.critical, Severity::Critical).or_else(|| hit(self.major, Severity::Major))
    }
}

/// Which side of a limit is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bad {
    /// More is worse.
    Above,
    /// Less is worse.
    Below,
}

/// One defect that a kind can name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct FindingInfo {
    /// `kind.snake_case`, with the standard's number where there is one.
    pub code: Text,
    /// How bad it is unless the operator says otherwise.
    pub severity: Severity,
    /// What it means and what to look at, in one line.
    pub help: Text,
}

/// Something that targets say of themselves in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct FactInfo {
    /// Its name, `kind_snake_case`.
    pub name: Text,
    /// Its name on screen.
    pub title: Text,
    /// What it is, in one line.
    pub help: Text,
    /// The names of its labels; empty when there is one for each probe.
    pub labels: List<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_judged_by_the_worst_limit_it_passes() {
        let rtt = Limits {
            bad: Bad::Above,
            major: Some(0.01),
            critical: Some(0.1),
        };
        assert_eq!(rtt.judge(0.01), None);
        assert_eq!(rtt.judge(0.02), Some((Severity::Major, 0.01)));
        assert_eq!(rtt.judge(0.2), Some((Severity::Critical, 0.1)));
        let free = Limits {
            bad: Bad::Below,
            major: None,
            critical: Some(0.05),
        };
        assert_eq!(free.judge(0.06), None);
        assert_eq!(free.judge(0.04), Some((Severity::Critical, 0.05)));
    }
}
