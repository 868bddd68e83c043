use crate::section::Section;

use super::TABLE_PAT;

/// One section of the program association table (ISO/IEC 13818-1, 2.4.4.3).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pat {
    /// transport_stream_id.
    pub transport_stream_id: u16,
    /// Its programs; program 0 is the network information table.
    pub programs: Vec<Association>,
}

/// Which PID carries the program map of a program.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Association {
    /// program_number; 0 stands for the network information table.
    pub program: u16,
    /// program_map_PID, or network_PID.
    pub pid: u16,
}

impl Pat {
    /// Nothing when the section is of another table.
    #[must_use]
    pub fn read(section: &Section<'_>) -> Option<Self> {
        let long = section.long.filter(|_| section.table_id == TABLE_PAT)?;
        let (entries, _) = section.body.as_chunks::<4>();
        let programs = entries.iter().map(|[p1, p2, pid1, pid2]| Association {
            program: u16::from_be_bytes([*p1, *p2]),
            pid: u16::from_be_bytes([*pid1, *pid2]) & 0x1FFF,
        });
        Some(Self {
            transport_stream_id: long.extension,
            programs: programs.collect(),
        })
    }
}
