//! The wall before there is anything on it.

use leptos::prelude::*;
use wire::probe::ProbeSpec;

use crate::live::use_live;
use crate::undo::use_undo;
use crate::{link, text};

/// Greets, and offers first probes that one tap adds.
#[component]
pub(super) fn Welcome() -> impl IntoView {
    let live = use_live();
    let undo = use_undo();
    let add = Action::new_local(move |spec: &ProbeSpec| {
        let spec = spec.clone();
        async move {
            match link::add_probe(&spec).await {
                Ok(probe) => live.take_probe(probe),
                Err(trouble) => undo.say(trouble.sentence()),
            }
        }
    });
    let offer = move |spec: ProbeSpec, glyph: &'static str, title: &'static str, hint: &'static str| {
        live.kind(&spec.kind).map(|_| {
            view! {
                <button class="offer" disabled=move || add.pending().get() on:click=move |_| drop(add.dispatch(spec.clone()))>
                    <i class=format!("g {glyph}") aria-hidden="true"></i>
                    <span class="grow"><b>{title}</b><span class="hint">{hint}</span></span>
                </button>
            }
        })
    };
    let machine = move || ProbeSpec::new(text::THIS_MACHINE, "host", "host:");
    let loopback = move || ProbeSpec::new(text::LOOPBACK, "icmp", "icmp:127.0.0.1");
    view! {
        <section class="welcome">
            <h1>{text::WELCOME}</h1>
            <p>{text::WELCOME_ADVICE}</p>
            <div class="offers">
                {move || offer(machine(), "g-host", text::WATCH_THIS_MACHINE, text::WATCH_THIS_MACHINE_HINT)}
                {move || offer(loopback(), "g-ping", text::WATCH_LOOPBACK, text::WATCH_LOOPBACK_HINT)}
                <a class="offer" href="/add">
                    <i class="g g-plus" aria-hidden="true"></i>
                    <span class="grow"><b>{text::ADD_PROBE}</b><span class="hint">{text::ADD_PROBE_HINT}</span></span>
                </a>
            </div>
        </section>
    }
}
