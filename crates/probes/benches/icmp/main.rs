//! What a thousand pings a second cost, beside fping in the same run, and how right they are while the machine is busy.
//!
//! `cargo bench -p probes --bench icmp -- [SECONDS]`; needs fping (Debian package fping) and leave to send echoes.

mod busy;

use std::error::Error;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::{TimeVal, TimeValLike};
use probes::{Clock, KINDS, Runner, Start};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout_at};
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::Reading;

use busy::Busy;

const TARGETS: u32 = 1_000;
/// Before anything is measured: all probes have had their first look.
const WARM_UP: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn Error>> {
    let seconds = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(10);
    let runtime = tokio::runtime::Runtime::new()?;
    let mut out = std::io::stdout();

    let quiet = runtime.block_on(watch(seconds))?;
    let ours = quiet.cpu;
    let theirs = fping(seconds)?;
    writeln!(out, "{TARGETS} targets on loopback, once a second, {seconds} s")?;
    writeln!(
        out,
        "  flywatch  {ours:.3} CPU-s, {} answers, {} lost",
        quiet.rtts.len(),
        quiet.lost
    )?;
    writeln!(out, "  fping     {theirs:.3} CPU-s")?;
    writeln!(out, "  ratio     {:.2}", ours / theirs)?;

    let busy = Busy::start();
    let loaded = runtime.block_on(watch(seconds))?;
    drop(busy);
    writeln!(out, "round trips in microseconds: median, 99 %, greatest")?;
    for (name, seen) in [("quiet", &quiet), ("busy", &loaded)] {
        let [median, most, greatest] = [0.5, 0.99, 1.0].map(|share| seen.quantile(share) * 1e6);
        writeln!(
            out,
            "  {name:<9} {median:.1}, {most:.1}, {greatest:.1}; {} lost",
            seen.lost
        )?;
    }
    let error = |share| (loaded.quantile(share) - quiet.quantile(share)) * 1e6;
    writeln!(out, "  error     {:.1}, {:.1}", error(0.5), error(0.99))?;
    Ok(())
}

/// What was seen while watching.
struct Seen {
    /// CPU seconds of the whole program.
    cpu: f64,
    /// In seconds, least first.
    rtts: Vec<f64>,
    lost: usize,
}

impl Seen {
    fn quantile(&self, share: f64) -> f64 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index below the length"
        )]
        let index = (share * self.rtts.len().saturating_sub(1) as f64) as usize;
        self.rtts.get(index).copied().unwrap_or(f64::NAN)
    }
}

async fn watch(seconds: u64) -> Result<Seen, Box<dyn Error>> {
    let (out, mut readings) = mpsc::channel(10_000);
    let mut runner = Runner::new(KINDS, Clock::system(), out);
    for number in 0..TARGETS {
        let target = format!("icmp:127.0.{}.{}", 1 + number / 250, 1 + number % 250);
        let spec = ProbeSpec::new(target.clone(), "icmp", target);
        runner
            .set(ProbeId(number), &spec, Start::Spread)
            .map_err(|wrong| format!("{wrong:?}"))?;
    }
    sleep(WARM_UP).await;
    while readings.try_recv().is_ok() {}
    let (before, end) = (
        cpu(UsageWho::RUSAGE_SELF)?,
        tokio::time::Instant::now() + Duration::from_secs(seconds),
    );
    let mut seen = Seen {
        cpu: 0.0,
        rtts: Vec::new(),
        lost: 0,
    };
    while let Ok(Some(reading)) = timeout_at(end, readings.recv()).await {
        match rtt(&reading) {
            Some(rtt) => seen.rtts.push(rtt),
            None => seen.lost += 1,
        }
    }
    seen.cpu = cpu(UsageWho::RUSAGE_SELF)? - before;
    seen.rtts.sort_by(f64::total_cmp);
    Ok(seen)
}

fn rtt(reading: &Reading) -> Option<f64> {
    reading
        .samples
        .iter()
        .find(|sample| sample.metric == "icmp_rtt_seconds")
        .map(|sample| sample.value)
}

/// CPU seconds of fping for the same work.
fn fping(seconds: u64) -> Result<f64, Box<dyn Error>> {
    let before = cpu(UsageWho::RUSAGE_CHILDREN)?;
    let mut fping = Command::new("fping")
        .args([
            "--quiet",
            "--count",
            &seconds.to_string(),
            "--period",
            "1000",
            "--interval",
            "1",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut targets = fping.stdin.take().ok_or("fping takes no targets")?;
    for number in 0..TARGETS {
        writeln!(targets, "127.0.{}.{}", 1 + number / 250, 1 + number % 250)?;
    }
    drop(targets);
    let status = fping.wait()?;
    if !status.success() {
        return Err(format!("fping did not get all its answers: {status}").into());
    }
    Ok(cpu(UsageWho::RUSAGE_CHILDREN)? - before)
}

fn cpu(of: UsageWho) -> nix::Result<f64> {
    let usage = getrusage(of)?;
    let seconds = |time: TimeVal| Duration::from_micros(time.num_microseconds().unsigned_abs()).as_secs_f64();
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}
