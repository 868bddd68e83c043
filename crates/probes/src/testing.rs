//! What tests of kinds share: one look at a target, and little peers to look at.

pub(crate) mod encoder;
pub(crate) mod watching;

use std::fmt::Debug;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;

use nix::sched::{CloneFlags, unshare};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream, UdpSocket};
use tokio::process::{Child, Command};
use tokio::runtime::{self, Runtime};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::{Cause, Reading};
use wire::settings::FieldError;

use crate::kinds::{KINDS, Ready, ready};
use crate::{Clock, Look};

/// The two loopback addresses with a port to be chosen.
pub(crate) const LOOPBACKS: [&str; 2] = ["127.0.0.1:0", "[::1]:0"];
/// Longer than any look of a test that is to succeed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What one look at `target` gives, with the clock of the machine and more time than it needs.
pub(crate) async fn look(target: impl Into<String>, settings: Value) -> Reading {
    look_with(Clock::system(), PATIENCE, spec(target, settings)).await
}

/// What one look at `target` gives when it has so little time that a peer which never answers does not hold up a test.
pub(crate) async fn look_briefly(target: impl Into<String>, settings: Value) -> Reading {
    look_with(
        Clock::system(),
        Duration::from_millis(300),
        spec(target, settings),
    )
    .await
}

/// What one look gives at that time of day and within `limit`; fails when it says something that its kind does not
/// declare.
pub(crate) async fn look_with(clock: Clock, limit: Duration, spec: ProbeSpec) -> Reading {
    let mut ready = ready(KINDS, &spec).unwrap();
    let (out, _) = mpsc::channel(1);
    let mut seen = Look::new(ready.info, ProbeId(1), clock, out);
    seen.end_at(Instant::now() + limit);
    let failure = match timeout(limit, ready.probe.look(&mut seen)).await {
        Ok(looked) => looked.err(),
        Err(_) => Some(seen.late("the time limit")),
    };
    assert_eq!(seen.undeclared(), None);
    seen.reading(0, failure)
}

/// One probe that looks again and again, with more time than it needs.
pub(crate) struct Looks(Ready);

impl Looks {
    pub(crate) fn of(spec: &ProbeSpec) -> Self {
        Self(ready(KINDS, spec).unwrap())
    }

    pub(crate) async fn again(&mut self) -> Reading {
        let (out, _) = mpsc::channel(1);
        let mut seen = Look::new(self.0.info, ProbeId(1), Clock::system(), out);
        seen.end_at(Instant::now() + PATIENCE);
        let failure = timeout(PATIENCE, self.0.probe.look(&mut seen))
            .await
            .unwrap()
            .err();
        assert_eq!(seen.undeclared(), None);
        seen.reading(0, failure)
    }
}

/// The value of one series of a metric, by the value of its label.
pub(crate) fn value_of(reading: &Reading, metric: &str, label: &str) -> Option<f64> {
    let mut samples = reading.samples.iter();
    let of =
        samples.find(|sample| sample.metric == metric && sample.labels.values().any(|value| value == label));
    of.map(|sample| sample.value)
}

/// What is wrong with a target and its settings.
pub(crate) fn wrong(target: &str, settings: Value) -> Vec<FieldError> {
    ready(KINDS, &spec(target, settings)).err().unwrap_or_default()
}

/// A probe of the kind that the target means.
pub(crate) fn spec(target: impl Into<String>, settings: Value) -> ProbeSpec {
    let target = target.into();
    let kind = crate::guess(&target).unwrap().info().name.clone();
    ProbeSpec {
        settings: serde_json::from_value(settings).unwrap(),
        ..ProbeSpec::new("test", kind, target)
    }
}

/// The value of a metric.
pub(crate) fn value(reading: &Reading, metric: &str) -> Option<f64> {
    reading
        .samples
        .iter()
        .find(|sample| sample.metric == metric)
        .map(|sample| sample.value)
}

/// Fails unless the look went well and found nothing wrong.
#[track_caller]
pub(crate) fn assert_well(reading: &Reading) {
    assert!(
        reading.failure.is_none() && reading.findings.is_empty(),
        "{reading:#?}"
    );
}

/// Fails unless the look found exactly this, in this order: codes and a part of each sentence.
#[track_caller]
pub(crate) fn assert_found(reading: &Reading, expected: &[(&str, &str)]) {
    assert_eq!(reading.failure, None);
    let codes: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| finding.code.as_ref())
        .collect();
    assert_eq!(
        codes,
        expected.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
        "{reading:#?}"
    );
    for (finding, (_, part)) in reading.findings.iter().zip(expected) {
        assert!(
            finding.detail.contains(part),
            "{:?} does not hold {part:?}",
            finding.detail
        );
    }
}

/// Fails unless the look failed for this cause with a sentence that holds `part`.
#[track_caller]
pub(crate) fn assert_failed(reading: &Reading, cause: Cause, part: &str) {
    let failure = reading.failure.as_ref().expect("the look should fail");
    assert_eq!(failure.cause, cause, "{}", failure.detail);
    assert!(
        failure.detail.contains(part),
        "{:?} does not hold {part:?}",
        failure.detail
    );
}

