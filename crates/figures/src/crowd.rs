//! 20,000 series every 5 s: what the whole station costs, and how soon it answers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::Value;
use tokio::time::{interval, sleep};

use crate::Bench;
use crate::cast::{Server, add_probes, flywatch, loopback, ping, victoria_metrics};
use crate::client::Client;
use crate::table::{Goal, Unit, median, quantile};

/// Pings, of seven series each.
const PROBES: u32 = 2858;
const SERIES: u32 = PROBES * 7;
const EVERY_MS: u32 = 5000;
/// Of each question.
const ASKED: usize = 60;

/// `day` is when the histories in the directories begin.
pub(crate) async fn measure(bench: &mut Bench, station: &Path, victoria: &Path, day: i64) -> Result<()> {
    // Their numbers follow those of the probes of the day, and so do the numbers of their series.
    add_probes(station, (0..PROBES).map(|n| ping(n, EVERY_MS))).await?;
    let own = flywatch(&bench.flywatch, station).await?;
    let peer = victoria_metrics(victoria).await?;
    let feeding = tokio::spawn(feed(peer.client.clone()));
    bench.tell("crowd: all probes look");
    until_all_looked(&own.client).await?;

    bench.tell("crowd: processor");
    let (ours, theirs) = tokio::join!(
        own.program.share(bench.window * 2),
        peer.program.share(bench.window * 2)
    );
    let figure = "20,000 series every 5 s, the whole station with its 571 pings a second";
    bench.table.add(
        figure,
        Unit::Core,
        ours?,
        Some(("VictoriaMetrics, fed", theirs?)),
        Goal::Told,
    );

    bench.tell("crowd: questions");
    let took = ask(&own, &peer, day).await?;
    anyhow::ensure!(!feeding.is_finished(), "VictoriaMetrics takes no more samples");
    feeding.abort();
    for (question, times) in &took {
        let [p50, p95, most] = [0.5, 0.95, 1.0].map(|share| quantile(times, share) * 1e3);
        bench.note(&format!(
            "| {question} | {p50:.1} ms | {p95:.1} ms | {most:.1} ms |"
        ));
    }
    let p95 = |question: &str| took.get(question).map_or(f64::NAN, |times| quantile(times, 0.95));
    let worst = took
        .keys()
        .filter(|question| !question.starts_with("VictoriaMetrics"));
    let worst = worst.map(|question| p95(question)).fold(0.0, f64::max);
    bench.table.add(
        "the slowest question to the API, 95 %",
        Unit::Time,
        worst,
        None,
        Goal::Value(0.1),
    );
    let peer_is = ("VictoriaMetrics", p95(PEER_SERIES));
    let figure = "1,000 of 20,000 series, 95 %";
    bench
        .table
        .add(figure, Unit::Time, p95(SOME_SERIES), Some(peer_is), Goal::Told);
    let peer_is = ("VictoriaMetrics", p95(PEER_DAY));
    bench.table.add(
        "24 h of one series meanwhile, 95 %",
        Unit::Time,
        p95(DAY),
        Some(peer_is),
        Goal::Told,
    );

    let memory = Some(("VictoriaMetrics", peer.program.resident()?));
    bench.table.add(
        "memory with 20,000 series",
        Unit::Memory,
        own.program.resident()?,
        memory,
        Goal::Told,
    );

    bench.tell("crowd: power is cut, again and again");
    drop((own, peer));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let server = flywatch(&bench.flywatch, station).await?;
        ours.push(server.ready.as_secs_f64());
        until_all_looked(&server.client).await?;
        drop(server);
        let server = victoria_metrics(victoria).await?;
        theirs.push(server.ready.as_secs_f64());
        sleep(Duration::from_secs(1)).await;
    }
    let figure = "ready after a power cut, with a day of history and 20,000 series";
    let peer_is = Some(("VictoriaMetrics", median(&theirs)));
    bench
        .table
        .add(figure, Unit::Time, median(&ours), peer_is, Goal::Value(0.5));
    Ok(())
}

