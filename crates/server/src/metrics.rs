//! Every live value for Prometheus, in its text format (version 0.0.4) or as OpenMetrics 1.0.0.

mod text;

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use wire::Timestamp;
use wire::kind::{KindInfo, Metric, Sort};
use wire::live::{Condition, ProbeView, SeriesView};
use wire::probe::ProbeId;

use crate::App;
use text::{Family, Format, Sample, Text};

/// Answers a scrape.
pub(crate) async fn metrics(State(app): State<App>, headers: HeaderMap) -> Response {
    let station = &app.station;
    let format = Format::asked(&headers);
    let mut text = Text::new(format);
    let health = station.health();
    let dropped = station.store().committed().borrow().dropped_points;
    let count = |number: usize| Sample::plain(number.to_string());
    text.family(
        &Family::gauge("build_info", "Which Flywatch this is; always 1."),
        [Sample::plain("1").label("version", &health.version)],
    );
    text.family(
        &Family::gauge("station_probes", "Probes that the station has."),
        [count(health.probes)],
    );
    text.family(
        &Family::gauge("station_series", "Series that the station has values of."),
        [count(health.series)],
    );
    text.family(
        &Family::gauge("station_troubles", "Troubles of the station itself."),
        [count(health.troubles.len())],
    );
    text.family(
        &Family {
            sort: Sort::Counter,
            ..Family::gauge(
                "station_dropped_points_total",
                "Points that were not stored because the disk was too slow or full.",
            )
        },
        [Sample::plain(dropped.to_string())],
    );
    let views = station.probe_views();
    states(&mut text, &views, health.now);
    values(
        &mut text,
        &station.kinds(),
        &views,
        &station.series_views(None),
        health.now,
    );
    (
        [(header::CONTENT_TYPE, format.media_type())],
        [(header::VARY, "accept")],
        text.finish(),
    )
        .into_response()
}

/// How each probe is.
fn states(text: &mut Text, views: &[ProbeView], now: Timestamp) {
    let of = |view: &ProbeView, value: String| Sample::plain(value).label("probe", &view.probe.spec.name);
    text.family(
        &Family::gauge(
            "probe_info",
            "What a probe looks at and how it is grouped; always 1.",
        ),
        views.iter().map(|view| {
            let spec = &view.probe.spec;
            of(view, "1".to_owned())
                .label("kind", &spec.kind)
                .label("group", &spec.group)
                .label("target", &spec.target)
        }),
    );
    text.family(
        &Family::gauge(
            "probe_condition",
            "How a probe was when it looked last: 0 ok, 1 minor, 2 major (WARN), 3 critical (CRIT). Nothing while it is \
             switched off or has not looked yet.",
        ),
        views.iter().filter_map(|view| {
            let level = match view.state.condition {
                Condition::Off | Condition::Unknown => return None,
                Condition::Ok => "0",
                Condition::Minor => "1",
                Condition::Major => "2",
                Condition::Critical => "3",
            };
            Some(of(view, level.to_owned()))
        }),
    );
    text.family(
        &Family::gauge(
            "probe_stale",
            "1 when nothing has been heard of a probe for two looks, so that its condition may have changed; else 0. \
             Nothing while it is switched off.",
        ),
        views
            .iter()
            .filter(|view| view.probe.spec.enabled)
            .map(|view| of(view, u8::from(!is_fresh(view, view.state.last, now)).to_string())),
    );
    let looked = |view: &ProbeView, millis: i64| of(view, text::seconds(millis));
    text.family(
        &Family::seconds(
            "probe_last_look_timestamp_seconds",
            "When the newest look of a probe ended, in seconds since 1970 UTC.",
        ),
        views
            .iter()
            .filter_map(|view| Some(looked(view, view.state.last?.0))),
    );
    text.family(
        &Family::seconds(
            "probe_look_duration_seconds",
            "How long the newest look of a probe took.",
        ),
        views
            .iter()
            .filter(|view| view.state.last.is_some())
            .map(|view| looked(view, view.state.took_ms.into())),
    );
}

/// A value of a probe, and what it is.
struct Row<'a> {
    metric: &'a Metric,
    probe: &'a str,
    one: &'a SeriesView,
}

/// What probes measure, in families by metric. Old values are left out: Prometheus would take them for new ones.
fn values(text: &mut Text, kinds: &[KindInfo], views: &[ProbeView], series: &[SeriesView], now: Timestamp) {
    let probes: BTreeMap<ProbeId, &ProbeView> = views.iter().map(|view| (view.probe.id, view)).collect();
    let mut families: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for one in series {
        let view = probes
            .get(&one.series.probe)
            .filter(|view| view.probe.spec.enabled && is_fresh(view, one.at, now));
        let metric = view.and_then(|view| {
            let kind = kinds.iter().find(|kind| kind.name == view.probe.spec.kind)?;
            kind.metric(&one.series.metric)
        });
        if let (Some(view), Some(metric)) = (view, metric) {
            let probe = &view.probe.spec.name;
            let rows = families.entry(&metric.name).or_default();
            rows.push(Row { metric, probe, one });
        }
    }
    for (name, rows) in families {
        let Some(Row { metric, .. }) = rows.first() else {
            continue;
        };
        let family = Family {
            name,
            help: &metric.help,
            sort: metric.sort,
            unit: Some(metric.unit),
        };
        let samples = rows.iter().filter_map(|Row { probe, one, .. }| {
            let sample = Sample::plain(one.value?.to_string()).label("probe", probe);
            let labels = one.series.labels.iter();
            Some(labels.fold(sample, |sample, (key, value)| sample.label(key, value)))
        });
        text.family(&family, samples);
    }
}

fn is_fresh(view: &ProbeView, at: Option<Timestamp>, now: Timestamp) -> bool {
    at.is_some_and(|at| now.millis_since(at) <= i64::from(view.state.stale_after_ms))
}
