//! Templates: what is wrong with one, and the probes it makes for a device.

use std::net::Ipv6Addr;

use probes::Kinds;
use serde_json::Value;
use wire::inventory::{Device, TemplateSpec};
use wire::probe::ProbeSpec;
use wire::settings::{FieldError, secrets};

/// What the check of a probe calls entries of the probe itself; whatever else it names is a setting.
const OWN: [&str; 8] = [
    "name",
    "kind",
    "target",
    "group",
    "every_ms",
    "timeout_ms",
    "limits",
    "alerts",
];

/// What a probe of a template is filled in with to check it before there is a device.
const EXAMPLE: (&str, &str) = ("Encoder 1", "192.0.2.1");

/// The probes that a template makes for a device.
pub(crate) fn probes_for(template: &TemplateSpec, device: &Device, kinds: Kinds) -> Vec<ProbeSpec> {
    let probes = template.probes.iter().map(|probe| ProbeSpec {
        device: Some(device.id),
        ..fill(probe, &device.spec.name, &device.spec.address, kinds)
    });
    probes.collect()
}

/// A probe of a template as it is for some device.
pub(crate) fn example(probe: &ProbeSpec, kinds: Kinds) -> ProbeSpec {
    fill(probe, EXAMPLE.0, EXAMPLE.1, kinds)
}

/// What is wrong with a template, secrets open. A probe is named by its way there: `probes.0.settings.port`.
pub(crate) fn faults(template: &TemplateSpec, kinds: Kinds) -> Vec<FieldError> {
    let mut faults = template.faults();
    // A probe without a name is named by its own check.
    faults.retain(|fault| fault.field == "name");
    for (at, probe) in template.probes.iter().enumerate() {
        let path = format!("probes.{at}");
        if probe.device.is_some() {
            faults.push(FieldError::new(
                format!("{path}.device"),
                "leave it out: a template's probe gets the device that the template is used for",
            ));
        }
        let same = |other: &ProbeSpec| other.name.trim().to_lowercase() == probe.name.trim().to_lowercase();
        if !probe.name.trim().is_empty() && template.probes[..at].iter().any(same) {
            faults.push(FieldError::new(
                format!("{path}.name"),
                "another probe of the template has this name; choose one that tells them apart",
            ));
        }
        for (entry, text) in [
            ("name", &probe.name),
            ("target", &probe.target),
            ("group", &probe.group),
        ] {
            if let Some(word) = unknown_placeholder(text) {
                let message = format!("{{{word}}} stands for nothing; there are {{name}} and {{address}}");
                faults.push(FieldError::new(format!("{path}.{entry}"), message));
            }
        }
        faults.extend(probe_faults(&path, &example(probe, kinds), kinds));
    }
    faults
}

/// What is wrong with a probe that stands at `path` in something larger.
pub(crate) fn probe_faults(path: &str, probe: &ProbeSpec, kinds: Kinds) -> Vec<FieldError> {
    let faults = probes::check(kinds, probe).err().unwrap_or_default();
    faults.into_iter().map(|fault| below(path, fault)).collect()
}

/// A fault of a probe as one of the whole that the probe stands in.
pub(crate) fn below(path: &str, FieldError { field, message }: FieldError) -> FieldError {
    let first = field.split('.').next().unwrap_or_default();
    let inside = if OWN.contains(&first) { "" } else { "settings." };
    FieldError::new(format!("{path}.{inside}{field}"), message)
}

/// The first word in braces that nothing is filled in for.
fn unknown_placeholder(text: &str) -> Option<&str> {
    let words = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    words
        .map(|(word, _)| word)
        .find(|word| !matches!(*word, "name" | "address"))
}

fn fill(probe: &ProbeSpec, name: &str, address: &str, kinds: Kinds) -> ProbeSpec {
    let text = |text: &str| text.replace("{name}", name).replace("{address}", address);
    // In a URL, a port may follow: an IPv6 address stands in brackets (RFC 3986, 3.2.2).
    let in_url = match address.parse::<Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => address.to_owned(),
    };
    let target = probe.target.replace("[{address}]", "{address}");
    let mut filled = ProbeSpec {
        name: text(&probe.name),
        target: target.replace("{name}", name).replace("{address}", &in_url),
        group: text(&probe.group),
        ..probe.clone()
    };
    let kind = kinds.iter().find(|kind| kind.info().name == probe.kind);
    let secret: Vec<_> = kind
        .iter()
        .flat_map(|kind| secrets(&kind.info().fields))
        .collect();
    for (field, value) in &mut filled.settings {
        if let Value::String(setting) = value
            && !secret.contains(&field.as_str())
        {
            *setting = text(setting);
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use probes::KINDS;
    use serde_json::json;
    use wire::inventory::{DeviceId, DeviceRole, DeviceSpec};

    use super::*;

    fn device(address: &str) -> Device {
        Device {
            id: DeviceId(7),
            revision: 1,
            spec: DeviceSpec {
                name: "ENC 1".to_owned(),
                address: address.to_owned(),
                role: DeviceRole::Encoder,
                note: String::new(),
                port: None,
                alerts: Default::default(),
            },
        }
    }

    fn template(probes: &Value) -> TemplateSpec {
        serde_json::from_value(json!({ "name": "Encoder", "probes": probes })).unwrap()
    }

    #[test]
    fn name_and_address_are_filled_in_but_never_in_secrets() {
        let template = template(&json!([{
            "name": "{name} web", "kind": "http", "target": "http://{address}:8080/{name}", "group": "Rack {name}",
            "settings": { "authorization": "{name}", "expect_body": "{name} at {address}" },
        }]));
        let made = &probes_for(&template, &device("2001:db8::1"), KINDS)[0];
        assert_eq!(made.name, "ENC 1 web");
        assert_eq!(made.target, "http://[2001:db8::1]:8080/ENC 1");
        assert_eq!(made.group, "Rack ENC 1");
        assert_eq!(made.device, Some(DeviceId(7)));
        assert_eq!(made.settings["authorization"], "{name}");
        assert_eq!(made.settings["expect_body"], "ENC 1 at 2001:db8::1");
    }

    #[test]
    fn an_address_in_a_target_has_brackets_once_if_it_needs_any() {
        for (target, address, filled) in [
            ("tcp://[{address}]:80", "::1", "tcp://[::1]:80"),
            ("tcp://{address}:80", "::1", "tcp://[::1]:80"),
            ("tcp://[{address}]:80", "192.0.2.1", "tcp://192.0.2.1:80"),
            ("icmp:{address}", "enc-1.local", "icmp:enc-1.local"),
        ] {
            let template = template(&json!([{ "name": "{name}", "kind": "tcp", "target": target }]));
            assert_eq!(probes_for(&template, &device(address), KINDS)[0].target, filled);
        }
    }

    #[test]
    fn every_fault_is_named_by_its_way_there() {
        let template = template(&json!([
            { "name": "{name}", "kind": "icmp", "target": "icmp:{address}" },
            { "name": "{name} ", "kind": "icmp", "target": "icmp:{adress}", "device": 1 },
            { "name": " ", "kind": "dns", "target": "dns:a.example", "settings": { "sever": "{address}" } },
        ]));
        let faults = faults(&template, KINDS);
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "probes.1.device",
                "probes.1.name",
                "probes.1.target",
                "probes.2.name",
                "probes.2.settings.sever"
            ]
        );
    }
}
