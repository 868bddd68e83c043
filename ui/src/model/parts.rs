//! The parts of a target, each with its figures and its words: the interfaces of a machine, the PIDs of a stream.

use std::collections::BTreeMap;

use wire::kind::{FactInfo, KindInfo, Metric};
use wire::reading::Fact;
use wire::series::{Series, SeriesId};

use super::{indicators, levels};

/// All parts of one sort.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parts {
    /// The label that tells them apart.
    pub(crate) label: String,
    /// What they say of themselves: the heads of the first columns.
    pub(crate) facts: Vec<FactInfo>,
    /// What is measured of them: the heads of the other columns.
    pub(crate) metrics: Vec<Metric>,
    pub(crate) rows: Vec<Part>,
}

/// One part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// One for each of the facts.
    pub(crate) facts: Vec<String>,
    /// One for each of the metrics.
    pub(crate) series: Vec<Option<SeriesId>>,
}

/// Whether a metric has one series for each part of some sort, and so stands in a table of [`Parts`].
pub(crate) fn is_of_parts(metric: &Metric) -> bool {
    metric.labels.len() == 1
}

/// What the target says of itself as a whole, and what is said nowhere else: titles and words.
pub(crate) fn of_the_whole(kind: &KindInfo, facts: &[Fact]) -> Vec<(String, String)> {
    let is_here =
        |info: &&FactInfo| info.labels.is_empty() && !levels::SAID_THERE.contains(&info.name.as_ref());
    let whole = kind.facts.iter().filter(is_here);
    let said = whole.filter_map(|info| {
        let fact = facts.iter().find(|fact| fact.name == info.name)?;
        Some((info.title.to_string(), fact.text.clone()))
    });
    said.collect()
}

/// The tables of a probe, in the order in which its kind names them. A column of which nothing is known is left out.
pub(crate) fn parts(kind: &KindInfo, series: &[&Series], facts: &[Fact]) -> Vec<Parts> {
    let labels = kind.facts.iter().map(|fact| &fact.labels);
    let labels = labels.chain(kind.metrics.iter().map(|metric| &metric.labels));
    let mut tables = Vec::<Parts>::new();
    for label in labels
        .filter(|labels| labels.len() == 1)
        .flat_map(|labels| labels.iter())
    {
        // Those of a stream have a view of their own.
        if label != indicators::LABEL && tables.iter().all(|table| table.label != *label) {
            tables.extend(table(label, kind, series, facts));
        }
    }
    tables
}

fn table(label: &str, kind: &KindInfo, series: &[&Series], facts: &[Fact]) -> Option<Parts> {
    let is_of = |labels: &[wire::kind::Text]| labels.len() == 1 && labels.iter().all(|name| name == label);
    let mut infos: Vec<_> = kind
        .facts
        .iter()
        .filter(|info| is_of(&info.labels))
        .cloned()
        .collect();
    infos.retain(|info| facts.iter().any(|fact| fact.name == info.name));
    let mut metrics: Vec<_> = kind
        .metrics
        .iter()
        .filter(|metric| is_of(&metric.labels))
        .cloned()
        .collect();
    metrics.retain(|metric| series.iter().any(|series| series.metric == metric.name));
    let mut rows = BTreeMap::new();
    let empty = |name: &str| Part {
        name: name.to_owned(),
        facts: vec![String::new(); infos.len()],
        series: vec![None; metrics.len()],
    };
    for fact in facts {
        let column = infos.iter().position(|info| info.name == fact.name);
        if let (Some(column), Some(name)) = (column, fact.labels.get(label)) {
            let row = rows.entry(order(name)).or_insert_with(|| empty(name));
            row.facts[column].clone_from(&fact.text);
        }
    }
    for series in series {
        let column = metrics.iter().position(|metric| metric.name == series.metric);
        if let (Some(column), Some(name)) = (column, series.labels.get(label)) {
            let row = rows.entry(order(name)).or_insert_with(|| empty(name));
            row.series[column] = Some(series.id);
        }
    }
    (!rows.is_empty()).then(|| Parts {
        label: label.to_owned(),
        facts: infos,
        metrics,
        rows: rows.into_values().collect(),
    })
}

