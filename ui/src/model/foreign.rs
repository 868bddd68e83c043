//! Rules of a rule file of Prometheus: which can be taken over, and which are chosen.

use std::collections::BTreeSet;

use wire::prometheus::{Becomes, ForeignRule, TakenRules};
use wire::rule::RuleSpec;

/// A rule that can be taken over.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Offer {
    /// Where it begins in the file.
    pub(crate) line: u64,
    /// What it is there.
    pub(crate) expr: String,
    /// What it becomes.
    pub(crate) rule: RuleSpec,
    /// What is otherwise about it.
    pub(crate) notes: Vec<String>,
}

/// A rule that cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    /// Where it begins in the file.
    pub(crate) line: u64,
    /// What it is called there; empty when it has no name.
    pub(crate) name: String,
    /// Why not.
    pub(crate) reason: String,
    /// What it is there.
    pub(crate) expr: String,
}

/// What can be taken over and what cannot, in the order of the file.
pub(crate) fn sorted(taken: &TakenRules) -> (Vec<Offer>, Vec<Left>) {
    let (mut offers, mut left) = (Vec::new(), Vec::new());
    for foreign in &taken.rules {
        let ForeignRule {
            line,
            name,
            expr,
            becomes,
        } = foreign.clone();
        match becomes {
            Becomes::Rule { rule, notes } => offers.push(Offer {
                line,
                expr,
                rule: *rule,
                notes,
            }),
            Becomes::Nothing { reason } => left.push(Left {
                line,
                name,
                reason,
                expr,
            }),
        }
    }
    (offers, left)
}

/// The names of the offers that are not left out, in their order.
pub(crate) fn chosen(offers: &[Offer], without: &BTreeSet<String>) -> Vec<String> {
    let names = offers.iter().map(|offer| &offer.rule.name);
    names.filter(|name| !without.contains(*name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_can_be_taken_over_is_chosen_until_it_is_left_out() {
        let rule = |name: &str| json!({ "name": name, "when": { "test": "failure" }, "severity": "major" });
        let taken: TakenRules = serde_json::from_value(json!({
            "made": [],
            "rules": [
                { "line": 3, "name": "A", "expr": "up == 0", "becomes": { "rule": { "rule": rule("A"), "notes": [] } } },
                { "line": 5, "name": "B", "expr": "x > 1", "becomes": { "nothing": { "reason": "No." } } },
                { "line": 7, "name": "A", "expr": "up < 1", "becomes": { "rule": { "rule": rule("A (2)"), "notes": ["So."] } } },
            ],
        }))
        .unwrap();
        let (offers, left) = sorted(&taken);
        assert_eq!((offers.len(), left.len()), (2, 1));
        assert_eq!((left[0].line, left[0].reason.as_str()), (5, "No."));
        assert_eq!(chosen(&offers, &BTreeSet::new()), ["A", "A (2)"]);
        assert_eq!(chosen(&offers, &BTreeSet::from(["A".to_owned()])), ["A (2)"]);
    }
}
