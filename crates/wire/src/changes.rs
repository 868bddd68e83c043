//! Several probes added, changed and deleted in one order, all or none.

use serde::{Deserialize, Serialize};

use crate::probe::{Probe, ProbeId, ProbeSpec};

/// How many changes one order has at most.
pub const MOST_CHANGES: usize = 2000;

/// One of several changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProbeChange {
    /// Makes a probe.
    Add(Box<ProbeSpec>),
    /// Replaces what a probe is set to. Secrets that are left hidden are kept.
    Change(Box<Changing>),
    /// Deletes a probe; its history stays until it is too old.
    Delete(Deleting),
}

/// Which probe is changed, and to what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Changing {
    /// Which one.
    pub id: ProbeId,
    /// Its revision as the caller saw it; when it is another one by now, nothing of the whole order is done.
    pub revision: u32,
    /// What it shall be.
    pub spec: ProbeSpec,
}

/// Which probe is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deleting {
    /// Which one.
    pub id: ProbeId,
    /// Its revision as the caller saw it; whatever is there is deleted if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
}

/// What became of several changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ChangedProbes {
    /// The probes that were added and changed, in the order of the changes; secrets hidden.
    pub probes: Vec<Probe>,
}
