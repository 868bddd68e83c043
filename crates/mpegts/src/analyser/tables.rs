use std::collections::BTreeMap;

use super::sections::Sections;
use super::tally::Tally;
use crate::psi::{
    Association, Cat, Description, Mgt, PID_CAT, PID_PAT, PID_PSIP, PID_SDT, Pat, Pmt, Sdt, TABLE_CAT,
    TABLE_MGT, TABLE_PAT, TABLE_PMT, TABLE_SDT_ACTUAL,
};
use crate::section::{Long, Section};
use crate::timer::Timer;
use crate::{Indicator, Nanos, Options, Profile};

/// Programs and names that are followed; a 38 Mbit/s multiplex has some dozens.
const MOST: usize = 1_024;

/// What the tables of the stream say, and whether they come in time.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) transport_stream_id: Option<u16>,
    pub(super) programs: BTreeMap<u16, Program>,
    pub(super) names: BTreeMap<u16, Description>,
    /// Awaited while no section of a PAT has come.
    pat_due: Timer,
    pat_version: u8,
    pub(super) pat: BTreeMap<u8, PatSection>,
    sdt_version: u8,
    sdt: BTreeMap<u8, (u32, Vec<u16>)>,
    /// While packets are scrambled.
    cat_due: Option<Timer>,
    last_scrambled: Nanos,
    pub(super) cat: BTreeMap<u8, (u32, Cat)>,
    pub(super) mgt: BTreeMap<u8, (u32, Mgt)>,
    pub(super) network_pid: Option<u16>,
    /// Since when the PAT and the PMTs of all its programs are known.
    pub(super) whole_since: Option<Nanos>,
    pub(super) sections: Sections,
    /// Whether PIDs are used for something else than before.
    pub(super) has_changed: bool,
}

#[derive(Debug)]
pub(super) struct PatSection {
    crc: u32,
    programs: Vec<Association>,
    due: Timer,
}

/// One program of the PAT.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) pid: u16,
    pub(super) pmt: Option<Pmt>,
    crc: u32,
    due: Timer,
}

/// When and under which rules something is judged.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) now: Nanos,
    pub(super) options: &'a Options,
    /// Whether `now` can be trusted: by the clock of a file it cannot before its second PCR.
    pub(super) is_timed: bool,
}

impl Tables {
    /// Takes the next section of a PID.
    pub(super) fn take(&mut self, pid: u16, section: &Section<'_>, when: Moment<'_>, tally: &mut Tally) {
        self.sections.take(pid, section, when, tally);
        match (pid, section.table_id, section.long) {
            (PID_PAT, TABLE_PAT, Some(long)) => self.take_pat(section, long, when, tally),
            (PID_PAT, ..) => tally.add(Indicator::PatError2, Some(pid)),
            (PID_CAT, TABLE_CAT, Some(long)) => self.take_cat(section, long, when, tally),
            (PID_CAT, ..) => tally.add(Indicator::CatError, Some(pid)),
            (PID_PSIP, TABLE_MGT, Some(long)) => self.take_mgt(section, long),
            (PID_SDT, TABLE_SDT_ACTUAL, Some(long)) => self.take_sdt(section, long),
            (_, TABLE_PMT, Some(long)) => self.take_pmt(pid, section, long, when, tally),
            _ => {}
        }
    }

    /// A packet that is scrambled, of any PID.
    pub(super) fn take_scrambled(
        &mut self,
        pid: u16,
        carries_tables: bool,
        when: Moment<'_>,
        tally: &mut Tally,
    ) {
        if pid == PID_PAT {
            tally.add(Indicator::PatError2, Some(pid));
        } else if carries_tables && self.programs.values().any(|program| program.pid == pid) {
            tally.add(Indicator::PmtError2, Some(pid));
        }
        if self.cat_due.is_none() || when.now - self.last_scrambled > when.options.cat {
            self.cat_due = Some(Timer::started(when.now));
        }
        self.last_scrambled = when.now;
    }

    /// Tells what should have come by now.
    pub(super) fn judge(&mut self, when: Moment<'_>, tally: &mut Tally) {
        let Moment { now, options, .. } = when;
        self.sections.judge(when, tally);
        let dues = self.pat.values_mut().map(|section| &mut section.due);
        let first = Some(&mut self.pat_due).filter(|_| dues.len() == 0);
        let late = dues
            .chain(first)
            .filter_map(|due| due.overdue(now, options.pat).then_some(()));
        late.for_each(|()| tally.add(Indicator::PatError2, Some(PID_PAT)));
        for program in self.programs.values_mut() {
            if program.due.overdue(now, options.pmt) {
                tally.add(Indicator::PmtError2, Some(program.pid));
            }
        }
        if let Some(due) = &mut self.cat_due
            && options.profile != Profile::Atsc
            && now - self.last_scrambled <= options.cat
            && due.overdue(now, options.cat)
        {
            tally.add(Indicator::CatError, None);
        }
    }

    /// A new interval of the report begins.
    pub(super) fn next_interval(&mut self) {
        self.dues().for_each(Timer::next_interval);
        self.sections.next_interval();
    }

    /// Nothing is late by what was before `now`.
    pub(super) fn grant_full_time(&mut self, now: Nanos) {
        self.dues().for_each(|due| *due = Timer::started(now));
        self.sections.grant_full_time(now);
    }

