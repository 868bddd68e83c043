//! The alerts that a screen keeps: what fires, and what was over a short time ago.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wire::alert::{Alert, AlertId};
use wire::probe::ProbeId;
use wire::{Severity, Timestamp};

use super::{Incident, Standing, of_alerts};

/// So long an alert that is over is kept, in milliseconds.
const KEPT_MS: i64 = 10 * 60_000;

/// The probes at which something changed; nothing for alerts that no probe saw. Empty where all is as it was.
pub(crate) type Touched = BTreeSet<Option<ProbeId>>;

/// What the station told of alerts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    alerts: BTreeMap<AlertId, Arc<Alert>>,
}

impl Known {
    /// Everything that is known from now on; where something changed.
    pub(crate) fn replace(&mut self, alerts: impl IntoIterator<Item = Alert>) -> Touched {
        let before = std::mem::take(self);
        self.take(alerts);
        let both = before.alerts.values().chain(self.alerts.values());
        if before == *self {
            return Touched::new();
        }
        both.map(|alert| alert.subject.probe).collect()
    }

    /// Takes in what is new or changed; an older revision than is known changes nothing.
    pub(crate) fn take(&mut self, alerts: impl IntoIterator<Item = Alert>) -> Touched {
        let mut touched = Touched::new();
        for alert in alerts {
            let known = self.alerts.get(&alert.id);
            if known.is_some_and(|known| known.revision > alert.revision || **known == alert) {
                continue;
            }
            touched.insert(alert.subject.probe);
            self.alerts.insert(alert.id, Arc::new(alert));
        }
        touched
    }

    /// Drops what does not fire any more and is not known to be over; `firing` is everything that fires.
    pub(crate) fn keep_firing(&mut self, firing: &[AlertId]) -> Touched {
        let firing: BTreeSet<_> = firing.iter().copied().collect();
        self.drop_unless(|alert| !alert.is_firing() || firing.contains(&alert.id))
    }

    /// Drops what was over too long ago.
    pub(crate) fn forget(&mut self, now: Timestamp) -> Touched {
        let is_near = |resolved: Timestamp| now.millis_since(resolved) <= KEPT_MS;
        self.drop_unless(|alert| alert.resolved.is_none_or(is_near))
    }

    /// Whether something was over too long ago.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        let is_far = |resolved: Timestamp| now.millis_since(resolved) > KEPT_MS;
        self.alerts
            .values()
            .any(|alert| alert.resolved.is_some_and(is_far))
    }

    fn drop_unless(&mut self, is_kept: impl Fn(&Alert) -> bool) -> Touched {
        let mut touched = Touched::new();
        self.alerts.retain(|_, alert| {
            let is_kept = is_kept(alert);
            if !is_kept {
                touched.insert(alert.subject.probe);
            }
            is_kept
        });
        touched
    }

    /// One of them.
    pub(crate) fn get(&self, id: AlertId) -> Option<&Arc<Alert>> {
        self.alerts.get(&id)
    }

    /// All of them, by number.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<Alert>> {
        self.alerts.values()
    }

    /// Those at a probe that fire.
    pub(crate) fn at(&self, probe: ProbeId) -> Vec<Arc<Alert>> {
        let is_there = |alert: &&Arc<Alert>| alert.subject.probe == Some(probe) && alert.is_firing();
        self.all().filter(is_there).cloned().collect()
    }

    /// One incident, as far as it is known.
    pub(crate) fn incident(&self, id: AlertId) -> Option<Incident> {
        let alerts: Vec<_> = self.all().filter(|alert| alert.incident == id).cloned().collect();
        (!alerts.is_empty()).then_some(Incident { id, alerts })
    }

    /// All incidents.
    pub(crate) fn incidents(&self) -> BTreeMap<AlertId, Incident> {
        of_alerts(self.all())
    }
}

/// What the frame of every page says about alerts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attention {
    /// How many incidents wait that are critical.
    pub(crate) critical: usize,
    /// How many wait of which somebody should act soon.
    pub(crate) major: usize,
    /// How many somebody takes care of, or has put aside.
    pub(crate) taken: usize,
    /// The newest among the worst that wait.
    pub(crate) newest: Option<Incident>,
}

impl Attention {
    /// The sum of what is known.
    pub(crate) fn of(known: &Known) -> Self {
        let mut sum = Self::default();
        let mut first = None;
        for incident in known.incidents().into_values() {
            match incident.standing() {
                Standing::Waiting => {}
                Standing::Taken | Standing::Shelved => {
                    sum.taken += 1;
                    continue;
                }
                Standing::Quiet | Standing::Over => continue,
            }
            let severity = incident.severity();
            sum.critical += usize::from(severity == Severity::Critical);
            sum.major += usize::from(severity == Severity::Major);
            let rank = (severity, incident.raised());
            if severity >= Severity::Major && first.is_none_or(|first| rank >= first) {
                first = Some(rank);
                sum.newest = Some(incident);
            }
        }
        sum
    }

    /// How many wait for somebody.
    pub(crate) fn waiting(&self) -> usize {
        self.critical + self.major
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::*;

    fn ids(known: &Known) -> Vec<u64> {
        known.all().map(|alert| alert.id.0).collect()
    }

    #[test]
    fn what_is_over_is_kept_for_ten_minutes() {
        let mut known = Known::default();
        known.take([
            alert(1, Severity::Critical, 0),
            resolved(alert(2, Severity::Major, 0), 1_000),
        ]);
        assert!(!known.is_due(Timestamp(1_000 + KEPT_MS)));
        assert!(known.is_due(Timestamp(1_001 + KEPT_MS)));
        assert_eq!(
            known.forget(Timestamp(1_001 + KEPT_MS)),
            [Some(ProbeId(2))].into()
        );
        assert_eq!(ids(&known), [1]);
    }

    #[test]
    fn what_fires_no_more_is_dropped_and_an_older_word_changes_nothing() {
        let mut known = Known::default();
        let newer = Alert {
            revision: 3,
            ..taken(alert(1, Severity::Critical, 0), "Op 2", 5)
        };
        assert_eq!(known.take([newer, alert(2, Severity::Major, 0)]).len(), 2);
        assert!(known.take([alert(1, Severity::Critical, 0)]).is_empty());
        assert!(
            known
                .get(AlertId(1))
                .is_some_and(|alert| alert.acknowledged.is_some())
        );
        assert_eq!(known.keep_firing(&[AlertId(1)]), [Some(ProbeId(2))].into());
        assert_eq!(ids(&known), [1]);
        assert_eq!(known.at(ProbeId(1)).len(), 1);
    }

    #[test]
    fn only_what_waits_is_counted_and_the_newest_of_the_worst_is_named() {
        let mut known = Known::default();
        known.take([
            alert(1, Severity::Critical, 10),
            alert(2, Severity::Critical, 20),
            alert(3, Severity::Major, 30),
            alert(4, Severity::Minor, 35),
            taken(alert(5, Severity::Critical, 40), "Op 2", 50),
            shelved(alert(6, Severity::Critical, 40), 90),
            follows(alert(7, Severity::Critical, 60), 1, 1),
        ]);
        let sum = Attention::of(&known);
        assert_eq!((sum.critical, sum.major, sum.taken, sum.waiting()), (2, 1, 2, 3));
        assert_eq!(sum.newest.map(|incident| incident.id), Some(AlertId(2)));
    }
}
