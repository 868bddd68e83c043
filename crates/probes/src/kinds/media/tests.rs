mod expectations;
mod faults;
mod streams;

use std::path::Path;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Duration, interval, timeout};
use wire::probe::ProbeSpec;
use wire::reading::Reading;

use crate::Clock;
use crate::testing::encoder::Encoder;
use crate::testing::{PATIENCE, look_with};

/// A picture of 320x240 with 25 frames a second and a tone, as ffmpeg is told to make and to code them.
const PICTURE: &str = "-f lavfi -i testsrc2=size=320x240:rate=25";
const TONE: &str = "-f lavfi -i sine=frequency=1000:sample_rate=48000";
const CODED: &str =
    "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -keyint_min 25 -b:v 500k -c:a aac -ac 2";

fn spec(target: &str, settings: Value) -> ProbeSpec {
    ProbeSpec {
        settings: serde_json::from_value(settings).unwrap(),
        ..ProbeSpec::new("test", "media", target)
    }
}

/// One look of this kind, with more time than it needs.
async fn look(target: &str, settings: Value) -> Reading {
    look_with(Clock::system(), PATIENCE, spec(target, settings)).await
}

/// Makes a file of picture and tone.
fn make(path: &Path, words: &str) -> String {
    Encoder::told(&format!("{PICTURE} {TONE} {CODED} {words} {}", path.display())).done();
    format!("file://{}", path.display())
}

/// Waits until a program listens on that port of TCP.
async fn listening(port: u16) {
    let is_listening = || {
        let sockets = std::fs::read_to_string("/proc/net/tcp").unwrap();
        sockets.contains(&format!(":{port:04X} 00000000:0000 0A"))
    };
    let mut ticks = interval(Duration::from_millis(20));
    let waiting = async {
        while !is_listening() {
            ticks.tick().await;
        }
    };
    timeout(PATIENCE, waiting).await.expect("nobody listens");
}

/// Reads the head of a request; the path that is asked for.
async fn asked(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(length) if length > 0 => head.extend(&piece[..length]),
            _ => break,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    head.split(' ').nth(1).unwrap_or_default().to_owned()
}

/// Answers one request and closes.
async fn answer(stream: &mut TcpStream, status: &str, body: &[u8]) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    stream.shutdown().await
}
