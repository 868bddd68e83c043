use crate::cursor::Cursor;
use crate::section::Section;

use super::TABLE_MGT;

/// One section of the master guide table of ATSC (A/65, 6.2).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mgt {
    /// PIDs of the tables that it lists.
    pub pids: Vec<u16>,
}

impl Mgt {
    /// Nothing when the section is of another table. Tables that are cut off are left out.
    #[must_use]
    pub fn read(section: &Section<'_>) -> Option<Self> {
        section.long.filter(|_| section.table_id == TABLE_MGT)?;
        let mut cursor = Cursor(section.body);
        cursor.u8()?;
        let count = cursor.u16()?;
        let tables = (0..count).map_while(|_| {
            cursor.u16()?;
            let pid = cursor.u16()? & 0x1FFF;
            cursor.take(5)?;
            cursor.counted_by_12_bits()?;
            Some(pid)
        });
        Some(Self {
            pids: tables.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::section::Long;

    #[test]
    fn pids_of_tables_are_read() {
        let body = [
            &[0, 0, 3][..],
            &[0, 0, 0xFF, 0xFB, 0xE0, 0, 0, 0, 9, 0xF0, 0],
            &[1, 0, 0xFD, 0x00, 0xE0, 0, 0, 0, 9, 0xF0, 2, 7, 7],
            &[1, 1, 0xFD, 0x01, 0xE0, 0, 0, 0, 9, 0xF0],
        ]
        .concat();
        let section = Section {
            table_id: TABLE_MGT,
            long: Some(Long {
                extension: 0,
                version: 0,
                is_current: true,
                number: 0,
                last: 0,
            }),
            body: &body,
            crc: 0,
        };
        assert_eq!(Mgt::read(&section).unwrap().pids, [0x1FFB, 0x1D00]);
    }
}
