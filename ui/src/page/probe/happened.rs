//! What happened to a probe and round it: marks in line with the chart, and the list below.

use std::collections::BTreeSet;

use leptos::html::Div;
use leptos::prelude::*;
use wire::Timestamp;
use wire::event::{Event, EventSort, fold};
use wire::probe::ProbeId;

use crate::link::{self, Which};
use crate::live::Live;
use crate::model::happening::{Cluster, Happening, clusters};
use crate::model::stretch::Stretch;
use crate::part::EventList;
use crate::screen::use_screen;
use crate::{format, text};

/// Sorts that are shown and hidden together, under one word.
type Together = (fn() -> &'static str, &'static [Happening]);

const TOGETHER: [Together; 4] = [
    (
        text::faults,
        &[Happening::Critical, Happening::Warning, Happening::Minor],
    ),
    (text::cleared_ones, &[Happening::Cleared]),
    (text::notes, &[Happening::Note]),
    (text::changes, &[Happening::Changed, Happening::Station]),
];
/// How many the list shows when nobody has asked for some of them.
const LATEST: usize = 8;

/// What happened, and which of it is shown.
#[derive(Clone, Copy)]
pub(super) struct Happened {
    /// Newest first, without the sorts that are hidden.
    shown: Memo<Vec<Event>>,
    hidden: RwSignal<BTreeSet<Happening>>,
    /// The numbers of those that a mark was touched for.
    opened: RwSignal<Vec<u64>>,
}

impl Happened {
    /// Follows the events of a probe, and what was noted about the whole station, in what the chart may show.
    pub(super) fn of(live: Live, probe: ProbeId, stretch: Signal<Stretch>) -> Self {
        const MOST: u32 = 500;
        const AGAIN_MS: i64 = 60_000;
        let told = RwSignal::new(Vec::<Event>::new());
        let page = Memo::new(move |_| (stretch.get().page(live.now()), live.clock.get().0 / AGAIN_MS));
        Effect::new(move || {
            let asked = page.get();
            let ((from, to), _) = asked;
            let which = |probe, sorts: &[EventSort]| Which {
                from: Some(from),
                to: Some(to),
                probe,
                channel: None,
                sorts: sorts.to_vec(),
                cursor: None,
                limit: MOST,
            };
            let (own, round) = (
                which(Some(probe), &[]),
                which(None, &[EventSort::Note, EventSort::Station]),
            );
            leptos::task::spawn_local(async move {
                let (own, round) = futures_util::join!(link::events(&own), link::events(&round));
                if page.try_get_untracked() != Some(asked) {
                    return;
                }
                // Without an answer what was told stays; the chart itself says that the station does not answer.
                if let (Ok(own), Ok(round)) = (own, round) {
                    let round = round.items.into_iter().filter(|event| event.probe.is_none());
                    told.set(own.items.into_iter().chain(round).collect());
                }
            });
        });
        let hidden = RwSignal::new(BTreeSet::new());
        let shown = Memo::new(move |_| {
            let is_near = |event: &Event| match event.probe {
                Some(of) => of == probe,
                None => matches!(event.sort, EventSort::Note | EventSort::Station),
            };
            // What replaces a note is known only as long as it is news; the station folds what it tells itself.
            let mut all: Vec<Event> = told.get();
            live.events.with(|events| {
                let known: BTreeSet<u64> = all.iter().map(|event| event.seq).collect();
                let news = events
                    .iter()
                    .filter(|event| !known.contains(&event.seq) && (event.of.is_some() || is_near(event)));
                all.extend(news.cloned());
            });
            let mut all = fold(all);
            all.retain(|event| hidden.with(|hidden| !hidden.contains(&Happening::of(event))));
            all.sort_by_key(|event| std::cmp::Reverse((event.at, event.seq)));
            all
        });
        Self {
            shown,
            hidden,
            opened: RwSignal::new(Vec::new()),
        }
    }
}

