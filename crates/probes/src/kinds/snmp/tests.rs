mod agent;
mod list;
mod odd;
mod real;
mod recorded;
mod snmpd;
mod users;

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{Duration, Instant, timeout};
use wire::probe::ProbeId;
use wire::reading::{Finding, Reading};

use crate::kinds::{KINDS, Ready, ready};
use crate::testing::{PATIENCE, spec, wrong};
use crate::{Clock, Look};

/// A probe that looks several times and remembers.
pub(super) struct Watcher(Ready);

impl Watcher {
    pub(super) fn of(target: impl Into<String>, settings: Value) -> Self {
        Self(ready(KINDS, &spec(target, settings)).unwrap())
    }

    pub(super) async fn look(&mut self) -> Reading {
        self.look_for(PATIENCE).await
    }

    /// Looks as the runner does; fails when the probe says something that it does not declare.
    pub(super) async fn look_for(&mut self, limit: Duration) -> Reading {
        let (out, _) = mpsc::channel(1);
        let mut seen = Look::new(self.0.info, ProbeId(1), Clock::system(), out);
        seen.end_at(Instant::now() + limit);
        let failure = match timeout(limit, self.0.probe.look(&mut seen)).await {
            Ok(looked) => looked.err(),
            Err(_) => Some(seen.late("the time limit")),
        };
        assert_eq!(seen.undeclared(), None);
        seen.reading(0, failure)
    }
}

/// The value of a metric of one interface.
pub(super) fn of(reading: &Reading, interface: &str, metric: &str) -> Option<f64> {
    let metric = format!("snmp_interface_{metric}");
    let mut found = reading.samples.iter().filter(|sample| {
        sample.metric == metric
            && sample
                .labels
                .get("interface")
                .is_some_and(|name| name == interface)
    });
    let value = found.next().map(|sample| sample.value);
    assert!(found.next().is_none(), "{metric} of {interface} is told twice");
    value
}

/// The names of the interfaces that a look saw, in their order.
pub(super) fn interfaces(reading: &Reading) -> Vec<&str> {
    let mut names: Vec<_> = reading
        .samples
        .iter()
        .filter(|sample| sample.metric == "snmp_interface_up")
        .filter_map(|sample| sample.labels.get("interface").map(String::as_str))
        .collect();
    names.sort_unstable();
    names
}

pub(super) fn found<'a>(reading: &'a Reading, code: &str) -> Vec<&'a Finding> {
    reading
        .findings
        .iter()
        .filter(|finding| finding.code == code)
        .collect()
}

#[test]
fn what_cannot_work_is_told_at_its_field() {
    let user = |more: Value| {
        let mut settings = json!({ "version": "v3", "user": "watcher" });
        settings
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        settings
    };
    for (target, settings, field, says) in [
        ("snmp://", json!({}), "target", "snmp://"),
        ("snmp://192.0.2.1:0", json!({}), "target", "port 0"),
        ("snmp://192.0.2.1:99999", json!({}), "target", "not an address"),
        (
            "snmp://192.0.2.1/ifTable",
            json!({}),
            "target",
            "a target is a host",
        ),
        ("snmp://192.0.2.1?x=y", json!({}), "target", "a target is a host"),
        (
            "snmp://192.0.2.1",
            json!({ "version": "v4" }),
            "version",
            "v2c, v1, v3",
        ),
        (
            "snmp://192.0.2.1",
            json!({ "user": "watcher" }),
            "user",
            "choose v3",
        ),
        (
            "snmp://192.0.2.1",
            json!({ "auth_passphrase": "long enough" }),
            "auth_passphrase",
            "choose v3",
        ),
        (
            "snmp://192.0.2.1",
            json!({ "privacy_passphrase": "long enough" }),
            "privacy_passphrase",
            "choose v3",
        ),
        (
            "snmp://192.0.2.1",
            json!({ "context": "a" }),
            "context",
            "choose v3",
        ),
        (
            "snmp://192.0.2.1",
            json!({ "version": "v3" }),
            "user",
            "enter the name",
        ),
        (
            "snmp://192.0.2.1",
            user(json!({ "user": "x".repeat(33) })),
            "user",
            "32 letters",
        ),
        (
            "snmp://192.0.2.1",
            user(json!({ "context": "x".repeat(256) })),
            "context",
            "255 letters",
        ),
        (
            "snmp://192.0.2.1",
            user(json!({ "community": "public" })),
            "community",
            "choose v2c",
        ),
        (
            "snmp://192.0.2.1",
            user(json!({ "auth_passphrase": "short12" })),
            "auth_passphrase",
            "8 letters",
        ),
        (
            "snmp://192.0.2.1",
            user(json!({ "auth_passphrase": "long enough", "privacy_passphrase": "short12" })),
            "privacy_passphrase",
            "8 letters",
        ),
        (
            "snmp://192.0.2.1",
            user(json!({ "privacy_passphrase": "long enough" })),
            "auth_passphrase",
            "nothing is encrypted",
        ),
        ("snmp://192.0.2.1", json!({ "family": "ipx" }), "family", "any"),
    ] {
        let errors = wrong(target, settings);
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, [field], "{target} {errors:?}");
        assert!(errors[0].message.contains(says), "{:?}", errors[0].message);
    }
}

#[test]
fn what_works_is_taken() {
    for settings in [
        json!({}),
        json!({ "version": "v1", "community": "geheim" }),
        json!({ "version": "v3", "user": "x".repeat(32) }),
        json!({ "version": "v3", "user": "w", "auth_passphrase": "12345678", "auth_protocol": "md5" }),
        json!({
            "version": "v3", "user": "w", "auth_passphrase": "12345678", "privacy_passphrase": "12345678",
            "privacy_protocol": "des", "context": "vlan-1",
        }),
    ] {
        for target in [
            "snmp://192.0.2.1",
            "snmp://192.0.2.1/",
            "snmp://switch.example:1161",
            "snmp://[2001:db8::1]",
        ] {
            assert_eq!(wrong(target, settings.clone()), [], "{target}");
        }
    }
}
