//! How a probe is set up and what it said last, for those who look for the cause of something odd.

use leptos::prelude::*;
use wire::kind::{Field, Input, KindInfo, Watch};
use wire::live::ProbeView;

use crate::live::{Live, Row};
use crate::model::face::labelled;
use crate::part::{limits_in_full, limits_of};
use crate::{format, text};

/// Settings in force, limits and where each comes from, series, the newest look as the station has it.
#[component]
pub(super) fn Details(live: Live, view: Signal<ProbeView>, rows: Signal<Vec<Row>>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let kind = Memo::new(move |_| live.kind(&view.with(|view| view.probe.spec.kind.clone())));
    let inside = move || {
        let kind = kind.get().filter(|_| is_open.get())?;
        let settings = {
            let kind = kind.clone();
            move || view.with(|view| pairs(settings(view, &kind)))
        };
        let limits = move || view.with(|view| pairs(limits(view, &kind)));
        let series = move || rows.with(|rows| pairs(rows.iter().map(series).collect()));
        let look = move || view.with(|view| serde_json::to_string_pretty(&view.state).unwrap_or_default());
        Some(view! {
            <h3>{text::in_force()}</h3>
            <dl>{settings}</dl>
            <h3>{text::limits_heading()}</h3>
            <dl>{limits}</dl>
            <h3>{text::series()}</h3>
            <dl>{series}</dl>
            <h3>{text::newest_look()}</h3>
            <pre tabindex="0">{look}</pre>
        })
    };
    let toggled = move |event: leptos::ev::Event| {
        let details = event_target::<web_sys::Element>(&event);
        is_open.set(details.has_attribute("open"));
    };
    view! {
        <details class="panel details" on:toggle=toggled>
            <summary>{text::details()}</summary>
            {inside}
        </details>
    }
}

fn pairs(pairs: Vec<(String, String)>) -> impl IntoView {
    let pair = |(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> };
    pairs.into_iter().map(pair).collect_view()
}

/// A value, and whether it is this probe's own.
fn source(value: &str, is_own: bool) -> String {
    let source = if is_own { text::own() } else { text::of_the_kind() };
    format!("{value} · {source}")
}

fn settings(view: &ProbeView, kind: &KindInfo) -> Vec<(String, String)> {
    let spec = &view.probe.spec;
    let mut settings = Vec::new();
    let mut add = |name: &str, value: String| settings.push((name.to_owned(), value));
    match kind.watch {
        Watch::AtIntervals { every_ms, timeout_ms } => {
            let (every, timeout) = (spec.every_ms, spec.timeout_ms);
            add(
                text::looks_every(),
                source(&format::span(every.unwrap_or(every_ms)), every.is_some()),
            );
            add(
                text::gives_up_after(),
                source(&format::span(timeout.unwrap_or(timeout_ms)), timeout.is_some()),
            );
        }
        Watch::AllTheTime { silent_ms } => {
            let silent = spec.timeout_ms;
            add(
                text::silent_after(),
                source(&format::span(silent.unwrap_or(silent_ms)), silent.is_some()),
            );
        }
    }
    add(text::old_after(), format::span(view.state.stale_after_ms));
    for field in kind.fields.iter() {
        let own = spec.settings.get(field.name.as_ref());
        add(&field.title, source(&setting(field, own), own.is_some()));
    }
    settings
}

fn setting(field: &Field, own: Option<&serde_json::Value>) -> String {
    let usual = || match &field.input {
        Input::Text { default } | Input::Choice { default, .. } => default.to_string(),
        Input::Secret => String::new(),
        Input::Number { default, .. } => default.to_string(),
        Input::Switch { default } => yes_or_no(*default),
    };
    let value = match own {
        None => usual(),
        Some(serde_json::Value::Bool(is_on)) => yes_or_no(*is_on),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if value.is_empty() { "–".to_owned() } else { value }
}

fn yes_or_no(is_so: bool) -> String {
    (if is_so { text::yes() } else { text::no() }).to_owned()
}

fn limits(view: &ProbeView, kind: &KindInfo) -> Vec<(String, String)> {
    let spec = &view.probe.spec;
    let limit = |metric: &wire::kind::Metric| {
        let is_own = spec.limits.contains_key(metric.name.as_ref());
        let limits = limits_of(spec, metric);
        if !is_own && limits.is_none() {
            return None;
        }
        let shown = limits.map_or_else(
            || text::no_limit().to_owned(),
            |limits| limits_in_full(limits, metric.unit),
        );
        Some((metric.title.to_string(), source(&shown, is_own)))
    };
    kind.metrics.iter().filter_map(limit).collect()
}

fn series(row: &Row) -> (String, String) {
    let series = &row.series;
    let labels = labelled(&series.metric, series.labels.values().map(String::as_str));
    let newest = row.trail.with(crate::model::trail::Trail::latest);
    let newest = newest.map_or_else(
        || "–".to_owned(),
        |(at, value)| {
            format!(
                "{} · {}",
                format::value(series.unit, value),
                format::date_and_clock(at)
            )
        },
    );
    (labels, text::numbered(series.id.0, &newest))
}
