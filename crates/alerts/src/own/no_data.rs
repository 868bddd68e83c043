//! Silence: nothing has come for too long.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::Timestamp;
use wire::kind::KindInfo;
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
    fn know(&mut self, kind: &KindInfo) {
        if let Some(series) = &mut self.series {
            series.know(kind);
        }
    }

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

#[cfg(test)]
mod tests {
    use wire::rule::Test;

    use super::super::testing::{CAMERA, failed, load, look, own, pick, port, sample};

    #[test]
    fn a_probe_that_brings_nothing_is_silent() {
        let mut own = own(Test::NoData {
            series: None,
            for_s: 30,
        });
        assert!(own.is_timed());
        assert_eq!(own.now(29.0), Some(false));
        assert_eq!(own.now(30.0), Some(true), "it never came");
        assert_eq!(own.truth(&load(31.0, 0.1)), Some(false));
        // Looks that fail bring nothing.
        assert_eq!(own.truth(&failed(60.0)), Some(false));
        assert_eq!(own.truth(&failed(61.0)), Some(true));
        let told = &own.parts(CAMERA, 151.0)[0];
        assert_eq!(told.text, "no data for 2 min");
    }

    #[test]
    fn one_series_can_be_silent_where_others_come() {
        let mut own = own(Test::NoData {
            series: Some(pick("box_link_up")),
            for_s: 30,
        });
        let up = |name: &str| sample("box_link_up", port(name), 1.0);
        assert_eq!(own.truth(&load(30.0, 0.1)), Some(true), "no such series came");
        own.take(&look(31.0, vec![up("a"), up("b")]));
        own.take(&look(61.0, vec![up("a")]));
        let parts = own.parts(CAMERA, 61.0);
        let told: Vec<_> = parts
            .iter()
            .map(|part| (part.part.len(), part.truth, part.text.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (1, Some(false), ""),
                (1, Some(true), "no Link up for 30 s"),
                (0, Some(false), ""),
            ]
        );
    }

    #[test]
    fn a_clock_that_is_set_makes_nothing_silent() {
        let mut own = own(Test::NoData {
            series: None,
            for_s: 30,
        });
        own.take(&load(10.0, 0.1));
        own.shift(3_600_000);
        assert_eq!(own.now(3_611.0), Some(false));
        // One that was set back without a word makes nothing silent either.
        assert_eq!(own.now(0.0), Some(false));
    }
}
