//! Shapes of HTTP answers that are not things themselves.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::settings::FieldError;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Page<T> {
    /// What the page holds.
    pub items: Vec<T>,
    /// Ask again with `cursor` set to this for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What is wrong with entries that were only to be checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Checked {
    /// Wrong entries, one each; none when the thing could be saved.
    pub errors: Vec<FieldError>,
}

/// Why a request was refused (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Problem {
    /// The sort of problem: `/problems/invalid`, `/problems/not-found`, …
    #[serde(rename = "type")]
    pub sort: String,
    /// The sort of problem in words, the same each time.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened this time and what to do.
    pub detail: String,
    /// Wrong entries, one each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// How the station itself is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Health {
    /// The station's name.
    pub station: String,
    /// Its version.
    pub version: String,
    /// `ok`, or `degraded` when `troubles` has entries.
    pub status: HealthStatus,
    /// When it started.
    pub started: Timestamp,
    /// Its clock.
    pub now: Timestamp,
    /// How many probes it has.
    pub probes: usize,
    /// How many series it has values of.
    pub series: usize,
    /// What is wrong with the station itself, one sentence each.
    pub troubles: Vec<String>,
}

/// The sum of a station's own health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// Nothing is wrong.
    Ok,
    /// It runs, but something needs attention.
    Degraded,
}
