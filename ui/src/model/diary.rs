//! A list of events: what of it is wanted, and its days.

use std::collections::{BTreeMap, BTreeSet};

use wire::Timestamp;
use wire::event::Event;
use wire::probe::ProbeId;

use super::happening::Happening;

/// What is wanted of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wanted {
    /// All sorts if empty.
    pub(crate) sorts: BTreeSet<Happening>,
    /// Words that all occur in the event or in the name of its probe, in small letters.
    pub(crate) words: Vec<String>,
    /// The names of the probes, in small letters.
    pub(crate) names: BTreeMap<ProbeId, String>,
}

/// The words of a search.
pub(crate) fn words(search: &str) -> Vec<String> {
    search
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// The events that are wanted, in their order.
pub(crate) fn found(events: &[Event], wanted: &Wanted) -> Vec<Event> {
    let is_wanted = |event: &&Event| {
        if !wanted.sorts.is_empty() && !wanted.sorts.contains(&Happening::of(event)) {
            return false;
        }
        if wanted.words.is_empty() {
            return true;
        }
        let text = event.text.to_lowercase();
        let name = event.probe.and_then(|probe| wanted.names.get(&probe));
        let occurs = |word: &String| {
            text.contains(word.as_str()) || name.is_some_and(|name| name.contains(word.as_str()))
        };
        wanted.words.iter().all(occurs)
    };
    events.iter().filter(is_wanted).cloned().collect()
}

/// The events of one day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Day {
    /// When its oldest event was.
    pub(crate) begin: Timestamp,
    pub(crate) events: Vec<Event>,
}

/// Events, newest first, day by day.
pub(crate) fn days<'a>(
    events: impl Iterator<Item = &'a Event>,
    is_same_day: impl Fn(Timestamp, Timestamp) -> bool,
) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for event in events {
        match days.last_mut() {
            Some(day) if is_same_day(day.begin, event.at) => {
                day.begin = event.at;
                day.events.push(event.clone());
            }
            _ => days.push(Day {
                begin: event.at,
                events: vec![event.clone()],
            }),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(seq: u64, at: i64, sort: &str, text: &str) -> Event {
        let event =
            json!({ "seq": seq, "at": at, "severity": "info", "sort": sort, "probe": 7, "text": text });
        serde_json::from_value(event).unwrap()
    }

    #[test]
    fn every_word_must_occur_in_the_event_or_in_the_name() {
        let events = [
            event(2, 2, "note", "Cable SWAPPED"),
            event(1, 1, "changed", "swapped"),
        ];
        let seqs = |search: &str, sorts: &[Happening]| {
            let wanted = Wanted {
                sorts: sorts.iter().copied().collect(),
                words: words(search),
                names: [(ProbeId(7), "camera 3".to_owned())].into(),
            };
            found(&events, &wanted)
                .iter()
                .map(|event| event.seq)
                .collect::<Vec<_>>()
        };
        assert_eq!(seqs("", &[]), [2, 1]);
        assert_eq!(seqs("swapped camera", &[]), [2, 1]);
        assert_eq!(seqs("cable Swapped", &[]), [2]);
        assert_eq!(seqs("nothing", &[]), [0; 0]);
        assert_eq!(seqs("", &[Happening::Changed]), [1]);
    }

    #[test]
    fn a_list_falls_into_days() {
        let events = [30, 25, 12, 11, 3].map(|at| event(1, at, "note", "x"));
        let days = days(events.iter(), |one, other| one.0 / 10 == other.0 / 10);
        let shown: Vec<_> = days.iter().map(|day| (day.begin.0, day.events.len())).collect();
        assert_eq!(shown, [(30, 1), (25, 1), (11, 2), (3, 1)]);
    }
}
