//! What stands where on the wall, and the sum of it.

use wire::Timestamp;
use wire::event::Event;
use wire::live::Condition;
use wire::probe::{ProbeId, ProbeSpec};

use super::face::Face;

/// Where a probe stands. Changes only when an operator changes something, so that eyes learn the places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) id: ProbeId,
    pub(crate) group: String,
    pub(crate) name: String,
}

impl Place {
    /// The place of a probe.
    pub(crate) fn of(id: ProbeId, spec: &ProbeSpec) -> Self {
        Self {
            id,
            group: spec.group.trim().to_owned(),
            name: spec.name.clone(),
        }
    }
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Empty for those without a heading, which come last.
    pub(crate) name: String,
    pub(crate) probes: Vec<ProbeId>,
}

/// The groups in the order of their names, in each the probes in the order in which they were added.
pub(crate) fn groups(places: &[Place], without: Option<ProbeId>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for place in places.iter().filter(|place| Some(place.id) != without) {
        match groups.iter_mut().find(|group| group.name == place.group) {
            Some(group) => group.probes.push(place.id),
            None => groups.push(Group {
                name: place.group.clone(),
                probes: vec![place.id],
            }),
        }
    }
    for group in &mut groups {
        group.probes.sort_unstable();
    }
    groups.sort_by_key(|group| (group.name.is_empty(), group.name.to_lowercase()));
    groups
}

/// What the ribbon says about all probes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) critical: usize,
    pub(crate) major: usize,
    pub(crate) stale: usize,
    pub(crate) all: usize,
    /// The newest among the worst.
    pub(crate) trouble: Option<Trouble>,
}

/// The trouble that the ribbon names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) probe: ProbeId,
    pub(crate) face: Face,
    pub(crate) since: Timestamp,
}

impl Summary {
    /// The sum of what all probes look like.
    pub(crate) fn of(probes: impl Iterator<Item = (ProbeId, Face, Timestamp)>) -> Self {
        let mut summary = Self::default();
        for (probe, face, since) in probes {
            summary.all += 1;
            summary.critical += usize::from(face.condition == Condition::Critical);
            summary.major += usize::from(face.condition == Condition::Major);
            summary.stale += usize::from(face.stale);
            let worse = |than: &Trouble| (rank(face), since) > (rank(than.face), than.since);
            if rank(face) > 0 && summary.trouble.as_ref().is_none_or(worse) {
                summary.trouble = Some(Trouble { probe, face, since });
            }
        }
        summary
    }
}

/// The greater, the sooner it is named; nothing that is well is named at all.
fn rank(face: Face) -> u8 {
    match (face.condition, face.stale) {
        (Condition::Critical, _) => 3,
        (_, true) => 2,
        (Condition::Major, false) => 1,
        (Condition::Minor | Condition::Ok | Condition::Off | Condition::Unknown, false) => 0,
    }
}

/// Adds events, newest last, each once, and keeps the newest few hundred.
pub(crate) fn add_events(events: &mut Vec<Event>, newer: Vec<Event>) {
    const KEPT: usize = 500;
    let newest = events.last().map_or(0, |event| event.seq);
    events.extend(newer.into_iter().filter(|event| event.seq > newest));
    let spare = events.len().saturating_sub(KEPT);
    events.drain(..spare);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(id: u32, group: &str) -> Place {
        Place {
            id: ProbeId(id),
            group: group.to_owned(),
            name: format!("P{id}"),
        }
    }

    #[test]
    fn groups_have_fixed_places() {
        let places = [
            place(3, ""),
            place(2, "Programme"),
            place(4, "cameras"),
            place(1, "Programme"),
        ];
        let shown = |without| {
            let groups = groups(&places, without);
            groups
                .into_iter()
                .map(|g| (g.name, g.probes.iter().map(|id| id.0).collect()))
                .collect::<Vec<_>>()
        };
        let group = |name: &str, probes: &[u32]| (name.to_owned(), probes.to_vec());
        assert_eq!(
            shown(None),
            [
                group("cameras", &[4]),
                group("Programme", &[1, 2]),
                group("", &[3])
            ]
        );
        assert_eq!(
            shown(Some(ProbeId(4))),
            [group("Programme", &[1, 2]), group("", &[3])]
        );
    }

    #[test]
    fn the_newest_of_the_worst_is_named() {
        let face = |condition, stale| Face { condition, stale };
        let summary = Summary::of(
            [
                (ProbeId(1), face(Condition::Critical, false), Timestamp(10)),
                (ProbeId(2), face(Condition::Critical, true), Timestamp(20)),
                (ProbeId(3), face(Condition::Major, false), Timestamp(30)),
                (ProbeId(4), face(Condition::Ok, false), Timestamp(40)),
            ]
            .into_iter(),
        );
        assert_eq!(
            (summary.critical, summary.major, summary.stale, summary.all),
            (2, 1, 1, 4)
        );
        assert_eq!(summary.trouble.map(|trouble| trouble.probe), Some(ProbeId(2)));
        assert_eq!(
            Summary::of(std::iter::once((
                ProbeId(1),
                face(Condition::Ok, false),
                Timestamp(0)
            )))
            .trouble,
            None
        );
    }

    #[test]
    fn an_event_is_taken_once() {
        let event = |seq: u64| -> Event {
            let event = serde_json::json!({ "seq": seq, "at": 0, "severity": "info", "sort": "station", "text": "up" });
            serde_json::from_value(event).unwrap()
        };
        let mut events = vec![event(1), event(2)];
        add_events(&mut events, vec![event(2), event(3)]);
        assert_eq!(
            events.iter().map(|event| event.seq).collect::<Vec<_>>(),
            [1, 2, 3]
        );
    }
}
