/// What TR 101 290 V1.4.1, tables 5.0a to 5.0c, has an analyser watch for, in its newest form where an older one is kept
/// beside it there (1.3.a instead of 1.3).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Indicator {
    /// 1.1: two or more sync bytes in a row were wrong. While it lasts nothing else is judged.
    TsSyncLoss,
    /// 1.2: one sync byte was wrong.
    SyncByteError,
    /// 1.3.a: the PAT did not come in time, PID 0 carried another table, or it was scrambled.
    PatError2,
    /// 1.4: packets were lost, in the wrong order, or sent more than twice.
    ContinuityCountError,
    /// 1.5.a: the PMT of a program did not come in time, or its PID was scrambled.
    PmtError2,
    /// 1.6: a video or audio stream that a PMT names did not come.
    PidError,
    /// 2.1: transport_error_indicator was set.
    TransportError,
    /// 2.2: the CRC of a table was wrong.
    CrcError,
    /// 2.3a: PCRs came too far apart in time.
    PcrRepetitionError,
    /// 2.3b: two PCRs differed by more than 100 ms, or the second was less, without discontinuity_indicator.
    PcrDiscontinuityIndicatorError,
    /// 2.4: at a constant bitrate a PCR was more than 500 ns from where its byte stands.
    PcrAccuracyError,
    /// 2.5: PTSs of a stream came too far apart in time.
    PtsError,
    /// 2.6: packets were scrambled and there was no CAT, or PID 1 carried another table.
    CatError,
    /// 3.1.a: the NIT of this network did not come in time, came too densely, or PID 0x10 carried another table.
    NitActualError,
    /// 3.1.b: the NIT of another network, seen before, did not come in time.
    NitOtherError,
    /// 3.2: a table of service information without an indicator of its own (BAT, TOT, EIT schedule) did not come in time, or
    /// one of those or of another network or stream came too densely.
    SiRepetitionError,
    /// 3.3: a buffer of the T-STD overflowed, or data came after the time at which it is decoded.
    BufferError,
    /// 3.4.a: a PID that no table names.
    UnreferencedPid,
    /// 3.5.a: the SDT of this stream did not come in time, came too densely, or PID 0x11 carried another table.
    SdtActualError,
    /// 3.5.b: the SDT of another stream, seen before, did not come in time.
    SdtOtherError,
    /// 3.6.a: the EIT present/following of this stream did not come in time, came too densely, or PID 0x12 carried another
    /// table.
    EitActualError,
    /// 3.6.b: the EIT present/following of another stream, seen before, did not come in time.
    EitOtherError,
    /// 3.6.c: of an EIT present/following one of its two sections came and the other did not.
    EitPfError,
    /// 3.7: the RST came too densely, or PID 0x13 carried another table.
    RstError,
    /// 3.8: the TDT did not come in time, came too densely, or PID 0x14 carried another table.
    TdtError,
    /// 3.9: a transport buffer of the T-STD was not empty once in a second.
    EmptyBufferError,
    /// 3.10: data lay in the T-STD for longer than it may.
    DataDelayError,
}

/// How bad it is, in the words of TR 101 290, 5.2.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Priority {
    /// First: without it nothing can be decoded.
    First,
    /// Second: recommended for continuous watching.
    Second,
    /// Third: depends on the application.
    Third,
}

/// How often an indicator occurred in the interval of a report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Occurrence {
    /// What occurred.
    pub indicator: Indicator,
    /// Where; nothing where it concerns the whole stream.
    pub pid: Option<u16>,
    /// Errors. What is missing counts once for each gap, and once more in each further interval into which the gap reaches.
    pub count: u64,
}

impl Indicator {
    /// All of them, in the order of the standard.
    pub const ALL: [Self; 27] = [
        Self::TsSyncLoss,
        Self::SyncByteError,
        Self::PatError2,
        Self::ContinuityCountError,
        Self::PmtError2,
        Self::PidError,
        Self::TransportError,
        Self::CrcError,
        Self::PcrRepetitionError,
        Self::PcrDiscontinuityIndicatorError,
        Self::PcrAccuracyError,
        Self::PtsError,
        Self::CatError,
        Self::NitActualError,
        Self::NitOtherError,
        Self::SiRepetitionError,
        Self::BufferError,
        Self::UnreferencedPid,
        Self::SdtActualError,
        Self::SdtOtherError,
        Self::EitActualError,
        Self::EitOtherError,
        Self::EitPfError,
        Self::RstError,
        Self::TdtError,
        Self::EmptyBufferError,
        Self::DataDelayError,
    ];

