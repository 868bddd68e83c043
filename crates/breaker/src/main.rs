//! `breaker --seed 7 --fault drop=10@256 --fault crc=2 IN OUT`

use std::fs;
use std::io::{Read, Write, stderr, stdin, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use breaker::{Fault, damage};
use clap::Parser;

/// Damages a transport stream of 188-byte packets and tells in one line of JSON what it did.
#[derive(Parser)]
struct Arguments {
    /// Where to read from; - is standard input
    input: PathBuf,
    /// Where to write to; - is standard output, and the line of JSON goes to standard error then
    output: PathBuf,
    /// Chooses the places; the same one does the same damage
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// KIND[=COUNT][@PID]: drop, duplicate, swap, transport-error, crc, scramble, counter, sync-byte, insert, cut, jump,
    /// delete, withhold, pcr-off, no-pts, ahead, behind, stray, wrong-table
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<Fault>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let standard = Path::new("-");
    let stream = if arguments.input == standard {
        let mut stream = Vec::new();
        stdin()
            .read_to_end(&mut stream)
            .context("reading standard input")?;
        stream
    } else {
        fs::read(&arguments.input).with_context(|| format!("reading {}", arguments.input.display()))?
    };
    let (damaged, done) = damage(&stream, &arguments.faults, arguments.seed);
    let done = serde_json::to_string(&done)?;
    if arguments.output == standard {
        stdout()
            .write_all(&damaged)
            .context("writing to standard output")?;
        writeln!(stderr(), "{done}")?;
    } else {
        let path = arguments.output.display();
        fs::write(&arguments.output, &damaged).with_context(|| format!("writing {path}"))?;
        writeln!(stdout(), "{done}")?;
    }
    Ok(())
}
