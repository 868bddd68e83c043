//! What is usual for the values that rules ask about: learned each night from their past, and kept.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use alerts::baseline::{Baseline, Baselines, PAST_MS};
use alerts::own::{Band, Bands};
use store::Store;
use tokio::time::sleep;
use wire::Timestamp;
use wire::baseline::{Learned, Usual, UsualPoint};
use wire::probe::ProbeId;
use wire::reading::Labels;
use wire::series::{Series, SeriesId};
use wire::settings::FieldError;

use super::{Inner, Station};
use crate::live::Live;
use crate::{Error, Refused};

/// So often it is found out whether there is something to learn.
const PACE: Duration = Duration::from_secs(60);
/// One sample for each of these steps is learned from, in milliseconds: a minute.
const STEP_MS: u32 = 60_000;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// It is learned when the clock on the wall shows this, in milliseconds since midnight: 4 o'clock.
const NIGHT_MS: i64 = 4 * HOUR_MS;
/// What nobody has asked for so long is forgotten, in milliseconds: two weeks.
const KEPT_MS: i64 = 14 * DAY_MS;
/// So many hours are told of at once at most.
const MOST_POINTS: i64 = 5000;

/// What is known, for those who judge by it and for those who learn it.
#[derive(Clone, Default)]
pub(crate) struct Known {
    bands: Arc<RwLock<Baselines>>,
    /// When each series was learned last, and whether there was enough of a past.
    learned: Arc<RwLock<BTreeMap<SeriesId, (Timestamp, bool)>>>,
}

impl Known {
    /// What was learned before the station was started.
    pub(crate) async fn open(store: &Store, live: &Live) -> Result<Self, Error> {
        let known = Self::default();
        for kept in store.usual().await? {
            let baseline = serde_json::from_str(&kept.body).ok();
            if let Some(series) = live.series(kept.series) {
                known.put(series.clone(), kept.at, baseline);
            }
        }
        Ok(known)
    }

    fn put(&self, series: Series, at: Timestamp, baseline: Option<Baseline>) {
        let mut learned = self.learned.write().unwrap_or_else(PoisonError::into_inner);
        learned.insert(series.id, (at, baseline.is_some()));
        if let Some(baseline) = baseline {
            let mut bands = self.bands.write().unwrap_or_else(PoisonError::into_inner);
            bands.put(series, baseline);
        }
    }

    fn of(&self, series: SeriesId) -> Option<(Timestamp, bool)> {
        let learned = self.learned.read().unwrap_or_else(PoisonError::into_inner);
        learned.get(&series).copied()
    }
}

impl Bands for Known {
    fn band(&self, probe: ProbeId, metric: &str, labels: &Labels, at: Timestamp) -> Option<Band> {
        let bands = self.bands.read().unwrap_or_else(PoisonError::into_inner);
        bands.band(probe, metric, labels, at)
    }
}

impl Station {
    /// Learns what is usual for every series that a rule asks about, or for those of one probe. It is on disk and used when this
    /// returns.
    ///
    /// # Errors
    /// What the store says.
    pub async fn learn(&self, probe: Option<ProbeId>) -> Result<Learned, Refused> {
        let (mut series, ahead_ms) = self.asked_about().await?;
        series.retain(|series| probe.is_none_or(|probe| series.probe == probe));
        self.learn_these(series, ahead_ms).await
    }

    /// What is usual for a series from `from` up to `to`.
    ///
    /// # Errors
    /// No such series, or too long a time.
    pub async fn usual(&self, series: SeriesId, from: Timestamp, to: Timestamp) -> Result<Usual, Refused> {
        let wrong = |field: &str, message: String| Refused::Invalid(vec![FieldError::new(field, message)]);
        let Some(known) = self.live().series(series).cloned() else {
            return Err(wrong("series", format!("there is no series {}", series.0)));
        };
        if from >= to || to.millis_since(from) > MOST_POINTS * HOUR_MS {
            let message = format!("give an end that is later than the begin, by {MOST_POINTS} hours at most");
            return Err(wrong("to", message));
        }
        let ahead_ms = self
            .ask(|alerting| alerting.engine.world().ahead_of_utc_ms)
            .await?;
        let baselines = &self.inner.usual;
        let bands = baselines.bands.read().unwrap_or_else(PoisonError::into_inner);
        let mut points = Vec::new();
        let mut at = from;
        while at < to {
            if let Some(Band { low, mid, high, .. }) = bands.at(&known, at) {
                points.push(UsualPoint { at, low, mid, high });
            }
            let hour = (at.0 + ahead_ms).div_euclid(HOUR_MS) + 1;
            at = Timestamp(hour * HOUR_MS - ahead_ms);
        }
        let learned = baselines.of(series).filter(|(_, is_known)| *is_known);
        Ok(Usual {
            series,
            learned: learned.map(|(at, _)| at),
            points,
        })
    }

