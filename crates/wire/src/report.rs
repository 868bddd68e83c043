//! Reports of a show: how everything was when it was lined up, and what happened until it was over.
//!
//! A report holds all that it says. Nothing in it follows what becomes of the station later.

mod asked;
mod drift;

use serde::{Deserialize, Serialize};

pub use self::asked::{MakeEvent, Sign};
pub use self::drift::{Drift, Drifted, Drifts};
use crate::alert::{Acknowledged, AlertId, Shelved, Suppressed};
use crate::channel::Way;
use crate::inventory::ChannelId;
use crate::kind::Limits;
use crate::live::Condition;
use crate::phase::Entered;
use crate::probe::ProbeId;
use crate::reading::{Fact, Labels};
use crate::rule::RuleKey;
use crate::score::Score;
use crate::{Severity, Timestamp, Unit};

/// The longest stretch that an event report covers, in milliseconds: 31 days.
pub const LONGEST_MS: i64 = 31 * 24 * 60 * 60_000;
/// The longest remark, in characters.
pub const LONGEST_REMARK: usize = 2000;
/// The longest name of whoever signs, in characters.
pub const LONGEST_NAME: usize = 100;

/// Which report; never given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ReportId(pub u32);

/// The sorts of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportSort {
    /// How everything is before the show, signed by somebody.
    LineUp,
    /// What happened during a stretch of time.
    Event,
}

/// What a list says of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Head {
    /// Its number.
    pub id: ReportId,
    /// Its sort.
    pub sort: ReportSort,
    /// When it was made or signed.
    pub at: Timestamp,
    /// What was on, as people call it; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub show: String,
    /// Who signed it or had it made; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// A report that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Report {
    /// What a list says of it.
    #[serde(flatten)]
    pub head: Head,
    /// What it says.
    pub body: Body,
}

/// What a report says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// How everything was before the show.
    LineUp(Box<LineUp>),
    /// What happened.
    Event(Box<EventReport>),
}

impl Body {
    /// Its sort.
    #[must_use]
    pub fn sort(&self) -> ReportSort {
        match self {
            Self::LineUp(_) => ReportSort::LineUp,
            Self::Event(_) => ReportSort::Event,
        }
    }
}

/// The clock on the wall of the station, for the times of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Zone {
    /// What it is called, such as `Europe/Berlin`; empty where it has no name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// How far it was ahead of UTC, by time: the first holds before, too. UTC where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ahead: Vec<Ahead>,
}

/// How far a clock is ahead of UTC from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Ahead {
    /// From when.
    pub from: Timestamp,
    /// How far, in seconds; less than nothing west of Greenwich.
    pub seconds: i32,
}

impl Zone {
    /// How far the clock is ahead of UTC at a moment, in seconds.
    #[must_use]
    pub fn ahead_at(&self, at: Timestamp) -> i32 {
        let holds = self.ahead.iter().rev().find(|ahead| ahead.from <= at);
        holds.or(self.ahead.first()).map_or(0, |ahead| ahead.seconds)
    }

    /// Year, month, day, hour, minute and second on that clock.
    #[must_use]
    pub fn clock(&self, at: Timestamp) -> [i64; 6] {
        at.plus_millis(i64::from(self.ahead_at(at)) * 1000).utc()
    }
}

/// How everything was before the show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct LineUp {
    /// The name of the station.
    pub station: String,
    /// The version of Flywatch that wrote it.
    pub version: String,
    /// The clock of its times.
    pub zone: Zone,
    /// When everything was so.
    pub at: Timestamp,
    /// What whoever signed had to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// Every channel, by id.
    pub channels: Vec<LinedUp>,
    /// Every probe, by id: those of channels and those of none.
    pub probes: Vec<ProbeLine>,
    /// What fired, the worst first.
    pub alerts: Vec<AlertLine>,
    /// How many more fired that are not listed.
    #[serde(default)]
    pub alerts_left_out: u32,
}

impl LineUp {
    /// The probe of that number.
    #[must_use]
    pub fn probe(&self, id: ProbeId) -> Option<&ProbeLine> {
        self.probes.iter().find(|probe| probe.id == id)
    }

    /// The probes that no channel goes through.
    pub fn in_no_channel(&self) -> impl Iterator<Item = &ProbeLine> {
        let hops = || self.channels.iter().flat_map(|channel| &channel.hops);
        self.probes
            .iter()
            .filter(move |probe| !hops().any(|hop| hop.probes.contains(&probe.id)))
    }
}

