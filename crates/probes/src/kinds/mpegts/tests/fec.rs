//! Streams that come with forward error correction (SMPTE ST 2022-1), as ffmpeg sends it.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use serde_json::json;
use tokio::net::UdpSocket;
use wire::reading::Reading;

use super::super::info;
use crate::stream::info as stream;
use crate::testing::encoder::coded;
use crate::testing::watching::{found, watch};
use crate::testing::{closed_port, value};

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
        if let (Ok(columns), Ok(rows)) = (UdpSocket::bind(columns).await, UdpSocket::bind(rows).await) {
            return (main, [columns, rows]);
        }
    }
}

/// No FEC was taken for a part of the stream.
fn is_well(reading: &Reading) {
    assert_eq!(value(reading, info::RTP_LOST), Some(0.0), "{reading:#?}");
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
    let main = UdpSocket::bind(relay).await.unwrap();
    let at = closed_port("127.0.0.1:0").await;
    let mut watching = watch(format!("rtp://{at}"), json!({}), 60_000);
    let _encoder = Protected::start(relay);
    let sender = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let bring = async {
        let [columns, rows] = &fec;
        let (mut one, mut two, mut three) = ([0; 2_000], [0; 2_000], [0; 2_000]);
        loop {
            let datagram = tokio::select! {
                length = main.recv(&mut one) => &one[..length.unwrap()],
                length = columns.recv(&mut two) => &two[..length.unwrap()],
                length = rows.recv(&mut three) => &three[..length.unwrap()],
            };
            sender.send_to(datagram, at).await.unwrap();
        }
    };
    // ffmpeg now and then leaves something out of its first pictures; from then on nothing is missing.
    let told = async {
        let others = |reading: &Reading| value(reading, info::RTP_OTHER).unwrap_or_default();
        let first = watching
            .until("the stream and its FEC", |reading| others(reading) >= 20.0)
            .await;
        let more = others(&first) + 40.0;
        let later = watching
            .until("more FEC", |reading| others(reading) >= more)
            .await;
        (first, later)
    };
    let (first, later) = tokio::select! {
        () = bring => unreachable!("it never ends"),
        told = told => told,
    };
    assert_eq!(
        value(&later, stream::CONTINUITY),
        value(&first, stream::CONTINUITY),
        "{later:#?}"
    );
    is_well(&later);
}
