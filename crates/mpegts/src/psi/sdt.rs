use crate::cursor::Cursor;
use crate::section::Section;

use super::descriptor::descriptors;
use super::{TABLE_SDT_ACTUAL, decode_text};

/// service_descriptor (EN 300 468, 6.2.33).
const SERVICE: u8 = 0x48;

/// One section of the service description table of this transport stream (EN 300 468, 5.2.3).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sdt {
    /// transport_stream_id.
    pub transport_stream_id: u16,
    /// original_network_id.
    pub original_network_id: u16,
    /// The services it describes.
    pub services: Vec<Description>,
}

/// How one service calls itself.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Description {
    /// service_id, which is the program_number.
    pub service: u16,
    /// service_type (EN 300 468, table 87): 1 digital television, 2 digital radio, 0x19 H.264 HD, 0x1F HEVC, …
    pub service_type: u8,
    /// service_provider_name.
    pub provider: String,
    /// service_name.
    pub name: String,
}

impl Sdt {
    /// Nothing when the section is of another table or another transport stream. Services that are cut off are left out.
    #[must_use]
    pub fn read(section: &Section<'_>) -> Option<Self> {
        let long = section.long.filter(|_| section.table_id == TABLE_SDT_ACTUAL)?;
        let mut cursor = Cursor(section.body);
        let original_network_id = cursor.u16()?;
        cursor.u8()?;
        Some(Self {
            transport_stream_id: long.extension,
            original_network_id,
            services: std::iter::from_fn(|| Description::read(&mut cursor)).collect(),
        })
    }
}

impl Description {
    fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
        let service = cursor.u16()?;
        cursor.u8()?;
        let info = cursor.counted_by_12_bits()?;
        let named = descriptors(info)
            .filter(|(tag, _)| *tag == SERVICE)
            .find_map(|(_, content)| {
                let mut content = Cursor(content);
                Some(Self {
                    service,
                    service_type: content.u8()?,
                    provider: decode_text(content.counted_by_8_bits()?),
                    name: decode_text(content.counted_by_8_bits()?),
                })
            });
        Some(named.unwrap_or(Self {
            service,
            ..Self::default()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::section::Long;

    #[test]
    fn services_are_read_with_their_names() {
        let body = [
            0x12, 0x34, 0xFF, 0, 1, 0xFC, 0x80, 9, 0x48, 7, 0x19, 2, b'P', b'r', 2, 0xC2, b'e', 0, 2, 0xFC,
            0x80, 0, 0, 3, 0xFC, 0x80, 99,
        ];
        let mut section = Section {
            table_id: TABLE_SDT_ACTUAL,
            long: Some(Long {
                extension: 9,
                version: 0,
                is_current: true,
                number: 0,
                last: 0,
            }),
            body: &body,
            crc: 0,
        };
        let sdt = Sdt::read(&section).unwrap();
        assert_eq!((sdt.transport_stream_id, sdt.original_network_id), (9, 0x1234));
        let [first, second] = &sdt.services[..] else {
            panic!("two are whole: {:?}", sdt.services)
        };
        assert_eq!((first.service, first.service_type), (1, 0x19));
        assert_eq!((first.provider.as_str(), first.name.as_str()), ("Pr", "é"));
        assert_eq!((second.service, second.name.as_str()), (2, ""));
        section.table_id = 0x46;
        assert_eq!(Sdt::read(&section), None, "that of another transport stream");
    }
}
