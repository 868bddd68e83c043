//! Choosing several tiles: by a long touch, by the button, by the space bar.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wire::probe::ProbeId;

use crate::part::Choice;

/// A touch that rests so long on a tile chooses it.
const LONG: Duration = Duration::from_millis(500);
/// A finger may slip so far while it rests, in CSS pixels.
const SLOP: f64 = 12.0;

/// What touches and keys on the tiles mean while some can be chosen, and when one is touched for long.
#[derive(Clone, Copy)]
pub(super) struct Touches {
    choice: Choice,
    waits: StoredValue<Option<(TimeoutHandle, f64, f64)>>,
    /// The touch that chose a tile ends in a click, which must not choose it back.
    is_spent: StoredValue<bool>,
}

impl Touches {
    /// None yet.
    pub(super) fn new(choice: Choice) -> Self {
        let touches = Self {
            choice,
            waits: StoredValue::new(None),
            is_spent: StoredValue::new(false),
        };
        on_cleanup(move || touches.lifted());
        touches
    }

    pub(super) fn down(self, event: &ev::PointerEvent) {
        self.lifted();
        self.is_spent.set_value(false);
        let Some(tile) = tile(event).filter(|_| event.button() == 0 && event.is_primary()) else {
            return;
        };
        let rested = move || {
            self.waits.set_value(None);
            self.is_spent.set_value(true);
            self.choice.is_on.set(true);
            self.choice.chosen.update(|chosen| {
                chosen.insert(tile);
            });
        };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let handle = set_timeout_with_handle(rested, LONG).ok();
        self.waits.set_value(handle.map(|handle| (handle, x, y)));
    }

    pub(super) fn moved(self, event: &ev::PointerEvent) {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let slipped = self.waits.with_value(|waits| {
            waits
                .as_ref()
                .is_some_and(|(_, from_x, from_y)| (x - from_x).hypot(y - from_y) > SLOP)
        });
        if slipped {
            self.lifted();
        }
    }

    pub(super) fn lifted(self) {
        let waits = self.waits.try_update_value(Option::take).flatten();
        if let Some((handle, ..)) = waits {
            handle.clear();
        }
    }

    /// A click on a tile chooses it while some are to be chosen; else it opens its page.
    pub(super) fn clicked(self, event: &ev::MouseEvent) {
        let Some(tile) = tile(event) else { return };
        if self.is_spent.get_value() {
            self.is_spent.set_value(false);
            event.prevent_default();
        } else if self.choice.is_on.get_untracked() {
            event.prevent_default();
            self.turn(tile);
        }
    }

    pub(super) fn keyed(self, event: &ev::KeyboardEvent) {
        if !self.choice.is_on.get_untracked() {
            return;
        }
        match (event.key().as_str(), tile(event)) {
            (" ", Some(tile)) => {
                event.prevent_default();
                self.turn(tile);
            }
            ("Escape", _) => {
                event.prevent_default();
                event.stop_propagation();
                self.choice.end();
            }
            _ => {}
        }
    }

    /// A long touch opens no menu of the browser.
    pub(super) fn menu(self, event: &ev::MouseEvent) {
        if self.is_spent.get_value() || self.waits.with_value(Option::is_some) {
            event.prevent_default();
        }
    }

    fn turn(self, tile: ProbeId) {
        self.choice.chosen.update(|chosen| {
            if !chosen.remove(&tile) {
                chosen.insert(tile);
            }
        });
    }
}

/// The probe of the tile that an event is about.
fn tile(event: &ev::Event) -> Option<ProbeId> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let tile = target.closest(".tile").ok().flatten()?;
    tile.get_attribute("data-probe")?.parse().ok().map(ProbeId)
}
