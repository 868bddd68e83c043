//! Which tiles of the wall are shown: by state, by words, by group and kind. It stands in the address, so that a link
//! shows the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use wire::live::Condition;

use super::face::Face;
use super::wall::{Faces, Place};

/// A state that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Show {
    Crit,
    Warn,
    Stale,
    Minor,
    NoData,
    Off,
    Ok,
}

impl Show {
    /// The worst first.
    pub(crate) const ALL: [Self; 7] = [
        Self::Crit,
        Self::Warn,
        Self::Stale,
        Self::Minor,
        Self::NoData,
        Self::Off,
        Self::Ok,
    ];
    /// Everything that is not as it should be.
    pub(crate) const EXCEPTIONS: [Self; 5] = [Self::Crit, Self::Warn, Self::Stale, Self::Minor, Self::NoData];

    /// Its word in the address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Crit => "crit",
            Self::Warn => "warn",
            Self::Stale => "stale",
            Self::Minor => "minor",
            Self::NoData => "nodata",
            Self::Off => "off",
            Self::Ok => "ok",
        }
    }

    /// How it looks.
    pub(crate) fn face(self) -> Face {
        let condition = match self {
            Self::Crit => Condition::Critical,
            Self::Warn => Condition::Major,
            Self::Minor => Condition::Minor,
            Self::NoData => Condition::Unknown,
            Self::Off => Condition::Off,
            Self::Stale | Self::Ok => Condition::Ok,
        };
        Face {
            condition,
            stale: self == Self::Stale,
        }
    }

    /// Whether a face is in this state. What is critical and old is in two.
    pub(crate) fn is(self, face: Face) -> bool {
        match self {
            Self::Stale => face.stale,
            Self::Crit | Self::Warn => face.condition == self.face().condition,
            Self::Minor | Self::NoData | Self::Off | Self::Ok => face == self.face(),
        }
    }
}

/// What is shown. An empty part asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) show: BTreeSet<Show>,
    pub(crate) find: String,
    /// `Some("")` is the group of those without one.
    pub(crate) group: Option<String>,
    pub(crate) kind: Option<String>,
}

impl Filter {
    /// As an address asks for it; `ask` gives the value of a word in it.
    pub(crate) fn read(ask: impl Fn(&str) -> Option<String>) -> Self {
        let shown = ask("show").unwrap_or_default();
        let shown = |show: &Show| {
            shown
                .split(',')
                .any(|word| word == show.word() || word == "bad" && Show::EXCEPTIONS.contains(show))
        };
        Self {
            show: Show::ALL.into_iter().filter(shown).collect(),
            find: ask("find").unwrap_or_default(),
            group: ask("group"),
            kind: ask("kind").filter(|kind| !kind.is_empty()),
        }
    }

    /// The words of the address and their values.
    pub(crate) fn words(&self) -> Vec<(&'static str, String)> {
        let show = if self.is_exceptions() {
            "bad".to_owned()
        } else {
            let words: Vec<_> = self.show.iter().map(|show| show.word()).collect();
            words.join(",")
        };
        let find = self.find.trim().to_owned();
        let mut words: Vec<_> = [("show", show), ("find", find)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        words.extend(self.group.clone().map(|group| ("group", group)));
        words.extend(self.kind.clone().map(|kind| ("kind", kind)));
        words
    }

    /// Whether everything is shown.
    pub(crate) fn is_open(&self) -> bool {
        self.show.is_empty() && self.find.trim().is_empty() && self.group.is_none() && self.kind.is_none()
    }

    /// Whether exactly what is not as it should be is asked for.
    pub(crate) fn is_exceptions(&self) -> bool {
        self.show.iter().eq(Show::EXCEPTIONS.iter())
    }

    /// The places that its words, its group and its kind leave, whatever their state.
    pub(crate) fn among<'a>(&self, known: &'a [(Arc<Place>, String)]) -> Vec<&'a Arc<Place>> {
        let words: Vec<_> = self.find.split_whitespace().map(str::to_lowercase).collect();
        let fits = |(place, told): &(Arc<Place>, String)| {
            self.group.as_ref().is_none_or(|group| *group == place.group)
                && self.kind.as_ref().is_none_or(|kind| *kind == place.kind)
                && words.iter().all(|word| told.contains(word.as_str()))
        };
        known
            .iter()
            .filter(|known| fits(known))
            .map(|(place, _)| place)
            .collect()
    }

    /// Whether a face is in a state that is asked for.
    pub(crate) fn takes(&self, face: Option<Face>) -> bool {
        self.show.is_empty() || face.is_some_and(|face| self.show.iter().any(|show| show.is(face)))
    }
}

