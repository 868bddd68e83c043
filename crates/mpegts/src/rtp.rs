//! Transport streams over RTP (RFC 3550, RFC 2250).

use crate::cursor::Cursor;
use crate::framing::{PACKET_SIZE, SYNC_BYTE};

mod delay_factor;
mod flow;
mod pairs;
mod receiver;
mod seamless;

pub use delay_factor::DelayFactor;
pub use flow::{Flow, Main};
pub use pairs::{Compared, Pairs};
pub use receiver::{Received, Receiver};
pub use seamless::{LEGS, MOST_SKEW, Merged, Seamless};

/// Payload type of a transport stream (RFC 3551, table 5). Others occur where senders choose a dynamic one.
pub const PAYLOAD_TYPE: u8 = 33;
/// Ticks of the time stamps of a transport stream in a second (RFC 2250, 2).
pub const CLOCK_RATE: f64 = 90_000.0;

/// One RTP packet (RFC 3550, 5.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rtp<'a> {
    /// M bit.
    pub marker: bool,
    /// PT, 0 to 127.
    pub payload_type: u8,
    /// Sequence number.
    pub sequence: u16,
    /// In ticks of [`CLOCK_RATE`] where it carries a transport stream.
    pub timestamp: u32,
    /// Synchronization source.
    pub ssrc: u32,
    /// Without CSRCs, header extension and padding.
    pub payload: &'a [u8],
}

/// What a datagram carries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Datagram<'a> {
    /// Packets of a transport stream and nothing else.
    Raw(&'a [u8]),
    /// RTP with a transport stream in it.
    Rtp(Rtp<'a>),
    /// Something else, or pieces of a stream whose packets are cut across datagrams.
    Other(&'a [u8]),
}

impl<'a> Rtp<'a> {
    /// Nothing when the version is not 2 or a length cannot be.
    #[must_use]
    pub fn read(datagram: &'a [u8]) -> Option<Self> {
        let mut cursor = Cursor(datagram);
        let flags = cursor.u8()?;
        if flags >> 6 != 2 {
            return None;
        }
        let kind = cursor.u8()?;
        let sequence = cursor.u16()?;
        let timestamp = u32::from(cursor.u16()?) << 16 | u32::from(cursor.u16()?);
        let ssrc = u32::from(cursor.u16()?) << 16 | u32::from(cursor.u16()?);
        cursor.take(4 * usize::from(flags & 0x0F))?;
        if flags & 0x10 != 0 {
            cursor.u16()?;
            let words = cursor.u16()?;
            cursor.take(4 * usize::from(words))?;
        }
        let mut payload = cursor.0;
        if flags & 0x20 != 0 {
            let padding = usize::from(*payload.last()?);
            let length = payload.len().checked_sub(padding).filter(|_| padding > 0)?;
            payload = payload.get(..length)?;
        }
        Some(Self {
            marker: kind & 0x80 != 0,
            payload_type: kind & 0x7F,
            sequence,
            timestamp,
            ssrc,
            payload,
        })
    }

    /// Whether it carries forward error correction (SMPTE ST 2022-1, 7.3): by the bits of its header that never change. What is
    /// corrected is the XOR of packets, and that of an odd number of them looks like a stream.
    #[must_use]
    pub fn is_fec(&self) -> bool {
        let Some([_, _, _, _, extension, a, b, c, .., kind, _, _, more]) = self.payload.first_chunk::<16>()
        else {
            return false;
        };
        let is_parity = extension & 0x80 != 0 && kind & 0xBF == 0 && [a, b, c, more] == [&0; 4];
        self.payload_type != PAYLOAD_TYPE && is_parity
    }
}

impl<'a> Datagram<'a> {
    /// Tells RTP from a bare transport stream: 0x47 can never begin RTP, whose first two bits are 10.
    #[must_use]
    pub fn detect(bytes: &'a [u8]) -> Self {
        if holds_packets(bytes) {
            return Self::Raw(bytes);
        }
        match Rtp::read(bytes) {
            Some(rtp) if rtp.payload_type == PAYLOAD_TYPE || holds_packets(rtp.payload) => Self::Rtp(rtp),
            _ => Self::Other(bytes),
        }
    }

    /// The bytes of the transport stream; all bytes where it is not clear what they are, for the search for sync to judge.
    #[must_use]
    pub fn payload(self) -> &'a [u8] {
        match self {
            Self::Raw(bytes) | Self::Other(bytes) => bytes,
            Self::Rtp(rtp) => rtp.payload,
        }
    }
}

/// Whether a sync byte stands at the beginning of each packet, with or without the time codes and parity bytes that may be
/// around it.
fn holds_packets(bytes: &[u8]) -> bool {
    let begins = |from: usize, step: usize| {
        let mut starts = bytes.iter().skip(from).step_by(step).peekable();
        starts.peek().is_some() && starts.all(|byte| *byte == SYNC_BYTE)
    };
    [(0, PACKET_SIZE), (4, PACKET_SIZE + 4), (0, PACKET_SIZE + 16)]
        .into_iter()
        .any(|(from, step)| bytes.len() >= step && bytes.len().is_multiple_of(step) && begins(from, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packets(count: usize) -> Vec<u8> {
        let mut packet = [0; PACKET_SIZE];
        packet[0] = SYNC_BYTE;
        packet.repeat(count)
    }

    #[test]
    fn csrcs_extension_and_padding_are_left_out() {
        let mut bytes = vec![0xB2, 0xA1, 0x12, 0x34, 0, 1, 0, 2, 9, 8, 7, 6];
        bytes.extend([0; 8]);
        bytes.extend([0xBE, 0xDE, 0, 1, 1, 2, 3, 4]);
        bytes.extend(packets(7));
        bytes.extend([0, 0, 3]);
        let rtp = Rtp::read(&bytes).unwrap();
        assert_eq!((rtp.marker, rtp.payload_type, rtp.sequence), (true, 33, 0x1234));
        assert_eq!((rtp.timestamp, rtp.ssrc), (0x0001_0002, 0x0908_0706));
        assert_eq!(rtp.payload, packets(7));
        assert_eq!(Datagram::detect(&bytes).payload(), packets(7));
        for length in 0..bytes.len() {
            // A cut datagram may be read as one with other padding, but never past its end.
            if let Some(rtp) = Rtp::read(&bytes[..length]) {
                assert!(rtp.payload.len() < length);
            }
        }
    }

    #[test]
    fn a_datagram_is_told_by_what_is_in_it() {
        let raw = packets(7);
        assert_eq!(Datagram::detect(&raw), Datagram::Raw(&raw));
        let mut dynamic = vec![0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        dynamic.extend(&raw);
        assert!(matches!(Datagram::detect(&dynamic), Datagram::Rtp(rtp) if rtp.payload == raw));
        let other = [0x80; 200];
        assert_eq!(Datagram::detect(&other), Datagram::Other(&other));
        assert_eq!(Datagram::detect(&[]), Datagram::Other(&[]));
        let fec = [0, 20, 0, 0, 0x80, 0, 0, 0, 1, 2, 3, 4, 0x40, 1, 5, 0];
        let head = |kind| [0x80, kind, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        let is_fec = |bytes: &[u8]| Rtp::read(bytes).unwrap().is_fec();
        assert!(is_fec(&[&head(96)[..], &fec, &raw].concat()), "a row of five");
        assert!(!is_fec(&[&head(33)[..], &fec, &raw].concat()));
        assert!(!is_fec(&dynamic) && !is_fec(&other) && !is_fec(&dynamic[..20]));
        let padding_of_nothing = [0xA0, 33, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(Rtp::read(&padding_of_nothing), None);
    }
}
