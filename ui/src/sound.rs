//! What is heard of alerts, made by the browser itself: no file is played.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{AudioContext, AudioContextState, OscillatorType};

use crate::live::{Live, use_live};
use crate::model::alerts::{Alarm, Tune};
use crate::screen::{self, keep, kept, uptime_ms};
use crate::text;
use crate::undo::use_undo;

const KEPT_AS: &str = "flywatch.sound";
/// The two tones of what is critical, and the one of a warning, in hertz.
const HIGH: f32 = 880.0;
const LOW: f32 = 622.0;
const SINGLE: f32 = 523.0;
/// How long a tone lasts, and how loud it is at most.
const TONE_S: f64 = 0.16;
const LONG_TONE_S: f64 = 0.35;
const LOUD: f32 = 0.35;
/// A tone that begins or ends at once clicks.
const EDGE_S: f64 = 0.012;

/// The sound of this screen.
#[derive(Clone, Copy)]
pub(crate) struct Sound {
    pub(crate) is_on: RwSignal<bool>,
    /// Something would be heard, but the browser waits for a touch.
    pub(crate) is_blocked: RwSignal<bool>,
    /// Something is heard again and again.
    pub(crate) is_ringing: RwSignal<bool>,
    alarm: StoredValue<Alarm>,
    player: StoredValue<Option<AudioContext>, LocalStorage>,
}

/// The one sound.
pub(crate) fn use_sound() -> Sound {
    expect_context()
}

impl Sound {
    /// As this screen remembers; a phone is silent unless somebody wants it otherwise.
    pub(crate) fn new(live: Live) -> Self {
        let is_on = match kept(KEPT_AS).as_deref() {
            Some("on") => true,
            Some("off") => false,
            _ => !screen::is_phone(),
        };
        let sound = Self {
            is_on: RwSignal::new(is_on),
            is_blocked: RwSignal::new(false),
            is_ringing: RwSignal::new(false),
            alarm: StoredValue::new(Alarm::default()),
            player: StoredValue::new_local(None),
        };
        Effect::new(move || {
            live.clock.track();
            live.alerts.track();
            if live.filled.get() {
                sound.hear(live);
            }
        });
        // Browsers make no sound before the first touch.
        let touched = window_event_listener(leptos::ev::pointerdown, move |_| sound.unblock());
        let keyed = window_event_listener(leptos::ev::keydown, move |_| sound.unblock());
        on_cleanup(move || {
            touched.remove();
            keyed.remove();
        });
        sound
    }

    /// Switches it and remembers that.
    pub(crate) fn switch(self, is_on: bool) {
        keep(KEPT_AS, if is_on { "on" } else { "off" });
        self.is_on.set(is_on);
        self.unblock();
    }

    fn hear(self, live: Live) {
        let tune = live.alerts.with_untracked(|known| {
            let incidents = known.incidents();
            self.alarm
                .try_update_value(|alarm| alarm.hear(incidents.values(), uptime_ms()))
        });
        let is_on = self.is_on.get();
        set_if_new(self.is_ringing, is_on && self.alarm.with_value(Alarm::sounds));
        if let Some(tune) = tune.flatten().filter(|_| is_on)
            && let Err(error) = self.play(tune)
        {
            leptos::logging::warn!("cannot make a sound: {error:?}");
        }
        set_if_new(
            self.is_blocked,
            self.is_ringing.get_untracked() && !self.is_heard(),
        );
    }

    /// Stops what sounds, without taking care of it; how many that are.
    pub(crate) fn silence(self) -> usize {
        let count = self.alarm.try_update_value(Alarm::silence).unwrap_or_default();
        self.is_ringing.set(false);
        self.is_blocked.set(false);
        let player = self.player.try_update_value(Option::take).flatten();
        if let Some(player) = player
            && let Err(error) = player.close()
        {
            leptos::logging::warn!("cannot stop a sound: {error:?}");
        }
        count
    }

    /// Whether the browser lets a sound out.
    fn is_heard(self) -> bool {
        self.player.with_value(|player| {
            player
                .as_ref()
                .is_some_and(|player| player.state() == AudioContextState::Running)
        })
    }

