//! What is set on the station itself: its name, and for how long it keeps the past.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::phase::Phases;
use crate::rule::Tunings;
use crate::settings::FieldError;

/// The longest name of a station, in characters: what the head of a screen can show.
pub const LONGEST_NAME: usize = 64;

/// What an operator says about the station itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StationSpec {
    /// Its name, in one line of 1 to 64 characters; at first that of the machine.
    pub name: String,
    /// For how long it keeps the past.
    pub retention: Retention,
    /// What is otherwise about rules at all of its probes, by their names: `icmp/failure`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub alerts: Tunings,
    /// What is otherwise in which phase of a show.
    #[serde(default)]
    pub phases: Phases,
}

/// For how long what is kept. Each moment is kept in the finest form that still has it; least and greatest values are
/// never lost. A shorter time deletes history within minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Every sample as it came, in days: 1 to 90.
    pub raw_days: u32,
    /// Steps of ten seconds, in days: not fewer than `raw_days`, 365 at most.
    pub ten_seconds_days: u32,
    /// Steps of five minutes, and events, in days: not fewer than `ten_seconds_days`, 3650 at most.
    pub five_minutes_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            raw_days: 7,
            ten_seconds_days: 30,
            five_minutes_days: 400,
        }
    }
}

impl Retention {
    /// Whether some of what `old` keeps is deleted with this.
    #[must_use]
    pub fn is_shorter_than(&self, old: &Self) -> bool {
        self.raw_days < old.raw_days
            || self.ten_seconds_days < old.ten_seconds_days
            || self.five_minutes_days < old.five_minutes_days
    }
}

impl StationSpec {
    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let Retention {
            raw_days,
            ten_seconds_days,
            five_minutes_days,
        } = self.retention;
        let days = |field: &str, given: u32, least: u32, most: u32| {
            let wrong = !(least..=most).contains(&given);
            let message = match least {
                1 => format!("keep this for 1 to {most} days"),
                least => format!("keep this for {least} to {most} days: at least as long as what is finer"),
            };
            wrong.then(|| FieldError::new(format!("retention.{field}"), message))
        };
        let name = name_fault(&self.name).map(|message| FieldError::new("name", message));
        name.into_iter()
            .chain(days("raw_days", raw_days, 1, 90))
            .chain(days(
                "ten_seconds_days",
                ten_seconds_days,
                raw_days.clamp(1, 90),
                365,
            ))
            .chain(days(
                "five_minutes_days",
                five_minutes_days,
                ten_seconds_days.clamp(1, 365),
                3650,
            ))
            .chain(self.phases.faults())
            .collect()
    }
}

fn name_fault(name: &str) -> Option<String> {
    let length = name.trim().chars().count();
    if length == 0 {
        return Some("give the station a name, such as that of the flypack".to_owned());
    }
    if name.chars().any(char::is_control) {
        return Some("enter letters, digits and signs in one line".to_owned());
    }
    (length > LONGEST_NAME).then(|| format!("enter {LONGEST_NAME} letters at most"))
}

/// What a configuration says about the station itself. What is not given stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StationPart {
    /// Its name, in one line of 1 to 64 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// For how long it keeps the past.
    #[serde(default, skip_serializing_if = "RetentionPart::is_empty")]
    pub retention: RetentionPart,
    /// What is otherwise about rules at all of its probes, by their names: all of it, or all stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerts: Option<Tunings>,
    /// What is otherwise in which phase of a show: all of it, or all stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phases: Option<Phases>,
}

/// For how long what is kept, as far as a configuration says. What is not given stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RetentionPart {
    /// Every sample as it came, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_days: Option<u32>,
    /// Steps of ten seconds, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ten_seconds_days: Option<u32>,
    /// Steps of five minutes, and events, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub five_minutes_days: Option<u32>,
}

impl RetentionPart {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl StationPart {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is set on a station that has `spec` once this holds there.
    #[must_use]
    pub fn over(&self, spec: &StationSpec) -> StationSpec {
        let RetentionPart {
            raw_days,
            ten_seconds_days,
            five_minutes_days,
        } = self.retention;
        StationSpec {
            name: self.name.clone().unwrap_or_else(|| spec.name.clone()),
            retention: Retention {
                raw_days: raw_days.unwrap_or(spec.retention.raw_days),
                ten_seconds_days: ten_seconds_days.unwrap_or(spec.retention.ten_seconds_days),
                five_minutes_days: five_minutes_days.unwrap_or(spec.retention.five_minutes_days),
            },
            alerts: self.alerts.clone().unwrap_or_else(|| spec.alerts.clone()),
            phases: self.phases.clone().unwrap_or_else(|| spec.phases.clone()),
        }
    }

