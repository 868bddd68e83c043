use std::process::ExitCode;

use clap::Args;
use probes::KINDS;
use wire::kind::{Input, KindInfo};

use super::say;

#[derive(Args)]
pub(crate) struct Kinds {
    /// Only this kind, with its settings and what it measures.
    kind: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl Kinds {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let all = KINDS.iter().map(|kind| kind.info());
        let chosen: Vec<&KindInfo> = all
            .filter(|info| self.kind.as_ref().is_none_or(|kind| info.name == *kind))
            .collect();
        if let (Some(kind), true) = (&self.kind, chosen.is_empty()) {
            anyhow::bail!("there is no kind of probe called {kind}; `flywatch kinds` lists them");
        }
        if self.json {
            say(&serde_json::to_string_pretty(&chosen)?)?;
        } else if self.kind.is_some() {
            chosen.iter().try_for_each(|info| describe(info))?;
        } else {
            chosen.iter().try_for_each(|info| {
                say(&format!(
                    "{:<6} {}  (as in {})",
                    info.name, info.help, info.example
                ))
            })?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn describe(info: &KindInfo) -> anyhow::Result<()> {
    say(&format!(
        "{}: {}\n\nTarget, as in: {}\n\nSettings:",
        info.name, info.help, info.example
    ))?;
    for field in info.fields.iter() {
        say(&format!(
            "  {:<20} {} (usually {})",
            field.name,
            field.help,
            usual(&field.input)
        ))?;
    }
    say("\nMeasures:")?;
    info.metrics
        .iter()
        .try_for_each(|metric| say(&format!("  {:<36} {}", metric.name, metric.help)))?;
    say("\nFinds:")?;
    info.findings
        .iter()
        .try_for_each(|finding| say(&format!("  {:<36} {}", finding.code, finding.help)))
}

fn usual(input: &Input) -> String {
    match input {
        Input::Text { default } if default.is_empty() => "not set".to_owned(),
        Input::Text { default } | Input::Choice { default, .. } => default.clone().into_owned(),
        Input::Secret => "not set".to_owned(),
        Input::Number { default, .. } => default.to_string(),
        Input::Switch { default } => (if *default { "true" } else { "false" }).to_owned(),
    }
}
