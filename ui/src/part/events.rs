use leptos::prelude::*;
use wire::event::{Event, EventSort};

use crate::model::happening::Happening;
use crate::notes::use_notes;
use crate::{format, text};

/// Events, newest first. Those of a probe or a channel lead to it, notes can be written anew.
#[component]
pub(crate) fn EventList(
    /// What happened.
    #[prop(into)]
    events: Signal<Vec<Event>>,
    /// What is said when there is none.
    #[prop(default = text::no_events())]
    empty: &'static str,
    /// Whether a heading above says which day it is.
    #[prop(optional)]
    of_one_day: bool,
) -> impl IntoView {
    // A note that was worded anew keeps its number.
    let key = |event: &Event| (event.seq, event.text.clone());
    view! {
        <ol class="events">
            <For each=move || events.get() key=key let(event)>
                <Line event=event of_one_day=of_one_day />
            </For>
        </ol>
        <p class="t3" hidden=move || events.with(|events| !events.is_empty())>{empty}</p>
    }
}

#[component]
fn Line(event: Event, of_one_day: bool) -> impl IntoView {
    let what = Happening::of(&event);
    let when = if of_one_day {
        format::clock(event.at)
    } else {
        format::date_and_clock(event.at)
    };
    let inside = view! {
        <i class=format!("g {}", what.glyph()) aria-hidden="true"></i>
        <span class="vh">{text::happening(what)}</span>
        <time>{when}</time>
        <span class="what" dir="auto">{event.text.clone()}</span>
    };
    let place = match (event.channel, event.probe) {
        (Some(channel), _) => Some(format!("/channel/{}", channel.0)),
        (None, probe) => probe.map(|id| format!("/probe/{id}")),
    };
    let body = match place {
        Some(place) => view! { <a href=place>{inside}</a> }.into_any(),
        None => view! { <div>{inside}</div> }.into_any(),
    };
    let edit = (event.sort == EventSort::Note).then(|| {
        let notes = use_notes();
        view! {
            <button class="chip" aria-label=text::edit_note() title=text::edit_note() on:click=move |_| notes.open(event.clone())>
                <i class="g g-edit" aria-hidden="true"></i>
            </button>
        }
    });
    view! { <li class=what.key()>{body}{edit}</li> }
}
