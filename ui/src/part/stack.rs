//! What each PID carried in the last minutes, as areas on top of each other: looked at rather than read.

use leptos::prelude::*;
use wire::Unit;
use wire::series::{History, Told};

use crate::live::{Live, Row};
use crate::model::stack::{self, Layer};
use crate::{format, link, text};

/// So much is shown, in steps of so long, in milliseconds.
const SPAN_MS: i64 = 300_000;
const STEP_MS: u32 = 2_000;
/// How often the station is asked.
const PACE_MS: i64 = 4_000;
/// What one question may ask for.
const MOST_SERIES: usize = 50;

/// The areas with their names; nothing for what has no PIDs.
#[component]
pub(crate) fn Stack(
    /// The picture it is a part of.
    live: Live,
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
) -> impl IntoView {
    let wanted = Memo::new(move |_| {
        let mut wanted = rows.with(|rows| stack::wanted(rows.iter().map(|row| row.series.as_ref())));
        wanted.truncate(MOST_SERIES);
        wanted
    });
    let turn = Memo::new(move |_| live.clock.get().0.div_euclid(PACE_MS));
    let past = RwSignal::new(Vec::<History>::new());
    Effect::new(move || {
        let wanted = wanted.get();
        turn.track();
        if wanted.is_empty() {
            return;
        }
        leptos::task::spawn_local(async move {
            let to = live.now();
            let told = [Told::Avg];
            if let Ok(answer) = link::history(&wanted, to.plus_millis(-SPAN_MS), to, STEP_MS, &told).await {
                // Nobody needs it when the page was left meanwhile.
                drop(past.try_set(answer));
            }
        });
    });
    let drawn = Memo::new(move |_| {
        let to = live.now();
        past.with(|past| stack::stack(past, to.plus_millis(-SPAN_MS), to))
    });
    let areas = move || {
        let area = |(place, layer): (usize, Layer)| view! { <path class=format!("layer-{place}") d=layer.path></path> };
        drawn
            .get()
            .into_iter()
            .flat_map(|stack| stack.layers)
            .enumerate()
            .map(area)
            .collect_view()
    };
    let names = move || {
        let name = |(place, layer): (usize, Layer)| {
            let name = layer.pid.unwrap_or_else(|| text::other_pids().to_owned());
            let rate = format::value(Unit::BitsPerSecond, layer.newest).to_string();
            view! { <li><i class=format!("layer-{place}") aria-hidden="true"></i><span>{name}</span><b>{rate}</b></li> }
        };
        drawn
            .get()
            .into_iter()
            .flat_map(|stack| stack.layers)
            .enumerate()
            .map(name)
            .collect_view()
    };
    let top = move || {
        drawn
            .get()
            .map(|stack| format::value(Unit::BitsPerSecond, stack.top).to_string())
    };
    view! {
        <Show when=move || drawn.with(Option::is_some)>
            <section class="panel stack">
                <h2>{text::bitrate_of_pids()}</h2>
                <div class="areas">
                    <span class="t3">{top}</span>
                    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{areas}</svg>
                </div>
                <ul>{names}</ul>
            </section>
        </Show>
    }
}
