/// What an elementary stream is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(
    missing_docs,
    reason = "the names are those of the field, and `name` tells them in full"
)]
pub enum Kind {
    Mpeg1Video,
    Mpeg2Video,
    Mpeg4Video,
    H264,
    Hevc,
    Vvc,
    Jpeg2000,
    JpegXs,
    Av1,
    Vc1,
    Dirac,
    /// Layers I to III.
    MpegAudio,
    Aac,
    AacLatm,
    Ac3,
    Eac3,
    Ac4,
    Dts,
    Opus,
    Smpte302M,
    Teletext,
    DvbSubtitles,
    Vbi,
    Scte35,
    Klv,
    Metadata,
    DsmCc,
    PrivateSections,
    /// PES packets of a kind that no descriptor names.
    PrivateData,
    /// Another stream_type.
    Other(u8),
}

impl Kind {
    /// From stream_type (ISO/IEC 13818-1, table 2-34; ATSC A/53 and SCTE 35 from 0x80 on), and where that is private from
    /// the descriptors: their tags (EN 300 468, tables 12 and 109) and the registration (ISO/IEC 13818-1, 2.6.8).
    pub(super) fn of<'a>(stream_type: u8, mut descriptors: impl Iterator<Item = (u8, &'a [u8])>) -> Self {
        match stream_type {
            0x01 => Self::Mpeg1Video,
            0x02 => Self::Mpeg2Video,
            0x03 | 0x04 => Self::MpegAudio,
            0x05 => Self::PrivateSections,
            0x06 => descriptors
                .find_map(|(tag, content)| Self::by_descriptor(tag, content))
                .unwrap_or(Self::PrivateData),
            0x0A..=0x0D => Self::DsmCc,
            0x0F => Self::Aac,
            0x10 => Self::Mpeg4Video,
            0x11 => Self::AacLatm,
            0x15 | 0x16 => Self::Metadata,
            0x1B => Self::H264,
            0x21 => Self::Jpeg2000,
            0x24 => Self::Hevc,
            0x32 => Self::JpegXs,
            0x33 => Self::Vvc,
            0x80.. => descriptors
                .find_map(|(tag, content)| Self::by_descriptor(tag, content))
                .unwrap_or(match stream_type {
                    0x81 => Self::Ac3,
                    0x82 => Self::Dts,
                    0x86 => Self::Scte35,
                    0x87 => Self::Eac3,
                    0xD1 => Self::Dirac,
                    0xEA => Self::Vc1,
                    other => Self::Other(other),
                }),
            other => Self::Other(other),
        }
    }

    fn by_descriptor(tag: u8, content: &[u8]) -> Option<Self> {
        match (tag, content) {
            (0x05, [b'A', b'C', b'-', b'3', ..]) | (0x6A, _) => Some(Self::Ac3),
            (0x05, b"EAC3") | (0x7A, _) => Some(Self::Eac3),
            (0x05, [b'A', b'C', b'-', b'4', ..]) | (0x7F, [0x15, ..]) => Some(Self::Ac4),
            (0x05, [b'D', b'T', b'S', b'1'..=b'3', ..]) | (0x7B, _) => Some(Self::Dts),
            (0x05, [b'O', b'p', b'u', b's', ..]) => Some(Self::Opus),
            (0x05, [b'B', b'S', b'S', b'D', ..]) => Some(Self::Smpte302M),
            (0x05, [b'H', b'E', b'V', b'C', ..]) => Some(Self::Hevc),
            (0x05, [b'A', b'V', b'0', b'1', ..]) => Some(Self::Av1),
            (0x05, [b'V', b'C', b'-', b'1', ..]) => Some(Self::Vc1),
            (0x05, [b'd', b'r', b'a', b'c', ..]) => Some(Self::Dirac),
            (0x05, [b'K', b'L', b'V', b'A', ..]) => Some(Self::Klv),
            (0x05, [b'C', b'U', b'E', b'I', ..]) => Some(Self::Scte35),
            (0x45, _) => Some(Self::Vbi),
            (0x46 | 0x56, _) => Some(Self::Teletext),
            (0x59, _) => Some(Self::DvbSubtitles),
            (0x7C, _) => Some(Self::Aac),
            _ => None,
        }
    }

    /// As engineers call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mpeg1Video => "MPEG-1 video",
            Self::Mpeg2Video => "MPEG-2 video",
            Self::Mpeg4Video => "MPEG-4 video",
            Self::H264 => "H.264",
            Self::Hevc => "HEVC",
            Self::Vvc => "VVC",
            Self::Jpeg2000 => "JPEG 2000",
            Self::JpegXs => "JPEG XS",
            Self::Av1 => "AV1",
            Self::Vc1 => "VC-1",
            Self::Dirac => "Dirac",
            Self::MpegAudio => "MPEG audio",
            Self::Aac => "AAC",
            Self::AacLatm => "AAC LATM",
            Self::Ac3 => "AC-3",
            Self::Eac3 => "E-AC-3",
            Self::Ac4 => "AC-4",
            Self::Dts => "DTS",
            Self::Opus => "Opus",
            Self::Smpte302M => "SMPTE 302M",
            Self::Teletext => "teletext",
            Self::DvbSubtitles => "DVB subtitles",
            Self::Vbi => "VBI",
            Self::Scte35 => "SCTE-35",
            Self::Klv => "KLV",
            Self::Metadata => "metadata",
            Self::DsmCc => "DSM-CC",
            Self::PrivateSections => "private sections",
            Self::PrivateData => "private data",
            Self::Other(_) => "unknown",
        }
    }

    /// Whether it is pictures.
    #[must_use]
    pub fn is_video(self) -> bool {
        matches!(
            self,
            Self::Mpeg1Video
                | Self::Mpeg2Video
                | Self::Mpeg4Video
                | Self::H264
                | Self::Hevc
                | Self::Vvc
                | Self::Jpeg2000
                | Self::JpegXs
                | Self::Av1
                | Self::Vc1
                | Self::Dirac
        )
    }

    /// Whether it is sound.
    #[must_use]
    pub fn is_audio(self) -> bool {
        matches!(
            self,
            Self::MpegAudio
                | Self::Aac
                | Self::AacLatm
                | Self::Ac3
                | Self::Eac3
                | Self::Ac4
                | Self::Dts
                | Self::Opus
                | Self::Smpte302M
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(stream_type: u8, descriptors: &[(u8, &[u8])]) -> &'static str {
        Kind::of(stream_type, descriptors.iter().copied()).name()
    }

    #[test]
    fn a_type_or_a_descriptor_names_the_kind() {
        assert_eq!(of(0x24, &[]), "HEVC");
        assert_eq!(of(0x32, &[]), "JPEG XS");
        assert_eq!(of(0x81, &[]), "AC-3");
        assert_eq!(of(0x86, &[]), "SCTE-35");
        assert_eq!(of(0x87, &[(0x05, b"EAC3")]), "E-AC-3");
        assert_eq!(of(0x06, &[]), "private data");
        assert_eq!(of(0x06, &[(0x0A, b"eng\0"), (0x6A, &[0])]), "AC-3");
        assert_eq!(of(0x06, &[(0x7A, &[0])]), "E-AC-3");
        assert_eq!(of(0x06, &[(0x05, b"Opus"), (0x7F, &[0x80, 2])]), "Opus");
        assert_eq!(of(0x06, &[(0x59, b"eng")]), "DVB subtitles");
        assert_eq!(Kind::of(0x90, std::iter::empty()), Kind::Other(0x90));
    }
}
