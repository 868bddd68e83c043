//! What lies over a page or takes its place: the pall, not being let in, an address that leads nowhere.

use leptos::prelude::*;

use crate::live::{Link, use_live};
use crate::{link, text};

/// Falls by itself, drawn by the compositor, when frames or this program stop. Each frame begins its wait anew.
#[component]
pub(super) fn Pall() -> impl IntoView {
    let live = use_live();
    let since = move || match live.link.get() {
        Link::Down(since) => text::last_news(live.clock.get().millis_since(since)),
        Link::Up | Link::Connecting | Link::SignedOut => String::new(),
    };
    view! {
        <div class="pall" class:odd=move || live.beat.get()>
            <div class="word" role="status">
                <b><i class="g g-stale" aria-hidden="true"></i>{text::old_picture()}</b>
                <span>{text::old_picture_advice()}</span>
                <span>{since}</span>
            </div>
        </div>
    }
}

/// In the place of every page while the station does not know this screen.
#[component]
pub(super) fn SignedOut() -> impl IntoView {
    let live = use_live();
    let again = move |_| link::reload();
    view! {
        <Show when=move || live.link.get() == Link::SignedOut>
            <div class="notice" role="alert">
                <h1>{text::signed_out()}</h1>
                <p>{text::signed_out_advice()}</p>
                <p><code>{text::signed_out_command()}</code></p>
                <button class="btn go" on:click=again>{text::try_again()}</button>
            </div>
        </Show>
    }
}

#[component]
pub(super) fn NotFound() -> impl IntoView {
    view! {
        <main class="work">
            <div class="lost">
                <p>{text::not_found()}</p>
                <a class="btn" href="/">{text::to_the_wall()}</a>
            </div>
        </main>
    }
}

/// The station speaks another language than this screen; reloading brings the screen that goes with it.
#[component]
pub(super) fn Puzzled() -> impl IntoView {
    let live = use_live();
    view! {
        <Show when=move || live.puzzled.get()>
            <div class="toast" role="alert">
                <span>{text::other_language()}</span>
                <button type="button" class="btn" on:click=move |_| live.puzzled.set(false)>{text::close()}</button>
                <button type="button" class="btn go" on:click=move |_| link::reload()>{text::reload()}</button>
            </div>
        </Show>
    }
}
