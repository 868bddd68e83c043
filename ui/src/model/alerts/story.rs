//! What is wrong in words: the sentence of an alert, and that of a probe whose newest look shows nothing wrong any more.

use std::sync::Arc;

use wire::alert::Alert;
use wire::kind::KindInfo;
use wire::live::{Condition, ProbeState, ProbeView};
use wire::reading::Finding;
use wire::{Severity, Timestamp};

use crate::model::face::{self, labelled};
use crate::{format, text};

/// What is wrong with a probe, short for a tile and as a sentence with advice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// In the few words that fit a tile; empty when all is well.
    pub(crate) cause: String,
    /// What is so.
    pub(crate) what: String,
    /// What to do or to know about it.
    pub(crate) advice: String,
}

/// What an alert says is wrong, as this screen reads numbers, without a full stop.
pub(crate) fn sentence(alert: &Alert, kind: Option<&KindInfo>) -> String {
    let said = face::sentence(&alert.text).trim_end_matches('.').to_owned();
    let Some(measured) = &alert.measured else {
        return said;
    };
    // What an operator's own rule measures is worded by the rule.
    let metric = kind.and_then(|kind| kind.metric(&measured.metric));
    let (Some(metric), true) = (metric, alert.rule.own_id().is_none()) else {
        return said;
    };
    let title = labelled(&metric.title, measured.labels.values().map(String::as_str));
    let value = format::value(measured.unit, measured.value).to_string();
    let limit = format::value(measured.unit, measured.limit).to_string();
    text::alert_measured(&title, &value, &limit)
}

/// Who told of an alert that no probe of the station saw, and what it is called there; none of the station's own.
pub(crate) fn told_outside(alert: &Alert) -> Option<String> {
    let said = alert.outside.as_ref()?;
    let place = said
        .link
        .split_once("://")
        .and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
    let source = place
        .filter(|place| !place.is_empty())
        .unwrap_or_else(|| text::outside_source());
    Some(text::told_outside(alert.rule.name(), source))
}

/// Whether a probe is as bad as its alerts although its newest look shows nothing wrong.
fn is_in_clear_hold(view: &ProbeView) -> bool {
    let state = &view.state;
    matches!(
        state.condition,
        Condition::Minor | Condition::Major | Condition::Critical
    ) && state.failure.is_none()
        && state.findings.is_empty()
        && state.breaches.is_empty()
}

/// Whether the newest look shows something that somebody would be told of if it lasted.
fn is_bad(state: &ProbeState) -> bool {
    let is_told = |finding: &Finding| finding.severity > Severity::Info;
    state.failure.is_some() || !state.breaches.is_empty() || state.findings.iter().any(is_told)
}

/// What is wrong with a probe at which these alerts fire.
pub(crate) fn told(view: &ProbeView, kind: Option<&KindInfo>, firing: &[Arc<Alert>], now: Timestamp) -> Told {
    if is_in_clear_hold(view)
        && let Some(worst) = firing.iter().max_by_key(|alert| alert.severity)
    {
        let what = sentence(worst, kind);
        let well = worst.well_since.map(|since| {
            // Both come from clocks that are not quite the same.
            text::well_for(&format::duration(now.millis_since(since).max(0)))
        });
        return Told {
            cause: well
                .as_ref()
                .map_or_else(|| what.clone(), |well| format!("{well} · {what}")),
            what: face::sentence(&well.map_or_else(|| what.clone(), |well| format!("{what}; {well}"))),
            advice: face::sentence(&worst.advice),
        };
    }
    let (what, advice) = face::story(view, kind);
    // What has not lasted is no state yet: the words come with the mark, and move nothing when it changes.
    let is_pending =
        matches!(view.state.condition, Condition::Ok | Condition::Unknown) && is_bad(&view.state);
    Told {
        cause: if is_pending {
            String::new()
        } else {
            face::cause(view, kind)
        },
        what,
        advice,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::*;
    use serde_json::json;

    #[test]
    fn who_told_of_it_is_named_by_its_place() {
        let labels = json!({ "alertname": "DiskFull", "instance": "enc-1" });
        let mut alert: Alert = serde_json::from_value(json!({
            "id": 1, "rule": "outside/DiskFull", "subject": { "name": "enc-1", "part": labels }, "severity": "major",
            "text": "the disk is full", "began": 0, "raised": 0, "incident": 1, "revision": 1,
        }))
        .unwrap();
        assert_eq!(told_outside(&alert), None);
        let mut told = |link: &str| {
            let link = link.to_owned();
            alert.outside = Some(Box::new(wire::alert::Outside {
                link,
                ..Default::default()
            }));
            told_outside(&alert)
        };
        assert_eq!(
            told("http://prom:9090/graph?x").as_deref(),
            Some("DiskFull, told by prom:9090")
        );
        assert_eq!(told("").as_deref(), Some("DiskFull, told by a source outside"));
    }

    fn view(condition: &str, failure: Option<&str>) -> ProbeView {
        let failure = failure.map(|detail| json!({ "cause": "timeout", "detail": detail }));
        let state = json!({ "condition": condition, "since": 0, "last": 1000, "took_ms": 1, "stale_after_ms": 3000,
            "failure": failure });
        let probe = json!({ "id": 1, "revision": 1, "name": "Gateway", "kind": "icmp", "target": "icmp:127.0.0.1",
            "state": state });
        serde_json::from_value(probe).unwrap()
    }

    #[test]
    fn what_is_well_again_says_for_how_long() {
        let mut alert = alert(1, Severity::Critical, 0);
        alert.well_since = Some(Timestamp(4_000));
        let firing = arcs([alert]);
        let told = |view: &ProbeView| told(view, None, &firing, Timestamp(10_000));
        let held = told(&view("critical", None));
        assert_eq!(
            held.cause.replace('\u{a0}', " "),
            "well for 6 s · No answer within 1 s"
        );
        assert_eq!(
            held.what.replace('\u{a0}', " "),
            "No answer within 1 s; well for 6 s."
        );
        assert_eq!(told(&view("critical", Some("no answer"))).cause, "no answer");
        assert_eq!(told(&view("ok", None)).cause, "");
        assert_eq!(
            told(&view("ok", Some("no answer"))).cause,
            "",
            "that may not last"
        );
    }
}
