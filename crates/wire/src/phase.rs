//! The phases of a show: which one it is, and what that changes.

use serde::{Deserialize, Serialize};

use crate::settings::FieldError;
use crate::{Severity, Timestamp};

/// The longest name of a show, in characters.
pub const LONGEST_SHOW: usize = 100;

/// The phases of a show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing is on: the flypack is built up, taken down, or rests.
    Down,
    /// Every path is switched on and measured.
    LineUp,
    /// The show is played through.
    Rehearsal,
    /// Viewers watch.
    OnAir,
}

impl Phase {
    /// That it has begun, as it stands in the log and in refusals.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Down => "the show is off air",
            Self::LineUp => "the show is in line-up",
            Self::Rehearsal => "the show is in rehearsal",
            Self::OnAir => "the show is on air",
        }
    }
}

/// A phase that somebody declared. It lasts until the next one is declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Entered {
    /// Its number; grows with every phase.
    pub seq: u64,
    /// Since when.
    pub at: Timestamp,
    /// Which one.
    pub phase: Phase,
    /// What is on, as people call it; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub show: String,
    /// Who declared it.
    pub by: String,
}

/// Work that can be kept from being done by mistake while viewers watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Deleting anything.
    Delete,
    /// Applying a whole configuration.
    Apply,
    /// Asking every address of a network.
    Scan,
    /// Adding and changing probes, devices, channels and templates, and what is set on the station.
    Change,
    /// Adding and changing rules, routes and receivers. Silences can always be made.
    Tell,
}

/// What is otherwise in a phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PhaseSpec {
    /// No alert is worse than this: what would be is as bad as this.
    pub at_most: Severity,
    /// Alerts are shown and nobody is told of them.
    pub quiet: bool,
    /// Work that is refused.
    pub locked: Vec<Work>,
}

impl PhaseSpec {
    /// Nothing is otherwise: so it is as long as nobody has declared a phase.
    pub const PLAIN: Self = Self {
        at_most: Severity::Critical,
        quiet: false,
        locked: Vec::new(),
    };
}

/// What is otherwise in which phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "their names are those of the phases")]
pub struct Phases {
    pub down: PhaseSpec,
    pub line_up: PhaseSpec,
    pub rehearsal: PhaseSpec,
    pub on_air: PhaseSpec,
}

impl Default for Phases {
    /// Off air nobody is told; in line-up nothing is critical, as no viewer can notice; on air nothing is done that could as well
    /// wait.
    fn default() -> Self {
        Self {
            down: PhaseSpec {
                quiet: true,
                ..PhaseSpec::PLAIN
            },
            line_up: PhaseSpec {
                at_most: Severity::Major,
                ..PhaseSpec::PLAIN
            },
            rehearsal: PhaseSpec::PLAIN,
            on_air: PhaseSpec {
                locked: vec![Work::Delete, Work::Apply, Work::Scan],
                ..PhaseSpec::PLAIN
            },
        }
    }
}

impl Phases {
    /// What is otherwise in this phase.
    #[must_use]
    pub fn of(&self, phase: Phase) -> &PhaseSpec {
        match phase {
            Phase::Down => &self.down,
            Phase::LineUp => &self.line_up,
            Phase::Rehearsal => &self.rehearsal,
            Phase::OnAir => &self.on_air,
        }
    }

    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let named = [
            ("down", &self.down),
            ("line_up", &self.line_up),
            ("rehearsal", &self.rehearsal),
            ("on_air", &self.on_air),
        ];
        let too_mild = |(name, spec): (&str, &PhaseSpec)| {
            (spec.at_most == Severity::Info).then(|| {
                let message = "an alert is at least minor: choose minor, major or critical";
                FieldError::new(format!("phases.{name}.at_most"), message)
            })
        };
        named.into_iter().filter_map(too_mild).collect()
    }
}

/// What a person says to declare a phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Enter {
    /// Which one.
    pub phase: Phase,
    /// What is on, as people call it; that of the phase before when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<String>,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Enter {
    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let show = self.show.as_deref().unwrap_or_default();
        let message = if show.chars().any(char::is_control) {
            "enter letters, digits and signs in one line".to_owned()
        } else if show.chars().count() > LONGEST_SHOW {
            format!("enter {LONGEST_SHOW} letters at most")
        } else {
            return Vec::new();
        };
        vec![FieldError::new("show", message)]
    }
}
