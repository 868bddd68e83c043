use super::stamps::{Stamps, Timing};
use crate::continuity::Counter;
use crate::packet::{NULL_PID, PIDS};
use crate::pcr::{Meter, Sighting};
use crate::psi::{PID_CAT, PID_EIT, PID_NIT, PID_PAT, PID_PSIP, PID_RST, PID_SDT, PID_TDT};
use crate::rate::Mgb2;
use crate::section::Assembler;
use crate::timer::Timer;
use crate::{Count, Nanos, Options};

/// PIDs that carry tables unless a PMT gives them to a stream.
const TABLE_PIDS: [u16; 8] = [
    PID_PAT, PID_CAT, PID_NIT, PID_SDT, PID_EIT, PID_RST, PID_TDT, PID_PSIP,
];
/// PIDs up to this one are set aside by ISO/IEC 13818-1, table 2-3, and EN 300 468, table 1; no table names them.
const LAST_RESERVED: u16 = 0x1F;

/// What is known of each PID. Looking one up costs two reads.
#[derive(Debug)]
pub(super) struct Pids {
    /// The place of each PID in `states`, and one more; 0 for those that have none yet.
    places: Box<[u16; PIDS]>,
    states: Vec<PidState>,
}

#[derive(Debug)]
pub(super) struct PidState {
    pub(super) pid: u16,
    pub(super) last_seen: Nanos,
    pub(super) packets: Count,
    pub(super) is_referenced: bool,
    /// Where no table names it (3.4.a).
    pub(super) unreferenced: Option<Timer>,
    /// Where it is video or audio.
    pub(super) stamps: Option<Box<Stamps>>,
    pub(super) rate: Mgb2,
    /// Whether its sections are cues, which TR 101 290 says nothing of.
    pub(super) carries_cues: bool,
    /// Where it must not stay away (1.6).
    pub(super) due: Option<Timer>,
    pub(super) counter: Counter,
    pub(super) sections: Option<Box<Assembler>>,
    pub(super) clock: Option<Box<Clock>>,
    pub(super) scrambled: Count,
    pub(super) transport_errors: Count,
    pub(super) continuity_errors: Count,
    pub(super) lost_packets: Count,
}

/// The PCRs of a PID.
#[derive(Debug, Default)]
pub(super) struct Clock {
    pub(super) meter: Meter,
    /// Where a program goes by it (2.3).
    pub(super) due: Option<Timer>,
    pub(super) discontinuities: Count,
    pub(super) repetition_errors: Count,
    pub(super) accuracy_errors: Count,
    pub(super) count: Count,
    pub(super) worst: Option<Nanos>,
    /// How often packets had gone missing when its last PCR came.
    pub(super) breaks: u64,
}

/// What is wrong with a PCR that came.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wrong {
    /// 2.3a
    pub(super) is_late: bool,
    /// 2.3b
    pub(super) jumps: bool,
    /// 2.4, of this one and those before it
    pub(super) inaccurate: u64,
}

/// What the tables use a PID for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Use {
    pub(super) is_table: bool,
    pub(super) is_stream: bool,
    pub(super) must_come: bool,
    pub(super) is_clock: bool,
    pub(super) carries_cues: bool,
    pub(super) is_referenced: bool,
    pub(super) timing: Option<Timing>,
}

impl Default for Pids {
    fn default() -> Self {
        Self {
            places: Box::new([0; PIDS]),
            states: Vec::new(),
        }
    }
}

impl Pids {
    /// Always there for a PID of 13 bits.
    #[inline]
    pub(super) fn get(&mut self, pid: u16) -> Option<&mut PidState> {
        let place = self.places.get(usize::from(pid)).copied()?;
        let index = match place.checked_sub(1) {
            Some(index) => index,
            None => self.add(pid)?,
        };
        self.states.get_mut(usize::from(index))
    }

    #[cold]
    fn add(&mut self, pid: u16) -> Option<u16> {
        let index = u16::try_from(self.states.len()).ok()?;
        *self.places.get_mut(usize::from(pid))? = index + 1;
        let mut state = PidState {
            pid,
            last_seen: Nanos(0),
            packets: Count::default(),
            is_referenced: false,
            unreferenced: None,
            stamps: None,
            rate: Mgb2::default(),
            carries_cues: false,
            due: None,
            counter: Counter::default(),
            sections: None,
            clock: None,
            scrambled: Count::default(),
            transport_errors: Count::default(),
            continuity_errors: Count::default(),
            lost_packets: Count::default(),
        };
        state.employ(Use::default(), Nanos(0));
        self.states.push(state);
        Some(index)
    }

    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut PidState> {
        self.states.iter_mut()
    }
}

