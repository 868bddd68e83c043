//! Makes sense of a configuration: fills in texts and secrets, finds what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use probes::Kinds;
use serde_json::Value;
use wire::configuration::{Configuration, Kept, Thing};
use wire::probe::ProbeSpec;
use wire::rule::Tunings;
use wire::settings::{FieldError, Settings, nearest, secrets};

use super::now::Now;
use super::ports::{ports_after, ring};
use super::text::{Unfilled, each_text, fill};
use super::{info, key, usual};
use crate::template;

/// A configuration as it is meant: texts filled in, names trimmed, nothing in it that goes without saying.
pub(super) struct Meant {
    pub(super) configuration: Configuration,
    pub(super) kept: Vec<Kept>,
    pub(super) problems: Vec<FieldError>,
}

/// Reads `wanted` for a station that has `now`; for none in particular without.
pub(super) fn read(wanted: &Configuration, kinds: Kinds, now: Option<&Now>) -> Meant {
    let mut reading = Reading {
        kinds,
        now,
        kept: Vec::new(),
        problems: Vec::new(),
    };
    let mut configuration = reading.fill_texts(wanted);
    reading.station(&mut configuration);
    reading.devices(&mut configuration);
    reading.templates(&mut configuration);
    reading.probes(&mut configuration);
    reading.channels(&mut configuration);
    Meant {
        configuration,
        kept: reading.kept,
        problems: reading.problems,
    }
}

struct Reading<'a> {
    kinds: Kinds,
    now: Option<&'a Now>,
    kept: Vec<Kept>,
    problems: Vec<FieldError>,
}

