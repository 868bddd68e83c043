//! From a fault to the webhook of whoever is told, beside Prometheus with its Alertmanager.

mod desk;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use store::{Change, Changed, Retention, Store};
use tokio::time::{sleep, timeout};
use wire::Timestamp;
use wire::probe::ProbeSpec;

use self::desk::Desk;
use crate::Bench;
use crate::cast::{alertmanager, flywatch, now_ms, prometheus};
use crate::client::Client;
use crate::table::{Goal, Unit, median, quantile};

/// Faults of one round: so few in a few seconds that nobody takes them for a flood.
const FAULTS: usize = 8;
/// Between two faults, in milliseconds: no multiple of a pace, so that they come in all parts of one.
const APART_MS: u64 = 730;
/// Everybody has seen every target well before something breaks.
const SETTLED: Duration = Duration::from_secs(4);
/// From one question to the next whether all is quiet.
const ASKED_AGAIN: Duration = Duration::from_millis(200);
/// Nobody is waited for any longer.
const PATIENCE: Duration = Duration::from_secs(150);

/// How both are set up.
struct Pace {
    name: &'static str,
    /// Between two looks, in milliseconds; as it comes when absent.
    every_ms: Option<u32>,
    rounds: usize,
    goal: Goal,
}

const PACES: [Pace; 3] = [
    Pace {
        name: "as shipped",
        every_ms: None,
        rounds: 2,
        goal: Goal::Ratio(0.5),
    },
    Pace {
        name: "tuned, a look each second",
        every_ms: Some(1_000),
        rounds: 6,
        goal: Goal::Ratio(1.0),
    },
    Pace {
        name: "tuned, ten looks a second",
        every_ms: Some(100),
        rounds: 6,
        goal: Goal::Ratio(1.0),
    },
];

/// Measures all paces, round by round in turns.
///
/// # Errors
/// A peer is missing, or somebody is not told of a fault.
pub(crate) async fn measure(bench: &mut Bench) -> Result<()> {
    for pace in &PACES {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..pace.rounds {
            bench.tell(&format!("fault to webhook, {}: round {}", pace.name, round + 1));
            let place = bench.place(&format!("alarm/{}/{round}", pace.every_ms.unwrap_or_default()))?;
            let told = station(&bench.flywatch, &place.join("station"), pace).await;
            ours.extend(told.context("by the station")?);
            theirs.extend(
                peer(&place, pace)
                    .await
                    .context("by Prometheus and Alertmanager")?,
            );
        }
        let seconds = |times: &[Duration]| times.iter().map(Duration::as_secs_f64).collect::<Vec<_>>();
        let (ours, theirs) = (seconds(&ours), seconds(&theirs));
        let name = "Prometheus and Alertmanager";
        let (half, most) = (median(&ours), quantile(&ours, 0.99));
        let figure = format!("fault to webhook, {}: median", pace.name);
        let peer = Some((name, median(&theirs)));
        bench.table.add(&figure, Unit::Time, half, peer, pace.goal);
        let peer = Some((name, quantile(&theirs, 0.99)));
        bench
            .table
            .add("the same, 99 %", Unit::Time, most, peer, pace.goal);
    }
    Ok(())
}

async fn station(binary: &Path, dir: &Path, pace: &Pace) -> Result<Vec<Duration>> {
    let mut desk = Desk::open().await?;
    prepare(dir, &desk, pace).await?;
    let station = flywatch(binary, dir).await?;
    let quiet = timeout(PATIENCE, quiet(&station.client)).await;
    quiet.context("something fires before anything is broken")??;
    let times = break_all(&mut desk).await?;
    station.program.stop().await?;
    Ok(times)
}

/// Waits until every target was seen well and nothing fires.
async fn quiet(client: &Client) -> Result<()> {
    let is_ok = |probe: &Value| probe.pointer("/state/condition") == Some(&json!("ok"));
    loop {
        let probes = client.json("/api/v1/probes").await?;
        let firing = client.json("/api/v1/alerts?firing=true").await?;
        let (probes, firing) = (probes["items"].as_array(), firing["items"].as_array());
        if probes.is_some_and(|probes| probes.iter().all(is_ok)) && firing.is_some_and(Vec::is_empty) {
            return Ok(());
        }
        sleep(ASKED_AGAIN).await;
    }
}

