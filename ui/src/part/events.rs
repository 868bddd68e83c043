use leptos::prelude::*;
use wire::Severity;
use wire::event::{Event, EventSort};

use crate::{format, text};

/// Events, newest first. Those of a probe lead to it.
#[component]
pub(crate) fn EventList(
    /// What happened.
    #[prop(into)]
    events: Signal<Vec<Event>>,
) -> impl IntoView {
    view! {
        <ol class="events">
            <For each=move || events.get() key=|event| event.seq let(event)>
                <Line event=event />
            </For>
        </ol>
        <p class="t3" hidden=move || events.with(|events| !events.is_empty())>{text::NO_EVENTS}</p>
    }
}

#[component]
fn Line(event: Event) -> impl IntoView {
    let (class, glyph, word) = mark(&event);
    let when = format::date_and_clock(event.at);
    let inside = view! {
        <i class=format!("g {glyph}") aria-hidden="true"></i>
        <span class="vh">{word}</span>
        <time>{when}</time>
        <span class="what">{event.text}</span>
    };
    match event.probe {
        Some(id) => view! { <li class=class><a href=format!("/probe/{id}")>{inside}</a></li> }.into_any(),
        None => view! { <li class=class><div>{inside}</div></li> }.into_any(),
    }
}

fn mark(event: &Event) -> (&'static str, &'static str, &'static str) {
    match (event.sort, event.severity) {
        (EventSort::Cleared, _) => ("ok", "g-ok", text::SPOKEN_OK),
        (EventSort::Changed, _) => ("human", "g-edit", text::CHANGED),
        (_, Severity::Critical) => ("crit", "g-crit", text::SPOKEN_CRIT),
        (_, Severity::Major) => ("warn", "g-warn", text::SPOKEN_WARN),
        (_, Severity::Minor) => ("minor", "g-minor", text::SPOKEN_MINOR),
        (_, Severity::Info) => ("info", "g-info", text::NOTE),
    }
}
