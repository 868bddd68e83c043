//! A rule tried on the past before it is saved: how often it would have fired, and when, over the value that it tests.

use leptos::prelude::*;
use wire::Timestamp;
use wire::kind::{KindInfo, Metric};
use wire::rule::RuleSpec;
use wire::series::SeriesId;
use wire::trial::Trial;

use super::Around;
use crate::link;
use crate::link::telling::{try_rule, usual};
use crate::live::{Live, Row};
use crate::model::face::labelled;
use crate::model::firings::{Shown, band, shown};
use crate::model::past::{Curve, charted_unit, drawn_from};
use crate::model::rule::looks_at;
use crate::model::scene::Scene;
use crate::model::stretch::Stretch;
use crate::part::{Axes, Chart, Handling, insets};
use crate::screen::use_screen;
use crate::{format, text};

/// Steps that are further apart than so many are not joined.
const GAP_STEPS: i64 = 4;
/// So many firings are listed.
const LISTED: usize = 5;

/// What came of trying a rule.
#[derive(Clone, Debug, PartialEq)]
struct Outcome {
    trial: Trial,
    /// The value that is tested; none where nothing of it can be drawn.
    drawn: Option<(Axes, Vec<Curve>, Timestamp)>,
}

/// The order to try the rule as it is entered, and its outcome.
#[component]
pub(super) fn OnThePast(
    live: Live,
    around: Around,
    /// The rule as it stands; none where entries are wrong.
    #[prop(into)]
    read: Callback<(), Option<RuleSpec>>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<Result<Outcome, String>>);
    let attempt = Action::new_local(move |(): &()| async move {
        let Some(spec) = read.run(()) else {
            return outcome.set(Some(Err(text::fix_entries().to_owned())));
        };
        let tried = match try_rule(&spec).await {
            Ok(trial) => {
                let drawn = drawn(live, around, &spec, &trial).await;
                Ok(Outcome { trial, drawn })
            }
            Err(met) => Err(met.sentence()),
        };
        outcome.try_set(Some(tried));
    });
    let is_asked = attempt.pending();
    let told = move || {
        Some(match outcome.get()? {
            Err(why) => view! { <p class="trouble">{why}</p> }.into_any(),
            Ok(outcome) => view! { <Told outcome=outcome live=live /> }.into_any(),
        })
    };
    view! {
        <section class="panel on-the-past">
            <div class="list-head">
                <h2>{text::on_the_past()}</h2>
                <button type="button" class="btn" disabled=is_asked on:click=move |_| { attempt.dispatch(()); }>
                    {move || if is_asked.get() { text::is_tried() } else { text::try_on_the_past() }}
                </button>
            </div>
            <div role="status">{told}</div>
        </section>
    }
}

/// In words, and over the value.
#[component]
fn Told(outcome: Outcome, live: Live) -> impl IntoView {
    let Outcome { trial, drawn } = outcome;
    let head = text::would_have_fired(trial.total);
    let one = |firing: &wire::trial::Firing| {
        let at = format::date_and_clock(firing.raised);
        let name = firing.subject.name.clone();
        let said = firing.text.clone();
        view! { <li><time>{at}</time>" "<b dir="auto">{name}</b>" "<span class="t2" dir="auto">{said}</span></li> }
    };
    let listed = trial.firings.iter().take(LISTED).map(one).collect_view();
    let left_out = trial.left_out.iter().cloned();
    let left_out = left_out
        .map(|why| view! { <p class="t3" lang="en">{why}</p> })
        .collect_view();
    let chart =
        drawn.map(|(axes, curves, begin)| view! { <Over trial=trial.clone() axes=axes curves=curves begin=begin live=live /> });
    view! {
        <p><b>{head}</b></p>
        {chart}
        <ul class="firings">{listed}</ul>
        {left_out}
    }
}

/// The value with its limit, and a band for each time that it would have fired.
#[component]
fn Over(trial: Trial, axes: Axes, curves: Vec<Curve>, begin: Timestamp, live: Live) -> impl IntoView {
    let screen = use_screen();
    let handling = Handling::new(Stretch::between(begin, trial.to));
    let (unit, limits) = (axes.unit, axes.limits);
    let curves = Signal::stored(curves);
    let scene = Memo::new(move |_| {
        let (from, to) = handling.stretch.get().edges(live.now());
        Some(curves.with(|curves| Scene::of(curves, unit, limits, from, to)))
    });
    let bands = move || {
        let scene = scene.get()?;
        let one = |(left, width): (f64, f64)| {
            let percent = |share: f64| format!("{:.3}%", share * 100.0);
            view! { <i style:left=percent(left) style:width=percent(width)></i> }
        };
        let bands = trial
            .firings
            .iter()
            .filter_map(|firing| band(firing, &trial, &scene));
        Some(bands.map(one).collect_view())
    };
    let title = axes.titles.join(", ");
    view! {
        <p class="t3 cut" dir="auto">{title}</p>
        <div class="canvas tried" style=move || screen.inks.with(|inks| insets(inks.label_px))>
            <div class="would-fire" aria-hidden="true">{bands}</div>
            <Chart axes=Signal::stored(Some(axes)) curves=curves scene=scene handling=handling now=Signal::derive(move || live.now()) />
        </div>
    }
}

