//! The past of up to four figures: their means, the least to the greatest of a single one, limits, and what was measured
//! where a finger or the pointer is.

mod board;
mod picture;
mod plot;
mod touch;

use std::cell::Cell;
use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;
use wire::Timestamp;
use wire::kind::Limits;
use wire::series::SeriesId;
use wire::{Severity, Unit};

use self::board::{Board, ID};
pub(crate) use self::picture::picture;
use self::plot::Plot;
pub(crate) use self::touch::ZOOM;
use crate::model::past::Curve;
use crate::model::scene::Scene;
use crate::model::stretch::Stretch;
use crate::screen::use_screen;
use crate::text;

/// Room for numbers, words of limits and times round the plot, in sizes of a label.
const LEFT_EM: f64 = 3.4;
const RIGHT_EM: f64 = 3.2;
const TOP_EM: f64 = 2.0;
const BOTTOM_EM: f64 = 2.1;
/// How many figures one chart shows at most.
pub(crate) const MOST_FIGURES: usize = 4;

/// The room round the plot as custom properties, for what is to stand in line with it.
pub(crate) fn insets(label_px: f64) -> String {
    let sides = [
        ("left", LEFT_EM),
        ("right", RIGHT_EM),
        ("top", TOP_EM),
        ("bottom", BOTTOM_EM),
    ];
    sides
        .map(|(side, em)| format!("--{side}:{}px", em * label_px))
        .join(";")
}

/// What stands at the axes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axes {
    pub(crate) unit: Unit,
    pub(crate) limits: Option<Limits>,
    /// The names of the figures, in the order of their curves.
    pub(crate) titles: Vec<String>,
    /// Their series, in the same order.
    pub(crate) series: Vec<SeriesId>,
}

/// What a person does with a chart.
#[derive(Clone, Copy)]
pub(crate) struct Handling {
    pub(crate) stretch: RwSignal<Stretch>,
    /// The moment whose values are told.
    pub(crate) cursor: RwSignal<Option<Timestamp>>,
    /// Whether the next drag chooses a part instead of moving the whole.
    pub(crate) chooses: RwSignal<bool>,
}

impl Handling {
    /// Of what is shown first.
    pub(crate) fn new(stretch: Stretch) -> Self {
        Self {
            stretch: RwSignal::new(stretch),
            cursor: RwSignal::new(None),
            chooses: RwSignal::new(false),
        }
    }
}

/// Draws curves between two moments.
#[component]
pub(crate) fn Chart(
    /// What stands at the axes.
    #[prop(into)]
    axes: Signal<Option<Axes>>,
    /// The curves.
    #[prop(into)]
    curves: Signal<Vec<Curve>>,
    /// What they are drawn in.
    #[prop(into)]
    scene: Signal<Option<Scene>>,
    /// What a person does with it.
    handling: Handling,
    /// The clock of the station.
    #[prop(into)]
    now: Signal<Timestamp>,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let screen = use_screen();
    let board = StoredValue::new_local(None::<Board>);
    // One drawing for each frame of the screen, however many values and moves there were.
    let is_due = Rc::new(Cell::new(false));
    let are_new = Rc::new(Cell::new(true));
    let due = {
        let are_new = are_new.clone();
        move || {
            if is_due.replace(true) {
                return;
            }
            let (is_due, are_new) = (is_due.clone(), are_new.clone());
            request_animation_frame(move || {
                is_due.set(false);
                board.try_update_value(|board| {
                    let scene = scene.try_get_untracked().flatten();
                    if let (Some(board), Some(scene)) = (board, scene) {
                        curves.with_untracked(|curves| board.draw(&scene, curves, are_new.replace(false)));
                    }
                });
            });
        }
    };
    let count = Memo::new(move |_| curves.with(Vec::len));
    let is_loaded = RwSignal::new(None::<bool>);
    leptos::task::spawn_local(async move {
        let answer = board::is_loaded().await;
        // Nobody needs to know when the page was left meanwhile.
        is_loaded.try_set(Some(answer));
    });
    Effect::new({
        let (are_new, due) = (are_new.clone(), due.clone());
        move || {
            board.set_value(None);
            if place.get().is_some() && is_loaded.get() == Some(true) {
                board.set_value(screen.inks.with(|inks| Board::new(inks, count.get())));
                are_new.set(true);
                due();
            }
        }
    });
    Effect::new({
        let due = due.clone();
        move || {
            curves.track();
            are_new.set(true);
            due();
        }
    });
    Effect::new(move || {
        scene.track();
        due();
    });
    Effect::new(move || {
        screen.sized.track();
        board.with_value(|board| board.iter().for_each(Board::resize));
    });
    on_cleanup(move || board.set_value(None));
    let sign = move || scene.with(|scene| scene.as_ref().map_or("", |scene| scene.scale.sign));
    let limits = move || {
        scene.with(|scene| {
            let limits = scene.iter().flat_map(Scene::limits);
            limits.map(limit_line).collect_view()
        })
    };
    let failed = move || {
        let failed = is_loaded.get() == Some(false);
        failed.then(|| view! { <p class="none-such">{text::no_charts()}</p> })
    };
    view! {
        <div class="sheet-of-time">
            {failed}
            <div class="chart" id=ID aria-hidden="true" node_ref=place></div>
            <span class="sign">{sign}</span>
            <div class="limit-lines" aria-hidden="true">{limits}</div>
            <Plot axes=axes curves=curves scene=scene handling=handling now=now />
        </div>
    }
}

fn limit_line((severity, up): (Severity, f64)) -> impl IntoView {
    let (class, word) = if severity == Severity::Critical {
        ("crit", text::crit())
    } else {
        ("warn", text::warn())
    };
    view! { <i class=class style:bottom=format!("{:.2}%", up * 100.0)><span>{word}</span></i> }
}
