//! What of the events is wanted, kept in the address, so that it can be shared.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use wire::event::EventSort;
use wire::probe::ProbeId;

use crate::link::Which;
use crate::live::Live;
use crate::model::diary::{Wanted, words};
use crate::model::happening::Happening;
use crate::{format, text};

/// Sorts, words and how far back.
#[derive(Clone, Copy)]
pub(super) struct Filter {
    sorts: RwSignal<BTreeSet<Happening>>,
    search: RwSignal<String>,
    /// Up to this moment, as it was entered.
    until: RwSignal<String>,
    probe: RwSignal<Option<ProbeId>>,
}

impl Filter {
    /// What the address asks for; what is changed is written there.
    pub(super) fn of_address() -> Self {
        let filter = use_query_map().with_untracked(|query| {
            let of = |name: &str| query.get_str(name).unwrap_or_default().to_owned();
            let show = of("show");
            let sorts = Happening::ALL
                .into_iter()
                .filter(|sort| show.split(',').any(|key| key == sort.key()));
            Self {
                sorts: RwSignal::new(sorts.collect()),
                search: RwSignal::new(of("find")),
                until: RwSignal::new(of("until")),
                probe: RwSignal::new(of("probe").parse().ok().map(ProbeId)),
            }
        });
        let navigate = use_navigate();
        Effect::new(move |before: Option<String>| {
            let address = filter.address();
            if before.is_some_and(|before| before != address) {
                let options = NavigateOptions {
                    replace: true,
                    scroll: false,
                    ..NavigateOptions::default()
                };
                navigate(&address, options);
            }
            address
        });
        filter
    }

    fn address(self) -> String {
        let sorts: Vec<_> = self
            .sorts
            .with(|sorts| sorts.iter().map(|sort| sort.key()).collect());
        let probe = self
            .probe
            .get()
            .map(|probe| probe.to_string())
            .unwrap_or_default();
        let parts = [
            ("show", sorts.join(",")),
            ("find", self.search.get().trim().to_owned()),
            ("until", self.until.get()),
            ("probe", probe),
        ];
        let part = |(name, value): &(&str, String)| {
            let written = js_sys::encode_uri_component(value);
            (!value.is_empty()).then(|| format!("{name}={written}"))
        };
        let query: Vec<String> = parts.iter().filter_map(part).collect();
        if query.is_empty() {
            "/events".to_owned()
        } else {
            format!("/events?{}", query.join("&"))
        }
    }

    /// Whether anything is left out.
    pub(super) fn is_set(self) -> bool {
        self.sorts.with(|sorts| !sorts.is_empty())
            || self.search.with(|search| !search.trim().is_empty())
            || self.until.with(|until| !until.is_empty())
            || self.probe.get().is_some()
    }

    /// What the station is asked for.
    pub(super) fn asked(self) -> Memo<Which> {
        Memo::new(move |_| {
            let sorts = self.sorts.with(|sorts| {
                let asked = |sort: &Happening| -> &[EventSort] {
                    match sort {
                        Happening::Critical | Happening::Warning | Happening::Minor => {
                            &[EventSort::Raised, EventSort::Station]
                        }
                        Happening::Cleared => &[EventSort::Cleared],
                        Happening::Note => &[EventSort::Note],
                        Happening::Changed => &[EventSort::Changed],
                        Happening::Station => &[EventSort::Station, EventSort::Raised],
                    }
                };
                let mut asked_for: Vec<EventSort> = Vec::new();
                for sort in sorts.iter().flat_map(asked) {
                    if !asked_for.contains(sort) {
                        asked_for.push(*sort);
                    }
                }
                asked_for
            });
            let to = self.until.with(|until| format::read(until));
            Which {
                to,
                probe: self.probe.get(),
                sorts,
                ..Which::default()
            }
        })
    }

    /// What of the answer is shown.
    pub(super) fn wanted(self, live: Live) -> Wanted {
        let words = self.search.with(|search| words(search));
        let names = if words.is_empty() {
            Vec::new()
        } else {
            live.places.get()
        };
        Wanted {
            sorts: self.sorts.get(),
            words,
            names: names
                .into_iter()
                .map(|place| (place.id, place.name.to_lowercase()))
                .collect(),
        }
    }
}

/// Where it is entered.
#[component]
pub(super) fn Bar(filter: Filter) -> impl IntoView {
    let chip = move |sort: Happening| {
        let is_on = move || {
            if filter.sorts.with(|sorts| sorts.contains(&sort)) {
                "true"
            } else {
                "false"
            }
        };
        let turn = move |_| {
            filter.sorts.update(|sorts| {
                if !sorts.remove(&sort) {
                    sorts.insert(sort);
                }
            });
        };
        view! {
            <button class=format!("chip {}", sort.key()) aria-pressed=is_on on:click=turn>
                <i class=format!("g {}", sort.glyph()) aria-hidden="true"></i>
                {text::happenings(sort)}
            </button>
        }
    };
    let clear = move |_| {
        filter.sorts.set(BTreeSet::new());
        filter.search.set(String::new());
        filter.until.set(String::new());
        filter.probe.set(None);
    };
    view! {
        <div class="event-bar" role="search">
            <div class="chips" role="group" aria-label=text::shown_sorts()>
                {Happening::ALL.map(chip).collect_view()}
            </div>
            <div class="event-find">
                <input
                    type="search"
                    dir="auto"
                    aria-label=text::find_events()
                    placeholder=text::find_events()
                    prop:value=filter.search
                    on:input=move |event| filter.search.set(event_target_value(&event))
                />
                <label>
                    <span class="t3">{text::until()}</span>
                    <input
                        type="datetime-local"
                        placeholder=text::moment_example()
                        prop:value=filter.until
                        on:change=move |event| filter.until.set(event_target_value(&event))
                    />
                </label>
                <button class="chip" hidden=move || !filter.is_set() on:click=clear>{text::show_all()}</button>
            </div>
        </div>
    }
}
