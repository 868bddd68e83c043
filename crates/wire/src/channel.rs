//! Where the trouble of a channel begins: the first broken hop, and what behind it only follows from it.

use serde::{Deserialize, Serialize};

use crate::live::Condition;

/// Which way of a channel a hop is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The only one: everything goes through here.
    #[default]
    Both,
    /// The main one of two.
    Main,
    /// The other one of two.
    Backup,
}

impl Way {
    /// Whether everything goes through here, for files that leave out what goes without saying.
    #[must_use]
    pub fn is_both(&self) -> bool {
        *self == Self::Both
    }
}

/// How a hop stands within its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is wrong that viewers could notice.
    Fine,
    /// Nobody looks at it, or nothing is known yet.
    Unknown,
    /// Something is wrong, and nothing before it explains it.
    Cause(Condition),
    /// Something is wrong, and so it is at the hop of that number before it.
    Consequence(usize),
}

/// How the channel is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every hop that is looked at is well.
    Carried,
    /// No hop is looked at.
    Unknown,
    /// One way is broken at that hop; the other one carries the channel.
    OneWay(usize),
    /// It is carried, but worse than it should be from that hop on.
    Impaired(usize),
    /// It is broken at that hop.
    Broken(usize),
}

impl Verdict {
    /// The hop to look at first.
    #[must_use]
    pub fn hop(self) -> Option<usize> {
        match self {
            Self::OneWay(at) | Self::Impaired(at) | Self::Broken(at) => Some(at),
            Self::Unknown | Self::Carried => None,
        }
    }
}

/// How a channel stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// One for each hop.
    pub hops: Vec<Standing>,
    /// Of the whole.
    pub verdict: Verdict,
}

/// How a hop is: as its worst probe; what nobody looks at counts least.
pub fn worst(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    let rank = |condition: &Condition| match condition {
        Condition::Critical => 5,
        Condition::Major => 4,
        Condition::Minor => 3,
        Condition::Ok => 2,
        Condition::Unknown => 1,
        Condition::Off => 0,
    };
    conditions
        .into_iter()
        .max_by_key(rank)
        .unwrap_or(Condition::Unknown)
}

/// The first trouble of a way: at which hop, and how bad.
type Trouble = Option<(usize, Condition)>;

/// The worse one, the earlier one of equals.
fn worse(one: Trouble, other: Trouble) -> Trouble {
    match (one, other) {
        (Some((at, condition)), Some((also_at, also))) => {
            let earlier = if at <= also_at {
                (at, condition)
            } else {
                (also_at, also)
            };
            let graver = is_grave(condition) != is_grave(also);
            Some(match (graver, is_grave(condition)) {
                (false, _) => earlier,
                (true, true) => (at, condition),
                (true, false) => (also_at, also),
            })
        }
        (one, other) => one.or(other),
    }
}

fn is_grave(condition: Condition) -> bool {
    condition == Condition::Critical
}

/// Finds where the trouble begins. Hops are given from source to edge; those of two ways stand between the hop at which they
/// part and the one at which they meet. A hop in trouble behind another one in trouble on its way is a consequence; where
/// two ways meet, what is behind follows only from what broke both.
#[must_use]
pub fn diagnose(hops: &[(Way, Condition)]) -> Diagnosis {
    let (mut main, mut backup): (Trouble, Trouble) = (None, None);
    let mut has = (false, false);
    let mut lost_way = None;
    let mut standings = Vec::with_capacity(hops.len());
    for (at, (way, condition)) in hops.iter().enumerate() {
        if *way == Way::Both {
            let met = meet(main, backup, has);
            lost_way = lost_way.or_else(|| one_way(main, backup, has));
            (main, backup, has) = (met, met, (false, false));
        } else {
            has = (has.0 || *way == Way::Main, has.1 || *way == Way::Backup);
        }
        let before = match way {
            Way::Both | Way::Main => main,
            Way::Backup => backup,
        };
        let is_troubled = matches!(condition, Condition::Critical | Condition::Major);
        standings.push(match (condition, before) {
            (Condition::Off | Condition::Unknown, _) => Standing::Unknown,
            (_, _) if !is_troubled => Standing::Fine,
            (_, Some((cause, _))) => Standing::Consequence(cause),
            (_, None) => Standing::Cause(*condition),
        });
        if is_troubled && before.is_none_or(|(_, known)| is_grave(*condition) && !is_grave(known)) {
            let trouble = Some((before.map_or(at, |(cause, _)| cause), *condition));
            if *way != Way::Backup {
                main = trouble;
            }
            if *way != Way::Main {
                backup = trouble;
            }
        }
    }
    lost_way = lost_way.or_else(|| one_way(main, backup, has));
    let verdict = match (meet(main, backup, has), lost_way) {
        (Some((at, condition)), _) if is_grave(condition) => Verdict::Broken(at),
        (_, Some(at)) => Verdict::OneWay(at),
        (Some((at, _)), None) => Verdict::Impaired(at),
        (None, None) if standings.iter().all(|standing| *standing == Standing::Unknown) => Verdict::Unknown,
        (None, None) => Verdict::Carried,
    };
    Diagnosis {
        hops: standings,
        verdict,
    }
}

