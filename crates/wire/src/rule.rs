//! When people are told: rules, what they test, and how long they wait.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Severity;
use crate::inventory::{ChannelId, DeviceId};
use crate::kind::{Bad, Limits};
use crate::probe::ProbeId;
use crate::reading::Labels;

/// Which rule of the operator's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RuleId(pub u32);

/// The name of a rule: `icmp/failure`, `icmp/icmp_rtt_seconds`, `mpegts/ts.1_4_continuity_count` of those that come with a
/// kind of probe; `own/12` of those that operators made; `diagnosis/subnet` of those that find a common cause;
/// `station/receiver` of the station's own troubles; `outside/HighLoad` of alerts that sources outside told of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RuleKey(pub String);

/// The name within its kind of the rule that fires when a probe cannot look.
pub const FAILURE: &str = "failure";
/// The name within its kind of the rule that fires when nothing is heard from a probe for too long.
pub const NO_DATA: &str = "no_data";
const OWN: &str = "own";
const OUTSIDE: &str = "outside";

impl RuleKey {
    /// A rule that comes with a kind of probe: of a metric, of a finding, or [`FAILURE`].
    #[must_use]
    pub fn of_kind(kind: &str, name: &str) -> Self {
        Self(format!("{kind}/{name}"))
    }

    /// That something is otherwise than when the line-up was signed.
    #[must_use]
    pub fn drift() -> Self {
        Self::of_kind("line_up", "drift")
    }

    /// A rule that an operator made.
    #[must_use]
    pub fn own(id: RuleId) -> Self {
        Self(format!("{OWN}/{}", id.0))
    }

    /// A rule of a source outside, such as Prometheus, by the name that it has there.
    #[must_use]
    pub fn outside(name: &str) -> Self {
        Self::of_kind(OUTSIDE, name)
    }

    /// Whether it is a rule of a source outside.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.family() == OUTSIDE
    }

    /// Which of the operator's own it is.
    #[must_use]
    pub fn own_id(&self) -> Option<RuleId> {
        let (family, name) = self.0.split_once('/')?;
        (family == OWN).then(|| name.parse().ok().map(RuleId)).flatten()
    }

    /// What stands before the slash: a kind, `own`, `outside`, `diagnosis`, `station`.
    #[must_use]
    pub fn family(&self) -> &str {
        self.0
            .split_once('/')
            .map_or(self.0.as_str(), |(family, _)| family)
    }

    /// What stands behind the slash.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }
}

impl std::fmt::Display for RuleKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an operator sets otherwise about a rule that comes with a kind. What is not given stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tuning {
    /// Whether it fires at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// How bad it is, whatever is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Where a value turns bad; of the rules of metrics only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// How far a value must come back behind its limit before it is well, as a share of the limit, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hysteresis: Option<f64>,
    /// For how long it must be wrong before it fires, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raise_after_ms: Option<u32>,
    /// For how long it must be well before it is resolved, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear_after_ms: Option<u32>,
    /// What to do when it fires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

/// Tunings by the name of their rule: `icmp/failure`.
pub type Tunings = BTreeMap<RuleKey, Tuning>;

/// The longest that a rule waits and the longest window, in milliseconds: 30 days.
pub const LONGEST_MS: u32 = 2_592_000_000;

/// A rule that an operator makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Its name; no two rules share one. It is what people read first when it fires.
    pub name: String,
    /// Whether it works.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
    /// What it looks at.
    #[serde(default, skip_serializing_if = "Scope::is_everything")]
    pub on: Scope,
    /// What must be true for it to fire.
    pub when: Test,
    /// How bad that is.
    pub severity: Severity,
    /// For how long it must be true before it fires, in milliseconds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub raise_after_ms: u32,
    /// For how long it must be untrue before it is resolved, in milliseconds.
    #[serde(default = "usual_clear", skip_serializing_if = "is_usual_clear")]
    pub clear_after_ms: u32,
    /// What to do when it fires.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub advice: String,
}

/// For how long something must be well before its alert is resolved, unless somebody says otherwise, in milliseconds.
pub const USUAL_CLEAR_MS: u32 = 10_000;

