//! Finding: by words, by state, by kind and group.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

use super::section::heading;
use crate::live::Live;
use crate::model::filter::{self, Filter, Show as State};
use crate::model::wall::Place;
use crate::page::Sleep;
use crate::part::Choice;
use crate::screen::use_screen;
use crate::text;

/// Whether the bar is open on a screen that has no room for it all the time.
#[derive(Clone, Copy)]
pub(crate) struct BarSwitch(RwSignal<bool>);

impl BarSwitch {
    /// Closed.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(false))
    }
}

/// What can be found, with the words under which it is.
type Known = Memo<Vec<(Arc<Place>, String)>>;

/// The button that opens the bar, in the ribbon of a rack: there the wall needs every line for its tiles.
#[component]
pub(crate) fn WallBarButton() -> impl IntoView {
    let screen = use_screen();
    let switch: BarSwitch = expect_context();
    let path = use_location().pathname;
    let turn = move |event: ev::MouseEvent| {
        switch.0.update(|open| *open = !*open);
        // Whoever came by a key goes on typing; a finger may want the states, and no keyboard over the tiles.
        if event.detail() == 0 && switch.0.get_untracked() {
            request_animation_frame(|| {
                let entry = document().query_selector(".finder .entry").ok().flatten();
                entry
                    .and_then(|entry| entry.dyn_into::<web_sys::HtmlElement>().ok())
                    .and_then(|entry| entry.focus().ok());
            });
        }
    };
    let is_here =
        Memo::new(move |_| path.with(|path| path == "/") && screen.worn.with(|worn| worn == "rack"));
    view! {
        <Show when=move || is_here.get()>
            <button
                class="tool"
                aria-label=text::find_and_filter()
                title=text::find_and_filter()
                aria-expanded=move || switch.0.get().to_string()
                data-key=move || (!switch.0.get()).then_some("/")
                on:click=turn
            >
                <i class="g g-filter" aria-hidden="true"></i>
            </button>
        </Show>
    }
}

/// One line: words, states, and what opens the choice of kinds and groups.
#[component]
pub(crate) fn WallBar(
    live: Live,
    filter: RwSignal<Filter>,
    known: Known,
    /// What words, kind and group leave.
    found: Memo<Vec<Arc<Place>>>,
    /// How many tiles are shown.
    count: Memo<usize>,
    choice: Choice,
) -> impl IntoView {
    let screen = use_screen();
    let switch: BarSwitch = expect_context();
    let sleep: Sleep = expect_context();
    let is_rack = move || screen.worn.with(|worn| worn == "rack");
    let is_open = Memo::new(move |_| !is_rack() || switch.0.get() || filter.with(|filter| !filter.is_open()));
    let is_wide =
        RwSignal::new(filter.with_untracked(|filter| filter.kind.is_some() || filter.group.is_some()));
    let entry = NodeRef::<Input>::new();
    let leave = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            if filter.with_untracked(|filter| filter.find.is_empty()) {
                // What has no focus cannot lose it.
                entry.get_untracked().and_then(|entry| entry.blur().ok());
                switch.0.set(false);
            } else {
                filter.update(|filter| filter.find.clear());
            }
        }
    };
    let choose = move |_| {
        if choice.is_on.get_untracked() {
            choice.end();
        } else {
            choice.is_on.set(true);
        }
    };
    let counts = Memo::new(move |_| {
        live.faces
            .with(|faces| found.with(|found| filter::counts(found, faces)))
    });
    view! {
        <Show when=move || is_open.get()>
            <search class="finder">
                <div class="line">
                    <input
                        node_ref=entry
                        type="search"
                        class="entry"
                        data-key="/"
                        placeholder=text::find_hint()
                        aria-label=text::find_and_filter()
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || filter.with(|filter| filter.find.clone())
                        on:input:target=move |event| filter.update(|filter| filter.find = event.target().value())
                        on:keydown=leave
                    />
                    <div class="chips states" role="group" aria-label=text::by_state()>
                        <Exceptions filter=filter count=Signal::derive(move || counts.get().1) />
                        {State::ALL
                            .into_iter()
                            .enumerate()
                            .map(|(index, state)| {
                                let count = Signal::derive(move || counts.with(|counts| counts.0[index]));
                                view! { <OfState filter=filter state=state count=count /> }
                            })
                            .collect_view()}
                    </div>
                    <Show when=move || filter.with(|filter| !filter.is_open())>
                        <span class="told" role="status">{move || text::showing(count.get(), known.with(Vec::len))}</span>
                        <button class="chip" on:click=move |_| filter.set(Filter::default())>{text::show_all()}</button>
                    </Show>
                    <button
                        class="chip"
                        aria-expanded=move || is_wide.get().to_string()
                        aria-pressed=move || {
                            filter.with(|filter| filter.kind.is_some() || filter.group.is_some()).to_string()
                        }
                        on:click=move |_| is_wide.update(|wide| *wide = !*wide)
                    >
                        {text::kinds_and_groups()}
                    </button>
                    <button class="chip" aria-pressed=move || choice.is_on.get().to_string() on:click=choose>
                        <i class="g g-check" aria-hidden="true"></i>
                        {text::choose()}
                    </button>
                    <button class="chip" on:click=move |_| sleep.fall()>
                        <i class="g g-eye" aria-hidden="true"></i>
                        {text::glance()}
                    </button>
                </div>
                <Show when=move || is_wide.get()>
                    <KindsAndGroups live=live filter=filter known=known />
                </Show>
            </search>
        </Show>
    }
}

