//! How well the alarms themselves serve: the figures of a stretch of time beside their targets, and its bars.

use wire::score::{BadActor, FLOOD, FLOODED, STEADY, Score};

const HOUR_MS: i64 = 60 * 60_000;

/// How far back the score goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Span {
    Hour,
    #[default]
    Day,
    Week,
}

impl Span {
    /// In the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];

    /// As an address asks for it.
    pub(crate) fn read(word: Option<&str>) -> Self {
        let found = Self::ALL.into_iter().find(|span| Some(span.word()) == word);
        found.unwrap_or_default()
    }

    /// Its word in the address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// Its length in milliseconds.
    pub(crate) fn ms(self) -> i64 {
        match self {
            Self::Hour => HOUR_MS,
            Self::Day => 24 * HOUR_MS,
            Self::Week => 7 * 24 * HOUR_MS,
        }
    }

    /// How often it is worth asking again, in milliseconds.
    pub(crate) fn again_ms(self) -> i64 {
        match self {
            Self::Hour => 10_000,
            Self::Day | Self::Week => 60_000,
        }
    }
}

/// How a figure stands beside its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    Met,
    Missed,
    /// There is too little of it to tell.
    Unknown,
}

impl Grade {
    fn of(is_met: bool) -> Self {
        if is_met { Self::Met } else { Self::Missed }
    }
}

/// The mean for each ten minutes.
pub(crate) fn mean(score: &Score) -> Grade {
    Grade::of(score.mean <= f64::from(STEADY))
}

/// The busiest ten minutes.
pub(crate) fn busiest(score: &Score) -> Grade {
    Grade::of(score.busiest <= FLOOD)
}

/// The share of the time that was a flood.
pub(crate) fn flooded(score: &Score) -> Grade {
    Grade::of(score.flooded < FLOODED)
}

/// The mix of severities.
pub(crate) fn mix(score: &Score) -> Grade {
    score.is_well_mixed().map_or(Grade::Unknown, Grade::of)
}

/// What was raised more than once: what happened a single time is no habit.
pub(crate) fn repeated(score: &Score) -> Vec<BadActor> {
    let is_habit = |actor: &&BadActor| actor.raised > 1;
    score.worst.iter().filter(is_habit).cloned().collect()
}

/// One part of the stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bar {
    /// Its height as a share of the chart, 0 to 1.
    pub(crate) height: f64,
    /// Whether it was a flood.
    pub(crate) is_flood: bool,
}

/// The bars of a score, and how high the line stands above which they are floods. The line is always in sight.
pub(crate) fn bars(score: &Score) -> (Vec<Bar>, f64) {
    let most = score.counts.iter().copied().max().unwrap_or_default();
    let top = f64::from(most.max(FLOOD + 2));
    let bar = |count: &u32| Bar {
        height: f64::from(*count) / top,
        is_flood: *count > FLOOD,
    };
    (score.counts.iter().map(bar).collect(), f64::from(FLOOD) / top)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn score(raised: u32, counts: &[u32], mix: [f64; 3]) -> Score {
        serde_json::from_value(json!({
            "from": 0, "to": HOUR_MS, "raised": raised, "newest": 0, "busiest": counts.iter().max().unwrap_or(&0), "counts": counts,
            "part_ms": 600_000, "mean": f64::from(raised) / 6.0, "flooded": 0.0, "mix": mix, "firing": 0, "standing": [],
            "shelved": 0, "silenced": 0, "waiting": 0, "worst": [], "advice": [],
        }))
        .unwrap()
    }

    #[test]
    fn a_figure_is_met_up_to_its_target() {
        let quiet = score(6, &[1, 1, 1, 1, 1, 1], [1.0, 0.0, 0.0]);
        assert_eq!(
            (mean(&quiet), busiest(&quiet), flooded(&quiet)),
            (Grade::Met, Grade::Met, Grade::Met)
        );
        assert_eq!(
            mix(&quiet),
            Grade::Unknown,
            "six alarms say nothing about their mix"
        );
        let busy = score(25, &[0, 11, 0, 0, 14, 0], [0.2, 0.3, 0.5]);
        assert_eq!(
            (mean(&busy), busiest(&busy), mix(&busy)),
            (Grade::Missed, Grade::Missed, Grade::Missed)
        );
        assert_eq!(mix(&score(25, &[], [0.1, 0.2, 0.7])), Grade::Met);
    }

    #[test]
    fn the_line_of_floods_is_in_sight_whatever_came() {
        let (bars, line) = super::bars(&score(2, &[0, 2], [0.0, 0.5, 0.5]));
        assert!(line < 1.0 && bars.iter().all(|bar| !bar.is_flood && bar.height < line));
        let (bars, line) = super::bars(&score(61, &[1, 20, 40], [0.0, 0.5, 0.5]));
        assert!((line - 0.25).abs() < 1e-9 && (bars[2].height - 1.0).abs() < 1e-9);
        assert_eq!(bars.iter().filter(|bar| bar.is_flood).count(), 2);
    }

    #[test]
    fn an_address_asks_for_a_stretch() {
        for span in Span::ALL {
            assert_eq!(Span::read(Some(span.word())), span);
        }
        assert_eq!(Span::read(None), Span::Day);
    }
}
