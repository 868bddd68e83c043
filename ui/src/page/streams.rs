//! Every stream as a picture, as on a multiviewer: all, or only those with which something is wrong.

use leptos::prelude::*;
use wire::live::Condition;
use wire::probe::ProbeId;

use crate::live::{Cell, Live, use_live};
use crate::model::alerts::Handled;
use crate::model::face::Face;
use crate::model::levels;
use crate::part::{Mark, Picture};
use crate::text;

/// The pictures.
#[component]
pub(crate) fn Streams() -> impl IntoView {
    let live = use_live();
    let only_wrong = RwSignal::new(false);
    let streams = Memo::new(move |_| {
        live.places.with(|places| {
            places
                .iter()
                .map(|place| place.id)
                .filter(|id| is_stream(live, *id))
                .collect::<Vec<_>>()
        })
    });
    let shown = Memo::new(move |_| {
        let wanted =
            |id: &ProbeId| !only_wrong.get() || live.cell(*id).is_some_and(|cell| is_wrong(live, &cell));
        streams.get().into_iter().filter(wanted).collect::<Vec<_>>()
    });
    let empty = move || {
        let words = if streams.with(Vec::is_empty) {
            text::no_streams()
        } else {
            text::no_wrong_streams()
        };
        shown
            .with(Vec::is_empty)
            .then(|| view! { <p class="none-such">{words}</p> })
    };
    view! {
        <main class="work streams">
            <header class="list-head page-title">
                <h1>{text::streams()}</h1>
                <button
                    class="chip"
                    aria-pressed=move || if only_wrong.get() { "true" } else { "false" }
                    on:click=move |_| only_wrong.update(|only| *only = !*only)
                >
                    {text::only_wrong()}
                </button>
            </header>
            {empty}
            <ul class="mosaic">
                <For each=move || shown.get() key=|id| *id let(id)>
                    {live.cell(id).map(|cell| view! { <One live=live id=id cell=cell /> })}
                </For>
            </ul>
        </main>
    }
}

fn is_stream(live: Live, id: ProbeId) -> bool {
    let kind = live
        .cell(id)
        .and_then(|cell| live.kind(&cell.view.with(|view| view.probe.spec.kind.clone())));
    kind.is_some_and(|kind| levels::are_measured_by(&kind))
}

fn is_wrong(live: Live, cell: &Cell) -> bool {
    let face = cell.view.with(|view| Face::of(&view.state, live.clock.get()));
    face.stale
        || matches!(
            face.condition,
            Condition::Critical | Condition::Major | Condition::Minor
        )
}

#[component]
fn One(live: Live, id: ProbeId, cell: Cell) -> impl IntoView {
    let (view, alerts) = (cell.view, cell.alerts);
    let handled = Memo::new(move |_| live.handled(alerts.with(|alerts| Handled::of(alerts.iter()))));
    let name = {
        let view = view.clone();
        Memo::new(move |_| view.with(|view| view.probe.spec.name.clone()))
    };
    let face = Memo::new(move |_| view.with(|view| Face::of(&view.state, live.clock.get())));
    let now = Signal::derive(move || live.clock.get());
    view! {
        <li>
            <a class=move || format!("shown {}{}", face.get().class(), handled.with(Handled::class)) href=format!("/probe/{id}")>
                <Picture id=id name=name why=Signal::stored(None::<String>) now=now with_levels=false />
                <span class="under"><b class="cut" dir="auto">{name}</b><Mark face=face handled=handled /></span>
            </a>
        </li>
    }
}
