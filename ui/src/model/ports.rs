//! The ports of a device, as a strip: what each is called, what is on it, and how it is.

use wire::Severity;
use wire::live::Condition;
use wire::reading::{Fact, Finding};
use wire::series::{Series, SeriesId};

use super::parts::order;

/// The label that tells ports apart.
const PORT: &str = "interface";
const UP: &str = "snmp_interface_up";
const RECEIVED: &str = "snmp_interface_receive_bits_per_second";
const SENT: &str = "snmp_interface_transmit_bits_per_second";
const ALIAS: &str = "snmp_interface_alias";

/// One port.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Port {
    pub(crate) name: String,
    /// What whoever set up the device wrote about it.
    pub(crate) alias: String,
    /// Whether it has a link.
    pub(crate) up: SeriesId,
    /// What comes in and goes out.
    pub(crate) traffic: Vec<SeriesId>,
}

/// The ports of which it is known whether they have a link, in the order in which people sort their names.
pub(crate) fn ports(series: &[&Series], facts: &[Fact]) -> Vec<Port> {
    let of = |metric: &'static str, name: &str| {
        let mut of = series.iter().filter(move |series| series.metric == metric);
        let of = of.find(|series| series.labels.get(PORT).is_some_and(|label| label == name));
        of.map(|series| series.id)
    };
    let links = series.iter().filter(|series| series.metric == UP);
    let mut ports: Vec<_> = links
        .filter_map(|series| {
            let name = series.labels.get(PORT)?;
            let alias = facts
                .iter()
                .find(|fact| fact.name == ALIAS && fact.labels.get(PORT) == Some(name));
            Some(Port {
                name: name.clone(),
                alias: alias.map_or_else(String::new, |fact| fact.text.clone()),
                up: series.id,
                traffic: [RECEIVED, SENT]
                    .into_iter()
                    .filter_map(|metric| of(metric, name))
                    .collect(),
            })
        })
        .collect();
    ports.sort_by_cached_key(|port| order(&port.name));
    ports
}

/// How a port is: by the worst of its findings, else whether it has a link.
pub(crate) fn condition(name: &str, up: Option<f64>, findings: &[Finding]) -> Condition {
    let of = findings
        .iter()
        .filter(|finding| finding.labels.get(PORT).is_some_and(|label| label == name));
    match of.map(|finding| finding.severity).max() {
        Some(Severity::Critical) => Condition::Critical,
        Some(Severity::Major) => Condition::Major,
        Some(Severity::Minor) => Condition::Minor,
        Some(Severity::Info) | None => match up {
            None => Condition::Unknown,
            Some(0.0) => Condition::Off,
            Some(_) => Condition::Ok,
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn series(id: u32, metric: &str, port: &str) -> Series {
        serde_json::from_value(json!({
            "id": id, "probe": 1, "metric": metric, "labels": { "interface": port }, "unit": "count",
        }))
        .unwrap()
    }

    #[test]
    fn ports_have_their_name_their_traffic_and_what_is_on_them() {
        let all = [
            series(1, UP, "Gi0/10"),
            series(2, UP, "Gi0/2"),
            series(3, SENT, "Gi0/2"),
            series(4, RECEIVED, "Gi0/2"),
            series(5, "host_interface_up", "eth0"),
        ];
        let facts: Vec<Fact> = serde_json::from_value(json!([
            { "name": ALIAS, "labels": { "interface": "Gi0/2" }, "text": "Uplink A" },
        ]))
        .unwrap();
        let found = ports(&all.iter().collect::<Vec<_>>(), &facts);
        let told: Vec<_> = found
            .iter()
            .map(|port| (port.name.as_str(), port.alias.as_str()))
            .collect();
        assert_eq!(told, [("Gi0/2", "Uplink A"), ("Gi0/10", "")]);
        assert_eq!(found[0].traffic, [SeriesId(4), SeriesId(3)]);
        assert_eq!(found[1].traffic, []);
    }

    #[test]
    fn the_worst_of_a_port_counts_and_no_link_is_no_fault() {
        let finding = |severity: &str| -> Finding {
            serde_json::from_value(json!({
                "code": "snmp.link_down", "severity": severity, "detail": "", "labels": { "interface": "Gi0/2" },
            }))
            .unwrap()
        };
        let findings = [finding("minor"), finding("major")];
        assert_eq!(condition("Gi0/2", Some(0.0), &findings), Condition::Major);
        assert_eq!(condition("Gi0/20", Some(0.0), &findings), Condition::Off);
        assert_eq!(condition("Gi0/20", Some(1.0), &findings), Condition::Ok);
        assert_eq!(condition("Gi0/20", None, &findings), Condition::Unknown);
    }
}
