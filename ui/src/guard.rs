//! What was entered and not saved is not lost by a touch on the wrong place: leaving asks first.

use leptos::ev::{BeforeUnloadEvent, MouseEvent};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use crate::part::Sheet;
use crate::text;

/// Whether something would be lost, and where the operator wants to go all the same.
#[derive(Clone, Copy)]
pub(crate) struct Guard {
    unsaved: RwSignal<bool>,
    wanted: RwSignal<Option<String>>,
}

/// The one guard.
pub(crate) fn use_guard() -> Guard {
    expect_context()
}

impl Guard {
    /// Nothing to lose.
    pub(crate) fn new() -> Self {
        let guard = Self {
            unsaved: RwSignal::new(false),
            wanted: RwSignal::new(None),
        };
        let closing = window_event_listener(leptos::ev::beforeunload, move |event: BeforeUnloadEvent| {
            if guard.unsaved.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || closing.remove());
        guard
    }

    /// Says whether something would be lost now.
    pub(crate) fn watch(self, unsaved: bool) {
        if self.unsaved.get_untracked() != unsaved {
            self.unsaved.set(unsaved);
        }
    }

    /// Whether the way to a page is free; else the operator is asked.
    pub(crate) fn lets_go(self, page: &str) -> bool {
        if self.unsaved.get_untracked() {
            self.wanted.set(Some(page.to_owned()));
            return false;
        }
        true
    }

    /// A touch on a link, before the link hears of it.
    pub(crate) fn clicked(self, event: &MouseEvent) {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let page = link.and_then(|link| link.get_attribute("href"));
        if let Some(page) = page.filter(|page| page.starts_with('/'))
            && !self.lets_go(&page)
        {
            event.prevent_default();
            event.stop_propagation();
        }
    }
}

/// Asks whether to keep editing.
#[component]
pub(crate) fn Leaving() -> impl IntoView {
    let guard = use_guard();
    let navigate = use_navigate();
    let is_open = RwSignal::new(false);
    Effect::new(move || {
        if guard.wanted.with(Option::is_some) {
            is_open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = is_open.get();
        if was_open == Some(true) && !is_open {
            guard.wanted.set(None);
        }
        is_open
    });
    let drop_it = move |_| {
        let Some(page) = guard.wanted.get_untracked() else {
            return;
        };
        guard.watch(false);
        is_open.set(false);
        navigate(&page, NavigateOptions::default());
    };
    let drop_it = StoredValue::new_local(drop_it);
    view! {
        <Sheet title=text::unsaved() is_open=is_open>
            <p>{text::unsaved_advice()}</p>
            <div class="ends">
                <button type="button" class="btn" on:click=move |event| drop_it.with_value(|drop_it| drop_it(event))>{text::drop_entries()}</button>
                <button type="button" class="btn go" on:click=move |_| is_open.set(false)>{text::keep_editing()}</button>
            </div>
        </Sheet>
    }
}
