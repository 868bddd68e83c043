//! The chart of one figure, and the choice of how far it looks back.

use leptos::prelude::*;
use wire::kind::Sort;
use wire::live::ProbeView;
use wire::series::{History, SeriesId};
use wire::{Timestamp, Unit};

use crate::live::{Live, Row};
use crate::model::face::labelled;
use crate::model::past::{Curve, Range, charted_unit, drawn_from};
use crate::model::trail::Trail;
use crate::part::{Axes, Chart, limits_of};
use crate::{link, text};

/// History from the station, with what came since drawn behind it.
#[component]
pub(super) fn Past(
    live: Live,
    view: Signal<ProbeView>,
    rows: Signal<Vec<Row>>,
    chosen: RwSignal<Option<SeriesId>>,
) -> impl IntoView {
    let range = RwSignal::new(Range::Minutes5);
    // The right edge of a chart that is held still.
    let held = RwSignal::new(None::<Timestamp>);
    let kind = Memo::new(move |_| live.kind(&view.with(|view| view.probe.spec.kind.clone())));
    let row = Memo::new(move |_| {
        rows.with(|rows| {
            let first = kind
                .get()
                .and_then(|kind| kind.metrics.first().map(|metric| metric.name.clone()));
            let chosen = rows.iter().find(|row| Some(row.series.id) == chosen.get());
            let row = chosen.or_else(|| rows.iter().find(|row| Some(&row.series.metric) == first.as_ref()));
            row.or_else(|| rows.first())
                .map(|row| (row.series.clone(), row.trail.clone()))
        })
    });
    Effect::new(move || {
        let shown = row.with(|row| row.as_ref().map(|(series, _)| series.id));
        if chosen.get_untracked() != shown {
            chosen.set(shown);
        }
    });
    let metric = Memo::new(move |_| {
        let series = row.get()?.0;
        kind.get()?.metric(&series.metric).cloned()
    });

    let window = Memo::new(move |_| {
        let to = held.get().unwrap_or_else(|| live.clock.get());
        (to.plus_millis(-range.get().span_ms()), to)
    });
    let series = Memo::new(move |_| row.with(|row| row.as_ref().map(|(series, _)| series.id)));
    let sort = Memo::new(move |_| metric.with(|metric| metric.as_ref().map(|metric| metric.sort)));
    let (history, trouble) = fetched(live, series, sort, range, held);
    let curve = Memo::new(move |_| {
        let (Some((series, trail)), Some(metric)) = (row.get(), metric.get()) else {
            return Curve::default();
        };
        let newest = held.get();
        let trail: Signal<Trail> = trail.into();
        history.with(|history| {
            let Some(history) = history.as_ref().filter(|history| history.series.id == series.id) else {
                return Curve::default();
            };
            let stale = view.with(|view| i64::from(view.state.stale_after_ms));
            let gap_ms = stale.max(i64::from(history.step_ms) * 3 / 2);
            trail.with(|trail| {
                let newer = trail
                    .after(Timestamp(0))
                    .take_while(|(at, _)| newest.is_none_or(|newest| *at <= newest));
                Curve::of(history, metric.sort, newer, gap_ms)
            })
        })
    });
    let axes = Memo::new(move |_| {
        let (series, _) = row.get()?;
        let metric = metric.get()?;
        let unit: Unit = charted_unit(series.unit, metric.sort);
        let limits = view
            .with(|view| limits_of(&view.probe.spec, &metric))
            .filter(|_| unit == series.unit);
        let title = labelled(&metric.title, series.labels.values().map(String::as_str));
        Some(Axes {
            unit,
            limits,
            label: text::spoken_chart(&title),
        })
    });
    let title = Signal::derive(move || {
        let (series, _) = row.get()?;
        Some(labelled(
            &metric.get()?.title,
            series.labels.values().map(String::as_str),
        ))
    });
    let note = Memo::new(move |_| {
        let nothing = history.with(Option::is_some) && curve.with(Curve::is_empty);
        let empty = || {
            let never = rows.with(Vec::is_empty).then_some(text::NOTHING_YET);
            never.or_else(|| nothing.then_some(text::NOTHING_TO_DRAW))
        };
        trouble
            .get()
            .map(|trouble| trouble.sentence())
            .or_else(|| empty().map(str::to_owned))
    });
    view! {
        <section class="panel past">
            <Bar live=live title=title range=range held=held />
            <div class="canvas">
                <Chart axes=axes curve=curve window=window />
                <p class="none-such" hidden=move || note.with(Option::is_none)>{note}</p>
            </div>
        </section>
    }
}

