//! The bytes of an echo, by RFC 792 and RFC 4443.

use std::hash::{BuildHasher, RandomState};

/// Bytes of the ICMP header of an echo.
const HEADER: usize = 8;
/// Least payload: mark, id and seal.
pub(super) const LEAST_PAYLOAD: u32 = 24;

const ECHO_V4: u8 = 8;
const ANSWER_V4: u8 = 0;
const ECHO_V6: u8 = 128;
const ANSWER_V6: u8 = 129;

/// Writes echoes that nobody else can have written, and knows them again.
///
/// The 16 bits of the sequence number wrap within a minute when a thousand targets are looked at, and the identifier is
/// easily guessed. So each payload starts with the mark of this process, the number of the echo, and a seal of that
/// number that only this process can make.
pub(super) struct Pen {
    mark: [u8; 8],
    seals: RandomState,
}

impl Pen {
    pub(super) fn new() -> Self {
        Self {
            mark: rand::random(),
            seals: RandomState::new(),
        }
    }

    /// An echo with `payload` bytes after its header. The kernel fills in the checksum of ICMPv6.
    pub(super) fn echo(&self, v6: bool, identifier: u16, id: u64, payload: usize) -> Vec<u8> {
        let mut packet = Vec::with_capacity(HEADER + payload);
        packet.extend([if v6 { ECHO_V6 } else { ECHO_V4 }, 0, 0, 0]);
        packet.extend(identifier.to_be_bytes());
        packet.extend(sequence(id).to_be_bytes());
        packet.extend(self.mark);
        packet.extend(id.to_be_bytes());
        packet.extend(self.seals.hash_one(id).to_be_bytes());
        packet.resize(HEADER + payload, 0);
        if !v6 {
            let sum = checksum(&packet);
            packet.splice(2..4, sum.to_be_bytes());
        }
        packet
    }

    /// Which echo `packet` answers; nothing when it is no answer, or one to a stranger.
    pub(super) fn answered(&self, v6: bool, packet: &[u8]) -> Option<u64> {
        let (header, payload) = packet.split_at_checked(HEADER)?;
        let answer = if v6 { ANSWER_V6 } else { ANSWER_V4 };
        if header.first_chunk() != Some(&[answer, 0]) {
            return None;
        }
        self.read(payload)
    }

    /// Which echo of ours is somewhere in `frame`, whatever headers stand before it.
    pub(super) fn within(&self, frame: &[u8]) -> Option<u64> {
        let at = frame
            .windows(self.mark.len())
            .position(|bytes| bytes == self.mark)?;
        self.read(frame.get(at..)?)
    }

    fn read(&self, payload: &[u8]) -> Option<u64> {
        let (mark, rest) = payload.split_first_chunk::<8>()?;
        let (id, rest) = rest.split_first_chunk()?;
        let seal = rest.first_chunk()?;
        let id = u64::from_be_bytes(*id);
        (*mark == self.mark && u64::from_be_bytes(*seal) == self.seals.hash_one(id)).then_some(id)
    }
}

/// The sequence number of an echo: the lower bits of its id.
pub(super) fn sequence(id: u64) -> u16 {
    let [.., high, low] = id.to_be_bytes();
    u16::from_be_bytes([high, low])
}

/// Identifier and sequence number in the header of an echo; routers quote no more of it than that.
pub(super) fn numbers(echo: &[u8]) -> Option<(u16, u16)> {
    let [_, _, _, _, i, j, s, t] = *echo.first_chunk::<HEADER>()?;
    Some((u16::from_be_bytes([i, j]), u16::from_be_bytes([s, t])))
}

/// What follows the header of an IPv4 packet.
pub(super) fn after_ipv4_header(packet: &[u8]) -> Option<&[u8]> {
    let words = usize::from(packet.first()? & 0x0f);
    packet.get(words * 4..)
}

/// The Internet checksum, RFC 1071.
fn checksum(bytes: &[u8]) -> u16 {
    let words = bytes.chunks(2).map(|pair| match pair {
        [high, low] => u32::from(u16::from_be_bytes([*high, *low])),
        _ => u32::from(pair.first().copied().unwrap_or_default()) << 8,
    });
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    #[allow(clippy::cast_possible_truncation, reason = "folded to 16 bits above")]
    let sum = sum as u16;
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(mut echo: Vec<u8>, v6: bool) -> Vec<u8> {
        echo[0] = if v6 { ANSWER_V6 } else { ANSWER_V4 };
        echo
    }

    #[test]
    fn an_answer_names_the_echo_that_it_answers() {
        let pen = Pen::new();
        for v6 in [false, true] {
            let echo = pen.echo(v6, 7, 0x0001_ffff, 56);
            assert_eq!(echo.len(), 64);
            assert_eq!(numbers(&echo), Some((7, 0xffff)));
            assert_eq!(pen.answered(v6, &answer(echo.clone(), v6)), Some(0x0001_ffff));
            assert_eq!(pen.answered(v6, &echo), None, "an echo is no answer");
            assert_eq!(
                pen.answered(!v6, &answer(echo, v6)),
                None,
                "nor is that of the other family"
            );
        }
    }

    #[test]
    fn a_forged_answer_is_not_taken() {
        let pen = Pen::new();
        let genuine = answer(pen.echo(false, 7, 41, 56), false);
        for wrong in 8..32 {
            let mut forged = genuine.clone();
            forged[wrong] ^= 1;
            assert_eq!(pen.answered(false, &forged), None, "byte {wrong}");
        }
        assert_eq!(Pen::new().answered(false, &genuine), None, "of another process");
        for short in 0..32 {
            assert_eq!(
                pen.answered(false, &genuine[..short]),
                None,
                "cut to {short} bytes"
            );
        }
    }

    #[test]
    fn an_echo_is_found_behind_other_headers() {
        let pen = Pen::new();
        let mut frame = vec![0; 14 + 20];
        frame.extend(pen.echo(false, 7, 12, 56));
        assert_eq!(pen.within(&frame), Some(12));
        assert_eq!(pen.within(&frame[..60]), None);
    }

    #[test]
    fn the_checksum_of_a_packet_with_its_checksum_is_zero() {
        for payload in [24, 25, 56] {
            assert_eq!(checksum(&Pen::new().echo(false, 0xbeef, 3, payload)), 0);
        }
    }

    #[test]
    fn the_header_of_an_ipv4_packet_may_have_options() {
        assert_eq!(
            after_ipv4_header(&[&[0x45; 20][..], b"icmp"].concat()),
            Some(&b"icmp"[..])
        );
        assert_eq!(
            after_ipv4_header(&[&[0x46; 24][..], b"icmp"].concat()),
            Some(&b"icmp"[..])
        );
        assert_eq!(after_ipv4_header(&[0x4f; 20]), None);
        assert_eq!(after_ipv4_header(&[]), None);
    }
}
