//! One setting of a probe or a receiver, entered as what it takes.

use leptos::prelude::*;
use wire::kind::{Field as Described, Input};
use wire::settings::HIDDEN;

use super::{Entry, Field};
use crate::text;

/// Settings that are written in several lines.
const IN_LINES: [&str; 2] = ["template", "headers"];

/// An entry that is derived from what is said about the setting. A secret that is kept is not shown and stays unless
/// another one is typed.
#[component]
pub(crate) fn Setting(
    /// What it is.
    field: Described,
    /// What is entered.
    #[prop(into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Takes what is typed.
    #[prop(into)]
    on_entry: Callback<String>,
    /// Called when the entry is left.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let is_kept = move || value.with(|value| value == HIDDEN);
    let shown = Signal::derive(move || if is_kept() { String::new() } else { value.get() });
    let otherwise = Signal::derive(move || {
        if is_kept() {
            text::kept().to_owned()
        } else {
            String::new()
        }
    });
    let choice = |words: &mut dyn Iterator<Item = (String, String)>| Entry::Choice(words.collect());
    let entry = match field.input {
        Input::Text { .. } | Input::Secret if IN_LINES.contains(&field.name.as_ref()) => Entry::Lines,
        Input::Text { .. } => Entry::Text,
        Input::Secret => Entry::Secret,
        Input::Number { .. } => Entry::Number,
        Input::Switch { .. } => choice(
            &mut [("true", text::yes()), ("false", text::no())]
                .map(|(word, title)| (word.to_owned(), title.to_owned()))
                .into_iter(),
        ),
        Input::Choice { of, .. } => choice(
            &mut of
                .iter()
                .map(|word| (word.to_string(), text::choice_of_setting(word).to_owned())),
        ),
    };
    view! {
        <Field
            name=field.name.to_string()
            title=field.title.to_string()
            help=Signal::stored(field.help.to_string())
            entry=entry
            value=shown
            otherwise=otherwise
            error=error
            on_entry=on_entry
            on_leave=on_leave
        />
    }
}
