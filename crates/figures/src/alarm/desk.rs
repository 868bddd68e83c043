//! Targets that can be broken, and the webhook that is told: one HTTP server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::Result;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::FAULTS;

type Broken = Arc<[AtomicBool; FAULTS]>;
type Told = mpsc::Sender<(usize, Instant)>;

/// So many words may wait to be heard.
const WAITING: usize = 1000;

/// Ends its connections when it is dropped.
pub(super) struct Desk {
    at: SocketAddr,
    broken: Broken,
    heard: mpsc::Receiver<(usize, Instant)>,
    _serving: JoinSet<()>,
}

/// What target number `n` is called, in messages too.
pub(super) fn name(n: usize) -> String {
    format!("Target-{n:02}")
}

impl Desk {
    pub(super) async fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let at = listener.local_addr()?;
        let broken = Broken::default();
        let (told, heard) = mpsc::channel(WAITING);
        let mut serving = JoinSet::new();
        serving.spawn(serve(listener, broken.clone(), told));
        Ok(Self {
            at,
            broken,
            heard,
            _serving: serving,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.at
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    pub(super) fn break_target(&self, n: usize) {
        if let Some(broken) = self.broken.get(n) {
            broken.store(true, Ordering::Release);
        }
    }

    /// The next word about a target.
    pub(super) async fn told(&mut self) -> Option<(usize, Instant)> {
        self.heard.recv().await
    }
}

async fn serve(listener: TcpListener, broken: Broken, told: Told) {
    let mut open = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (broken, told) = (broken.clone(), told.clone());
        open.spawn(async move {
            // Whoever hangs up has had enough.
            drop(answer(stream, &broken, &told).await);
        });
        while open.try_join_next().is_some() {}
    }
}

/// Answers requests on one connection until it ends.
async fn answer(stream: TcpStream, broken: &Broken, told: &Told) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        let mut request = String::new();
        if stream.read_line(&mut request).await? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            let mut header = String::new();
            stream.read_line(&mut header).await?;
            if header.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        let path = request.split(' ').nth(1).unwrap_or_default();
        let (status, text) = page(path, &body, broken, told);
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", text.len());
        stream.write_all((head + &text).as_bytes()).await?;
        stream.flush().await?;
    }
}

fn page(path: &str, body: &[u8], broken: &Broken, told: &Told) -> (&'static str, String) {
    let is_broken = |n: usize| broken.get(n).is_some_and(|broken| broken.load(Ordering::Acquire));
    if path == "/told" {
        let body = String::from_utf8_lossy(body);
        for n in (0..FAULTS).filter(|n| is_broken(*n) && body.contains(&name(*n))) {
            // Only the first word about each counts.
            if told.try_send((n, Instant::now())).is_err() {
                break;
            }
        }
        return ("200 OK", String::new());
    }
    if path == "/metrics" {
        let line = |n| format!("broken{{target=\"{}\"}} {}\n", name(n), u8::from(is_broken(n)));
        return ("200 OK", (0..FAULTS).map(line).collect());
    }
    let target = path.strip_prefix("/target/").and_then(|n| n.parse().ok());
    match target.filter(|n| is_broken(*n)) {
        Some(_) => ("503 Service Unavailable", String::new()),
        None => ("200 OK", String::new()),
    }
}
