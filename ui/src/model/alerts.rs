//! Alerts by their incidents: what waits for somebody, who has what, what follows from what, and what is to be heard.

mod alarm;
mod handled;
mod health;
mod incident;
mod known;
mod list;
mod story;
mod tree;

pub(crate) use self::alarm::{Alarm, Tune};
pub(crate) use self::handled::{Handled, Since};
pub(crate) use self::health::{Bar, Grade, Span, bars, busiest, flooded, mean, mix, repeated};
pub(crate) use self::incident::{Incident, Standing, of_alerts};
pub(crate) use self::known::{Attention, Known, Touched};
pub(crate) use self::list::{Show, Steady, found, in_order, is_flood, raised_lately};
pub(crate) use self::story::{sentence, told, told_outside};
pub(crate) use self::tree::{Branch, reasons, tree};

/// Alerts for the tests of this module, written as briefly as they can be.
#[cfg(test)]
mod samples {
    use std::sync::Arc;

    use wire::alert::{Acknowledged, Alert, AlertId, Because, Shelved, Subject, Suppressed};
    use wire::probe::ProbeId;
    use wire::rule::RuleKey;
    use wire::{Severity, Timestamp};

    /// One that fires at `P1`, of an incident of its own.
    pub(super) fn alert(id: u64, severity: Severity, began: i64) -> Alert {
        let subject = Subject {
            name: format!("P{id}"),
            probe: u32::try_from(id).ok().map(ProbeId),
            ..Subject::default()
        };
        let rule = RuleKey::of_kind("icmp", "failure");
        let mut alert = Alert::new(AlertId(id), rule, subject, severity, Timestamp(began));
        "no answer within 1 s".clone_into(&mut alert.text);
        alert
    }

    /// The same, taken by somebody at that time.
    pub(super) fn taken(mut alert: Alert, by: &str, at: i64) -> Alert {
        alert.acknowledged = Some(Acknowledged {
            by: by.to_owned(),
            at: Timestamp(at),
            note: String::new(),
            until: None,
        });
        alert
    }

    pub(super) fn shelved(mut alert: Alert, until: i64) -> Alert {
        alert.shelved = Some(Shelved {
            by: "Op 2".to_owned(),
            at: Timestamp(0),
            until: Some(Timestamp(until)),
            note: String::new(),
        });
        alert
    }

    pub(super) fn follows(mut alert: Alert, cause: u64, incident: u64) -> Alert {
        alert.cause = Some(Because {
            alert: AlertId(cause),
            why: "it is behind it".to_owned(),
        });
        alert.suppressed = Some(Suppressed::Cause);
        alert.incident = AlertId(incident);
        alert
    }

    pub(super) fn resolved(mut alert: Alert, at: i64) -> Alert {
        alert.resolved = Some(Timestamp(at));
        alert
    }

    pub(super) fn arcs(alerts: impl IntoIterator<Item = Alert>) -> Vec<Arc<Alert>> {
        alerts.into_iter().map(Arc::new).collect()
    }
}
