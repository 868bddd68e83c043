//! The keys that move the chart wherever the page is looked at.

use leptos::prelude::*;

use super::bar::{FAR, turned, zoomed};
use crate::live::Live;
use crate::model::stretch::Stretch;
use crate::part::ZOOM;

/// Arrows go back and forth, plus and minus zoom, space holds and lets go; only while nothing else has the keys.
pub(super) fn act_on(live: Live, stretch: RwSignal<Stretch>) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let is_free = document()
            .active_element()
            .is_none_or(|element| element.tag_name() == "BODY" || element.class_list().contains("plot"));
        if !is_free || event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
            return;
        }
        let shown = stretch.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" => shown.moved(-FAR, live.now()),
            "ArrowRight" => shown.moved(FAR, live.now()),
            "+" | "=" => zoomed(shown, 1.0 / ZOOM, live),
            "-" => zoomed(shown, ZOOM, live),
            " " => turned(shown, live),
            _ => return,
        };
        event.prevent_default();
        stretch.set(next);
    });
    on_cleanup(move || handle.remove());
}
