//! Devices and the probes that belong to them: how each stands, which ones a search finds, what a template keeps of one.

use std::collections::BTreeMap;

use wire::inventory::{Device, DeviceId, DeviceSpec, TemplateSpec};
use wire::kind::{Input, KindInfo};
use wire::live::Condition;
use wire::probe::ProbeSpec;

use super::face::Face;

/// How a device stands: so many probes look at it, and the worst of them looks so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) probes: usize,
    pub(crate) worst: Option<Face>,
}

impl Standing {
    /// With one more probe.
    pub(crate) fn and(self, face: Face) -> Self {
        let is_worse = self.worst.is_none_or(|worst| rank(face) > rank(worst));
        Self {
            probes: self.probes + 1,
            worst: if is_worse { Some(face) } else { self.worst },
        }
    }
}

/// The standing of every device that a probe belongs to.
pub(crate) fn standings(
    probes: impl Iterator<Item = (Option<DeviceId>, Face)>,
) -> BTreeMap<DeviceId, Standing> {
    let mut standings = BTreeMap::<DeviceId, Standing>::new();
    for (device, face) in probes {
        if let Some(device) = device {
            let standing = standings.entry(device).or_default();
            *standing = standing.and(face);
        }
    }
    standings
}

fn rank(face: Face) -> u8 {
    match (face.condition, face.stale) {
        (Condition::Critical, _) => 6,
        (Condition::Major, _) => 5,
        (_, true) => 4,
        (Condition::Unknown, false) => 3,
        (Condition::Minor, false) => 2,
        (Condition::Ok, false) => 1,
        (Condition::Off, false) => 0,
    }
}

/// The devices that a search finds, by name.
pub(crate) fn found(devices: &[Device], search: &str) -> Vec<Device> {
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<Device> = devices
        .iter()
        .filter(|device| {
            let text = format!(
                "{} {} {} {}",
                device.spec.name,
                device.spec.address,
                crate::text::role(device.spec.role),
                device.spec.note
            )
            .to_lowercase();
            words.iter().all(|word| text.contains(word))
        })
        .cloned()
        .collect();
    found.sort_by_cached_key(|device| device.spec.name.to_lowercase());
    found
}

/// A template that makes such probes for any device: its name and address become placeholders, secrets are left out.
pub(crate) fn template<'a>(
    name: String,
    device: &DeviceSpec,
    probes: impl Iterator<Item = (ProbeSpec, Option<&'a KindInfo>)>,
) -> TemplateSpec {
    let probes = probes.map(|(mut probe, kind)| {
        let secrets = kind.into_iter().flat_map(|kind| kind.fields.iter());
        for field in secrets.filter(|field| field.input == Input::Secret) {
            probe.settings.remove(field.name.as_ref());
        }
        let place = |text: &str| text.replace(&device.address, "{address}");
        let called = place(&probe.name).replace(&device.name, "{name}");
        ProbeSpec {
            name: if called.contains('{') {
                called
            } else {
                format!("{{name}} {called}")
            },
            target: place(&probe.target),
            group: probe.group.replace(&device.name, "{name}"),
            device: None,
            ..probe
        }
    });
    TemplateSpec {
        name,
        help: String::new(),
        probes: probes.collect(),
    }
}

#[cfg(test)]
mod tests {
    use wire::inventory::DeviceRole;

    use super::*;

    fn face(condition: Condition, stale: bool) -> Face {
        Face { condition, stale }
    }

    fn device(id: u32, name: &str, address: &str) -> Device {
        let spec = DeviceSpec {
            name: name.to_owned(),
            address: address.to_owned(),
            role: DeviceRole::Encoder,
            note: String::new(),
            port: None,
            alerts: Default::default(),
        };
        let id = DeviceId(id);
        Device {
            id,
            revision: 1,
            spec,
        }
    }

    #[test]
    fn a_device_stands_as_the_worst_of_its_probes() {
        let one = Some(DeviceId(1));
        let all = standings(
            [
                (one, face(Condition::Ok, false)),
                (one, face(Condition::Major, true)),
                (one, face(Condition::Unknown, false)),
                (None, face(Condition::Critical, false)),
                (Some(DeviceId(2)), face(Condition::Off, false)),
            ]
            .into_iter(),
        );
        assert_eq!(all.len(), 2);
        assert_eq!(all[&DeviceId(1)].probes, 3);
        assert_eq!(all[&DeviceId(1)].worst, Some(face(Condition::Major, true)));
        assert_eq!(all[&DeviceId(2)].worst, Some(face(Condition::Off, false)));
    }

    #[test]
    fn a_search_looks_at_name_address_and_role() {
        let all = [device(1, "ENC 2", "10.0.4.12"), device(2, "enc 1", "10.0.4.11")];
        let names = |search: &str| -> Vec<String> {
            found(&all, search)
                .into_iter()
                .map(|device| device.spec.name)
                .collect()
        };
        assert_eq!(names(""), ["enc 1", "ENC 2"]);
        assert_eq!(names("ENCODER .12"), ["ENC 2"]);
        assert_eq!(names("router"), [""; 0]);
    }

    #[test]
    fn a_template_fits_any_device() {
        let spec = device(1, "ENC 1", "10.0.4.11").spec;
        let ping = ProbeSpec::new("ENC 1 ping", "icmp", "icmp:10.0.4.11");
        let page = ProbeSpec {
            device: Some(DeviceId(1)),
            ..ProbeSpec::new("Page", "http", "http://10.0.4.11/")
        };
        let made = template(
            "Encoder".to_owned(),
            &spec,
            [(ping, None), (page, None)].into_iter(),
        );
        assert_eq!(made.probes[0].name, "{name} ping");
        assert_eq!(made.probes[0].target, "icmp:{address}");
        assert_eq!(made.probes[1].name, "{name} Page");
        assert_eq!(made.probes[1].device, None);
    }
}
