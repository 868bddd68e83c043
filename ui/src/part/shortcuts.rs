//! Every key that does something by itself: one table, from which both the handler and the list come. What stands on a
//! page takes part by saying which key it answers to: `data-key="m"`.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use crate::guard::Guard;
use crate::model::shortcuts::{Does, Heard, SHORTCUTS, Shortcut};
use crate::part::Sheet;
use crate::screen;
use crate::text;

/// What the keys of the frame open.
#[derive(Clone, Copy)]
pub(crate) struct Opened {
    /// The palette.
    pub(crate) palette: RwSignal<bool>,
    /// The list of the keys.
    pub(crate) keys: RwSignal<bool>,
    /// The pages that have no place in the rail.
    pub(crate) more: RwSignal<bool>,
    guard: Guard,
}

/// What is open over the page.
pub(crate) fn use_opened() -> Opened {
    expect_context()
}

impl Opened {
    /// Nothing; nor does a key lead past the guard.
    pub(crate) fn new(guard: Guard) -> Self {
        Self {
            palette: RwSignal::new(false),
            keys: RwSignal::new(false),
            more: RwSignal::new(false),
            guard,
        }
    }

    /// Does what a key does; whether there was anything to do.
    pub(crate) fn act(self, does: Does, navigate: &(impl Fn(&str, NavigateOptions) + ?Sized)) -> bool {
        match does {
            Does::Go(page) if !self.guard.lets_go(page) => {}
            Does::Go(page) => navigate(page, NavigateOptions::default()),
            Does::Press(key) => return press(key),
            Does::Find => self.palette.update(|is_open| *is_open = !*is_open),
            Does::Search => {
                if !press("/") {
                    self.palette.set(true);
                }
            }
            Does::List => self.keys.set(true),
        }
        true
    }
}

/// Presses what answers to a key on the page, or goes into it; whether there is such a thing.
fn press(key: &str) -> bool {
    let Some(element) = answers(key) else { return false };
    if element.tag_name() == "INPUT" {
        element.focus().ok();
    } else {
        // What asks for a second key must have it.
        if element.class_list().contains("hold") {
            element.focus().ok();
        }
        element.click();
    }
    true
}

/// What answers to a key and can be seen.
pub(crate) fn answers(key: &str) -> Option<web_sys::HtmlElement> {
    let found = document()
        .query_selector_all(&format!("[data-key='{key}']:not(:disabled)"))
        .ok()?;
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into::<web_sys::HtmlElement>().ok())
        .find(|element| element.offset_width() > 0)
}

/// Hears the keys, and lists them when asked.
#[component]
pub(crate) fn Shortcuts() -> impl IntoView {
    let opened = use_opened();
    let heard = StoredValue::new(Heard::default());
    let navigate = use_navigate();
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let with = event.ctrl_key() || event.meta_key();
        let single = !with && !event.alt_key();
        if event.default_prevented()
            || event.repeat()
            || (single && (!screen::keys_act() || is_taken(&event)))
        {
            return;
        }
        let does = heard.try_update_value(|heard| heard.key(&event.key(), with, event.time_stamp()));
        if does.flatten().is_some_and(|does| opened.act(does, &navigate)) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
    view! { <List is_open=opened.keys /> }
}

/// Whether a key belongs to what is typed into, to a sheet, or to the button that has the focus.
fn is_taken(event: &leptos::ev::KeyboardEvent) -> bool {
    let has = |selector: &str| document().query_selector(selector).ok().flatten().is_some();
    let focused = document().active_element();
    let within = |selector: &str| {
        let focused = focused.as_ref();
        focused.is_some_and(|focused| focused.closest(selector).ok().flatten().is_some())
    };
    has("dialog[open]")
        || within("input, textarea, select, [contenteditable]")
        || (matches!(event.key().as_str(), " " | "Enter") && within("button, a, summary, [role=option]"))
}

/// The keys, and where they are switched off.
#[component]
fn List(is_open: RwSignal<bool>) -> impl IntoView {
    let row = |shortcut: &'static Shortcut| {
        // The space bar is a key, and not what stands between two.
        let keys = shortcut.keys.split_inclusive(' ').map(str::trim_end);
        let keys = keys.map(|key| view! { <kbd>{text::key(key)}</kbd> });
        view! { <dt>{keys.collect_view()}</dt> <dd>{(shortcut.title)()}</dd> }
    };
    view! {
        <Sheet title=text::shortcuts_title() is_open=is_open>
            <dl class="keys-list">{SHORTCUTS.iter().map(row).collect_view()}</dl>
            <p class="t3">{text::keys_help()}</p>
            <a class="btn small" href="/settings" on:click=move |_| is_open.set(false)>{text::settings()}</a>
        </Sheet>
    }
}