impl Reading<'_> {
    fn problem(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.problems.push(FieldError::new(path, message));
    }

    /// Fills in every text but the secrets, which may stay as the station has them.
    fn fill_texts(&mut self, wanted: &Configuration) -> Configuration {
        let later = secret_paths(wanted, self.kinds);
        let filled = serde_json::to_value(wanted).and_then(|mut value| {
            each_text(&mut value, "", &mut |path, text| {
                if later.contains(path) {
                    return;
                }
                match fill(text, |_| None) {
                    Ok(filled) => *text = filled,
                    Err(unfilled) => self.problem(path, advice(&unfilled)),
                }
            });
            serde_json::from_value(value)
        });
        filled.unwrap_or_else(|error| {
            self.problem("", error.to_string());
            Configuration::default()
        })
    }

    fn station(&mut self, wanted: &mut Configuration) {
        let part = &mut wanted.station;
        if part.is_empty() {
            return;
        }
        part.name.iter_mut().for_each(trim);
        let faults = match self.now {
            Some(now) => part.over(&now.station.spec).faults(),
            None => part.faults(),
        };
        self.take("station", faults);
        self.tunings("station", part.alerts.iter());
    }

    fn devices(&mut self, wanted: &mut Configuration) {
        for (at, device) in wanted.devices.iter_mut().flatten().enumerate() {
            trim(&mut device.name);
            trim(&mut device.address);
            let path = format!("devices.{at}");
            self.take(&path, device.faults());
            self.tunings(&path, [&device.alerts]);
        }
        self.names(
            Thing::Device,
            "devices",
            names(&wanted.devices, |thing| &thing.name),
        );
        self.ports(wanted);
        // Probes that are left alone keep their devices.
        if let (Some(devices), None, Some(now), false) =
            (&wanted.devices, &wanted.probes, self.now, wanted.keep_others)
        {
            let named = devices.iter().map(|device| device.name.as_str());
            let named: BTreeSet<_> = named.map(key).collect();
            for probe in now.named_probes(self.kinds) {
                let device = probe.device.filter(|device| !named.contains(&key(device)));
                if let Some(device) = device {
                    self.problem(
                        "devices",
                        still_used(Thing::Device, &device, Thing::Probe, &probe.name),
                    );
                }
            }
        }
    }

    /// The names of devices that others may refer to; `None` when nobody can know them all.
    fn known_devices(&self, wanted: &Configuration) -> Option<BTreeMap<String, String>> {
        let names = wanted.devices.as_deref();
        let now = self.now.map(|now| &now.devices);
        known(
            wanted.keep_others,
            names.map(|devices| devices.iter().map(|device| &device.name)),
            now.map(|devices| devices.iter().map(|device| &device.spec.name)),
        )
    }

    /// Checks where devices are plugged in.
    fn ports(&mut self, wanted: &mut Configuration) {
        let known = self.known_devices(wanted);
        let devices = wanted.devices.as_deref_mut().unwrap_or_default();
        for (at, device) in devices.iter_mut().enumerate() {
            if let (Some(port), Some(known)) = (&mut device.port, &known) {
                let path = format!("devices.{at}.port.device");
                self.refer(&path, Thing::Device, &mut port.device, known);
            }
        }
        let ports = ports_after(self.now, devices);
        for (at, device) in devices.iter().enumerate() {
            if let Some(way) = ring(&ports, &key(&device.name)) {
                let called = |key: &String| {
                    known
                        .as_ref()
                        .and_then(|known| known.get(key))
                        .unwrap_or(key)
                        .clone()
                };
                let way: Vec<String> = way.into_iter().map(called).collect();
                let message = format!(
                    "the device would be behind itself: {:?} → {}; plug one of them in somewhere else",
                    device.name,
                    way.iter()
                        .map(|name| format!("{name:?}"))
                        .collect::<Vec<_>>()
                        .join(" → ")
                );
                self.problem(format!("devices.{at}.port.device"), message);
            }
        }
    }

    fn templates(&mut self, wanted: &mut Configuration) {
        for (at, template) in wanted.templates.iter_mut().flatten().enumerate() {
            let path = format!("templates.{at}");
            trim(&mut template.name);
            let mut faults = template.faults();
            // What is wrong with a probe, the check of the probe tells.
            faults.retain(|fault| !fault.field.starts_with("probes."));
            self.take(&path, faults);
            let have = self.secrets_of_template(&template.name);
            let names: Vec<String> = template
                .probes
                .iter()
                .map(|probe| probe.name.trim().to_owned())
                .collect();
            self.names(
                Thing::Probe,
                &format!("{path}.probes"),
                names.iter().map(String::as_str),
            );
            for (place, probe) in template.probes.iter_mut().enumerate() {
                let path = format!("{path}.probes.{place}");
                if probe.device.take().is_some() {
                    let message =
                        "leave it out: a template's probe gets the device that the template is used for";
                    self.problem(format!("{path}.device"), message);
                }
                self.secrets(
                    &path,
                    (Thing::Template, &template.name),
                    probe,
                    have.get(&key(&probe.name)),
                );
                let used = template::example(&probe.clone().with_device(None), self.kinds);
                self.probe(&path, &used);
                self.tidy(probe);
            }
        }
        self.names(
            Thing::Template,
            "templates",
            names(&wanted.templates, |thing| &thing.name),
        );
    }

    /// The settings of a template's probes as the station has them, by name.
    fn secrets_of_template(&self, name: &str) -> BTreeMap<String, Settings> {
        let templates = self.now.iter().flat_map(|now| &now.templates);
        let probes = templates
            .filter(|template| key(&template.spec.name) == key(name))
            .flat_map(|template| &template.spec.probes);
        probes
            .map(|probe| (key(&probe.name), probe.settings.clone()))
            .collect()
    }

    fn probes(&mut self, wanted: &mut Configuration) {
        let devices = self.known_devices(wanted);
        let have: BTreeMap<String, Settings> = self
            .now
            .iter()
            .flat_map(|now| &now.probes)
            .map(|probe| (key(&probe.spec.name), probe.spec.settings.clone()))
            .collect();
        for (at, probe) in wanted.probes.iter_mut().flatten().enumerate() {
            let path = format!("probes.{at}");
            trim(&mut probe.name);
            let name = probe.name.clone();
            self.secrets(&path, (Thing::Probe, &name), probe, have.get(&key(&name)));
            self.probe(&path, &probe.clone().with_device(None));
            if let (Some(device), Some(devices)) = (&mut probe.device, &devices) {
                self.refer(&format!("{path}.device"), Thing::Device, device, devices);
            }
            self.tidy(probe);
        }
        self.names(Thing::Probe, "probes", names(&wanted.probes, |thing| &thing.name));
        // Channels that are left alone keep their probes.
        if let (Some(probes), None, Some(now), false) =
            (&wanted.probes, &wanted.channels, self.now, wanted.keep_others)
        {
            let named: BTreeSet<_> = probes.iter().map(|probe| key(&probe.name)).collect();
            for channel in now.named_channels() {
                let used = channel.hops.iter().flat_map(|hop| &hop.probes);
                for probe in used.filter(|probe| !named.contains(&key(probe))) {
                    self.problem(
                        "probes",
                        still_used(Thing::Probe, probe, Thing::Channel, &channel.name),
                    );
                }
            }
        }
    }

    fn channels(&mut self, wanted: &mut Configuration) {
        let probes = known(
            wanted.keep_others,
            wanted
                .probes
                .as_deref()
                .map(|probes| probes.iter().map(|probe| &probe.name)),
            self.now
                .map(|now| now.probes.iter().map(|probe| &probe.spec.name)),
        );
        for (at, channel) in wanted.channels.iter_mut().flatten().enumerate() {
            let path = format!("channels.{at}");
            trim(&mut channel.name);
            self.take(&path, channel.faults());
            self.tunings(&path, [&channel.alerts]);
            for (stage, hop) in channel.hops.iter_mut().enumerate() {
                for (place, probe) in hop.probes.iter_mut().enumerate() {
                    if let Some(probes) = &probes {
                        self.refer(
                            &format!("{path}.hops.{stage}.probes.{place}"),
                            Thing::Probe,
                            probe,
                            probes,
                        );
                    }
                }
            }
        }
        self.names(
            Thing::Channel,
            "channels",
            names(&wanted.channels, |thing| &thing.name),
        );
    }

    /// Fills in the secrets of a probe. What is not filled in stays as in `have`.
    fn secrets<D>(
        &mut self,
        path: &str,
        (thing, name): (Thing, &str),
        probe: &mut ProbeSpec<D>,
        have: Option<&Settings>,
    ) {
        let Some(kind) = info(self.kinds, &probe.kind) else {
            return;
        };
        for field in secrets(&kind.fields) {
            let Some(Value::String(text)) = probe.settings.get_mut(field) else {
                continue;
            };
            let entry = match thing {
                Thing::Template => format!("probes.{}.settings.{field}", probe.name.trim()),
                _ => format!("settings.{field}"),
            };
            match (fill(text, |_| None), self.now) {
                (Ok(filled), _) => *text = filled,
                // Whatever a station keeps there, it is something.
                (Err(Unfilled::Unset(_)), None) => *text = "kept".to_owned(),
                (Err(Unfilled::Unset(variable)), Some(_)) => {
                    let kept = have
                        .and_then(|have| have.get(field)?.as_str())
                        .filter(|kept| !kept.is_empty());
                    if let Some(kept) = kept {
                        *text = kept.to_owned();
                        self.kept.push(Kept {
                            thing,
                            name: name.to_owned(),
                            field: entry,
                            variable,
                        });
                    } else {
                        let message = format!(
                            "the variable {variable} is not set, and the station has no secret to keep here; set it \
                             where the command runs, or write the secret itself"
                        );
                        self.problem(format!("{path}.settings.{field}"), message);
                    }
                }
                (Err(stray), _) => self.problem(format!("{path}.settings.{field}"), advice(&stray)),
            }
        }
    }

    /// Checks a probe by itself.
    fn probe(&mut self, path: &str, probe: &ProbeSpec) {
        self.problems
            .extend(template::probe_faults(path, probe, self.kinds));
    }

    fn tidy<D: Clone>(&self, probe: &mut ProbeSpec<D>) {
        trim(&mut probe.name);
        trim(&mut probe.target);
        trim(&mut probe.group);
        if let Some(kind) = info(self.kinds, &probe.kind) {
            *probe = usual::leave_out(kind, probe.clone());
        }
    }

    fn take(&mut self, path: &str, faults: Vec<FieldError>) {
        for fault in faults {
            self.problem(format!("{path}.{}", fault.field), fault.message);
        }
    }

    /// Checks tunings that are not of a probe, whose own check does it.
    fn tunings<'t>(&mut self, path: &str, tunings: impl IntoIterator<Item = &'t Tunings>) {
        for tunings in tunings {
            self.take(path, probes::tuning_faults(self.kinds, None, tunings));
        }
    }

    /// Finds names that are given twice.
    fn names<'n>(&mut self, thing: Thing, path: &str, names: impl Iterator<Item = &'n str>) {
        let mut seen = BTreeSet::new();
        for (at, name) in names.enumerate() {
            if !name.is_empty() && !seen.insert(key(name)) {
                let message = format!("another {thing} is called {name:?} already; choose another name");
                self.problem(format!("{path}.{at}.name"), message);
            }
        }
    }

    /// Writes a name as the thing itself is called, or finds that there is none.
    fn refer(&mut self, path: &str, thing: Thing, name: &mut String, known: &BTreeMap<String, String>) {
        if let Some(known) = known.get(&key(name)) {
            known.clone_into(name);
            return;
        }
        let similar = nearest(name, known.values().map(String::as_str));
        let advice = similar
            .map(|similar| format!("; did you mean {similar:?}?"))
            .unwrap_or_default();
        self.problem(path, format!("no {thing} is called {name:?}{advice}"));
    }
}

