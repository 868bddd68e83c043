//! A rule held against what was measured before it was made: when it would have fired.

use serde::{Deserialize, Serialize};

use crate::alert::{Measured, Subject};
use crate::rule::{RuleKey, RuleSpec, Tuning};
use crate::{Severity, Timestamp};

/// A rule to be tried on the past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TryRule {
    /// The rule as it would be. It may be nameless still, and it is tried even where it is switched off.
    pub spec: RuleSpec,
    /// Begin of the stretch, in milliseconds since 1970 UTC; a week before its end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// End of the stretch, in milliseconds since 1970 UTC; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
}

/// A rule of a kind, tuned otherwise for one probe, to be tried on the past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TryTuning {
    /// Which rule, such as `icmp/icmp_loss_ratio`; one of a metric.
    pub rule: RuleKey,
    /// What would be set otherwise for the probe, in place of what is set for it now.
    pub tuning: Tuning,
    /// Begin of the stretch, in milliseconds since 1970 UTC; a week before its end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// End of the stretch, in milliseconds since 1970 UTC; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
}

/// When a rule would have fired.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Trial {
    /// Begin of the stretch that was looked at.
    pub from: Timestamp,
    /// Its end; earlier than was asked for where `left_out` says so.
    pub to: Timestamp,
    /// How exact the moments are, in milliseconds: 1 where every sample is kept and nothing was skipped.
    pub step_ms: u32,
    /// When it would have fired, oldest first; the first 1000.
    pub firings: Vec<Firing>,
    /// How often it would have fired, those that are not listed too.
    pub total: u64,
    /// For how long it would have fired within the stretch, in seconds; what fired at the same time counts for each.
    pub seconds_firing: f64,
    /// How many probes the rule looks at.
    pub looked_at: u32,
    /// How many series with a past there are that it judges.
    pub series: u32,
    /// What the past cannot tell, one sentence each.
    pub left_out: Vec<String>,
}

/// One time that a rule would have fired.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Firing {
    /// At what.
    pub subject: Subject,
    /// How bad, at its worst.
    pub severity: Severity,
    /// Since when it was bad.
    pub began: Timestamp,
    /// When it would have been told.
    pub raised: Timestamp,
    /// When that would have been taken back; it would fire still when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Timestamp>,
    /// What would have been said.
    pub text: String,
    /// The value that was past its limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
}