/// What is drawn, how far back, and whether it moves on.
#[component]
fn Bar(
    live: Live,
    #[prop(into)] title: Signal<Option<String>>,
    range: RwSignal<Range>,
    held: RwSignal<Option<Timestamp>>,
) -> impl IntoView {
    let hold = move |_| {
        held.set(if held.get_untracked().is_none() {
            Some(live.now())
        } else {
            None
        })
    };
    let choice = move |one: Range| {
        let is_on = move || if range.get() == one { "true" } else { "false" };
        view! { <button class="chip" aria-pressed=is_on on:click=move |_| range.set(one)>{word(one)}</button> }
    };
    view! {
        <div class="bar">
            <h2 class="grow cut">{title}</h2>
            <div class="chips" role="group" aria-label=text::RANGE>{Range::ALL.map(choice).collect_view()}</div>
            <button class="chip held-still" class:held=move || held.get().is_some() on:click=hold>
                {move || if held.get().is_some() { text::GO_LIVE } else { text::PAUSE }}
            </button>
        </div>
    }
}

/// What is asked of the station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wish {
    series: SeriesId,
    sort: Sort,
    range: Range,
    held: Option<Timestamp>,
    /// Goes on by one each time that new steps may be there.
    turn: i64,
}

/// The history of a series, asked for again as time goes on. What was drawn stays until the new answer is there.
fn fetched(
    live: Live,
    series: Memo<Option<SeriesId>>,
    sort: Memo<Option<Sort>>,
    range: RwSignal<Range>,
    held: RwSignal<Option<Timestamp>>,
) -> (RwSignal<Option<History>>, RwSignal<Option<link::Trouble>>) {
    const OFTEN_MS: i64 = 5_000;
    const SELDOM_MS: i64 = 60_000;
    let (history, trouble) = (RwSignal::new(None), RwSignal::new(None));
    let now_wished = Memo::new(move |_| {
        let (range, held) = (range.get(), held.get());
        let pace = i64::from(range.step_ms()).clamp(OFTEN_MS, SELDOM_MS);
        let turn = if held.is_some() {
            0
        } else {
            live.clock.get().0 / pace
        };
        Some(Wish {
            series: series.get()?,
            sort: sort.get()?,
            range,
            held,
            turn,
        })
    });
    Effect::new(move || {
        let Some(wish) = now_wished.get() else { return };
        leptos::task::spawn_local(async move {
            let to = wish.held.unwrap_or_else(|| live.now());
            let from = to.plus_millis(-wish.range.span_ms());
            let step_ms = wish.range.step_ms();
            let answer = link::history(&[wish.series], from, to, step_ms, drawn_from(wish.sort)).await;
            // The page may have gone on to another series, or to another page, meanwhile.
            if now_wished.try_get_untracked().flatten() != Some(wish) {
                return;
            }
            match answer {
                Ok(mut answer) => {
                    trouble.set(None);
                    history.set(answer.pop());
                }
                Err(met) => trouble.set(Some(met)),
            }
        });
    });
    (history, trouble)
}

fn word(range: Range) -> &'static str {
    match range {
        Range::Minutes5 => text::RANGE_5_MIN,
        Range::Hour => text::RANGE_1_H,
        Range::Hours6 => text::RANGE_6_H,
        Range::Day => text::RANGE_24_H,
        Range::Week => text::RANGE_7_D,
    }
}
