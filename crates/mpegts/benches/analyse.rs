//! What analysing a stream costs, beside `ffprobe -count_packets` of the same file in the same run.
//!
//! `cargo bench -p mpegts --bench analyse -- [SECONDS]`; needs ffmpeg (Debian package ffmpeg).

use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use mpegts::{Analyser, Clock, Indicator, Nanos, Options, Priority, Profile, Report};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::{TimeVal, TimeValLike};

/// Of the stream, in bits per second.
const RATE: u64 = 50_000_000;
/// Bytes of a datagram of seven packets, and of a block of a file.
const PIECES: [(&str, usize); 2] = [("datagrams", 7 * 188), ("blocks", 64 * 1_024)];
/// How often the file is read.
const ROUNDS: u32 = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let seconds = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(20);
    let dir = tempfile::TempDir::new()?;
    let path = dir.path().join("constant.ts");
    make(&path, seconds)?;
    let stream = std::fs::read(&path)?;
    let gigabits = stream.len() as f64 * 8.0 / 1e9;
    let mut out = std::io::stdout();
    let packets = stream.len() / 188;
    writeln!(out, "{RATE} bit/s for {seconds} s, {packets} packets, in memory")?;

    let mut most = 0.0_f64;
    for clock in [Clock::Arrival, Clock::Stream] {
        for (name, piece) in PIECES {
            let before = cpu(UsageWho::RUSAGE_SELF)?;
            for _ in 0..ROUNDS {
                let report = analyse(&stream, piece, clock);
                let is_right = |indicator: Indicator| indicator.priority() == Priority::Third;
                let mut seen = report.indicators.iter().map(|seen| seen.indicator);
                if report.packets.total != packets as u64 || !seen.all(is_right) {
                    return Err(format!("it was not read right: {:?}", report.indicators).into());
                }
                black_box(report);
            }
            let once = (cpu(UsageWho::RUSAGE_SELF)? - before) / f64::from(ROUNDS);
            most = most.max(once);
            let clock = format!("{clock:?}");
            let nanos = once * 1e9 / packets as f64;
            writeln!(
                out,
                "  {name:<9} {clock:<7} {once:.4} CPU-s, {:.1} Gbit/s, {nanos:.1} ns a packet",
                gigabits / once
            )?;
        }
    }
    let before = cpu(UsageWho::RUSAGE_CHILDREN)?;
    let status = Command::new("ffprobe")
        .args([
            "-v",
            "error",
            "-count_packets",
            "-show_entries",
            "stream=nb_read_packets",
        ])
        .arg(&path)
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("ffprobe could not read it: {status}").into());
    }
    let theirs = cpu(UsageWho::RUSAGE_CHILDREN)? - before;
    writeln!(
        out,
        "  ffprobe   {theirs:.4} CPU-s, {:.1} Gbit/s",
        gigabits / theirs
    )?;
    writeln!(out, "  ratio     {:.3}, of the slowest", most / theirs)?;
    Ok(())
}

/// With everything asked for, and arrivals as regular as the rate. ffmpeg sends no NIT, EIT and TDT, so they are missed.
fn analyse(stream: &[u8], piece: usize, clock: Clock) -> Report {
    let options = Options {
        clock,
        profile: Profile::Dvb,
        ..Options::default()
    };
    let mut analyser = Analyser::new(options);
    let mut bytes = 0;
    let at = |bytes: u64| Nanos(bytes * 8 * 1_000_000_000 / RATE);
    for piece in stream.chunks(piece) {
        analyser.push(piece, at(bytes));
        bytes += piece.len() as u64;
    }
    analyser.report(at(bytes))
}

/// Pictures and sound of 40 Mbit/s with null packets up to the rate.
fn make(path: &Path, seconds: u32) -> Result<(), Box<dyn Error>> {
    let status = Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=1280x720:rate=25",
        ])
        .args(["-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=48000"])
        .args([
            "-t",
            &seconds.to_string(),
            "-pix_fmt",
            "yuv420p",
            "-vf",
            "noise=alls=60:allf=t",
        ])
        .args([
            "-c:v",
            "mpeg2video",
            "-b:v",
            "40M",
            "-minrate",
            "40M",
            "-maxrate",
            "40M",
        ])
        .args([
            "-bufsize",
            "8M",
            "-c:a",
            "mp2",
            "-f",
            "mpegts",
            "-muxrate",
            &RATE.to_string(),
        ])
        .arg(path)
        .status()?;
    if !status.success() {
        return Err(format!("ffmpeg could not make the stream: {status}").into());
    }
    Ok(())
}

fn cpu(of: UsageWho) -> nix::Result<f64> {
    let usage = getrusage(of)?;
    let seconds = |time: TimeVal| {
        std::time::Duration::from_micros(time.num_microseconds().unsigned_abs()).as_secs_f64()
    };
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}
