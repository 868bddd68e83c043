//! Alerts that belong together, as one thing that somebody has to look after.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wire::Severity;
use wire::alert::{Alert, AlertId, Suppressed};

/// The alerts of one incident.
#[derive(Clone, Debug)]
pub struct Incident<'a> {
    /// Which one: the alert that opened it.
    pub id: AlertId,
    /// Its alerts, those that are over too, by number.
    pub alerts: Vec<&'a Alert>,
}

/// Alerts by their incidents.
pub fn incidents<'a>(alerts: impl IntoIterator<Item = &'a Alert>) -> BTreeMap<AlertId, Incident<'a>> {
    let mut found = BTreeMap::new();
    for alert in alerts {
        let id = alert.incident;
        let alerts = Vec::new();
        found
            .entry(id)
            .or_insert(Incident { id, alerts })
            .alerts
            .push(alert);
    }
    found.values_mut().for_each(Incident::forget_earlier);
    found
}

impl<'a> Incident<'a> {
    /// An alert that comes back opens its incident anew: what was over before that is no part of it any more.
    fn forget_earlier(&mut self) {
        let opener = self.alerts.iter().find(|alert| alert.id == self.id);
        if let Some(opened) = opener.map(|opener| opener.raised) {
            self.alerts
                .retain(|alert| alert.resolved.is_none_or(|at| at >= opened));
        }
    }

    fn firing(&self) -> impl Iterator<Item = &'a Alert> {
        self.alerts.iter().copied().filter(|alert| alert.is_firing())
    }

    /// Whether nothing of it fires any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.firing().next().is_none()
    }

    /// Whether somebody should look at it now.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.firing().any(Alert::is_waiting)
    }

    /// Whether somebody takes care of all of it that does not lie on a shelf.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        !self.is_waiting() && self.firing().any(|alert| alert.acknowledged.is_some())
    }

    /// How bad it is: as the worst of what fires and was neither put aside nor silenced.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        let counts = |alert: &&Alert| {
            alert.shelved.is_none() && matches!(alert.suppressed, None | Some(Suppressed::Cause))
        };
        self.firing().filter(counts).map(|alert| alert.severity).max()
    }

    /// The alert that explains the others; of several the worst, of those the first. Once all are over, the one that was.
    #[must_use]
    pub fn root(&self) -> Option<&'a Alert> {
        let rank = |alert: &&Alert| {
            (
                alert.is_firing(),
                alert.cause.is_none(),
                alert.severity,
                Reverse(alert.id),
            )
        };
        self.alerts.iter().copied().max_by_key(rank)
    }

    /// The root first, then the worst.
    #[must_use]
    pub fn in_order(&self) -> Vec<&'a Alert> {
        let root = self.root().map(|root| root.id);
        let mut alerts = self.alerts.clone();
        let rank = |alert: &&Alert| {
            (
                Some(alert.id) == root,
                alert.is_firing(),
                alert.severity,
                Reverse(alert.id),
            )
        };
        alerts.sort_by_key(|alert| Reverse(rank(alert)));
        alerts
    }
}

/// What is wrong with what, in one line.
#[must_use]
pub fn title(alert: &Alert) -> String {
    format!("{}: {}", alert.subject.name, alert.text)
}
