use crate::{Indicator, Nanos, Priority};

/// What tells how much time passes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Clock {
    /// The time given with each push: for a stream as it arrives.
    #[default]
    Arrival,
    /// The PCRs of the stream: for a file, which is read faster or slower than it plays. The time given with a push means
    /// nothing then, there is no jitter of arrival, and no silence.
    Stream,
}

/// Which indicators are asked for: a table that nobody promised is not missing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Profile {
    /// A stream on its way to somebody who knows what is in it: priorities 1 and 2, and 3.4.a. No service information.
    #[default]
    Contribution,
    /// A stream that set-top boxes tune to by EN 300 468: everything. NIT, SDT, EIT present/following and TDT must be there.
    Dvb,
    /// As [`Profile::Contribution`], and no CAT is demanded where packets are scrambled.
    Atsc,
}

impl Profile {
    /// Whether it asks for an indicator.
    #[must_use]
    pub fn asks_for(self, indicator: Indicator) -> bool {
        self == Self::Dvb || indicator.priority() < Priority::Third || indicator == Indicator::UnreferencedPid
    }
}

/// What an [`crate::Analyser`] goes by. The defaults are those of TR 101 290 V1.4.1 where it has one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Options {
    /// What tells how much time passes.
    pub clock: Clock,
    /// Which indicators are asked for.
    pub profile: Profile,
    /// Longest time between two sections 0 of the PAT (1.3.a): 0.5 s.
    pub pat: Nanos,
    /// Longest time between two PMTs of a program (1.5.a): 0.5 s.
    pub pmt: Nanos,
    /// Longest time between two PCRs of a program (2.3a): 0.1 s. Before 2005 it was 0.04 s.
    pub pcr: Nanos,
    /// Farthest that a PCR may be from where its byte stands (2.4): 500 ns.
    pub pcr_accuracy: Nanos,
    /// Longest time between two packets of a video or audio stream (1.6): 5 s.
    pub pid: Nanos,
    /// Longest time between two PTSs of a video or audio stream (2.5): 0.7 s.
    pub pts: Nanos,
    /// Longest time for which packets may be scrambled without a CAT (2.6): 1 s. The standard has no figure.
    pub cat: Nanos,
    /// Longest time for which a PID may come that no table names (3.4.a): 0.5 s.
    pub unreferenced: Nanos,
    /// How often service information must come.
    pub si: SiLimits,
    /// Time without a single byte from which on the stream is silent: 0.5 s. How long it was silent is not charged to
    /// tables, clocks and PIDs, so that a pulled cable is one fault and not one for each of them.
    pub silence: Nanos,
}

/// Longest times between two sections with the same number of one table, for [`Profile::Dvb`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SiLimits {
    /// Of the NIT of this network (3.1.a): 10 s.
    pub nit_actual: Nanos,
    /// Of the NIT of another network (3.1.b): 10 s.
    pub nit_other: Nanos,
    /// Of a BAT (3.2; TR 101 211, 4.4): 10 s.
    pub bat: Nanos,
    /// Of the SDT of this stream (3.5.a): 2 s.
    pub sdt_actual: Nanos,
    /// Of the SDT of another stream (3.5.b): 10 s.
    pub sdt_other: Nanos,
    /// Of EIT present/following of this stream (3.6.a): 2 s.
    pub eit_actual: Nanos,
    /// Of EIT present/following of another stream (3.6.b): 10 s.
    pub eit_other: Nanos,
    /// Of EIT schedule of this stream (3.2): 60 s. TR 101 211, 4.4, has 10 s for the next days and 30 to 300 s for later
    /// ones, by the medium, so that this is no figure of its own.
    pub schedule_actual: Nanos,
    /// Of EIT schedule of another stream (3.2): 300 s.
    pub schedule_other: Nanos,
    /// Of the TDT (3.8): 30 s.
    pub tdt: Nanos,
    /// Of the TOT (3.2; TR 101 211, 4.4): 30 s.
    pub tot: Nanos,
    /// Shortest time between two sections of one table, whatever their numbers (3.1.a, 3.2, 3.5.a, 3.6.a, 3.7, 3.8;
    /// EN 300 468, 5.1.4): 25 ms. Taken from the end of one to the end of the next, so that long ones are judged mildly.
    pub least_gap: Nanos,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Clock::Arrival,
            profile: Profile::Contribution,
            pat: Nanos::from_millis(500),
            pmt: Nanos::from_millis(500),
            pcr: Nanos::from_millis(100),
            pcr_accuracy: Nanos(500),
            pid: Nanos::from_millis(5_000),
            pts: Nanos::from_millis(700),
            cat: Nanos::from_millis(1_000),
            unreferenced: Nanos::from_millis(500),
            si: SiLimits::default(),
            silence: Nanos::from_millis(500),
        }
    }
}

impl Default for SiLimits {
    fn default() -> Self {
        let seconds = |seconds: u64| Nanos::from_millis(1_000 * seconds);
        Self {
            nit_actual: seconds(10),
            nit_other: seconds(10),
            bat: seconds(10),
            sdt_actual: seconds(2),
            sdt_other: seconds(10),
            eit_actual: seconds(2),
            eit_other: seconds(10),
            schedule_actual: seconds(60),
            schedule_other: seconds(300),
            tdt: seconds(30),
            tot: seconds(30),
            least_gap: Nanos::from_millis(25),
        }
    }
}
