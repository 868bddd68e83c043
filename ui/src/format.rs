//! Numbers, units and times as people read them. The only place that rounds.

use std::sync::OnceLock;

use wire::{Timestamp, Unit};

use crate::model::habits::{Habits, Heat, Rates, Zone};
use crate::model::stretch::moment as read_moment;
use crate::text;

static HABITS: OnceLock<Habits> = OnceLock::new();

/// Reads everything in this way from now on. Only the first call counts: the page loads anew to change it, so that no
/// number has to be a signal.
pub(crate) fn take_up(habits: Habits) {
    HABITS.get_or_init(|| habits);
}

fn habits() -> Habits {
    HABITS.get().copied().unwrap_or_default()
}

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

/// How values of about one size are read: `(value - zero) / size` of `sign`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    size: f64,
    zero: f64,
    pub(crate) sign: &'static str,
}

impl Scale {
    /// A measured value as it is read.
    pub(crate) fn read(self, value: f64) -> f64 {
        (value - self.zero) / self.size
    }

    /// What was read or entered, as it is measured.
    pub(crate) fn measured(self, read: f64) -> f64 {
        read * self.size + self.zero
    }
}

/// How a value of this size is read.
pub(crate) fn scale(unit: Unit, value: f64) -> Scale {
    scale_for(habits(), unit, value)
}

fn scale_for(habits: Habits, unit: Unit, value: f64) -> Scale {
    let plain = |size, sign| Scale {
        size,
        zero: 0.0,
        sign,
    };
    // `measured` is how many of the unit of the steps one measured unit is.
    let among = |steps: &[Step], measured: f64| {
        let fits = |step: &&Step| value.abs() * measured >= step.0;
        let step = steps.iter().find(fits);
        step.map_or(plain(1.0, ""), |(_, size, sign)| plain(size / measured, sign))
    };
    match (unit, habits.rates) {
        (Unit::Seconds, _) => among(SECONDS, 1.0),
        (Unit::Bytes, _) => among(BYTES, 1.0),
        (Unit::BitsPerSecond, Rates::Usual | Rates::Bits) => among(BITS_PER_SECOND, 1.0),
        (Unit::BitsPerSecond, Rates::Bytes) => among(BYTES_PER_SECOND, 0.125),
        (Unit::BytesPerSecond, Rates::Usual | Rates::Bytes) => among(BYTES_PER_SECOND, 1.0),
        (Unit::BytesPerSecond, Rates::Bits) => among(BITS_PER_SECOND, 8.0),
        (Unit::PerSecond, _) => plain(1.0, "/s"),
        (Unit::Ratio, _) => plain(0.01, "%"),
        (Unit::Celsius, _) if habits.heat == Heat::Fahrenheit => Scale {
            size: 5.0 / 9.0,
            zero: -160.0 / 9.0,
            sign: "°F",
        },
        (Unit::Celsius, _) => plain(1.0, "°C"),
        (Unit::Lufs, _) => plain(1.0, "LUFS"),
        (Unit::DecibelsTruePeak, _) => plain(1.0, "dBTP"),
        (Unit::Count | Unit::YesNo, _) => plain(1.0, ""),
    }
}

/// A value of a series, three digits that count.
pub(crate) fn value(unit: Unit, value: f64) -> Shown {
    if unit == Unit::YesNo {
        let word = if value == 0.0 {
            text::is_not_so()
        } else {
            text::is_so()
        };
        return Shown {
            number: word.to_owned(),
            unit: "",
        };
    }
    let scale = scale(unit, value);
    Shown {
        number: number(scale.read(value)),
        unit: scale.sign,
    }
}

/// How a value is entered: as a value of its sort is read, else as one that is usual in a rack.
pub(crate) fn entry_scale(unit: Unit, like: Option<f64>) -> Scale {
    let usual = match unit {
        Unit::Seconds => 0.01,
        Unit::Bytes => 1e9,
        Unit::BitsPerSecond | Unit::BytesPerSecond => 1e6,
        Unit::PerSecond
        | Unit::Ratio
        | Unit::Celsius
        | Unit::Lufs
        | Unit::DecibelsTruePeak
        | Unit::Count
        | Unit::YesNo => 1.0,
    };
    scale(unit, like.unwrap_or(usual))
}

