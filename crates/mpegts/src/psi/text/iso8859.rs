//! The parts of ISO/IEC 8859 that EN 300 468, tables A.3 and A.4, can select.

use std::char::REPLACEMENT_CHARACTER;

/// Part 2, 0xA0 to 0xFF.
const CENTRAL_EUROPEAN: &str = "\u{A0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{AD}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žż\
ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

pub(super) fn decode(part: u16, byte: u8) -> char {
    let offset = |to: u32| char::from_u32(u32::from(byte) + to).unwrap_or(REPLACEMENT_CHARACTER);
    match (part, byte) {
        (1..=11 | 13..=15, 0x00..=0xA0) => char::from(byte),
        (1, _) => char::from(byte),
        (2, _) => CENTRAL_EUROPEAN
            .chars()
            .nth(usize::from(byte - 0xA0))
            .unwrap_or(REPLACEMENT_CHARACTER),
        (5, 0xAD) => '\u{AD}',
        (5, 0xF0) => '№',
        (5, 0xFD) => '§',
        (5, _) => offset(0x401 - 0xA1),
        (6, 0xAC | 0xBB | 0xBF | 0xC1..=0xDA | 0xE0..=0xF2) => offset(0x621 - 0xC1),
        (6, 0xA4) => '¤',
        (6, 0xAD) => '\u{AD}',
        (7 | 15, 0xA4) => '€',
        (7, 0xA1) => '‘',
        (7, 0xA2) => '’',
        (7, 0xA3 | 0xA6..=0xA9 | 0xAB..=0xAD | 0xB0..=0xB3 | 0xB7 | 0xBB | 0xBD) => char::from(byte),
        (7, 0xA5) => '₯',
        (7, 0xAF) => '―',
        (7, 0xAA | 0xB4..=0xFE) if byte != 0xD2 => offset(0x384 - 0xB4),
        (8, 0xA2..=0xBE) if !matches!(byte, 0xAA | 0xBA) => char::from(byte),
        (8, 0xE0..=0xFA) => offset(0x5D0 - 0xE0),
        (9, _) => match byte {
            0xD0 => 'Ğ',
            0xDD => 'İ',
            0xDE => 'Ş',
            0xF0 => 'ğ',
            0xFD => 'ı',
            0xFE => 'ş',
            _ => char::from(byte),
        },
        (11, 0xA1..=0xDA | 0xDF..=0xFB) => offset(0xE01 - 0xA1),
        (15, _) => match byte {
            0xA6 => 'Š',
            0xA8 => 'š',
            0xB4 => 'Ž',
            0xB8 => 'ž',
            0xBC => 'Œ',
            0xBD => 'œ',
            0xBE => 'Ÿ',
            _ => char::from(byte),
        },
        _ => REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(part: u16, bytes: &[u8]) -> String {
        bytes.iter().map(|byte| decode(part, *byte)).collect()
    }

    #[test]
    fn letters_lie_where_the_standard_has_them() {
        assert_eq!(CENTRAL_EUROPEAN.chars().count(), 96);
        assert_eq!(text(2, &[0xA1, 0xC8, 0xE6, 0xFF]), "ĄČć˙");
        assert_eq!(text(5, &[0xA1, 0xAF, 0xB0, 0xEF, 0xF0, 0xFF]), "ЁЏАя№џ");
        assert_eq!(text(6, &[0xAC, 0xC1, 0xEA]), "،ءي");
        assert_eq!(text(7, &[0xA4, 0xB6, 0xC1, 0xD2, 0xE1, 0xFE]), "€ΆΑ\u{FFFD}αώ");
        assert_eq!(text(8, &[0xE0, 0xFA, 0xFB]), "את\u{FFFD}");
        assert_eq!(text(11, &[0xA1, 0xFB]), "ก๛");
        assert_eq!(text(15, &[0xA4, 0xBE, 0xE9]), "€Ÿé");
        assert_eq!(text(14, &[b'A', 0xE9]), "A\u{FFFD}", "Celtic is not mapped");
    }
}
