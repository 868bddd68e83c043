//! One device: its probes as tiles, what is known of it, and the orders for it.

mod delete;
mod form;
mod templates;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use wire::event::Event;
use wire::inventory::{Device as Kept, DeviceId};
use wire::probe::{Probe, ProbeId};
use wire::series::SeriesId;

use self::delete::Delete;
pub(crate) use self::form::{AddDevice, EditDevice};
use self::templates::Watching;
use crate::link::Trouble;
use crate::link::inventory;
use crate::live::{Cell, Live, use_live};
use crate::model::alerts::Handled;
use crate::model::device::Standing;
use crate::model::face::Face;
use crate::part::{EventList, Mark, Ports, Tile};
use crate::text;

/// The device that the address names.
fn device_of_address() -> Memo<Option<DeviceId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok().map(DeviceId)))
}

/// A device as the station has it, or why it cannot be shown; nothing as long as the station has not answered.
type Fetched = RwSignal<Option<Result<Kept, Option<String>>>>;

/// Asks for the device that the address names.
fn fetch() -> Fetched {
    let id = device_of_address();
    let fetched = RwSignal::new(None);
    let ask = Action::new_local(move |id: &Option<DeviceId>| {
        let id = *id;
        async move {
            let Some(id) = id else {
                return fetched.set(Some(Err(None)));
            };
            let answer = inventory::device(id).await.map_err(|trouble| match trouble {
                Trouble::Refused(problem) if problem.status == 404 => None,
                trouble => Some(trouble.sentence()),
            });
            fetched.set(Some(answer));
        }
    });
    Effect::new(move || {
        fetched.set(None);
        ask.dispatch(id.get());
    });
    fetched
}

/// Everything about one device.
#[component]
pub(crate) fn Device() -> impl IntoView {
    let live = use_live();
    let fetched = fetch();
    let navigate = use_navigate();
    let away = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() {
            navigate("/devices", leptos_router::NavigateOptions::default());
        }
    });
    on_cleanup(move || away.remove());
    view! {
        <main class="work device">
            {move || match fetched.get() {
                None => ().into_any(),
                Some(Ok(device)) => view! { <Whole live=live device=device /> }.into_any(),
                Some(Err(why)) => view! { <NoSuchDevice why=why /> }.into_any(),
            }}
        </main>
    }
}

/// In the place of a device that cannot be shown.
#[component]
fn NoSuchDevice(
    /// Why; without it the station has no such device.
    why: Option<String>,
) -> impl IntoView {
    view! {
        <div class="lost">
            <p>{why.unwrap_or_else(|| text::no_such_device().to_owned())}</p>
            <a class="btn" href="/devices">{text::to_the_devices()}</a>
        </div>
    }
}

