//! One entry of which several things are chosen, each by a touch.

use leptos::prelude::*;

/// A labelled row of chips. The error stands under it, in a place that is always there.
#[component]
pub(crate) fn Toggles(
    /// The name of the entry in errors.
    name: String,
    /// Its name on screen.
    #[prop(into)]
    title: String,
    /// What it does; shown while nothing is wrong.
    #[prop(optional, into)]
    help: Signal<String>,
    /// What can be chosen: the word that is meant and its name on screen.
    #[prop(into)]
    offers: Signal<Vec<(String, String)>>,
    /// The words that are chosen.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Takes the word that is chosen, or is no longer.
    #[prop(into)]
    on_touch: Callback<String>,
) -> impl IntoView {
    let note = format!("note-{name}");
    let (spoken, described) = (title.clone(), note.clone());
    let chip = move |(word, title): (String, String)| {
        let own = word.clone();
        let is_on = move || {
            if chosen.with(|chosen| chosen.contains(&own)) {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button type="button" class="chip cut" dir="auto" aria-pressed=is_on on:click=move |_| on_touch.run(word.clone())>
                {title}
            </button>
        }
    };
    view! {
        <div class="field" data-entry=name class:wrong=move || error.with(Option::is_some) role="group" aria-label=spoken aria-describedby=described>
            <span class="label">{title}</span>
            <div class="chips to-choose">{move || offers.get().into_iter().map(chip).collect_view()}</div>
            <p class="note" id=note>
                {move || error.with(|error| error.as_deref().map_or_else(|| help.get(), crate::model::face::sentence))}
            </p>
        </div>
    }
}

/// With `item` where it was not, without it where it was.
pub(crate) fn toggle<T: PartialEq>(items: &mut Vec<T>, item: T) {
    match items.iter().position(|known| *known == item) {
        Some(at) => drop(items.remove(at)),
        None => items.push(item),
    }
}
