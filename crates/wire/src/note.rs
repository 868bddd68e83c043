//! What people note about a moment: "Camera 3 swapped", or a bare mark.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::probe::ProbeId;

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 500;
/// What a note says that was made without words.
pub const MARK: &str = "Mark";
/// How far ahead of the station's clock a note may be, in milliseconds: clocks of screens differ a little.
pub const AHEAD_MS: i64 = 60_000;

/// A note as somebody makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteSpec {
    /// What was noted, in one line of at most 500 characters. Empty for a bare mark, which is shown as "Mark".
    #[serde(default)]
    pub text: String,
    /// The moment that it is about; now if not given. Not in the future, and not before the oldest events that are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// The probe that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<ProbeId>,
}

/// What a note shall say from now on. A note that was taken back is there again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteText {
    /// What was noted, in one line of 1 to 500 characters.
    pub text: String,
}

/// The text of a note as it is kept, without what surrounds it.
///
/// # Errors
/// What to enter instead.
pub fn note_text(text: &str) -> Result<&str, String> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err("write the note in one line".to_owned());
    }
    if text.chars().count() > LONGEST_NOTE {
        return Err(format!(
            "a note has {LONGEST_NOTE} characters at most; make it shorter"
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_line_of_a_bearable_length() {
        assert_eq!(note_text("  Camera 3 swapped\n"), Ok("Camera 3 swapped"));
        assert_eq!(note_text(" "), Ok(""));
        let longest = "\u{e4}".repeat(LONGEST_NOTE);
        assert_eq!(note_text(&longest), Ok(longest.as_str()));
        for wrong in [
            format!("{longest}x"),
            "two\nlines".to_owned(),
            "a\u{0}b".to_owned(),
        ] {
            assert!(note_text(&wrong).is_err(), "{wrong}");
        }
    }
}
