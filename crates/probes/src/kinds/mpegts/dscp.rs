use std::fmt::{self, Display, Formatter};

/// Differentiated services code point, 0 to 63 (RFC 2474).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dscp(u8);

impl Dscp {
    /// Of the byte of the IP header that holds ECN as well (RFC 3168, 5).
    pub(super) fn of_class(class: u8) -> Self {
        Self(class >> 2)
    }

    /// The byte of the IP header, without ECN.
    pub(super) fn class(self) -> u8 {
        self.0 << 2
    }

    /// As an operator enters it: a number, or a name of RFC 2474 (CS), RFC 2597 (AF) or RFC 3246 (EF).
    pub(super) fn read(text: &str) -> Option<Self> {
        let named = || {
            (0..64)
                .map(Self)
                .find(|it| it.name().is_some_and(|name| name.eq_ignore_ascii_case(text)))
        };
        match text.parse() {
            Ok(number) => Some(Self(number)).filter(|_| number < 64),
            Err(_) => named(),
        }
    }

    pub(super) fn number(self) -> u8 {
        self.0
    }

    fn name(self) -> Option<String> {
        let (class, drop) = (self.0 >> 3, self.0 & 7);
        match (class, drop) {
            (5, 6) => Some("EF".to_owned()),
            (class, 0) => Some(format!("CS{class}")),
            (1..=4, 2 | 4 | 6) => Some(format!("AF{class}{}", drop / 2)),
            _ => None,
        }
    }
}

impl Display for Dscp {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self.name() {
            _ if self.0 == 0 => write!(out, "0 (best effort)"),
            Some(name) => write!(out, "{} ({name})", self.0),
            None => write!(out, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_read() {
        for (text, number) in [
            ("0", 0),
            ("63", 63),
            ("CS0", 0),
            ("cs7", 56),
            ("EF", 46),
            ("AF11", 10),
            ("af41", 34),
            ("AF43", 38),
        ] {
            assert_eq!(Dscp::read(text), Some(Dscp(number)), "{text}");
        }
        for text in ["64", "-1", "AF44", "AF51", "CS8", "best effort"] {
            assert_eq!(Dscp::read(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_shown_with_its_name() {
        let shown = [0, 34, 46, 48, 63].map(|number| Dscp(number).to_string());
        assert_eq!(
            shown,
            ["0 (best effort)", "34 (AF41)", "46 (EF)", "48 (CS6)", "63"]
        );
        assert_eq!(Dscp::of_class(0x8B).number(), 34);
    }
}
