//! What receiving over SRT costs, beside srt-live-transmit on a stream of the same bytes at the same time.
//!
//! `cargo bench -p probes --bench srt -- [SECONDS]`; needs ffmpeg and srt-live-transmit (Debian packages ffmpeg and srt-tools).

use std::error::Error;
use std::io::Write;
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use probes::{Clock, KINDS, Runner, Start};
use procfs::process::Process;
use tokio::sync::mpsc;
use tokio::time::{interval, timeout_at};
use wire::probe::{ProbeId, ProbeSpec};

const RATES_MBIT: [u64; 3] = [5, 20, 50];
/// What a datagram of seven packets holds, in bytes.
const DATAGRAM: usize = 7 * 188;
const PASSPHRASE: &str = "seven-plus-three";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A program that ends with the bench.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _killed = self.0.kill().is_ok() && self.0.wait().is_ok();
    }
}

fn main() -> Outcome<()> {
    let words: Vec<_> = std::env::args().collect();
    let runtime = tokio::runtime::Runtime::new()?;
    if let Some(at) = words.iter().position(|word| word == "send") {
        let [file, rate, ports @ ..] = words.get(at + 1..).unwrap_or_default() else {
            return Err("send FILE RATE PORT …".into());
        };
        return runtime.block_on(send(file, rate.parse()?, ports));
    }
    let seconds = words.iter().find_map(|word| word.parse().ok()).unwrap_or(20);
    let dir = tempfile::tempdir()?;
    let mut out = std::io::stdout();
    for mbit in RATES_MBIT {
        let file = dir.path().join(format!("{mbit}.ts"));
        make(&file, mbit)?;
        for key in [0, 32] {
            let (ours, theirs) = runtime.block_on(both(&file, mbit, key, seconds))?;
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

/// Eight seconds of noise at a constant rate.
fn make(file: &Path, mbit: u64) -> Outcome<()> {
    let muxed = format!("{}", mbit * 1_000_000);
    let coded = format!("{}k", mbit * 900);
    let done = Command::new("ffmpeg")
        .args(["-loglevel", "error", "-nostdin", "-y", "-f", "lavfi", "-i"])
        .arg("testsrc2=size=1280x720:rate=25,noise=alls=60:allf=t")
        .args([
            "-t",
            "8",
            "-c:v",
            "mpeg2video",
            "-b:v",
            &coded,
            "-maxrate",
            &coded,
            "-bufsize",
            "4M",
        ])
        .args(["-muxrate", &muxed, "-f", "mpegts"])
        .arg(file)
        .status()?;
    done.success().then_some(()).ok_or_else(|| "ffmpeg failed".into())
}

/// Sends a file to ports of 127.0.0.1, again and again, at its own rate.
async fn send(file: &str, mbit: u64, ports: &[String]) -> Outcome<()> {
    let bytes = std::fs::read(file)?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let mut datagrams = bytes.chunks_exact(DATAGRAM).cycle();
    let mut ticks = interval(Duration::from_millis(1));
    let (began, mut sent) = (Instant::now(), 0);
    loop {
        ticks.tick().await;
        let due = began.elapsed().as_micros() * u128::from(mbit) / (8 * DATAGRAM as u128);
        while sent < due {
            let datagram = datagrams.next().ok_or("an empty file")?;
            for port in ports {
                socket.send_to(datagram, format!("127.0.0.1:{port}"))?;
            }
            sent += 1;
        }
    }
}

/// CPU seconds of a program so far.
fn spent(program: &Process) -> Outcome<f64> {
    let stat = program.stat()?;
    Ok((stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64)
}

fn free_port() -> Outcome<u16> {
    Ok(UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port())
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
    let source = Command::new(std::env::current_exe()?)
        .arg("send")
        .arg(file)
        .arg(mbit.to_string())
        .args(inputs.map(|port| port.to_string()))
        .spawn()?;
    senders.push(Program(source));

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

    let warm = tokio::time::Instant::now() + Duration::from_secs(5);
    while timeout_at(warm, readings.recv()).await.is_ok() {}
    let before = (spent(&me)?, spent(&them)?);
    let end = tokio::time::Instant::now() + Duration::from_secs(seconds);
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
