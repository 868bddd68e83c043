//! Which tables come, in which version, and whether those of service information come often enough.

use std::collections::BTreeMap;

use super::si::{DEMANDED, is_present_following, limit, misplaced, too_dense};
use super::tables::Moment;
use super::tally::Tally;
use crate::psi::{PID_EIT, PID_SDT, TABLE_SDT_ACTUAL, TABLE_SDT_OTHER, TABLE_STUFFING};
use crate::section::Section;
use crate::timer::Timer;
use crate::{Count, Indicator, Nanos, Profile, Table};

/// Tables that are followed.
const MOST: usize = 512;
/// Sections of all of them together that are followed.
const MOST_SECTIONS: usize = 8_192;
/// A table that has not come for so long gives its place to another one when there is none left.
const OLD: Nanos = Nanos::from_millis(60_000);
/// A table that need not be there is no longer missed when it has stayed away for so many times its limit.
const GIVEN_UP_AFTER: u64 = 10;

/// PID, table_id, table_id_extension, and what else tells tables apart: the transport stream of an SDT or EIT.
type Key = (u16, u8, u16, u32);

/// All tables.
#[derive(Debug, Default)]
pub(super) struct Sections {
    tables: BTreeMap<Key, Followed>,
    sections: usize,
    /// Those that [`Profile::Dvb`] demands: NIT, SDT, EIT present/following and TDT of this stream.
    demanded: [Timer; 4],
}

#[derive(Debug, Default)]
struct Followed {
    version: Option<u8>,
    last_number: u8,
    changes: Count,
    sections: BTreeMap<u8, Piece>,
    last_came: Nanos,
    /// Whether `last_came` is a time that can be trusted.
    is_timed: bool,
    longest: Option<Nanos>,
    /// When a gap was told in this interval: another section that misses the same one says nothing new.
    told_at: Option<Nanos>,
}

#[derive(Debug)]
struct Piece {
    crc: u32,
    due: Timer,
}

impl Sections {
    /// Takes the next section of a PID that carries tables.
    pub(super) fn take(&mut self, pid: u16, section: &Section<'_>, when: Moment<'_>, tally: &mut Tally) {
        let table_id = section.table_id;
        if let Some(indicator) = misplaced(pid, table_id) {
            tally.add(indicator, Some(pid));
            return;
        }
        if table_id == TABLE_STUFFING {
            return;
        }
        let key = key(pid, section);
        if !self.tables.contains_key(&key) && !self.make_room(when.now) {
            return;
        }
        if let Some(place) = DEMANDED.iter().position(|place| *place == (pid, table_id))
            && let Some(due) = self.demanded.get_mut(place)
        {
            let limit = limit(pid, table_id, &when.options.si);
            let is_first = !self.tables.keys().any(|key| (key.0, key.1) == (pid, table_id));
            if let Some((indicator, limit)) = limit
                && due.arrived(when.now, limit)
                && is_first
            {
                tally.add(indicator, Some(pid));
            }
        }
        let table = self.tables.entry(key).or_default();
        let before = table.sections.len();
        table.take(key, section, self.sections < MOST_SECTIONS, when, tally);
        self.sections = (self.sections + table.sections.len()).saturating_sub(before);
    }

    /// Whether there is a place for one more table.
    fn make_room(&mut self, now: Nanos) -> bool {
        if self.tables.len() < MOST {
            return true;
        }
        let oldest = self.tables.iter().min_by_key(|(_, table)| table.last_came);
        let oldest = oldest.filter(|(_, table)| now - table.last_came > OLD);
        let Some(key) = oldest.map(|(key, _)| *key) else {
            return false;
        };
        self.remove(key);
        true
    }

    fn remove(&mut self, key: Key) {
        if let Some(gone) = self.tables.remove(&key) {
            self.sections = self.sections.saturating_sub(gone.sections.len());
        }
    }

    /// Tells what service information should have come by now.
    pub(super) fn judge(&mut self, when: Moment<'_>, tally: &mut Tally) {
        if when.options.profile != Profile::Dvb {
            return;
        }
        let mut given_up = Vec::new();
        for (key, table) in &mut self.tables {
            if let Some((indicator, limit)) = limit(key.0, key.1, &when.options.si) {
                table.judge(*key, indicator, limit, when.now, tally);
                if when.now - table.last_came > Nanos(limit.0.saturating_mul(GIVEN_UP_AFTER)) {
                    given_up.push(*key);
                }
            }
        }
        given_up.into_iter().for_each(|key| self.remove(key));
        for ((pid, table_id), due) in DEMANDED.into_iter().zip(&mut self.demanded) {
            let is_there = self.tables.keys().any(|key| (key.0, key.1) == (pid, table_id));
            if let Some((indicator, limit)) = limit(pid, table_id, &when.options.si)
                && !is_there
                && due.overdue(when.now, limit)
            {
                tally.add(indicator, Some(pid));
            }
        }
    }

    /// A new interval of the report begins.
    pub(super) fn next_interval(&mut self) {
        self.demanded.iter_mut().for_each(Timer::next_interval);
        for table in self.tables.values_mut() {
            table.told_at = None;
            let pieces = table.sections.values_mut();
            pieces.for_each(|piece| piece.due.next_interval());
        }
    }

