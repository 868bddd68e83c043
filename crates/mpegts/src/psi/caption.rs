use super::descriptor::descriptors;

/// caption_service_descriptor (ATSC A/65, 6.9.2).
const CAPTION_SERVICE: u8 = 0x86;
/// Bytes of one service in it.
const SERVICE: usize = 6;

/// Closed captions inside a video stream, as its descriptor announces them. Captions that no descriptor announces are not seen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caption {
    /// ISO 639-2 code of three letters.
    pub language: Option<String>,
    /// How they are carried.
    pub standard: CaptionStandard,
}

/// How closed captions are carried.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CaptionStandard {
    /// As those of line 21.
    Cea608 {
        /// Whether in field 2 and not in field 1.
        in_second_field: bool,
    },
    /// Digital captions.
    Cea708 {
        /// caption_service_number.
        service: u8,
    },
}

pub(super) fn captions(info: &[u8]) -> Vec<Caption> {
    let found = descriptors(info).find(|(tag, _)| *tag == CAPTION_SERVICE);
    let Some((count, services)) = found.and_then(|(_, content)| content.split_first()) else {
        return Vec::new();
    };
    let (services, _) = services.as_chunks::<SERVICE>();
    let told = services.iter().take(usize::from(count & 0x1F));
    told.map(|[l1, l2, l3, kind, ..]| {
        let code = [*l1, *l2, *l3];
        let is_digital = kind & 0x80 != 0;
        Caption {
            language: code
                .iter()
                .all(u8::is_ascii_alphanumeric)
                .then(|| code.map(char::from).iter().collect()),
            standard: if is_digital {
                CaptionStandard::Cea708 { service: kind & 0x3F }
            } else {
                CaptionStandard::Cea608 {
                    in_second_field: kind & 1 != 0,
                }
            },
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_read_with_their_language() {
        let info = [
            &[0x86, 13, 0xC2][..],
            b"eng",
            &[0xC1, 0x3F, 0xFF],
            b"spa",
            &[0x7F, 0x3F, 0xFF],
        ]
        .concat();
        let [digital, analogue] = &captions(&info)[..] else {
            panic!("there are two")
        };
        assert_eq!(digital.language.as_deref(), Some("eng"));
        assert_eq!(digital.standard, CaptionStandard::Cea708 { service: 1 });
        assert_eq!(
            analogue.standard,
            CaptionStandard::Cea608 {
                in_second_field: true
            }
        );
        assert_eq!(captions(&[0x86, 1, 0xC2]), []);
        assert_eq!(captions(&[0x52, 1, 7]), []);
    }
}
