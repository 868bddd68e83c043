//! Writes probes as a table that a spreadsheet shows and this program reads back as the same.

use std::collections::BTreeSet;

use probes::kind;
use serde_json::Value;
use wire::configuration::Configuration;
use wire::kind::{Bad, KindInfo, Limits};
use wire::probe::ProbeSpec;

use super::Dialect;
use super::cell::is_calculated;
use super::column::{Column, Part};
use crate::Unwritten;

/// Tells spreadsheets that the text is in UTF-8.
const MARK: &str = "\u{feff}";

/// The probes of a configuration, with a column for each setting and limit that one of them has.
///
/// # Errors
/// It holds what a table cannot.
pub fn write(configuration: &Configuration, dialect: Dialect) -> Result<String, Unwritten> {
    let probes = configuration.probes.as_deref().unwrap_or_default();
    let used: BTreeSet<Column> = probes.iter().flat_map(used).collect();
    let columns: Vec<Column> = Column::COMMON.into_iter().chain(used).collect();
    let rows = probes.iter().map(|probe| {
        columns
            .iter()
            .map(|column| cell(probe, column, dialect))
            .collect()
    });
    table(&columns, rows, dialect)
}

/// A table to be filled in, with every setting and limit of a kind, and a row that shows how.
///
/// # Errors
/// The description of the kind holds what a table cannot.
pub fn template(kind: &KindInfo, dialect: Dialect) -> Result<String, Unwritten> {
    let every = Column::all().into_iter().filter(|column| match column {
        Column::Setting(field) => kind.fields.iter().any(|known| known.name == *field),
        Column::Limit(metric, part) => {
            let limits = kind.metric(metric).and_then(|metric| metric.limits);
            *part != Part::Bad && limits.is_some()
        }
        _ => true,
    });
    let columns: BTreeSet<Column> = every.collect();
    let columns: Vec<Column> = columns.into_iter().collect();
    let example = ProbeSpec::<String> {
        group: "Group 1".to_owned(),
        ..ProbeSpec::new("Example 1", kind.name.as_ref(), kind.example.as_ref()).with_device(None)
    };
    let row = columns
        .iter()
        .map(|column| cell(&example, column, dialect))
        .collect();
    table(&columns, std::iter::once(row), dialect)
}

fn table(
    columns: &[Column],
    rows: impl Iterator<Item = Vec<String>>,
    dialect: Dialect,
) -> Result<String, Unwritten> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(dialect.separator() as u8)
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.as_bytes().to_vec());
    writer.write_record(columns.iter().map(ToString::to_string))?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The columns that say how a probe is not as usual.
fn used(probe: &ProbeSpec<String>) -> Vec<Column> {
    let Some(info) = kind(&probe.kind).map(|kind| kind.info()) else {
        return Vec::new();
    };
    let fields = info.fields.iter().map(|field| field.name.as_ref());
    let fields = fields
        .filter(|field| probe.settings.contains_key(*field))
        .map(Column::Setting);
    let metrics = info.metrics.iter().filter_map(|metric| {
        let limits = probe.limits.get(metric.name.as_ref())?;
        let other_side = limits.bad != usual(metric.limits).bad;
        let parts = [Part::Warn, Part::Crit]
            .into_iter()
            .chain(other_side.then_some(Part::Bad));
        Some(parts.map(|part| Column::Limit(metric.name.as_ref(), part)))
    });
    fields.chain(metrics.flatten()).collect()
}

fn usual(limits: Option<Limits>) -> Limits {
    limits.unwrap_or(Limits {
        bad: Bad::Above,
        major: None,
        critical: None,
    })
}

fn cell(probe: &ProbeSpec<String>, column: &Column, dialect: Dialect) -> String {
    let seconds =
        |ms: Option<u32>| ms.map_or_else(String::new, |ms| number(f64::from(ms) / 1_000.0, dialect));
    match column {
        Column::Name => shown(&probe.name),
        Column::Kind => probe.kind.clone(),
        Column::Target => shown(&probe.target),
        Column::Group => shown(&probe.group),
        Column::Every => seconds(probe.every_ms),
        Column::Timeout => seconds(probe.timeout_ms),
        Column::Enabled => probe.enabled.to_string(),
        Column::Device => probe.device.as_deref().map_or_else(String::new, shown),
        Column::Setting(field) => match probe.settings.get(*field) {
            Some(Value::Number(value)) => number(value.as_f64().unwrap_or_default(), dialect),
            Some(Value::String(text)) => shown(text),
            Some(other) => other.to_string(),
            None => String::new(),
        },
        Column::Limit(metric, part) => probe.limits.get(*metric).map_or_else(String::new, |limits| {
            let limit =
                |limit: Option<f64>| limit.map_or_else(|| "off".to_owned(), |limit| number(limit, dialect));
            match (part, limits.bad) {
                (Part::Warn, _) => limit(limits.major),
                (Part::Crit, _) => limit(limits.critical),
                (Part::Bad, Bad::Above) => "above".to_owned(),
                (Part::Bad, Bad::Below) => "below".to_owned(),
            }
        }),
        Column::Strange => String::new(),
    }
}

fn number(value: f64, dialect: Dialect) -> String {
    let text = value.to_string();
    if dialect == Dialect::Semicolon {
        text.replace('.', ",")
    } else {
        text
    }
}

/// A text that a spreadsheet shows as it is; one that looks like a formula gets an apostrophe.
fn shown(text: &str) -> String {
    if is_calculated(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
