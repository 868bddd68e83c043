//! What a station sees on its networks: a network of its own for each test, with machines that answer and some that do
//! not.
//!
//! Made of network namespaces; needs root, and `ip`, `unshare` and `nsenter` (Debian packages iproute2, util-linux).

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

use nix::sched::{CloneFlags, unshare};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::flypack::{Flypack, serve, until};

const DISCOVERY: &str = "/api/v1/discovery";
const SCAN: &str = "/api/v1/discovery/scan";

/// A station on a network that nobody else sees, and the far end of its cable.
struct Truck {
    station: Flypack,
    far: Far,
    _files: TempDir,
}

/// The far end of the cable: a process that only keeps its network alive.
struct Far(Child);

impl Drop for Far {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Far {
    fn start() -> Self {
        let mut process = Command::new("unshare")
            .args(["--net", "sh", "-c", "echo here; exec sleep infinity"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("this test needs root and unshare");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("it is piped"))
            .read_line(&mut line)
            .expect("it speaks UTF-8");
        assert_eq!(line, "here\n");
        Self(process)
    }

    fn run(&self, command: &str) {
        run(&format!("nsenter --net=/proc/{}/ns/net {command}", self.0.id()));
    }
}

/// Does a command of the system here.
fn run(command: &str) {
    let mut words = command.split(' ');
    let status = Command::new(words.next().expect("there is a word"))
        .args(words)
        .status();
    assert!(
        status.as_ref().is_ok_and(std::process::ExitStatus::success),
        "{command}: {status:?}"
    );
}

/// Does `test` on a network 10.77.0.0/24, where this machine is 10.77.0.1 and the far end is 10.77.0.2, .7 and .200.
fn in_a_truck(test: impl FnOnce(&Truck) + Send + 'static) {
    let test = thread::spawn(|| {
        unshare(CloneFlags::CLONE_NEWNET).expect("this test needs root, for a network of its own");
        run("ip link set lo up");
        let far = Far::start();
        run(&format!(
            "ip link add eth7 type veth peer name far netns {}",
            far.0.id()
        ));
        run("ip addr add 10.77.0.1/24 dev eth7");
        run("ip addr add fd77::1/64 dev eth7 nodad");
        run("ip link set eth7 up");
        far.run("ip link set far address 02:00:00:00:77:02");
        for address in [
            "10.77.0.2/24",
            "10.77.0.7/24",
            "10.77.0.200/24",
            "fd77::2/64 nodad",
        ] {
            far.run(&format!("ip addr add dev far {address}"));
        }
        far.run("ip link set far up");
        run("ip route add default via 10.77.0.2");
        run("ip -6 route add default via fd77::2");
        let files = tempfile::tempdir().expect("there is room");
        let station = station(&files);
        test(&Truck {
            station,
            far,
            _files: files,
        });
    });
    if let Err(panic) = test.join() {
        std::panic::resume_unwind(panic);
    }
}

/// A station that knows its own DNS server and hosts, whatever this machine knows.
fn station(files: &TempDir) -> Flypack {
    let place = |name: &str| files.path().join(name);
    let script =
        r#"mount --bind "$1" /etc/resolv.conf && mount --bind "$2" /etc/hosts && shift 2 && exec "$@""#;
    fs::write(place("resolv.conf"), "nameserver 10.77.0.2\n").expect("there is room");
    fs::write(
        place("hosts"),
        "127.0.0.1 localhost\n10.77.0.7 enc-1.truck.test\n",
    )
    .expect("there is room");
    let data = place("data");
    let served = serve(&data);
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "sh", "-c", script, "sh"])
        .args([place("resolv.conf"), place("hosts")])
        .arg(served.get_program())
        .args(served.get_args())
        .stdin(Stdio::null());
    Flypack::start_by(command, &data)
}

impl Truck {
    fn discovery(&self) -> Value {
        self.station.get(DISCOVERY).json()
    }

    /// Whoever is seen at `address`.
    fn seen(&self, address: &str) -> Option<Value> {
        let discovery = self.discovery();
        let seen = discovery["seen"].as_array().expect("a list");
        seen.iter().find(|seen| seen["address"] == address).cloned()
    }

    fn scan(&self) -> Value {
        let answer = self.station.post(SCAN, &json!({ "network": "10.77.0.0/24" }));
        assert_eq!(answer.status, 202, "{}", answer.text());
        answer.json()
    }

    /// The scan, once it is in `state`.
    fn scan_until(&self, state: &str) -> Value {
        until("the scan is so far", || {
            let scan = self.discovery()["scan"].clone();
            (scan["state"] == state).then_some(scan)
        })
    }
}

