//! The names of channels and devices, so that an alert says where it is.

use leptos::prelude::*;
use wire::alert::Alert;
use wire::inventory::{Channel, Device, DeviceId};

use crate::link::inventory;
use crate::live::Live;

/// Channels and devices as they were when the page was opened.
#[derive(Clone, Copy)]
pub(super) struct Places {
    channels: RwSignal<Vec<Channel>>,
    devices: RwSignal<Vec<Device>>,
}

impl Places {
    /// Asks the station for them.
    pub(super) fn fetch() -> Self {
        let places = Self {
            channels: RwSignal::new(Vec::new()),
            devices: RwSignal::new(Vec::new()),
        };
        leptos::task::spawn_local(async move {
            let (channels, devices) = futures_util::join!(inventory::channels(), inventory::devices());
            // Without names an alert still says what is wrong with which probe.
            if let Ok(channels) = channels {
                places.channels.try_set(channels);
            }
            if let Ok(devices) = devices {
                places.devices.try_set(devices);
            }
        });
        places
    }

    /// Its channels.
    pub(super) fn channels_of<'a>(self, alerts: impl Iterator<Item = &'a Alert>) -> Vec<Channel> {
        let mut ids: Vec<_> = alerts
            .flat_map(|alert| alert.subject.channels.iter().copied())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        self.channels.with(|channels| {
            let known = |id| channels.iter().find(|channel| channel.id == id).cloned();
            ids.into_iter().filter_map(known).collect()
        })
    }

    /// What a device is called.
    pub(super) fn device(self, id: DeviceId) -> Option<String> {
        self.devices.with(|devices| {
            let device = devices.iter().find(|device| device.id == id);
            device.map(|device| device.spec.name.clone())
        })
    }

    /// Where an alert is: the hops of its channels, else its device, else the group of its probe.
    pub(super) fn of(self, live: Live, alert: &Alert) -> String {
        let channels = self.channels_of(std::iter::once(alert));
        let hop = |channel: &Channel| {
            let is_at = |probes: &[_]| alert.subject.probe.is_some_and(|probe| probes.contains(&probe));
            let hop = channel.spec.hops.iter().find(|hop| is_at(&hop.probes));
            match hop {
                Some(hop) => format!("{} › {}", channel.spec.name, hop.name),
                None => channel.spec.name.clone(),
            }
        };
        if !channels.is_empty() {
            return channels.iter().map(hop).collect::<Vec<_>>().join(", ");
        }
        let device = alert.subject.device.and_then(|id| self.device(id));
        device.unwrap_or_else(|| {
            let probe = alert.subject.probe.and_then(|probe| live.cell(probe));
            probe.map_or_else(String::new, |cell| {
                cell.view.with(|view| view.probe.spec.group.trim().to_owned())
            })
        })
    }
}
