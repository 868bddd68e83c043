//! The station beside an Alertmanager: takes alerts of sources outside, and tells its own with the labels that they have.

use alerts::calendar;
use alerts::matching::Matching;
use alerts::outside::Said;
use store::Error;
use wire::Timestamp;
use wire::alert::Alert;
use wire::receiver::ReceiverId;
use wire::route::{Matcher, Silence};

use super::Station;
use crate::Refused;
use crate::alerting::Alerting;
use crate::spine::Order;

/// The label by which an Alertmanager knows which message of a station an alert came with.
const THREAD: &str = "thread";

/// An alert that fires, as matchers, routes and sources see it.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// The alert.
    pub alert: Alert,
    /// Its labels, as [`wire::route::LABELS`] lists them; of an alert of a source outside those that the source gave.
    pub labels: Vec<(String, String)>,
    /// When it ends unless its source repeats it; none where the station itself sees when it is over.
    pub ends: Option<Timestamp>,
    /// Who would be told of it now.
    pub receivers: Vec<ReceiverId>,
}

impl Station {
    /// Takes what sources outside say, each of it checked; it is on disk when this returns. Gives how many there was no room for.
    ///
    /// # Errors
    /// A disk that does not take it, or the station is stopping.
    pub async fn hear(&self, said: Vec<Said>) -> Result<usize, Refused> {
        let told = self.give(|done| Order::Hear { said, done }).await;
        let (left, batch) = told.await.map_err(|_| Error::Closed)?;
        self.saved(batch).await?;
        Ok(left)
    }

    /// Whether a source tells of what this station has told itself. To take that would make alerts of alerts without an end.
    #[must_use]
    pub fn is_echo(&self, said: &Said) -> bool {
        let thread = said.labels.get(THREAD);
        thread.is_some_and(|thread| thread.starts_with(self.inner.uid.as_ref()))
    }

    /// Alerts that fire and fit these conditions, by number.
    ///
    /// # Errors
    /// A pattern that is no regular expression, what the store says, or the station is stopping.
    pub async fn labelled(&self, matching: Vec<Matcher>) -> Result<Vec<Labelled>, Refused> {
        let matching = Matching::new("filter", &matching).map_err(Refused::Invalid)?;
        let routes = self.inner.store.routes().await?;
        let now = self.now();
        self.ask(move |alerting| {
            let Alerting { engine, teller, .. } = alerting;
            let world = engine.world();
            let mut found = Vec::new();
            for alert in engine.firing() {
                let name = engine.rule_name(alert);
                if !matching.fits(world, alert, &name) {
                    continue;
                }
                let mut labels = Vec::new();
                if alert.outside.is_some() {
                    let part = alert.subject.part.iter();
                    labels.extend(part.map(|(label, value)| (label.to_string(), value.clone())));
                } else {
                    world.labels_of(alert, &name, |label, value| {
                        labels.push((label.to_owned(), value.to_owned()));
                    });
                }
                let on = teller.routes_of(world, alert, &name, now);
                let told = routes.iter().filter(|route| on.contains(&route.id));
                let mut receivers: Vec<_> = told.flat_map(|route| route.spec.receivers.clone()).collect();
                receivers.sort_unstable();
                receivers.dedup();
                found.push(Labelled {
                    labels,
                    ends: engine.ends_outside(alert),
                    receivers,
                    alert: alert.clone(),
                });
            }
            found
        })
        .await
    }

    /// Every silence, by id, and the time from when until when it holds: of one that comes again, this time or the next.
    ///
    /// # Errors
    /// What the store says, or the station is stopping.
    pub async fn silences_by_time(&self) -> Result<Vec<(Silence, Timestamp, Timestamp)>, Refused> {
        let silences = self.inner.store.silences().await?;
        let now = self.now();
        let ahead_ms = self
            .ask(|alerting| alerting.engine.world().ahead_of_utc_ms)
            .await?;
        let timed = silences.into_iter().map(|silence| {
            let (from, until) = calendar::time_of(&silence.spec, now, ahead_ms);
            (silence, from, until)
        });
        Ok(timed.collect())
    }
}
