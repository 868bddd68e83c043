use crate::Nanos;
use crate::framing::Sync;
use crate::indicator::Occurrence;
use crate::judged::Judged;
use crate::pcr::{Measured, Offset, Rate};
use crate::psi::{Cue, Kind, Stream};

/// How often something happened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Count {
    /// In the interval of the report.
    pub interval: u64,
    /// Since the analyser was made.
    pub total: u64,
}

impl Count {
    pub(crate) fn add(&mut self, more: u64) {
        self.interval += more;
        self.total += more;
    }

    /// What the interval had; the next one begins.
    pub(crate) fn take(&mut self) -> Self {
        let taken = *self;
        self.interval = 0;
        taken
    }
}

/// What an analyser saw since its last report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Whether packets are being found.
    pub sync: Sync,
    /// How long the interval was, by the clock of [`crate::Options::clock`]. The first begins with the first sync.
    pub interval: Nanos,
    /// For how long there has not been a byte, where that is longer than [`crate::Options::silence`].
    pub silent_for: Option<Nanos>,
    /// The longest time without a byte that reached into the interval; nothing for a file.
    pub longest_pause: Option<Nanos>,
    /// Packets found.
    pub packets: Count,
    /// Bytes pushed, also those in which no packet was found.
    pub bytes: Count,
    /// Of all packets over the interval, in bits per second (TR 101 290, 5.3.3); nothing where no time passed.
    pub bitrate: Option<f64>,
    /// Of all packets by profile MGB2, in bits per second; nothing in the first second.
    pub rate: Option<f64>,
    /// The share of null packets, 0 to 1.
    pub null_share: Option<f64>,
    /// Losses of sync (1.1).
    pub sync_losses: Count,
    /// Wrong sync bytes (1.2).
    pub sync_byte_errors: Count,
    /// Packets with transport_error_indicator (2.1).
    pub transport_errors: Count,
    /// Errors of the counter (1.4).
    pub continuity_errors: Count,
    /// Packets that are missing by their counters: modulo 16 at each error, so the least there can be.
    pub lost_packets: Count,
    /// Packets that were sent twice, which is legal.
    pub duplicates: Count,
    /// Sections with a wrong CRC (2.2).
    pub crc_errors: Count,
    /// Sections with impossible lengths, and cues and tables of ATSC with a wrong CRC, of which TR 101 290 says nothing.
    pub malformed_sections: Count,
    /// Every PID seen since the analyser was made, in order.
    pub pids: Vec<Pid>,
    /// Every program of the PAT, in order of number.
    pub services: Vec<Service>,
    /// Every PID that carries PCRs or is named to do so, in order.
    pub pcrs: Vec<PcrReport>,
    /// transport_stream_id of the PAT.
    pub transport_stream_id: Option<u16>,
    /// What occurred of TR 101 290, in order of number and PID.
    pub indicators: Vec<Occurrence>,
    /// Whether each of [`crate::Indicator::ALL`] could be judged, in that order.
    pub judged: Vec<Judged>,
    /// Every table that came, in order of PID and table_id: 512 at most.
    pub tables: Vec<Table>,
    /// What cues of SCTE 35 announced in the interval, splice_null apart: 64 at most, the first ones.
    pub splices: Vec<Splice>,
}

/// One table: all sections with the same table_id and table_id_extension, and for SDT and EIT of the same transport stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Table {
    /// Where it is.
    pub pid: u16,
    /// Which table it is.
    pub table_id: u8,
    /// table_id_extension, such as the program_number of a PMT or the service_id of an EIT; 0 where it has none.
    pub extension: u16,
    /// version_number of its newest section; nothing for TDT, TOT, RST and splice information, which have none.
    pub version: Option<u8>,
    /// How often its version or, at the same version, its content changed; an EIT is always changing.
    pub changes: Count,
    /// Sections that it says it has; those of an EIT schedule need not all be there.
    pub sections: u16,
    /// Longest time between two sections with the same number that ended in the interval, in seconds.
    pub longest_interval: Option<f64>,
}

/// What a cue of SCTE 35 announced.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Splice {
    /// On which PID it came.
    pub pid: u16,
    /// When it came, by the clock of [`crate::Options::clock`].
    pub at: Nanos,
    /// What it says.
    pub cue: Cue,
}

/// The time stamps of one video or audio stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PtsReport {
    /// PTSs in the interval.
    pub count: u64,
    /// The last one, in units of 1/90 000 s.
    pub last: Option<u64>,
    /// The longest time between the arrival of two that ended in the interval, in seconds.
    pub longest_interval: Option<f64>,
    /// How much later than the program clock showed when it came the last one is shown, in seconds; below 0 it came too late.
    pub ahead_of_pcr: Option<f64>,
    /// Least and greatest of how much later the data of the interval were decoded than they came, in seconds: their time in
    /// the T-STD (ISO/IEC 13818-1, 2.4.2.6), where the PCRs of the program show a constant rate.
    pub delay: Option<(f64, f64)>,
    /// Of a sound, how far its stamps are ahead of those of the picture of its program; nothing in the first seconds, and
    /// where the program has no picture or no clock.
    pub lead: Option<Lead>,
}

