//! The interfaces of a device (IF-MIB, RFC 2863).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};

use wire::reading::Failure;

use super::ask::{Column, Table, Tells, narrow, wide};
use super::client::Session;
use super::info;
use super::system::News;
use super::table::{Counters, Reader, Row, Said};
use super::walk::Index;
use crate::Look;
use crate::names::Names;

/// Names and speeds are asked for again after this long, even when nothing says that they changed.
const STALE_AFTER: Duration = Duration::from_secs(5 * 60);

/// ifAdminStatus: switched off by whoever set the device up.
const DISABLED: u64 = 2;
/// ifOperStatus: has a link.
const UP: u64 = 1;
/// ifOperStatus: down, notPresent and lowerLayerDown; the others are on their way, or not known.
const DOWN: [u64; 3] = [2, 6, 7];
/// dot3StatsDuplexStatus.
const HALF: u64 = 2;

/// What a byte is in bits.
const BYTE: f64 = 8.0;

/// What is asked at each look.
static TABLE: Table = Table {
    label: "interface",
    columns: &[
        Column {
            name: "ifAdminStatus",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 7], 1.0)],
            tells: Tells::Asker,
        },
        Column {
            name: "ifOperStatus",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 8], 1.0)],
            tells: Tells::Asker,
        },
        Column {
            name: "ifHCInOctets",
            places: &[
                wide(&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6], BYTE),
                narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 10], BYTE),
            ],
            tells: Tells::Rate(info::RECEIVE),
        },
        Column {
            name: "ifHCOutOctets",
            places: &[
                wide(&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 10], BYTE),
                narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 16], BYTE),
            ],
            tells: Tells::Rate(info::TRANSMIT),
        },
        Column {
            name: "ifInErrors",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 14], 1.0)],
            tells: Tells::Total(info::RECEIVE_ERRORS),
        },
        Column {
            name: "ifOutErrors",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 20], 1.0)],
            tells: Tells::Total(info::TRANSMIT_ERRORS),
        },
        Column {
            name: "ifInDiscards",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 13], 1.0)],
            tells: Tells::Total(info::RECEIVE_DROPS),
        },
        Column {
            name: "ifOutDiscards",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 19], 1.0)],
            tells: Tells::Total(info::TRANSMIT_DROPS),
        },
        Column {
            name: "ifCounterDiscontinuityTime",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 19], 1.0)],
            tells: Tells::Asker,
        },
    ],
};

/// What does not change with each look.
static IDENTITY: Table = Table {
    label: TABLE.label,
    columns: &[
        Column {
            name: "ifName",
            places: &[
                narrow(&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1], 1.0),
                narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 2], 1.0),
            ],
            tells: Tells::Asker,
        },
        Column {
            name: "ifAlias",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 18], 1.0)],
            tells: Tells::Asker,
        },
        Column {
            name: "ifHighSpeed",
            places: &[
                narrow(&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 15], 1e6),
                narrow(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 5], 1.0),
            ],
            tells: Tells::Asker,
        },
        Column {
            name: "dot3StatsDuplexStatus",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 10, 7, 2, 1, 19], 1.0)],
            tells: Tells::Asker,
        },
    ],
};

/// The interfaces of one device, and what must be remembered of them.
pub(super) struct Interfaces {
    left_out: Names,
    only_enabled: bool,
    reader: Reader,
    identities: Reader,
    /// In the order of their indexes.
    known: Vec<Interface>,
    /// When their identities were read.
    identified_at: Option<Instant>,
    /// The names of those that had a link and are in the list no longer.
    gone: BTreeSet<Box<str>>,
}

/// An interface. A thousand switches have tens of thousands, so that each byte counts.
struct Interface {
    index: Index,
    name: Box<str>,
    /// What somebody wrote about it.
    alias: Box<str>,
    left_out: bool,
    half_duplex: bool,
    /// It has had a link since it was switched on.
    been_up: bool,
    /// In bits per second; nothing where it has none or tells none.
    speed: Option<f64>,
    before: Option<Before>,
}

