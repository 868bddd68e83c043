use crate::cursor::Cursor;
use crate::pes::WRAP;
use crate::section::Section;

use super::TABLE_SPLICE;
use super::descriptor::descriptors;

/// segmentation_descriptor (SCTE 35, 10.3.3).
const SEGMENTATION: u8 = 0x02;
/// Who defines the descriptors of SCTE 35.
const CUEI: [u8; 4] = *b"CUEI";

/// A cue of SCTE 35: where another program may be put in, or something begins or ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cue {
    /// splice_command_type.
    pub command: Command,
    /// splice_event_id, or segmentation_event_id of the first segmentation_descriptor where the command has none.
    pub event: Option<u32>,
    /// splice_event_cancel_indicator, or segmentation_event_cancel_indicator: what was told before does not take place.
    pub is_cancelled: bool,
    /// out_of_network_indicator: out to what is put in, or back.
    pub is_out: Option<bool>,
    /// At which PTS, pts_adjustment included; nothing where it is at once, or different for each component.
    pub pts: Option<u64>,
    /// How long it is to last, in units of 1/90 000 s.
    pub duration: Option<u64>,
    /// segmentation_type_id (SCTE 35, table 23) of the first segmentation_descriptor, such as 0x30 for the start of an
    /// advertisement of the provider.
    pub segmentation: Option<u8>,
    /// encrypted_packet: nothing but the command's type, if that, can be read.
    pub is_encrypted: bool,
}

/// splice_command_type (SCTE 35, table 7).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Command {
    /// splice_null: only shows that the way of cues works.
    Null,
    /// splice_schedule.
    Schedule,
    /// splice_insert.
    Insert,
    /// time_signal.
    TimeSignal,
    /// bandwidth_reservation.
    BandwidthReservation,
    /// private_command.
    Private,
    /// Another one.
    Other(u8),
}

impl Cue {
    /// Nothing when the section is of another table or ends too early.
    #[must_use]
    pub fn read(section: &Section<'_>) -> Option<Self> {
        if section.table_id != TABLE_SPLICE {
            return None;
        }
        let mut cursor = Cursor(section.body);
        let protocol_version = cursor.u8()?;
        if protocol_version != 0 {
            return None;
        }
        let adjustment = cursor.take(5)?;
        let is_encrypted = adjustment.first()? & 0x80 != 0;
        let adjustment = number(adjustment) % WRAP;
        cursor.u8()?;
        let lengths = number(cursor.take(3)?);
        let mut cue = Self {
            command: Command::of(cursor.u8()?),
            event: None,
            is_cancelled: false,
            is_out: None,
            pts: None,
            duration: None,
            segmentation: None,
            is_encrypted,
        };
        if is_encrypted {
            return Some(cue);
        }
        // 0xFFF is what senders of the first edition wrote (SCTE 35, 9.6.1): the command tells its own length.
        let length = usize::try_from(lengths & 0xFFF)
            .ok()
            .filter(|length| *length != 0xFFF);
        let mut told = match length {
            Some(length) => Cursor(cursor.take(length)?),
            None => cursor,
        };
        match cue.command {
            Command::Insert => cue.read_insert(&mut told)?,
            Command::TimeSignal => cue.pts = splice_time(&mut told)?,
            _ => {}
        }
        if length.is_none() {
            cursor = told;
        }
        cue.pts = cue.pts.map(|pts| (pts + adjustment) % WRAP);
        if let Some(content) = cursor.counted_by_16_bits() {
            cue.read_segmentation(content);
        }
        Some(cue)
    }

    fn read_insert(&mut self, told: &mut Cursor<'_>) -> Option<()> {
        self.event = Some(told.u32()?);
        self.is_cancelled = told.u8()? & 0x80 != 0;
        if self.is_cancelled {
            return Some(());
        }
        let flags = told.u8()?;
        let (is_program, has_duration, is_at_once) =
            (flags & 0x40 != 0, flags & 0x20 != 0, flags & 0x10 != 0);
        self.is_out = Some(flags & 0x80 != 0);
        if is_program {
            if !is_at_once {
                self.pts = splice_time(told)?;
            }
        } else {
            for _ in 0..told.u8()? {
                told.u8()?;
                if !is_at_once {
                    splice_time(told)?;
                }
            }
        }
        if has_duration {
            self.duration = Some(number(told.take(5)?) % WRAP);
        }
        told.take(4).map(|_| ())
    }

