//! One entry that is chosen from a long list.

use leptos::prelude::*;

/// A heading and what is offered under it, each as the word that is meant and its name on screen. An empty heading is not
/// shown.
pub(crate) type Offers = Vec<(String, Vec<(String, String)>)>;

/// A labelled choice of many. The error stands under it, in a place that is always there.
#[component]
pub(crate) fn Select(
    /// The name of the entry in errors.
    name: String,
    /// Its name on screen.
    #[prop(into)]
    title: String,
    /// What it does; shown while nothing is wrong.
    #[prop(optional, into)]
    help: Signal<String>,
    /// What can be chosen; what is chosen already is offered in any case.
    #[prop(into)]
    offers: Signal<Offers>,
    /// What stands there while nothing is chosen; it can be chosen again when there is any.
    #[prop(optional)]
    nothing: &'static str,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Takes what is chosen.
    #[prop(into)]
    on_choice: Callback<String>,
) -> impl IntoView {
    let id = format!("entry-{name}");
    let note = format!("note-{name}");
    let option = move |(word, title): (String, String)| {
        let own = word.clone();
        let is_chosen = move || value.with(|value| *value == own);
        view! { <option value=word prop:selected=is_chosen>{title}</option> }
    };
    let all = move || {
        let mut offers = offers.get();
        let chosen = value.get_untracked();
        let is_offered = offers
            .iter()
            .any(|(_, offers)| offers.iter().any(|(word, _)| *word == chosen));
        if !chosen.is_empty() && !is_offered {
            offers.push((String::new(), vec![(chosen.clone(), chosen)]));
        }
        let group = |(heading, offers): (String, Vec<(String, String)>)| {
            let options = offers.into_iter().map(option).collect_view();
            if heading.is_empty() {
                options.into_any()
            } else {
                view! { <optgroup label=heading>{options}</optgroup> }.into_any()
            }
        };
        let is_nothing = move || value.with(String::is_empty);
        let blank = (!nothing.is_empty())
            .then(|| view! { <option value="" prop:selected=is_nothing>{nothing}</option> });
        view! { {blank} {offers.into_iter().map(group).collect_view()} }
    };
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{title}</label>
            <select
                id=id
                name=name
                aria-invalid=move || if error.with(Option::is_some) { "true" } else { "false" }
                aria-describedby=note.clone()
                on:change=move |event| on_choice.run(event_target_value(&event))
            >
                {all}
            </select>
            <p class="note" id=note>
                {move || error.with(|error| error.as_deref().map_or_else(|| help.get(), crate::model::face::sentence))}
            </p>
        </div>
    }
}