/// How far the stamps of a sound are ahead of those of the picture that come at the same place of the multiplex. An encoder may
/// send them in any order, so the lead itself says nothing of lip sync. That it moves says that the stamps no longer mean what
/// they meant, as far as they tell: what was wrong before the encoder does not show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead {
    /// PID of the picture.
    pub picture: u16,
    /// PTS of the sound less DTS of the picture, both against the program clock, in seconds: medians of a second.
    pub seconds: f64,
    /// How far it has lain for five seconds beyond where it was when it settled, in seconds, as far as the stamps of the sound
    /// moved against the program clock as well: above 0 where the sound moved ahead. Stamps that leap for more than a second, and
    /// another picture, begin anew. Nothing in the first seven seconds.
    pub moved: Option<f64>,
}

/// One PID.
#[derive(Clone, Debug, PartialEq)]
pub struct Pid {
    /// 13 bits.
    pub pid: u16,
    /// Its packets.
    pub packets: Count,
    /// Over the interval, in bits per second; nothing where no time passed.
    pub bitrate: Option<f64>,
    /// By profile MGB2, in bits per second; nothing in the first second after its first packet.
    pub rate: Option<f64>,
    /// Errors of its counter (1.4).
    pub continuity_errors: Count,
    /// Packets that are missing by its counter, the least there can be.
    pub lost_packets: Count,
    /// Packets with transport_scrambling_control other than 0.
    pub scrambled: Count,
    /// Packets with transport_error_indicator (2.1).
    pub transport_errors: Count,
    /// What it is for.
    pub role: Role,
    /// When its last packet came, by the clock of [`crate::Options::clock`].
    pub last_seen: Nanos,
    /// Its time stamps, where it is video or audio.
    pub pts: Option<PtsReport>,
}

/// What a PID is for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Role {
    /// Program association table.
    Pat,
    /// Conditional access table.
    Cat,
    /// Program map of a program; the first one where several share the PID.
    Pmt {
        /// program_number.
        service: u16,
    },
    /// Network information table.
    Nit,
    /// Service description and bouquet association table.
    Sdt,
    /// Event information table.
    Eit,
    /// Time and date table, time offset table.
    Tdt,
    /// A program's clock and nothing else.
    PcrOnly {
        /// program_number.
        service: u16,
    },
    /// A stream of a program; the first one where several share it.
    Elementary {
        /// program_number.
        service: u16,
        /// What it is.
        kind: Kind,
        /// ISO 639-2 code of three letters.
        language: Option<String>,
    },
    /// Stuffing.
    Null,
    /// No table read here names it. Conditional access messages and the rarer tables of EN 300 468 are among these.
    Unreferenced,
}

/// One program.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Service {
    /// program_number.
    pub number: u16,
    /// service_name of the SDT.
    pub name: Option<String>,
    /// service_provider_name of the SDT.
    pub provider: Option<String>,
    /// service_type of the SDT (EN 300 468, table 87).
    pub service_type: Option<u8>,
    /// Where the PAT says its PMT is.
    pub pmt_pid: u16,
    /// Where its PMT says its clock is; nothing before its PMT came, and where it has no clock.
    pub pcr_pid: Option<u16>,
    /// Whether its PMT registers it as one that may carry cues of SCTE 35 (`CUEI`), or names a stream of them.
    pub has_cues: bool,
    /// Its streams, in the order of its PMT.
    pub streams: Vec<Stream>,
}

/// One program clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PcrReport {
    /// Where it is.
    pub pid: u16,
    /// What it showed.
    pub measured: Measured,
    /// Jumps without discontinuity_indicator (2.3b).
    pub discontinuities: Count,
    /// Times between two that were too long (2.3a).
    pub repetition_errors: Count,
    /// All that came.
    pub count: Count,
    /// The longest time between two since the analyser was made, in seconds.
    pub worst_interval: Option<f64>,
    /// Whether they grow with the bytes of the stream by a constant rate, so that their accuracy can be told. Nothing where no
    /// PMT names the PID.
    pub rate: Option<Rate>,
    /// PCR_AC: how far one was from where its byte stands at the most, in seconds, by a line through [`crate::pcr::WINDOW`] of
    /// them (TR 101 290, 5.3.2.6). Of the windows that ended in the interval, or else of the last one.
    pub accuracy: Option<f64>,
    /// Those that were off by more than 500 ns (2.4).
    pub accuracy_errors: Count,
    /// PCR_FO and PCR_DR, how far the clock is off, by arrival; nothing for a file, and before it has been heard for 100 s
    /// without a gap.
    pub offset: Option<Offset>,
}