/// A channel as it was lined up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct LinedUp {
    /// Which one.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// As bad as its worst probe.
    pub condition: Condition,
    /// From the source to the viewer's edge.
    pub hops: Vec<HopLine>,
}

/// A hop of a channel as it was lined up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct HopLine {
    /// Its short name.
    pub name: String,
    /// Which of two ways it is on.
    #[serde(default, skip_serializing_if = "Way::is_both")]
    pub way: Way,
    /// As bad as its worst probe.
    pub condition: Condition,
    /// The probes that tell its state.
    pub probes: Vec<ProbeId>,
}

/// A probe as it was lined up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ProbeLine {
    /// Which one.
    pub id: ProbeId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// The name of its kind on screen.
    pub kind_title: String,
    /// Where it looked, secrets hidden.
    pub target: String,
    /// How it was.
    pub condition: Condition,
    /// When it had looked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// It should have looked again since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_old: bool,
    /// What was wrong in its newest look, or what its worst alert said, in one sentence; empty where nothing was wrong.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub trouble: String,
    /// Its first value and those that have a limit, the nearest to their limit first.
    pub values: Vec<ValueLine>,
    /// How many more values with limits it had.
    #[serde(default)]
    pub values_left_out: u32,
    /// What the target said of itself that does not change by itself: versions, codecs, formats.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactLine>,
    /// How many more such words it said.
    #[serde(default)]
    pub facts_left_out: u32,
}

/// A value as it was lined up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ValueLine {
    /// Which metric.
    pub metric: String,
    /// Its name on screen.
    pub title: String,
    /// Which of its series.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// What one of it is.
    pub unit: Unit,
    /// When it was measured.
    pub at: Timestamp,
    /// The value.
    pub value: f64,
    /// Where it turns bad, as it is in force for this probe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// How far it is from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Margin>,
}

/// How far a value is from the first limit that it would pass.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Margin {
    /// That limit, in the unit of the value.
    pub limit: f64,
    /// How far, in the unit of the value; less than nothing past the limit.
    pub left: f64,
    /// The same as a share of the limit; nothing where the limit is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// How bad the value is, where it is past a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<Severity>,
}

/// What a target said of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct FactLine {
    /// Its name on screen.
    pub title: String,
    /// What it said.
    #[serde(flatten)]
    pub fact: Fact,
}

/// An alert as a report tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct AlertLine {
    /// Which one.
    pub id: AlertId,
    /// The rule that fired.
    pub rule: RuleKey,
    /// What it was at.
    pub subject: String,
    /// The probe that saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<ProbeId>,
    /// The names of the channels that go through it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// How bad it was at its worst, as far as the report knows.
    pub severity: Severity,
    /// What was wrong, in one sentence that needs the subject before it.
    pub text: String,
    /// Since when people were told of it.
    pub raised: Timestamp,
    /// When it was over; nothing while it fires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Timestamp>,
    /// For how long it fired within the stretch of the report, in seconds.
    pub lasted_s: f64,
    /// How often it came back.
    #[serde(default)]
    pub returns: u32,
    /// Who took care of it first, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Acknowledged>,
    /// What kept it quiet by design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<Suppressed>,
    /// Who had put it aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shelved: Option<Shelved>,
    /// How many other alerts only followed from it.
    #[serde(default)]
    pub followed: u32,
}

impl AlertLine {
    /// How long it waited for somebody, in seconds; nothing where nobody took care of it.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "times of a station in milliseconds")]
    pub fn waited_s(&self) -> Option<f64> {
        let taken = self.acknowledged.as_ref()?;
        Some(taken.at.millis_since(self.raised).max(0) as f64 / 1000.0)
    }
}

/// What happened during a stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct EventReport {
    /// The name of the station.
    pub station: String,
    /// The version of Flywatch that wrote it.
    pub version: String,
    /// The clock of its times.
    pub zone: Zone,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// The phases of the show, oldest first; the first may have begun before.
    pub phases: Vec<Entered>,
    /// When the station did not run.
    pub gaps: Vec<Gap>,
    /// Every channel, by id.
    pub channels: Vec<Carried>,
    /// Every probe in no channel, by id.
    pub others: Vec<Carried>,
    /// How many more probes in no channel there were.
    #[serde(default)]
    pub others_left_out: u32,
    /// What was wrong: causes and what stood alone, by the time at which they were raised.
    pub alerts: Vec<AlertLine>,
    /// How many causes there were in all.
    pub causes: u32,
    /// How many other alerts only followed from them.
    pub followed: u32,
    /// What happened, oldest first.
    pub timeline: Vec<Moment>,
    /// How many more moments there were.
    #[serde(default)]
    pub timeline_left_out: u32,
    /// How well the alarms themselves served.
    pub score: Score,
}

