//! What operators say about alerts: rules, receivers, routes and silences, and what holds them together.

use serde_json::{Value, json};
use store::{Change, Changed, Error, Store};
use wire::Timestamp;
use wire::inventory::{ChannelId, DeviceId};
use wire::probe::ProbeId;
use wire::receiver::{ReceiverId, ReceiverSpec};
use wire::route::{Escalation, RouteId, RouteSpec, Silence, SilenceSpec};
use wire::rule::{RuleId, RuleSpec};

use crate::{TODAY, open};

async fn one(store: &Store, change: Change) -> Result<Changed, Error> {
    Ok(store.commit("anna", Timestamp(TODAY), &[change]).await?.remove(0))
}

/// A probe, a device and a channel, each number 1.
async fn flypack(store: &Store) {
    let order = [
        json!({ "name": "Gateway", "kind": "icmp", "target": "icmp:192.0.2.1" }),
        json!({ "name": "Encoder", "address": "192.0.2.7", "role": "encoder" }),
        json!({ "name": "PGM A", "hops": [] }),
    ];
    let [probe, device, channel] = order;
    let (id, expect) = (None, None);
    let changes = [
        Change::PutProbe {
            id,
            expect,
            spec: read(probe),
        },
        Change::PutDevice {
            id: None,
            expect,
            spec: read(device),
        },
        Change::PutChannel {
            id: None,
            expect,
            spec: read(channel),
        },
    ];
    store.commit("anna", Timestamp(TODAY), &changes).await.unwrap();
}

fn read<T: serde::de::DeserializeOwned>(spec: Value) -> T {
    serde_json::from_value(spec).unwrap()
}

fn rule(name: &str, on: &Value, when: &Value) -> RuleSpec {
    read(json!({ "name": name, "on": on, "when": when, "severity": "major" }))
}

fn put_rule(spec: RuleSpec) -> Change {
    Change::PutRule {
        id: None,
        expect: None,
        spec,
    }
}

fn receiver(name: &str, secret: &str) -> Change {
    Change::PutReceiver {
        id: None,
        expect: None,
        spec: ReceiverSpec {
            name: name.to_owned(),
            kind: "webhook".to_owned(),
            enabled: true,
            settings: [("token".to_owned(), secret.into())].into(),
        },
    }
}

fn route(name: &str, receivers: Vec<u32>, later: Vec<u32>) -> RouteSpec {
    let ids = |numbers: Vec<u32>| numbers.into_iter().map(ReceiverId).collect();
    let mut spec: RouteSpec = read(json!({ "name": name, "least": "major", "receivers": [] }));
    spec.receivers = ids(receivers);
    spec.escalate = vec![Escalation {
        after_minutes: 5,
        receivers: ids(later),
    }];
    spec
}

fn put_route(id: Option<RouteId>, spec: RouteSpec) -> Change {
    Change::PutRoute {
        id,
        expect: None,
        spec,
    }
}

fn silence(name: &str) -> Change {
    Change::PutSilence {
        id: None,
        expect: None,
        spec: SilenceSpec {
            name: name.to_owned(),
            matching: read(json!([{ "label": "device", "value": "Encoder" }])),
            from: Timestamp(TODAY),
            until: Timestamp(TODAY + 1000),
            repeat: Default::default(),
            maintenance: false,
            by: "anna".to_owned(),
        },
    }
}

#[tokio::test]
async fn everything_about_alerts_comes_back_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    flypack(&store).await;
    let over = rule(
        "Slow",
        &json!({ "kinds": ["icmp"], "devices": [1] }),
        &json!({ "test": "over_time", "of": { "test": "failure" }, "window_s": 60, "raise": { "share": 0.5 } }),
    );
    let Changed::Rule(rule) = one(&store, put_rule(over)).await.unwrap() else {
        panic!()
    };
    let Changed::Receiver(webhook) = one(&store, receiver("Chat", "t")).await.unwrap() else {
        panic!()
    };
    let Changed::Route(route) = one(&store, put_route(None, route("All", vec![1], vec![1])))
        .await
        .unwrap()
    else {
        panic!()
    };
    let Changed::Silence(silence) = one(&store, silence("Rewiring")).await.unwrap() else {
        panic!()
    };
    store.close().await;
    let store = open(dir.path()).await.store;
    assert_eq!(store.rules().await.unwrap(), std::slice::from_ref(&rule));
    assert_eq!(store.rule(rule.id).await.unwrap(), Some(rule));
    assert_eq!(store.receivers().await.unwrap(), std::slice::from_ref(&webhook));
    assert_eq!(store.receiver(webhook.id).await.unwrap(), Some(webhook));
    assert_eq!(store.routes().await.unwrap(), std::slice::from_ref(&route));
    assert_eq!(store.route(route.id).await.unwrap(), Some(route));
    assert_eq!(store.silences().await.unwrap(), std::slice::from_ref(&silence));
    assert_eq!(store.silence(silence.id).await.unwrap(), Some(silence));
}

