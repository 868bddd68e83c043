//! What tests of receivers share: a message, deliveries, peers to deliver to.

use std::fmt::Debug;
use std::net::{SocketAddr, UdpSocket};
use std::path::Path;
use std::process::{Command as Order, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::mpsc;
use tokio::time::{interval, timeout};
use wire::receiver::{Message, ReceiverSpec};

use crate::{Undelivered, deliver, receivers};

/// Longer than anything that is to succeed takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A receiver of this sort.
pub(crate) fn spec(kind: &str, settings: Value) -> ReceiverSpec {
    ReceiverSpec {
        name: "test".to_owned(),
        kind: kind.to_owned(),
        enabled: true,
        settings: serde_json::from_value(settings).unwrap(),
    }
}

/// Delivers as a station does.
pub(crate) async fn send(kind: &str, settings: Value, message: &Message) -> Result<(), Undelivered> {
    deliver(receivers(), &spec(kind, settings), message).await
}

/// What is wrong with settings: fields and advice.
pub(crate) fn faults(kind: &str, settings: Value) -> Vec<(String, String)> {
    let errors = crate::check(receivers(), &spec(kind, settings))
        .err()
        .unwrap_or_default();
    errors
        .into_iter()
        .map(|error| (error.field, error.message))
        .collect()
}

/// Waits until `seen` gives something.
pub(crate) async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut seen: impl FnMut() -> F) -> T {
    let mut ticks = interval(Duration::from_millis(20));
    let wait = async {
        loop {
            ticks.tick().await;
            if let Some(seen) = seen().await {
                return seen;
            }
        }
    };
    timeout(PATIENCE, wait)
        .await
        .unwrap_or_else(|_| panic!("{what} never came"))
}

/// A port of this machine on which nothing listens, by TCP or UDP.
pub(crate) async fn closed_port() -> SocketAddr {
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bound = listener.local_addr().unwrap();
        if UdpSocket::bind(bound).is_ok() {
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

/// What a web server was asked.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Method and path with query.
    pub(crate) line: String,
    /// The head, in small letters.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A web server that writes down what it is asked and answers by a rule.
pub(crate) struct Web {
    pub(crate) address: SocketAddr,
    asked: mpsc::Receiver<Asked>,
}

impl Web {
    /// One that answers with what `answer` gives for method and path: the status, what else stands in the head, the body.
    pub(crate) async fn start(answer: fn(&str) -> (&'static str, &'static str, &'static str)) -> Self {
        Self::over(answer, |stream| async move { stream }).await
    }

    /// The same over what `dress` makes of a connection.
    pub(crate) async fn over<S, F>(
        answer: fn(&str) -> (&'static str, &'static str, &'static str),
        dress: impl Fn(TcpStream) -> F + Send + 'static,
    ) -> Self
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send,
        F: Future<Output = S> + Send,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, asked) = mpsc::channel(64);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let mut stream = BufReader::new(dress(stream).await);
                let Some(asked) = read(&mut stream).await else {
                    continue;
                };
                let (status, head, body) = answer(&asked.line);
                let answer = format!(
                    "HTTP/1.1 {status}\r\ncontent-length: {}\r\n{head}connection: close\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.shutdown().await.unwrap();
                tell.send(asked).await.unwrap();
            }
        });
        Self { address, asked }
    }

    pub(crate) async fn taking() -> Self {
        Self::start(|_| ("200 OK", "", "")).await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) async fn asked(&mut self) -> Asked {
        timeout(PATIENCE, self.asked.recv()).await.unwrap().unwrap()
    }
}

async fn read(stream: &mut (impl AsyncBufReadExt + AsyncReadExt + Unpin)) -> Option<Asked> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let (line, head) = head.split_once("\r\n")?;
    let mut asked = Asked {
        line: line.trim_end_matches(" HTTP/1.1").to_owned(),
        head: head.replace("\r\n", "\n"),
        body: String::new(),
    };
    let length = asked
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    asked.body = String::from_utf8(body).unwrap();
    Some(asked)
}

/// A program of the system that runs until it is dropped, and what it says.
pub(crate) struct Program {
    _child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// Starts `command`; what it says to either output is read as one.
    pub(crate) fn start(command: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 2>&1", command])
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { _child: child, lines }
    }

    /// The next line that holds `part`, and all that were said before it.
    pub(crate) async fn says(&mut self, part: &str) -> (String, Vec<String>) {
        self.says_that(part, |line| line.contains(part).then(|| line.to_owned()))
            .await
    }

    /// What `read` makes of the next line that it takes, and all that were said before it.
    pub(crate) async fn says_that<T>(
        &mut self,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> (T, Vec<String>) {
        let mut before = Vec::new();
        let wait = async {
            while let Some(line) = self.lines.next_line().await.unwrap() {
                if let Some(found) = read(&line) {
                    return Some(found);
                }
                before.push(line);
            }
            None
        };
        let found = timeout(PATIENCE, wait).await.ok().flatten();
        let found = found.unwrap_or_else(|| panic!("it never said {what:?}, only {before:#?}"));
        (found, before)
    }
}

/// What a command of the system says when it ends well.
pub(crate) fn run(command: &str, arguments: &[&str]) -> String {
    let done = Order::new(command)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{command}: {error}"));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        done.status.success(),
        "{command} {arguments:?}: {said}{}",
        String::from_utf8_lossy(&done.stderr)
    );
    said
}

/// An authority and a certificate of it for 127.0.0.1: `ca.pem`, `cert.pem`, `key.pem` in `dir`.
pub(crate) fn certificates(dir: &Path) {
    let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Flypack Root");
    let authority = rcgen::CertifiedIssuer::self_signed(params, rcgen::KeyPair::generate().unwrap()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
    let certificate = rcgen::CertificateParams::new(names)
        .unwrap()
        .signed_by(&key, &authority)
        .unwrap();
    std::fs::write(dir.join("ca.pem"), authority.pem()).unwrap();
    std::fs::write(dir.join("cert.pem"), certificate.pem()).unwrap();
    std::fs::write(dir.join("key.pem"), key.serialize_pem()).unwrap();
}

/// The path of a file in `dir`.
pub(crate) fn path(dir: &tempfile::TempDir, name: &str) -> String {
    dir.path().join(name).display().to_string()
}

/// Settings that pass the check, with an address in place of `{}`.
pub(crate) fn settings(text: &str, address: SocketAddr) -> Value {
    let filled = text
        .replace("{}", &address.to_string())
        .replace("{port}", &address.port().to_string());
    if filled.is_empty() {
        json!({})
    } else {
        serde_json::from_str(&filled).unwrap()
    }
}
