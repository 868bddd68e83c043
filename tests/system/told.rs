//! What fires is told once, whatever happens to the station meanwhile.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use crate::flypack::{DEADLINE, Flypack, until};

/// How often the plug is pulled.
const ROUNDS: usize = 100;

/// A web server that takes messages, and remembers all of them.
struct Hook {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<Value>>>,
    /// It answers nothing as long as this is set.
    is_slow: Arc<AtomicBool>,
}

impl Hook {
    fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let hook = Self {
            address: listener.local_addr().expect("it is bound"),
            taken: Arc::default(),
            is_slow: Arc::default(),
        };
        let (taken, is_slow) = (hook.taken.clone(), hook.is_slow.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (taken, is_slow) = (taken.clone(), is_slow.clone());
                std::thread::spawn(move || drop(take(&stream, &taken, &is_slow)));
            }
        });
        hook
    }

    /// The messages that came, with one of these sorts of news.
    fn ids(&self, news: &str) -> BTreeSet<String> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = taken.iter().filter(|message| message["news"] == news);
        fits.map(|message| message["id"].as_str().expect("it has one").to_owned())
            .collect()
    }
}

fn take(stream: &TcpStream, taken: &Mutex<Vec<Value>>, is_slow: &AtomicBool) -> std::io::Result<()> {
    stream.set_read_timeout(Some(DEADLINE))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let message = serde_json::from_slice(&body)?;
    taken.lock().unwrap_or_else(PoisonError::into_inner).push(message);
    if is_slow.load(Ordering::Relaxed) {
        // Until whoever sent it is gone.
        reader.read_to_end(&mut Vec::new())?;
    }
    let mut stream = stream;
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

/// A station that watches a door and tells the hook at once.
fn watch(data: &Path, door: SocketAddr, hook: &Hook) -> Flypack {
    let station = Flypack::start(data);
    let at_once = json!({ "raise_after_ms": 0, "clear_after_ms": 0 });
    let probe = json!({
        "name": "Door", "kind": "tcp", "target": format!("tcp://{door}"), "every_ms": 100, "timeout_ms": 90,
        "alerts": { "tcp/failure": at_once },
    });
    assert_eq!(station.post("/api/v1/probes", &probe).status, 201);
    let receiver = json!({ "name": "Hook", "kind": "webhook", "settings": { "url": format!("http://{}/", hook.address) } });
    let receiver = station.post("/api/v1/receivers", &receiver).json();
    let route = json!({ "name": "All", "least": "minor", "receivers": [receiver["id"]], "wait_ms": 0 });
    assert_eq!(station.post("/api/v1/routes", &route).status, 201);
    station
}

fn is_firing(station: &Flypack) -> bool {
    let firing = station.get("/api/v1/alerts?firing=true").json();
    firing["items"].as_array().is_some_and(|items| !items.is_empty())
}

#[test]
fn a_plug_pulled_between_an_alert_and_its_message_loses_none_and_doubles_none() {
    let dir = tempfile::tempdir().expect("there is room");
    let hook = Hook::open();
    let mut open = Some(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port"));
    let door = open
        .as_ref()
        .expect("it is open")
        .local_addr()
        .expect("it is bound");
    let mut station = watch(dir.path(), door, &hook);
    for round in 1..=ROUNDS {
        // Every other message is sent and never answered before the plug is pulled.
        hook.is_slow.store(round % 2 == 0, Ordering::Relaxed);
        drop(open.take());
        until("the alert fires", || is_firing(&station).then_some(()));
        if round % 4 == 0 {
            until("the message is on its way", || {
                (hook.ids("raised").len() == round).then_some(())
            });
        }
        station.kill();
        hook.is_slow.store(false, Ordering::Relaxed);
        station = Flypack::start(dir.path());
        until(&format!("the message of round {round} is there"), || {
            (hook.ids("raised").len() >= round).then_some(())
        });
        open = Some(TcpListener::bind(door).expect("the port is still free"));
        until("it is told that all is well", || {
            (hook.ids("resolved").len() >= round).then_some(())
        });
        assert_eq!(hook.ids("raised").len(), round, "one message for each alert");
        assert_eq!(hook.ids("resolved").len(), round, "one message for each end");
        until("nothing waits any more", || {
            let waiting = station.get("/api/v1/deliveries?state=waiting").json();
            waiting["items"]
                .as_array()
                .is_some_and(Vec::is_empty)
                .then_some(())
        });
    }
    drop(open);
    let alerts = station.get("/api/v1/alerts").json();
    assert_eq!(
        alerts["items"].as_array().map(Vec::len),
        Some(1),
        "it came back each time: {alerts}"
    );
    assert_eq!(alerts["items"][0]["returns"], ROUNDS - 1);
}
