//! Flywatch in the place of an Alertmanager, with the programs of Debian that talk to one: amtool, Prometheus, Alertmanager.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::flypack::{DEADLINE, Ended, Flypack, outcome, until};

/// amtool as an operator sets it up for a station, or for an Alertmanager without any token.
struct Amtool<'a> {
    home: &'a Path,
    url: String,
}

impl<'a> Amtool<'a> {
    fn of(home: &'a Path, address: SocketAddr) -> Self {
        let text = format!(
            "authorization:\n  credentials_file: {}\n",
            home.join("data/access-token").display()
        );
        std::fs::write(home.join("amtool-http.yml"), text).expect("there is room");
        let url = format!("http://{address}");
        Self { home, url }
    }

    /// What it says when it ends well.
    fn run(&self, words: &[&str]) -> String {
        let mut command = Command::new("amtool");
        command.env("HOME", self.home).stdin(Stdio::null());
        command.arg(format!("--alertmanager.url={}", self.url));
        command.arg(format!(
            "--http.config.file={}",
            self.home.join("amtool-http.yml").display()
        ));
        let done = outcome({
            command.args(words);
            command
        });
        let said = String::from_utf8(done.stdout).expect("it speaks UTF-8");
        assert!(
            done.status.success(),
            "{words:?}: {said}{}",
            String::from_utf8_lossy(&done.stderr)
        );
        said
    }

    /// What it says on standard error when it ends badly.
    fn fail(&self, words: &[&str]) -> String {
        let mut command = Command::new("amtool");
        command.env("HOME", self.home).stdin(Stdio::null());
        command
            .arg(format!("--alertmanager.url={}", self.url))
            .args(words);
        let done = outcome(command);
        assert!(!done.status.success(), "{words:?}");
        String::from_utf8_lossy(&done.stderr).into_owned()
    }

    fn alerts(&self, words: &[&str]) -> Vec<Value> {
        let said = self.run(&[&["alert", "query", "--output=json"], words].concat());
        serde_json::from_str(&said).expect("it says JSON")
    }
}

/// A port of this machine on which nothing listens.
fn free_port() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("it is bound")
}

fn start(program: &str, words: &[String], dir: &Path) -> Ended {
    let log = std::fs::File::create(dir.join(format!("{program}.log"))).expect("there is room");
    let child = Command::new(program)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn();
    Ended::of(child.unwrap_or_else(|error| panic!("{program}: {error}")))
}

#[test]
fn amtool_adds_and_queries_alerts_and_silences_across_a_power_cut() {
    let dir = tempfile::tempdir().expect("there is room");
    let data = dir.path().join("data");
    let station = Flypack::start(&data);
    let amtool = Amtool::of(dir.path(), station.address);
    let added = [
        "alertname=DiskFull",
        "instance=enc-1:9100",
        "severity=page",
        "--end=2099-01-01T00:00:00Z",
    ];
    let add = [
        &["alert", "add", "--annotation=summary=the disk is full"],
        added.as_slice(),
    ]
    .concat();
    amtool.run(&add);
    let shown = amtool.alerts(&["alertname=DiskFull"]);
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["annotations"]["summary"], "the disk is full");
    assert_eq!(amtool.alerts(&["alertname=~Other.*"]), Vec::<Value>::new());
    assert!(amtool.run(&["alert"]).contains("DiskFull"));
    assert!(amtool.run(&["config", "show"]).contains("receiver: screen"));
    assert!(amtool.run(&["cluster", "show"]).contains("disabled"));

    // The fingerprint is what a real Alertmanager makes of the same labels.
    let address = free_port();
    let file = dir.path().join("alertmanager.yml");
    std::fs::write(&file, "route: { receiver: none }\nreceivers: [{ name: none }]\n").expect("there is room");
    let words = [
        format!("--config.file={}", file.display()),
        format!("--storage.path={}", dir.path().join("alertmanager").display()),
        format!("--web.listen-address={address}"),
        "--cluster.listen-address=".to_owned(),
    ];
    let real = start("prometheus-alertmanager", &words, dir.path());
    until("Alertmanager listens", || TcpStream::connect(address).ok());
    let theirs = Amtool::of(dir.path(), address);
    theirs.run(&add);
    let theirs = until("its alert", || theirs.alerts(&[]).pop());
    assert_eq!(shown[0]["fingerprint"], theirs["fingerprint"]);
    assert_eq!(shown[0]["labels"], theirs["labels"]);
    drop(real);

    let silence = [
        "silence",
        "add",
        "--author=Ada",
        "--comment=The disk is changed",
        "--duration=1h",
        "alertname=DiskFull",
    ];
    let id = amtool.run(&silence).trim().to_owned();
    assert_eq!(amtool.run(&["silence", "query", "--quiet"]).trim(), id);
    until("the alert is quiet", || {
        amtool.alerts(&[]).is_empty().then_some(())
    });
    assert_eq!(
        amtool.alerts(&["--silenced"])[0]["status"]["silencedBy"],
        json!([id])
    );
    amtool.run(&[
        "silence",
        "update",
        "--comment=Still changing it",
        "--duration=2h",
        &id,
    ]);
    assert!(amtool.run(&["silence", "query"]).contains("Still changing it"));

    // Pulled while it fires.
    let ours = station.get("/api/v1/alerts?firing=true").json();
    station.kill();
    let station = Flypack::start(&data);
    let amtool = Amtool::of(dir.path(), station.address);
    assert_eq!(amtool.alerts(&["--silenced"]).len(), 1);
    amtool.run(&["silence", "expire", &id]);
    until("the alert is heard again", || {
        (amtool.alerts(&[]).len() == 1).then_some(())
    });
    assert_eq!(amtool.run(&["silence", "query", "--quiet"]).trim(), "");
    assert_eq!(
        amtool.run(&["silence", "query", "--quiet", "--expired"]).trim(),
        id
    );
    let after = station.get("/api/v1/alerts").json();
    assert_eq!(
        after["items"].as_array().map(Vec::len),
        Some(1),
        "raised once: {after}"
    );
    assert_eq!(after["items"][0]["id"], ours["items"][0]["id"]);

    let refused = amtool.fail(&["alert", "query"]);
    assert!(refused.contains("401"), "{refused}");
    let unknown = amtool.fail(&[
        "--http.config.file",
        &dir.path().join("amtool-http.yml").display().to_string(),
        "silence",
        "expire",
        "f1795a7c-0000-8000-8000-0000000000ff",
    ]);
    assert!(
        unknown.contains("not found") || unknown.contains("404"),
        "{unknown}"
    );
    station.stop();
}

