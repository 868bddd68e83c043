//! Alerts that belong together, as one thing that somebody has to look after.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use wire::alert::{Alert, AlertId, Suppressed};
use wire::{Severity, Timestamp};

use super::Handled;

/// How an incident stands with the people, the more urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Standing {
    /// Somebody should look at it now.
    Waiting,
    /// Somebody takes care of all of it that does not lie on a shelf.
    Taken,
    /// It was put aside.
    Shelved,
    /// A silence, a window or a phase keeps it quiet.
    Quiet,
    /// Nothing of it fires any more.
    Over,
}

/// The alerts of one incident, those that are over too.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Incident {
    /// Which one: the alert that opened it.
    pub(crate) id: AlertId,
    /// Its alerts, by number.
    pub(crate) alerts: Vec<Arc<Alert>>,
}

/// Alerts by their incidents.
pub(crate) fn of_alerts<'a>(alerts: impl IntoIterator<Item = &'a Arc<Alert>>) -> BTreeMap<AlertId, Incident> {
    let mut found = BTreeMap::new();
    for alert in alerts {
        let id = alert.incident;
        let alerts = Vec::new();
        let incident = found.entry(id).or_insert(Incident { id, alerts });
        incident.alerts.push(alert.clone());
    }
    found
}

impl Incident {
    /// Those of it that fire.
    pub(crate) fn firing(&self) -> impl Iterator<Item = &Arc<Alert>> {
        self.alerts.iter().filter(|alert| alert.is_firing())
    }

