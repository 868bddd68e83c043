//! The past of one series: its mean, its least to greatest, its limits.

use charming::Chart as Options;
use charming::WasmRenderer;
use charming::component::{Axis, Grid};
use charming::element::{
    AreaStyle, AxisLabel, AxisLine, AxisTick, AxisType, Label, LineStyle, LineStyleType, MarkLine,
    MarkLineData, MarkLineVariant, Sampling, SplitLine, Symbol,
};
use charming::series::Line;
use js_sys::{Array, Float64Array, Object, Reflect};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wire::kind::Limits;
use wire::{Timestamp, Unit};

use crate::model::past::Curve;
use crate::screen::{Inks, use_screen};
use crate::{format, text};

const ID: &str = "chart";

/// What is drawn, apart from the curve.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axes {
    pub(crate) unit: Unit,
    pub(crate) limits: Option<Limits>,
    /// What is drawn, for those who cannot see it.
    pub(crate) label: String,
}

#[wasm_bindgen]
extern "C" {
    /// What charming does not bind of an ECharts instance.
    type Board;
    #[wasm_bindgen(method, js_name = setOption)]
    fn set_option(this: &Board, option: &JsValue);
    #[wasm_bindgen(method)]
    fn dispose(this: &Board);
    #[wasm_bindgen(method)]
    fn resize(this: &Board);
}

/// An ECharts instance and the functions it calls to write numbers.
struct Drawn {
    board: Board,
    _number: Closure<dyn Fn(f64) -> String>,
    _pointed: Closure<dyn Fn(Array) -> String>,
}

impl Drop for Drawn {
    fn drop(&mut self) {
        self.board.dispose();
    }
}

/// Draws a curve between two moments. There is one chart on a page.
#[component]
pub(crate) fn Chart(
    /// What stands at the axes; a change draws everything anew.
    #[prop(into)]
    axes: Signal<Option<Axes>>,
    /// The curve.
    #[prop(into)]
    curve: Signal<Curve>,
    /// The left and the right edge.
    #[prop(into)]
    window: Signal<(Timestamp, Timestamp)>,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let screen = use_screen();
    let drawn = StoredValue::new_local(None::<Drawn>);
    Effect::new(move || {
        drawn.set_value(None);
        if let (Some(_), Some(axes)) = (place.get(), axes.get()) {
            drawn.set_value(screen.inks.with(|inks| draw(&axes, inks)));
            update(drawn, &curve.get_untracked(), window.get_untracked());
        }
    });
    Effect::new(move || update(drawn, &curve.get(), window.get()));
    Effect::new(move || {
        screen.sized.track();
        drawn.with_value(|drawn| drawn.iter().for_each(|drawn| drawn.board.resize()));
    });
    on_cleanup(move || drawn.set_value(None));
    let label = move || axes.with(|axes| axes.as_ref().map_or_else(String::new, |axes| axes.label.clone()));
    view! { <div class="chart" id=ID role="img" aria-label=label node_ref=place></div> }
}

/// What charming can say: axes, the curve's three lines, the limits.
fn options(axes: &Axes, inks: &Inks) -> Options {
    let words = || {
        AxisLabel::new()
            .color(inks.text.as_str())
            .font_size(inks.label_px)
    };
    let faint = || LineStyle::new().color(inks.grid.as_str());
    let time = Axis::new()
        .type_(AxisType::Time)
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .split_line(SplitLine::new().show(false))
        .axis_label(words());
    let values = Axis::new()
        .type_(AxisType::Value)
        .split_number(4)
        .split_line(SplitLine::new().line_style(faint()))
        .axis_label(words());
    let still = |id: &str| {
        Line::new()
            .id(id)
            .show_symbol(false)
            .silent(true)
            .connect_nulls(false)
    };
    // The band is two lines, the second stacked on the first; only the area between them is seen.
    let low = still("low")
        .stack("band")
        .line_style(LineStyle::new().width(0))
        .z(1);
    let band = AreaStyle::new().color(inks.area.as_str()).opacity(0.75);
    let spread = still("spread")
        .stack("band")
        .line_style(LineStyle::new().width(0))
        .area_style(band)
        .z(1);
    let mean = still("mean")
        .sampling(Sampling::Minmax)
        .line_style(LineStyle::new().width(1).color(inks.thin.as_str()))
        .z(3);
    let mean = match limit_lines(axes, inks) {
        Some(lines) => mean.mark_line(lines),
        None => mean,
    };
    // The words of the limits stand at the right, each beside its line, where no curve crosses them.
    let right = if axes.limits.is_some() {
        inks.label_px * 3.6
    } else {
        16.0
    };
    Options::new()
        .animation(false)
        .grid(
            Grid::new()
                .left(8)
                .right(right)
                .top(16)
                .bottom(4)
                .contain_label(true),
        )
        .x_axis(time)
        .y_axis(values)
        .series(low)
        .series(spread)
        .series(mean)
}

