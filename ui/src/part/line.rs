//! A line of text in a sheet.

use leptos::prelude::*;

/// A line of text.
#[component]
pub(crate) fn Line(
    id: &'static str,
    label: &'static str,
    /// The most characters it takes.
    longest: usize,
    words: RwSignal<String>,
    /// Whether what is typed goes here at once.
    #[prop(default = true)]
    first: bool,
    /// What stands under it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                dir="auto"
                autofocus=first
                autocomplete="off"
                maxlength=longest
                prop:value=words
                on:input=move |event| words.set(event_target_value(&event))
            />
            {children.map(|children| children())}
        </div>
    }
}