fn names<T>(things: &Option<Vec<T>>, name: fn(&T) -> &String) -> impl Iterator<Item = &str> {
    things.iter().flatten().map(move |thing| name(thing).as_str())
}

/// The names that others may refer to, by their keys; `None` when nobody can know them all.
fn known<'n>(
    keep_others: bool,
    wanted: Option<impl Iterator<Item = &'n String>>,
    now: Option<impl Iterator<Item = &'n String>>,
) -> Option<BTreeMap<String, String>> {
    match (wanted, now) {
        (Some(wanted), Some(now)) if keep_others => Some(by_key(wanted.chain(now))),
        (Some(_), None) if keep_others => None,
        (Some(wanted), _) => Some(by_key(wanted)),
        (None, Some(now)) => Some(by_key(now)),
        (None, None) => None,
    }
}

fn by_key<'n>(names: impl Iterator<Item = &'n String>) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for name in names {
        known.entry(key(name)).or_insert_with(|| name.clone());
    }
    known
}

fn trim(text: &mut String) {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}

fn advice(unfilled: &Unfilled) -> String {
    match unfilled {
        Unfilled::Stray => unfilled.to_string(),
        Unfilled::Unset(_) => format!("{unfilled}; set it where the command runs, or write the text itself"),
    }
}

fn still_used(thing: Thing, name: &str, by: Thing, user: &str) -> String {
    format!(
        "the {thing} {name:?} is not among them, but the {by} {user:?} of the station uses it; put it in, or give the \
         {by}s too"
    )
}

/// Where the secrets of a configuration stand.
fn secret_paths(wanted: &Configuration, kinds: Kinds) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut add = |path: String, kind: &str| {
        let fields = info(kinds, kind).map(|kind| &kind.fields);
        for field in fields.into_iter().flat_map(|fields| secrets(fields)) {
            paths.insert(format!("{path}.settings.{field}"));
        }
    };
    for (at, probe) in wanted.probes.iter().flatten().enumerate() {
        add(format!("probes.{at}"), &probe.kind);
    }
    for (at, template) in wanted.templates.iter().flatten().enumerate() {
        for (place, probe) in template.probes.iter().enumerate() {
            add(format!("templates.{at}.probes.{place}"), &probe.kind);
        }
    }
    paths
}
