//! A table as one blob. Every column can be read without the others, and no bit can change unnoticed.
//!
//! Format 1 of samples and format 2 of steps, after the seal of [`bytes`](super::bytes): number of rows, number of
//! columns, section of times, then each column as a section of its own: series, rows, values. Steps have five
//! sections of values: last, greatest, least, sum, count. The middle three are written as their distance from `last`
//! wherever that gives them back to the bit, which takes a tenth of the room for counters and things that stand still.

use super::bytes::{self, Reader, put_varint};
use super::numbers;
use super::table::{Column, Countable, Rows, Table};
use super::tally::Tally;

/// Rows from one on.
const FROM: u64 = 0;
/// Rows by list.
const AT: u64 = 1;

/// What a table's values are, and how they lie in a chunk.
pub(super) trait Value: Countable {
    const FORMAT: u8;
    fn write(values: &[Self], level: usize, to: &mut Vec<u8>);
    fn read(from: &mut Reader<'_>, count: usize) -> Option<Vec<Self>>;
}

/// `table` as a blob; `level` is pco's, 0 to 12.
pub(super) fn encode<V: Value>(table: &Table<V>, level: usize) -> Vec<u8> {
    let mut blob = bytes::begin(V::FORMAT);
    put_varint(table.times.len() as u64, &mut blob);
    put_varint(table.columns.len() as u64, &mut blob);
    numbers::write(&table.times, level, &mut blob);
    for column in &table.columns {
        let mut part = Vec::new();
        put_varint(column.series.into(), &mut part);
        put_varint(column.values.len() as u64, &mut part);
        match &column.rows {
            Rows::From(first) => {
                put_varint(FROM, &mut part);
                put_varint((*first).into(), &mut part);
            }
            Rows::At(rows) => {
                put_varint(AT, &mut part);
                numbers::write(rows, level, &mut part);
            }
        }
        V::write(&column.values, level, &mut part);
        put_varint(part.len() as u64, &mut blob);
        blob.extend_from_slice(&part);
    }
    bytes::seal(blob)
}

/// The table of a blob with those of its columns that are `wanted`; `None` when the blob is damaged.
pub(super) fn decode<V: Value>(blob: &[u8], wanted: impl Fn(u32) -> bool) -> Option<Table<V>> {
    let mut from = bytes::unseal(blob, V::FORMAT)?;
    let rows = from.count()?;
    let columns = from.count()?;
    let mut table = Table {
        times: numbers::read(&mut from, rows)?,
        columns: Vec::new(),
    };
    for _ in 0..columns {
        let mut part = from.sub()?;
        let series = u32::try_from(part.varint()?).ok()?;
        if wanted(series) {
            table.columns.push(column(series, &mut part, rows)?);
        }
    }
    from.is_empty().then_some(table)
}

fn column<V: Value>(series: u32, part: &mut Reader<'_>, height: usize) -> Option<Column<V>> {
    let count = part.count()?;
    let (rows, end) = match part.varint()? {
        FROM => {
            let first = u32::try_from(part.varint()?).ok()?;
            (Rows::From(first), (first as usize).checked_add(count)?)
        }
        AT => {
            let rows = numbers::read::<u32>(part, count)?;
            let end = rows.iter().max().map_or(0, |row| *row as usize + 1);
            (Rows::At(rows), end)
        }
        _ => return None,
    };
    let values = V::read(part, count)?;
    (end <= height).then_some(Column { series, rows, values })
}

impl Value for f64 {
    const FORMAT: u8 = 1;

    fn write(values: &[Self], level: usize, to: &mut Vec<u8>) {
        numbers::write(values, level, to);
    }

    fn read(from: &mut Reader<'_>, count: usize) -> Option<Vec<Self>> {
        numbers::read(from, count)
    }
}

impl Value for Tally {
    const FORMAT: u8 = 2;

    fn write(values: &[Self], level: usize, to: &mut Vec<u8>) {
        let last: Vec<f64> = values.iter().map(|tally| tally.last).collect();
        let count: Vec<u32> = values.iter().map(|tally| tally.count).collect();
        let expected: Vec<f64> = values
            .iter()
            .map(|tally| tally.last * f64::from(tally.count))
            .collect();
        numbers::write(&last, level, to);
        numbers::write(&count, level, to);
        distance(values.iter().map(|tally| tally.max), &last, level, to);
        distance(values.iter().map(|tally| tally.min), &last, level, to);
        distance(values.iter().map(|tally| tally.sum), &expected, level, to);
    }

