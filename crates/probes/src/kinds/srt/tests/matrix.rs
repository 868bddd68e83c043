//! Each sender, calling and called, in the clear and encrypted.

use serde_json::{Value, json};
use wire::reading::Reading;

use super::super::info;
use super::peer::{Mode, PASSPHRASE, Told, is_there, said};
use crate::stream::info as stream;
use crate::testing::closed_port;
use crate::testing::value;
use crate::testing::watching::watch;

const KEYS: [(u8, &str); 3] = [(0, "none"), (16, "AES-128"), (32, "AES-256")];

fn told(mode: Mode, key: u8) -> Told<'static> {
    Told {
        mode,
        key,
        latency_ms: 300,
        stream_id: if mode == Mode::Caller { "camera/7" } else { "" },
    }
}

/// What a probe needs for the other half of it.
fn settings(of: &Told) -> Value {
    let mode = if of.mode == Mode::Caller {
        "listener"
    } else {
        "caller"
    };
    let passphrase = if of.key > 0 { PASSPHRASE } else { "" };
    json!({ "mode": mode, "passphrase": passphrase, "latency_ms": 200 })
}

fn check(reading: &Reading, told: &Told, encryption: &str) {
    let labelled = |what: &str| format!("{what} of {:?} with {encryption}: {reading:#?}", told.mode);
    assert_eq!(
        said(reading, info::ENCRYPTION),
        Some(encryption),
        "{}",
        labelled("encryption")
    );
    if told.mode == Mode::Caller {
        assert_eq!(
            said(reading, info::STREAM_ID),
            Some("camera/7"),
            "{}",
            labelled("stream id")
        );
    }
    let version = said(reading, info::PEER_VERSION).unwrap_or_default();
    assert!(version.starts_with("1."), "{}", labelled("version"));
    assert_eq!(
        value(reading, info::LATENCY),
        Some(0.3),
        "{}",
        labelled("latency")
    );
    assert_eq!(
        value(reading, stream::CONTINUITY),
        Some(0.0),
        "{}",
        labelled("continuity")
    );
    assert_eq!(value(reading, info::DROPPED), Some(0.0), "{}", labelled("drops"));
    assert!(
        value(reading, info::RTT).unwrap() > 0.0,
        "{}",
        labelled("round trip")
    );
    assert!(
        value(reading, info::RECEIVED).unwrap() > 0.0,
        "{}",
        labelled("count")
    );
    assert!(
        value(reading, info::MARGIN).unwrap() > 0.0,
        "{}",
        labelled("margin")
    );
}

async fn ffmpeg(mode: Mode) {
    for (key, encryption) in KEYS {
        let (at, told) = (closed_port("127.0.0.1:0").await, told(mode, key));
        // A caller of ffmpeg calls once only: it has to find the probe.
        let mut watching = watch(format!("srt://{at}"), settings(&told), 500);
        if mode == Mode::Caller {
            watching
                .until("that it listens", |reading| reading.failure.is_some())
                .await;
        }
        let _sender = told.ffmpeg(at);
        check(&watching.until("the stream", is_there).await, &told, encryption);
        let excerpt = watching.excerpt().unwrap();
        assert_eq!(excerpt.ending, "ts");
        let mut packets = excerpt.bytes.chunks(188);
        assert!(packets.all(|packet| packet.len() == 188 && packet[0] == 0x47));
    }
}

async fn live_transmit(mode: Mode) {
    for (key, encryption) in KEYS {
        let (at, told) = (closed_port("127.0.0.1:0").await, told(mode, key));
        let _sender = told.live_transmit(at).await;
        let mut watching = watch(format!("srt://{at}"), settings(&told), 60_000);
        check(&watching.until("the stream", is_there).await, &told, encryption);
    }
}

#[tokio::test]
async fn ffmpeg_calls() {
    ffmpeg(Mode::Caller).await;
}

#[tokio::test]
async fn ffmpeg_is_called() {
    ffmpeg(Mode::Listener).await;
}

#[tokio::test]
async fn srt_live_transmit_calls() {
    live_transmit(Mode::Caller).await;
}

#[tokio::test]
async fn srt_live_transmit_is_called() {
    live_transmit(Mode::Listener).await;
}