/// The values that the rule tests, at the probe where it would have fired first, or else at the first that it looks at.
async fn drawn(
    live: Live,
    around: Around,
    spec: &RuleSpec,
    trial: &Trial,
) -> Option<(Axes, Vec<Curve>, Timestamp)> {
    let wanted = shown(&spec.when)?;
    let (row, metric, name) = untrack(|| whose(live, around, spec, trial, &wanted))?;
    let id = row.series.id;
    let (begin, curve) = past(id, &metric, trial.from, trial.to).await?;
    // Where there is little past, it fills the chart.
    let (begin, curve) = past(id, &metric, begin, trial.to).await.unwrap_or((begin, curve));
    let mut curves = vec![curve];
    let unit = charted_unit(metric.unit, metric.sort);
    let title = labelled(&metric.title, row.series.labels.values().map(String::as_str));
    let mut titles = vec![format!("{name}: {title}")];
    if wanted.is_unusual {
        for (edge, title) in usual_edges(id, trial)
            .await
            .into_iter()
            .zip([text::usual_least(), text::usual_most()])
        {
            curves.push(edge);
            titles.push(title.to_owned());
        }
    }
    let series = vec![id; titles.len()];
    Some((
        Axes {
            unit,
            limits: wanted.limits,
            titles,
            series,
        },
        curves,
        begin,
    ))
}

/// The curve of a series between two moments, and where it begins.
async fn past(
    series: SeriesId,
    metric: &Metric,
    from: Timestamp,
    to: Timestamp,
) -> Option<(Timestamp, Curve)> {
    let step_ms = Stretch::between(from, to).step_ms();
    let told = drawn_from(metric.sort);
    let history = link::history(&[series], from, to, step_ms, told)
        .await
        .ok()?
        .pop()?;
    let gap_ms = i64::from(step_ms) * GAP_STEPS;
    let curve = Curve::of(&history, metric.sort, std::iter::empty(), gap_ms);
    let first = curve.steps().first()?.at.plus_millis(-i64::from(step_ms));
    Some((first.max(from), curve))
}

/// The least and the most that is usual, hour by hour; nothing where it is not known.
async fn usual_edges(series: SeriesId, trial: &Trial) -> Vec<Curve> {
    const HOUR_MS: i64 = 3_600_000;
    let points = usual(series, trial.from, trial.to)
        .await
        .map(|usual| usual.points)
        .unwrap_or_default();
    if points.is_empty() {
        return Vec::new();
    }
    let low = points.iter().map(|point| (point.at, point.low));
    let high = points.iter().map(|point| (point.at, point.high));
    vec![
        Curve::through(low, 3 * HOUR_MS),
        Curve::through(high, 3 * HOUR_MS),
    ]
}

fn whose(
    live: Live,
    around: Around,
    spec: &RuleSpec,
    trial: &Trial,
    wanted: &Shown,
) -> Option<(Row, Metric, String)> {
    let first = trial.firings.first();
    let fired = first.and_then(|firing| firing.subject.probe);
    let probes = super::whole_probes(live);
    let looked_at = around
        .channels
        .with(|channels| looks_at(&spec.on, probes.iter(), channels));
    let part = first
        .and_then(|firing| firing.measured.as_ref())
        .map(|measured| &measured.labels);
    fired.into_iter().chain(looked_at).find_map(|id| {
        let cell = live.cell(id)?;
        let (kind, name) = cell
            .view
            .with(|view| (view.probe.spec.kind.clone(), view.probe.spec.name.clone()));
        let kind: std::sync::Arc<KindInfo> = live.kind(&kind)?;
        let metric = kind.metric(&wanted.series.metric)?.clone();
        let rows = cell.rows.get();
        let fits = |row: &&Row| wanted.series.fits(&row.series.metric, &row.series.labels);
        let same = rows
            .iter()
            .filter(fits)
            .find(|row| part.is_some_and(|part| *part == row.series.labels));
        let row = same.or_else(|| rows.iter().find(fits))?.clone();
        Some((row, metric, name))
    })
}