    /// What is wrong with it on any station.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let given = &self.retention;
        let raw_days = given.raw_days.unwrap_or(1);
        let ten_seconds_days = given.ten_seconds_days.unwrap_or(raw_days.clamp(1, 90));
        let any = StationSpec {
            name: "any".to_owned(),
            retention: Retention {
                raw_days,
                ten_seconds_days,
                five_minutes_days: ten_seconds_days.clamp(1, 365),
            },
            alerts: Tunings::new(),
            phases: Phases::default(),
        };
        self.over(&any).faults()
    }
}

impl From<StationSpec> for StationPart {
    fn from(spec: StationSpec) -> Self {
        Self {
            name: Some(spec.name),
            retention: RetentionPart {
                raw_days: Some(spec.retention.raw_days),
                ten_seconds_days: Some(spec.retention.ten_seconds_days),
                five_minutes_days: Some(spec.retention.five_minutes_days),
            },
            // A station without any does not take those of another one away.
            alerts: (!spec.alerts.is_empty()).then_some(spec.alerts),
            phases: (spec.phases != Phases::default()).then_some(spec.phases),
        }
    }
}

/// What is set on the station itself, as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Station {
    /// Grows with every change; its `ETag`. 0 as long as nobody has set anything.
    pub revision: u32,
    /// What is set.
    #[serde(flatten)]
    pub spec: StationSpec,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(name: &str, [raw_days, ten_seconds_days, five_minutes_days]: [u32; 3]) -> Vec<String> {
        let spec = StationSpec {
            name: name.to_owned(),
            retention: Retention {
                raw_days,
                ten_seconds_days,
                five_minutes_days,
            },
            alerts: Tunings::new(),
            phases: Phases::default(),
        };
        spec.faults().into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn bounds_are_kept() {
        assert_eq!(wrong("OB 7", [7, 30, 400]), [""; 0]);
        assert_eq!(wrong("OB 7", [1, 1, 1]), [""; 0]);
        assert_eq!(wrong(&"\u{e4}".repeat(64), [90, 365, 3650]), [""; 0]);
        assert_eq!(wrong(" ", [7, 30, 400]), ["name"]);
        assert_eq!(wrong("two\nlines", [7, 30, 400]), ["name"]);
        assert_eq!(wrong(&"a".repeat(65), [7, 30, 400]), ["name"]);
        assert_eq!(wrong("OB 7", [0, 30, 400]), ["retention.raw_days"]);
        assert_eq!(wrong("OB 7", [31, 30, 400]), ["retention.ten_seconds_days"]);
        assert_eq!(wrong("OB 7", [7, 30, 29]), ["retention.five_minutes_days"]);
        assert_eq!(
            wrong("OB 7", [91, 366, 3651]),
            [
                "retention.raw_days",
                "retention.ten_seconds_days",
                "retention.five_minutes_days"
            ]
        );
    }

    #[test]
    fn a_part_is_judged_by_what_it_says_and_then_by_the_station() {
        let part = |part: serde_json::Value| serde_json::from_value::<StationPart>(part).unwrap();
        let fields = |faults: Vec<FieldError>| -> Vec<String> {
            faults.into_iter().map(|fault| fault.field).collect()
        };
        let forty = part(serde_json::json!({ "retention": { "raw_days": 40 } }));
        assert_eq!(forty.faults(), []);
        let usual = StationSpec {
            name: "OB 7".to_owned(),
            retention: Retention::default(),
            alerts: Tunings::new(),
            phases: Phases::default(),
        };
        assert_eq!(
            fields(forty.over(&usual).faults()),
            ["retention.ten_seconds_days"]
        );
        let wrong = part(serde_json::json!({ "name": " ", "retention": { "raw_days": 400 } }));
        assert_eq!(fields(wrong.faults()), ["name", "retention.raw_days"]);
        let few = part(serde_json::json!({ "retention": { "five_minutes_days": 5 } }));
        assert_eq!(few.faults(), []);
        assert_eq!(StationPart::from(usual.clone()).over(&few.over(&usual)), usual);
    }

    #[test]
    fn what_deletes_history_is_known_as_such() {
        let usual = Retention::default();
        assert!(!usual.is_shorter_than(&usual));
        let longer = Retention {
            five_minutes_days: 401,
            ..usual
        };
        assert!(usual.is_shorter_than(&longer) && !longer.is_shorter_than(&usual));
    }
}
