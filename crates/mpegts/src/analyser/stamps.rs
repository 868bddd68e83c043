//! The time stamps of one video or audio stream: whether they come often enough (2.5), and whether its data come in time.

use super::lead::Against;
use crate::pes::{Pes, ahead_of};
use crate::psi::{Kind, Stream};
use crate::timer::Timer;
use crate::{Nanos, PtsReport};

/// What the tables say of the stream that bears the stamps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Timing {
    /// PCR_PID of its program.
    pub(super) clock: u16,
    /// How long its data may lie in the T-STD.
    pub(super) longest_delay: Nanos,
    /// Whether pictures may stand still, so that stamps may be rare.
    pub(super) may_be_still: bool,
    /// Rather than audio.
    pub(super) is_video: bool,
}

#[derive(Debug)]
pub(super) struct Stamps {
    pub(super) timing: Timing,
    due: Timer,
    last: Option<(u64, Nanos)>,
    count: u64,
    longest: Option<Nanos>,
    ahead: Option<f64>,
    delay: Option<(f64, f64)>,
    pub(super) against: Against,
    /// Whether a header could be read since the stream came into the tables.
    pub(super) is_readable: bool,
}

/// What is wrong with the time of data in the T-STD.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Lateness {
    /// It came after the time at which it is decoded (3.3).
    AfterDecoding,
    /// It lay there for longer than it may (3.10).
    TooLong,
}

impl Timing {
    /// What the time stamps of a stream are held against, where it is video or audio. Data may lie in the T-STD for a second, those
    /// of ISO/IEC 14496 and later for ten, and pictures that stand still for sixty (ISO/IEC 13818-1, 2.4.2.6; TR 101 290, 3.10).
    pub(super) fn of(stream: &Stream, clock: u16) -> Option<Self> {
        let seconds = match stream.kind {
            kind if !kind.is_video() && !kind.is_audio() => return None,
            _ if stream.may_be_still => 60,
            Kind::Mpeg4Video | Kind::H264 | Kind::Hevc | Kind::Vvc | Kind::AacLatm => 10,
            _ => 1,
        };
        Some(Self {
            clock,
            longest_delay: Nanos::from_millis(1_000 * seconds),
            may_be_still: stream.may_be_still,
            is_video: stream.kind.is_video(),
        })
    }
}

impl Stamps {
    pub(super) fn new(timing: Timing, now: Nanos) -> Self {
        Self {
            timing,
            due: Timer::started(now),
            last: None,
            count: 0,
            longest: None,
            ahead: None,
            delay: None,
            against: Against::default(),
            is_readable: false,
        }
    }

    /// Takes the header of a PES packet; `seen_before` is when the last packet of the PID came. Whether its PTS comes too late.
    pub(super) fn take(&mut self, pes: &Pes, seen_before: Nanos, now: Nanos, limit: Nanos) -> bool {
        if pes.is_scrambled {
            self.cannot_be_read(now);
            return false;
        }
        self.is_readable = true;
        let Some(pts) = pes.pts else {
            return false;
        };
        self.count += 1;
        if let Some((_, at)) = self.last.replace((pts, now)) {
            self.longest = self.longest.max(Some(now - at));
        }
        let late = self.is_overdue(seen_before, limit);
        self.due = Timer::started(now);
        late
    }

    /// Whether a PTS should have come by the last packet of the PID and that has not been told yet: a PID that stays away has
    /// no stamps either, which is told as a PID that stays away (1.6) and not as this as well.
    pub(super) fn is_overdue(&mut self, seen: Nanos, limit: Nanos) -> bool {
        !self.timing.may_be_still && self.is_readable && self.due.overdue(seen, limit)
    }

    /// Holds the stamps against the program clock, in ticks, at the byte in which they came. What is wrong where its rate is
    /// constant, so that the clock is known at each byte.
    pub(super) fn hold_against(
        &mut self,
        pes: &Pes,
        clock: f64,
        is_constant: bool,
        now: Nanos,
    ) -> Option<Lateness> {
        self.against.take(pes, self.timing.is_video, clock, now);
        self.ahead = pes.pts.map(|pts| ahead_of(clock, pts));
        let delay = ahead_of(clock, pes.dts?);
        if !is_constant {
            return None;
        }
        let (least, greatest) = self.delay.unwrap_or((delay, delay));
        self.delay = Some((least.min(delay), greatest.max(delay)));
        if delay < 0.0 {
            Some(Lateness::AfterDecoding)
        } else if delay > self.timing.longest_delay.seconds() {
            Some(Lateness::TooLong)
        } else {
            None
        }
    }

    /// Packets are scrambled, or nothing is late by what was before `now`.
    pub(super) fn cannot_be_read(&mut self, now: Nanos) {
        self.due = Timer::started(now);
        self.last = None;
    }

    pub(super) fn tell(&mut self) -> PtsReport {
        let told = PtsReport {
            count: self.count,
            last: self.last.map(|(pts, _)| pts),
            longest_interval: self.longest.map(Nanos::seconds),
            ahead_of_pcr: self.ahead,
            delay: self.delay,
            lead: self.against.lead(),
        };
        (self.count, self.longest, self.delay) = (0, None, None);
        self.due.next_interval();
        told
    }
}
