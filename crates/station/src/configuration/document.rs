//! What a station is set up to watch, as a document: by name, sorted, without what goes without saying, and with a
//! variable in the place of each secret.

use std::collections::BTreeSet;

use probes::Kinds;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::configuration::Configuration;
use wire::probe::ProbeSpec;
use wire::settings::secrets;
use wire::station::StationPart;

use super::now::Now;
use super::text::{each_text, escape};
use super::{info, usual};

pub(super) fn document(now: &Now, kinds: Kinds) -> Configuration {
    let mut taken = BTreeSet::new();
    let mut probes = sorted(now.named_probes(kinds), |probe| &probe.name);
    for probe in &mut probes {
        escape_texts(probe);
        let of = probe.name.clone();
        hide_secrets(kinds, &of, probe, &mut taken);
    }
    let templates = now
        .templates
        .iter()
        .map(|template| template.spec.clone().without_devices());
    let mut templates = sorted(templates.collect(), |template| &template.name);
    for template in &mut templates {
        escape_texts(template);
        for probe in &mut template.probes {
            if let Some(kind) = info(kinds, &probe.kind) {
                *probe = usual::leave_out(kind, probe.clone());
            }
            let of = format!("{} {}", template.name, probe.name);
            hide_secrets(kinds, &of, probe, &mut taken);
        }
    }
    let mut devices = sorted(now.named_devices(), |device| &device.name);
    devices.iter_mut().for_each(escape_texts);
    let mut channels = sorted(now.named_channels(), |channel| &channel.name);
    channels.iter_mut().for_each(escape_texts);
    let mut station = StationPart::default();
    // What nobody has set goes without saying.
    if now.station.revision > 0 {
        station = now.station.spec.clone().into();
        escape_texts(&mut station);
    }
    Configuration {
        station,
        devices: Some(devices),
        templates: Some(templates),
        probes: Some(probes),
        channels: Some(channels),
        keep_others: false,
    }
}

/// In the order of the names as people look for them.
fn sorted<T>(mut things: Vec<T>, name: impl Fn(&T) -> &String) -> Vec<T> {
    things.sort_by_cached_key(|thing| (name(thing).to_lowercase(), name(thing).clone()));
    things
}

fn escape_texts<T: Serialize + DeserializeOwned>(thing: &mut T) {
    let Ok(mut value) = serde_json::to_value(&*thing) else {
        return;
    };
    each_text(&mut value, "", &mut |_, text| *text = escape(text));
    if let Ok(escaped) = serde_json::from_value(value) {
        *thing = escaped;
    }
}

/// Puts a variable in the place of every secret; no two have the same.
fn hide_secrets<D>(kinds: Kinds, of: &str, spec: &mut ProbeSpec<D>, taken: &mut BTreeSet<String>) {
    let Some(kind) = info(kinds, &spec.kind) else {
        return;
    };
    for field in secrets(&kind.fields) {
        let Some(secret) = spec.settings.get_mut(field).filter(|secret| **secret != "") else {
            continue;
        };
        let name = variable(&format!("{of} {field}"));
        let others = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone())
            .chain(others)
            .find(|name| taken.insert(name.clone()));
        *secret = Value::from(format!("${{{}}}", free.unwrap_or(name)));
    }
}

/// `CAM_1_SRT_PASSPHRASE` for `CAM 1 (SRT) passphrase`.
fn variable(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_").to_ascii_uppercase();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_called_after_what_it_is_for() {
        assert_eq!(variable("CAM 1 (SRT) passphrase"), "CAM_1_SRT_PASSPHRASE");
        assert_eq!(variable("2nd \u{f6} key"), "_2ND_KEY");
    }
}