/// A number with so many digits behind the point.
pub(crate) fn fixed(value: f64, places: usize) -> String {
    if places == 0 && value.abs() >= 1000.0 {
        return thousands(value.round());
    }
    unsigned_nothing(format!("{value:.places$}")).replace('.', text::decimal_point())
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
    unsigned_nothing(format!("{value:.places$}")).replace('.', text::decimal_point())
}

fn unsigned_nothing(number: String) -> String {
    let is_nothing = number.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if is_nothing {
        number.replace('-', "")
    } else {
        number
    }
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

/// The same in whole minutes, then hours: `45 m`, `5 h`.
pub(crate) fn minutes(millis: i64) -> String {
    match millis.max(0) / 60_000 {
        minutes @ 0..=119 => format!("{minutes}\u{a0}m"),
        minutes => format!("{}\u{a0}h", minutes / 60),
    }
}

/// How long somebody has something, or still has it: no finer than a minute from two minutes on.
pub(crate) fn rough(millis: i64) -> String {
    match millis {
        120_000.. => minutes(millis),
        _ => duration(millis),
    }
}

/// How far behind: `02:13`, `1:02:13`, `2 d 03:10`.
pub(crate) fn stopwatch(millis: i64) -> String {
    let seconds = millis.max(0) / 1000;
    let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3600 % 24, seconds / 86_400);
    match (days, seconds / 3600) {
        (1.., _) => format!("{days}\u{a0}d\u{a0}{hours:02}:{minutes:02}"),
        (_, 0) => format!("{minutes:02}:{:02}", seconds % 60),
        _ => format!("{hours}:{minutes:02}:{:02}", seconds % 60),
    }
}

/// A length of time that a person chose: `90 s`, `5 min`, `24 h`, `7 d`.
pub(crate) fn range(millis: i64) -> String {
    let seconds = millis / 1000;
    match seconds {
        s if s > 86_400 && s % 86_400 == 0 => format!("{} d", s / 86_400),
        s if s >= 3_600 && s % 3_600 == 0 => format!("{} h", s / 3_600),
        s if s >= 60 && s % 60 == 0 => format!("{} min", s / 60),
        s => format!("{s} s"),
    }
}

/// A pace or a limit of time as a person would say it: `250 ms`, `1 s`, `1.5 s`, `10 min`.
pub(crate) fn span(millis: u32) -> String {
    value(Unit::Seconds, f64::from(millis) / 1000.0).to_string()
}

/// Whether times are shown in UTC, wherever this screen is.
pub(crate) fn is_utc() -> bool {
    habits().zone == Zone::Utc
}

/// How far the shown time is ahead of UTC, in minutes, at a moment.
pub(crate) fn zone_minutes(at: Timestamp) -> i64 {
    match habits().zone {
        Zone::Utc => 0,
        Zone::Local => local_minutes(at),
    }
}

#[cfg(target_arch = "wasm32")]
fn local_minutes(at: Timestamp) -> i64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of this era fit an f64 exactly"
    )]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.0 as f64));
    #[allow(
        clippy::cast_possible_truncation,
        reason = "minutes of an offset are a small whole number"
    )]
    let minutes = -(date.get_timezone_offset() as i64);
    minutes
}

#[cfg(not(target_arch = "wasm32"))]
fn local_minutes(_: Timestamp) -> i64 {
    0
}

/// `14:32:07` in the zone of this screen.
pub(crate) fn clock(at: Timestamp) -> String {
    let [_, _, _, hours, minutes, seconds] = civil(at);
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

/// `2026-11-21T14:32:07.250+01:00` (RFC 3339), in the zone of this screen.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    let offset = zone_minutes(at);
    let plain = at.plus_millis(offset * 60_000).rfc3339();
    if offset == 0 {
        return plain;
    }
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    format!("{}{sign}{hours:02}:{minutes:02}", plain.trim_end_matches('Z'))
}

/// `2026-11-21T14:32:07` in the zone of this screen, as entries for moments have it.
pub(crate) fn entered(at: Timestamp) -> String {
    let [year, month, day, ..] = civil(at);
    format!("{year:04}-{month:02}-{day:02}T{}", clock(at))
}

