//! All that a station is set up to watch, as one document, and what applying one would change.
//!
//! Things are called by their names, never by their numbers, so that one document fits every station. A text may hold
//! `${NAME}`, which stands for something that whoever applies the document fills in, and `$$`, which is a dollar sign.
//! A `${NAME}` that is left in the place of a secret keeps the secret that the station has.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::inventory::{ChannelSpec, DeviceSpec, TemplateSpec};
use crate::probe::ProbeSpec;
use crate::settings::FieldError;
use crate::station::StationPart;

/// What a station is set up to watch. A section that is not given is left alone; one that is given is complete: what
/// it does not name is deleted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The station itself.
    #[serde(default, skip_serializing_if = "StationPart::is_empty")]
    pub station: StationPart,
    /// Boxes with an address; each names the one that it is plugged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<Vec<DeviceSpec<String>>>,
    /// Reusable sets of probes. Their probes name no device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub templates: Option<Vec<TemplateSpec<String>>>,
    /// Probes; each names its device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probes: Option<Vec<ProbeSpec<String>>>,
    /// End-to-end video paths; their hops name probes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<ChannelSpec<String>>>,
    /// Whether it only adds and changes: what it does not name stays as it is, and nothing is deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_others: bool,
}

/// How a configuration is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Everything, for people and for a version control.
    Yaml,
    /// Probes as a table, a row each. What stands in no row stays as it is.
    Csv,
    /// Hosts, one a line, each to be pinged. What is not listed stays as it is.
    Hosts,
}

/// What is wrong, or unwise, at a place of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Mistake {
    /// The line, from 1.
    pub line: u64,
    /// Where in the line, from 1: the character in YAML, the cell in CSV.
    pub column: u64,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// What applying a configuration would change, or why it cannot be applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Plan {
    /// Stands for everything that the station had when the plan was made; another one means that it has changed since.
    pub state: String,
    /// What would be done; empty when the station is so already.
    pub changes: Vec<Step>,
    /// Whether history is kept for less long than before, and what is older is deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forgets: bool,
    /// Secrets that are not given and stay as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<Kept>,
    /// Why it cannot be applied, an entry each, named by its way through the document: `probes.3.settings.window`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<FieldError>,
    /// What the configuration names and the station has just so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unchanged: Vec<Unchanged>,
    /// What a file was read as; only for a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Why a file cannot be applied, in the order of its lines. What a file that only adds and changes would do without
    /// them is in `changes` all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<Mistake>,
    /// What is right in a file and yet unwise, in the order of its lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Mistake>,
}

impl Plan {
    /// Whether applying it deletes anything.
    #[must_use]
    pub fn deletes(&self) -> bool {
        self.forgets || self.changes.iter().any(|step| step.action == Action::Delete)
    }
}

/// A thing that a plan leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Unchanged {
    /// The sort of thing.
    pub thing: Thing,
    /// Its name.
    pub name: String,
    /// Where a file names it: the line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

/// One thing that a plan adds, changes or deletes. In words: `+ probe "Gateway" icmp:192.0.2.1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Step {
    /// What becomes of it.
    pub action: Action,
    /// The sort of thing.
    pub thing: Thing,
    /// Its name.
    pub name: String,
    /// What is new about it, secrets hidden: `target http://a → http://b, every_ms 1000 → 500`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Where a file names it: the line, from 1. What is deleted has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.action {
            Action::Add => '+',
            Action::Change => '~',
            Action::Delete => '-',
        };
        write!(f, "{sign} {} {:?}", self.thing, self.name)?;
        if self.detail.is_empty() {
            return Ok(());
        }
        write!(f, " {}", self.detail)
    }
}

/// What becomes of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The station has none of this name yet.
    Add,
    /// Some of it is new.
    Change,
    /// The configuration does not name it.
    Delete,
}

/// The sorts of things in a configuration, in the order of its sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// The station itself.
    Station,
    /// A device.
    Device,
    /// A template.
    Template,
    /// A probe.
    Probe,
    /// A channel.
    Channel,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Station => "station",
            Self::Device => "device",
            Self::Template => "template",
            Self::Probe => "probe",
            Self::Channel => "channel",
        })
    }
}

/// A secret that a configuration leaves as the station has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Kept {
    /// The sort of thing that has the secret.
    pub thing: Thing,
    /// Its name.
    pub name: String,
    /// Which of its entries: `settings.authorization`, of a template's probe `probes.Web.settings.authorization`.
    pub field: String,
    /// What the configuration has in its place: `ORIGIN_AUTHORIZATION` for `${ORIGIN_AUTHORIZATION}`.
    pub variable: String,
}

/// An order to apply a configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Apply {
    /// What the station shall watch.
    pub configuration: Configuration,
    /// `state` of the plan that was agreed to. When the station has changed since, nothing is done.
    pub state: String,
}
