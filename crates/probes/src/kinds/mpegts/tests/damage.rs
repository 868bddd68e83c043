use breaker::{Fault, damage_datagrams};
use serde_json::json;

use super::super::info;
use super::super::place::Place;
use super::super::socket::Socket;
use super::peer::{datagrams, over_rtp, send};
use crate::testing::watching::{found, watch};
use crate::testing::{closed_port, value};

/// The fault of that name.
fn fault(text: &str) -> Fault {
    text.parse().unwrap()
}

#[tokio::test]
async fn each_datagram_that_is_lost_doubled_or_late_is_counted() {
    let at = closed_port("127.0.0.1:0").await;
    let mut watching = watch(format!("rtp://{at}"), json!({}), 500);
    let sent = over_rtp(&datagrams(2));
    let faults = [fault("drop=7"), fault("duplicate=3"), fault("swap=2")];
    let (damaged, done) = damage_datagrams(&sent, &faults, 42);
    assert_eq!(done.without_place.len(), 0);
    // Nothing can be sent before the probe listens.
    watching
        .until("that it listens", |reading| reading.failure.is_some())
        .await;
    send(&damaged, at).await;
    let reading = watching
        .until("all of it", |reading| value(reading, info::RTP_LOST) == Some(7.0))
        .await;
    assert_eq!(value(&reading, info::RTP_DUPLICATES), Some(3.0));
    assert_eq!(value(&reading, info::RTP_REORDERED), Some(2.0));
    assert_eq!(value(&reading, info::DROPPED), Some(0.0));
    let sentence = found(&reading, info::RTP_LOSS).unwrap();
    assert!(
        sentence.starts_with("7 RTP packets did not come in the last 10 s"),
        "{sentence}"
    );
    let continuity = found(&reading, "mpegts.continuity_count_error").unwrap();
    assert!(continuity.ends_with("(TR 101 290, 1.4)"), "{continuity}");
}

#[tokio::test]
async fn what_this_machine_loses_is_not_held_against_the_network() {
    let at = closed_port("127.0.0.1:0").await;
    let place = Place {
        address: at,
        source: None,
        interface: None,
    };
    let mut socket = Socket::open(&place).unwrap();
    let flood = vec![vec![0x47; 1_316]; 20_000];
    send(&flood, at).await;
    let mut received = 0;
    while socket.receive().is_ok() {
        received += 1;
    }
    assert!(received < flood.len(), "there is not so much room");
    send(&flood[..1], at).await;
    socket.ready().await.unwrap();
    let dropped = socket.receive().unwrap().dropped;
    assert_eq!(dropped.map(|count| count as usize + received), Some(flood.len()));
}
