//! The newest samples, as they came: one blob for each commit.
//!
//! Format 3, after the seal of [`bytes`](super::bytes): runs of points with one time stamp, each as the time since the
//! run before, the number of points, the distance of each series from the one before, and the values as they are.

use wire::Timestamp;
use wire::series::{Point, SeriesId};

use super::bytes::{self, put_signed, put_varint};

const FORMAT: u8 = 3;

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
        run.iter()
            .for_each(|point| blob.extend_from_slice(&point.value.to_le_bytes()));
    }
    bytes::seal(blob)
}

/// The points of a blob; `None` when it is damaged.
pub(super) fn decode(blob: &[u8]) -> Option<Vec<Point>> {
    let mut from = bytes::unseal(blob, FORMAT)?;
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
            point.value = f64::from_le_bytes(from.take(size_of::<f64>())?.try_into().ok()?);
        }
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn points_come_back(points in prop::collection::vec((any::<u32>(), any::<i64>(), -1e9..1e9), 0..50)) {
            let point = |(series, at, value)| Point { series: SeriesId(series), at: Timestamp(at), value };
            let points: Vec<Point> = points.into_iter().map(point).collect();
            prop_assert_eq!(decode(&encode([points.as_slice()])), Some(points));
        }

        #[test]
        fn garbage_is_refused_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut blob = bytes::begin(FORMAT);
            blob.extend(body);
            drop(decode(&bytes::seal(blob)));
        }
    }
}
