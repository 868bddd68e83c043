//! What is kept of a stream that became bad: figures, findings, a picture and the last seconds of packets.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::live::{ProbeView, SeriesView};
use crate::probe::ProbeId;
use crate::reading::Fact;

/// One bundle of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Its number; later bundles have greater ones.
    pub id: u32,
    /// When it was asked for: what was seen until then and shortly after is in it.
    pub at: Timestamp,
    /// Of which probe, which may be deleted by now.
    pub probe: ProbeId,
    /// What the probe was called.
    pub name: String,
    /// What was wrong, in one sentence; absent where an operator asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Its files.
    pub files: Vec<EvidenceFile>,
}

impl Evidence {
    /// How long its files are together, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct EvidenceFile {
    /// `bundle.json`, `picture.jpg`, `excerpt.pcapng` or `excerpt.ts`.
    pub name: String,
    /// How long it is, in bytes.
    pub size: u64,
}

/// What was known when a bundle was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Bundle {
    /// The bundle itself.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// The version of Flywatch that saved it.
    pub version: String,
    /// The settings of the probe, secrets hidden, and how it was, with everything that was found.
    pub view: ProbeView,
    /// The newest value of each series, in its unit.
    pub values: Vec<SeriesView>,
    /// What the target said of itself.
    pub facts: Vec<Fact>,
    /// When its picture was decoded, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture_at: Option<Timestamp>,
}
