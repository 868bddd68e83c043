use probes::KINDS;
use serde_json::json;
use wire::Timestamp;
use wire::inventory::{Channel, ChannelId, Device, DeviceId};
use wire::probe::{Probe, ProbeId};

use super::*;

fn configuration(value: Value) -> Configuration {
    serde_json::from_value(value).unwrap()
}

/// An encoder, a probe of it and of its origin, and a channel over both.
fn now() -> Now {
    let probe = |id, value| Probe {
        id: ProbeId(id),
        revision: 1,
        spec: serde_json::from_value(value).unwrap(),
    };
    Now {
        station: crate::usual::unless(None),
        devices: vec![Device {
            id: DeviceId(4),
            revision: 1,
            spec: serde_json::from_value(
                json!({ "name": "Encoder 1", "address": "192.0.2.7", "role": "encoder" }),
            )
            .unwrap(),
        }],
        templates: Vec::new(),
        probes: vec![
            probe(
                7,
                json!({ "name": "Link", "kind": "icmp", "target": "icmp:192.0.2.7", "device": 4, "every_ms": 1000 }),
            ),
            probe(
                9,
                json!({ "name": "Origin", "kind": "http", "target": "http://192.0.2.8/",
                        "settings": { "authorization": "Bearer tally$light" } }),
            ),
        ],
        channels: vec![Channel {
            id: ChannelId(1),
            revision: 3,
            spec: serde_json::from_value(
                json!({ "name": "PGM A", "hops": [{ "name": "ENC", "probes": [7] }, { "name": "CDN", "probes": [9] }] }),
            )
            .unwrap(),
        }],
    }
}

fn planned(wanted: &Configuration) -> Plan {
    plan::plan(&now(), wanted, KINDS).plan
}

fn steps(plan: &Plan) -> Vec<String> {
    assert_eq!(plan.problems, []);
    plan.changes.iter().map(ToString::to_string).collect()
}

fn problems(problems: &[FieldError]) -> Vec<String> {
    let lines = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.field, problem.message));
    lines.collect()
}

#[test]
fn what_only_adds_and_changes_deletes_nothing() {
    let wanted = configuration(json!({
        "keep_others": true,
        "devices": [{ "name": "Encoder 2", "address": "192.0.2.9", "role": "encoder" }],
        "probes": [
            { "name": "Origin", "kind": "http", "target": "http://192.0.2.8/", "group": "Up",
              "settings": { "authorization": "${KEPT}" } },
            { "name": "New", "kind": "icmp", "target": "icmp:192.0.2.7", "device": "encoder 1" },
        ],
        "channels": [{ "name": "PGM B", "hops": [{ "name": "ENC", "probes": ["link", "new"] }] }],
    }));
    assert_eq!(
        steps(&planned(&wanted)),
        [
            "+ device \"Encoder 2\" 192.0.2.9",
            "~ probe \"Origin\" group nothing → Up",
            "+ probe \"New\" icmp:192.0.2.7",
            "+ channel \"PGM B\" of 1 hop",
        ]
    );
    let link = planned(&configuration(json!({ "keep_others": true, "probes": [
        { "name": "LINK", "kind": "icmp", "target": "icmp:192.0.2.7", "device": "Encoder 1", "every_ms": 1000 },
    ] })));
    assert_eq!(steps(&link), ["~ probe \"Link\" name Link → LINK"]);
    let strange = configuration(json!({ "keep_others": true, "probes": [
        { "name": "New", "kind": "icmp", "target": "icmp:192.0.2.7", "device": "Encoder 3" },
    ] }));
    assert_eq!(
        problems(&planned(&strange).problems),
        ["probes.0.device: no device is called \"Encoder 3\"; did you mean \"Encoder 1\"?"]
    );
    assert_eq!(check(&strange, KINDS), []);
}

