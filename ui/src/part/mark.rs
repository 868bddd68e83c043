use leptos::prelude::*;

use crate::model::face::Face;

/// A state as shape, word and colour.
#[component]
pub(crate) fn Mark(
    /// What it shows.
    #[prop(into)]
    face: Signal<Face>,
) -> impl IntoView {
    view! {
        <span class=move || format!("st {}", face.get().class())>
            <i class=move || face.get().glyph() aria-hidden="true"></i>
            {move || face.get().word()}
        </span>
    }
}
