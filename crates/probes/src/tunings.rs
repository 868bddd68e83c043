//! Checks what an operator sets otherwise about the rules that come with kinds.

use wire::alert::LONGEST_NOTE;
use wire::kind::KindInfo;
use wire::rule::{FAILURE, LONGEST_MS, RuleKey, Tuning, Tunings};
use wire::settings::{FieldError, nearest};

use crate::Kinds;

/// What is wrong with tunings, each named by its way there: `alerts.icmp/failure.hysteresis`. Those of a probe are of the
/// rules of its kind `of`; others are of any kind.
#[must_use]
pub fn tuning_faults(kinds: Kinds, of: Option<&str>, tunings: &Tunings) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (key, tuning) in tunings {
        let mut fault = |entry: &str, message: String| {
            let dot = if entry.is_empty() { "" } else { "." };
            faults.push(FieldError::new(format!("alerts.{key}{dot}{entry}"), message));
        };
        match of.filter(|of| *of != key.family()) {
            Some(of) => fault("", format!("a probe of the kind {of} has only rules of {of}")),
            None => match rule(kinds, key) {
                Ok(is_metric) if !is_metric && tuning.limits.is_some() => {
                    fault("limits", "leave it out: only a metric has limits".to_owned());
                }
                Ok(_) => {}
                Err(message) => fault("", message),
            },
        }
        for (entry, message) in wrong(tuning) {
            fault(entry, message);
        }
    }
    faults
}

/// Whether the rule of that name is one of a metric; what to enter instead where there is none.
fn rule(kinds: Kinds, key: &RuleKey) -> Result<bool, String> {
    let infos = || kinds.iter().map(|kind| kind.info());
    let Some(info) = infos().find(|info| info.name == key.family()) else {
        let similar = nearest(key.family(), infos().map(|info| info.name.as_ref()));
        let advice = similar.map_or_else(
            || format!("a rule is called KIND/NAME, such as icmp/{FAILURE}"),
            |similar| format!("did you mean {similar}/{}?", key.name()),
        );
        return Err(format!(
            "there is no kind of probe called {:?}; {advice}",
            key.family()
        ));
    };
    if info.metric(key.name()).is_some() {
        return Ok(true);
    }
    if names(info).any(|name| name == key.name()) {
        return Ok(false);
    }
    let advice = nearest(key.name(), names(info)).map_or_else(
        || format!("`flywatch kinds {}` lists its metrics and findings", info.name),
        |similar| format!("did you mean {}/{similar}?", info.name),
    );
    Err(format!(
        "the kind {} has no rule {:?}; {advice}",
        info.name,
        key.name()
    ))
}

/// The names of the rules of a kind, without the kind.
fn names(info: &KindInfo) -> impl Iterator<Item = &str> {
    let metrics = info.metrics.iter().map(|metric| metric.name.as_ref());
    let findings = info.findings.iter().map(|finding| finding.code.as_ref());
    std::iter::once(FAILURE).chain(metrics).chain(findings)
}

fn wrong(tuning: &Tuning) -> impl Iterator<Item = (&'static str, String)> {
    let Tuning {
        enabled: _,
        severity: _,
        limits,
        hysteresis,
        raise_after_ms,
        clear_after_ms,
        advice,
    } = tuning;
    let too_long = |ms: &Option<u32>| ms.is_some_and(|ms| ms > LONGEST_MS);
    let numbers = limits.iter().flat_map(|limits| [limits.major, limits.critical]);
    let endless = numbers.flatten().any(|limit| !limit.is_finite());
    let outside = hysteresis.is_some_and(|share| !(0.0..=1.0).contains(&share));
    let long_text = advice
        .as_ref()
        .is_some_and(|text| text.chars().count() > LONGEST_NOTE);
    let milliseconds = || format!("enter {LONGEST_MS} ms (30 days) at most");
    [
        ("limits", endless, "enter numbers".to_owned()),
        ("hysteresis", outside, "enter a number from 0 to 1".to_owned()),
        ("raise_after_ms", too_long(raise_after_ms), milliseconds()),
        ("clear_after_ms", too_long(clear_after_ms), milliseconds()),
        (
            "advice",
            long_text,
            format!("enter {LONGEST_NOTE} letters at most"),
        ),
    ]
    .into_iter()
    .filter_map(|(entry, is_wrong, message)| is_wrong.then_some((entry, message)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::KINDS;

    fn said(of: Option<&str>, tunings: serde_json::Value) -> Vec<String> {
        let tunings: Tunings = serde_json::from_value(tunings).unwrap();
        let faults = tuning_faults(KINDS, of, &tunings).into_iter();
        faults
            .map(|fault| format!("{}: {}", fault.field, fault.message))
            .collect()
    }

    #[test]
    fn every_rule_of_every_kind_can_be_tuned() {
        let keys = KINDS.iter().flat_map(|kind| {
            let info = kind.info();
            names(info).map(|name| (RuleKey::of_kind(&info.name, name), Tuning::default()))
        });
        let tunings: Tunings = keys.collect();
        assert!(tunings.len() > KINDS.len());
        assert_eq!(tuning_faults(KINDS, None, &tunings), []);
    }

    #[test]
    fn what_is_wrong_is_named_with_what_to_enter_instead() {
        let right = json!({ "icmp/icmp_rtt_seconds": {
            "limits": { "bad": "above", "major": 0.1 }, "hysteresis": 0.2, "raise_after_ms": 5000 } });
        assert_eq!(said(None, right.clone()), [""; 0]);
        assert_eq!(said(Some("icmp"), right.clone()), [""; 0]);
        assert_eq!(
            said(Some("tcp"), right),
            ["alerts.icmp/icmp_rtt_seconds: a probe of the kind tcp has only rules of tcp"]
        );
        assert_eq!(
            said(None, json!({ "icpm/failure": {} })),
            ["alerts.icpm/failure: there is no kind of probe called \"icpm\"; did you mean icmp/failure?"]
        );
        assert_eq!(
            said(None, json!({ "icmp/failur": {} })),
            ["alerts.icmp/failur: the kind icmp has no rule \"failur\"; did you mean icmp/failure?"]
        );
        assert_eq!(
            said(
                None,
                json!({ "icmp/failure": { "limits": { "bad": "above", "major": 1.0 }, "hysteresis": 1.5,
                    "raise_after_ms": 2_592_000_001_u32, "clear_after_ms": u32::MAX, "advice": "x".repeat(1001) } })
            ),
            [
                "alerts.icmp/failure.limits: leave it out: only a metric has limits",
                "alerts.icmp/failure.hysteresis: enter a number from 0 to 1",
                "alerts.icmp/failure.raise_after_ms: enter 2592000000 ms (30 days) at most",
                "alerts.icmp/failure.clear_after_ms: enter 2592000000 ms (30 days) at most",
                "alerts.icmp/failure.advice: enter 1000 letters at most",
            ]
        );
        let endless = Tuning {
            limits: Some(wire::kind::Limits {
                bad: wire::kind::Bad::Above,
                major: Some(f64::NAN),
                critical: None,
            }),
            hysteresis: Some(f64::NAN),
            ..Tuning::default()
        };
        let endless = [(RuleKey::of_kind("icmp", "icmp_rtt_seconds"), endless)].into();
        let fields = tuning_faults(KINDS, None, &endless).into_iter();
        assert_eq!(
            fields.map(|fault| fault.field).collect::<Vec<_>>(),
            [
                "alerts.icmp/icmp_rtt_seconds.limits",
                "alerts.icmp/icmp_rtt_seconds.hysteresis"
            ]
        );
    }
}
