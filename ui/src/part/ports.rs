//! The ports of a device as a strip: a look shows which one is in trouble, a touch shows what it carries.

use leptos::prelude::*;
use wire::Unit;
use wire::live::{Condition, ProbeView};
use wire::reading::Fact;
use wire::series::SeriesId;

use crate::live::Row;
use crate::model::face::Face;
use crate::model::ports::{self, Port};
use crate::{format, text};

/// A field for each port; nothing for probes that see none.
#[component]
pub(crate) fn Ports(
    /// The probe that sees them.
    #[prop(into)]
    view: Signal<ProbeView>,
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// What is said.
    #[prop(into)]
    facts: Signal<Vec<Fact>>,
    /// What is shown of a port elsewhere.
    #[prop(into)]
    shown: Signal<Vec<SeriesId>>,
    /// Somebody wants to see the traffic of a port.
    on_tap: Callback<Vec<SeriesId>>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        rows.with(|rows| {
            let series: Vec<_> = rows.iter().map(|row| row.series.as_ref()).collect();
            facts.with(|facts| ports::ports(&series, facts))
        })
    });
    let strip = move || {
        let one = |port| view! { <OnePort view=view rows=rows shown=shown on_tap=on_tap port=port /> };
        view! { <ul class="strip">{all.get().into_iter().map(one).collect_view()}</ul> }
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="panel ports">
                <h2>{text::ports()}</h2>
                {strip}
            </section>
        </Show>
    }
}

#[component]
fn OnePort(
    view: Signal<ProbeView>,
    rows: Signal<Vec<Row>>,
    shown: Signal<Vec<SeriesId>>,
    on_tap: Callback<Vec<SeriesId>>,
    port: Port,
) -> impl IntoView {
    let newest = move |id: SeriesId| {
        let row = rows.with(|rows| rows.iter().find(|row| row.series.id == id).cloned())?;
        row.trail.with(|trail| trail.latest()).map(|(_, value)| value)
    };
    let Port {
        name,
        alias,
        up,
        traffic,
    } = port;
    let face = {
        let name = name.clone();
        Memo::new(move |_| {
            let up = newest(up);
            view.with(|view| Face {
                condition: ports::condition(&name, up, &view.state.findings),
                stale: view.state.failure.is_some(),
            })
        })
    };
    let carried = {
        let traffic = traffic.clone();
        Memo::new(move |_| {
            let rates: Vec<_> = traffic.iter().filter_map(|id| newest(*id)).collect();
            (!rates.is_empty()).then(|| format::value(Unit::BitsPerSecond, rates.iter().sum()).to_string())
        })
    };
    let spoken = {
        let (name, alias) = (name.clone(), alias.clone());
        move || {
            let state = match face.get().condition {
                Condition::Off => text::port_without_link().to_owned(),
                _ => face.get().spoken(),
            };
            let words = [
                name.clone(),
                alias.clone(),
                state,
                carried.get().unwrap_or_default(),
            ];
            let words = words.into_iter().filter(|words| !words.is_empty());
            words.collect::<Vec<_>>().join(", ")
        }
    };
    let shows = {
        let traffic = traffic.clone();
        Memo::new(move |_| !traffic.is_empty() && shown.with(|shown| *shown == traffic))
    };
    view! {
        <li>
            <button
                class=move || format!("port {}", face.get().class())
                aria-label=spoken
                aria-pressed=move || if shows.get() { "true" } else { "false" }
                disabled=traffic.is_empty()
                on:click=move |_| on_tap.run(traffic.clone())
            >
                <b class="cut" dir="auto">{name}</b>
                <i class=move || face.get().glyph() aria-hidden="true"></i>
                <span class="cut t2" dir="auto">{alias}</span>
                <span class="t2">{move || carried.get()}</span>
            </button>
        </li>
    }
}
