use super::buffers::Buffers;
use super::pids::{PidState, Pids};
use super::stream_clock::StreamClock;
use super::tables::{Moment, Tables};
use super::tally::Tally;
use crate::framing::Found;
use crate::packet::Packet;
use crate::rate::{Mgb2, SLOT};
use crate::{Clock, Count, Indicator, Nanos, Options, Splice};

/// Everything that is known of the stream.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) options: Options,
    /// Of the clock of the options, at the bytes that are being read.
    pub(super) now: Nanos,
    pub(super) clock: StreamClock,
    pub(super) has_sync: bool,
    /// When the interval of the report began; nothing before the first sync.
    pub(super) begun: Option<Nanos>,
    pub(super) last_arrival: Option<Nanos>,
    pub(super) longest_pause: Nanos,
    pub(super) pids: Pids,
    pub(super) tables: Tables,
    pub(super) tally: Tally,
    pub(super) totals: Totals,
    pub(super) splices: Vec<Splice>,
    /// How often packets have gone missing, so that it is not known how far those behind are from those before.
    pub(super) breaks: u64,
    pub(super) buffers: Buffers,
    /// `breaks` when a packet last went into one of them.
    pub(super) buffered_at: u64,
    /// The clock that shows a constant rate, and its ticks in each packet.
    pub(super) constant: Option<(u16, f64)>,
    pub(super) rate: Mgb2,
    /// When the window began over which leads are taken.
    pub(super) window_began: Nanos,
    slot_ends: Option<Nanos>,
}

/// What is counted over all PIDs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    pub(super) packets: Count,
    pub(super) bytes: Count,
    pub(super) sync_losses: Count,
    pub(super) sync_byte_errors: Count,
    pub(super) transport_errors: Count,
    pub(super) continuity_errors: Count,
    pub(super) lost_packets: Count,
    pub(super) duplicates: Count,
    pub(super) crc_errors: Count,
    pub(super) malformed_sections: Count,
}

impl Stream {
    pub(super) fn new(options: Options) -> Self {
        let clock = StreamClock::default();
        Self {
            options,
            now: match options.clock {
                Clock::Arrival => Nanos(0),
                Clock::Stream => clock.now(0),
            },
            clock,
            has_sync: false,
            begun: None,
            last_arrival: None,
            longest_pause: Nanos(0),
            pids: Pids::default(),
            tables: Tables::default(),
            tally: Tally::new(options.profile),
            totals: Totals::default(),
            splices: Vec::new(),
            breaks: 0,
            buffers: Buffers::default(),
            buffered_at: 0,
            constant: None,
            rate: Mgb2::default(),
            window_began: Nanos(0),
            slot_ends: None,
        }
    }

    pub(super) fn has_found(&self) -> bool {
        !self.tally.is_empty()
    }

    /// So many bytes come.
    pub(super) fn arrive(&mut self, bytes: usize, at: Nanos) {
        self.totals.bytes.add(bytes as u64);
        if self.options.clock == Clock::Stream {
            self.estimate_now();
            return;
        }
        if bytes == 0 {
            return;
        }
        self.now = self.now.max(at);
        if let Some(last) = self.last_arrival.replace(self.now) {
            let pause = self.now - last;
            self.longest_pause = self.longest_pause.max(pause);
            if pause > self.options.silence {
                self.grant_full_time();
            }
        }
        self.end_slots(self.now);
    }

    /// Ends the slots of rates that are over by now.
    pub(super) fn end_slots(&mut self, now: Nanos) {
        let ended = match self.slot_ends {
            Some(ends) if now < ends => return,
            Some(ends) => 1 + (now - ends).0 / SLOT.0,
            None if self.has_sync && self.is_timed() => 0,
            None => return,
        };
        let ends = self.slot_ends.unwrap_or(now + SLOT);
        self.slot_ends = Some(ends + Nanos(SLOT.0.saturating_mul(ended)));
        let ended = usize::try_from(ended).unwrap_or(usize::MAX);
        self.rate.end_slots(self.totals.packets.total, ended);
        for state in self.pids.all() {
            state.rate.end_slots(state.packets.total, ended);
        }
    }

    /// Whether `now` can be trusted.
    pub(super) fn is_timed(&self) -> bool {
        self.options.clock == Clock::Arrival || self.clock.is_settled()
    }

    pub(super) fn take(&mut self, found: Found<'_>) {
        match found {
            Found::Packet(packet) => self.read(Packet::new(packet)),
            Found::SyncByteError => {
                self.totals.sync_byte_errors.add(1);
                self.breaks += 1;
                self.tally.add(Indicator::SyncByteError, None);
            }
            Found::Acquired(_) => {
                self.has_sync = true;
                self.begun.get_or_insert(self.now);
                self.grant_full_time();
            }
            Found::Lost => {
                self.has_sync = false;
                self.breaks += 1;
                self.totals.sync_losses.add(1);
                self.tally.add(Indicator::TsSyncLoss, None);
                self.pids.all().for_each(PidState::break_off);
            }
        }
    }

    /// Tells what should have come by now.
    pub(super) fn judge(&mut self) {
        let when = Moment {
            now: match self.options.clock {
                Clock::Arrival => self.now,
                Clock::Stream => self.clock.certain(self.totals.packets.total),
            },
            options: &self.options,
            is_timed: true,
        };
        self.tables.judge(when, &mut self.tally);
        for state in self.pids.all() {
            if let Some(stamps) = &mut state.stamps
                && stamps.is_overdue(state.last_seen, when.options.pts)
            {
                self.tally.add(Indicator::PtsError, Some(state.pid));
            }
            if let Some(known_since) = self.tables.whole_since
                && state.packets.interval > 0
                && state.is_stray(known_since, when.options.unreferenced)
            {
                self.tally.add(Indicator::UnreferencedPid, Some(state.pid));
            }
            if state
                .due
                .as_mut()
                .is_some_and(|due| due.overdue(when.now, when.options.pid))
            {
                self.tally.add(Indicator::PidError, Some(state.pid));
            }
            let Some(clock) = &mut state.clock else {
                continue;
            };
            if clock
                .due
                .as_mut()
                .is_some_and(|due| due.overdue(when.now, when.options.pcr))
            {
                clock.repetition_errors.add(1);
                self.tally.add(Indicator::PcrRepetitionError, Some(state.pid));
            }
        }
    }

    /// With the clock of the stream: the time at the newest packet.
    pub(super) fn estimate_now(&mut self) {
        self.now = self.clock.now(self.totals.packets.total);
    }

    fn grant_full_time(&mut self) {
        let now = self.now;
        self.tables.grant_full_time(now);
        self.pids.all().for_each(|state| state.grant_full_time(now));
    }
}
