//! Every live value in the text format of Prometheus (version 0.0.4).

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use wire::live::{ProbeView, SeriesView};
use wire::probe::ProbeId;

use crate::App;

/// Answers a scrape.
pub(crate) async fn metrics(State(app): State<App>) -> Response {
    let station = &app.station;
    let health = station.health();
    let dropped = station.store().committed().borrow().dropped_points;
    let mut text = String::new();
    for (name, sort, help, value) in [
        (
            "flywatch_station_probes",
            "gauge",
            "Probes that the station has.",
            health.probes.to_string(),
        ),
        (
            "flywatch_station_series",
            "gauge",
            "Series that the station has values of.",
            health.series.to_string(),
        ),
        (
            "flywatch_station_troubles",
            "gauge",
            "Troubles of the station itself.",
            health.troubles.len().to_string(),
        ),
        (
            "flywatch_station_dropped_points_total",
            "counter",
            "Points that were not stored because the disk was too slow or full.",
            dropped.to_string(),
        ),
    ] {
        text.push_str(&format!(
            "# HELP {name} {help}\n# TYPE {name} {sort}\n{name} {value}\n"
        ));
    }
    let views = station.probe_views();
    let probes: BTreeMap<ProbeId, &ProbeView> = views.iter().map(|view| (view.probe.id, view)).collect();
    let mut families: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for series in station.series_views(None) {
        let Some(view) = probes.get(&series.series.probe) else {
            continue;
        };
        let is_live = series.at.is_some_and(|at| {
            health.now.millis_since(at) <= i64::from(view.state.stale_after_ms) && view.probe.spec.enabled
        });
        if let Some(line) = line(&view.probe.spec.name, &series).filter(|_| is_live) {
            families
                .entry(name(&series.series.metric))
                .or_default()
                .push(line);
        }
    }
    for (name, lines) in families {
        text.push_str(&format!("# TYPE {name} gauge\n{}", lines.concat()));
    }
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response()
}

fn name(metric: &str) -> String {
    format!("flywatch_{}", word(metric))
}

fn line(probe: &str, view: &SeriesView) -> Option<String> {
    let value = view.value?;
    let mut labels = format!("probe=\"{}\"", escape(probe));
    for (key, text) in &view.series.labels {
        let key = word(key);
        let key = if key == "probe" { "of_probe" } else { &key };
        labels.push_str(&format!(",{key}=\"{}\"", escape(text)));
    }
    Some(format!("{}{{{labels}}} {value}\n", name(&view.series.metric)))
}

/// `text` with only the characters that names may have.
fn word(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use wire::Unit;
    use wire::series::{Series, SeriesId};

    use super::*;

    #[test]
    fn labels_cannot_break_a_line() {
        let series = Series {
            id: SeriesId(1),
            probe: ProbeId(1),
            metric: "rtt.mean".into(),
            labels: [("probe".into(), "a\nb".to_owned())].into(),
            unit: Unit::Count,
        };
        let view = SeriesView {
            series,
            at: None,
            value: Some(1.5),
        };
        let expected = "flywatch_rtt_mean{probe=\"say \\\"\\\\\\\"\",of_probe=\"a\\nb\"} 1.5\n";
        assert_eq!(line("say \"\\\"", &view).as_deref(), Some(expected));
    }
}
