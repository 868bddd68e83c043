//! What operators order: all or nothing, with an audit trail, kept over restarts.

use store::{Change, Changed, Error, Store};
use wire::Timestamp;
use wire::channel::Way;
use wire::inventory::{ChannelId, ChannelSpec, DeviceId, DeviceRole, DeviceSpec, Hop, Port, TemplateSpec};
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::rule::Tunings;

use crate::{TODAY, open};

const AT: Timestamp = Timestamp(TODAY);

fn spec(name: &str) -> ProbeSpec {
    ProbeSpec::new(name, "icmp", "icmp:192.0.2.1")
}

fn new_probe(spec: ProbeSpec) -> Change {
    Change::PutProbe {
        id: None,
        expect: None,
        spec,
    }
}

fn tunings() -> Tunings {
    serde_json::from_str(r#"{"icmp/failure":{"severity":"minor","raise_after_ms":5000}}"#).unwrap()
}

async fn one(store: &Store, change: Change) -> Result<Changed, Error> {
    Ok(store.commit("anna", AT, &[change]).await?.remove(0))
}

async fn probe(store: &Store, name: &str) -> Probe {
    match one(store, new_probe(spec(name))).await.unwrap() {
        Changed::Probe(probe) => probe,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn everything_comes_back_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let device = DeviceSpec {
        name: "Encoder 1".to_owned(),
        address: "192.0.2.7".to_owned(),
        role: DeviceRole::Encoder,
        note: "upper slot".to_owned(),
        port: None,
        alerts: tunings(),
    };
    let device = Change::PutDevice {
        id: None,
        expect: None,
        spec: device,
    };
    let Changed::Device(device) = one(&store, device).await.unwrap() else {
        panic!()
    };
    let mut full = spec("Gateway");
    full.alerts = tunings();
    full.group = "Uplink".to_owned();
    full.device = Some(device.id);
    full.enabled = false;
    full.every_ms = Some(500);
    full.settings = [
        ("count".to_owned(), 3.into()),
        ("community".to_owned(), store.seal("s3cret").into()),
    ]
    .into();
    full.limits = serde_json::from_str(r#"{"icmp_rtt_seconds":{"bad":"above","major":0.01}}"#).unwrap();
    let Changed::Probe(gateway) = one(&store, new_probe(full)).await.unwrap() else {
        panic!()
    };
    let hops = vec![
        Hop {
            name: "ENC".to_owned(),
            probes: vec![gateway.id, gateway.id],
            way: Way::Main,
        },
        Hop {
            name: "CDN".to_owned(),
            probes: vec![],
            way: Way::Both,
        },
    ];
    let channel = ChannelSpec {
        name: "PGM A".to_owned(),
        hops,
        alerts: tunings(),
    };
    let channel = Change::PutChannel {
        id: None,
        expect: None,
        spec: channel,
    };
    let Changed::Channel(channel) = one(&store, channel).await.unwrap() else {
        panic!()
    };
    let template = TemplateSpec {
        name: "Switch".to_owned(),
        help: String::new(),
        probes: vec![ProbeSpec {
            alerts: tunings(),
            ..spec("{name}")
        }],
    };
    let template = Change::PutTemplate {
        id: None,
        expect: None,
        spec: template,
    };
    let Changed::Template(template) = one(&store, template).await.unwrap() else {
        panic!()
    };
    store.close().await;

    let opened = open(dir.path()).await;
    let store = opened.store;
    assert_eq!(opened.notices, Vec::<String>::new());
    assert_eq!(opened.probes, std::slice::from_ref(&gateway));
    assert_eq!(store.probe(gateway.id).await.unwrap(), Some(gateway));
    assert_eq!(store.devices().await.unwrap(), [device]);
    assert_eq!(store.channels().await.unwrap(), [channel]);
    assert_eq!(store.templates().await.unwrap(), [template]);
}

#[tokio::test]
async fn an_order_is_done_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let unknown = ProbeSpec {
        device: Some(DeviceId(9)),
        ..spec("B")
    };
    let refused = store
        .commit("anna", AT, &[new_probe(spec("A")), new_probe(unknown)])
        .await;
    assert!(matches!(
        refused,
        Err(Error::NotFound {
            what: "device",
            id: 9
        })
    ));
    assert_eq!(store.probes().await.unwrap(), []);
    assert_eq!(store.audit(None, 10).await.unwrap(), []);
    let both = store
        .commit("anna", AT, &[new_probe(spec("A")), new_probe(spec("B"))])
        .await
        .unwrap();
    assert_eq!(both.len(), 2);
}

fn device(name: &str) -> Change {
    Change::PutDevice {
        id: None,
        expect: None,
        spec: DeviceSpec {
            name: name.to_owned(),
            address: "192.0.2.7".to_owned(),
            role: DeviceRole::Encoder,
            note: String::new(),
            port: None,
            alerts: Tunings::new(),
        },
    }
}

/// A probe that calls its device by its name.
fn probe_of(name: &str, id: Option<ProbeId>, device: &str) -> Change {
    Change::ConfigureProbe {
        id,
        expect: None,
        spec: spec(name).with_device(Some(device.to_owned())),
    }
}

/// A channel of one hop that calls its probe by its name.
fn channel_of(name: &str, id: Option<ChannelId>, probe: &str) -> Change {
    let hops = vec![Hop {
        name: "ENC".to_owned(),
        probes: vec![probe.to_owned()],
        way: Way::Both,
    }];
    Change::ConfigureChannel {
        id,
        expect: None,
        spec: ChannelSpec {
            name: name.to_owned(),
            hops,
            alerts: Tunings::new(),
        },
    }
}

fn renamed(probe: &Probe, name: &str) -> Change {
    Change::PutProbe {
        id: Some(probe.id),
        expect: Some(probe.revision),
        spec: spec(name),
    }
}

#[tokio::test]
async fn one_order_makes_things_that_call_each_other_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let order = [
        device("Encoder 1"),
        probe_of("Link", None, "ENCODER 1"),
        channel_of("PGM A", None, "link"),
    ];
    store.commit("anna", AT, &order).await.unwrap();
    let link = store.probes().await.unwrap().remove(0);
    assert_eq!(link.spec.device, Some(store.devices().await.unwrap()[0].id));
    let channel = store.channels().await.unwrap().remove(0);
    assert_eq!(channel.spec.hops[0].probes, [link.id]);

    let order = [
        device("Encoder 2"),
        probe_of("Link 2", None, "Encoder 2"),
        channel_of("PGM A", Some(channel.id), "Link 2"),
        Change::DeleteProbe {
            id: link.id,
            expect: Some(link.revision),
        },
        Change::DeleteDevice {
            id: DeviceId(1),
            expect: None,
        },
    ];
    store.commit("anna", AT, &order).await.unwrap();
    let [probe] = &store.probes().await.unwrap()[..] else {
        panic!()
    };
    assert_eq!((probe.spec.name.as_str(), probe.id), ("Link 2", ProbeId(2)));
    let channel = store.channels().await.unwrap().remove(0);
    assert_eq!(channel.spec.hops[0].probes, [ProbeId(2)]);

    let order = [device("Router"), probe_of("Uplink", None, "Ruoter")];
    let refused = store.commit("anna", AT, &order).await.unwrap_err();
    assert_eq!(refused.to_string(), "no device is called \"Ruoter\"");
    assert_eq!(store.devices().await.unwrap().len(), 1);
}

/// A device that calls the one it is plugged into by its name.
fn device_at(name: &str, id: Option<u32>, port: Option<&str>) -> Change {
    let Change::PutDevice { spec, .. } = device(name) else {
        panic!()
    };
    let port = port.map(|device| Port {
        device: device.to_owned(),
        interface: "Gi1/0/12".to_owned(),
    });
    Change::ConfigureDevice {
        id: id.map(DeviceId),
        expect: None,
        spec: spec.with_port(port),
    }
}

#[tokio::test]
async fn no_device_is_behind_itself_and_what_others_are_plugged_into_stays() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let order = [
        device_at("Router", None, None),
        device_at("Switch", None, Some("router")),
        device_at("Encoder", None, Some("Switch")),
    ];
    store.commit("anna", AT, &order).await.unwrap();
    store.close().await;
    let store = open(dir.path()).await.store;
    let encoder = store.device(DeviceId(3)).await.unwrap().unwrap();
    let port = encoder.spec.port.clone().unwrap();
    assert_eq!((port.device, port.interface.as_str()), (DeviceId(2), "Gi1/0/12"));
    let said = |refused: Result<Changed, Error>| refused.unwrap_err().to_string();
    let ring = one(&store, device_at("Router", Some(1), Some("Encoder"))).await;
    assert_eq!(
        said(ring),
        "the device \"Router\", plugged into \"Encoder\", plugged into \"Switch\", plugged into \"Router\", \
         would be behind itself"
    );
    let own = one(&store, device_at("Router", Some(1), Some("Router"))).await;
    assert_eq!(
        said(own),
        "the device \"Router\", plugged into \"Router\", would be behind itself"
    );
    let unknown = one(&store, device_at("Camera", None, Some("Hub"))).await;
    assert_eq!(said(unknown), "no device is called \"Hub\"");
    let mut spec = encoder.spec.clone();
    spec.port.as_mut().unwrap().device = DeviceId(9);
    let gone = Change::PutDevice {
        id: Some(encoder.id),
        expect: None,
        spec: spec.clone(),
    };
    assert_eq!(said(one(&store, gone).await), "there is no device 9");
    let expect = None;
    let delete = |id| Change::DeleteDevice {
        id: DeviceId(id),
        expect,
    };
    assert_eq!(
        said(one(&store, delete(2)).await),
        "device \"Switch\" is still used by device \"Encoder\""
    );
    spec.port = None;
    let order = [
        Change::PutDevice {
            id: Some(encoder.id),
            expect,
            spec,
        },
        delete(2),
    ];
    store.commit("anna", AT, &order).await.unwrap();
    assert_eq!(store.devices().await.unwrap().len(), 2);
}

