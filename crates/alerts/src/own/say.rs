//! How values, limits and times are said: in plain English, with the units that people use.

use wire::Unit;
use wire::kind::Bad;
use wire::reading::Labels;

use super::pick::Said;
use crate::value::pair;
pub(super) use crate::value::{span, value};

/// A length of time that is kept in milliseconds.
pub(super) fn millis(millis: i64) -> String {
    span(super::window::as_f64(millis) / 1000.0)
}

/// `CPU load is 97 %, above 90 %`.
pub(super) fn past(said: &Said, value: f64, bad: Bad, limit: f64) -> String {
    if said.unit == Unit::YesNo {
        return format!("{} is {}", said.title, self::value(said.unit, value));
    }
    let (value, limit) = pair(said.unit, value, limit);
    format!("{} is {value}, {} {limit}", said.title, side(bad))
}

/// `CPU load above 90 %`, `CPU load not above 90 %`.
pub(super) fn bound(said: &Said, holds: bool, bad: Bad, limit: f64) -> String {
    if said.unit == Unit::YesNo {
        let is_yes = (bad == Bad::Above) == holds;
        return format!("{} {}", said.title, if is_yes { "yes" } else { "no" });
    }
    let limit = value(said.unit, limit);
    format!("{} {}{} {limit}", said.title, not(holds), side(bad))
}

/// `Packets lost changes by 12/s over 1 min, above 10/s`.
pub(super) fn change(said: &Said, value: f64, bad: Bad, limit: f64, window_ms: i64) -> String {
    let (value, limit) = match per_second(said.unit) {
        Some(unit) => pair(unit, value, limit),
        None => {
            let (value, limit) = pair(said.unit, value, limit);
            (format!("{value} per second"), format!("{limit} per second"))
        }
    };
    let window = millis(window_ms);
    format!(
        "{} changes by {value} over {window}, {} {limit}",
        said.title,
        side(bad)
    )
}

/// What so much each second is measured in, where that has a name.
pub(super) fn per_second(unit: Unit) -> Option<Unit> {
    match unit {
        Unit::Count => Some(Unit::PerSecond),
        Unit::Bytes => Some(Unit::BytesPerSecond),
        // Seconds each second are a share of the time.
        Unit::Seconds => Some(Unit::Ratio),
        Unit::BitsPerSecond
        | Unit::BytesPerSecond
        | Unit::PerSecond
        | Unit::Ratio
        | Unit::Celsius
        | Unit::Lufs
        | Unit::DecibelsTruePeak
        | Unit::YesNo => None,
    }
}

/// The bad side in a word.
pub(super) fn side(bad: Bad) -> &'static str {
    match bad {
        Bad::Above => "above",
        Bad::Below => "below",
    }
}

/// `not ` where something does not hold.
pub(super) fn not(holds: bool) -> &'static str {
    if holds { "" } else { "not " }
}

/// Which part of a probe, as an ending: ` (eth0)`; nothing where it is the probe as a whole.
pub(super) fn part(labels: &Labels) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let values: Vec<_> = labels.values().map(String::as_str).collect();
    format!(" ({})", values.join(", "))
}
