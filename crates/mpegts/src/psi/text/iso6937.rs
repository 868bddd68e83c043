//! ISO/IEC 6937 with the euro sign (EN 300 468, figure A.1).

use std::char::REPLACEMENT_CHARACTER;

/// 0xA0 to 0xBF. A replacement character stands where there is nothing.
const SIGNS: &str = "\u{A0}¡¢£€¥\u{FFFD}§¤‘“«←↑→↓°±²³×µ¶·÷’”»¼½¾¿";
/// 0xD0 to 0xFF.
const LETTERS: &str =
    "―¹®©™♪¬¦\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}⅛⅜⅝⅞ΩÆĐªĦ\u{FFFD}ĲĿŁØŒºÞŦŊŉĸæđðħıĳŀłøœßþŧŋ\u{AD}";

pub(super) fn decode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match byte {
            0x00..=0x9F => text.push(char::from(*byte)),
            0xA0..=0xBF => text.push(nth(SIGNS, byte - 0xA0)),
            // An accent stands before its letter.
            0xC0..=0xCF => match (accent(*byte), rest.as_slice().first()) {
                (Some((mark, pairs)), Some(letter @ 0x20..=0x7E)) => {
                    rest.next();
                    accented(&mut text, char::from(*letter), mark, pairs);
                }
                _ => text.push(REPLACEMENT_CHARACTER),
            },
            0xD0..=0xFF => text.push(nth(LETTERS, byte - 0xD0)),
        }
    }
    text
}

fn nth(characters: &str, index: u8) -> char {
    characters
        .chars()
        .nth(usize::from(index))
        .unwrap_or(REPLACEMENT_CHARACTER)
}

/// The letter with its accent as one character where there is such a one, else with a combining mark behind it.
fn accented(text: &mut String, letter: char, mark: char, pairs: &str) {
    let mut characters = pairs.chars();
    while let (Some(plain), Some(whole)) = (characters.next(), characters.next()) {
        if plain == letter {
            text.push(whole);
            return;
        }
    }
    text.extend([letter, mark]);
}

/// Its combining mark, and letters each followed by the same letter with the accent.
fn accent(byte: u8) -> Option<(char, &'static str)> {
    Some(match byte {
        0xC1 => ('\u{300}', "AÀEÈIÌOÒUÙaàeèiìoòuù"),
        0xC2 => ('\u{301}', "AÁCĆEÉIÍLĹNŃOÓRŔSŚUÚYÝZŹaácćeéiílĺnńoórŕsśuúyýzź"),
        0xC3 => ('\u{302}', "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷ"),
        0xC4 => ('\u{303}', "AÃIĨNÑOÕUŨaãiĩnñoõuũ"),
        0xC5 => ('\u{304}', "AĀEĒIĪOŌUŪaāeēiīoōuū"),
        0xC6 => ('\u{306}', "AĂGĞUŬaăgğuŭ"),
        0xC7 => ('\u{307}', "CĊEĖGĠIİZŻcċeėgġzż"),
        0xC8 => ('\u{308}', "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"),
        0xCA => ('\u{30A}', "AÅUŮaåuů"),
        0xCB => ('\u{327}', "CÇGĢKĶLĻNŅRŖSŞTŢcçgģkķlļnņrŗsştţ"),
        0xCD => ('\u{30B}', "OŐUŰoőuű"),
        0xCE => ('\u{328}', "AĄEĘIĮUŲaąeęiįuų"),
        0xCF => ('\u{30C}', "CČDĎEĚLĽNŇRŘSŠTŤZŽcčdďeělľnňrřsštťzž"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_have_their_length() {
        assert_eq!(SIGNS.chars().count(), 32);
        assert_eq!(LETTERS.chars().count(), 48);
        assert_eq!(decode(&[0xE1, 0xF1, 0xFB, 0xE9, 0xF9]), "ÆæßØø");
    }

    #[test]
    fn a_letter_that_has_no_such_accent_keeps_a_mark() {
        assert_eq!(decode(b"\xC2q\xC8A"), "q\u{301}Ä");
    }
}
