//! What operators write and what targets answer: text as bytes and bytes as text.

/// The bytes that `written` means: text in which `\r`, `\n`, `\t`, `\\` and `\x1f` stand for what cannot be typed.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn bytes(written: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        bytes.extend_from_slice(plain.as_bytes());
        let mut chars = escaped.chars();
        match chars.next() {
            Some('r') => bytes.push(b'\r'),
            Some('n') => bytes.push(b'\n'),
            Some('t') => bytes.push(b'\t'),
            Some('\\') => bytes.push(b'\\'),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                bytes.extend(
                    hex(&digits)
                        .ok()
                        .filter(|byte| byte.len() == 1)
                        .ok_or("write two hex digits after \\x")?,
                );
            }
            _ => {
                return Err(
                    r"after a backslash write r, n, t, x and two hex digits, or a second backslash"
                        .to_owned(),
                );
            }
        }
        rest = chars.as_str();
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

/// The bytes that `written` means: pairs of hex digits, with or without spaces and colons between them.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn hex(written: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u32>> = written
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .map(|c| c.to_digit(16))
        .collect();
    let pairs = digits
        .filter(|digits| digits.len() % 2 == 0)
        .ok_or("write pairs of hex digits, such as 80 e0 00 01")?;
    Ok(pairs
        .chunks_exact(2)
        .filter_map(|pair| u8::try_from(pair.iter().fold(0, |sum, d| sum * 16 + d)).ok())
        .collect())
}

/// Whether `needle` stands somewhere in `hay`.
pub(crate) fn contains(hay: &[u8], needle: &[u8]) -> bool {
    needle.is_empty() || hay.windows(needle.len()).any(|window| window == needle)
}

/// The beginning of what a target sent, in quotes and fit for a sentence whatever it holds.
pub(crate) fn excerpt(sent: &[u8]) -> String {
    const SHOWN: usize = 60;
    let shown = sent.get(..SHOWN).unwrap_or(sent);
    let shown: String = match std::str::from_utf8(shown) {
        Ok(text) => text
            .escape_debug()
            .to_string()
            .replace("\\\"", "\"")
            .replace("\\'", "'"),
        Err(_) => shown.escape_ascii().to_string(),
    };
    let more = if sent.len() > SHOWN { "…" } else { "" };
    format!("\"{shown}{more}\"")
}

/// A name or a value as a foreign server writes it, short and fit for a sentence.
pub(crate) fn plain(written: &str) -> String {
    const SHOWN: usize = 64;
    let mut shown: String = written.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    if written.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// The first few of `items`, and how many more there are.
pub(crate) fn few(items: &[String]) -> String {
    const SHOWN: usize = 4;
    let shown = items.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_typed_is_escaped() {
        assert_eq!(
            bytes(r"OPTIONS *\r\n\x00\\ä").unwrap(),
            [b"OPTIONS *\r\n\0\\".as_slice(), "ä".as_bytes()].concat()
        );
        for wrong in [r"\", r"\q", r"\x", r"\x1", r"\xg1"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn hex_may_be_written_as_tools_print_it() {
        for written in ["80e00001", "80 E0 00 01", "80:e0:00:01"] {
            assert_eq!(hex(written).unwrap(), [0x80, 0xe0, 0, 1]);
        }
        assert!(hex("80e").is_err());
        assert!(hex("zz").is_err());
    }

    #[test]
    fn a_text_is_found_only_where_it_is() {
        assert!(contains(b"RTMP/1.0", b"/1"));
        assert!(contains(b"x", b""));
        assert!(!contains(b"RT", b"RTM"));
    }

    #[test]
    fn an_excerpt_is_short_and_printable() {
        assert_eq!(
            excerpt(b"220 \"mail\"\r\n\x1b[31m"),
            r#""220 "mail"\r\n\u{1b}[31m""#
        );
        assert_eq!(excerpt(&[0xff, 0, b'a']), r#""\xff\x00a""#);
        assert_eq!(excerpt(&[b'a'; 100]).chars().count(), 63);
    }

    #[test]
    fn what_foreign_servers_write_stays_short() {
        assert_eq!(plain("Flypack\u{7} Root\n"), "Flypack Root");
        assert_eq!(plain(&"x".repeat(65)), format!("{}…", "x".repeat(64)));
        let items: Vec<_> = ["a", "b", "c", "d", "e", "f"].map(str::to_owned).into();
        assert_eq!(few(&items[..4]), "a, b, c, d");
        assert_eq!(few(&items), "a, b, c, d and 2 more");
    }
}
