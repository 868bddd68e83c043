use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One kind of damage, how often, and where.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fault {
    /// What is done.
    pub kind: Kind,
    /// How many times.
    pub count: usize,
    /// To packets of which PID; any but null packets where there is none.
    pub pid: Option<u16>,
}

/// What can be done. Apart from `Delete`, `Insert` and `Cut` each concerns packets that have a payload.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Leaves a packet out.
    Drop,
    /// Sends a packet twice.
    Duplicate,
    /// Exchanges a packet with the next one of its PID.
    Swap,
    /// Sets transport_error_indicator.
    TransportError,
    /// Changes one byte of a section behind its header, so that its CRC is wrong. On PID 0 unless told otherwise.
    Crc,
    /// Sets transport_scrambling_control to 2.
    Scramble,
    /// Gives a packet another continuity_counter.
    Counter,
    /// Changes the sync byte of a packet.
    SyncByte,
    /// Inserts 1 to 187 bytes before a packet.
    Insert,
    /// Cuts off the last 1 to 64 bytes of a packet.
    Cut,
    /// Puts the PCRs of a PID ahead by 10 s from some PCR on.
    Jump,
    /// Leaves out this many packets of a PID in a row, such as those of a table. On PID 0 unless told otherwise.
    Delete,
    /// Makes this many packets of a PID in a row null packets and counts those behind anew: a table or a stream that its
    /// multiplexer has stopped to send. On PID 0 unless told otherwise.
    Withhold,
    /// Puts a PCR 2 µs ahead.
    PcrOff,
    /// Takes the time stamps of this many PES headers of a PID in a row away.
    NoPts,
    /// Puts the time stamps of this many PES headers of a PID in a row 11 s ahead.
    Ahead,
    /// Puts the time stamps of this many PES headers of a PID in a row 3 s back.
    Behind,
    /// Makes this many null packets in a row packets of a PID that no table names, 6844 unless told otherwise.
    Stray,
    /// Gives a section the table_id 0x80 and a right CRC. On PID 0 unless told otherwise.
    WrongTable,
}

const NAMES: [(&str, Kind); 19] = [
    ("drop", Kind::Drop),
    ("duplicate", Kind::Duplicate),
    ("swap", Kind::Swap),
    ("transport-error", Kind::TransportError),
    ("crc", Kind::Crc),
    ("scramble", Kind::Scramble),
    ("counter", Kind::Counter),
    ("sync-byte", Kind::SyncByte),
    ("insert", Kind::Insert),
    ("cut", Kind::Cut),
    ("jump", Kind::Jump),
    ("delete", Kind::Delete),
    ("withhold", Kind::Withhold),
    ("pcr-off", Kind::PcrOff),
    ("no-pts", Kind::NoPts),
    ("ahead", Kind::Ahead),
    ("behind", Kind::Behind),
    ("stray", Kind::Stray),
    ("wrong-table", Kind::WrongTable),
];

impl Kind {
    /// As it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        let row = NAMES.iter().find(|(_, kind)| *kind == self);
        row.map_or("", |(name, _)| name)
    }
}

/// Why words are no fault.
#[derive(Debug, Error)]
pub enum FaultError {
    /// The kind is not known.
    #[error(
        "there is no fault {0:?}; there are drop, duplicate, swap, transport-error, crc, scramble, counter, sync-byte, insert, cut, jump, delete, withhold, pcr-off, no-pts, ahead, behind, stray and wrong-table"
    )]
    Kind(String),
    /// The number of times is no number.
    #[error("{0:?} is not a number of times")]
    Count(String),
    /// The PID is no number of 13 bits.
    #[error("{0:?} is not a PID, a number from 0 to 8191")]
    Pid(String),
}

/// `KIND`, `KIND=COUNT`, `KIND@PID` or `KIND=COUNT@PID`.
impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(words: &str) -> Result<Self, Self::Err> {
        let (rest, pid) = match words.split_once('@') {
            Some((rest, pid)) => (rest, Some(pid)),
            None => (words, None),
        };
        let (name, count) = rest.split_once('=').unwrap_or((rest, "1"));
        let kind = NAMES.iter().find(|(known, _)| *known == name);
        let (_, kind) = kind.ok_or_else(|| FaultError::Kind(name.to_owned()))?;
        let pid = pid.map(|pid| {
            let number = pid.parse().ok().filter(|number| *number < 8_192);
            number.ok_or_else(|| FaultError::Pid(pid.to_owned()))
        });
        Ok(Self {
            kind: *kind,
            count: count.parse().map_err(|_| FaultError::Count(count.to_owned()))?,
            pid: pid.transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_mistakes_are_named() {
        let fault: Fault = "drop=10@256".parse().unwrap();
        assert_eq!((fault.kind, fault.count, fault.pid), (Kind::Drop, 10, Some(256)));
        let fault: Fault = "insert".parse().unwrap();
        assert_eq!((fault.kind, fault.count, fault.pid), (Kind::Insert, 1, None));
        assert!(matches!("melt=1".parse::<Fault>(), Err(FaultError::Kind(_))));
        assert!(matches!("drop=x".parse::<Fault>(), Err(FaultError::Count(_))));
        assert!(matches!("drop@8192".parse::<Fault>(), Err(FaultError::Pid(_))));
    }
}
