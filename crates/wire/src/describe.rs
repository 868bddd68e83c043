//! Short words to write what can be set as a table, compiled in.

use std::borrow::Cow::Borrowed;

use crate::kind::{Field, Input, Text};

/// A compiled-in text. The words of a [`choice`] stand in a list and are written with `Borrowed` itself: only so do they
/// outlive the call.
#[must_use]
pub const fn word(text: &'static str) -> Text {
    Borrowed(text)
}

const fn field(name: &'static str, title: &'static str, input: Input, help: &'static str) -> Field {
    Field {
        name: Borrowed(name),
        title: Borrowed(title),
        help: Borrowed(help),
        input,
    }
}

/// A setting that takes free text; not set unless given.
#[must_use]
pub const fn text(name: &'static str, title: &'static str, help: &'static str) -> Field {
    text_or(name, title, "", help)
}

/// A setting that takes free text and is `default` unless given.
#[must_use]
pub const fn text_or(
    name: &'static str,
    title: &'static str,
    default: &'static str,
    help: &'static str,
) -> Field {
    field(
        name,
        title,
        Input::Text {
            default: Borrowed(default),
        },
        help,
    )
}

/// A setting that is never shown again.
#[must_use]
pub const fn secret(name: &'static str, title: &'static str, help: &'static str) -> Field {
    field(name, title, Input::Secret, help)
}

/// A setting that takes a whole number.
#[must_use]
pub const fn whole(
    name: &'static str,
    title: &'static str,
    default: f64,
    min: f64,
    max: f64,
    help: &'static str,
) -> Field {
    field(
        name,
        title,
        Input::Number {
            default,
            min,
            max,
            whole: true,
        },
        help,
    )
}

/// A setting that is on or off.
#[must_use]
pub const fn switch(name: &'static str, title: &'static str, default: bool, help: &'static str) -> Field {
    field(name, title, Input::Switch { default }, help)
}

/// A setting that takes one of a few words, the first unless given.
#[must_use]
pub const fn choice(
    name: &'static str,
    title: &'static str,
    of: &'static [Text],
    help: &'static str,
) -> Field {
    let default = match of.first() {
        Some(Borrowed(first)) => *first,
        _ => "",
    };
    field(
        name,
        title,
        Input::Choice {
            default: Borrowed(default),
            of: Borrowed(of),
        },
        help,
    )
}
