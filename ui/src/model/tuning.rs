//! What is set otherwise about a rule of a kind, while it is entered.

use wire::Severity;
use wire::kind::{Bad, KindInfo, Limits, Metric};
use wire::rule::{FAILURE, InForce, NO_DATA, Origin, RuleKey, Tuning};
use wire::settings::FieldError;

use super::draft::{limit_scale, number, plain, round};
use super::lapse;
use crate::text;

/// What is entered for one rule; what is empty is not set here.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) enabled: Option<bool>,
    pub(crate) severity: Option<Severity>,
    pub(crate) limits: Option<Sides>,
    /// Limits that were set elsewhere for the same thing are to go too.
    pub(crate) limits_back: bool,
    /// In per cent.
    pub(crate) hysteresis: String,
    pub(crate) raise: String,
    pub(crate) clear: String,
    pub(crate) advice: String,
}

/// Limits as they are entered, in the unit in which the metric is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sides {
    pub(crate) bad: Bad,
    pub(crate) major: String,
    pub(crate) critical: String,
}

impl Sides {
    /// Limits that are there.
    pub(crate) fn of(limits: Limits, metric: &Metric) -> Self {
        let scale = limit_scale(metric);
        let shown = |limit: Option<f64>| limit.map(|limit| plain(scale.read(limit))).unwrap_or_default();
        Self {
            bad: limits.bad,
            major: shown(limits.major),
            critical: shown(limits.critical),
        }
    }

    /// None at all.
    pub(crate) fn none() -> Self {
        Self {
            bad: Bad::Above,
            major: String::new(),
            critical: String::new(),
        }
    }

    fn read(&self, metric: &Metric) -> Result<Limits, String> {
        let scale = limit_scale(metric);
        let read = |entry: &str| match entry.trim() {
            "" => Ok(None),
            entry => number(entry).map(|number| Some(round(scale.measured(number)))),
        };
        let limits = Limits {
            bad: self.bad,
            major: read(&self.major)?,
            critical: read(&self.critical)?,
        };
        let is_crossed = |(major, critical): (f64, f64)| match limits.bad {
            Bad::Above => critical < major,
            Bad::Below => critical > major,
        };
        if limits.major.zip(limits.critical).is_some_and(is_crossed) {
            return Err(text::crossed_limits().to_owned());
        }
        Ok(limits)
    }
}

impl Draft {
    /// What is set; `metric` is that of the rule, where it is one of a metric.
    pub(crate) fn of(tuning: &Tuning, metric: Option<&Metric>) -> Self {
        Self {
            enabled: tuning.enabled,
            severity: tuning.severity,
            limits: tuning
                .limits
                .zip(metric)
                .map(|(limits, metric)| Sides::of(limits, metric)),
            limits_back: false,
            hysteresis: tuning
                .hysteresis
                .map(|share| plain(share * 100.0))
                .unwrap_or_default(),
            raise: tuning.raise_after_ms.map(lapse::write).unwrap_or_default(),
            clear: tuning.clear_after_ms.map(lapse::write).unwrap_or_default(),
            advice: tuning.advice.clone().unwrap_or_default(),
        }
    }

    /// Whether nothing is set.
    pub(crate) fn is_bare(&self) -> bool {
        let besides = Self {
            limits_back: false,
            ..self.clone()
        };
        besides == Self::default()
    }

