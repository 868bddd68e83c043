//! Rows of numbers over time.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::probe::ProbeId;
use crate::reading::Labels;
use crate::{Timestamp, Unit};

/// Which series; given by the station when a series is first seen, the same after a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SeriesId(pub u32);

/// What a series is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Series {
    /// Which one.
    pub id: SeriesId,
    /// Whose.
    pub probe: ProbeId,
    /// Which metric of the probe's kind.
    pub metric: Cow<'static, str>,
    /// Which of the metric's series.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// What one of it is.
    pub unit: Unit,
}

/// One number of one series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Point {
    /// Of which series.
    pub series: SeriesId,
    /// When.
    pub at: Timestamp,
    /// The number; always finite.
    pub value: f64,
}

/// What is told about each step of a past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The least value.
    Min,
    /// The greatest value.
    Max,
    /// The mean value.
    Avg,
    /// The last value.
    Last,
    /// How many samples there are.
    Count,
}

impl Told {
    /// Everything there is.
    pub const ALL: [Self; 5] = [Self::Min, Self::Max, Self::Avg, Self::Last, Self::Count];

    /// Its word in a question, and the name of its column in the answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Avg => "avg",
            Self::Last => "last",
            Self::Count => "count",
        }
    }
}

/// The past of one series in steps of one length. A column that was asked for has one entry for each step, from the
/// first that has samples to the last that has some; `null` where a step between them has none. The others are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct History {
    /// What the series is.
    pub series: Series,
    /// Length of a step in milliseconds.
    pub step_ms: u32,
    /// When the first step began, a multiple of its length; the next one began `step_ms` later, and so on.
    pub from: Timestamp,
    /// The least value of each step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub min: Vec<Option<f64>>,
    /// The greatest value of each step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub max: Vec<Option<f64>>,
    /// The mean value of each step, to nine digits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub avg: Vec<Option<f64>>,
    /// The last value of each step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last: Vec<Option<f64>>,
    /// How many samples each step has; 0 where it has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub count: Vec<u32>,
}

impl History {
    /// When the step of entry `n` began.
    #[must_use]
    pub fn begin(&self, n: usize) -> Timestamp {
        let steps = i64::try_from(n).unwrap_or(i64::MAX);
        self.from.plus_millis(steps.saturating_mul(self.step_ms.into()))
    }

    /// When each step that has samples began, and the last of them.
    pub fn lasts(&self) -> impl DoubleEndedIterator<Item = (Timestamp, f64)> {
        let step = |(n, last): (usize, &Option<f64>)| Some((self.begin(n), (*last)?));
        self.last.iter().enumerate().filter_map(step)
    }
}
