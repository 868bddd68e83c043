//! How Flywatch ended, or a part of it, without having been asked to.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One report of a failure of Flywatch itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Crash {
    /// The name of its file in the folder `crashes` of the data directory, by which it is put away.
    #[serde(default)]
    pub name: String,
    /// When it happened; of an end without a word, the last sign of life, at most ten seconds before.
    pub at: Timestamp,
    /// What was seen of it.
    pub sort: CrashSort,
    /// Which program failed: `flywatch` or `flywatch-window`.
    pub program: String,
    /// The version of that program.
    pub version: String,
    /// What happened, in one sentence or the program's own words; no secrets.
    pub message: String,
    /// The thread that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// Where in the source it failed: file, line and column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The calls that led there, innermost first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backtrace: Option<String>,
}

/// The sorts of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CrashSort {
    /// A part of the program stopped over a mistake in Flywatch; the rest may have gone on.
    Panic,
    /// The whole program ended at once: killed, out of memory, a fatal fault.
    Killed,
}
