//! One configured look at one target.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::inventory::DeviceId;
use crate::kind::{Limits, Watch};
use crate::rule::Tunings;
use crate::settings::Settings;

/// Which probe; never used again after the probe is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ProbeId(pub u32);

impl std::fmt::Display for ProbeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What an operator says about a probe. `D` is how its device is named: by number, or in a configuration by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "D: Deserialize<'de>"))]
pub struct ProbeSpec<D = DeviceId> {
    /// Its name on screen; no two probes of a station share one, whatever the case of the letters.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Where to look: a URL whose scheme the kind knows.
    pub target: String,
    /// The heading it stands under on the wall; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The device it looks at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<D>,
    /// Whether it runs.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
    /// Time between two looks, in milliseconds; the kind's own pace when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_ms: Option<u32>,
    /// Time after which a look has failed, in milliseconds; the kind's own when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u32>,
    /// The kind's own settings.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: Settings,
    /// Limits that replace the kind's, by metric. A limit without numbers is never passed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, Limits>,
    /// What is otherwise about the rules of its kind, by their names: `icmp/failure`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub alerts: Tunings,
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_yes(on: &bool) -> bool {
    *on
}

impl ProbeSpec {
    /// A probe of `kind` at `target` with everything else as the kind has it.
    pub fn new(name: impl Into<String>, kind: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind: kind.into(),
            target: target.into(),
            group: String::new(),
            device: None,
            enabled: true,
            every_ms: None,
            timeout_ms: None,
            settings: Settings::new(),
            limits: BTreeMap::new(),
            alerts: Tunings::new(),
        }
    }

    /// After how many milliseconds without a reading the last one counts as old: two looks missed.
    #[must_use]
    pub fn stale_after_ms(&self, watch: Watch) -> u32 {
        match watch {
            Watch::AtIntervals { every_ms, timeout_ms } => {
                let every = self.every_ms.unwrap_or(every_ms);
                every
                    .saturating_mul(2)
                    .saturating_add(self.timeout_ms.unwrap_or(timeout_ms))
            }
            Watch::AllTheTime { silent_ms } => self.timeout_ms.unwrap_or(silent_ms).saturating_mul(2),
        }
    }
}

impl<D> ProbeSpec<D> {
    /// The same probe with its device named in another way.
    pub fn with_device<E>(self, device: Option<E>) -> ProbeSpec<E> {
        let Self {
            name,
            kind,
            target,
            group,
            device: _,
            enabled,
            every_ms,
            timeout_ms,
            settings,
            limits,
            alerts,
        } = self;
        ProbeSpec {
            name,
            kind,
            target,
            group,
            device,
            enabled,
            every_ms,
            timeout_ms,
            settings,
            limits,
            alerts,
        }
    }
}

/// A probe that the station has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Probe {
    /// Which one.
    pub id: ProbeId,
    /// Grows with every change of it; the `ETag` of the probe.
    pub revision: u32,
    /// What the operator said.
    #[serde(flatten)]
    pub spec: ProbeSpec,
}
