//! One stream over SRT, beside srt-live-transmit on a stream of the same bytes at the same time.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use probes::{Clock, KINDS, Runner, Start};
use procfs::process::Process;
use tokio::sync::mpsc;
use tokio::time::{Duration, Instant, timeout_at};
use wire::probe::{ProbeId, ProbeSpec};

use crate::Outcome;
use crate::peers::{Program, free_port, record, sender, spent};

const RATES_MBIT: [u64; 3] = [5, 20, 50];
const PASSPHRASE: &str = "seven-plus-three";

pub(crate) async fn measure(seconds: u64) -> Outcome<()> {
    let dir = tempfile::tempdir()?;
    let mut out = std::io::stdout();
    for mbit in RATES_MBIT {
        let file = dir.path().join(format!("{mbit}.ts"));
        record(&file, mbit)?;
        for key in [0, 32] {
            let (ours, theirs) = both(&file, mbit, key, seconds).await?;
            let per_mbit = |cpu: f64| cpu * 1e3 / (mbit * seconds) as f64;
            let encryption = if key == 0 { "in the clear" } else { "AES-256" };
            writeln!(
                out,
                "{mbit:>3} Mbit/s {encryption:<12} flywatch, with the analysis, {:.2} ms of CPU a Mbit; srt-live-transmit {:.2}; ratio {:.2}",
                per_mbit(ours),
                per_mbit(theirs),
                ours / theirs
            )?;
        }
    }
    Ok(())
}

fn live_transmit(from: &str, to: &str) -> Outcome<Program> {
    let mut command = Command::new("srt-live-transmit");
    command.args(["-q", "-ll", "fatal", "-c", "1316", from, to]);
    Ok(Program(
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?,
    ))
}

/// CPU seconds of a probe and of srt-live-transmit, each on an SRT stream of its own.
async fn both(file: &Path, mbit: u64, key: u8, seconds: u64) -> Outcome<(f64, f64)> {
    let inputs = [free_port()?, free_port()?];
    let outputs = [free_port()?, free_port()?];
    let secret = if key > 0 {
        format!("&passphrase={PASSPHRASE}&pbkeylen={key}")
    } else {
        String::new()
    };
    let mut senders = Vec::new();
    for (input, output) in inputs.iter().zip(outputs) {
        let to = format!("srt://127.0.0.1:{output}?mode=listener{secret}");
        senders.push(live_transmit(&format!("udp://127.0.0.1:{input}"), &to)?);
    }
    senders.push(sender(file, mbit, "mpegts", &inputs)?);

    let (out, mut readings) = mpsc::channel(1_000);
    let mut runner = Runner::new(KINDS, Clock::system(), out);
    let mut spec = ProbeSpec::new("bench", "srt", format!("srt://127.0.0.1:{}", outputs[0]));
    if key > 0 {
        spec.settings.insert("passphrase".to_owned(), PASSPHRASE.into());
    }
    let wrong = |wrong| format!("{wrong:?}");
    runner.set(ProbeId(1), &spec, Start::Now).map_err(wrong)?;
    let theirs = live_transmit(
        &format!("srt://127.0.0.1:{}?mode=caller{secret}", outputs[1]),
        "file://con",
    )?;
    let (me, them) = (Process::myself()?, Process::new(theirs.0.id().try_into()?)?);

    let warm = Instant::now() + Duration::from_secs(5);
    while timeout_at(warm, readings.recv()).await.is_ok() {}
    let before = (spent(&me)?, spent(&them)?);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut rate = 0.0;
    while let Ok(Some(reading)) = timeout_at(end, readings.recv()).await {
        if let Some(failure) = reading.failure {
            return Err(failure.detail.into());
        }
        let bitrate = reading
            .samples
            .iter()
            .find(|sample| sample.metric == "mpegts_bitrate_bits_per_second");
        rate = bitrate.map_or(rate, |sample| sample.value);
    }
    let after = (spent(&me)?, spent(&them)?);
    let expected = (mbit * 1_000_000) as f64;
    if (rate / expected - 1.0).abs() > 0.1 {
        return Err(format!("{rate} bit/s came instead of {expected}").into());
    }
    Ok((after.0 - before.0, after.1 - before.1))
}
