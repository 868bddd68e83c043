//! The indicators of TR 101 290 as a stream has them: which are clean, which occur, which are not judged and why.

use std::collections::BTreeMap;

use wire::kind::KindInfo;
use wire::live::Condition;
use wire::reading::Fact;
use wire::series::{Series, SeriesId};

/// The label that tells indicators apart.
pub(crate) const LABEL: &str = "indicator";
const ERRORS: &str = "mpegts_indicator_errors_total";
const STATE: &str = "mpegts_indicator_state";
const METHOD: &str = "mpegts_indicator_method";
const PID: &str = "mpegts_indicator_pid";
const FIRST: &str = "mpegts_indicator_first";
const LAST: &str = "mpegts_indicator_last";

/// By priority, in the order of the standard.
pub(crate) const NUMBERS: [&[&str]; 3] = [
    &["1.1", "1.2", "1.3.a", "1.4", "1.5.a", "1.6"],
    &["2.1", "2.2", "2.3a", "2.3b", "2.4", "2.5", "2.6"],
    &[
        "3.1.a", "3.1.b", "3.2", "3.3", "3.4.a", "3.5.a", "3.5.b", "3.6.a", "3.6.b", "3.6.c", "3.7", "3.8",
        "3.9", "3.10",
    ],
];

/// Over how long seconds with errors are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    Minute,
    Hour,
    Day,
}

impl Span {
    pub(crate) const ALL: [Self; 3] = [Self::Minute, Self::Hour, Self::Day];

    fn metric(self) -> &'static str {
        match self {
            Self::Minute => "mpegts_errored_minute_seconds",
            Self::Hour => "mpegts_errored_hour_seconds",
            Self::Day => "mpegts_errored_day_seconds",
        }
    }
}

/// One indicator.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Indicator {
    pub(crate) number: &'static str,
    pub(crate) state: State,
    /// How often it occurred; none where it never did.
    pub(crate) errors: Option<SeriesId>,
    /// In how many seconds, over each [`Span`]; none for a file.
    pub(crate) seconds: [Option<SeriesId>; 3],
    /// How it is judged, where that does not go without saying.
    pub(crate) method: Option<String>,
    pub(crate) pid: Option<String>,
    /// When it occurred first and last, as RFC 3339 writes it.
    pub(crate) first: Option<String>,
    pub(crate) last: Option<String>,
}

/// How an indicator is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    /// It never occurred.
    Clean,
    /// It occurred, but not of late.
    Before,
    Occurs(Condition),
    /// Nobody can tell whether it occurs, and why.
    NotJudged(String),
}

/// Whether a kind of probe judges them.
pub(crate) fn are_judged_by(kind: &KindInfo) -> bool {
    kind.metric(ERRORS).is_some()
}

/// Every indicator by priority; nothing for what is no transport stream.
pub(crate) fn indicators(has_them: bool, series: &[&Series], facts: &[Fact]) -> Vec<Vec<Indicator>> {
    if !has_them {
        return Vec::new();
    }
    let mut measured = BTreeMap::new();
    for one in series {
        if let Some(number) = one.labels.get(LABEL) {
            measured.insert((&*one.metric, number.as_str()), one.id);
        }
    }
    let mut said = BTreeMap::new();
    for fact in facts {
        if let Some(number) = fact.labels.get(LABEL) {
            said.insert((fact.name.as_ref(), number.as_str()), fact.text.as_str());
        }
    }
    let one = |number: &&'static str| {
        let number = *number;
        let said = |name| said.get(&(name, number)).map(|text| (*text).to_owned());
        let errors = measured.get(&(ERRORS, number)).copied();
        let state = match said(STATE) {
            Some(text) => state(text),
            None if errors.is_some() => State::Before,
            None => State::Clean,
        };
        Indicator {
            number,
            state,
            errors,
            seconds: Span::ALL.map(|span| measured.get(&(span.metric(), number)).copied()),
            method: said(METHOD),
            pid: said(PID),
            first: said(FIRST),
            last: said(LAST),
        }
    };
    NUMBERS.map(|numbers| numbers.iter().map(one).collect()).into()
}

fn state(text: String) -> State {
    State::Occurs(match text.as_str() {
        "critical" => Condition::Critical,
        "major" => Condition::Major,
        "minor" | "info" => Condition::Minor,
        _ => return State::NotJudged(text),
    })
}

/// Those that share one reason for which they are not judged, where they are so many that a line says it better.
pub(crate) fn left_out(indicators: &[Indicator]) -> Option<(&str, Vec<&'static str>)> {
    const MANY: usize = 4;
    let mut reasons = BTreeMap::<&str, Vec<&'static str>>::new();
    for indicator in indicators {
        if let State::NotJudged(why) = &indicator.state {
            reasons.entry(why).or_default().push(indicator.number);
        }
    }
    reasons.into_iter().find(|(_, numbers)| numbers.len() >= MANY)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn series(id: u32, metric: &str, number: &str) -> Series {
        let told =
            json!({ "id": id, "probe": 1, "metric": metric, "labels": { LABEL: number }, "unit": "count" });
        serde_json::from_value(told).unwrap()
    }

    fn fact(name: &'static str, number: &str, text: &str) -> Fact {
        Fact {
            name: name.into(),
            labels: [(LABEL.into(), number.to_owned())].into(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn each_has_the_state_that_the_station_tells() {
        let measured = [
            series(1, ERRORS, "1.4"),
            series(2, "mpegts_errored_hour_seconds", "1.4"),
            series(3, ERRORS, "2.2"),
        ];
        let facts = [
            fact(STATE, "1.4", "major"),
            fact(PID, "1.4", "256"),
            fact(STATE, "2.4", "variable bitrate"),
        ];
        let all = indicators(true, &measured.each_ref(), &facts);
        let of = |number| all.iter().flatten().find(|one| one.number == number).unwrap();
        assert_eq!(of("1.4").state, State::Occurs(Condition::Major));
        assert_eq!(of("1.4").seconds, [None, Some(SeriesId(2)), None]);
        assert_eq!(of("1.4").pid.as_deref(), Some("256"));
        assert_eq!(of("2.2").state, State::Before);
        assert_eq!(of("2.4").state, State::NotJudged("variable bitrate".to_owned()));
        assert_eq!(of("1.1").state, State::Clean);
        assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [6, 7, 14]);
        assert!(indicators(false, &measured.each_ref(), &facts).is_empty());
    }

    #[test]
    fn a_priority_that_nobody_asks_for_is_told_in_one_line() {
        let facts: Vec<_> = NUMBERS[2]
            .iter()
            .map(|number| fact(STATE, number, "not asked for"))
            .collect();
        let all = indicators(true, &[], &facts);
        assert_eq!(left_out(&all[2]), Some(("not asked for", NUMBERS[2].to_vec())));
        assert_eq!(left_out(&all[0]), None);
        assert_eq!(left_out(&[]), None);
    }
}
