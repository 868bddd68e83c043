//! The phase of the show, in words.

use leptos::prelude::*;
use wire::phase::Phase;

use crate::live::use_live;
use crate::{format, text};

/// The phase and for how long it has held; nothing as long as nobody has declared one.
#[component]
pub(crate) fn OnAir() -> impl IntoView {
    let live = use_live();
    let phase = Memo::new(move |_| live.phase.with(|now| now.as_ref().map(|now| (now.phase, now.at))));
    move || {
        phase.get().map(|(phase, at)| {
            let lasts = move || format::duration(live.clock.get().millis_since(at));
            view! {
                <span class="phase" class:air=phase == Phase::OnAir>
                    <b>{text::phase(phase)}</b>
                    <span class="lasts">{lasts}</span>
                </span>
            }
        })
    }
}
