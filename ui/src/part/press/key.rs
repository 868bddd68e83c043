//! What drives a press: asks the station, keeps the time, sends the order.

use std::time::Duration;

use leptos::prelude::*;
use wire::touch::{LIT_MS, Touch};

use super::CarryOut;
use crate::link::{self, Proof};
use crate::model::press::{Entered, Finger, Hand, Press, Slip, Stage};
use crate::screen::{px_per_mm, uptime_ms};

/// How long the screen tells what came of a press.
const TOLD_FOR_MS: u64 = 2_500;
/// Timers may be early by a little; the station counts exactly.
const SPARE_MS: u64 = 20;

/// Who counts how long a finger rests.
#[derive(Clone, Copy)]
pub(super) enum Counts {
    /// The station, which is told this when the finger comes down.
    Station(Callback<(), Touch>),
    /// This screen alone, so many milliseconds: for orders that can be taken back.
    Screen(u32),
}

/// One press and what it orders.
#[derive(Clone, Copy)]
pub(super) struct Key {
    /// Where it stands.
    pub(super) stage: RwSignal<Stage>,
    press: StoredValue<Press>,
    counts: Counts,
    carry_out: CarryOut<Proof>,
}

impl Key {
    /// Sends with `carry_out` when a finger rested for as long as `counts` says.
    pub(super) fn new(counts: Counts, carry_out: CarryOut<Proof>) -> Self {
        Self {
            stage: RwSignal::new(Stage::Rest),
            press: StoredValue::new(Press::default()),
            counts,
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
        let touch = match self.counts {
            Counts::Station(touch) => touch.run(()),
            Counts::Screen(hold_ms) => return self.count(turn, String::new(), hold_ms, hold_ms + LIT_MS),
        };
        leptos::task::spawn_local(async move {
            match link::touch(&touch).await {
                Err(trouble) => {
                    self.change(|press| press.ended(turn, Err(trouble.sentence())));
                }
                Ok(held) => self.count(turn, held.token, held.hold_ms, held.expires_ms),
            }
        });
    }

    /// Counts from now on, for so many milliseconds; what was pressed by key is confirmed until then.
    fn count(self, turn: u32, token: String, hold_ms: u32, expires_ms: u32) {
        self.change(|press| press.answered(turn, token, hold_ms, expires_ms, uptime_ms()));
        self.after(u64::from(hold_ms) + SPARE_MS, turn, Self::full);
        self.after(u64::from(expires_ms), turn, Self::expired);
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
