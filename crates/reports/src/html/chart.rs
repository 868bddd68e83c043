//! A chart as SVG: line, band, shaded alerts, limits, axes.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};
use wire::report::Chart;
use wire::value::value;
use wire::{Severity, Timestamp, Unit};

use super::parts::{Clock, amount, labels};

// In units of the drawing, 1/4 mm on A4.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 130.0;
const LEFT: f64 = 66.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 18.0;

// What prints the page reads no style sheet within a drawing.
const FONT: &str = "Inter, DejaVu Sans, sans-serif";
const QUIET: &str = "#55606a";
const GRID: &str = "#e1e6e9";
const INK: &str = "#16202a";
const LINE: &str = "#0b4f8a";

/// Distances of the marks of the clock, in milliseconds, from a second to a week.
const TICKS: [i64; 16] = [
    1_000,
    5_000,
    15_000,
    60_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    10_800_000,
    21_600_000,
    43_200_000,
    86_400_000,
    172_800_000,
    604_800_000,
];
/// So many marks fit.
const MOST_TICKS: i64 = 9;

/// The drawing of one series.
pub(super) fn chart(chart: &Chart, from: Timestamp, to: Timestamp, clock: &Clock<'_>) -> Markup {
    let lang = clock.lang;
    let frame = Frame::of(chart, from, to);
    let known = chart.steps.iter().flatten();
    let (least, greatest) = known.fold(
        (f64::INFINITY, f64::NEG_INFINITY),
        |(least, greatest), [min, max, _]| (least.min(*min), greatest.max(*max)),
    );
    html! {
        figure.chart {
            figcaption {
                b dir="auto" { (chart.name) } " · " (chart.title)
                @if !chart.labels.is_empty() { " " small dir="auto" { (labels(&chart.labels)) } }
                @if least <= greatest {
                    span.range { (amount(lang, chart.unit, least)) " … " (amount(lang, chart.unit, greatest)) }
                }
            }
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) width=(WIDTH) height=(HEIGHT) role="img" aria-label=(format!("{}: {}", chart.name, chart.title)) {
                (PreEscaped(shades(chart, &frame)))
                @for (y, text) in frame.heights(chart.unit) {
                    path d=(format!("M{LEFT} {y:.1}H{}", WIDTH - RIGHT)) fill="none" stroke=(GRID) stroke-width="0.6" {}
                    text x=(LEFT - 5.0) y=(short(y + 3.0)) text-anchor="end" font-size="8.5" font-family=(FONT) fill=(QUIET) { (lang.number(&text)) }
                }
                @for at in ticks(clock, from, to) {
                    @let x = frame.x(at);
                    path d=(format!("M{x:.1} {TOP}V{}", HEIGHT - BOTTOM)) fill="none" stroke=(GRID) stroke-width="0.6" {}
                    text x=(short(x)) y=(HEIGHT - 5.0) text-anchor="middle" font-size="8.5" font-family=(FONT) fill=(QUIET) { (tick(clock, at, to.millis_since(from))) }
                }
                (PreEscaped(lines(chart, &frame)))
                (PreEscaped(limits(chart, &frame)))
                rect x=(LEFT) y=(TOP) width=(WIDTH - LEFT - RIGHT) height=(HEIGHT - TOP - BOTTOM) fill="none" stroke="#aab3ba" stroke-width="0.8" {}
            }
        }
    }
}

/// Where times and values lie.
struct Frame {
    from: Timestamp,
    to: Timestamp,
    low: f64,
    high: f64,
}

impl Frame {
    fn of(chart: &Chart, from: Timestamp, to: Timestamp) -> Self {
        let values = chart
            .steps
            .iter()
            .flatten()
            .flat_map(|[min, max, _]| [*min, *max]);
        let (mut low, mut high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        // A limit that is near is drawn; one far away would flatten everything.
        let reach = (high - low).max(high.abs() * 0.1);
        for limit in limits_of(chart) {
            if limit > high && limit - high <= reach * 2.0 {
                high = limit;
            } else if limit < low && low - limit <= reach * 2.0 {
                low = limit;
            }
        }
        // What is never less than nothing is drawn from there, where it is near.
        if low >= 0.0 && low < high * 0.5 {
            low = 0.0;
        }
        if high - low < f64::EPSILON.max(high.abs() * 1e-9) {
            let half = if high == 0.0 { 0.5 } else { high.abs() * 0.05 };
            (low, high) = (if low == 0.0 { 0.0 } else { low - half }, high + half);
        }
        let air = (high - low) * 0.06;
        Self {
            from,
            to,
            low: if low == 0.0 { 0.0 } else { low - air },
            high: high + air,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "31 days in milliseconds at most")]
    fn x(&self, at: Timestamp) -> f64 {
        let all = self.to.millis_since(self.from).max(1) as f64;
        let share = at.millis_since(self.from) as f64 / all;
        LEFT + share.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        HEIGHT - BOTTOM - share.clamp(0.0, 1.0) * (HEIGHT - TOP - BOTTOM)
    }

    /// Round values, and where they lie.
    fn heights(&self, unit: Unit) -> Vec<(f64, String)> {
        let rough = (self.high - self.low) / 3.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|nice| nice * power)
            .into_iter()
            .find(|step| *step >= rough);
        let step = step.unwrap_or(rough);
        let mut told = Vec::new();
        let mut at = (self.low / step).ceil() * step;
        while at <= self.high && told.len() < 6 {
            // Ten times 0.1 is not 1.
            let round = if at.abs() < step * 1e-6 { 0.0 } else { at };
            let text = if unit == Unit::YesNo {
                value(Unit::Count, round)
            } else {
                value(unit, round)
            };
            told.push((self.y(round), text));
            at += step;
        }
        told
    }
}

