use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use probes::{Clock, KINDS};
use serde_json::{Value, json};
use wire::Severity;
use wire::probe::ProbeSpec;
use wire::reading::{Labels, Reading};
use wire::settings::Settings;

use super::{complain, say};
use crate::USAGE;

#[derive(Args)]
#[command(after_help = "\
Exit status: 0 when all is well, 1 with a finding of severity major or critical, 2 when it could not look, \
64 when the command line is wrong.")]
pub(crate) struct Probe {
    /// Where to look, as in icmp:192.0.2.1 or https://example.org/; a file is looked into as a transport stream.
    #[arg(value_name = "URL or FILE", value_parser = target)]
    target: String,
    /// The kind of probe, where the URL leaves it open.
    #[arg(long)]
    kind: Option<String>,
    /// Look for so many seconds instead of once.
    #[arg(long = "for", value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    seconds: Option<u32>,
    /// Set something, as in --set size_bytes=1400; `flywatch kinds KIND` lists what there is.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<(String, Value)>,
    /// As one JSON object.
    #[arg(long)]
    json: bool,
}

/// The path of a file that is there becomes its URL.
fn target(written: &str) -> Result<String, std::convert::Infallible> {
    let file = std::fs::canonicalize(written).ok().filter(|path| path.is_file());
    let url = file.and_then(|path| url::Url::from_file_path(path).ok());
    Ok(url.map_or_else(|| written.to_owned(), String::from))
}

/// `key=value`; the value is a number, true or false where it reads as one, and else text.
fn setting(written: &str) -> Result<(String, Value), String> {
    let (key, value) = written.split_once('=').ok_or("write it as KEY=VALUE")?;
    let read = serde_json::from_str(value)
        .ok()
        .filter(|value: &Value| value.is_number() || value.is_boolean());
    Ok((key.to_owned(), read.unwrap_or_else(|| Value::from(value))))
}

impl Probe {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let kind = match &self.kind {
            Some(kind) => kind.clone(),
            None => match probes::guess(&self.target) {
                Ok(kind) => kind.info().name.clone().into_owned(),
                Err(error) => return Ok(wrong(&[error])),
            },
        };
        let settings: Settings = self.settings.iter().cloned().collect();
        let spec = ProbeSpec {
            settings,
            ..ProbeSpec::new("probe", kind.clone(), self.target.clone())
        };
        let time = self
            .seconds
            .map(|seconds| Duration::from_secs(u64::from(seconds)));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?;
        let looked = runtime.block_on(probes::once(KINDS, Clock::system(), &spec, time));
        runtime.shutdown_background();
        let reading = match looked {
            Ok(reading) => reading,
            Err(errors) => return Ok(wrong(&errors)),
        };
        if self.json {
            say(&serde_json::to_string_pretty(&as_json(
                &kind,
                &self.target,
                &reading,
            ))?)?;
        } else {
            as_text(&reading)?;
        }
        Ok(status(&reading))
    }
}

fn wrong(errors: &[wire::settings::FieldError]) -> ExitCode {
    for error in errors {
        complain(&format!("flywatch: {}: {}", error.field, error.message));
    }
    ExitCode::from(USAGE)
}

/// 0 healthy; 1 findings of severity major or critical; 2 could not look.
fn status(reading: &Reading) -> ExitCode {
    let bad = reading
        .findings
        .iter()
        .any(|finding| finding.severity >= Severity::Major);
    match (&reading.failure, bad) {
        (Some(_), _) => ExitCode::from(2),
        (None, true) => ExitCode::from(1),
        (None, false) => ExitCode::SUCCESS,
    }
}

fn as_json(kind: &str, target: &str, reading: &Reading) -> Value {
    let samples: Vec<Value> = reading
        .samples
        .iter()
        .map(|sample| json!({ "metric": sample.metric, "labels": sample.labels, "unit": sample.unit, "value": sample.value }))
        .collect();
    let findings: Vec<Value> = reading
        .findings
        .iter()
        .map(|f| json!({ "code": f.code, "severity": f.severity, "detail": f.detail, "labels": f.labels }))
        .collect();
    json!({
        "kind": kind,
        "target": target,
        "at": reading.at.rfc3339(),
        "took_ms": reading.took_ms,
        "samples": samples,
        "findings": findings,
        "facts": reading.facts,
        "failure": reading.failure,
    })
}

fn as_text(reading: &Reading) -> anyhow::Result<()> {
    for sample in &reading.samples {
        say(&format!(
            "{}{} {}",
            sample.metric,
            labels(&sample.labels),
            sample.value
        ))?;
    }
    for fact in &reading.facts {
        say(&format!("{}{} {:?}", fact.name, labels(&fact.labels), fact.text))?;
    }
    for finding in &reading.findings {
        say(&format!(
            "{:?}: {} ({}{})",
            finding.severity,
            finding.detail,
            finding.code,
            labels(&finding.labels)
        ))?;
    }
    match &reading.failure {
        Some(failure) => say(&format!("could not look: {}", failure.detail)),
        None => Ok(()),
    }
}

fn labels(labels: &Labels) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let pairs: Vec<_> = labels
        .iter()
        .map(|(name, value)| format!("{name}={value:?}"))
        .collect();
    format!("{{{}}}", pairs.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_what_it_reads_as() {
        assert_eq!(setting("window=20"), Ok(("window".to_owned(), json!(20))));
        assert_eq!(setting("family=ipv6"), Ok(("family".to_owned(), json!("ipv6"))));
        assert_eq!(setting("text=a=b"), Ok(("text".to_owned(), json!("a=b"))));
        assert!(setting("window").is_err());
    }
}