/// All words under which a place is found, in small letters; `kind` is what people call its kind.
pub(crate) fn told(place: &Place, kind: &str) -> String {
    format!("{}\n{}\n{}\n{kind}", place.name, place.target, place.group).to_lowercase()
}

/// How many of some places are in each state, in the order of [`Show::ALL`], and how many are exceptions.
pub(crate) fn counts<'a>(
    places: impl IntoIterator<Item = &'a Arc<Place>>,
    faces: &Faces,
) -> ([usize; Show::ALL.len()], usize) {
    let mut counts = [0; Show::ALL.len()];
    let mut exceptions = 0;
    for face in places.into_iter().filter_map(|place| faces.get(place.id)) {
        for (count, show) in counts.iter_mut().zip(Show::ALL) {
            *count += usize::from(show.is(face));
        }
        exceptions += usize::from(Show::EXCEPTIONS.iter().any(|show| show.is(face)));
    }
    (counts, exceptions)
}

#[cfg(test)]
mod tests {
    use wire::probe::{ProbeId, ProbeSpec};

    use super::*;

    fn filter(address: &str) -> Filter {
        let ask = |word: &str| {
            let pairs = address.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .into_iter()
                .find_map(|(name, value)| (name == word).then(|| value.to_owned()))
        };
        Filter::read(ask)
    }

    fn known() -> Vec<(Arc<Place>, String)> {
        let place = |id, name: &str, kind: &str, target: &str, group: &str| {
            let mut spec = ProbeSpec::new(name, kind, target);
            spec.group = group.to_owned();
            let place = Place::of(ProbeId(id), &spec);
            let told = told(&place, if kind == "icmp" { "Ping" } else { "Port" });
            (Arc::new(place), told)
        };
        vec![
            place(1, "ENC-1", "icmp", "icmp:10.0.4.1", "Encoders"),
            place(2, "ENC-2", "tcp", "tcp://10.0.4.2:22", "Encoders"),
            place(3, "Gateway", "icmp", "icmp:10.0.4.254", ""),
        ]
    }

    fn found(address: &str) -> Vec<u32> {
        let known = known();
        let found = filter(address).among(&known);
        found.into_iter().map(|place| place.id.0).collect()
    }

    #[test]
    fn every_word_must_be_in_the_name_the_target_the_group_or_the_kind() {
        assert_eq!(found("find=enc"), [1, 2]);
        assert_eq!(found("find=enc 10.0.4.2"), [2]);
        assert_eq!(found("find=PING"), [1, 3]);
        assert_eq!(found("group=Encoders&kind=icmp"), [1]);
        assert_eq!(found("group="), [3], "those without a group");
        assert_eq!(found("kind="), [1, 2, 3]);
        assert_eq!(found("find=nothing"), [0; 0]);
    }

    #[test]
    fn a_link_shows_the_same_again() {
        for address in [
            "show=crit,stale&find=enc&group=A&kind=icmp",
            "show=bad",
            "group=",
            "",
        ] {
            let filter = filter(address);
            let words: Vec<_> = filter
                .words()
                .into_iter()
                .map(|(word, value)| format!("{word}={value}"))
                .collect();
            assert_eq!(words.join("&"), address);
            assert_eq!(filter.is_open(), address.is_empty());
        }
        assert!(filter("show=nonsense").is_open());
    }

    #[test]
    fn what_is_critical_and_old_is_counted_in_both() {
        let face = |condition, stale| Face { condition, stale };
        let faces = [
            (ProbeId(1), face(Condition::Critical, true)),
            (ProbeId(2), face(Condition::Ok, false)),
            (ProbeId(3), face(Condition::Off, false)),
        ];
        let known = known();
        let (counts, exceptions) = counts(
            known.iter().map(|(place, _)| place),
            &Faces::of(faces.into_iter()),
        );
        assert_eq!(counts, [1, 0, 1, 0, 0, 1, 1]);
        assert_eq!(exceptions, 1);
        assert!(filter("show=stale").takes(Some(face(Condition::Critical, true))));
        assert!(!filter("show=bad").takes(Some(face(Condition::Off, false))));
        assert!(!filter("show=bad").takes(None));
    }
}
