//! Alerts as people see and handle them.

use store::{Alerts, Error};
use wire::alert::{Alert, AlertId, Handling, Pending, Turn};
use wire::event::AuditEntry;
use wire::probe::ProbeId;
use wire::route::{Matcher, RouteId};
use wire::rule::InForce;
use wire::score::Score;
use wire::{Severity, Timestamp};

use super::Station;
use crate::Refused;
use crate::alerting::Alerting;
use crate::spine::Order;

impl Station {
    /// Alerts that fire, and those that did so a few minutes ago, by number.
    #[must_use]
    pub fn alerts_now(&self) -> Vec<Alert> {
        self.live().alerts().cloned().collect()
    }

    /// What is wrong and has not lasted long enough to tell anybody.
    ///
    /// # Errors
    /// The station is stopping.
    pub async fn pending(&self) -> Result<Vec<Pending>, Refused> {
        self.ask(|alerting| alerting.engine.pending()).await
    }

    /// The newest `limit` of the alerts that are `wanted`, numbered below `before`, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn alerts(
        &self,
        wanted: &Alerts,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Alert>, Error> {
        self.inner.store.alerts(wanted, before, limit).await
    }

    /// One alert, as it is now.
    ///
    /// # Errors
    /// What the store says.
    pub async fn alert(&self, id: AlertId) -> Result<Option<Alert>, Error> {
        let now = self.live().alerts().find(|alert| alert.id == id).cloned();
        match now {
            Some(alert) => Ok(Some(alert)),
            None => self.inner.store.alert(id).await,
        }
    }

    /// The steps in the lives of these alerts, oldest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn turns(&self, alerts: &[AlertId]) -> Result<Vec<Turn>, Error> {
        self.inner.store.turns(alerts).await
    }

    /// Does something with alerts; it is on disk when this returns. Gives those that it was done with, as they are now: one
    /// that is over, or already so, is left.
    ///
    /// # Errors
    /// Wrong entries, no such alert, or a disk that does not take it.
    pub async fn handle_alerts(
        &self,
        author: &str,
        alerts: Vec<AlertId>,
        handling: Handling,
    ) -> Result<Vec<Alert>, Refused> {
        handling.check().map_err(|wrong| Refused::Invalid(vec![wrong]))?;
        let known = |id: &AlertId| self.live().alerts().any(|alert| alert.id == *id);
        if let Some(unknown) = alerts.iter().find(|id| !known(id)) {
            return Err(Refused::NoAlert(*unknown));
        }
        let ids: Vec<_> = alerts.iter().map(ToString::to_string).collect();
        let (action, detail) = described(&handling);
        let entry = AuditEntry {
            seq: 0,
            at: self.now(),
            author: author.to_owned(),
            action: action.to_owned(),
            subject: format!("alert {}", ids.join(", ")),
            detail,
        };
        self.inner.store.record(&entry).await?;
        let by = author.to_owned();
        let told = self
            .give(|done| Order::Handle {
                alerts,
                handling,
                by,
                done,
            })
            .await;
        let (done, batch) = told.await.map_err(|_| Error::Closed)?;
        self.saved(batch).await?;
        let live = self.live();
        Ok(live
            .alerts()
            .filter(|alert| done.contains(&alert.id))
            .cloned()
            .collect())
    }

    /// The rules that come with the kind of a probe, as they hold for it.
    ///
    /// # Errors
    /// The station is stopping.
    pub async fn rules_in_force(&self, probe: ProbeId) -> Result<Vec<InForce>, Refused> {
        self.ask(move |alerting| alerting.engine.in_force(probe)).await
    }

    /// Which of the alerts that fire fit these conditions.
    ///
    /// # Errors
    /// A pattern that is no regular expression.
    pub async fn fitting(&self, matching: Vec<Matcher>) -> Result<Vec<Alert>, Refused> {
        let matching = alerts::matching::Matching::new("matching", &matching).map_err(Refused::Invalid)?;
        self.ask(move |alerting| {
            let engine = &alerting.engine;
            let fits = |alert: &&Alert| matching.fits(engine.world(), alert, &engine.rule_name(alert));
            engine.firing().filter(fits).cloned().collect()
        })
        .await
    }

    /// The routes on which an alert at `probe` that is so bad would be told now, in order.
    ///
    /// # Errors
    /// The station is stopping.
    pub async fn routes_for(&self, probe: ProbeId, severity: Severity) -> Result<Vec<RouteId>, Refused> {
        let now = self.now();
        self.ask(move |alerting| {
            let (alert, name) = alerting.engine.imagined(probe, severity, now);
            alerting
                .teller
                .routes_of(alerting.engine.world(), &alert, &name, now)
        })
        .await
    }

    /// The score of the alarms between two moments.
    ///
    /// # Errors
    /// What the store says.
    pub async fn alarm_score(&self, from: Timestamp, to: Timestamp) -> Result<Score, Error> {
        let wanted = Alerts {
            from: Some(from),
            to: Some(to),
            ..Alerts::default()
        };
        let alerts = self.inner.store.alerts(&wanted, None, u32::MAX).await?;
        let turns = self.inner.store.turns_of(from, to).await?;
        Ok(alerts::score::score(&alerts, &turns, from, to))
    }

    /// Asks the spine about alerts.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Alerting) -> T + Send + 'static,
    ) -> Result<T, Refused> {
        let (out, answer) = tokio::sync::oneshot::channel();
        let question = move |alerting: &Alerting| drop(out.send(question(alerting)));
        if self
            .inner
            .orders
            .send(Order::Ask(Box::new(question)))
            .await
            .is_err()
        {
            return Err(Error::Closed.into());
        }
        Ok(answer.await.map_err(|_| Error::Closed)?)
    }
}

/// The word of it in the audit trail, and what was said.
fn described(handling: &Handling) -> (&'static str, String) {
    let with = |note: &str, minutes: Option<u32>| match minutes {
        Some(minutes) => format!("for {minutes} min {note:?}"),
        None if note.is_empty() => String::new(),
        None => format!("{note:?}"),
    };
    match handling {
        Handling::Acknowledge { note, minutes } => ("acknowledge", with(note, *minutes)),
        Handling::Unacknowledge => ("unacknowledge", String::new()),
        Handling::Shelve { note, minutes } => ("shelve", with(note, *minutes)),
        Handling::Unshelve => ("unshelve", String::new()),
        Handling::Comment { note } => ("comment", format!("{note:?}")),
    }
}
