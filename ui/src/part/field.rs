//! One entry of a form: its name, what it takes, what is wrong with it.

use leptos::prelude::*;

/// What an entry is typed or chosen with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    /// Any text.
    Text,
    /// An address; keyboards offer its signs and mend nothing.
    Address,
    /// A number.
    Number,
    /// Text that is not shown; whether one is kept already.
    Secret,
    /// Text of several lines.
    Lines,
    /// A moment, as `format::entered` writes it.
    Moment,
    /// One of a few words, each with its name on screen.
    Choice(Vec<(String, String)>),
}

/// A labelled entry. The error stands under it, in a place that is always there.
#[component]
pub(crate) fn Field(
    /// The name of the entry in errors.
    name: String,
    /// Its name on screen.
    #[prop(into)]
    title: String,
    /// What it does; shown while nothing is wrong.
    #[prop(into)]
    help: Signal<String>,
    /// What it takes.
    entry: Entry,
    /// What is entered.
    #[prop(into)]
    value: Signal<String>,
    /// What it is when nothing is entered.
    #[prop(optional, into)]
    otherwise: Signal<String>,
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
    let id = format!("entry-{name}");
    let note = format!("note-{name}");
    let invalid = move || error.with(|error| if error.is_some() { "true" } else { "false" });
    let typed = move |event: leptos::ev::Event| on_entry.run(event_target_value(&event));
    let left = move |_| on_leave.run(());
    let input = match entry {
        Entry::Choice(words) => {
            let option = move |(word, title): (String, String)| {
                let chosen = word.clone();
                let is_on = move || {
                    if value.with(|value| *value == chosen) {
                        "true"
                    } else {
                        "false"
                    }
                };
                view! {
                    <button type="button" class="chip" role="radio" aria-checked=is_on on:click=move |_| on_entry.run(word.clone())>
                        {title}
                    </button>
                }
            };
            view! {
                <div class="chips" role="radiogroup" id=id.clone() aria-describedby=note.clone() aria-label=title.clone()>
                    {words.into_iter().map(option).collect_view()}
                </div>
            }
            .into_any()
        }
        Entry::Lines => view! {
            <textarea
                id=id.clone()
                name=name
                rows="4"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=otherwise
                prop:value=value
                aria-invalid=invalid
                aria-describedby=note.clone()
                on:input=typed
                on:blur=left
            ></textarea>
        }
        .into_any(),
        Entry::Text | Entry::Address | Entry::Number | Entry::Secret | Entry::Moment => {
            let is_moment = entry == Entry::Moment;
            let (sort, mode) = match entry {
                Entry::Secret => ("password", "text"),
                Entry::Number => ("text", "decimal"),
                Entry::Moment => ("datetime-local", "text"),
                Entry::Address => ("text", "url"),
                Entry::Text | Entry::Lines | Entry::Choice(_) => ("text", "text"),
            };
            view! {
                <input
                    id=id.clone()
                    name=name
                    type=sort
                    step=is_moment.then_some("1")
                    inputmode=mode
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder=otherwise
                    prop:value=value
                    aria-invalid=invalid
                    aria-describedby=note.clone()
                    on:input=typed
                    on:blur=left
                />
            }
            .into_any()
        }
    };
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id>{title}</label>
            {input}
            <p class="note" id=note>
                {move || error.with(|error| error.as_deref().map_or_else(|| help.get(), crate::model::face::sentence))}
            </p>
        </div>
    }
}
