//! What is otherwise now than when the line-up was signed.

use leptos::prelude::*;
use wire::report::{Drift, Drifts, ReportId};

use crate::link::reports;
use crate::{format, text};

/// Looked at anew so often.
const PACE: std::time::Duration = std::time::Duration::from_secs(10);

/// Everything that is otherwise, by probe.
#[component]
pub(super) fn Since(id: ReportId) -> impl IntoView {
    let drifts = RwSignal::new(None::<Drifts>);
    let trouble = RwSignal::new(None::<String>);
    let look = move || {
        leptos::task::spawn_local(async move {
            match reports::drifts(id).await {
                Ok(found) => {
                    trouble.try_set(None);
                    drifts.try_set(Some(found));
                }
                Err(met) => drop(trouble.try_set(Some(met.sentence()))),
            }
        });
    };
    look();
    if let Ok(clock) = set_interval_with_handle(look, PACE) {
        on_cleanup(move || clock.clear());
    }
    let items = move || {
        drifts.with(|drifts| {
            drifts
                .as_ref()
                .map(|drifts| drifts.items.clone())
                .unwrap_or_default()
        })
    };
    let is_same = move || drifts.with(|drifts| drifts.as_ref().is_some_and(|drifts| drifts.items.is_empty()));
    let watched =
        move || drifts.with(|drifts| drifts.as_ref().map(|drifts| text::drift_watched(drifts.watched)));
    let line = |drift: Drift| {
        view! {
            <li>
                <a href=format!("/probe/{}", drift.probe) dir="auto"><b>{drift.name.clone()}</b></a>
                <span dir="auto">{text::drifted(&drift.what)}</span>
            </li>
        }
    };
    view! {
        <section class="panel since">
            <h2>{text::since_signed()}</h2>
            <p class="t3">{watched}</p>
            <p class="trouble" role="alert">{trouble}</p>
            <Show when=is_same><p class="t2"><i class="g g-ok" aria-hidden="true"></i> {text::nothing_drifted()}</p></Show>
            <ul>{move || items().into_iter().map(line).collect_view()}</ul>
            <p class="t3">{move || drifts.with(|drifts| drifts.as_ref().map(|drifts| text::as_of(&format::clock(drifts.at))))}</p>
        </section>
    }
}
