use std::path::Path;
use std::time::Duration;

use probes::KINDS;
use serde_json::json;
use tokio::net::TcpListener;
use wire::event::EventSort;
use wire::live::{Condition, Subscribe};

mod baselines;
mod evidence;
mod phases;
mod trials;

use super::*;

async fn start(data: &Path) -> Station {
    Station::start(
        Config {
            data: data.to_owned(),
        },
        KINDS,
        Clock::system(),
    )
    .await
    .unwrap()
}

/// A probe of a port, ten times a second.
fn tcp(name: &str, port: u16) -> ProbeSpec {
    ProbeSpec {
        every_ms: Some(100),
        ..ProbeSpec::new(name, "tcp", format!("tcp://127.0.0.1:{port}"))
    }
}

/// Takes frames as a screen does until the probe is in `condition`; gives all that was told.
async fn until(station: &Station, id: ProbeId, condition: Condition) -> Vec<Frame> {
    let mut screen = Screen::new(&Subscribe::default());
    let mut frames = Vec::new();
    let watched = async {
        let mut ticks = tokio::time::interval(Duration::from_millis(20));
        loop {
            ticks.tick().await;
            let frame = station.frame(&mut screen);
            let there = frame
                .probes
                .iter()
                .any(|view| view.probe.id == id && view.state.condition == condition);
            frames.push(frame);
            if there {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), watched)
        .await
        .expect("the probe never got there");
    frames
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_comes_with_what_it_means_and_both_outlive_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let id = station
        .create_probe("test", tcp("Encoder 1", port))
        .await
        .unwrap()
        .id;

    let frames = until(&station, id, Condition::Ok).await;
    assert!(frames[0].whole && frames[1..].iter().all(|frame| !frame.whole));
    let series = frames
        .iter()
        .flat_map(|frame| &frame.series)
        .find(|series| series.probe == id)
        .unwrap()
        .id;
    assert!(
        frames
            .last()
            .unwrap()
            .points
            .iter()
            .any(|point| point.series == series && point.value < 1.0)
    );

    drop(listener);
    until(&station, id, Condition::Critical).await;
    let raised = |events: Vec<wire::event::Event>| {
        events
            .into_iter()
            .find(|event| event.sort == EventSort::Raised && event.probe == Some(id))
    };
    let event = loop {
        if let Some(event) = raised(
            station
                .store()
                .events(&store::Events::default(), None, 100)
                .await
                .unwrap(),
        ) {
            break event;
        }
        tokio::task::yield_now().await;
    };
    assert!(event.text.starts_with("Encoder 1: "), "{}", event.text);
    station.stop().await;
    drop(station);

    let station = start(data.path()).await;
    until(&station, id, Condition::Critical).await;
    let past = station
        .history(&[series], Timestamp(0), station.now(), 1_000, &[Told::Count])
        .await
        .unwrap();
    assert!(past[0].count.iter().sum::<u32>() > 0);
    assert!(
        raised(
            station
                .store()
                .events(&store::Events::default(), None, 100)
                .await
                .unwrap()
        )
        .is_some()
    );
    station.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_never_shown_never_plain_on_disk_and_kept() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let mut spec = ProbeSpec::new("Origin", "http", "http://127.0.0.1:9/");
    spec.settings = serde_json::from_value(json!({ "authorization": "Bearer tally-light" })).unwrap();
    let made = station.create_probe("test", spec).await.unwrap();
    assert_eq!(made.spec.settings["authorization"], HIDDEN);
    let stored = station.store().probe(made.id).await.unwrap().unwrap();
    assert!(!json!(stored).to_string().contains("tally-light"));

    let renamed = ProbeSpec {
        name: "Origin A".to_owned(),
        ..made.spec.clone()
    };
    station
        .update_probe("test", made.id, Some(made.revision), renamed)
        .await
        .unwrap();
    let stored = station.store().probe(made.id).await.unwrap().unwrap();
    let kind = probes::kind("http").unwrap().info();
    let open = secrets::open(station.store(), kind, stored.spec).unwrap();
    assert_eq!(open.settings["authorization"], "Bearer tally-light");
    station.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_entries_are_named_and_change_nothing() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let made = station
        .create_probe("test", ProbeSpec::new("Gateway", "icmp", "icmp:127.0.0.1"))
        .await
        .unwrap();
    for (spec, field) in [
        (ProbeSpec::new(" gateway ", "icmp", "icmp:127.0.0.1"), "name"),
        (ProbeSpec::new("x", "icpm", "icmp:127.0.0.1"), "kind"),
        (ProbeSpec::new("x", "icmp", "htp://127.0.0.1"), "target"),
        (
            ProbeSpec {
                every_ms: Some(1),
                ..ProbeSpec::new("x", "icmp", "icmp:127.0.0.1")
            },
            "every_ms",
        ),
    ] {
        let Err(Refused::Invalid(errors)) = station.create_probe("test", spec).await else {
            panic!("a wrong {field} was taken");
        };
        assert_eq!(errors[0].field, field);
    }
    let old = station
        .update_probe("test", made.id, Some(made.revision + 1), made.spec.clone())
        .await;
    assert!(matches!(old, Err(Refused::Store(store::Error::MovedOn { .. }))));
    assert_eq!(station.probe_views().len(), 1);
    station
        .delete_probe("test", made.id, Some(made.revision))
        .await
        .unwrap();
    assert!(station.probe_views().is_empty());
    station.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_disturbs_only_the_probes_that_it_changes() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut ids = Vec::new();
    for name in ["Same", "Other", "Gone"] {
        ids.push(station.create_probe("test", tcp(name, port)).await.unwrap().id);
    }
    for id in &ids {
        until(&station, *id, Condition::Ok).await;
    }
    let same = station.probe_view(ids[0]).unwrap();

    let wanted = Configuration {
        probes: Some(vec![
            tcp("Same", port).with_device(None),
            ProbeSpec {
                enabled: false,
                ..tcp("Other", port)
            }
            .with_device(None),
            tcp("New", port).with_device(None),
        ]),
        ..Configuration::default()
    };
    let order = Apply {
        state: station.plan(&wanted).await.unwrap().state,
        configuration: wanted,
    };
    let mut screen = Screen::new(&Subscribe::default());
    let before = station.frame(&mut screen);
    assert!(before.whole);
    let done = station.apply("test", &order).await.unwrap();
    let words: Vec<_> = done.changes.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "~ probe \"Other\" enabled true → false".to_owned(),
            format!("+ probe \"New\" tcp://127.0.0.1:{port}"),
            "- probe \"Gone\"".to_owned(),
        ]
    );
    let views = station.probe_views();
    let names: Vec<_> = views.iter().map(|view| view.probe.spec.name.as_str()).collect();
    assert_eq!(names, ["Same", "Other", "New"]);
    assert_eq!(views[0].probe, same.probe);
    assert_eq!(
        (views[0].state.condition, views[0].state.since),
        (Condition::Ok, same.state.since)
    );
    assert_eq!(views[1].state.condition, Condition::Off);
    until(&station, views[2].probe.id, Condition::Ok).await;
    let told = station.frame(&mut screen).events;
    let told: Vec<_> = told.iter().map(|event| event.text.as_str()).collect();
    assert_eq!(told, ["Other was changed", "New was added", "Gone was deleted"]);
    station.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_is_told_of_what_it_shows_only_and_of_what_it_comes_to_show() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let machine = ProbeSpec {
        every_ms: Some(200),
        ..ProbeSpec::new("This machine", "host", "host:")
    };
    let id = station.create_probe("test", machine.clone()).await.unwrap().id;
    let shown_large = &probes::kind("host").unwrap().info().metrics[0].name;
    let large = || {
        let all = station.series_views(None).into_iter();
        all.map(|view| view.series)
            .find(|series| series.metric == *shown_large)
    };
    let measured = async {
        while large().is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), measured)
        .await
        .expect("the processors were never measured");
    // Nothing new comes from now on.
    let off = ProbeSpec {
        enabled: false,
        ..machine
    };
    station.update_probe("test", id, None, off).await.unwrap();
    let all = station.series_views(None);
    let large = large().unwrap();

    let mut screen = Screen::new(&Subscribe::default());
    let first = station.frame(&mut screen);
    assert_eq!(first.series, [large]);
    assert_eq!(first.points.len(), 1);
    let nothing = station.frame(&mut screen);
    assert_eq!(
        (nothing.series.len(), nothing.points.len(), nothing.probes.len()),
        (0, 0, 0)
    );

    screen.show(&[id]);
    let more = station.frame(&mut screen);
    assert_eq!(
        (more.series.len(), more.points.len()),
        (all.len() - 1, all.len() - 1)
    );
    assert!(more.probes.is_empty() && !more.whole);
    screen.show(&[id]);
    assert!(
        station.frame(&mut screen).series.is_empty(),
        "it was told of them"
    );
    screen.show(&[]);
    assert!(station.frame(&mut screen).series.is_empty());

    // A screen whose link broke goes on from its cursor, but has to be told what the series are.
    let mut again = Screen::new(&Subscribe {
        cursor: more.cursor,
        probes: vec![id],
        every_ms: 0,
    });
    let again = station.frame(&mut again);
    assert_eq!(
        (again.whole, again.series.len(), again.points.len()),
        (false, all.len(), 0)
    );
    station.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_target_says_of_itself_is_told_to_those_who_show_it() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let record = data.path().join("record.ts");
    let mut null_packet = [0xFF; 188];
    null_packet[..4].copy_from_slice(&[0x47, 0x1F, 0xFF, 0x10]);
    std::fs::write(&record, null_packet.repeat(20)).unwrap();
    let spec = ProbeSpec::new("Record", "mpegts", format!("file://{}", record.display()));
    let id = station.create_probe("test", spec).await.unwrap().id;
    until(&station, id, Condition::Ok).await;

    let said = station.facts(id).unwrap();
    let packets = said.facts.iter().find(|fact| fact.name == "mpegts_packets");
    assert_eq!(packets.map(|fact| fact.text.as_str()), Some("188 bytes"));
    let mut screen = Screen::new(&Subscribe::default());
    assert_eq!(station.frame(&mut screen).facts, [], "it shows a tile");
    screen.show(&[id]);
    assert_eq!(station.frame(&mut screen).facts, [said]);
    until(&station, id, Condition::Ok).await;
    assert_eq!(
        station.frame(&mut screen).facts,
        [],
        "they are the same as before"
    );
    assert_eq!(station.facts(ProbeId(99)), None);

    let other = ProbeSpec::new(
        "Record",
        "mpegts",
        format!("file://{}", data.path().join("none.ts").display()),
    );
    station.update_probe("test", id, None, other).await.unwrap();
    let told = station.frame(&mut screen).facts;
    assert!(
        told.iter()
            .any(|facts| facts.probe == id && facts.facts.is_empty()),
        "another target has said nothing: {told:?}"
    );
    station.stop().await;
}

