use serde_json::{Value, json};
use tokio::net::UdpSocket;
use wire::reading::Cause;

use crate::testing::watching::watch;
use crate::testing::{assert_failed, wrong};

#[track_caller]
fn assert_wrong(target: &str, settings: Value, field: &str, part: &str) {
    let errors = wrong(target, settings);
    let fits = errors
        .iter()
        .any(|error| error.field == field && error.message.contains(part));
    assert!(fits, "{target}: {errors:?}");
}

#[test]
fn a_wrong_entry_is_named_with_what_to_enter() {
    for (target, settings, field, part) in [
        (
            "mpegts://encoder:5004",
            json!({}),
            "target",
            "address of a multicast group",
        ),
        ("mpegts://239.1.1.1", json!({}), "target", "name the port"),
        ("file:record.ts", json!({}), "target", "whole path"),
        ("file:///", json!({}), "target", "whole path"),
        (
            "mpegts://239.1.1.1:5004",
            json!({ "source": "encoder" }),
            "source",
            "IP address of the sender",
        ),
        (
            "mpegts://239.1.1.1:5004",
            json!({ "source": "fd77::1" }),
            "source",
            "same IP version",
        ),
        (
            "mpegts://239.1.1.1:5004",
            json!({ "source": "239.1.1.2" }),
            "source",
            "IP address of the sender",
        ),
        (
            "mpegts://0.0.0.0:5004",
            json!({ "interface": "eth0" }),
            "interface",
            "only a multicast group",
        ),
        (
            "mpegts://[ff15::7]:5004",
            json!({ "interface": "192.0.2.1" }),
            "interface",
            "name of the interface",
        ),
        (
            "mpegts://239.1.1.1:5004",
            json!({ "pcr_limit_ms": 5 }),
            "pcr_limit_ms",
            "20 to 1000",
        ),
    ] {
        assert_wrong(target, settings, field, part);
    }
}

#[test]
fn a_wrong_mark_or_second_leg_is_named_with_what_to_enter() {
    for (target, settings, field, part) in [
        (
            "mpegts://239.1.1.1:5004",
            json!({ "dscp": "AF44" }),
            "dscp",
            "AF11 to AF43",
        ),
        (
            "rtp://239.1.1.1:5004",
            json!({ "second_leg": "239.1.2.1:5004" }),
            "second_leg",
            "does not look at",
        ),
        (
            "rtp://239.1.1.1:5004",
            json!({ "second_leg": "mpegts://239.1.2.1:5004" }),
            "second_leg",
            "legs come in RTP",
        ),
        (
            "rtp://239.1.1.1:5004",
            json!({ "second_leg": "rtp://239.1.2.1" }),
            "second_leg",
            "name the port",
        ),
        (
            "rtp://239.1.1.1:5004",
            json!({ "second_leg": "rtp://239.1.1.1:5004" }),
            "second_leg",
            "this is the first leg",
        ),
        (
            "rtp://239.1.1.1:5004",
            json!({ "second_leg": "rtp://239.1.2.1:5004", "second_source": "encoder" }),
            "second_source",
            "IP address of the sender",
        ),
        (
            "rtp://239.1.1.1:5004",
            json!({ "second_leg": "rtp://192.0.2.1:5004", "second_interface": "eth1" }),
            "second_interface",
            "only a multicast group",
        ),
        (
            "rtp://239.1.1.1:5004",
            json!({ "second_interface": "eth1" }),
            "second_leg",
            "enter the second leg as well",
        ),
        (
            "file:///srv/record.ts",
            json!({ "second_leg": "rtp://239.1.2.1:5004" }),
            "second_leg",
            "a file has no second leg",
        ),
    ] {
        assert_wrong(target, settings, field, part);
    }
}

#[tokio::test]
async fn what_this_machine_cannot_listen_to_is_said() {
    let taken = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let taken = taken.local_addr().map(|at| (at, taken)).unwrap();
    for (target, settings, cause, part) in [
        (
            format!("mpegts://{}", taken.0),
            json!({}),
            Cause::Denied,
            "listens on 127.0.0.1 port",
        ),
        (
            "mpegts://192.0.2.1:5004".to_owned(),
            json!({}),
            Cause::Unreachable,
            "enter 0.0.0.0",
        ),
        (
            "mpegts://239.1.1.1:5004".to_owned(),
            json!({ "interface": "nothing9" }),
            Cause::Unreachable,
            "no interface called nothing9",
        ),
    ] {
        let mut watching = watch(target, settings, 3_000);
        let reading = watching
            .until("the trouble", |reading| reading.failure.is_some())
            .await;
        assert_failed(&reading, cause, part);
    }
}
