use serde_json::{Value, json};
use tokio::net::UdpSocket;
use wire::reading::Cause;

use super::peer::{Mode, PASSPHRASE, Told};
use crate::testing::watching::watch;
use crate::testing::{assert_failed, closed_port, udp_server, wrong};

#[test]
fn a_wrong_entry_is_named_with_what_to_enter() {
    let long = "x".repeat(600);
    for (target, settings, field, part) in [
        ("srt://encoder.example", json!({}), "target", "name the port"),
        (
            "srt://encoder.example:9000?mode=listener",
            json!({}),
            "target",
            "fields of their own",
        ),
        (
            "srt://encoder.example:9000",
            json!({ "mode": "listener" }),
            "target",
            "srt://0.0.0.0:9000",
        ),
        (
            "srt://0.0.0.0",
            json!({ "mode": "listener" }),
            "target",
            "name the port",
        ),
        (
            "srt://encoder.example:9000",
            json!({ "mode": "rendezvous" }),
            "mode",
            "listener",
        ),
        (
            "srt://encoder.example:9000",
            json!({ "passphrase": "short" }),
            "passphrase",
            "10 to 79 letters",
        ),
        (
            "srt://encoder.example:9000",
            json!({ "stream_id": long }),
            "stream_id",
            "512 letters",
        ),
        (
            "srt://encoder.example:9000",
            json!({ "latency_ms": 5 }),
            "latency_ms",
            "20 to 8000",
        ),
    ] {
        let errors = wrong(target, settings);
        let fits = errors
            .iter()
            .any(|error| error.field == field && error.message.contains(part));
        assert!(fits, "{target}: {errors:?}");
    }
}

/// What is said of a target at first.
async fn assert_trouble(target: String, settings: Value, cause: Cause, part: &str) {
    let mut watching = watch(target, settings, 60_000);
    let reading = watching
        .until("the trouble", |reading| reading.failure.is_some())
        .await;
    assert_failed(&reading, cause, part);
}

#[tokio::test]
async fn a_sender_that_is_not_there_is_told_from_one_that_is_no_srt() {
    let closed = closed_port("127.0.0.1:0").await;
    assert_trouble(
        format!("srt://{closed}"),
        json!({}),
        Cause::Refused,
        "nothing listens on port",
    )
    .await;
    let chatty = udp_server("127.0.0.1:0", |_| vec![b"HELLO".to_vec()]).await;
    assert_trouble(format!("srt://{chatty}"), json!({}), Cause::Garbled, "is not SRT").await;
    let mute = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let target = format!("srt://{}", mute.local_addr().unwrap());
    assert_trouble(
        target,
        json!({}),
        Cause::Timeout,
        "check that the sender is set to listen on this port",
    )
    .await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_said() {
    let taken = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let target = format!("srt://{}", taken.local_addr().unwrap());
    assert_trouble(
        target,
        json!({ "mode": "listener" }),
        Cause::Denied,
        "listens on 127.0.0.1 port",
    )
    .await;
    let target = "srt://192.0.2.1:9000".to_owned();
    assert_trouble(
        target,
        json!({ "mode": "listener" }),
        Cause::Unreachable,
        "is not an address of this machine",
    )
    .await;
}

#[tokio::test]
async fn a_wrong_passphrase_is_said_to_whoever_calls() {
    let at = closed_port("127.0.0.1:0").await;
    let told = Told {
        key: 32,
        ..Told::PLAIN
    };
    let _sender = told.live_transmit(at).await;
    let target = format!("srt://{at}");
    let settings = json!({ "passphrase": "another one" });
    assert_trouble(target.clone(), settings, Cause::Denied, "has another passphrase").await;
    assert_trouble(target, json!({}), Cause::Denied, "encrypts; enter the passphrase").await;
    let at = closed_port("127.0.0.1:0").await;
    let _sender = Told::PLAIN.live_transmit(at).await;
    let settings = json!({ "passphrase": PASSPHRASE });
    assert_trouble(format!("srt://{at}"), settings, Cause::Denied, "does not encrypt").await;
}

#[tokio::test]
async fn a_caller_that_is_not_let_in_is_named_with_the_reason() {
    for (key, stream_id, settings, part) in [
        (
            16,
            "",
            json!({ "passphrase": "another one" }),
            "calls, but with another passphrase",
        ),
        (0, "", json!({ "passphrase": PASSPHRASE }), "or with none"),
        (16, "", json!({}), "calls, but encrypts"),
        (
            0,
            "camera/1",
            json!({ "stream_id": "camera/2" }),
            r#"stream id "camera/1"; here "camera/2" is entered"#,
        ),
    ] {
        let at = closed_port("127.0.0.1:0").await;
        let told = Told {
            mode: Mode::Caller,
            key,
            stream_id,
            ..Told::PLAIN
        };
        let _sender = told.live_transmit(at).await;
        let mut settings = settings;
        settings["mode"] = "listener".into();
        assert_trouble(format!("srt://{at}"), settings, Cause::Denied, part).await;
    }
}
