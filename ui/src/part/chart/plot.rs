//! The layer over the curves that fingers, the pointer and keys act on, and what it tells.

use leptos::html::Div;
use leptos::prelude::*;
use wire::Timestamp;

use super::touch::Touch;
use super::{Axes, Handling};
use crate::model::past::{Curve, Step};
use crate::model::scene::Scene;
use crate::{format, text};

/// A drag moves time, a pinch stretches it, a tap tells what was measured; up and down scrolls the page as everywhere.
#[component]
pub(super) fn Plot(
    axes: Signal<Option<Axes>>,
    curves: Signal<Vec<Curve>>,
    scene: Signal<Option<Scene>>,
    handling: Handling,
    now: Signal<Timestamp>,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let touch = Touch::new(place, curves, scene, handling, now);
    let Handling { cursor, chooses, .. } = handling;
    let chosen = touch.chosen();
    let at_cursor = Memo::new(move |_| {
        let at = cursor.get()?;
        let scene = scene.get()?;
        let steps = curves.with(|curves| curves.iter().map(|curve| curve.at(at)).collect::<Vec<_>>());
        let share = scene.across(at);
        (0.0..=1.0).contains(&share).then_some((at, share, steps, scene))
    });
    let label = move || {
        let titles = axes.with(|axes| axes.as_ref().map(|axes| axes.titles.join(", ")));
        text::spoken_chart(titles.as_deref().unwrap_or(text::history_heading()))
    };
    let spoken = move || {
        let (at, _, steps, _) = at_cursor.get()?;
        let values = axes.with(|axes| {
            let axes = axes.as_ref()?;
            Some(
                steps
                    .iter()
                    .map(|step| value(axes, *step))
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        })?;
        Some(format!("{}, {values}", format::date_and_clock(at)))
    };
    let edges = move || {
        scene.with(|scene| {
            scene
                .as_ref()
                .map(|scene| (scene.from.0 / 1000, scene.to.0 / 1000))
        })
    };
    view! {
        <div
            class="plot"
            class:chooses=chooses
            node_ref=place
            tabindex="0"
            role="slider"
            aria-label=label
            aria-valuemin=move || edges().map(|(from, _)| from)
            aria-valuemax=move || edges().map(|(_, to)| to)
            aria-valuenow=move || cursor.get().map(|at| at.0 / 1000).or_else(|| edges().map(|(_, to)| to))
            aria-valuetext=move || spoken().unwrap_or_else(|| text::no_cursor().to_owned())
            on:pointerdown=move |event| touch.down(&event)
            on:pointermove=move |event| touch.moved(&event)
            on:touchmove=move |event| touch.claimed(&event)
            on:pointerup=move |event| touch.up(&event)
            on:pointercancel=move |_| touch.cancelled()
            on:pointerleave=move |event| touch.left(&event)
            on:dblclick=move |_| touch.go_live()
            on:wheel=move |event| touch.wheel(&event)
            on:keydown=move |event| touch.key(&event)
        >
            {move || {
                let (one, other) = chosen.get()?;
                let (left, width) = (one.min(other) * 100.0, (one - other).abs() * 100.0);
                Some(view! { <i class="chosen" style:left=format!("{left}%") style:width=format!("{width}%")></i> })
            }}
            {move || {
                let (at, share, steps, scene) = at_cursor.get()?;
                let axes = axes.get()?;
                Some(view! { <Cursor at=at share=share steps=steps scene=scene axes=axes /> })
            }}
        </div>
    }
}

#[component]
fn Cursor(at: Timestamp, share: f64, steps: Vec<Option<Step>>, scene: Scene, axes: Axes) -> impl IntoView {
    let dot = |step: &Option<Step>| {
        let up = step
            .map(|step| scene.up(step.mean))
            .filter(|up| (0.0..=1.0).contains(up))?;
        Some(view! { <i class="dot" style:bottom=format!("{:.2}%", up * 100.0)></i> })
    };
    let several = axes.titles.len() > 1;
    let line = |(place, step): (usize, &Option<Step>)| {
        let title = axes.titles.get(place).cloned().filter(|_| several);
        let band = step.filter(|step| step.high > step.low).map(|step| {
            text::band(
                &format::value(axes.unit, step.low).to_string(),
                &format::value(axes.unit, step.high).to_string(),
            )
        });
        view! {
            <span class="what">
                {several.then(|| view! { <i class=format!("swatch line-{place}")></i> })}
                <b>{value(&axes, *step)}</b>
                <span class="t3 cut">{band.or(title)}</span>
            </span>
        }
    };
    view! {
        <div class="cursor" class:leftwards={share > 0.5} style:left=format!("{:.3}%", share * 100.0)>
            {steps.iter().map(dot).collect_view()}
            <div class="tip">
                <time>{format::date_and_clock(at)}</time>
                {steps.iter().enumerate().map(line).collect_view()}
            </div>
        </div>
    }
}

fn value(axes: &Axes, step: Option<Step>) -> String {
    step.map_or_else(
        || text::nothing_here().to_owned(),
        |step| format::value(axes.unit, step.mean).to_string(),
    )
}