/// Marks in line with the chart; those that stand too close share one.
#[component]
pub(super) fn Flags(
    happened: Happened,
    #[prop(into)] edges: Signal<(Timestamp, Timestamp)>,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let screen = use_screen();
    let shown = Memo::new(move |_| {
        screen.sized.track();
        let (from, to) = edges.get();
        // A place that is not laid out yet is measured when the chart moves on.
        let Some(place) = place.get().filter(|place| place.offset_width() > 0) else {
            return Vec::new();
        };
        let apart = f64::from(place.offset_height()) / f64::from(place.offset_width());
        happened.shown.with(|events| clusters(events, from, to, apart))
    });
    view! {
        <div class="flags" node_ref=place role="group" aria-label=text::happened()>
            {move || shown.get().into_iter().map(|cluster| view! { <Flag happened=happened cluster=cluster /> }).collect_view()}
        </div>
    }
}

#[component]
fn Flag(happened: Happened, cluster: Cluster) -> impl IntoView {
    let worst = cluster.worst().unwrap_or(Happening::Station);
    let first = cluster.events.first();
    let name = first.map_or_else(String::new, |first| {
        let when = format::date_and_clock(first.at);
        match cluster.events.len() {
            1 => format!("{when}, {}: {}", text::happening(worst), first.text),
            many => text::several(many, &when, text::happening(worst)),
        }
    });
    let seqs: Vec<u64> = cluster.events.iter().map(|event| event.seq).collect();
    let is_on = {
        let seqs = seqs.clone();
        move || {
            let is_on = happened.opened.with(|opened| *opened == seqs);
            if is_on { "true" } else { "false" }
        }
    };
    let open = move |_| {
        happened.opened.update(|opened| {
            *opened = if *opened == seqs { Vec::new() } else { seqs.clone() };
        });
    };
    let count = Some(cluster.events.len()).filter(|count| *count > 1);
    view! {
        <button
            class=format!("flag {}", worst.key())
            style:left=format!("{:.3}%", cluster.across * 100.0)
            aria-label=name.clone()
            title=name
            aria-pressed=is_on
            on:click=open
        >
            <i class=format!("g {}", worst.glyph()) aria-hidden="true"></i>
            {count}
        </button>
    }
}

/// The list: what a mark was touched for, else what lies in a held chart, else the latest.
#[component]
pub(super) fn HappenedList(
    happened: Happened,
    stretch: Signal<Stretch>,
    #[prop(into)] edges: Signal<(Timestamp, Timestamp)>,
) -> impl IntoView {
    let is_held = Memo::new(move |_| stretch.get().end.is_some());
    let listed = Memo::new(move |_| {
        let opened = happened.opened.get();
        happened.shown.with(|events| {
            let shown = events.iter();
            if !opened.is_empty() {
                return shown
                    .filter(|event| opened.contains(&event.seq))
                    .cloned()
                    .collect();
            }
            if is_held.get() {
                let (from, to) = edges.get();
                return shown
                    .filter(|event| (from..=to).contains(&event.at))
                    .cloned()
                    .collect();
            }
            shown.take(LATEST).cloned().collect::<Vec<_>>()
        })
    });
    let heading = move || match (happened.opened.with(Vec::is_empty), is_held.get()) {
        (false, _) => text::at_the_mark(),
        (true, true) => text::in_the_time_shown(),
        (true, false) => text::last_events(),
    };
    let toggle = move |(word, sorts): Together| {
        let is_on = move || {
            let is_hidden = happened
                .hidden
                .with(|hidden| sorts.iter().any(|sort| hidden.contains(sort)));
            if is_hidden { "false" } else { "true" }
        };
        let turn = move |_| {
            happened.hidden.update(|hidden| {
                for sort in sorts {
                    if !hidden.remove(sort) {
                        hidden.insert(*sort);
                    }
                }
            });
        };
        view! { <button class="chip" aria-pressed=is_on on:click=turn>{word()}</button> }
    };
    view! {
        <section class="panel">
            <div class="list-head">
                <h2>{heading}</h2>
                <button
                    class="chip"
                    hidden=move || happened.opened.with(Vec::is_empty)
                    on:click=move |_| happened.opened.set(Vec::new())
                >
                    {text::show_all()}
                </button>
                <div class="chips" role="group" aria-label=text::shown_sorts()>{TOGETHER.map(toggle).collect_view()}</div>
            </div>
            <EventList events=listed empty=text::none_here() />
        </section>
    }
}