fn limits_of(chart: &Chart) -> impl Iterator<Item = f64> {
    let limits = chart.limits.into_iter();
    limits.flat_map(|limits| limits.major.into_iter().chain(limits.critical))
}

/// A coordinate without digits that nobody sees.
fn short(place: f64) -> String {
    format!("{place:.1}")
}

fn shades(chart: &Chart, frame: &Frame) -> String {
    let mut drawn = String::new();
    for shade in &chart.alerts {
        let (from, to) = (frame.x(shade.span.from), frame.x(shade.span.to));
        let width = (to - from).max(1.0);
        let (class, fill) = match shade.severity {
            Severity::Critical => ("crit", "#a80f16"),
            Severity::Major => ("major", "#d9730d"),
            Severity::Minor => ("minor", "#c79a1e"),
            Severity::Info => ("info", "#7a858d"),
        };
        let (height, above) = (HEIGHT - TOP - BOTTOM, TOP - 4.0);
        // The bar above tells an alert from a band where colours are lost.
        write!(
            drawn,
            r#"<rect class="shade {class}" x="{from:.1}" y="{TOP}" width="{width:.1}" height="{height}" fill="{fill}" fill-opacity="0.14"/><rect x="{from:.1}" y="{above}" width="{width:.1}" height="3.5" fill="{fill}"/>"#
        )
        .ok();
    }
    drawn
}

/// Band and line, broken where nothing was measured.
fn lines(chart: &Chart, frame: &Frame) -> String {
    let middle = i64::from(chart.step_ms) / 2;
    let mut drawn = String::new();
    let mut pieces: Vec<Vec<(f64, [f64; 3])>> = vec![Vec::new()];
    for (n, step) in chart.steps.iter().enumerate() {
        let steps = i64::try_from(n).unwrap_or(i64::MAX);
        let at = chart
            .from
            .plus_millis(steps.saturating_mul(chart.step_ms.into()).saturating_add(middle));
        match (step, pieces.last_mut()) {
            (Some(step), Some(piece)) => piece.push((frame.x(at), *step)),
            (None, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
            _ => {}
        }
    }
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        if let [(x, [min, max, avg])] = piece.as_slice() {
            let (low, high, y) = (frame.y(*min), frame.y(*max), frame.y(*avg));
            write!(drawn, r#"<path d="M{x:.1} {low:.1}V{high:.1}" stroke="{LINE}" stroke-opacity="0.35" stroke-width="2"/><circle cx="{x:.1}" cy="{y:.1}" r="1.4" fill="{LINE}"/>"#).ok();
            continue;
        }
        let point = |(x, value): (f64, f64)| format!("{x:.1} {:.1}", frame.y(value));
        let upper = piece.iter().map(|(x, [_, max, _])| point((*x, *max)));
        let lower = piece.iter().rev().map(|(x, [min, _, _])| point((*x, *min)));
        let band = upper.chain(lower).collect::<Vec<_>>().join("L");
        let mean = piece
            .iter()
            .map(|(x, [_, _, avg])| point((*x, *avg)))
            .collect::<Vec<_>>()
            .join("L");
        write!(
            drawn,
            r#"<path class="band" d="M{band}Z" fill="{LINE}" fill-opacity="0.2"/><path class="mean" d="M{mean}" fill="none" stroke="{LINE}" stroke-width="1.3" stroke-linejoin="round"/>"#
        )
        .ok();
    }
    drawn
}

fn limits(chart: &Chart, frame: &Frame) -> String {
    let mut drawn = String::new();
    for limit in limits_of(chart).filter(|limit| (frame.low..=frame.high).contains(limit)) {
        let y = frame.y(limit);
        write!(
            drawn,
            r#"<path class="limit" d="M{LEFT} {y:.1}H{:.1}" fill="none" stroke="{INK}" stroke-width="0.9" stroke-dasharray="4 3"/>"#,
            WIDTH - RIGHT
        )
        .ok();
    }
    drawn
}

/// Round times on the clock of the station.
fn ticks(clock: &Clock<'_>, from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
    let length = to.millis_since(from);
    let step = TICKS
        .into_iter()
        .find(|step| length / step <= MOST_TICKS)
        .unwrap_or(604_800_000);
    let ahead = i64::from(clock.zone.ahead_at(from)) * 1000;
    let first = (from.0 + ahead + step - 1).div_euclid(step) * step - ahead;
    let margin = length / 40;
    (0..=MOST_TICKS)
        .map(|n| Timestamp(first + n * step))
        .filter(|at| at.0 - from.0 >= margin && to.0 - at.0 >= margin)
        .collect()
}

fn tick(clock: &Clock<'_>, at: Timestamp, length_ms: i64) -> String {
    let day = clock.lang.short_date(clock.zone.clock(at));
    match length_ms {
        length if length < 120_000 => clock.short(at, false),
        length if length <= 86_400_000 => clock.minute(at),
        length if length <= 4 * 86_400_000 => format!("{day} {}", clock.minute(at)),
        _ => day,
    }
}
