//! What an operator must be told: alerts, their life, and the incidents that they belong to.
//!
//! The words of the life of an alert are those of ISA-18.2: it is pending until it has lasted, then firing, and may be
//! acknowledged, shelved by a person or suppressed by design; it is resolved when what was wrong has been well for long
//! enough.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::inventory::{ChannelId, DeviceId};
use crate::probe::ProbeId;
use crate::reading::Labels;
use crate::rule::RuleKey;
use crate::{Severity, Timestamp, Unit};

/// Which alert; given by the station, the same after a restart, never given again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct AlertId(pub u64);

impl std::fmt::Display for AlertId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One firing of one rule at one thing, with everything that became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Alert {
    /// Which one.
    pub id: AlertId,
    /// The rule that fired.
    pub rule: RuleKey,
    /// At what.
    pub subject: Subject,
    /// How bad it is now; of a resolved alert, how bad it was last.
    pub severity: Severity,
    /// What is wrong, in one sentence that needs the name of its subject before it: `no answer within 0.9 s`.
    pub text: String,
    /// The value that is past its limit, where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
    /// What to do about it; empty where nobody has said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub advice: String,
    /// Since when it has been wrong.
    pub began: Timestamp,
    /// When people were first to be told: what was wrong had lasted.
    pub raised: Timestamp,
    /// When what was wrong had been well for long enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Timestamp>,
    /// Since when it has been well again; while it fires, that has not lasted yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub well_since: Option<Timestamp>,
    /// How often it came back after it had been well.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub returns: u32,
    /// It comes and goes so often that it is one alert until it stops doing so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flapping: bool,
    /// Who takes care of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Acknowledged>,
    /// Who has put it aside for a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shelved: Option<Shelved>,
    /// What keeps it quiet by design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<Suppressed>,
    /// The incident it belongs to, named by the alert that opened it.
    pub incident: AlertId,
    /// The alert that explains this one; none for the cause itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Because>,
    /// What a source outside said of it, where it is an alert of that source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<Box<Outside>>,
    /// Grows with every change of it.
    pub revision: u32,
}

/// What a source outside, such as Prometheus, said of an alert of its own. Its labels are the part of the subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Outside {
    /// What it says for people to read, as it came.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
    /// Where the source shows it; empty where it did not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub link: String,
    /// When it ends by itself; absent where the source repeats it for as long as it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Timestamp>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Alert {
    /// One that fires from `now` on, of which nothing else is known.
    #[must_use]
    pub fn new(id: AlertId, rule: RuleKey, subject: Subject, severity: Severity, now: Timestamp) -> Self {
        Self {
            id,
            rule,
            subject,
            severity,
            text: String::new(),
            measured: None,
            advice: String::new(),
            began: now,
            raised: now,
            resolved: None,
            well_since: None,
            returns: 0,
            flapping: false,
            acknowledged: None,
            shelved: None,
            suppressed: None,
            incident: id,
            cause: None,
            outside: None,
            revision: 0,
        }
    }

    /// Whether what is wrong is still wrong, or was a moment ago.
    #[must_use]
    pub fn is_firing(&self) -> bool {
        self.resolved.is_none()
    }

    /// Whether somebody should look at it now: it fires, nobody takes care of it, and nothing keeps it quiet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.is_firing() && self.acknowledged.is_none() && self.shelved.is_none() && self.suppressed.is_none()
    }

    /// Whether it is an alarm by itself: it follows from no other, and no silence keeps it quiet.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.cause.is_none() && !matches!(self.suppressed, Some(Suppressed::Silence { .. }))
    }
}

/// At what a rule fired.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Subject {
    /// What it is called: the probe, or what else the alert is about. It stays when the thing is deleted.
    pub name: String,
    /// The probe that saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<ProbeId>,
    /// The device it is at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// The channels that go through it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelId>,
    /// The part of the target that stands alone, such as an interface.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub part: Labels,
}

/// A value past its limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Measured {
    /// Which metric.
    pub metric: String,
    /// Which of its series.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// The value.
    pub value: f64,
    /// The limit it passed.
    pub limit: f64,
    /// What one of both is.
    pub unit: Unit,
}

