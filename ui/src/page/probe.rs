//! One probe: how it is and why, what it measures, its past, and the orders for it.

mod alerts;
mod details;
mod evidence;
mod happened;
mod hour;
mod orders;
mod past;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use wire::Timestamp;
use wire::alert::Alert;
use wire::kind::Watch;
use wire::live::ProbeView;
use wire::probe::ProbeId;
use wire::reading::Fact;

use self::alerts::AlertsOf;
use self::details::Details;
use self::evidence::EvidenceList;
pub(super) use self::evidence::Kept;
use self::happened::{Happened, HappenedList};
use self::hour::Hour;
use self::orders::Orders;
use self::past::Past;
use crate::live::{Cell, Live, Row, use_live};
use crate::model::alerts::{Handled, told};
use crate::model::face::{self, Face};
use crate::model::{indicators, levels};
use crate::part::{
    Arrival, Chosen, Figures, Handling, Indicators, Mark, Monitor, Parts, Ports, Protection, Stack,
};
use crate::{format, text};

/// The probe that the address names.
pub(crate) fn probe_of_address() -> Memo<Option<ProbeId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok().map(ProbeId)))
}

/// Everything about one probe.
#[component]
pub(crate) fn Probe() -> impl IntoView {
    let live = use_live();
    let id = probe_of_address();
    Effect::new(move || live.watched.set(id.get()));
    on_cleanup(move || live.watched.set(None));
    let navigate = use_navigate();
    let away = window_event_listener(leptos::ev::keydown, move |event| {
        // Escape first closes what lies over the page.
        let is_covered = document()
            .query_selector("dialog[open]")
            .is_ok_and(|sheet| sheet.is_some());
        if event.key() == "Escape" && !is_covered {
            navigate("/", leptos_router::NavigateOptions::default());
        }
    });
    on_cleanup(move || away.remove());
    let is_there = Memo::new(move |_| id.get().filter(|id| live.cell(*id).is_some()));
    let is_old = Memo::new(move |_| {
        let cell = id.get().and_then(|id| live.cell(id));
        cell.is_some_and(|cell| cell.view.with(|view| is_of_before(live, view)))
    });
    view! {
        <main class="work probe" class:old=is_old>
            {move || match is_there.get().and_then(|id| untrack(|| live.cell(id))) {
                Some(cell) => view! { <Whole live=live cell=cell /> }.into_any(),
                None => view! { <NoSuchProbe live=live /> }.into_any(),
            }}
        </main>
    }
}

/// Whether what was measured last is not how it is now: nobody looks, or what is watched all the time is not there.
fn is_of_before(live: Live, view: &ProbeView) -> bool {
    let watches_always = live
        .kind(&view.probe.spec.kind)
        .is_some_and(|kind| matches!(kind.watch, Watch::AllTheTime { .. }));
    (watches_always && view.state.failure.is_some()) || Face::of(&view.state, live.clock.get()).stale
}

/// In the place of a probe that is not there; nothing as long as that is not known.
#[component]
pub(crate) fn NoSuchProbe(live: Live) -> impl IntoView {
    view! {
        <Show when=move || live.filled.get()>
            <div class="lost">
                <p>{text::no_such_probe()}</p>
                <a class="btn" href="/">{text::to_the_wall()}</a>
            </div>
        </Show>
    }
}

#[component]
fn Whole(live: Live, cell: Cell) -> impl IntoView {
    let view: Signal<ProbeView> = cell.view.into();
    let rows: Signal<Vec<Row>> = cell.rows.into();
    let alerts: Signal<Vec<Arc<Alert>>> = cell.alerts.into();
    let id = view.with_untracked(|view| view.probe.id);
    let spec = Memo::new(move |_| view.with(|view| view.probe.spec.clone()));
    let kind = Memo::new(move |_| live.kind(&spec.with(|spec| spec.kind.clone())));
    let chosen = Chosen {
        figures: RwSignal::new(past::asked_figures()),
        compares: RwSignal::new(false),
    };
    let handling = Handling::new(past::asked_stretch());
    let stretch = handling.stretch;
    // The right edge moves on a little at a time: less than a pixel is not worth a drawing.
    let window = Memo::new(move |_| {
        let shown = stretch.get();
        let little = (shown.span_ms / 1_000).max(1_000);
        let now = if shown.end.is_some() {
            live.now()
        } else {
            Timestamp((live.clock.get().0 / little + 1) * little)
        };
        shown.edges(now)
    });
    let judges_streams = Signal::derive(move || {
        kind.with(|kind| kind.as_ref().is_some_and(|kind| indicators::are_judged_by(kind)))
    });
    let now = Signal::derive(move || live.clock.get());
    let name = Signal::derive(move || view.with(|view| view.probe.spec.name.clone()));
    let happened = Happened::of(live, id, stretch.into());
    let compares = chosen.compares;
    let figures = move || {
        let kind = kind.get()?;
        Some(view! { <Figures kind=kind spec=spec rows=rows chosen=chosen /> })
    };
    let facts: Signal<Vec<Fact>> = cell.facts.into();
    let parts = move || {
        let kind = kind.get()?;
        Some(view! { <Parts kind=kind spec=spec rows=rows facts=facts chosen=chosen /> })
    };
    let monitor = move || {
        let decodes = kind.with(|kind| kind.as_ref().is_some_and(|kind| levels::are_measured_by(kind)));
        decodes.then(|| view! { <Monitor id=id name=name rows=rows facts=facts now=now /> })
    };
    let evidence = move || {
        judges_streams
            .get()
            .then(|| view! { <EvidenceList live=live view=view /> })
    };
    let last = Signal::derive(move || view.with(|view| view.state.last).unwrap_or_default());
    let stale_ms = Signal::derive(move || view.with(|view| i64::from(view.state.stale_after_ms)));
    view! {
        <Head live=live view=view alerts=alerts />
        <Story live=live view=view alerts=alerts />
        {monitor}
        <Ports view=view rows=rows facts=facts shown=chosen.figures on_tap=Callback::new(move |traffic| chosen.figures.set(traffic)) />
        <div class="halves">
            <section class="panel measured">
                <div class="list-head">
                    <h2>{text::measured()}</h2>
                    <button
                        class="chip"
                        title=text::compare_help()
                        aria-pressed=move || if compares.get() { "true" } else { "false" }
                        on:click=move |_| compares.update(|compares| *compares = !*compares)
                    >
                        {text::compare()}
                    </button>
                </div>
                <Protection rows=rows />
                {figures}
                <Show when=move || rows.with(Vec::is_empty)>
                    <p class="t3">{text::nothing_yet()}</p>
                </Show>
            </section>
            <Past live=live view=view rows=rows chosen=chosen handling=handling happened=happened window=window />
        </div>
        <Hour live=live view=view />
        <Arrival live=live kind=kind rows=rows last=last stale_ms=stale_ms chosen=chosen />
        <Indicators has_them=judges_streams rows=rows facts=facts now=now on_chart=Callback::new(move |series| chosen.figures.set(vec![series])) />
        <Stack live=live rows=rows />
        {parts}
        {evidence}
        <AlertsOf live=live probe=id alerts=alerts />
        <Orders view=view />
        <HappenedList happened=happened stretch=stretch.into() edges=window />
        <Details live=live view=view rows=rows />
    }
}

