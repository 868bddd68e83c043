//! Which of many tiles are in sight or nearly so. Only those are drawn and follow their news, so that two thousand cost
//! hardly more than a screenful.

use std::collections::HashMap;

use leptos::html::A;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// A tile is drawn this far before it is scrolled to.
const AHEAD: &str = "15% 0px";
/// About the room that the smallest tile takes, in square CSS pixels.
const TILE_AREA: f64 = 40_000.0;

/// One list of tiles that are looked at while it is scrolled; handed to them as context.
#[derive(Clone, Copy)]
pub(crate) struct Sight(StoredValue<Watch, LocalStorage>);

struct Watch {
    /// So many more tiles are taken to be in sight from the first: those of the first screenful need not wait to be looked at.
    first: usize,
    /// Made when the first tile is there, since it has to know what scrolls.
    observer: Option<IntersectionObserver>,
    seen: HashMap<String, RwSignal<bool>>,
    /// What the observer calls, as long as it lives.
    call: Option<Closure<dyn FnMut(js_sys::Array)>>,
}

impl Sight {
    /// Nothing is looked at yet.
    pub(crate) fn new() -> Self {
        let sight = Self(StoredValue::new_local(Watch {
            first: screenful(),
            observer: None,
            seen: HashMap::new(),
            call: None,
        }));
        on_cleanup(move || {
            let gone = sight.0.try_update_value(|watch| watch.observer.take());
            if let Some(observer) = gone.flatten() {
                observer.disconnect();
            }
        });
        sight
    }

    /// Whether a tile is in sight; `key` is its own among all tiles of the list.
    pub(crate) fn follow(self, tile: NodeRef<A>, key: String) -> Signal<bool> {
        let seen = RwSignal::new(false);
        self.0.update_value(|watch| {
            seen.set(watch.first > 0);
            watch.first = watch.first.saturating_sub(1);
            watch.seen.insert(key.clone(), seen);
        });
        tile.on_load({
            let key = key.clone();
            move |tile| {
                let tile: &Element = &tile;
                if tile.set_attribute("data-sight", &key).is_ok() {
                    self.observe(tile);
                }
            }
        });
        on_cleanup(move || {
            let tile = tile.try_get_untracked().flatten();
            self.0.try_update_value(|watch| {
                // A tile that was made anew under the same key has put its own signal there.
                if watch.seen.get(&key) == Some(&seen) {
                    watch.seen.remove(&key);
                }
                if let (Some(observer), Some(tile)) = (&watch.observer, &tile) {
                    observer.unobserve(tile);
                }
            });
        });
        seen.into()
    }

    fn observe(self, tile: &Element) {
        self.0.update_value(|watch| {
            if watch.observer.is_none() {
                let call = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries| self.take(&entries));
                let options = IntersectionObserverInit::new();
                let scrolled = tile.closest(".work").ok().flatten();
                options.set_root(scrolled.as_ref().map(AsRef::as_ref));
                options.set_root_margin(AHEAD);
                let made = IntersectionObserver::new_with_options(call.as_ref().unchecked_ref(), &options);
                watch.observer = made.ok();
                watch.call = Some(call);
            }
            if let Some(observer) = &watch.observer {
                observer.observe(tile);
            }
        });
    }

    fn take(self, entries: &js_sys::Array) {
        for entry in entries.iter() {
            let entry: IntersectionObserverEntry = entry.unchecked_into();
            let Some(key) = entry.target().get_attribute("data-sight") else {
                continue;
            };
            let seen = self.0.try_with_value(|watch| watch.seen.get(&key).copied());
            if let Some(seen) = seen.flatten() {
                seen.set(entry.is_intersecting());
            }
        }
    }
}

/// How many tiles a screen of this size holds.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a screen"
)]
fn screenful() -> usize {
    let side = |length: Result<JsValue, JsValue>| length.ok().and_then(|length| length.as_f64());
    let area = side(window().inner_width()).zip(side(window().inner_height()));
    area.map_or(0, |(width, height)| (width * height / TILE_AREA) as usize)
}
