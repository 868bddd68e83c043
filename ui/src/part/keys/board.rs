//! The keys themselves.

use std::time::Duration;

use leptos::ev::PointerEvent;
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::entry::Entry;
use crate::live::{Live, use_live};
use crate::model::keys::{self, Caps, Key, Page};
use crate::text;

/// A key that is held down takes back again and again, after so many beats.
const BEAT: Duration = Duration::from_millis(90);
const BEATS_BEFORE: u32 = 5;

/// Where the keys lead.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Way {
    To(Entry),
    Away,
}

/// A page of keys for one entry.
#[component]
pub(super) fn Board(entry: Entry, go: Callback<Way>) -> impl IntoView {
    let live = use_live();
    let (title, first) = (entry.title(), entry.page());
    let enters = entry.takes_enter();
    let entry = StoredValue::new_local(entry);
    let page = RwSignal::new(first);
    let caps = RwSignal::new(Caps::No);
    let value = RwSignal::new(entry.with_value(Entry::value));
    let typed = window_event_listener(leptos::ev::input, move |_| {
        value.set(entry.with_value(Entry::value))
    });
    on_cleanup(move || typed.remove());
    let act = Callback::new(move |key: Key| {
        entry.with_value(|entry| match key {
            Key::Sign(sign) => entry.type_in(caps.get_untracked().of(sign).encode_utf8(&mut [0; 4])),
            Key::Space => entry.type_in(" "),
            Key::Back => entry.take_back(),
            Key::Left => entry.step(true),
            Key::Right => entry.step(false),
            Key::Shift | Key::Page(_) => {}
            Key::Next => match entry.next() {
                Some(next) => go.run(Way::To(next)),
                None => go.run(Way::Away),
            },
            Key::Done => {
                if enters {
                    entry.enter();
                }
                entry.leave();
                go.run(Way::Away);
            }
        });
        match key {
            Key::Sign(_) => {
                caps.try_update(|caps| *caps = caps.typed());
            }
            Key::Shift => caps.update(|caps| *caps = caps.pressed()),
            // The letters of an address lead back to its digits.
            Key::Page(Page::Signs) if first == Page::Address => page.set(Page::Address),
            Key::Page(other) => page.set(other),
            _ => {}
        }
    });
    let row = move |keys: &'static [Key]| {
        let keys = keys
            .iter()
            .map(|key| view! { <OneKey key=*key caps=caps enters=enters act=act /> });
        view! { <div class="keys-row">{keys.collect_view()}</div> }
    };
    let offers = move || {
        let is_address = first == Page::Address && !enters;
        let (ways, recent) = if is_address {
            begins(live)
        } else {
            Default::default()
        };
        keys::offers(&value.get(), &ways, &recent)
    };
    let offer = move |offer: keys::Offer| {
        let take = move |_| entry.with_value(|entry| entry.set(&offer.entry));
        view! { <button type="button" class="chip" tabindex="-1" on:click=take>{offer.shown}</button> }
    };
    view! {
        <div class="keys" role="group" aria-label=text::keyboard() data-page=move || name(page.get()) on:mousedown=|event| event.prevent_default()>
            <div class="keys-aside">
                <b class="cut">{title}</b>
                <div class="chips">{move || offers().into_iter().map(offer).collect_view()}</div>
            </div>
            <div class="keys-rows">{move || keys::rows(page.get(), text::language()).iter().map(|keys| row(keys)).collect_view()}</div>
        </div>
    }
}

#[component]
fn OneKey(key: Key, caps: RwSignal<Caps>, enters: bool, act: Callback<Key>) -> impl IntoView {
    let beat = StoredValue::new(None::<IntervalHandle>);
    let rest = move || {
        if let Some(Some(beat)) = beat.try_update_value(Option::take) {
            beat.clear();
        }
    };
    on_cleanup(rest);
    let down = move |_: PointerEvent| {
        rest();
        if key == Key::Back {
            let beats = StoredValue::new(0);
            let again = move || {
                beats.update_value(|beats| *beats += 1);
                if beats.get_value() > BEATS_BEFORE {
                    act.run(key);
                }
            };
            beat.set_value(set_interval_with_handle(again, BEAT).ok());
        }
    };
    // Not the click: while two thumbs type, the browser makes none of the overlapping touches.
    let up = move |event: PointerEvent| {
        rest();
        if is_inside(&event) {
            act.run(key);
        }
    };
    let shown = move || match key {
        Key::Sign(sign) => view! { {move || caps.get().of(sign).to_string()} }.into_any(),
        Key::Space => text::space().into_any(),
        Key::Back => glyph("g-del"),
        Key::Left => glyph("g-back"),
        Key::Right => glyph("g-next"),
        Key::Shift => glyph("g-shift"),
        Key::Page(Page::Letters) => "abc".into_any(),
        Key::Page(_) => "123".into_any(),
        Key::Next => text::next_entry().into_any(),
        Key::Done if enters => text::go().into_any(),
        Key::Done => text::done().into_any(),
    };
    let spoken = match key {
        Key::Back => Some(text::take_back()),
        Key::Left => Some(text::step_left()),
        Key::Right => Some(text::step_right()),
        Key::Shift => Some(text::capitals()),
        _ => None,
    };
    let class = match key {
        Key::Sign(_) => "key",
        Key::Space => "key space",
        Key::Done => "key end",
        _ => "key other",
    };
    let held = move || (key == Key::Shift).then(|| if caps.get() == Caps::No { "false" } else { "true" });
    let locked = move || key == Key::Shift && caps.get() == Caps::Locked;
    view! {
        <button
            type="button"
            class=class
            class:locked=locked
            tabindex="-1"
            aria-label=spoken
            aria-pressed=held
            on:pointerdown=down
            on:pointerup=up
            on:pointercancel=move |_| rest()
            on:contextmenu=|event| event.prevent_default()
        >
            {shown()}
        </button>
    }
}

fn glyph(class: &'static str) -> AnyView {
    view! { <i class=format!("g {class}") aria-hidden="true"></i> }.into_any()
}

fn is_inside(event: &PointerEvent) -> bool {
    let key = event
        .current_target()
        .and_then(|key| key.dyn_into::<web_sys::Element>().ok());
    key.is_some_and(|key| {
        let (area, x, y) = (
            key.get_bounding_client_rect(),
            f64::from(event.client_x()),
            f64::from(event.client_y()),
        );
        (area.left()..=area.right()).contains(&x) && (area.top()..=area.bottom()).contains(&y)
    })
}

/// How targets of each scheme begin, and where the newest probes look.
fn begins(live: Live) -> (Vec<String>, Vec<String>) {
    let ways = live
        .hello
        .with(|hello| hello.as_ref().map(|hello| keys::ways(&hello.kinds)));
    (ways.unwrap_or_default(), live.newest_targets())
}

fn name(page: Page) -> &'static str {
    match page {
        Page::Number => "number",
        Page::Address => "address",
        Page::Letters => "letters",
        Page::Signs => "signs",
    }
}
