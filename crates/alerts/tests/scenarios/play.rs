//! Plays a story through the engine.

use std::collections::BTreeMap;

use alerts::outside::Said;
use alerts::world::{Known, Network, World};
use alerts::{Engine, News};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use wire::alert::{Alert, AlertId, Handling, Turn};
use wire::inventory::{ChannelId, DeviceId};
use wire::kind::KindInfo;
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::{Cause, Failure, Finding, Labels, Reading, Sample};
use wire::rule::Rule;
use wire::{Severity, Timestamp, Unit};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    pub(crate) about: String,
    #[serde(default)]
    device: Vec<Map<String, Value>>,
    #[serde(default)]
    probe: Vec<ProbeHere>,
    #[serde(default)]
    channel: Vec<Map<String, Value>>,
    #[serde(default)]
    network: Vec<NetworkHere>,
    #[serde(default)]
    rule: Vec<Value>,
    #[serde(default)]
    silence: Vec<Value>,
    steps: Vec<String>,
    pub(crate) told: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProbeHere {
    name: String,
    kind: String,
    #[serde(default)]
    device: Option<String>,
    #[serde(default)]
    address: Option<std::net::IpAddr>,
    #[serde(default)]
    group: String,
    #[serde(default)]
    alerts: Value,
    #[serde(default)]
    every_ms: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NetworkHere {
    interface: String,
    address: std::net::IpAddr,
    prefix: u8,
}

struct Player {
    engine: Engine,
    probes: BTreeMap<String, (ProbeId, &'static KindInfo)>,
    names: BTreeMap<AlertId, String>,
    told: Vec<String>,
    last_turn: u64,
}

pub(crate) fn play(story: &Story) -> Vec<String> {
    let world = World {
        station: "FP-07".to_owned(),
        ..World::default()
    };
    let mut player = Player {
        engine: Engine::new(world, Vec::new(), 0, 0, Timestamp(0)),
        probes: BTreeMap::new(),
        names: BTreeMap::new(),
        told: Vec::new(),
        last_turn: 0,
    };
    player.set_up(story);
    let mut before = 0_i64;
    for steps in story.steps.split_inclusive(|step| step.contains(" clock ")) {
        for (at, what) in in_order(steps) {
            // Between two steps the station ticks four times a second.
            let mut tick = before - before.rem_euclid(250) + 250;
            while tick < at {
                player.engine.tick(Timestamp(tick));
                player.hear(tick);
                tick += 250;
            }
            player.step(at, what);
            player.hear(at);
            before = before.max(at) + what.strip_prefix("clock ").map_or(0, millis);
        }
    }
    player.told
}

/// What happens when, by time; at one moment in the order in which it is written.
fn in_order(steps: &[String]) -> Vec<(i64, &str)> {
    fn each(step: &String) -> Vec<(i64, &str)> {
        let (when, what) = step.split_once(' ').expect("a moment and what happens");
        moments(when).into_iter().map(|at| (at, what)).collect()
    }
    let mut all: Vec<_> = steps.iter().flat_map(each).collect();
    all.sort_by_key(|(at, _)| *at);
    all
}

/// `3s`, `3s..9s/1s`, `1500ms`, `2m`.
fn moments(when: &str) -> Vec<i64> {
    let Some((from, rest)) = when.split_once("..") else {
        return vec![millis(when)];
    };
    let (to, pace) = rest.split_once('/').expect("a pace after the slash");
    let pace = usize::try_from(millis(pace)).unwrap();
    (millis(from)..=millis(to)).step_by(pace).collect()
}

fn millis(text: &str) -> i64 {
    let (number, factor) = if let Some(number) = text.strip_suffix("ms") {
        (number, 1)
    } else if let Some(number) = text.strip_suffix('s') {
        (number, 1000)
    } else if let Some(number) = text.strip_suffix('m') {
        (number, 60_000)
    } else {
        (text.strip_suffix('h').expect("a unit of time"), 3_600_000)
    };
    number.parse::<i64>().expect("a number") * factor
}

impl Player {
    fn set_up(&mut self, story: &Story) {
        let devices: Vec<String> = story.device.iter().map(|device| text(device, "name")).collect();
        let number = |name: &str| {
            let place = devices.iter().position(|known| known == name);
            u32::try_from(place.unwrap_or_else(|| panic!("no device {name}"))).unwrap() + 1
        };
        let known: Vec<_> = story
            .device
            .iter()
            .map(|device| {
                let mut device = device.clone();
                device.entry("address").or_insert(json!("192.0.2.1"));
                device.entry("role").or_insert(json!("other"));
                if let Some(port) = device.get_mut("port") {
                    port["device"] = json!(number(port["device"].as_str().unwrap()));
                }
                let spec = serde_json::from_value(Value::Object(device.clone())).unwrap();
                (DeviceId(number(&text(&device, "name"))), spec)
            })
            .collect();
        let networks = story.network.iter().map(|network| Network {
            interface: network.interface.clone(),
            address: network.address,
            prefix: network.prefix,
        });
        let networks = networks.collect();
        self.engine.change_world(|world| {
            world.devices.extend(known);
            world.networks = networks;
        });
        for (at, probe) in story.probe.iter().enumerate() {
            let id = ProbeId(u32::try_from(at).unwrap() + 1);
            let kind = kind(&probe.kind);
            let mut spec = ProbeSpec::new(&probe.name, &probe.kind, "test:");
            spec.device = probe.device.as_deref().map(|name| DeviceId(number(name)));
            spec.group.clone_from(&probe.group);
            spec.every_ms = probe.every_ms;
            if !probe.alerts.is_null() {
                spec.alerts = serde_json::from_value(probe.alerts.clone()).unwrap();
            }
            let address = probe.address;
            self.probes.insert(probe.name.clone(), (id, kind));
            self.engine.put_probe(id, Known { spec, kind, address });
        }
        let ids: BTreeMap<_, _> = self
            .probes
            .iter()
            .map(|(name, (id, _))| (name.clone(), id.0))
            .collect();
        for (at, channel) in story.channel.iter().enumerate() {
            let id = ChannelId(u32::try_from(at).unwrap() + 1);
            let mut spec = Value::Object(channel.clone());
            for hop in spec["hops"].as_array_mut().unwrap() {
                for probe in hop["probes"].as_array_mut().unwrap() {
                    *probe = json!(ids[probe.as_str().unwrap()]);
                }
            }
            let spec = serde_json::from_value(spec).unwrap();
            self.engine
                .change_world(|world| drop(world.channels.insert(id, spec)));
        }
        for (at, rule) in story.rule.iter().enumerate() {
            let mut rule = rule.clone();
            rule["id"] = json!(at + 1);
            rule["revision"] = json!(1);
            let rule: Rule = serde_json::from_value(rule).unwrap();
            self.engine.put_rule(rule);
        }
        for (at, silence) in story.silence.iter().enumerate() {
            let mut silence = silence.clone();
            silence["id"] = json!(at + 1);
            silence["revision"] = json!(1);
            self.engine
                .put_silence(serde_json::from_value(silence).unwrap())
                .unwrap();
        }
    }

    fn step(&mut self, at: i64, what: &str) {
        let now = Timestamp(at);
        if what == "restart" {
            return self.restart(now);
        }
        if let Some(by) = what.strip_prefix("clock ") {
            return self.engine.shift(millis(by));
        }
        if let Some(phase) = what.strip_prefix("phase ") {
            let phase = serde_json::from_value(json!(phase)).unwrap();
            return self.engine.change_world(|world| world.phase = Some(phase));
        }
        if let Some(drifted) = what.strip_prefix("drift") {
            let named = drifted.trim().split_once(": ");
            let found = named.map(|(name, text)| (self.probes[name].0, text.to_owned()));
            return self.engine.drift(&found.into_iter().collect(), now);
        }
        if let Some(said) = what.strip_prefix("outside ") {
            let said = outside(said, now);
            said.check().unwrap();
            assert_eq!(self.engine.hear(vec![said], now), 0);
            return;
        }
        if let Some(person) = what.strip_prefix('@') {
            let mut words = person.split(' ');
            let mut next = || words.next().expect("who, what, and with which alerts");
            let (who, what, ids) = (next(), next(), next());
            let ids: Vec<_> = ids.split(',').map(|id| AlertId(id.parse().unwrap())).collect();
            let (what, minutes) = match what.split_once('/') {
                Some((what, minutes)) => (what, Some(minutes.parse().unwrap())),
                None => (what, None),
            };
            let note = String::new();
            let handling = match what {
                "acknowledge" => Handling::Acknowledge { note, minutes },
                "unacknowledge" => Handling::Unacknowledge,
                "shelve" => Handling::Shelve { note, minutes },
                "unshelve" => Handling::Unshelve,
                other => panic!("nobody does {other}"),
            };
            self.engine.handle(&ids, &handling, who, now);
            return;
        }
        let name = self
            .probes
            .keys()
            .filter(|name| what.starts_with(&format!("{name}: ")));
        let name = name
            .max_by_key(|name| name.len())
            .unwrap_or_else(|| panic!("no probe in {what:?}"));
        let (id, kind) = self.probes[name];
        let saw = &what[name.len() + 2..];
        if saw == "is deleted" {
            return self.engine.remove_probe(id, "its probe was deleted");
        }
        self.engine.take(&reading(id, kind, now, saw));
    }

    /// The station ends without a word and starts again with what it had told.
    fn restart(&mut self, now: Timestamp) {
        let alerts: Vec<Alert> = self
            .names
            .keys()
            .filter_map(|id| self.engine.alert(*id))
            .cloned()
            .collect();
        let last = self.names.keys().last().map_or(0, |id| id.0);
        let world = self.engine.world().clone();
        self.engine = Engine::new(world, alerts, last, self.last_turn, now);
    }

    fn hear(&mut self, at: i64) {
        let News { alerts, turns, .. } = self.engine.news();
        for alert in alerts {
            self.names.insert(alert.id, alert.subject.name.clone());
        }
        for turn in turns {
            assert_eq!(turn.seq, self.last_turn + 1, "turns have no gap");
            self.last_turn = turn.seq;
            self.told.push(self.line(at, &turn));
        }
        for alert in self.engine.firing() {
            let mut above = alert;
            for _ in 0..1000 {
                let Some(cause) = above
                    .cause
                    .as_ref()
                    .and_then(|because| self.engine.alert(because.alert))
                else {
                    break;
                };
                assert_ne!(cause.id, alert.id, "no alert explains itself");
                above = cause;
            }
        }
    }

    fn line(&self, at: i64, turn: &Turn) -> String {
        let alert = self
            .engine
            .alert(turn.alert)
            .expect("the alert of a turn is there");
        let word = |value: Value| value.as_str().unwrap_or_default().to_owned();
        let what = word(json!(turn.what));
        let severity = word(json!(turn.severity));
        let part: Vec<_> = alert
            .subject
            .part
            .values()
            .map(|value| format!(" {value}"))
            .collect();
        let cause = match (&alert.cause, what.as_str()) {
            (Some(cause), "caused") => format!(" by {} in incident {}", cause.alert, alert.incident),
            (None, "caused") => " by nothing".to_owned(),
            _ => String::new(),
        };
        let by = if turn.by.is_empty() {
            String::new()
        } else {
            format!(" by {}", turn.by)
        };
        let text = if turn.text.is_empty() {
            String::new()
        } else {
            format!(": {}", turn.text)
        };
        #[allow(clippy::cast_precision_loss, reason = "minutes in milliseconds")]
        let at = at as f64 / 1000.0;
        format!(
            "{at}s #{} {what} {severity} {}{}{by}{cause}{text}",
            turn.alert,
            alert.subject.name,
            part.concat()
        )
    }
}

/// `DiskFull host=enc-1 until=60s: the disk is full`: name, labels, and `since=`, `until=` or `for=`.
fn outside(said: &str, now: Timestamp) -> Said {
    let (head, text) = said.split_once(": ").unwrap_or((said, ""));
    let mut words = head.split(' ');
    let name = words.next().expect("a name").to_owned();
    let mut said = Said {
        labels: [("alertname".into(), name)].into(),
        ..Said::default()
    };
    if !text.is_empty() {
        said.annotations.insert("summary".to_owned(), text.to_owned());
    }
    for word in words {
        match word.split_once('=').expect("a label and its value") {
            ("since", at) => said.began = Some(Timestamp(millis(at))),
            ("until", at) => said.ends = Some(Timestamp(millis(at))),
            ("for", length) => said.ends = Some(now.plus_millis(millis(length))),
            (label, value) => drop(said.labels.insert(label.to_owned().into(), value.to_owned())),
        }
    }
    said
}

fn text(of: &Map<String, Value>, field: &str) -> String {
    of[field].as_str().unwrap().to_owned()
}

/// The kinds of the stories.
fn kind(name: &str) -> &'static KindInfo {
    let interval = json!({ "at_intervals": { "every_ms": 1000, "timeout_ms": 900 } });
    let always = json!({ "all_the_time": { "silent_ms": 3000 } });
    let gauge = |name: &str, unit: &str, limits: Value, labels: Value| json!({ "name": name, "title": name, "help": "h", "unit": unit, "sort": "gauge", "labels": labels, "limits": limits });
    let counter = |name: &str| json!({ "name": name, "title": name, "help": "h", "unit": "count", "sort": "counter", "labels": [], "limits": null });
    let (watch, alone, metrics) = match name {
        "mpegts" => (
            always,
            json!([]),
            json!([
                gauge(
                    "bitrate",
                    "bits_per_second",
                    json!({ "bad": "below", "major": 4e6, "critical": 1e6 }),
                    json!([])
                ),
                counter("packets_total"),
                counter("lost_total"),
            ]),
        ),
        "snmp" => (
            json!({ "at_intervals": { "every_ms": 5000, "timeout_ms": 4000 } }),
            json!(["interface"]),
            json!([gauge(
                "used",
                "ratio",
                json!({ "bad": "above", "major": 0.8, "critical": 0.95 }),
                json!(["interface"])
            ),]),
        ),
        "host" => (
            interval,
            json!(["interface"]),
            json!([gauge(
                "host_cpu_ratio",
                "ratio",
                json!({ "bad": "above", "major": 0.9 }),
                json!([])
            ),]),
        ),
        _ => (
            interval,
            json!([]),
            json!([gauge(
                "rtt",
                "seconds",
                json!({ "bad": "above", "major": 0.1, "critical": 0.5 }),
                json!([])
            ),]),
        ),
    };
    let finding = |code: &str, severity: &str| json!({ "code": code, "severity": severity, "help": "" });
    let findings = json!([
        finding("mpegts.pts_error", "minor"),
        finding("mpegts.ts_sync_loss", "critical"),
        finding("snmp.link_down", "major"),
    ]);
    let info = json!({
        "name": name, "title": name, "help": "h", "schemes": [], "example": "x:", "watch": watch, "fields": [],
        "metrics": metrics, "findings": findings, "alone": alone,
    });
    Box::leak(Box::new(serde_json::from_value(info).unwrap()))
}

/// `ok`, `fails WHY`, `misses WHY`, `finds CODE SEVERITY TEXT`, `METRIC VALUE`; several of them with ` + ` between.
fn reading(probe: ProbeId, kind: &KindInfo, at: Timestamp, saw: &str) -> Reading {
    let mut reading = Reading {
        probe,
        at,
        took_ms: 1,
        samples: Vec::new(),
        findings: Vec::new(),
        facts: Vec::new(),
        failure: None,
    };
    for saw in saw.split(" + ").filter(|saw| *saw != "ok") {
        let (what, rest) = saw.split_once(' ').expect("what it saw");
        match what {
            "fails" => reading.failure = Some(Failure::new(Cause::Timeout, rest)),
            "misses" => reading.failure = Some(Failure::new(Cause::Overrun, rest)),
            "finds" => {
                let mut words = rest.splitn(3, ' ');
                let mut next = || words.next().expect("code, severity, text").to_owned();
                let (code, severity, detail) = (next(), next(), next());
                let (code, labels) = of_part(&code);
                let severity: Severity = serde_json::from_value(json!(severity)).unwrap();
                reading.findings.push(Finding {
                    code: code.into(),
                    severity,
                    detail,
                    labels,
                });
            }
            metric => {
                let (metric, labels) = of_part(metric);
                let unit = kind.metric(&metric).map_or(Unit::Count, |metric| metric.unit);
                reading.samples.push(Sample {
                    metric: metric.into(),
                    labels,
                    unit,
                    value: rest.parse().unwrap(),
                });
            }
        }
    }
    reading
}

/// `link_down@Gi0/3` is about an interface, `pid_error#256` about a PID.
fn of_part(name: &str) -> (String, Labels) {
    let mut labels = Labels::new();
    if let Some((name, part)) = name.split_once('@') {
        labels.insert("interface".into(), part.to_owned());
        return (name.to_owned(), labels);
    }
    if let Some((name, pid)) = name.split_once('#') {
        labels.insert("pid".into(), pid.to_owned());
        return (name.to_owned(), labels);
    }
    (name.to_owned(), labels)
}