    /// A finger is on the screen, so that the browser lets sounds out from now on.
    fn unblock(self) {
        if !self.is_on.get_untracked() || self.is_heard() {
            return;
        }
        let resumed = self.player().and_then(|player| player.resume());
        if let Err(error) = resumed {
            leptos::logging::warn!("cannot make sounds: {error:?}");
        }
        set_if_new(self.is_blocked, false);
    }

    fn player(self) -> Result<AudioContext, JsValue> {
        if let Some(player) = self.player.get_value() {
            return Ok(player);
        }
        let player = AudioContext::new()?;
        self.player.set_value(Some(player.clone()));
        Ok(player)
    }

    fn play(self, tune: Tune) -> Result<(), JsValue> {
        let player = self.player()?;
        if player.state() != AudioContextState::Running {
            // What could not be heard is not made up for later, all at once.
            return player.resume().map(drop);
        }
        let now = player.current_time() + 0.02;
        match tune {
            Tune::Critical => {
                for time in 0..3 {
                    let at = now + f64::from(time) * 0.55;
                    tone(&player, HIGH, at, TONE_S)?;
                    tone(&player, LOW, at + TONE_S + 0.02, TONE_S)?;
                }
            }
            Tune::Major => tone(&player, SINGLE, now, LONG_TONE_S)?,
        }
        Ok(())
    }
}

fn tone(player: &AudioContext, hertz: f32, at: f64, length: f64) -> Result<(), JsValue> {
    let oscillator = player.create_oscillator()?;
    let gain = player.create_gain()?;
    oscillator.set_type(OscillatorType::Triangle);
    oscillator.frequency().set_value(hertz);
    let loud = gain.gain();
    loud.set_value_at_time(0.0, at)?;
    loud.linear_ramp_to_value_at_time(LOUD, at + EDGE_S)?;
    loud.set_value_at_time(LOUD, at + length - EDGE_S)?;
    loud.linear_ramp_to_value_at_time(0.0, at + length)?;
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&player.destination())?;
    oscillator.start_with_when(at)?;
    oscillator.stop_with_when(at + length + EDGE_S)
}

fn set_if_new(signal: RwSignal<bool>, now: bool) {
    if signal.get_untracked() != now {
        signal.set(now);
    }
}

/// In the ribbon of every page: stops what rings, or asks for the touch that browsers wait for.
#[component]
pub(crate) fn SoundButton() -> impl IntoView {
    let sound = use_sound();
    let undo = use_undo();
    let silence = move |_| undo.say(text::silenced_now(sound.silence()));
    move || {
        if sound.is_blocked.get() {
            // The touch itself is what it waits for.
            let button = view! {
                <button class="tool sound" title=text::touch_to_hear()>
                    <i class="g g-hush" aria-hidden="true"></i>
                    <span class="word">{text::touch_to_hear_short()}</span>
                    <span class="vh">{text::touch_to_hear()}</span>
                </button>
            };
            return Some(button.into_any());
        }
        if sound.is_ringing.get() {
            let button = view! {
                <button class="tool sound ringing" title=text::silence_now_help() on:click=silence>
                    <i class="g g-sound" aria-hidden="true"></i>
                    <span class="word">{text::silence_now()}</span>
                </button>
            };
            return Some(button.into_any());
        }
        // Its place is kept, so that nothing moves when it rings.
        let place = || view! { <span class="tool sound idle" aria-hidden="true"></span> }.into_any();
        sound.is_on.get().then(place)
    }
}

/// Whether alerts are heard on this screen.
#[component]
pub(crate) fn SoundSwitch() -> impl IntoView {
    let sound = use_sound();
    let live = use_live();
    let is_on = move || sound.is_on.get();
    let switch = move |_| {
        sound.switch(!sound.is_on.get_untracked());
        sound.hear(live);
    };
    view! {
        <button type="button" class="chip wide" role="switch" aria-checked=move || is_on().to_string() title=text::sound_help() on:click=switch>
            <i class=move || if is_on() { "g g-sound" } else { "g g-hush" } aria-hidden="true"></i>
            {move || if is_on() { text::sound_on() } else { text::sound_off() }}
        </button>
    }
}
