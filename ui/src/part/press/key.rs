//! What drives a press: asks the station, keeps the time, sends the order.

use std::time::Duration;

use leptos::prelude::*;
use wire::touch::Touch;

use super::CarryOut;
use crate::link::{self, Proof};
use crate::model::press::{Entered, Finger, Hand, Press, Slip, Stage};
use crate::screen::{px_per_mm, uptime_ms};

/// How long the screen tells what came of a press.
const TOLD_FOR_MS: u64 = 2_500;
/// Timers may be early by a little; the station counts exactly.
const SPARE_MS: u64 = 20;

/// One press and what it orders.
#[derive(Clone, Copy)]
pub(super) struct Key {
    /// Where it stands.
    pub(super) stage: RwSignal<Stage>,
    press: StoredValue<Press>,
    touch: Callback<(), Touch>,
    carry_out: CarryOut<Proof>,
}

impl Key {
    /// Tells the station what `touch` gives when the finger comes down, and sends with `carry_out` when it rested.
    pub(super) fn new(touch: Callback<(), Touch>, carry_out: CarryOut<Proof>) -> Self {
        Self {
            stage: RwSignal::new(Stage::Rest),
            press: StoredValue::new(Press::default()),
            touch,
            carry_out,
        }
    }

    pub(super) fn down(self, finger: Finger) {
        let hand = Hand::of(px_per_mm());
        if self.change(|press| press.down(finger, hand, uptime_ms())) == Some(true) {
            self.ask();
        }
    }

    pub(super) fn joined(self, id: i32) {
        self.change(|press| press.joined(id));
    }

    pub(super) fn moved(self, finger: Finger) {
        if matches!(self.stage.get_untracked(), Stage::Asked | Stage::Filling(_)) {
            let hand = Hand::of(px_per_mm());
            self.change(|press| press.moved(finger, hand));
        }
    }

    pub(super) fn lifted(self, id: i32, why: Slip) {
        self.change(|press| press.lifted(id, why));
    }

    /// Enter, or the click of a screen reader.
    pub(super) fn entered(self) {
        match self.change(|press| press.entered(uptime_ms())) {
            Some(Entered::Ask) => self.ask(),
            Some(Entered::Send(token)) => self.send(token),
            Some(Entered::Nothing) | None => {}
        }
    }

    /// The keyboard went elsewhere.
    pub(super) fn forgotten(self) {
        self.change(Press::forgotten);
    }

    /// Another window has the hand now.
    pub(super) fn left(self) {
        self.change(Press::abandoned);
    }

    /// Whether a second Enter is waited for.
    pub(super) fn is_asking(self) -> bool {
        matches!(self.stage.get_untracked(), Stage::Prompted | Stage::Confirm(..))
    }

    fn ask(self) {
        let turn = self.press.with_value(Press::turn);
        let touch = self.touch.run(());
        leptos::task::spawn_local(async move {
            let answer = link::touch(&touch).await;
            let now = uptime_ms();
            match answer {
                Err(trouble) => {
                    self.change(|press| press.ended(turn, Err(trouble.sentence())));
                }
                Ok(held) => {
                    let (from, until) = (held.hold_ms, held.expires_ms);
                    self.change(|press| press.answered(turn, held.token, from, until, now));
                    self.after(u64::from(from) + SPARE_MS, turn, Self::full);
                    self.after(u64::from(until), turn, Self::expired);
                }
            }
        });
    }

    /// The time is up. A finger that was lifted while this screen was busy is heard of before the next frame.
    fn full(self, turn: u32) {
        let act = move || {
            if let Some(Some(token)) = self.change(|press| press.full(turn, uptime_ms())) {
                self.send(token);
            }
        };
        request_animation_frame(move || set_timeout(act, Duration::ZERO));
    }

    fn expired(self, turn: u32) {
        self.change(|press| {
            if press.turn() == turn {
                press.forgotten();
            }
        });
    }

    fn told(self, turn: u32) {
        self.change(|press| press.rest(turn));
    }

    fn send(self, token: String) {
        let turn = self.press.with_value(Press::turn);
        let sent = self.carry_out.send(Proof::new(token));
        leptos::task::spawn_local(async move {
            let answer = sent.await.map_err(|trouble| trouble.sentence());
            self.change(|press| press.ended(turn, answer));
        });
    }

    /// Changes the press and tells where it stands, as long as the page shows it.
    fn change<T>(self, change: impl FnOnce(&mut Press) -> T) -> Option<T> {
        let (given, now, turn) = self
            .press
            .try_update_value(|press| (change(press), press.stage().clone(), press.turn()))?;
        if self.stage.with_untracked(|before| *before != now) {
            if matches!(now, Stage::Done | Stage::Slipped(_)) {
                self.after(TOLD_FOR_MS, turn, Self::told);
            }
            self.stage.set(now);
        }
        Some(given)
    }

    fn after(self, millis: u64, turn: u32, act: fn(Self, u32)) {
        set_timeout(move || act(self, turn), Duration::from_millis(millis));
    }
}
