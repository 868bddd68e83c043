//! Numbers, units and times as people read them. The only place that rounds.

use wire::{Timestamp, Unit};

/// A value split so that the unit can be drawn smaller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) number: String,
    pub(crate) unit: &'static str,
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.unit {
            "" => f.write_str(&self.number),
            unit => write!(f, "{}\u{a0}{unit}", self.number),
        }
    }
}

/// A prefix or a larger unit: from which value on it is used, how many base units it holds, its sign.
type Step = (f64, f64, &'static str);

/// Milliseconds down to a microsecond: a round trip on a local network is read as 0.042 ms, not as 42 µs.
const SECONDS: &[Step] = &[
    (172_800.0, 86_400.0, "d"),
    (7_200.0, 3_600.0, "h"),
    (120.0, 60.0, "min"),
    (1.0, 1.0, "s"),
    (0.0, 1e-3, "ms"),
];
const BYTES: &[Step] = &[
    (1e12, 1e12, "TB"),
    (1e9, 1e9, "GB"),
    (1e6, 1e6, "MB"),
    (1e3, 1e3, "kB"),
    (0.0, 1.0, "B"),
];
const BITS_PER_SECOND: &[Step] = &[
    (1e9, 1e9, "Gb/s"),
    (1e6, 1e6, "Mb/s"),
    (1e3, 1e3, "kb/s"),
    (0.0, 1.0, "b/s"),
];
const BYTES_PER_SECOND: &[Step] = &[
    (1e9, 1e9, "GB/s"),
    (1e6, 1e6, "MB/s"),
    (1e3, 1e3, "kB/s"),
    (0.0, 1.0, "B/s"),
];

/// The step in which a value of this size is read.
fn step(unit: Unit, value: f64) -> (f64, &'static str) {
    let among = |steps: &[Step]| {
        let fits = |step: &&Step| value.abs() >= step.0;
        steps
            .iter()
            .find(fits)
            .map_or((1.0, ""), |(_, size, sign)| (*size, *sign))
    };
    match unit {
        Unit::Seconds => among(SECONDS),
        Unit::Bytes => among(BYTES),
        Unit::BitsPerSecond => among(BITS_PER_SECOND),
        Unit::BytesPerSecond => among(BYTES_PER_SECOND),
        Unit::PerSecond => (1.0, "/s"),
        Unit::Ratio => (0.01, "%"),
        Unit::Celsius => (1.0, "°C"),
        Unit::Count | Unit::YesNo => (1.0, ""),
    }
}

/// A value of a series, three digits that count.
pub(crate) fn value(unit: Unit, value: f64) -> Shown {
    if unit == Unit::YesNo {
        let word = if value == 0.0 { "no" } else { "yes" };
        return Shown {
            number: word.to_owned(),
            unit: "",
        };
    }
    let (size, sign) = step(unit, value);
    Shown {
        number: number(value / size),
        unit: sign,
    }
}

/// The step in which a value is entered: that of a value of its sort, else the one that is usual in a rack.
pub(crate) fn entry_step(unit: Unit, like: Option<f64>) -> (f64, &'static str) {
    let usual = match unit {
        Unit::Seconds => 0.01,
        Unit::Bytes => 1e9,
        Unit::BitsPerSecond | Unit::BytesPerSecond => 1e6,
        Unit::PerSecond | Unit::Ratio | Unit::Celsius | Unit::Count | Unit::YesNo => 1.0,
    };
    step(unit, like.unwrap_or(usual))
}

/// Three digits that count; whole numbers stay whole, thousands stand apart.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if size >= 1000.0 {
        return thousands(value.round());
    }
    let is_whole = value.fract() == 0.0;
    let places = match size {
        _ if is_whole => 0,
        99.95.. => 0,
        9.995.. => 1,
        0.1.. => 2,
        _ => 3,
    };
    let text = format!("{value:.places$}");
    let is_nothing = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if is_nothing { text.replace('-', "") } else { text }
}

fn thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = if value < 0.0 {
        "-".to_owned()
    } else {
        String::new()
    };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// How long ago or how long for: `14 s`, `4:12`, `5 h 12 m`, `3 d 4 h`.
pub(crate) fn duration(millis: i64) -> String {
    let seconds = millis.max(0) / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    if seconds < 60 {
        format!("{seconds}\u{a0}s")
    } else if hours < 1 {
        format!("{minutes}:{:02}", seconds % 60)
    } else if days < 2 {
        format!("{hours}\u{a0}h\u{a0}{:02}\u{a0}m", minutes % 60)
    } else {
        format!("{days}\u{a0}d\u{a0}{}\u{a0}h", hours % 24)
    }
}

