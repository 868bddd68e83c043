use crate::Nanos;
use crate::pcr::{LARGEST_STEP, Sighting, step, time};

/// PCRs of other PIDs in a row after which one of them becomes the clock.
const GONE_AFTER: u32 = 200;

/// Without a PCR for longer than this the clock has gone.
const ESTIMATED: Nanos = Nanos::from_millis(1_000);
/// Where time begins, so that there is a time before the first PCR too.
const BEGINNING: Nanos = Nanos::from_millis(3_600_000);

/// How much time passes by the PCRs of one PID, for a file. Between two of them packets are taken to come as fast as between
/// the last two.
#[derive(Debug)]
pub(super) struct StreamClock {
    last: Option<(u16, Sighting)>,
    /// The time at that PCR.
    at: Nanos,
    nanos_a_packet: Option<f64>,
    others: u32,
    /// How long before its first PCR the file began, until that has been asked for.
    lead: Nanos,
}

impl Default for StreamClock {
    fn default() -> Self {
        Self {
            last: None,
            at: BEGINNING,
            nanos_a_packet: None,
            others: 0,
            lead: Nanos(0),
        }
    }
}

impl StreamClock {
    /// The time when so many packets of the stream have come.
    pub(super) fn now(&self, packet: u64) -> Nanos {
        let since = self
            .last
            .map_or(0, |(_, last)| packet.saturating_sub(last.packet));
        self.at + self.expected(since)
    }

    /// Whether it is known how fast time passes.
    pub(super) fn is_settled(&self) -> bool {
        self.nanos_a_packet.is_some()
    }

    /// A time that has surely passed when so many packets of the stream have come: that of the last PCR, unless that is so long
    /// ago that the estimate says more even where the rate varies.
    pub(super) fn certain(&self, packet: u64) -> Nanos {
        let now = self.now(packet);
        if now - self.at > ESTIMATED { now } else { self.at }
    }

    /// How much longer than it looks the time until now has been: known from the second PCR on, and told once.
    pub(super) fn take_lead(&mut self) -> Nanos {
        std::mem::take(&mut self.lead)
    }

    /// Takes the next PCR of any PID.
    pub(super) fn push(&mut self, pid: u16, seen: Sighting) {
        let Some((clock, last)) = self.last else {
            self.last = Some((pid, seen));
            return;
        };
        if clock != pid {
            self.others += 1;
            if self.others > GONE_AFTER {
                self.at = self.now(seen.packet);
                self.last = Some((pid, seen));
                self.others = 0;
            }
            return;
        }
        self.others = 0;
        self.last = Some((pid, seen));
        let packets = seen.packet.saturating_sub(last.packet);
        let (ticks, expected) = (step(last.pcr, seen.pcr), self.expected(packets));
        let told = time(ticks);
        // A long step is a gap between PCRs where as much of the stream came meanwhile, and else a jump of the clock.
        let is_gap = told < expected + expected && expected < told + told;
        if seen.is_discontinuity || (ticks > LARGEST_STEP && !is_gap) {
            self.at = self.at + expected;
            return;
        }
        self.at = self.at + told;
        if packets == 0 || ticks == 0 {
            return;
        }
        let is_first = self.nanos_a_packet.is_none();
        self.nanos_a_packet = Some(told.0 as f64 / packets as f64);
        if is_first {
            self.lead = self.expected(last.packet);
        }
    }

    fn expected(&self, packets: u64) -> Nanos {
        let nanos = self.nanos_a_packet.unwrap_or_default() * packets as f64;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "never negative, and what is past the range becomes its end"
        )]
        Nanos(nanos as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(clock: &mut StreamClock, pid: u16, pcr_millis: u64, packet: u64) {
        clock.push(
            pid,
            Sighting {
                pcr: pcr_millis * 27_000,
                at: Nanos(0),
                packet,
                is_discontinuity: false,
            },
        );
    }

    #[test]
    fn time_passes_between_clocks_and_a_jump_of_one_does_not_count() {
        let mut clock = StreamClock::default();
        let millis = |millis| BEGINNING + Nanos::from_millis(millis);
        push(&mut clock, 1, 500, 50);
        assert_eq!(clock.now(80), BEGINNING, "it is not known how fast yet");
        push(&mut clock, 1, 540, 90);
        assert_eq!(clock.now(90), millis(40), "a millisecond for each packet");
        assert_eq!(clock.take_lead(), Nanos::from_millis(50));
        assert_eq!(clock.now(100), millis(50));
        push(&mut clock, 1, 5_000, 130);
        assert_eq!(clock.now(130), millis(80), "a jump");
        push(&mut clock, 1, 5_800, 1_130);
        assert_eq!(
            clock.now(1_130),
            millis(880),
            "a gap, in which less came than before"
        );
    }

    #[test]
    fn another_clock_takes_over() {
        let mut clock = StreamClock::default();
        push(&mut clock, 1, 0, 0);
        push(&mut clock, 1, 40, 40);
        for number in 0..=u64::from(GONE_AFTER) + 25 {
            push(&mut clock, 2, 7_000 + 40 * number, 60 + 40 * number);
        }
        let (pid, last) = clock.last.unwrap();
        assert_eq!(pid, 2);
        assert_eq!(
            clock.now(last.packet),
            BEGINNING + Nanos::from_millis(last.packet)
        );
    }
}
