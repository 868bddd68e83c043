//! Values and lengths of time as they stand in sentences that the station writes: alerts, reports.

use crate::Unit;

/// A value with its unit: `14.2 ms`, `97 %`, `12.5 Mbit/s`, `yes`.
#[must_use]
pub fn value(unit: Unit, value: f64) -> String {
    exact(unit, value, 3)
}

/// Two values with as many digits as it takes to tell them apart.
#[must_use]
pub fn pair(unit: Unit, a: f64, b: f64) -> (String, String) {
    let written = (3..=15).map(|digits| (exact(unit, a, digits), exact(unit, b, digits)));
    let apart = written.into_iter().find(|(a, b)| a != b);
    apart.unwrap_or_else(|| (value(unit, a), value(unit, b)))
}

fn exact(unit: Unit, value: f64, digits: u8) -> String {
    let plain = |value: f64, unit: &str| format!("{}{unit}", number(value, digits));
    match unit {
        Unit::Seconds if value.abs() >= 120.0 && digits == 3 => span(value),
        Unit::Seconds if value == 0.0 || value.abs() >= 1.0 => plain(value, " s"),
        Unit::Seconds if value.abs() >= 0.001 => plain(value * 1e3, " ms"),
        Unit::Seconds => plain(value * 1e6, " µs"),
        Unit::Bytes => prefixed(value, "B", digits),
        Unit::BitsPerSecond => prefixed(value, "bit/s", digits),
        Unit::BytesPerSecond => prefixed(value, "B/s", digits),
        Unit::PerSecond => plain(value, "/s"),
        Unit::Ratio => plain(value * 100.0, " %"),
        Unit::Celsius => plain(value, " °C"),
        Unit::Lufs => plain(value, " LUFS"),
        Unit::DecibelsTruePeak => plain(value, " dBTP"),
        Unit::Count => plain(value, ""),
        Unit::YesNo if value == 0.0 => "no".to_owned(),
        Unit::YesNo => "yes".to_owned(),
    }
}

/// Prefixes of the SI, each a thousand times the one before.
const PREFIXES: [&str; 6] = ["", "k", "M", "G", "T", "P"];

fn prefixed(value: f64, unit: &str, digits: u8) -> String {
    let mut scaled = value;
    let mut prefixes = PREFIXES.iter();
    let mut prefix = prefixes.next();
    while scaled.abs() >= 999.5
        && let Some(next) = prefixes.next()
    {
        scaled /= 1000.0;
        prefix = Some(next);
    }
    format!("{} {}{unit}", number(scaled, digits), prefix.unwrap_or(&""))
}

/// A number with so many digits that count; whole numbers below a million stay whole.
fn number(value: f64, digits: u8) -> String {
    let size = value.abs();
    let figures = f64::from(digits);
    if size != 0.0 && !(1e-6..1e15).contains(&size) {
        return format!("{value:.2e}");
    }
    let before = if size == 0.0 {
        1.0
    } else {
        size.log10().floor() + 1.0
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 20"
    )]
    let places = (figures - before).clamp(0.0, 20.0) as usize;
    let text = format!("{value:.places$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// A length of time in its two greatest parts: `2 h 10 min`, `5 min`, `30 s`.
#[must_use]
pub fn span(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    let mut rest = seconds.abs().round();
    let mut parts = Vec::new();
    for (length, name) in [(86_400.0, "d"), (3_600.0, "h"), (60.0, "min"), (1.0, "s")] {
        let whole = (rest / length).floor();
        rest -= whole * length;
        if whole > 0.0 {
            parts.push(format!("{whole} {name}"));
        }
        if parts.len() == 2 || (parts.len() == 1 && whole == 0.0) {
            break;
        }
    }
    if parts.is_empty() {
        return "0 s".to_owned();
    }
    format!("{sign}{}", parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_units_that_people_use() {
        for (unit, number, text) in [
            (Unit::Seconds, 0.0, "0 s"),
            (Unit::Seconds, 0.014_24, "14.2 ms"),
            (Unit::Seconds, 0.000_02, "20 µs"),
            (Unit::Seconds, 1.5, "1.5 s"),
            (Unit::Seconds, 7_800.0, "2 h 10 min"),
            (Unit::Bytes, 999.0, "999 B"),
            (Unit::Bytes, 999_900.0, "1 MB"),
            (Unit::Bytes, 5e11, "500 GB"),
            (Unit::BitsPerSecond, 12_480_000.0, "12.5 Mbit/s"),
            (Unit::BytesPerSecond, -1_500.0, "-1.5 kB/s"),
            (Unit::PerSecond, 3.0, "3/s"),
            (Unit::Ratio, 0.97, "97 %"),
            (Unit::Ratio, 0.000_1, "0.01 %"),
            (Unit::Celsius, -3.25, "-3.25 °C"),
            (Unit::Lufs, -23.04, "-23 LUFS"),
            (Unit::DecibelsTruePeak, -1.0, "-1 dBTP"),
            (Unit::Count, 12_345.0, "12345"),
            (Unit::Count, -0.0, "0"),
            (Unit::Count, 1e300, "1.00e300"),
            (Unit::YesNo, 0.0, "no"),
            (Unit::YesNo, 1.0, "yes"),
        ] {
            assert_eq!(value(unit, number), text);
        }
    }

    #[test]
    fn a_value_and_its_limit_are_told_apart() {
        let same = pair(Unit::Ratio, 0.900_04, 0.9);
        assert_eq!(same, ("90.004 %".to_owned(), "90 %".to_owned()));
        assert_eq!(pair(Unit::Count, 5.0, 5.0).0, "5");
        assert_eq!(pair(Unit::Seconds, 7_801.0, 7_800.0).0, "7801 s");
    }

    #[test]
    fn lengths_of_time_have_two_parts() {
        for (seconds, text) in [
            (0.2, "0 s"),
            (30.0, "30 s"),
            (90.0, "1 min 30 s"),
            (300.0, "5 min"),
            (3_605.0, "1 h"),
            (273_600.0, "3 d 4 h"),
        ] {
            assert_eq!(span(seconds), text);
        }
    }
}
