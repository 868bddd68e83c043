//! Silence: nothing has come for too long.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::Timestamp;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};

use super::pick::Picked;
use super::{Bands, Judged, Role, Sense, say};

/// Nothing has come for too long: of a series, or of the probe.
pub(super) struct NoData {
    series: Option<Picked<()>>,
    for_ms: i64,
    /// When something came last of a probe, or since when it is waited for.
    last: BTreeMap<ProbeId, Timestamp>,
    whole: Arc<Labels>,
}

/// The silence of a series that is gone is told for so much longer than it takes to be one, in milliseconds.
const TOLD_MS: i64 = 86_400_000;

impl NoData {
    pub(super) fn new(mut series: Option<Picked<()>>, for_s: u32) -> Self {
        let for_ms = i64::from(for_s) * 1000;
        if let Some(series) = &mut series {
            series.gone_after = for_ms.saturating_add(TOLD_MS);
        }
        Self {
            series,
            for_ms,
            last: BTreeMap::new(),
            whole: Arc::default(),
        }
    }

    fn what(&self) -> &str {
        self.series.as_ref().map_or("data", |series| &series.said.title)
    }
}

impl Sense for NoData {
    fn join(&mut self, probe: ProbeId, at: Timestamp, role: Role) {
        if let Some(series) = &mut self.series {
            series.join(probe, role);
        }
        if role == Role::LookedAt {
            self.last.insert(probe, at);
        }
    }

    fn leave(&mut self, probe: ProbeId) {
        if let Some(series) = &mut self.series {
            series.leave(probe);
        }
        self.last.remove(&probe);
    }

    fn take(&mut self, reading: &Reading) {
        if let Some(series) = &mut self.series {
            return series.take(reading, |_, _| {});
        }
        // A look that failed and saw nothing brought nothing.
        if (reading.failure.is_none() || !reading.samples.is_empty())
            && let Some(last) = self.last.get_mut(&reading.probe)
        {
            *last = reading.at;
        }
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, _: &dyn Bands, out: &mut Vec<Judged>) {
        let (what, for_ms) = (self.what(), self.for_ms);
        let judge = |part: &Arc<Labels>, last: Timestamp| {
            let silent = at.millis_since(last);
            Judged::new(part, Some(silent >= for_ms), || {
                (format!("no {what} for {}", say::millis(silent)), None)
            })
        };
        let parts = self.series.as_ref().map_or(&[][..], |series| series.parts(probe));
        out.extend(parts.iter().map(|part| judge(&part.labels, part.pace.seen)));
        // Before the first series comes it is the probe that is silent, and no longer when one has come.
        match self.last.get(&probe) {
            Some(last) if parts.is_empty() => out.push(judge(&self.whole, *last)),
            Some(_) if parts.iter().all(|part| !part.labels.is_empty()) => {
                out.push(Judged::new(&self.whole, Some(false), Default::default));
            }
            _ => {}
        }
    }

    fn shift(&mut self, millis: i64) {
        if let Some(series) = &mut self.series {
            series.shift(millis, |()| {});
        }
        for last in self.last.values_mut() {
            *last = last.plus_millis(millis);
        }
    }

    fn claim(&self, holds: bool) -> String {
        let (what, long) = (self.what(), say::millis(self.for_ms));
        if holds {
            format!("no {what} for {long}")
        } else {
            format!("{what} came within {long}")
        }
    }

    fn is_timed(&self) -> bool {
        true
    }
}
