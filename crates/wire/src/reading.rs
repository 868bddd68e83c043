//! What one look gave.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::probe::ProbeId;
use crate::{Severity, Timestamp, Unit};

/// What varies within one metric: label name to value.
pub type Labels = BTreeMap<Cow<'static, str>, String>;

/// What one look gave: samples and findings, or why it could not look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Reading {
    /// Whose look.
    pub probe: ProbeId,
    /// When the look ended.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
    /// The numbers it saw. A failed look may have some: a lost ping still has a loss ratio.
    pub samples: Vec<Sample>,
    /// The defects it saw.
    pub findings: Vec<Finding>,
    /// What the target says of itself in words. Where there are any they take the place of all earlier ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Why it could not look.
    pub failure: Option<Failure>,
}

/// One number at the time of its reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Sample {
    /// Which metric of the kind.
    pub metric: Cow<'static, str>,
    /// Which of its series.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: Labels,
    /// What one of it is.
    pub unit: Unit,
    /// The number; always finite.
    pub value: f64,
}

/// A named defect seen in a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Finding {
    /// Its name, `kind.snake_case`.
    pub code: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// What was seen, in one sentence.
    pub detail: String,
    /// Where, when a look sees more than one thing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: Labels,
}

/// What a target says of itself in words: its name, its version, what a part of it is for. It is shown as it is now and has
/// no past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Fact {
    /// Which fact of the kind.
    pub name: Cow<'static, str>,
    /// Of which part of the target.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: Labels,
    /// Its words, in one line.
    pub text: String,
}

/// Why a look gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Failure {
    /// The sort of trouble.
    pub cause: Cause,
    /// What happened and what to look at, in one sentence.
    pub detail: String,
}

impl Failure {
    /// A failure with its sentence.
    pub fn new(cause: Cause, detail: impl Into<String>) -> Self {
        Self {
            cause,
            detail: detail.into(),
        }
    }
}

/// The sorts of trouble a look can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// No answer in time.
    Timeout,
    /// No way there: no route, no such host, no such name.
    Unreachable,
    /// The target said no: a closed port.
    Refused,
    /// The target, or this machine, does not allow it.
    Denied,
    /// The answer makes no sense.
    Garbled,
    /// A source that should send all the time stopped.
    Silent,
    /// This machine did not get to look in time, which says nothing about the target.
    Overrun,
    /// A fault in Flywatch itself.
    Bug,
}
