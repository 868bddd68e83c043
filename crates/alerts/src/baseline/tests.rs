use std::borrow::Cow::Borrowed;
use std::f64::consts::TAU;

use wire::Unit;
use wire::series::SeriesId;

use super::*;

const MINUTE_MS: i64 = 60_000;

/// Numbers that look random, the same at every run: xorshift64 (G. Marsaglia, Xorshift RNGs, 2003).
struct Dice(u64);

impl Dice {
    /// From 0 to 1.
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
    }

    /// About normal, with a deviation of 1.
    fn noise(&mut self) -> f64 {
        (0..12).map(|_| self.roll()).sum::<f64>() - 6.0
    }
}

/// Low at night, high at noon.
fn of_day(at: i64) -> f64 {
    let hour = (at.rem_euclid(DAY_MS) / MINUTE_MS) as f64 / 60.0;
    50.0 - 20.0 * (TAU * hour / 24.0).cos()
}

/// A sample each five minutes of so many days before `end`.
fn past(days: i64, end: i64, mut value: impl FnMut(i64) -> f64) -> Vec<(Timestamp, f64)> {
    let step = 5 * MINUTE_MS;
    let times = (0..days * DAY_MS / step).map(|n| end - days * DAY_MS + n * step);
    times.map(|at| (Timestamp(at), value(at))).collect()
}

/// Days since 1970 as milliseconds; a Monday.
const TODAY: i64 = 20_416 * DAY_MS;

#[test]
fn the_band_of_a_day_and_its_night_holds_what_is_clean_and_tells_noon_from_night() {
    for days in [5, 14, 28] {
        let mut dice = Dice(days as u64);
        let dirty = past(days, TODAY, |at| {
            if dice.roll() < 0.03 {
                500.0 * dice.roll()
            } else {
                of_day(at) + dice.noise()
            }
        });
        let baseline = Baseline::learn(&dirty, 0).unwrap();
        let clean = past(1, TODAY + DAY_MS, |at| of_day(at) + dice.noise());
        let held = clean.iter().filter(|(at, value)| {
            let band = baseline.band(*at).unwrap();
            (band.low..=band.high).contains(value)
        });
        let held = held.count() as f64 / clean.len() as f64;
        assert!(held >= 0.99, "{days} days: {held}");
        let noon = baseline.band(Timestamp(TODAY + 12 * HOUR_MS)).unwrap();
        let night = baseline.band(Timestamp(TODAY + 3 * HOUR_MS)).unwrap();
        assert!((noon.low..=noon.high).contains(&69.0), "{noon:?}");
        assert!(
            (69.0 - night.mid) / night.deviation > 6.0,
            "{days} days: {night:?}"
        );
    }
}

#[test]
fn too_little_past_tells_nothing() {
    let steady = |hours: i64| {
        let mut dice = Dice(1);
        let all = past(2, TODAY, |_| dice.noise());
        all[all.len() - usize::try_from(hours * 12).unwrap()..].to_vec()
    };
    assert_eq!(Baseline::learn(&[], 0), None);
    assert_eq!(Baseline::learn(&steady(23), 0), None);
    assert!(Baseline::learn(&steady(24), 0).is_some());
    let mut gap = steady(30);
    gap.retain(|(at, _)| at.0.rem_euclid(DAY_MS) > 12 * HOUR_MS);
    assert_eq!(
        Baseline::learn(&gap, 0),
        None,
        "hours without samples do not count"
    );
}

#[test]
fn the_weekend_is_known_after_three_weeks() {
    let mut dice = Dice(7);
    let is_weekend = |at: i64| matches!(at.div_euclid(DAY_MS).rem_euclid(7), 2 | 3);
    let value = |at: i64| if is_weekend(at) { 10.0 } else { of_day(at) };
    let samples = past(28, TODAY, |at| value(at) + dice.noise());
    let baseline = Baseline::learn(&samples, 0).unwrap();
    let days = past(7, TODAY + WEEK_MS, value);
    let wrong = days.iter().filter(|(at, value)| {
        let band = baseline.band(*at).unwrap();
        !(band.low..=band.high).contains(value)
    });
    let wrong = wrong.count() as f64 / days.len() as f64;
    assert!(wrong < 0.01, "{wrong}");
    let saturday = baseline.band(Timestamp(TODAY - DAY_MS - 12 * HOUR_MS)).unwrap();
    assert!(saturday.high < 20.0, "{saturday:?}");
}

#[test]
fn a_bad_day_changes_little_and_a_new_level_is_learned_within_a_week() {
    let mut dice = Dice(3);
    let noon = Timestamp(TODAY + 12 * HOUR_MS);
    let bad = past(28, TODAY, |at| {
        let is_bad = (TODAY - 7 * DAY_MS..TODAY - 6 * DAY_MS).contains(&at);
        of_day(at) + dice.noise() + if is_bad { 100.0 } else { 0.0 }
    });
    let band = Baseline::learn(&bad, 0).unwrap().band(noon).unwrap();
    assert!((band.mid - 70.0).abs() < 3.0 && band.deviation < 5.0, "{band:?}");
    let shifted = past(28, TODAY, |at| {
        of_day(at) + dice.noise() + if at >= TODAY - WEEK_MS { 40.0 } else { 0.0 }
    });
    let band = Baseline::learn(&shifted, 0).unwrap().band(noon).unwrap();
    let holds = |value: f64| (band.low..=band.high).contains(&value);
    assert!(holds(110.0) && !holds(70.0), "{band:?}");
}

#[test]
fn what_never_varies_has_no_deviation_and_no_load_is_below_nothing() {
    let baseline = Baseline::learn(&past(3, TODAY, |_| 5.0), 0).unwrap();
    assert_eq!(baseline.band(Timestamp(TODAY)).unwrap().deviation, 0.0);
    let mut dice = Dice(2);
    let baseline = Baseline::learn(&past(3, TODAY, |_| dice.noise().abs()), 0).unwrap();
    assert_eq!(baseline.band(Timestamp(TODAY)).unwrap().low, 0.0);
}

#[test]
fn hours_are_those_on_the_wall() {
    let ahead = 2 * HOUR_MS;
    let mut dice = Dice(5);
    let samples = past(10, TODAY, |at| of_day(at + ahead) + dice.noise());
    let baseline = Baseline::learn(&samples, ahead).unwrap();
    let noon = baseline.band(Timestamp(TODAY + 10 * HOUR_MS + 1)).unwrap();
    assert!((noon.mid - 70.0).abs() < 2.0, "{noon:?}");
    let again: Baseline = serde_json::from_str(&serde_json::to_string(&baseline).unwrap()).unwrap();
    assert_eq!(again, baseline);
}

#[test]
fn a_band_is_found_by_the_series() {
    let series = |id: u32, port: &str| Series {
        id: SeriesId(id),
        probe: ProbeId(1),
        metric: Borrowed("box_load_ratio"),
        labels: Labels::from([(Borrowed("port"), port.to_owned())]),
        unit: Unit::Ratio,
    };
    let mut dice = Dice(9);
    let mut baselines = Baselines::default();
    let mut learn = |level: f64| Baseline::learn(&past(2, TODAY, |_| level + dice.noise()), 0).unwrap();
    baselines.put(series(1, "a"), learn(10.0));
    baselines.put(series(2, "b"), learn(90.0));
    baselines.put(series(2, "b"), learn(50.0));
    let mid = |port| {
        let band = baselines.at(&series(0, port), Timestamp(TODAY))?;
        Some(band.mid.round())
    };
    assert_eq!((mid("a"), mid("b"), mid("c")), (Some(10.0), Some(50.0), None));
}
