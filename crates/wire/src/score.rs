//! How well the alarms themselves serve: too many of them hide the one that counts.
//!
//! The figures and their targets are those of EEMUA Publication 191, "Alarm systems: a guide to design, management and
//! procurement", for one operator.

use serde::{Deserialize, Serialize};

use crate::alert::AlertId;
use crate::probe::ProbeId;
use crate::rule::RuleKey;
use crate::{Severity, Timestamp};

/// As many alarms in ten minutes as one person can deal with for long.
pub const STEADY: u32 = 1;
/// More than these in ten minutes are a flood.
pub const FLOOD: u32 = 10;
/// A greater share of the time in floods is too much (ANSI/ISA-18.2 asks for less than 1 %).
pub const FLOODED: f64 = 0.01;
/// Alarms are counted in stretches of this length, in milliseconds: ten minutes.
pub const TEN_MINUTES_MS: i64 = 10 * 60_000;
/// The most parts of [`Score::counts`].
pub const MOST_PARTS: i64 = 168;
/// Fewer alarms say nothing about their mix.
pub const ENOUGH: u32 = 20;
/// One bad actor with such a share of all alarms is worth a sentence.
const DOMINANT: f64 = 0.2;
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
    /// The most alarms in ten minutes within each part of the stretch, oldest first; the last part ends with the stretch. The
    /// parts are equally long: ten minutes each, or as many of those as leave no more than [`MOST_PARTS`] parts.
    #[serde(default)]
    pub counts: Vec<u32>,
    /// The length of a part of `counts`, in milliseconds.
    #[serde(default)]
    pub part_ms: i64,
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
    /// The probe that sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<ProbeId>,
    /// How bad it was last.
    pub severity: Severity,
    /// How often it was raised.
    pub raised: u32,
    /// Whether it was raised so often that it chatters.
    pub chatters: bool,
}

/// What to mend, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Advice<'a> {
    /// One rule at one thing raises a large share of all alarms.
    Mend(&'a BadActor, u32),
    /// More alarms in ten minutes than one person can deal with for long: so many.
    TooMany(f64),
    /// So many alarms came within ten minutes that they were a flood.
    Flood(u32),
    /// So many alerts have fired for more than a day.
    Standing(usize),
    /// A share of the alarms that leaves the word critical without its meaning.
    TooCritical(f64),
}

impl Score {
    /// Whether enough of the alarms left each severity its meaning; nothing where there were too few to tell.
    #[must_use]
    pub fn is_well_mixed(&self) -> Option<bool> {
        let [critical, ..] = self.mix.filter(|_| self.raised >= ENOUGH)?;
        Some(critical <= 2.0 * MIX[0])
    }

    /// What to mend first.
    #[must_use]
    pub fn to_mend(&self) -> Vec<Advice<'_>> {
        let is_dominant = |actor: &&BadActor| {
            actor.chatters && f64::from(actor.raised) >= DOMINANT * f64::from(self.raised)
        };
        let worst = self.worst.first().filter(is_dominant);
        let too_critical = self.mix.filter(|_| self.is_well_mixed() == Some(false));
        [
            worst.map(|actor| Advice::Mend(actor, self.raised)),
            (self.mean > f64::from(STEADY)).then_some(Advice::TooMany(self.mean)),
            (self.busiest > FLOOD).then_some(Advice::Flood(self.busiest)),
            (!self.standing.is_empty()).then_some(Advice::Standing(self.standing.len())),
            too_critical.map(|[critical, ..]| Advice::TooCritical(critical)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl std::fmt::Display for Advice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mend(actor, of) => write!(
                f,
                "{} raised {} of {of} alarms by {}: mend it, or let its rule wait for longer.",
                actor.subject, actor.raised, actor.rule
            ),
            Self::TooMany(mean) => write!(
                f,
                "{mean:.1} alarms in ten minutes are more than one person can deal with for long; {STEADY} is what lasts."
            ),
            Self::Flood(busiest) => write!(
                f,
                "{busiest} alarms came within ten minutes: say which devices, ports and channels hang together, so that one \
                 cause gives one alert."
            ),
            Self::Standing(number) => {
                let alerts = if *number == 1 { "alert has" } else { "alerts have" };
                write!(
                    f,
                    "{number} {alerts} fired for more than a day: mend what is wrong, shelve it, or set its limits otherwise."
                )
            }
            Self::TooCritical(share) => write!(
                f,
                "{:.0} % of the alarms were critical, where 5 % leave the word its meaning: make some of their rules major.",
                share * 100.0
            ),
        }
    }
}
