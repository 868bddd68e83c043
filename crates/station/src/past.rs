//! Readings made again of stored history, slice by slice, in the order of their time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use store::{Bucket, Error, Store};
use wire::Timestamp;
use wire::probe::ProbeId;
use wire::reading::{Reading, Sample};
use wire::series::{Series, SeriesId};

/// The length of the longest step in which the past is kept; slices begin at multiples of it, in milliseconds.
const LONGEST_STEP_MS: i64 = 300_000;
/// A slice is no longer than this, in milliseconds.
const LONGEST_SLICE_MS: i64 = 86_400_000;
/// A slice that brings more values than this is followed by a shorter one, one that brings a quarter by a longer one.
const MANY: usize = 200_000;

/// The past of some series, read from front to back.
pub(crate) struct Past {
    series: Vec<Series>,
    ids: Vec<SeriesId>,
    place: BTreeMap<SeriesId, usize>,
    next: i64,
    end: i64,
    length: i64,
    /// The longest step that was met, in milliseconds.
    pub(crate) step_ms: u32,
    /// Which series have a past there.
    seen: Vec<bool>,
}

/// One value, and where it belongs.
#[derive(Clone, Copy)]
struct Value {
    at: i64,
    probe: ProbeId,
    place: usize,
    value: f64,
}

impl Past {
    /// The past of `series` from `from` up to `to`.
    pub(crate) fn new(series: Vec<Series>, from: Timestamp, to: Timestamp) -> Self {
        let ids: Vec<_> = series.iter().map(|series| series.id).collect();
        Self {
            place: ids.iter().enumerate().map(|(place, id)| (*id, place)).collect(),
            seen: vec![false; series.len()],
            ids,
            series,
            next: from.0.div_euclid(LONGEST_STEP_MS) * LONGEST_STEP_MS,
            end: to.0,
            length: LONGEST_STEP_MS,
            step_ms: 1,
        }
    }

    /// Up to where it was read.
    pub(crate) fn read_to(&self) -> Timestamp {
        Timestamp(self.next.min(self.end))
    }

    /// How many series have a past there.
    pub(crate) fn series_seen(&self) -> usize {
        self.seen.iter().filter(|seen| **seen).count()
    }

    /// The next slice of readings, in the order of their time; none at the end.
    pub(crate) async fn next(&mut self, store: &Store) -> Result<Option<Vec<Reading>>, Error> {
        if self.next >= self.end || self.ids.is_empty() {
            return Ok(None);
        }
        let (from, to) = (
            self.next,
            (self.next + self.length).min(self.end.saturating_add(1)),
        );
        let slice = store
            .history(&self.ids, Timestamp(from), Timestamp(to), 1)
            .await?;
        self.next = from + self.length;
        let mut values = Vec::new();
        for (id, step_ms, buckets) in slice {
            self.unfold(id, step_ms, &buckets, &mut values);
        }
        if values.len() > MANY {
            self.length = (self.length / 2).max(LONGEST_STEP_MS);
        } else if values.len() < MANY / 4 {
            self.length = (self.length * 2).min(LONGEST_SLICE_MS);
        }
        values.sort_by_key(|value| (value.at, value.probe, value.place));
        let looks = values.chunk_by(|one, next| (one.at, one.probe) == (next.at, next.probe));
        Ok(Some(looks.filter_map(|look| self.reading(look)).collect()))
    }

    /// Samples as they came, and of each step its least, its greatest and its last value, evenly over it: whichever way the
    /// value went, none of its excursions is lost.
    fn unfold(&mut self, id: SeriesId, step_ms: u32, buckets: &[Bucket], out: &mut Vec<Value>) {
        let Some(place) = self.place.get(&id).copied() else {
            return;
        };
        let probe = self.series[place].probe;
        self.seen[place] |= !buckets.is_empty();
        if !buckets.is_empty() {
            self.step_ms = self.step_ms.max(step_ms);
        }
        let third = i64::from(step_ms) / 3;
        for bucket in buckets {
            let value = |thirds: i64, value: f64| Value {
                at: bucket.at.0 + thirds * third,
                probe,
                place,
                value,
            };
            if step_ms == 1 {
                out.push(value(0, bucket.last));
            } else {
                out.extend([value(0, bucket.min), value(1, bucket.max), value(2, bucket.last)]);
            }
        }
    }

    fn reading(&self, look: &[Value]) -> Option<Reading> {
        let first = look.first()?;
        let samples = look.iter().map(|value| {
            let Series {
                metric, labels, unit, ..
            } = &self.series[value.place];
            Sample {
                metric: Cow::clone(metric),
                labels: labels.clone(),
                unit: *unit,
                value: value.value,
            }
        });
        Some(Reading {
            probe: first.probe,
            at: Timestamp(first.at),
            took_ms: 0,
            samples: samples.collect(),
            findings: Vec::new(),
            facts: Vec::new(),
            failure: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use wire::Unit;
    use wire::reading::Labels;

    use super::*;

    #[test]
    fn no_excursion_of_a_step_is_lost() {
        let series = |id| Series {
            id: SeriesId(id),
            probe: ProbeId(1),
            metric: "box_load_ratio".into(),
            labels: Labels::new(),
            unit: Unit::Ratio,
        };
        let mut past = Past::new(vec![series(4), series(9)], Timestamp(0), Timestamp(60_000));
        let bucket = |at, min, max, last| Bucket {
            at: Timestamp(at),
            min,
            max,
            avg: last,
            last,
            count: 10,
        };
        let mut values = Vec::new();
        past.unfold(SeriesId(9), 9_000, &[bucket(9_000, 1.0, 5.0, 2.0)], &mut values);
        past.unfold(SeriesId(7), 9_000, &[bucket(9_000, 1.0, 5.0, 2.0)], &mut values);
        let told: Vec<_> = values.iter().map(|value| (value.at, value.value)).collect();
        assert_eq!(told, [(9_000, 1.0), (12_000, 5.0), (15_000, 2.0)]);
        assert_eq!((past.step_ms, past.series_seen()), (9_000, 1));
    }
}
