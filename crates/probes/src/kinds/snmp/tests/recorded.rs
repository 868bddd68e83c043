//! Real devices as snmpsim plays their recordings: what a probe says of them is what the tool of Net-SNMP reads.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use nix::unistd::Uid;
use serde_json::json;
use tempfile::TempDir;
use tokio::process::Command;
use wire::reading::Reading;

use super::{Watcher, interfaces, of};
use crate::testing::{Program, closed_port, value};

/// Where `scripts/install.sh test` puts the program and the recordings.
const SNMPSIM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/snmpsim");
const SYSTEM: &str = "1.3.6.1.2.1.1";
const IF_TABLE: &str = "1.3.6.1.2.1.2.2.1";
const IF_X_TABLE: &str = "1.3.6.1.2.1.31.1.1.1";

type Values = BTreeMap<String, String>;

#[tokio::test]
async fn a_recorded_device_is_told_as_net_snmp_reads_it() {
    let simulator = Simulator::start().await;
    for (device, ports) in [("cisco-c3750", 19), ("cisco-n5000", 61), ("aruba-7210", 22)] {
        let recording = simulator.read(device).await;
        let settings = json!({ "community": device, "leave_out": "", "only_enabled": false });
        let mut watcher = Watcher::of(format!("snmp://{}", simulator.address), settings);
        let first = watcher.look().await;
        assert_eq!(first.failure, None, "{device}");
        assert_eq!(interfaces(&first).len(), ports, "{device}");
        recording.is_told_by(&first);
        let second = watcher.look().await;
        assert_eq!(second.failure, None, "{device}");
        recording.stands_still_in(&second);
        recording.is_told_by(&second);
    }
}

struct Simulator {
    address: SocketAddr,
    _program: Program,
    _cache: TempDir,
}

impl Simulator {
    async fn start() -> Self {
        let address = closed_port("127.0.0.1:0").await;
        let cache = TempDir::new().unwrap();
        fs::set_permissions(cache.path(), Permissions::from_mode(0o777)).unwrap();
        let program = format!("{SNMPSIM}/bin/snmpsim-command-responder");
        // It refuses to be root, and cannot give that up itself. It may read whatever folder this is in.
        let mut command = if Uid::effective().is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
            command.args([
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search",
                &program,
            ]);
            command
        } else {
            Command::new(program)
        };
        command
            .arg(format!("--data-dir={SNMPSIM}/recordings"))
            .arg(format!("--cache-dir={}", cache.path().display()))
            .arg(format!("--agent-udpv4-endpoint={address}"));
        Self {
            address,
            _program: Program::start(&mut command, "Listening at UDP/IPv4").await,
            _cache: cache,
        }
    }

    /// What Net-SNMP reads of a device. Answers may be long in coming: the program tells that it listens before it does.
    async fn read(&self, device: &'static str) -> Recording {
        Recording {
            device,
            system: self.walk(device, SYSTEM).await,
            list: self.walk(device, IF_TABLE).await,
            more: self.walk(device, IF_X_TABLE).await,
        }
    }

    /// What Net-SNMP reads below `base`, by the rest of the place.
    async fn walk(&self, device: &str, base: &str) -> Values {
        let output = Command::new("snmpbulkwalk")
            .args(["-v2c", "-c", device, "-OnQtU", "-t", "1", "-r", "30"])
            .args([&self.address.to_string(), base])
            .env("MIBS", "")
            .stderr(Stdio::inherit())
            .output()
            .await
            .unwrap();
        assert!(output.status.success());
        let read = format!("\n{}", String::from_utf8_lossy(&output.stdout));
        // Text may go on in the next line.
        let begin = format!("\n.{base}.");
        read.split(&begin)
            .filter_map(|value| value.split_once(" = "))
            .map(|(place, value)| (place.to_owned(), value.trim().trim_matches('"').to_owned()))
            .collect()
    }
}

/// What there is of each list, by the rest of its place.
struct Recording {
    device: &'static str,
    system: Values,
    list: Values,
    more: Values,
}

impl Recording {
    fn is_told_by(&self, reading: &Reading) {
        let Self {
            device,
            system,
            list,
            more,
        } = self;
        // Some recordings go on.
        let ticks: f64 = system["3.0"].parse().unwrap();
        assert!(
            value(reading, "snmp_uptime_seconds").unwrap() >= ticks * 0.01,
            "{device}"
        );
        for (fact, place) in [
            ("snmp_description", "1.0"),
            ("snmp_name", "5.0"),
            ("snmp_location", "6.0"),
        ] {
            let said = reading.facts.iter().find(|said| said.name == fact);
            let said = said.map_or("", |said| said.text.trim_end_matches('…'));
            let read: String = system[place].chars().filter(|sign| !sign.is_control()).collect();
            assert!(
                read.trim().starts_with(said),
                "{device} {fact}: {said:?} {read:?}"
            );
            assert_eq!(
                said.is_empty(),
                read.trim().is_empty(),
                "{device} {fact}: {said:?} {read:?}"
            );
        }
        let mut seen = 0;
        for (row, name) in self.interfaces() {
            let number = |table: &Values, column: u32| {
                table
                    .get(&format!("{column}.{row}"))
                    .map(|read| read.parse::<f64>().unwrap())
            };
            let up = number(list, 8) == Some(1.0);
            for (metric, expected) in [
                ("up", Some(f64::from(u8::from(up)))),
                ("receive_drops_total", number(list, 13)),
                ("receive_errors_total", number(list, 14)),
                ("transmit_drops_total", number(list, 19)),
                ("transmit_errors_total", number(list, 20)),
                (
                    "speed_bits_per_second",
                    number(more, 15)
                        .map(|speed| speed * 1e6)
                        .filter(|speed| up && *speed > 0.0),
                ),
            ] {
                assert_eq!(of(reading, name, metric), expected, "{device} {name} {metric}");
            }
            let alias = reading.facts.iter().find(|fact| {
                fact.name == "snmp_interface_alias"
                    && fact.labels.get("interface").is_some_and(|of| of == name)
            });
            let read = more.get(&format!("18.{row}")).map(String::as_str);
            assert_eq!(
                alias.map_or("", |fact| &fact.text),
                read.unwrap_or_default().trim(),
                "{device} {name}"
            );
            seen += 1;
        }
        assert_eq!(seen, interfaces(reading).len(), "{device}");
        let up = list
            .iter()
            .filter(|(place, state)| place.starts_with("8.") && *state == "1");
        assert_eq!(
            value(reading, "snmp_interfaces_up"),
            Some(up.count() as f64),
            "{device}"
        );
    }

    /// The counters of a recording never grow; what is not counted has no rate.
    fn stands_still_in(&self, reading: &Reading) {
        for (row, name) in self.interfaces() {
            for (metric, wide, narrow) in [
                ("receive_bits_per_second", 6, 10),
                ("transmit_bits_per_second", 10, 16),
            ] {
                let wide = self.more.get(&format!("{wide}.{row}"));
                let counter = wide.or(self.list.get(&format!("{narrow}.{row}")));
                let expected = counter.map(|_| 0.0);
                assert_eq!(
                    of(reading, name, metric),
                    expected,
                    "{} {name} {metric}",
                    self.device
                );
            }
        }
    }

    /// The number and the name of each interface.
    fn interfaces(&self) -> impl Iterator<Item = (&str, &str)> {
        let more = self.more.iter();
        more.filter_map(|(place, name)| Some((place.strip_prefix("1.")?, name.as_str())))
    }
}
