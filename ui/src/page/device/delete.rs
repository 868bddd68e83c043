//! Deleting a device: its probes stay without it, or go with it.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::changes::{Changing, Deleting, ProbeChange};
use wire::inventory::{Device, DeviceId, DeviceSpec};
use wire::probe::{Probe, ProbeSpec};
use wire::touch::DELETE_PROBES;

use crate::link::{Proof, Trouble, inventory};
use crate::live::Live;
use crate::part::{CarryOut, Hold, Sheet, Tap};
use crate::text;
use crate::undo::{Undo, use_undo};

/// The sheet that asks what becomes of the probes.
#[component]
pub(super) fn Delete(
    live: Live,
    device: Device,
    probes: Memo<Vec<Probe>>,
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let undo = use_undo();
    let navigate = StoredValue::new_local(use_navigate());
    let id = device.id;
    let name = StoredValue::new(device.spec.name.clone());
    let spec = StoredValue::new(device.spec);
    let said = move || name.with_value(|name| text::device_deleted(name));
    let leave = move || {
        navigate.with_value(|navigate| navigate("/devices", leptos_router::NavigateOptions::default()))
    };
    let keep = CarryOut::new(move |()| {
        let probes = probes.get_untracked();
        async move {
            let parted = part_with(id, probes).await?;
            parted.iter().for_each(|probe| live.take_probe(probe.clone()));
            let spec = spec.get_value();
            undo.offer(said(), move || again(undo, live, spec.clone(), parted.clone()));
            leave();
            Ok(())
        }
    });
    let drop_all = CarryOut::new(move |proof: Proof| {
        let deleted = probes.with_untracked(|probes| {
            let delete = |probe: &Probe| {
                ProbeChange::Delete(Deleting {
                    id: probe.id,
                    revision: Some(probe.revision),
                })
            };
            probes.iter().map(delete).collect::<Vec<_>>()
        });
        async move {
            inventory::change_probes(&deleted, Some(&proof)).await?;
            inventory::delete_device(id).await?;
            undo.say(said());
            leave();
            Ok(())
        }
    });
    let count = move || probes.with(Vec::len);
    let keep_label = move || {
        if count() == 0 {
            text::delete_bare_device()
        } else {
            text::delete_keep_probes()
        }
    };
    view! {
        <Sheet title=name.with_value(|name| text::delete_device(name)) is_open=is_open>
            <Show when=move || count() != 0><p class="t2">{text::delete_device_advice()}</p></Show>
            <div class="choices">
                <Tap label=Signal::derive(move || keep_label().to_owned()) glyph="g-trash" carry_out=keep />
                <Show when=move || count() != 0>
                    <Hold order=&DELETE_PROBES label=Signal::derive(move || text::delete_with_probes(count())) carry_out=drop_all />
                </Show>
            </div>
        </Sheet>
    }
}

/// Makes a device anew that was deleted, with the probes it had.
fn again(undo: Undo, live: Live, spec: DeviceSpec, probes: Vec<Probe>) {
    leptos::task::spawn_local(async move {
        let joined = async {
            let device = inventory::save_device(None, &spec).await?;
            let changes = belonging(probes, Some(device.id));
            match changes.as_slice() {
                [] => Ok(Vec::new()),
                changes => inventory::change_probes(changes, None).await,
            }
        };
        match joined.await {
            Ok(joined) => {
                joined.into_iter().for_each(|probe| live.take_probe(probe));
                undo.say(text::device_is_back(&spec.name));
            }
            Err(trouble) => undo.say(trouble.sentence()),
        }
    });
}

/// The changes that make probes belong to a device, or to none.
fn belonging(probes: Vec<Probe>, device: Option<DeviceId>) -> Vec<ProbeChange> {
    let changed = |probe: Probe| {
        let spec = ProbeSpec { device, ..probe.spec };
        ProbeChange::Change(Box::new(Changing {
            id: probe.id,
            revision: probe.revision,
            spec,
        }))
    };
    probes.into_iter().map(changed).collect()
}

/// Deletes a device after its probes were parted from it; the probes as they are then.
async fn part_with(id: DeviceId, probes: Vec<Probe>) -> Result<Vec<Probe>, Trouble> {
    let changes = belonging(probes, None);
    let parted = match changes.as_slice() {
        [] => Vec::new(),
        changes => inventory::change_probes(changes, None).await?,
    };
    inventory::delete_device(id).await?;
    Ok(parted)
}
