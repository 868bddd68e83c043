use leptos::prelude::*;

use crate::model::habits::Habit;
use crate::screen::{self, Screen, use_screen};

/// The ways of a habit side by side, the one in force marked.
#[component]
pub(super) fn Choice<H: Habit + Send + Sync>(
    /// What is chosen, as a screen reader says it.
    heading: &'static str,
    /// The name of each way.
    words: fn(H) -> &'static str,
    /// Takes the way that was chosen.
    take: fn(Screen, H),
) -> impl IntoView {
    let screen = use_screen();
    let now = RwSignal::new(screen::habit::<H>());
    let chip = |(way, _): &(H, &'static str)| {
        let way = *way;
        let is_on = move || if now.get() == way { "true" } else { "false" };
        let choose = move |_| {
            now.set(way);
            take(screen, way);
        };
        view! { <button class="chip" role="radio" aria-checked=is_on on:click=choose>{words(way)}</button> }
    };
    view! { <div class="chips" role="radiogroup" aria-label=heading>{H::ALL.iter().map(chip).collect_view()}</div> }
}
