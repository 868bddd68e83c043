//! The last minutes of a series as a line on a canvas.

use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, ResizeObserver, ResizeObserverEntry};
use wire::Timestamp;

use crate::model::trail::Trail;
use crate::screen::{Inks, use_screen};

/// Draws a trail. Everything it is given is followed.
#[component]
pub(crate) fn Spark(
    /// The values, once there are any.
    #[prop(into)]
    trail: Signal<Option<ArcRwSignal<Trail>>>,
    /// The right edge: the newest look, with or without a value.
    #[prop(into)]
    now: Signal<Timestamp>,
    /// From which distance on two values are not joined, in milliseconds.
    #[prop(into)]
    gap_ms: Signal<i64>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let screen = use_screen();
    let size = size_of(canvas);
    // Five minutes on a few hundred pixels move about a pixel in two seconds: drawing more often shows nothing new.
    let turn = Memo::new(move |_| now.get().0.div_euclid(2_000));
    Effect::new(move || {
        let (Some(canvas), Some(size), Some(trail)) = (canvas.get(), size.get(), trail.get()) else {
            return;
        };
        turn.track();
        let columns = size.0 / 2.0;
        let lines = trail.with_untracked(|trail| trail.lines(now.get_untracked(), gap_ms.get(), columns));
        screen.inks.with(|inks| draw(&canvas, size, &lines, inks));
    });
    view! { <canvas class="spark" aria-hidden="true" node_ref=canvas></canvas> }
}

/// Width and height of a canvas in CSS pixels, as the browser tells them: to ask for them would have it lay out the page anew
/// for each canvas.
fn size_of(canvas: NodeRef<Canvas>) -> ReadSignal<Option<(f64, f64)>> {
    let (size, set_size) = signal(None);
    let watch = StoredValue::new_local(None);
    canvas.on_load(move |canvas| {
        let call = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let newest: ResizeObserverEntry = entries.pop().unchecked_into();
            let room = newest.content_rect();
            // It may have gone meanwhile.
            set_size.try_set(Some((room.width(), room.height())));
        });
        if let Ok(observer) = ResizeObserver::new(call.as_ref().unchecked_ref()) {
            observer.observe(&canvas);
            watch.try_set_value(Some((observer, call)));
        }
    });
    on_cleanup(move || {
        watch.try_update_value(|watch| watch.take().map(|(observer, _)| observer.disconnect()));
    });
    size
}

fn draw(canvas: &HtmlCanvasElement, (width, height): (f64, f64), lines: &[Vec<(f64, f64)>], inks: &Inks) {
    let dots = window().device_pixel_ratio();
    let (wide, high) = (width * dots, height * dots);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size on screen"
    )]
    let (dots_wide, dots_high) = (wide.round() as u32, high.round() as u32);
    if canvas.width() != dots_wide || canvas.height() != dots_high {
        canvas.set_width(dots_wide);
        canvas.set_height(dots_high);
    }
    let Ok(Some(context)) = canvas.get_context("2d") else {
        return;
    };
    let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
    context.clear_rect(0.0, 0.0, wide, high);
    let line_width = 2.0 * dots;
    let place = |(x, y): (f64, f64)| (x * wide, high - line_width - y * (high - 2.0 * line_width));
    context.set_line_width(line_width);
    context.set_line_join("round");
    context.set_fill_style_str(&inks.area);
    context.set_stroke_style_str(&inks.line);
    for line in lines {
        let (Some(first), Some(last)) = (line.first(), line.last()) else {
            continue;
        };
        let trace = || {
            context.begin_path();
            for point in line {
                let (x, y) = place(*point);
                context.line_to(x, y);
            }
        };
        trace();
        context.line_to(last.0 * wide, high);
        context.line_to(first.0 * wide, high);
        context.set_global_alpha(0.5);
        context.fill();
        context.set_global_alpha(1.0);
        trace();
        if line.len() == 1 {
            let (x, y) = place(*first);
            context.line_to(x + dots, y);
        }
        context.stroke();
    }
}
