use serde_json::json;
use wire::reading::Cause;

use crate::testing::{
    LOOPBACKS, assert_failed, assert_found, assert_well, closed_port, look, look_briefly, udp_server, value,
    wrong,
};

#[tokio::test]
async fn an_answer_has_a_round_trip_and_a_size() {
    for loopback in LOOPBACKS {
        let address = udp_server(loopback, |sent| vec![[sent, b" pong"].concat()]).await;
        let settings = json!({ "send": "70 69 6e 67", "send_as": "hex", "expect": "ping pong" });
        let reading = look(format!("udp://{address}"), settings).await;
        assert_well(&reading);
        assert!(value(&reading, "udp_rtt_seconds").is_some());
        assert_eq!(value(&reading, "udp_answer_bytes"), Some(9.0));
    }
}

#[tokio::test]
async fn the_largest_datagrams_pass() {
    let address = udp_server("127.0.0.1:0", |_| vec![vec![b'x'; 65_507]]).await;
    let reading = look(format!("udp://{address}"), json!({})).await;
    assert_well(&reading);
    assert_eq!(value(&reading, "udp_answer_bytes"), Some(65_507.0));
}

#[tokio::test]
async fn a_closed_port_is_refused_whether_an_answer_is_expected_or_not() {
    for loopback in LOOPBACKS {
        let address = closed_port(loopback).await;
        for answer in ["required", "not_expected"] {
            let reading = look(
                format!("udp://{address}"),
                json!({ "answer": answer, "wait_ms": 20_000 }),
            )
            .await;
            assert_failed(&reading, Cause::Refused, "answers, but nothing listens on port");
        }
    }
}

#[tokio::test]
async fn silence_fails_only_where_an_answer_is_required() {
    let address = udp_server("127.0.0.1:0", |_| vec![]).await;
    let reading = look_briefly(format!("udp://{address}"), json!({})).await;
    assert_failed(
        &reading,
        Cause::Timeout,
        &format!("no answer from 127.0.0.1 on port {} within", address.port()),
    );
    let reading = look(
        format!("udp://{address}"),
        json!({ "answer": "not_expected", "wait_ms": 10 }),
    )
    .await;
    assert_well(&reading);
    assert_eq!(value(&reading, "udp_rtt_seconds"), None);
}

#[tokio::test]
async fn what_the_machine_forbids_is_denied() {
    // The kernel itself refuses to address everybody; nothing is sent.
    let reading = look("udp://255.255.255.255:5004", json!({})).await;
    assert_failed(
        &reading,
        Cause::Denied,
        "this machine does not allow traffic to 255.255.255.255 port 5004",
    );
}

#[tokio::test]
async fn another_answer_is_a_finding() {
    let address = udp_server("127.0.0.1:0", |_| vec![vec![0xff, 0, 1]]).await;
    let reading = look(format!("udp://{address}"), json!({ "expect": "pong" })).await;
    assert_found(
        &reading,
        &[(
            "udp.wrong_answer",
            r#"answered "\xff\x00\x01" without the expected "pong""#,
        )],
    );
}

#[test]
fn what_cannot_work_is_told_while_it_is_typed() {
    for (settings, field) in [
        (json!({ "send": "8", "send_as": "hex" }), "send"),
        (json!({ "send": "x".repeat(65_508) }), "send"),
        (json!({ "answer": "not_expected", "expect": "x" }), "expect"),
        (json!({ "wait_ms": 1 }), "wait_ms"),
    ] {
        let fields: Vec<_> = wrong("udp://192.0.2.1:5004", settings)
            .into_iter()
            .map(|error| error.field)
            .collect();
        assert_eq!(fields, [field]);
    }
}
