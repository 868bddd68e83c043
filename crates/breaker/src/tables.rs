//! Tables made by hand, and streams that carry them.

use std::collections::BTreeMap;

use crate::packets::{NULL_PID, Packet, SIZE, SYNC_BYTE, has_payload, pid};

/// Bytes of a packet behind its header and pointer_field.
const ROOM: usize = SIZE - 5;

/// Sections that are sent again and again on one PID.
#[derive(Clone, Debug)]
pub struct Carousel {
    /// Where.
    pub pid: u16,
    /// One after the other, each with `every` behind the one before.
    pub sections: Vec<Vec<u8>>,
    /// The first begins with the first null packet from this packet of the stream on.
    pub first: usize,
    /// So many packets of the stream later the next one.
    pub every: usize,
    /// None begins from this packet on.
    pub end: usize,
}

/// A section with the long header and a right CRC. `numbers` are section_number and last_section_number.
#[must_use]
pub fn section(table_id: u8, extension: u16, version: u8, numbers: [u8; 2], body: &[u8]) -> Vec<u8> {
    let mut content = extension.to_be_bytes().to_vec();
    content.push(0xC1 | version << 1);
    content.extend(numbers);
    content.extend(body);
    with_crc(table_id, 0xF0, &content)
}

/// A section without the long header, with a CRC where the table has one, as TOT and splice information do.
#[must_use]
pub fn short_section(table_id: u8, body: &[u8], has_crc: bool) -> Vec<u8> {
    if has_crc {
        return with_crc(table_id, 0x70, body);
    }
    let mut bytes = header(table_id, 0x70, body.len());
    bytes.extend(body);
    bytes
}

fn header(table_id: u8, flags: u8, length: usize) -> Vec<u8> {
    let [.., high, low] = length.to_be_bytes();
    vec![table_id, flags | high & 0x0F, low]
}

fn with_crc(table_id: u8, flags: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = header(table_id, flags, content.len() + 4);
    bytes.extend(content);
    bytes.extend(crc32(&bytes).to_be_bytes());
    bytes
}

/// CRC-32/MPEG-2 (ISO/IEC 13818-1, annex A).
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte) << 24, |crc, _| {
            let carry = crc >> 31;
            (crc << 1) ^ (carry * 0x04C1_1DB7)
        })
    })
}

/// The stream with these carousels in place of null packets, so that nothing else moves: the rate and the clocks stay right.
/// What finds no null packets is left out.
#[must_use]
pub fn carry(stream: &[u8], carousels: &[Carousel]) -> Vec<u8> {
    let (packets, _) = stream.as_chunks::<SIZE>();
    let mut packets = packets.to_vec();
    for carousel in carousels {
        let mut at = carousel.first;
        for section in carousel.sections.iter().cycle() {
            if at >= carousel.end.min(packets.len()) || carousel.every == 0 {
                break;
            }
            let free = packets.iter_mut().skip(at);
            let free = free.filter(|packet| pid(packet) == NULL_PID);
            for (place, packet) in free.zip(packed(carousel.pid, section)) {
                *place = packet;
            }
            at += carousel.every;
        }
    }
    count_anew(&mut packets, carousels);
    packets.concat()
}

/// A section in packets of its own.
fn packed(pid: u16, section: &[u8]) -> Vec<Packet> {
    let mut bytes = vec![0];
    bytes.extend(section);
    let [high, low] = pid.to_be_bytes();
    let parts = bytes.chunks(ROOM + 1).enumerate();
    let packets = parts.map(|(number, part)| {
        let mut packet = [0xFF; SIZE];
        let start = if number == 0 { 0x40 } else { 0 };
        [packet[0], packet[1], packet[2], packet[3]] = [SYNC_BYTE, high | start, low, 0x10];
        if let Some(payload) = packet.get_mut(4..4 + part.len()) {
            payload.copy_from_slice(part);
        }
        packet
    });
    packets.collect()
}

/// Gives the PIDs of the carousels counters without a gap.
fn count_anew(packets: &mut [Packet], carousels: &[Carousel]) {
    let mut counters: BTreeMap<u16, u8> = carousels.iter().map(|carousel| (carousel.pid, 15)).collect();
    for packet in packets {
        if let Some(counter) = counters.get_mut(&pid(packet)) {
            if has_payload(packet) {
                *counter = (*counter + 1) % 16;
            }
            packet[3] = packet[3] & 0xF0 | *counter;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carousels_take_the_place_of_null_packets() {
        let mut null = [0; SIZE];
        null[..4].copy_from_slice(&[0x47, 0x1F, 0xFF, 0x10]);
        let mut other = null;
        other[1] = 1;
        let stream = [null, other, null, other, null, null, null, null].concat();
        let long = section(0x40, 1, 0, [0, 0], &[7; 200]);
        assert_eq!(crc32(&long), 0);
        let carousel = Carousel {
            pid: 0x10,
            sections: vec![long, short_section(0x70, &[1, 2, 3, 4, 5], false)],
            first: 1,
            every: 3,
            end: 100,
        };
        let carried = carry(&stream, &[carousel]);
        let (packets, _) = carried.as_chunks::<SIZE>();
        let seen = packets.iter().map(|packet| (pid(packet), packet[3] & 0x0F));
        assert_eq!(
            Vec::from_iter(seen),
            [
                (0x1FFF, 0),
                (0x1FF, 0),
                (0x10, 0),
                (0x1FF, 0),
                (0x10, 1),
                (0x10, 2),
                (0x1FFF, 0),
                (0x10, 3)
            ]
        );
        assert_eq!(packets[5][5..8], [0x70, 0x70, 5]);
    }
}
