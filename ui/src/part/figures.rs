//! Every figure of a probe with its limits. A row is also the choice of what the chart shows.

use std::sync::Arc;

use leptos::prelude::*;
use wire::kind::{Bad, KindInfo, Limits, Metric};
use wire::probe::ProbeSpec;
use wire::series::SeriesId;

use super::chart::MOST_FIGURES;
use crate::live::Row;
use crate::model::face::labelled;
use crate::model::parts::is_of_parts;
use crate::model::past::charted_unit;
use crate::{format, text};

/// Which figures the chart shows.
#[derive(Clone, Copy)]
pub(crate) struct Chosen {
    pub(crate) figures: RwSignal<Vec<SeriesId>>,
    /// Whether a tap adds a figure instead of showing it alone.
    pub(crate) compares: RwSignal<bool>,
}

impl Chosen {
    fn tap(self, id: SeriesId) {
        let compares = self.compares.get_untracked();
        self.figures.update(|figures| {
            let place = figures.iter().position(|figure| *figure == id);
            match place {
                _ if !compares => *figures = vec![id],
                Some(place) if figures.len() > 1 => drop(figures.remove(place)),
                Some(_) => {}
                None if figures.len() < MOST_FIGURES => figures.push(id),
                None => {}
            }
        });
    }
}

/// The limits that hold for a metric of a probe.
pub(crate) fn limits_of(spec: &ProbeSpec, metric: &Metric) -> Option<Limits> {
    let own = spec.limits.get(metric.name.as_ref()).copied();
    own.or(metric.limits)
        .filter(|limits| limits.major.is_some() || limits.critical.is_some())
}

/// A table of the newest values.
#[component]
pub(crate) fn Figures(
    /// Whose figures.
    kind: Arc<KindInfo>,
    /// What the operator said.
    #[prop(into)]
    spec: Signal<ProbeSpec>,
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// What the chart shows.
    chosen: Chosen,
) -> impl IntoView {
    let place = {
        let kind = kind.clone();
        move |row: &Row| {
            kind.metrics
                .iter()
                .position(|metric| metric.name == row.series.metric)
                .unwrap_or(usize::MAX)
        }
    };
    let of_parts = kind.clone();
    let sorted = move || {
        let mut rows = rows.get();
        rows.retain(|row| !of_parts.metric(&row.series.metric).is_some_and(is_of_parts));
        rows.sort_by_cached_key(|row| (place(row), row.series.labels.clone()));
        rows
    };
    view! {
        <div class="figures" role="group" aria-label=text::measured()>
            <For each=sorted key=|row| row.series.id let(row)>
                <Figure kind=kind.clone() spec=spec rows=rows row=row chosen=chosen />
            </For>
        </div>
    }
}

/// One figure.
#[component]
pub(super) fn Figure(
    kind: Arc<KindInfo>,
    spec: Signal<ProbeSpec>,
    rows: Signal<Vec<Row>>,
    row: Row,
    chosen: Chosen,
    /// Whether its title stands elsewhere, at its column and its row.
    #[prop(optional)]
    in_table: bool,
) -> impl IntoView {
    let metric = kind.metric(&row.series.metric).cloned();
    let title = metric.as_ref().map_or_else(
        || row.series.metric.to_string(),
        |metric| metric.title.to_string(),
    );
    let title = labelled(&title, row.series.labels.values().map(String::as_str));
    let help = metric
        .as_ref()
        .map(|metric| metric.help.to_string())
        .filter(|help| !help.is_empty());
    let about = help.map_or_else(|| title.clone(), |help| format!("{title}: {help}"));
    let (id, unit) = (row.series.id, row.series.unit);
    let limits = Memo::new(move |_| {
        metric
            .as_ref()
            .and_then(|metric| spec.with(|spec| limits_of(spec, metric)))
    });
    let value = {
        let trail: Signal<_> = row.trail.into();
        Memo::new(move |_| {
            trail
                .with(crate::model::trail::Trail::latest)
                .map(|(_, value)| value)
        })
    };
    let shown = Memo::new(move |_| value.get().map(|value| format::value(unit, value)));
    let is_on = Memo::new(move |_| chosen.figures.with(|figures| figures.contains(&id)));
    let hurdle = Memo::new(move |_| {
        if !chosen.compares.get() || is_on.get() {
            return None;
        }
        let first = chosen.figures.with(|figures| figures.first().copied())?;
        if rows.with(|rows| unit_of(rows, &kind, first) != unit_of(rows, &kind, id)) {
            Some(text::other_unit())
        } else {
            let full = chosen.figures.with(|figures| figures.len() >= MOST_FIGURES);
            full.then(text::enough_figures)
        }
    });
    let hint = move || match limits.get() {
        _ if hurdle.get().is_some() => hurdle.get().unwrap_or_default().to_owned(),
        Some(limits) => format!("{about} ({})", limits_in_full(limits, unit)),
        None => about.clone(),
    };
    let number = move || {
        shown.with(|shown| {
            shown
                .as_ref()
                .map_or_else(|| "–".to_owned(), |shown| shown.number.clone())
        })
    };
    let sign = move || shown.with(|shown| shown.as_ref().map_or("", |shown| shown.unit));
    let class = move || match value.get().and_then(|value| limits.get()?.judge(value)) {
        Some((wire::Severity::Critical, _)) => "figure crit",
        Some(_) => "figure warn",
        None => "figure",
    };
    view! {
        <button
            class=class
            title=hint
            aria-pressed=move || if is_on.get() { "true" } else { "false" }
            disabled=move || hurdle.get().is_some()
            on:click=move |_| chosen.tap(id)
        >
            <span class=if in_table { "vh" } else { "title cut" }>{title}</span>
            <span class="value"><i class="g" aria-hidden="true"></i>{number}<span class="u">{sign}</span></span>
            {(!in_table).then(|| view! { <span class="limits cut">{move || limits.get().map(|limits| in_short(limits, unit))}</span> })}
        </button>
    }
}

/// What one of a charted figure is.
fn unit_of(rows: &[Row], kind: &KindInfo, id: SeriesId) -> Option<wire::Unit> {
    let series = &rows.iter().find(|row| row.series.id == id)?.series;
    let metric = kind.metric(&series.metric)?;
    Some(charted_unit(series.unit, metric.sort))
}

/// `over 10 ms / 100 ms`: WARN first.
fn in_short(limits: Limits, unit: wire::Unit) -> String {
    let both = [limits.major, limits.critical].into_iter().flatten();
    let both: Vec<_> = both.map(|limit| format::value(unit, limit).to_string()).collect();
    text::limits(limits.bad == Bad::Above, &both.join(" / "))
}

/// `over 10 ms WARN, over 100 ms CRIT`.
pub(crate) fn limits_in_full(limits: Limits, unit: wire::Unit) -> String {
    let one = |word, limit: Option<f64>| {
        let limit = text::limits(limits.bad == Bad::Above, &format::value(unit, limit?).to_string());
        Some(text::limit(&limit, word))
    };
    let both = [
        one(text::warn(), limits.major),
        one(text::crit(), limits.critical),
    ];
    both.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
