//! Where tables of service information belong and how often they come (TR 101 290, table 5.0c; TR 101 211, 4.4).

use crate::psi::{
    PID_EIT, PID_NIT, PID_RST, PID_SDT, PID_TDT, TABLE_BAT, TABLE_EIT_ACTUAL, TABLE_EIT_OTHER,
    TABLE_NIT_ACTUAL, TABLE_NIT_OTHER, TABLE_RST, TABLE_SDT_ACTUAL, TABLE_SDT_OTHER, TABLE_STUFFING,
    TABLE_TDT, TABLE_TOT,
};
use crate::{Indicator, Nanos, SiLimits};

/// The demanded tables: where, which, and what it is when they are missing.
pub(super) const DEMANDED: [(u16, u8); 4] = [
    (PID_NIT, TABLE_NIT_ACTUAL),
    (PID_SDT, TABLE_SDT_ACTUAL),
    (PID_EIT, TABLE_EIT_ACTUAL),
    (PID_TDT, TABLE_TDT),
];

/// How long a table of service information may stay away, and what it is when it does.
pub(super) fn limit(pid: u16, table_id: u8, si: &SiLimits) -> Option<(Indicator, Nanos)> {
    Some(match (pid, table_id) {
        (PID_NIT, TABLE_NIT_ACTUAL) => (Indicator::NitActualError, si.nit_actual),
        (PID_NIT, TABLE_NIT_OTHER) => (Indicator::NitOtherError, si.nit_other),
        (PID_SDT, TABLE_SDT_ACTUAL) => (Indicator::SdtActualError, si.sdt_actual),
        (PID_SDT, TABLE_SDT_OTHER) => (Indicator::SdtOtherError, si.sdt_other),
        (PID_SDT, TABLE_BAT) => (Indicator::SiRepetitionError, si.bat),
        (PID_EIT, TABLE_EIT_ACTUAL) => (Indicator::EitActualError, si.eit_actual),
        (PID_EIT, TABLE_EIT_OTHER) => (Indicator::EitOtherError, si.eit_other),
        (PID_EIT, 0x50..=0x5F) => (Indicator::SiRepetitionError, si.schedule_actual),
        (PID_EIT, 0x60..=0x6F) => (Indicator::SiRepetitionError, si.schedule_other),
        (PID_TDT, TABLE_TDT) => (Indicator::TdtError, si.tdt),
        (PID_TDT, TABLE_TOT) => (Indicator::SiRepetitionError, si.tot),
        _ => return None,
    })
}

/// What it is when two sections of a table come too densely.
pub(super) fn too_dense(pid: u16, table_id: u8) -> Option<Indicator> {
    Some(match (pid, table_id) {
        (PID_NIT, TABLE_NIT_ACTUAL) => Indicator::NitActualError,
        (PID_SDT, TABLE_SDT_ACTUAL) => Indicator::SdtActualError,
        (PID_EIT, TABLE_EIT_ACTUAL) => Indicator::EitActualError,
        (PID_RST, TABLE_RST) => Indicator::RstError,
        (PID_TDT, TABLE_TDT) => Indicator::TdtError,
        (PID_NIT, TABLE_NIT_OTHER)
        | (PID_SDT, TABLE_SDT_OTHER | TABLE_BAT)
        | (PID_EIT, TABLE_EIT_OTHER..=0x6F)
        | (PID_TDT, TABLE_TOT) => Indicator::SiRepetitionError,
        _ => return None,
    })
}

/// What it is when a table comes on a PID of service information that has no place there.
pub(super) fn misplaced(pid: u16, table_id: u8) -> Option<Indicator> {
    let (allowed, indicator): (&[u8], _) = match pid {
        PID_NIT => (&[TABLE_NIT_ACTUAL, TABLE_NIT_OTHER], Indicator::NitActualError),
        PID_SDT => (
            &[TABLE_SDT_ACTUAL, TABLE_SDT_OTHER, TABLE_BAT],
            Indicator::SdtActualError,
        ),
        PID_EIT if (TABLE_EIT_ACTUAL..=0x6F).contains(&table_id) => return None,
        PID_EIT => (&[], Indicator::EitActualError),
        PID_RST => (&[TABLE_RST], Indicator::RstError),
        PID_TDT => (&[TABLE_TDT, TABLE_TOT], Indicator::TdtError),
        _ => return None,
    };
    (table_id != TABLE_STUFFING && !allowed.contains(&table_id)).then_some(indicator)
}

pub(super) fn is_present_following(table_id: u8) -> bool {
    matches!(table_id, TABLE_EIT_ACTUAL | TABLE_EIT_OTHER)
}
