//! The machine that the tests run on, and machines made of files.

use std::fs;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::time::Instant;
use wire::probe::ProbeId;
use wire::reading::Reading;

use super::*;
use crate::Clock;
use crate::testing::{PATIENCE, assert_failed, look, value, wrong};

/// A machine made of files.
struct Files(TempDir);

impl Files {
    /// A machine that runs, with nothing more than what every machine has.
    fn new() -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        files.set(
            "proc/stat",
            "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 100 0 100 800 0 0 0 0 0 0\nctxt 1\nbtime 1\nprocesses 1\n",
        );
        files.set("proc/loadavg", "0.50 1.25 2.75 3/456 7890\n");
        files.set("proc/uptime", "86400.25 1000.00\n");
        files
    }

    fn set(&self, path: &str, content: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.0.path().join(path)).unwrap();
    }

    fn interface(&self, name: &str, index: u32, state: &str) {
        let at = format!("sys/class/net/{name}");
        self.set(&format!("{at}/ifindex"), &format!("{index}\n"));
        self.set(&format!("{at}/operstate"), &format!("{state}\n"));
        self.set(&format!("{at}/speed"), "1000\n");
        self.set(&format!("{at}/duplex"), "full\n");
    }

    fn counted(&self, lines: &[&str]) {
        let head = "Inter-|   Receive  |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|\
                    bytes packets errs drop fifo colls carrier compressed\n";
        self.set("proc/self/net/dev", &format!("{head}{}\n", lines.join("\n")));
    }

    fn machine(&self) -> Machine {
        Machine::at(self.0.path(), Names::parse("lo, veth*"), false)
    }
}

async fn look_at(machine: &mut Machine) -> Reading {
    let (out, _) = mpsc::channel(1);
    let mut seen = Look::new(&info::INFO, ProbeId(1), Clock::system(), out);
    seen.end_at(Instant::now() + PATIENCE);
    let looked = machine.look(&mut seen).await;
    assert_eq!(seen.undeclared(), None);
    seen.reading(0, looked.err())
}

/// The value of a metric for one thing.
fn value_of(reading: &Reading, metric: &str, thing: &str) -> Option<f64> {
    let of_thing = |labels: &wire::reading::Labels| labels.values().any(|label| label == thing);
    reading
        .samples
        .iter()
        .find(|sample| sample.metric == metric && of_thing(&sample.labels))
        .map(|sample| sample.value)
}

/// The codes of what was found, without the clock, which is that of the real machine.
fn found(reading: &Reading) -> Vec<&str> {
    let codes = reading.findings.iter().map(|finding| finding.code.as_ref());
    codes.filter(|code| *code != clock::UNSYNCHRONISED).collect()
}

#[tokio::test]
async fn this_machine_tells_how_it_is() {
    let reading = look("host:", json!({})).await;
    assert_eq!(reading.failure, None);
    let share = |metric| value(&reading, metric).is_some_and(|share| (0.0..=1.0).contains(&share));
    assert!(share(memory::AVAILABLE_RATIO), "{reading:#?}");
    assert!(value(&reading, processor::UPTIME) > Some(0.0));
    assert!(
        value_of(&reading, disks::USED, "/").is_some_and(|used| (0.0..=1.0).contains(&used)),
        "{reading:#?}"
    );
    assert!(value(&reading, clock::SYNCHRONISED).is_some());
    assert_eq!(
        value(&reading, processor::CPU),
        None,
        "a share of time needs two looks"
    );
}

#[test]
fn only_this_machine_can_be_looked_at() {
    assert_eq!(wrong("host:192.0.2.1", json!({}))[0].field, "target");
}

#[test]
fn names_are_left_out_by_their_beginning() {
    let names = Names::parse(" lo, veth* ,,");
    assert!(names.hold("lo") && names.hold("veth12") && names.hold("veth"));
    assert!(!names.hold("lo0") && !names.hold("eth0") && !Names::parse("").hold(""));
}

