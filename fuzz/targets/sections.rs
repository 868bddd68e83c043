//! Any packets are put together to sections, and any section that is sent comes out as it was, with tables in it or not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpegts::crc::crc32;
use mpegts::framing::PACKET_SIZE;
use mpegts::packet::Packet;
use mpegts::psi::{Pat, Pmt, Sdt, TABLE_STUFFING};
use mpegts::section::{Assembled, Assembler, LONGEST, Section};

fuzz_target!(|input: &[u8]| {
    any_packets(input);
    if let Some((&[before, flags], content)) = input.split_first_chunk() {
        one_section(content, before, flags);
    }
});

fn any_packets(input: &[u8]) {
    let mut assembler = Assembler::default();
    let (packets, _) = input.as_chunks::<PACKET_SIZE>();
    for packet in packets {
        // What would be the sync byte says whether a packet is missing before this one.
        assembler.push(Packet::new(packet), packet[0] & 1 == 1, |found| {
            if let Assembled::Section(section) = found {
                read(&section);
            }
        });
    }
}

/// Sends `content` with a right length and a right CRC, behind `before` bytes of a section that nobody saw begin.
fn one_section(content: &[u8], before: u8, flags: u8) {
    // table_id, section_length and the CRC; a long header has five bytes more.
    let longest = LONGEST - 3 - 4;
    let Some(content) = content
        .get(..content.len().min(longest))
        .filter(|content| content.len() >= 6)
    else {
        return;
    };
    let Some((&table_id, content)) = content
        .split_first()
        .filter(|(id, _)| ![0xFF, TABLE_STUFFING].contains(id))
    else {
        return;
    };
    let length = u16::try_from(content.len() + 4).expect("no longer than a section");
    let mut section = vec![table_id, 0x80 | (length >> 8) as u8, length as u8];
    section.extend_from_slice(content);
    section.extend(crc32(&section).to_be_bytes());
    let mut assembler = Assembler::default();
    let mut sections = 0;
    for packet in packets(&section, usize::from(before) % 100, flags) {
        assembler.push(Packet::new(&packet), true, |found| match found {
            Assembled::Section(found) => {
                assert_eq!(found.table_id, table_id);
                assert_eq!(found.body, &content[5..]);
                read(&found);
                sections += 1;
            }
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(sections, 1);
}

fn read(section: &Section<'_>) {
    assert!(section.body.len() < LONGEST);
    if let Some(pat) = Pat::read(section) {
        assert!(pat.programs.iter().all(|program| program.pid < 8_192));
    }
    if let Some(pmt) = Pmt::read(section) {
        assert!(pmt.streams.iter().all(|stream| stream.pid < 8_192));
        assert!(pmt.streams.len() * 5 <= section.body.len());
    }
    if let Some(sdt) = Sdt::read(section) {
        assert!(sdt.services.len() * 5 <= section.body.len());
        let mut words = sdt
            .services
            .iter()
            .flat_map(|service| [&service.name, &service.provider]);
        assert!(words.all(|words| !words.contains(char::is_control)), "{sdt:?}");
    }
}

/// The packets of `section`, filled up with stuffing; the first begins with the end of another one.
fn packets(section: &[u8], before: usize, flags: u8) -> Vec<[u8; PACKET_SIZE]> {
    let mut payload = vec![u8::try_from(before).expect("less than 100")];
    payload.extend(std::iter::repeat_n(flags, before));
    payload.extend_from_slice(section);
    payload
        .chunks(PACKET_SIZE - 4)
        .enumerate()
        .map(|(number, part)| {
            let mut packet = [0xFF; PACKET_SIZE];
            packet[..4].copy_from_slice(&[0x47, if number == 0 { 0x40 } else { 0 }, 0, 0x10]);
            packet[4..4 + part.len()].copy_from_slice(part);
            packet
        })
        .collect()
}