#[test]
fn what_stays_as_it_is_is_told() {
    let plan = planned(&document::document(&now(), KINDS));
    let unchanged: Vec<_> = plan
        .unchanged
        .iter()
        .map(|thing| format!("{} {}", thing.thing, thing.name))
        .collect();
    assert_eq!(
        unchanged,
        ["device Encoder 1", "probe Link", "probe Origin", "channel PGM A"]
    );
}

#[test]
fn what_was_written_down_changes_nothing() {
    let document = document::document(&now(), KINDS);
    assert_eq!(
        json!(document),
        json!({
            "devices": [{ "name": "Encoder 1", "address": "192.0.2.7", "role": "encoder" }],
            "templates": [],
            "probes": [
                { "name": "Link", "kind": "icmp", "target": "icmp:192.0.2.7", "device": "Encoder 1" },
                { "name": "Origin", "kind": "http", "target": "http://192.0.2.8/",
                  "settings": { "authorization": "${ORIGIN_AUTHORIZATION}" } },
            ],
            "channels": [{ "name": "PGM A", "hops": [
                { "name": "ENC", "probes": ["Link"] },
                { "name": "CDN", "probes": ["Origin"] },
            ] }],
        })
    );
    let plan = planned(&document);
    assert_eq!(steps(&plan), Vec::<String>::new());
    let kept: Vec<_> = plan
        .kept
        .iter()
        .map(|kept| (kept.name.as_str(), kept.variable.as_str()))
        .collect();
    assert_eq!(kept, [("Origin", "ORIGIN_AUTHORIZATION")]);
    assert_eq!(check(&document, KINDS), []);
}

#[test]
fn a_plan_says_in_words_what_is_new() {
    let wanted = configuration(json!({
        "devices": [{ "name": "ENCODER 1", "address": "192.0.2.70", "role": "encoder" }],
        "templates": [{ "name": "Switch", "probes": [{ "name": "{name}", "kind": "icmp", "target": "icmp:{address}" }] }],
        "probes": [
            { "name": " link", "kind": "icmp", "target": "icmp:192.0.2.70", "every_ms": 500, "device": "encoder 1",
              "settings": { "window": 40 }, "limits": { "icmp_rtt_seconds": { "bad": "above", "major": 0.05 } } },
            { "name": "Gateway", "kind": "tcp", "target": "tcp://192.0.2.1:80", "enabled": false },
        ],
        "channels": [],
    }));
    let lines = steps(&planned(&wanted));
    assert_eq!(
        lines,
        [
            "~ device \"Encoder 1\" address 192.0.2.7 → 192.0.2.70, name \"Encoder 1\" → \"ENCODER 1\"",
            "+ template \"Switch\" of 1 probe",
            "~ probe \"Link\" every_ms 1000 → 500, \
             limits.icmp_rtt_seconds.critical 0.1 → nothing, limits.icmp_rtt_seconds.major 0.01 → 0.05, \
             name Link → link, settings.window 60 → 40, target icmp:192.0.2.7 → icmp:192.0.2.70",
            "+ probe \"Gateway\" tcp://192.0.2.1:80",
            "- probe \"Origin\"",
            "- channel \"PGM A\"",
        ]
    );
}

