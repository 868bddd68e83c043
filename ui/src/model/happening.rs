//! What sort of thing an event tells of, as lists and charts show it; and how many of them stand in one place.

use wire::event::{Event, EventSort};
use wire::{Severity, Timestamp};

/// The sorts of events as people see them, in the order in which filters offer them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Happening {
    Critical,
    Warning,
    Minor,
    Cleared,
    Note,
    Changed,
    Station,
}

impl Happening {
    /// All of them, what matters most first.
    pub(crate) const ALL: [Self; 7] = [
        Self::Critical,
        Self::Warning,
        Self::Minor,
        Self::Cleared,
        Self::Note,
        Self::Changed,
        Self::Station,
    ];

    /// What an event tells of.
    pub(crate) fn of(event: &Event) -> Self {
        match (event.sort, event.severity) {
            (EventSort::Note, _) => Self::Note,
            (EventSort::Cleared, _) => Self::Cleared,
            (EventSort::Changed, _) => Self::Changed,
            (_, Severity::Critical) => Self::Critical,
            (_, Severity::Major) => Self::Warning,
            (_, Severity::Minor) => Self::Minor,
            (_, Severity::Info) => Self::Station,
        }
    }

    /// The word by which an address names it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Critical => "crit",
            Self::Warning => "warn",
            Self::Minor => "minor",
            Self::Cleared => "ok",
            Self::Note => "note",
            Self::Changed => "human",
            Self::Station => "info",
        }
    }

    /// The shape it is drawn as.
    pub(crate) fn glyph(self) -> &'static str {
        match self {
            Self::Critical => "g-crit",
            Self::Warning => "g-warn",
            Self::Minor => "g-minor",
            Self::Cleared => "g-ok",
            Self::Note => "g-flag",
            Self::Changed => "g-edit",
            Self::Station => "g-info",
        }
    }
}

/// Events that stand too close to each other to be touched one by one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cluster {
    /// Where, as a share of the width.
    pub(crate) across: f64,
    /// What it holds, oldest first.
    pub(crate) events: Vec<Event>,
}

impl Cluster {
    /// What matters most in it.
    pub(crate) fn worst(&self) -> Option<Happening> {
        self.events.iter().map(Happening::of).min()
    }
}

/// The events between two moments in places that are at least `apart` from each other, a share of the width.
pub(crate) fn clusters(events: &[Event], from: Timestamp, to: Timestamp, apart: f64) -> Vec<Cluster> {
    #[allow(
        clippy::cast_precision_loss,
        reason = "lengths of time that fit an f64 exactly"
    )]
    let across = |at: Timestamp| at.millis_since(from) as f64 / (to.millis_since(from).max(1)) as f64;
    let mut shown: Vec<&Event> = events
        .iter()
        .filter(|event| (from..=to).contains(&event.at))
        .collect();
    shown.sort_by_key(|event| (event.at, event.seq));
    let mut clusters: Vec<Cluster> = Vec::new();
    for event in shown {
        let at = across(event.at);
        match clusters.last_mut() {
            Some(last) if at - last.across < apart => last.events.push(event.clone()),
            _ => clusters.push(Cluster {
                across: at,
                events: vec![event.clone()],
            }),
        }
    }
    clusters
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(seq: u64, at: i64, severity: &str, sort: &str) -> Event {
        let event =
            json!({ "seq": seq, "at": at, "severity": severity, "sort": sort, "text": format!("{seq}") });
        serde_json::from_value(event).unwrap()
    }

    #[test]
    fn an_event_has_one_sort() {
        let of = |severity, sort| Happening::of(&event(1, 0, severity, sort));
        assert_eq!(of("critical", "raised"), Happening::Critical);
        assert_eq!(of("critical", "station"), Happening::Critical);
        assert_eq!(of("info", "station"), Happening::Station);
        assert_eq!(of("info", "note"), Happening::Note);
        assert_eq!(of("critical", "cleared"), Happening::Cleared);
    }

    #[test]
    fn what_cannot_be_told_apart_stands_together_under_the_worst() {
        let events = [
            event(5, 900, "info", "note"),
            event(1, 100, "info", "note"),
            event(2, 110, "major", "raised"),
            event(3, 500, "info", "changed"),
            event(4, 2000, "critical", "raised"),
        ];
        let shown = clusters(&events, Timestamp(0), Timestamp(1000), 0.1);
        let seqs: Vec<Vec<u64>> = shown
            .iter()
            .map(|cluster| cluster.events.iter().map(|event| event.seq).collect())
            .collect();
        assert_eq!(seqs, [vec![1, 2], vec![3], vec![5]]);
        assert_eq!(shown[0].worst(), Some(Happening::Warning));
    }
}