#[component]
fn Whole(live: Live, device: Kept) -> impl IntoView {
    let id = device.id;
    let probes = Memo::new(move |_| probes_of(live, id));
    let standing = Memo::new(move |_| {
        let now = live.clock.get();
        probes.with(|probes| {
            let faces = probes.iter().filter_map(|probe| {
                let view = live.cell(probe.id)?.view;
                Some(view.with_untracked(|view| Face::of(&view.state, now)))
            });
            faces.fold(Standing::default(), Standing::and)
        })
    });
    let handled = Memo::new(move |_| {
        let cells = probes.with(|probes| {
            let cells = probes.iter().filter_map(|probe| live.cell(probe.id));
            cells.collect::<Vec<_>>()
        });
        let firing: Vec<_> = cells.iter().flat_map(|cell| cell.alerts.get()).collect();
        live.handled(Handled::of(firing.iter()))
    });
    let ids =
        Memo::new(move |_| probes.with(|probes| probes.iter().map(|probe| probe.id).collect::<Vec<_>>()));
    let events = Memo::new(move |_| {
        let of_device = |event: &&Event| {
            event
                .probe
                .is_some_and(|probe| ids.with(|ids| ids.contains(&probe)))
        };
        live.events.with(|events| {
            events
                .iter()
                .rev()
                .filter(of_device)
                .take(8)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let is_watched = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
    // Its ports are shown in full, as far as one of its probes sees them.
    let switch = Memo::new(move |_| {
        probes.with(|probes| Some(probes.iter().find(|probe| probe.spec.kind == "snmp")?.id))
    });
    Effect::new(move || live.watched.set(switch.get()));
    on_cleanup(move || live.watched.set(None));
    let deleting = RwSignal::new(false);
    let spec = device.spec.clone();
    let what = format!("{} · {}", text::role(spec.role), spec.address);
    view! {
        <header class="head">
            <a class="btn small back" href="/devices" aria-label=text::to_the_devices()><i class="g g-back" aria-hidden="true"></i></a>
            <div class="grow">
                <h1 class="cut" dir="auto">{spec.name}</h1>
                <p class="cut t2" dir="auto">{what}</p>
            </div>
            {move || standing.get().worst.map(|face| view! { <Mark face=face handled=handled /> })}
        </header>
        {(!spec.note.is_empty()).then(|| view! { <p class="known t2" dir="auto">{spec.note}</p> })}
        <Show when=move || is_watched.get()>
            <div class="groups">
                <section class="group" style:--n=move || ids.with(Vec::len).to_string()>
                    <h2><b>{text::its_probes()}</b> " " <span>{move || text::probes(ids.with(Vec::len))}</span></h2>
                    <div class="tiles">
                        <For each=move || ids.get() key=|id| *id let(id)>
                            {live.cell(id).map(|cell| view! { <Tile live=live cell=cell /> })}
                        </For>
                    </div>
                </section>
            </div>
        </Show>
        {move || switch.get().and_then(|id| Some(view! { <PortsOf id=id cell=live.cell(id)? /> }))}
        <Watching live=live device=device.clone() probes=probes />
        <div class="orders">
            <a class="btn" href=format!("/add?device={}", id.0)><i class="g g-plus" aria-hidden="true"></i>{text::add_probe_to_device()}</a>
            <a class="btn" href=format!("/device/{}/edit", id.0)><i class="g g-edit" aria-hidden="true"></i>{text::edit()}</a>
            <a class="btn" href=format!("/device/{}/rules", id.0)><i class="g g-alerts" aria-hidden="true"></i>{text::alert_rules()}</a>
            <button class="btn" aria-haspopup="dialog" on:click=move |_| deleting.set(true)>
                <i class="g g-trash" aria-hidden="true"></i>{text::delete()}
            </button>
        </div>
        <Show when=move || is_watched.get()>
            <section class="panel">
                <h2>{text::last_events()}</h2>
                <EventList events=events />
            </section>
        </Show>
        <Delete live=live device=device probes=probes is_open=deleting />
    }
}

/// The ports that a probe of the device sees; a touch leads to the traffic of one.
#[component]
fn PortsOf(id: ProbeId, cell: Cell) -> impl IntoView {
    let navigate = use_navigate();
    let on_tap = Callback::new(move |traffic: Vec<SeriesId>| {
        let figures: Vec<_> = traffic.iter().map(|id| id.0.to_string()).collect();
        let address = format!("/probe/{}?figure={}", id.0, figures.join(","));
        navigate(&address, leptos_router::NavigateOptions::default());
    });
    view! { <Ports view=cell.view rows=cell.rows facts=cell.facts shown=Signal::stored(Vec::new()) on_tap=on_tap /> }
}

/// The probes that look at a device, in the order in which they were made.
fn probes_of(live: Live, device: DeviceId) -> Vec<Probe> {
    let ids: Vec<ProbeId> = live
        .places
        .with(|places| places.iter().map(|place| place.id).collect());
    let of_device = |id: ProbeId| {
        let view = live.cell(id)?.view;
        view.with(|view| (view.probe.spec.device == Some(device)).then(|| view.probe.clone()))
    };
    let mut probes: Vec<Probe> = ids.into_iter().filter_map(of_device).collect();
    probes.sort_by_key(|probe| probe.id);
    probes
}
