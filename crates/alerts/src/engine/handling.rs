//! What people do with alerts, and what ends by itself.

use wire::Timestamp;
use wire::alert::{Acknowledged, Alert, AlertId, Handling, Shelved, What};

use super::Engine;

impl Engine {
    /// Does what a person wants done with alerts. Gives those that it was done with: one that is over, or is there already, is left.
    pub fn handle(&mut self, ids: &[AlertId], handling: &Handling, by: &str, at: Timestamp) -> Vec<AlertId> {
        self.now = self.now.max(at);
        let now = self.now;
        let mut done = Vec::new();
        for id in ids {
            let Some(alert) = self.book.alerts.get_mut(id) else {
                continue;
            };
            if let Some((what, text)) = apply(alert, handling, by, now) {
                self.book.turns.turn(alert, now, what, by, text);
                done.push(*id);
            }
        }
        done
    }

    /// Ends acknowledgements and shelvings whose time is over.
    pub(super) fn expire(&mut self) {
        let now = self.now;
        let is_over = |until: Option<Timestamp>| until.is_some_and(|until| until <= now);
        for alert in self
            .book
            .alerts
            .values_mut()
            .filter(|alert| alert.resolved.is_none())
        {
            if alert
                .acknowledged
                .as_ref()
                .is_some_and(|taken| is_over(taken.until))
            {
                alert.acknowledged = None;
                let text = "its time is over".to_owned();
                self.book.turns.turn(alert, now, What::Unacknowledged, "", text);
            }
            if alert
                .shelved
                .as_ref()
                .is_some_and(|shelved| is_over(shelved.until))
            {
                alert.shelved = None;
                self.book
                    .turns
                    .turn(alert, now, What::Unshelved, "", "its time is over".to_owned());
            }
        }
    }
}

fn apply(alert: &mut Alert, handling: &Handling, by: &str, now: Timestamp) -> Option<(What, String)> {
    let until = |minutes: Option<u32>| minutes.map(|minutes| now.plus_millis(i64::from(minutes) * 60_000));
    let by = by.to_owned();
    match handling {
        // What was said is kept even when the alert is over.
        Handling::Comment { note } => Some((What::Commented, note.trim().to_owned())),
        _ if alert.resolved.is_some() => None,
        Handling::Acknowledge { note, minutes } => {
            let note = note.trim().to_owned();
            alert.acknowledged = Some(Acknowledged {
                by,
                at: now,
                note: note.clone(),
                until: until(*minutes),
            });
            Some((What::Acknowledged, note))
        }
        Handling::Unacknowledge => alert
            .acknowledged
            .take()
            .map(|_| (What::Unacknowledged, String::new())),
        Handling::Shelve { note, minutes } => {
            let note = note.trim().to_owned();
            alert.shelved = Some(Shelved {
                by,
                at: now,
                until: until(*minutes),
                note: note.clone(),
            });
            Some((What::Shelved, note))
        }
        Handling::Unshelve => alert.shelved.take().map(|_| (What::Unshelved, String::new())),
    }
}
