//! The same for a device, a channel, and the whole station: what holds for all of their probes.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use wire::inventory::{Channel, ChannelId, Device, DeviceId};
use wire::probe::{Probe, ProbeId};
use wire::rule::{InForce, Origin, Tunings};
use wire::station::Station;

use super::{Deeds, Drafts, RuleList, begun, goes_through, read};
use crate::link::{Trouble, inventory, station, telling};
use crate::live::{Live, use_live};
use crate::page::telling::form::Faults;
use crate::page::telling::{Around, NotThere, whole_probes};
use crate::text;

/// What the rules are set for.
#[derive(Clone)]
enum Kept {
    Station(Station),
    Device(Device),
    Channel(Channel),
}

/// Which of them, by the address.
#[derive(Clone, Copy)]
enum Which {
    Station,
    Device(u32),
    Channel(u32),
}

impl Which {
    async fn fetch(self) -> Result<Kept, Trouble> {
        Ok(match self {
            Self::Station => Kept::Station(station::station().await?),
            Self::Device(id) => Kept::Device(inventory::device(DeviceId(id)).await?),
            Self::Channel(id) => Kept::Channel(inventory::channel(ChannelId(id)).await?),
        })
    }
}

impl Kept {
    fn alerts(&self) -> &Tunings {
        match self {
            Self::Station(station) => &station.spec.alerts,
            Self::Device(device) => &device.spec.alerts,
            Self::Channel(channel) => &channel.spec.alerts,
        }
    }

    fn origin(&self) -> Origin {
        match self {
            Self::Station(_) => Origin::Station,
            Self::Device(device) => Origin::Device { id: device.id },
            Self::Channel(channel) => Origin::Channel { id: channel.id },
        }
    }

    fn title(&self) -> String {
        match self {
            Self::Station(_) => text::rules_of_station().to_owned(),
            Self::Device(device) => text::rules_of(&device.spec.name),
            Self::Channel(channel) => text::rules_of(&channel.spec.name),
        }
    }

    fn page(&self) -> String {
        match self {
            Self::Station(_) => "/settings#alerts".to_owned(),
            Self::Device(device) => format!("/device/{}", device.id.0),
            Self::Channel(channel) => format!("/channel/{}", channel.id.0),
        }
    }

    fn is_of(&self, probe: &Probe) -> bool {
        match self {
            Self::Station(_) => true,
            Self::Device(device) => probe.spec.device == Some(device.id),
            Self::Channel(channel) => goes_through(channel, probe.id),
        }
    }

    /// Saves it with these tunings; as the station has it then.
    async fn save(self, alerts: Tunings) -> Result<Self, Trouble> {
        Ok(match self {
            Self::Station(mut kept) => {
                kept.spec.alerts = alerts;
                Self::Station(station::set_station(kept.revision, &kept.spec, None).await?)
            }
            Self::Device(mut kept) => {
                kept.spec.alerts = alerts;
                let of = Some((kept.id, kept.revision));
                Self::Device(inventory::save_device(of, &kept.spec).await?)
            }
            Self::Channel(mut kept) => {
                kept.spec.alerts = alerts;
                let of = Some((kept.id, kept.revision));
                Self::Channel(inventory::save_channel(of, &kept.spec).await?)
            }
        })
    }
}

/// What holds for every probe.
#[component]
pub(crate) fn StationRules() -> impl IntoView {
    view! { <Scoped which=|_| Which::Station list="/settings" /> }
}

/// What holds for the probes of a device.
#[component]
pub(crate) fn DeviceRules() -> impl IntoView {
    view! { <Scoped which=Which::Device list="/devices" /> }
}

/// What holds for the probes of a channel.
#[component]
pub(crate) fn ChannelRules() -> impl IntoView {
    view! { <Scoped which=Which::Channel list="/channels" /> }
}

#[component]
fn Scoped(which: fn(u32) -> Which, list: &'static str) -> impl IntoView {
    let live = use_live();
    let params = use_params_map();
    let fetched = RwSignal::new(None::<Result<Kept, Option<String>>>);
    Effect::new(move || {
        let id = params.with(|params| {
            params
                .get("id")
                .and_then(|id| id.parse().ok())
                .unwrap_or_default()
        });
        fetched.set(None);
        leptos::task::spawn_local(async move {
            let answer = which(id).fetch().await.map_err(|trouble| match trouble {
                Trouble::Refused(problem) if problem.status == 404 => None,
                trouble => Some(trouble.sentence()),
            });
            drop(fetched.try_set(Some(answer)));
        });
    });
    view! {
        <main class="work sheet-of-one telling">
            {move || match fetched.get() {
                None => ().into_any(),
                Some(Ok(kept)) => live.filled.get().then(|| view! { <Whole live=live kept=kept /> }).into_any(),
                Some(Err(why)) => view! { <NotThere why=why list=list /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Whole(live: Live, kept: Kept) -> impl IntoView {
    let around = Around::fetch();
    let (title, page, here) = (kept.title(), kept.page(), kept.origin());
    let rules = RwSignal::new(None::<Vec<InForce>>);
    let trouble = RwSignal::new(None::<String>);
    let said = RwSignal::new(None::<&'static str>);
    let drafts: Drafts = RwSignal::new(untrack(|| begun(live, kept.alerts())));
    let faults = Faults::new();
    let kept = StoredValue::new(kept);
    let fetch = move || {
        let some = untrack(|| one_of_each_kind(live, |probe| kept.with_value(|kept| kept.is_of(probe))));
        leptos::task::spawn_local(async move {
            let mut all = BTreeMap::new();
            for id in some {
                match telling::rules_of(id).await {
                    Ok(of_probe) => all.extend(of_probe.into_iter().map(|rule| (rule.rule.clone(), rule))),
                    Err(met) => drop(trouble.try_set(Some(met.sentence()))),
                }
            }
            rules.try_set(Some(all.into_values().collect()));
        });
    };
    fetch();
    let save = Action::new_local(move |(): &()| {
        let (alerts, wrong) = untrack(|| read(live, drafts));
        let now = kept.get_value();
        async move {
            trouble.set(None);
            said.set(None);
            let is_wrong = !wrong.is_empty();
            faults.0.set(wrong);
            if is_wrong {
                return trouble.set(Some(text::fix_entries().to_owned()));
            }
            match now.save(alerts).await {
                Ok(saved) => {
                    drafts.set(untrack(|| begun(live, saved.alerts())));
                    kept.set_value(saved);
                    fetch();
                    said.set(Some(text::saved()));
                }
                Err(met) => trouble.set(Some(faults.refused(met))),
            }
        }
    });
    view! {
        <header class="head">
            <a class="btn small back" href=page.clone() aria-label=text::back_to_list()><i class="g g-back" aria-hidden="true"></i></a>
            <h1 class="grow cut" dir="auto">{title}</h1>
        </header>
        <p class="t2 known">{text::rules_of_help()}</p>
        <RuleList live=live around=around rules=rules drafts=drafts faults=faults here=here />
        <Deeds back=page trouble=trouble said=said save=save />
    }
}

/// A probe of each kind among those that fit: its rules stand for those of all.
fn one_of_each_kind(live: Live, fits: impl Fn(&Probe) -> bool) -> Vec<ProbeId> {
    let mut seen = BTreeSet::new();
    let mut probes = whole_probes(live);
    probes.retain(|probe| fits(probe));
    probes.retain(|probe| seen.insert(probe.spec.kind.clone()));
    probes.into_iter().map(|probe| probe.id).collect()
}