#[test]
fn a_counter_that_starts_again_has_no_rate() {
    assert_eq!(rate(30, 10, 2.0), Some(10.0));
    assert_eq!(rate(10, 30, 2.0), None);
    assert_eq!(rate(30, 10, 0.0), None);
}

#[tokio::test]
async fn a_machine_that_hides_its_figures_is_denied() {
    let empty = tempfile::tempdir().unwrap();
    let reading = look_at(&mut Machine::at(empty.path(), Names::default(), false)).await;
    assert_failed(&reading, Cause::Denied, "/proc");
}

#[tokio::test]
async fn load_memory_and_pressure() {
    let files = Files::new();
    files.set("proc/pressure/io", "some avg10=12.50 avg60=2.41 avg300=0.90 total=27050664\nfull avg10=6.84 avg60=2.34 avg300=0.84 total=24928629\n");
    let mut machine = files.machine();
    let first = look_at(&mut machine).await;
    assert_eq!(
        [processor::LOAD1, processor::LOAD5, processor::LOAD15].map(|metric| value(&first, metric)),
        [Some(0.5), Some(1.25), Some(2.75)]
    );
    assert_eq!(value(&first, processor::UPTIME), Some(86_400.25));
    assert_eq!(value_of(&first, memory::PRESSURE, "io"), Some(0.125));
    assert_eq!(
        value_of(&first, memory::PRESSURE, "cpu"),
        None,
        "this kernel does not tell it"
    );
    files.set(
        "proc/stat",
        "cpu  150 0 110 830 10 0 0 0 0 0\ncpu0 150 0 110 830 10 0 0 0 0 0\nctxt 1\nbtime 1\nprocesses 1\n",
    );
    let second = look_at(&mut machine).await;
    assert_eq!(value(&second, processor::CPU), Some(0.6));
    assert_eq!(value(&second, processor::BUSIEST_CORE), Some(0.6));
    assert_eq!(value(&second, processor::IOWAIT), Some(0.1));
}

#[tokio::test]
async fn interfaces_have_rates_from_the_second_look_on() {
    let files = Files::new();
    files.interface("eth0", 2, "up");
    files.interface("veth7", 3, "up");
    files.counted(&[
        "eth0: 1000 10 1 2 0 0 0 0 5000 50 3 4 0 0 0 0",
        "veth7: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
    ]);
    let mut machine = files.machine();
    let first = look_at(&mut machine).await;
    assert_eq!(value_of(&first, network::UP, "eth0"), Some(1.0));
    assert_eq!(value_of(&first, network::SPEED, "eth0"), Some(1e9));
    let counters = [
        network::RECEIVE_ERRORS,
        network::RECEIVE_DROPS,
        network::TRANSMIT_ERRORS,
        network::TRANSMIT_DROPS,
    ];
    assert_eq!(
        counters.map(|metric| value_of(&first, metric, "eth0")),
        [1.0, 2.0, 3.0, 4.0].map(Some)
    );
    assert_eq!(value_of(&first, network::RECEIVE, "eth0"), None);
    assert_eq!(value_of(&first, network::UP, "veth7"), None, "left out");

    files.counted(&["eth0: 2000 10 1 2 0 0 0 0 5000 70 3 4 0 0 0 0"]);
    let second = look_at(&mut machine).await;
    let received = value_of(&second, network::RECEIVE, "eth0").unwrap();
    assert!(received > 0.0);
    assert_eq!(value_of(&second, network::TRANSMIT, "eth0"), Some(0.0));
    assert_eq!(value_of(&second, network::USED, "eth0"), Some(received / 1e9));
    assert!(value_of(&second, network::TRANSMIT_PACKETS, "eth0") > Some(0.0));

    // Taken out and put in again: the counters are those of another life.
    files.interface("eth0", 9, "up");
    files.counted(&["eth0: 9000 99 0 0 0 0 0 0 9000 99 0 0 0 0 0 0"]);
    let third = look_at(&mut machine).await;
    assert_eq!(value_of(&third, network::RECEIVE, "eth0"), None);
}