#[test]
fn devices_are_plugged_into_each_other_in_any_order_but_not_in_a_ring() {
    let device = |name: &str, port: Value| json!({ "name": name, "address": "192.0.2.7", "role": "switch", "port": port });
    let at = |device: &str| json!({ "device": device, "interface": "1/4" });
    let good = json!({ "keep_others": true, "devices": [
        device("A", at("b")), device("B", at("Encoder 1")), device("C", Value::Null),
    ] });
    let good = planned(&configuration(good));
    assert_eq!(
        steps(&good),
        [
            "+ device \"A\" 192.0.2.7",
            "+ device \"B\" 192.0.2.7",
            "+ device \"C\" 192.0.2.7"
        ]
    );
    let bad = json!({ "keep_others": true, "devices": [
        device("A", at("B")), device("B", at("Encoder 1")), device("Encoder 1", at("a")), device("C", at("Aa")),
        device("D", at("A")),
    ] });
    let found = problems(&planned(&configuration(bad)).problems);
    assert_eq!(
        found,
        [
            "devices.3.port.device: no device is called \"Aa\"",
            "devices.0.port.device: the device would be behind itself: \"A\" → \"B\" → \"Encoder 1\" → \"A\"; plug one \
             of them in somewhere else",
            "devices.1.port.device: the device would be behind itself: \"B\" → \"Encoder 1\" → \"A\" → \"B\"; plug one \
             of them in somewhere else",
            "devices.2.port.device: the device would be behind itself: \"Encoder 1\" → \"A\" → \"B\" → \"Encoder 1\"; \
             plug one of them in somewhere else",
        ]
    );
}

#[tokio::test]
async fn a_ring_of_ports_is_turned_around_in_one_order() {
    let data = tempfile::tempdir().unwrap();
    let setup = open(data.path()).await;
    let plugged = |ports: &[(&str, Option<&str>)]| {
        let devices = ports.iter().map(|(name, port)| {
            json!({ "name": name, "address": "192.0.2.7", "role": "switch", "port": port.map(|port| json!({ "device": port })) })
        });
        configuration(json!({ "devices": devices.collect::<Vec<_>>() }))
    };
    for ports in [
        &[("A", None), ("B", Some("C")), ("C", Some("A")), ("D", None)][..],
        // B stays as it is, and must not be behind itself in between.
        &[("A", Some("B")), ("B", Some("C")), ("C", Some("D")), ("D", None)],
        &[("D", Some("B")), ("B", Some("C")), ("C", Some("A")), ("A", None)],
        &[],
    ] {
        let wanted = plugged(ports);
        apply(&setup, &wanted).await;
        assert_eq!(setup.plan(&wanted).await.unwrap().changes, []);
    }
    setup.close().await;
}

#[test]
fn a_plan_says_which_rules_are_tuned() {
    let encoder = json!({ "name": "Encoder 1", "address": "192.0.2.7", "role": "encoder",
        "alerts": { "icmp/failure": { "severity": "minor" } } });
    let plan = planned(&configuration(json!({
        "station": { "alerts": { "http/failure": { "enabled": false } } },
        "devices": [encoder],
    })));
    let name = crate::usual::host_name();
    assert_eq!(
        steps(&plan),
        [
            format!("~ station {name:?} alerts.http/failure added"),
            "~ device \"Encoder 1\" alerts.icmp/failure added".to_owned(),
        ]
    );
    let wrong = planned(&configuration(json!({
        "station": { "alerts": { "htp/failure": {} } },
        "templates": [{ "name": "Box", "probes": [{ "name": "{name}", "kind": "icmp", "target": "icmp:{address}",
            "alerts": { "icmp/failure": { "hysteresis": 3 } } }] }],
    })));
    let fields: Vec<_> = wrong
        .problems
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "station.alerts.htp/failure",
            "templates.0.probes.0.alerts.icmp/failure.hysteresis"
        ]
    );
}

#[test]
fn a_section_that_is_not_given_is_left_alone() {
    let only_channels = configuration(json!({ "channels": [{ "name": "pgm a", "hops": [
        { "name": "CDN", "probes": ["ORIGIN"] },
        { "name": "ENC", "probes": ["Link"] },
    ] }] }));
    assert_eq!(
        steps(&planned(&only_channels)),
        ["~ channel \"PGM A\" hops in another order, name \"PGM A\" → \"pgm a\""]
    );
    assert_eq!(steps(&planned(&Configuration::default())), Vec::<String>::new());

    let fewer = configuration(json!({ "devices": [], "channels": [] }));
    assert_eq!(
        problems(&planned(&fewer).problems),
        [
            "devices: the device \"Encoder 1\" is not among them, but the probe \"Link\" of the station uses it; \
             put it in, or give the probes too"
        ]
    );
    let fewer = configuration(json!({ "probes": [
        { "name": "Link", "kind": "icmp", "target": "icmp:192.0.2.7" },
    ] }));
    assert_eq!(
        problems(&planned(&fewer).problems),
        [
            "probes: the probe \"Origin\" is not among them, but the channel \"PGM A\" of the station uses it; \
             put it in, or give the channels too"
        ]
    );
}

