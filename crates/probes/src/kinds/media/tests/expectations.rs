//! What of a stream is not as expected.

use std::fs;
use std::time::Duration;

use serde_json::json;

use super::super::judge::Expected;
use super::super::request::Entered;
use super::{CODED, PICTURE, TONE, look, make};
use crate::testing::encoder::Encoder;
use crate::testing::{assert_found, assert_well, value};

#[tokio::test]
async fn what_is_expected_and_there_is_well_and_the_rest_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let target = make(&folder.path().join("a.ts"), "-t 5");
    let right = json!({
        "expect_resolution": "320x240", "expect_frame_rate": "25/1", "expect_video_codec": "H.264",
        "expect_audio_channels": 2, "window_s": 3,
    });
    assert_well(&look(&target, right).await);
    let wrong = json!({
        "expect_resolution": "1920x1080", "expect_frame_rate": "29.97", "expect_video_codec": "hevc",
        "expect_audio_channels": 6, "window_s": 3,
    });
    assert_found(
        &look(&target, wrong).await,
        &[
            (
                "media.resolution",
                "the resolution is 320x240; expected 1920x1080",
            ),
            ("media.frame_rate", "25 frames a second; expected 29.97"),
            ("media.codec", "the video codec is h264; expected hevc"),
            ("media.audio_channels", "audio channels: 2; expected 6"),
        ],
    );
}

#[tokio::test]
async fn missing_video_and_missing_audio_are_named_unless_they_are_not_expected() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    Encoder::told(&format!("{TONE} -t 3 -c:a aac {}", path("sound.ts"))).done();
    Encoder::told(&format!(
        "{PICTURE} -t 3 -c:v libx264 -g 25 {}",
        path("picture.ts")
    ))
    .done();
    let sound = format!("file://{}", path("sound.ts"));
    let picture = format!("file://{}", path("picture.ts"));
    assert_found(
        &look(&sound, json!({})).await,
        &[("media.no_video", "there is no video, only 0 audio")],
    );
    assert_found(
        &look(&picture, json!({})).await,
        &[("media.no_audio", "there is no audio, only 0 video")],
    );
    assert_well(&look(&sound, json!({ "expect_video": false })).await);
    assert_well(&look(&picture, json!({ "expect_audio": false })).await);
}

#[tokio::test]
async fn rare_keyframes_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.ts");
    let coded = CODED.replace("-g 25 -keyint_min 25", "-g 1000 -keyint_min 1000 -sc_threshold 0");
    Encoder::told(&format!("{PICTURE} {TONE} {coded} -t 6 {}", path.display())).done();
    let target = format!("file://{}", path.display());
    let reading = look(&target, json!({ "keyframe_limit_s": 3 })).await;
    assert_found(
        &reading,
        &[(
            "media.long_gop",
            "s without a keyframe in 0 video; no more than 3 s",
        )],
    );
    assert_eq!(value(&reading, "media_keyframe_interval_seconds"), None);
    assert_well(&look(&target, json!({})).await);
}

#[tokio::test]
async fn time_stamps_that_go_back_are_named() {
    let folder = tempfile::tempdir().unwrap();
    make(&folder.path().join("a.ts"), "-t 2");
    let once = fs::read(folder.path().join("a.ts")).unwrap();
    let twice = folder.path().join("twice.ts");
    fs::write(&twice, [once.clone(), once].concat()).unwrap();
    let target = format!("file://{}", twice.display());
    let reading = look(&target, json!({ "window_s": 10 })).await;
    assert!(reading.failure.is_none(), "{reading:#?}");
    assert!(
        value(&reading, "media_timestamp_jumps") > Some(0.0),
        "{reading:#?}"
    );
    assert!(
        reading
            .findings
            .iter()
            .all(|finding| finding.code == "media.timestamps")
    );
    assert!(
        reading
            .findings
            .iter()
            .any(|finding| finding.detail.contains("1 jump back"))
    );
    let frames = value(&reading, "media_frame_rate_per_second").unwrap();
    assert!((frames - 25.0).abs() < 0.25, "{frames}");
}

#[test]
fn a_look_reads_for_longer_after_one_that_saw_few_keyframes() {
    let entered: Entered = serde_json::from_value(json!({
        "window_s": 5, "expect_video": true, "expect_audio": true, "expect_resolution": "", "expect_frame_rate": "",
        "expect_video_codec": "", "expect_audio_channels": 0, "keyframe_limit_s": 10, "rtsp_transport": "tcp", "user": "",
        "password": "", "stream_key": "",
    }))
    .unwrap();
    let target = crate::Target::parse("rtmp://192.0.2.10/live", &super::super::info::INFO).unwrap();
    let mut stream = super::super::Stream {
        window: Duration::from_secs(5),
        expected: Expected::of(&entered).unwrap(),
        request: super::super::Request::of(&target, &entered).unwrap(),
        sees_few_keyframes: false,
    };
    let seconds = Duration::from_secs;
    assert_eq!(stream.window(seconds(18)), seconds(5));
    stream.sees_few_keyframes = true;
    assert_eq!(stream.window(seconds(18)), seconds(11));
    assert_eq!(stream.window(seconds(10)), seconds(6));
    assert_eq!(stream.window(seconds(1)), seconds(1));
}
