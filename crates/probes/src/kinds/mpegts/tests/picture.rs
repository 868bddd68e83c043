//! What streams show and sound like, decoded by the real ffmpeg.

use serde_json::json;
use wire::reading::Reading;

use crate::Wanted;
use crate::stream::info;
use crate::testing::encoder::Encoder;
use crate::testing::watching::{Watching, found, watch};
use crate::testing::{closed_port, value};

/// An encoder of that picture and that sound, watched.
async fn shown(picture: &str, sound: &str, decode: &str) -> (Encoder, Watching) {
    let at = closed_port("127.0.0.1:0").await;
    let encoder = Encoder::of(picture, sound, &format!("udp://{at}?pkt_size=1316"));
    let settings = json!({ "decode": decode, "picture_patience_s": 2 });
    (encoder, watch(format!("mpegts://{at}"), settings, 3_000))
}

fn said<'r>(reading: &'r Reading, name: &str) -> Option<&'r str> {
    let fact = reading.facts.iter().find(|fact| fact.name == name)?;
    Some(&fact.text)
}

#[tokio::test]
async fn a_program_is_seen_and_heard() {
    let (_encoder, mut watching) =
        shown("testsrc2=size=320x240:rate=25", "sine=frequency=1000", "always").await;
    // A tone of 1 kHz at -18 dBFS on one channel; what came before it in the first 3 s was silence.
    let reading = watching
        .until("a picture and the loudness", |reading| {
            said(reading, info::PICTURE_AT).is_some()
                && value(reading, info::SHORT_TERM).is_some_and(|loudness| (loudness + 21.1).abs() < 0.5)
        })
        .await;
    let peak = reading
        .samples
        .iter()
        .find(|sample| sample.metric == info::TRUE_PEAK)
        .unwrap();
    assert!((peak.value + 18.0).abs() < 1.0, "{}", peak.value);
    let jpeg = watching.picture(Wanted::Picture).unwrap().jpeg;
    assert_eq!(jpeg.get(..3), Some([0xFF, 0xD8, 0xFF].as_slice()));
    for code in [info::BLACK, info::FROZEN, info::SILENCE, info::CHANNEL_SILENT] {
        assert_eq!(found(&reading, code), None);
    }
}

#[tokio::test]
async fn black_and_silence_are_told() {
    let (_encoder, mut watching) = shown(
        "color=black:size=320x240:rate=25",
        "anullsrc=channel_layout=stereo",
        "always",
    )
    .await;
    let reading = watching
        .until("black and silence", |reading| {
            found(reading, info::BLACK).is_some() && found(reading, info::SILENCE).is_some()
        })
        .await;
    assert_eq!(found(&reading, info::FROZEN), None, "black says it already");
    assert!(
        found(&reading, info::SILENCE)
            .unwrap()
            .starts_with("there has been no sound for ")
    );
}

#[tokio::test]
async fn a_frozen_picture_and_a_silent_channel_are_told() {
    let left = "aevalsrc=exprs=0.1*sin(2000*t)|0:channel_layout=stereo";
    let (_encoder, mut watching) = shown("color=red:size=320x240:rate=25", left, "always").await;
    let reading = watching
        .until("a frozen picture and a silent channel", |reading| {
            found(reading, info::FROZEN).is_some() && found(reading, info::CHANNEL_SILENT).is_some()
        })
        .await;
    assert!(
        found(&reading, info::CHANNEL_SILENT)
            .unwrap()
            .starts_with("channel 2 has been silent for ")
    );
    assert_eq!(found(&reading, info::BLACK), None);
    assert_eq!(found(&reading, info::SILENCE), None);
}

#[tokio::test]
async fn nothing_is_decoded_before_somebody_looks() {
    let (_encoder, mut watching) = shown(
        "testsrc2=size=320x240:rate=25",
        "sine=frequency=1000",
        "when looked at",
    )
    .await;
    let settled = |reading: &Reading| value(reading, info::SERVICES) == Some(1.0);
    for _ in 0..3 {
        let reading = watching.until("the stream", settled).await;
        assert_eq!(said(&reading, info::PICTURE_AT), None);
        assert_eq!(value(&reading, info::SHORT_TERM), None);
    }
    assert!(watching.picture(Wanted::Picture).is_none());
    let reading = watching
        .until("a picture", |reading| said(reading, info::PICTURE_AT).is_some())
        .await;
    assert_eq!(value(&reading, info::SHORT_TERM), None, "nobody wants to hear it");
    assert!(watching.picture(Wanted::PictureAndSound).is_some());
    watching
        .until("the loudness", |reading| {
            value(reading, info::SHORT_TERM).is_some()
        })
        .await;
}

#[tokio::test]
async fn one_of_two_sounds_is_chosen_and_a_missing_one_is_named() {
    let at = closed_port("127.0.0.1:0").await;
    let loud_and_soft = "-re -f lavfi -i testsrc2=size=320x240:rate=25 -f lavfi -i sine=frequency=1000 \
                         -f lavfi -i sine=frequency=500,volume=-20dB -map 0 -map 1 -map 2 -c:v libx264 -preset ultrafast \
                         -tune zerolatency -g 25 -c:a aac -metadata:s:a:1 language=deu -f mpegts";
    let _encoder = Encoder::told(&format!("{loud_and_soft} udp://{at}?pkt_size=1316"));
    let settings = |pid: &str| json!({ "decode": "always", "sound_pid": pid });
    let mut soft = watch(format!("mpegts://{at}"), settings("258"), 3_000);
    let reading = soft
        .until("the soft tone", |reading| {
            let peak = reading
                .samples
                .iter()
                .find(|sample| sample.metric == info::TRUE_PEAK);
            peak.is_some_and(|peak| (peak.value + 38.0).abs() < 1.0)
        })
        .await;
    assert_eq!(said(&reading, info::SOUND_OF), Some("PID 258, AAC deu"));
    drop(soft);
    let mut none = watch(format!("mpegts://{at}"), settings("300"), 3_000);
    let reading = none
        .until("why there is no sound", |reading| {
            said(reading, info::NOT_DECODED).is_some_and(|why| why == "there is no sound on PID 300")
        })
        .await;
    assert_eq!(said(&reading, info::SOUND_OF), None);
}