/// As people sort names: `eth2` before `eth10`, and 256 before 4096.
pub(crate) fn order(name: &str) -> Vec<(u64, String)> {
    let mut order = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let words = rest
            .find(|sign: char| sign.is_ascii_digit())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(words);
        let digits = after
            .find(|sign: char| !sign.is_ascii_digit())
            .unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        order.push((0, word.to_owned()));
        // The digits themselves tell 7 from 007.
        order.push((number.parse().unwrap_or(u64::MAX), number.to_owned()));
        rest = after;
    }
    order
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kind() -> KindInfo {
        let metric = |name: &str, labels: &[&str]| json!({ "name": name, "title": name, "help": "", "unit": "count", "sort": "gauge", "labels": labels, "limits": null });
        let fact = |name: &str, labels: &[&str]| json!({ "name": name, "title": name, "help": "", "labels": labels });
        serde_json::from_value(json!({
            "name": "sample", "title": "", "help": "", "schemes": [], "example": "",
            "watch": { "at_intervals": { "every_ms": 1000, "timeout_ms": 900 } }, "fields": [], "findings": [],
            "metrics": [metric("rate", &[]), metric("pid_rate", &["pid"]), metric("pid_errors", &["pid"]), metric("both", &["pid", "way"])],
            "facts": [fact("sender", &[]), fact("content", &["pid"]), fact("name", &["service"])],
        }))
        .unwrap()
    }

    fn series(id: u32, metric: &str, pid: &str) -> Series {
        let labels = if pid.is_empty() {
            json!({})
        } else {
            json!({ "pid": pid })
        };
        serde_json::from_value(
            json!({ "id": id, "probe": 1, "metric": metric, "labels": labels, "unit": "count" }),
        )
        .unwrap()
    }

    fn fact(name: &str, label: Option<(&str, &str)>, text: &str) -> Fact {
        let labels: BTreeMap<_, _> = label.into_iter().collect();
        serde_json::from_value(json!({ "name": name, "labels": labels, "text": text })).unwrap()
    }

    #[test]
    fn figures_and_words_of_one_part_stand_in_one_row() {
        let seen = [
            series(1, "rate", ""),
            series(2, "pid_rate", "4096"),
            series(3, "pid_rate", "256"),
            series(4, "both", "256"),
        ];
        let facts = [
            fact("content", Some(("pid", "256")), "H.264"),
            fact("content", Some(("pid", "0")), "PAT"),
            fact("sender", None, "192.0.2.1:5004"),
        ];
        let tables = parts(&kind(), &seen.iter().collect::<Vec<_>>(), &facts);
        assert_eq!(
            tables.len(),
            1,
            "a sort of part of which nothing is known has no table"
        );
        let table = &tables[0];
        assert_eq!(table.label, "pid");
        let heads: Vec<_> = table.metrics.iter().map(|metric| metric.name.as_ref()).collect();
        assert_eq!(heads, ["pid_rate"], "a figure that nothing has is no column");
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.name.as_str(), row.facts[0].as_str(), row.series[0]))
            .collect();
        assert_eq!(
            rows,
            [
                ("0", "PAT", None),
                ("256", "H.264", Some(SeriesId(3))),
                ("4096", "", Some(SeriesId(2))),
            ]
        );
        assert_eq!(
            of_the_whole(&kind(), &facts),
            [("sender".to_owned(), "192.0.2.1:5004".to_owned())]
        );
    }

    #[test]
    fn names_are_sorted_as_people_sort_them() {
        let mut names = [
            "eth10",
            "lo",
            "eth2",
            "4096",
            "256",
            "eth2.5",
            "007",
            "7",
            "99999999999999999999999",
        ];
        names.sort_by_key(|name| order(name));
        assert_eq!(
            names,
            [
                "007",
                "7",
                "256",
                "4096",
                "99999999999999999999999",
                "eth2",
                "eth2.5",
                "eth10",
                "lo"
            ]
        );
    }
}
