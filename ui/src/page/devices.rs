//! Every device, with the worst of its probes.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wire::inventory::{Device, DeviceId};

use crate::link::inventory;
use crate::live::{Live, use_live};
use crate::model::device::{self, Standing};
use crate::model::face::Face;
use crate::part::Mark;
use crate::text;

/// The devices by name, found by a search.
#[component]
pub(crate) fn Devices() -> impl IntoView {
    let live = use_live();
    let devices = RwSignal::new(None::<Vec<Device>>);
    let trouble = RwSignal::new(None::<String>);
    let search = RwSignal::new(String::new());
    let fetch = Action::new_local(move |(): &()| async move {
        match inventory::devices().await {
            Ok(all) => {
                trouble.set(None);
                devices.set(Some(all));
            }
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    fetch.dispatch(());
    let standings = standings(live);
    let shown = Memo::new(move |_| {
        search.with(|search| {
            devices.with(|devices| {
                devices
                    .as_deref()
                    .map(|devices| device::found(devices, search))
                    .unwrap_or_default()
            })
        })
    });
    let has_none = Memo::new(move |_| devices.with(|devices| devices.as_ref().is_some_and(Vec::is_empty)));
    let has_some =
        Memo::new(move |_| devices.with(|devices| devices.as_ref().is_some_and(|all| !all.is_empty())));
    let finds_none = move || has_some.get() && shown.with(Vec::is_empty);
    let row = move |device: Device| {
        let id = device.id;
        let standing = Memo::new(move |_| standings.with(|all| all.get(&id).copied().unwrap_or_default()));
        view! { <Row device=device standing=standing /> }
    };
    view! {
        <main class="work devices">
            <header class="head">
                <h1 class="grow">{text::devices()}</h1>
                <a class="btn" href="/discovery"><i class="g g-seek" aria-hidden="true"></i>{text::on_this_network()}</a>
                <a class="btn go" href="/devices/add"><i class="g g-plus" aria-hidden="true"></i>{text::add_device()}</a>
            </header>
            <p class="trouble" role="alert">{trouble}</p>
            <Show when=move || has_some.get()>
                <input
                    class="search"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=text::search_devices()
                    placeholder=text::search_devices()
                    prop:value=search
                    on:input=move |event| search.set(event_target_value(&event))
                />
            </Show>
            <ul class="list">
                <For each=move || shown.get() key=|device| (device.id, device.revision) children=row />
            </ul>
            <Show when=finds_none>
                <div class="lost">
                    <p>{text::no_device_found()}</p>
                    <button class="btn" on:click=move |_| search.set(String::new())>{text::clear_search()}</button>
                </div>
            </Show>
            <Show when=move || has_none.get()>
                <div class="lost">
                    <h2>{text::no_devices()}</h2>
                    <p>{text::no_devices_advice()}</p>
                </div>
            </Show>
        </main>
    }
}

/// How all devices stand; looked at once a second, however fast their probes are.
fn standings(live: Live) -> Memo<BTreeMap<DeviceId, Standing>> {
    Memo::new(move |_| {
        let now = live.clock.get();
        let probes = live.places.with(|places| {
            places
                .iter()
                .filter_map(|place| {
                    let view = live.cell(place.id)?.view;
                    Some(view.with_untracked(|view| (view.probe.spec.device, Face::of(&view.state, now))))
                })
                .collect::<Vec<_>>()
        });
        device::standings(probes.into_iter())
    })
}

#[component]
fn Row(device: Device, standing: Memo<Standing>) -> impl IntoView {
    let face = move || standing.get().worst;
    let mark = move || {
        face().map_or_else(
            || view! { <span class="st none">{text::no_probe_yet()}</span> }.into_any(),
            |face| view! { <Mark face=face /> }.into_any(),
        )
    };
    let spec = device.spec;
    view! {
        <li>
            <a class="item" href=format!("/device/{}", device.id.0)>
                <span class="state">{mark}</span>
                <span class="grow">
                    <b class="cut" dir="auto">{spec.name.clone()}</b>
                    <span class="cut t3" dir="auto">{spec.note}</span>
                </span>
                <span class="where t2">
                    <span class="cut">{spec.address}</span>
                    <span class="cut t3">{text::role(spec.role)}</span>
                </span>
                <span class="count t3">{move || text::probes(standing.get().probes)}</span>
            </a>
        </li>
    }
}
