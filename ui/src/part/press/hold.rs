use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wire::touch::{Order, Touch};

use super::CarryOut;
use super::key::{Counts, Key};
use crate::link::Proof;
use crate::model::press::{Finger, Slip, Stage};
use crate::text;

/// An order that a finger must rest on for a second, or that Enter must be pressed for twice.
#[component]
pub(crate) fn Hold(
    /// What is ordered.
    order: &'static Order,
    /// What it does, in a few words: "Delete 14 probes".
    #[prop(into)]
    label: Signal<String>,
    /// Whether it can not be done now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Sends it, with the proof that it was held.
    carry_out: CarryOut<Proof>,
) -> impl IntoView {
    let touch = Callback::new(move |()| Touch {
        order: order.name.to_string(),
        arm: false,
        armed: None,
    });
    let key = Key::new(Counts::Station(touch), carry_out);
    view! { <HoldKey hold_ms=order.class.hold_ms() does=text::does(order) label=label disabled=disabled key=key /> }
}

/// A finger rests so long on an order that a sleeve must not give, but that can be taken back.
const DWELL_MS: u32 = 600;

/// An order that can be taken back, but that a sleeve or a wiping cloth must not give: a short hold, or Enter twice.
#[component]
pub(crate) fn Dwell(
    /// What it does, in a few words: "Acknowledge 4".
    #[prop(into)]
    label: Signal<String>,
    /// What it does, in one sentence.
    does: &'static str,
    /// Whether it can not be done now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The single key that it answers to.
    #[prop(optional)]
    shortcut: Option<&'static str>,
    /// Sends it.
    carry_out: CarryOut<()>,
) -> impl IntoView {
    let held = CarryOut::new(move |_: Proof| carry_out.send(()));
    let key = Key::new(Counts::Screen(DWELL_MS), held);
    view! { <HoldKey hold_ms=DWELL_MS does=does label=label disabled=disabled key=key shortcut=shortcut /> }
}

/// What is held: it fills while one finger rests on it.
#[component]
pub(super) fn HoldKey(
    hold_ms: u32,
    does: &'static str,
    label: Signal<String>,
    disabled: Signal<bool>,
    key: Key,
    #[prop(optional_no_strip)] shortcut: Option<&'static str>,
) -> impl IntoView {
    let stage = key.stage;
    let how = move || {
        stage.with(|stage| match stage {
            Stage::Rest | Stage::Failed(_) => text::hold_it(hold_ms),
            Stage::Asked => text::asking_station().to_owned(),
            Stage::Filling(_) => text::keep_holding().to_owned(),
            Stage::Prompted => text::press_again_soon().to_owned(),
            Stage::Confirm(..) => text::press_again().to_owned(),
            Stage::Sent => text::order_sent().to_owned(),
            Stage::Done => text::order_done().to_owned(),
            Stage::Slipped(why) => text::slip(*why).to_owned(),
        })
    };
    let name = move || stage.with(stage_name);
    let failure = move || {
        stage.with(|stage| match stage {
            Stage::Failed(why) => Some(why.clone()),
            _ => None,
        })
    };
    let other = window_event_listener(leptos::ev::pointerdown, move |event| {
        key.joined(event.pointer_id())
    });
    let away = window_event_listener(leptos::ev::blur, move |_| key.left());
    on_cleanup(move || {
        other.remove();
        away.remove();
    });
    let down = move |event: PointerEvent| {
        if event.button() == 0 {
            key.down(finger(&event));
        }
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        // A key that is held down says Enter again and again; that is not a second Enter.
        "Enter" | " " if event.repeat() => event.prevent_default(),
        "Escape" if key.is_asking() => {
            event.prevent_default();
            event.stop_propagation();
            key.forgotten();
        }
        _ => {}
    };
    let clicked = move |event: leptos::ev::MouseEvent| {
        // Only keys and screen readers click without a finger.
        if event.detail() == 0 {
            key.entered();
        }
    };
    view! {
        <div class="pressed">
            <button
                type="button"
                class="btn press hold"
                class:dull=disabled
                data-stage=name
                style:--hold=format!("{hold_ms}ms")
                disabled=disabled
                data-key=shortcut
                title=does
                on:pointerdown=down
                on:pointermove=move |event| key.moved(finger(&event))
                on:pointerup=move |event| key.lifted(event.pointer_id(), Slip::LetGo)
                on:pointercancel=move |event| key.lifted(event.pointer_id(), Slip::Wandered)
                on:contextmenu=move |event| event.prevent_default()
                on:keydown=keyed
                on:click=clicked
                on:blur=move |_| key.forgotten()
            >
                <i class="fill" aria-hidden="true"></i>
                <span class="what">
                    <span>{label}</span>
                    <span class="how" role="status">{how}</span>
                </span>
            </button>
            <p class="trouble" role="alert">{failure}</p>
        </div>
    }
}

fn finger(event: &PointerEvent) -> Finger {
    Finger {
        id: event.pointer_id(),
        x: f64::from(event.client_x()),
        y: f64::from(event.client_y()),
        breadth: f64::from(event.width().max(event.height())),
    }
}

fn stage_name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Rest => "rest",
        Stage::Asked | Stage::Prompted => "asked",
        Stage::Filling(_) => "filling",
        Stage::Confirm(..) => "confirm",
        Stage::Sent => "sent",
        Stage::Done => "done",
        Stage::Slipped(_) => "slipped",
        Stage::Failed(_) => "failed",
    }
}
