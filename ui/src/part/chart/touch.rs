//! What fingers, the pointer, the wheel and keys do to a chart.

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent, TouchEvent, WheelEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wire::Timestamp;

use super::Handling;
use crate::model::hand::{Act, Hand};
use crate::model::past::Curve;
use crate::model::scene::Scene;
use crate::model::stretch::Stretch;

/// How much closer or further one key, button or notch of a wheel goes.
pub(crate) const ZOOM: f64 = 1.5;
/// How much of its width one key moves the chart.
const STEP: f64 = 0.25;

/// The hand on a chart.
#[derive(Clone, Copy)]
pub(super) struct Touch {
    place: NodeRef<Div>,
    hand: StoredValue<Hand>,
    /// The part that is being chosen, as shares of the width.
    chosen: RwSignal<Option<(f64, f64)>>,
    curves: Signal<Vec<Curve>>,
    scene: Signal<Option<Scene>>,
    handling: Handling,
    now: Signal<Timestamp>,
}

impl Touch {
    /// No hand on it yet.
    pub(super) fn new(
        place: NodeRef<Div>,
        curves: Signal<Vec<Curve>>,
        scene: Signal<Option<Scene>>,
        handling: Handling,
        now: Signal<Timestamp>,
    ) -> Self {
        Self {
            place,
            hand: StoredValue::new(Hand::default()),
            chosen: RwSignal::new(None),
            curves,
            scene,
            handling,
            now,
        }
    }

    /// The part that is being chosen, as shares of the width.
    pub(super) fn chosen(self) -> RwSignal<Option<(f64, f64)>> {
        self.chosen
    }

    fn now(self) -> Timestamp {
        self.now.get_untracked()
    }

    /// How far from the left edge, and how wide the chart is.
    fn across(self, event: &MouseEvent) -> Option<(f64, f64)> {
        let place = self.place.get_untracked()?.get_bounding_client_rect();
        Some((f64::from(event.client_x()) - place.left(), place.width().max(1.0)))
    }

    fn moment(self, share: f64) -> Option<Timestamp> {
        self.scene.with_untracked(|scene| {
            let scene = scene.as_ref()?;
            let shown = Stretch::between(scene.from, scene.to);
            Some(shown.at(share.clamp(0.0, 1.0), self.now()))
        })
    }

    fn act(self, act: Act) {
        let Handling {
            stretch,
            cursor,
            chooses,
        } = self.handling;
        match act {
            Act::Show(shown) => stretch.set(shown),
            Act::Point(share) => cursor.set(self.moment(share)),
            Act::Choosing(one, other) => self
                .chosen
                .set(Some((one.clamp(0.0, 1.0), other.clamp(0.0, 1.0)))),
            Act::Chosen(one, other) => {
                self.chosen.set(None);
                chooses.set(false);
                if let (Some(one), Some(other)) = (self.moment(one), self.moment(other)) {
                    stretch.set(Stretch::between(one, other));
                }
            }
        }
    }

    pub(super) fn down(self, event: &PointerEvent) {
        let (Some((x, _)), Some(plot)) = (self.across(event), self.place.get_untracked()) else {
            return;
        };
        if event.button() != 0 {
            return;
        }
        // A pointer that is gone already cannot be captured, and needs not to be.
        plot.set_pointer_capture(event.pointer_id()).ok();
        let chooses = self.handling.chooses.get_untracked() || event.shift_key();
        let shown = self.handling.stretch.get_untracked();
        self.hand
            .update_value(|hand| hand.down(event.pointer_id(), x, chooses, shown));
    }

    pub(super) fn moved(self, event: &PointerEvent) {
        let Some((x, width)) = self.across(event) else {
            return;
        };
        if self.hand.with_value(Hand::is_down) {
            let now = self.now();
            let meant = self
                .hand
                .try_update_value(|hand| hand.moved(event.pointer_id(), x, width, now));
            if let Some(meant) = meant.flatten() {
                self.act(meant);
            }
        } else if event.pointer_type() == "mouse" {
            self.act(Act::Point(x / width));
        }
    }

    /// What moves the chart is no flick for the browser, which would swallow the next tap to stop it.
    pub(super) fn claimed(self, event: &TouchEvent) {
        if event.cancelable() && self.hand.with_value(Hand::drags) {
            event.prevent_default();
        }
    }

    pub(super) fn up(self, event: &PointerEvent) {
        let Some((x, width)) = self.across(event) else {
            return;
        };
        let shown = self.handling.stretch.get_untracked();
        let meant = self
            .hand
            .try_update_value(|hand| hand.up(event.pointer_id(), x, width, shown));
        if let Some(meant) = meant.flatten() {
            self.act(meant);
        }
    }

    pub(super) fn cancelled(self) {
        self.hand.update_value(Hand::cancel);
        self.chosen.set(None);
    }

    pub(super) fn left(self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" && !self.hand.with_value(Hand::is_down) {
            self.handling.cursor.set(None);
        }
    }

    pub(super) fn go_live(self) {
        self.handling.stretch.update(|stretch| stretch.end = None);
    }

    pub(super) fn wheel(self, event: &WheelEvent) {
        let Some((x, width)) = self.across(event) else {
            return;
        };
        let now = self.now();
        let stretch = self.handling.stretch;
        if event.ctrl_key() {
            event.prevent_default();
            let times = if event.delta_y() < 0.0 { 1.0 / ZOOM } else { ZOOM };
            stretch.update(|stretch| *stretch = stretch.zoomed(times, x / width, now));
        } else if event.delta_x().abs() > event.delta_y().abs() {
            event.prevent_default();
            stretch.update(|stretch| *stretch = stretch.moved(event.delta_x() / width, now));
        }
    }

    pub(super) fn key(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let cursor = self.handling.cursor;
        let towards = match event.key().as_str() {
            "ArrowLeft" => -1.0,
            "ArrowRight" => 1.0,
            "Escape" if cursor.get_untracked().is_some() => {
                cursor.set(None);
                event.stop_propagation();
                return;
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if event.shift_key() {
            let now = self.now();
            self.handling
                .stretch
                .update(|stretch| *stretch = stretch.moved(towards * STEP, now));
        } else {
            self.step(towards > 0.0);
        }
    }

    /// Goes to the next or the former step of the first curve that is in sight; from nowhere to the newest.
    fn step(self, later: bool) {
        let edges = self
            .scene
            .with_untracked(|scene| scene.as_ref().map(|scene| (scene.from, scene.to)));
        let Some((from, to)) = edges else { return };
        let now = self
            .handling
            .cursor
            .get_untracked()
            .filter(|at| (from..=to).contains(at));
        let next = self.curves.with_untracked(|curves| {
            let curve = curves.first()?;
            let step = match (now, later) {
                (None, _) => curve.between(from, to).next_back(),
                (Some(now), true) => curve.between(now.plus_millis(1), to).next(),
                (Some(now), false) => curve.between(from, now.plus_millis(-1)).next_back(),
            };
            step.map(|step| step.at)
        });
        if next.is_some() {
            self.handling.cursor.set(next);
        }
    }
}