/// A moment that was entered in the zone of this screen.
pub(crate) fn read(entry: &str) -> Option<Timestamp> {
    // The offset at about that time, which may be another one than now.
    let about = read_moment(entry, 0)?;
    read_moment(entry, zone_minutes(about))
}

/// `21 Nov 14:32:07` in the zone of this screen.
pub(crate) fn date_and_clock(at: Timestamp) -> String {
    format!("{} {}", date(at), clock(at))
}

/// `21 Nov` in the zone of this screen.
pub(crate) fn date(at: Timestamp) -> String {
    let [_, month, day, ..] = civil(at);
    let month = usize::try_from(month - 1)
        .ok()
        .and_then(|index| text::months().split(' ').nth(index))
        .unwrap_or_default();
    format!("{day} {month}")
}

/// A day as a heading has it: `Sat 21 Nov 2026`.
pub(crate) fn day(at: Timestamp) -> String {
    let [year, ..] = civil(at);
    let local = at.plus_millis(zone_minutes(at) * 60_000);
    // 1970-01-01 was a Thursday.
    let weekday = (local.0.div_euclid(86_400_000) + 3).rem_euclid(7);
    let weekday = usize::try_from(weekday)
        .ok()
        .and_then(|index| text::weekdays().split(' ').nth(index));
    format!("{} {} {year}", weekday.unwrap_or_default(), date(at))
}

/// The time of a moment, with its date unless that is today.
pub(crate) fn moment(at: Timestamp, now: Timestamp) -> String {
    if is_same_day(at, now) {
        clock(at)
    } else {
        date_and_clock(at)
    }
}

/// Whether two moments lie on one day of this screen.
pub(crate) fn is_same_day(one: Timestamp, other: Timestamp) -> bool {
    civil(one)[..3] == civil(other)[..3]
}

/// Year, month, day, hour, minute and second in the zone of this screen.
pub(crate) fn civil(at: Timestamp) -> [i64; 6] {
    at.plus_millis(zone_minutes(at) * 60_000).utc()
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
    fn ranges_and_delays_are_as_long_as_they_need_to_be() {
        assert_eq!(
            [300_000, 3_600_000, 86_400_000, 604_800_000, 90_000].map(range),
            ["5 min", "1 h", "24 h", "7 d", "90 s"]
        );
        let shown = |millis| stopwatch(millis).replace('\u{a0}', " ");
        assert_eq!(
            [133_000, 3_733_000, 184_200_000].map(shown),
            ["02:13", "1:02:13", "2 d 03:10"]
        );
    }

    #[test]
    fn a_moment_is_a_date_and_a_time_of_day() {
        let at = Timestamp(1_732_199_527_123);
        assert_eq!(civil(at), [2024, 11, 21, 14, 32, 7]);
        assert_eq!(date_and_clock(at), "21 Nov 14:32:07");
        assert_eq!(rfc3339(at), "2024-11-21T14:32:07.123Z");
        assert_eq!(entered(at), "2024-11-21T14:32:07");
        assert_eq!(read("2024-11-21 14:32:07"), Some(Timestamp(1_732_199_527_000)));
        assert_eq!(day(at), "Thu 21 Nov 2024");
    }

    #[test]
    fn rates_and_heat_are_read_as_this_screen_is_used_to() {
        let shown = |habits, unit, value: f64| {
            let scale = scale_for(habits, unit, value);
            assert!((scale.measured(scale.read(value)) - value).abs() < 1e-6);
            format!("{} {}", number(scale.read(value)), scale.sign)
        };
        let usual = Habits::default();
        let bits = Habits {
            rates: Rates::Bits,
            ..usual
        };
        let bytes = Habits {
            rates: Rates::Bytes,
            heat: Heat::Fahrenheit,
            ..usual
        };
        assert_eq!(shown(usual, Unit::BytesPerSecond, 2e6), "2 MB/s");
        assert_eq!(shown(bits, Unit::BytesPerSecond, 2e6), "16 Mb/s");
        assert_eq!(shown(bits, Unit::BitsPerSecond, 2e6), "2 Mb/s");
        assert_eq!(shown(bytes, Unit::BitsPerSecond, 2e6), "250 kB/s");
        assert_eq!(shown(bytes, Unit::Celsius, 100.0), "212 °F");
        assert_eq!(shown(usual, Unit::Celsius, 36.6), "36.6 °C");
    }
}
