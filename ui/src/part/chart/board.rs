//! The curves themselves, drawn by ECharts.

use std::cell::Cell;
use std::rc::Rc;

use charming::Chart as Options;
use charming::WasmRenderer;
use charming::component::{Axis, Grid};
use charming::element::{
    AreaStyle, AxisLabel, AxisLine, AxisTick, AxisType, LineStyle, LineStyleType, Sampling, SplitLine,
};
use charming::series::Line;
use js_sys::{Array, Float64Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use wire::Timestamp;

use super::{BOTTOM_EM, LEFT_EM, RIGHT_EM, TOP_EM};
use crate::format::{self, Scale};
use crate::model::past::{Curve, Step};
use crate::model::scene::Scene;
use crate::screen::Inks;

/// The element that is drawn in. There is one chart on a page.
pub(super) const ID: &str = "chart";
/// How far below the plot its times stand, so that none runs into the lowest number.
const TIME_EM: f64 = 0.6;
/// The lines of a chart, told apart by brightness and dashes.
const LINES: [&str; 4] = ["mean", "mean1", "mean2", "mean3"];

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = window, js_name = loadCharts)]
    async fn load_charts() -> Result<(), JsValue>;
    /// What charming does not bind of an ECharts instance.
    type Instance;
    #[wasm_bindgen(method, js_name = setOption)]
    fn set_option(this: &Instance, option: &JsValue);
    #[wasm_bindgen(method)]
    fn dispose(this: &Instance);
    #[wasm_bindgen(method)]
    fn resize(this: &Instance);
}

/// Fetches ECharts, once for a screen. Whether it is there now.
pub(super) async fn is_loaded() -> bool {
    load_charts()
        .await
        .inspect_err(|error| leptos::logging::warn!("no chart can be drawn: {error:?}"))
        .is_ok()
}

/// An ECharts instance, the functions it calls to write numbers and times, and what it was given last.
pub(super) struct Board {
    instance: Instance,
    places: Rc<Cell<usize>>,
    scale: Option<Scale>,
    _number: Closure<dyn Fn(f64) -> String>,
    _moment: Closure<dyn Fn(f64) -> String>,
}

impl Drop for Board {
    fn drop(&mut self) {
        self.instance.dispose();
    }
}

impl Board {
    /// An empty chart for so many curves, with everything that does not move.
    pub(super) fn new(inks: &Inks, curves: usize) -> Option<Self> {
        let instance = match WasmRenderer::new_opt(None, None).render(ID, &options(inks, curves)) {
            Ok(instance) => JsValue::from(instance).unchecked_into::<Instance>(),
            Err(error) => {
                leptos::logging::warn!("cannot draw the chart: {error:?}");
                return None;
            }
        };
        let places = Rc::new(Cell::new(0));
        let shown = places.clone();
        // A formatter is a function, and charming would make one from text, which the page forbids.
        let number = Closure::<dyn Fn(f64) -> String>::new(move |value| format::fixed(value, shown.get()));
        let moment = Closure::<dyn Fn(f64) -> String>::new(tick);
        let text = |text: &str| JsValue::from_str(text);
        // The first moment begins at the edge, so that it does not run into the lowest number beside it.
        let times = object(&[
            ("hideOverlap", &true.into()),
            ("margin", &(inks.label_px * TIME_EM).into()),
            ("alignMinLabel", &text("left")),
            ("alignMaxLabel", &text("right")),
            ("formatter", moment.as_ref()),
        ]);
        let numbers = object(&[("formatter", number.as_ref())]);
        instance.set_option(&object(&[
            ("useUTC", &format::is_utc().into()),
            ("xAxis", &object(&[("axisLabel", &times)])),
            ("yAxis", &object(&[("axisLabel", &numbers)])),
            ("textStyle", &object(&[("fontFamily", &text(&inks.font))])),
        ]));
        Some(Self {
            instance,
            places,
            scale: None,
            _number: number,
            _moment: moment,
        })
    }

    /// Moves the edges; the curves are put in anew only when they are others or are read otherwise.
    pub(super) fn draw(&mut self, scene: &Scene, curves: &[Curve], are_new: bool) {
        let edge = |at: Timestamp| JsValue::from_f64(millis(at));
        let across = object(&[("min", &edge(scene.from)), ("max", &edge(scene.to))]);
        let ladder = &scene.ladder;
        self.places.set(ladder.places());
        let up = object(&[
            ("min", &ladder.low.into()),
            ("max", &ladder.high.into()),
            ("interval", &ladder.step.into()),
        ]);
        let option = object(&[("xAxis", &across), ("yAxis", &up)]);
        if are_new || self.scale != Some(scene.scale) {
            self.scale = Some(scene.scale);
            let series = series(curves, scene.scale);
            // Setting a property of a plain object that was just made cannot fail.
            Reflect::set(&option, &"series".into(), &series).ok();
        }
        self.instance.set_option(&option);
    }

