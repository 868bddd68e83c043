//! The flypack that Flywatch is made for (N24), beside the programs that do what they can of it: all devices, no stream.

mod network;
mod screen;
mod streams;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::time::{Instant, sleep};
use wire::probe::ProbeSpec;

use crate::Bench;
use crate::cast::{
    Server, add_probes, alertmanager, blackbox_exporter, flywatch, loopback, ping, prometheus, snmp_exporter,
};
use crate::client::{Client, free_address};
use crate::program::Program;
use crate::table::{Goal, Unit, quantile};
use network::Network;
use streams::{Streams, port};

const DEVICES: u32 = 255;
const STREAMS: u16 = 50;
const EVERY_MS: u32 = 10_000;
/// Of each stream, in bits per second.
const RATE: u32 = 5_000_000;
/// Each device has so many ports beside its loopback.
const PORTS: u32 = 6;
/// All have had their second look, and what the first one needs is over.
const WARM_UP: Duration = Duration::from_secs(35);

/// What running it costs.
struct Cost {
    /// Of one core.
    share: f64,
    /// In bytes.
    memory: f64,
}

pub(crate) async fn measure(bench: &mut Bench) -> Result<()> {
    // Whole rounds of all devices.
    let window = bench.window.max(Duration::from_millis(EVERY_MS.into())) * 3;
    let stream = streams::make(&bench.place("segment/stream")?, RATE)?;
    let network = Network::enter(PORTS)?;
    let (agent, port) = devices(&bench.place("segment/agent")?)?;

    bench.tell("segment: the devices, by Flywatch");
    let data = bench.place("segment/devices")?;
    add_probes(&data, device_probes(port)).await?;
    let station = flywatch(&bench.flywatch, &data).await?;
    let alone = cost(&[&station], window).await?;
    station.program.stop().await?;

    bench.tell("segment: the devices, by Prometheus and its exporters");
    let peers = peers(&bench.place("segment/peers")?, port, window).await?;

    bench.tell("segment: devices and streams");
    let data = bench.place("segment/station")?;
    add_probes(&data, stream_probes().chain(device_probes(port))).await?;
    let station = flywatch(&bench.flywatch, &data).await?;
    let streams = Streams::start(stream, RATE, STREAMS)?;
    let whole = cost(&[&station], window).await?;
    let series = all_is_well(&station.client).await?;
    bench.tell("segment: from a packet to the screen");
    let delays = screen::delays(&station.client, &streams).await?;
    ensure!(streams.keeps_up(), "the streams could not be sent in time");
    station.program.stop().await?;
    drop((streams, agent));
    network.leave()?;

    let theirs = "Prometheus, exporters and alertmanager, devices only";
    let segment = format!("{DEVICES} devices and {STREAMS} streams, {series} series");
    for (figure, ours, processor, memory) in [
        (segment, &whole, Goal::Ratio(1.0), Goal::Value(250e6)),
        (
            format!("{DEVICES} devices"),
            &alone,
            Goal::Ratio(1.0),
            Goal::Ratio(1.0),
        ),
    ] {
        let table = &mut bench.table;
        table.add(
            &figure,
            Unit::Core,
            ours.share,
            Some((theirs, peers.share)),
            processor,
        );
        table.add(
            "the same, memory",
            Unit::Memory,
            ours.memory,
            Some((theirs, peers.memory)),
            memory,
        );
    }
    for (share, figure, goal) in [
        (0.5, "from a damaged packet to the screen, median", Goal::Told),
        (
            0.99,
            "from a damaged packet to the screen, 99 %",
            Goal::Value(0.25),
        ),
    ] {
        bench
            .table
            .add(figure, Unit::Time, quantile(&delays, share), None, goal);
    }
    Ok(())
}

/// One agent of Net-SNMP answers for all devices, at the address at which each is asked.
fn devices(dir: &Path) -> Result<(Program, u16)> {
    let port = free_address()?.port();
    fs::write(dir.join("snmpd.conf"), "rocommunity public 127.0.0.0/8\n")?;
    let mut command = Command::new("snmpd");
    command
        .args(["-f", "-LE", "4", &format!("udp:0.0.0.0:{port}")])
        .env("MIBS", "")
        .env("SNMPCONFPATH", dir)
        .env("SNMP_PERSISTENT_DIR", dir)
        .stdin(Stdio::null());
    Ok((Program::start(&mut command)?, port))
}