#[tokio::test]
async fn two_things_swap_their_names_and_never_share_one() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let (a, b) = (probe(&store, "A").await, probe(&store, "B").await);
    let half = store.commit("anna", AT, &[renamed(&a, "b")]).await;
    assert_eq!(half.unwrap_err().to_string(), "another probe is called \"b\"");
    let twins = [renamed(&a, "C"), renamed(&b, "c")];
    let twins = store.commit("anna", AT, &twins).await;
    assert_eq!(twins.unwrap_err().to_string(), "another probe is called \"c\"");
    let swap = [renamed(&a, "B"), renamed(&b, "A")];
    store.commit("anna", AT, &swap).await.unwrap();
    let names = store.probes().await.unwrap().into_iter();
    assert_eq!(names.map(|probe| probe.spec.name).collect::<Vec<_>>(), ["B", "A"]);
    let taken = one(&store, new_probe(spec("a"))).await;
    assert_eq!(taken.unwrap_err().to_string(), "another probe is called \"a\"");
}

#[tokio::test]
async fn each_reason_to_refuse_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let gateway = probe(&store, "Gateway \u{c4}").await;
    let said = |refused: Result<Changed, Error>| refused.unwrap_err().to_string();

    let taken = one(&store, new_probe(spec("gateway \u{e4}"))).await;
    assert_eq!(said(taken), "another probe is called \"gateway \u{e4}\"");
    let gone = one(
        &store,
        Change::DeleteProbe {
            id: ProbeId(99),
            expect: None,
        },
    )
    .await;
    assert_eq!(said(gone), "there is no probe 99");
    let put = |expect| Change::PutProbe {
        id: Some(gateway.id),
        expect,
        spec: spec("Gateway"),
    };
    assert!(one(&store, put(Some(1))).await.is_ok());
    let late = one(
        &store,
        Change::DeleteProbe {
            id: gateway.id,
            expect: Some(1),
        },
    )
    .await;
    assert_eq!(
        said(late),
        "the probe \"Gateway\" was changed meanwhile and is at revision 2 now"
    );
    let hops = vec![Hop {
        name: "ENC".to_owned(),
        probes: vec![gateway.id],
        way: Way::Both,
    }];
    let channel = Change::PutChannel {
        id: None,
        expect: None,
        spec: ChannelSpec {
            name: "PGM A".to_owned(),
            hops,
            alerts: Tunings::new(),
        },
    };
    one(&store, channel).await.unwrap();
    let used = one(
        &store,
        Change::DeleteProbe {
            id: gateway.id,
            expect: Some(2),
        },
    )
    .await;
    assert_eq!(said(used), "probe \"Gateway\" is still used by channel \"PGM A\"");
}

