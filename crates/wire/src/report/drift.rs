//! What is otherwise than when a line-up was signed.

use serde::{Deserialize, Serialize};

use crate::live::Condition;
use crate::probe::ProbeId;
use crate::reading::Labels;
use crate::value;
use crate::{Timestamp, Unit};

/// Something at a probe that is otherwise than when the line-up was signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Drift {
    /// At which probe.
    pub probe: ProbeId,
    /// Its name.
    pub name: String,
    /// What.
    #[serde(flatten)]
    pub what: Drifted,
}

/// How something can be otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Drifted {
    /// The probe is deleted, or switched off.
    Gone,
    /// The probe was not there.
    New,
    /// It is worse.
    Worse {
        /// How it was.
        was: Condition,
        /// How it is.
        is: Condition,
    },
    /// A value has used up more than half of the margin that it had, and is not past its limit.
    Nearer {
        /// Its name on screen.
        title: String,
        /// Which of its series.
        #[serde(default, skip_serializing_if = "Labels::is_empty")]
        labels: Labels,
        /// What one of it is.
        unit: Unit,
        /// What it was.
        was: f64,
        /// What it is.
        is: f64,
        /// Its limit.
        limit: f64,
    },
    /// A value that has no limit is otherwise by more than a quarter.
    Moved {
        /// Its name on screen.
        title: String,
        /// Which of its series.
        #[serde(default, skip_serializing_if = "Labels::is_empty")]
        labels: Labels,
        /// What one of it is.
        unit: Unit,
        /// What it was.
        was: f64,
        /// What it is.
        is: f64,
    },
    /// The target says something else of itself.
    Says {
        /// What it is about, on screen.
        title: String,
        /// What it said; empty where it said nothing.
        was: String,
        /// What it says; empty where it says nothing.
        is: String,
    },
}

/// Everything that is otherwise than when a line-up was signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Drifts {
    /// As of when.
    pub at: Timestamp,
    /// Whether this line-up is the one that the show is held against now: the newest one, while the show is in rehearsal or on
    /// air, or for a day where nobody declares phases.
    pub watched: bool,
    /// What is otherwise, by probe.
    pub items: Vec<Drift>,
}

impl Drifted {
    /// It in one sentence that needs the name of the probe before it, in English.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Gone => "it is not watched any more".to_owned(),
            Self::New => "it was not watched then".to_owned(),
            Self::Worse { .. } => "it is worse than it was".to_owned(),
            Self::Nearer {
                title,
                unit,
                was,
                is,
                limit,
                ..
            } => {
                let (was, is) = value::pair(*unit, *was, *is);
                format!(
                    "{title} is {is}, was {was} at the line-up; the limit is {}",
                    value::value(*unit, *limit)
                )
            }
            Self::Moved {
                title, unit, was, is, ..
            } => {
                let (was, is) = value::pair(*unit, *was, *is);
                format!("{title} is {is}, was {was} at the line-up")
            }
            Self::Says { title, was, is } => {
                let said = |text: &str| {
                    if text.is_empty() {
                        "nothing".to_owned()
                    } else {
                        format!("\u{201c}{text}\u{201d}")
                    }
                };
                format!("{title} is {}, was {} at the line-up", said(is), said(was))
            }
        }
    }
}
