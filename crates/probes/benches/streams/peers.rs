//! The other side: recordings, a program that sends them, and what a program has cost.

use std::net::UdpSocket;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use procfs::process::Process;
use tokio::time::interval;

use crate::Outcome;

/// The word with which this program sends instead of measuring.
pub(crate) const SEND: &str = "send";
/// What a datagram of seven packets holds, in bytes.
const DATAGRAM: usize = 7 * 188;

/// A program that ends with the bench.
pub(crate) struct Program(pub(crate) Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _killed = self.0.kill().is_ok() && self.0.wait().is_ok();
    }
}

/// Makes a file of eight seconds of noise at a constant rate.
pub(crate) fn record(file: &Path, mbit: u64) -> Outcome<()> {
    let words = format!(
        "-loglevel fatal -nostdin -y -f lavfi -i testsrc2=size=1280x720:rate=25,noise=alls=60:allf=t -t 8 -c:v mpeg2video \
         -b:v {coded}k -maxrate {coded}k -bufsize 4M -muxrate {mbit}M -f mpegts",
        coded = mbit * 900
    );
    let done = Command::new("ffmpeg")
        .args(words.split_whitespace())
        .arg(file)
        .status()?;
    done.success().then_some(()).ok_or_else(|| "ffmpeg failed".into())
}

pub(crate) fn free_port() -> Outcome<u16> {
    Ok(UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Another process that sends a file to ports of 127.0.0.1, again and again, at its own rate; `rtp` or bare datagrams.
pub(crate) fn sender(file: &Path, mbit: u64, scheme: &str, ports: &[u16]) -> Outcome<Program> {
    let mut source = Command::new(std::env::current_exe()?);
    source.arg(SEND).arg(file).arg(mbit.to_string()).arg(scheme);
    Ok(Program(source.args(ports.iter().map(u16::to_string)).spawn()?))
}

/// What that process does.
pub(crate) async fn send(words: &[String]) -> Outcome<()> {
    let [file, mbit, scheme, ports @ ..] = words else {
        return Err("send FILE MBIT SCHEME PORT …".into());
    };
    let (bytes, mbit, is_rtp) = (std::fs::read(file)?, mbit.parse::<u64>()?, scheme == "rtp");
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let mut payloads = bytes.chunks_exact(DATAGRAM).cycle();
    let mut ticks = interval(Duration::from_millis(1));
    let (began, mut sent) = (Instant::now(), 0_u64);
    loop {
        ticks.tick().await;
        let micros = u64::try_from(began.elapsed().as_micros())?;
        while sent < micros * mbit / (8 * DATAGRAM as u64) {
            let mut datagram = Vec::new();
            if is_rtp {
                let [.., high, low] = sent.to_be_bytes();
                let stamp = sent * 8 * DATAGRAM as u64 * 90_000 / (mbit * 1_000_000);
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

/// CPU seconds of a program so far.
pub(crate) fn spent(program: &Process) -> Outcome<f64> {
    let stat = program.stat()?;
    Ok((stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64)
}
