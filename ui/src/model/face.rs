//! How a probe looks: the state that is drawn, and the words that say why.

use wire::kind::KindInfo;
use wire::live::{Breach, Condition, ProbeState, ProbeView};
use wire::reading::{Cause, Finding};
use wire::{Severity, Timestamp};

use crate::{format, text};

/// Condition and freshness: two channels that are drawn apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

    /// How something that is so bad looks, as far as is known now.
    pub(crate) fn of_severity(severity: Severity) -> Self {
        let condition = match severity {
            // What is told without being wrong has a mark of its own.
            Severity::Info => Condition::Minor,
            severity => Condition::from(Some(severity)),
        };
        Self {
            condition,
            stale: false,
        }
    }

    /// The greater, the sooner it is named; nothing that is well is named at all.
    pub(crate) fn urgency(self) -> u8 {
        match (self.condition, self.stale) {
            (Condition::Critical, _) => 3,
            (_, true) => 2,
            (Condition::Major, false) => 1,
            (Condition::Minor | Condition::Ok | Condition::Off | Condition::Unknown, false) => 0,
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

    /// As a screen reader says it.
    pub(crate) fn spoken(self) -> String {
        let condition = match self.condition {
            Condition::Critical => text::spoken_crit(),
            Condition::Major => text::spoken_warn(),
            Condition::Minor => text::spoken_minor(),
            Condition::Unknown => text::spoken_no_data(),
            Condition::Off => text::spoken_off(),
            Condition::Ok if self.stale => return text::spoken_stale().to_owned(),
            Condition::Ok => text::spoken_ok(),
        };
        if self.stale {
            format!("{condition}, {}", text::spoken_stale())
        } else {
            condition.to_owned()
        }
    }

    /// The word beside the shape.
    pub(crate) fn word(self) -> &'static str {
        match (self.condition, self.stale) {
            (Condition::Critical, true) => text::crit_unsure(),
            (Condition::Critical, false) => text::crit(),
            (Condition::Major, true) => text::warn_unsure(),
            (Condition::Major, false) => text::warn(),
            (_, true) => text::stale(),
            (Condition::Minor, false) => text::minor(),
            (Condition::Unknown, false) => text::no_data(),
            (Condition::Off, false) => text::off(),
            (Condition::Ok, false) => text::ok(),
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

/// A probe as a screen reader says it: name, state, what was `done` with it, why, and since when. No number that ticks is in
/// it, so that nobody is interrupted by one.
pub(crate) fn spoken(
    view: &ProbeView,
    face: Face,
    done: &str,
    kind: Option<&KindInfo>,
    now: Timestamp,
) -> String {
    let state = &view.state;
    let mut why = cause(view, kind);
    // The words of a tile leave out what stands beside its number.
    let first = kind.and_then(|kind| kind.metrics.first());
    if let (None, Some(breach), Some(first)) = (&state.failure, state.breaches.first(), first)
        && first.name == breach.metric.as_str()
        && !why.is_empty()
    {
        why = text::spoken_measure(&first.title, &why);
    }
    let since = match (face.stale, face.condition) {
        (true, _) => state.last,
        (false, Condition::Minor | Condition::Major | Condition::Critical) => Some(state.since),
        (false, Condition::Ok | Condition::Off | Condition::Unknown) => None,
    };
    let length = since.map(|since| text::spoken_length(now.millis_since(since)));
    let state = match done {
        "" => face.spoken(),
        done => format!("{}, {done}", face.spoken()),
    };
    text::spoken_tile(&view.probe.spec.name, &state, &why, length.as_deref())
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
                text::switched_off().to_owned(),
                text::switched_off_advice().to_owned(),
            );
        }
        Condition::Unknown => {
            return (
                text::not_looked_yet().to_owned(),
                text::not_looked_yet_advice().to_owned(),
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
                found(finding),
                sentence(known.map_or("", |known| known.help.as_ref())),
            )
        }
        _ => (text::all_well().to_owned(), String::new()),
    }
}

/// The name of the finding that [`story`] tells of.
pub(crate) fn code(view: &ProbeView) -> Option<String> {
    let state = &view.state;
    let finding = state.findings.first().filter(|_| state.failure.is_none())?;
    let is_told = state
        .breaches
        .first()
        .is_none_or(|breach| finding.severity > breach.severity);
    is_told.then(|| finding.code.to_string())
}

/// Everything that is wrong beside what [`story`] tells, a sentence each, and the names of findings.
pub(crate) fn others(view: &ProbeView, kind: Option<&KindInfo>) -> Vec<(String, Option<String>)> {
    let (told, _) = story(view, kind);
    let state = &view.state;
    let breaches = state.breaches.iter().map(|breach| {
        let (value, limit) = (
            format::value(breach.unit, breach.value),
            format::value(breach.unit, breach.limit),
        );
        let what = text::past_limit_of(&measured(breach, kind), &value.to_string(), &limit.to_string());
        (what, None)
    });
    let findings = state
        .findings
        .iter()
        .map(|finding| (found(finding), Some(finding.code.to_string())));
    breaches
        .chain(findings)
        .filter(|(other, _)| *other != told)
        .collect()
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
        Cause::Timeout => text::timeout(),
        Cause::Unreachable => text::unreachable(),
        Cause::Refused => text::refused(),
        Cause::Denied => text::denied(),
        Cause::Garbled => text::garbled(),
        Cause::Silent => text::silent(),
        Cause::Overrun => text::overrun(),
        Cause::Bug => text::bug(),
    }
}

/// What was found, as a sentence. A part that it begins with is written as it is called there: ge-0/0/1, not Ge-0/0/1.
pub(crate) fn found(finding: &Finding) -> String {
    let mut parts = finding.labels.values();
    if parts.any(|part| finding.detail.starts_with(part.as_str())) {
        ended(finding.detail.clone())
    } else {
        sentence(&finding.detail)
    }
}

/// A text of the station as a sentence: a capital first, a full stop last.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    ended(first.to_uppercase().chain(letters).collect())
}

fn ended(mut sentence: String) -> String {
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
    fn a_screen_reader_says_name_state_reason_and_length() {
        let says = |state: serde_json::Value, now| {
            let view = view(&state);
            spoken(
                &view,
                Face::of(&view.state, Timestamp(now)),
                "",
                None,
                Timestamp(now),
            )
        };
        assert_eq!(says(json!({}), 2000), "Gateway, OK");
        let failure = json!({ "condition": "critical", "failure": { "cause": "timeout", "detail": "" }, "last": 120_000 });
        assert_eq!(
            says(failure, 121_000),
            "Gateway, critical: no answer, for 2 minutes"
        );
        assert_eq!(
            says(json!({}), 20_000),
            "Gateway, old data, for less than a minute"
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

    #[test]
    fn a_part_keeps_its_name_at_the_beginning_of_a_sentence() {
        let says = |detail: &str| {
            let finding = json!([{ "code": "snmp.link_down", "severity": "major", "detail": detail,
                "labels": { "interface": "ge-0/0/1" } }]);
            story(&view(&json!({ "condition": "major", "findings": finding })), None).0
        };
        assert_eq!(says("ge-0/0/1 has lost its link"), "ge-0/0/1 has lost its link.");
        assert_eq!(
            says("the link of ge-0/0/1 is lost"),
            "The link of ge-0/0/1 is lost."
        );
    }
}