/// A server that does `serve` with each connection; it ends with the test.
pub(crate) async fn tcp_server<F, Served>(address: &str, serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> Served + Send + 'static,
    Served: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let listener = TcpListener::bind(address).await.unwrap();
    let bound = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A probe that has seen enough hangs up while its peer still talks; that is no error here.
            tokio::spawn(serve(stream));
        }
    });
    bound
}

/// A server that answers each datagram with what `answer` makes of it, or not at all.
pub(crate) async fn udp_server(
    address: &str,
    answer: impl Fn(&[u8]) -> Vec<Vec<u8>> + Send + 'static,
) -> SocketAddr {
    let socket = UdpSocket::bind(address).await.unwrap();
    let bound = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut datagram = vec![0; 65_535];
        loop {
            let (length, from) = socket.recv_from(&mut datagram).await.unwrap();
            for answer in answer(&datagram[..length]) {
                socket.send_to(&answer, from).await.unwrap();
            }
        }
    });
    bound
}

/// A port of that address on which nothing listens, by TCP or UDP.
pub(crate) async fn closed_port(address: &str) -> SocketAddr {
    loop {
        let listener = TcpListener::bind(address).await.unwrap();
        let bound = listener.local_addr().unwrap();
        if UdpSocket::bind(bound).await.is_ok() {
            return bound;
        }
    }
}

/// A TCP port that swallows everything: its queue is full, so that the kernel no longer answers.
pub(crate) struct BlackHole {
    pub(crate) address: SocketAddr,
    _held: Vec<Box<dyn Debug + Send>>,
}

impl BlackHole {
    pub(crate) async fn open() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let queued = TcpStream::connect(address).await.unwrap();
        Self {
            address,
            _held: vec![Box::new(listener), Box::new(queued)],
        }
    }
}

/// Does `test` in a network namespace of its own that has nothing but loopback. Needs root, and `ip`.
pub(crate) fn in_own_network(test: impl FnOnce(&Runtime) + Send + 'static) {
    let thread = std::thread::spawn(|| {
        unshare(CloneFlags::CLONE_NEWNET).expect("this test needs root, for a network namespace of its own");
        run("ip link set lo up");
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        test(&runtime);
    });
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Does a command of the system here.
pub(crate) fn run(command: &str) {
    let mut words = command.split(' ');
    let status = std::process::Command::new(words.next().unwrap())
        .args(words)
        .status();
    assert!(
        status.as_ref().is_ok_and(|status| status.success()),
        "{command}: {status:?}"
    );
}

/// A program of the system that runs until it is dropped.
pub(crate) struct Program(Child);

impl Program {
    /// Starts `command` and waits until it has written a line that holds `ready` to its standard error.
    pub(crate) async fn start(command: &mut Command, ready: &str) -> Self {
        let name = command.as_std().get_program().to_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("this test needs the program {name:?}: {error}"));
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let waiting = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                let is_ready = line.contains(ready);
                said.push(line);
                if is_ready {
                    return true;
                }
            }
            false
        };
        let is_ready = timeout(PATIENCE, waiting).await;
        assert_eq!(is_ready, Ok(true), "{name:?} did not get ready: {said:#?}");
        // What it says later is read and forgotten, so that it never waits for a reader.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self(child)
    }

    /// Its number, to send it a signal.
    pub(crate) fn id(&self) -> u32 {
        self.0.id().expect("it runs")
    }

    /// Asks it to end, as the system does, and waits until it has.
    pub(crate) async fn stop(mut self) {
        let pid = Pid::from_raw(i32::try_from(self.id()).unwrap());
        kill(pid, Signal::SIGTERM).unwrap();
        timeout(PATIENCE, self.0.wait()).await.unwrap().unwrap();
    }
}

/// A real DNS server (`dnsmasq`, Debian package dnsmasq-base) that knows the zone `test` and nobody else.
pub(crate) struct DnsServer {
    pub(crate) address: SocketAddr,
    _program: Program,
}

impl DnsServer {
    /// Starts it on a free port of 127.0.0.1.
    pub(crate) async fn start() -> Self {
        let address = closed_port("127.0.0.1:0").await;
        let mut command = Command::new("dnsmasq");
        command.args([
            "--no-daemon",
            "--conf-file=/dev/null",
            "--no-resolv",
            "--no-hosts",
            "--bind-interfaces",
        ]);
        command.args(["--listen-address=127.0.0.1", "--local=/test/", "--pid-file="]);
        command.arg(format!("--port={}", address.port()));
        command.args([
            "--host-record=origin.test,192.0.2.10,2001:db8::10,30",
            "--host-record=origin.test,192.0.2.11,20",
            "--cname=cdn.test,origin.test",
            "--mx-host=test,mail.test,10",
            "--ptr-record=10.2.0.192.in-addr.arpa,origin.test",
        ]);
        for number in 0..40 {
            command.arg(format!(
                "--txt-record=long.test,record {number:02} {}",
                "x".repeat(100)
            ));
        }
        let _program = Program::start(&mut command, "started, version").await;
        Self { address, _program }
    }
}
