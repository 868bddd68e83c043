use leptos::prelude::*;

use crate::model::alerts::Handled;
use crate::model::face::Face;
use crate::text;

/// A state as shape, word and colour, and beside it what was done with it: filled is new, an outline is in somebody's hands.
#[component]
pub(crate) fn Mark(
    /// Condition and freshness.
    #[prop(into)]
    face: Signal<Face>,
    /// What was done with what fires.
    #[prop(optional, into)]
    handled: Signal<Handled>,
) -> impl IntoView {
    let class = move || format!("st {}{}", face.get().class(), handled.with(Handled::class));
    let word = move || handled.with(|handled| text::mark_word(face.get(), handled));
    let badge = move || {
        let badge = handled.with(Handled::badge);
        (!badge.is_empty()).then(|| view! { <i class=format!("g {badge}") aria-hidden="true"></i> })
    };
    let spoken = move || {
        let spoken = handled.with(text::spoken_handled);
        (!spoken.is_empty()).then(|| view! { <span class="vh">{format!(", {spoken}")}</span> })
    };
    view! {
        <span class=class>
            <i class=move || handled.with(|handled| handled.glyph(face.get())) aria-hidden="true"></i>
            {word}
            {badge}
            {spoken}
        </span>
    }
}
