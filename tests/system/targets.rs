//! Targets that answer nonsense, too much, too slowly or not at all: each probe says so in one sentence, and those beside
//! it look on as if nothing were.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::flypack::{Flypack, flywatch, outcome, until};
use crate::plug::{busy, complaints, items, peer};

const MIB: u64 = 1 << 20;
const PROBES: &str = "/api/v1/probes";

/// A web server on loopback that answers each connection in the way that its path names.
fn bad_web_server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Whoever asked may hang up at any time.
            thread::spawn(move || drop(answer_badly(stream)));
        }
    });
    address
}

fn answer_badly(mut stream: TcpStream) -> std::io::Result<()> {
    let mut asked = Vec::new();
    let mut block = [0; 4096];
    while !asked.ends_with(b"\r\n\r\n") {
        let count = stream.read(&mut block)?;
        if count == 0 {
            return Ok(());
        }
        asked.extend(&block[..count]);
    }
    let asked = String::from_utf8_lossy(&asked).into_owned();
    match asked.split(' ').nth(1).unwrap_or_default() {
        "/gigabyte" => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
                1024 * MIB
            )?;
            let block = vec![b'a'; 1 << 16];
            (0..1024 * MIB / (1 << 16)).try_for_each(|_| stream.write_all(&block))
        }
        "/round" => write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: /about\r\nContent-Length: 0\r\n\r\n"
        ),
        "/about" => write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n"
        ),
        "/away" => write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: gopher://x\r\nContent-Length: 0\r\n\r\n"
        ),
        "/head" => loop {
            write!(stream, "X-{}: more\r\n", "a".repeat(1000))?;
        },
        "/noise" => stream.write_all(&(0..=255).cycle().take(10_000).collect::<Vec<u8>>()),
        "/short" => write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nThat is all."
        ),
        // A byte a second: nothing comes in, so that each read takes as long as it may.
        "/drip" => {
            stream.set_read_timeout(Some(Duration::from_secs(1)))?;
            for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n".iter().cycle() {
                stream.write_all(&[*byte])?;
                if stream.read(&mut block).is_ok() {
                    return Ok(());
                }
            }
            Ok(())
        }
        _ => write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"),
    }
}

/// A name server on loopback that answers every question with bytes that mean nothing.
fn bad_name_server() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("there is a free port");
    let address = socket.local_addr().expect("it has an address");
    thread::spawn(move || {
        let mut question = [0; 1500];
        while let Ok((_, from)) = socket.recv_from(&mut question) {
            // The number of the question, so that it passes for an answer to it.
            let nonsense = [&question[..2], &[0xff; 500]].concat();
            drop(socket.send_to(&nonsense, from));
        }
    });
    address
}

fn make(station: &Flypack, spec: &Value) -> u64 {
    let made = station.post(PROBES, spec).json();
    made["id"].as_u64().expect("it has a number")
}

fn state(station: &Flypack, probe: u64) -> Value {
    station.get(&format!("{PROBES}/{probe}")).json()["state"].take()
}