#[test]
fn a_secret_is_kept_changed_or_asked_for_and_never_shown() {
    let origin = |name: &str, secret: &str| {
        configuration(json!({ "channels": [], "probes": [
            { "name": name, "kind": "http", "target": "http://192.0.2.8/", "settings": { "authorization": secret } },
        ] }))
    };
    let delete = "- probe \"Link\"".to_owned();
    let without = |mut lines: Vec<String>| {
        lines.retain(|line| *line != delete && !line.contains("channel"));
        lines
    };
    assert_eq!(
        without(steps(&planned(&origin("Origin", "Bearer tally$$light")))),
        Vec::<String>::new(),
        "the same secret is no change"
    );
    assert_eq!(
        without(steps(&planned(&origin("Origin", "Bearer other")))),
        ["~ probe \"Origin\" settings.authorization changed"]
    );
    assert_eq!(
        without(steps(&planned(&origin("Origin", "")))),
        ["~ probe \"Origin\" settings.authorization (hidden) → nothing"]
    );
    assert_eq!(
        problems(&planned(&origin("New", "Bearer ${TOKEN}")).problems),
        [
            "probes.0.settings.authorization: the variable TOKEN is not set, and the station has no secret to keep \
             here; set it where the command runs, or write the secret itself"
        ]
    );
    assert_eq!(check(&origin("New", "Bearer ${TOKEN}"), KINDS), []);
    assert_eq!(
        problems(&check(&origin("New ${WHO}", "Bearer $TOKEN"), KINDS)),
        [
            "probes.0.name: the variable WHO is not set; set it where the command runs, or write the text itself",
            "probes.0.settings.authorization: write $$ for a dollar sign and ${NAME} for a variable",
        ]
    );
}

#[test]
fn every_problem_is_found_at_once_and_has_its_place() {
    let wrong = configuration(json!({
        "devices": [
            { "name": "Encoder 1", "address": "192.0.2.7", "role": "encoder" },
            { "name": "encoder 1 ", "address": "", "role": "other" },
        ],
        "templates": [{ "name": "Switch", "probes": [
            { "name": "{name}", "kind": "icmp", "target": "htp:{address}", "device": "x" },
        ] }],
        "probes": [
            { "name": "Link", "kind": "icmp", "target": "icmp:192.0.2.7", "device": "Encodr 1" },
            { "name": "Link", "kind": "icpm", "target": "icmp:192.0.2.7" },
            { "name": "", "kind": "icmp", "target": "icmp:192.0.2.7", "every_ms": 5, "settings": { "windw": 3 } },
        ],
        "channels": [{ "name": "PGM A", "hops": [{ "name": "", "probes": ["Lnik", "Nothing"] }] }],
    }));
    let found = problems(&check(&wrong, KINDS));
    let begins = [
        "devices.1.address: Give its host name",
        "devices.1.name: another device is called \"encoder 1\" already",
        "templates.0.probes.0.device: leave it out",
        "templates.0.probes.0.target: ",
        "probes.0.device: no device is called \"Encodr 1\"; did you mean \"Encoder 1\"?",
        "probes.1.kind: there is no kind of probe called icpm",
        "probes.2.name: give it a name",
        "probes.2.every_ms: enter 100 to",
        "probes.2.timeout_ms: ",
        "probes.2.settings.windw: there is no setting of this name; did you mean window?",
        "probes.1.name: another probe is called \"Link\" already",
        "channels.0.hops.0.name: Give the stage a name.",
        "channels.0.hops.0.probes.0: no probe is called \"Lnik\"; did you mean \"Link\"?",
        "channels.0.hops.0.probes.1: no probe is called \"Nothing\"",
    ];
    assert_eq!(found.len(), begins.len(), "{found:#?}");
    for (found, begin) in found.iter().zip(begins) {
        assert!(found.starts_with(begin), "{found}\n{begin}");
    }
}