    fn read(from: &mut Reader<'_>, count: usize) -> Option<Vec<Self>> {
        let last = numbers::read::<f64>(from, count)?;
        let counts = numbers::read::<u32>(from, count)?;
        let expected: Vec<f64> = last
            .iter()
            .zip(&counts)
            .map(|(last, count)| last * f64::from(*count))
            .collect();
        let max = from_distance(from, &last)?;
        let min = from_distance(from, &last)?;
        let sum = from_distance(from, &expected)?;
        let tally = |n: usize| Self {
            min: min[n],
            max: max[n],
            sum: sum[n],
            last: last[n],
            count: counts[n],
        };
        Some((0..count).map(tally).collect())
    }
}

/// Writes `values` as distances from `base`, or as they are where rounding would change one.
fn distance(values: impl Iterator<Item = f64>, base: &[f64], level: usize, to: &mut Vec<u8>) {
    let values: Vec<f64> = values.collect();
    let distances: Vec<f64> = values
        .iter()
        .zip(base)
        .map(|(value, base)| value - base)
        .collect();
    let back = distances.iter().zip(base).map(|(distance, base)| base + distance);
    let exact = back
        .zip(&values)
        .all(|(back, value)| back.to_bits() == value.to_bits());
    to.push(u8::from(exact));
    numbers::write(if exact { &distances } else { &values }, level, to);
}

fn from_distance(from: &mut Reader<'_>, base: &[f64]) -> Option<Vec<f64>> {
    let exact = *from.take(1)?.first()? == 1;
    let mut values = numbers::read::<f64>(from, base.len())?;
    if exact {
        values
            .iter_mut()
            .zip(base)
            .for_each(|(value, base)| *value += base);
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::table::Condenser;
    use super::*;

    /// Looks of a probe: time since the one before, and the values of some of its series.
    fn looks() -> impl Strategy<Value = Vec<(i64, Vec<(u32, f64)>)>> {
        let value = prop_oneof![
            any::<f64>().prop_filter("samples are finite", |value| value.is_finite()),
            (0..1000_u32).prop_map(f64::from),
            (0..1000_u32).prop_map(|value| f64::from(value) / 100.0),
            Just(-0.0),
        ];
        let later =
            prop_oneof![8 => 4990..5010_i64, 1 => Just(0), 1 => -10_000..0_i64, 1 => 0..10_000_000_i64];
        prop::collection::vec((later, prop::collection::vec((0..6_u32, value), 0..8)), 0..200)
    }

    fn table(looks: &[(i64, Vec<(u32, f64)>)]) -> Table<f64> {
        let mut table = Table::default();
        let mut at = 1_795_219_200_000;
        for (later, values) in looks {
            at += later;
            for (series, value) in values {
                table.push(*series, at, *value, 0);
            }
        }
        table
    }

    /// Bit for bit: `-0.0` is not `0.0`.
    fn bits(table: &Table<f64>) -> Vec<(u32, i64, u64)> {
        let column = |column: &Column<f64>| {
            let series = column.series;
            column
                .over(&table.times)
                .map(move |(at, value)| (series, at, value.to_bits()))
                .collect::<Vec<_>>()
        };
        table.columns.iter().flat_map(column).collect()
    }

    proptest! {
        #[test]
        fn samples_come_back_to_the_bit(looks in looks(), level in 0..9_usize) {
            let table = table(&looks);
            let back = decode::<f64>(&encode(&table, level), |_| true).unwrap();
            prop_assert_eq!(bits(&back), bits(&table));
        }

        #[test]
        fn a_table_has_each_value_in_order_of_arrival(looks in looks()) {
            let table = table(&looks);
            for series in 0..6 {
                let mut at = 1_795_219_200_000;
                let mut pushed = Vec::new();
                for (later, values) in &looks {
                    at += later;
                    let own = values.iter().filter(|(id, _)| *id == series);
                    pushed.extend(own.map(|(_, value)| (at, value.to_bits())));
                }
                let kept = table.column(series).map(|column| {
                    column.over(&table.times).map(|(at, value)| (at, value.to_bits())).collect::<Vec<_>>()
                });
                prop_assert_eq!(kept.unwrap_or_default(), pushed);
            }
        }

        #[test]
        fn steps_come_back_to_the_bit(looks in looks()) {
            let mut condenser = Condenser::new(10_000);
            condenser.add(&table(&looks));
            let steps = condenser.finish();
            let back = decode::<Tally>(&encode(&steps, 4), |_| true).unwrap();
            prop_assert_eq!(format!("{back:?}"), format!("{steps:?}"));
        }

        #[test]
        fn one_column_is_read_without_the_others(looks in looks()) {
            let table = table(&looks);
            let back = decode::<f64>(&encode(&table, 4), |series| series == 3).unwrap();
            prop_assert_eq!(back.columns.first(), table.column(3));
        }

        #[test]
        fn no_flipped_bit_goes_unnoticed(looks in looks(), place in any::<prop::sample::Index>(), bit in 0..8) {
            let mut blob = encode(&table(&looks), 4);
            let place = place.index(blob.len());
            blob[place] ^= 1_u8 << bit;
            prop_assert_eq!(decode::<f64>(&blob, |_| true), None);
        }

        #[test]
        fn garbage_is_refused_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut blob = bytes::begin(1);
            blob.extend(body);
            let sealed = bytes::seal(blob);
            prop_assert!(decode::<f64>(&sealed, |_| true).is_none_or(|table| table.columns.len() < 200));
        }
    }
}
