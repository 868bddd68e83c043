//! What a station is set up to watch at this moment.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use probes::Kinds;
use serde_json::Value;
use store::Store;
use wire::inventory::{Channel, ChannelSpec, Device, DeviceId, DeviceSpec, Port, Template};
use wire::probe::{Probe, ProbeSpec};
use wire::settings::secrets;
use wire::station::Station;

use super::{info, usual};

/// Everything that operators made, by sort and number.
#[derive(Clone)]
pub(crate) struct Now {
    pub(super) station: Station,
    pub(super) devices: Vec<Device>,
    pub(super) templates: Vec<Template>,
    pub(super) probes: Vec<Probe>,
    pub(super) channels: Vec<Channel>,
}

impl Default for Now {
    fn default() -> Self {
        Self {
            station: crate::usual::unless(None),
            devices: Vec::new(),
            templates: Vec::new(),
            probes: Vec::new(),
            channels: Vec::new(),
        }
    }
}

impl Now {
    /// As it lies in the store, secrets sealed.
    pub(super) async fn read(store: &Store) -> Result<Self, store::Error> {
        Ok(Self {
            station: crate::usual::unless(store.station().await?),
            devices: store.devices().await?,
            templates: store.templates().await?,
            probes: store.probes().await?,
            channels: store.channels().await?,
        })
    }

    /// With its secrets open. One that this station cannot read any more stays as it is.
    pub(super) fn opened(mut self, store: &Store, kinds: Kinds) -> Self {
        let templates = self
            .templates
            .iter_mut()
            .flat_map(|template| &mut template.spec.probes);
        let probes = self.probes.iter_mut().map(|probe| &mut probe.spec);
        for spec in templates.chain(probes) {
            let Some(kind) = info(kinds, &spec.kind) else {
                continue;
            };
            for field in secrets(&kind.fields) {
                let Some(text) = spec.settings.get(field).and_then(Value::as_str) else {
                    continue;
                };
                if let Ok(open) = store.open_sealed(text) {
                    spec.settings.insert(field.to_owned(), Value::from(open));
                }
            }
        }
        self
    }

    /// Stands for all of it: another one as soon as anything is made, changed or deleted.
    pub(super) fn state(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.devices
            .iter()
            .for_each(|d| (1, d.id, d.revision).hash(&mut hasher));
        self.templates
            .iter()
            .for_each(|t| (2, t.id, t.revision).hash(&mut hasher));
        self.probes
            .iter()
            .for_each(|p| (3, p.id, p.revision).hash(&mut hasher));
        self.channels
            .iter()
            .for_each(|c| (4, c.id, c.revision).hash(&mut hasher));
        (5, self.station.revision).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// Which device is plugged into which.
    pub(super) fn ports(&self) -> BTreeMap<DeviceId, DeviceId> {
        let port = |device: &Device| Some((device.id, device.spec.port.as_ref()?.device));
        self.devices.iter().filter_map(port).collect()
    }

    /// The devices, each with the name of the one that it is plugged into.
    pub(super) fn named_devices(&self) -> Vec<DeviceSpec<String>> {
        let names: BTreeMap<_, _> = self.devices.iter().map(|d| (d.id, &d.spec.name)).collect();
        let named = self.devices.iter().map(|device| {
            let port = device.spec.port.as_ref().and_then(|port| {
                Some(Port {
                    device: (*names.get(&port.device)?).clone(),
                    interface: port.interface.clone(),
                })
            });
            device.spec.clone().with_port(port)
        });
        named.collect()
    }

    /// The probes, each with the name of its device and without what goes without saying.
    pub(super) fn named_probes(&self, kinds: Kinds) -> Vec<ProbeSpec<String>> {
        let devices: BTreeMap<_, _> = self.devices.iter().map(|d| (d.id, &d.spec.name)).collect();
        let named = self.probes.iter().map(|probe| {
            let device = probe.spec.device.and_then(|id| devices.get(&id));
            let spec = probe.spec.clone().with_device(device.map(|name| (*name).clone()));
            match info(kinds, &spec.kind) {
                Some(kind) => usual::leave_out(kind, spec),
                None => spec,
            }
        });
        named.collect()
    }

    /// The channels, with the names of their probes.
    pub(super) fn named_channels(&self) -> Vec<ChannelSpec<String>> {
        let probes: BTreeMap<_, _> = self.probes.iter().map(|p| (p.id, &p.spec.name)).collect();
        let channels = self.channels.iter().map(|channel| {
            let named = |id| probes.get(&id).map(|name| (*name).clone()).unwrap_or_default();
            channel.spec.clone().map_probes(named)
        });
        channels.collect()
    }
}
