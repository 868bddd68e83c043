//! The command: `flywatch serve`, `flywatch probe`, ….

mod command;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use command::Command;

/// Watches a flypack from camera encoder to viewer edge.
#[derive(Parser)]
#[command(name = "flywatch", version, about, after_help = EXIT_STATUS, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_STATUS: &str = "\
Exit status: 0 when all is well, 1 when something is wrong or was not done, 64 when the command line is wrong; \
probe and apply say more.";

/// The exit status of a command line that makes no sense (`EX_USAGE` of `sysexits.h`).
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let asked_for = !error.use_stderr();
            drop(error.print());
            return if asked_for {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(USAGE)
            };
        }
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match arguments.command.run() {
        Ok(code) => code,
        Err(error) => {
            command::complain(&format!("flywatch: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
