//! A day of 2,000 series: how many bytes it takes, and how long one series of it takes to be read.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use store::{Batch, Retention, Store};
use tokio::time::sleep;
use wire::Timestamp;
use wire::probe::ProbeSpec;
use wire::series::{Series, SeriesId};

use crate::Bench;
use crate::cast::{Server, add_probes, flywatch, loopback, now_ms, victoria_metrics};
use crate::source::{DAY, EVERY_MS, SERIES, Source};
use crate::steady::used;
use crate::table::{Goal, Unit, median};

const PROBES: u32 = 100;
/// Questions to each, in turns.
const QUESTIONS: u32 = 101;
const MINUTE_MS: i64 = 60_000;
/// Looks that go into the store at once: five minutes.
const AT_ONCE: u32 = 60;

/// The days that a station and VictoriaMetrics have now: when they begin, in milliseconds since 1970 UTC.
pub(crate) async fn measure(bench: &mut Bench, station: &Path, victoria: &Path) -> Result<i64> {
    let start = begin()?;
    bench.tell("day: a station's history");
    fill(station, start, |series| series).await?;
    bench.tell("day: the same for VictoriaMetrics");
    let peer = victoria_metrics(victoria).await?;
    import(&peer, start).await?;
    settle(|| bytes(victoria)).await?;
    let count = f64::from(DAY) * f64::from(SERIES) * f64::from(PROBES);
    let ours = bytes(station)? as f64 / count;
    let theirs = bytes(victoria)? as f64 / count;
    bench.table.add(
        "a sample on disk",
        Unit::SampleBytes,
        ours,
        Some(("VictoriaMetrics", theirs)),
        Goal::Ratio(1.0),
    );

    let own = flywatch(&bench.flywatch, station).await?;
    for (seconds, name) in [(60, "1 min"), (20, "20 s")] {
        bench.tell(&format!("day: questions in steps of {name}"));
        let took = ask(&own, &peer, start, seconds).await?;
        let figure = format!("24 h of one series in steps of {name}, median");
        let one = Some(("VictoriaMetrics, one value a step", took.peer_last));
        let three = Some(("VictoriaMetrics, least, greatest and mean", took.peer_rollup));
        for (figure, own, peer, goal) in [
            (&*figure, took.last, one, Goal::Ratio(1.0)),
            (
                "the same, least, greatest and mean",
                took.band,
                three,
                Goal::Ratio(1.0),
            ),
            ("the same, all five values", took.all, one, Goal::Told),
        ] {
            bench.table.add(figure, Unit::Time, own, peer, goal);
        }
    }
    own.program.stop().await?;
    peer.program.stop().await?;
    Ok(start)
}

/// When the day begins, in milliseconds since 1970 UTC: long enough ago that nothing of it waits to be put in order.
pub(crate) fn begin() -> Result<i64> {
    Ok((now_ms()? / MINUTE_MS - 24 * 60 - 90) * MINUTE_MS)
}

/// Gives the station in `dir` a day of probes that are off, so that nothing is added; `named` may call its series otherwise.
pub(crate) async fn fill(dir: &Path, start: i64, named: fn(Series) -> Series) -> Result<()> {
    let probe = |n: u32| ProbeSpec {
        enabled: false,
        ..ProbeSpec::new(format!("Day {n}"), "icmp", format!("icmp:{}", loopback(n)))
    };
    add_probes(dir, (1..=PROBES).map(probe)).await?;

    let mut sources: Vec<_> = (1..=PROBES).map(|probe| Source::new(probe, start)).collect();
    let store = Store::open(dir, Retention::default(), Timestamp(start))
        .await?
        .store;
    store.append(Batch {
        at: Timestamp(start),
        series: sources.iter().flat_map(Source::names).map(named).collect(),
        ..Batch::default()
    });
    let mut progress = store.committed();
    for from in (0..DAY).step_by(AT_ONCE as usize) {
        let ticks = from..DAY.min(from + AT_ONCE);
        let end = ticks.end;
        let mut points = Vec::new();
        for tick in ticks {
            points.extend(sources.iter_mut().flat_map(|source| source.look(tick)));
        }
        let number = store.append(Batch {
            at: Timestamp(start + i64::from(end) * EVERY_MS),
            points,
            ..Batch::default()
        });
        progress.wait_for(|progress| progress.batch + 2 > number).await?;
    }
    store.close().await;

    // What is old is put in order; the store tells nobody when it has.
    let store = Store::open(dir, Retention::default(), Timestamp(now_ms()?))
        .await?
        .store;
    settle(|| Ok(used()?.as_millis() / 20)).await?;
    store.close().await;
    Ok(())
}