/// Gives VictoriaMetrics as many series at the same pace, for ever.
async fn feed(client: Client) -> Result<()> {
    let mut pace = interval(Duration::from_millis(EVERY_MS.into()));
    for look in 0_u32.. {
        pace.tick().await;
        let mut body = String::new();
        for n in 0..SERIES {
            let (probe, metric) = (loopback(n / 7), n % 7);
            writeln!(
                body,
                "ping_{metric}{{probe=\"Ping {probe}\"}} {}",
                f64::from((n ^ look) % 97) / 1e6
            )?;
        }
        client.post("/api/v1/import/prometheus", body).await?;
    }
    Ok(())
}

async fn until_all_looked(client: &Client) -> Result<()> {
    let begun = Instant::now();
    loop {
        let health = client.json("/api/v1/health").await?;
        let metrics = String::from_utf8(client.get("/metrics").await?)?;
        let living = metrics
            .lines()
            .filter(|line| line.starts_with("flywatch_icmp_"))
            .count();
        if health["series"].as_u64() >= Some(SERIES.into()) && living >= SERIES as usize {
            return Ok(());
        }
        anyhow::ensure!(
            begun.elapsed() < Duration::from_secs(60),
            "only {living} series have a value"
        );
        sleep(Duration::from_millis(250)).await;
    }
}

const DAY: &str = "24 h of one series, in steps of 1 min";
const SOME_SERIES: &str = "series, a page of 1,000";
const PEER_SERIES: &str = "VictoriaMetrics: series, the first 1,000";
const PEER_DAY: &str = "VictoriaMetrics: 24 h of one series, in steps of 1 min";

/// In seconds, by question. Each in turn, so that all have the same neighbours.
async fn ask(own: &Server, peer: &Server, day: i64) -> Result<BTreeMap<&'static str, Vec<f64>>> {
    let probes = own.client.json("/api/v1/probes?limit=1000").await?;
    let probe = probes["items"]
        .as_array()
        .and_then(|all| all.last())
        .map_or(Value::Null, |probe| probe["id"].clone());
    let mine = own.client.json(&format!("/api/v1/series?probe={probe}")).await?;
    let ids: Vec<_> = mine["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|series| series["id"].to_string())
        .collect();
    let end = day + 86_400_000;
    let hour = crate::cast::now_ms()? - 3_600_000;
    let mut took: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for n in 0..ASKED {
        let one = 20 + n * 37 % 2000;
        let questions = [
            ("how the station is", "/api/v1/health".to_owned()),
            ("probes, the first page", "/api/v1/probes".to_owned()),
            ("probes, a page of 1,000", "/api/v1/probes?limit=1000".to_owned()),
            ("one probe", format!("/api/v1/probes/{probe}")),
            ("the series of one probe", format!("/api/v1/series?probe={probe}")),
            (SOME_SERIES, "/api/v1/series?limit=1000".to_owned()),
            (
                DAY,
                format!("/api/v1/history?series={one}&from={day}&to={end}&step=60000"),
            ),
            (
                "the last hour of all series of a probe",
                format!(
                    "/api/v1/history?series={}&from={hour}&to={}&step=5000",
                    ids.join(","),
                    hour + 3_600_000
                ),
            ),
            ("events", "/api/v1/events".to_owned()),
            ("audit trail", "/api/v1/audit".to_owned()),
            ("/metrics", "/metrics".to_owned()),
        ];
        for (question, path) in questions {
            took.entry(question)
                .or_default()
                .push(own.client.time(&path).await?.as_secs_f64());
        }
        let (probe, metric) = (one / 20, one % 20);
        let path = format!(
            "/api/v1/query_range?query=metric_{metric}%7Bprobe%3D%22{probe}%22%7D&start={}&end={}&step=60s&nocache=1",
            day / 1000,
            end / 1000,
        );
        took.entry(PEER_DAY)
            .or_default()
            .push(peer.client.time(&path).await?.as_secs_f64());
        let path = format!(
            "/api/v1/series?match[]=%7B__name__%3D~%22ping_.*%22%7D&limit=1000&start={}",
            end / 1000
        );
        took.entry(PEER_SERIES)
            .or_default()
            .push(peer.client.time(&path).await?.as_secs_f64());
    }
    Ok(took)
}
