//! What happened, newest first, as far back as the station remembers.

mod filter;

use leptos::prelude::*;
use wire::event::{Event, fold};

use self::filter::{Bar, Filter};
use crate::live::{Live, use_live};
use crate::model::diary;
use crate::part::EventList;
use crate::{format, link, text};

/// How many events one question is answered with, and how many rows are added to the page at once.
const PAGE: u32 = 200;

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
    let filter = Filter::of_address();
    let older = RwSignal::new(Older::default());
    let trouble = RwSignal::new(None::<String>);
    let rows = RwSignal::new(PAGE as usize);
    let asked = filter.asked();
    let ask = Action::new_local(move |(): &()| async move {
        let which = link::Which {
            cursor: older.with_untracked(|older| older.next.clone()),
            limit: PAGE,
            ..asked.get_untracked()
        };
        let answer = link::events(&which).await;
        // The question may have become another one meanwhile.
        if asked
            .try_get_untracked()
            .is_none_or(|now| now.to != which.to || now.sorts != which.sorts)
        {
            return;
        }
        match answer {
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
    Effect::new(move || {
        asked.track();
        older.set(Older::default());
        rows.set(PAGE as usize);
        ask.dispatch(());
    });
    let all = Memo::new(move |_| older.with(|older| together(live, older)));
    let found = Memo::new(move |_| {
        let wanted = filter.wanted(live);
        all.with(|events| diary::found(events, &wanted))
    });
    let days = Memo::new(move |_| {
        found.with(|found| diary::days(found.iter().take(rows.get()), format::is_same_day))
    });
    let has_more = move || {
        found.with(|found| found.len() > rows.get())
            || older.with(|older| older.next.is_some() || !older.is_asked)
    };
    let more = move |_| {
        let are_there = found.with_untracked(|found| found.len() > rows.get_untracked() + PAGE as usize);
        rows.update(|rows| *rows += PAGE as usize);
        if !are_there && older.with_untracked(|older| older.next.is_some() || !older.is_asked) {
            ask.dispatch(());
        }
    };
    let empty = move || {
        let is_told = older.with(|older| older.is_asked) && found.with(Vec::is_empty);
        is_told.then(|| {
            if filter.is_set() {
                text::no_such_events()
            } else {
                text::no_events()
            }
        })
    };
    view! {
        <main class="work">
            <h1 class="page-title">{text::events()}</h1>
            <Bar filter=filter />
            <section class="panel days">
                <For each=move || days.get() key=|day| day.begin let(day)>
                    <Day days=days begin=day.begin />
                </For>
                <p class="t3">{empty}</p>
            </section>
            <p class="trouble" role="alert">{trouble}</p>
            <button class="btn" hidden=move || !has_more() disabled=move || ask.pending().get() on:click=more>
                {text::older()}
            </button>
        </main>
    }
}

#[component]
fn Day(days: Memo<Vec<diary::Day>>, begin: wire::Timestamp) -> impl IntoView {
    let events = Memo::new(move |_| {
        days.with(|days| {
            let day = days.iter().find(|day| day.begin == begin);
            day.map(|day| day.events.clone()).unwrap_or_default()
        })
    });
    view! {
        <h2 class="day">{format::day(begin)}</h2>
        <EventList events=events empty="" of_one_day=true />
    }
}

/// What the station was asked for and what came since, newest first, each note as it was last written.
fn together(live: Live, older: &Older) -> Vec<Event> {
    let newest = older
        .events
        .iter()
        .map(|event| event.seq)
        .max()
        .unwrap_or_default();
    let mut events = live.events.with(|events| {
        let newer = events
            .iter()
            .filter(|event| event.seq > newest || event.of.is_some());
        newer.cloned().collect::<Vec<_>>()
    });
    events.extend(older.events.iter().cloned());
    let mut events = fold(events);
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.seq)));
    events
}