/// A pace or a limit of time as a person would say it: `250 ms`, `1 s`, `1.5 s`, `10 min`.
pub(crate) fn span(millis: u32) -> String {
    value(Unit::Seconds, f64::from(millis) / 1000.0).to_string()
}

/// How far local time is ahead of UTC, in minutes, at a moment.
pub(crate) fn zone_minutes(at: Timestamp) -> i64 {
    #[cfg(target_arch = "wasm32")]
    {
        #[allow(
            clippy::cast_precision_loss,
            reason = "milliseconds of this era fit an f64 exactly"
        )]
        let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.0 as f64));
        #[allow(
            clippy::cast_possible_truncation,
            reason = "minutes of an offset are a small whole number"
        )]
        return -(date.get_timezone_offset() as i64);
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let Timestamp(_) = at;
        0
    }
}

/// `14:32:07` in local time.
pub(crate) fn clock(at: Timestamp) -> String {
    let (_, (hours, minutes, seconds)) = split(at, zone_minutes(at));
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

/// The zone of the clock: `+02`, `-03:30`, `UTC`.
pub(crate) fn zone(at: Timestamp) -> String {
    let offset = zone_minutes(at);
    let sign = if offset < 0 { '-' } else { '+' };
    match (offset.abs() / 60, offset.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("{sign}{hours:02}"),
        (hours, minutes) => format!("{sign}{hours:02}:{minutes:02}"),
    }
}

/// `21 Nov 14:32:07` in local time.
pub(crate) fn date_and_clock(at: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let ((_, month, day), _) = split(at, zone_minutes(at));
    let month = usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or_default();
    format!("{day} {month} {}", clock(at))
}

/// The time of a moment, with its date unless that is today.
pub(crate) fn moment(at: Timestamp, now: Timestamp) -> String {
    let day = |at| split(at, zone_minutes(at)).0;
    if day(at) == day(now) {
        clock(at)
    } else {
        date_and_clock(at)
    }
}

/// Date and time of day of a moment, by the civil calendar
/// (H. Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`).
fn split(at: Timestamp, zone_minutes: i64) -> ((i64, i64, i64), (i64, i64, i64)) {
    let seconds = at.0.div_euclid(1000) + zone_minutes * 60;
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    ((year, month, day), (second / 3600, second / 60 % 60, second % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_three_digits_that_count_and_a_fitting_unit() {
        for (unit, number, expected) in [
            (Unit::Seconds, 0.000_042, "0.042 ms"),
            (Unit::Seconds, 0.012_345, "12.3 ms"),
            (Unit::Seconds, 0.25, "250 ms"),
            (Unit::Seconds, 1.5, "1.50 s"),
            (Unit::Seconds, 7_776_000.0, "90 d"),
            (Unit::Bytes, 16_500_000_000.0, "16.5 GB"),
            (Unit::BitsPerSecond, 7_940_000.0, "7.94 Mb/s"),
            (Unit::Ratio, 0.082, "8.20 %"),
            (Unit::Ratio, 1.0, "100 %"),
            (Unit::Ratio, 0.0, "0 %"),
            (Unit::Celsius, -4.25, "-4.25 °C"),
            (Unit::Count, 12_345.0, "12 345"),
            (Unit::Count, 3.0, "3"),
            (Unit::YesNo, 1.0, "yes"),
        ] {
            let shown = value(unit, number)
                .to_string()
                .replace(['\u{a0}', '\u{202f}'], " ");
            assert_eq!(shown, expected, "{number} {unit:?}");
        }
    }

    #[test]
    fn a_number_that_rounds_to_nothing_has_no_minus() {
        assert_eq!(number(-0.0001), "0.000");
    }

    #[test]
    fn durations_are_as_long_as_they_need_to_be() {
        let shown = |millis| duration(millis).replace('\u{a0}', " ");
        assert_eq!(shown(-5), "0 s");
        assert_eq!(shown(14_900), "14 s");
        assert_eq!(shown(72_000), "1:12");
        assert_eq!(shown(18_720_000), "5 h 12 m");
        assert_eq!(shown(273_600_000), "3 d 4 h");
    }

    #[test]
    fn a_moment_is_a_date_and_a_time_of_day() {
        assert_eq!(
            split(Timestamp(1_732_199_527_123), 120),
            ((2024, 11, 21), (16, 32, 7))
        );
        assert_eq!(split(Timestamp(951_782_400_000), 0), ((2000, 2, 29), (0, 0, 0)));
        assert_eq!(split(Timestamp(-1), 0), ((1969, 12, 31), (23, 59, 59)));
    }
}
