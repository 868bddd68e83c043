//! Under the list: how many alerts came lately, unless that is said above it, and what is about to fire.

use leptos::prelude::*;
use wire::alert::Pending;

use crate::link;
use crate::live::Live;
use crate::model::alerts::is_flood;
use crate::model::face::{Face, sentence};
use crate::{format, text};

/// How often the station is asked what is about to fire, in milliseconds: most of it fires or is well within seconds.
const AGAIN_MS: i64 = 2_000;

#[component]
pub(super) fn Foot(live: Live) -> impl IntoView {
    let pending = RwSignal::new(Vec::<Pending>::new());
    let turn = Memo::new(move |_| live.clock.get().0 / AGAIN_MS);
    Effect::new(move || {
        // Read, not only followed: nobody works out what nobody reads.
        turn.get();
        leptos::task::spawn_local(async move {
            // What cannot be asked is asked again; the ribbon says that there is no link.
            if let Ok(now) = link::alerts::pending().await
                && pending.try_with_untracked(|before| *before != now) == Some(true)
            {
                pending.set(now);
            }
        });
    });
    let rows = move || {
        let row = |one: Pending| {
            let face = Face::of_severity(one.severity);
            let fires = move || {
                let left = one.fires.millis_since(live.clock.get());
                text::fires_in(&format::duration(left))
            };
            view! {
                <li>
                    <i class=face.glyph() aria-hidden="true"></i>
                    <span class="vh">{face.spoken()}</span>
                    <span class="grow cut" dir="auto"><b>{one.subject.name}</b> " · " {sentence(&one.text)}</span>
                    <span class="t3">{fires}</span>
                </li>
            }
        };
        pending.get().into_iter().map(row).collect_view()
    };
    view! {
        <div class="foot">
            <Show when=move || pending.with(|pending| !pending.is_empty())>
                <details class="pending">
                    <summary>{move || text::about_to_fire(pending.with(Vec::len))}</summary>
                    <ul>{rows}</ul>
                </details>
            </Show>
            <Show when=move || !is_flood(live.lately.get())>
                <p class="t3">{move || text::came_lately(live.lately.get())}</p>
            </Show>
        </div>
    }
}
