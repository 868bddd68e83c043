//! Alert rules of Prometheus, taken over as rules of the station.

use serde::{Deserialize, Serialize};

use crate::rule::{Rule, RuleSpec};

/// The longest rule file that is read, in bytes.
pub const LARGEST_RULE_FILE: usize = 256 * 1024;

/// A rule file to be looked through, or to be taken over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeRules {
    /// The text of the file: YAML with `groups`, 256 KiB at most.
    pub text: String,
    /// Whether the rules are made; else it is only said what they would be.
    #[serde(default)]
    pub save: bool,
    /// Names of the rules to be made, as `becomes.rule.name` has them; every one that can be when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<Vec<String>>,
}

/// What a rule file has in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct TakenRules {
    /// Every rule of the file, in its order.
    pub rules: Vec<ForeignRule>,
    /// The rules that were made, in the same order; none unless `save` was asked for.
    pub made: Vec<Rule>,
}

/// A rule of a rule file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ForeignRule {
    /// Where it begins in the file, from 1.
    pub line: u64,
    /// What the file calls it: its `alert`, or its `record`; empty where it has neither.
    pub name: String,
    /// Its expression.
    pub expr: String,
    /// What becomes of it.
    pub becomes: Becomes,
}

/// What becomes of a rule of a rule file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Becomes {
    /// A rule of the station.
    Rule {
        /// The rule; its name is told apart from every other.
        rule: Box<RuleSpec>,
        /// What is otherwise about it than in the file, one sentence each.
        notes: Vec<String>,
    },
    /// Nothing.
    Nothing {
        /// Why, in one sentence.
        reason: String,
    },
}
