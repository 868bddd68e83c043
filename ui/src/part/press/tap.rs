use leptos::prelude::*;

use super::CarryOut;
use crate::text;
use crate::undo::use_undo;

/// An order that can be taken back, or that does no harm: one tap. While it is on its way it takes no other.
#[component]
pub(crate) fn Tap(
    /// What it does, in a word or two.
    #[prop(into)]
    label: Signal<String>,
    /// What it does, in a few words more.
    #[prop(optional, into)]
    how: Signal<String>,
    /// Whether it can not be done now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The class of its glyph.
    #[prop(optional)]
    glyph: &'static str,
    /// Sends it.
    carry_out: CarryOut<()>,
) -> impl IntoView {
    let undo = use_undo();
    let send = Action::new_local(move |(): &()| {
        let sent = carry_out.send(());
        async move {
            let answer = sent.await;
            if let Err(trouble) = &answer {
                undo.say(trouble.sentence());
            }
            answer.is_ok()
        }
    });
    let is_sent = move || send.pending().get();
    let how = move || match is_sent() {
        true => text::order_sent().to_owned(),
        false => how.get(),
    };
    view! {
        <button
            type="button"
            class="btn press"
            data-stage=move || is_sent().then_some("sent")
            disabled=move || disabled.get() || is_sent()
            on:click=move |_| drop(send.dispatch(()))
        >
            {(!glyph.is_empty()).then(|| view! { <i class=format!("g {glyph}") aria-hidden="true"></i> })}
            <span class="what">
                <span>{label}</span>
                <span class="how">{how}</span>
            </span>
        </button>
    }
}
