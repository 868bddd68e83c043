//! Conditions on alerts, as sentences and as they begin.

use wire::Severity;
use wire::alert::Alert;
use wire::route::{Compare, Matcher};

use crate::text;

/// The ways of comparing, in the order in which forms offer them.
pub(crate) const COMPARES: [Compare; 4] = [
    Compare::Equal,
    Compare::NotEqual,
    Compare::Matching,
    Compare::NotMatching,
];

/// What is offered as a severity: the worst first.
pub(crate) const SEVERITIES: [Severity; 3] = [Severity::Critical, Severity::Major, Severity::Minor];

/// The word by which the station calls a severity.
pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::Major => "major",
        Severity::Minor => "minor",
        Severity::Info => "info",
    }
}

/// The severity that the station calls so.
pub(crate) fn severity_of(word: &str) -> Option<Severity> {
    SEVERITIES
        .into_iter()
        .find(|severity| severity_word(*severity) == word)
}

/// Conditions in words: `channel PGM A, device is not SW 1`; empty when there is none.
pub(crate) fn sentence(matching: &[Matcher]) -> String {
    let one = |matcher: &Matcher| {
        let label = text::alert_label(&matcher.label);
        let value = match (matcher.label.as_str(), severity_of(&matcher.value)) {
            ("severity", Some(severity)) => text::severity(severity).to_owned(),
            _ => matcher.value.clone(),
        };
        match matcher.is {
            Compare::Equal => format!("{label} {value}"),
            other => format!("{label} {} {value}", text::compared(other)),
        }
    };
    matching.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Conditions that fit an alert and what is like it: its rule, at its probe, at its part.
pub(crate) fn of_alert(alert: &Alert) -> Vec<Matcher> {
    let mut matching = vec![Matcher::equal("rule", alert.rule.0.clone())];
    if alert.subject.probe.is_some() {
        matching.push(Matcher::equal("probe", alert.subject.name.clone()));
    }
    let parts = alert.subject.part.iter();
    matching.extend(parts.map(|(label, value)| Matcher::equal(label.clone(), value.clone())));
    matching
}

#[cfg(test)]
mod tests {
    use wire::Timestamp;
    use wire::alert::{AlertId, Subject};
    use wire::probe::ProbeId;
    use wire::rule::RuleKey;

    use super::*;

    #[test]
    fn conditions_read_as_people_say_them() {
        let mut other = Matcher::equal("device", "SW 1");
        other.is = Compare::NotEqual;
        let severity = Matcher::equal("severity", "critical");
        let matching = [
            Matcher::equal("channel", "PGM A"),
            other,
            severity,
            Matcher::equal("ifname", "Gi1"),
        ];
        assert_eq!(
            sentence(&matching),
            "channel PGM A, device is not SW 1, severity Critical, ifname Gi1"
        );
        assert_eq!(sentence(&[]), "");
    }

    #[test]
    fn an_alert_is_fitted_by_its_rule_probe_and_part() {
        let subject = Subject {
            name: "Switch".to_owned(),
            probe: Some(ProbeId(1)),
            part: [("ifname".into(), "Gi1".to_owned())].into(),
            ..Subject::default()
        };
        let rule = RuleKey::of_kind("snmp", "failure");
        let alert = Alert::new(AlertId(1), rule, subject, Severity::Major, Timestamp(0));
        let fits: Vec<_> = of_alert(&alert)
            .into_iter()
            .map(|matcher| (matcher.label, matcher.value))
            .collect();
        let wanted = [("rule", "snmp/failure"), ("probe", "Switch"), ("ifname", "Gi1")];
        assert_eq!(
            fits,
            wanted.map(|(label, value)| (label.to_owned(), value.to_owned()))
        );
    }
}
