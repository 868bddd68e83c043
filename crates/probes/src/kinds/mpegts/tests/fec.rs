//! Streams that come with forward error correction (SMPTE ST 2022-1), as ffmpeg sends it.

use std::io;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use serde_json::json;
use socket2::{Domain, Protocol, Type};
use tokio::net::UdpSocket;
use wire::reading::Reading;

use super::super::info;
use crate::stream::info as stream;
use crate::testing::encoder::coded;
use crate::testing::watching::{found, watch};
use crate::testing::{closed_port, value};

/// Room for datagrams that wait while this machine is busy, in bytes: as much as a probe asks for.
const WAITING: usize = 4 << 20;

/// ffmpeg that sends the stream to a port, columns of FEC two ports above and rows four above, until it is dropped.
struct Protected(Child);

impl Protected {
    fn start(to: SocketAddr) -> Self {
        let mut command = Command::new("ffmpeg");
        command.args(["-hide_banner", "-loglevel", "error", "-nostdin", "-re"]);
        command
            .args(coded())
            .args(["-f", "rtp_mpegts", "-fec", "prompeg=l=5:d=4"]);
        let command = command.arg(format!("rtp://{to}")).stdin(Stdio::null());
        Self(command.spawn().expect("this test needs ffmpeg"))
    }
}

impl Drop for Protected {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Rows of FEC that are brought before the stream.
const FIRST: usize = 6;

/// A socket that loses nothing while this machine is busy.
fn roomy(at: SocketAddr) -> io::Result<UdpSocket> {
    let socket = socket2::Socket::new(Domain::for_address(at), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_recv_buffer_size(WAITING)?;
    socket.set_nonblocking(true)?;
    socket.bind(&at.into())?;
    UdpSocket::from_std(socket.into())
}

/// A free port with those two and four above it, which are taken here.
async fn ports() -> (SocketAddr, [UdpSocket; 2]) {
    loop {
        let main = closed_port("127.0.0.1:0").await;
        let above = |more| {
            main.port()
                .checked_add(more)
                .map(|port| SocketAddr::new(main.ip(), port))
        };
        let (Some(columns), Some(rows)) = (above(2), above(4)) else {
            continue;
        };
        if let (Ok(columns), Ok(rows)) = (roomy(columns), roomy(rows)) {
            return (main, [columns, rows]);
        }
    }
}

/// No FEC was taken for a part of the stream.
fn is_well(reading: &Reading) {
    assert_eq!(value(reading, info::RTP_LOST), Some(0.0), "{reading:#?}");
    assert_eq!(value(reading, stream::CONTINUITY), Some(0.0), "{reading:#?}");
    assert_eq!(value(reading, stream::SYNC), Some(1.0), "{reading:#?}");
    for code in [info::TWO_SENDERS, info::SOURCE_CHANGE, info::CUT_PACKETS] {
        assert_eq!(found(reading, code), None);
    }
}

#[tokio::test]
async fn fec_on_other_ports_does_not_touch_the_stream() {
    let (at, fec) = ports().await;
    let mut watching = watch(format!("rtp://{at}"), json!({}), 60_000);
    let _encoder = Protected::start(at);
    // FEC does come.
    for socket in &fec {
        socket.recv(&mut [0; 2_000]).await.unwrap();
    }
    let reading = watching
        .until("the stream", |reading| value(reading, info::TS_DF).is_some())
        .await;
    is_well(&reading);
    assert_eq!(value(&reading, info::RTP_OTHER), Some(0.0));
}

#[tokio::test]
async fn fec_on_the_same_port_is_counted_apart() {
    let (relay, fec) = ports().await;
    let main = roomy(relay).unwrap();
    let at = closed_port("127.0.0.1:0").await;
    let mut watching = watch(format!("rtp://{at}"), json!({}), 500);
    // Nothing can be sent before the probe listens.
    watching
        .until("that it listens", |reading| reading.failure.is_some())
        .await;
    let _encoder = Protected::start(relay);
    let sender = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let bring = async {
        let [columns, rows] = &fec;
        let (mut one, mut two, mut three) = ([0; 2_000], [0; 2_000], [0; 2_000]);
        // Rows of five packets come before the stream: their XOR has a sync byte wherever packets have one.
        for _ in 0..FIRST {
            let length = rows.recv(&mut three).await.unwrap();
            sender.send_to(&three[..length], at).await.unwrap();
        }
        loop {
            let datagram = tokio::select! {
                length = main.recv(&mut one) => &one[..length.unwrap()],
                length = columns.recv(&mut two) => &two[..length.unwrap()],
                length = rows.recv(&mut three) => &three[..length.unwrap()],
            };
            sender.send_to(datagram, at).await.unwrap();
        }
    };
    let told = watching.until("the stream and its FEC", |reading| {
        value(reading, info::RTP_OTHER).is_some_and(|others| others >= 60.0)
    });
    let reading = tokio::select! {
        () = bring => unreachable!("it never ends"),
        told = told => told,
    };
    is_well(&reading);
}