#[tokio::test]
async fn they_come_back_from_the_copy_too() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    one(&store, receiver("Chat", "t")).await.unwrap();
    one(&store, silence("Rewiring")).await.unwrap();
    store.close().await;
    std::fs::remove_file(dir.path().join("state.db")).unwrap();
    let store = open(dir.path()).await.store;
    assert_eq!(store.receivers().await.unwrap().len(), 1);
    assert_eq!(store.silences().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    flypack(&store).await;
    let said = |refused: Result<Changed, Error>| refused.unwrap_err().to_string();
    let failure = || json!({ "test": "failure" });
    for (on, when, sentence) in [
        (json!({ "probes": [9] }), failure(), "there is no probe 9"),
        (json!({ "devices": [8] }), failure(), "there is no device 8"),
        (json!({ "channels": [7] }), failure(), "there is no channel 7"),
        (
            json!({}),
            json!({ "test": "all", "of": [{ "test": "not", "of": { "test": "at", "probe": 6, "of": failure() } }] }),
            "there is no probe 6",
        ),
    ] {
        assert_eq!(said(one(&store, put_rule(rule("R", &on, &when))).await), sentence);
    }
    one(&store, receiver("Chat", "t")).await.unwrap();
    let unknown = one(&store, put_route(None, route("All", vec![1], vec![9]))).await;
    assert_eq!(said(unknown), "there is no receiver 9");
}

#[tokio::test]
async fn what_is_used_stays() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    flypack(&store).await;
    for name in ["Chat", "Boss", "Nobody"] {
        one(&store, receiver(name, "t")).await.unwrap();
    }
    let failure = || json!({ "test": "failure" });
    let at = json!({ "test": "any", "of": [failure(), { "test": "at", "probe": 1, "of": failure() }] });
    for (name, on, when) in [
        ("Far", json!({}), at),
        (
            "Near",
            json!({ "probes": [1], "devices": [1], "channels": [1] }),
            failure(),
        ),
        // Names no thing of number 1.
        (
            "Least",
            json!({}),
            json!({ "test": "at_least", "count": 1, "of": [failure()] }),
        ),
    ] {
        one(&store, put_rule(rule(name, &on, &when))).await.unwrap();
    }
    one(&store, put_route(None, route("All", vec![1], vec![2])))
        .await
        .unwrap();
    let expect = None;
    for (change, sentence) in [
        (
            Change::DeleteProbe {
                id: ProbeId(1),
                expect,
            },
            "probe \"Gateway\" is still used by rule \"Far\", rule \"Near\"",
        ),
        (
            Change::DeleteDevice {
                id: DeviceId(1),
                expect,
            },
            "device \"Encoder\" is still used by rule \"Near\"",
        ),
        (
            Change::DeleteChannel {
                id: ChannelId(1),
                expect,
            },
            "channel \"PGM A\" is still used by rule \"Near\"",
        ),
        (
            Change::DeleteReceiver {
                id: ReceiverId(1),
                expect,
            },
            "receiver \"Chat\" is still used by route \"All\"",
        ),
        (
            Change::DeleteReceiver {
                id: ReceiverId(2),
                expect,
            },
            "receiver \"Boss\" is still used by route \"All\"",
        ),
    ] {
        let refused = one(&store, change).await.unwrap_err();
        assert_eq!(refused.to_string(), sentence);
    }
    for change in [
        Change::DeleteReceiver {
            id: ReceiverId(3),
            expect,
        },
        Change::DeleteRule {
            id: RuleId(1),
            expect,
        },
        Change::DeleteRule {
            id: RuleId(2),
            expect,
        },
        Change::DeleteRoute {
            id: RouteId(1),
            expect,
        },
        Change::DeleteReceiver {
            id: ReceiverId(2),
            expect,
        },
        Change::DeleteProbe {
            id: ProbeId(1),
            expect,
        },
    ] {
        assert_eq!(one(&store, change).await.unwrap(), Changed::Deleted);
    }
}

#[tokio::test]
async fn two_silences_have_one_reason_and_two_receivers_never_one_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    one(&store, silence("Rewiring")).await.unwrap();
    let Changed::Silence(second) = one(&store, silence("rewiring")).await.unwrap() else {
        panic!()
    };
    assert_eq!(store.silences().await.unwrap().len(), 2);
    let expect = Some(second.revision);
    one(
        &store,
        Change::DeleteSilence {
            id: second.id,
            expect,
        },
    )
    .await
    .unwrap();
    let left: Vec<Silence> = store.silences().await.unwrap();
    assert_eq!(left[0].spec.name, "Rewiring");
    one(&store, receiver("Chat", "t")).await.unwrap();
    let twin = one(&store, receiver("CHAT", "t")).await.unwrap_err();
    assert_eq!(twin.to_string(), "another receiver is called \"CHAT\"");
}

#[tokio::test]
async fn a_secret_of_a_receiver_is_not_in_the_audit_trail() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    one(&store, receiver("Chat", &store.seal("old"))).await.unwrap();
    let Change::PutReceiver { spec, .. } = receiver("Chat", &store.seal("new")) else {
        panic!()
    };
    let change = Change::PutReceiver {
        id: Some(ReceiverId(1)),
        expect: Some(1),
        spec,
    };
    one(&store, change).await.unwrap();
    let newest = store.audit(None, 1).await.unwrap().remove(0);
    assert_eq!(
        (newest.subject.as_str(), newest.detail.as_str()),
        ("receiver 1 \"Chat\"", "settings.token (hidden) → (hidden)")
    );
}
