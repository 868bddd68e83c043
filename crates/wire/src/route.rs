//! Which alerts go to whom, and which are kept quiet: matchers, routes, silences and maintenance windows.

use serde::{Deserialize, Serialize};

use crate::alert::SilenceId;
use crate::phase::Phase;
use crate::receiver::ReceiverId;
use crate::settings::FieldError;
use crate::{Severity, Timestamp};

/// The labels of an alert that matchers look at. An alert may have several values of one label: it is in several channels.
///
/// | label | what it holds |
/// | --- | --- |
/// | `alertname` | the name of the rule as people read it |
/// | `rule` | its key, such as `icmp/failure` |
/// | `severity` | `minor`, `major`, `critical` |
/// | `probe`, `device`, `channel` | names |
/// | `kind`, `group`, `role` | the kind and the heading of the probe, what its device is |
/// | `station` | the name of the station |
/// | others | the part of the target: `ifname`, `ifindex` |
pub const LABELS: [&str; 10] = [
    "alertname",
    "rule",
    "severity",
    "probe",
    "device",
    "channel",
    "kind",
    "group",
    "role",
    "station",
];

/// One condition on one label of an alert.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Matcher {
    /// The label.
    pub label: String,
    /// How it is compared.
    #[serde(default)]
    pub is: Compare,
    /// With what. A label that an alert does not have is empty text.
    pub value: String,
}

/// How a label is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// It is the value.
    #[default]
    Equal,
    /// It is not the value.
    NotEqual,
    /// The whole of it fits the value, a regular expression.
    Matching,
    /// It does not fit the value, a regular expression.
    NotMatching,
}

/// Which route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RouteId(pub u32);

/// What an operator says about who is told of what. Routes are asked in the order of their places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RouteSpec {
    /// Its name; no two routes share one.
    pub name: String,
    /// Its place among the routes, lowest first; equal ones by name.
    #[serde(default)]
    pub place: u32,
    /// Whether it works.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
    /// Incidents that are at least so bad.
    pub least: Severity,
    /// Incidents of which an alert fits all of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matching: Vec<Matcher>,
    /// In these phases of the show; in all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
    /// At these times; always when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
    /// Who is told.
    pub receivers: Vec<ReceiverId>,
    /// For how long alerts of one incident are gathered before it is told, in milliseconds.
    #[serde(default = "usual_wait", skip_serializing_if = "is_usual_wait")]
    pub wait_ms: u32,
    /// Whether it is told that somebody takes care, and that all is well again.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub tell_end: bool,
    /// Told again every so many minutes as long as nobody takes care; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_minutes: Option<u32>,
    /// Who else is told when nobody takes care.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalate: Vec<Escalation>,
    /// Whether the routes after it are asked too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub go_on: bool,
}

/// For how long alerts of one incident are gathered before it is told, unless somebody says otherwise, in milliseconds.
pub const USUAL_WAIT_MS: u32 = 500;

fn usual_wait() -> u32 {
    USUAL_WAIT_MS
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_usual_wait(ms: &u32) -> bool {
    *ms == USUAL_WAIT_MS
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_yes(on: &bool) -> bool {
    *on
}

/// Who is told of an incident that nobody takes care of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// After so many minutes without anybody.
    pub after_minutes: u32,
    /// Who.
    pub receivers: Vec<ReceiverId>,
}

/// Times of a week, by the clock on the wall of the station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// On these days; on all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Day>,
    /// From this minute of the day, 0 to 1439.
    pub from: u16,
    /// Up to this minute of the day, 1 to 1440; up to that of the next day when it is not after `from`.
    pub to: u16,
}

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "their names are their meaning")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// A route that the station has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Route {
    /// Which one.
    pub id: RouteId,
    /// Grows with every change of it.
    pub revision: u32,
    /// What the operator said.
    #[serde(flatten)]
    pub spec: RouteSpec,
}