    /// What is to be set; entries that cannot be read are named by their way there: `alerts.icmp/failure.hysteresis`.
    pub(crate) fn read(
        &self,
        rule: &RuleKey,
        metric: Option<&Metric>,
        faults: &mut Vec<FieldError>,
    ) -> Tuning {
        let mut wrong =
            |field: &str, message| faults.push(FieldError::new(format!("alerts.{rule}.{field}"), message));
        let mut tuning = Tuning {
            enabled: self.enabled,
            severity: self.severity,
            ..Tuning::default()
        };
        if let (Some(sides), Some(metric)) = (&self.limits, metric) {
            match sides.read(metric) {
                Ok(limits) => tuning.limits = Some(limits),
                Err(message) => wrong("limits", message),
            }
        }
        let given = |entry: &str| !entry.trim().is_empty();
        if given(&self.hysteresis) {
            match number(self.hysteresis.trim()) {
                Ok(share) => tuning.hysteresis = Some(round(share / 100.0)),
                Err(message) => wrong("hysteresis", message),
            }
        }
        for (field, entry, place) in [
            ("raise_after_ms", &self.raise, &mut tuning.raise_after_ms),
            ("clear_after_ms", &self.clear, &mut tuning.clear_after_ms),
        ] {
            if given(entry) {
                match lapse::read(entry) {
                    Ok(millis) => *place = Some(millis),
                    Err(message) => wrong(field, message),
                }
            }
        }
        if given(&self.advice) {
            tuning.advice = Some(self.advice.trim().to_owned());
        }
        tuning
    }
}

/// Whether anything about a rule was set by an operator, anywhere.
pub(crate) fn is_tuned(rule: &InForce) -> bool {
    let origins = [
        Some(rule.enabled.from),
        rule.severity.as_ref().map(|said| said.from),
        rule.limits.as_ref().map(|said| said.from),
        Some(rule.hysteresis.from),
        Some(rule.raise_after_ms.from),
        Some(rule.clear_after_ms.from),
        Some(rule.advice.from),
    ];
    origins.into_iter().flatten().any(|from| from != Origin::Kind)
}

/// What a rule that comes with a kind is called on screen; nothing when its kind does not know it.
pub(crate) fn rule_title(kind: Option<&KindInfo>, rule: &RuleKey) -> Option<String> {
    let name = rule.name();
    let of_kind = kind.and_then(|kind| {
        let metric = kind.metric(name).map(|metric| metric.title.to_string());
        let finding = || {
            let finding = kind.findings.iter().find(|finding| finding.code == name)?;
            Some(text::first_sentence(&finding.help).to_owned())
        };
        metric.or_else(finding)
    });
    of_kind.or_else(|| match name {
        FAILURE => Some(text::rule_cannot_look().to_owned()),
        NO_DATA => Some(text::rule_no_data().to_owned()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn metric() -> Metric {
        serde_json::from_value(
            json!({ "name": "icmp_rtt_seconds", "title": "Round trip", "help": "", "unit": "seconds",
            "sort": "gauge", "labels": [], "limits": { "bad": "above", "major": 0.01, "critical": 0.1 } }),
        )
        .unwrap()
    }

    fn tuning() -> Tuning {
        serde_json::from_value(
            json!({ "enabled": false, "severity": "minor", "hysteresis": 0.05, "raise_after_ms": 500,
            "clear_after_ms": 60000, "advice": "Call Ada.",
            "limits": { "bad": "above", "major": 0.02, "critical": 0.05 } }),
        )
        .unwrap()
    }

    #[test]
    fn a_tuning_comes_out_as_it_went_in() {
        let key = RuleKey::of_kind("icmp", "icmp_rtt_seconds");
        for tuning in [tuning(), Tuning::default()] {
            let mut faults = Vec::new();
            let draft = Draft::of(&tuning, Some(&metric()));
            assert_eq!(draft.is_bare(), tuning == Tuning::default());
            assert_eq!(draft.read(&key, Some(&metric()), &mut faults), tuning);
            assert_eq!(faults, []);
        }
        assert_eq!(Draft::of(&tuning(), Some(&metric())).limits.unwrap().major, "20");
    }

    #[test]
    fn wrong_entries_are_named_by_their_way() {
        let key = RuleKey::of_kind("icmp", "icmp_rtt_seconds");
        let draft = Draft {
            hysteresis: "much".to_owned(),
            clear: "soon".to_owned(),
            limits: Some(Sides {
                bad: Bad::Above,
                major: "50".to_owned(),
                critical: "5".to_owned(),
            }),
            ..Draft::default()
        };
        let mut faults = Vec::new();
        draft.read(&key, Some(&metric()), &mut faults);
        let named: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            named,
            ["limits", "hysteresis", "clear_after_ms"]
                .map(|field| format!("alerts.icmp/icmp_rtt_seconds.{field}"))
        );
    }
}
