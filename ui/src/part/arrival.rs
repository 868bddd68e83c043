//! How evenly a stream arrives: each figure with its last minutes, a touch away from the chart.

use std::sync::Arc;

use leptos::prelude::*;
use wire::Timestamp;
use wire::kind::KindInfo;
use wire::series::{SeriesId, Told};

use super::figures::Chosen;
use super::spark::Spark;
use super::tile::PAST_STEP_MS;
use crate::live::{Live, Row};
use crate::model::arrival::{self, Drawn};
use crate::{format, link, text};

/// So much of the past is asked for, in milliseconds.
const SPAN_MS: i64 = 300_000;

/// The figures; nothing for what does not come over a network.
#[component]
pub(crate) fn Arrival(
    /// The picture it is a part of.
    live: Live,
    /// Whose figures.
    #[prop(into)]
    kind: Signal<Option<Arc<KindInfo>>>,
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// When it was measured last.
    #[prop(into)]
    last: Signal<Timestamp>,
    /// From which distance on two values are not joined, in milliseconds.
    #[prop(into)]
    stale_ms: Signal<i64>,
    /// What the chart shows.
    chosen: Chosen,
) -> impl IntoView {
    let drawn = Memo::new(move |_| {
        rows.with(|rows| {
            let series: Vec<_> = rows.iter().map(|row| row.series.as_ref()).collect();
            arrival::drawn(&series)
        })
    });
    Effect::new(move || {
        let wanted: Vec<_> = drawn.with(|drawn| drawn.iter().map(|drawn| drawn.id).collect());
        if wanted.is_empty() {
            return;
        }
        leptos::task::spawn_local(async move {
            let to = live.now();
            let asked = link::history(&wanted, to.plus_millis(-SPAN_MS), to, PAST_STEP_MS, &[Told::Last]);
            if let Ok(past) = asked.await {
                live.remember(&past);
            }
        });
    });
    let gap_ms = Signal::derive(move || stale_ms.get().max(i64::from(PAST_STEP_MS) * 5 / 2));
    view! {
        <Show when=move || drawn.with(|drawn| !drawn.is_empty())>
            <section class="panel arrival">
                <h2>{text::arrival()}</h2>
                <ul class="trends">
                    <For each=move || drawn.get() key=|drawn| drawn.id let(of)>
                        <li><Trend kind=kind rows=rows of=of last=last gap_ms=gap_ms chosen=chosen /></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Trend(
    kind: Signal<Option<Arc<KindInfo>>>,
    rows: Signal<Vec<Row>>,
    of: Drawn,
    last: Signal<Timestamp>,
    gap_ms: Signal<i64>,
    chosen: Chosen,
) -> impl IntoView {
    let row = move |id: SeriesId| rows.with(|rows| rows.iter().find(|row| row.series.id == id).cloned());
    let newest = move |id: SeriesId| {
        let row = row(id)?;
        let (_, value) = row.trail.with(|trail| trail.latest())?;
        Some(format::value(row.series.unit, value).to_string())
    };
    let trail = Memo::new(move |_| row(of.id).map(|row| row.trail));
    let value = Memo::new(move |_| newest(of.id).unwrap_or_else(|| "–".to_owned()));
    let metric = Memo::new(move |_| {
        let name = row(of.id)?.series.metric.clone();
        kind.get()?.metric(&name).cloned()
    });
    let title = move || metric.get().map(|metric| metric.title.into_owned());
    let help = move || metric.get().map(|metric| metric.help.into_owned());
    let latency = move || {
        of.latency
            .and_then(newest)
            .map(|latency| text::of_latency(&latency))
    };
    let is_on = move || chosen.figures.with(|figures| figures.contains(&of.id));
    view! {
        <button
            class="trend"
            title=help
            aria-pressed=move || if is_on() { "true" } else { "false" }
            on:click=move |_| chosen.figures.set(vec![of.id])
        >
            <span class="title">{title}</span>
            <b>{value}</b>
            <Spark trail=trail now=last gap_ms=gap_ms />
            <span class="t3">{latency}</span>
        </button>
    }
}
