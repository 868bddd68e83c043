//! What a chart shows as rows of numbers, for the table and for files.

use std::collections::BTreeMap;

use wire::{Timestamp, Unit};

use super::past::{Curve, Step};

/// One moment, and what each figure was then.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) at: Timestamp,
    pub(crate) steps: Vec<Option<Step>>,
}

/// The rows between two moments, oldest first.
pub(crate) fn rows(curves: &[Curve], from: Timestamp, to: Timestamp) -> Vec<Row> {
    let mut rows: BTreeMap<Timestamp, Vec<Option<Step>>> = BTreeMap::new();
    for (place, curve) in curves.iter().enumerate() {
        for step in curve.between(from, to) {
            let steps = rows.entry(step.at).or_insert_with(|| vec![None; curves.len()]);
            if let Some(cell) = steps.get_mut(place) {
                *cell = Some(*step);
            }
        }
    }
    rows.into_iter().map(|(at, steps)| Row { at, steps }).collect()
}

/// The rows as a file of comma-separated values (RFC 4180), in the units in which they are measured. `told` writes a
/// moment. The mark at its begin tells spreadsheets that it is UTF-8.
pub(crate) fn csv(titles: &[(String, Unit)], rows: &[Row], told: impl Fn(Timestamp) -> String) -> String {
    const LINE: &str = "\r\n";
    let mut file = "\u{feff}time".to_owned();
    for (title, unit) in titles {
        for column in ["min", "avg", "max"] {
            let sign = sign(*unit);
            let sign = if sign.is_empty() {
                String::new()
            } else {
                format!(" ({sign})")
            };
            file.push(',');
            file.push_str(&quoted(&format!("{title} {column}{sign}")));
        }
    }
    file.push_str(LINE);
    for row in rows {
        file.push_str(&told(row.at));
        for step in &row.steps {
            match step {
                Some(step) => file.push_str(&format!(",{},{},{}", step.low, step.mean, step.high)),
                None => file.push_str(",,,"),
            }
        }
        file.push_str(LINE);
    }
    file
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// What one of a measured value is.
fn sign(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "s",
        Unit::Bytes => "B",
        Unit::BitsPerSecond => "b/s",
        Unit::BytesPerSecond => "B/s",
        Unit::PerSecond => "/s",
        Unit::Ratio => "ratio",
        Unit::Celsius => "°C",
        Unit::Lufs => "LUFS",
        Unit::DecibelsTruePeak => "dBTP",
        Unit::Count | Unit::YesNo => "",
    }
}

/// A name that every system takes for a file.
pub(crate) fn file_name(parts: &[&str], ending: &str) -> String {
    const LONGEST: usize = 100;
    let kept = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
    let name: String = parts.join("-").chars().map(kept).take(LONGEST).collect();
    let words: Vec<_> = name.split('-').filter(|word| !word.is_empty()).collect();
    format!("{}.{ending}", words.join("-"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wire::kind::Sort;

    use super::*;

    fn curve(points: &[(i64, f64)]) -> Curve {
        let series = json!({ "id": 1, "probe": 1, "metric": "m", "unit": "seconds" });
        let history =
            serde_json::from_value(json!({ "series": series, "step_ms": 1000, "from": 0 })).unwrap();
        let points = points.iter().map(|(at, value)| (Timestamp(*at), *value));
        Curve::of(&history, Sort::Gauge, points, 5000)
    }

    #[test]
    fn figures_of_one_moment_stand_in_one_row() {
        let curves = [curve(&[(1000, 0.5), (2000, 0.25)]), curve(&[(2000, 7.0)])];
        let rows = rows(&curves, Timestamp(0), Timestamp(9000));
        let means =
            |row: &Row| -> Vec<_> { row.steps.iter().map(|step| step.map(|step| step.mean)).collect() };
        assert_eq!(rows.len(), 2);
        assert_eq!(means(&rows[0]), [Some(0.5), None]);
        assert_eq!(means(&rows[1]), [Some(0.25), Some(7.0)]);
        let titles = [
            ("Round trip".to_owned(), Unit::Seconds),
            ("Sent, \"a\"".to_owned(), Unit::Count),
        ];
        let file = csv(&titles, &rows, Timestamp::rfc3339);
        let lines: Vec<_> = file.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert_eq!(
            lines[0],
            "time,Round trip min (s),Round trip avg (s),Round trip max (s),\"Sent, \"\"a\"\" min\",\"Sent, \"\"a\"\" avg\",\"Sent, \"\"a\"\" max\""
        );
        assert_eq!(lines[1], "1970-01-01T00:00:01.000Z,0.5,0.5,0.5,,,");
        assert_eq!(lines[2], "1970-01-01T00:00:02.000Z,0.25,0.25,0.25,7,7,7");
    }

    #[test]
    fn a_file_has_a_name_that_every_system_takes() {
        assert_eq!(file_name(&["ENC 3 / <b>", "Größe"], "csv"), "ENC-3-b-Größe.csv");
    }
}
