//! Adding and changing a channel: its name, and its hops in order.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wire::channel::Way;
use wire::inventory::{Channel, ChannelId, ChannelSpec, Hop};
use wire::probe::ProbeId;
use wire::rule::Tunings;
use wire::settings::FieldError;

use super::{NoSuchChannel, fetch};
use crate::link::{Trouble, inventory};
use crate::live::use_live;
use crate::part::{Entry, Field};
use crate::text;

/// A new channel.
#[component]
pub(crate) fn AddChannel() -> impl IntoView {
    let blank = ChannelSpec {
        name: String::new(),
        hops: vec![new_hop()],
        alerts: Tunings::new(),
    };
    view! {
        <main class="work sheet-of-one">
            <h1 class="page-title">{text::add_channel()}</h1>
            <Form of=None spec=blank />
        </main>
    }
}

/// A change of a channel that is there.
#[component]
pub(crate) fn EditChannel() -> impl IntoView {
    let fetched = fetch();
    view! {
        <main class="work sheet-of-one">
            {move || match fetched.get() {
                None => ().into_any(),
                Some(Ok(Channel { id, revision, spec })) => view! {
                    <h1 class="page-title cut" dir="auto">{text::edit_channel(&spec.name)}</h1>
                    <Form of=Some((id, revision)) spec=spec />
                }
                .into_any(),
                Some(Err(why)) => view! { <NoSuchChannel why=why /> }.into_any(),
            }}
        </main>
    }
}

fn new_hop() -> Hop {
    Hop {
        name: String::new(),
        probes: Vec::new(),
        way: Way::Both,
    }
}

/// What stands in the form, and what is wrong with it.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    /// Each with a number of its own, by which the screen tells them apart while they move.
    hops: RwSignal<Vec<(u32, RwSignal<Hop>)>>,
    next: StoredValue<u32>,
    /// They are not in the form, and stay as they are.
    alerts: StoredValue<Tunings>,
    /// Whether saving was tried: an entry that was not left yet is not called wrong.
    tried: RwSignal<bool>,
    refused: RwSignal<Vec<FieldError>>,
}

impl Draft {
    fn of(spec: ChannelSpec) -> Self {
        let hops: Vec<_> = (0_u32..).zip(spec.hops.into_iter().map(RwSignal::new)).collect();
        Self {
            name: RwSignal::new(spec.name),
            next: StoredValue::new(u32::try_from(hops.len()).unwrap_or(u32::MAX)),
            hops: RwSignal::new(hops),
            alerts: StoredValue::new(spec.alerts),
            tried: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
        }
    }

    fn spec(self) -> ChannelSpec {
        let hops = self.hops.with_untracked(|hops| {
            hops.iter()
                .map(|(_, hop)| hop.get_untracked())
                .collect::<Vec<_>>()
        });
        let trimmed = |hop: Hop| Hop {
            name: hop.name.trim().to_owned(),
            ..hop
        };
        ChannelSpec {
            name: self.name.with_untracked(|name| name.trim().to_owned()),
            hops: hops.into_iter().map(trimmed).collect(),
            alerts: self.alerts.get_value(),
        }
    }

    fn add(self) {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        self.hops
            .update(|hops| hops.push((number, RwSignal::new(new_hop()))));
    }

    fn place(self, number: u32) -> Option<usize> {
        self.hops
            .with(|hops| hops.iter().position(|(known, _)| *known == number))
    }

    /// Changes places with the one before or behind it.
    fn swap(self, number: u32, later: bool) {
        let Some(place) = untrack(|| self.place(number)) else {
            return;
        };
        let Some(other) = (if later {
            place.checked_add(1)
        } else {
            place.checked_sub(1)
        }) else {
            return;
        };
        self.hops.update(|hops| {
            if other < hops.len() {
                hops.swap(place, other);
            }
        });
    }

    fn remove(self, number: u32) {
        self.hops
            .update(|hops| hops.retain(|(known, _)| *known != number));
    }

    fn refusal(self, field: &str) -> Option<String> {
        self.refused.with(|refused| {
            let wrong = refused.iter().find(|wrong| wrong.field == field);
            wrong.map(|wrong| wrong.message.clone())
        })
    }
}

