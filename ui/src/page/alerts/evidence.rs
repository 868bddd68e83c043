//! What was kept of a stream while an alert fired.

use leptos::prelude::*;
use wire::Timestamp;
use wire::evidence::Evidence;
use wire::probe::ProbeId;

use crate::link::evidence::evidence;
use crate::live::Live;
use crate::page::probe::Kept;
use crate::text;

/// Evidence is saved a little after something began, in milliseconds.
const AROUND_MS: i64 = 60_000;

/// The bundles of a probe from that time; nothing where there is none.
#[component]
pub(super) fn EvidenceThen(
    live: Live,
    probe: ProbeId,
    from: Timestamp,
    to: Option<Timestamp>,
) -> impl IntoView {
    let kept = RwSignal::new(Vec::<Evidence>::new());
    leptos::task::spawn_local(async move {
        // Without an answer the page of the probe still lists it.
        if let Ok(all) = evidence(probe).await {
            let (from, to) = (
                from.plus_millis(-AROUND_MS),
                to.map(|to| to.plus_millis(AROUND_MS)),
            );
            let is_near = |one: &Evidence| one.at >= from && to.is_none_or(|to| one.at <= to);
            kept.try_set(all.into_iter().filter(is_near).collect());
        }
    });
    view! {
        <Show when=move || kept.with(|kept| !kept.is_empty())>
            <section class="evidence">
                <h2>{text::evidence_then()}</h2>
                <ul>
                    <For each=move || kept.get() key=|one| one.id let(one)>
                        <Kept live=live evidence=one />
                    </For>
                </ul>
            </section>
        </Show>
    }
}
