//! A chart as a picture that tells by itself what it shows.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wire::Severity;

use super::board::ID;
use super::{BOTTOM_EM, LEFT_EM, RIGHT_EM, TOP_EM};
use crate::model::scene::Scene;
use crate::screen::Inks;
use crate::text;

/// The chart on the page with `lines` of text above it, the first one large. `None` when there is no chart or the browser
/// gives no canvas.
pub(crate) fn picture(lines: &[String], scene: &Scene, inks: &Inks) -> Option<web_sys::HtmlCanvasElement> {
    let drawn = document().query_selector(&format!("#{ID} canvas")).ok()??;
    let drawn: web_sys::HtmlCanvasElement = drawn.dyn_into().ok()?;
    let dots = f64::from(drawn.width()) / f64::from(drawn.client_width().max(1));
    let em = inks.label_px * dots;
    let (wide, high) = (f64::from(drawn.width()), f64::from(drawn.height()));
    let (margin, row) = (em, em * 1.5);
    #[allow(clippy::cast_precision_loss, reason = "a few lines")]
    let head = margin + row * (lines.len() as f64 + 0.5);

    let canvas: web_sys::HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(whole(wide + 2.0 * margin));
    canvas.set_height(whole(head + high + margin));
    let context: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_fill_style_str(&inks.ground);
    context.fill_rect(0.0, 0.0, wide + 2.0 * margin, head + high + margin);
    let mut y = margin + em;
    for (place, line) in lines.iter().enumerate() {
        let (ink, size) = if place == 0 {
            (&inks.strong, em * 1.2)
        } else {
            (&inks.text, em)
        };
        context.set_fill_style_str(ink);
        context.set_font(&format!("{size}px {}", inks.font));
        context.fill_text_with_max_width(line, margin, y, wide).ok()?;
        y += row;
    }
    context
        .draw_image_with_html_canvas_element(&drawn, margin, head)
        .ok()?;

    context.set_font(&format!("{em}px {}", inks.font));
    context.set_fill_style_str(&inks.text);
    context.set_stroke_style_str(&inks.text);
    context.set_line_width(dots);
    context.set_text_align("right");
    let left = margin + LEFT_EM * em;
    context
        .fill_text(scene.scale.sign, left - em * 0.4, head + em)
        .ok()?;
    let (top, bottom) = (head + TOP_EM * em, head + high - BOTTOM_EM * em);
    let right = margin + wide - RIGHT_EM * em;
    context.set_text_align("left");
    let dash = js_sys::Array::of2(&(4.0 * dots).into(), &(4.0 * dots).into());
    context.set_line_dash(&dash).ok()?;
    for (severity, up) in scene.limits() {
        let at = bottom - up * (bottom - top);
        context.begin_path();
        context.move_to(left, at);
        context.line_to(right, at);
        context.stroke();
        let word = if severity == Severity::Critical {
            text::crit()
        } else {
            text::warn()
        };
        context.fill_text(word, right + em * 0.3, at + em * 0.35).ok()?;
    }
    Some(canvas)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a size on screen"
)]
fn whole(size: f64) -> u32 {
    size.round() as u32
}
