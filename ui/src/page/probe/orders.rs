//! What can be done with a probe.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::live::ProbeView;

use crate::live::use_live;
use crate::undo::use_undo;
use crate::{link, text};

/// The buttons: look at once, edit, switch, delete.
#[component]
pub(super) fn Orders(view: Signal<ProbeView>) -> impl IntoView {
    let live = use_live();
    let undo = use_undo();
    let navigate = use_navigate();
    let id = view.with_untracked(|view| view.probe.id);
    let runs = Memo::new(move |_| view.with(|view| view.probe.spec.enabled));
    let look = Action::new_local(move |(): &()| async move {
        if let Err(trouble) = link::look_now(id).await {
            undo.say(trouble.sentence());
        }
    });
    let switch = Action::new_local(move |(): &()| {
        let (mut spec, revision) = view.with_untracked(|view| (view.probe.spec.clone(), view.probe.revision));
        spec.enabled = !spec.enabled;
        async move {
            match link::change_probe(id, revision, &spec).await {
                Ok(probe) => live.take_probe(probe),
                Err(trouble) => undo.say(trouble.sentence()),
            }
        }
    });
    let delete = move |_| {
        undo.delete(id, view.with_untracked(|view| view.probe.spec.name.clone()));
        navigate("/", leptos_router::NavigateOptions::default());
    };
    view! {
        <div class="orders">
            <button class="choice" data-key="l" disabled=move || look.pending().get() || !runs.get() on:click=move |_| drop(look.dispatch(()))>
                {order("g-eye", text::look_now(), text::look_now_help())}
            </button>
            <a class="choice" href=format!("/probe/{id}/edit")>{order("g-edit", text::edit(), text::edit_help())}</a>
            <a class="choice" href=format!("/probe/{id}/rules")>{order("g-alerts", text::alert_rules(), text::alert_rules_help())}</a>
            <a class="choice" href=format!("/add?like={id}")>{order("g-copy", text::duplicate(), text::duplicate_help())}</a>
            <button class="choice" disabled=move || switch.pending().get() on:click=move |_| drop(switch.dispatch(()))>
                {move || {
                    let (word, help) = if runs.get() {
                        (text::switch_off(), text::switch_off_help())
                    } else {
                        (text::switch_on(), text::switch_on_help())
                    };
                    order("g-power", word, help)
                }}
            </button>
            <button class="choice" on:click=delete>{order("g-trash", text::delete(), text::delete_help())}</button>
        </div>
    }
}

/// A button's shape, its word, and what it will do.
fn order(glyph: &'static str, word: &'static str, help: &'static str) -> impl IntoView {
    view! {
        <i class=format!("g {glyph}") aria-hidden="true"></i>
        <span><b>{word}</b><span class="t3">{help}</span></span>
    }
}
