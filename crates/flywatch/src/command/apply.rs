use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wire::configuration::{Apply as Order, Configuration, Plan};

use super::check::{File, tell};
use super::reached::Reached;
use super::{Data, complain, say};

/// The exit status of a dry run that finds something to change.
const WOULD_CHANGE: u8 = 3;

#[derive(Args)]
#[command(after_help = "\
Exit status: 0 when it was applied or there was nothing to change, 1 when something is wrong or it was not applied, \
3 when --dry-run finds something to change, 64 when the command line is wrong.")]
pub(crate) struct Apply {
    /// The configuration (YAML), a table of probes (CSV) or a list of hosts; - for standard input. A table and a list only add
    /// and change.
    file: PathBuf,
    /// Only say what would change; exit with 3 when something would.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    data: Data,
}

impl Apply {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let data = self.data.of_station()?;
        let Some(file) = File::open(&self.file)? else {
            return Ok(ExitCode::FAILURE);
        };
        let runtime = tokio::runtime::Runtime::new()?;
        let reached = runtime.block_on(Reached::find(&data))?;
        let now = match &reached {
            Reached::Station(_) | Reached::Directory(_) if file.is_table() => {
                runtime.block_on(reached.read())?
            }
            _ => Configuration::default(),
        };
        let Some(document) = file.read(&now) else {
            return Ok(ExitCode::FAILURE);
        };
        let plan = runtime.block_on(reached.plan(&document.configuration))?;
        if !plan.problems.is_empty() {
            tell(&self.file, &document.mistakes(&plan.problems), "");
            return Ok(ExitCode::FAILURE);
        }
        show(&plan)?;
        let changes = counted(plan.changes.len());
        if plan.changes.is_empty() {
            say("Nothing to change.")?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.dry_run {
            say(&format!("{changes} would be applied."))?;
            return Ok(ExitCode::from(WOULD_CHANGE));
        }
        if !self.yes && !is_agreed(&changes)? {
            complain("flywatch: nothing was applied");
            return Ok(ExitCode::FAILURE);
        }
        let order = Order {
            configuration: document.configuration,
            state: plan.state.clone(),
        };
        runtime.block_on(reached.apply(&plan, &order))?;
        say(&format!("Applied {changes}."))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn show(plan: &Plan) -> anyhow::Result<()> {
    for step in &plan.changes {
        say(&step.to_string())?;
    }
    for kept in &plan.kept {
        say(&format!(
            "= {} {:?} {} kept ({} is not set)",
            kept.thing, kept.name, kept.field, kept.variable
        ))?;
    }
    Ok(())
}

fn counted(changes: usize) -> String {
    match changes {
        1 => "1 change".to_owned(),
        _ => format!("{changes} changes"),
    }
}

fn is_agreed(changes: &str) -> anyhow::Result<bool> {
    anyhow::ensure!(
        stdin().is_terminal(),
        "nothing was applied: there is no terminal to ask on; add --yes to apply {changes}, or --dry-run to only look"
    );
    let these = if changes == "1 change" { "this" } else { "these" };
    write!(stdout(), "Apply {these} {changes}? [y/N] ")?;
    stdout().flush()?;
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
