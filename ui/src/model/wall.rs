//! What stands where on the wall, and the sum of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    pub(crate) kind: String,
    pub(crate) target: String,
}

impl Place {
    /// The place of a probe.
    pub(crate) fn of(id: ProbeId, spec: &ProbeSpec) -> Self {
        Self {
            id,
            group: spec.group.trim().to_owned(),
            name: spec.name.clone(),
            kind: spec.kind.clone(),
            target: spec.target.clone(),
        }
    }
}

/// Whether a probe stands where it stood, under the same words.
pub(crate) fn stands_still(before: &ProbeSpec, after: &ProbeSpec) -> bool {
    before.group.trim() == after.group.trim()
        && before.name == after.name
        && before.kind == after.kind
        && before.target == after.target
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Empty for those without a heading, which come last.
    pub(crate) name: String,
    pub(crate) places: Vec<Arc<Place>>,
}

/// The groups in the order of their names, in each the probes in the order in which they were added.
pub(crate) fn groups(places: impl IntoIterator<Item = Arc<Place>>) -> Vec<Group> {
    let mut by_name: BTreeMap<(bool, String, String), Vec<Arc<Place>>> = BTreeMap::new();
    for place in places {
        let key = (
            place.group.is_empty(),
            place.group.to_lowercase(),
            place.group.clone(),
        );
        by_name.entry(key).or_default().push(place);
    }
    let group = |((_, _, name), mut places): (_, Vec<Arc<Place>>)| {
        places.sort_unstable_by_key(|place| place.id);
        Group { name, places }
    };
    by_name.into_iter().map(group).collect()
}

/// The worst first, as a screen that shows a few tiles at once needs them; what is equally bad keeps its order.
pub(crate) fn worst_first(groups: &mut [Group], faces: &Faces) {
    for group in groups.iter_mut() {
        group
            .places
            .sort_by_key(|place| Reverse(faces.get(place.id).map_or(0, Face::urgency)));
    }
    let worst = |group: &Group| {
        let first = group.places.first();
        first
            .and_then(|place| faces.get(place.id))
            .map_or(0, Face::urgency)
    };
    groups.sort_by_key(|group| Reverse(worst(group)));
}

/// How every probe looks, in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faces(Vec<(ProbeId, Face)>);

impl Faces {
    /// From the looks of all probes, in the order of their numbers.
    pub(crate) fn of(faces: impl Iterator<Item = (ProbeId, Face)>) -> Self {
        Self(faces.collect())
    }

    /// How one probe looks.
    pub(crate) fn get(&self, probe: ProbeId) -> Option<Face> {
        let at = self.0.binary_search_by_key(&probe, |(probe, _)| *probe).ok()?;
        self.0.get(at).map(|(_, face)| *face)
    }
}

/// The worst state of a group, and how many are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Worst {
    pub(crate) face: Face,
    pub(crate) count: usize,
}

impl Worst {
    /// Nothing when nobody has to look.
    pub(crate) fn of(places: &[Arc<Place>], faces: &Faces) -> Option<Self> {
        let faces = || places.iter().filter_map(|place| faces.get(place.id));
        let face = faces().max_by_key(|face| face.urgency())?;
        (face.urgency() > 0).then(|| Self {
            face,
            count: faces().filter(|other| other.urgency() == face.urgency()).count(),
        })
    }
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
            let worse = |than: &Trouble| (face.urgency(), since) > (than.face.urgency(), than.since);
            if face.urgency() > 0 && summary.trouble.as_ref().is_none_or(worse) {
                summary.trouble = Some(Trouble { probe, face, since });
            }
        }
        summary
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

    fn place(id: u32, group: &str) -> Arc<Place> {
        let mut spec = ProbeSpec::new(format!("P{id}"), "icmp", "icmp:127.0.0.1");
        spec.group = group.to_owned();
        Arc::new(Place::of(ProbeId(id), &spec))
    }

    fn shown(groups: &[Group]) -> Vec<(&str, Vec<u32>)> {
        groups
            .iter()
            .map(|g| (g.name.as_str(), g.places.iter().map(|place| place.id.0).collect()))
            .collect()
    }

    fn face(condition: Condition, stale: bool) -> Face {
        Face { condition, stale }
    }

    #[test]
    fn groups_have_fixed_places() {
        let places = [
            place(3, ""),
            place(2, "Programme"),
            place(4, "cameras"),
            place(1, " Programme "),
        ];
        let groups = groups(places);
        assert_eq!(
            shown(&groups),
            [("cameras", vec![4]), ("Programme", vec![1, 2]), ("", vec![3])]
        );
    }

    #[test]
    fn on_a_small_screen_the_worst_come_first_and_the_rest_keeps_its_order() {
        let mut groups = groups([
            place(1, "A"),
            place(2, "A"),
            place(3, "B"),
            place(4, "B"),
            place(5, "C"),
        ]);
        let conditions = [
            Condition::Ok,
            Condition::Major,
            Condition::Ok,
            Condition::Critical,
            Condition::Ok,
        ];
        let faces = (1..)
            .map(ProbeId)
            .zip(conditions.map(|condition| face(condition, false)));
        worst_first(&mut groups, &Faces::of(faces));
        assert_eq!(
            shown(&groups),
            [("B", vec![4, 3]), ("A", vec![2, 1]), ("C", vec![5])]
        );
    }

    #[test]
    fn the_newest_of_the_worst_is_named() {
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
