//! What a device can be watched with: a ping, the templates, and keeping its probes as one more template.

use leptos::prelude::*;
use wire::inventory::{Device, Template, TemplateSpec};
use wire::probe::{Probe, ProbeSpec};

use crate::link::{self, Trouble, inventory};
use crate::live::Live;
use crate::model::device;
use crate::text;
use crate::undo::{Undo, use_undo};

/// Offers that watch a device with one tap.
#[component]
pub(super) fn Watching(live: Live, device: Device, probes: Memo<Vec<Probe>>) -> impl IntoView {
    let undo = use_undo();
    let id = device.id;
    let spec = StoredValue::new(device.spec);
    let templates = RwSignal::new(Vec::<Template>::new());
    let fetch = Action::new_local(move |(): &()| async move {
        match inventory::templates().await {
            Ok(all) => templates.set(all),
            Err(trouble) => undo.say(trouble.sentence()),
        }
    });
    fetch.dispatch(());
    let made = move |made: Result<Vec<Probe>, Trouble>| match made {
        Ok(made) => {
            let said = text::probes_added(made.len());
            undo.added(live, made, said);
        }
        Err(trouble) => undo.say(trouble.sentence()),
    };
    let apply = Action::new_local(move |template: &Template| {
        let template = template.id;
        async move { made(inventory::use_template(id, template).await) }
    });
    let ping = Action::new_local(move |(): &()| {
        let probe = spec.with_value(|spec| ProbeSpec {
            device: Some(id),
            ..ProbeSpec::new(text::ping_of(&spec.name), "icmp", target(&spec.address))
        });
        async move { made(link::add_probe(&probe).await.map(|probe| vec![probe])) }
    });
    let forget = Action::new_local(move |template: &Template| {
        let template = template.clone();
        async move {
            match inventory::delete_template(template.id).await {
                Ok(()) => {
                    templates.update(|all| all.retain(|kept| kept.id != template.id));
                    let said = text::template_deleted(&template.spec.name);
                    undo.offer(said, move || again(undo, template.spec.clone()));
                }
                Err(trouble) => undo.say(trouble.sentence()),
            }
        }
    });
    let has_ping =
        Memo::new(move |_| probes.with(|probes| probes.iter().any(|probe| probe.spec.kind == "icmp")));
    let is_watched = Memo::new(move |_| probes.with(|probes| !probes.is_empty()));
    let is_busy = move || apply.pending().get() || ping.pending().get();
    let offer = move |template: Template| {
        let name = template.spec.name.clone();
        let count = text::probes(template.spec.probes.len());
        let chosen = template.clone();
        view! {
            <li class="row">
                <button class="offer grow" disabled=is_busy on:click=move |_| drop(apply.dispatch(chosen.clone()))>
                    <i class="g g-plus" aria-hidden="true"></i>
                    <span class="grow"><b class="cut" dir="auto">{name.clone()}</b><span class="hint">{count}</span></span>
                </button>
                <button class="btn square" aria-label=text::delete_template(&name) title=text::delete_template(&name)
                    on:click=move |_| drop(forget.dispatch(template.clone()))>
                    <i class="g g-trash" aria-hidden="true"></i>
                </button>
            </li>
        }
    };
    view! {
        <section class="panel watching">
            <h2>{text::watch_device()}</h2>
            <Show when=move || !is_watched.get()><p>{text::unwatched_device()}</p></Show>
            <ul class="offers">
                <Show when=move || !has_ping.get()>
                    <li class="row">
                        <button class="offer grow" disabled=is_busy on:click=move |_| drop(ping.dispatch(()))>
                            <i class="g g-ping" aria-hidden="true"></i>
                            <span class="grow"><b>{text::ping_it()}</b><span class="hint">{text::ping_it_hint()}</span></span>
                        </button>
                    </li>
                </Show>
                <For each=move || templates.get() key=|template| template.id children=offer />
            </ul>
            <Show when=move || templates.with(Vec::is_empty)><p class="t3">{text::no_templates()}</p></Show>
            <Show when=move || is_watched.get()><Keep live=live device=spec probes=probes templates=templates /></Show>
        </section>
    }
}

/// Keeps the probes of a device as a template.
#[component]
fn Keep(
    live: Live,
    device: StoredValue<wire::inventory::DeviceSpec>,
    probes: Memo<Vec<Probe>>,
    templates: RwSignal<Vec<Template>>,
) -> impl IntoView {
    let undo = use_undo();
    let name = RwSignal::new(device.with_value(|spec| text::role(spec.role).to_owned()));
    let keep = Action::new_local(move |(): &()| {
        let kinds: Vec<_> = probes.with_untracked(|probes| {
            probes
                .iter()
                .map(|probe| (probe.spec.clone(), live.kind(&probe.spec.kind)))
                .collect()
        });
        let kept = device.with_value(|spec| {
            let probes = kinds.iter().map(|(probe, kind)| (probe.clone(), kind.as_deref()));
            device::template(name.get_untracked().trim().to_owned(), spec, probes)
        });
        async move {
            match inventory::add_template(&kept).await {
                Ok(template) => {
                    undo.say(text::template_kept(&template.spec.name));
                    templates.update(|all| all.push(template));
                }
                Err(trouble) => undo.say(trouble.sentence()),
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        keep.dispatch(());
    };
    view! {
        <details class="keep">
            <summary class="btn small">{text::keep_as_template()}</summary>
            <p class="t3">{text::keep_as_template_hint()}</p>
            <form class="row" on:submit=submit>
                <label class="grow">
                    <span class="vh">{text::template_name()}</span>
                    <input class="search" required autocomplete="off" placeholder=text::template_name() prop:value=name
                        on:input=move |event| name.set(event_target_value(&event)) />
                </label>
                <button class="btn" type="submit" disabled=move || keep.pending().get()>{text::save_device()}</button>
            </form>
        </details>
    }
}

/// Makes a template anew that was deleted.
fn again(undo: Undo, template: TemplateSpec) {
    leptos::task::spawn_local(async move {
        match inventory::add_template(&template).await {
            Ok(_) => undo.say(text::template_kept(&template.name)),
            Err(trouble) => undo.say(trouble.sentence()),
        }
    });
}

/// Where a ping of this address looks; an IPv6 address stands in brackets.
fn target(address: &str) -> String {
    if address.contains(':') && !address.starts_with('[') {
        format!("icmp:[{address}]")
    } else {
        format!("icmp:{address}")
    }
}
