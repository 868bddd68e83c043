//! Who is told of what: pages of receivers, routes, silences and rules, and what they share.

mod foreign;
mod form;
mod matchers;
mod receiver;
mod receivers;
mod route;
mod routes;
mod rule;
mod rules;
mod silence;
mod silences;
mod test;
mod trial;
mod tunings;
mod what_if;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use wire::inventory::{Channel, Device};
use wire::probe::{Probe, ProbeId};

pub(crate) use self::foreign::ForeignRules;
pub(crate) use self::receiver::{AddReceiver, EditReceiver};
pub(crate) use self::receivers::Receivers;
pub(crate) use self::route::{AddRoute, EditRoute};
pub(crate) use self::routes::Routes;
pub(crate) use self::rule::{AddRule, EditRule};
pub(crate) use self::rules::Rules;
pub(crate) use self::silence::{AddSilence, EditSilence};
pub(crate) use self::silences::Silences;
pub(crate) use self::tunings::{ChannelRules, DeviceRules, ProbeRules, StationRules};
use crate::link::telling::{self, Kept};
use crate::link::{Trouble, inventory};
use crate::live::Live;
use crate::text;
use crate::undo::use_undo;

/// Everything of one sort that is not being deleted, once the station has answered; and what went wrong instead.
struct List<T: Kept> {
    items: RwSignal<Option<Vec<T>>>,
    trouble: RwSignal<Option<String>>,
}

impl<T: Kept> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Kept> Copy for List<T> {}

impl<T: Kept> List<T> {
    fn fetch() -> Self {
        let list = Self {
            items: RwSignal::new(None),
            trouble: RwSignal::new(None),
        };
        list.again();
        list
    }

    fn again(self) {
        leptos::task::spawn_local(async move {
            match telling::all::<T>().await {
                // Nobody needs the answer when the page was left meanwhile.
                Ok(all) => drop(self.items.try_set(Some(all))),
                Err(met) => drop(self.trouble.try_set(Some(met.sentence()))),
            }
        });
    }

    fn shown(self) -> Memo<Vec<T>> {
        let undo = use_undo();
        Memo::new(move |_| {
            let is_there = |item: &&T| !undo.is_doomed(&item.place());
            self.items
                .with(|items| items.iter().flatten().filter(is_there).cloned().collect())
        })
    }

    fn is_empty(self, shown: Memo<Vec<T>>) -> impl Fn() -> bool + Copy {
        move || self.items.with(Option::is_some) && shown.with(Vec::is_empty)
    }

    /// Saves another version of one of them and shows the list as it is then.
    fn change(self, of: (u32, u32), spec: T::Spec) {
        self.trouble.set(None);
        leptos::task::spawn_local(async move {
            if let Err(met) = telling::save::<T>(Some(of), &spec).await {
                self.trouble.try_set(Some(met.sentence()));
            }
            self.again();
        });
    }
}

/// Deletes what the page is about, with a way back, and goes to the list.
#[component]
fn Delete(place: String, name: String, to: &'static str) -> impl IntoView {
    let undo = use_undo();
    let navigate = use_navigate();
    let delete = move |_| {
        undo.delete_at(place.clone(), name.clone());
        navigate(to, NavigateOptions::default());
    };
    view! {
        <button type="button" class="btn" on:click=delete><i class="g g-trash" aria-hidden="true"></i>{text::delete()}</button>
    }
}

/// The page of something that is there: its name, the form in which it is changed, and what deletes it.
fn change_of<T: Kept>(thing: &T, list: &'static str, form: impl IntoView + 'static) -> AnyView {
    view! {
        <h1 class="page-title cut" dir="auto">{text::edit_thing(thing.name())}</h1>
        {form}
        <div class="orders"><Delete place=thing.place() name=thing.name().to_owned() to=list /></div>
    }
    .into_any()
}

/// The thing that the address names, shown by `view` as soon as it is there.
fn named<T: Kept>(list: &'static str, view: impl Fn(T) -> AnyView + Copy + Send + 'static) -> impl IntoView {
    let params = use_params_map();
    let fetched = RwSignal::new(None::<Result<T, Option<String>>>);
    Effect::new(move || {
        let id = params.with(|params| params.get("id")?.parse::<u32>().ok());
        fetched.set(None);
        leptos::task::spawn_local(async move {
            let answer = match id {
                None => Err(None),
                Some(id) => telling::one::<T>(id).await.map_err(|trouble| match trouble {
                    Trouble::Refused(problem) if problem.status == 404 => None,
                    trouble => Some(trouble.sentence()),
                }),
            };
            drop(fetched.try_set(Some(answer)));
        });
    });
    move || match fetched.get() {
        None => ().into_any(),
        Some(Ok(thing)) => view(thing),
        Some(Err(why)) => view! { <NotThere why=why list=list /> }.into_any(),
    }
}