fn device_probes(port: u16) -> impl Iterator<Item = ProbeSpec> {
    (0..DEVICES).flat_map(move |n| {
        let address = loopback(n);
        let asked = ProbeSpec {
            every_ms: Some(EVERY_MS),
            settings: BTreeMap::from([("leave_out".to_owned(), "".into())]),
            ..ProbeSpec::new(
                format!("Switch {n}"),
                "snmp".to_owned(),
                format!("snmp://{address}:{port}"),
            )
        };
        [ping(n, EVERY_MS), asked]
    })
}

fn stream_probes() -> impl Iterator<Item = ProbeSpec> {
    (0..STREAMS).map(|n| {
        let target = format!("mpegts://127.0.0.1:{}", port(n));
        ProbeSpec::new(format!("Stream {n}"), "mpegts".to_owned(), target)
    })
}

async fn cost(servers: &[&Server], window: Duration) -> Result<Cost> {
    sleep(WARM_UP).await;
    let cpu = || -> Result<Duration> { servers.iter().map(|server| server.program.cpu()).sum() };
    let (before, since) = (cpu()?, Instant::now());
    sleep(window).await;
    let share = (cpu()? - before).as_secs_f64() / since.elapsed().as_secs_f64();
    let memory: Result<f64> = servers.iter().map(|server| server.program.resident()).sum();
    Ok(Cost {
        share,
        memory: memory?,
    })
}

/// How many series there are, if every probe sees its target.
async fn all_is_well(client: &Client) -> Result<u64> {
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let page = client.json(&format!("/api/v1/probes{cursor}")).await?;
        for probe in page["items"].as_array().context("a list of probes")? {
            let state = &probe["state"];
            ensure!(state["failure"].is_null() && !state["last"].is_null(), "{probe}");
        }
        next = page["next"].as_str().map(|next| format!("?cursor={next}"));
    }
    let health = client.json("/api/v1/health").await?;
    health["series"].as_u64().context("how many series there are")
}

async fn peers(dir: &Path, port: u16, window: Duration) -> Result<Cost> {
    let (snmp, icmp, alerts) = (
        snmp_exporter().await?,
        blackbox_exporter(dir).await?,
        alertmanager(dir, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n").await?,
    );
    fs::write(dir.join("rules.yml"), RULES)?;
    let addresses: Vec<_> = (0..DEVICES).map(loopback).collect();
    let agents: Vec<_> = addresses
        .iter()
        .map(|address| format!("'{address}:{port}'"))
        .collect();
    let config = format!(
        "global: {{scrape_interval: {EVERY_MS}ms, evaluation_interval: {EVERY_MS}ms}}\nrule_files: [rules.yml]\n\
         alerting: {{alertmanagers: [{{static_configs: [{{targets: ['{}']}}]}}]}}\nscrape_configs:\n{}{}",
        alerts.client.address(),
        job("snmp", "interfaces", &snmp.client, &agents),
        job("probe", "icmp", &icmp.client, &addresses),
    );
    let prometheus = prometheus(dir, &config).await?;
    let cost = cost(&[&snmp, &icmp, &alerts, &prometheus], window).await?;
    for (expected, question) in [
        (DEVICES, "sum(probe_success)"),
        (DEVICES * (PORTS + 1), "count(ifHCInOctets)"),
    ] {
        let answer = prometheus
            .client
            .json(&format!("/api/v1/query?query={question}"))
            .await?;
        let seen = &answer["data"]["result"][0]["value"][1];
        let number = seen.as_str().and_then(|seen| seen.parse().ok());
        ensure!(
            number == Some(expected),
            "Prometheus sees {seen} for {question}, not {expected}"
        );
    }
    Ok(cost)
}

const RULES: &str = "groups:\n- name: flypack\n  rules:\n  - {alert: Gone, expr: probe_success == 0, for: 20s}\n  \
    - {alert: LinkLost, expr: ifOperStatus == 2 and ifAdminStatus == 1, for: 20s}\n  \
    - {alert: Errors, expr: 'rate(ifInErrors[1m]) > 0', for: 20s}\n";

/// Has the exporter ask each target.
fn job(path: &str, module: &str, exporter: &Client, targets: &[String]) -> String {
    format!(
        "- job_name: {path}\n  metrics_path: /{path}\n  params: {{module: [{module}]}}\n  static_configs: [{{targets: [{}]}}]\n  \
         relabel_configs:\n  - {{source_labels: [__address__], target_label: __param_target}}\n  \
         - {{source_labels: [__param_target], target_label: instance}}\n  \
         - {{target_label: __address__, replacement: '{}'}}\n",
        targets.join(", "),
        exporter.address(),
    )
}
