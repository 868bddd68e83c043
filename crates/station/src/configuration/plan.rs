//! What must change for a station to become as a configuration says.

use std::collections::{BTreeMap, BTreeSet};

use probes::Kinds;
use serde::Serialize;
use serde_json::{Value, json};
use store::Change;
use wire::configuration::{Action, Configuration, Plan, Step, Thing, Unchanged};
use wire::inventory::{ChannelId, ChannelSpec, DeviceId, DeviceSpec, TemplateId, TemplateSpec};
use wire::probe::{ProbeId, ProbeSpec};
use wire::rule::Tunings;
use wire::settings::secrets;
use wire::station::{Station, StationPart};

use super::now::Now;
use super::ports::{depth, ports_after};
use super::read::{Meant, read};
use super::{info, key, usual, words};

/// A plan for people and the same plan for the store, secrets open.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) changes: Vec<Change>,
}

/// What must change for a station that has `now`, secrets open, to become as `wanted` says.
pub(super) fn plan(now: &Now, wanted: &Configuration, kinds: Kinds) -> Planned {
    let Meant {
        configuration,
        kept,
        problems,
    } = read(wanted, kinds, Some(now));
    let state = now.state();
    if !problems.is_empty() {
        let plan = Plan {
            state,
            kept,
            problems,
            ..Plan::default()
        };
        return Planned {
            plan,
            changes: Vec::new(),
        };
    }
    let ports = ports_after(Some(now), configuration.devices.as_deref().unwrap_or_default());
    let mut todo = Todo::default();
    let forgets = station(now, &configuration.station, &mut todo);
    if let Some(wanted) = configuration.devices {
        devices(now, wanted, &mut todo);
    }
    if let Some(wanted) = configuration.templates {
        templates(now, wanted, kinds, &mut todo);
    }
    if let Some(wanted) = configuration.probes {
        probes(now, wanted, kinds, &mut todo);
    }
    if let Some(wanted) = configuration.channels {
        channels(now, wanted, &mut todo);
    }
    let Todo { steps, unchanged } = todo;
    let steps = steps
        .into_iter()
        .filter(|(step, _)| step.action != Action::Delete || !configuration.keep_others);
    let (changes, mut orders): (Vec<Step>, Vec<Change>) = steps.unzip();
    let there = now.ports();
    orders.sort_by_cached_key(|change| {
        let among = match change {
            Change::ConfigureDevice { spec, .. } => depth(&ports, &key(&spec.name)),
            // What is plugged in goes before what it is plugged into.
            Change::DeleteDevice { id, .. } => there.len() - depth(&there, id),
            _ => 0,
        };
        (turn(change), among)
    });
    let plan = Plan {
        state,
        changes,
        forgets,
        kept,
        unchanged,
        ..Plan::default()
    };
    Planned {
        plan,
        changes: orders,
    }
}

/// What is made before it is used comes first, and what is used no more goes last.
fn turn(change: &Change) -> u8 {
    match change {
        Change::DeleteRule { .. } | Change::DeleteRoute { .. } | Change::DeleteSilence { .. } => 0,
        Change::PutStation { .. }
        | Change::PutDevice { .. }
        | Change::ConfigureDevice { .. }
        | Change::PutTemplate { .. }
        | Change::PutReceiver { .. }
        | Change::PutSilence { .. } => 1,
        Change::PutProbe { .. } | Change::ConfigureProbe { .. } | Change::PutRoute { .. } => 2,
        Change::PutChannel { .. } | Change::ConfigureChannel { .. } => 3,
        Change::PutRule { .. } => 4,
        Change::DeleteChannel { .. } => 5,
        Change::DeleteProbe { .. } | Change::DeleteTemplate { .. } | Change::DeleteReceiver { .. } => 6,
        Change::DeleteDevice { .. } | Change::EnterPhase { .. } | Change::Noted { .. } => 7,
    }
}

#[derive(Default)]
struct Todo {
    steps: Vec<(Step, Change)>,
    unchanged: Vec<Unchanged>,
}

/// A thing that the station has: number, revision, name, entries.
struct Has {
    id: u32,
    revision: u32,
    name: String,
    entries: Value,
}

/// A thing that it shall have: name, entries, what to say when it is new.
struct Wants<S> {
    name: String,
    entries: Value,
    about: String,
    spec: S,
}

/// What is particular about one sort of things.
struct Sort<S> {
    thing: Thing,
    /// Puts into both what goes without saying in one of them.
    complete: fn(Kinds, &mut Value, &mut Value),
    put: fn(Option<u32>, Option<u32>, S) -> Change,
    delete: fn(u32, Option<u32>) -> Change,
}

