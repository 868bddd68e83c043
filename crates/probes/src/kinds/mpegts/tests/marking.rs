//! What the headers of datagrams say, and who sends them.

use std::net::SocketAddr;

use serde_json::json;
use tokio::net::UdpSocket;
use tokio::time::{Duration, interval};
use wire::reading::Reading;

use super::super::info;
use super::peer::{datagrams, over_rtp};
use crate::stream::info as stream;
use crate::testing::encoder::Encoder;
use crate::testing::watching::{found, watch};
use crate::testing::{closed_port, value};

fn is_there(reading: &Reading) -> bool {
    value(reading, stream::SYNC) == Some(1.0) && value(reading, info::MDI_DF).is_some()
}

fn fact<'r>(reading: &'r Reading, name: &str) -> Option<&'r str> {
    let fact = reading.facts.iter().find(|fact| fact.name == name)?;
    Some(&fact.text)
}

/// Sends a stream again and again, a datagram each 5 ms.
async fn play(socket: &UdpSocket, datagrams: &[Vec<u8>], to: SocketAddr) {
    let mut pace = interval(Duration::from_millis(5));
    for datagram in datagrams.iter().cycle() {
        pace.tick().await;
        socket.send_to(datagram, to).await.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_mark_is_told_and_the_right_one_is_not() {
    let at = closed_port("127.0.0.1:0").await;
    let _encoder = Encoder::start(&format!("udp://{at}?pkt_size=1316&dscp=34"));
    let mut right = watch(format!("mpegts://{at}"), json!({ "dscp": "af41" }), 60_000);
    let reading = right.until("the stream", is_there).await;
    assert_eq!(value(&reading, info::DSCP), Some(34.0));
    assert_eq!(value(&reading, info::TTL), Some(64.0));
    assert_eq!(fact(&reading, info::DSCP_CLASS), Some("34 (AF41)"));
    assert_eq!(found(&reading, info::WRONG_DSCP), None);
    assert_eq!(value(&reading, info::MOST_PACKETS), Some(7.0));
    assert!(value(&reading, info::LEAST_PACKETS) <= Some(7.0));
    assert_eq!(value(&reading, info::MDI_MLR), Some(0.0));
    assert!(value(&reading, info::IAT_MEAN).unwrap() > 0.0);
    assert!(value(&reading, info::MDI_DF) >= value(&reading, info::IAT_MEAN));
    assert_eq!(value(&reading, info::TS_DF), None, "it does not come in RTP");
    drop(right);
    let mut wrong = watch(format!("mpegts://{at}"), json!({ "dscp": "46" }), 60_000);
    let reading = wrong.until("the stream", is_there).await;
    assert_eq!(
        found(&reading, info::WRONG_DSCP),
        Some("came with DSCP 34 (AF41), 46 (EF) is expected: look at the trust setting of the switch ports")
    );
}

#[tokio::test]
async fn marks_are_read_with_ipv6_too() {
    let at = closed_port("[::1]:0").await;
    let socket = UdpSocket::bind("[::1]:0").await.unwrap();
    let plain = socket2::SockRef::from(&socket);
    plain.set_tclass_v6(46 << 2).unwrap();
    plain.set_unicast_hops_v6(9).unwrap();
    let stream = datagrams(2);
    let mut watching = watch(format!("mpegts://{at}"), json!({ "dscp": "CS0" }), 60_000);
    let reading = tokio::select! {
        () = play(&socket, &stream, at) => unreachable!("it never ends"),
        reading = watching.until("the stream", is_there) => reading,
    };
    assert_eq!(value(&reading, info::TTL), Some(9.0));
    assert_eq!(value(&reading, info::DSCP), Some(46.0));
    let sentence = found(&reading, info::WRONG_DSCP).unwrap();
    assert!(
        sentence.contains("46 (EF), 0 (best effort) is expected"),
        "{sentence}"
    );
}

#[tokio::test]
async fn a_stream_that_takes_another_way_is_told_once() {
    let at = closed_port("127.0.0.1:0").await;
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let stream = datagrams(2);
    let mut watching = watch(format!("mpegts://{at}"), json!({}), 60_000);
    let looking = async {
        socket.set_ttl(62).unwrap();
        let before = watching.until("the stream", is_there).await;
        assert_eq!(found(&before, info::PATH_CHANGE), None);
        socket.set_ttl(60).unwrap();
        watching
            .until("the change", |reading| {
                found(reading, info::PATH_CHANGE).is_some()
            })
            .await
    };
    let reading = tokio::select! {
        () = play(&socket, &stream, at) => unreachable!("it never ends"),
        reading = looking => reading,
    };
    assert_eq!(
        found(&reading, info::PATH_CHANGE),
        Some("the TTL changed from 62 to 60: the stream takes another way")
    );
    assert_eq!(value(&reading, info::TTL), Some(60.0));
}

#[tokio::test]
async fn a_sender_that_takes_over_is_no_second_one() {
    let at = closed_port("127.0.0.1:0").await;
    let senders = [
        UdpSocket::bind("127.0.0.1:0").await.unwrap(),
        UdpSocket::bind("127.0.0.1:0").await.unwrap(),
    ];
    let stream = over_rtp(&datagrams(2));
    let mut other = stream.clone();
    for datagram in &mut other {
        datagram[11] = 8;
    }
    let mut watching = watch(format!("rtp://{at}"), json!({}), 60_000);
    let first = tokio::select! {
        () = play(&senders[0], &stream, at) => unreachable!("it never ends"),
        reading = watching.until("the first", is_there) => reading,
    };
    assert_eq!(fact(&first, info::SSRC), Some("0x00000007"));
    assert_eq!(fact(&first, info::PAYLOAD_TYPE), Some("33 (MP2T)"));
    assert_eq!(value(&first, info::SOURCE_CHANGES), Some(0.0));
    assert!(value(&first, info::TS_DF).is_some());
    let second = tokio::select! {
        () = play(&senders[1], &other, at) => unreachable!("it never ends"),
        reading = watching.until("the second", |reading| {
            assert_eq!(found(reading, info::TWO_SENDERS), None);
            found(reading, info::SOURCE_CHANGE).is_some_and(|sentence| sentence.contains("took over"))
        }) => reading,
    };
    let addresses = senders.map(|sender| sender.local_addr().unwrap());
    let sentence = found(&second, info::SOURCE_CHANGE).unwrap();
    let part = format!("{} took over from {}", addresses[1], addresses[0]);
    assert!(sentence.contains(&part), "{sentence}");
    assert!(sentence.contains("from 0x00000007 to 0x00000008"), "{sentence}");
    assert_eq!(
        value(&second, info::SOURCE_CHANGES),
        Some(1.0),
        "it is one change"
    );
}

#[tokio::test]
async fn datagrams_that_cut_packets_are_told() {
    let at = closed_port("127.0.0.1:0").await;
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let whole = datagrams(2).concat();
    let cut = Vec::from_iter(whole.chunks(1_000).map(<[u8]>::to_vec));
    let mut watching = watch(format!("mpegts://{at}"), json!({}), 60_000);
    let reading = tokio::select! {
        () = play(&socket, &cut, at) => unreachable!("it never ends"),
        reading = watching.until("the cuts", |reading| found(reading, info::CUT_PACKETS).is_some()) => reading,
    };
    let sentence = found(&reading, info::CUT_PACKETS).unwrap();
    assert!(sentence.contains("did not hold whole packets"), "{sentence}");
    assert_eq!(value(&reading, stream::SYNC), Some(1.0));
}
