//! With a bridge of the kernel as the switch.

use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, interval};

use super::*;
use crate::kinds::mpegts::info;
use crate::kinds::mpegts::socket::Socket;
use crate::testing::encoder::Encoder;
use crate::testing::watching::{found, watch};
use crate::testing::{PATIENCE as LIMIT, in_own_network, run};

const GROUP: &str = "239.7.7.7:5004";

/// A port of a switch, called `port`, and this machine's end of the cable to it.
fn switch(settings: &str) {
    run(&format!(
        "ip link add switch type bridge mcast_snooping 1 {settings}"
    ));
    run("ip link add eth7 type veth peer name port");
    run("ip link set port master switch");
    run("ip addr add 10.77.0.1/24 dev eth7");
    for name in ["switch", "port", "eth7"] {
        run(&format!("ip link set {name} up"));
    }
}

fn place() -> Place {
    Place {
        address: GROUP.parse().unwrap(),
        source: None,
        interface: Some(Interface::Address([10, 77, 0, 1].into())),
    }
}

/// Looks until something is as expected.
async fn until(group: &mut Group, what: &str, expected: impl Fn(&Group) -> bool) {
    let (mut pace, end) = (interval(Duration::from_millis(20)), Instant::now() + LIMIT);
    while !expected(group) {
        assert!(
            Instant::now() < end,
            "{what} was never seen: {:?}",
            group.querier()
        );
        pace.tick().await;
        group.look();
    }
}

#[test]
fn a_switch_that_asks_is_told_with_its_version() {
    in_own_network(|runtime| {
        switch(
            "mcast_querier 1 mcast_query_interval 50 mcast_startup_query_interval 50 mcast_igmp_version 3",
        );
        runtime.block_on(async {
            let _joined = Socket::open(&place()).unwrap();
            let mut group = Group::of(&place()).unwrap();
            let membership = group.membership().unwrap();
            assert!(membership.starts_with("eth7, IGMPv"), "{membership}");
            let said = Some("a switch without an address, IGMPv3".to_owned());
            until(&mut group, "the switch", |group| group.querier() == said).await;
            assert_eq!(group.trouble(), None);

            // The switch is this machine too, whose own addresses are not believed from outside.
            std::fs::write("/proc/sys/net/ipv4/conf/eth7/accept_local", "1").unwrap();
            run("ip addr add 10.77.0.254/24 dev switch");
            run("ip link set switch type bridge mcast_query_use_ifaddr 1 mcast_igmp_version 2");
            let said = Some("10.77.0.254, IGMPv2".to_owned());
            until(&mut group, "its address", |group| group.querier() == said).await;
        });
    });
}

#[test]
fn where_nobody_asks_a_stream_says_so() {
    in_own_network(|runtime| {
        switch("mcast_querier 0");
        runtime.block_on(async {
            let _joined = Socket::open(&place()).unwrap();
            let mut group = Group::with_patience(&place(), Duration::ZERO).unwrap();
            until(&mut group, "the end of its patience", |group| group.trouble().is_some()).await;
            assert_eq!(
                group.trouble().unwrap(),
                "no IGMP query came on eth7 for more than 0 s: switches with snooping will stop passing the group \
                 239.7.7.7; switch on a querier in one of them"
            );
            assert_eq!(group.querier().unwrap(), "none");
        });
    });
}

#[test]
fn without_the_right_to_hear_queries_nothing_is_wrong() {
    in_own_network(|runtime| {
        switch("mcast_querier 0");
        runtime.block_on(async {
            let _joined = Socket::open(&place()).unwrap();
            let mut group = Group::with_patience(&place(), Duration::ZERO).unwrap();
            group.queries = Some(Err(Refused::Right));
            group.look();
            let said = group.querier().unwrap();
            assert!(said.starts_with("not available"), "{said}");
            assert_eq!(group.trouble(), None);
        });
    });
}

#[test]
fn a_stream_tells_where_its_group_is_joined_and_who_asks() {
    in_own_network(|runtime| {
        switch("mcast_querier 1 mcast_query_interval 50 mcast_startup_query_interval 50");
        run("ip route add 224.0.0.0/4 dev eth7");
        runtime.block_on(async {
            let _encoder = Encoder::start(&format!("udp://{GROUP}?pkt_size=1316&localaddr=10.77.0.1&ttl=3"));
            let mut watching = watch(
                format!("mpegts://{GROUP}"),
                json!({ "interface": "eth7" }),
                60_000,
            );
            let says = |reading: &wire::reading::Reading, name: &str, part: &str| {
                let mut facts = reading.facts.iter();
                facts.any(|fact| fact.name == name && fact.text.contains(part))
            };
            let reading = watching
                .until("the querier", |reading| says(reading, info::QUERIER, "IGMPv2"))
                .await;
            assert!(says(&reading, info::MEMBERSHIP, "eth7, IGMPv"), "{reading:#?}");
            assert_eq!(found(&reading, info::NO_QUERIER), None);
        });
    });
}

#[test]
fn nobody_need_ask_on_loopback_or_for_one_machine() {
    in_own_network(|runtime| {
        run("ip link set lo multicast on");
        runtime.block_on(async {
            let on_loopback = Place {
                interface: Some(Interface::Name("lo".to_owned())),
                ..place()
            };
            let _joined = Socket::open(&on_loopback).unwrap();
            let group = Group::with_patience(&on_loopback, Duration::ZERO).unwrap();
            assert!(group.membership().is_some());
            assert_eq!((group.querier(), group.trouble()), (None, None));
            let alone = Place {
                address: "127.0.0.1:5004".parse().unwrap(),
                ..on_loopback
            };
            assert!(Group::of(&alone).is_none());
        });
    });
}
