//! The list of incidents: which are shown, in which order, and how rows keep their place under a finger.

use std::cmp::Reverse;
use std::sync::Arc;

use wire::alert::{Alert, AlertId};
use wire::score::{FLOOD, TEN_MINUTES_MS};
use wire::{Severity, Timestamp};

use super::{Incident, Known, Standing};

/// Which incidents are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Show {
    /// Everything that fires and does not lie on a shelf.
    #[default]
    Active,
    /// What waits and is critical.
    Crit,
    /// What waits and somebody should act on soon.
    Warn,
    /// What somebody at this screen takes care of.
    Mine,
    /// What was put aside.
    Shelved,
    /// What is over, as far back as the station remembers.
    Past,
}

impl Show {
    /// As an address asks for it.
    pub(crate) fn read(word: Option<&str>) -> Self {
        let all = [Self::Crit, Self::Warn, Self::Mine, Self::Shelved, Self::Past];
        let found = all.into_iter().find(|show| Some(show.word()) == word);
        found.unwrap_or_default()
    }

    /// Its word in the address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Active => "",
            Self::Crit => "crit",
            Self::Warn => "warn",
            Self::Mine => "mine",
            Self::Shelved => "shelved",
            Self::Past => "past",
        }
    }

    /// Whether an incident is asked for by somebody of this name.
    pub(crate) fn takes(self, incident: &Incident, me: &str) -> bool {
        let standing = incident.standing();
        let waits = |severity| standing == Standing::Waiting && incident.severity() == severity;
        match self {
            Self::Active => !matches!(standing, Standing::Shelved | Standing::Over),
            Self::Crit => waits(Severity::Critical),
            Self::Warn => waits(Severity::Major),
            Self::Mine => incident.is_of(me),
            Self::Shelved => standing == Standing::Shelved,
            Self::Past => false,
        }
    }
}

/// What waits first, then what somebody has, then what is kept quiet; in each the worst first, of those the oldest.
pub(crate) fn in_order(mut incidents: Vec<Incident>) -> Vec<Incident> {
    incidents.sort_by_cached_key(|incident| {
        (
            incident.standing(),
            Reverse(incident.severity()),
            incident.began(),
            incident.id,
        )
    });
    incidents
}

/// Whether all words of a search occur in what is told of an incident; `places` are its channels and devices by name.
pub(crate) fn found(incident: &Incident, places: &str, words: &[String]) -> bool {
    let mut told = places.to_lowercase();
    for alert in &incident.alerts {
        let by = alert.acknowledged.as_ref().map_or("", |taken| taken.by.as_str());
        let aside = alert.shelved.as_ref().map_or("", |shelved| shelved.by.as_str());
        let line = format!(
            "\n{} {} {} {by} {aside}",
            alert.subject.name, alert.text, alert.rule.0
        );
        told.push_str(&line.to_lowercase());
    }
    words.iter().all(|word| told.contains(word.as_str()))
}

/// How many alerts were raised in the last ten minutes, without those that only follow or are silenced.
pub(crate) fn raised_lately(known: &Known, now: Timestamp) -> usize {
    let is_late = |at: Timestamp| now.millis_since(at) < TEN_MINUTES_MS;
    let counts = |alert: &&Arc<Alert>| alert.counts() && is_late(alert.raised);
    known.all().filter(counts).count()
}

/// Whether so many alerts in ten minutes are more than one person can follow.
pub(crate) fn is_flood(lately: usize) -> bool {
    lately > FLOOD as usize
}

/// Rows that keep their place while a hand is on the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Steady {
    /// The rows as they are shown.
    pub(crate) rows: Vec<AlertId>,
    /// How many are not shown yet, because they would move the others.
    pub(crate) new: usize,
}

impl Steady {
    /// Takes in the rows as they should be. While they are held, none moves and none goes; new ones are only counted.
    #[must_use]
    pub(crate) fn after(&self, wanted: &[AlertId], is_held: bool) -> Self {
        if !is_held || self.rows.is_empty() {
            return Self {
                rows: wanted.to_vec(),
                new: 0,
            };
        }
        let new = wanted.iter().filter(|id| !self.rows.contains(id)).count();
        Self {
            rows: self.rows.clone(),
            new,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::*;

    fn known() -> Known {
        let mut known = Known::default();
        known.take([
            taken(alert(1, Severity::Critical, 0), "Op 2", 10),
            alert(2, Severity::Major, 20),
            alert(3, Severity::Critical, 40),
            alert(4, Severity::Critical, 30),
            shelved(alert(5, Severity::Critical, 0), 90),
            resolved(alert(6, Severity::Critical, 0), 50),
        ]);
        known
    }

    fn shown(show: Show) -> Vec<u64> {
        let all = known().incidents().into_values();
        let wanted = all.filter(|incident| show.takes(incident, "Op 2")).collect();
        in_order(wanted).iter().map(|incident| incident.id.0).collect()
    }

    #[test]
    fn what_waits_comes_first_the_worst_before_the_rest_the_oldest_of_those_first() {
        assert_eq!(shown(Show::Active), [4, 3, 2, 1]);
        assert_eq!(shown(Show::Crit), [4, 3]);
        assert_eq!(shown(Show::Warn), [2]);
        assert_eq!(shown(Show::Mine), [1, 5]);
        assert_eq!(shown(Show::Shelved), [5]);
    }

    #[test]
    fn an_address_asks_for_what_its_word_says() {
        for show in [
            Show::Active,
            Show::Crit,
            Show::Warn,
            Show::Mine,
            Show::Shelved,
            Show::Past,
        ] {
            assert_eq!(Show::read(Some(show.word())), show);
        }
        assert_eq!(Show::read(Some("nonsense")), Show::Active);
    }

    #[test]
    fn every_word_of_a_search_must_occur() {
        let known = known();
        let incident = known.incident(AlertId(1)).unwrap();
        let finds = |search: &str| {
            let words: Vec<_> = search.split(' ').map(str::to_owned).collect();
            found(&incident, "PGM A", &words)
        };
        assert!(finds("p1 pgm op"));
        assert!(!finds("p1 cam"));
    }

    #[test]
    fn rows_keep_their_place_while_they_are_held() {
        let ids = |ids: &[u64]| ids.iter().copied().map(AlertId).collect::<Vec<_>>();
        let steady = Steady::default().after(&ids(&[1, 2]), true);
        assert_eq!(steady.rows, ids(&[1, 2]), "what is empty has no place to keep");
        let held = steady.after(&ids(&[3, 2, 4]), true);
        assert_eq!((held.rows.clone(), held.new), (ids(&[1, 2]), 2));
        let free = held.after(&ids(&[3, 2, 4]), false);
        assert_eq!((free.rows, free.new), (ids(&[3, 2, 4]), 0));
    }

    #[test]
    fn a_flood_is_counted_from_when_people_were_told() {
        let mut known = known();
        known.take([alert(9, Severity::Major, -700_000)]);
        assert_eq!(raised_lately(&known, Timestamp(1_000)), 6);
        known.take([follows(alert(10, Severity::Major, 50), 1, 1)]);
        assert_eq!(
            raised_lately(&known, Timestamp(1_000)),
            6,
            "nobody is told of what follows"
        );
        assert!(is_flood(11) && !is_flood(10));
    }
}
