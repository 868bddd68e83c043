//! The live picture: what a screen is told, and what it asks for.
//!
//! A screen holds a [`Cursor`]; on each tick it gets one [`Frame`] with what is newer. Reconnecting is the same
//! question asked again.

use serde::{Deserialize, Serialize};

use crate::alert::{Alert, AlertId};
use crate::event::Event;
use crate::kind::KindInfo;
use crate::phase::Entered;
use crate::probe::{Probe, ProbeId};
use crate::reading::{Fact, Failure, Finding, Labels};
use crate::series::{Point, Series};
use crate::{Severity, Timestamp, Unit};

/// How far a screen has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Cursor {
    /// Which run of the station the revision belongs to; another run means: start from nothing.
    pub epoch: u64,
    /// The newest revision of values and states it has.
    pub revision: u64,
    /// The number of the newest event it has.
    pub event: u64,
}

/// What a screen wants, sent at the start and whenever it shows something else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Subscribe {
    /// Where it stands; nothing to begin with.
    #[serde(default)]
    pub cursor: Cursor,
    /// Whose values it shows in full; of every other probe it gets the state and the first metric only.
    #[serde(default)]
    pub probes: Vec<ProbeId>,
    /// Least time between two frames, in milliseconds; never under 100.
    #[serde(default)]
    pub every_ms: u32,
}

/// What is newer than the cursor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Frame {
    /// Where the screen stands once it has this frame.
    pub cursor: Cursor,
    /// The station's clock.
    pub now: Timestamp,
    /// This frame holds everything: drop what was known before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// Probes that are new or changed, and their state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub probes: Vec<ProbeView>,
    /// Probes that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<ProbeId>,
    /// What the series are whose values it shows, each once; again when it is shown in full anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Series>,
    /// Newest values of subscribed series.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
    /// What the targets of subscribed probes say of themselves, where it has changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Facts>,
    /// Events, oldest first; the newest few hundred at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// Alerts that are new or changed; those that were resolved a few minutes ago among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<Alert>,
    /// Every alert that fires, where one began or ceased to; absent where all are as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firing: Option<Vec<AlertId>>,
    /// The phase of the show, where it is another one; never as long as nobody has declared one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Box<Entered>>,
}

/// Everything that the target of a probe says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Facts {
    /// Which probe.
    pub probe: ProbeId,
    /// What is true now; nothing else is.
    pub facts: Vec<Fact>,
}

/// A probe and how it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ProbeView {
    /// What the operator said; secrets hidden.
    #[serde(flatten)]
    pub probe: Probe,
    /// How it is.
    pub state: ProbeState,
}

/// How a probe is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ProbeState {
    /// The sum of it: as bad as the worst alert that fires at it.
    pub condition: Condition,
    /// Since when the condition holds.
    pub since: Timestamp,
    /// End of the newest look.
    pub last: Option<Timestamp>,
    /// How long that look took, in milliseconds.
    pub took_ms: u32,
    /// Without a reading for longer than this many milliseconds, what is shown is old.
    pub stale_after_ms: u32,
    /// Why the newest look could not look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// What is wrong in the newest look, the worst first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Values past their limit in the newest look, the worst first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
}

/// The sum of what is known about a probe; what is worse is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Switched off by an operator.
    Off,
    /// No look has ended yet.
    Unknown,
    /// Nothing is wrong.
    Ok,
    /// Something is wrong that viewers do not notice.
    Minor,
    /// Somebody should act soon.
    Major,
    /// Somebody must act now.
    Critical,
}

impl From<Option<Severity>> for Condition {
    fn from(worst: Option<Severity>) -> Self {
        match worst {
            None | Some(Severity::Info) => Self::Ok,
            Some(Severity::Minor) => Self::Minor,
            Some(Severity::Major) => Self::Major,
            Some(Severity::Critical) => Self::Critical,
        }
    }
}

/// A value past its limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Breach {
    /// Which metric.
    pub metric: String,
    /// Which of its series.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// How bad.
    pub severity: Severity,
    /// The value.
    pub value: f64,
    /// The limit it passed.
    pub limit: f64,
    /// What one of both is.
    pub unit: Unit,
}

/// What a screen needs once, before the first frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Hello {
    /// The station's name.
    pub station: String,
    /// The station's version.
    pub version: String,
    /// Every kind of probe it knows.
    pub kinds: Vec<KindInfo>,
}

/// One message from the station to a screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ToScreen {
    /// First of all, and again when the station gets another name.
    Hello(Hello),
    /// Each tick that has news, and at least once a second.
    Frame(Frame),
    /// What the screen sent makes no sense; the connection ends.
    Refused(String),
}

/// Newest value of a series, as HTTP gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct SeriesView {
    /// What the series is.
    #[serde(flatten)]
    pub series: Series,
    /// When its newest sample was taken.
    pub at: Option<Timestamp>,
    /// Its newest value.
    pub value: Option<f64>,
}
