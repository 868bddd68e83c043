//! What one packet says.

use std::collections::BTreeMap;

use super::buffers::Overrun;
use super::lead;
use super::pids::Use;
use super::stamps::Lateness;
use super::stream::Stream;
use super::tables::Moment;
use crate::continuity::Continuity;
use crate::packet::{NULL_PID, Packet};
use crate::pcr::Sighting;
use crate::pes::Pes;
use crate::psi::{Command, Cue, PID_PSIP};
use crate::section::Assembled;
use crate::{Clock, Indicator, Nanos, Profile, Splice};

/// Cues that are told of one interval.
const MOST_SPLICES: usize = 64;
/// Bytes up to the end of the DTS in the header of a PES packet.
const LONGEST_STAMPS: usize = 19;

impl Stream {
    #[inline]
    pub(super) fn read(&mut self, packet: Packet<'_>) {
        let pid = packet.pid();
        let number = self.totals.packets.total;
        self.totals.packets.add(1);
        let Some(state) = self.pids.get(pid) else {
            return;
        };
        state.packets.add(1);
        let seen_before = std::mem::replace(&mut state.last_seen, self.now);
        if packet.has_transport_error() {
            state.transport_errors.add(1);
            state.counter.pass_over(packet);
            self.totals.transport_errors.add(1);
            self.tally.add(Indicator::TransportError, Some(pid));
            return;
        }
        // adaptation_field_control 00 is reserved, and such a packet to be discarded (ISO/IEC 13818-1, 2.4.3.3).
        if pid == NULL_PID || !(packet.has_payload() || packet.has_adaptation()) {
            return;
        }
        if !state.is_referenced && state.unreferenced.is_none() {
            state.begin(self.now);
        }
        if let Some(due) = &mut state.due
            && due.arrived(self.now, self.options.pid)
        {
            self.tally.add(Indicator::PidError, Some(pid));
        }
        let has_sections = state.sections.is_some();
        if let Some((_, ticks)) = self.constant
            && has_sections
            && self.options.profile == Profile::Dvb
        {
            self.buffer(pid, number, ticks);
        }
        let Some(state) = self.pids.get(pid) else {
            return;
        };
        let mut unbroken = true;
        match state.counter.check(packet) {
            Continuity::Good => {}
            Continuity::Excused => unbroken = false,
            Continuity::Duplicate => {
                self.totals.duplicates.add(1);
                return;
            }
            Continuity::Error { lost } => {
                unbroken = false;
                self.breaks += 1;
                state.continuity_errors.add(1);
                state.lost_packets.add(u64::from(lost));
                self.totals.continuity_errors.add(1);
                self.totals.lost_packets.add(u64::from(lost));
                self.tally.add(Indicator::ContinuityCountError, Some(pid));
            }
        }
        let is_scrambled = packet.scrambling() != 0;
        if is_scrambled {
            state.scrambled.add(1);
            if let Some(stamps) = &mut state.stamps {
                stamps.cannot_be_read(self.now);
            }
        }
        let has_stamps = match &mut state.stamps {
            Some(stamps) => {
                if self.now - seen_before > self.options.pts {
                    stamps.cannot_be_read(self.now);
                }
                true
            }
            None => false,
        };
        if packet.has_adaptation() {
            self.read_clock(packet, number);
        }
        if is_scrambled {
            let when = Moment {
                now: self.now,
                options: &self.options,
                is_timed: true,
            };
            self.tables
                .take_scrambled(pid, has_sections, when, &mut self.tally);
        } else if has_sections {
            self.read_sections(packet, unbroken);
        } else if has_stamps && packet.starts_unit() {
            self.read_stamps(packet, number, seen_before);
        }
    }

    #[cold]
    fn buffer(&mut self, pid: u16, number: u64, ticks: f64) {
        if std::mem::replace(&mut self.buffered_at, self.breaks) != self.breaks {
            self.buffers.forget();
        }
        let tally = &mut self.tally;
        self.buffers.take(pid, number, ticks, |of, overrun| {
            let indicator = match overrun {
                Overrun::Overflow => Indicator::BufferError,
                Overrun::NeverEmpty => Indicator::EmptyBufferError,
            };
            tally.add(indicator, Some(of));
        });
    }

