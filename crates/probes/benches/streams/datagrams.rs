//! Fifty streams in datagrams, over UDP and over RTP.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use probes::{Clock, KINDS, Runner, Start};
use procfs::process::Process;
use tokio::sync::mpsc;
use tokio::time::{Duration, Instant, timeout_at};
use wire::probe::{ProbeId, ProbeSpec};

use crate::Outcome;
use crate::peers::{free_port, record, sender, spent};

const STREAMS: u64 = 50;
const DROPPED: &str = "mpegts_dropped_here_total";
const BITRATE: &str = "mpegts_bitrate_bits_per_second";

/// What all probes together did.
struct Cost {
    cpu: f64,
    readings: u64,
    /// Packets that the network did not lose: this machine did not take them in time.
    dropped: f64,
    /// Of all streams together, as their packets were counted.
    mbit: f64,
}

pub(crate) async fn measure(mbit: u64, seconds: u64) -> Outcome<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("stream.ts");
    record(&file, mbit)?;
    let mut out = std::io::stdout();
    for scheme in ["mpegts", "rtp"] {
        let cost = watch(&file, mbit, scheme, seconds).await?;
        writeln!(
            out,
            "{STREAMS} streams of {mbit} Mbit/s over {scheme}: {:.1} % of a core, {:.3} ms of CPU a Mbit, {:.0} Mbit/s came, {} dropped \
             here, {} readings",
            100.0 * cost.cpu / seconds as f64,
            cost.cpu * 1e3 / (STREAMS * mbit * seconds) as f64,
            cost.mbit,
            cost.dropped,
            cost.readings
        )?;
    }
    Ok(())
}

async fn watch(file: &Path, mbit: u64, scheme: &str, seconds: u64) -> Outcome<Cost> {
    let ports = (0..STREAMS).map(|_| free_port()).collect::<Outcome<Vec<_>>>()?;
    let _source = sender(file, mbit, scheme, &ports)?;
    let (out, mut readings) = mpsc::channel(1_000);
    let mut runner = Runner::new(KINDS, Clock::system(), out);
    for (id, port) in (1..).zip(ports) {
        let spec = ProbeSpec::new("bench", "mpegts", format!("{scheme}://127.0.0.1:{port}"));
        let wrong = |wrong| format!("{wrong:?}");
        runner.set(ProbeId(id), &spec, Start::Now).map_err(wrong)?;
    }
    let warm = Instant::now() + Duration::from_secs(5);
    while timeout_at(warm, readings.recv()).await.is_ok() {}
    let me = Process::myself()?;
    let before = spent(&me)?;
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut count = 0;
    let mut newest = BTreeMap::<(ProbeId, &str), f64>::new();
    while let Ok(Some(reading)) = timeout_at(end, readings.recv()).await {
        if let Some(failure) = reading.failure {
            return Err(failure.detail.into());
        }
        count += 1;
        for metric in [DROPPED, BITRATE] {
            let sample = reading.samples.iter().find(|sample| sample.metric == metric);
            if let Some(sample) = sample {
                newest.insert((reading.probe, metric), sample.value);
            }
        }
    }
    let sum = |of: &str| {
        let values = newest.iter().filter(|((_, metric), _)| *metric == of);
        values.map(|(_, value)| value).sum::<f64>()
    };
    Ok(Cost {
        cpu: spent(&me)? - before,
        readings: count,
        dropped: sum(DROPPED),
        mbit: sum(BITRATE) / 1e6,
    })
}
