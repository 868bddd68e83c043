//! How long a millimetre is on this glass, found with a bank card. Only the sizes of the rack are in millimetres.

use leptos::prelude::*;

use crate::screen::{px_per_mm, use_screen};
use crate::{format, text};

/// Width of a bank card (ISO/IEC 7810, ID-1), in millimetres.
const CARD_MM: f64 = 85.6;
const LEAST: f64 = 2.0;
const MOST: f64 = 12.0;
/// What one touch of a button changes: 0.4 mm of the card.
const STEP: f64 = 0.02;

/// The bar that is made as long as the card.
#[component]
pub(super) fn Calibrate() -> impl IntoView {
    let screen = use_screen();
    let px = RwSignal::new(px_per_mm());
    let set = move |wish: f64| {
        let wish = wish.clamp(LEAST, MOST);
        px.set(wish);
        screen.calibrate(Some(wish));
    };
    let slide = move |event: leptos::ev::Event| {
        if let Ok(wish) = event_target_value(&event).parse() {
            set(wish);
        }
    };
    let reset = move |_| {
        screen.calibrate(None);
        px.set(px_per_mm());
    };
    view! {
        <section class="panel calibrate">
            <h3>{text::calibrate()}</h3>
            <p class="t3">{text::calibrate_help()}</p>
            <div class="card" style:width=move || format!("{:.1}px", px.get() * CARD_MM) aria-hidden="true"></div>
            <div class="row">
                <button class="btn square" aria-label=text::shorter() on:click=move |_| set(px.get_untracked() - STEP)>"−"</button>
                <input class="grow" type="range" min=LEAST max=MOST step="0.005" aria-label=text::card_bar() prop:value=move || px.get().to_string() on:input=slide />
                <button class="btn square" aria-label=text::longer() on:click=move |_| set(px.get_untracked() + STEP)>"+"</button>
            </div>
            <div class="row">
                <span class="grow t2">{move || text::pixels_per_mm(&format::number(px.get()))}</span>
                <button class="btn small" on:click=reset>{text::as_delivered()}</button>
            </div>
        </section>
    }
}
