//! What the chart of a probe is drawn from: figures, their history, and what came since.

use leptos::prelude::*;
use wire::kind::Metric;
use wire::live::ProbeView;
use wire::series::{SeriesId, Told};
use wire::{Timestamp, Unit};

use super::asked::{Asked, asked};
use crate::live::{Live, Row};
use crate::model::face::labelled;
use crate::model::past::{Curve, charted_unit, drawn_from};
use crate::model::scene::Scene;
use crate::model::stretch::Stretch;
use crate::model::trail::Trail;
use crate::part::{Axes, limits_of};
use crate::text;

/// One figure of the chart.
#[derive(Clone)]
struct Line {
    row: Row,
    metric: Metric,
    title: String,
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.row.series == other.row.series && self.metric == other.metric
    }
}

impl Line {
    fn unit(&self) -> Unit {
        charted_unit(self.row.series.unit, self.metric.sort)
    }
}

/// Everything that the chart shows.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    pub(super) axes: Memo<Option<Axes>>,
    pub(super) curves: Memo<Vec<Curve>>,
    pub(super) scene: Memo<Option<Scene>>,
    /// Why there is nothing to see.
    pub(super) note: Memo<Option<String>>,
}

/// Follows `figures` of a probe in what is shown of its past.
pub(super) fn drawn(
    live: Live,
    view: Signal<ProbeView>,
    rows: Signal<Vec<Row>>,
    figures: RwSignal<Vec<SeriesId>>,
    stretch: RwSignal<Stretch>,
    window: Memo<(Timestamp, Timestamp)>,
) -> Drawn {
    let lines = lines(live, view, rows, figures);
    Effect::new(move || {
        let shown = ids(lines);
        if !shown.is_empty() && figures.with_untracked(Vec::is_empty) {
            figures.set(shown);
        }
    });
    let series = Memo::new(move |_| ids(lines));
    let told = Memo::new(move |_| {
        lines.with(|lines| {
            let told = lines.iter().flat_map(|line| drawn_from(line.metric.sort));
            let is_told = |one: &Told| told.clone().any(|told| told == one);
            Told::ALL.into_iter().filter(is_told).collect::<Vec<_>>()
        })
    });
    let asked = asked(live, series, told, stretch);
    let curves = curves(view, lines, asked, stretch);
    let axes = Memo::new(move |_| {
        lines.with(|lines| {
            let first = lines.first()?;
            let limits = view
                .with(|view| limits_of(&view.probe.spec, &first.metric))
                .filter(|_| lines.len() == 1 && first.unit() == first.row.series.unit);
            Some(Axes {
                unit: first.unit(),
                limits,
                titles: lines.iter().map(|line| line.title.clone()).collect(),
                series: lines.iter().map(|line| line.row.series.id).collect(),
            })
        })
    });
    let scene = Memo::new(move |_| {
        let axes = axes.get()?;
        let (from, to) = window.get();
        Some(curves.with(|curves| Scene::of(curves, axes.unit, axes.limits, from, to)))
    });
    let note = Memo::new(move |_| {
        let (from, to) = window.get();
        let nothing = asked.is_there.get()
            && curves.with(|curves| curves.iter().all(|curve| curve.reach(from, to).is_none()));
        let never = rows.with(Vec::is_empty).then_some(text::nothing_yet());
        let empty = never.or_else(|| nothing.then_some(text::nothing_to_draw()));
        let trouble = asked.trouble.get().map(|trouble| trouble.sentence());
        trouble.or_else(|| empty.map(str::to_owned))
    });
    Drawn {
        axes,
        curves,
        scene,
        note,
    }
}

fn ids(lines: Memo<Vec<Line>>) -> Vec<SeriesId> {
    lines.with(|lines| lines.iter().map(|line| line.row.series.id).collect())
}

/// The figures that are asked for and there, else the one that the kind names first.
fn lines(
    live: Live,
    view: Signal<ProbeView>,
    rows: Signal<Vec<Row>>,
    figures: RwSignal<Vec<SeriesId>>,
) -> Memo<Vec<Line>> {
    let kind = Memo::new(move |_| live.kind(&view.with(|view| view.probe.spec.kind.clone())));
    Memo::new(move |_| {
        let Some(kind) = kind.get() else {
            return Vec::new();
        };
        let wanted = figures.get();
        rows.with(|rows| {
            let line = |row: &Row| {
                let metric = kind.metric(&row.series.metric)?.clone();
                let title = labelled(&metric.title, row.series.labels.values().map(String::as_str));
                let row = row.clone();
                Some(Line { row, metric, title })
            };
            let of = |id: &SeriesId| rows.iter().find(|row| row.series.id == *id).and_then(line);
            let lines: Vec<Line> = wanted.iter().filter_map(of).collect();
            if !lines.is_empty() {
                return lines;
            }
            let first = kind.metrics.first().map(|metric| metric.name.clone());
            let first = rows.iter().find(|row| Some(&row.series.metric) == first.as_ref());
            first
                .or_else(|| rows.first())
                .and_then(line)
                .into_iter()
                .collect()
        })
    })
}

fn curves(
    view: Signal<ProbeView>,
    lines: Memo<Vec<Line>>,
    asked: Asked,
    stretch: RwSignal<Stretch>,
) -> Memo<Vec<Curve>> {
    // Values that came since the last answer are drawn where they can be told from their neighbours.
    const DRAWN_AT_ONCE_MS: i64 = 3_600_000;
    let near = Memo::new(move |_| stretch.with(|stretch| stretch.span_ms <= DRAWN_AT_ONCE_MS));
    let stale_ms = Memo::new(move |_| view.with(|view| i64::from(view.state.stale_after_ms)));
    Memo::new(move |_| {
        let curve = |line: &Line| {
            asked.histories.with(|histories| {
                let id = line.row.series.id;
                let Some(history) = histories.iter().find(|history| history.series.id == id) else {
                    return Curve::default();
                };
                let gap_ms = stale_ms.get().max(i64::from(history.step_ms) * 3 / 2);
                let drawn =
                    |trail: &Trail| Curve::of(history, line.metric.sort, trail.after(Timestamp(0)), gap_ms);
                if near.get() {
                    line.row.trail.with(drawn)
                } else {
                    drawn(&Trail::default())
                }
            })
        };
        lines.with(|lines| lines.iter().map(curve).collect::<Vec<_>>())
    })
}