/// What an operator says about alerts that are to be quiet for a time: a silence, or maintenance that is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SilenceSpec {
    /// Why; several may share one.
    pub name: String,
    /// Alerts that fit all of these.
    pub matching: Vec<Matcher>,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Whether it comes again.
    #[serde(default, skip_serializing_if = "Repeat::is_never")]
    pub repeat: Repeat,
    /// The alerts are shown as being under maintenance rather than as silenced.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub maintenance: bool,
    /// Who made it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// How a window comes again, at the same time of the day by the clock on the wall of the station.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Once.
    #[default]
    Never,
    /// On each of these days; on every day when empty.
    Weekly(Vec<Day>),
}

impl Repeat {
    /// Whether it does not come again.
    #[must_use]
    pub fn is_never(&self) -> bool {
        *self == Self::Never
    }
}

/// A silence or maintenance window that the station has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Silence {
    /// Which one.
    pub id: SilenceId,
    /// Grows with every change of it.
    pub revision: u32,
    /// What the operator said.
    #[serde(flatten)]
    pub spec: SilenceSpec,
}

impl Matcher {
    /// A label that is a value.
    pub fn equal(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            is: Compare::Equal,
            value: value.into(),
        }
    }
}

/// The longest wait of a route, in milliseconds: ten minutes.
pub const LONGEST_WAIT_MS: u32 = 600_000;

impl RouteSpec {
    /// Everybody who may be told by it, at once or later; one who is named twice comes twice.
    pub fn every_receiver(&self) -> impl Iterator<Item = ReceiverId> + '_ {
        let later = self.escalate.iter().flat_map(|escalation| &escalation.receivers);
        self.receivers.iter().chain(later).copied()
    }

    /// What is wrong with it by itself; regular expressions are judged where they are used.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults: Vec<FieldError> = crate::inventory::named(&self.name).collect();
        if self.receivers.is_empty() {
            faults.push(FieldError::new("receivers", "choose who is told"));
        }
        if self.wait_ms > LONGEST_WAIT_MS {
            let message = format!("enter {LONGEST_WAIT_MS} ms (ten minutes) at most");
            faults.push(FieldError::new("wait_ms", message));
        }
        if self.repeat_minutes == Some(0) {
            faults.push(FieldError::new(
                "repeat_minutes",
                "enter 1 minute or more, or leave it out",
            ));
        }
        for (at, escalation) in self.escalate.iter().enumerate() {
            if escalation.after_minutes == 0 {
                let field = format!("escalate.{at}.after_minutes");
                faults.push(FieldError::new(field, "enter 1 minute or more"));
            }
            if escalation.receivers.is_empty() {
                faults.push(FieldError::new(
                    format!("escalate.{at}.receivers"),
                    "choose who is told",
                ));
            }
        }
        for (at, hours) in self.hours.iter().enumerate() {
            if hours.from > 1439 || !(1..=1440).contains(&hours.to) {
                let message = "enter a time from 00:00 to 24:00";
                faults.push(FieldError::new(format!("hours.{at}"), message));
            }
        }
        faults.extend(empty_labels(&self.matching));
        faults
    }
}

impl SilenceSpec {
    /// What is wrong with it by itself; regular expressions are judged where they are used.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults: Vec<FieldError> = crate::inventory::named(&self.name).collect();
        if self.matching.is_empty() {
            let message = "say which alerts it keeps quiet; one without any would keep all of them quiet";
            faults.push(FieldError::new("matching", message));
        }
        if self.until <= self.from {
            faults.push(FieldError::new("until", "it must end after it begins"));
        }
        let day_ms = 24 * 60 * 60 * 1000;
        if !self.repeat.is_never() && self.until.millis_since(self.from) > day_ms {
            let message = "a window that comes again may last a day at most";
            faults.push(FieldError::new("until", message));
        }
        faults.extend(empty_labels(&self.matching));
        faults
    }
}

fn empty_labels(matching: &[Matcher]) -> impl Iterator<Item = FieldError> + '_ {
    let is_empty = |(_, matcher): &(usize, &Matcher)| matcher.label.trim().is_empty();
    let fault = |(at, _)| FieldError::new(format!("matching.{at}.label"), "choose a label");
    matching.iter().enumerate().filter(is_empty).map(fault)
}