#[tokio::test]
async fn a_link_that_is_lost_is_news_and_a_free_socket_is_not() {
    let files = Files::new();
    let zero = "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0";
    let (eth0, eth1) = (format!("eth0: {zero}"), format!("eth1: {zero}"));
    files.interface("eth0", 2, "up");
    files.interface("eth1", 3, "down");
    files.counted(&[&eth0, &eth1]);
    let mut machine = files.machine();
    assert!(found(&look_at(&mut machine).await).is_empty());
    files.interface("eth0", 2, "down");
    assert_eq!(found(&look_at(&mut machine).await), [network::LINK_DOWN]);
    assert_eq!(
        found(&look_at(&mut machine).await),
        [network::LINK_DOWN],
        "as long as it is down"
    );
    files.interface("eth0", 2, "up");
    files.set("sys/class/net/eth0/duplex", "half\n");
    assert_eq!(found(&look_at(&mut machine).await), [network::HALF_DUPLEX]);
    files.counted(&[&eth1]);
    assert_eq!(
        found(&look_at(&mut machine).await),
        [network::LINK_DOWN],
        "taken out"
    );
}

#[tokio::test]
async fn disks_tell_what_they_do() {
    let files = Files::new();
    let stats = |line: &str| {
        files.set(
            "proc/diskstats",
            &format!("   7 0 loop0 1 1 1 1 1 1 1 1 1 1 1\n 259 1 nvme0n1p1 1 1 1 1 1 1 1 1 1 1 1\n{line}\n"),
        )
    };
    files.set("sys/block/nvme0n1/size", "1\n");
    files.set("sys/block/loop0/size", "1\n");
    stats(" 259 0 nvme0n1 10 0 1000 5 20 0 4000 6 0 0 11");
    let mut machine = files.machine();
    assert_eq!(
        value_of(&look_at(&mut machine).await, disks::READ, "nvme0n1"),
        None
    );
    stats(" 259 0 nvme0n1 10 0 1000 5 25 0 6000 6 0 9000000 11");
    let second = look_at(&mut machine).await;
    assert_eq!(value_of(&second, disks::READ, "nvme0n1"), Some(0.0));
    assert!(value_of(&second, disks::WRITE, "nvme0n1") > Some(0.0));
    assert_eq!(
        value_of(&second, disks::BUSY, "nvme0n1"),
        Some(1.0),
        "never more than all the time"
    );
    assert_eq!(value_of(&second, disks::READ, "loop0"), None);
    assert_eq!(value_of(&second, disks::READ, "nvme0n1p1"), None);
}

#[test]
fn real_file_systems_are_looked_at_once_each() {
    let files = Files::new();
    files.set(
        "proc/self/mountinfo",
        "22 27 0:21 / /proc rw,relatime - proc proc rw\n\
         27 1 259:1 / / rw,relatime - ext4 /dev/nvme0n1p1 rw\n\
         42 27 259:1 /var/lib/x /mnt/bound rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw\n\
         43 27 259:2 / /media/USB\\040stick ro,relatime - vfat /dev/sda1 ro\n\
         44 27 0:50 / /mnt/archive rw,relatime - nfs4 nas:/archive rw\n\
         45 27 7:0 / /snap/x/1 ro,relatime - squashfs /dev/loop0 ro\n",
    );
    let at = |network, left_out: &str| -> Vec<_> {
        let mounts = mounts(files.0.path(), network, &Names::parse(left_out)).unwrap();
        mounts
            .into_iter()
            .map(|mount| (mount.point.display().to_string(), mount.read_only))
            .collect()
    };
    let (root, stick) = (("/".to_owned(), false), ("/media/USB stick".to_owned(), true));
    assert_eq!(at(false, ""), [root.clone(), stick.clone()]);
    assert_eq!(at(true, "/media/*"), [("/mnt/archive".to_owned(), false), root]);
}

