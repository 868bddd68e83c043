//! The stretch of time that a chart shows: up to now, or held still.

use wire::Timestamp;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The least that is shown.
const LEAST_MS: i64 = 10 * SECOND;
/// The most that is shown: what a station keeps at most.
const MOST_MS: i64 = 3_650 * DAY;
/// About how many steps fill a chart.
const STEPS: i64 = 300;
/// Lengths of steps that divide minutes, hours and days, so that the same moments are asked for again.
const LADDER_MS: [i64; 18] = [
    100,
    200,
    500,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    20 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
];
/// In how many steps at once the past is asked for.
const PAGE: i64 = 256;

/// Part of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) span_ms: i64,
    /// Where it ends; none for one that moves on with the clock.
    pub(crate) end: Option<Timestamp>,
}

impl Stretch {
    /// The lengths that are one tap away.
    pub(crate) const USUAL_MS: [i64; 5] = [5 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY];

    /// The longer ones, as far as a station that keeps so many days has them.
    pub(crate) fn longer_ms(days: u32) -> impl Iterator<Item = i64> {
        let kept = i64::from(days) * DAY;
        let usual = [30 * DAY, 90 * DAY].into_iter().filter(move |span| *span < kept);
        usual.chain((kept > 7 * DAY).then_some(kept))
    }

    /// The newest `span_ms`, moving on.
    pub(crate) fn newest(span_ms: i64) -> Self {
        Self {
            span_ms: span_ms.clamp(LEAST_MS, MOST_MS),
            end: None,
        }
    }

    /// The same end, but so long.
    pub(crate) fn lasting(self, span_ms: i64) -> Self {
        Self {
            end: self.end,
            ..Self::newest(span_ms)
        }
    }

    /// From one moment to another, whichever comes first.
    pub(crate) fn between(one: Timestamp, other: Timestamp) -> Self {
        Self {
            span_ms: one.millis_since(other).abs().clamp(LEAST_MS, MOST_MS),
            end: Some(one.max(other)),
        }
    }

    /// Begin and end.
    pub(crate) fn edges(self, now: Timestamp) -> (Timestamp, Timestamp) {
        let end = self.end.unwrap_or(now);
        (end.plus_millis(-self.span_ms), end)
    }

    /// The moment at a share of its width.
    pub(crate) fn at(self, share: f64, now: Timestamp) -> Timestamp {
        self.edges(now).0.plus_millis(part(self.span_ms, share))
    }

    /// Held where it is now.
    pub(crate) fn held(self, now: Timestamp) -> Self {
        Self {
            end: Some(self.end.unwrap_or(now)),
            ..self
        }
    }

    /// Moved by a share of its width, later when positive. What would reach past now moves on with the clock.
    pub(crate) fn moved(self, share: f64, now: Timestamp) -> Self {
        let end = self.edges(now).1.plus_millis(part(self.span_ms, share));
        Self {
            end: (end < now).then_some(end),
            ..self
        }
    }

    /// So many times as long, with the moment at a share of its width kept in its place. One that moves on goes on doing
    /// so when it is zoomed at its end.
    pub(crate) fn zoomed(self, times: f64, share: f64, now: Timestamp) -> Self {
        let span_ms = part(self.span_ms, times).clamp(LEAST_MS, MOST_MS);
        let (begin, _) = self.edges(now);
        let end = begin
            .plus_millis(part(self.span_ms, share))
            .plus_millis(part(span_ms, 1.0 - share));
        let moves_on = end >= now || (self.end.is_none() && share >= 1.0);
        Self {
            span_ms,
            end: (!moves_on).then_some(end),
        }
    }

    /// How far its end lies behind now, in milliseconds; none while it moves on.
    pub(crate) fn behind_ms(self, now: Timestamp) -> Option<i64> {
        self.end.map(|end| now.millis_since(end))
    }

    /// Length of a step that fills it with about 300 of them, in milliseconds.
    pub(crate) fn step_ms(self) -> u32 {
        let fits = |step: &&i64| self.span_ms / **step <= STEPS + STEPS / 4;
        let step = LADDER_MS.iter().find(fits).copied().unwrap_or(DAY);
        u32::try_from(step).unwrap_or(u32::MAX)
    }

