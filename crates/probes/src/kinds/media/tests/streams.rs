//! What is told of real streams and files.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use wire::reading::Reading;

use super::{CODED, PICTURE, TONE, answer, asked, listening, look, make};
use crate::testing::encoder::Encoder;
use crate::testing::{assert_well, closed_port, tcp_server, value};

fn fact(reading: &Reading, name: &str, stream: &str) -> Option<String> {
    let mut facts = reading.facts.iter();
    let fact = facts.find(|fact| fact.name == name && fact.labels.values().all(|label| label == stream));
    fact.map(|fact| fact.text.clone())
}

/// Fails unless it is told what was coded.
#[track_caller]
fn assert_told(reading: &Reading, container: &str) {
    assert_well(reading);
    let said = fact(reading, "media_container", "").unwrap();
    assert!(said.contains(container), "{said}");
    for (metric, expected) in [
        ("media_width", 320.0),
        ("media_height", 240.0),
        ("media_audio_channels", 2.0),
        ("media_timestamp_gaps", 0.0),
        ("media_timestamp_jumps", 0.0),
    ] {
        assert_eq!(value(reading, metric), Some(expected), "{metric}");
    }
    let frames = value(reading, "media_frame_rate_per_second").unwrap();
    assert!((frames - 25.0).abs() < 0.25, "{frames}");
    let rate = value(reading, "media_bitrate_bits_per_second").unwrap();
    assert!((200_000.0..1_500_000.0).contains(&rate), "{rate}");
    let keyframes = value(reading, "media_keyframe_interval_seconds").unwrap();
    assert!((keyframes - 1.0).abs() < 0.01, "{keyframes}");
    assert!(value(reading, "media_start_seconds").is_some());
}

#[tokio::test]
async fn a_file_is_told_with_all_that_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record 100%.mp4");
    Encoder::told(&format!(
        "{PICTURE} {TONE} {CODED} -t 6 -metadata:s:a:0 language=deu {}",
        folder.path().join("record.mp4").display()
    ))
    .done();
    std::fs::rename(folder.path().join("record.mp4"), &path).unwrap();
    let target = format!("file://{}/record%20100%25.mp4", folder.path().display());
    let reading = look(&target, json!({ "window_s": 4 })).await;
    assert_told(&reading, "mp4");
    let expected = [
        ("media_codec", "0 video", "h264"),
        ("media_profile", "0 video", "Constrained Baseline"),
        ("media_level", "0 video", "2.0"),
        ("media_resolution", "0 video", "320x240"),
        ("media_frame_rate", "0 video", "25"),
        ("media_pixel_format", "0 video", "yuv420p"),
        ("media_scan", "0 video", "progressive"),
        ("media_keyframes", "0 video", "1.00 s"),
        ("media_codec", "1 audio", "aac"),
        ("media_sample_rate", "1 audio", "48000 Hz"),
        ("media_channels", "1 audio", "2 (stereo)"),
        ("media_language", "1 audio", "deu"),
    ];
    for (name, stream, text) in expected {
        assert_eq!(fact(&reading, name, stream).as_deref(), Some(text), "{name}");
    }
    let behind = value(&reading, "media_av_offset_seconds").unwrap();
    assert!(behind.abs() < 0.1, "{behind}");
}

#[tokio::test]
async fn an_rtmp_stream_is_read_from_a_server_that_takes_one_player() {
    let port = closed_port("127.0.0.1:0").await.port();
    let url = format!("rtmp://127.0.0.1:{port}/live");
    let _server = Encoder::told(&format!(
        "-re {PICTURE} {TONE} {CODED} -f flv -listen 1 {url}/camera1"
    ));
    listening(port).await;
    let reading = look(&url, json!({ "window_s": 3, "stream_key": "camera1" })).await;
    assert_told(&reading, "flv");
    assert_eq!(value(&reading, "media_attempts"), Some(1.0));
}

#[tokio::test]
async fn a_stream_by_http_is_read_while_it_plays() {
    let port = closed_port("127.0.0.1:0").await.port();
    let url = format!("http://127.0.0.1:{port}/live.ts");
    let _server = Encoder::told(&format!("-re {PICTURE} {TONE} {CODED} -f mpegts -listen 1 {url}"));
    listening(port).await;
    assert_told(&look(&url, json!({ "window_s": 3 })).await, "mpegts");
}

#[tokio::test]
async fn an_srt_stream_is_read_with_its_passphrase() {
    let port = closed_port("127.0.0.1:0").await.port();
    let url = format!("srt://127.0.0.1:{port}");
    let _server = Encoder::told(&format!(
        "-re {PICTURE} {TONE} {CODED} -f mpegts {url}?mode=listener&passphrase=flypack-secret"
    ));
    let settings = json!({ "window_s": 3, "password": "flypack-secret" });
    let reading = look(&url, settings).await;
    assert_told(&reading, "mpegts");
}

/// Serves the files of a folder by HTTP, and counts who asks for the playlist.
async fn folder_server(folder: PathBuf) -> (String, Arc<AtomicU32>) {
    let players = Arc::new(AtomicU32::new(0));
    let counted = players.clone();
    let address = tcp_server("127.0.0.1:0", move |mut stream| {
        let (folder, players) = (folder.clone(), counted.clone());
        async move {
            let path = asked(&mut stream).await;
            if path.contains(".m3u8") || path.contains(".mpd") {
                players.fetch_add(1, Ordering::Relaxed);
            }
            let name = path.trim_start_matches('/').split('?').next().unwrap_or_default();
            match std::fs::read(folder.join(name)) {
                Ok(body) => answer(&mut stream, "200 OK", &body).await,
                Err(_) => answer(&mut stream, "404 Not Found", b"").await,
            }
        }
    })
    .await;
    (format!("http://{address}"), players)
}

#[tokio::test]
async fn hls_and_dash_are_read_from_a_web_server() {
    let folder = tempfile::tempdir().unwrap();
    make(
        &folder.path().join("live.m3u8"),
        "-t 8 -f hls -hls_time 2 -hls_list_size 0",
    );
    make(&folder.path().join("live.mpd"), "-t 8 -f dash");
    let (server, _) = folder_server(folder.path().to_owned()).await;
    assert_told(&look(&format!("{server}/live.m3u8"), json!({})).await, "hls");
    assert_told(&look(&format!("{server}/live.mpd"), json!({})).await, "dash");
}

#[tokio::test]
async fn probes_of_the_same_stream_share_one_ffprobe() {
    let folder = tempfile::tempdir().unwrap();
    make(
        &folder.path().join("live.m3u8"),
        "-t 4 -f hls -hls_time 4 -hls_list_size 0",
    );
    let (server, players) = folder_server(folder.path().to_owned()).await;
    let target = format!("{server}/live.m3u8?token=geheim");
    let looks = (0..5).map(|_| look(&target, json!({ "window_s": 3 })));
    for reading in futures_util::future::join_all(looks).await {
        assert_well(&reading);
    }
    assert_eq!(players.load(Ordering::Relaxed), 1);
    let shorter = look(&target, json!({ "window_s": 2 })).await;
    assert_well(&shorter);
    assert_eq!(
        players.load(Ordering::Relaxed),
        2,
        "another question is another look"
    );
}
