//! Drift watch: the show held against the line-up that somebody signed.

use std::collections::BTreeMap;
use std::sync::Weak;
use std::time::Duration;

use tokio::time::sleep;
use wire::phase::Phase;
use wire::probe::ProbeId;
use wire::report::{Body, Drift, Drifted, Drifts, LineUp, Report, ReportId, ReportSort};

use super::{Inner, Station};
use crate::Refused;
use crate::spine::Order;

/// So often the show is held against its line-up.
const PACE: Duration = Duration::from_secs(10);
/// For so long a line-up counts where nobody declares phases, in milliseconds: a day.
const COUNTS_MS: i64 = 24 * 60 * 60_000;
/// So many differences of one probe stand in its alert.
const TOLD: usize = 3;

impl Station {
    /// What is otherwise now than when a line-up was signed; nothing where there is no such line-up.
    ///
    /// # Errors
    /// What the store says, or the station is stopping.
    pub async fn drifts(&self, id: ReportId) -> Result<Option<Drifts>, Refused> {
        let Some(Report {
            body: Body::LineUp(signed),
            ..
        }) = self.inner.store.report(id).await?
        else {
            return Ok(None);
        };
        let now = self.lined_up().await?;
        Ok(Some(Drifts {
            at: now.at,
            watched: self.held_against().await? == Some(id),
            items: reports::drift(&signed, &now),
        }))
    }

    /// The line-up that the show is held against now: the newest one, during rehearsal and on air; for a day where nobody declares
    /// phases.
    async fn held_against(&self) -> Result<Option<ReportId>, Refused> {
        let newest = self
            .inner
            .store
            .reports(Some(ReportSort::LineUp), None, 1)
            .await?
            .pop();
        let Some(newest) = newest else { return Ok(None) };
        let counts = match self.phase().map(|now| now.phase) {
            Some(Phase::Rehearsal | Phase::OnAir) => true,
            Some(Phase::Down | Phase::LineUp) => false,
            None => self.now().millis_since(newest.at) < COUNTS_MS,
        };
        Ok(counts.then_some(newest.id))
    }

    /// Tells the rules what has drifted. `signed` is the line-up that was read last.
    async fn watch_drift(&self, signed: &mut Option<(ReportId, Box<LineUp>)>) -> Result<(), Refused> {
        let against = self.held_against().await?;
        if signed.as_ref().map(|(id, _)| *id) != against {
            *signed = None;
            if let Some(id) = against
                && let Some(Report {
                    body: Body::LineUp(line_up),
                    ..
                }) = self.inner.store.report(id).await?
            {
                *signed = Some((id, line_up));
            }
        }
        let drifts = match signed {
            Some((_, signed)) => reports::drift(signed, &self.lined_up().await?),
            None => Vec::new(),
        };
        let told = sentences(&drifts);
        if self.inner.orders.send(Order::Drift(told)).await.is_err() {
            return Err(store::Error::Closed.into());
        }
        Ok(())
    }
}

/// What the alert of each probe says. That it is worse, or gone, is told anyway.
fn sentences(drifts: &[Drift]) -> BTreeMap<ProbeId, String> {
    let mut of = BTreeMap::<ProbeId, Vec<String>>::new();
    for Drift { probe, what, .. } in drifts {
        if matches!(
            what,
            Drifted::Nearer { .. } | Drifted::Moved { .. } | Drifted::Says { .. }
        ) {
            of.entry(*probe).or_default().push(what.sentence());
        }
    }
    let joined = |(probe, all): (ProbeId, Vec<String>)| {
        let more = all.len().saturating_sub(TOLD);
        let mut text = all.into_iter().take(TOLD).collect::<Vec<_>>().join("; ");
        if more > 0 {
            text = format!("{text} (and {more} more)");
        }
        (probe, text)
    };
    of.into_iter().map(joined).collect()
}

/// Watches as long as the station runs.
pub(super) fn follow(inner: Weak<Inner>) {
    tokio::spawn(async move {
        let mut signed = None;
        loop {
            let Some(inner) = inner.upgrade() else { return };
            match (Station { inner }).watch_drift(&mut signed).await {
                Err(Refused::Store(store::Error::Closed)) => return,
                Err(error) => tracing::warn!(%error, "the show could not be held against its line-up"),
                Ok(()) => {}
            }
            sleep(PACE).await;
        }
    });
}
