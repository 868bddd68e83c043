//! The screen: what it weighs, what it costs, how quick it is. Chromium and the window are worked by a script.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use tokio::process::Command;
use wire::probe::ProbeSpec;
use wire::series::Series;

use crate::Bench;
use crate::cast::{add_probes, loopback, ping};
use crate::day;
use crate::table::{Goal, Unit};

/// Each has a new value every 100 ms.
const TILES: u32 = 300;
/// Beyond the addresses of the day's probes.
const FIRST: u32 = 1000;
const SCRIPT: &str = "tests/face/measure.mjs";

/// What the script says: times in seconds, sizes in bytes, the main thread as a share of one core.
#[derive(Deserialize)]
struct Seen {
    first_load: f64,
    assets: f64,
    wasm: f64,
    main_thread: f64,
    reading_to_pixel: f64,
    tap_to_paint: f64,
    chart_frame: f64,
    peer_first_load: f64,
    peer_assets: f64,
    peer_main_thread: f64,
}

/// Beside the dashboard of Netdata, which shows this machine each second.
pub(crate) async fn measure(bench: &mut Bench) -> Result<()> {
    let (station, netdata) = (bench.place("face/station")?, bench.place("face/netdata")?);
    bench.tell("face: a station with a day of history");
    day::fill(&station, day::begin()?, round_trips).await?;
    let tile = |n: u32| ProbeSpec {
        name: format!("Camera {n}"),
        target: format!("icmp:{}", loopback(FIRST + n)),
        timeout_ms: Some(90),
        ..ping(n, 100)
    };
    add_probes(&station, (1..=TILES).map(tile)).await?;
    bench.tell("face: browser and window, some minutes");
    let script = Command::new("node")
        .arg(SCRIPT)
        .args([&station, &netdata])
        .env("FLYWATCH_BIN", &bench.flywatch)
        .env(
            "FLYWATCH_WINDOW_BIN",
            bench.flywatch.with_file_name("flywatch-window"),
        )
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| {
            format!("node {SCRIPT} cannot be started; run scripts/bench.sh in the root of the repository")
        })?;
    let output = script.wait_with_output().await?;
    ensure!(output.status.success(), "{SCRIPT} failed: {}", output.status);
    let said = String::from_utf8(output.stdout)?;
    let line = said.lines().last().context("the script said nothing")?;
    let seen: Seen = serde_json::from_str(line).context("reading what the script said")?;
    let netdata = |value| Some(("Netdata", value));
    for (figure, unit, ours, peer, goal) in [
        (
            "main thread of Chromium, 300 tiles at 10 Hz (Netdata: its first page at 1 Hz)",
            Unit::Core,
            seen.main_thread,
            netdata(seen.peer_main_thread),
            Goal::Value(0.25),
        ),
        (
            "first load, cold",
            Unit::Time,
            seen.first_load,
            netdata(seen.peer_first_load),
            Goal::Value(2.0),
        ),
        (
            "everything that is loaded, packed",
            Unit::Memory,
            seen.assets,
            netdata(seen.peer_assets),
            Goal::Value(1.5e6),
        ),
        (
            "the program in it, unpacked",
            Unit::Memory,
            seen.wasm,
            None,
            Goal::Value(1e6),
        ),
        (
            "from a tap to its picture, 95 %",
            Unit::Time,
            seen.tap_to_paint,
            None,
            Goal::Value(0.05),
        ),
        (
            "from a reading to its pixel, 99 %",
            Unit::Time,
            seen.reading_to_pixel,
            None,
            Goal::Value(0.25),
        ),
        (
            "panning and zooming 24 h in the window, a frame, 95 %",
            Unit::Time,
            seen.chart_frame,
            None,
            Goal::Value(0.05),
        ),
    ] {
        bench.table.add(figure, unit, ours, peer, goal);
    }
    Ok(())
}

/// Has one series of each probe be what its page draws first.
fn round_trips(series: Series) -> Series {
    if series.metric != "metric_13" {
        return series;
    }
    Series {
        metric: "icmp_rtt_seconds".into(),
        labels: Default::default(),
        unit: wire::Unit::Seconds,
        ..series
    }
}
