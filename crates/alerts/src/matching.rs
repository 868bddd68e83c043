//! Which alerts fit conditions on their labels.

use regex::Regex;
use wire::alert::Alert;
use wire::route::{Compare, Matcher};
use wire::settings::FieldError;

use crate::world::World;

/// Longest pattern, in bytes.
const LONGEST_PATTERN: usize = 1000;

/// Conditions that are ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Matching {
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug)]
struct Condition {
    label: String,
    wanted: Wanted,
    is_negated: bool,
}

#[derive(Clone, Debug)]
enum Wanted {
    Text(String),
    Pattern(Regex),
}

impl Wanted {
    fn is(&self, value: &str) -> bool {
        match self {
            Self::Text(text) => text == value,
            Self::Pattern(pattern) => pattern.is_match(value),
        }
    }
}

impl Matching {
    /// Makes them ready.
    ///
    /// # Errors
    /// A pattern that is no regular expression, at its place in `field`.
    pub fn new(field: &str, matchers: &[Matcher]) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut conditions = Vec::new();
        for (at, matcher) in matchers.iter().enumerate() {
            let is_pattern = matches!(matcher.is, Compare::Matching | Compare::NotMatching);
            let wanted = if is_pattern {
                match pattern(&matcher.value) {
                    Ok(pattern) => Wanted::Pattern(pattern),
                    Err(message) => {
                        faults.push(FieldError::new(format!("{field}.{at}.value"), message));
                        continue;
                    }
                }
            } else {
                Wanted::Text(matcher.value.clone())
            };
            conditions.push(Condition {
                label: matcher.label.clone(),
                wanted,
                is_negated: matches!(matcher.is, Compare::NotEqual | Compare::NotMatching),
            });
        }
        if faults.is_empty() {
            Ok(Self { conditions })
        } else {
            Err(faults)
        }
    }

    /// Whether an alert fits all of them. `rule_name` is what people call its rule.
    #[must_use]
    pub fn fits(&self, world: &World, alert: &Alert, rule_name: &str) -> bool {
        self.conditions.iter().all(|condition| {
            let (mut has_label, mut is_so) = (false, false);
            world.labels_of(alert, rule_name, |label, value| {
                if label == condition.label {
                    has_label = true;
                    is_so |= condition.wanted.is(value);
                }
            });
            // A label that is not there is empty text, as everywhere in the field.
            let is_so = is_so || (!has_label && condition.wanted.is(""));
            is_so != condition.is_negated
        })
    }
}

fn pattern(text: &str) -> Result<Regex, String> {
    if text.len() > LONGEST_PATTERN {
        return Err(format!("enter {LONGEST_PATTERN} letters at most"));
    }
    // The whole label, as in Prometheus and Alertmanager.
    Regex::new(&format!("^(?:{text})$")).map_err(|wrong| format!("this is no regular expression: {wrong}"))
}