    /// What is asked for to draw it: more than is shown, so that it can be moved before the answer to the next question is
    /// there, and the same for neighbouring stretches.
    pub(crate) fn page(self, now: Timestamp) -> (Timestamp, Timestamp) {
        let page = i64::from(self.step_ms()) * PAGE;
        let (begin, end) = self.edges(now);
        let begin = begin.0.div_euclid(page) - 1;
        let end = end.0.div_euclid(page) + 2;
        (
            Timestamp(begin.saturating_mul(page)),
            Timestamp(end.saturating_mul(page)),
        )
    }

    /// As an address has it: `from=…&to=…` when it is held, else `last=3600`.
    pub(crate) fn query(self) -> String {
        match self.end {
            None => format!("last={}", self.span_ms / SECOND),
            Some(end) => {
                let begin = end.plus_millis(-self.span_ms);
                format!("from={}&to={}", plain(begin), plain(end))
            }
        }
    }

    /// What an address asks for.
    pub(crate) fn from_query(last: Option<&str>, from: Option<&str>, to: Option<&str>) -> Option<Self> {
        let moment = |text: Option<&str>| text.and_then(|text| moment(text, 0));
        if let (Some(from), Some(to)) = (moment(from), moment(to)) {
            return (from != to).then(|| Self::between(from, to));
        }
        let seconds = last?.parse::<i64>().ok().filter(|seconds| *seconds > 0)?;
        Some(Self::newest(seconds.saturating_mul(SECOND)))
    }
}

/// `2026-11-21T14:32:07Z`.
fn plain(at: Timestamp) -> String {
    let rfc3339 = at.rfc3339();
    rfc3339
        .split_once('.')
        .map_or(rfc3339.clone(), |(whole, _)| format!("{whole}Z"))
}

