//! What is usual for a series, as it was learned from its past.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::series::SeriesId;

/// What is usual for a series over some time, to be drawn behind its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Usual {
    /// Of which series.
    pub series: SeriesId,
    /// When that was learned; absent where it has not been, or there was too little past to learn from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<Timestamp>,
    /// What is usual, one entry for each hour on the wall; each holds until the next. Empty where nothing is known.
    pub points: Vec<UsualPoint>,
}

/// What is usual from a moment on, in the unit of the series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct UsualPoint {
    /// From when on.
    pub at: Timestamp,
    /// The least that is usual.
    pub low: f64,
    /// In the middle of it.
    pub mid: f64,
    /// The most that is usual.
    pub high: f64,
}

/// What came of learning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Learned {
    /// For so many series it is known now what is usual.
    pub learned: u32,
    /// So many have less than 24 hours of a past, so that nothing is known of them.
    pub too_young: u32,
}
