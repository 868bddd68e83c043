//! One probe on the wall.

use leptos::prelude::*;
use wire::Timestamp;
use wire::live::{Condition, ProbeView};

use super::{Mark, Spark};
use crate::live::{Cell, Live, Row};
use crate::model::face::{self, Face};
use crate::{format, text};

/// Length of the steps in which the past of a tile is asked for, in milliseconds.
pub(crate) const PAST_STEP_MS: u32 = 5_000;

/// A tile: state, cause, age, one number with its last minutes, name. Nothing in it moves when its state changes.
#[component]
pub(crate) fn Tile(
    /// The picture it is a part of.
    live: Live,
    /// What it shows.
    cell: Cell,
) -> impl IntoView {
    let view: Signal<ProbeView> = cell.view.into();
    let rows: Signal<Vec<Row>> = cell.rows.into();
    let id = view.with_untracked(|view| view.probe.id);
    let kind = Memo::new(move |_| live.kind(&view.with(|view| view.probe.spec.kind.clone())));
    let face = Memo::new(move |_| view.with(|view| Face::of(&view.state, live.clock.get())));
    let cause = Memo::new(move |_| {
        let kind = kind.get();
        view.with(|view| face::cause(view, kind.as_deref()))
    });
    let age = Memo::new(move |_| view.with(|view| age(face.get(), &view.state, live.clock.get())));
    let name = Memo::new(move |_| view.with(|view| view.probe.spec.name.clone()));

    // The metric a kind names first is the one that is shown large.
    let metric = Memo::new(move |_| kind.get().and_then(|kind| kind.metrics.first().cloned()));
    let trail = Memo::new(move |_| {
        let metric = metric.get()?;
        rows.with(|rows| {
            rows.iter()
                .find(|row| row.series.metric == metric.name)
                .map(|row| row.trail.clone())
        })
    });
    let last = Memo::new(move |_| view.with(|view| view.state.last));
    let number = Memo::new(move |_| {
        let (at, value) = trail.get()?.with(|trail| trail.latest())?;
        let is_old = last.get().is_some_and(|last| at < last) || face.get().stale;
        Some((format::value(metric.get()?.unit, value), is_old))
    });
    let is_old = move || number.with(|number| number.as_ref().is_some_and(|(_, is_old)| *is_old));
    let figure = move || {
        number.with(|number| {
            number
                .as_ref()
                .map_or_else(|| "–".to_owned(), |(shown, _)| shown.number.clone())
        })
    };
    let unit = move || number.with(|number| number.as_ref().map_or("", |(shown, _)| shown.unit));
    // What the station remembers comes in steps of a few seconds.
    let gap_ms = Memo::new(move |_| {
        view.with(|view| i64::from(view.state.stale_after_ms).max(i64::from(PAST_STEP_MS) * 5 / 2))
    });

    // A veil that comes by itself unless the next reading restarts it: two animations of the same shape take turns.
    let veil = Memo::new(move |before: Option<&(Option<Timestamp>, i64, bool)>| {
        let (last, stale_after_ms, condition) =
            view.with(|view| (view.state.last, view.state.stale_after_ms, view.state.condition));
        match before {
            Some(before) if before.0 == last && condition != Condition::Off => *before,
            _ => {
                let left = last.map_or(0, |last| {
                    i64::from(stale_after_ms) - live.now().millis_since(last)
                });
                (
                    last.filter(|_| condition != Condition::Off),
                    left,
                    !before.is_some_and(|before| before.2),
                )
            }
        }
    });
    let veiled = move |turn: bool| move || veil.with(|(last, _, odd)| last.is_some() && *odd == turn);

    view! {
        <a class=move || format!("tile {}", face.get().class()) href=format!("/probe/{id}")>
            <span class="umd">
                <span class="name cut" title=name>{name}</span>
                <span class="kind">{move || kind.get().map(|kind| kind.title.clone().into_owned())}</span>
            </span>
            <span class="head">
                <Mark face=face />
                <span class="cause cut" title=cause>{cause}</span>
                <span class="age">{age}</span>
            </span>
            <span class="body">
                <span class="trace">
                    <span class="metric cut">{move || metric.get().map(|metric| metric.title.into_owned())}</span>
                    <Spark trail=trail now=Signal::derive(move || last.get().unwrap_or_default()) gap_ms=gap_ms />
                </span>
                <span class="hero" class:old=is_old>
                    <span class="u">{move || if is_old() { text::LAST } else { "" }}</span>
                    {figure}
                    <span class="u">{unit}</span>
                </span>
            </span>
            <i
                class="veil"
                class:odd=veiled(true)
                class:even=veiled(false)
                style:--dead=move || veil.with(|(_, left, _)| format!("{left}ms"))
            ></i>
        </a>
    }
}

/// Since when it is wrong, or how old the last reading is; nothing when all is well.
fn age(face: Face, state: &wire::live::ProbeState, now: Timestamp) -> String {
    match (face.stale, state.condition) {
        (true, _) => state
            .last
            .map_or_else(String::new, |last| format::duration(now.millis_since(last))),
        (false, Condition::Ok | Condition::Off | Condition::Unknown) => String::new(),
        (false, Condition::Minor | Condition::Major | Condition::Critical) => {
            format::duration(now.millis_since(state.since))
        }
    }
}