/// An empty chart with everything that does not move.
fn draw(axes: &Axes, inks: &Inks) -> Option<Drawn> {
    let board = match WasmRenderer::new_opt(None, None).render(ID, &options(axes, inks)) {
        Ok(instance) => JsValue::from(instance).unchecked_into::<Board>(),
        Err(error) => {
            leptos::logging::warn!("cannot draw the chart: {error:?}");
            return None;
        }
    };
    let unit = axes.unit;
    let number = Closure::<dyn Fn(f64) -> String>::new(move |value| format::value(unit, value).to_string());
    // A formatter is a function, and charming would make one from text, which the page forbids.
    let text = |text: &str| JsValue::from_str(text);
    let axis_label = object(&[("formatter", number.as_ref())]);
    // The first moment begins at the edge, so that it does not run into the lowest number beside it.
    let apart = object(&[
        ("hideOverlap", &true.into()),
        ("alignMinLabel", &text("left")),
        ("alignMaxLabel", &text("right")),
    ]);
    let (time, values) = (
        object(&[("axisLabel", &apart)]),
        object(&[("axisLabel", &axis_label)]),
    );
    let font = object(&[("fontFamily", &text(&inks.font))]);
    let pointed = Closure::<dyn Fn(Array) -> String>::new(move |series: Array| pointed(unit, &series));
    let words = object(&[
        ("color", &text(&inks.strong)),
        ("fontSize", &inks.label_px.into()),
    ]);
    let tip = object(&[
        ("trigger", &"axis".into()),
        ("confine", &true.into()),
        ("transitionDuration", &0.into()),
        ("backgroundColor", &text(&inks.panel)),
        ("borderColor", &text(&inks.text)),
        ("textStyle", &words),
        ("formatter", pointed.as_ref()),
    ]);
    board.set_option(&object(&[
        ("xAxis", &time),
        ("yAxis", &values),
        ("textStyle", &font),
        ("tooltip", &tip),
    ]));
    Some(Drawn {
        board,
        _number: number,
        _pointed: pointed,
    })
}

/// What was measured where the finger or the pointer is: the time, the mean, the least to the greatest.
fn pointed(unit: Unit, series: &Array) -> String {
    let of = |wanted: &str| {
        let is_wanted = |one: &JsValue| Reflect::get(one, &"seriesId".into()).is_ok_and(|id| id == wanted);
        let point = Reflect::get(&series.iter().find(is_wanted)?, &"value".into()).ok()?;
        let at = |index| {
            Reflect::get_u32(&point, index)
                .ok()?
                .as_f64()
                .filter(|number| number.is_finite())
        };
        Some((at(0)?, at(1)?))
    };
    let Some((at, mean)) = of("mean") else {
        return String::new();
    };
    #[allow(
        clippy::cast_possible_truncation,
        reason = "milliseconds of this era fit an i64"
    )]
    let at = format::date_and_clock(Timestamp(at as i64));
    let shown = |value| format::value(unit, value).to_string();
    let band = of("low")
        .zip(of("spread"))
        .filter(|(_, (_, spread))| *spread > 0.0);
    let band = band.map(|((_, low), (_, spread))| text::band(&shown(low), &shown(low + spread)));
    [Some(at), Some(shown(mean)), band]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("<br>")
}

fn limit_lines(axes: &Axes, inks: &Inks) -> Option<MarkLine> {
    let limits = axes.limits?;
    let line = |limit: Option<f64>, word: &str| {
        let label = Label::new()
            .show(true)
            .font_size(inks.label_px)
            .color(inks.text.as_str())
            .formatter(word);
        Some(MarkLineVariant::Simple(
            MarkLineData::new().y_axis(limit?).label(label),
        ))
    };
    let data: Vec<_> = [line(limits.major, text::WARN), line(limits.critical, text::CRIT)]
        .into_iter()
        .flatten()
        .collect();
    let style = LineStyle::new()
        .type_(LineStyleType::Dashed)
        .width(1)
        .color(inks.text.as_str());
    let lines = MarkLine::new()
        .silent(true)
        .symbol(vec![Symbol::None, Symbol::None])
        .line_style(style);
    (!data.is_empty()).then(|| lines.data(data))
}

/// Puts the curve in, without building the rest anew.
fn update(
    drawn: StoredValue<Option<Drawn>, LocalStorage>,
    curve: &Curve,
    (from, to): (Timestamp, Timestamp),
) {
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of this era fit an f64 exactly"
    )]
    let edge = |at: Timestamp| JsValue::from_f64(at.0 as f64);
    drawn.with_value(|drawn| {
        let Some(drawn) = drawn else { return };
        let series = [
            ("low", &curve.low),
            ("spread", &curve.spread),
            ("mean", &curve.mean),
        ]
        .map(|(id, data)| {
            let data = Float64Array::from(data.as_slice());
            object(&[
                ("id", &id.into()),
                ("data", &data),
                ("stackStrategy", &"all".into()),
            ])
        });
        let axis = object(&[("min", &edge(from)), ("max", &edge(to))]);
        drawn.board.set_option(&object(&[
            ("xAxis", &axis),
            ("series", &series.iter().collect::<Array>()),
        ]));
    });
}

fn object(entries: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a plain object that was just made cannot fail.
        Reflect::set(&object, &JsValue::from_str(key), value).ok();
    }
    object.into()
}
