//! Who is measured: a station, and its peers as Debian packs them.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use store::{Change, Retention, Store};
use tokio::time::sleep;
use wire::Timestamp;
use wire::probe::ProbeSpec;

use crate::client::{Client, free_address};
use crate::program::Program;

/// Nothing takes longer to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that answers.
pub(crate) struct Server {
    pub(crate) program: Program,
    pub(crate) client: Client,
    /// From the start of the process to its first good answer.
    pub(crate) ready: Duration,
}

/// A station on the data in `dir`.
///
/// # Errors
/// It does not start.
pub(crate) async fn flywatch(binary: &Path, dir: &Path) -> Result<Server> {
    let at = free_address()?;
    let mut command = Command::new(binary);
    command
        .arg("serve")
        .arg("--data")
        .arg(dir)
        .arg("--listen")
        .arg(at.to_string());
    command.env("RUST_LOG", "warn").stdout(Stdio::null());
    let token = || fs::read_to_string(dir.join("access-token")).ok();
    server(&mut command, "/api/v1/health", || {
        token().map(|token| Client::new(at, Some(token)))
    })
    .await
}

/// VictoriaMetrics on the data in `dir`.
///
/// # Errors
/// It does not start.
pub(crate) async fn victoria_metrics(dir: &Path) -> Result<Server> {
    let at = free_address()?;
    let mut command = Command::new("victoria-metrics");
    command
        .arg(format!("-httpListenAddr={at}"))
        .arg(format!("-storageDataPath={}", dir.display()));
    command.arg("-loggerLevel=ERROR");
    server(&mut command, "/health", || Some(Client::new(at, None))).await
}

/// The blackbox exporter, with one module that pings over IPv4; `dir` keeps its configuration.
///
/// # Errors
/// It does not start.
pub(crate) async fn blackbox_exporter(dir: &Path) -> Result<Server> {
    let at = free_address()?;
    let config = dir.join("blackbox.yml");
    let module =
        "modules:\n  icmp:\n    prober: icmp\n    timeout: 1s\n    icmp:\n      preferred_ip_protocol: ip4\n";
    fs::write(&config, module)?;
    let mut command = Command::new("prometheus-blackbox-exporter");
    command
        .arg(format!("--web.listen-address={at}"))
        .arg(format!("--config.file={}", config.display()));
    command.arg("--log.level=error");
    server(&mut command, "/-/healthy", || Some(Client::new(at, None))).await
}

/// The exporter of SNMP, with the module `interfaces` that asks for what Flywatch asks for.
///
/// # Errors
/// It does not start.
pub(crate) async fn snmp_exporter() -> Result<Server> {
    let at = free_address()?;
    let mut command = Command::new("prometheus-snmp-exporter");
    command
        .arg(format!("--web.listen-address={at}"))
        .arg("--config.file=crates/probes/benches/snmp/exporter.yml")
        .arg("--log.level=error");
    server(&mut command, "/metrics", || Some(Client::new(at, None))).await
}

/// Prometheus, keeping its data and the configuration `config` in `dir`.
///
/// # Errors
/// It does not start.
pub(crate) async fn prometheus(dir: &Path, config: &str) -> Result<Server> {
    let (at, file) = (free_address()?, dir.join("prometheus.yml"));
    fs::write(&file, config)?;
    let mut command = Command::new("prometheus");
    command
        .arg(format!("--web.listen-address={at}"))
        .arg(format!("--config.file={}", file.display()))
        .arg(format!(
            "--storage.tsdb.path={}",
            dir.join("prometheus").display()
        ))
        .arg("--log.level=error");
    server(&mut command, "/-/ready", || Some(Client::new(at, None))).await
}

/// The alertmanager with the configuration `config`; `dir` keeps it and its data.
///
/// # Errors
/// It does not start.
pub(crate) async fn alertmanager(dir: &Path, config: &str) -> Result<Server> {
    let (at, file) = (free_address()?, dir.join("alertmanager.yml"));
    fs::write(&file, config)?;
    let mut command = Command::new("prometheus-alertmanager");
    command
        .arg(format!("--web.listen-address={at}"))
        .arg(format!("--config.file={}", file.display()))
        .arg(format!("--storage.path={}", dir.join("alertmanager").display()))
        .args(["--cluster.listen-address=", "--log.level=error"]);
    server(&mut command, "/-/ready", || Some(Client::new(at, None))).await
}

async fn server(command: &mut Command, health: &str, client: impl Fn() -> Option<Client>) -> Result<Server> {
    let begun = Instant::now();
    let mut program = Program::start(command.stdin(Stdio::null()))?;
    let mut found = None;
    loop {
        found = found.or_else(&client);
        if let Some(client) = &found
            && client.get(health).await.is_ok()
        {
            let (ready, client) = (begun.elapsed(), client.clone());
            return Ok(Server {
                program,
                client,
                ready,
            });
        }
        program.is_up()?;
        anyhow::ensure!(begun.elapsed() < PATIENCE, "no answer to {health}");
        sleep(Duration::from_millis(1)).await;
    }
}

/// Starts fping as `command` has it, asking `targets`.
///
/// # Errors
/// It is not there.
pub(crate) fn fping(words: &[&str], targets: &Path, said: fs::File) -> Result<Program> {
    let mut command = Command::new("fping");
    command.args(words).stdin(fs::File::open(targets)?);
    Program::start(command.stdout(Stdio::null()).stderr(said))
}

/// Gives the station of `dir` more probes before it starts.
///
/// # Errors
/// Its data cannot be written.
pub(crate) async fn add_probes(dir: &Path, specs: impl Iterator<Item = ProbeSpec>) -> Result<()> {
    let now = Timestamp(now_ms()?);
    let store = Store::open(dir, Retention::default(), now).await?.store;
    let changes: Vec<_> = specs
        .map(|spec| Change::PutProbe {
            id: None,
            expect: None,
            spec,
        })
        .collect();
    store.commit("bench", now, &changes).await?;
    store.close().await;
    Ok(())
}

/// Target number `n` of those that answer pings on any Linux machine.
pub(crate) fn loopback(n: u32) -> String {
    format!("127.0.{}.{}", 1 + n / 250, 1 + n % 250)
}

/// A probe that pings [`loopback`] number `n`.
pub(crate) fn ping(n: u32, every_ms: u32) -> ProbeSpec {
    let address = loopback(n);
    ProbeSpec {
        every_ms: Some(every_ms),
        ..ProbeSpec::new(format!("Ping {address}"), "icmp", format!("icmp:{address}"))
    }
}

/// Milliseconds since 1970 UTC.
///
/// # Errors
/// The clock of this machine is before that.
pub(crate) fn now_ms() -> Result<i64> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    i64::try_from(since.as_millis()).context("a clock that far ahead")
}