#[test]
fn each_bad_target_is_told_of_in_one_sentence_and_nothing_else_suffers() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    let (web, names) = (bad_web_server(), bad_name_server());
    let good = make(&station, &busy("Good", peer()));
    let http = |path: &str| format!("http://{web}{path}");
    let closed = format!(
        "tcp://{}",
        TcpListener::bind("127.0.0.1:0")
            .and_then(|l| l.local_addr())
            .expect("a port")
    );
    let before = station.memory();
    // What the state must say: the cause of a failure, or a finding.
    let cases = [
        (
            "http",
            http("/gigabyte"),
            json!({ "expect_body": "needle" }),
            "http.body_cut",
        ),
        ("http", http("/round"), json!({}), "http.redirect_loop"),
        ("http", http("/away"), json!({}), "http.redirect_refused"),
        ("http", http("/head"), json!({}), "garbled"),
        ("http", http("/noise"), json!({}), "garbled"),
        ("http", http("/short"), json!({}), "garbled"),
        ("http", http("/drip"), json!({}), "timeout"),
        ("tcp", closed, json!({}), "refused"),
        (
            "tcp",
            format!("tcp://{web}"),
            json!({ "send": "GET /noise HTTP/1.1\\r\\n\\r\\n", "expect": "220" }),
            "tcp.",
        ),
        (
            "dns",
            format!("dns://{names}/origin.example"),
            json!({}),
            "garbled",
        ),
    ];
    let bad: Vec<_> = cases
        .into_iter()
        .map(|(kind, target, settings, told)| {
            let spec = json!({
                "name": format!("{kind} {target} {told}"), "kind": kind, "target": target, "settings": settings,
                "every_ms": 2000, "timeout_ms": 1500,
            });
            (make(&station, &spec), told, target)
        })
        .collect();
    for (probe, told, target) in &bad {
        let state = until(target, || {
            let state = state(&station, *probe);
            state["last"].is_i64().then_some(state)
        });
        let failure = &state["failure"];
        let codes: Vec<_> = state["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|finding| finding["code"].as_str().expect("a finding has a code"))
            .collect();
        assert!(
            failure["cause"] == **told || codes.iter().any(|code| code.starts_with(told)),
            "{target} must be told of as {told}: {state}"
        );
        let detail = failure["detail"]
            .as_str()
            .or(state["findings"][0]["detail"].as_str());
        let detail = detail.unwrap_or_else(|| panic!("{target}: nothing is said"));
        assert!(
            detail.len() < 400 && !detail.chars().any(char::is_control),
            "{target}: {detail:?}"
        );
    }
    assert!(
        station.memory() < before + 64 * MIB,
        "{before} and then {}",
        station.memory()
    );
    assert_eq!(state(&station, good)["condition"], "ok", "the one beside them");
    assert_eq!(complaints(&station), Vec::<String>::new());
    station.stop();
}

#[test]
fn a_thousand_probes_start_beside_one_that_hangs() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    let (peer, web) = (peer(), bad_web_server());
    let slow = json!({
        "name": "Slow", "kind": "http", "target": format!("http://{web}/drip"), "every_ms": 4000, "timeout_ms": 3000,
    });
    let slow = make(&station, &slow);
    thread::scope(|scope| {
        for part in 0..4 {
            let station = &station;
            scope.spawn(move || {
                for n in 0..250 {
                    let target = format!("tcp://{peer}");
                    make(
                        station,
                        &json!({ "name": format!("{part} {n}"), "kind": "tcp", "target": target, "every_ms": 3000 }),
                    );
                }
            });
        }
    });
    station.stop();
    let station = Flypack::start(dir.path());
    let well = || {
        let probes = items(&station, &format!("{PROBES}?limit=1000"));
        probes
            .iter()
            .filter(|probe| probe["state"]["condition"] == "ok")
            .count()
    };
    // The slow one is on the page too.
    until("all of them are well", || (well() == 999).then_some(()));
    until("the slow one is told of", || {
        (state(&station, slow)["failure"]["cause"] == "timeout").then_some(())
    });
    assert_eq!(complaints(&station), Vec::<String>::new(), "no reading was lost");
    station.stop();
}

/// `flywatch probe` on a machine that is connected to nothing.
fn look_without_a_network(target: &str) -> (Option<i32>, String) {
    let mut command = Command::new("unshare");
    command.args(["--net", "sh", "-c", r#"ip link set lo up && exec "$@""#, "sh"]);
    command.arg(flywatch().get_program()).args(["probe", target]);
    let output = outcome(command);
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8(said).expect("it speaks UTF-8"),
    )
}

#[test]
fn hosts_that_cannot_be_reached_and_names_that_do_not_resolve() {
    for target in [
        "tcp://192.0.2.1:80",
        "icmp:192.0.2.1",
        "http://192.0.2.1/",
        "udp://192.0.2.1:53",
    ] {
        let (status, said) = look_without_a_network(target);
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("no way to 192.0.2.1"), "{target}: {said}");
    }
    for target in [
        "tcp://encoder.invalid:80",
        "icmp:encoder.invalid",
        "http://encoder.invalid/",
    ] {
        let (status, said) = look_without_a_network(target);
        assert_eq!(status, Some(2), "{said}");
        assert!(
            said.contains("no address for encoder.invalid"),
            "{target}: {said}"
        );
    }
    let (status, said) = look_without_a_network("telepathy:operator");
    assert_eq!(status, Some(64), "{said}");
    assert!(
        said.contains("no kind of probe looks at telepathy: targets"),
        "{said}"
    );
}