async fn import(peer: &Server, start: i64) -> Result<()> {
    for probe in 1..=PROBES {
        let mut source = Source::new(probe, start);
        let (mut times, mut values) = (String::new(), vec![String::new(); SERIES as usize]);
        for tick in 0..DAY {
            let mut points = source.look(tick).peekable();
            if let Some(point) = points.peek() {
                write!(times, "{},", point.at.0)?;
            }
            for (point, values) in points.zip(&mut values) {
                write!(values, "{},", point.value)?;
            }
        }
        let times = times.trim_end_matches(',');
        let mut body = String::new();
        for (n, values) in values.iter().enumerate() {
            let values = values.trim_end_matches(',');
            writeln!(
                body,
                r#"{{"metric":{{"__name__":"metric_{n}","probe":"{probe}"}},"values":[{values}],"timestamps":[{times}]}}"#
            )?;
        }
        peer.client.post("/api/v1/import", body).await?;
    }
    peer.client.get("/internal/force_flush").await?;
    peer.client.get("/internal/force_merge").await?;
    Ok(())
}

/// Medians in seconds.
struct Took {
    /// A station tells the last value of each step,
    last: f64,
    /// or least, greatest and mean, as the band of a chart is drawn from them,
    band: f64,
    /// or the count as well.
    all: f64,
    /// VictoriaMetrics tells the last value of each step,
    peer_last: f64,
    /// or least, greatest and mean.
    peer_rollup: f64,
}

/// One question at a time, in turns, those of a turn about the same metric of other probes.
async fn ask(own: &Server, peer: &Server, start: i64, seconds: i64) -> Result<Took> {
    let end = start + i64::from(DAY) * EVERY_MS;
    let range = format!(
        "start={}&end={}&step={seconds}s&nocache=1",
        start / 1000,
        end / 1000
    );
    let mut took = [const { Vec::new() }; 5];
    for turn in 0..QUESTIONS {
        for (n, took) in (0..).zip(&mut took) {
            let nth = (turn * 37 + n * PROBES / 5 * SERIES) % (PROBES * SERIES);
            let (probe, metric) = (1 + nth / SERIES, nth % SERIES);
            let SeriesId(series) = SeriesId(probe * SERIES + metric);
            let step = seconds * 1000;
            let history = format!("/api/v1/history?series={series}&from={start}&to={end}&step={step}");
            let name = format!("metric_{metric}%7Bprobe%3D%22{probe}%22%7D");
            let (client, path) = match n {
                0 => (&own.client, format!("{history}&values=last")),
                1 => (&own.client, format!("{history}&values=min,max,avg")),
                2 => (&own.client, history),
                3 => (&peer.client, format!("/api/v1/query_range?query={name}&{range}")),
                _ => {
                    let rollup = format!("rollup({name}%5B{seconds}s%5D)");
                    (
                        &peer.client,
                        format!("/api/v1/query_range?query={rollup}&{range}"),
                    )
                }
            };
            took.push(client.time(&path).await?.as_secs_f64());
        }
    }
    let [last, band, all, peer_last, peer_rollup] = took.map(|took| median(&took));
    Ok(Took {
        last,
        band,
        all,
        peer_last,
        peer_rollup,
    })
}

/// Waits until a number has stood still for three seconds, half a minute at most.
async fn settle<T: PartialEq>(mut number: impl FnMut() -> Result<T>) -> Result<()> {
    let (mut before, begun, mut still) = (number()?, Instant::now(), 0);
    while still < 3 && begun.elapsed() < Duration::from_secs(30) {
        sleep(Duration::from_secs(1)).await;
        let now = number()?;
        still = if now == before { still + 1 } else { 0 };
        before = now;
    }
    Ok(())
}

/// Length of all files below `dir` that grow with history. The reserve of a station does not, nor do its newest samples,
/// which are in `ticks.db` until they are compressed; VictoriaMetrics has them in memory.
fn bytes(dir: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(dir).context("looking through a data directory")? {
        let entry = entry?;
        let meta = entry.metadata()?;
        if meta.is_dir() {
            sum += bytes(&entry.path())?;
        } else if entry.file_name() != "reserve" && entry.file_name() != "ticks.db" {
            sum += meta.len();
        }
    }
    Ok(sum)
}