fn compare<S>(sort: &Sort<S>, kinds: Kinds, has: Vec<Has>, wants: Vec<Wants<S>>, todo: &mut Todo) {
    let step = |action, name, detail| Step {
        action,
        thing: sort.thing,
        name,
        detail,
        line: None,
    };
    let wanted: BTreeSet<String> = wants.iter().map(|wants| key(&wants.name)).collect();
    let (mut there, gone): (BTreeMap<String, Has>, Vec<Has>) = {
        let (there, gone): (Vec<_>, Vec<_>) =
            has.into_iter().partition(|has| wanted.contains(&key(&has.name)));
        (there.into_iter().map(|has| (key(&has.name), has)).collect(), gone)
    };
    for wants in wants {
        let Some(mut has) = there.remove(&key(&wants.name)) else {
            todo.steps.push((
                step(Action::Add, wants.name, wants.about),
                (sort.put)(None, None, wants.spec),
            ));
            continue;
        };
        let mut entries = wants.entries;
        (sort.complete)(kinds, &mut has.entries, &mut entries);
        let differences = words::differences(&has.entries, &entries);
        if differences.is_empty() {
            todo.unchanged.push(Unchanged {
                thing: sort.thing,
                name: has.name,
                line: None,
            });
            continue;
        }
        let change = (sort.put)(Some(has.id), Some(has.revision), wants.spec);
        todo.steps
            .push((step(Action::Change, has.name, differences), change));
    }
    for has in gone {
        let change = (sort.delete)(has.id, Some(has.revision));
        todo.steps
            .push((step(Action::Delete, has.name, String::new()), change));
    }
}

/// Whether history is to be kept for less long.
fn station(now: &Now, wanted: &StationPart, todo: &mut Todo) -> bool {
    if wanted.is_empty() {
        return false;
    }
    let Station { revision, spec: has } = &now.station;
    let spec = wanted.over(has);
    let (thing, name) = (Thing::Station, has.name.clone());
    if spec == *has {
        todo.unchanged.push(Unchanged {
            thing,
            name,
            line: None,
        });
        return false;
    }
    let forgets = spec.retention.is_shorter_than(&has.retention);
    let step = Step {
        action: Action::Change,
        thing,
        name,
        detail: words::differences(&tuned(has, &has.alerts), &tuned(&spec, &spec.alerts)),
        line: None,
    };
    let put = Change::PutStation {
        expect: Some(*revision),
        usual: crate::usual::spec(),
        spec,
    };
    todo.steps.push((step, put));
    forgets
}

fn devices(now: &Now, wanted: Vec<DeviceSpec<String>>, todo: &mut Todo) {
    let has = now
        .devices
        .iter()
        .zip(now.named_devices())
        .map(|(device, named)| Has {
            id: device.id.0,
            revision: device.revision,
            entries: tuned(&named, &named.alerts),
            name: named.name,
        });
    let wants = wanted.into_iter().map(|spec| Wants {
        name: spec.name.clone(),
        entries: tuned(&spec, &spec.alerts),
        about: spec.address.clone(),
        spec,
    });
    let sort = Sort {
        thing: Thing::Device,
        complete: |_, has, wants| {
            if let Some(device) = has.pointer_mut("/port/device") {
                same_name(device, &wants["port"]["device"]);
            }
        },
        put: |id, expect, spec| Change::ConfigureDevice {
            id: id.map(DeviceId),
            expect,
            spec,
        },
        delete: |id, expect| Change::DeleteDevice {
            id: DeviceId(id),
            expect,
        },
    };
    compare(&sort, &[], has.collect(), wants.collect(), todo);
}

fn templates(now: &Now, wanted: Vec<TemplateSpec<String>>, kinds: Kinds, todo: &mut Todo) {
    let with_probes = |spec: &TemplateSpec<String>| {
        let probes = spec.probes.iter().map(|probe| match info(kinds, &probe.kind) {
            Some(kind) => probe_entries(kinds, &usual::leave_out(kind, probe.clone())),
            None => probe_entries(kinds, probe),
        });
        let mut entries = entries(spec);
        entries["probes"] = probes.collect();
        entries
    };
    let has = now.templates.iter().map(|template| Has {
        id: template.id.0,
        revision: template.revision,
        name: template.spec.name.clone(),
        entries: with_probes(&template.spec.clone().without_devices()),
    });
    let wants = wanted.into_iter().map(|spec| Wants {
        name: spec.name.clone(),
        entries: with_probes(&spec),
        about: format!("of {}", counted(spec.probes.len(), "probe")),
        spec,
    });
    let sort = Sort {
        thing: Thing::Template,
        complete: |kinds, has, wants| {
            for probe in items(&mut wants["probes"]) {
                let same = |other: &&mut Value| other["name"] == probe["name"];
                if let Some(has) = items(&mut has["probes"]).find(same) {
                    complete_probe(kinds, has, probe);
                }
            }
        },
        put: |id, expect, spec: TemplateSpec<String>| Change::PutTemplate {
            id: id.map(TemplateId),
            expect,
            spec: spec.without_devices(),
        },
        delete: |id, expect| Change::DeleteTemplate {
            id: TemplateId(id),
            expect,
        },
    };
    compare(&sort, kinds, has.collect(), wants.collect(), todo);
}

