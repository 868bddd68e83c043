use crate::cursor::Cursor;
use crate::section::Section;

use super::access::ca_pids;
use super::caption::captions;
use super::descriptor::descriptors;
use super::{Caption, Kind, TABLE_PMT};

/// ISO_639_language_descriptor (ISO/IEC 13818-1, 2.6.18).
const ISO_639: u8 = 0x0A;
/// teletext_descriptor (EN 300 468, 6.2.43); its language stands first in it.
const TELETEXT: u8 = 0x56;
/// subtitling_descriptor (EN 300 468, 6.2.41); its language stands first in it.
const SUBTITLING: u8 = 0x59;
/// registration_descriptor (ISO/IEC 13818-1, 2.6.8).
const REGISTRATION: u8 = 0x05;
/// Descriptors with a flag that pictures may stand still, and where in them it is: video_stream_descriptor,
/// AVC_video_descriptor and HEVC_video_descriptor (ISO/IEC 13818-1, 2.6.2, 2.6.64 and 2.6.95).
const STILL: [(u8, usize, u8); 3] = [(0x02, 0, 0x01), (0x28, 3, 0x80), (0x38, 12, 0x40)];

/// The program map of one program (ISO/IEC 13818-1, 2.4.4.9).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pmt {
    /// program_number.
    pub program: u16,
    /// PCR_PID; 0x1FFF where the program has no clock.
    pub pcr_pid: u16,
    /// Whether it is registered as one that may carry cues of SCTE 35 (`CUEI`).
    pub has_cues: bool,
    /// PIDs of its conditional access messages (ECM), those of single streams included.
    pub ca_pids: Vec<u16>,
    /// Its elementary streams, in the order of the table.
    pub streams: Vec<Stream>,
}

/// One elementary stream.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stream {
    /// elementary_PID.
    pub pid: u16,
    /// stream_type as transmitted.
    pub stream_type: u8,
    /// What it is, from stream_type and descriptors.
    pub kind: Kind,
    /// ISO 639-2 code of three letters.
    pub language: Option<String>,
    /// audio_type: 0 undefined, 1 clean effects, 2 for the hearing impaired, 3 commentary for the visually impaired.
    pub audio_type: u8,
    /// Closed captions that its descriptor names.
    pub captions: Vec<Caption>,
    /// Whether a descriptor says that pictures may stand still.
    pub may_be_still: bool,
}

impl Pmt {
    /// Nothing when the section is of another table or ends too early. Streams that are cut off are left out.
    #[must_use]
    pub fn read(section: &Section<'_>) -> Option<Self> {
        let long = section.long.filter(|_| section.table_id == TABLE_PMT)?;
        let mut cursor = Cursor(section.body);
        let pcr_pid = cursor.u16()? & 0x1FFF;
        let info = cursor.counted_by_12_bits()?;
        let has_cues = descriptors(info).any(|(tag, content)| tag == REGISTRATION && content == b"CUEI");
        let mut ca_pids = Vec::from_iter(ca_pids(info));
        let streams = std::iter::from_fn(|| Stream::read(&mut cursor, &mut ca_pids)).collect();
        Some(Self {
            program: long.extension,
            pcr_pid,
            has_cues,
            ca_pids,
            streams,
        })
    }
}

impl Stream {
    fn read(cursor: &mut Cursor<'_>, all_ca_pids: &mut Vec<u16>) -> Option<Self> {
        let stream_type = cursor.u8()?;
        let pid = cursor.u16()? & 0x1FFF;
        let info = cursor.counted_by_12_bits()?;
        all_ca_pids.extend(ca_pids(info));
        let language = descriptors(info).find(|(tag, _)| [ISO_639, TELETEXT, SUBTITLING].contains(tag));
        let code = language.and_then(|(_, content)| content.first_chunk::<3>());
        let audio_type = language
            .filter(|(tag, _)| *tag == ISO_639)
            .and_then(|(_, content)| content.get(3));
        Some(Self {
            pid,
            stream_type,
            kind: Kind::of(stream_type, descriptors(info)),
            language: code
                .filter(|code| code.iter().all(u8::is_ascii_alphanumeric))
                .map(|code| code.iter().copied().map(char::from).collect()),
            audio_type: audio_type.copied().unwrap_or_default(),
            captions: captions(info),
            may_be_still: descriptors(info).any(|(tag, content)| {
                let row = STILL.iter().find(|(known, ..)| *known == tag);
                row.is_some_and(|(_, place, bit)| content.get(*place).is_some_and(|byte| byte & bit != 0))
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::section::{Assembled, Assembler};

    fn read(body: &[u8]) -> Option<Pmt> {
        let section = crate::section::tests::made(TABLE_PMT, 7, 0, body);
        let packets = crate::section::tests::packets(0x20, 0, &[section]);
        let (mut assembler, mut pmt) = (Assembler::default(), None);
        for made in &packets {
            assembler.push(made.packet(), true, |found| match found {
                Assembled::Section(section) => pmt = Pmt::read(&section),
                other => panic!("{other:?}"),
            });
        }
        pmt
    }

    #[test]
    fn streams_are_read_with_language_and_kind() {
        let body = [
            &[0xE1, 0x00, 0xF0, 0x02, 0x09, 0x00][..],
            &[0x1B, 0xE1, 0x00, 0xF0, 0x00],
            &[0x03, 0xE1, 0x01, 0xF0, 0x06, 0x0A, 4, b'd', b'e', b'u', 3],
            &[0x06, 0xE1, 0x02, 0xF0, 0x07, 0x56, 5, b's', b'w', b'e', 0x09, 0],
        ];
        let pmt = read(&body.concat()).unwrap();
        assert_eq!((pmt.program, pmt.pcr_pid), (7, 0x100));
        let seen = pmt.streams.iter().map(|stream| {
            let language = stream.language.as_deref();
            (stream.pid, stream.kind, language, stream.audio_type)
        });
        assert_eq!(
            Vec::from_iter(seen),
            [
                (0x100, Kind::H264, None, 0),
                (0x101, Kind::MpegAudio, Some("deu"), 3),
                (0x102, Kind::Teletext, Some("swe"), 0),
            ]
        );
    }

    #[test]
    fn what_is_cut_off_is_left_out() {
        let body = [
            0xE1, 0x00, 0xF0, 0x00, 0x1B, 0xE1, 0x00, 0xF0, 0x00, 0x0F, 0xE1, 0x01, 0xF0, 0x09,
        ];
        assert_eq!(read(&body).unwrap().streams.len(), 1);
        assert_eq!(read(&body[..3]), None);
        assert_eq!(read(&[0xE1, 0x00, 0xF0, 0x09]), None);
    }
}
