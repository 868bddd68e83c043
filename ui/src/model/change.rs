//! One change to many probes: what it does to each, and the way back.

use wire::changes::{Changing, Deleting, ProbeChange};
use wire::kind::Watch;
use wire::probe::Probe;

use crate::{format, text};

/// What is done to all that are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// They stand under this heading; under none when it is empty.
    Group(String),
    /// They look so often, in milliseconds.
    Pace(u32),
    /// They run, or do not.
    Switch(bool),
    /// They go.
    Delete,
}

/// What becomes of one probe.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) probe: Probe,
    /// How it is, and how it will be.
    pub(crate) before: String,
    pub(crate) after: String,
    /// Nothing when it is so already, or can not be so.
    pub(crate) change: Option<ProbeChange>,
}

/// What an edit does to each of some probes, in their order; `watch` tells how the kind of a probe looks.
pub(crate) fn plan(edit: &Edit, probes: &[Probe], watch: impl Fn(&Probe) -> Option<Watch>) -> Vec<Row> {
    probes
        .iter()
        .map(|probe| row(edit, probe, watch(probe)))
        .collect()
}

fn row(edit: &Edit, probe: &Probe, watch: Option<Watch>) -> Row {
    let mut spec = probe.spec.clone();
    let (before, after) = match edit {
        Edit::Group(group) => {
            let group = group.trim();
            let before = std::mem::replace(&mut spec.group, group.to_owned());
            (heading(&before), heading(group))
        }
        Edit::Pace(every_ms) => match watch {
            Some(Watch::AtIntervals { every_ms: usual, .. }) => {
                let before = spec.every_ms.unwrap_or(usual);
                if before != *every_ms {
                    spec.every_ms = Some(*every_ms);
                }
                (
                    text::pace(&format::span(before)),
                    text::pace(&format::span(*every_ms)),
                )
            }
            Some(Watch::AllTheTime { .. }) | None => {
                (text::all_the_time().to_owned(), text::all_the_time().to_owned())
            }
        },
        Edit::Switch(on) => {
            let before = std::mem::replace(&mut spec.enabled, *on);
            (switch(before).to_owned(), switch(*on).to_owned())
        }
        Edit::Delete => (String::new(), text::is_deleted().to_owned()),
    };
    let change = if *edit == Edit::Delete {
        Some(ProbeChange::Delete(Deleting {
            id: probe.id,
            revision: Some(probe.revision),
        }))
    } else {
        (spec != probe.spec).then(|| {
            ProbeChange::Change(Box::new(Changing {
                id: probe.id,
                revision: probe.revision,
                spec,
            }))
        })
    };
    Row {
        probe: probe.clone(),
        before,
        after,
        change,
    }
}

/// What makes everything as it was; `changed` is what the station answered.
pub(crate) fn back(rows: &[Row], changed: &[Probe]) -> Vec<ProbeChange> {
    let back = |now: &Probe| {
        let before = rows.iter().find(|row| row.probe.id == now.id)?;
        Some(ProbeChange::Change(Box::new(Changing {
            id: now.id,
            revision: now.revision,
            spec: before.probe.spec.clone(),
        })))
    };
    changed.iter().filter_map(back).collect()
}

/// The number of the change that a mistake of the station is about, and the rest of the name of its field.
pub(crate) fn mistaken(field: &str) -> Option<usize> {
    field.split_once('.')?.0.parse().ok()
}

fn heading(group: &str) -> String {
    if group.trim().is_empty() {
        text::others().to_owned()
    } else {
        group.trim().to_owned()
    }
}

fn switch(on: bool) -> &'static str {
    if on { text::runs() } else { text::off() }
}

#[cfg(test)]
mod tests {
    use wire::probe::{ProbeId, ProbeSpec};

    use super::*;

    fn probe(id: u32, group: &str, every_ms: Option<u32>) -> Probe {
        let mut spec = ProbeSpec::new(format!("P{id}"), "icmp", "icmp:127.0.0.1");
        spec.group = group.to_owned();
        spec.every_ms = every_ms;
        Probe {
            id: ProbeId(id),
            revision: 7,
            spec,
        }
    }

    fn at_intervals(_: &Probe) -> Option<Watch> {
        Some(Watch::AtIntervals {
            every_ms: 1_000,
            timeout_ms: 900,
        })
    }

    fn changed(rows: &[Row]) -> Vec<u32> {
        let changed = rows.iter().filter(|row| row.change.is_some());
        changed.map(|row| row.probe.id.0).collect()
    }

    #[test]
    fn what_is_so_already_is_not_changed() {
        let probes = [
            probe(1, "A", None),
            probe(2, "B", Some(5_000)),
            probe(3, "A", None),
        ];
        let rows = plan(&Edit::Group(" A ".to_owned()), &probes, at_intervals);
        assert_eq!(changed(&rows), [2]);
        assert_eq!((rows[1].before.as_str(), rows[1].after.as_str()), ("B", "A"));
        assert_eq!(
            changed(&plan(&Edit::Pace(1_000), &probes, at_intervals)),
            [2],
            "the others keep the pace of their kind"
        );
        assert_eq!(
            changed(&plan(&Edit::Switch(false), &probes, at_intervals)),
            [1, 2, 3]
        );
        assert_eq!(changed(&plan(&Edit::Delete, &probes, at_intervals)), [1, 2, 3]);
    }

    #[test]
    fn what_looks_all_the_time_has_no_pace() {
        let always = |_: &Probe| Some(Watch::AllTheTime { silent_ms: 1_000 });
        assert_eq!(
            changed(&plan(&Edit::Pace(5_000), &[probe(1, "", None)], always)),
            [0; 0]
        );
    }

    #[test]
    fn the_way_back_writes_what_was_on_top_of_what_is() {
        let rows = plan(
            &Edit::Switch(false),
            &[probe(1, "A", None), probe(2, "B", None)],
            at_intervals,
        );
        let mut now = rows[1].probe.clone();
        now.revision = 8;
        now.spec.enabled = false;
        let back = back(&rows, &[now]);
        let [ProbeChange::Change(change)] = back.as_slice() else {
            panic!("one change: {back:?}");
        };
        assert_eq!((change.id, change.revision), (ProbeId(2), 8));
        assert!(change.spec.enabled);
        assert_eq!(mistaken("3.timeout_ms"), Some(3));
        assert_eq!(mistaken("name"), None);
    }
}
