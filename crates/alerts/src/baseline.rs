//! What is usual for a series at each hour, learned from its past so that a few excursions do not change it.
//!
//! The past is cut into weeks, counted back from its end. Each week has its level, the median of its values, so that a level that
//! has shifted is learned once most of the newest week has it. What is left of the values is gathered by the hour on the wall:
//! by the hour of the week, of the day, or all together, by how much past there is. Of each hour there is the median and, from the
//! median absolute deviation from it, how far values usually are from that (P. J. Rousseeuw and C. Croux, Alternatives to the
//! Median Absolute Deviation, 1993). Half an hour before and after counts half, so that no hour stands alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wire::Timestamp;
use wire::probe::ProbeId;
use wire::reading::Labels;
use wire::rule::{Pick, Test};
use wire::series::Series;

use crate::own::{Band, Bands};

#[cfg(test)]
mod tests;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
const WEEK_MS: i64 = 7 * DAY_MS;
/// So much of the past is learned from, in milliseconds: four weeks.
pub const PAST_MS: i64 = 4 * WEEK_MS;
/// Nothing is known from fewer hours than these.
const LEAST_HOURS: usize = 24;
/// Each hour of the day must have come so often before it is known by itself, in days.
const DAYS_FOR_HOURS: i64 = 3;
/// So many weeks make the hours of a week known by themselves.
const WEEKS_FOR_HOURS: i64 = 3;
/// An hour with fewer samples takes what is known of a coarser one.
const LEAST_SAMPLES: usize = 6;
/// The median absolute deviation of a normal distribution, turned into its standard deviation.
const NORMAL: f64 = 1.4826;
/// The band reaches so many deviations to each side of the middle.
const BAND: f64 = 3.0;
/// No hour is taken to be steadier than this share of how steady all are: that would be luck.
const STEADIEST: f64 = 0.25;

/// What is usual for one series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// How far the clock on the wall was ahead of UTC when it was learned, in milliseconds.
    ahead_ms: i64,
    /// For each hour of the week, of the day, or for all, what is usual: the middle and one deviation.
    hours: Vec<(f64, f64)>,
    /// Whether no value was ever below zero, so that none is expected there.
    is_positive: bool,
}

/// What is usual for every series of which that is known.
#[derive(Clone, Debug, Default)]
pub struct Baselines {
    /// Those of each probe in the order of metric and labels.
    by_probe: BTreeMap<ProbeId, Vec<(Series, Baseline)>>,
}

impl Baseline {
    /// Learns from samples in the order of their time, evenly picked from the past; the newest [`PAST_MS`] of them count.
    /// `ahead_ms` is how far the clock on the wall is ahead of UTC. None where the samples are of fewer than 24 hours.
    #[must_use]
    pub fn learn(samples: &[(Timestamp, f64)], ahead_ms: i64) -> Option<Self> {
        let end = samples.last()?.0;
        let fits = |(at, value): &&(Timestamp, f64)| {
            (0..PAST_MS).contains(&end.millis_since(*at)) && value.is_finite()
        };
        let samples: Vec<_> = samples.iter().filter(fits).copied().collect();
        let begin = samples.first()?.0;
        let mut hours: Vec<_> = samples.iter().map(|(at, _)| at.0.div_euclid(HOUR_MS)).collect();
        hours.dedup();
        if hours.len() < LEAST_HOURS {
            return None;
        }
        let length = end.millis_since(begin) + HOUR_MS / 2;
        let weeks = length / WEEK_MS;
        let is_positive = samples.iter().all(|(_, value)| *value >= 0.0);
        // A bad day moves the middle of its week, but not of what is left of the week without the shape of its days.
        let (left, _) = without_levels(&samples, end, weeks, |_| 0.0);
        let shape = of_hours(&left, length, ahead_ms);
        let (left, level) = without_levels(&samples, end, weeks, |at| {
            shape[slot(at, ahead_ms, shape.len())].0
        });
        let mut hours = of_hours(&left, length, ahead_ms);
        for (mid, deviation) in &mut hours {
            (*mid, *deviation) = (rounded(*mid + level), rounded(*deviation));
        }
        Some(Self {
            ahead_ms,
            hours,
            is_positive,
        })
    }

    /// What is usual at a moment.
    #[must_use]
    pub fn band(&self, at: Timestamp) -> Option<Band> {
        let (mid, deviation) = *self.hours.get(slot(at, self.ahead_ms, self.hours.len()))?;
        let low = mid - BAND * deviation;
        Some(Band {
            low: if self.is_positive { low.max(0.0) } else { low },
            mid,
            high: mid + BAND * deviation,
            deviation,
        })
    }
}

impl Baselines {
    /// Knows what is usual for a series from now on.
    pub fn put(&mut self, series: Series, baseline: Baseline) {
        let of_probe = self.by_probe.entry(series.probe).or_default();
        match place(of_probe, &series.metric, &series.labels) {
            Ok(place) => of_probe[place] = (series, baseline),
            Err(place) => of_probe.insert(place, (series, baseline)),
        }
    }

    /// What is usual for a series at a moment.
    #[must_use]
    pub fn at(&self, series: &Series, at: Timestamp) -> Option<Band> {
        self.band(series.probe, &series.metric, &series.labels, at)
    }
}

