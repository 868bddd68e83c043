//! What happened, newest first, as far back as the station remembers.

use leptos::prelude::*;
use wire::event::Event;

use crate::live::use_live;
use crate::part::EventList;
use crate::{link, text};

/// How far back the list goes.
#[derive(Clone, Debug, Default, PartialEq)]
struct Older {
    events: Vec<Event>,
    next: Option<String>,
    is_asked: bool,
}

/// The newest as they come, older ones page by page.
#[component]
pub(crate) fn Events() -> impl IntoView {
    let live = use_live();
    let older = RwSignal::new(Older::default());
    let trouble = RwSignal::new(None::<String>);
    let ask = Action::new_local(move |(): &()| async move {
        let cursor = older.with_untracked(|older| older.next.clone());
        match link::events(cursor).await {
            Ok(page) => {
                trouble.set(None);
                older.update(|older| {
                    older.events.extend(page.items);
                    older.next = page.next;
                    older.is_asked = true;
                });
            }
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    ask.dispatch(());
    let events = Memo::new(move |_| {
        older.with(|older| {
            let newest = older.events.first().map_or(0, |event| event.seq);
            let newer = live.events.with(|events| {
                events
                    .iter()
                    .rev()
                    .filter(|event| event.seq > newest)
                    .cloned()
                    .collect::<Vec<_>>()
            });
            newer
                .into_iter()
                .chain(older.events.iter().cloned())
                .collect::<Vec<_>>()
        })
    });
    let has_more = move || older.with(|older| older.next.is_some() || !older.is_asked);
    view! {
        <main class="work">
            <h1 class="page-title">{text::EVENTS}</h1>
            <section class="panel"><EventList events=events /></section>
            <p class="trouble" role="alert">{trouble}</p>
            <button
                class="btn"
                hidden=move || !has_more()
                disabled=move || ask.pending().get()
                on:click=move |_| drop(ask.dispatch(()))
            >
                {text::OLDER}
            </button>
        </main>
    }
}
