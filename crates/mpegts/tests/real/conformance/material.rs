use std::sync::LazyLock;

use breaker::{Carousel, carry, section, short_section};

use super::{Fault, damage};
use crate::material::CONSTANT;

/// Packets in a second of the recording, about.
pub(super) const SECOND: usize = 2_660;
/// Of the PMT of the recording.
pub(crate) const PMT_PID: u16 = 4_096;
/// Of its only service, as ffmpeg calls it.
const SERVICE: u16 = 1;

pub(super) fn carousel(pid: u16, sections: Vec<Vec<u8>>, first: usize, every: usize) -> Carousel {
    Carousel {
        pid,
        sections,
        first,
        every,
        end: usize::MAX,
    }
}

/// One that comes for 2 s each second, stays away for three and comes again.
pub(super) fn with_a_gap(pid: u16, section: Vec<u8>) -> Vec<u8> {
    let mut early = carousel(pid, vec![section], 150, SECOND);
    let mut late = early.clone();
    early.end = 2 * SECOND;
    late.first = 5 * SECOND;
    carry(&DVB, &[early, late])
}

pub(super) fn nit(table_id: u8) -> Vec<u8> {
    section(table_id, 0x3001, 0, [0, 0], &[0xF0, 0, 0xF0, 0])
}

pub(super) fn bat() -> Vec<u8> {
    section(0x4A, 7, 0, [0, 0], &[0xF0, 0, 0xF0, 0])
}

pub(super) fn sdt_other() -> Vec<u8> {
    section(0x46, 2, 0, [0, 0], &[0xFF, 0x01, 0xFF])
}

pub(super) fn eit(table_id: u8, service: u16, number: u8) -> Vec<u8> {
    let body = [0, 1, 0xFF, 0x01, 1, table_id];
    section(table_id, service, 0, [number, 1], &body)
}

pub(super) fn tdt() -> Vec<u8> {
    short_section(0x70, &[0xEB, 0x5D, 0x12, 0x34, 0x56], false)
}

pub(super) fn tot() -> Vec<u8> {
    short_section(0x73, &[0xEB, 0x5D, 0x12, 0x34, 0x56, 0xF0, 0], true)
}

pub(super) fn rst() -> Vec<u8> {
    short_section(0x71, &[0, 1, 0xFF, 0x01, 0, 1, 0, 1, 4], false)
}

/// The recording at a constant 4 Mbit/s with NIT, EIT present/following and TDT beside the SDT of ffmpeg.
pub(crate) static DVB: LazyLock<Vec<u8>> = LazyLock::new(|| dvb_of(&CONSTANT.bytes));

pub(crate) fn dvb_of(recording: &[u8]) -> Vec<u8> {
    let present_following = vec![eit(0x4E, SERVICE, 0), eit(0x4E, SERVICE, 1)];
    carry(
        recording,
        &[
            carousel(0x10, vec![nit(0x40)], 100, SECOND / 4),
            carousel(0x12, present_following, 500, SECOND / 4),
            carousel(0x14, vec![tdt()], 300, SECOND / 4),
        ],
    )
}

/// What the breaker makes of it.
pub(crate) fn damaged(words: &str) -> Vec<u8> {
    let fault: Fault = words.parse().unwrap();
    let (damaged, done) = damage(&DVB, &[fault], 3);
    assert!(done.without_place.is_empty(), "{words}: {:?}", done.without_place);
    damaged
}

/// With packets of the PMT's PID that carry nothing in place of null packets, wherever `wanted` says so of the number of the
/// packet.
pub(super) fn crowded(stream: &[u8], mut wanted: impl FnMut(usize) -> bool) -> Vec<u8> {
    let mut stream = stream.to_vec();
    let (mut counter, [high, low]) = (0, PMT_PID.to_be_bytes());
    let packets = stream.as_chunks_mut::<188>().0;
    for (number, packet) in packets.iter_mut().enumerate() {
        let pid = u16::from_be_bytes([packet[1], packet[2]]) & 0x1FFF;
        if pid == PMT_PID {
            counter = packet[3] & 0x0F;
        } else if pid == 0x1FFF && wanted(number) {
            packet.fill(0xFF);
            packet[..6].copy_from_slice(&[0x47, high, low, 0x20 | counter, 183, 0]);
        }
    }
    stream
}
