//! One probe: how it is and why, what it measures, its past, and the orders for it.

mod orders;
mod past;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use wire::event::Event;
use wire::kind::Watch;
use wire::live::ProbeView;
use wire::probe::ProbeId;

use self::orders::Orders;
use self::past::Past;
use crate::live::{Cell, Live, Row, use_live};
use crate::model::face::{self, Face};
use crate::part::{EventList, Figures, Mark};
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
        if event.key() == "Escape" {
            navigate("/", leptos_router::NavigateOptions::default());
        }
    });
    on_cleanup(move || away.remove());
    let is_there = Memo::new(move |_| id.get().filter(|id| live.cell(*id).is_some()));
    view! {
        <main class="work probe">
            {move || match is_there.get().and_then(|id| live.cell(id)) {
                Some(cell) => view! { <Whole live=live cell=cell /> }.into_any(),
                None => view! { <NoSuchProbe live=live /> }.into_any(),
            }}
        </main>
    }
}

/// In the place of a probe that is not there; nothing as long as that is not known.
#[component]
pub(crate) fn NoSuchProbe(live: Live) -> impl IntoView {
    view! {
        <Show when=move || live.filled.get()>
            <div class="lost">
                <p>{text::NO_SUCH_PROBE}</p>
                <a class="btn" href="/">{text::TO_THE_WALL}</a>
            </div>
        </Show>
    }
}

#[component]
fn Whole(live: Live, cell: Cell) -> impl IntoView {
    let view: Signal<ProbeView> = cell.view.into();
    let rows: Signal<Vec<Row>> = cell.rows.into();
    let id = view.with_untracked(|view| view.probe.id);
    let spec = Memo::new(move |_| view.with(|view| view.probe.spec.clone()));
    let kind = Memo::new(move |_| live.kind(&spec.with(|spec| spec.kind.clone())));
    let chosen = RwSignal::new(None);
    let events = Memo::new(move |_| {
        let of_probe = |event: &&Event| event.probe == Some(id);
        live.events.with(|events| {
            events
                .iter()
                .rev()
                .filter(of_probe)
                .take(8)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let figures = move || {
        let kind = kind.get()?;
        Some(view! { <Figures kind=kind spec=spec rows=rows chosen=chosen /> })
    };
    view! {
        <Head live=live view=view />
        <Story live=live view=view />
        <div class="halves">
            <Past live=live view=view rows=rows chosen=chosen />
            <section class="panel">
                <h2>{text::MEASURED}</h2>
                {figures}
                <Show when=move || rows.with(Vec::is_empty)>
                    <p class="t3">{text::NOTHING_YET}</p>
                </Show>
            </section>
        </div>
        <Orders view=view />
        <section class="panel">
            <h2>{text::LAST_EVENTS}</h2>
            <EventList events=events />
        </section>
    }
}

/// Name, state, since when, where, how often.
#[component]
fn Head(live: Live, view: Signal<ProbeView>) -> impl IntoView {
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
                Some(Watch::AllTheTime { .. }) => text::ALL_THE_TIME.to_owned(),
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
            <a class="btn small back" href="/" aria-label=text::TO_THE_WALL><i class="g g-back" aria-hidden="true"></i></a>
            <div class="grow">
                <h1 class="cut" title=name>{name}</h1>
                <p class="t3 cut" title=what>{what}</p>
            </div>
            <div class="how">
                <Mark face=face />
                <span class="t2">{since}</span>
                <span class="t3">{look}</span>
            </div>
        </header>
    }
}

/// What is so in one sentence, what to do in another; then whatever else was seen.
#[component]
fn Story(live: Live, view: Signal<ProbeView>) -> impl IntoView {
    let face = Memo::new(move |_| view.with(|view| Face::of(&view.state, live.clock.get())));
    let kind = Memo::new(move |_| live.kind(&view.with(|view| view.probe.spec.kind.clone())));
    let story = Memo::new(move |_| {
        let kind = kind.get();
        view.with(|view| face::story(view, kind.as_deref()))
    });
    let others = Memo::new(move |_| {
        let kind = kind.get();
        view.with(|view| face::others(view, kind.as_deref()))
    });
    view! {
        <section class=move || format!("panel story {}", face.get().class())>
            <p><b>{move || story.with(|(what, _)| what.clone())}</b> " " <span class="t2">{move || story.with(|(_, advice)| advice.clone())}</span></p>
            <Show when=move || others.with(|others| !others.is_empty())>
                <ul class="t2" aria-label=text::ALSO>
                    {move || others.get().into_iter().map(|other| view! { <li>{other}</li> }).collect_view()}
                </ul>
            </Show>
        </section>
    }
}
