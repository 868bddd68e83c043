//! The last hour of a probe, from what the station tells of it and what came since.

use leptos::prelude::*;
use wire::Timestamp;
use wire::event::{Event, EventSort};
use wire::live::ProbeView;

use crate::link::{self, Which};
use crate::live::Live;
use crate::model::hour::{HOUR_MS, spans};
use crate::part::LastHour;

/// So many turns of one hour are drawn.
const MOST: u32 = 1_000;
/// The right end moves on in steps that are about a pixel wide.
const STEP_MS: i64 = 5_000;

#[component]
pub(super) fn Hour(live: Live, view: Signal<ProbeView>) -> impl IntoView {
    let told = RwSignal::new(Vec::<Event>::new());
    let probe = view.with_untracked(|view| view.probe.id);
    let page = Memo::new(move |_| live.clock.get().0 / HOUR_MS);
    Effect::new(move || {
        page.track();
        let which = Which {
            probe: Some(probe),
            sorts: vec![EventSort::Raised, EventSort::Cleared, EventSort::Changed],
            limit: MOST,
            ..Which::default()
        };
        leptos::task::spawn_local(async move {
            if let Ok(page) = link::events(&which).await {
                // Nobody needs the answer when the page was left meanwhile.
                drop(told.try_set(page.items));
            }
        });
    });
    let now = Memo::new(move |_| Timestamp((live.clock.get().0 / STEP_MS + 1) * STEP_MS));
    let events = Memo::new(move |_| {
        let mut events = told.get();
        live.events.with(|news| {
            let of_it = news.iter().filter(|event| event.probe == Some(probe));
            events.extend(of_it.cloned());
        });
        events
    });
    let shown = Memo::new(move |_| {
        let now = now.get();
        events.with(|events| view.with(|view| spans(events, &view.state, now)))
    });
    view! { <LastHour spans=shown now=now /> }
}
