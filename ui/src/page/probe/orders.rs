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
            <button class="btn" disabled=move || look.pending().get() || !runs.get() on:click=move |_| drop(look.dispatch(()))>
                <i class="g g-eye" aria-hidden="true"></i>{text::LOOK_NOW}
            </button>
            <a class="btn" href=format!("/probe/{id}/edit")><i class="g g-edit" aria-hidden="true"></i>{text::EDIT}</a>
            <button class="btn" disabled=move || switch.pending().get() on:click=move |_| drop(switch.dispatch(()))>
                <i class="g g-power" aria-hidden="true"></i>
                {move || if runs.get() { text::SWITCH_OFF } else { text::SWITCH_ON }}
            </button>
            <button class="btn" on:click=delete><i class="g g-trash" aria-hidden="true"></i>{text::DELETE}</button>
        </div>
    }
}