    /// Takes the size that its element has now.
    pub(super) fn resize(&self) {
        self.instance.resize();
    }
}

/// What charming can say: axes, the band, the lines. No line that shows nothing: each costs as much as one that does.
fn options(inks: &Inks, curves: usize) -> Options {
    let words = || {
        AxisLabel::new()
            .color(inks.text.as_str())
            .font_size(inks.label_px)
    };
    let time = Axis::new()
        .type_(AxisType::Time)
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .split_line(SplitLine::new().show(false))
        .axis_label(words());
    let grid_line = LineStyle::new().color(inks.grid.as_str());
    let values = Axis::new()
        .type_(AxisType::Value)
        .split_line(SplitLine::new().line_style(grid_line))
        .axis_label(words());
    let still = |id: &str| {
        Line::new()
            .id(id)
            .show_symbol(false)
            .silent(true)
            .connect_nulls(false)
    };
    let em = |em: f64| em * inks.label_px;
    let grid = Grid::new()
        .left(em(LEFT_EM))
        .right(em(RIGHT_EM))
        .top(em(TOP_EM))
        .bottom(em(BOTTOM_EM));
    let empty = Options::new()
        .animation(false)
        .grid(grid)
        .x_axis(time)
        .y_axis(values);
    // The band is two lines, the second stacked on the first; only the area between them is seen.
    let low = still("low")
        .stack("band")
        .line_style(LineStyle::new().width(0))
        .z(1);
    let spread = still("spread")
        .stack("band")
        .line_style(LineStyle::new().width(0))
        .area_style(AreaStyle::new().color(inks.area.as_str()).opacity(0.75))
        .z(1);
    let looks = [
        (&inks.thin, LineStyleType::Solid),
        (&inks.line, LineStyleType::Solid),
        (&inks.thin, LineStyleType::Dashed),
        (&inks.line, LineStyleType::Dotted),
    ];
    let chart = if has_band(curves) {
        empty.series(low).series(spread)
    } else {
        empty
    };
    let lines = LINES.iter().zip(looks).take(curves);
    lines.fold(chart, |chart, (id, (ink, dashes))| {
        // One pixel wide and thinned out: what makes drawing without a graphics card quick.
        let look = LineStyle::new().width(1).color(ink.as_str()).type_(dashes);
        chart.series(still(id).sampling(Sampling::Minmax).line_style(look).z(3))
    })
}

/// Several bands would hide each other.
fn has_band(curves: usize) -> bool {
    curves == 1
}

/// The data of every line of [`options`].
fn series(curves: &[Curve], scale: Scale) -> Array {
    let low = |step: &Step| scale.read(step.low);
    let spread = |step: &Step| scale.read(step.high) - scale.read(step.low);
    let single = curves.first().filter(|_| has_band(curves.len()));
    let band = single.map(|curve| [data("low", curve, low), data("spread", curve, spread)]);
    let lines = LINES.iter().zip(curves);
    let lines = lines.map(|(id, curve)| data(id, curve, |step| scale.read(step.mean)));
    band.into_iter().flatten().chain(lines).collect()
}

fn data(id: &str, curve: &Curve, of: impl Fn(&Step) -> f64) -> JsValue {
    let steps = curve.steps().iter();
    let points: Vec<f64> = steps.flat_map(|step| [millis(step.at), of(step)]).collect();
    object(&[
        ("id", &id.into()),
        ("data", &Float64Array::from(points.as_slice())),
        ("stackStrategy", &"all".into()),
    ])
}

/// A moment below the chart: the day where one begins, else the time, with its seconds where they are counted.
#[allow(
    clippy::cast_possible_truncation,
    reason = "milliseconds of this era fit an i64"
)]
fn tick(at: f64) -> String {
    let at = Timestamp(at as i64);
    match format::civil(at) {
        [_, _, _, 0, 0, 0] => format::date(at),
        [_, _, _, hours, minutes, 0] => format!("{hours:02}:{minutes:02}"),
        _ => format::clock(at),
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "milliseconds of this era fit an f64 exactly"
)]
fn millis(at: Timestamp) -> f64 {
    at.0 as f64
}

fn object(entries: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a plain object that was just made cannot fail.
        Reflect::set(&object, &JsValue::from_str(key), value).ok();
    }
    object.into()
}
