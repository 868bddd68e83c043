//! Measures Flywatch beside its peers, in turns, in one run. `scripts/bench.sh` installs what it needs and starts it.

mod alarm;
mod alone;
#[path = "../../probes/benches/icmp/busy.rs"]
mod busy;
mod cast;
mod client;
mod crowd;
mod day;
mod face;
mod pings;
mod program;
mod segment;
#[path = "../../store/benches/store/source.rs"]
mod source;
#[path = "../../store/benches/store/steady.rs"]
mod steady;
mod table;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use tempfile::TempDir;

use table::Table;

/// Measures Flywatch beside its peers.
#[derive(Parser)]
struct Arguments {
    /// The program to be measured.
    #[arg(
        long,
        value_name = "FILE",
        env = "FLYWATCH_BIN",
        default_value = "target/release/flywatch"
    )]
    flywatch: PathBuf,
    /// Where data is kept while measuring; on a disk, not in memory.
    #[arg(long, value_name = "DIR", default_value = "target")]
    dir: PathBuf,
    /// How long processors are watched each time.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(2..=600))]
    window: u64,
    /// Fail when a goal is missed.
    #[arg(long)]
    strict: bool,
    /// Measure only this.
    parts: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    /// Start, memory, and the store by itself.
    Alone,
    /// A thousand pings a second.
    Pings,
    /// A day of history, and 20,000 series.
    History,
    /// The screen, in Chromium and in the window.
    Face,
    /// 255 devices and 50 transport streams.
    Ears,
    /// From a fault to a webhook.
    Alarm,
}

/// What all measurements share.
struct Bench {
    flywatch: PathBuf,
    window: Duration,
    table: Table,
    notes: String,
    root: TempDir,
}

impl Bench {
    /// A directory of its own.
    fn place(&self, name: &str) -> Result<PathBuf> {
        let dir = self.root.path().join(name);
        fs::create_dir_all(&dir)?;
        Ok(dir)
    }

    /// Says what is being done, to whoever waits.
    fn tell(&self, what: &str) {
        // Nobody is there to be told when that fails.
        drop(writeln!(std::io::stderr(), "bench: {what}"));
    }

    /// Keeps a line for the end.
    fn note(&mut self, line: &str) {
        self.notes.push_str(line);
        self.notes.push('\n');
    }
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    let binary = arguments.flywatch.canonicalize().with_context(|| {
        format!(
            "{} is not there; scripts/bench.sh builds it",
            arguments.flywatch.display()
        )
    })?;
    let mut bench = Bench {
        flywatch: binary,
        window: Duration::from_secs(arguments.window),
        table: Table::default(),
        notes: String::new(),
        root: tempfile::Builder::new()
            .prefix("figures-")
            .tempdir_in(&arguments.dir)?,
    };
    let before = machine()?;
    let is_wanted = |part| arguments.parts.is_empty() || arguments.parts.contains(&part);
    if is_wanted(Part::Alone) {
        alone::measure(&mut bench).await?;
    }
    if is_wanted(Part::Pings) {
        pings::measure(&mut bench).await?;
    }
    if is_wanted(Part::History) {
        let (station, victoria) = (bench.place("history/station")?, bench.place("history/victoria")?);
        let day = day::measure(&mut bench, &station, &victoria).await?;
        crowd::measure(&mut bench, &station, &victoria, day).await?;
    }
    if is_wanted(Part::Face) {
        face::measure(&mut bench).await?;
    }
    if is_wanted(Part::Ears) {
        segment::measure(&mut bench).await?;
    }
    if is_wanted(Part::Alarm) {
        alarm::measure(&mut bench).await?;
    }
    let mut out = std::io::stdout();
    writeln!(out, "{before}\n\n{}", bench.table)?;
    if !bench.notes.is_empty() {
        writeln!(
            out,
            "| question, with 22,000 series | median | 95 % | greatest |\n| --- | --- | --- | --- |\n{}",
            bench.notes
        )?;
    }
    let missed = bench.table.missed();
    writeln!(out, "Goals missed: {missed}.")?;
    Ok(ExitCode::from(u8::from(arguments.strict && missed > 0)))
}

/// The machine, and how busy others kept it before.
fn machine() -> Result<String> {
    let read = |path: &str| fs::read_to_string(Path::new(path)).with_context(|| format!("reading {path}"));
    let cpu = read("/proc/cpuinfo")?;
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism()?;
    let load = read("/proc/loadavg")?;
    let load = load.split(' ').next().unwrap_or_default();
    let kernel = read("/proc/sys/kernel/osrelease")?;
    Ok(format!(
        "{cores} cores of {model}, Linux {}, load before the run {load}",
        kernel.trim()
    ))
}