    /// Every series that a rule asks about, and how far the clock on the wall is ahead of UTC.
    async fn asked_about(&self) -> Result<(Vec<Series>, i64), Refused> {
        let (picks, ahead_ms) = self
            .ask(|alerting| {
                let engine = &alerting.engine;
                (engine.wants_usual(), engine.world().ahead_of_utc_ms)
            })
            .await?;
        let live = self.live();
        let mut wanted: Vec<Series> = picks
            .iter()
            .flat_map(|(probe, pick)| {
                let views = live.series_views(Some(*probe)).into_iter();
                views
                    .map(|view| view.series)
                    .filter(|series| pick.fits(&series.metric, &series.labels))
            })
            .collect();
        wanted.sort_by_key(|series| series.id);
        wanted.dedup_by_key(|series| series.id);
        Ok((wanted, ahead_ms))
    }

    async fn learn_these(&self, series: Vec<Series>, ahead_ms: i64) -> Result<Learned, Refused> {
        let mut done = Learned::default();
        for series in series {
            let now = self.now();
            let samples = self.samples_of(series.id, now).await?;
            let learning = tokio::task::spawn_blocking(move || Baseline::learn(&samples, ahead_ms));
            let baseline = learning.await.map_err(|_| store::Error::Closed)?;
            let body = baseline
                .as_ref()
                .and_then(|baseline| serde_json::to_string(baseline).ok());
            let kept = store::Usual {
                series: series.id,
                at: now,
                body: body.unwrap_or_default(),
            };
            self.inner.store.put_usual(&[kept]).await?;
            match baseline {
                Some(_) => done.learned += 1,
                None => done.too_young += 1,
            }
            self.inner.usual.put(series, now, baseline);
        }
        Ok(done)
    }

    /// The last sample of each minute, a day at a time: each day is kept as exactly as its age allows.
    async fn samples_of(&self, series: SeriesId, now: Timestamp) -> Result<Vec<(Timestamp, f64)>, Refused> {
        let mut samples = Vec::new();
        let mut from = now.plus_millis(-PAST_MS).0.div_euclid(DAY_MS) * DAY_MS;
        while from < now.0 {
            let to = Timestamp(from + DAY_MS);
            let past = self
                .inner
                .store
                .history(&[series], Timestamp(from), to, STEP_MS)
                .await?;
            let buckets = past.into_iter().flat_map(|(_, _, buckets)| buckets);
            samples.extend(buckets.map(|bucket| (bucket.at, bucket.last)));
            from = to.0;
        }
        Ok(samples)
    }

    /// Learns what has not been learned since the last night, and what there was too little of an hour ago.
    async fn learn_what_is_due(&self) -> Result<(), Refused> {
        let now = self.now();
        let (mut series, ahead_ms) = self.asked_about().await?;
        let night = last_night(now, ahead_ms);
        series.retain(|series| match self.inner.usual.of(series.id) {
            None => true,
            Some((at, true)) => at < night,
            Some((at, false)) => now.millis_since(at) > HOUR_MS,
        });
        if !series.is_empty() {
            self.learn_these(series, ahead_ms).await?;
            self.inner.store.forget_usual(now.plus_millis(-KEPT_MS)).await?;
        }
        Ok(())
    }
}

/// Learns at its times, as long as the station runs.
pub(super) fn follow(inner: Weak<Inner>) {
    tokio::spawn(async move {
        loop {
            let Some(inner) = inner.upgrade() else { return };
            match (Station { inner }).learn_what_is_due().await {
                Err(Refused::Store(store::Error::Closed)) => return,
                Err(error) => tracing::warn!(%error, "what is usual could not be learned"),
                Ok(()) => {}
            }
            sleep(PACE).await;
        }
    });
}

/// When the clock on the wall showed 4 last.
fn last_night(now: Timestamp, ahead_ms: i64) -> Timestamp {
    let days = (now.0 + ahead_ms - NIGHT_MS).div_euclid(DAY_MS);
    Timestamp(days * DAY_MS + NIGHT_MS - ahead_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_night_is_that_on_the_wall() {
        let day = 20_000 * DAY_MS;
        let at = |hours: i64| Timestamp(day + hours * HOUR_MS);
        assert_eq!(last_night(at(4), 0), at(4));
        assert_eq!(last_night(at(3), 0), at(-20));
        assert_eq!(last_night(at(3), 2 * HOUR_MS), at(2));
        assert_eq!(last_night(at(3), -5 * HOUR_MS), at(-15));
    }
}
