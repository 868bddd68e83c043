//! The alerts of a probe: those that fire now, and the newest that are over.

use std::sync::Arc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wire::alert::Alert;
use wire::probe::ProbeId;

use crate::link;
use crate::link::alerts::IS_ON_DISK_MS;
use crate::live::Live;
use crate::model::alerts::{Handled, sentence};
use crate::model::face::Face;
use crate::part::Mark;
use crate::{format, text};

/// So many that are over are listed.
const NEWEST: u32 = 5;

#[component]
pub(super) fn AlertsOf(live: Live, probe: ProbeId, alerts: Signal<Vec<Arc<Alert>>>) -> impl IntoView {
    let over = RwSignal::new(None::<Vec<Alert>>);
    let firing =
        Memo::new(move |_| alerts.with(|alerts| alerts.iter().map(|alert| alert.id).collect::<Vec<_>>()));
    Effect::new(move || {
        // Read, not only followed: nobody works out what nobody reads.
        firing.with(|_| ());
        leptos::task::spawn_local(async move {
            for after_ms in [0, IS_ON_DISK_MS] {
                TimeoutFuture::new(after_ms).await;
                // Without an answer what was listed stays.
                if let Ok(page) = link::alerts::over(Some(probe), None, NEWEST).await {
                    over.try_set(Some(page.items));
                }
            }
        });
    });
    let is_empty =
        move || alerts.with(Vec::is_empty) && over.with(|over| over.as_ref().is_some_and(Vec::is_empty));
    let past = move || {
        let all = over.get().unwrap_or_default();
        let line = |alert: Alert| view! { <Line live=live alert=Arc::new(alert) /> };
        all.into_iter().map(line).collect_view()
    };
    view! {
        <section class="panel of-probe">
            <h2>{text::of_probe_firing()}</h2>
            <ol class="events">
                <For each=move || alerts.get() key=|alert| (alert.id, alert.revision) let(alert)>
                    <Line live=live alert=alert />
                </For>
                {past}
            </ol>
            <Show when=is_empty><p class="t3">{text::of_probe_none()}</p></Show>
        </section>
    }
}

#[component]
fn Line(live: Live, alert: Arc<Alert>) -> impl IntoView {
    let face = Face::of_severity(alert.severity);
    let handled = live.handled(Handled::by(&alert));
    let mark = match alert.is_firing() {
        true => view! { <Mark face=Signal::stored(face) handled=Signal::stored(handled) /> }.into_any(),
        false => {
            view! { <span class="st over"><i class=face.glyph() aria-hidden="true"></i>{face.word()}</span> }
                .into_any()
        }
    };
    let probe = alert.subject.probe.and_then(|probe| live.cell(probe));
    let kind =
        probe.and_then(|cell| live.kind(&cell.view.with_untracked(|view| view.probe.spec.kind.clone())));
    let (began, resolved) = (alert.began, alert.resolved);
    let lasted = move || match resolved {
        Some(resolved) => text::lasted(&format::duration(resolved.millis_since(began))),
        None => format::duration(live.clock.get().millis_since(began)),
    };
    view! {
        <li>
            <a href=format!("/alert/{}", alert.id)>
                <span class="state">{mark}</span>
                <time>{move || format::moment(began, live.clock.get())}</time>
                <span class="what" dir="auto">{sentence(&alert, kind.as_deref())} " " <span class="t3">{lasted}</span></span>
            </a>
        </li>
    }
}
