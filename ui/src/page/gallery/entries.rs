//! Entries of each sort, well and wrong, and what is said when there is nothing to show. On the rack they bring up the keypad
//! and the keyboard.

use leptos::prelude::*;

use crate::part::{Entry, Field};
use crate::text;

#[component]
pub(super) fn Entries() -> impl IntoView {
    let choices = [("1", text::gallery_tap()), ("2", text::gallery_hold())];
    let choices = choices.map(|(word, title)| (word.to_owned(), title.to_owned()));
    view! {
        <section class="panel">
            <h2>{text::gallery_entries()}</h2>
            <div class="pair">
                <Sample name="words" entry=Entry::Text begins=text::gallery_name() />
                <Sample name="address" entry=Entry::Address begins="192.0.2.10" />
                <Sample name="number" entry=Entry::Number begins="2.5" />
                <Sample name="secret" entry=Entry::Secret begins="secret" />
                <Sample name="wrong" entry=Entry::Number begins="-1" wrong=text::gallery_wrong() />
                <Sample name="choice" entry=Entry::Choice(choices.to_vec()) begins="1" />
            </div>
        </section>
        <section class="panel">
            <h2>{text::gallery_nothing()}</h2>
            <p class="none-such">{text::nothing_found()}</p>
        </section>
    }
}

/// An entry that keeps what is typed to itself.
#[component]
fn Sample(
    name: &'static str,
    entry: Entry,
    begins: &'static str,
    /// What is wrong with it for as long as nothing else is typed.
    #[prop(optional)]
    wrong: Option<&'static str>,
) -> impl IntoView {
    let value = RwSignal::new(begins.to_owned());
    let error = Signal::derive(move || {
        wrong
            .filter(|_| value.with(|value| value == begins))
            .map(str::to_owned)
    });
    view! {
        <Field
            name=format!("gallery-{name}")
            title=text::gallery_entry()
            help=Signal::stored(text::gallery_entry_help().to_owned())
            entry=entry
            value=value
            error=error
            on_entry=move |typed: String| value.set(typed)
            on_leave=|()| ()
        />
    }
}
