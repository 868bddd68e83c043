//! How well the alarms themselves serve: too many of them hide the one that counts.
//!
//! The figures and their targets are those of EEMUA Publication 191, "Alarm systems: a guide to design, management and
//! procurement", for one operator.

use serde::{Deserialize, Serialize};

use crate::alert::AlertId;
use crate::rule::RuleKey;
use crate::{Severity, Timestamp};

/// As many alarms in ten minutes as one person can deal with for long.
pub const STEADY: u32 = 1;
/// More than these in ten minutes are a flood.
pub const FLOOD: u32 = 10;
/// The shares of severities that leave each its meaning: critical, major, minor.
pub const MIX: [f64; 3] = [0.05, 0.15, 0.8];
/// An alert that has fired for longer is standing, in milliseconds: a day.
pub const STANDING_MS: i64 = 24 * 60 * 60_000;
/// An alert that was raised so often within a stretch of [`Score::from`] to [`Score::to`] chatters.
pub const CHATTER: u32 = 3;

/// The score of the alarms of a stretch of time. What only followed from a cause, or was silenced, does not count: nobody was
/// told of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Score {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// How many alarms there were.
    pub raised: u32,
    /// In the last ten minutes of the stretch.
    pub newest: u32,
    /// In the busiest ten minutes.
    pub busiest: u32,
    /// When the busiest ten minutes began; absent when there was no alarm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busiest_at: Option<Timestamp>,
    /// The mean for each ten minutes.
    pub mean: f64,
    /// The share of the time that was a flood, 0 to 1.
    pub flooded: f64,
    /// Shares of critical, major and minor; nothing when there was no alarm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mix: Option<[f64; 3]>,
    /// How many alerts fire now.
    pub firing: u32,
    /// Those that have fired for more than a day.
    pub standing: Vec<AlertId>,
    /// How many are shelved now.
    pub shelved: u32,
    /// How many are silenced now.
    pub silenced: u32,
    /// How many of those that fire nobody takes care of.
    pub waiting: u32,
    /// What was raised most often, the most often first; ten at most.
    pub worst: Vec<BadActor>,
    /// What to do about it, in sentences; none when all is well.
    pub advice: Vec<String>,
}

/// A rule at one thing that is raised too often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct BadActor {
    /// Its newest alert.
    pub alert: AlertId,
    /// The rule.
    pub rule: RuleKey,
    /// At what.
    pub subject: String,
    /// How bad it was last.
    pub severity: Severity,
    /// How often it was raised.
    pub raised: u32,
    /// Whether it was raised so often that it chatters.
    pub chatters: bool,
}