/// Somebody takes care of an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Acknowledged {
    /// Who.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
    /// What they said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it waits for somebody again unless it is resolved before; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// An alert that was put aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Shelved {
    /// By whom.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
    /// Until when; until it is resolved when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What keeps an alert quiet by design.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Suppressed {
    /// A silence or a maintenance window.
    Silence {
        /// Which one.
        silence: SilenceId,
        /// Why, as whoever made it said.
        why: String,
    },
    /// It follows from another alert, which is told instead.
    Cause,
    /// The show phase.
    Phase,
}

/// Which silence or maintenance window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SilenceId(pub u32);

/// What explains an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Because {
    /// The alert that is its cause, or is nearer to the cause.
    pub alert: AlertId,
    /// Why it is taken to be the cause, in one sentence.
    pub why: String,
}

/// Something that is wrong and has not lasted long enough to tell anybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Pending {
    /// The rule that is about to fire.
    pub rule: RuleKey,
    /// At what.
    pub subject: Subject,
    /// How bad it will be.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub text: String,
    /// Since when.
    pub began: Timestamp,
    /// When it fires, if it lasts.
    pub fires: Timestamp,
}

/// One step in the life of an alert. Numbered without a gap for the life of the station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Turn {
    /// Its number.
    pub seq: u64,
    /// Of which alert.
    pub alert: AlertId,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub what: What,
    /// How bad the alert was then.
    pub severity: Severity,
    /// Who did it; empty where no person did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// What is to be said about it: what is wrong now, a note, the cause.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// The steps in the life of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It fires for the first time.
    Raised,
    /// It fires again soon after it was resolved: the same alert goes on.
    Returned,
    /// It became worse.
    Worse,
    /// It became less bad.
    Better,
    /// It comes and goes so often that it is told no more until that ends.
    Flapping,
    /// It no longer comes and goes.
    Steady,
    /// Another alert was found to be its cause, or no longer is.
    Caused,
    /// Somebody takes care of it.
    Acknowledged,
    /// Nobody takes care of it any more: taken back, or the time is over.
    Unacknowledged,
    /// Somebody put it aside.
    Shelved,
    /// It is no longer put aside.
    Unshelved,
    /// A silence, a window, a phase or its cause keeps it quiet.
    Suppressed,
    /// Nothing keeps it quiet any more.
    Unsuppressed,
    /// Somebody said something about it.
    Commented,
    /// What was wrong has been well for long enough.
    Resolved,
}

/// What a person does with alerts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum Handling {
    /// Takes care of them.
    Acknowledge {
        /// What to say to the others.
        #[serde(default)]
        note: String,
        /// For how many minutes; until they are resolved when absent.
        #[serde(default)]
        minutes: Option<u32>,
    },
    /// No longer takes care of them.
    Unacknowledge,
    /// Puts them aside.
    Shelve {
        /// Why.
        #[serde(default)]
        note: String,
        /// For how many minutes, 1 to 10080; until they are resolved when absent.
        #[serde(default)]
        minutes: Option<u32>,
    },
    /// Takes them back from the shelf.
    Unshelve,
    /// Says something about them.
    Comment {
        /// What.
        note: String,
    },
}

/// The longest that an alert is put aside or taken care of without asking again, in minutes: a week.
pub const LONGEST_MINUTES: u32 = 7 * 24 * 60;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 1000;

impl Handling {
    /// What is wrong with it.
    ///
    /// # Errors
    /// What to enter instead.
    pub fn check(&self) -> Result<(), crate::settings::FieldError> {
        let wrong = |field: &str, message: String| Err(crate::settings::FieldError::new(field, message));
        let (note, minutes) = match self {
            Self::Acknowledge { note, minutes } | Self::Shelve { note, minutes } => (note.as_str(), *minutes),
            Self::Comment { note } if note.trim().is_empty() => {
                return wrong("note", "write what is to be said".to_owned());
            }
            Self::Comment { note } => (note.as_str(), None),
            Self::Unacknowledge | Self::Unshelve => ("", None),
        };
        if note.chars().count() > LONGEST_NOTE {
            return wrong("note", format!("enter {LONGEST_NOTE} letters at most"));
        }
        if minutes.is_some_and(|minutes| !(1..=LONGEST_MINUTES).contains(&minutes)) {
            let message = format!("enter 1 to {LONGEST_MINUTES} minutes (a week), or leave it out");
            return wrong("minutes", message);
        }
        Ok(())
    }
}
