//! Checks what an operator entered against what a kind takes. The form checks while typing and the station checks
//! again before it saves, with the same code.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kind::{Field, Input};

/// What is set on a probe: field name to value. What is not named has its default.
pub type Settings = BTreeMap<String, Value>;

/// Stands for a secret that is set but not shown. Sent back unchanged, it keeps the secret.
pub const HIDDEN: &str = "(kept)";

/// What is wrong with one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct FieldError {
    /// Which entry: a field name, or `name`, `target`, `every_ms`, … of the probe itself.
    pub field: String,
    /// What is wrong and what to enter instead.
    pub message: String,
}

impl FieldError {
    /// An error at `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// Completes `given` with the defaults of `fields`.
///
/// # Errors
/// One entry for each field that is unknown or does not fit.
pub fn complete(fields: &[Field], given: &Settings) -> Result<Settings, Vec<FieldError>> {
    let known = || {
        fields
            .iter()
            .map(|field| field.name.as_ref())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let unknown = given
        .keys()
        .filter(|key| fields.iter().all(|field| field.name != key.as_str()))
        .map(|key| {
            let similar = nearest(key, fields.iter().map(|field| field.name.as_ref()));
            let advice = match similar {
                Some(similar) => format!("did you mean {similar}?"),
                None if fields.is_empty() => "it takes none".to_owned(),
                None => format!("it takes {}", known()),
            };
            FieldError::new(key, format!("there is no setting of this name; {advice}"))
        });
    let mut errors: Vec<_> = unknown.collect();
    let mut complete = Settings::new();
    for field in fields {
        match value(&field.input, given.get(field.name.as_ref())) {
            Ok(value) => {
                complete.insert(field.name.clone().into_owned(), value);
            }
            Err(message) => errors.push(FieldError::new(field.name.clone(), message)),
        }
    }
    if errors.is_empty() {
        Ok(complete)
    } else {
        Err(errors)
    }
}

fn value(input: &Input, given: Option<&Value>) -> Result<Value, String> {
    let given = given.filter(|value| !value.is_null());
    match input {
        Input::Text { default } => text(given, default),
        Input::Secret => text(given, ""),
        Input::Switch { default } => match given {
            None => Ok(Value::Bool(*default)),
            Some(Value::Bool(on)) => Ok(Value::Bool(*on)),
            Some(_) => Err("enter true or false".to_owned()),
        },
        Input::Choice { default, of } => {
            let chosen = text(given, default)?;
            if of.iter().any(|word| chosen == word.as_ref()) {
                return Ok(chosen);
            }
            Err(format!("choose one of {}", of.join(", ")))
        }
        Input::Number {
            default,
            min,
            max,
            whole,
        } => {
            let number = match given {
                None => *default,
                Some(value) => value.as_f64().ok_or("enter a number")?,
            };
            if !(*min..=*max).contains(&number) {
                return Err(format!("enter a number from {min} to {max}"));
            }
            if !whole {
                return Ok(Value::from(number));
            }
            if number.fract() != 0.0 {
                return Err("enter a whole number".to_owned());
            }
            #[allow(
                clippy::cast_possible_truncation,
                reason = "whole, and bounded by the field's own range"
            )]
            Ok(Value::from(number as i64))
        }
    }
}

fn text(given: Option<&Value>, default: &str) -> Result<Value, String> {
    match given {
        None => Ok(Value::from(default)),
        Some(Value::String(text)) if text.len() > LONGEST_TEXT => {
            Err(format!("enter {LONGEST_TEXT} letters at most"))
        }
        Some(Value::String(text)) => Ok(Value::from(text.trim())),
        Some(_) => Err("enter text".to_owned()),
    }
}

/// Reads complete settings into a struct whose fields carry the names of the description.
///
/// # Errors
/// The struct and the description do not say the same; never what an operator entered.
pub fn read<T: DeserializeOwned>(settings: &Settings) -> Result<T, FieldError> {
    serde_json::from_value(Value::Object(settings.clone().into_iter().collect()))
        .map_err(|error| FieldError::new("settings", format!("Flywatch cannot read them: {error}")))
}

/// The longest name, heading, address, … in characters: what one line of a screen can show.
const LONGEST_LINE: usize = 250;
/// The longest setting, in bytes.
const LONGEST_TEXT: usize = 16 * 1024;

/// Whether `text` can stand in one line of a screen.
///
/// # Errors
/// What to enter instead.
pub fn one_line(text: &str) -> Result<(), String> {
    if text.chars().any(char::is_control) {
        return Err("enter letters, digits and signs in one line".to_owned());
    }
    if text.chars().count() > LONGEST_LINE {
        return Err(format!("enter {LONGEST_LINE} letters at most"));
    }
    Ok(())
}

