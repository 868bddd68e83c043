use serde_json::json;
use wire::reading::Cause;

use super::super::info;
use super::peer::send;
use crate::kinds::KINDS;
use crate::stream::info as stream;
use crate::testing::encoder::{Encoder, RATE, VIDEO_PID};
use crate::testing::watching::{found, of_pid, watch};
use crate::testing::{closed_port, spec, value};
use crate::{Clock, once};

#[tokio::test]
async fn a_stream_of_an_encoder_is_measured() {
    let at = closed_port("127.0.0.1:0").await;
    let _encoder = Encoder::start(&format!("udp://{at}?pkt_size=1316"));
    let mut watching = watch(format!("mpegts://{at}"), json!({}), 3_000);
    let reading = watching
        .until("the rate of the encoder", |reading| {
            value(reading, stream::BITRATE).is_some_and(|rate| (rate / RATE - 1.0).abs() < 0.1)
                && of_pid(reading, stream::PID_BITRATE, VIDEO_PID).is_some()
        })
        .await;
    assert_eq!(value(&reading, stream::SYNC), Some(1.0));
    assert_eq!(value(&reading, stream::SERVICES), Some(1.0));
    assert_eq!(value(&reading, info::DROPPED), Some(0.0));
    assert_eq!(value(&reading, info::RTP_LOST), None, "it does not come in RTP");
    let null = value(&reading, stream::NULL).unwrap();
    assert!((0.01..0.9).contains(&null), "{null}");
    let pcr = of_pid(&reading, stream::PCR_INTERVAL, VIDEO_PID).unwrap();
    assert!(pcr > 0.0, "{pcr}");
}

#[tokio::test]
async fn a_stream_in_rtp_tells_of_its_packets() {
    let at = closed_port("127.0.0.1:0").await;
    let _encoder = Encoder::start(&format!("rtp://{at}?pkt_size=1328"));
    let mut watching = watch(format!("rtp://{at}"), json!({}), 3_000);
    // ffmpeg pads no stream that it sends so, and its rate is that of picture and sound.
    let reading = watching
        .until("the stream", |reading| {
            value(reading, stream::SYNC) == Some(1.0)
                && value(reading, stream::BITRATE).is_some_and(|rate| rate > 1e5)
        })
        .await;
    assert_eq!(value(&reading, info::RTP_LOST), Some(0.0));
    assert!(value(&reading, info::RTP_JITTER).unwrap() > 0.0);
    assert_eq!(found(&reading, info::RTP_LOSS), None);
}

#[tokio::test]
async fn an_encoder_that_is_killed_is_missed_and_heard_again() {
    let at = closed_port("127.0.0.1:0").await;
    let to = format!("udp://{at}?pkt_size=1316");
    let encoder = Encoder::start(&to);
    let mut watching = watch(format!("mpegts://{at}"), json!({}), 1_500);
    let is_there = |reading: &wire::reading::Reading| value(reading, stream::SYNC) == Some(1.0);
    watching.until("the stream", is_there).await;
    drop(encoder);
    let reading = watching
        .until("the silence", |reading| reading.failure.is_some())
        .await;
    let failure = reading.failure.unwrap();
    assert_eq!(failure.cause, Cause::Silent);
    let port = at.port();
    assert_eq!(
        failure.detail,
        format!(
            "no datagram came to port {port} of this machine for 1.500 s; check the encoder and the address that it sends to"
        )
    );
    let _again = Encoder::start(&to);
    watching.until("the stream again", is_there).await;
}

#[tokio::test]
async fn what_is_not_a_stream_is_called_so() {
    let at = closed_port("127.0.0.1:0").await;
    let mut watching = watch(format!("mpegts://{at}"), json!({}), 60_000);
    let junk = vec![vec![0x55; 1_316]; 40];
    let sending = async {
        let mut pace = tokio::time::interval(std::time::Duration::from_millis(100));
        loop {
            pace.tick().await;
            send(&junk, at).await;
        }
    };
    let reading = tokio::select! {
        () = sending => unreachable!("it never ends"),
        reading = watching.until("what it is", |reading| found(reading, stream::NOT_A_STREAM).is_some()) => reading,
    };
    assert_eq!(value(&reading, stream::SYNC), Some(0.0));
    assert_eq!(value(&reading, stream::BITRATE).unwrap_or(0.0), 0.0);
}

#[tokio::test]
async fn a_try_ends_by_itself_and_knows_the_names() {
    let at = closed_port("127.0.0.1:0").await;
    let _encoder = Encoder::start(&format!("udp://{at}?pkt_size=1316"));
    let spec = spec(format!("mpegts://{at}"), json!({}));
    let mut tried = once(KINDS, Clock::system(), &spec, None).await.unwrap();
    while tried.failure.is_some() {
        tried = once(KINDS, Clock::system(), &spec, None).await.unwrap();
    }
    assert!(value(&tried, stream::BITRATE).is_some(), "{tried:#?}");
    assert!(
        tried.facts.iter().any(|fact| fact.name == stream::SERVICE_NAME),
        "{tried:#?}"
    );
}
