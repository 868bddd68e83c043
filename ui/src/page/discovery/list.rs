//! Who is there, each with its tick.

use leptos::prelude::*;
use wire::discovery::{Discovery, Role, Seen};

use crate::format;
use crate::live::Live;
use crate::model::discovery::{Choice, can_be_watched};
use crate::text;

/// The list, or why it is empty.
#[component]
pub(super) fn List(
    live: Live,
    choice: RwSignal<Choice>,
    found: RwSignal<Option<Discovery>>,
) -> impl IntoView {
    let rows = Memo::new(move |_| {
        choice.with(|choice| {
            choice
                .seen
                .iter()
                .map(|seen| seen.address.clone())
                .collect::<Vec<_>>()
        })
    });
    let is_asking = Memo::new(move |_| found.with(Option::is_none));
    let is_alone = Memo::new(move |_| {
        !is_asking.get()
            && choice.with(|choice| {
                choice
                    .seen
                    .iter()
                    .all(|seen| seen.roles.contains(&Role::ThisMachine))
            })
    });
    let has_many = Memo::new(move |_| choice.with(|choice| choice.most() > 1));
    view! {
        <Show when=move || is_asking.get()><p class="t3" role="status">{text::looking_round()}</p></Show>
        <Show when=move || has_many.get()>
            <div class="row">
                <button class="btn small" on:click=move |_| choice.update(|choice| choice.tick_all(true))>{text::tick_all()}</button>
                <button class="btn small" on:click=move |_| choice.update(|choice| choice.tick_all(false))>{text::tick_none()}</button>
            </div>
        </Show>
        <ul class="list ticks">
            <For each=move || rows.get() key=Clone::clone let(address)>
                <Row live=live choice=choice address=address />
            </For>
        </ul>
        <Show when=move || is_alone.get()>
            <p class="t2">{move || if rows.with(Vec::is_empty) { text::nobody_here() } else { text::nobody_else() }}</p>
            <Show when=move || rows.with(Vec::is_empty)><p class="t2">{text::nobody_here_advice()}</p></Show>
        </Show>
    }
}

#[component]
fn Row(live: Live, choice: RwSignal<Choice>, address: String) -> impl IntoView {
    let key = StoredValue::new(address);
    let seen = Memo::new(move |_| {
        key.with_value(|key| {
            choice.with(|choice| choice.seen.iter().find(|seen| seen.address == *key).cloned())
        })
    });
    let is_on = Memo::new(move |_| {
        seen.with(|seen| {
            seen.as_ref()
                .is_some_and(|seen| choice.with(|choice| choice.is_ticked(seen)))
        })
    });
    let of =
        move |read: &dyn Fn(&Seen) -> String| seen.with(|seen| seen.as_ref().map(read).unwrap_or_default());
    let can = Memo::new(move |_| seen.with(|seen| seen.as_ref().is_some_and(can_be_watched)));
    let is_watched = move || seen.with(|seen| seen.as_ref().is_some_and(|seen| seen.watched));
    let with = move || match (is_watched(), can.get()) {
        (true, false) => text::watched_already().to_owned(),
        (false, false) => text::nothing_to_watch().to_owned(),
        (_, true) => of(&|seen| offers(live, seen)),
    };
    let flip = move |_| {
        let on = !is_on.get_untracked();
        choice.update(|choice| key.with_value(|key| choice.tick(key, on)));
    };
    view! {
        <li>
            <button class="item" role="checkbox" aria-checked=move || if is_on.get() { "true" } else { "false" } disabled=move || !can.get() on:click=flip>
                <i class="box" aria-hidden="true"></i>
                <span class="grow">
                    <b class="cut" dir="auto">{move || of(&title)}</b>
                    <span class="cut t3">{move || of(&line)}</span>
                </span>
                <span class="answer t2">{move || of(&answer)}</span>
                <span class="with t2" class:done=is_watched>{with}</span>
            </button>
        </li>
    }
}

fn title(seen: &Seen) -> String {
    seen.name.clone().unwrap_or_else(|| seen.address.clone())
}

/// What it is, where it is, and its card.
fn line(seen: &Seen) -> String {
    let roles = seen.roles.iter().map(|role| text::role_here(*role).to_owned());
    let address = seen.name.as_ref().map(|_| seen.address.clone());
    roles
        .chain(address)
        .chain(seen.mac.clone())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn answer(seen: &Seen) -> String {
    seen.rtt_ms
        .map(|millis| format::value(wire::Unit::Seconds, millis / 1000.0).to_string())
        .unwrap_or_default()
}

/// The kinds of the probes that would look at it.
fn offers(live: Live, seen: &Seen) -> String {
    let title = |kind: &str| {
        live.kind(kind)
            .map_or_else(|| kind.to_owned(), |kind| kind.title.to_string())
    };
    let mut titles: Vec<String> = seen.offers.iter().map(|offer| title(&offer.kind)).collect();
    titles.dedup();
    titles.join(", ")
}
