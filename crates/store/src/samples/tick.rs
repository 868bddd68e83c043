//! The newest samples, as they came: one blob for each commit.
//!
//! Format 4, after the seal of [`bytes`](super::bytes): runs of points with one time stamp, each as the time since the
//! run before, the number of points, the distance of each series from the one before, and the values. A value is a
//! number whose two lowest bits say what the rest means: a whole one of units, hundredths or millionths, or that the
//! value follows as it is. Most are whole or rounded, so a commit changes half as many pages as with the values as they
//! are, which is format 3.

use wire::Timestamp;
use wire::series::{Point, SeriesId};

use super::bytes::{self, Reader, put_signed, put_varint};

const FORMAT: u8 = 4;
const OF_PLAIN_VALUES: u8 = 3;

/// What a whole number is divided by, by the two lowest bits.
const SCALES: [f64; 3] = [1.0, 1e2, 1e6];
/// The two lowest bits before a value as it is.
const PLAIN: i64 = 3;
/// Whole numbers are below this, so that they are exact as floats and take less room than the value as it is.
const WHOLE: u64 = 1 << 50;

/// `points` as a blob.
pub(super) fn encode<'a>(points: impl IntoIterator<Item = &'a [Point]>) -> Vec<u8> {
    let mut blob = bytes::begin(FORMAT);
    let mut time = 0;
    for run in points
        .into_iter()
        .flat_map(|points| points.chunk_by(|one, next| one.at == next.at))
    {
        let Some(first) = run.first() else { continue };
        put_signed(first.at.0.wrapping_sub(time), &mut blob);
        time = first.at.0;
        put_varint(run.len() as u64, &mut blob);
        let mut series = 0;
        for point in run {
            put_signed(i64::from(point.series.0) - series, &mut blob);
            series = i64::from(point.series.0);
        }
        run.iter().for_each(|point| put_value(point.value, &mut blob));
    }
    bytes::seal(blob)
}

/// The points of a blob; `None` when it is damaged.
pub(super) fn decode(blob: &[u8]) -> Option<Vec<Point>> {
    let (mut from, value): (_, fn(&mut Reader<'_>) -> _) = match bytes::unseal(blob, FORMAT) {
        Some(from) => (from, take_value),
        None => (bytes::unseal(blob, OF_PLAIN_VALUES)?, take_plain),
    };
    let mut points = Vec::new();
    let mut time = 0_i64;
    while !from.is_empty() {
        time = time.wrapping_add(from.signed()?);
        let count = from.count()?;
        let start = points.len();
        let mut series = 0_i64;
        for _ in 0..count {
            series += from.signed()?;
            let series = SeriesId(u32::try_from(series).ok()?);
            points.push(Point {
                series,
                at: Timestamp(time),
                value: 0.0,
            });
        }
        for point in points.get_mut(start..)? {
            point.value = value(&mut from)?;
        }
    }
    Some(points)
}

fn put_value(value: f64, to: &mut Vec<u8>) {
    for (kind, scale) in (0..).zip(SCALES) {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "what does not fit does not come back and is not taken"
        )]
        let whole = (value * scale).round() as i64;
        // To the bit: neither the last digit nor the sign of a zero may change.
        if whole.unsigned_abs() < WHOLE && unscaled(whole, scale).to_bits() == value.to_bits() {
            return put_signed(whole << 2 | kind, to);
        }
    }
    put_signed(PLAIN, to);
    to.extend_from_slice(&value.to_le_bytes());
}

fn take_value(from: &mut Reader<'_>) -> Option<f64> {
    let number = from.signed()?;
    match SCALES.get(usize::try_from(number & PLAIN).ok()?) {
        Some(scale) => Some(unscaled(number >> 2, *scale)),
        None => take_plain(from),
    }
}

fn take_plain(from: &mut Reader<'_>) -> Option<f64> {
    Some(f64::from_le_bytes(from.take(size_of::<f64>())?.try_into().ok()?))
}

#[allow(clippy::cast_precision_loss, reason = "what is written is below 2^50")]
fn unscaled(whole: i64, scale: f64) -> f64 {
    whole as f64 / scale
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            any::<f64>(),
            -1e9..1e9,
            any::<i64>().prop_map(|whole| whole as f64),
            (-5_000_000..5_000_000_i64).prop_map(|hundredths| hundredths as f64 / 100.0),
            (0..5_000_000_000_i64).prop_map(|millionths| millionths as f64 / 1e6),
            Just(0.0),
            Just(-0.0),
        ]
    }

    fn bits(points: &[Point]) -> Vec<(u32, i64, u64)> {
        points
            .iter()
            .map(|point| (point.series.0, point.at.0, point.value.to_bits()))
            .collect()
    }

    #[test]
    fn what_was_written_in_the_former_format_is_still_read() {
        let mut former = bytes::begin(3);
        put_signed(1_795_219_200_000, &mut former);
        put_varint(2, &mut former);
        put_signed(7, &mut former);
        put_signed(-3, &mut former);
        former.extend(21.5_f64.to_le_bytes());
        former.extend((-0.0_f64).to_le_bytes());
        let points = decode(&bytes::seal(former)).unwrap();
        let at = 1_795_219_200_000;
        assert_eq!(
            bits(&points),
            [(7, at, 21.5_f64.to_bits()), (4, at, (-0.0_f64).to_bits())]
        );
    }

    proptest! {
        #[test]
        fn points_come_back_to_the_bit(points in prop::collection::vec((any::<u32>(), any::<i64>(), value()), 0..50)) {
            let point = |(series, at, value)| Point { series: SeriesId(series), at: Timestamp(at), value };
            let points: Vec<Point> = points.into_iter().map(point).collect();
            let back = decode(&encode([points.as_slice()])).unwrap();
            prop_assert_eq!(bits(&back), bits(&points));
        }

        #[test]
        fn garbage_is_refused_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            for format in [FORMAT, OF_PLAIN_VALUES] {
                let mut blob = bytes::begin(format);
                blob.extend_from_slice(&body);
                drop(decode(&bytes::seal(blob)));
            }
        }
    }
}