/// Replaces every secret that is set by [`HIDDEN`].
#[must_use]
pub fn hide_secrets(fields: &[Field], settings: &Settings) -> Settings {
    let mut shown = settings.clone();
    for name in secrets(fields) {
        if let Some(value) = shown.get_mut(name).filter(|value| **value != "") {
            *value = Value::from(HIDDEN);
        }
    }
    shown
}

/// Puts back from `old` every secret that `new` leaves [`HIDDEN`].
#[must_use]
pub fn keep_secrets(fields: &[Field], old: &Settings, mut new: Settings) -> Settings {
    for name in secrets(fields) {
        if new.get(name).is_some_and(|value| value == HIDDEN) {
            match old.get(name) {
                Some(secret) => new.insert(name.to_owned(), secret.clone()),
                None => new.remove(name),
            };
        }
    }
    new
}

/// The names of the fields that hold secrets.
pub fn secrets(fields: &[Field]) -> impl Iterator<Item = &str> {
    fields
        .iter()
        .filter(|field| matches!(field.input, Input::Secret))
        .map(|field| field.name.as_ref())
}

/// The word among `known` that `word` was probably meant to be: at most two slips away, and less than half of it.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let slips = |known: &str| slips(&word.to_lowercase(), &known.to_lowercase());
    let length = word.chars().count();
    known
        .filter(|known| known.chars().count().abs_diff(length) <= 2)
        .map(|known| (slips(known), known))
        .filter(|(slips, known)| *slips <= 2 && slips * 2 < known.chars().count())
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, known)| known)
}

/// How many letters must be put in, taken out or replaced (V. I. Levenshtein, 1965), where two neighbours that are
/// swapped count as one slip.
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let swapped = (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                .then(|| rows[i - 2][j - 2] + 1);
            let best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            row.push(swapped.map_or(best, |swapped| best.min(swapped)));
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow::Borrowed;

    use serde_json::json;

    use super::*;

    fn field(name: &'static str, input: Input) -> Field {
        Field {
            name: Borrowed(name),
            title: Borrowed(name),
            help: Borrowed("For tests."),
            input,
        }
    }

    fn fields() -> Vec<Field> {
        vec![
            field(
                "size_bytes",
                Input::Number {
                    default: 56.0,
                    min: 8.0,
                    max: 1472.0,
                    whole: true,
                },
            ),
            field(
                "family",
                Input::Choice {
                    default: "any".into(),
                    of: vec!["any".into(), "ipv6".into()].into(),
                },
            ),
            field("password", Input::Secret),
        ]
    }

    fn settings(value: Value) -> Settings {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn what_is_not_given_has_its_default() {
        let complete = complete(&fields(), &settings(json!({ "family": " ipv6 " }))).unwrap();
        assert_eq!(
            json!(complete),
            json!({ "size_bytes": 56, "family": "ipv6", "password": "" })
        );
    }

    #[test]
    fn every_wrong_entry_is_named() {
        let given = settings(json!({ "size": 1, "size_bytes": 9000, "family": "ipx" }));
        let errors = complete(&fields(), &given).unwrap_err();
        let named: Vec<_> = errors
            .iter()
            .map(|error| (error.field.as_str(), error.message.as_str()))
            .collect();
        assert_eq!(
            named,
            [
                (
                    "size",
                    "there is no setting of this name; it takes size_bytes, family, password"
                ),
                ("size_bytes", "enter a number from 8 to 1472"),
                ("family", "choose one of any, ipv6"),
            ]
        );
    }

    #[test]
    fn a_slip_of_the_fingers_is_understood() {
        let known = ["address", "every_ms", "name"];
        for (typed, meant) in [
            ("adress", Some("address")),
            ("adderss", Some("address")),
            ("EVERY-MS", Some("every_ms")),
            ("nmae", Some("name")),
            ("note", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, known.into_iter()), meant, "{typed}");
        }
        let errors = complete(&fields(), &settings(json!({ "famly": "any" }))).unwrap_err();
        assert_eq!(
            errors[0].message,
            "there is no setting of this name; did you mean family?"
        );
    }

    #[test]
    fn a_secret_is_hidden_and_kept() {
        let stored = settings(json!({ "password": "hunter2" }));
        let shown = hide_secrets(&fields(), &stored);
        assert_eq!(json!(shown), json!({ "password": HIDDEN }));
        assert_eq!(keep_secrets(&fields(), &stored, shown), stored);
        let changed = settings(json!({ "password": "new" }));
        assert_eq!(keep_secrets(&fields(), &stored, changed.clone()), changed);
    }
}
