//! The keyboard of the rack. A kiosk has none of its own, and one of the system hides under a full screen.

mod board;
mod entry;

use leptos::prelude::*;

use self::board::{Board, Way};
use self::entry::Entry;
use crate::screen::{self, use_screen};

/// Comes when a finger goes into an entry on the rack, and goes with it. Keys of a real keyboard still type. One stands
/// in the frame and one in each sheet; each serves the entries beside it.
#[component]
pub(crate) fn Keys() -> impl IntoView {
    let place = NodeRef::<leptos::html::Div>::new();
    let entry = RwSignal::new_local(None::<Entry>);
    let screen = use_screen();
    let is_ours = move |entry: &Entry| {
        let own = place.get_untracked();
        own.is_some_and(|own| own.closest("dialog").ok().flatten() == entry.dialog())
    };
    let show = move |new: Entry| {
        new.claim();
        if is_ours(&new) && entry.with_untracked(|entry| entry.as_ref() != Some(&new)) {
            entry.set(Some(new.clone()));
            // Once the keys have taken their room.
            request_animation_frame(move || new.show());
        }
    };
    let is_touched = move || screen.by_finger.get_value() && screen::is_rack();
    let down = window_event_listener(leptos::ev::pointerdown, move |event| {
        if let Some(entry) = Entry::of(event.target()).filter(|_| is_touched()) {
            entry.claim();
        }
    });
    // A finger may give the focus in a roundabout way: through a label, or by opening a sheet.
    let focus = window_event_listener(leptos::ev::focusin, move |event| {
        if let Some(entry) = Entry::of(event.target()).filter(|_| is_touched()) {
            show(entry);
        }
    });
    // An entry that has the focus already, after its keys were put away.
    let click = window_event_listener(leptos::ev::click, move |event| {
        if let Some(entry) = Entry::of(event.target()).filter(|entry| is_touched() && entry.is_focused()) {
            show(entry);
        }
    });
    // The next entry gets the focus only after this one has lost it.
    let left = window_event_listener(leptos::ev::focusout, move |_| {
        request_animation_frame(move || {
            let is_left = |entry: &Option<Entry>| entry.as_ref().is_some_and(|entry| !entry.is_focused());
            if entry.try_with_untracked(is_left) == Some(true) {
                entry.set(None);
            }
        });
    });
    let away = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && entry.with_untracked(Option::is_some) {
            event.prevent_default();
            entry.set(None);
        }
    });
    on_cleanup(move || {
        [down, focus, click, left, away]
            .into_iter()
            .for_each(|listener| listener.remove());
    });
    let go = Callback::new(move |way: Way| match way {
        Way::To(next) => {
            next.focus();
            show(next);
        }
        Way::Away => entry.set(None),
    });
    view! {
        <div class="keys-place" node_ref=place>
            {move || entry.get().map(|entry| view! { <Board entry=entry go=go /> })}
        </div>
    }
}
