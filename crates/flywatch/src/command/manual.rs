use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_mangen::Man;

use crate::Arguments;

#[derive(Args)]
pub(crate) struct Manual {
    /// Of this command; of the program as a whole without.
    command: Option<String>,
}

impl Manual {
    /// Prints the manual page.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let mut program = Arguments::command();
        program.build();
        let command = match &self.command {
            None => program,
            Some(name) => {
                let command = program.find_subcommand(name);
                let command = command.with_context(|| {
                    format!("there is no command {name}; `flywatch --help` lists what there is")
                })?;
                let name = format!("flywatch-{name}");
                command
                    .clone()
                    .display_name(name)
                    .version(env!("CARGO_PKG_VERSION"))
            }
        };
        let status = command.get_after_help().map(ToString::to_string);
        let page = Man::new(command.after_help(""));
        let mut text = Vec::new();
        page.render_title(&mut text)?;
        page.render_name_section(&mut text)?;
        page.render_synopsis_section(&mut text)?;
        page.render_description_section(&mut text)?;
        page.render_options_section(&mut text)?;
        if self.command.is_none() {
            page.render_subcommands_section(&mut text)?;
        }
        if let Some(status) = status {
            let status = status
                .replace("Exit status: ", "")
                .replace('-', "\\-")
                .replace('\n', "\n.br\n");
            writeln!(text, ".SH \"EXIT STATUS\"\n{status}")?;
        }
        page.render_version_section(&mut text)?;
        std::io::stdout().write_all(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Prints the completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "flywatch", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
