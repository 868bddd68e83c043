//! The wall before there is anything on it: two small steps to the first live graph.

mod introduce;

use leptos::prelude::*;

use self::introduce::Introduce;
use super::discovery::Here;
use crate::live::use_live;
use crate::screen;
use crate::text;

/// Where this screen remembers that the first step is done with.
const DONE: &str = "flywatch.introduced";

/// Asks how the station is called, then offers what it sees.
#[component]
pub(crate) fn Welcome() -> impl IntoView {
    let live = use_live();
    let is_introduced = RwSignal::new(screen::kept(DONE).is_some());
    let introduced = move |()| {
        screen::keep(DONE, "yes");
        is_introduced.set(true);
    };
    let back = move |_| is_introduced.set(false);
    view! {
        <section class="welcome">
            <Show when=move || is_introduced.get() fallback=move || view! { <Introduce on_done=introduced /> }>
                <header class="head">
                    <button class="btn small back" aria-label=text::previous_step() on:click=back><i class="g g-back" aria-hidden="true"></i></button>
                    <h1 class="grow">{text::welcome()}</h1>
                    <span class="t3">{text::step(2, 2)}</span>
                </header>
                <p class="t2">{text::here_advice()}</p>
                <Here live=live />
            </Show>
        </section>
    }
}
