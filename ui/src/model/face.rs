//! How a probe looks: the state that is drawn, and the words that say why.

use wire::Timestamp;
use wire::kind::KindInfo;
use wire::live::{Breach, Condition, ProbeState, ProbeView};
use wire::reading::Cause;

use crate::{format, text};

/// Condition and freshness: two channels that are drawn apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    pub(crate) condition: Condition,
    /// What is known is older than it should be.
    pub(crate) stale: bool,
}

impl Face {
    /// How a probe looks at `now`, by the clock of the station.
    pub(crate) fn of(state: &ProbeState, now: Timestamp) -> Self {
        let runs = state.condition != Condition::Off;
        let stale = runs
            && state
                .last
                .is_some_and(|last| now.millis_since(last) > i64::from(state.stale_after_ms));
        Self {
            condition: state.condition,
            stale,
        }
    }

    /// The class that styles everything drawn in this state.
    pub(crate) fn class(self) -> &'static str {
        match (self.condition, self.stale) {
            (Condition::Critical, true) => "crit stale",
            (Condition::Critical, false) => "crit",
            (Condition::Major, true) => "warn stale",
            (Condition::Major, false) => "warn",
            (_, true) => "stale",
            (Condition::Minor, false) => "minor",
            (Condition::Unknown, false) => "unk",
            (Condition::Off, false) => "off",
            (Condition::Ok, false) => "ok",
        }
    }

    /// The shape, distinct as a silhouette.
    pub(crate) fn glyph(self) -> &'static str {
        match (self.condition, self.stale) {
            (Condition::Critical, _) => "g g-crit",
            (Condition::Major, _) => "g g-warn",
            (_, true) => "g g-stale",
            (Condition::Minor, false) => "g g-minor",
            (Condition::Unknown, false) => "g g-unk",
            (Condition::Off, false) => "g g-off",
            (Condition::Ok, false) => "g g-ok",
        }
    }

    /// The word beside the shape.
    pub(crate) fn word(self) -> &'static str {
        match (self.condition, self.stale) {
            (Condition::Critical, true) => text::CRIT_UNSURE,
            (Condition::Critical, false) => text::CRIT,
            (Condition::Major, true) => text::WARN_UNSURE,
            (Condition::Major, false) => text::WARN,
            (_, true) => text::STALE,
            (Condition::Minor, false) => text::MINOR,
            (Condition::Unknown, false) => text::NO_DATA,
            (Condition::Off, false) => text::OFF,
            (Condition::Ok, false) => text::OK,
        }
    }
}

/// Why a probe is as it is, in the few words that fit a tile; empty when all is well.
pub(crate) fn cause(view: &ProbeView, kind: Option<&KindInfo>) -> String {
    let state = &view.state;
    if let Some(failure) = &state.failure {
        return failed(failure.cause).to_owned();
    }
    let breach = state.breaches.first();
    let finding = state.findings.first();
    match (breach, finding) {
        (Some(breach), finding) if finding.is_none_or(|finding| finding.severity <= breach.severity) => {
            let first = kind.and_then(|kind| kind.metrics.first());
            if first.is_some_and(|first| first.name == breach.metric.as_str() && first.labels.is_empty()) {
                // The value itself is the number shown large.
                let limit = format::value(breach.unit, breach.limit);
                return text::over_limit(breach.value > breach.limit, &limit.to_string());
            }
            let value = format::value(breach.unit, breach.value);
            text::past_limit(&measured(breach, kind), &value.to_string())
        }
        (_, Some(finding)) => finding.detail.clone(),
        _ => String::new(),
    }
}

/// The whole story in two sentences: what is so, and what to do or to know about it.
pub(crate) fn story(view: &ProbeView, kind: Option<&KindInfo>) -> (String, String) {
    let state = &view.state;
    if let Some(failure) = &state.failure {
        return (
            text::could_not_look(failed(failure.cause)),
            sentence(&failure.detail),
        );
    }
    match state.condition {
        Condition::Off => {
            return (
                text::SWITCHED_OFF.to_owned(),
                text::SWITCHED_OFF_ADVICE.to_owned(),
            );
        }
        Condition::Unknown => {
            return (
                text::NOT_LOOKED_YET.to_owned(),
                text::NOT_LOOKED_YET_ADVICE.to_owned(),
            );
        }
        Condition::Ok | Condition::Minor | Condition::Major | Condition::Critical => {}
    }
    let breach = state.breaches.first();
    let finding = state.findings.first();
    match (breach, finding) {
        (Some(breach), finding) if finding.is_none_or(|finding| finding.severity <= breach.severity) => {
            let (value, limit) = (
                format::value(breach.unit, breach.value),
                format::value(breach.unit, breach.limit),
            );
            let help = kind
                .and_then(|kind| kind.metric(&breach.metric))
                .map_or("", |metric| metric.help.as_ref());
            let what = text::past_limit_of(&measured(breach, kind), &value.to_string(), &limit.to_string());
            (what, sentence(help))
        }
        (_, Some(finding)) => {
            let known = kind.and_then(|kind| kind.findings.iter().find(|known| known.code == finding.code));
            (
                sentence(&finding.detail),
                sentence(known.map_or("", |known| known.help.as_ref())),
            )
        }
        _ => (text::ALL_WELL.to_owned(), String::new()),
    }
}

