use std::char::REPLACEMENT_CHARACTER;

mod iso6937;
mod iso8859;

/// Text as service information carries it (EN 300 468, annex A): the first bytes name the character set, ISO/IEC 6937 where
/// they do not. What is not known becomes U+FFFD, one for each byte, or one alone for a whole text in an unknown set.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    let text: String = match bytes {
        [0x01..=0x0B, rest @ ..] => latin(4 + u16::from(bytes[0]), rest),
        [0x10, high, low, rest @ ..] => latin(u16::from_be_bytes([*high, *low]), rest),
        [0x11, rest @ ..] => {
            let (units, _) = rest.as_chunks::<2>();
            char::decode_utf16(units.iter().map(|unit| u16::from_be_bytes(*unit)))
                .map(|unit| unit.unwrap_or(REPLACEMENT_CHARACTER))
                .collect()
        }
        [0x15, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0x00..=0x1F, ..] => REPLACEMENT_CHARACTER.into(),
        _ => iso6937::decode(bytes),
    };
    text.chars().filter_map(shown).collect()
}

fn latin(part: u16, bytes: &[u8]) -> String {
    bytes.iter().map(|byte| iso8859::decode(part, *byte)).collect()
}

/// Control codes say how to show the text (EN 300 468, tables A.1 and A.2). Only the end of a line is of use in a name, as a
/// blank.
fn shown(character: char) -> Option<char> {
    match character {
        '\u{8A}' | '\u{E08A}' | '\n' => Some(' '),
        '\u{E080}'..='\u{E09F}' => None,
        control if control.is_control() => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_set_is_read() {
        assert_eq!(decode(b""), "");
        assert_eq!(decode(b"Das Erste"), "Das Erste");
        assert_eq!(decode(b"K\xC8oln \xA4 \xFB \xC8"), "Köln € ß \u{FFFD}");
        assert_eq!(decode(b"\x01\xB0\xD0\xF1"), "Ааё", "ISO/IEC 8859-5");
        assert_eq!(decode(b"\x03\xC1\xE1"), "Αα", "8859-7");
        assert_eq!(decode(b"\x05\xDD\xFD\xE4"), "İıä", "8859-9");
        assert_eq!(decode(b"\x0B\xA4\xBD"), "€œ", "8859-15");
        assert_eq!(decode(b"\x10\x00\x02\xE8\xF8"), "čř", "8859-2");
        assert_eq!(decode(b"\x10\x00\x01\xE9"), "é", "8859-1");
        assert_eq!(decode(b"\x11\x04\x10\xD8\x00"), "А\u{FFFD}");
        assert_eq!(decode("\u{15}日本 é".as_bytes()), "日本 é");
        assert_eq!(decode(b"\x15\xFF"), "\u{FFFD}");
        assert_eq!(decode(b"\x13\xB0\xA1"), "\u{FFFD}", "GB-2312 is not known");
    }

    #[test]
    fn control_codes_are_left_out() {
        assert_eq!(decode(b"\x86A\x87\x8AB"), "A B");
        assert_eq!(decode("\u{15}\u{E086}A\u{E08A}B".as_bytes()), "A B");
    }

    #[test]
    fn no_byte_is_too_strange() {
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                assert!(decode(&[first, second]).chars().count() <= 2);
                assert!(decode(&[first, 0, second, second, first]).chars().count() <= 5);
            }
        }
    }
}