fn probes(now: &Now, wanted: Vec<ProbeSpec<String>>, kinds: Kinds, todo: &mut Todo) {
    let has = now
        .probes
        .iter()
        .zip(now.named_probes(kinds))
        .map(|(probe, named)| Has {
            id: probe.id.0,
            revision: probe.revision,
            entries: probe_entries(kinds, &named),
            name: named.name,
        });
    let wants = wanted.into_iter().map(|spec| Wants {
        name: spec.name.clone(),
        entries: probe_entries(kinds, &spec),
        about: spec.target.clone(),
        spec,
    });
    let sort = Sort {
        thing: Thing::Probe,
        complete: |kinds, has, wants| {
            complete_probe(kinds, has, wants);
            if let Some(device) = has.get_mut("device") {
                same_name(device, &wants["device"]);
            }
        },
        put: |id, expect, spec| Change::ConfigureProbe {
            id: id.map(ProbeId),
            expect,
            spec,
        },
        delete: |id, expect| Change::DeleteProbe {
            id: ProbeId(id),
            expect,
        },
    };
    compare(&sort, kinds, has.collect(), wants.collect(), todo);
}

fn channels(now: &Now, wanted: Vec<ChannelSpec<String>>, todo: &mut Todo) {
    let has = now
        .channels
        .iter()
        .zip(now.named_channels())
        .map(|(channel, named)| Has {
            id: channel.id.0,
            revision: channel.revision,
            entries: tuned(&named, &named.alerts),
            name: named.name,
        });
    let wants = wanted.into_iter().map(|spec| Wants {
        name: spec.name.clone(),
        entries: tuned(&spec, &spec.alerts),
        about: format!("of {}", counted(spec.hops.len(), "hop")),
        spec,
    });
    let sort = Sort {
        thing: Thing::Channel,
        complete: |_, has, wants| {
            for (has, wants) in items(&mut has["hops"]).zip(items(&mut wants["hops"])) {
                for (has, wants) in items(&mut has["probes"]).zip(items(&mut wants["probes"])) {
                    same_name(has, wants);
                }
            }
        },
        put: |id, expect, spec| Change::ConfigureChannel {
            id: id.map(ChannelId),
            expect,
            spec,
        },
        delete: |id, expect| Change::DeleteChannel {
            id: ChannelId(id),
            expect,
        },
    };
    compare(&sort, &[], has.collect(), wants.collect(), todo);
}

fn counted(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

fn entries<T: Serialize>(spec: &T) -> Value {
    serde_json::to_value(spec).unwrap_or_default()
}

/// The entries of a thing with tunings, also when it has none: they are compared one by one.
fn tuned<T: Serialize>(spec: &T, tunings: &Tunings) -> Value {
    let mut entries = entries(spec);
    entries["alerts"] = json!(tunings);
    entries
}

/// The entries of a probe, secrets marked as such.
fn probe_entries(kinds: Kinds, spec: &ProbeSpec<String>) -> Value {
    let mut entries = entries(spec);
    entries["settings"] = json!(spec.settings);
    entries["limits"] = json!(spec.limits);
    entries["alerts"] = json!(spec.alerts);
    entries["enabled"] = json!(spec.enabled);
    for field in info(kinds, &spec.kind)
        .iter()
        .flat_map(|kind| secrets(&kind.fields))
    {
        if let Some(secret) = spec.settings.get(field).and_then(Value::as_str) {
            entries["settings"][field] = words::secret(secret);
        }
    }
    entries
}

fn items(list: &mut Value) -> impl Iterator<Item = &mut Value> {
    list.as_array_mut().into_iter().flatten()
}

/// A thing that is only spelled in another way is the same thing.
fn same_name(has: &mut Value, wants: &Value) {
    if let (Some(there), Some(wanted)) = (has.as_str(), wants.as_str())
        && key(there) == key(wanted)
    {
        *has = wants.clone();
    }
}

fn complete_probe(kinds: Kinds, has: &mut Value, wants: &mut Value) {
    let kind = wants["kind"].as_str().and_then(|kind| info(kinds, kind));
    if let Some(kind) = kind.filter(|_| has["kind"] == wants["kind"]) {
        usual::put_in(kind, wants, has);
        usual::put_in(kind, has, wants);
    }
}