/// A target that Prometheus scrapes: it has one value, 1 while `is_bad` is set.
fn target(is_bad: &Arc<AtomicBool>) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let is_bad = Arc::clone(is_bad);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            drop(answer(&stream, is_bad.load(Ordering::Relaxed)));
        }
    });
    address
}

fn answer(mut stream: &TcpStream, is_bad: bool) -> std::io::Result<()> {
    stream.set_read_timeout(Some(DEADLINE))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 && !line.trim().is_empty() {
        line.clear();
    }
    let body = format!("disk_full {}\n", u8::from(is_bad));
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes())
}

#[test]
fn an_alert_of_prometheus_fires_in_flywatch_until_prometheus_takes_it_back() {
    let dir = tempfile::tempdir().expect("there is room");
    let data = dir.path().join("data");
    let station = Flypack::start(&data);
    let is_bad = Arc::new(AtomicBool::new(true));
    let target = target(&is_bad);
    let rules = "groups:\n  - name: disks\n    rules:\n      - alert: DiskFull\n        expr: disk_full == 1\n        \
                 labels: { severity: page }\n        annotations: { summary: the disk is full }\n";
    std::fs::write(dir.path().join("rules.yml"), rules).expect("there is room");
    let config = format!(
        "global: {{ scrape_interval: 1s, evaluation_interval: 1s }}\nrule_files: [rules.yml]\n\
         scrape_configs:\n  - job_name: encoders\n    static_configs: [{{ targets: ['{target}'] }}]\n\
         alerting:\n  alertmanagers:\n    - authorization: {{ credentials_file: '{}' }}\n      \
         static_configs: [{{ targets: ['{}'] }}]\n",
        data.join("access-token").display(),
        station.address,
    );
    let file = dir.path().join("prometheus.yml");
    std::fs::write(&file, config).expect("there is room");
    let words = [
        format!("--config.file={}", file.display()),
        format!("--storage.tsdb.path={}", dir.path().join("tsdb").display()),
        format!("--web.listen-address={}", free_port()),
    ];
    let prometheus = start("prometheus", &words, dir.path());
    let alert = until("the alert of Prometheus", || {
        station.get("/api/v1/alerts?firing=true").json()["items"]
            .get(0)
            .cloned()
    });
    assert_eq!(alert["rule"], "outside/DiskFull");
    assert_eq!(alert["severity"], "critical");
    assert_eq!(alert["text"], "the disk is full");
    assert_eq!(alert["subject"]["name"], target.to_string());
    assert_eq!(alert["subject"]["part"]["job"], "encoders");
    is_bad.store(false, Ordering::Relaxed);
    until("its end", || {
        let over = station.get("/api/v1/alerts?firing=false").json();
        (over["items"][0]["id"] == alert["id"]).then_some(())
    });
    drop(prometheus);
    station.stop();
}