async fn open(data: &Path) -> Setup {
    Setup::open(data, KINDS, Clock::system()).await.unwrap()
}

async fn apply(setup: &Setup, configuration: &Configuration) -> Plan {
    let state = setup.plan(configuration).await.unwrap().state;
    let order = Apply {
        configuration: configuration.clone(),
        state,
    };
    setup.apply("anna", &order).await.unwrap()
}

#[tokio::test]
async fn one_document_makes_two_stations_the_same_and_nothing_the_second_time() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (one, other) = (open(one.path()).await, open(other.path()).await);
    let first = configuration(json!({
        "devices": [{ "name": "Encoder 1", "address": "192.0.2.7", "role": "encoder", "note": "costs 5 $$" }],
        "templates": [{ "name": "Web", "probes": [
            { "name": "{name}", "kind": "http", "target": "http://{address}/", "settings": { "authorization": "Basic eHg=" } },
        ] }],
        "probes": [
            { "name": "Origin", "kind": "http", "target": "http://192.0.2.8/", "settings": { "authorization": "Bearer tally" } },
            { "name": "Link", "kind": "icmp", "target": "icmp:192.0.2.7", "device": "Encoder 1", "timeout_ms": 300 },
        ],
        "channels": [{ "name": "PGM A", "hops": [{ "name": "ENC", "probes": ["Link", "Origin"] }] }],
    }));
    assert_eq!(steps(&apply(&one, &first).await).len(), 5);
    assert_eq!(steps(&apply(&one, &first).await), Vec::<String>::new());
    let written = one.read().await.unwrap();
    let text = json!(written).to_string();
    assert!(
        text.contains("${ORIGIN_AUTHORIZATION}") && text.contains("${WEB_NAME_AUTHORIZATION}"),
        "{text}"
    );
    assert!(!text.contains("tally") && !text.contains("sealed"), "{text}");
    for stored in one.store.templates().await.unwrap() {
        assert!(
            !json!(stored).to_string().contains("eHg="),
            "sealed in templates too"
        );
    }

    let text = text
        .replace("${ORIGIN_AUTHORIZATION}", "Bearer tally")
        .replace("${WEB_NAME_AUTHORIZATION}", "Basic eHg=");
    apply(&other, &serde_json::from_str(&text).unwrap()).await;
    assert_eq!(other.read().await.unwrap(), written);
}

#[tokio::test]
async fn all_is_applied_in_one_order_whatever_leans_on_what() {
    let data = tempfile::tempdir().unwrap();
    let setup = open(data.path()).await;
    let of = |device: &str, probe: &str, secret: &str| {
        configuration(json!({
            "devices": [{ "name": device, "address": "192.0.2.7", "role": "encoder" }],
            "probes": [{ "name": probe, "kind": "http", "target": "http://192.0.2.7/", "device": device,
                         "settings": { "authorization": secret } }],
            "channels": [{ "name": "PGM A", "hops": [{ "name": "ENC", "probes": [probe] }] }],
        }))
    };
    apply(&setup, &of("Encoder 1", "Link 1", "hunter2")).await;
    let moved = steps(&apply(&setup, &of("Encoder 2", "Link 2", "hunter3")).await);
    assert_eq!(
        moved,
        [
            "+ device \"Encoder 2\" 192.0.2.7",
            "- device \"Encoder 1\"",
            "+ probe \"Link 2\" http://192.0.2.7/",
            "- probe \"Link 1\"",
            "~ channel \"PGM A\" hops.ENC.probes \"Link 1\" → \"Link 2\"",
        ]
    );
    apply(&setup, &of("Encoder 2", "Link 2", "hunter4")).await;
    let log = setup.store.audit(None, 100).await.unwrap();
    assert!(
        log.iter()
            .all(|entry| entry.author == "anna" && entry.at > Timestamp(0))
    );
    let log = format!("{log:?}");
    assert!(!log.contains("hunter"), "{log}");
    assert_eq!(log.matches("\"delete\"").count(), 2);
}