    /// Those that somebody should look at now.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Arc<Alert>> {
        self.alerts.iter().filter(|alert| alert.is_waiting())
    }

    /// How it stands with the people.
    pub(crate) fn standing(&self) -> Standing {
        if self.firing().next().is_none() {
            Standing::Over
        } else if self.waiting().next().is_some() {
            Standing::Waiting
        } else if self
            .firing()
            .any(|alert| alert.acknowledged.is_some() && alert.shelved.is_none())
        {
            Standing::Taken
        } else if self.firing().any(|alert| alert.shelved.is_some()) {
            Standing::Shelved
        } else {
            Standing::Quiet
        }
    }

    /// The alerts that are acknowledged together: all that wait, and what follows from them. Whatever outlives its cause was
    /// seen in the same list.
    pub(crate) fn to_take(&self) -> Vec<AlertId> {
        let is_open = |alert: &&Arc<Alert>| {
            let is_told = matches!(alert.suppressed, None | Some(Suppressed::Cause));
            alert.acknowledged.is_none() && alert.shelved.is_none() && is_told
        };
        self.firing().filter(is_open).map(|alert| alert.id).collect()
    }

    /// Those that somebody takes care of.
    pub(crate) fn to_give_back(&self) -> Vec<AlertId> {
        let taken = self.firing().filter(|alert| alert.acknowledged.is_some());
        taken.map(|alert| alert.id).collect()
    }

    /// Those that can be put aside.
    pub(crate) fn to_shelve(&self) -> Vec<AlertId> {
        let here = self.firing().filter(|alert| alert.shelved.is_none());
        here.map(|alert| alert.id).collect()
    }

    /// Those that were put aside.
    pub(crate) fn to_unshelve(&self) -> Vec<AlertId> {
        let aside = self.firing().filter(|alert| alert.shelved.is_some());
        aside.map(|alert| alert.id).collect()
    }

    /// How bad it is: as the worst of what fires and was neither put aside nor silenced; where all was, as the worst of that;
    /// of one that is over, as its root was last.
    pub(crate) fn severity(&self) -> Severity {
        let counts = |alert: &&Arc<Alert>| {
            alert.shelved.is_none() && matches!(alert.suppressed, None | Some(Suppressed::Cause))
        };
        let told = self.firing().filter(counts).map(|alert| alert.severity).max();
        let firing = || self.firing().map(|alert| alert.severity).max();
        let last = || self.root().map(|root| root.severity);
        told.or_else(firing).or_else(last).unwrap_or(Severity::Info)
    }

    /// The alert that explains the others; of several the worst, of those the first. Once all are over, the one that was.
    pub(crate) fn root(&self) -> Option<&Arc<Alert>> {
        let rank = |alert: &&Arc<Alert>| {
            (
                alert.is_firing(),
                alert.cause.is_none(),
                alert.severity,
                Reverse(alert.id),
            )
        };
        self.alerts.iter().max_by_key(rank)
    }

    /// How many fire beside its root.
    pub(crate) fn followers(&self) -> usize {
        let root = self.root().map(|root| root.id);
        self.firing().filter(|alert| Some(alert.id) != root).count()
    }

    /// Since when the first of what fires has been wrong; of one that is over, since when it was.
    pub(crate) fn began(&self) -> Timestamp {
        let firing = self.firing().map(|alert| alert.began).min();
        let all = || self.alerts.iter().map(|alert| alert.began).min();
        firing.or_else(all).unwrap_or_default()
    }

    /// When people were told of it last.
    pub(crate) fn raised(&self) -> Timestamp {
        let waiting = self.waiting().map(|alert| alert.raised).max();
        waiting.unwrap_or_else(|| self.began())
    }

    /// When the last of it was over; nothing as long as one fires.
    pub(crate) fn resolved(&self) -> Option<Timestamp> {
        if self.firing().next().is_some() {
            return None;
        }
        self.alerts.iter().filter_map(|alert| alert.resolved).max()
    }

    /// What people or a silence have done with it.
    pub(crate) fn handled(&self) -> Handled {
        Handled::of(self.firing())
    }

    /// The one of it that comes and goes.
    pub(crate) fn flapping(&self) -> Option<&Arc<Alert>> {
        self.firing().find(|alert| alert.flapping)
    }

    /// Whether somebody of this name takes care of it, or has put it aside.
    pub(crate) fn is_of(&self, name: &str) -> bool {
        let takes = |alert: &Arc<Alert>| alert.acknowledged.as_ref().is_some_and(|taken| taken.by == name);
        let shelves = |alert: &Arc<Alert>| alert.shelved.as_ref().is_some_and(|shelved| shelved.by == name);
        self.firing().any(|alert| takes(alert) || shelves(alert))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::*;

    fn incident(alerts: Vec<Alert>) -> Incident {
        Incident {
            id: AlertId(1),
            alerts: arcs(alerts),
        }
    }

    #[test]
    fn the_root_is_what_explains_and_not_what_is_worse() {
        let of = incident(vec![
            alert(1, Severity::Major, 10),
            follows(alert(2, Severity::Critical, 5), 1, 1),
        ]);
        assert_eq!(of.root().map(|root| root.id), Some(AlertId(1)));
        assert_eq!(of.severity(), Severity::Critical);
        assert_eq!(of.followers(), 1);
        assert_eq!(of.began(), Timestamp(5));
        assert_eq!(of.to_take(), [AlertId(1), AlertId(2)]);
    }

    #[test]
    fn an_incident_waits_until_nothing_of_it_does() {
        let waits = alert(1, Severity::Critical, 0);
        let taken = taken(waits.clone(), "Op 2", 5);
        let shelved = shelved(waits.clone(), 9);
        let over = resolved(waits.clone(), 9);
        for (alerts, standing) in [
            (vec![waits.clone(), taken.clone()], Standing::Waiting),
            (
                vec![taken.clone(), shelved.clone(), over.clone()],
                Standing::Taken,
            ),
            (vec![shelved, over.clone()], Standing::Shelved),
            (vec![follows(waits, 1, 1)], Standing::Quiet),
            (vec![over], Standing::Over),
        ] {
            assert_eq!(incident(alerts).standing(), standing);
        }
    }

    #[test]
    fn it_is_of_whoever_takes_care_of_it() {
        let of = incident(vec![taken(alert(1, Severity::Critical, 0), "Op 2", 5)]);
        assert!(of.is_of("Op 2"));
        assert!(!of.is_of("Op 1"));
        assert_eq!(of.to_give_back(), [AlertId(1)]);
        assert!(of.to_take().is_empty());
    }
}