#[tokio::test]
async fn a_number_is_never_given_twice() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let first = probe(&store, "A").await;
    one(
        &store,
        Change::DeleteProbe {
            id: first.id,
            expect: None,
        },
    )
    .await
    .unwrap();
    assert_eq!(probe(&store, "A").await.id, ProbeId(2));
}

#[tokio::test]
async fn the_audit_trail_says_who_did_what() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await.store;
    let gateway = probe(&store, "Gateway").await;
    let mut changed = gateway.spec.clone();
    changed.every_ms = Some(500);
    changed.settings = [("community".to_owned(), store.seal("s3cret").into())].into();
    let put = |spec| Change::PutProbe {
        id: Some(gateway.id),
        expect: None,
        spec,
    };
    one(&store, put(changed.clone())).await.unwrap();
    let Changed::Probe(same) = one(&store, put(changed)).await.unwrap() else {
        panic!()
    };
    assert_eq!(same.revision, 2, "nothing changed, so nothing is noted");
    one(
        &store,
        Change::DeleteProbe {
            id: gateway.id,
            expect: None,
        },
    )
    .await
    .unwrap();
    let entries = store.audit(None, 10).await.unwrap();
    let lines = entries.iter().map(|entry| {
        format!(
            "{} {} {}: {}",
            entry.author, entry.action, entry.subject, entry.detail
        )
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "anna delete probe 1 \"Gateway\": ",
            "anna update probe 1 \"Gateway\": every_ms nothing → 500; settings.community nothing → (hidden)",
            "anna create probe 1 \"Gateway\": ",
        ]
    );
    let older = store.audit(Some(entries[0].seq), 1).await.unwrap();
    assert_eq!(older, &entries[1..2]);
}

#[tokio::test]
async fn two_stations_on_one_directory_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path()).await;
    let refused = Store::open(dir.path(), store::Retention::default(), AT)
        .await
        .err()
        .unwrap();
    let said = refused.to_string();
    assert!(
        said.ends_with(&format!(
            "is in use by another Flywatch (process {})",
            std::process::id()
        )),
        "{said}"
    );
    drop(first);
    open(dir.path()).await;
}

#[tokio::test]
async fn a_directory_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let refused = Store::open(&file.join("data"), store::Retention::default(), AT)
        .await
        .err()
        .unwrap();
    assert!(matches!(refused, Error::Directory { .. }), "{refused:?}");
}