#[test]
fn a_station_knows_its_surroundings_without_asking_anybody() {
    in_a_truck(|truck| {
        run("ip neigh add 10.77.0.7 lladdr 02:00:00:00:77:07 dev eth7 nud reachable");
        let discovery = truck.discovery();
        assert_eq!(discovery["scan"], Value::Null);
        let network = &discovery["networks"][0];
        assert_eq!(
            *network,
            json!({ "interface": "eth7", "address": "10.77.0.1", "prefix": 24, "network": "10.77.0.0/24",
                    "hosts": 253, "can_scan": true })
        );
        let v6 = &discovery["networks"][1];
        assert_eq!(
            (&v6["network"], &v6["can_scan"]),
            (&json!("fd77::/64"), &json!(false))
        );

        let machine = truck.seen("10.77.0.1").expect("it sees itself");
        assert_eq!(machine["roles"], json!(["this_machine"]));
        assert_eq!(machine["offers"][0]["kind"], "host");
        let gateway = truck.seen("10.77.0.2").expect("it sees its gateway");
        let offers: Vec<_> = gateway["offers"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|offer| offer["target"].as_str().unwrap_or_default())
            .collect();
        assert_eq!(offers, ["icmp:10.77.0.2", "dns://10.77.0.2/example.com"]);
        let roles = gateway["roles"].to_string();
        assert!(roles.starts_with(r#"["gateway","resolver""#), "{roles}");
        assert!(truck.seen("fd77::2").is_some(), "the IPv6 gateway");
        let encoder = truck.seen("10.77.0.7").expect("it sees its neighbour");
        assert_eq!(
            (&encoder["roles"], &encoder["mac"], &encoder["name"]),
            (
                &json!(["neighbour"]),
                &json!("02:00:00:00:77:07"),
                &json!("enc-1.truck.test")
            )
        );
        assert_eq!(truck.seen("10.77.0.200"), None, "nobody has asked it");
    });
}

#[test]
fn a_scan_finds_who_answers_and_offers_to_watch_it() {
    in_a_truck(|truck| {
        let begun = truck.scan();
        assert_eq!(
            (&begun["state"], &begun["total"]),
            (&json!("running"), &json!(253))
        );
        let refused = truck.station.post(SCAN, &json!({ "network": "10.77.0.0/24" }));
        let said = refused.problem(409);
        assert!(said.contains("10.77.0.0/24 is being scanned already"), "{said}");
        let scan = truck.scan_until("done");
        assert_eq!(
            (&scan["done"], &scan["answered"]),
            (&json!(253), &json!(3)),
            "{scan}"
        );
        assert_eq!(scan["trouble"], Value::Null);
        assert!(scan["ended"].is_i64());

        for (address, name) in [
            ("10.77.0.2", Value::Null),
            ("10.77.0.7", json!("enc-1.truck.test")),
            ("10.77.0.200", Value::Null),
        ] {
            let seen = truck.seen(address).expect("it answered");
            assert!(seen["roles"].to_string().contains("answered"), "{seen}");
            assert!(seen["rtt_ms"].as_f64().is_some_and(|rtt| rtt > 0.0), "{seen}");
            assert_eq!((&seen["name"], &seen["watched"]), (&name, &json!(false)));
            assert_eq!(seen["mac"], "02:00:00:00:77:02");
        }
        assert_eq!(truck.seen("10.77.0.9"), None, "nobody is there");

        let offer = truck.seen("10.77.0.7").expect("it answered")["offers"][0].clone();
        assert_eq!(
            (&offer["name"], &offer["group"]),
            (&json!("enc-1.truck.test"), &json!("Network"))
        );
        let made = truck.station.post("/api/v1/probes", &offer);
        assert_eq!(made.status, 201, "{}", made.text());
        let watched = truck.seen("10.77.0.7").expect("it answered");
        assert_eq!(
            (&watched["watched"], &watched["offers"]),
            (&json!(true), &json!([]))
        );
        let audit = truck.station.get("/api/v1/audit").text();
        assert!(audit.contains("network 10.77.0.0/24"), "{audit}");
    });
}

#[test]
fn a_scan_is_called_off_and_keeps_to_its_own_networks() {
    in_a_truck(|truck| {
        for foreign in ["10.78.0.0/24", "10.77.0.0/16", "127.0.0.0/8", "all"] {
            let said = truck
                .station
                .post(SCAN, &json!({ "network": foreign }))
                .problem(422);
            assert_eq!(said, "Only networks of this machine are scanned: 10.77.0.0/24.");
        }
        let said = truck
            .station
            .post(SCAN, &json!({ "network": "fd77::/64" }))
            .problem(422);
        assert!(said.starts_with("An IPv6 network has more addresses"), "{said}");

        truck.scan();
        assert_eq!(truck.station.ask("DELETE", SCAN, b"").status, 204);
        let scan = truck.scan_until("cancelled");
        assert!(scan["ended"].is_i64());
        assert_eq!(
            truck.station.ask("DELETE", SCAN, b"").status,
            204,
            "it is over already"
        );

        // The next one begins anew.
        truck.scan();
        assert_eq!(truck.scan_until("done")["answered"], 3);
    });
}

#[test]
fn a_pulled_cable_is_named() {
    in_a_truck(|truck| {
        truck.far.run("ip link set far down");
        let network = until("the cable is out", || {
            let network = truck.discovery()["networks"][0].clone();
            let network_v4 = network["network"] == "10.77.0.0/24" && network["can_scan"] == false;
            network_v4.then_some(network)
        });
        let why = network["why_not"].as_str().expect("it says why");
        assert!(why.starts_with("eth7 has no link"), "{why}");
        let said = truck
            .station
            .post(SCAN, &json!({ "network": "10.77.0.0/24" }))
            .problem(422);
        assert!(said.starts_with("eth7 has no link"), "{said}");
    });
}