#[component]
fn Form(of: Option<(ChannelId, u32)>, spec: ChannelSpec) -> impl IntoView {
    let draft = Draft::of(spec);
    let trouble = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let save = Action::new_local(move |(): &()| {
        let (navigate, said) = (navigate.clone(), draft.spec());
        async move {
            match inventory::save_channel(of, &said).await {
                Ok(channel) => navigate(&format!("/channel/{}", channel.id.0), NavigateOptions::default()),
                Err(met) => {
                    let sentence = met.sentence();
                    if let Trouble::Refused(problem) = met {
                        draft.refused.set(problem.errors);
                    }
                    trouble.set(Some(sentence));
                }
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.tried.set(true);
        trouble.set(None);
        let said = draft.spec();
        if said.name.is_empty() || said.hops.iter().any(|hop| hop.name.is_empty()) {
            trouble.set(Some(text::fix_entries().to_owned()));
        } else {
            save.dispatch(());
        }
    };
    let name_error = Signal::derive(move || {
        let empty = draft.tried.get() && draft.name.with(|name| name.trim().is_empty());
        empty
            .then(|| text::give_name().to_owned())
            .or_else(|| draft.refusal("name"))
    });
    let back = of.map_or_else(|| "/channels".to_owned(), |(id, _)| format!("/channel/{}", id.0));
    view! {
        <form class="entries" novalidate on:submit=submit>
            <Field
                name="name".to_owned()
                title=text::channel_name()
                help=Signal::stored(text::channel_name_help().to_owned())
                entry=Entry::Text
                value=draft.name
                error=name_error
                on_entry=move |typed: String| {
                    draft.refused.update(|refused| refused.retain(|wrong| wrong.field != "name"));
                    draft.name.set(typed);
                }
                on_leave=|()| ()
            />
            <h2>{text::hops()}</h2>
            <For each=move || draft.hops.get() key=|(number, _)| *number let((number, hop))>
                <OneHop draft=draft number=number hop=hop />
            </For>
            <button type="button" class="btn" on:click=move |_| draft.add()><i class="g g-plus" aria-hidden="true"></i>{text::add_hop()}</button>
            <p class="trouble" role="alert">{trouble}</p>
            <div class="ends">
                <a class="btn" href=back>{text::cancel()}</a>
                <button class="btn go" type="submit" disabled=move || save.pending().get()>{text::save_channel()}</button>
            </div>
        </form>
    }
}

const WAYS: [Way; 3] = [Way::Both, Way::Main, Way::Backup];

fn way_title(way: Way) -> &'static str {
    match way {
        Way::Both => text::way_both(),
        Way::Main => text::way_main(),
        Way::Backup => text::way_backup(),
    }
}

#[component]
fn OneHop(draft: Draft, number: u32, hop: RwSignal<Hop>) -> impl IntoView {
    let place = Memo::new(move |_| draft.place(number).unwrap_or_default());
    let is_first = move || place.get() == 0;
    let is_last = move || draft.hops.with(|hops| place.get() + 1 == hops.len());
    let error = Signal::derive(move || {
        let empty = draft.tried.get() && hop.with(|hop| hop.name.trim().is_empty());
        let refused = || draft.refusal(&format!("hops.{}.name", place.get()));
        empty.then(|| text::give_hop_name().to_owned()).or_else(refused)
    });
    let title = move || text::hop_numbered(place.get() + 1);
    let words = WAYS
        .map(|way| (way_title(way).to_owned(), way_title(way).to_owned()))
        .to_vec();
    view! {
        <fieldset class="panel hop-entry">
            <legend>{title}</legend>
            <Field
                name=format!("hop-{number}-name")
                title=text::channel_name()
                help=Signal::stored(text::hop_name_help().to_owned())
                entry=Entry::Text
                value=Signal::derive(move || hop.with(|hop| hop.name.clone()))
                error=error
                on_entry=move |typed: String| {
                    draft.refused.update(Vec::clear);
                    hop.update(|hop| hop.name = typed);
                }
                on_leave=|()| ()
            />
            <div class="moves">
                <button type="button" class="chip" disabled=is_first on:click=move |_| draft.swap(number, false)>{text::hop_earlier()}</button>
                <button type="button" class="chip" disabled=is_last on:click=move |_| draft.swap(number, true)>{text::hop_later()}</button>
                <button type="button" class="chip" on:click=move |_| draft.remove(number)>{text::remove_hop()}</button>
            </div>
            <Field
                name=format!("hop-{number}-way")
                title=text::hop_way()
                help=Signal::stored(text::hop_way_help().to_owned())
                entry=Entry::Choice(words)
                value=Signal::derive(move || way_title(hop.with(|hop| hop.way)).to_owned())
                error=Signal::stored(None::<String>)
                on_entry=move |typed: String| {
                    if let Some(way) = WAYS.into_iter().find(|way| way_title(*way) == typed) {
                        hop.update(|hop| hop.way = way);
                    }
                }
                on_leave=|()| ()
            />
            <Probes hop=hop />
        </fieldset>
    }
}

/// The probes of the station; a touch chooses those that look at the hop.
#[component]
fn Probes(hop: RwSignal<Hop>) -> impl IntoView {
    let live = use_live();
    let all = Memo::new(move |_| {
        let names = live.places.with(|places| {
            places
                .iter()
                .map(|place| (place.id, place.name.clone()))
                .collect::<Vec<_>>()
        });
        let mut names = names;
        names.sort_by_cached_key(|(_, name)| name.to_lowercase());
        names
    });
    let chip = move |(id, name): (ProbeId, String)| {
        let is_chosen = move || hop.with(|hop| hop.probes.contains(&id));
        let choose = move |_| {
            hop.update(|hop| match hop.probes.iter().position(|known| *known == id) {
                Some(place) => drop(hop.probes.remove(place)),
                None => hop.probes.push(id),
            });
        };
        view! { <button type="button" class="chip cut" dir="auto" aria-pressed=move || if is_chosen() { "true" } else { "false" } on:click=choose>{name}</button> }
    };
    view! {
        <div role="group" aria-label=text::hop_probes()>
            <p class="t3">{text::hop_probes()}</p>
            <Show when=move || all.with(Vec::is_empty)><p class="t2">{text::no_probes_to_choose()}</p></Show>
            <div class="probes-to-choose">
                <For each=move || all.get() key=Clone::clone children=chip />
            </div>
        </div>
    }
}
