//! How far back the chart looks, whether it moves on, and the ways to move it without dragging.

use leptos::prelude::*;

use super::other_time::OtherTime;
use crate::live::Live;
use crate::model::stretch::Stretch;
use crate::part::{Handling, ZOOM};
use crate::{format, text};

/// How much of its width the chart moves with one press.
pub(super) const FAR: f64 = 0.5;

/// The usual ranges, and live or held.
#[component]
pub(super) fn Bar(live: Live, handling: Handling) -> impl IntoView {
    let stretch = handling.stretch;
    let choice = move |span_ms: i64| {
        let is_on = move || {
            if stretch.get().span_ms == span_ms {
                "true"
            } else {
                "false"
            }
        };
        let choose = move |_| stretch.update(|stretch| *stretch = stretch.lasting(span_ms));
        view! { <button class="chip" aria-pressed=is_on on:click=choose>{format::range(span_ms)}</button> }
    };
    let is_held = Memo::new(move |_| stretch.get().end.is_some());
    let turn = move |_| stretch.update(|stretch| *stretch = turned(*stretch, live));
    view! {
        <div class="bar">
            <div class="chips" role="group" aria-label=text::range()>{Stretch::USUAL_MS.map(choice).collect_view()} <OtherTime live=live stretch=stretch /></div>
            <span class="grow"></span>
            <button class="chip held-still" class:held=is_held on:click=turn>
                {move || if is_held.get() { text::go_live() } else { text::pause() }}
            </button>
        </div>
    }
}

/// That the chart is held, and how far it lies behind.
#[component]
pub(super) fn Behind(live: Live, stretch: RwSignal<Stretch>) -> impl IntoView {
    let is_held = Memo::new(move |_| stretch.get().end.is_some());
    let behind = move || {
        let behind = stretch.get().behind_ms(live.clock.get())?;
        Some(text::paused_behind(&format::stopwatch(behind)))
    };
    // Said once when it is held, not each second.
    view! {
        <span class="behind">{behind}</span>
        <span class="vh" role="status">{move || is_held.get().then(text::paused)}</span>
    }
}

/// Earlier, later, closer, further, and choosing a part.
#[component]
pub(super) fn Steps(live: Live, handling: Handling) -> impl IntoView {
    let stretch = handling.stretch;
    let button = move |glyph: &'static str, name: &'static str, to: fn(Stretch, Live) -> Stretch| {
        let press = move |_| stretch.update(|stretch| *stretch = to(*stretch, live));
        view! {
            <button class="chip" aria-label=name title=name on:click=press>
                <i class=format!("g {glyph}") aria-hidden="true"></i>
            </button>
        }
    };
    let chooses = handling.chooses;
    view! {
        {button("g-back", text::earlier(), |stretch, live| stretch.moved(-FAR, live.now()))}
        {button("g-next", text::later(), |stretch, live| stretch.moved(FAR, live.now()))}
        {button("g-minus", text::further(), |stretch, live| zoomed(stretch, ZOOM * ZOOM, live))}
        {button("g-plus", text::closer(), |stretch, live| zoomed(stretch, 1.0 / (ZOOM * ZOOM), live))}
        <button
            class="chip"
            aria-label=text::choose_part()
            title=text::choose_part()
            aria-pressed=move || if chooses.get() { "true" } else { "false" }
            on:click=move |_| chooses.update(|chooses| *chooses = !*chooses)
        >
            <i class="g g-part" aria-hidden="true"></i>
        </button>
    }
}

/// Held when it moves on, else moving on.
pub(super) fn turned(stretch: Stretch, live: Live) -> Stretch {
    if stretch.end.is_some() {
        Stretch::newest(stretch.span_ms)
    } else {
        stretch.held(live.now())
    }
}

/// One that moves on is zoomed at now, one that is held at its middle.
pub(super) fn zoomed(stretch: Stretch, times: f64, live: Live) -> Stretch {
    let share = if stretch.end.is_some() { 0.5 } else { 1.0 };
    stretch.zoomed(times, share, live.now())
}