/// Name, state, since when, where, how often.
#[component]
fn Head(live: Live, view: Signal<ProbeView>, alerts: Signal<Vec<Arc<Alert>>>) -> impl IntoView {
    let handled = Memo::new(move |_| live.handled(alerts.with(|alerts| Handled::of(alerts.iter()))));
    let face = Memo::new(move |_| view.with(|view| Face::of(&view.state, live.clock.get())));
    let name = Memo::new(move |_| view.with(|view| view.probe.spec.name.clone()));
    let since = move || {
        let since = view.with(|view| view.state.since);
        let now = live.clock.get();
        text::since(
            &format::moment(since, now),
            &format::duration(now.millis_since(since)),
        )
    };
    let kind = Memo::new(move |_| live.kind(&view.with(|view| view.probe.spec.kind.clone())));
    let what = move || {
        let kind = kind.get();
        view.with(|view| {
            let spec = &view.probe.spec;
            let title = kind
                .as_ref()
                .map_or(spec.kind.clone(), |kind| kind.title.to_string());
            let pace = match kind.as_ref().map(|kind| kind.watch) {
                Some(Watch::AtIntervals { every_ms, .. }) => {
                    text::pace(&format::span(spec.every_ms.unwrap_or(every_ms)))
                }
                Some(Watch::AllTheTime { .. }) => text::all_the_time().to_owned(),
                None => String::new(),
            };
            [title, spec.target.clone(), pace, spec.group.clone()]
        })
    };
    let what = move || {
        what()
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let look = move || {
        view.with(|view| {
            let age = live.clock.get().millis_since(view.state.last?);
            Some(text::last_look(&format::duration(age), view.state.took_ms))
        })
    };
    view! {
        <header class="head">
            <a class="btn small back" href="/" aria-label=text::to_the_wall()><i class="g g-back" aria-hidden="true"></i></a>
            <div class="grow">
                <h1 class="cut" title=name>{name}</h1>
                <p class="t3 cut" title=what>{what}</p>
            </div>
            <div class="how">
                <Mark face=face handled=handled />
                <span class="t2">{since}</span>
                <span class="t3">{look}</span>
            </div>
        </header>
    }
}

/// What is so in one sentence, what to do in another; then whatever else was seen.
#[component]
fn Story(live: Live, view: Signal<ProbeView>, alerts: Signal<Vec<Arc<Alert>>>) -> impl IntoView {
    let face = Memo::new(move |_| view.with(|view| Face::of(&view.state, live.clock.get())));
    let kind = Memo::new(move |_| live.kind(&view.with(|view| view.probe.spec.kind.clone())));
    let story = Memo::new(move |_| {
        let kind = kind.get();
        let told = |alerts: &Vec<_>| view.with(|view| told(view, kind.as_deref(), alerts, live.clock.get()));
        let told = alerts.with(told);
        (told.what, live.worded(told.advice))
    });
    let code = move || view.with(face::code);
    let others = Memo::new(move |_| {
        let kind = kind.get();
        view.with(|view| face::others(view, kind.as_deref()))
    });
    view! {
        <section class=move || format!("panel story {}", face.get().class())>
            <p><b>{move || story.with(|(what, _)| what.clone())}</b> " " <span class="t2">{move || story.with(|(_, advice)| advice.clone())}</span> " " <code class="t3">{code}</code></p>
            <Show when=move || others.with(|others| !others.is_empty())>
                <ul class="t2" aria-label=text::also()>
                    {move || others.get().into_iter().map(|other| view! { <li>{other.0} " " <code class="t3">{other.1}</code></li> }).collect_view()}
                </ul>
            </Show>
        </section>
    }
}