/// What is wrong where two ways meet: with two, only what is wrong on both.
fn meet(main: Trouble, backup: Trouble, (has_main, has_backup): (bool, bool)) -> Trouble {
    match (has_main, has_backup) {
        (true, true) => main.and(backup).and(worse(main, backup)),
        (true, false) => main,
        (false, true) => backup,
        (false, false) => worse(main, backup),
    }
}

/// Where one of two ways is in trouble while the other is not.
fn one_way(main: Trouble, backup: Trouble, has: (bool, bool)) -> Option<usize> {
    match (has, main, backup) {
        ((true, true), Some((at, _)), None) | ((true, true), None, Some((at, _))) => Some(at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use Condition::{Critical, Major, Off, Ok};
    use Standing::{Cause, Consequence, Fine};
    use Way::{Backup, Both, Main};

    use super::*;

    fn diagnosed(hops: &[(Way, Condition)]) -> (Vec<Standing>, Verdict) {
        let Diagnosis { hops, verdict } = diagnose(hops);
        (hops, verdict)
    }

    #[test]
    fn the_first_broken_hop_is_the_cause_of_those_behind_it() {
        let hops = [
            (Both, Ok),
            (Both, Critical),
            (Both, Ok),
            (Both, Critical),
            (Both, Major),
        ];
        let (standings, verdict) = diagnosed(&hops);
        assert_eq!(
            standings,
            [Fine, Cause(Critical), Fine, Consequence(1), Consequence(1)]
        );
        assert_eq!(verdict, Verdict::Broken(1));
    }

    #[test]
    fn what_is_damaged_explains_what_breaks_behind_it() {
        let (standings, verdict) = diagnosed(&[(Both, Major), (Both, Critical)]);
        assert_eq!(standings, [Cause(Major), Consequence(0)]);
        assert_eq!(verdict, Verdict::Broken(0));
        assert_eq!(diagnosed(&[(Both, Ok), (Both, Major)]).1, Verdict::Impaired(1));
    }

    #[test]
    fn of_two_ways_one_is_enough_and_what_is_behind_does_not_follow_from_the_other() {
        let hops = |main, backup, edge| [(Both, Ok), (Main, main), (Backup, backup), (Both, edge)];
        assert_eq!(diagnosed(&hops(Critical, Ok, Ok)).1, Verdict::OneWay(1));
        assert_eq!(diagnosed(&hops(Ok, Critical, Ok)).1, Verdict::OneWay(2));
        let (standings, verdict) = diagnosed(&hops(Critical, Ok, Critical));
        assert_eq!(standings[3], Cause(Critical), "the other way brought it there");
        assert_eq!(verdict, Verdict::Broken(3));
        let (standings, verdict) = diagnosed(&hops(Critical, Critical, Critical));
        assert_eq!(standings[1..], [Cause(Critical), Cause(Critical), Consequence(1)]);
        assert_eq!(verdict, Verdict::Broken(1));
        assert_eq!(
            diagnosed(&hops(Critical, Ok, Ok)[..3]).1,
            Verdict::OneWay(1),
            "ways that never meet"
        );
    }

    #[test]
    fn what_broke_before_the_ways_part_broke_both() {
        let hops = [
            (Both, Critical),
            (Main, Critical),
            (Backup, Critical),
            (Both, Critical),
        ];
        let (standings, verdict) = diagnosed(&hops);
        assert_eq!(
            standings,
            [Cause(Critical), Consequence(0), Consequence(0), Consequence(0)]
        );
        assert_eq!(verdict, Verdict::Broken(0));
    }

    #[test]
    fn what_nobody_looks_at_is_not_known() {
        assert_eq!(diagnosed(&[]).1, Verdict::Unknown);
        assert_eq!(diagnosed(&[(Both, Off)]).1, Verdict::Unknown);
        assert_eq!(diagnosed(&[(Both, Off), (Both, Ok)]).1, Verdict::Carried);
    }
}