/// What the last look saw of an interface.
struct Before {
    state: Option<u64>,
    discontinuity: Option<u64>,
    counters: Counters,
}

impl Interfaces {
    pub(super) fn new(left_out: Names, only_enabled: bool) -> Self {
        Self {
            left_out,
            only_enabled,
            reader: Reader::of(&TABLE),
            identities: Reader::of(&IDENTITY),
            known: Vec::new(),
            identified_at: None,
            gone: BTreeSet::new(),
        }
    }

    /// Counters began anew: nothing can be said about what they grew by.
    pub(super) fn forget_counts(&mut self) {
        for interface in &mut self.known {
            interface.before = None;
        }
    }

    pub(super) async fn ask(
        &mut self,
        session: &mut Session<'_>,
        news: News,
        seen: &mut Look,
    ) -> Result<(), Failure> {
        if news.restarted || news.another_list {
            // Remembered, should this look end before names are read.
            self.identified_at = None;
        }
        let known: Vec<_> = self.known.iter().map(|interface| &*interface.index).collect();
        let said = self.reader.read(session, &known).await?;
        if said.looped {
            seen.finding(
                info::LOOP,
                "its list of interfaces does not go forward, so that it never ends; update its software",
            );
        }
        if said.rows.is_empty() {
            if !news.said_something {
                return Err(session.blind());
            }
            let detail =
                "it answers, but shows no interfaces; check there which view the community or the user has";
            seen.finding(info::NO_COUNTERS, detail);
            return Ok(());
        }
        if self.is_stale(&said) {
            let there: Vec<_> = said.rows.keys().map(|index| &**index).collect();
            let identities = self.identities.read_rows(session, &there).await?;
            self.identify(&identities, &said);
            self.reader.look_anew();
            self.identities.look_anew();
        }
        self.tell(&said, seen);
        Ok(())
    }

    fn is_stale(&self, said: &Said) -> bool {
        let state = TABLE.position("ifOperStatus");
        let has_changed = |interface: &Interface| {
            let (before, now) = (interface.before.as_ref(), said.rows.get(&interface.index));
            before
                .zip(now)
                .is_some_and(|(before, now)| before.state != now.number(state))
        };
        let indexes = self.known.iter().map(|interface| &interface.index);
        self.identified_at.is_none_or(|at| at.elapsed() >= STALE_AFTER)
            || !indexes.eq(said.rows.keys())
            || self.known.iter().any(has_changed)
    }

    /// Keeps what each interface is that was seen. One whose name changed is another one.
    fn identify(&mut self, identities: &Said, seen: &Said) {
        let [alias, speed, duplex] =
            ["ifAlias", "ifHighSpeed", "dot3StatsDuplexStatus"].map(|column| IDENTITY.position(column));
        let were = std::mem::take(&mut self.known);
        let had_link = were.iter().filter(|interface| interface.been_up);
        self.gone.extend(had_link.map(|interface| interface.name.clone()));
        let before = were.into_iter().map(|it| ((it.index, it.name), it.before));
        let mut before: BTreeMap<_, _> = before.collect();
        let one = |(index, (plain, name)): (&Index, (String, String))| {
            let row = identities.rows.get(index);
            let same = (index.clone(), name.into_boxed_str());
            let before = before.remove(&same).flatten();
            let (index, name) = same;
            Interface {
                index,
                left_out: self.left_out.hold(&plain),
                been_up: self.gone.remove(&name),
                name,
                alias: row.and_then(|row| row.text(alias)).unwrap_or_default().into(),
                speed: row.and_then(|row| row.scaled(speed)).filter(|speed| *speed > 0.0),
                half_duplex: row.and_then(|row| row.number(duplex)) == Some(HALF),
                before,
            }
        };
        self.known = names(identities, seen.rows.keys()).into_iter().map(one).collect();
        self.identified_at = Some(Instant::now());
    }

