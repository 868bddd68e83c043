//! The list of incidents: filters, search, rows that keep their place under a finger.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html::Section;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wire::alert::AlertId;

use super::Desk;
use super::bulk::Bulk;
use super::foot::Foot;
use super::past::Past;
use super::row::{Chosen, Row};
use crate::live::Live;
use crate::model::alerts::{Incident, Show, Steady, found, in_order, is_flood};
use crate::model::diary::words;
use crate::sound::SoundSwitch;
use crate::text;
use crate::who::use_who;

/// So long after a hand has left the list its rows stay where they are.
const AT_REST: Duration = Duration::from_secs(3);

/// What a list of rows was made for; another one begins anew.
type Asked = (Show, String, u32);

#[component]
pub(super) fn List(live: Live, desk: Desk, opened: Memo<Option<AlertId>>) -> impl IntoView {
    let chosen = Chosen {
        is_on: RwSignal::new(false),
        ids: RwSignal::new(BTreeSet::new()),
    };
    let show = desk.show;
    let wanted = wanted(live, desk);
    let held = Held::new();
    let steady = Memo::new(move |before: Option<&(Asked, Steady)>| {
        let asked = (show.get(), desk.search.get(), held.turn.get());
        let before = before.filter(|(of, _)| *of == asked);
        let before = before.map(|(_, steady)| steady.clone()).unwrap_or_default();
        let is_held = held.is_held.get() || chosen.is_on.get();
        let steady = wanted.with(|wanted| before.after(wanted, is_held));
        (asked, steady)
    });
    let rows = Memo::new(move |_| steady.with(|(_, steady)| steady.rows.clone()));
    // What is shown beside the list is not exchanged under anybody's eyes.
    Effect::new(move |before: Option<Show>| {
        let show = show.get();
        let first = rows.with(|rows| rows.first().copied());
        if before != Some(show) || desk.first.get_untracked().is_none() {
            desk.first.set(first);
        }
        show
    });
    let list = NodeRef::<Section>::new();
    let new = move || match steady.with(|(_, steady)| steady.new) {
        0 => None,
        count => {
            let up = move |_| {
                held.turn.update(|turn| *turn = turn.wrapping_add(1));
                if let Some(list) = list.get_untracked() {
                    list.set_scroll_top(0);
                }
            };
            Some(
                view! { <button type="button" class="btn go new" on:click=up>{text::new_above(count)}</button> },
            )
        }
    };
    let is_past = Memo::new(move |_| show.get() == Show::Past);
    let is_empty = Memo::new(move |_| live.filled.get() && rows.with(Vec::is_empty));
    let is_searched = Memo::new(move |_| desk.search.with(|search| !search.trim().is_empty()));
    let can_choose = Memo::new(move |_| !is_past.get() && !is_empty.get());
    let select = move |_| {
        chosen.ids.update(BTreeSet::clear);
        chosen.is_on.update(|is_on| *is_on = !*is_on);
    };
    view! {
        <section class="left" node_ref=list on:pointerdown=move |_| held.down() on:scroll=move |_| held.touched()>
            <h1 class="vh">{text::alerts()}</h1>
            <Filters live=live desk=desk />
            <Flood live=live />
            <div class="finder-line">
                <input
                    class="search grow"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    data-key="/"
                    aria-label=text::search_alerts()
                    placeholder=text::search_alerts()
                    prop:value=desk.search
                    on:input=move |event| desk.search.set(event_target_value(&event))
                />
                <a class="chip" href="/alerts/health" title=text::health_help()>{text::show_health()}</a>
                <Show when=move || can_choose.get()>
                    <button type="button" class="chip" aria-pressed=move || chosen.is_on.get().to_string() on:click=select>{text::select_alerts()}</button>
                </Show>
            </div>
            {new}
            {move || if is_past.get() {
                view! { <Past live=live desk=desk opened=opened /> }.into_any()
            } else {
                view! {
                    <ul class="rows" on:keydown=move |event| step(&event)>
                        <For each=move || rows.get() key=|id| *id let(id)>
                            <Row live=live desk=desk opened=opened chosen=chosen id=id />
                        </For>
                    </ul>
                    <Show when=move || is_empty.get()>
                        {move || view! { <Empty show=show.get() is_searched=is_searched.get() /> }}
                    </Show>
                }
                .into_any()
            }}
            <Show when=move || chosen.is_on.get()><Bulk live=live chosen=chosen /></Show>
            <Foot live=live />
            <SoundSwitch />
        </section>
    }
}

/// The incidents that are asked for, in their order.
fn wanted(live: Live, desk: Desk) -> Memo<Vec<AlertId>> {
    let who = use_who();
    Memo::new(move |_| {
        let (me, show) = (who.known_as(), desk.show.get());
        let words = desk.search.with(|search| words(search));
        let all = live.alerts.with(|known| known.incidents());
        let fits = |incident: &Incident| {
            let places = || {
                let places = incident.alerts.iter().map(|alert| desk.places.of(live, alert));
                places.collect::<Vec<_>>().join("\n")
            };
            show.takes(incident, &me) && (words.is_empty() || found(incident, &places(), &words))
        };
        let wanted = all.into_values().filter(fits).collect();
        let ids = in_order(wanted).into_iter().map(|incident| incident.id);
        ids.collect::<Vec<_>>()
    })
}

