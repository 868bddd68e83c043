//! How times, rates and heat are read on this screen, and whether its clock is right.

use leptos::prelude::*;

use super::Choice;
use crate::live::use_live;
use crate::screen::Screen;
use crate::{format, text};

/// The zone of times, the units of rates and heat.
#[component]
pub(super) fn Reading() -> impl IntoView {
    view! {
        <section class="panel">
            <h3>{text::zone_heading()}</h3>
            <Choice heading=text::zone_heading() words=text::zone_word take=Screen::read_as />
            <p class="t3">{text::zone_help()}</p>
            <ClockOff />
        </section>
        <section class="panel">
            <h3>{text::units_heading()}</h3>
            <Choice heading=text::rates_heading() words=text::rates_word take=Screen::read_as />
            <p class="t3">{text::rates_help()}</p>
            <Choice heading=text::heat_heading() words=text::heat_word take=Screen::read_as />
        </section>
    }
}

/// Says so when the clock of this screen is wrong by more than the way of a frame explains.
#[component]
fn ClockOff() -> impl IntoView {
    const NOTICED_MS: i64 = 2_000;
    let live = use_live();
    let off = Memo::new(move |_| {
        live.clock.track();
        let ahead = live.ahead_ms();
        (live.filled.get() && ahead.abs() >= NOTICED_MS).then_some(ahead / 1_000 * 1_000)
    });
    let sentence = move || {
        let ahead = off.get()?;
        Some(text::clock_off(&format::duration(ahead.abs()), ahead < 0))
    };
    view! { <p hidden=move || off.get().is_none()>{sentence}</p> }
}
