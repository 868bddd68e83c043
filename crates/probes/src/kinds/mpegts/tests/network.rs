//! Multicast, in a network of its own.

use serde_json::json;

use super::super::info;
use super::peer::{datagrams, over_rtp};
use crate::stream::info as stream;
use crate::testing::encoder::Encoder;
use crate::testing::watching::{found, watch};
use crate::testing::{in_own_network, run, value};

fn multicast(test: impl AsyncFnOnce() + Send + 'static) {
    in_own_network(|runtime| {
        run("ip link set lo multicast on");
        run("ip addr add 10.77.0.1/32 dev lo");
        run("ip addr add 10.77.0.2/32 dev lo");
        run("ip route add 224.0.0.0/4 dev lo");
        runtime.block_on(test());
    });
}

fn encoder(group: &str, from: &str) -> Encoder {
    Encoder::start(&format!("udp://{group}?pkt_size=1316&localaddr={from}&ttl=0"))
}

#[test]
fn two_senders_to_one_group_are_told_apart() {
    multicast(async || {
        let group = "239.7.7.7:5004";
        let _first = encoder(group, "10.77.0.1");
        let mut watching = watch(format!("mpegts://{group}"), json!({ "interface": "lo" }), 60_000);
        let is_there = |reading: &wire::reading::Reading| value(reading, stream::SYNC) == Some(1.0);
        let alone = watching.until("the first sender", is_there).await;
        assert_eq!(found(&alone, info::TWO_SENDERS), None);
        let _second = encoder(group, "10.77.0.2");
        let both = watching
            .until("the second sender", |reading| {
                found(reading, info::TWO_SENDERS).is_some()
            })
            .await;
        let sentence = found(&both, info::TWO_SENDERS).unwrap();
        assert!(
            sentence.contains("10.77.0.1:") && sentence.contains("10.77.0.2:"),
            "{sentence}"
        );
    });
}

#[test]
fn of_a_group_one_sender_can_be_chosen() {
    multicast(async || {
        let group = "232.7.7.7:5004";
        let (_wanted, _other) = (encoder(group, "10.77.0.1"), encoder(group, "10.77.0.2"));
        let settings = json!({ "source": "10.77.0.1", "interface": "10.77.0.1" });
        let mut watching = watch(format!("mpegts://{group}"), settings, 60_000);
        for _ in 0..3 {
            let reading = watching
                .until("the stream", |reading| value(reading, stream::SYNC) == Some(1.0))
                .await;
            assert_eq!(found(&reading, info::TWO_SENDERS), None);
        }
        let settings = json!({ "source": "10.77.0.9", "interface": "lo" });
        let mut nobody = watch(format!("mpegts://{group}"), settings, 500);
        let silence = nobody.until("the silence", |_| true).await.failure.unwrap();
        let expected = "no datagram from 10.77.0.9 came to the group 232.7.7.7 on port 5004 for 500 ms";
        assert!(silence.detail.starts_with(expected), "{}", silence.detail);
    });
}

#[test]
fn a_group_on_another_port_or_address_is_not_heard() {
    multicast(async || {
        let _other = encoder("239.7.7.8:5004", "10.77.0.1");
        let mut heard = watch("mpegts://239.7.7.8:5004", json!({ "interface": "lo" }), 60_000);
        let mut deaf = watch("mpegts://239.7.7.7:5004", json!({ "interface": "lo" }), 1_000);
        heard
            .until("the other group", |reading| reading.failure.is_none())
            .await;
        let silence = deaf.until("the silence", |_| true).await;
        assert!(silence.failure.is_some(), "{silence:#?}");
    });
}

#[test]
fn a_card_without_a_link_is_named_before_the_stream_is_blamed() {
    in_own_network(|runtime| {
        network("eth1", 3);
        runtime.block_on(async {
            let mut watching = watch("mpegts://239.7.7.7:5004", json!({ "interface": "eth1" }), 500);
            let said = |reading: &wire::reading::Reading| {
                reading
                    .failure
                    .as_ref()
                    .map_or_else(String::new, |failure| failure.detail.clone())
            };
            watching
                .until("the silence", |reading| {
                    said(reading).contains("check the encoder")
                })
                .await;
            run("ip link set far3 down");
            let own = "eth1 of this machine has no link: look at its cable first";
            watching
                .until("its own fault", |reading| said(reading).ends_with(own))
                .await;
            run("ip link set far3 up");
            watching
                .until("no fault of its own", |reading| !said(reading).ends_with(own))
                .await;
        });
    });
}

/// A network card of this machine, with a network behind it.
fn network(name: &str, number: u8) {
    run(&format!("ip link add {name} type veth peer name far{number}"));
    run(&format!("ip addr add 10.77.{number}.1/24 dev {name}"));
    run(&format!("ip link set {name} up"));
    run(&format!("ip link set far{number} up"));
}

#[test]
fn one_group_on_two_networks_is_two_legs() {
    in_own_network(|runtime| {
        network("red", 1);
        network("blue", 2);
        runtime.block_on(async {
            let group = "239.7.7.7:5004";
            // What is sent out on a network is heard on it here too.
            let legs = ["10.77.1.1", "10.77.2.1"].map(|from| {
                let socket = std::net::UdpSocket::bind((from, 0)).unwrap();
                socket2::SockRef::from(&socket)
                    .set_multicast_if_v4(&from.parse().unwrap())
                    .unwrap();
                socket
            });
            let settings = json!({
                "interface": "red",
                "second_leg": format!("rtp://{group}"),
                "second_interface": "blue",
            });
            let mut watching = watch(format!("rtp://{group}"), settings, 500);
            watching
                .until("that it listens", |reading| reading.failure.is_some())
                .await;
            for (number, datagram) in over_rtp(&datagrams(2)).iter().enumerate() {
                for (leg, socket) in legs.iter().enumerate() {
                    // One of ten is lost, on the one leg or on the other.
                    if number % 20 != 10 * leg + 5 {
                        socket.send_to(datagram, group).unwrap();
                    }
                }
                tokio::task::yield_now().await;
            }
            let of_leg = |reading: &wire::reading::Reading, leg: &str| {
                let mut samples = reading.samples.iter();
                let of = |label: Option<&String>| label.is_some_and(|label| label == leg);
                let is_it = |sample: &&wire::reading::Sample| {
                    sample.metric == info::LEG_LOST && of(sample.labels.get("leg"))
                };
                samples.find(is_it).map(|sample| sample.value)
            };
            let reading = watching
                .until("the loss", |reading| {
                    ["1", "2"]
                        .into_iter()
                        .all(|leg| of_leg(reading, leg) >= Some(10.0))
                })
                .await;
            assert_eq!(value(&reading, info::RTP_LOST), Some(0.0));
            assert_eq!(found(&reading, info::LEG_SKEW_FOUND), None);
            let joined = reading
                .facts
                .iter()
                .find(|fact| fact.name == info::MEMBERSHIP)
                .unwrap();
            assert!(joined.text.starts_with("leg 1: red, "), "{}", joined.text);
            assert!(joined.text.contains("; leg 2: blue, "), "{}", joined.text);
        });
    });
}
