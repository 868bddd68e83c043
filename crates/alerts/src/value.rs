//! Values as they stand in the sentences of alerts.

use wire::Unit;

/// A value with its unit, to three digits: `0.97`, `12 ms`, `4.2 Mbit/s`, `8.2 %`.
#[must_use]
pub fn shown(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Ratio => format!("{} %", digits(value * 100.0)),
        Unit::Seconds => seconds(value),
        Unit::Bytes => scaled(value, "B"),
        Unit::BitsPerSecond => scaled(value, "bit/s"),
        Unit::BytesPerSecond => scaled(value, "B/s"),
        Unit::PerSecond => format!("{}/s", digits(value)),
        Unit::Celsius => format!("{} °C", digits(value)),
        Unit::Lufs => format!("{} LUFS", digits(value)),
        Unit::DecibelsTruePeak => format!("{} dBTP", digits(value)),
        Unit::Count => digits(value),
        Unit::YesNo => if value == 0.0 { "no" } else { "yes" }.to_owned(),
    }
}

fn seconds(value: f64) -> String {
    let size = value.abs();
    if size >= 3600.0 {
        format!("{} h", digits(value / 3600.0))
    } else if size >= 120.0 {
        format!("{} min", digits(value / 60.0))
    } else if size >= 1.0 || value == 0.0 {
        format!("{} s", digits(value))
    } else if size >= 1e-3 {
        format!("{} ms", digits(value * 1e3))
    } else if size >= 1e-6 {
        format!("{} µs", digits(value * 1e6))
    } else {
        format!("{} ns", digits(value * 1e9))
    }
}

fn scaled(value: f64, unit: &str) -> String {
    let prefixes = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];
    let fits = prefixes.into_iter().find(|(size, _)| value.abs() >= *size);
    let (size, prefix) = fits.unwrap_or((1.0, ""));
    format!("{} {prefix}{unit}", digits(value / size))
}

/// To three digits, whole numbers whole.
fn digits(value: f64) -> String {
    let places = match value.abs() {
        size if size >= 100.0 || value.fract() == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_short_and_have_their_unit() {
        let all = [
            (Unit::Ratio, 0.082, "8.2 %"),
            (Unit::Seconds, 0.0123, "12.3 ms"),
            (Unit::Seconds, 0.000_000_5, "500 ns"),
            (Unit::Seconds, 7800.0, "2.17 h"),
            (Unit::BitsPerSecond, 4_200_000.0, "4.2 Mbit/s"),
            (Unit::Bytes, 512.0, "512 B"),
            (Unit::Count, 3.0, "3"),
            (Unit::Count, 1234.5, "1234"),
            (Unit::YesNo, 0.0, "no"),
        ];
        for (unit, value, text) in all {
            assert_eq!(shown(unit, value), text);
        }
    }
}