/// Everything that is not as it should be, in one touch.
#[component]
fn Exceptions(filter: RwSignal<Filter>, count: Signal<usize>) -> impl IntoView {
    let is_on = move || filter.with(Filter::is_exceptions);
    let turn = move |_| {
        filter.update(|filter| {
            filter.show = if filter.is_exceptions() {
                BTreeSet::new()
            } else {
                State::EXCEPTIONS.into()
            };
        });
    };
    view! {
        <button class="chip" class:none=move || count.get() == 0 aria-pressed=move || is_on().to_string() on:click=turn>
            {text::exceptions()}
            <b>{count}</b>
        </button>
    }
}

#[component]
fn OfState(filter: RwSignal<Filter>, state: State, count: Signal<usize>) -> impl IntoView {
    let face = state.face();
    let turn = move |_| {
        filter.update(|filter| {
            if !filter.show.remove(&state) {
                filter.show.insert(state);
            }
        });
    };
    view! {
        <button
            class=format!("chip {}", face.class())
            class:none=move || count.get() == 0
            aria-pressed=move || filter.with(|filter| filter.show.contains(&state)).to_string()
            on:click=turn
        >
            <i class=face.glyph() aria-hidden="true"></i>
            {face.word()}
            <b>{count}</b>
        </button>
    }
}

/// The kinds and groups that are there.
#[component]
fn KindsAndGroups(live: Live, filter: RwSignal<Filter>, known: Known) -> impl IntoView {
    let kinds = Memo::new(move |_| {
        let names: BTreeSet<String> =
            known.with(|known| known.iter().map(|(place, _)| place.kind.clone()).collect());
        let titled = |name: String| {
            let title = live
                .kind(&name)
                .map_or_else(|| name.clone(), |kind| kind.title.to_string());
            (name, title)
        };
        names.into_iter().map(titled).collect::<Vec<_>>()
    });
    let groups = Memo::new(move |_| {
        let places = known.with(|known| known.iter().map(|(place, _)| place.clone()).collect::<Vec<_>>());
        let groups = crate::model::wall::groups(places);
        let titled = |group: crate::model::wall::Group| {
            let title = heading(&group.name);
            (group.name, title)
        };
        groups.into_iter().map(titled).collect::<Vec<_>>()
    });
    let of_kind: fn(&mut Filter) -> &mut Option<String> = |filter| &mut filter.kind;
    let of_group: fn(&mut Filter) -> &mut Option<String> = |filter| &mut filter.group;
    view! {
        <OneOf filter=filter title=text::kind() offered=kinds of=of_kind />
        <OneOf filter=filter title=text::group() offered=groups of=of_group />
    }
}

/// One of some names, or none.
#[component]
fn OneOf(
    filter: RwSignal<Filter>,
    title: &'static str,
    offered: Memo<Vec<(String, String)>>,
    of: fn(&mut Filter) -> &mut Option<String>,
) -> impl IntoView {
    let chosen = Memo::new(move |_| of(&mut filter.get()).clone());
    view! {
        <div class="one-of">
            <span>{title}</span>
            <div class="chips" role="group" aria-label=title>
                <For each=move || offered.get() key=Clone::clone let((name, shown))>
                    <Offer filter=filter chosen=chosen of=of name=name shown=shown />
                </For>
            </div>
        </div>
    }
}

#[component]
fn Offer(
    filter: RwSignal<Filter>,
    chosen: Memo<Option<String>>,
    of: fn(&mut Filter) -> &mut Option<String>,
    name: String,
    shown: String,
) -> impl IntoView {
    let is_on = Memo::new({
        let name = name.clone();
        move |_| chosen.with(|chosen| chosen.as_ref() == Some(&name))
    });
    let turn = move |_| {
        filter.update(|filter| *of(filter) = (!is_on.get_untracked()).then(|| name.clone()));
    };
    view! {
        <button class="chip" aria-pressed=move || is_on.get().to_string() on:click=turn>
            <span class="cut" dir="auto" title=shown.clone()>{shown.clone()}</span>
        </button>
    }
}
