use super::*;
use crate::packet::tests::Made;

/// A section with the long header and a CRC.
pub(crate) fn made(table_id: u8, extension: u16, version: u8, body: &[u8]) -> Vec<u8> {
    numbered(table_id, extension, version, [0, 0], body)
}

/// The same with its number and the last number.
pub(crate) fn numbered(table_id: u8, extension: u16, version: u8, numbers: [u8; 2], body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(LONG_HEADER - START + body.len() + CRC).unwrap();
    let mut bytes = vec![table_id];
    bytes.extend((0xB000 | length).to_be_bytes());
    bytes.extend(extension.to_be_bytes());
    bytes.push(0xC1 | version << 1);
    bytes.extend(numbers);
    bytes.extend(body);
    bytes.extend(crc32(&bytes).to_be_bytes());
    bytes
}

/// Packets that carry these sections one right behind the other, from this counter on.
pub(crate) fn packets(pid: u16, counter: u8, sections: &[Vec<u8>]) -> Vec<Made> {
    let bytes = sections.concat();
    let starts = sections.iter().scan(0, |at, section| {
        let start = *at;
        *at += section.len();
        Some(start)
    });
    let starts = Vec::from_iter(starts);
    let (mut made, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let counter = (counter + u8::try_from(made.len() % 16).unwrap()) % 16;
        let room = |capacity: usize| at..(at + capacity).min(bytes.len());
        let start = starts.iter().find(|start| room(183).contains(start));
        let taken = room(if start.is_some() { 183 } else { 184 });
        let mut payload = Vec::new();
        payload.extend(start.map(|start| u8::try_from(start - at).unwrap()));
        payload.extend(&bytes[taken.clone()]);
        let packet = Made::new(pid, counter, &payload);
        made.push(if start.is_some() {
            packet.starting()
        } else {
            packet
        });
        at = taken.end;
    }
    made
}

fn assemble(packets: &[Made]) -> Vec<Result<Vec<u8>, &'static str>> {
    let (mut assembler, mut seen) = (Assembler::default(), Vec::new());
    for made in packets {
        assembler.push(made.packet(), true, |found| {
            seen.push(match found {
                Assembled::Section(section) => Ok(section.body.to_vec()),
                Assembled::BadCrc => Err("crc"),
                Assembled::Malformed => Err("malformed"),
            });
        });
        assert!(assembler.held.len() <= LONGEST);
    }
    seen
}

#[test]
fn sections_are_put_together_across_packets() {
    let bodies = [10, 0, 300, 1, 2, 1_000, 4_084, 7].map(|length| vec![0xAB; length]);
    let sections = bodies.clone().map(|body| made(2, 1, 0, &body));
    assert_eq!(sections[6].len(), LONGEST);
    assert_eq!(assemble(&packets(0x20, 14, &sections)), bodies.map(Ok));
}

#[test]
fn fields_are_read() {
    let section = numbered(0x42, 0x1234, 21, [3, 5], b"abc");
    let Assembled::Section(read) = Section::read(&section) else {
        panic!("it is right")
    };
    assert_eq!((read.table_id, read.body), (0x42, &b"abc"[..]));
    let long = read.long.unwrap();
    assert_eq!((long.extension, long.version), (0x1234, 21));
    assert!(long.is_current);
    assert_eq!((long.number, long.last), (3, 5));
    assert_eq!(read.crc.to_be_bytes(), section[section.len() - 4..]);
}

#[test]
fn a_wrong_bit_anywhere_behind_the_length_is_seen() {
    let right = made(0, 1, 0, &[1, 2, 3, 4]);
    for byte in START..right.len() {
        let mut wrong = right.clone();
        wrong[byte] ^= 0x10;
        assert_eq!(
            assemble(&packets(0, 0, &[wrong, right.clone()])),
            [Err("crc"), Ok(vec![1, 2, 3, 4])],
            "byte {byte}"
        );
    }
}

#[test]
fn half_a_section_is_given_up_where_packets_are_missing() {
    let sections = [made(2, 1, 0, &[1; 400]), made(2, 1, 0, &[2; 10])];
    let packets = packets(0x20, 0, &sections);
    assert_eq!(packets.len(), 3);
    let (mut assembler, mut seen) = (Assembler::default(), 0);
    for (number, made) in packets.iter().enumerate().filter(|(number, _)| *number != 1) {
        assembler.push(made.packet(), number != 2, |found| {
            assert!(matches!(found, Assembled::Section(section) if section.body == [2; 10]));
            seen += 1;
        });
    }
    assert_eq!(seen, 1);
}

#[test]
fn the_rest_of_another_section_is_not_taken_for_that_of_the_first() {
    let sections = [made(2, 1, 0, &[1; 400]), made(2, 1, 0, &[2; 400])];
    let packets = packets(0x20, 0, &sections);
    let mut assembler = Assembler::default();
    // The packet in which the first ends and the second begins is missing.
    for (made, unbroken) in [(&packets[0], true), (&packets[1], true), (&packets[3], false)] {
        assembler.push(made.packet(), unbroken, |found| panic!("{found:?}"));
    }
}

#[test]
fn what_cannot_be_is_malformed_and_what_has_no_crc_is_not_checked() {
    let too_long = Made::new(0x20, 0, &[0, 2, 0xBF, 0xFF]).starting();
    assert_eq!(assemble(&[too_long]), [Err("malformed")]);
    let too_short = Made::new(0x20, 0, &[0, 2, 0xB0, 5, 1, 2, 3, 4, 5]).starting();
    assert_eq!(assemble(&[too_short]), [Err("malformed")]);
    let pointer_past_the_end = Made::new(0x20, 0, &[184]).starting();
    assert_eq!(assemble(&[pointer_past_the_end]), [Err("malformed")]);
    let time_and_date = Made::new(0x14, 0, &[0, 0x70, 0x70, 5, 1, 2, 3, 4, 5]).starting();
    assert_eq!(assemble(&[time_and_date]), [Ok(vec![1, 2, 3, 4, 5])]);
    let time_offset = Made::new(0x14, 0, &[0, 0x73, 0x70, 5, 1, 2, 3, 4, 5]).starting();
    assert_eq!(assemble(&[time_offset]), [Err("crc")]);
}
