use crate::packets::{Packet, has_payload, payload};

/// Bytes of one time stamp.
const STAMP: usize = 5;
/// Where PTS_DTS_flags are in a PES packet, and where the stamps begin.
const FLAGS: usize = 7;
const STAMPS: usize = 9;

/// Where the flags and each of the stamps are in a packet in which a PES packet with stamps begins.
fn places(packet: &Packet) -> Option<(usize, Vec<usize>)> {
    if packet[1] & 0x40 == 0 || !has_payload(packet) {
        return None;
    }
    let start = payload(packet);
    let header = packet.get(start..)?;
    let stamps = match (header.get(..3)?, header.get(FLAGS)? >> 6) {
        ([0, 0, 1], 2) => 1,
        ([0, 0, 1], 3) => 2,
        _ => return None,
    };
    header.get(..STAMPS + stamps * STAMP)?;
    let stamps = (0..stamps).map(|number| start + STAMPS + number * STAMP);
    Some((start + FLAGS, stamps.collect()))
}

pub(crate) fn has_stamps(packet: &Packet) -> bool {
    places(packet).is_some()
}

/// Takes PTS and DTS away; stuffing comes in their place.
pub(crate) fn take_away(packet: &mut Packet) {
    let Some((flags, stamps)) = places(packet) else {
        return;
    };
    if let Some(flags) = packet.get_mut(flags) {
        *flags &= 0x3F;
    }
    for place in stamps {
        if let Some(stamp) = packet.get_mut(place..place + STAMP) {
            stamp.fill(0xFF);
        }
    }
}

/// Moves PTS and DTS by so many units of 1/90 000 s, around their wrap.
pub(crate) fn shift(packet: &mut Packet, by: i64) {
    let Some((_, stamps)) = places(packet) else {
        return;
    };
    for place in stamps {
        let Some(bytes) = packet.get_mut(place..).and_then(<[u8]>::first_chunk_mut::<STAMP>) else {
            continue;
        };
        let [first, a, b, c, d] = bytes.map(i64::from);
        let stamp = (first >> 1 & 7) << 30 | a << 22 | b >> 1 << 15 | c << 7 | d >> 1;
        let stamp = (stamp + by).rem_euclid(1 << 33);
        let [.., high] = (first & 0xF1 | stamp >> 30 << 1).to_be_bytes();
        let [.., a, b] = (stamp >> 15 << 1 | 1).to_be_bytes();
        let [.., c, d] = (stamp << 1 | 1).to_be_bytes();
        *bytes = [high, a, b, c, d];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PTS 90 000 and DTS 0.
    fn packet() -> Packet {
        let mut packet = [0xFF; crate::packets::SIZE];
        packet[..23].copy_from_slice(&[
            0x47, 0x41, 0, 0x10, 0, 0, 1, 0xE0, 0, 0, 0x80, 0xC0, 10, 0x31, 0, 5, 0xBF, 0x21, 0x11, 0, 1, 0,
            1,
        ]);
        packet
    }

    #[test]
    fn stamps_are_moved_around_the_wrap_and_taken_away() {
        let mut moved = packet();
        assert!(has_stamps(&moved));
        shift(&mut moved, -90_000);
        assert_eq!(moved[13..18], [0x31, 0, 1, 0, 1]);
        assert_eq!(moved[18..23], [0x1F, 0xFF, 0xFB, 0x40, 0xE1]);
        shift(&mut moved, 90_000);
        assert_eq!(moved[13..18], packet()[13..18]);
        take_away(&mut moved);
        assert!(!has_stamps(&moved));
        assert_eq!(moved[18..23], [0xFF; 5]);
    }
}
