//! The indicators of TR 101 290 as findings: their names, how bad they are, and what to look at.

use mpegts::Indicator;
use wire::Severity::{self, Critical, Info, Major, Minor};
use wire::kind::FindingInfo;

use crate::describe::finding;

/// What is said of an indicator.
struct Entry {
    indicator: Indicator,
    code: &'static str,
    severity: Severity,
    /// What is so, within a sentence.
    what: &'static str,
    /// What it means, and what to look at.
    advice: &'static str,
}

const fn entry(
    indicator: Indicator,
    code: &'static str,
    severity: Severity,
    what: &'static str,
    advice: &'static str,
) -> Entry {
    Entry {
        indicator,
        code,
        severity,
        what,
        advice,
    }
}

/// In the order of the standard.
static ENTRIES: [Entry; 27] = [
    entry(
        Indicator::TsSyncLoss,
        "mpegts.ts_sync_loss",
        Critical,
        "sync was lost",
        "Two sync bytes in a row were wrong (1.1): bits are lost on the way, or two streams are mixed.",
    ),
    entry(
        Indicator::SyncByteError,
        "mpegts.sync_byte_error",
        Major,
        "a packet did not begin with its sync byte",
        "A packet did not begin with 0x47 (1.2): look at the modulator, the multiplexer or the way here.",
    ),
    entry(
        Indicator::PatError2,
        "mpegts.pat_error",
        Critical,
        "no PAT for more than 0.5 s, or a scrambled one",
        "The program association table is missing or scrambled (1.3.a): receivers find no program.",
    ),
    entry(
        Indicator::ContinuityCountError,
        "mpegts.continuity_count_error",
        Major,
        "packets are missing or in the wrong order",
        "Packets are lost, doubled or in the wrong order (1.4): look at the network between encoder and here.",
    ),
    entry(
        Indicator::PmtError2,
        "mpegts.pmt_error",
        Critical,
        "no PMT for more than 0.5 s, or a scrambled one",
        "A program map table is missing or scrambled (1.5.a): receivers do not find picture and sound.",
    ),
    entry(
        Indicator::PidError,
        "mpegts.pid_error",
        Critical,
        "the PMT names it, but nothing came for more than 5 s",
        "Picture or sound that the program map names does not come (1.6): look at the encoder's inputs.",
    ),
    entry(
        Indicator::TransportError,
        "mpegts.transport_error",
        Major,
        "a packet is marked as damaged on its way",
        "A receiver or modem on the way could not correct packets (2.1): look at its signal.",
    ),
    entry(
        Indicator::CrcError,
        "mpegts.crc_error",
        Major,
        "a table is damaged",
        "A table came damaged (2.2): look at the multiplexer and the way here.",
    ),
    entry(
        Indicator::PcrRepetitionError,
        "mpegts.pcr_repetition_error",
        Minor,
        "PCRs came too far apart",
        "Clock references came too seldom (2.3a): decoders may drift or stutter.",
    ),
    entry(
        Indicator::PcrDiscontinuityIndicatorError,
        "mpegts.pcr_discontinuity",
        Major,
        "the PCR jumped",
        "The clock jumped without notice (2.3b): an encoder restarted, or packets are lost.",
    ),
    entry(
        Indicator::PcrAccuracyError,
        "mpegts.pcr_accuracy_error",
        Minor,
        "a PCR was more than 500 ns off its place",
        "Clock references are inexact (2.4): look at the multiplexer, which must restamp them when it moves packets.",
    ),
    entry(
        Indicator::PtsError,
        "mpegts.pts_error",
        Minor,
        "time stamps of pictures or sound came more than 700 ms apart",
        "Time stamps came too seldom (2.5): picture and sound may drift apart; look at the encoder.",
    ),
    entry(
        Indicator::CatError,
        "mpegts.cat_error",
        Minor,
        "packets are scrambled, but there is no CAT",
        "Packets are scrambled, but no conditional access table says how (2.6).",
    ),
    entry(
        Indicator::NitActualError,
        "mpegts.nit_actual_error",
        Minor,
        "the NIT of this network is missing, too dense or mixed with others",
        "The network information table does not come as it should (3.1.a): look at the SI generator.",
    ),
    entry(
        Indicator::NitOtherError,
        "mpegts.nit_other_error",
        Minor,
        "the NIT of another network came too seldom",
        "The network information table of another network comes too seldom (3.1.b): look at the SI generator.",
    ),
    entry(
        Indicator::SiRepetitionError,
        "mpegts.si_repetition_error",
        Minor,
        "a table came too seldom or too densely",
        "Service information is not repeated as it should be (3.2): look at the SI generator.",
    ),
    entry(
        Indicator::BufferError,
        "mpegts.buffer_error",
        Minor,
        "a buffer of a model decoder ran over, or data came too late for it",
        "A decoder may not be able to follow (3.3): look at the bitrates that the multiplexer gives its parts.",
    ),
    entry(
        Indicator::UnreferencedPid,
        "mpegts.unreferenced_pid",
        Info,
        "it carries packets, but no table names it",
        "A PID is in no table (3.4.a): private data, or a leftover of another configuration.",
    ),
    entry(
        Indicator::SdtActualError,
        "mpegts.sdt_actual_error",
        Minor,
        "the SDT of this stream is missing, too dense or mixed with others",
        "The service description table does not come as it should (3.5.a): look at the SI generator.",
    ),
    entry(
        Indicator::SdtOtherError,
        "mpegts.sdt_other_error",
        Minor,
        "the SDT of another stream came too seldom",
        "The service description table of another stream comes too seldom (3.5.b): look at the SI generator.",
    ),
    entry(
        Indicator::EitActualError,
        "mpegts.eit_actual_error",
        Minor,
        "the EIT of this stream is missing, too dense or mixed with others",
        "What is on now and next is not told as it should be (3.6.a): look at the SI generator.",
    ),
    entry(
        Indicator::EitOtherError,
        "mpegts.eit_other_error",
        Minor,
        "the EIT of another stream came too seldom",
        "What is on now and next on another stream comes too seldom (3.6.b): look at the SI generator.",
    ),
    entry(
        Indicator::EitPfError,
        "mpegts.eit_pf_error",
        Minor,
        "only one half of now and next came",
        "Of present and following one is missing (3.6.c): look at the SI generator.",
    ),
    entry(
        Indicator::RstError,
        "mpegts.rst_error",
        Minor,
        "the RST came too densely or mixed with others",
        "The running status table does not come as it should (3.7): look at the SI generator.",
    ),
    entry(
        Indicator::TdtError,
        "mpegts.tdt_error",
        Minor,
        "the TDT is missing, too dense or mixed with others",
        "Date and time do not come as they should (3.8): receivers may show the wrong time.",
    ),
    entry(
        Indicator::EmptyBufferError,
        "mpegts.empty_buffer_error",
        Minor,
        "a buffer of a model decoder did not run empty within a second",
        "A transport buffer is never empty (3.9): look at the bitrate of the tables.",
    ),
    entry(
        Indicator::DataDelayError,
        "mpegts.data_delay_error",
        Minor,
        "data stayed in the buffers of a model decoder for too long",
        "Data waits too long for its decoding time (3.10): look at the encoder's buffer and delay settings.",
    ),
];

