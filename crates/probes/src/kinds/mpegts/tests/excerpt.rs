//! What is kept of a stream, opened by tshark.

use std::net::SocketAddr;
use std::process::{Command, Stdio};

use serde_json::json;
use tokio::net::UdpSocket;

use super::peer;
use crate::Excerpt;
use crate::stream::info as stream;
use crate::testing::watching::{Watching, watch};
use crate::testing::{closed_port, value};

/// The fields of each packet of a file, as tshark reads them.
fn read(excerpt: &Excerpt, fields: &[&str]) -> Vec<Vec<String>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("excerpt.pcapng");
    std::fs::write(&path, &excerpt.bytes).unwrap();
    let mut command = Command::new("tshark");
    command
        .arg("-r")
        .arg(path)
        .args(["-T", "fields", "-E", "occurrence=f"]);
    for protocol in ["ip", "udp"] {
        command.args(["-o", &format!("{protocol}.check_checksum:TRUE")]);
    }
    for field in fields {
        command.args(["-e", field]);
    }
    let out = command
        .stderr(Stdio::inherit())
        .output()
        .expect("this test needs tshark");
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    text.lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn listening(target: String, settings: serde_json::Value) -> Watching {
    let mut watching = watch(target, settings, 500);
    watching
        .until("that it listens", |reading| reading.failure.is_some())
        .await;
    watching
}

async fn send(from: &UdpSocket, datagrams: &[Vec<u8>], to: SocketAddr) {
    for datagram in datagrams {
        from.send_to(datagram, to).await.unwrap();
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn tshark_finds_the_datagrams_that_were_sent_with_their_addresses() {
    let datagrams = peer::datagrams(2);
    for local in ["127.0.0.1:0", "[::1]:0"] {
        let (at, from) = (closed_port(local).await, UdpSocket::bind(local).await.unwrap());
        let mut watching = listening(format!("mpegts://{at}"), json!({})).await;
        assert_eq!(watching.excerpt(), None, "nothing came");
        send(&from, &datagrams, at).await;
        watching
            .until("the stream", |reading| {
                value(reading, stream::SERVICES) == Some(1.0)
            })
            .await;

        let excerpt = watching.excerpt().unwrap();
        assert_eq!(excerpt.ending, "pcapng");
        let ip = if at.is_ipv4() { "ip" } else { "ipv6" };
        let (source, target) = (format!("{ip}.src"), format!("{ip}.dst"));
        let fields = [&source, "udp.srcport", &target, "udp.dstport", "udp.payload"];
        let expected = |payload: &Vec<u8>| {
            let from = from.local_addr().unwrap();
            let [from, to] = [from, at].map(|end| [end.ip().to_string(), end.port().to_string()]);
            [from.to_vec(), to.to_vec(), vec![hex(payload)]].concat()
        };
        let found = read(&excerpt, &fields);
        assert!(found.len() > 100, "{}", found.len());
        assert!(
            found.iter().eq(datagrams
                .iter()
                .take(found.len())
                .map(expected)
                .collect::<Vec<_>>()
                .iter())
        );

        let time_to_live = if at.is_ipv4() { "ip.ttl" } else { "ipv6.hlim" };
        let sums = read(
            &excerpt,
            &[
                time_to_live,
                "ip.checksum.status",
                "udp.checksum.status",
                "frame.time_epoch",
            ],
        );
        // 1 is good, 3 is none.
        let sums_expected = if at.is_ipv4() { ["1", "3"] } else { ["", "1"] };
        let today = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
        for packet in sums {
            assert_eq!(packet[0], "64");
            assert_eq!(packet[1..3], sums_expected);
            let seconds: u64 = packet[3].split('.').next().unwrap().parse().unwrap();
            assert!(today.abs_diff(seconds) < 3_600, "{packet:?}");
        }
    }
}

#[tokio::test]
async fn both_legs_are_kept_each_with_its_own_addresses() {
    let datagrams = peer::over_rtp(&peer::datagrams(2));
    let legs = [closed_port("127.0.0.1:0").await, closed_port("127.0.0.1:0").await];
    let settings = json!({ "second_leg": format!("rtp://{}", legs[1]) });
    let mut watching = listening(format!("rtp://{}", legs[0]), settings).await;
    let from = [
        UdpSocket::bind("127.0.0.1:0").await.unwrap(),
        UdpSocket::bind("127.0.0.1:0").await.unwrap(),
    ];
    for datagram in datagrams.chunks(1) {
        for (from, leg) in from.iter().zip(legs) {
            send(from, datagram, leg).await;
        }
    }
    watching
        .until("the stream", |reading| {
            value(reading, stream::SERVICES) == Some(1.0)
        })
        .await;
    let found = read(
        &watching.excerpt().unwrap(),
        &["frame.interface_name", "udp.srcport", "udp.dstport"],
    );
    for (from, leg) in from.iter().zip(legs) {
        let port = from.local_addr().unwrap().port();
        let expected = [leg.to_string(), port.to_string(), leg.port().to_string()];
        let count = found.iter().filter(|packet| **packet == expected).count();
        assert!(count > 50, "{count} on {leg} of {}", found.len());
    }
}
