//! Which indicators could be judged, and why not.

use super::stream::Stream;
use crate::pcr::Rate;
use crate::psi::{TABLE_EIT_ACTUAL, TABLE_EIT_OTHER, TABLE_NIT_OTHER, TABLE_SDT_OTHER};
use crate::{Indicator, Judged, Profile, State};

const NO_PCR_YET: &str =
    "too few PCRs yet: it needs 32 in a row of a program clock, without a packet lost between them";
const VARIABLE: &str = "variable bitrate: PCRs do not fit a constant rate";
const NO_CLOCK: &str = "no PMT names a program clock";
const NO_PICTURES: &str = "no PMT names video or audio";
const NO_STAMPS: &str = "no PES header of video or audio can be read";

impl Stream {
    /// Of each indicator, in the order of the standard.
    pub(super) fn judged(&mut self, has_packets: bool) -> Vec<Judged> {
        let all = Indicator::ALL.map(|indicator| Judged {
            indicator,
            state: self.state(indicator, has_packets),
        });
        all.into()
    }

    fn state(&mut self, indicator: Indicator, has_packets: bool) -> State {
        if indicator == Indicator::TsSyncLoss {
            State::Watched
        } else if !self.options.profile.asks_for(indicator) {
            State::NotAsked
        } else if !self.has_sync {
            State::Silenced
        } else if !has_packets {
            State::NotMeasured("nothing came in the interval")
        } else if let Some(reason) = self.obstacle(indicator) {
            State::NotMeasured(reason)
        } else {
            self.part(indicator).map_or(State::Watched, State::InPart)
        }
    }

    fn obstacle(&mut self, indicator: Indicator) -> Option<&'static str> {
        let missing = |is_there: bool, reason| (!is_there).then_some(reason);
        match indicator {
            Indicator::PmtError2 => missing(
                !self.tables.programs.is_empty(),
                "no PAT that names a program has come",
            ),
            Indicator::PidError => missing(self.pids.all().any(|state| state.due.is_some()), NO_PICTURES),
            Indicator::PcrRepetitionError | Indicator::PcrDiscontinuityIndicatorError => {
                missing(self.has_clock(), NO_CLOCK)
            }
            Indicator::PcrAccuracyError => self.no_constant_rate(),
            Indicator::PtsError => self.no_stamps(),
            Indicator::DataDelayError => self.no_constant_rate().or_else(|| self.no_stamps()),
            Indicator::BufferError | Indicator::EmptyBufferError => self.no_constant_rate(),
            Indicator::UnreferencedPid => missing(
                self.tables.whole_since.is_some(),
                "the PAT or a PMT has not come, so that it is not known what is referenced",
            ),
            Indicator::NitOtherError => missing(
                self.tables.sections.has(&[TABLE_NIT_OTHER]),
                "no NIT of another network has come",
            ),
            Indicator::SdtOtherError => missing(
                self.tables.sections.has(&[TABLE_SDT_OTHER]),
                "no SDT of another stream has come",
            ),
            Indicator::EitOtherError => missing(
                self.tables.sections.has(&[TABLE_EIT_OTHER]),
                "no EIT present/following of another stream has come",
            ),
            Indicator::EitPfError => missing(
                self.tables.sections.has(&[TABLE_EIT_ACTUAL, TABLE_EIT_OTHER]),
                "no EIT present/following has come",
            ),
            _ => None,
        }
    }

    fn part(&self, indicator: Indicator) -> Option<&'static str> {
        match indicator {
            Indicator::CatError if self.options.profile == Profile::Atsc => {
                Some("other tables on PID 1; a CAT is not demanded")
            }
            Indicator::BufferError => Some(
                "overflow of TBsys, and data that come after their decoding time; the other buffers have sizes and rates \
                 that only the coding tells",
            ),
            Indicator::EmptyBufferError => {
                Some("TBsys; the buffers of streams leak at rates that only the coding tells")
            }
            _ => None,
        }
    }

    fn has_clock(&mut self) -> bool {
        let mut clocks = self.pids.all().filter_map(|state| state.clock.as_ref());
        clocks.any(|clock| clock.due.is_some())
    }

    /// Why no program clock shows a constant rate.
    fn no_constant_rate(&mut self) -> Option<&'static str> {
        let rates = self
            .pids
            .all()
            .filter_map(|state| state.clock.as_ref()?.meter.rate());
        let rates = Vec::from_iter(rates);
        if rates.is_empty() {
            Some(NO_CLOCK)
        } else if rates.contains(&Rate::Constant) {
            None
        } else if rates.contains(&Rate::Variable) {
            Some(VARIABLE)
        } else {
            Some(NO_PCR_YET)
        }
    }

    fn no_stamps(&mut self) -> Option<&'static str> {
        let stamps = self.pids.all().filter_map(|state| state.stamps.as_ref());
        let mut readable = stamps.map(|stamps| stamps.is_readable).peekable();
        if readable.peek().is_none() {
            Some(NO_PICTURES)
        } else if readable.any(|is_readable| is_readable) {
            None
        } else {
            Some(NO_STAMPS)
        }
    }
}
