//! The past of a series, column by column.

use store::Bucket;
use wire::Timestamp;
use wire::series::{History, Series, Told};

/// What is `told` of `buckets`, the first of which began at `from`.
pub(crate) fn history(
    series: Series,
    step_ms: u32,
    from: Timestamp,
    buckets: &[Bucket],
    told: &[Told],
) -> History {
    let step = i64::from(step_ms.max(1));
    let place = |bucket: &Bucket| usize::try_from(bucket.at.millis_since(from) / step).unwrap_or(0);
    let length = buckets.last().map_or(0, |last| place(last) + 1);
    let count = |bucket: &Bucket| bucket.count;
    let column = |what, value: fn(&Bucket) -> f64| {
        fill(told.contains(&what), length, buckets, place, |bucket| {
            Some(value(bucket))
        })
    };
    History {
        series,
        step_ms,
        from,
        min: column(Told::Min, |bucket| bucket.min),
        max: column(Told::Max, |bucket| bucket.max),
        avg: column(Told::Avg, mean),
        last: column(Told::Last, |bucket| bucket.last),
        count: fill(told.contains(&Told::Count), length, buckets, place, count),
    }
}

fn fill<T: Copy + Default>(
    is_told: bool,
    length: usize,
    buckets: &[Bucket],
    place: impl Fn(&Bucket) -> usize,
    value: impl Fn(&Bucket) -> T,
) -> Vec<T> {
    let mut column = vec![T::default(); if is_told { length } else { 0 }];
    for bucket in buckets {
        if let Some(cell) = column.get_mut(place(bucket)) {
            *cell = value(bucket);
        }
    }
    column
}

/// To nine digits, between least and greatest. All seventeen of a division would be most of an answer and tell nothing.
fn mean(bucket: &Bucket) -> f64 {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "from -324 to 308, or of nothing the least i32"
    )]
    let magnitude = bucket.avg.abs().log10().floor() as i32;
    // Powers of ten are exact up to 10^22, and what is divided by such a one is the float next to the short number.
    let mean = match magnitude {
        -14..8 => {
            let parts = 10_f64.powi(8 - magnitude);
            (bucket.avg * parts).round() / parts
        }
        8..=30 => {
            let unit = 10_f64.powi(magnitude - 8);
            (bucket.avg / unit).round() * unit
        }
        _ => bucket.avg,
    };
    mean.max(bucket.min).min(bucket.max)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bucket(at: i64, min: f64, avg: f64, max: f64) -> Bucket {
        let (at, last, count) = (Timestamp(at), max, 2);
        Bucket {
            at,
            min,
            max,
            avg,
            last,
            count,
        }
    }

    #[test]
    fn a_step_without_samples_is_null_and_what_was_not_asked_for_is_left_out() {
        let series: Series =
            serde_json::from_value(json!({ "id": 1, "probe": 1, "metric": "m", "unit": "seconds" })).unwrap();
        let buckets = [bucket(4000, 1.0, 1.5, 2.0), bucket(8000, 3.0, 3.0, 3.0)];
        let past = |told: &[Told]| history(series.clone(), 2000, Timestamp(4000), &buckets, told);
        let all = past(&Told::ALL);
        assert_eq!(all.min, [Some(1.0), None, Some(3.0)]);
        assert_eq!(all.avg, [Some(1.5), None, Some(3.0)]);
        assert_eq!(all.count, [2, 0, 2]);
        let lasts: Vec<_> = all.lasts().collect();
        assert_eq!(lasts, [(Timestamp(4000), 2.0), (Timestamp(8000), 3.0)]);
        let told = serde_json::to_value(past(&[Told::Max])).unwrap();
        assert_eq!(told["max"], json!([2.0, null, 3.0]));
        assert!(
            Told::ALL
                .into_iter()
                .all(|told_of| told_of == Told::Max || told.get(told_of.name()).is_none())
        );
        let never = history(series, 2000, Timestamp(4000), &[], &Told::ALL);
        assert!(never.min.is_empty() && never.count.is_empty());
    }

    #[test]
    fn a_mean_has_nine_digits_and_lies_between_least_and_greatest() {
        for (min, avg, max, told) in [
            (0.0, 1.0 / 3.0, 1.0, 0.333_333_333),
            (-2.0, -1e10 / 3.0, 1e10, -2.0),
            (-1e10, -1e10 / 3.0, 1e10, -3_333_333_330.0),
            (0.0, 2e-5 / 3.0, 1.0, 0.000_006_666_666_67),
            (
                12_345_678_901.0,
                12_345_678_901.0,
                12_345_678_901.0,
                12_345_678_901.0,
            ),
            (0.0, 0.0, 0.0, 0.0),
            (5e-324, 5e-324, 5e-324, 5e-324),
            (0.0, 1e308, f64::MAX, 1e308),
        ] {
            assert_eq!(mean(&bucket(0, min, avg, max)), told);
        }
    }
}