/// The finding of an indicator, and what it says of a stream. Nothing for one that came into the standard later.
pub(super) fn of(indicator: Indicator) -> Option<(&'static str, &'static str)> {
    let entry = ENTRIES.iter().find(|entry| entry.indicator == indicator)?;
    Some((entry.code, entry.what))
}

/// How bad an indicator is where it occurs, in one word.
pub(super) fn severity(indicator: Indicator) -> &'static str {
    let entry = ENTRIES.iter().find(|entry| entry.indicator == indicator);
    match entry.map(|entry| entry.severity) {
        Some(Critical) => "critical",
        Some(Major) => "major",
        Some(Minor) => "minor",
        Some(Info) | None => "info",
    }
}

/// As every kind that watches streams describes them.
pub(super) fn findings() -> impl Iterator<Item = FindingInfo> {
    ENTRIES
        .iter()
        .map(|entry| finding(entry.code, entry.severity, entry.advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_indicator_has_its_finding() {
        let entries = ENTRIES.each_ref().map(|entry| entry.indicator);
        assert_eq!(entries, Indicator::ALL);
        for entry in &ENTRIES {
            let number = entry.indicator.number();
            assert!(
                entry.advice.contains(&format!("({number})"))
                    || entry.advice.contains(&format!("({number}:")),
                "{number}"
            );
        }
    }
}