#[tokio::test]
async fn nothing_is_applied_when_the_station_has_moved_on() {
    let data = tempfile::tempdir().unwrap();
    let setup = open(data.path()).await;
    let probe = |name: &str| {
        configuration(json!({ "probes": [{ "name": name, "kind": "icmp", "target": "icmp:192.0.2.7" }] }))
    };
    let order = Apply {
        configuration: probe("A"),
        state: setup.plan(&probe("A")).await.unwrap().state,
    };
    apply(&setup, &probe("B")).await;
    assert!(matches!(setup.apply("anna", &order).await, Err(Refused::MovedOn)));
    let wrong = configuration(json!({ "probes": [{ "name": "A", "kind": "icmp", "target": "htp:x" }] }));
    let order = Apply {
        state: setup.plan(&wrong).await.unwrap().state,
        configuration: wrong,
    };
    assert!(matches!(
        setup.apply("anna", &order).await,
        Err(Refused::Invalid(_))
    ));
    let there = setup.store.probes().await.unwrap();
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].spec.name, "B");
}

#[tokio::test]
async fn a_secret_that_cannot_be_read_any_more_is_not_forgotten() {
    let data = tempfile::tempdir().unwrap();
    let setup = open(data.path()).await;
    let origin = |secret: &str| {
        configuration(
            json!({ "probes": [{ "name": "Origin", "kind": "http", "target": "http://192.0.2.8/",
                                           "settings": { "authorization": secret } }] }),
        )
    };
    apply(&setup, &origin("Bearer tally")).await;
    setup.close().await;
    std::fs::write(data.path().join("secret.key"), [7; 32]).unwrap();

    let setup = open(data.path()).await;
    let stored = setup.store.probes().await.unwrap();
    let read = setup.read().await.unwrap();
    assert_eq!(read.probes, origin("${ORIGIN_AUTHORIZATION}").probes);
    let mut moved = read.clone();
    moved.probes.as_mut().unwrap()[0].group = "Uplink".to_owned();
    assert_eq!(
        steps(&apply(&setup, &moved).await),
        ["~ probe \"Origin\" group nothing → Uplink"]
    );
    let kept = setup.store.probes().await.unwrap();
    assert_eq!(kept[0].spec.settings, stored[0].spec.settings);
    let again = apply(&setup, &origin("Bearer tally")).await;
    assert_eq!(
        steps(&again),
        ["~ probe \"Origin\" group Uplink → nothing, settings.authorization changed"]
    );
    let stored = setup.store.probes().await.unwrap();
    let secret = stored[0].spec.settings["authorization"].as_str().unwrap();
    assert_eq!(setup.store.open_sealed(secret).unwrap(), "Bearer tally");
}

#[tokio::test]
async fn what_is_found_while_opening_is_told_by_the_next_station() {
    let data = tempfile::tempdir().unwrap();
    open(data.path()).await.close().await;
    std::fs::write(data.path().join("secret.key"), "short").unwrap();
    open(data.path()).await.close().await;
    let events = open(data.path())
        .await
        .store
        .events(&store::Events::default(), None, 10)
        .await
        .unwrap();
    assert!(
        events
            .iter()
            .any(|event| event.text.contains("key file was damaged")),
        "{events:?}"
    );
}
