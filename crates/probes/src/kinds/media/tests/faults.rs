//! Peers that behave badly, settings that do not fit, and what must stay secret.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use wire::reading::Cause;

use super::super::ffprobe;
use super::super::info::INFO;
use super::super::request::{Entered, Request};
use super::{answer, asked, look, make, spec};
use crate::kinds::{KINDS, check};
use crate::testing::{assert_failed, assert_well, closed_port, look_with, tcp_server, value};
use crate::{Clock, Target};

#[tokio::test]
async fn a_closed_port_is_a_refusal_and_the_key_stays_secret() {
    let address = closed_port("127.0.0.1:0").await;
    let target = format!("rtmp://{address}/live");
    let reading = look(&target, json!({ "stream_key": "top-secret-key" })).await;
    assert_failed(&reading, Cause::Refused, "127.0.0.1 port");
    for (target, settings) in [
        (format!("rtmp://{address}/live/top-secret-key"), json!({})),
        (format!("http://{address}/a.m3u8?token=top-secret-key"), json!({})),
        (
            format!("rtsp://{address}/a"),
            json!({ "user": "crew", "password": "top-secret-key" }),
        ),
    ] {
        let reading = look(&target, settings).await;
        assert_failed(&reading, Cause::Refused, "nothing listens there");
        let written = serde_json::to_string(&reading).unwrap();
        assert!(!written.contains("top-secret-key"), "{written}");
    }
}

#[tokio::test]
async fn a_wrong_path_and_a_page_are_told_apart() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        if asked(&mut stream).await == "/page" {
            answer(
                &mut stream,
                "200 OK",
                b"<html><body>Welcome to the encoder</body></html>",
            )
            .await
        } else {
            answer(&mut stream, "404 Not Found", b"nothing here").await
        }
    })
    .await;
    let nothing = look(&format!("http://{address}/none.m3u8"), json!({})).await;
    assert_failed(
        &nothing,
        Cause::Refused,
        "the server does not know http://127.0.0.1",
    );
    let page = look(&format!("http://{address}/page"), json!({})).await;
    assert_failed(&page, Cause::Garbled, "no media that ffmpeg knows");
}

#[tokio::test]
async fn garbage_is_no_media() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        asked(&mut stream).await;
        let noise: Vec<u8> = (0_u32..200_000)
            .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1])
            .collect();
        answer(&mut stream, "200 OK", &noise).await
    })
    .await;
    let reading = look(&format!("http://{address}/live"), json!({})).await;
    assert_failed(&reading, Cause::Garbled, "127.0.0.1");
    let rtmp = spec(&format!("rtmp://{address}/live/a"), json!({}));
    let rtmp = look_with(Clock::system(), Duration::from_secs(4), rtmp).await;
    assert!(rtmp.failure.is_some(), "{rtmp:#?}");
}

#[tokio::test]
async fn a_fault_that_passes_is_tried_once_more_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ts");
    make(&path, "-t 3");
    let body = Arc::new(std::fs::read(&path).unwrap());
    let asks = Arc::new(AtomicU32::new(0));
    let counted = asks.clone();
    let address = tcp_server("127.0.0.1:0", move |mut stream| {
        let (body, asks) = (body.clone(), counted.clone());
        async move {
            let path = asked(&mut stream).await;
            let is_first = asks.fetch_add(1, Ordering::Relaxed) == 0;
            if is_first || path == "/broken" {
                answer(&mut stream, "503 Service Unavailable", b"").await
            } else {
                answer(&mut stream, "200 OK", &body).await
            }
        }
    })
    .await;
    let reading = look(&format!("http://{address}/a.ts"), json!({})).await;
    assert_well(&reading);
    assert_eq!(value(&reading, "media_attempts"), Some(2.0));
    asks.store(0, Ordering::Relaxed);
    let broken = look(&format!("http://{address}/broken"), json!({})).await;
    assert_failed(&broken, Cause::Refused, "(5xx); see its log");
    assert_eq!(value(&broken, "media_attempts"), Some(2.0));
}

#[tokio::test]
async fn a_peer_that_accepts_and_says_nothing_is_a_timeout() {
    let address = tcp_server("127.0.0.1:0", |stream| async move {
        stream.readable().await?;
        std::future::pending().await
    })
    .await;
    let target = format!("rtmp://{address}/live/camera1");
    let reading = look_with(Clock::system(), Duration::from_secs(4), spec(&target, json!({}))).await;
    assert_failed(&reading, Cause::Timeout, "no media from rtmp://127.0.0.1");
}

#[tokio::test]
async fn files_that_cannot_be_read_are_told_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().display();
    let none = look(&format!("file://{place}/none.mp4"), json!({})).await;
    assert_failed(&none, Cause::Unreachable, "there is no file");
    let directory = look(&format!("file://{place}/"), json!({})).await;
    assert_failed(&directory, Cause::Refused, "is a folder");
    std::fs::write(folder.path().join("empty.ts"), "").unwrap();
    let empty = look(&format!("file://{place}/empty.ts"), json!({})).await;
    assert_failed(&empty, Cause::Garbled, "empty.ts");
}

#[tokio::test]
async fn a_machine_without_ffprobe_says_what_to_install() {
    let entered: Entered = serde_json::from_value(json!({
        "window_s": 5, "expect_video": true, "expect_audio": true, "expect_resolution": "", "expect_frame_rate": "",
        "expect_video_codec": "", "expect_audio_channels": 0, "keyframe_limit_s": 10, "rtsp_transport": "tcp", "user": "",
        "password": "", "stream_key": "",
    }))
    .unwrap();
    let target = Target::parse("rtmp://192.0.2.10/live", &INFO).unwrap();
    let request = Request::of(&target, &entered).unwrap();
    let limit = Duration::from_secs(10);
    let fault = ffprobe::once("flywatch-no-such-ffprobe", &request, limit, limit)
        .await
        .unwrap_err();
    assert!(fault.failure.detail.contains("apt install ffmpeg"), "{fault:?}");
    assert!(!fault.is_passing);
}

#[test]
fn settings_that_do_not_fit_are_refused_with_what_to_enter() {
    for (target, settings, field) in [
        (
            "rtmp://a/live",
            json!({ "expect_resolution": "HD" }),
            "expect_resolution",
        ),
        (
            "rtmp://a/live",
            json!({ "expect_frame_rate": "fast" }),
            "expect_frame_rate",
        ),
        (
            "rtmp://a/live",
            json!({ "expect_video": false, "expect_video_codec": "h264" }),
            "expect_video",
        ),
        ("srt://a:9000", json!({ "password": "short" }), "password"),
        ("rtsp://a/live", json!({ "password": "whose" }), "user"),
        ("file:///", json!({}), "target"),
    ] {
        let errors = check(KINDS, &spec(target, settings)).unwrap_err();
        assert_eq!(errors[0].field, field, "{target}");
    }
}
