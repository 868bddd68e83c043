//! What was kept of a stream that became bad, and keeping it now.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wire::Unit;
use wire::evidence::{Evidence, EvidenceFile};
use wire::live::ProbeView;

use crate::link::evidence::{address, evidence, save_evidence};
use crate::live::Live;
use crate::{format, text};

/// The station saves so long after a stream became bad, and a little is for the disk.
const IS_SAVED_AFTER_MS: u32 = 4_000;

/// The bundles of one stream, newest first.
#[component]
pub(super) fn EvidenceList(live: Live, view: Signal<ProbeView>) -> impl IntoView {
    let id = view.with_untracked(|view| view.probe.id);
    let kept = RwSignal::new(None::<Vec<Evidence>>);
    let trouble = RwSignal::new(None::<String>);
    let fetch = move |after_ms: u32| {
        leptos::task::spawn_local(async move {
            TimeoutFuture::new(after_ms).await;
            // Whoever has left the page needs no answer.
            match evidence(id).await {
                Ok(all) => drop(kept.try_set(Some(all))),
                Err(met) => drop(trouble.try_set(Some(met.sentence()))),
            }
        });
    };
    let condition = Memo::new(move |_| view.with(|view| view.state.condition));
    fetch(0);
    Effect::new(move || {
        condition.track();
        // Whoever comes because the stream became bad is here before it is saved.
        fetch(IS_SAVED_AFTER_MS);
    });
    let save = Action::new_local(move |(): &()| async move {
        trouble.set(None);
        match save_evidence(id).await {
            Ok(_) => fetch(0),
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    let is_empty = move || kept.with(|kept| kept.as_ref().is_some_and(Vec::is_empty));
    view! {
        <section class="panel evidence">
            <div class="list-head">
                <h2>{text::evidence()}</h2>
                <button class="btn small" disabled=move || save.pending().get() on:click=move |_| drop(save.dispatch(()))>{text::save_evidence()}</button>
            </div>
            <p class="trouble" role="alert">{trouble}</p>
            <Show when=is_empty><p class="t3">{text::no_evidence()}</p></Show>
            <ul>
                <For each=move || kept.get().unwrap_or_default() key=|evidence| evidence.id let(evidence)>
                    <Kept live=live evidence=evidence />
                </For>
            </ul>
        </section>
    }
}

/// One bundle: when, why, and its files.
#[component]
pub(in crate::page) fn Kept(live: Live, evidence: Evidence) -> impl IntoView {
    let at = evidence.at;
    let moment = move || format::moment(at, live.clock.get());
    let links = evidence
        .files
        .iter()
        .map(|file| link(&evidence, file))
        .collect_view();
    let why = evidence.why.unwrap_or_else(|| text::saved_by_hand().to_owned());
    view! {
        <li>
            <p><time>{moment}</time> " " <span dir="auto">{why}</span></p>
            <div class="row">{links}</div>
        </li>
    }
}

fn link(evidence: &Evidence, file: &EvidenceFile) -> impl IntoView + use<> {
    let what = match file.name.as_str() {
        "excerpt.pcapng" => text::evidence_datagrams(),
        "excerpt.ts" => text::evidence_packets(),
        "picture.jpg" => text::evidence_picture(),
        _ => text::evidence_figures(),
    };
    let size = format::value(Unit::Bytes, file.size as f64).to_string();
    view! {
        <a class="btn small" href=address(evidence, file) download=file.name.clone() rel="external">
            {what} " " <span class="t3">{size}</span>
        </a>
    }
}
