//! Senders that call, and come and go.

use serde_json::json;

use super::super::info;
use super::peer::{Mode, Told, is_there};
use crate::testing::closed_port;
use crate::testing::watching::{found, watch};

const CALLER: Told<'static> = Told {
    mode: Mode::Caller,
    ..Told::PLAIN
};

#[tokio::test]
async fn a_sender_that_is_killed_is_missed_and_found_again() {
    let at = closed_port("127.0.0.1:0").await;
    let sender = Told::PLAIN.ffmpeg(at);
    let mut watching = watch(format!("srt://{at}"), json!({}), 60_000);
    watching.until("the stream", is_there).await;
    drop(sender);
    let end = watching
        .until("the end", |reading| reading.failure.is_some())
        .await;
    let detail = end.failure.unwrap().detail;
    assert_eq!(
        detail,
        "127.0.0.1 hung up, or was not heard of for 5 s; the stream has ended"
    );
    let _again = Told::PLAIN.ffmpeg(at);
    watching.until("the stream again", is_there).await;
}

#[tokio::test]
async fn a_caller_that_is_killed_can_call_again() {
    let at = closed_port("127.0.0.1:0").await;
    let mut watching = watch(format!("srt://{at}"), json!({ "mode": "listener" }), 500);
    let silence = watching
        .until("that it listens", |reading| reading.failure.is_some())
        .await;
    let detail = silence.failure.unwrap().detail;
    let expected = format!(
        "no SRT caller came to port {} of this machine for 500 ms; check the encoder",
        at.port()
    );
    assert!(detail.starts_with(&expected), "{detail}");
    for _ in 0..2 {
        let sender = CALLER.ffmpeg(at);
        watching.until("the stream", is_there).await;
        drop(sender);
        watching
            .until("the end", |reading| {
                let failure = reading.failure.as_ref();
                failure.is_some_and(|failure| failure.detail.contains("hung up"))
            })
            .await;
    }
}

#[tokio::test]
async fn a_second_caller_is_sent_away_and_told() {
    let at = closed_port("127.0.0.1:0").await;
    let mut watching = watch(format!("srt://{at}"), json!({ "mode": "listener" }), 500);
    watching
        .until("that it listens", |reading| reading.failure.is_some())
        .await;
    let _first = CALLER.ffmpeg(at);
    let reading = watching.until("the first", is_there).await;
    assert_eq!(found(&reading, info::SECOND_CALLER), None);
    // It calls again and again.
    let _second = CALLER.live_transmit(at).await;
    let both = watching
        .until("the second", |reading| {
            found(reading, info::SECOND_CALLER).is_some()
        })
        .await;
    assert!(is_there(&both), "the first goes on: {both:#?}");
}
