//! Buttons of each class. They ask the station for a hold like any other, and then order nothing.

use leptos::prelude::*;
use wire::api::Problem;
use wire::touch::{APPLY_CONFIGURATION, DELETE_PROBES};

use crate::link::Trouble;
use crate::part::{Arm, CarryOut, Hold, Tap};
use crate::text;

#[component]
pub(super) fn Buttons() -> impl IntoView {
    let done = RwSignal::new(0_u32);
    let count = move || done.update(|done| *done += 1);
    let goes = Signal::stored(vec![
        text::gallery_name().to_owned(),
        text::gallery_long().to_owned(),
    ]);
    let refused = || {
        Err(Trouble::Refused(Problem {
            sort: String::new(),
            title: String::new(),
            status: 409,
            detail: text::no_answer().to_owned(),
            errors: Vec::new(),
        }))
    };
    let tap = CarryOut::new(move |()| async move {
        count();
        Ok(())
    });
    let held = CarryOut::new(move |_| async move {
        count();
        Ok(())
    });
    let fails = CarryOut::new(move |_| async move { refused() });
    view! {
        <section class="panel buttons">
            <h2>{text::gallery_buttons()}</h2>
            <div class="presses" data-done=move || done.get().to_string()>
                <Tap label=text::gallery_tap() how=text::gallery_tap_how() glyph="g-check" carry_out=tap />
                <Hold order=&DELETE_PROBES label=text::gallery_hold() carry_out=held />
                <Arm order=&APPLY_CONFIGURATION label=text::gallery_arm() drops=goes carry_out=held />
                <Hold order=&DELETE_PROBES label=text::gallery_refused() carry_out=fails />
                <Hold order=&DELETE_PROBES label=text::gallery_dull() disabled=true carry_out=held />
            </div>
            <p class="t3">{text::gallery_buttons_help()}</p>
        </section>
    }
}