    fn read_segmentation(&mut self, content: &[u8]) {
        let mut segmentations = descriptors(content).filter_map(|(tag, content)| {
            let (identifier, content) = content.split_first_chunk::<4>()?;
            (tag == SEGMENTATION && *identifier == CUEI).then_some(Cursor(content))
        });
        let Some(mut content) = segmentations.next() else {
            return;
        };
        let (Some(event), Some(cancel)) = (content.u32(), content.u8()) else {
            return;
        };
        if self.event.is_none() {
            self.event = Some(event);
            self.is_cancelled = cancel & 0x80 != 0;
        }
        if cancel & 0x80 == 0 {
            self.read_segment(content);
        }
    }

    fn read_segment(&mut self, mut content: Cursor<'_>) -> Option<()> {
        let flags = content.u8()?;
        if flags & 0x80 == 0 {
            let components = content.u8()?;
            content.take(usize::from(components) * 6)?;
        }
        if flags & 0x40 != 0 {
            let duration = number(content.take(5)?);
            self.duration = self.duration.or(Some(duration));
        }
        content.u8()?;
        content.counted_by_8_bits()?;
        self.segmentation = Some(content.u8()?);
        Some(())
    }
}

impl Command {
    fn of(splice_command_type: u8) -> Self {
        match splice_command_type {
            0x00 => Self::Null,
            0x04 => Self::Schedule,
            0x05 => Self::Insert,
            0x06 => Self::TimeSignal,
            0x07 => Self::BandwidthReservation,
            0xFF => Self::Private,
            other => Self::Other(other),
        }
    }
}

/// splice_time() (SCTE 35, 9.8.1): nothing inside where no time is specified, nothing at all where it is cut off.
fn splice_time(told: &mut Cursor<'_>) -> Option<Option<u64>> {
    let first = told.u8()?;
    if first & 0x80 == 0 {
        return Some(None);
    }
    let rest = number(told.take(4)?);
    Some(Some(u64::from(first & 1) << 32 | rest))
}

fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &[u8]) -> Option<Cue> {
        Cue::read(&Section {
            table_id: TABLE_SPLICE,
            long: None,
            body,
            crc: 0,
        })
    }

    #[test]
    fn the_example_of_the_standard_is_read() {
        // SCTE 35, 14.2: splice_insert of event 0x4800008F, out at 0x07369C02E, for 0x0052CCF5.
        let body = [
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xF0, 0x14, 0x05, 0x48, 0x00, 0x00, 0x8F, 0x7F,
            0xEF, 0xFE, 0x73, 0x69, 0xC0, 0x2E, 0xFE, 0x00, 0x52, 0xCC, 0xF5, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x0A, 0x00, 0x08, 0x43, 0x55, 0x45, 0x49, 0x00, 0x00, 0x01, 0x35,
        ];
        let cue = read(&body).unwrap();
        assert_eq!((cue.command, cue.event), (Command::Insert, Some(0x4800_008F)));
        assert_eq!((cue.is_out, cue.is_cancelled), (Some(true), false));
        assert_eq!((cue.pts, cue.duration), (Some(0x7369_C02E), Some(0x0052_CCF5)));
        for length in 0..body.len() - 12 {
            assert_eq!(read(&body[..length]), None, "{length} bytes");
        }
    }

    #[test]
    fn a_time_signal_has_its_event_in_a_descriptor_and_its_time_adjusted() {
        let body = [
            &[0, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0xF0, 5, 0x06][..],
            &[0xFE, 0, 0, 0, 11],
            &[0, 23, 2, 21, b'C', b'U', b'E', b'I', 1, 2, 3, 4, 0x7F],
            &[0xFF, 0, 0, 1, 0, 0, 8, 1, 9, 0x34, 1, 1],
        ]
        .concat();
        let cue = read(&body).unwrap();
        assert_eq!((cue.command, cue.event), (Command::TimeSignal, Some(0x0102_0304)));
        assert_eq!((cue.pts, cue.is_out), (Some(10), None));
        assert_eq!(cue.duration, Some(0x1_0000));
        assert_eq!(
            cue.segmentation,
            Some(0x34),
            "provider placement opportunity start"
        );
    }
}
