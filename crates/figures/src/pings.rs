//! A thousand pings a second: what they cost, and how right they are while both cores are busy.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::Bench;
use crate::busy::Busy;
use crate::cast::{add_probes, blackbox_exporter, flywatch, fping, loopback, now_ms, ping};
use crate::client::Client;
use crate::table::{Goal, Unit, median, quantile};

const TARGETS: u32 = 1000;
const ROUNDS: usize = 3;
/// All probes have had their first look, and the names of their series are saved.
const WARM_UP: Duration = Duration::from_secs(4);
/// At most so many histories at once are given.
const AT_ONCE: usize = 50;

pub(crate) async fn measure(bench: &mut Bench) -> Result<()> {
    let dir = bench.place("pings")?;
    let targets = dir.join("targets");
    let list: String = (0..TARGETS).map(|n| loopback(n) + "\n").collect();
    fs::write(&targets, list)?;
    let data = dir.join("station");
    add_probes(&data, (0..TARGETS).map(|n| ping(n, 1000))).await?;

    let (mut ours, mut fpings, mut blackboxes) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        bench.tell(&format!("pings: turn {round} of {ROUNDS}"));
        ours.push(watch(bench, &data).await?.share);
        fpings.push(fping_watch(bench, &targets).await?.share);
        blackboxes.push(blackbox_watch(bench, &dir).await?);
    }
    let (ours, figure) = (median(&ours), "1,000 pings a second, history and API included");
    bench.table.add(
        figure,
        Unit::Core,
        ours,
        Some(("fping", median(&fpings))),
        Goal::Ratio(1.0),
    );
    let peer = ("blackbox-exporter", median(&blackboxes));
    bench
        .table
        .add("the same", Unit::Core, ours, Some(peer), Goal::Ratio(0.1));

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        bench.tell(&format!(
            "pings while both cores are busy: turn {round} of {ROUNDS}"
        ));
        let busy = Busy::start();
        ours.extend(watch(bench, &data).await?.rtts);
        theirs.extend(fping_watch(bench, &targets).await?.rtts);
        drop(busy);
    }
    for (share, name, goal) in [
        (0.5, "median", Goal::Value(0.0001)),
        (0.99, "99 %", Goal::Value(0.0001)),
        (1.0, "greatest", Goal::Told),
    ] {
        let figure = format!("error of a round trip while both cores are busy, {name}");
        let peer = ("fping", quantile(&theirs, share));
        bench
            .table
            .add(&figure, Unit::Time, quantile(&ours, share), Some(peer), goal);
    }
    Ok(())
}

/// What was seen of a program that pings.
struct Seen {
    /// Of one core.
    share: f64,
    /// In seconds. An echo on loopback is there and back in some millionths, so that a round trip is wrong by what it
    /// says, at most.
    rtts: Vec<f64>,
}

async fn watch(bench: &Bench, data: &Path) -> Result<Seen> {
    let station = flywatch(&bench.flywatch, data).await?;
    sleep(WARM_UP).await;
    let from = now_ms()?;
    let share = station.program.share(bench.window).await?;
    let rtts = round_trips(&station.client, from, now_ms()?).await?;
    let expected = f64::from(TARGETS) * (bench.window.as_secs_f64() - 1.0);
    anyhow::ensure!(
        rtts.len() as f64 >= expected,
        "only {} looks are in the history",
        rtts.len()
    );
    station.program.stop().await?;
    Ok(Seen { share, rtts })
}

/// What the station's own history says, the greatest of each second.
async fn round_trips(client: &Client, from: i64, to: i64) -> Result<Vec<f64>> {
    let mut series = Vec::new();
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let page = client.json(&format!("/api/v1/series{cursor}")).await?;
        let items = page["items"].as_array().context("a list of series")?;
        let wanted = items
            .iter()
            .filter(|series| series["metric"] == "icmp_rtt_seconds");
        series.extend(wanted.map(|series| series["id"].to_string()));
        next = page["next"].as_str().map(|next| format!("?cursor={next}"));
    }
    let mut found = Vec::new();
    for some in series.chunks(AT_ONCE) {
        let path = format!(
            "/api/v1/history?series={}&from={from}&to={to}&step=1000&values=max",
            some.join(",")
        );
        let page = client.json(&path).await?;
        let histories = page["items"].as_array().context("a list of histories")?;
        let steps = histories.iter().filter_map(|history| history["max"].as_array());
        found.extend(steps.flatten().filter_map(Value::as_f64));
    }
    Ok(found)
}

async fn fping_watch(bench: &Bench, targets: &Path) -> Result<Seen> {
    let said = targets.with_extension("fping");
    let count = (bench.window.as_secs() + 3).to_string();
    let words = [
        "--quiet",
        "--vcount",
        &count,
        "--period",
        "1000",
        "--interval",
        "1",
    ];
    let fping = fping(&words, targets, File::create(&said)?)?;
    sleep(Duration::from_secs(1)).await;
    let share = fping.share(bench.window).await?;
    fping
        .end(Duration::from_secs(30))
        .await
        .context("some targets did not answer fping")?;
    // One line for each target: `127.0.1.1 : 0.031 0.027 …`, in milliseconds.
    let said = fs::read_to_string(&said)?;
    let answers = said
        .lines()
        .filter_map(|line| line.split_once(" : "))
        .flat_map(|(_, times)| times.split(' '));
    let rtts = answers
        .filter_map(|time| time.parse().ok())
        .map(|ms: f64| ms / 1e3)
        .collect();
    Ok(Seen { share, rtts })
}

/// The share of one core that the exporter needs for as many pings; those who ask are not counted.
async fn blackbox_watch(bench: &Bench, dir: &Path) -> Result<f64> {
    let exporter = blackbox_exporter(dir).await?;
    let client = exporter.client.clone();
    let asking = tokio::spawn(async move {
        let mut pace = interval(Duration::from_millis(1));
        pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut asked = JoinSet::new();
        for n in (0..TARGETS).cycle() {
            pace.tick().await;
            let client = client.clone();
            asked.spawn(async move {
                client
                    .get(&format!("/probe?module=icmp&target={}", loopback(n)))
                    .await
            });
            while let Some(answer) = asked.try_join_next() {
                let answer = answer??;
                let well = b"\nprobe_success 1\n";
                anyhow::ensure!(
                    answer.windows(well.len()).any(|at| at == well),
                    "the exporter got no answer"
                );
            }
            anyhow::ensure!(
                asked.len() < 500,
                "the exporter cannot keep up with {TARGETS} pings a second"
            );
        }
        Ok(())
    });
    sleep(Duration::from_secs(2)).await;
    let share = exporter.program.share(bench.window).await?;
    if asking.is_finished() {
        asking.await??;
    } else {
        asking.abort();
    }
    Ok(share)
}
