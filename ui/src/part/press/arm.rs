use leptos::prelude::*;
use wire::touch::Order;

use super::CarryOut;
use super::armed::Armed;
use super::hold::HoldKey;
use super::key::{Counts, Key};
use crate::link::Proof;
use crate::model::press::Stage;
use crate::part::Sheet;
use crate::text;

/// So many things that go are named one by one.
const NAMED: usize = 40;

/// An order that takes something off the air or away: armed with a tap, which says what goes, then held while it is lit.
#[component]
pub(crate) fn Arm(
    /// What is ordered.
    order: &'static Order,
    /// What it does, in a few words: "Apply and delete 3".
    #[prop(into)]
    label: Signal<String>,
    /// What goes, by name.
    #[prop(into)]
    drops: Signal<Vec<String>>,
    /// Whether it can not be done now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Sends it, with the proof that it was armed and held.
    carry_out: CarryOut<Proof>,
) -> impl IntoView {
    let armed = Armed::new(order);
    let is_open = RwSignal::new(false);
    let key = Key::new(Counts::Station(Callback::new(move |()| armed.held())), carry_out);
    // A hold that was let go has used the arming up.
    Effect::new(move || match key.stage.get() {
        Stage::Slipped(why) => armed.put_out(text::slip(why).to_owned()),
        Stage::Failed(why) => armed.put_out(why),
        Stage::Done => is_open.set(false),
        _ => {}
    });
    let open = move |_| {
        is_open.set(true);
        armed.arm();
    };
    view! {
        <div class="pressed">
            <button type="button" class="btn press arm" disabled=disabled title=text::does(order) on:click=open>
                <span class="what">
                    <span>{label}</span>
                    <span class="how">{text::arm_it()}</span>
                </span>
            </button>
        </div>
        <Sheet title=label is_open=is_open>
            <p>{text::does(order)}</p>
            <Drops drops=drops />
            <p class="count-down" role="timer" class:lit=move || armed.is_lit()>{move || armed.word()}</p>
            <div class="ends">
                <button type="button" class="btn" on:click=move |_| is_open.set(false)>{text::cancel()}</button>
                <Show
                    when=move || !armed.is_dark()
                    fallback=move || view! {
                        <button type="button" class="btn press arm" on:click=move |_| armed.arm()>{text::arm_again()}</button>
                    }
                >
                    <HoldKey hold_ms=order.class.hold_ms() does=text::does(order) label=label disabled=Signal::derive(move || !armed.is_lit()) key=key />
                </Show>
            </div>
        </Sheet>
    }
}

/// What goes, name by name as far as anybody reads.
#[component]
fn Drops(drops: Signal<Vec<String>>) -> impl IntoView {
    let named = move || drops.with(|drops| drops.iter().take(NAMED).cloned().collect::<Vec<_>>());
    let more = move || match drops.with(Vec::len).saturating_sub(NAMED) {
        0 => None,
        more => Some(view! { <li class="t3">{text::and_more(more)}</li> }),
    };
    let one = move |name: String| view! { <li class="cut" dir="auto" title=name.clone()>{name.clone()}</li> };
    view! {
        <ul class="drops">
            {move || named().into_iter().map(one).collect_view()}
            {more}
        </ul>
    }
}
