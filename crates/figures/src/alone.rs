//! A station with nothing to do: how soon it is there, and how much memory it holds. And a store at the pace of life.

use std::time::Duration;

use anyhow::{Result, anyhow};
use tokio::time::sleep;

use crate::Bench;
use crate::cast::{blackbox_exporter, flywatch, victoria_metrics};
use crate::steady;
use crate::table::{Goal, Unit, median};

const STARTS: usize = 5;
/// Until memory is looked at.
const IDLE: Duration = Duration::from_secs(30);
/// 2026-11-21 00:00:00 UTC.
const START: i64 = 1_795_219_200_000;

pub(crate) async fn measure(bench: &mut Bench) -> Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    bench.tell("alone: first starts");
    for n in 0..STARTS {
        let station = flywatch(&bench.flywatch, &bench.place(&format!("alone/station {n}"))?).await?;
        ours.push(station.ready.as_secs_f64());
        station.program.stop().await?;
        let peer = victoria_metrics(&bench.place(&format!("alone/victoria {n}"))?).await?;
        theirs.push(peer.ready.as_secs_f64());
        peer.program.stop().await?;
    }
    let peer = Some(("VictoriaMetrics", median(&theirs)));
    bench.table.add(
        "ready, first start",
        Unit::Time,
        median(&ours),
        peer,
        Goal::Value(0.5),
    );

    bench.tell("alone: memory");
    let station = flywatch(&bench.flywatch, &bench.place("alone/station")?).await?;
    let peers = bench.place("alone/peers")?;
    let (victoria, blackbox) = (victoria_metrics(&peers).await?, blackbox_exporter(&peers).await?);
    sleep(IDLE).await;
    for (name, peer) in [("VictoriaMetrics", &victoria), ("blackbox-exporter", &blackbox)] {
        let (ours, theirs) = (station.program.resident()?, peer.program.resident()?);
        bench.table.add(
            "memory, idle",
            Unit::Memory,
            ours,
            Some((name, theirs)),
            Goal::Value(60e6),
        );
    }
    drop((station, victoria, blackbox));

    bench.tell("alone: the store at the pace of life");
    let seconds = u32::try_from(bench.window.as_secs() * 2)?;
    let steady = steady::run(&bench.place("alone/store")?, START, seconds)
        .await
        .map_err(|error| anyhow!(error))?;
    bench.table.add(
        "20,000 series every 5 s, the store",
        Unit::Core,
        steady.share,
        None,
        Goal::Value(0.01),
    );
    let durable = steady.durable.as_secs_f64();
    bench.table.add(
        "until a sample is durable, median",
        Unit::Time,
        durable,
        None,
        Goal::Value(0.05),
    );
    Ok(())
}