/// Everything that is wrong beside what [`story`] tells, a sentence each.
pub(crate) fn others(view: &ProbeView, kind: Option<&KindInfo>) -> Vec<String> {
    let (told, _) = story(view, kind);
    let state = &view.state;
    let breaches = state.breaches.iter().map(|breach| {
        let (value, limit) = (
            format::value(breach.unit, breach.value),
            format::value(breach.unit, breach.limit),
        );
        text::past_limit_of(&measured(breach, kind), &value.to_string(), &limit.to_string())
    });
    let findings = state.findings.iter().map(|finding| sentence(&finding.detail));
    breaches.chain(findings).filter(|other| *other != told).collect()
}

/// The name of what passed its limit, with its labels.
fn measured(breach: &Breach, kind: Option<&KindInfo>) -> String {
    let title = kind
        .and_then(|kind| kind.metric(&breach.metric))
        .map_or(breach.metric.as_str(), |m| m.title.as_ref());
    labelled(title, breach.labels.values().map(String::as_str))
}

/// A title with the values of its labels: `Received, eth0`.
pub(crate) fn labelled<'a>(title: &str, labels: impl Iterator<Item = &'a str>) -> String {
    labels.fold(title.to_owned(), |title, label| format!("{title}, {label}"))
}

/// The sort of trouble in words.
pub(crate) fn failed(cause: Cause) -> &'static str {
    match cause {
        Cause::Timeout => text::TIMEOUT,
        Cause::Unreachable => text::UNREACHABLE,
        Cause::Refused => text::REFUSED,
        Cause::Denied => text::DENIED,
        Cause::Garbled => text::GARBLED,
        Cause::Silent => text::SILENT,
        Cause::Overrun => text::OVERRUN,
        Cause::Bug => text::BUG,
    }
}

/// A text of the station as a sentence: a capital first, a full stop last.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut sentence: String = first.to_uppercase().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?', '…', ':']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn view(state: &serde_json::Value) -> ProbeView {
        let mut whole =
            json!({ "condition": "ok", "since": 0, "last": 1000, "took_ms": 1, "stale_after_ms": 3000 });
        let given = state.as_object().unwrap().clone();
        whole.as_object_mut().unwrap().extend(given);
        let probe = json!({ "id": 1, "revision": 1, "name": "Gateway", "kind": "icmp", "target": "icmp:127.0.0.1",
            "state": whole });
        serde_json::from_value(probe).unwrap()
    }

    #[test]
    fn a_probe_is_stale_when_its_reading_is_too_old_and_never_when_off() {
        let face = |state: serde_json::Value, now| Face::of(&view(&state).state, Timestamp(now));
        assert_eq!(face(json!({}), 4000).word(), "OK");
        assert_eq!(face(json!({}), 4001).word(), "STALE");
        assert_eq!(
            face(json!({ "condition": "critical" }), 9000).class(),
            "crit stale"
        );
        assert_eq!(face(json!({ "condition": "off" }), 9000).word(), "OFF");
        assert_eq!(
            face(json!({ "condition": "unknown", "last": null }), 9000).word(),
            "NO DATA"
        );
    }

    #[test]
    fn the_worst_is_named_first() {
        let breach = json!([{ "metric": "icmp_rtt_seconds", "severity": "major", "value": 0.024, "limit": 0.01,
            "unit": "seconds" }]);
        let finding =
            json!([{ "code": "icmp.loss", "severity": "critical", "detail": "3 of 10 packets were lost" }]);
        let shown = |state: serde_json::Value| cause(&view(&state), None).replace('\u{a0}', " ");
        assert_eq!(shown(json!({ "breaches": breach })), "icmp_rtt_seconds 24 ms");
        assert_eq!(
            shown(json!({ "breaches": breach, "findings": finding })),
            "3 of 10 packets were lost"
        );
        let failure = json!({ "cause": "timeout", "detail": "no answer within 1 s" });
        assert_eq!(
            shown(json!({ "breaches": breach, "failure": failure })),
            "no answer"
        );
    }

    #[test]
    fn a_text_becomes_a_sentence() {
        assert_eq!(sentence("no answer within 1 s"), "No answer within 1 s.");
        assert_eq!(sentence(" "), "");
    }
}
