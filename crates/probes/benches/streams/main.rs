//! What watching transport streams that come in datagrams costs, all of them on this machine.
//!
//! `cargo bench -p probes --bench streams -- [SECONDS]`; needs ffmpeg (Debian package ffmpeg).

use std::error::Error;
use std::io::Write;
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use probes::{Clock, KINDS, Runner, Start};
use procfs::process::Process;
use tokio::sync::mpsc;
use tokio::time::{interval, timeout_at};
use wire::probe::{ProbeId, ProbeSpec};

const STREAMS: u64 = 50;
const MBIT: u64 = 5;
/// What a datagram of seven packets holds, in bytes.
const DATAGRAM: usize = 7 * 188;

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
        let [file, scheme, ports @ ..] = words.get(at + 1..).unwrap_or_default() else {
            return Err("send FILE SCHEME PORT …".into());
        };
        return runtime.block_on(send(file, scheme == "rtp", ports));
    }
    let seconds = words.iter().find_map(|word| word.parse().ok()).unwrap_or(20);
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("stream.ts");
    make(&file)?;
    let mut out = std::io::stdout();
    for scheme in ["mpegts", "rtp"] {
        let (cpu, readings) = runtime.block_on(watch(&file, scheme, seconds))?;
        let per_mbit = cpu * 1e3 / (STREAMS * MBIT * seconds) as f64;
        let share = 100.0 * cpu / seconds as f64;
        writeln!(
            out,
            "{STREAMS} streams of {MBIT} Mbit/s over {scheme}: {share:.1} % of a core, {per_mbit:.3} ms of CPU a Mbit, {readings} \
             readings"
        )?;
    }
    Ok(())
}

/// Eight seconds of noise at a constant rate.
fn make(file: &Path) -> Outcome<()> {
    let words = "-loglevel fatal -nostdin -y -f lavfi -i testsrc2=size=640x360:rate=25,noise=alls=10:allf=t -t 8 -c:v mpeg2video \
                 -b:v 4M -maxrate 4M -bufsize 2M -muxrate 5M -f mpegts";
    let done = Command::new("ffmpeg")
        .args(words.split_whitespace())
        .arg(file)
        .status()?;
    done.success().then_some(()).ok_or_else(|| "ffmpeg failed".into())
}

/// Sends a file to ports of 127.0.0.1, again and again, at its own rate.
async fn send(file: &str, is_rtp: bool, ports: &[String]) -> Outcome<()> {
    let bytes = std::fs::read(file)?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let mut payloads = bytes.chunks_exact(DATAGRAM).cycle();
    let mut ticks = interval(Duration::from_millis(1));
    let (began, mut sent) = (Instant::now(), 0_u64);
    loop {
        ticks.tick().await;
        let micros = u64::try_from(began.elapsed().as_micros())?;
        while sent < micros * MBIT / (8 * DATAGRAM as u64) {
            let mut datagram = Vec::new();
            if is_rtp {
                let [.., high, low] = sent.to_be_bytes();
                let stamp = sent * 8 * DATAGRAM as u64 * 90_000 / (MBIT * 1_000_000);
                let [.., a, b, c, d] = stamp.to_be_bytes();
                datagram.extend([0x80, 33, high, low, a, b, c, d, 0, 0, 0, 7]);
            }
            datagram.extend(payloads.next().ok_or("an empty file")?);
            for port in ports {
                socket.send_to(&datagram, format!("127.0.0.1:{port}"))?;
            }
            sent += 1;
        }
    }
}

/// CPU seconds of this program so far.
fn spent() -> Outcome<f64> {
    let stat = Process::myself()?.stat()?;
    Ok((stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64)
}

/// CPU seconds of all probes together, and how often they told something.
async fn watch(file: &Path, scheme: &str, seconds: u64) -> Outcome<(f64, u64)> {
    let ports = (0..STREAMS).map(|_| Ok(UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port()));
    let ports = ports.collect::<Outcome<Vec<_>>>()?;
    let mut source = Command::new(std::env::current_exe()?);
    source.arg("send").arg(file).arg(scheme);
    let _source = Program(source.args(ports.iter().map(u16::to_string)).spawn()?);

    let (out, mut readings) = mpsc::channel(1_000);
    let mut runner = Runner::new(KINDS, Clock::system(), out);
    for (id, port) in (1..).zip(ports) {
        let spec = ProbeSpec::new("bench", "mpegts", format!("{scheme}://127.0.0.1:{port}"));
        let wrong = |wrong| format!("{wrong:?}");
        runner.set(ProbeId(id), &spec, Start::Now).map_err(wrong)?;
    }
    let warm = tokio::time::Instant::now() + Duration::from_secs(5);
    while timeout_at(warm, readings.recv()).await.is_ok() {}
    let before = spent()?;
    let end = tokio::time::Instant::now() + Duration::from_secs(seconds);
    let mut count = 0;
    while let Ok(Some(reading)) = timeout_at(end, readings.recv()).await {
        if let Some(failure) = reading.failure {
            return Err(failure.detail.into());
        }
        count += 1;
    }
    Ok((spent()? - before, count))
}