/// Gives the station its probes, its receiver and a route to it.
async fn prepare(dir: &Path, desk: &Desk, pace: &Pace) -> Result<()> {
    let now = Timestamp(now_ms()?);
    let store = Store::open(dir, Retention::default(), now).await?.store;
    let receiver = json!({ "name": "Desk", "kind": "webhook", "settings": { "url": desk.url("/told") } });
    let receiver = Change::PutReceiver {
        id: None,
        expect: None,
        spec: serde_json::from_value(receiver)?,
    };
    let made = store.commit("bench", now, &[receiver]).await?;
    let [Changed::Receiver(receiver)] = made.as_slice() else {
        bail!("the station did not keep the receiver: {made:?}");
    };
    let mut route = json!({ "name": "All", "least": "minor", "receivers": [receiver.id] });
    if pace.every_ms.is_some() {
        route["wait_ms"] = json!(0);
    }
    let mut changes = vec![Change::PutRoute {
        id: None,
        expect: None,
        spec: serde_json::from_value(route)?,
    }];
    for target in 0..FAULTS {
        let mut spec = ProbeSpec::new(desk::name(target), "http", desk.url(&format!("/target/{target}")));
        if let Some(every_ms) = pace.every_ms {
            spec.every_ms = Some(every_ms);
            spec.timeout_ms = Some(every_ms - every_ms / 10);
        }
        changes.push(Change::PutProbe {
            id: None,
            expect: None,
            spec,
        });
    }
    store.commit("bench", now, &changes).await?;
    store.close().await;
    Ok(())
}

async fn peer(dir: &Path, pace: &Pace) -> Result<Vec<Duration>> {
    let mut desk = Desk::open().await?;
    // As Debian ships them: 15 s from look to look and from rule to rule, 30 s until a group is told.
    let (every, wait) = match pace.every_ms {
        None => ("15s".to_owned(), "30s"),
        Some(every_ms) => (format!("{every_ms}ms"), "0s"),
    };
    let told = format!(
        "route: {{receiver: desk, group_by: [target], group_wait: {wait}}}\n\
         receivers: [{{name: desk, webhook_configs: [{{url: '{}'}}]}}]\n",
        desk.url("/told")
    );
    let alertmanager = alertmanager(dir, &told).await?;
    fs::write(
        dir.join("rules.yml"),
        "groups:\n- name: bench\n  rules:\n  - {alert: Broken, expr: broken == 1}\n",
    )?;
    let config = format!(
        "global: {{scrape_interval: {every}, scrape_timeout: {every}, evaluation_interval: {every}}}\nrule_files: [rules.yml]\n\
         alerting: {{alertmanagers: [{{static_configs: [{{targets: ['{}']}}]}}]}}\n\
         scrape_configs: [{{job_name: desk, static_configs: [{{targets: ['{}']}}]}}]\n",
        alertmanager.client.address(),
        desk.address(),
    );
    let prometheus = prometheus(dir, &config).await?;
    let times = break_all(&mut desk).await?;
    prometheus.program.stop().await?;
    alertmanager.program.stop().await?;
    Ok(times)
}

/// Breaks one target after the other; from each to its first word.
async fn break_all(desk: &mut Desk) -> Result<Vec<Duration>> {
    sleep(SETTLED).await;
    let mut broken = Vec::with_capacity(FAULTS);
    for target in 0..FAULTS {
        broken.push(Instant::now());
        desk.break_target(target);
        sleep(Duration::from_millis(APART_MS)).await;
    }
    let mut times = vec![None; FAULTS];
    while times.contains(&None) {
        let told = timeout(PATIENCE, desk.told()).await;
        ensure!(
            told.is_ok(),
            "nobody was told of some of {FAULTS} faults: {times:?}"
        );
        let Ok(Some((target, at))) = told else { continue };
        if let (Some(time), Some(broken)) = (times.get_mut(target), broken.get(target)) {
            time.get_or_insert_with(|| at.saturating_duration_since(*broken));
        }
    }
    Ok(times.into_iter().flatten().collect())
}