impl Bands for Baselines {
    fn band(&self, probe: ProbeId, metric: &str, labels: &Labels, at: Timestamp) -> Option<Band> {
        let of_probe = self.by_probe.get(&probe)?;
        let place = place(of_probe, metric, labels).ok()?;
        of_probe.get(place)?.1.band(at)
    }
}

/// Where a series stands, or would.
fn place(of_probe: &[(Series, Baseline)], metric: &str, labels: &Labels) -> Result<usize, usize> {
    of_probe.binary_search_by(|(series, _)| (series.metric.as_ref(), &series.labels).cmp(&(metric, labels)))
}

/// The series for which a test must know what is usual, and those of its parts.
#[must_use]
pub fn picks(test: &Test) -> Vec<&Pick> {
    let own = match test {
        Test::Unusual { series, .. } => Some(series),
        _ => None,
    };
    own.into_iter()
        .chain(test.parts().iter().flat_map(picks))
        .collect()
}

/// Which hour of the week, of the day, or of all it is.
fn slot(at: Timestamp, ahead_ms: i64, slots: usize) -> usize {
    let hour = at.0.saturating_add(ahead_ms).div_euclid(HOUR_MS);
    let slots = i64::try_from(slots.max(1)).unwrap_or(1);
    usize::try_from(hour.rem_euclid(slots)).unwrap_or(0)
}

/// What is left of the samples without the level of their week, and the level of the newest one: the median of what its values
/// are above `shape`. Less than a week has one level, and what lies before the last whole week counts as that week.
fn without_levels(
    samples: &[(Timestamp, f64)],
    end: Timestamp,
    weeks: i64,
    shape: impl Fn(Timestamp) -> f64,
) -> (Vec<(Timestamp, f64)>, f64) {
    let week = |at: Timestamp| (end.millis_since(at) / WEEK_MS).min((weeks - 1).max(0));
    let mut left = Vec::with_capacity(samples.len());
    let mut newest = 0.0;
    for of_week in samples.chunk_by(|one, next| week(one.0) == week(next.0)) {
        let mut values: Vec<_> = of_week.iter().map(|(at, value)| value - shape(*at)).collect();
        let level = median(&mut values).unwrap_or(0.0);
        left.extend(of_week.iter().map(|(at, value)| (*at, value - level)));
        newest = level;
    }
    (left, newest)
}

/// What is usual in each hour of the week, of the day, or in all, by how long the past is.
fn of_hours(samples: &[(Timestamp, f64)], length: i64, ahead_ms: i64) -> Vec<(f64, f64)> {
    let all = Hours::of(samples, 1, ahead_ms).learned(None);
    if length < DAYS_FOR_HOURS * DAY_MS {
        return all;
    }
    let of_day = Hours::of(samples, 24, ahead_ms).learned(Some(&all));
    if length < WEEKS_FOR_HOURS * WEEK_MS {
        return of_day;
    }
    Hours::of(samples, 168, ahead_ms).learned(Some(&of_day))
}

/// To nine digits: what is read back from text is then the same.
fn rounded(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

/// Values by hour; those of an hour itself twice, those of half an hour around it once.
struct Hours {
    values: Vec<Vec<f64>>,
    /// How many samples each hour has of its own.
    own: Vec<usize>,
}

impl Hours {
    fn of(samples: &[(Timestamp, f64)], slots: usize, ahead_ms: i64) -> Self {
        let mut hours = Self {
            values: vec![Vec::new(); slots],
            own: vec![0; slots],
        };
        for (at, value) in samples {
            let own = slot(*at, ahead_ms, slots);
            hours.own[own] += 1;
            hours.values[own].extend([*value; 2]);
            let is_early = (at.0 + ahead_ms).rem_euclid(HOUR_MS) < HOUR_MS / 2;
            let neighbour = if is_early { own + slots - 1 } else { own + 1 } % slots;
            if neighbour != own {
                hours.values[neighbour].push(*value);
            }
        }
        hours
    }

    /// The middle and one deviation of each hour; of one that has too few samples what `coarser` says.
    fn learned(mut self, coarser: Option<&Vec<(f64, f64)>>) -> Vec<(f64, f64)> {
        let mut hours: Vec<_> = self.values.iter_mut().map(|values| spread(values)).collect();
        let mut deviations: Vec<_> = hours.iter().map(|(_, deviation)| *deviation).collect();
        let least = median(&mut deviations).unwrap_or(0.0) * STEADIEST;
        for (n, hour) in hours.iter_mut().enumerate() {
            hour.1 = hour.1.max(least);
            if let Some(coarser) = coarser.filter(|_| self.own[n] < LEAST_SAMPLES)
                && let Some(known) = coarser.get(n % coarser.len().max(1))
            {
                *hour = *known;
            }
        }
        hours
    }
}

/// The middle of values, and one robust deviation from it.
fn spread(values: &mut [f64]) -> (f64, f64) {
    let Some(mid) = median(values) else {
        return (0.0, 0.0);
    };
    values.iter_mut().for_each(|value| *value = (*value - mid).abs());
    (mid, median(values).unwrap_or(0.0) * NORMAL)
}

/// The value in the middle; the values are in another order afterwards.
fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let (_, median, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*median)
}
