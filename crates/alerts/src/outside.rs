//! What sources outside, such as Prometheus, say about alerts of their own, and what it means here.

use std::collections::BTreeMap;
use std::net::IpAddr;

use wire::alert::Subject;
use wire::reading::Labels;
use wire::rule::RuleKey;
use wire::{Severity, Timestamp};

use crate::world::World;

/// What is not repeated for so long has ended, in milliseconds, where the source gave no end (Alertmanager, `resolve_timeout`).
pub const RESOLVE_MS: i64 = 5 * 60_000;
/// The longest text and the longest advice, in characters.
const LONGEST: usize = 500;
const ALERT_NAME: &str = "alertname";
/// What an alert is called that has no name.
const NAMELESS: &str = "alert";

/// The labels that say at what an alert fires, the most telling first.
const TELLING: [&str; 12] = [
    "probe", "device", "instance", "host", "hostname", "nodename", "node", "target", "address", "pod",
    "service", "job",
];
/// How many of those hold a name or an address of one thing.
const ADDRESSING: usize = 9;

/// What the values of the label `severity` mean, in small letters. Anything else, and none at all, is major.
pub const SEVERITIES: [(Severity, &[&str]); 4] = [
    (
        Severity::Critical,
        &["critical", "crit", "page", "emergency", "fatal", "disaster", "p1"],
    ),
    (Severity::Major, &["major", "error", "err", "high", "p2"]),
    (
        Severity::Minor,
        &["minor", "warning", "warn", "average", "medium", "low", "p3", "p4"],
    ),
    (
        Severity::Info,
        &[
            "info",
            "information",
            "informational",
            "notice",
            "debug",
            "none",
            "ok",
            "p5",
        ],
    ),
];

/// One alert as a source outside tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// All that names it: the same labels are the same alert. None is empty.
    pub labels: Labels,
    /// What it says for people to read.
    pub annotations: BTreeMap<String, String>,
    /// Where the source shows it; empty where it does not say.
    pub link: String,
    /// Since when it fires; since now where it does not say.
    pub began: Option<Timestamp>,
    /// When it ends, or ended; when it is not repeated for [`RESOLVE_MS`] where it does not say.
    pub ends: Option<Timestamp>,
}

impl Said {
    /// What is wrong with it, in the words of Alertmanager as far as it has any.
    ///
    /// # Errors
    /// A clause.
    pub fn check(&self) -> Result<(), String> {
        if self.labels.is_empty() {
            return Err("at least one label pair required".to_owned());
        }
        if let Some(name) = self.labels.keys().find(|name| !is_name(name)) {
            return Err(format!("invalid label set: invalid name {name:?}"));
        }
        if let Some(name) = self.annotations.keys().find(|name| !is_name(name)) {
            return Err(format!("invalid annotations: invalid name {name:?}"));
        }
        match (self.began, self.ends) {
            (Some(began), Some(ends)) if ends < began => Err("start time must be before end time".to_owned()),
            _ => Ok(()),
        }
    }
}

/// Whether it is a name of a label: letters, digits and `_` as in Prometheus, and what OpenTelemetry puts between its words.
fn is_name(name: &str) -> bool {
    let is_first = |c: char| c.is_alphabetic() || c == '_';
    let is_fine = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':' | '/');
    name.starts_with(is_first) && name.chars().all(is_fine)
}

/// The rule that fired there.
pub(crate) fn rule(labels: &Labels) -> RuleKey {
    RuleKey::outside(labels.get(ALERT_NAME).map_or(NAMELESS, String::as_str))
}

/// How bad it is, by its label `severity`.
pub(crate) fn severity(labels: &Labels) -> Severity {
    let word = labels
        .get("severity")
        .map(|word| word.trim().to_lowercase())
        .unwrap_or_default();
    let is_it = |(_, words): &&(Severity, &[&str])| words.contains(&word.as_str());
    SEVERITIES
        .iter()
        .find(is_it)
        .map_or(Severity::Major, |(severity, _)| *severity)
}

/// What is wrong, and what to do about it.
pub(crate) fn words(said: &Said) -> (String, String) {
    let annotation = |name: &str| {
        said.annotations
            .get(name)
            .map(|text| line(text))
            .filter(|text| !text.is_empty())
    };
    let text = ["summary", "message", "title", "description"]
        .into_iter()
        .find_map(annotation);
    let text = text.unwrap_or_else(|| rule(&said.labels).name().to_owned());
    let description = annotation("description").filter(|description| *description != text);
    let advice = [
        description,
        annotation("runbook_url").or_else(|| annotation("runbook")),
    ];
    let advice: Vec<String> = advice.into_iter().flatten().collect();
    (text, advice.join(" · "))
}

/// One line that is not too long.
fn line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let short: String = line.chars().take(LONGEST - 1).collect();
    format!("{short}…")
}

/// At what it fires: what its labels name, as far as that is known here.
pub(crate) fn subject(world: &World, labels: &Labels) -> Subject {
    let telling = || TELLING.iter().filter_map(|label| labels.get(*label));
    let named: Vec<&str> = TELLING
        .iter()
        .take(ADDRESSING)
        .filter_map(|label| labels.get(*label))
        .map(String::as_str)
        .collect();
    let probe = named.iter().find_map(|value| {
        let mut probes = world.probes.iter();
        probes
            .find(|(_, known)| same(&known.spec.name, value))
            .map(|(id, _)| *id)
    });
    let of_probe = || world.probes.get(&probe?)?.spec.device;
    let device = of_probe().or_else(|| {
        let is_it = |name: &str, address: &str| {
            named.iter().any(|value| {
                same(name, value)
                    || same(address, value)
                    || same(address, host(value))
                    || same(name, host(value))
            })
        };
        let mut devices = world.devices.iter();
        devices
            .find(|(_, device)| is_it(&device.name, &device.address))
            .map(|(id, _)| *id)
    });
    // The address of a probe that nothing else has is as good as its name.
    let probe = probe.or_else(|| {
        let address: IpAddr = named.iter().find_map(|value| host(value).parse().ok())?;
        let mut there = world
            .probes
            .iter()
            .filter(|(_, known)| known.address == Some(address));
        let (id, _) = there.next()?;
        (device.is_none() && !address.is_loopback() && there.next().is_none()).then_some(*id)
    });
    let is_there = |known: &crate::world::Known| device.is_some() && known.spec.device == device;
    let mut channels: Vec<_> = world
        .probes
        .iter()
        .filter(|(id, known)| match probe {
            Some(probe) => **id == probe,
            None => is_there(known),
        })
        .flat_map(|(id, _)| world.channels_of(*id).map(|(channel, _)| channel))
        .collect();
    channels.sort_unstable();
    channels.dedup();
    let name = telling().next().or_else(|| labels.get(ALERT_NAME));
    Subject {
        name: name.map_or_else(|| NAMELESS.to_owned(), |name| line(name)),
        probe,
        device,
        channels,
        part: labels.clone(),
    }
}

fn same(one: &str, other: &str) -> bool {
    !one.is_empty() && one.to_lowercase() == other.to_lowercase()
}

/// An address without its port: `10.0.0.5:9100`, `[2001:db8::1]:9100`, `enc-1:9100`, `http://enc-1:8080/health`.
fn host(value: &str) -> &str {
    let value = value.split_once("://").map_or(value, |(_, rest)| rest);
    let value = value.split(['/', '?']).next().unwrap_or(value);
    if let Some((inside, _)) = value.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return inside;
    }
    match value.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') && port.parse::<u16>().is_ok() => host,
        _ => value,
    }
}

#[cfg(test)]
mod tests;
