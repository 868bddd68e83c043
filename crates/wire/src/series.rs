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

/// What a series did during one step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Bucket {
    /// When the step began.
    pub at: Timestamp,
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// Mean value.
    pub avg: f64,
    /// Last value.
    pub last: f64,
    /// How many samples; a step without any has no bucket.
    pub count: u32,
}

/// The past of one series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct History {
    /// What the series is.
    pub series: Series,
    /// Length of a step in milliseconds.
    pub step_ms: u32,
    /// The steps that have samples, oldest first. Steps begin at multiples of their length.
    pub buckets: Vec<Bucket>,
}
