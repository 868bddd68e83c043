//! What people say to have a report signed or made.

use serde::{Deserialize, Serialize};

use super::{LONGEST_NAME, LONGEST_REMARK};
use crate::Timestamp;
use crate::settings::{FieldError, one_line};

/// What a person says to sign a line-up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Their name.
    pub by: String,
    /// What is on; that of the phase when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<String>,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

/// What a person says to have an event report made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeEvent {
    /// From when, in milliseconds since 1970 UTC; when absent from the newest line-up on, or on air, or else a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when, in milliseconds since 1970 UTC; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// What was on; that of the phases when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<String>,
    /// Who wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

fn short(field: &str, text: &str, most: usize) -> Option<FieldError> {
    let message = match one_line(text) {
        Err(message) => message,
        Ok(()) if text.chars().count() > most => format!("enter {most} letters at most"),
        Ok(()) => return None,
    };
    Some(FieldError::new(field, message))
}

fn wrong_show(show: Option<&str>) -> Option<FieldError> {
    short("show", show.unwrap_or_default(), crate::phase::LONGEST_SHOW)
}

impl Sign {
    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let nobody = self
            .by
            .trim()
            .is_empty()
            .then(|| FieldError::new("by", "enter your name: a line-up is signed by somebody"));
        let is_odd = |letter: char| letter.is_control() && letter != '\n';
        let remark = if self.remark.chars().any(is_odd) {
            Some("enter letters, digits, signs and new lines".to_owned())
        } else if self.remark.chars().count() > LONGEST_REMARK {
            Some(format!("enter {LONGEST_REMARK} letters at most"))
        } else {
            None
        };
        nobody
            .or_else(|| short("by", &self.by, LONGEST_NAME))
            .into_iter()
            .chain(wrong_show(self.show.as_deref()))
            .chain(remark.map(|message| FieldError::new("remark", message)))
            .collect()
    }
}

impl MakeEvent {
    /// What is wrong with it by itself.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let by = short("by", self.by.as_deref().unwrap_or_default(), LONGEST_NAME);
        by.into_iter().chain(wrong_show(self.show.as_deref())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_signs_without_a_name() {
        let fields =
            |sign: Sign| -> Vec<String> { sign.faults().into_iter().map(|fault| fault.field).collect() };
        let sign = |by: &str| Sign {
            by: by.to_owned(),
            ..Sign::default()
        };
        assert_eq!(fields(sign("Ana Müller")), [""; 0]);
        assert_eq!(fields(sign("  ")), ["by"]);
        assert_eq!(fields(sign("two\nlines")), ["by"]);
        let all = Sign {
            by: "Ana".to_owned(),
            show: Some("x".repeat(101)),
            remark: "x".repeat(LONGEST_REMARK + 1),
        };
        assert_eq!(fields(all), ["show", "remark"]);
        let two_lines = Sign {
            remark: "ISO 3 is late\nall else well".to_owned(),
            ..sign("Ana")
        };
        assert_eq!(fields(two_lines), [""; 0]);
    }
}
