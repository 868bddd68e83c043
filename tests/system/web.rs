//! What programs and broken clients send to the station: each gets an answer that says what is wrong, or is hung up on,
//! and the station goes on.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use serde_json::json;

use crate::flypack::{Flypack, until};
use crate::plug::{busy, items, peer};

const MIB: u64 = 1 << 20;
const PROBES: &str = "/api/v1/probes";

fn station() -> (tempfile::TempDir, Flypack) {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start(dir.path());
    (dir, station)
}

/// The head of a request of a signed-in program that closes its connection afterwards, without the empty line.
fn head(station: &Flypack, first_line: &str) -> String {
    let Flypack { address, token, .. } = station;
    format!("{first_line}\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n")
}

#[test]
fn bodies_that_make_no_sense_are_refused_with_a_sentence() {
    let (_dir, station) = station();
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let nested = format!("{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    let nested = format!(r#"{{"name":"x","kind":"tcp","target":"tcp://127.0.0.1:1","settings":{nested}}}"#);
    let cases: [(&[u8], u16); 6] = [
        (b"", 400),
        (b"{\"name\":", 400),
        (b"\xff\xfe\0", 400),
        (&deep, 422),
        (nested.as_bytes(), 400),
        (&vec![b' '; 2_000_000], 413),
    ];
    for (body, status) in cases {
        let said = station.ask("POST", PROBES, body).problem(status);
        assert!(
            said.starts_with("The body") || said.starts_with("A body"),
            "{said}"
        );
    }
    assert_eq!(station.get(PROBES).json()["items"], json!([]));
}

#[test]
fn a_body_of_a_gigabyte_costs_no_memory() {
    let (_dir, station) = station();
    let before = station.memory();
    let mut stream = station.connect().expect("the station listens");
    let head = head(&station, "POST /api/v1/probes HTTP/1.1");
    let head = format!(
        "{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        1024 * MIB
    );
    stream.write_all(head.as_bytes()).expect("the station reads");
    let block = vec![b' '; 1 << 16];
    let sent = (0..1024 * MIB / (1 << 16))
        .take_while(|_| stream.write_all(&block).is_ok())
        .count();
    assert!((sent as u64) < 64 * MIB / (1 << 16), "the station hangs up soon");
    // What of the program itself was not needed before counts as well.
    assert!(
        station.memory() < before + 32 * MIB,
        "{before} and then {}",
        station.memory()
    );
    station.get("/api/v1/health").json();
}

#[test]
fn entries_that_make_no_sense_are_named() {
    let (_dir, station) = station();
    let good = json!({ "name": "Gateway", "kind": "tcp", "target": "tcp://127.0.0.1:1" });
    let cases = [
        (
            "target",
            json!("gopher://127.0.0.1"),
            "does not look at gopher: targets",
        ),
        ("target", json!("127.0.0.1"), "starts with its scheme"),
        ("target", json!("tcp://127.0.0.1"), "name the port"),
        ("target", json!("tcp://127.0.0.1:99999"), "is not an address"),
        (
            "target",
            json!("tcp://operator:secret@127.0.0.1:1"),
            "no name or password",
        ),
        (
            "target",
            json!(format!("tcp://{}:1", "a".repeat(100_000))),
            "letters at most",
        ),
        ("kind", json!("telepathy"), "choose one of"),
        ("name", json!(" "), "give it a name"),
        ("name", json!("a".repeat(100_000)), "letters at most"),
        ("name", json!("a\u{0}b"), "one line"),
        ("group", json!("a\nb"), "one line"),
        ("every_ms", json!(0), "100 to 86400000"),
        ("settings", json!({ "colour": "red" }), "no setting of this name"),
        (
            "settings",
            json!({ "expect": "x".repeat(100_000) }),
            "letters at most",
        ),
    ];
    for (field, value, words) in cases {
        let mut spec = good.clone();
        spec[field] = value;
        let answer = station.post(PROBES, &spec);
        answer.problem(422);
        assert!(answer.text().contains(words), "{field}: {}", answer.text());
    }
    assert_eq!(station.get(PROBES).json()["items"], json!([]));
}

#[test]
fn requests_that_make_no_sense_get_an_answer() {
    let (_dir, station) = station();
    let answer = |line: &str, headers: &str| {
        let request = format!("{}{headers}\r\n", head(&station, line));
        station
            .say(request.as_bytes())
            .unwrap_or_else(|error| panic!("{line}: {error}"))
    };
    let long = "a".repeat(1_000_000);
    for (line, headers, status) in [
        ("GET /api/v1/nothing HTTP/1.1", "", 404),
        ("GET /api/v1/probes/12 HTTP/1.1", "", 404),
        ("GET /api/v1/probes/99999999999999 HTTP/1.1", "", 404),
        ("GET /api/v1/%2e%2e/%00 HTTP/1.1", "", 404),
        ("BREW /api/v1/probes HTTP/1.1", "", 405),
        ("PATCH /api/v1/probes HTTP/1.1", "", 405),
        ("TRACE /api/v1/probes HTTP/1.1", "", 405),
        (
            "GET /api/v1/probes HTTP/1.1",
            "Origin: http://evil.example\r\n",
            403,
        ),
        ("GET /api/v1/probes?limit=-1 HTTP/1.1", "", 422),
        (
            "GET /api/v1/history?series=1&from=9&to=1&step=1 HTTP/1.1",
            "",
            422,
        ),
        ("GET /api/v1/live HTTP/1.1", "", 426),
    ] {
        let said = answer(line, headers).problem(status);
        assert!(said.ends_with('.'), "{line}: {said}");
    }
    assert_eq!(
        answer("GET /api/v1/probes HTTP/1.1", &format!("X: {long}\r\n")).status,
        431
    );
    assert!([414, 431].contains(&answer(&format!("GET /{long} HTTP/1.1"), "").status));
    assert_eq!(answer("HEAD /api/v1/probes HTTP/1.1", "").status, 200);
    let slash = answer("GET /api/ HTTP/1.1", "");
    assert!(
        slash.status == 308 && slash.head.contains("location: /api\r\n"),
        "{}",
        slash.head
    );

    let foreign = b"GET /api/v1/probes HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    let said = station.say(foreign).expect("an answer").problem(421);
    assert!(said.contains("127.0.0.1"), "{said}");
    let secure = station.say(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 what is this\r\n\r\n");
    assert_eq!(secure.expect("an answer").status, 400);
}

#[test]
fn a_thousand_clients_that_never_come_to_the_point_keep_nobody_waiting() {
    let (_dir, station) = station();
    station.get("/api").text();
    let before = station.memory();
    let head = head(&station, "POST /api/v1/probes HTTP/1.1");
    let slow: Vec<TcpStream> = (0..1000)
        .map(|number| {
            let mut stream = station.connect().expect("the station listens");
            // Half of them stop in the middle of their headers, the others before their body.
            let said = match number % 2 {
                0 => head.clone(),
                _ => format!("{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"),
            };
            stream.write_all(said.as_bytes()).expect("the station reads");
            stream
        })
        .collect();
    let spec = busy("Gateway", peer());
    station.post(PROBES, &spec).json();
    // They go on, byte by byte.
    for mut stream in &slow {
        stream.write_all(b"X").expect("the station waits");
    }
    assert_eq!(station.get("/api/v1/health").json()["status"], "ok");
    assert!(
        station.memory() < before + 64 * MIB,
        "{before} and then {}",
        station.memory()
    );
    station.stop();
}

/// Whether the other side has ended the connection by now.
fn is_hung_up(mut stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).expect("it is a socket");
    match stream.read(&mut [0; 1024]) {
        Ok(count) => count == 0,
        Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
    }
}

#[test]
fn a_client_that_does_not_come_to_the_point_is_hung_up_on() {
    let (_dir, station) = station();
    let mut silent = station.connect().expect("the station listens");
    let mut slow = station.connect().expect("the station listens");
    let mut done = station.connect().expect("the station listens");
    slow.write_all(head(&station, "GET /api/v1/health HTTP/1.1").as_bytes())
        .expect("the station reads");
    slow.write_all(b"X-Slow: ").expect("the station reads");
    let Flypack { address, .. } = &station;
    done.write_all(format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes())
        .expect("the station reads");
    until("the slow one is hung up on", || {
        // It goes on all the while, byte by byte.
        (slow.write_all(b"x").is_err() || is_hung_up(&slow)).then_some(())
    });
    until("the silent one is hung up on", || {
        is_hung_up(&silent).then_some(())
    });
    until("what rests after an answer is closed", || {
        is_hung_up(&done).then_some(())
    });
    assert!(silent.write_all(b"G").is_err() || is_hung_up(&silent));
    assert_eq!(station.get("/api/v1/health").json()["status"], "ok");
    assert!(!station.stop().contains("panic"));
}

#[test]
fn an_order_is_carried_out_to_its_end_when_whoever_gave_it_hangs_up() {
    let (_dir, station) = station();
    let peer = peer();
    for n in 0..40 {
        let spec = busy(&format!("Probe {n}"), peer).to_string();
        let mut stream = station.connect().expect("the station listens");
        stream
            .write_all(&station.request("", "POST", PROBES, spec.as_bytes()))
            .expect("the station reads");
        // Nobody waits for the answer.
        drop(stream);
    }
    station.post(PROBES, &busy("The last one", peer)).json();
    // What was heard is noted, and what is noted is at work, whoever has gone away meanwhile.
    until("what is on disk is at work", || {
        let noted = items(&station, "/api/v1/audit").len();
        let probes = items(&station, PROBES);
        let looked = probes.iter().filter(|probe| !probe["state"]["last"].is_null());
        (looked.count() == noted).then_some(())
    });
}

/// A WebSocket to the live picture, signed in; the answer to the handshake is read.
fn screen(station: &Flypack) -> TcpStream {
    let Flypack { address, token, .. } = station;
    let mut stream = station.connect().expect("the station listens");
    let hello = format!(
        "GET /api/v1/live HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\n\
         Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(hello.as_bytes()).expect("the station reads");
    let mut said = Vec::new();
    while !said.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("the station answers");
        said.push(byte[0]);
    }
    assert!(
        said.starts_with(b"HTTP/1.1 101 "),
        "{}",
        String::from_utf8_lossy(&said)
    );
    stream
}

/// A text as a client sends it in one frame (RFC 6455, 5.2), masked with zeros.
fn frame(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("it is short");
    let mut bytes = vec![0x81, 0xfe];
    bytes.extend(length.to_be_bytes());
    bytes.extend([0; 4]);
    bytes.extend(text.as_bytes());
    bytes
}

#[test]
fn screens_that_never_read_cost_no_memory() {
    let (_dir, station) = station();
    let peer = peer();
    for n in 0..50 {
        station.post(PROBES, &busy(&format!("Probe {n}"), peer)).json();
    }
    let before = station.memory();
    let screens: Vec<_> = (0..50)
        .map(|_| {
            let mut stream = screen(&station);
            // Each word changes what is wanted and makes the station send everything again.
            for n in 1..=100 {
                let wanted = json!({ "probes": [n], "every_ms": 1 }).to_string();
                if stream.write_all(&frame(&wanted)).is_err() {
                    break;
                }
            }
            stream
        })
        .collect();
    // One that reads gets its frames all the while.
    let mut good = screen(&station);
    good.write_all(&frame(r#"{"every_ms":100}"#))
        .expect("the station reads");
    let mut seen = 0;
    let mut block = vec![0; 1 << 16];
    while seen < 200_000 {
        seen += good.read(&mut block).expect("the station goes on");
    }
    assert!(
        station.memory() < before + 64 * MIB,
        "{before} and then {}",
        station.memory()
    );
    drop(screens);
    station.stop();
}

#[test]
fn screens_that_talk_nonsense_are_told_so_and_hung_up_on() {
    let (_dir, station) = station();
    let huge = [&[0x81, 0xff][..], &(1_u64 << 40).to_be_bytes(), &[0; 4], b"abc"].concat();
    let cases: [(Vec<u8>, Option<&str>); 5] = [
        (frame("{"), Some("That is no `Subscribe`")),
        (frame(r#"{"probes":"all"}"#), Some("That is no `Subscribe`")),
        (frame(&"[".repeat(60_000)), Some("That is no `Subscribe`")),
        (huge, None),
        (b"GET / HTTP/1.1\r\n\r\n".to_vec(), None),
    ];
    for (bytes, words) in cases {
        let mut stream = screen(&station);
        stream.write_all(&bytes).expect("the station reads");
        stream.shutdown(Shutdown::Write).expect("nothing more is said");
        let mut said = Vec::new();
        // A connection that is reset has ended too.
        drop(stream.read_to_end(&mut said));
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(words.is_none_or(|words| said.contains(words)), "{said}");
    }
    until("the station answers", || {
        (station.get("/api/v1/health").status == 200).then_some(())
    });
    assert!(!station.stop().contains("panic"));
}