#[tokio::test]
async fn a_disk_that_turns_read_only_is_found() {
    let files = Files::new();
    let real = tempfile::tempdir().unwrap();
    let point = real.path().display().to_string();
    let mounted = |how: &str| {
        files.set(
            "proc/self/mountinfo",
            &format!("27 1 259:1 / {point} {how} - ext4 /dev/x {how}\n"),
        )
    };
    let mut machine = files.machine();
    mounted("ro");
    assert!(
        found(&look_at(&mut machine).await).is_empty(),
        "it was meant to be so"
    );
    mounted("rw");
    let writable = look_at(&mut machine).await;
    assert!(found(&writable).is_empty());
    assert!(value_of(&writable, disks::FREE, &point) > Some(0.0));
    mounted("ro");
    assert_eq!(found(&look_at(&mut machine).await), [disks::READ_ONLY]);
}

#[tokio::test]
async fn sensors_tell_heat_and_fans() {
    let files = Files::new();
    for (chip, name, temperature) in [
        ("hwmon0", "nvme", "41850\n"),
        ("hwmon1", "nvme", "43000\n"),
        ("hwmon2", "odd", "-273000\n"),
    ] {
        files.set(&format!("sys/class/hwmon/{chip}/name"), &format!("{name}\n"));
        files.set(&format!("sys/class/hwmon/{chip}/temp1_label"), "Composite\n");
        files.set(&format!("sys/class/hwmon/{chip}/temp1_crit"), "84850\n");
        files.set(&format!("sys/class/hwmon/{chip}/temp1_input"), temperature);
    }
    files.set("sys/class/hwmon/hwmon2/fan1_input", "1200\n");
    files.set("sys/class/hwmon/hwmon2/fan2_input", "0\n");
    let mut machine = files.machine();
    let first = look_at(&mut machine).await;
    assert_eq!(
        value_of(&first, sensors::TEMPERATURE, "nvme Composite"),
        Some(41.85)
    );
    assert_eq!(
        value_of(&first, sensors::TEMPERATURE, "nvme Composite 2"),
        Some(43.0)
    );
    assert_eq!(
        value_of(&first, sensors::TEMPERATURE, "odd Composite"),
        None,
        "nothing is that cold"
    );
    assert_eq!(value_of(&first, sensors::FAN, "odd fan1"), Some(1_200.0));
    assert!(found(&first).is_empty());
    files.set("sys/class/hwmon/hwmon0/temp1_input", "90000\n");
    files.set("sys/class/hwmon/hwmon2/fan1_input", "0\n");
    let second = look_at(&mut machine).await;
    assert_eq!(found(&second), [sensors::TOO_HOT, sensors::FAN_STOPPED]);
    files.remove("sys/class/hwmon/hwmon2/fan1_input");
    assert_eq!(found(&look_at(&mut machine).await), [sensors::TOO_HOT]);
}

#[tokio::test]
async fn thermal_zones_stand_in_where_there_are_no_monitors() {
    let files = Files::new();
    files.set("sys/class/thermal/thermal_zone0/type", "soc-thermal\n");
    files.set("sys/class/thermal/thermal_zone0/temp", "51200\n");
    let reading = look_at(&mut files.machine()).await;
    assert_eq!(
        value_of(&reading, sensors::TEMPERATURE, "soc-thermal"),
        Some(51.2)
    );
}

/// A file system that hangs costs its own figures and nothing else, and is not asked again and again.
#[tokio::test]
async fn a_file_system_that_hangs_holds_up_nothing_else() {
    let files = Files::new();
    let mut machine = files.machine();
    let (hang, hung) = std::sync::mpsc::channel::<()>();
    machine.fills = Some(spawn_blocking(move || {
        // Ends when the test drops its end.
        hung.recv().unwrap_or_default();
        Vec::new()
    }));
    for _ in 0..2 {
        let (out, _) = mpsc::channel(1);
        let mut seen = Look::new(&info::INFO, ProbeId(1), Clock::system(), out);
        let looked = tokio::time::timeout(Duration::from_millis(200), machine.look(&mut seen)).await;
        assert!(looked.is_err(), "it waits for the disk until its time is up");
        assert_failed(
            &seen.reading(0, Some(seen.late("4 s"))),
            Cause::Timeout,
            "a file system did not say",
        );
    }
    drop(hang);
    assert_eq!(look_at(&mut machine).await.failure, None);
}