    /// Nothing is late by what was before `now`.
    pub(super) fn grant_full_time(&mut self, now: Nanos) {
        self.demanded.fill(Timer::started(now));
        for table in self.tables.values_mut() {
            table.is_timed = false;
            let pieces = table.sections.values_mut();
            pieces.for_each(|piece| piece.due = Timer::started(now));
        }
    }

    /// Whether one of these tables is followed.
    pub(super) fn has(&self, table_ids: &[u8]) -> bool {
        self.tables.keys().any(|key| table_ids.contains(&key.1))
    }

    /// What came of each table; the next interval begins.
    pub(super) fn tell(&mut self) -> Vec<Table> {
        let told = self.tables.iter_mut().map(|(key, table)| Table {
            pid: key.0,
            table_id: key.1,
            extension: key.2,
            version: table.version,
            changes: table.changes.take(),
            sections: u16::from(table.last_number) + 1,
            longest_interval: table.longest.take().map(Nanos::seconds),
        });
        told.collect()
    }
}

fn key(pid: u16, section: &Section<'_>) -> Key {
    let extension = section.long.map_or(0, |long| long.extension);
    // transport_stream_id and original_network_id of an EIT, original_network_id of an SDT (EN 300 468, 5.2.3 and 5.2.4).
    let other = match (pid, section.table_id, section.body) {
        (PID_EIT, _, [a, b, c, d, ..]) => u32::from_be_bytes([*a, *b, *c, *d]),
        (PID_SDT, TABLE_SDT_ACTUAL | TABLE_SDT_OTHER, [a, b, ..]) => u32::from(u16::from_be_bytes([*a, *b])),
        _ => 0,
    };
    (pid, section.table_id, extension, other)
}

impl Followed {
    fn take(&mut self, key: Key, section: &Section<'_>, has_room: bool, when: Moment<'_>, tally: &mut Tally) {
        let (pid, table_id, ..) = key;
        let Moment { now, options, .. } = when;
        if options.profile == Profile::Dvb
            && self.is_timed
            && when.is_timed
            && now - self.last_came < options.si.least_gap
            && let Some(indicator) = too_dense(pid, table_id)
        {
            tally.add(indicator, Some(pid));
        }
        (self.last_came, self.is_timed) = (now, when.is_timed);
        let number = section.long.map_or(0, |long| long.number);
        let limit = limit(pid, table_id, &options.si);
        let arrived = self.sections.get_mut(&number).map(|piece| {
            let since = piece.due.since();
            let late = limit.is_some_and(|(_, limit)| piece.due.arrived(now, limit));
            piece.due = Timer::started(now);
            (since, late)
        });
        if let Some((since, late)) = arrived {
            self.longest = self.longest.max(Some(now - since));
            if let Some((indicator, limit)) = limit
                && late
            {
                self.tell_gap(key, number, (since, now), (indicator, limit), tally);
            }
        }
        self.note_version(section, table_id);
        match self.sections.get_mut(&number) {
            Some(piece) => piece.crc = section.crc,
            None if has_room => {
                let piece = Piece {
                    crc: section.crc,
                    due: Timer::started(now),
                };
                self.sections.insert(number, piece);
                if is_present_following(table_id) {
                    self.await_other(number, now);
                }
            }
            None => {}
        }
    }

    /// Of present/following both sections must be there (EN 300 468, 5.2.4).
    fn await_other(&mut self, number: u8, now: Nanos) {
        let other = number ^ 1;
        if number < 2 && !self.sections.contains_key(&other) {
            let due = Timer::started(now);
            self.sections.insert(other, Piece { crc: 0, due });
        }
    }

    fn note_version(&mut self, section: &Section<'_>, table_id: u8) {
        let Some(long) = section.long.filter(|long| long.is_current) else {
            return;
        };
        let is_new = self.version.is_some_and(|version| version != long.version);
        let known = self.sections.get(&long.number);
        let is_other = known.is_some_and(|piece| piece.crc != section.crc && piece.crc != 0);
        if is_new || is_other {
            self.changes.add(1);
        }
        self.version = Some(long.version);
        self.last_number = long.last;
        if is_new {
            self.sections.values_mut().for_each(|piece| piece.crc = 0);
        }
        if !is_present_following(table_id) {
            self.sections.retain(|number, _| *number <= long.last);
        }
    }

    fn judge(&mut self, key: Key, indicator: Indicator, limit: Nanos, now: Nanos, tally: &mut Tally) {
        let late = self.sections.iter_mut().filter_map(|(number, piece)| {
            let since = piece.due.since();
            piece.due.overdue(now, limit).then_some((*number, since))
        });
        for (number, since) in Vec::from_iter(late) {
            self.tell_gap(key, number, (since, now), (indicator, limit), tally);
        }
    }

    fn tell_gap(
        &mut self,
        key: Key,
        number: u8,
        (since, now): (Nanos, Nanos),
        (indicator, limit): (Indicator, Nanos),
        tally: &mut Tally,
    ) {
        if self.told_at.is_some_and(|told| told > since) {
            return;
        }
        self.told_at = Some(now);
        let other = self.sections.get(&(number ^ 1));
        let is_half = is_present_following(key.1)
            && number < 2
            && other.is_some_and(|other| now - other.due.since() <= limit);
        let indicator = if is_half { Indicator::EitPfError } else { indicator };
        tally.add(indicator, Some(key.0));
    }
}
