use crate::section::Section;

use super::TABLE_CAT;
use super::descriptor::descriptors;

/// CA_descriptor (ISO/IEC 13818-1, 2.6.16).
const CA: u8 = 0x09;

/// One section of the conditional access table (ISO/IEC 13818-1, 2.4.4.6).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cat {
    /// PIDs of the entitlement management messages (EMM).
    pub pids: Vec<u16>,
}

impl Cat {
    /// Nothing when the section is of another table.
    #[must_use]
    pub fn read(section: &Section<'_>) -> Option<Self> {
        section.long.filter(|_| section.table_id == TABLE_CAT)?;
        Some(Self {
            pids: ca_pids(section.body).collect(),
        })
    }
}

/// The PIDs that CA_descriptors among these name.
pub(super) fn ca_pids(info: &[u8]) -> impl Iterator<Item = u16> {
    let of_access = descriptors(info).filter(|(tag, _)| *tag == CA);
    of_access.filter_map(|(_, content)| match content {
        [_, _, high, low, ..] => Some(u16::from_be_bytes([*high, *low]) & 0x1FFF),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pids_of_access_are_read_and_what_is_too_short_is_left_out() {
        let info = [
            9, 4, 0x0B, 0, 0xE1, 0x23, 9, 3, 1, 2, 3, 5, 1, 9, 9, 5, 1, 2, 0xFF, 0xFE, 0,
        ];
        assert_eq!(Vec::from_iter(ca_pids(&info)), [0x123, 0x1FFE]);
    }
}