    const fn entry(self) -> (&'static str, &'static str) {
        match self {
            Self::TsSyncLoss => ("1.1", "TS_sync_loss"),
            Self::SyncByteError => ("1.2", "Sync_byte_error"),
            Self::PatError2 => ("1.3.a", "PAT_error_2"),
            Self::ContinuityCountError => ("1.4", "Continuity_count_error"),
            Self::PmtError2 => ("1.5.a", "PMT_error_2"),
            Self::PidError => ("1.6", "PID_error"),
            Self::TransportError => ("2.1", "Transport_error"),
            Self::CrcError => ("2.2", "CRC_error"),
            Self::PcrRepetitionError => ("2.3a", "PCR_repetition_error"),
            Self::PcrDiscontinuityIndicatorError => ("2.3b", "PCR_discontinuity_indicator_error"),
            Self::PcrAccuracyError => ("2.4", "PCR_accuracy_error"),
            Self::PtsError => ("2.5", "PTS_error"),
            Self::CatError => ("2.6", "CAT_error"),
            Self::NitActualError => ("3.1.a", "NIT_actual_error"),
            Self::NitOtherError => ("3.1.b", "NIT_other_error"),
            Self::SiRepetitionError => ("3.2", "SI_repetition_error"),
            Self::BufferError => ("3.3", "Buffer_error"),
            Self::UnreferencedPid => ("3.4.a", "Unreferenced_PID"),
            Self::SdtActualError => ("3.5.a", "SDT_actual_error"),
            Self::SdtOtherError => ("3.5.b", "SDT_other_error"),
            Self::EitActualError => ("3.6.a", "EIT_actual_error"),
            Self::EitOtherError => ("3.6.b", "EIT_other_error"),
            Self::EitPfError => ("3.6.c", "EIT_PF_error"),
            Self::RstError => ("3.7", "RST_error"),
            Self::TdtError => ("3.8", "TDT_error"),
            Self::EmptyBufferError => ("3.9", "Empty_buffer_error"),
            Self::DataDelayError => ("3.10", "Data_delay_error"),
        }
    }

    /// As in the tables of TR 101 290, such as `1.4`.
    #[must_use]
    pub const fn number(self) -> &'static str {
        self.entry().0
    }

    /// As in the tables of TR 101 290, such as `Continuity_count_error`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.entry().1
    }

    /// The first figure of its number.
    #[must_use]
    pub const fn priority(self) -> Priority {
        match self.number().as_bytes() {
            [b'1', ..] => Priority::First,
            [b'2', ..] => Priority::Second,
            _ => Priority::Third,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_priorities_go_together() {
        let indicator = Indicator::ContinuityCountError;
        assert_eq!(
            (indicator.number(), indicator.name()),
            ("1.4", "Continuity_count_error")
        );
        assert_eq!(indicator.priority(), Priority::First);
        assert_eq!(Indicator::CatError.priority(), Priority::Second);
        assert_eq!(Indicator::DataDelayError.priority(), Priority::Third);
    }

    #[test]
    fn all_are_there_once_and_in_order() {
        assert!(Indicator::ALL.is_sorted_by(|earlier, later| earlier < later));
        assert_eq!(Indicator::ALL.last(), Some(&Indicator::DataDelayError));
        let numbers = Indicator::ALL.map(Indicator::number);
        let major = |number: &str| {
            let mut parts = number.split('.');
            let mut next = || {
                let digits = parts.next().unwrap().trim_end_matches(char::is_alphabetic);
                digits.parse::<u8>().unwrap()
            };
            (next(), next())
        };
        assert!(numbers.is_sorted_by_key(|number| major(number)));
    }
}