    fn read_stamps(&mut self, packet: Packet<'_>, number: u64, seen_before: Nanos) {
        let payload = packet.payload();
        let Some(pes) = Pes::read(payload) else {
            // The header goes on in the next packet, and its stamps may be there.
            if payload.len() < LONGEST_STAMPS
                && let Some(stamps) = self
                    .pids
                    .get(packet.pid())
                    .and_then(|state| state.stamps.as_mut())
            {
                stamps.cannot_be_read(self.now);
            }
            return;
        };
        if self.options.clock == Clock::Stream {
            self.estimate_now();
        }
        let pid = packet.pid();
        let Some(stamps) = self.pids.get(pid).and_then(|state| state.stamps.as_mut()) else {
            return;
        };
        if stamps.take(&pes, seen_before, self.now, self.options.pts) {
            self.tally.add(Indicator::PtsError, Some(pid));
        }
        let of = stamps.timing.clock;
        let breaks = self.breaks;
        let clock = self.pids.get(of).and_then(|state| state.clock.as_ref());
        let Some((shown, is_constant)) = clock.and_then(|clock| {
            let is_constant = clock.meter.constant_rate().is_some() && clock.breaks == breaks;
            Some((clock.meter.at(number)?, is_constant))
        }) else {
            return;
        };
        let Some(stamps) = self.pids.get(pid).and_then(|state| state.stamps.as_mut()) else {
            return;
        };
        let wrong = stamps.hold_against(&pes, shown, is_constant, self.now);
        if self.now - self.window_began >= lead::WINDOW {
            self.window_began = self.now;
            lead::end_window(&mut self.pids, &self.tables);
        }
        let wrong = match wrong {
            Some(Lateness::AfterDecoding) => Indicator::BufferError,
            Some(Lateness::TooLong) => Indicator::DataDelayError,
            None => return,
        };
        self.tally.add(wrong, Some(pid));
    }

    fn read_clock(&mut self, packet: Packet<'_>, number: u64) {
        let Some(field) = packet.adaptation() else {
            return;
        };
        let Some(pcr) = field.pcr() else {
            return;
        };
        let pid = packet.pid();
        let mut seen = Sighting {
            pcr,
            at: self.now,
            packet: number,
            is_discontinuity: field.is_discontinuity(),
        };
        let Some(state) = self.pids.get(pid) else {
            return;
        };
        let clock = state.clock.get_or_insert_default();
        if self.options.clock == Clock::Stream {
            self.clock.push(pid, seen);
            self.now = self.clock.now(number);
            seen.at = self.now;
            seen.at = clock.meter.settled(&seen);
        }
        let wrong = clock.push(seen, self.breaks, &self.options);
        match (clock.meter.constant_rate(), self.constant) {
            (Some(ticks), None) => self.constant = Some((pid, ticks)),
            (constant, Some((of, _))) if of == pid => self.constant = constant.map(|ticks| (pid, ticks)),
            _ => {}
        }
        if wrong.is_late {
            self.tally.add(Indicator::PcrRepetitionError, Some(pid));
        }
        if wrong.jumps {
            self.tally
                .add(Indicator::PcrDiscontinuityIndicatorError, Some(pid));
        }
        for _ in 0..wrong.inaccurate {
            self.tally.add(Indicator::PcrAccuracyError, Some(pid));
        }
        if self.options.clock == Clock::Stream {
            self.end_slots(self.now);
        }
    }

    fn read_sections(&mut self, packet: Packet<'_>, unbroken: bool) {
        let pid = packet.pid();
        if self.options.clock == Clock::Stream {
            self.estimate_now();
        }
        let state = self.pids.get(pid);
        let Some((carries_cues, mut assembler)) =
            state.and_then(|state| Some((state.carries_cues, state.sections.take()?)))
        else {
            return;
        };
        let when = Moment {
            now: self.now,
            options: &self.options,
            is_timed: self.is_timed(),
        };
        let splices = &mut self.splices;
        assembler.push(packet, unbroken, |found| match found {
            Assembled::Section(section) => {
                self.tables.take(pid, &section, when, &mut self.tally);
                if carries_cues && splices.len() < MOST_SPLICES {
                    let cue = Cue::read(&section).filter(|cue| cue.command != Command::Null);
                    let at = when.now;
                    splices.extend(cue.map(|cue| Splice { pid, at, cue }));
                }
            }
            Assembled::BadCrc if carries_cues || pid == PID_PSIP => self.totals.malformed_sections.add(1),
            Assembled::BadCrc => {
                self.totals.crc_errors.add(1);
                self.tally.add(Indicator::CrcError, Some(pid));
            }
            Assembled::Malformed => self.totals.malformed_sections.add(1),
        });
        if let Some(state) = self.pids.get(pid) {
            state.sections = Some(assembler);
        }
        let known_since = self.tables.whole_since;
        if let Some(uses) = self.tables.changed_uses(self.now) {
            self.employ(uses, known_since);
        }
    }

    #[cold]
    fn employ(&mut self, mut uses: BTreeMap<u16, Use>, known_since: Option<Nanos>) {
        self.buffers
            .follow(self.tables.programs.values().map(|program| program.pid));
        for state in self.pids.all() {
            if known_since.is_some_and(|since| state.is_stray(since, self.options.unreferenced)) {
                self.tally.add(Indicator::UnreferencedPid, Some(state.pid));
            }
            state.employ(uses.remove(&state.pid).unwrap_or_default(), self.now);
        }
        for (pid, wanted) in uses {
            if let Some(state) = self.pids.get(pid) {
                state.employ(wanted, self.now);
            }
        }
    }
}