    fn tell(&mut self, said: &Said, seen: &mut Look) {
        let [admin, state, discontinuity] = ["ifAdminStatus", "ifOperStatus", "ifCounterDiscontinuityTime"]
            .map(|column| TABLE.position(column));
        let mut up = 0u32;
        for interface in &mut self.known {
            let Some(row) = said.rows.get(&interface.index) else {
                continue;
            };
            let now = Before {
                state: row.number(state),
                discontinuity: row.number(discontinuity),
                counters: row.counters(&TABLE),
            };
            let (state, discontinuity) = (now.state, now.discontinuity);
            let before = interface.before.replace(now);
            if interface.left_out {
                continue;
            }
            let enabled = row.number(admin) != Some(DISABLED);
            if !enabled {
                // Switched off by hand: no link is what was wanted.
                interface.been_up = false;
                if self.only_enabled {
                    continue;
                }
            }
            if state == Some(UP) {
                up += 1;
                interface.been_up = true;
            } else if interface.been_up && state.is_some_and(|state| DOWN.contains(&state)) {
                let detail = format!(
                    "{} has lost its link; check the cable and the other end",
                    interface.name
                );
                seen.finding_at(info::LINK_DOWN, [("interface", &interface.name)], detail);
            }
            let before = before.filter(|before| before.discontinuity == discontinuity);
            let counters = before.as_ref().map(|before| &before.counters);
            interface.tell(row, state == Some(UP), counters, seen);
        }
        seen.sample(info::INTERFACES_UP, f64::from(up));
        for name in self.gone.iter().filter(|_| !said.looped) {
            let detail = format!("{name} is gone; check whether it was taken out");
            seen.finding_at(info::LINK_DOWN, [("interface", name)], detail);
        }
    }
}

impl Interface {
    fn tell(&self, row: &Row, up: bool, before: Option<&Counters>, seen: &mut Look) {
        let of = [("interface", &*self.name)];
        seen.sample_of(info::UP, of, if up { 1.0 } else { 0.0 });
        seen.fact_of(info::ALIAS, of, &self.alias);
        if let Some(speed) = self.speed.filter(|_| up) {
            seen.sample_of(info::SPEED, of, speed);
        }
        if self.half_duplex && up {
            let detail = format!(
                "{} runs half duplex; set both ends to negotiate, or both to the same",
                self.name
            );
            seen.finding_at(info::HALF_DUPLEX, of, detail);
        }
        row.tell(&TABLE, &self.name, before, self.speed, seen);
        let rate = |column: &str| row.rate(&TABLE, before?, TABLE.position(column)?, self.speed);
        if let (Some(received), Some(transmitted), Some(speed)) =
            (rate("ifHCInOctets"), rate("ifHCOutOctets"), self.speed)
        {
            seen.sample_of(info::USED, of, received.max(transmitted) / speed);
        }
    }
}

/// What each interface is called: as it stands there, and so that no two are called the same.
fn names<'a>(identities: &Said, seen: impl Iterator<Item = &'a Index>) -> Vec<(&'a Index, (String, String))> {
    let column = IDENTITY.position("ifName");
    let named: Vec<_> = seen
        .map(|index| {
            let number: Vec<_> = index.iter().map(u32::to_string).collect();
            let number = number.join(".");
            let name = identities.rows.get(index).and_then(|row| row.text(column));
            let name = name.filter(|name| !name.is_empty());
            (
                index,
                name.map_or_else(|| format!("interface {number}"), str::to_owned),
                number,
            )
        })
        .collect();
    let mut count = HashMap::new();
    for (_, name, _) in &named {
        *count.entry(name.clone()).or_insert(0) += 1;
    }
    named
        .into_iter()
        .map(|(index, name, number)| {
            let unique = match count.get(&name) {
                Some(1) => name.clone(),
                _ => format!("{name} ({number})"),
            };
            (index, (name, unique))
        })
        .collect()
}