    fn dues(&mut self) -> impl Iterator<Item = &mut Timer> {
        let pat = self.pat.values_mut().map(|section| &mut section.due);
        let pmt = self.programs.values_mut().map(|program| &mut program.due);
        pat.chain(pmt).chain([&mut self.pat_due]).chain(&mut self.cat_due)
    }

    fn take_pat(&mut self, section: &Section<'_>, long: Long, when: Moment<'_>, tally: &mut Tally) {
        let known = self.pat.get_mut(&long.number);
        let due = known.map_or(&mut self.pat_due, |section| &mut section.due);
        if due.arrived(when.now, when.options.pat) {
            tally.add(Indicator::PatError2, Some(PID_PAT));
        }
        if !long.is_current {
            return;
        }
        if long.version != self.pat_version || self.transport_stream_id != Some(long.extension) {
            self.pat.clear();
        }
        self.pat.retain(|number, _| *number <= long.last);
        if self
            .pat
            .get(&long.number)
            .is_some_and(|known| known.crc == section.crc)
        {
            return;
        }
        let Some(Pat {
            transport_stream_id,
            programs,
        }) = Pat::read(section)
        else {
            return;
        };
        self.transport_stream_id = Some(transport_stream_id);
        self.pat_version = long.version;
        let section = PatSection {
            crc: section.crc,
            programs,
            due: Timer::started(when.now),
        };
        self.pat.insert(long.number, section);
        // A table is used once it is whole, so that no program vanishes for the time between two sections.
        if self.pat.len() == usize::from(long.last) + 1 {
            self.follow_pat(when.now);
        }
    }

    fn take_cat(&mut self, section: &Section<'_>, long: Long, when: Moment<'_>, tally: &mut Tally) {
        if let Some(due) = &mut self.cat_due
            && due.arrived(when.now, when.options.cat)
            && when.options.profile != Profile::Atsc
        {
            tally.add(Indicator::CatError, None);
        }
        self.cat.retain(|number, _| *number <= long.last);
        let known = self.cat.get(&long.number);
        if !long.is_current || known.is_some_and(|(crc, _)| *crc == section.crc) {
            return;
        }
        if let Some(cat) = Cat::read(section) {
            self.cat.insert(long.number, (section.crc, cat));
            self.has_changed = true;
        }
    }

    fn take_mgt(&mut self, section: &Section<'_>, long: Long) {
        self.mgt.retain(|number, _| *number <= long.last);
        let known = self.mgt.get(&long.number);
        if !long.is_current || known.is_some_and(|(crc, _)| *crc == section.crc) {
            return;
        }
        if let Some(mgt) = Mgt::read(section) {
            self.mgt.insert(long.number, (section.crc, mgt));
            self.has_changed = true;
        }
    }

    fn follow_pat(&mut self, now: Nanos) {
        let mut before = std::mem::take(&mut self.programs);
        let mut all = self.pat.values().flat_map(|section| &section.programs);
        self.network_pid = all
            .find(|association| association.program == 0)
            .map(|network| network.pid);
        let associations = self.pat.values().flat_map(|section| &section.programs);
        let associations = associations.filter(|association| association.program != 0);
        for association in associations.take(MOST) {
            let known = before.remove(&association.program);
            let known = known.filter(|program| program.pid == association.pid);
            let program = known.unwrap_or(Program {
                pid: association.pid,
                pmt: None,
                crc: 0,
                due: Timer::started(now),
            });
            self.programs.insert(association.program, program);
        }
        self.has_changed = true;
    }

    fn take_pmt(&mut self, pid: u16, section: &Section<'_>, long: Long, when: Moment<'_>, tally: &mut Tally) {
        let program = self.programs.get_mut(&long.extension);
        let Some(program) = program.filter(|program| program.pid == pid) else {
            return;
        };
        if program.due.arrived(when.now, when.options.pmt) {
            tally.add(Indicator::PmtError2, Some(pid));
        }
        if !long.is_current || (program.pmt.is_some() && program.crc == section.crc) {
            return;
        }
        if let Some(pmt) = Pmt::read(section) {
            program.crc = section.crc;
            program.pmt = Some(pmt);
            self.has_changed = true;
        }
    }

    fn take_sdt(&mut self, section: &Section<'_>, long: Long) {
        if !long.is_current {
            return;
        }
        if long.version != self.sdt_version {
            self.sdt.clear();
            self.sdt_version = long.version;
        }
        self.sdt.retain(|number, _| *number <= long.last);
        if self
            .sdt
            .get(&long.number)
            .is_some_and(|(crc, _)| *crc == section.crc)
        {
            return;
        }
        let Some(sdt) = Sdt::read(section) else {
            return;
        };
        let numbers = sdt.services.iter().map(|service| service.service).collect();
        self.sdt.insert(long.number, (section.crc, numbers));
        for service in sdt.services {
            if self.names.len() < MOST || self.names.contains_key(&service.service) {
                self.names.insert(service.service, service);
            }
        }
        if self.sdt.len() == usize::from(long.last) + 1 {
            let sections = &self.sdt;
            self.names
                .retain(|number, _| sections.values().any(|(_, numbers)| numbers.contains(number)));
        }
    }
}
