//! What happened, and who did what.

use serde::{Deserialize, Serialize};

use crate::probe::ProbeId;
use crate::{Severity, Timestamp};

/// Something that happened on the station. Numbered without a gap for the life of the station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Event {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// How bad.
    pub severity: Severity,
    /// The sort of event.
    pub sort: EventSort,
    /// The probe concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<ProbeId>,
    /// What happened, in one sentence.
    pub text: String,
}

/// The sorts of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventSort {
    /// Something became worse.
    Raised,
    /// Something is well again.
    Cleared,
    /// An operator changed a setting.
    Changed,
    /// The station itself: started, stopped, a file set aside, a disk full.
    Station,
}

/// One operator action, kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// What was done: `create`, `update`, `delete`, `apply`, …
    pub action: String,
    /// To what: `probe 12 "Gateway"`.
    pub subject: String,
    /// What changed, secrets hidden; empty when the action says it all.
    pub detail: String,
}
