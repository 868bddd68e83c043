//! What asking switches costs, beside the exporter of Prometheus in the same run.
//!
//! `cargo bench -p probes --bench snmp -- [SECONDS]`; needs the exporter (Debian package prometheus-snmp-exporter).

mod agents;
mod exporter;

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use probes::{Clock, KINDS, Runner, Start};
use procfs::process::Process;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use wire::probe::{ProbeId, ProbeSpec};

/// The port of the switches.
const PORT: u16 = 16_161;
const PORTS: u32 = 48;
/// A fifth of the usual interval, so that a short run sees many looks.
const EVERY_MS: u32 = 2_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let words: Vec<_> = std::env::args().collect();
    let runtime = tokio::runtime::Runtime::new()?;
    if let Some(at) = words.iter().position(|word| word == "agents") {
        let number = |place: usize| words.get(at + place).and_then(|word| word.parse().ok());
        let (count, ports) = (number(1).unwrap_or(1), number(2).unwrap_or(1));
        return runtime.block_on(agents::answer(count, ports));
    }
    let seconds = words.iter().find_map(|word| word.parse().ok()).unwrap_or(20);
    let mut out = std::io::stdout();

    let mut switches = Switches::start(100)?;
    let ours = runtime.block_on(watch(&mut switches, 100, EVERY_MS, seconds))?;
    let theirs = runtime.block_on(exporter::scrape(&mut switches, 100, 5))?;
    switches.stop()?;
    writeln!(out, "100 switches of {PORTS} ports")?;
    ours.tell("flywatch", &mut out)?;
    theirs.tell("snmp-exporter", &mut out)?;
    writeln!(
        out,
        "  ratio          {:.2} of the CPU for each switch",
        ours.each() / theirs.each()
    )?;

    let mut switches = Switches::start(1_000)?;
    let many = runtime.block_on(watch(&mut switches, 1_000, 10_000, seconds))?;
    switches.stop()?;
    writeln!(out, "1,000 switches of {PORTS} ports, every 10 s")?;
    many.tell("flywatch", &mut out)?;
    writeln!(out, "  {:.1} % of a core", many.cpu / many.seconds * 100.0)?;
    Ok(())
}

/// What asking cost.
struct Cost {
    /// How often a switch was asked for all that it has, and how often in vain.
    looks: u64,
    failed: u64,
    values: u64,
    questions: u64,
    /// CPU seconds.
    cpu: f64,
    seconds: f64,
    /// Resident memory before anything was asked and at the end, in bytes.
    memory: (u64, u64),
}

impl Cost {
    fn each(&self) -> f64 {
        self.cpu / self.looks as f64
    }

    fn tell(&self, name: &str, out: &mut impl Write) -> Outcome<()> {
        writeln!(
            out,
            "  {name:<14} {:.3} CPU-s for {} looks ({} failed): {:.0} µs a look, {:.2} µs a value, {:.1} questions a look; \
             memory {:.1} MB, {:.1} MB of it since the start",
            self.cpu,
            self.looks,
            self.failed,
            self.each() * 1e6,
            self.cpu / self.values as f64 * 1e6,
            self.questions as f64 / self.looks as f64,
            self.memory.1 as f64 / 1e6,
            self.memory.1.saturating_sub(self.memory.0) as f64 / 1e6,
        )?;
        Ok(())
    }
}

/// The program that plays the switches.
struct Switches {
    program: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Switches {
    fn start(count: u32) -> Outcome<Self> {
        let mut program = Command::new(std::env::current_exe()?)
            .args(["agents", &count.to_string(), &PORTS.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let ask = program.stdin.take().ok_or("no input")?;
        let answers = program.stdout.take().ok_or("no output")?;
        let mut switches = Self {
            program,
            ask,
            answers: BufReader::new(answers),
        };
        switches.line()?;
        Ok(switches)
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err("the switches are gone".into());
        }
        Ok(line)
    }

    /// How many questions they were asked, and how many values they told.
    fn told(&mut self) -> Outcome<(u64, u64)> {
        self.ask.write_all(b"?")?;
        self.ask.flush()?;
        let line = self.line()?;
        let (questions, values) = line.trim().split_once(' ').ok_or("no numbers")?;
        Ok((questions.parse()?, values.parse()?))
    }

    fn stop(self) -> Outcome<()> {
        let Self { mut program, ask, .. } = self;
        drop(ask);
        program.wait()?;
        Ok(())
    }
}

/// CPU seconds and resident bytes of a program.
fn spent(program: &Process) -> Outcome<(f64, u64)> {
    let stat = program.stat()?;
    let ticks = procfs::ticks_per_second() as f64;
    Ok((
        (stat.utime + stat.stime) as f64 / ticks,
        stat.rss * procfs::page_size(),
    ))
}

async fn watch(switches: &mut Switches, count: u32, every_ms: u32, seconds: u64) -> Outcome<Cost> {
    let me = Process::myself()?;
    let (_, memory) = spent(&me)?;
    let (out, mut readings) = mpsc::channel(10_000);
    let mut runner = Runner::new(KINDS, Clock::system(), out);
    for number in 0..count {
        let target = format!("snmp://{}:{PORT}", agents::address(number));
        let mut spec = ProbeSpec::new(target.clone(), "snmp", target);
        spec.every_ms = Some(every_ms);
        runner
            .set(ProbeId(number), &spec, Start::Spread)
            .map_err(|wrong| format!("{wrong:?}"))?;
    }
    // All have had their first look, which asks for names and speeds as well.
    let warm = Instant::now() + Duration::from_millis(u64::from(every_ms.min(5_000)) + 1_000);
    while timeout_at(warm, readings.recv()).await.is_ok() {}
    let (asked, cpu, began) = (switches.told()?, spent(&me)?.0, Instant::now());
    let (mut looks, mut failed) = (0, 0);
    let end = began + Duration::from_secs(seconds);
    while let Ok(Some(reading)) = timeout_at(end, readings.recv()).await {
        looks += 1;
        failed += u64::from(reading.failure.is_some());
    }
    let (now, (cpu_now, memory_now)) = (switches.told()?, spent(&me)?);
    Ok(Cost {
        looks,
        failed,
        questions: now.0 - asked.0,
        values: now.1 - asked.1,
        cpu: cpu_now - cpu,
        seconds: began.elapsed().as_secs_f64(),
        memory: (memory, memory_now),
    })
}
