//! Every figure of a probe with its limits. A row is also the choice of what the chart shows.

use std::sync::Arc;

use leptos::prelude::*;
use wire::kind::{Bad, KindInfo, Limits, Metric};
use wire::probe::ProbeSpec;
use wire::series::SeriesId;

use crate::live::Row;
use crate::model::face::labelled;
use crate::{format, text};

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
    chosen: RwSignal<Option<SeriesId>>,
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
    let sorted = move || {
        let mut rows = rows.get();
        rows.sort_by_cached_key(|row| (place(row), row.series.labels.clone()));
        rows
    };
    view! {
        <div class="figures" role="group" aria-label=text::MEASURED>
            <For each=sorted key=|row| row.series.id let(row)>
                <Figure kind=kind.clone() spec=spec row=row chosen=chosen />
            </For>
        </div>
    }
}

#[component]
fn Figure(
    kind: Arc<KindInfo>,
    spec: Signal<ProbeSpec>,
    row: Row,
    chosen: RwSignal<Option<SeriesId>>,
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
    let hint = move || match limits.get() {
        Some(limits) => format!("{about} ({})", in_full(limits, unit)),
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
            aria-pressed=move || if chosen.get() == Some(id) { "true" } else { "false" }
            on:click=move |_| chosen.set(Some(id))
        >
            <span class="title cut">{title}</span>
            <span class="value"><i class="g" aria-hidden="true"></i>{number}<span class="u">{sign}</span></span>
            <span class="limits cut">{move || limits.get().map(|limits| in_short(limits, unit))}</span>
        </button>
    }
}

/// `over 10 ms / 100 ms`: WARN first.
fn in_short(limits: Limits, unit: wire::Unit) -> String {
    let both = [limits.major, limits.critical].into_iter().flatten();
    let both: Vec<_> = both.map(|limit| format::value(unit, limit).to_string()).collect();
    text::limits(limits.bad == Bad::Above, &both.join(" / "))
}

/// `over 10 ms WARN, over 100 ms CRIT`.
fn in_full(limits: Limits, unit: wire::Unit) -> String {
    let one = |word, limit: Option<f64>| {
        let limit = text::limits(limits.bad == Bad::Above, &format::value(unit, limit?).to_string());
        Some(text::limit(&limit, word))
    };
    let both = [one(text::WARN, limits.major), one(text::CRIT, limits.critical)];
    both.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