/// Whether a hand is on the list, or was a moment ago.
#[derive(Clone, Copy)]
struct Held {
    is_held: RwSignal<bool>,
    /// Changes when the rows are to be put in order all the same.
    turn: RwSignal<u32>,
    is_down: StoredValue<bool>,
    /// Counts touches, so that an old one ends nothing newer.
    count: StoredValue<u32>,
}

impl Held {
    fn new() -> Self {
        let held = Self {
            is_held: RwSignal::new(false),
            turn: RwSignal::new(0),
            is_down: StoredValue::new(false),
            count: StoredValue::new(0),
        };
        let lifted = move || {
            if held.is_down.get_value() {
                held.is_down.set_value(false);
                held.touched();
            }
        };
        let up = window_event_listener(leptos::ev::pointerup, move |_| lifted());
        let gone = window_event_listener(leptos::ev::pointercancel, move |_| lifted());
        on_cleanup(move || {
            up.remove();
            gone.remove();
        });
        held
    }

    fn down(self) {
        self.is_down.set_value(true);
        self.touched();
    }

    fn touched(self) {
        self.is_held.set(true);
        self.count.update_value(|count| *count = count.wrapping_add(1));
        let count = self.count.get_value();
        set_timeout(
            move || {
                let is_last = self.count.try_get_value() == Some(count);
                if is_last && self.is_down.try_get_value() == Some(false) {
                    self.is_held.try_set(false);
                }
            },
            AT_REST,
        );
    }
}

/// Up and down go from row to row.
fn step(event: &KeyboardEvent) {
    let is_down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let focused = document().active_element();
    let row = focused.and_then(|focused| focused.closest("li").ok().flatten());
    let Some(row) = row else { return };
    let next = if is_down {
        row.next_element_sibling()
    } else {
        row.previous_element_sibling()
    };
    let inside = next.and_then(|next| next.query_selector(".inside").ok().flatten());
    if let Some(inside) = inside.and_then(|inside| inside.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        inside.focus().ok();
    }
}

/// Which incidents are shown, and how many each way has.
#[component]
fn Filters(live: Live, desk: Desk) -> impl IntoView {
    let who = use_who();
    let count = move |show: Show| {
        Memo::new(move |_| {
            let me = who.known_as();
            live.alerts.with(|known| {
                let incidents = known.incidents().into_values();
                incidents.filter(|incident| show.takes(incident, &me)).count()
            })
        })
    };
    let way = move |show: Show, word: &'static str| {
        let count = count(show);
        let href = match show.word() {
            "" => "/alerts".to_owned(),
            word => format!("/alerts?show={word}"),
        };
        let number = move || (show != Show::Past).then(|| view! { " " <b>{count}</b> });
        view! {
            <a class="chip" href=href aria-current=move || (desk.show.get() == show).then_some("true")>{word}{number}</a>
        }
    };
    // The counters of the ribbon lead here; their way back is the first chip.
    let counted = move || match desk.show.get() {
        Show::Crit => Some(way(Show::Crit, text::crit())),
        Show::Warn => Some(way(Show::Warn, text::warn())),
        Show::Active | Show::Mine | Show::Shelved | Show::Past => None,
    };
    view! {
        <nav class="chips filters" aria-label=text::alerts()>
            {way(Show::Active, text::show_active())}
            {counted}
            {way(Show::Mine, text::show_mine())}
            {way(Show::Shelved, text::show_shelved())}
            {way(Show::Past, text::show_past())}
        </nav>
    }
}

/// Over the rows when more comes than anybody can follow.
#[component]
fn Flood(live: Live) -> impl IntoView {
    let is_now = Memo::new(move |_| is_flood(live.lately.get()));
    view! {
        <Show when=move || is_now.get()>
            <p class="panel flood" role="status">
                <i class="g g-warn" aria-hidden="true"></i>
                <b>{move || text::flood_now(live.lately.get())}</b>
            </p>
        </Show>
    }
}

/// In the place of rows.
#[component]
fn Empty(show: Show, is_searched: bool) -> impl IntoView {
    let (what, advice) = match show {
        _ if is_searched => (text::no_alert_found(), ""),
        Show::Active => (text::all_clear(), text::all_clear_advice()),
        Show::Crit | Show::Warn => (text::none_waits(), ""),
        Show::Mine => (text::none_mine(), text::none_mine_advice()),
        Show::Shelved => (text::none_shelved(), text::none_shelved_advice()),
        Show::Past => (text::none_past(), ""),
    };
    view! {
        <div class="lost">
            <h2>{what}</h2>
            <p>{advice}</p>
        </div>
    }
}
