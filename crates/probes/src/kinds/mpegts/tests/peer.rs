//! A sender of whatever a test wants.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use tokio::net::UdpSocket;

use crate::testing::encoder::coded;

/// Writes so many seconds of what an encoder makes to a file.
pub(super) fn file(path: &Path, seconds: u32) -> Vec<u8> {
    let mut command = Command::new("ffmpeg");
    command.args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]);
    command
        .args(coded())
        .args(["-t", &seconds.to_string(), "-f", "mpegts"]);
    let done = command.arg(path).status().expect("this test needs ffmpeg");
    assert!(done.success());
    std::fs::read(path).unwrap()
}

/// The same stream as datagrams of seven packets.
pub(super) fn datagrams(seconds: u32) -> Vec<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let bytes = file(&dir.path().join("stream.ts"), seconds);
    bytes.chunks(7 * 188).map(<[u8]>::to_vec).collect()
}

/// With the header of RTP before each (RFC 2250).
pub(super) fn over_rtp(datagrams: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let head = |number: usize| {
        let sequence = u16::try_from(number).unwrap();
        let mut head = vec![0x80, 33];
        head.extend(sequence.to_be_bytes());
        head.extend((u32::from(sequence) * 470).to_be_bytes());
        head.extend([0, 0, 0, 7]);
        head
    };
    let numbered = datagrams.iter().enumerate();
    numbered
        .map(|(number, payload)| [head(number), payload.clone()].concat())
        .collect()
}

/// Sends datagrams in a quick row, a little slower than a socket can take them.
pub(super) async fn send(datagrams: &[Vec<u8>], to: SocketAddr) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    for datagram in datagrams {
        socket.send_to(datagram, to).await.unwrap();
        tokio::task::yield_now().await;
    }
}