fn usual_clear() -> u32 {
    USUAL_CLEAR_MS
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_usual_clear(ms: &u32) -> bool {
    *ms == USUAL_CLEAR_MS
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_yes(on: &bool) -> bool {
    *on
}

/// Which probes a rule looks at: those that fit every list that is not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Of one of these kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// One of these probes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub probes: Vec<ProbeId>,
    /// Under one of these headings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// At one of these devices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<DeviceId>,
    /// In one of these channels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelId>,
}

impl Scope {
    /// Whether every probe fits.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

/// Which series of a probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// The metric.
    pub metric: String,
    /// Only the series with all of these labels; every series of the metric when empty.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
}

impl Pick {
    /// Whether a series of this metric with these labels is one of them.
    #[must_use]
    pub fn fits(&self, metric: &str, labels: &Labels) -> bool {
        self.metric == metric
            && self
                .labels
                .iter()
                .all(|(name, value)| labels.get(name) == Some(value))
    }
}

/// How much of a window was bad.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Spent {
    /// This share of its time, 0 to 1.
    Share(f64),
    /// In so many of its seconds at least once (error-seconds).
    Seconds(u32),
}

/// What a rule tests. Each test is made for one probe, and where it names a metric with labels, for each of its series.
///
/// A test that lacks what it needs (no value yet, no such series, too little past) is neither true nor untrue, and its
/// alert stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "test", deny_unknown_fields)]
pub enum Test {
    /// A value is past a limit.
    Limit {
        /// Which series.
        series: Pick,
        /// Which side is bad.
        bad: Bad,
        /// The limit, in the unit of the metric.
        limit: f64,
        /// The value at which it is well again; the limit itself when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clear: Option<f64>,
    },
    /// A value changes too fast: the change over a window, for each second. A counter that began anew counts from 0.
    Rate {
        /// Which series.
        series: Pick,
        /// Which side is bad.
        bad: Bad,
        /// The limit, in the unit of the metric for each second.
        limit: f64,
        /// The window, in seconds.
        window_s: u32,
    },
    /// The probe cannot look.
    Failure,
    /// A defect is present.
    Finding {
        /// Its code, such as `ts.1_4_continuity_count`.
        code: String,
    },
    /// Nothing has come for so long: of the series, or of the probe when there is none.
    NoData {
        /// Which series.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        series: Option<Pick>,
        /// For how long, in seconds.
        for_s: u32,
    },
    /// Another test was true for too much of a window.
    OverTime {
        /// The other test.
        of: Box<Test>,
        /// The window, in seconds.
        window_s: u32,
        /// From how much on it is bad.
        raise: Spent,
        /// The window in which it must be well again, in seconds; the same when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clear_window_s: Option<u32>,
        /// Up to how much of that it is well; the same as `raise` when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clear: Option<Spent>,
    },
    /// Of two counters, the first grew by more than this share of the second over a window.
    Ratio {
        /// What counts the bad.
        bad: Pick,
        /// What counts all.
        of: Pick,
        /// The share, 0 to 1.
        above: f64,
        /// The window, in seconds.
        window_s: u32,
    },
    /// An allowance for errors is used up too fast, over a long window and over a short one (multi-window burn rate,
    /// Google, The Site Reliability Workbook, chapter 5).
    Burn {
        /// What counts the bad.
        bad: Pick,
        /// What counts all.
        of: Pick,
        /// The share that must be good, such as 0.9999.
        objective: f64,
        /// How many times faster than evenly over the period of the objective.
        factor: f64,
        /// The long window, in seconds.
        long_s: u32,
        /// The short window, in seconds; a twelfth of the long one is usual.
        short_s: u32,
    },
    /// A value is unlike what is usual for it at this time, as learned from its past.
    Unusual {
        /// Which series.
        series: Pick,
        /// The side that is bad; both when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bad: Option<Bad>,
        /// How many usual deviations away, 3 or more.
        deviations: f64,
    },
    /// A value is unlike the same value of the other probes that the rule looks at: so many times the median distance from
    /// their median away (B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993).
    UnlikePeers {
        /// Which series.
        series: Pick,
        /// The side that is bad; both when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bad: Option<Bad>,
        /// How many robust deviations away; 3.5 is usual.
        deviations: f64,
        /// So many peers there must be, 3 or more.
        least: u32,
    },
    /// A value will be past a limit soon if it goes on as it did over a window.
    Forecast {
        /// Which series.
        series: Pick,
        /// Which side is bad.
        bad: Bad,
        /// The limit, in the unit of the metric.
        limit: f64,
        /// How soon, in seconds.
        within_s: u32,
        /// The window that is looked at, in seconds.
        window_s: u32,
    },
    /// A test at another probe than the one that the rule looks at.
    At {
        /// Which probe.
        probe: ProbeId,
        /// The test.
        of: Box<Test>,
    },
    /// Every one of these.
    All {
        /// The tests.
        of: Vec<Test>,
    },
    /// At least one of these.
    Any {
        /// The tests.
        of: Vec<Test>,
    },
    /// At least so many of these.
    AtLeast {
        /// How many.
        count: u32,
        /// The tests.
        of: Vec<Test>,
    },
    /// Not this.
    Not {
        /// The test.
        of: Box<Test>,
    },
}

