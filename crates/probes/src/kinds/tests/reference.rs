//! `docs/probes.md`, written from the descriptions of the kinds.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use wire::kind::{Bad, Field, FindingInfo, Input, KindInfo, Limits, Metric, Sort, Watch};
use wire::{Severity, Unit};

use super::infos;

const PREFACE: &str = "\
# Probe reference

What each kind of probe looks at, what can be set, what it measures and which defects it names. Limits and severities \
are those from the factory; every probe can have its own limits. This page is written by the program from its own \
descriptions: `UPDATE_DOCS=1 cargo test -p probes` writes it anew.
";

#[test]
fn the_page_says_what_the_kinds_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/probes.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/probes.md is stale; write it anew: UPDATE_DOCS=1 cargo test -p probes"
    );
}

fn page() -> String {
    let mut page = PREFACE.to_owned();
    page.push('\n');
    for info in infos() {
        let (name, title) = (&info.name, &info.title);
        let anchor: String = format!("{title} {name}")
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        writeln!(page, "- [{title} `{name}`](#{anchor}): {}", info.help).unwrap();
    }
    for info in infos() {
        kind(info, &mut page);
    }
    page
}

fn kind(info: &KindInfo, page: &mut String) {
    writeln!(page, "\n## {} `{}`\n\n{}\n", info.title, info.name, info.help).unwrap();
    let schemes: Vec<_> = info.schemes.iter().map(|scheme| format!("`{scheme}:`")).collect();
    writeln!(
        page,
        "Target: {}, for example `{}`. {}",
        schemes.join(" or "),
        info.example,
        pace(info.watch)
    )
    .unwrap();
    table(
        page,
        ["Setting", "Takes", "Default", "What it does"],
        info.fields.iter().map(setting),
    );
    table(
        page,
        ["Measure", "Unit", "Limits", "What it is"],
        info.metrics.iter().map(measure),
    );
    table(
        page,
        ["Finding", "Severity", "What it means and what to do"],
        info.findings.iter().map(finding),
    );
    table(
        page,
        ["Fact", "What it is"],
        info.facts.iter().map(|fact| {
            let labels: Vec<_> = fact.labels.iter().map(|label| format!(" by `{label}`")).collect();
            [
                format!("`{}`{}", fact.name, labels.concat()),
                fact.help.to_string(),
            ]
        }),
    );
}

fn pace(watch: Watch) -> String {
    match watch {
        Watch::AtIntervals { every_ms, timeout_ms } => {
            let (every, limit) = (
                seconds(f64::from(every_ms) / 1e3),
                seconds(f64::from(timeout_ms) / 1e3),
            );
            format!("Looks every {every} and gives up after {limit}, unless set otherwise.")
        }
        Watch::AllTheTime { silent_ms } => {
            let silent = seconds(f64::from(silent_ms) / 1e3);
            format!(
                "Looks all the time; the source counts as gone after {silent} of silence, unless set otherwise."
            )
        }
    }
}

fn table<const N: usize>(page: &mut String, head: [&str; N], rows: impl Iterator<Item = [String; N]>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    writeln!(page, "\n| {} |\n|{}", head.join(" | "), " --- |".repeat(N)).unwrap();
    for row in rows {
        writeln!(
            page,
            "| {} |",
            row.map(|cell| cell.replace('|', "\\|")).join(" | ")
        )
        .unwrap();
    }
}

fn setting(field: &Field) -> [String; 4] {
    let words = |words: &[wire::kind::Text]| {
        words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (takes, default) = match &field.input {
        Input::Text { default } if default.is_empty() => ("text".to_owned(), "not set".to_owned()),
        Input::Text { default } => ("text".to_owned(), format!("`{default}`")),
        Input::Secret => ("text, never shown again".to_owned(), "not set".to_owned()),
        Input::Number {
            default,
            min,
            max,
            whole,
        } => {
            let sort = if *whole { "whole number" } else { "number" };
            (format!("{sort} from {min} to {max}"), default.to_string())
        }
        Input::Switch { default } => (
            "on or off".to_owned(),
            if *default { "on" } else { "off" }.to_owned(),
        ),
        Input::Choice { default, of } => (words(of), format!("`{default}`")),
    };
    [
        format!("{} `{}`", field.title, field.name),
        takes,
        default,
        field.help.to_string(),
    ]
}

fn measure(metric: &Metric) -> [String; 4] {
    let labels = match metric.labels.as_ref() {
        [] => String::new(),
        labels => format!(" One series for each `{}`.", labels.join("`, `")),
    };
    let counts = if metric.sort == Sort::Counter {
        " Only grows."
    } else {
        ""
    };
    [
        format!("{} `{}`", metric.title, metric.name),
        unit(metric.unit).to_owned(),
        metric
            .limits
            .map_or_else(|| "none".to_owned(), |bad| limits(bad, metric.unit)),
        format!("{}{counts}{labels}", metric.help),
    ]
}

fn finding(finding: &FindingInfo) -> [String; 3] {
    let severity = match finding.severity {
        Severity::Info => "info",
        Severity::Minor => "minor",
        Severity::Major => "major",
        Severity::Critical => "critical",
    };
    [
        format!("`{}`", finding.code),
        severity.to_owned(),
        finding.help.to_string(),
    ]
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "seconds",
        Unit::Bytes => "bytes",
        Unit::BitsPerSecond => "bits per second",
        Unit::BytesPerSecond => "bytes per second",
        Unit::PerSecond => "per second",
        Unit::Ratio => "share, 0 to 1",
        Unit::Celsius => "°C",
        Unit::Lufs => "LUFS",
        Unit::DecibelsTruePeak => "dBTP",
        Unit::Count => "number",
        Unit::YesNo => "1 yes, 0 no",
    }
}

fn limits(limits: Limits, unit: Unit) -> String {
    let side = match limits.bad {
        Bad::Above => "above",
        Bad::Below => "below",
    };
    let limit =
        |word: &str, value: Option<f64>| value.map(|value| format!("{word} {side} {}", amount(value, unit)));
    [limit("major", limits.major), limit("critical", limits.critical)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn amount(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds => seconds(value),
        Unit::Bytes => format!("{value} bytes"),
        Unit::BitsPerSecond => format!("{value} bit/s"),
        Unit::BytesPerSecond => format!("{value} bytes/s"),
        Unit::PerSecond => format!("{value} per second"),
        Unit::Ratio => format!("{} %", rounded(value * 100.0)),
        Unit::Celsius => format!("{value} °C"),
        Unit::Lufs => format!("{value} LUFS"),
        Unit::DecibelsTruePeak => format!("{value} dBTP"),
        Unit::Count | Unit::YesNo => value.to_string(),
    }
}

fn seconds(value: f64) -> String {
    const DAY: f64 = 86_400.0;
    if value >= DAY {
        format!("{} days", value / DAY)
    } else if value < 1.0 {
        format!("{} ms", rounded(value * 1e3))
    } else {
        format!("{value} s")
    }
}

/// Without the last digits of a binary fraction: 0.07 times 1,000 is not quite 70.
fn rounded(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}
