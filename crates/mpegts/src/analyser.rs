use crate::framing::Framer;
use crate::{Nanos, Options, Report};

mod buffers;
mod judgement;
mod lead;
mod pids;
mod reading;
mod sections;
mod si;
mod stamps;
mod stream;
mod stream_clock;
mod tables;
mod tally;
mod tell;
mod uses;

use stream::Stream;

/// Watches one transport stream.
///
/// Rules, from TR 101 290, 5.1 and 5.2, where it leaves a choice and where it does not:
///
/// - While sync is lost (1.1) nothing else is judged. Afterwards every table, clock and PID has its full time anew, and
///   counters begin anew.
/// - A packet with transport_error_indicator is counted (2.1) and then left alone. A section with a wrong CRC is counted (2.2)
///   and nothing in it is used; nor does it count as having come.
/// - A packet whose sync byte alone is wrong (1.2) is not read, so its PID misses it (1.4), as a decoder would.
/// - Only a section of the right table for the right program counts as its PMT.
/// - Gaps are judged by the arrival of what ends them, and in a report by the arrival of the newest bytes. While not a byte
///   comes nothing is judged, and from [`Options::silence`] on that time is charged to nothing: [`Report::silent_for`] and
///   [`Report::longest_pause`] tell it.
/// - PCRs are judged (2.3a, 2.3b) where a PMT names their PID as that of a clock, and PIDs (1.6) where it names them as video or
///   audio. Audio for the impaired (audio_type above 0), data and subtitles may pause.
///
/// - PTSs (2.5) are judged while packets of their stream come in the clear, and where no descriptor lets pictures stand still.
/// - A PID is in no table (3.4.a) when it comes for too long while the PAT and the PMTs of all its programs are known.
/// - Tables of service information are judged section by section; one that is missing with all its sections is one error. Those of
///   other networks and streams, BAT, TOT, RST and EIT schedule are missed once they have come, and no longer after ten times
///   their limit.
/// - What each report could not judge is in [`Report::judged`].
///
/// Memory is bounded: 0.5 kB for each PID, 4 kB more for each that carries tables, 2 kB for each with video or audio, 2 kB for
/// each clock of a program, and what
/// 1 024 programs and 512 tables of 8 192 sections say of themselves.
#[derive(Debug)]
pub struct Analyser {
    framer: Framer,
    stream: Stream,
}

impl Analyser {
    /// Has seen nothing.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            framer: Framer::new(),
            stream: Stream::new(options),
        }
    }

    /// Takes the next bytes, which arrived at that time: a datagram's payload, a block of a file, a message. Packets may be
    /// cut across pushes. A time before that of the last push counts as the same.
    pub fn push(&mut self, bytes: &[u8], at: Nanos) {
        let stream = &mut self.stream;
        stream.arrive(bytes.len(), at);
        self.framer.push(bytes, |found| stream.take(found));
    }

    /// Whether something wrong was seen since the last report.
    #[must_use]
    pub fn has_found(&self) -> bool {
        self.stream.has_found()
    }

    /// What was seen since the last report. `now` is on the clock of `push`, and means nothing with
    /// [`crate::Clock::Stream`].
    pub fn report(&mut self, now: Nanos) -> Report {
        self.stream.tell(self.framer.sync(), now)
    }
}

#[cfg(test)]
mod tests;