/// A moment as people and addresses write it: `2026-11-21T14:32:07Z`, `2026-11-21 14:32`, `2026-11-21`. Without a `Z` it is
/// in a zone that is `zone_minutes` ahead of UTC.
pub(crate) fn moment(text: &str, zone_minutes: i64) -> Option<Timestamp> {
    let text = text.trim();
    let (text, zone_minutes) = text
        .strip_suffix('Z')
        .map_or((text, zone_minutes), |text| (text, 0));
    let (date, clock) = text.split_once(['T', ' ']).unwrap_or((text, "0:0"));
    let numbers = |text: &str, sign| {
        let parts: Result<Vec<i64>, _> = text.split(sign).map(|part| part.trim().parse()).collect();
        parts.ok()
    };
    let [year, month, day] = numbers(date, '-')?.try_into().ok()?;
    let clock = clock.split('.').next().unwrap_or_default();
    let (hours, minutes, seconds) = match numbers(clock, ':')?.as_slice() {
        [hours, minutes] => (*hours, *minutes, 0),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let fits = (1970..=9999).contains(&year)
        && (0..24).contains(&hours)
        && (0..60).contains(&minutes)
        && (0..60).contains(&seconds);
    let at = Timestamp(days(year, month, day) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND);
    // The way back tells a 31st of June.
    (fits && at.utc()[..3] == [year, month, day]).then(|| at.plus_millis(-zone_minutes * MINUTE))
}

/// Days from 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "lengths of time that fit an f64 exactly"
)]
fn part(millis: i64, share: f64) -> i64 {
    (millis as f64 * share).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_219_200_000);

    fn ago(millis: i64) -> Timestamp {
        NOW.plus_millis(-millis)
    }

    #[test]
    fn what_is_moved_back_is_held_and_what_comes_back_to_now_moves_on() {
        let live = Stretch::newest(HOUR);
        assert_eq!(live.edges(NOW), (ago(HOUR), NOW));
        let back = live.moved(-0.5, NOW);
        assert_eq!(back.edges(NOW), (ago(HOUR * 3 / 2), ago(HOUR / 2)));
        assert_eq!(back.behind_ms(NOW), Some(HOUR / 2));
        assert_eq!(back.moved(0.25, NOW).end, Some(ago(HOUR / 4)));
        assert_eq!(back.moved(0.5, NOW), live);
        assert_eq!(live.held(NOW).behind_ms(NOW), Some(0));
    }

    #[test]
    fn zooming_keeps_what_is_pointed_at_in_its_place() {
        let held = Stretch::between(ago(2 * HOUR), ago(HOUR));
        for share in [0.0, 0.25, 1.0] {
            let near = held.zoomed(0.5, share, NOW);
            assert_eq!(near.span_ms, HOUR / 2);
            assert_eq!(near.at(share, NOW), held.at(share, NOW));
            assert_eq!(near.zoomed(2.0, share, NOW), held);
        }
        let live = Stretch::newest(HOUR);
        assert_eq!(live.zoomed(0.5, 1.0, NOW), Stretch::newest(HOUR / 2));
        assert_eq!(live.zoomed(2.0, 0.5, NOW).end, None, "never past now");
        assert_eq!(Stretch::newest(1).span_ms, LEAST_MS);
        assert_eq!(live.zoomed(1e12, 0.5, NOW).span_ms, MOST_MS);
    }

    #[test]
    fn about_three_hundred_steps_fill_a_stretch_and_few_enough_are_asked_for() {
        for span_ms in [LEAST_MS, 47 * SECOND, MOST_MS]
            .into_iter()
            .chain(Stretch::USUAL_MS)
        {
            let stretch = Stretch::newest(span_ms);
            let step = i64::from(stretch.step_ms());
            assert!((span_ms / step <= STEPS * 5 / 4) || step == DAY, "{span_ms}");
            let (from, to) = stretch.page(NOW);
            let (begin, end) = stretch.edges(NOW);
            assert!(from <= begin && end <= to);
            assert!(to.millis_since(from) / step <= 5_000, "{span_ms}");
            assert_eq!(from.0.rem_euclid(step), 0);
        }
        let held = Stretch::between(ago(2 * HOUR), ago(HOUR));
        assert_eq!(held.page(NOW), held.moved(0.01, NOW).page(NOW));
    }

    #[test]
    fn an_address_tells_the_same_stretch() {
        let parts = |query: &str| -> Vec<(String, String)> {
            let pair = |pair: &str| pair.split_once('=').map(|(a, b)| (a.to_owned(), b.to_owned()));
            query.split('&').filter_map(pair).collect()
        };
        for stretch in [Stretch::newest(DAY), Stretch::between(ago(DAY), ago(HOUR))] {
            let parts = parts(&stretch.query());
            let of = |name: &str| {
                parts
                    .iter()
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| value.as_str())
            };
            assert_eq!(
                Stretch::from_query(of("last"), of("from"), of("to")),
                Some(stretch)
            );
        }
        assert_eq!(Stretch::from_query(Some("x"), None, None), None);
        assert_eq!(Stretch::from_query(None, Some("2026-11-21"), None), None);
    }

    #[test]
    fn moments_are_read_as_people_write_them() {
        let at = |text| moment(text, 120).map(Timestamp::rfc3339);
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(at("2026-11-21T14:32:07Z"), is("2026-11-21T14:32:07.000Z"));
        assert_eq!(at("2026-11-21 14:32"), is("2026-11-21T12:32:00.000Z"));
        assert_eq!(at(" 2024-02-29 "), is("2024-02-28T22:00:00.000Z"));
        for wrong in [
            "",
            "2026-02-30",
            "2026-11-21T25:00",
            "21.11.2026",
            "2026-11-21T14",
        ] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_what_a_station_keeps_is_offered() {
        let offered = |days| {
            Stretch::longer_ms(days)
                .map(|span| span / DAY)
                .collect::<Vec<_>>()
        };
        assert_eq!(offered(400), [30, 90, 400]);
        assert_eq!(offered(30), [30]);
        assert_eq!(offered(7), [0; 0]);
    }
}