/// In the place of something that cannot be shown.
#[component]
fn NotThere(
    /// Why; without it the station has no such thing.
    why: Option<String>,
    list: &'static str,
) -> impl IntoView {
    view! {
        <div class="lost">
            <p>{why.unwrap_or_else(|| text::not_there_any_more().to_owned())}</p>
            <a class="btn" href=list>{text::back_to_list()}</a>
        </div>
    }
}

/// The heading of a list: its name, the way back to the settings, and what adds to it.
#[component]
fn Head(
    title: &'static str,
    add: &'static str,
    to: &'static str,
    /// What else leads on from here.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="head">
            <a class="btn small back" href="/settings#alerts" aria-label=text::settings()><i class="g g-back" aria-hidden="true"></i></a>
            <h1 class="grow">{title}</h1>
            {children.map(|children| children())}
            <a class="btn go" href=to><i class="g g-plus" aria-hidden="true"></i>{add}</a>
        </header>
    }
}

/// On or off, in a list.
#[component]
fn Switch(
    /// What is switched, for a screen reader.
    label: String,
    is_on: bool,
    #[prop(into)] on_touch: Callback<bool>,
) -> impl IntoView {
    let word = if is_on { text::is_on() } else { text::is_off() };
    view! {
        <button type="button" class="chip switch" role="switch" aria-label=label aria-checked=if is_on { "true" } else { "false" } on:click=move |_| on_touch.run(!is_on)>
            {word}
        </button>
    }
}

/// The devices and channels of the station, as soon as they are known.
#[derive(Clone, Copy)]
struct Around {
    devices: RwSignal<Vec<Device>>,
    channels: RwSignal<Vec<Channel>>,
}

impl Around {
    fn fetch() -> Self {
        let around = Self {
            devices: RwSignal::new(Vec::new()),
            channels: RwSignal::new(Vec::new()),
        };
        leptos::task::spawn_local(async move {
            // Only names are lost when the station does not say.
            if let Ok(devices) = inventory::devices().await {
                around.devices.try_set(devices);
            }
            if let Ok(channels) = inventory::channels().await {
                around.channels.try_set(channels);
            }
        });
        around
    }

    fn device(self, id: wire::inventory::DeviceId) -> String {
        self.devices.with(|devices| {
            let named = devices.iter().find(|device| device.id == id);
            named.map_or_else(|| id.0.to_string(), |device| device.spec.name.clone())
        })
    }

    fn channel(self, id: wire::inventory::ChannelId) -> String {
        self.channels.with(|channels| {
            let named = channels.iter().find(|channel| channel.id == id);
            named.map_or_else(|| id.0.to_string(), |channel| channel.spec.name.clone())
        })
    }
}

/// Every probe by name. Follows the list of probes.
fn probes(live: Live) -> Vec<(ProbeId, String)> {
    let mut names: Vec<_> = live.places.with(|places| {
        places
            .iter()
            .map(|place| (place.id, place.name.clone()))
            .collect()
    });
    names.sort_by_cached_key(|(_, name): &(ProbeId, String)| name.to_lowercase());
    names
}

/// The name of a probe; its number when it is gone. Follows the list of probes.
fn probe_name(live: Live, id: ProbeId) -> String {
    let named = live.places.with(|places| {
        let place = places.iter().find(|place| place.id == id)?;
        Some(place.name.clone())
    });
    named.unwrap_or_else(|| id.to_string())
}

/// Every probe as it is set. Follows the list of probes.
fn whole_probes(live: Live) -> Vec<Probe> {
    let ids: Vec<_> = live
        .places
        .with(|places| places.iter().map(|place| place.id).collect());
    ids.into_iter()
        .filter_map(|id: ProbeId| live.cell(id))
        .map(|cell| cell.view.with(|view| view.probe.clone()))
        .collect()
}

/// The kinds of the probes that the station knows.
fn kinds(live: Live) -> Vec<std::sync::Arc<wire::kind::KindInfo>> {
    let names: Vec<String> = live.hello.with(|hello| {
        let kinds = hello.iter().flat_map(|hello| hello.kinds.iter());
        kinds.map(|kind| kind.name.to_string()).collect()
    });
    names.iter().filter_map(|name| live.kind(name)).collect()
}
