use std::collections::BTreeMap;

/// Bytes of a packet.
pub(crate) const SIZE: usize = 188;
pub(crate) const SYNC_BYTE: u8 = 0x47;
pub(crate) const NULL_PID: u16 = 0x1FFF;

pub(crate) type Packet = [u8; SIZE];

pub(crate) fn pid(packet: &Packet) -> u16 {
    u16::from_be_bytes([packet[1], packet[2]]) & 0x1FFF
}

pub(crate) fn has_payload(packet: &Packet) -> bool {
    packet[3] & 0x10 != 0 && pid(packet) != NULL_PID
}

/// Flags of the adaptation field, 0 where there is none.
fn flags(packet: &Packet) -> u8 {
    if packet[3] & 0x20 != 0 && packet[4] > 0 {
        packet[5]
    } else {
        0
    }
}

pub(crate) fn has_pcr(packet: &Packet) -> bool {
    flags(packet) & 0x10 != 0 && packet[4] >= 7
}

pub(crate) fn is_discontinuity(packet: &Packet) -> bool {
    flags(packet) & 0x80 != 0
}

/// Adds ticks of 27 MHz to the PCR, around its wrap.
pub(crate) fn put_ahead(packet: &mut Packet, ticks: u64) {
    let [_, _, _, _, _, _, b0, b1, b2, b3, b4, b5, ..] = *packet;
    let field = u64::from_be_bytes([0, 0, b0, b1, b2, b3, b4, b5]);
    let pcr = (field >> 15) * 300 + (field & 0x1FF) + ticks;
    let field = (pcr / 300 % (1 << 33)) << 15 | field & 0x7E00 | (pcr % 300);
    let [_, _, b0, b1, b2, b3, b4, b5] = field.to_be_bytes();
    for (place, byte) in packet.iter_mut().skip(6).zip([b0, b1, b2, b3, b4, b5]) {
        *place = byte;
    }
}

/// Where the payload begins.
pub(crate) fn payload(packet: &Packet) -> usize {
    if packet[3] & 0x20 != 0 {
        5 + usize::from(packet[4])
    } else {
        4
    }
}

/// The bytes of the section that begins in a packet, where all of it is there.
fn whole_section(packet: &Packet) -> Option<std::ops::Range<usize>> {
    let content = section(packet)?;
    let start = content.start - 8;
    let &[_, high, low] = packet.get(start..)?.first_chunk()?;
    let end = start + 3 + usize::from(u16::from_be_bytes([high, low]) & 0x0FFF);
    (end <= SIZE && end >= start + 12).then_some(start..end)
}

/// Gives the section that begins in a packet another table_id and a right CRC; whether it could.
pub(crate) fn rename_section(packet: &mut Packet, table_id: u8) -> bool {
    let Some(section) = whole_section(packet).and_then(|range| packet.get_mut(range)) else {
        return false;
    };
    if let Some(first) = section.first_mut() {
        *first = table_id;
    }
    let Some((content, crc)) = section.split_last_chunk_mut::<4>() else {
        return false;
    };
    *crc = crate::tables::crc32(content).to_be_bytes();
    true
}

/// The bytes of the section that begins in a packet behind its header of 8 bytes, as far as they are in the packet.
pub(crate) fn section(packet: &Packet) -> Option<std::ops::Range<usize>> {
    if packet[1] & 0x40 == 0 || !has_payload(packet) {
        return None;
    }
    let payload = payload(packet);
    let start = payload + 1 + usize::from(*packet.get(payload)?);
    let &[_, high, low] = packet.get(start..)?.first_chunk()?;
    let end = start + 3 + usize::from(u16::from_be_bytes([high, low]) & 0x0FFF);
    Some(start + 8..end.min(SIZE)).filter(|range| !range.is_empty())
}

/// The places of the packets of each PID, in order.
pub(crate) fn by_pid(packets: &[Packet]) -> BTreeMap<u16, Vec<usize>> {
    let mut places = BTreeMap::<u16, Vec<usize>>::new();
    for (place, packet) in packets.iter().enumerate() {
        places.entry(pid(packet)).or_default().push(place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pcr_is_put_ahead_around_its_wrap() {
        let mut packet = [0xFF; SIZE];
        packet[3] = 0x30;
        packet[4] = 7;
        packet[5] = 0x10;
        assert!(has_pcr(&packet));
        packet[6..12].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0x05]);
        put_ahead(&mut packet, 27_000_000);
        // The base was its greatest, 2³³ − 1, and is 89 999 now.
        assert_eq!(packet[6..12], [0, 0, 0xAF, 0xC7, 0xFE, 0x05]);
    }
}