impl EventReport {
    /// How many causes are not listed.
    #[must_use]
    pub fn alerts_left_out(&self) -> u32 {
        let listed = u32::try_from(self.alerts.len()).unwrap_or(u32::MAX);
        self.causes.saturating_sub(listed)
    }
}

/// A stretch of time, its end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Span {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

impl Span {
    /// How long it is, in milliseconds; never less than nothing.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.to.millis_since(self.from).max(0)
    }
}

/// A stretch in which the station did not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Gap {
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Whether somebody stopped it; else it ended by itself, or by a loss of power.
    pub was_asked: bool,
}

/// How a channel was carried, or how a probe in no channel fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Carried {
    /// The channel; nothing for a probe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// The probes in it.
    pub probes: Vec<ProbeId>,
    /// Its name.
    pub name: String,
    /// For how long it was watched, in seconds.
    pub watched_s: f64,
    /// For how long nobody looked, in seconds: the station or all of its probes did not run.
    pub unwatched_s: f64,
    /// The share of the watched time without an alert of at least major at one of its probes, where it has two ways at both,
    /// 0 to 1; nothing where it was not watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<f64>,
    /// In how many seconds there was such an alert.
    pub error_seconds: u64,
    /// How many alerts there were, whatever their severity.
    pub alerts: u32,
    /// The longest stretches with such an alert, the longest first.
    pub worst: Vec<Trouble>,
    /// What its probes measured.
    pub charts: Vec<Chart>,
}

/// A stretch with an alert of at least major.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Trouble {
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// How bad it became.
    pub severity: Severity,
    /// The worst alert in it, the first of equals: subject and what was wrong.
    pub text: String,
}

/// The past of one series, for drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Chart {
    /// Of which probe.
    pub probe: ProbeId,
    /// Its name.
    pub name: String,
    /// Which metric.
    pub metric: String,
    /// Its name on screen.
    pub title: String,
    /// Which of its series.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// What one of it is.
    pub unit: Unit,
    /// Where it turns bad now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// When the first step began.
    pub from: Timestamp,
    /// The length of a step in milliseconds.
    pub step_ms: u32,
    /// Least, greatest and mean value of each step; nothing where it has no sample.
    pub steps: Vec<Option<[f64; 3]>>,
    /// When alerts fired at the probe, and how bad they were.
    pub alerts: Vec<Shade>,
}

/// A stretch in which an alert fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Shade {
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// How bad it was.
    pub severity: Severity,
}

/// One line of what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// What sort of moment.
    pub sort: MomentSort,
    /// How bad.
    pub severity: Severity,
    /// What it was about; empty for the station itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// What happened or was said; empty where the sort says it all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Who did it; empty where nobody did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// The sorts of moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MomentSort {
    /// A phase of the show began; its word is the text, its show the subject.
    Phase,
    /// An alert was raised, or came back.
    Raised,
    /// An alert became worse.
    Worse,
    /// An alert was resolved.
    Resolved,
    /// Somebody took care of an alert.
    Acknowledged,
    /// Somebody put an alert aside.
    Shelved,
    /// Somebody said something about an alert.
    Commented,
    /// Somebody noted something.
    Note,
    /// Something happened to the station itself.
    Station,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_follow_the_clock_on_the_wall_when_it_changes() {
        let hour = |seconds, from| Ahead {
            from: Timestamp(from),
            seconds,
        };
        // 2026-10-25, 01:00 UTC: the clocks of Berlin go back.
        let change = 1_792_890_000_000;
        let berlin = Zone {
            name: "Europe/Berlin".to_owned(),
            ahead: vec![hour(7200, change - 3_600_000), hour(3600, change)],
        };
        assert_eq!(berlin.clock(Timestamp(change - 1000)), [2026, 10, 25, 2, 59, 59]);
        assert_eq!(berlin.clock(Timestamp(change)), [2026, 10, 25, 2, 0, 0]);
        assert_eq!(berlin.ahead_at(Timestamp(0)), 7200, "the first holds before, too");
        assert_eq!(Zone::default().ahead_at(Timestamp(change)), 0);
    }
}
