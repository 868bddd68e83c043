//! Headers of PES packets (ISO/IEC 13818-1, 2.4.3.6): when what is in them is decoded and shown.

use crate::cursor::Cursor;

/// Of a PTS or DTS in hertz.
pub const FREQUENCY: u64 = 90_000;
/// Where both begin anew: 33 bits.
pub const WRAP: u64 = 1 << 33;
/// stream_id of packets that have no such header: program_stream_map, padding_stream, private_stream_2, ECM, EMM,
/// program_stream_directory, DSMCC_stream and ITU-T H.222.1 type E (ISO/IEC 13818-1, table 2-21).
const WITHOUT_HEADER: [u8; 8] = [0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xFF, 0xF2, 0xF8];

/// The beginning of a PES packet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pes {
    /// What sort of stream it is of.
    pub stream_id: u8,
    /// PES_scrambling_control other than 0.
    pub is_scrambled: bool,
    /// Presentation time stamp, 33 bits, in units of 1/90 000 s.
    pub pts: Option<u64>,
    /// Decoding time stamp, in the same units; where there is none it is the PTS.
    pub dts: Option<u64>,
}

impl Pes {
    /// In the payload of a packet in which a unit starts. Nothing when it does not begin with a PES packet, or ends before its
    /// time stamps do.
    #[must_use]
    pub fn read(payload: &[u8]) -> Option<Self> {
        let mut cursor = Cursor(payload);
        let [0, 0, 1, stream_id] = *cursor.take(4)?.first_chunk()? else {
            return None;
        };
        cursor.u16()?;
        let plain = Self {
            stream_id,
            is_scrambled: false,
            pts: None,
            dts: None,
        };
        if WITHOUT_HEADER.contains(&stream_id) {
            return Some(plain);
        }
        let (scrambling, flags) = (cursor.u8()?, cursor.u8()?);
        if scrambling & 0xC0 != 0x80 {
            return None;
        }
        let length = usize::from(cursor.u8()?);
        let wanted = match flags >> 6 {
            2 => 5,
            3 => 10,
            _ => 0,
        };
        if length < wanted {
            return None;
        }
        let stamps = cursor.take(wanted)?;
        let pts = stamps.first_chunk().map(stamp);
        Some(Self {
            is_scrambled: scrambling & 0x30 != 0,
            pts,
            dts: stamps.get(5..).and_then(<[u8]>::first_chunk).map(stamp).or(pts),
            ..plain
        })
    }
}

/// 33 bits between marker bits.
fn stamp(bytes: &[u8; 5]) -> u64 {
    let [high, a, b, c, d] = bytes.map(u64::from);
    (high >> 1 & 7) << 30 | a << 22 | (b >> 1) << 15 | c << 7 | d >> 1
}

/// From a point of the program clock in ticks of 27 MHz to a stamp, in seconds, around the wrap: above 0 where the stamp comes
/// later.
#[must_use]
pub fn ahead_of(clock: f64, stamp: u64) -> f64 {
    let wrap = crate::pcr::WRAP as f64;
    let ticks = (stamp as f64 * 300.0 - clock).rem_euclid(wrap);
    let signed = if ticks > wrap / 2.0 { ticks - wrap } else { ticks };
    signed / crate::pcr::FREQUENCY as f64
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The first bytes of a video PES packet with these stamps.
    pub(crate) fn header(pts: Option<u64>, dts: Option<u64>) -> Vec<u8> {
        let stamps = [(pts, if dts.is_some() { 3 } else { 2 }), (dts, 1)];
        let stamps = stamps.iter().filter_map(|(stamp, mark)| Some(((*stamp)?, *mark)));
        let bytes = stamps.flat_map(|(stamp, mark): (u64, u64)| {
            let high = mark << 4 | (stamp >> 30 & 7) << 1 | 1;
            let middle = (stamp >> 15 & 0x7FFF) << 1 | 1;
            let low = (stamp & 0x7FFF) << 1 | 1;
            let [.., first] = high.to_be_bytes();
            let [.., m1, m2] = middle.to_be_bytes();
            let [.., l1, l2] = low.to_be_bytes();
            [first, m1, m2, l1, l2]
        });
        let bytes = Vec::from_iter(bytes);
        let flags = u8::from(pts.is_some()) << 7 | u8::from(dts.is_some()) << 6;
        let mut header = vec![
            0,
            0,
            1,
            0xE0,
            0,
            0,
            0x80,
            flags,
            u8::try_from(bytes.len()).unwrap(),
        ];
        header.extend(bytes);
        header
    }

    #[test]
    fn stamps_are_read() {
        for stamp in [0, 1, 0x7FFF, 0x8000, 123_456_789, WRAP - 1] {
            let read = Pes::read(&header(Some(stamp), None)).unwrap();
            assert_eq!((read.pts, read.dts), (Some(stamp), Some(stamp)));
            let read = Pes::read(&header(Some(stamp), Some(WRAP - 1 - stamp))).unwrap();
            assert_eq!((read.pts, read.dts), (Some(stamp), Some(WRAP - 1 - stamp)));
        }
        assert_eq!(Pes::read(&header(None, None)).unwrap().pts, None);
        let mut scrambled = header(Some(5), None);
        scrambled[6] |= 0x20;
        assert!(Pes::read(&scrambled).unwrap().is_scrambled);
        assert_eq!(Pes::read(&[0, 0, 1, 0xBE, 0, 9, 0xFF]).unwrap().pts, None);
    }

    #[test]
    fn what_is_no_header_or_cut_off_is_nothing() {
        let whole = header(Some(5), Some(4));
        for length in 0..whole.len() {
            assert_eq!(Pes::read(&whole[..length]), None, "{length} bytes");
        }
        let mut wrong = whole.clone();
        wrong[2] = 2;
        assert_eq!(Pes::read(&wrong), None);
        let mut wrong = whole;
        wrong[8] = 9;
        assert_eq!(Pes::read(&wrong), None, "the stamps have no room");
    }

    #[test]
    fn a_stamp_is_ahead_around_the_wrap() {
        assert!((ahead_of(0.0, 90_000) - 1.0).abs() < 1e-9);
        assert!((ahead_of(27e6, 0) + 1.0).abs() < 1e-9);
        assert!((ahead_of((WRAP * 300 - 27_000_000) as f64, 45_000) - 1.5).abs() < 1e-9);
    }
}
