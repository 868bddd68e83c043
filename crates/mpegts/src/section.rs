//! Assembles sections across packets (ISO/IEC 13818-1, 2.4.4) and checks them.

use crate::crc::crc32;
use crate::cursor::Cursor;
use crate::packet::Packet;
use crate::psi::{TABLE_SPLICE, TABLE_STUFFING, TABLE_TOT};

/// Bytes of the longest section: private_section and the tables of EN 300 468 (ISO/IEC 13818-1, 2.4.4.11).
pub const LONGEST: usize = 4_096;
/// table_id and section_length.
const START: usize = 3;
/// Bytes up to last_section_number.
const LONG_HEADER: usize = 8;
/// Bytes of the check sum.
const CRC: usize = 4;
/// table_id of what fills a packet behind its last section.
const STUFFING: u8 = 0xFF;
/// Tables that have a CRC without the long header: time offset (EN 300 468, 5.2.6) and splice information (SCTE 35, 9.6).
const SHORT_WITH_CRC: [u8; 2] = [TABLE_TOT, TABLE_SPLICE];

/// What came out of a packet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Assembled<'a> {
    /// A section whose CRC is right, or that has none.
    Section(Section<'a>),
    /// A section whose CRC is wrong (2.2, CRC_error). Nothing in it can be believed.
    BadCrc,
    /// A length that cannot be: longer than [`LONGEST`], or too short for what it must hold.
    Malformed,
}

/// One whole section.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section<'a> {
    /// Which table it belongs to.
    pub table_id: u8,
    /// What follows where section_syntax_indicator is 1.
    pub long: Option<Long>,
    /// What stands between the header and the CRC.
    pub body: &'a [u8],
    /// Its CRC as transmitted, 0 where it has none. The same CRC at the same place means the same content.
    pub crc: u32,
}

/// The fields of a section with section_syntax_indicator 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Long {
    /// table_id_extension: transport_stream_id of a PAT, program_number of a PMT.
    pub extension: u16,
    /// version_number, 0 to 31.
    pub version: u8,
    /// current_next_indicator: whether it applies already.
    pub is_current: bool,
    /// section_number.
    pub number: u8,
    /// last_section_number.
    pub last: u8,
}

/// Puts the sections of one PID together. Keeps one section of at most [`LONGEST`] bytes.
#[derive(Clone, Debug, Default)]
pub struct Assembler {
    held: Vec<u8>,
    is_inside: bool,
}

impl Assembler {
    /// Takes the next packet of the PID. Where packets are missing before it (`unbroken` is false), what had begun is given
    /// up: half a section is no error of the table.
    pub fn push(&mut self, packet: Packet<'_>, unbroken: bool, mut found: impl FnMut(Assembled<'_>)) {
        if !unbroken {
            self.forget();
        }
        let payload = packet.payload();
        if !packet.starts_unit() {
            self.feed(payload, &mut found);
            return;
        }
        let mut cursor = Cursor(payload);
        let Some(before) = cursor.counted_by_8_bits() else {
            self.forget();
            if !payload.is_empty() {
                found(Assembled::Malformed);
            }
            return;
        };
        self.feed(before, &mut found);
        self.forget();
        self.is_inside = true;
        self.feed(cursor.0, &mut found);
    }

    /// Waits for the next packet in which a section begins.
    pub fn forget(&mut self) {
        self.held.clear();
        self.is_inside = false;
    }

    fn feed(&mut self, mut bytes: &[u8], found: &mut impl FnMut(Assembled<'_>)) {
        while self.is_inside && !bytes.is_empty() {
            if self.held.is_empty() && bytes.first() == Some(&STUFFING) {
                self.is_inside = false;
                return;
            }
            let whole = self.length().unwrap_or(START);
            if whole > LONGEST {
                self.forget();
                found(Assembled::Malformed);
                return;
            }
            let wanted = whole.saturating_sub(self.held.len());
            let (more, rest) = bytes.split_at(wanted.min(bytes.len()));
            self.held.extend_from_slice(more);
            bytes = rest;
            if self.length() == Some(self.held.len()) {
                found(Section::read(&self.held));
                self.held.clear();
            }
        }
    }

    /// Of the section that has begun, as soon as it is known.
    fn length(&self) -> Option<usize> {
        let [_, high, low] = *self.held.first_chunk::<START>()?;
        Some(START + usize::from(u16::from_be_bytes([high, low]) & 0x0FFF))
    }
}

impl<'a> Section<'a> {
    /// Reads a whole section and checks it.
    fn read(bytes: &'a [u8]) -> Assembled<'a> {
        let &[table_id, flags, _] = bytes.first_chunk::<START>().unwrap_or(&[0; START]);
        // A stuffing table may claim to have the long header, and holds anything (EN 300 468, 5.2.8).
        let is_long = flags & 0x80 != 0 && table_id != TABLE_STUFFING;
        if !is_long && !SHORT_WITH_CRC.contains(&table_id) {
            return Assembled::Section(Self {
                table_id,
                long: None,
                body: bytes.get(START..).unwrap_or_default(),
                crc: 0,
            });
        }
        let header = if is_long { LONG_HEADER } else { START };
        let Some((content, crc)) = bytes.split_last_chunk::<CRC>() else {
            return Assembled::Malformed;
        };
        let Some(body) = content.get(header..) else {
            return Assembled::Malformed;
        };
        if crc32(bytes) != 0 {
            return Assembled::BadCrc;
        }
        Assembled::Section(Self {
            table_id,
            long: Long::read(content).filter(|_| is_long),
            body,
            crc: u32::from_be_bytes(*crc),
        })
    }
}

impl Long {
    fn read(content: &[u8]) -> Option<Self> {
        let mut cursor = Cursor(content.get(START..)?);
        let extension = cursor.u16()?;
        let flags = cursor.u8()?;
        Some(Self {
            extension,
            version: flags >> 1 & 0x1F,
            is_current: flags & 1 != 0,
            number: cursor.u8()?,
            last: cursor.u8()?,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