impl Test {
    /// The tests that it is made of, without those that they are made of.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::OverTime { of, .. } | Self::At { of, .. } | Self::Not { of } => std::slice::from_ref(of),
            Self::All { of } | Self::Any { of } | Self::AtLeast { of, .. } => of,
            Self::Limit { .. }
            | Self::Rate { .. }
            | Self::Failure
            | Self::Finding { .. }
            | Self::NoData { .. }
            | Self::Ratio { .. }
            | Self::Burn { .. }
            | Self::Unusual { .. }
            | Self::UnlikePeers { .. }
            | Self::Forecast { .. } => &[],
        }
    }

    /// The probes that it names, in the order in which it does.
    #[must_use]
    pub fn probes(&self) -> Vec<ProbeId> {
        let own = match self {
            Self::At { probe, .. } => Some(*probe),
            _ => None,
        };
        let inner = self.parts().iter().flat_map(Self::probes);
        own.into_iter().chain(inner).collect()
    }
}

impl RuleSpec {
    /// Every probe that it names: those that it looks at, and those of its tests.
    #[must_use]
    pub fn every_probe(&self) -> Vec<ProbeId> {
        [self.on.probes.clone(), self.when.probes()].concat()
    }
}

/// A rule that the station has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Rule {
    /// Which one.
    pub id: RuleId,
    /// Grows with every change of it.
    pub revision: u32,
    /// What the operator said.
    #[serde(flatten)]
    pub spec: RuleSpec,
}

/// Where something that holds was said; what stands later goes before what stands earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "at")]
pub enum Origin {
    /// It comes with the kind of probe.
    Kind,
    /// It is set for the whole station.
    Station,
    /// It is set for a device.
    Device {
        /// Which one.
        id: DeviceId,
    },
    /// It is set for a channel.
    Channel {
        /// Which one.
        id: ChannelId,
    },
    /// It is set for the probe.
    Probe,
}

/// A value that holds, and where it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Where it was said.
    pub from: Origin,
}

/// A rule of a kind as it holds for one probe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct InForce {
    /// Which rule.
    pub rule: RuleKey,
    /// Its name on screen.
    pub title: String,
    /// Whether it fires at all.
    pub enabled: Said<bool>,
    /// How bad it is, whatever is seen; as it is seen when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Said<Severity>>,
    /// Where a value turns bad; of the rules of metrics only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Said<Limits>>,
    /// How far a value must come back behind its limit before it is well, as a share of the limit.
    pub hysteresis: Said<f64>,
    /// For how long it must be wrong before it fires, in milliseconds.
    pub raise_after_ms: Said<u32>,
    /// For how long it must be well before it is resolved, in milliseconds.
    pub clear_after_ms: Said<u32>,
    /// What to do when it fires.
    pub advice: Said<String>,
}