/// What was told of channels in frames, with the condition in which the probe came along.
fn of_channel(frames: &[Frame], id: ProbeId) -> Vec<(Option<Condition>, wire::event::Event)> {
    let told = frames.iter().flat_map(|frame| {
        let view = frame.probes.iter().find(|view| view.probe.id == id);
        let condition = view.map(|view| view.state.condition);
        let events = frame.events.iter().filter(|event| event.channel.is_some());
        events.map(move |event| (condition, event.clone()))
    });
    told.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_tells_where_it_broke_together_with_the_cause() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let peers = [
        TcpListener::bind("127.0.0.1:0").await.unwrap(),
        TcpListener::bind("127.0.0.1:0").await.unwrap(),
    ];
    let ports = peers.each_ref().map(|peer| peer.local_addr().unwrap().port());
    let mut hops = Vec::new();
    for (name, port) in ["CAM", "SRT"].into_iter().zip(ports) {
        let probe = station.create_probe("test", tcp(name, port)).await.unwrap().id;
        hops.push(json!({ "name": name, "probes": [probe] }));
        until(&station, probe, Condition::Ok).await;
    }
    let srt = station.probe_views()[1].probe.id;
    let spec = serde_json::from_value(json!({ "name": "PGM A", "hops": hops })).unwrap();
    let put = Change::PutChannel {
        id: None,
        expect: None,
        spec,
    };
    let made = station.change("test", put).await.unwrap();
    let Some(Changed::Channel(channel)) = made.into_iter().next() else {
        panic!("no channel was made");
    };

    let [_cam, peer] = peers;
    drop(peer);
    let frames = until(&station, srt, Condition::Critical).await;
    let told = of_channel(&frames, srt);
    let [(Some(Condition::Critical), broken)] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert!(
        broken.text.starts_with("PGM A is broken at SRT: "),
        "{}",
        broken.text
    );
    assert_eq!(
        (broken.severity, broken.sort, broken.probe, broken.channel),
        (Severity::Critical, EventSort::Raised, Some(srt), Some(channel.id))
    );

    let _peer = TcpListener::bind(("127.0.0.1", ports[1])).await.unwrap();
    let frames = until(&station, srt, Condition::Ok).await;
    let told = of_channel(&frames, srt);
    let (_, well) = told.last().unwrap();
    assert_eq!(well.text, "PGM A is well again");
    assert_eq!((well.sort, well.probe), (EventSort::Cleared, Some(srt)));
    station.stop().await;
}
