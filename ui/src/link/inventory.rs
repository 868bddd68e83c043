//! Devices, templates, and several probes at once.

use gloo_net::http::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::api::Page;
use wire::changes::{ChangedProbes, ProbeChange};
use wire::inventory::{
    Channel, ChannelId, ChannelSpec, Device, DeviceId, DeviceSpec, Template, TemplateId, TemplateSpec,
};
use wire::probe::Probe;

use super::{Proof, Trouble, accepted, ask, get};

/// Every device, by number.
pub(crate) async fn devices() -> Result<Vec<Device>, Trouble> {
    all("/api/v1/devices").await
}

/// One device.
pub(crate) async fn device(id: DeviceId) -> Result<Device, Trouble> {
    get(&format!("/api/v1/devices/{}", id.0)).await
}

/// Saves a device: a new one, or a change of the one that still has this revision.
pub(crate) async fn save_device(of: Option<(DeviceId, u32)>, spec: &DeviceSpec) -> Result<Device, Trouble> {
    save("/api/v1/devices", of.map(|(id, revision)| (id.0, revision)), spec).await
}

/// Deletes a device that no probe belongs to any more.
pub(crate) async fn delete_device(id: DeviceId) -> Result<(), Trouble> {
    delete(&format!("/api/v1/devices/{}", id.0)).await
}

/// Every channel, by number.
pub(crate) async fn channels() -> Result<Vec<Channel>, Trouble> {
    all("/api/v1/channels").await
}

/// One channel.
pub(crate) async fn channel(id: ChannelId) -> Result<Channel, Trouble> {
    get(&format!("/api/v1/channels/{}", id.0)).await
}

/// Saves a channel: a new one, or a change of the one that still has this revision.
pub(crate) async fn save_channel(
    of: Option<(ChannelId, u32)>,
    spec: &ChannelSpec,
) -> Result<Channel, Trouble> {
    save(
        "/api/v1/channels",
        of.map(|(id, revision)| (id.0, revision)),
        spec,
    )
    .await
}

/// Deletes a channel; its probes stay.
pub(crate) async fn delete_channel(id: ChannelId) -> Result<(), Trouble> {
    delete(&format!("/api/v1/channels/{}", id.0)).await
}

/// Every template, by number.
pub(crate) async fn templates() -> Result<Vec<Template>, Trouble> {
    all("/api/v1/templates").await
}

/// Saves a new template.
pub(crate) async fn add_template(spec: &TemplateSpec) -> Result<Template, Trouble> {
    ask(Request::post("/api/v1/templates"), spec).await
}

/// Deletes a template; the probes it made stay.
pub(crate) async fn delete_template(id: TemplateId) -> Result<(), Trouble> {
    delete(&format!("/api/v1/templates/{}", id.0)).await
}

/// Makes the probes of a template for a device.
pub(crate) async fn use_template(device: DeviceId, template: TemplateId) -> Result<Vec<Probe>, Trouble> {
    #[derive(Serialize)]
    struct Use {
        template: TemplateId,
    }
    let request = Request::post(&format!("/api/v1/devices/{}/probes", device.0));
    ask::<Page<Probe>>(request, &Use { template })
        .await
        .map(|page| page.items)
}

/// Several probes added, changed and deleted, all or none; those that were added and changed. Deleting more than one
/// needs the proof of a hold.
pub(crate) async fn change_probes(
    changes: &[ProbeChange],
    proof: Option<&Proof>,
) -> Result<Vec<Probe>, Trouble> {
    let request = Request::post("/api/v1/probes/changes");
    let request = match proof {
        Some(proof) => proof.on(request),
        None => request,
    };
    ask::<ChangedProbes>(request, &changes)
        .await
        .map(|done| done.probes)
}

/// Makes a new thing, or changes the one of that number as long as it has that revision.
pub(super) async fn save<T: DeserializeOwned>(
    path: &str,
    of: Option<(u32, u32)>,
    spec: &impl Serialize,
) -> Result<T, Trouble> {
    match of {
        None => ask(Request::post(path), spec).await,
        Some((id, revision)) => {
            let request = Request::put(&format!("{path}/{id}"));
            ask(request.header("If-Match", &format!("\"{revision}\"")), spec).await
        }
    }
}

async fn delete(path: &str) -> Result<(), Trouble> {
    let response = Request::delete(path)
        .send()
        .await
        .map_err(|_| Trouble::NoAnswer)?;
    accepted(response).await.map(|_| ())
}

/// Every thing of a sort, page by page.
pub(super) async fn all<T: DeserializeOwned>(path: &str) -> Result<Vec<T>, Trouble> {
    let mut items = Vec::new();
    let mut next = None;
    loop {
        let cursor = next
            .map(|next: String| format!("&cursor={next}"))
            .unwrap_or_default();
        let page: Page<T> = get(&format!("{path}?limit=1000{cursor}")).await?;
        items.extend(page.items);
        next = page.next;
        if next.is_none() {
            return Ok(items);
        }
    }
}
