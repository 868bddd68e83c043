//! A silence while it is entered, and whether it holds.

use wire::Timestamp;
use wire::route::{Day, Matcher, Repeat, SilenceSpec};
use wire::settings::FieldError;

use super::route::DAYS;
use crate::{format, text};

const DAY_MS: i64 = 86_400_000;

/// What is entered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) matching: Vec<Matcher>,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) comes_again: bool,
    /// On these days; on all when empty.
    pub(crate) days: Vec<Day>,
    pub(crate) maintenance: bool,
    by: String,
}

impl Draft {
    /// One that begins now and lasts an hour.
    pub(crate) fn new(matching: Vec<Matcher>, now: Timestamp) -> Self {
        Self {
            name: String::new(),
            matching,
            from: String::new(),
            until: String::new(),
            comes_again: false,
            days: Vec::new(),
            maintenance: false,
            by: String::new(),
        }
        .lasting(now, now.plus_millis(3_600_000))
    }

    /// One that is there.
    pub(crate) fn of(spec: &SilenceSpec) -> Self {
        let (comes_again, days) = match &spec.repeat {
            Repeat::Never => (false, Vec::new()),
            Repeat::Weekly(days) => (true, days.clone()),
        };
        Self {
            name: spec.name.clone(),
            matching: spec.matching.clone(),
            from: format::entered(spec.from),
            until: format::entered(spec.until),
            comes_again,
            days,
            maintenance: spec.maintenance,
            by: spec.by.clone(),
        }
    }

    /// The same from one moment to another.
    pub(crate) fn lasting(self, from: Timestamp, until: Timestamp) -> Self {
        Self {
            from: format::entered(from),
            until: format::entered(until),
            ..self
        }
    }

    /// The silence as it stands, and what is wrong with the entries.
    pub(crate) fn spec(&self) -> (SilenceSpec, Vec<FieldError>) {
        let mut unread = Vec::new();
        let mut read = |field: &str, entry: &str| {
            format::read(entry).unwrap_or_else(|| {
                unread.push(FieldError::new(field, text::wrong_moment()));
                Timestamp::default()
            })
        };
        let (from, until) = (read("from", &self.from), read("until", &self.until));
        let spec = SilenceSpec {
            name: self.name.trim().to_owned(),
            matching: self.matching.clone(),
            from,
            until,
            repeat: if self.comes_again {
                Repeat::Weekly(self.days.clone())
            } else {
                Repeat::Never
            },
            maintenance: self.maintenance,
            by: self.by.clone(),
        };
        let unread_until = !unread.is_empty();
        let mut faults = spec.faults();
        // Moments that cannot be read are no moments in the wrong order.
        faults.retain(|fault| !(unread_until && fault.field == "until"));
        faults.extend(unread);
        (spec, faults)
    }
}

/// Six in the morning after `now`, by the clock of this screen.
pub(crate) fn next_morning(now: Timestamp) -> Timestamp {
    let ahead = format::zone_minutes(now) * 60_000;
    let midnight = (now.0 + ahead).div_euclid(DAY_MS) * DAY_MS + DAY_MS;
    let wanted = Timestamp(midnight + 6 * 3_600_000 - ahead);
    // The clock may be put on or back in that night.
    wanted.plus_millis(ahead - format::zone_minutes(wanted) * 60_000)
}

/// How a silence stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It holds for so many milliseconds more.
    InForce(i64),
    /// It begins in so many milliseconds.
    ToCome(i64),
    /// It will not hold again.
    Over,
}

/// How a silence stands. Windows that come again do so by the clock of this screen, which is taken to be that of the
/// station.
pub(crate) fn standing(spec: &SilenceSpec, now: Timestamp) -> Standing {
    let length = spec.until.millis_since(spec.from);
    let at = |from: Timestamp| match (now.millis_since(from), from.millis_since(now)) {
        (past, _) if (0..length).contains(&past) => Some(Standing::InForce(length - past)),
        (_, ahead) if ahead > 0 => Some(Standing::ToCome(ahead)),
        _ => None,
    };
    let Repeat::Weekly(days) = &spec.repeat else {
        return at(spec.from).unwrap_or(Standing::Over);
    };
    let ahead = |at: Timestamp| format::zone_minutes(at) * 60_000;
    let local = spec.from.0 + ahead(spec.from);
    let (first, time) = (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS));
    let today = (now.0 + ahead(now)).div_euclid(DAY_MS);
    let is_on = |day: i64| {
        // 1970-01-01 was a Thursday.
        let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or_default();
        days.is_empty() || days.contains(&DAYS[weekday])
    };
    let begins = |day: i64| {
        let begin = Timestamp(day * DAY_MS + time);
        begin.plus_millis(-ahead(begin))
    };
    let from = first.max(today - 1);
    (from..from + 9)
        .filter(|day| is_on(*day))
        .find_map(|day| at(begins(day)))
        .unwrap_or(Standing::Over)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn spec() -> SilenceSpec {
        SilenceSpec {
            name: "Rebuild".to_owned(),
            matching: vec![Matcher::equal("device", "SW 1")],
            from: Timestamp(10 * DAY_MS + 8 * HOUR),
            until: Timestamp(10 * DAY_MS + 10 * HOUR),
            repeat: Repeat::Never,
            maintenance: true,
            by: "Ada".to_owned(),
        }
    }

    #[test]
    fn a_silence_comes_out_as_it_went_in() {
        let weekly = SilenceSpec {
            repeat: Repeat::Weekly(vec![Day::Monday]),
            ..spec()
        };
        for spec in [spec(), weekly] {
            assert_eq!(Draft::of(&spec).spec(), (spec, Vec::new()));
        }
    }

    #[test]
    fn wrong_entries_are_named() {
        let mut draft = Draft::new(Vec::new(), Timestamp(0));
        let faults =
            |draft: &Draft| -> Vec<String> { draft.spec().1.into_iter().map(|fault| fault.field).collect() };
        assert_eq!(faults(&draft), ["name", "matching"]);
        draft.name = "x".to_owned();
        draft.matching.push(Matcher::equal("probe", "a"));
        draft.until = draft.from.clone();
        assert_eq!(faults(&draft), ["until"]);
        draft.until = "later".to_owned();
        assert_eq!(faults(&draft), ["until"]);
    }

    #[test]
    fn a_silence_is_to_come_in_force_and_over() {
        let at = |hours: i64| standing(&spec(), Timestamp(10 * DAY_MS + hours * HOUR));
        assert_eq!(at(7), Standing::ToCome(HOUR));
        assert_eq!(at(8), Standing::InForce(2 * HOUR));
        assert_eq!(at(10), Standing::Over);
    }

    #[test]
    fn a_window_comes_again_on_its_days() {
        // 1970-01-11 was a Sunday.
        let weekly = SilenceSpec {
            repeat: Repeat::Weekly(vec![Day::Tuesday]),
            ..spec()
        };
        let at = |days: i64, hours: i64| standing(&weekly, Timestamp(days * DAY_MS + hours * HOUR));
        assert_eq!(at(10, 8), Standing::ToCome(2 * DAY_MS));
        assert_eq!(at(12, 9), Standing::InForce(HOUR));
        assert_eq!(at(12, 11), Standing::ToCome(7 * DAY_MS - 3 * HOUR));
        assert_eq!(at(1, 0), Standing::ToCome(11 * DAY_MS + 8 * HOUR));
    }

    #[test]
    fn the_next_morning_is_at_six() {
        assert_eq!(
            next_morning(Timestamp(5 * DAY_MS + HOUR)),
            Timestamp(6 * DAY_MS + 6 * HOUR)
        );
    }
}
