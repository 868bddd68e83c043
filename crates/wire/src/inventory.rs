//! What the flypack has beside its probes: devices, channels, templates.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::channel::Way;
use crate::probe::{ProbeId, ProbeSpec};
use crate::rule::Tunings;
use crate::settings::{FieldError, one_line};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub u32);
    };
}

id! {
    /// Which device.
    DeviceId
}
id! {
    /// Which channel.
    ChannelId
}
id! {
    /// Which template.
    TemplateId
}

/// What an operator says about a box with an address. `D` is how another device is named, as in [`ProbeSpec`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "D: Deserialize<'de>"))]
pub struct DeviceSpec<D = DeviceId> {
    /// Its name; no two devices share one.
    pub name: String,
    /// Host name or IP address.
    pub address: String,
    /// What it is.
    pub role: DeviceRole,
    /// Anything worth knowing about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where it is plugged in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<Port<D>>,
    /// What is otherwise about rules at its probes, by their names: `icmp/failure`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub alerts: Tunings,
}

/// A place of a switch or router into which a device is plugged. `D` is how that switch is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "D: Deserialize<'de>"))]
pub struct Port<D = DeviceId> {
    /// The switch or router: everything behind it is gone when it is.
    pub device: D,
    /// The interface as the switch calls it, such as `Gi1/0/12`; empty when nobody knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub interface: String,
}

/// What a device is in the flypack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeviceRole {
    /// Makes a stream from pictures.
    Encoder,
    /// Makes pictures from a stream.
    Decoder,
    /// Joins networks.
    Router,
    /// Joins devices of one network.
    Switch,
    /// Encoder and presenter in one box.
    Presenter,
    /// Gives the time.
    Clock,
    /// Bridges a loss of power.
    Ups,
    /// A computer.
    Server,
    /// Anything else.
    Other,
}

/// What an operator says about an end-to-end video path. `P` is how probes are named: by number, or in a configuration
/// by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "P: Deserialize<'de>"))]
pub struct ChannelSpec<P = ProbeId> {
    /// Its name; no two channels share one.
    pub name: String,
    /// From the source to the viewer's edge, in order.
    pub hops: Vec<Hop<P>>,
    /// What is otherwise about rules at its probes, by their names: `icmp/failure`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub alerts: Tunings,
}

/// One stage of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "P: Deserialize<'de>"))]
pub struct Hop<P = ProbeId> {
    /// Its short name, as on a multiviewer.
    pub name: String,
    /// The probes that tell its state; the worst counts.
    #[serde(default)]
    pub probes: Vec<P>,
    /// Which of two ways it is on, where the channel has two.
    #[serde(default, skip_serializing_if = "Way::is_both")]
    pub way: Way,
}

/// What an operator says about a reusable set of probes. `D` is how a device is named, as in [`ProbeSpec`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "D: Deserialize<'de>"))]
pub struct TemplateSpec<D = DeviceId> {
    /// Its name; no two templates share one.
    pub name: String,
    /// What it is for, in one line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// The probes it makes. `{name}` and `{address}` stand for those of the device.
    pub probes: Vec<ProbeSpec<D>>,
}

impl<D> DeviceSpec<D> {
    /// The same device, plugged in somewhere else or with the switch named in another way.
    pub fn with_port<E>(self, port: Option<Port<E>>) -> DeviceSpec<E> {
        let Self {
            name,
            address,
            role,
            note,
            port: _,
            alerts,
        } = self;
        DeviceSpec {
            name,
            address,
            role,
            note,
            port,
            alerts,
        }
    }

    /// What is wrong with it by itself.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let address = needed("address", &self.address, "Give its host name or IP address.");
        let interface = self.port.iter().filter_map(|port| {
            let advice = one_line(&port.interface).err()?;
            Some(FieldError::new("port.interface", advice))
        });
        named(&self.name).chain(address).chain(interface).collect()
    }
}

impl<P> ChannelSpec<P> {
    /// The same channel with its probes named in another way.
    pub fn map_probes<Q>(self, mut map: impl FnMut(P) -> Q) -> ChannelSpec<Q> {
        let hops = self.hops.into_iter().map(|hop| Hop {
            name: hop.name,
            probes: hop.probes.into_iter().map(&mut map).collect(),
            way: hop.way,
        });
        ChannelSpec {
            name: self.name,
            hops: hops.collect(),
            alerts: self.alerts,
        }
    }

    /// What is wrong with it by itself.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let hops =
            self.hops.iter().enumerate().filter_map(|(at, hop)| {
                needed(&format!("hops.{at}.name"), &hop.name, "Give the stage a name.")
            });
        named(&self.name).chain(hops).collect()
    }
}

impl<D> TemplateSpec<D> {
    /// The same template whose probes name no device: they get the one that the template is used for.
    pub fn without_devices<E>(self) -> TemplateSpec<E> {
        TemplateSpec {
            name: self.name,
            help: self.help,
            probes: self
                .probes
                .into_iter()
                .map(|probe| probe.with_device(None))
                .collect(),
        }
    }

    /// What is wrong with it by itself.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let probes = self.probes.iter().enumerate().filter_map(|(at, probe)| {
            needed(
                &format!("probes.{at}.name"),
                &probe.name,
                "Give the probe a name.",
            )
        });
        named(&self.name).chain(probes).collect()
    }
}

pub(crate) fn named(name: &str) -> impl Iterator<Item = FieldError> + use<> {
    needed("name", name, "Give it a name.").into_iter()
}

fn needed(field: &str, text: &str, advice: &str) -> Option<FieldError> {
    if text.trim().is_empty() {
        return Some(FieldError::new(field, advice));
    }
    one_line(text).err().map(|advice| FieldError::new(field, advice))
}

macro_rules! owned {
    ($(#[$doc:meta])* $name:ident, $id:ident, $spec:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
        pub struct $name {
            /// Which one.
            pub id: $id,
            /// Grows with every change of it.
            pub revision: u32,
            /// What the operator said.
            #[serde(flatten)]
            pub spec: $spec,
        }
    };
}

owned! {
    /// A device that the station has.
    Device, DeviceId, DeviceSpec
}
owned! {
    /// A channel that the station has.
    Channel, ChannelId, ChannelSpec
}
owned! {
    /// A template that the station has.
    Template, TemplateId, TemplateSpec
}