impl PidState {
    /// Whatever was not awaited before has its full time from `now` on.
    pub(super) fn employ(&mut self, wanted: Use, now: Nanos) {
        let carries_tables = wanted.is_table || (TABLE_PIDS.contains(&self.pid) && !wanted.is_stream);
        if !carries_tables {
            self.sections = None;
        } else if self.sections.is_none() {
            self.sections = Some(Box::default());
        }
        self.carries_cues = wanted.carries_cues;
        await_or_not(&mut self.due, wanted.must_come, now);
        match (wanted.timing, &mut self.stamps) {
            (None, stamps) => *stamps = None,
            (Some(timing), Some(stamps)) => stamps.timing = timing,
            (Some(timing), stamps) => *stamps = Some(Box::new(Stamps::new(timing, now))),
        }
        self.is_referenced = wanted.is_referenced || self.has_its_place();
        if self.is_referenced {
            self.unreferenced = None;
        }
        if wanted.is_clock {
            self.clock.get_or_insert_default();
        }
        if let Some(clock) = &mut self.clock {
            await_or_not(&mut clock.due, wanted.is_clock, now);
            clock.meter.hold_against_bytes(wanted.is_clock);
        }
    }

    /// Its first packet comes since no table names it.
    #[cold]
    pub(super) fn begin(&mut self, now: Nanos) {
        self.unreferenced = Some(Timer::started(now));
    }

    fn has_its_place(&self) -> bool {
        self.pid <= LAST_RESERVED || matches!(self.pid, PID_PSIP | NULL_PID)
    }

    /// Whether it has come for too long although no table names it, all tables being known since then.
    pub(super) fn is_stray(&mut self, known_since: Nanos, limit: Nanos) -> bool {
        let seen = self.last_seen;
        self.unreferenced.as_mut().is_some_and(|stray| {
            if stray.since() < known_since {
                *stray = Timer::started(known_since);
            }
            stray.overdue(seen, limit)
        })
    }

    /// Nothing is late by what was before `now`.
    pub(super) fn grant_full_time(&mut self, now: Nanos) {
        let clock = self.clock.as_deref_mut();
        if let Some(clock) = clock {
            clock.meter.forget();
            clock.due = clock.due.map(|_| Timer::started(now));
        }
        self.due = self.due.map(|_| Timer::started(now));
        self.unreferenced = self.unreferenced.map(|_| Timer::started(now));
        if let Some(stamps) = &mut self.stamps {
            stamps.cannot_be_read(now);
        }
    }

    /// What comes next does not follow what came last.
    pub(super) fn break_off(&mut self) {
        self.counter.forget();
        if let Some(sections) = &mut self.sections {
            sections.forget();
        }
    }
}

fn await_or_not(due: &mut Option<Timer>, wanted: bool, now: Nanos) {
    if !wanted {
        *due = None;
    } else if due.is_none() {
        *due = Some(Timer::started(now));
    }
}

impl Clock {
    /// Takes the next PCR; `breaks` is how often packets have gone missing until now.
    pub(super) fn push(&mut self, seen: Sighting, breaks: u64, options: &Options) -> Wrong {
        self.count.add(1);
        if std::mem::replace(&mut self.breaks, breaks) != breaks {
            self.meter.break_off();
        }
        let jumps = self.meter.push(seen);
        self.worst = self.worst.max(self.meter.interval());
        let Some(due) = &mut self.due else {
            return Wrong::default();
        };
        let wrong = Wrong {
            is_late: due.arrived(seen.at, options.pcr),
            jumps,
            inaccurate: self.meter.hold(&seen, options.pcr_accuracy),
        };
        self.repetition_errors.add(u64::from(wrong.is_late));
        self.discontinuities.add(u64::from(wrong.jumps));
        self.accuracy_errors.add(wrong.inaccurate);
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pid_has_its_place_and_little_memory() {
        assert!(size_of::<PidState>() <= 512, "as the analyser promises");
        let mut pids = Pids::default();
        for pid in (0..8_192).rev() {
            pids.get(pid).unwrap().last_seen = Nanos(u64::from(pid));
        }
        for pid in 0..8_192 {
            let state = pids.get(pid).unwrap();
            assert_eq!((state.pid, state.last_seen), (pid, Nanos(u64::from(pid))));
        }
        assert_eq!(pids.all().count(), PIDS);
        assert!(pids.get(8_192).is_none());
    }
}
