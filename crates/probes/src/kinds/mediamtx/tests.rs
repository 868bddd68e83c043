//! MediaMTX itself is in no Debian package, so these servers answer what its openapi.yaml says that it answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use wire::reading::Cause;

use crate::testing::{
    Looks, assert_failed, assert_found, assert_well, closed_port, look, spec, tcp_server, value, value_of,
    wrong,
};

/// A server that answers each request with what `answer` makes of its path and its Authorization header.
async fn server(answer: impl Fn(&str, &str) -> (u16, String) + Clone + Send + Sync + 'static) -> String {
    let address = tcp_server("127.0.0.1:0", move |stream| {
        let answer = answer.clone();
        async move {
            let mut stream = BufReader::new(stream);
            let (mut path, mut authorization, mut line) = (String::new(), String::new(), String::new());
            while stream.read_line(&mut line).await? > 2 {
                if path.is_empty() {
                    path = line.split(' ').nth(1).unwrap_or_default().to_owned();
                } else if let Some((name, value)) = line.split_once(": ")
                    && name.eq_ignore_ascii_case("authorization")
                {
                    value.trim().clone_into(&mut authorization);
                }
                line.clear();
            }
            let (status, body) = answer(&path, &authorization);
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(body.as_bytes()).await?;
            stream.shutdown().await
        }
    })
    .await;
    format!("mediamtx://{address}")
}

fn page(items: &Value) -> (u16, String) {
    let count = items.as_array().map_or(0, Vec::len);
    (
        200,
        json!({ "pageCount": 1, "itemCount": count, "items": items }).to_string(),
    )
}

/// What a gateway answers after so many looks, in the names of today.
fn gateway(path: &str, looks: u64) -> (u16, String) {
    match path.split('?').next().unwrap_or_default() {
        "/v3/paths/list" => page(&json!([
            { "name": "cam1", "confName": "all", "online": true, "onlineTime": "2026-11-22T10:00:00Z", "available": true,
              "source": { "type": "srtConn", "id": "6f9ad0a5-0001" }, "tracks2": [{ "codec": "H264" }, { "codec": "Opus" }],
              "inboundBytes": 1_000_000 + looks * 500_000, "outboundBytes": looks * 1000, "inboundFramesInError": looks * 2,
              "readers": [{ "type": "rtmpConn", "id": "a" }, { "type": "hlsMuxer", "id": "" }] },
            { "name": "cam2", "confName": "all", "online": false, "available": false, "source": null, "tracks2": [],
              "inboundBytes": 0, "outboundBytes": 0, "inboundFramesInError": 0, "readers": [] },
        ])),
        "/v3/srtconns/list" => page(&json!([
            { "id": "6f9ad0a5-0001", "created": "2026-11-22T10:00:00Z", "remoteAddr": "10.0.0.7:51234", "state": "publish",
              "path": "cam1", "query": "passphrase=top-secret-key", "msRTT": 50.5, "mbpsReceiveRate": 6.25, "mbpsSendRate": 0,
              "msReceiveTsbPdDelay": 120, "msSendTsbPdDelay": 120, "msReceiveBuf": 100, "packetsReceivedLoss": 100 + looks * 7,
              "packetsReceivedDrop": looks * 3, "packetsReceivedRetrans": 90 + looks * 6, "packetsSendLoss": 0 },
            { "id": "6f9ad0a5-0002", "remoteAddr": "[2001:db8::9]:40000", "state": "read", "path": "cam1", "msRTT": 10.0,
              "mbpsReceiveRate": 0, "mbpsSendRate": 6.0, "msSendTsbPdDelay": 120, "packetsSendLoss": 5, "packetsSendDrop": 0,
              "packetsRetrans": 5 },
        ])),
        "/v3/rtmpconns/list" => page(&json!([
            { "id": "6f9ad0a5-0003", "remoteAddr": "10.0.0.8:50000", "state": "read", "path": "cam1", "inboundBytes": 3000,
              "outboundBytes": looks * 100_000, "outboundFramesDiscarded": 0 },
        ])),
        _ => (404, "404 page not found".to_owned()),
    }
}

#[tokio::test]
async fn paths_and_connections_are_told_as_written_after_openapi_yaml() {
    let looks = Arc::new(AtomicU64::new(0));
    let counted = looks.clone();
    let target = server(move |path, _| gateway(path, counted.load(Ordering::Relaxed))).await;
    let mut probe = Looks::of(&spec(&target, json!({ "expect_paths": "cam1, cam2, cam9" })));
    let first = probe.again().await;
    assert_found(
        &first,
        &[
            ("mediamtx.path_offline", "nobody sends to the path cam2"),
            ("mediamtx.path_offline", "MediaMTX has no path cam9"),
            ("mediamtx.srt_latency", "120 ms of latency of cam1 from 10.0.0.7"),
        ],
    );
    for (metric, expected) in [
        ("mediamtx_paths", 2.0),
        ("mediamtx_paths_online", 1.0),
        ("mediamtx_readers", 2.0),
        ("mediamtx_srt_connections", 2.0),
        ("mediamtx_rtmp_connections", 1.0),
    ] {
        assert_eq!(value(&first, metric), Some(expected), "{metric}");
    }
    let (publisher, reader) = ("cam1 from 10.0.0.7", "cam1 to [2001:db8::9]");
    for (metric, label, expected) in [
        ("mediamtx_path_online", "cam1", 1.0),
        ("mediamtx_path_online", "cam2", 0.0),
        ("mediamtx_path_readers", "cam1", 2.0),
        ("mediamtx_srt_rtt_seconds", publisher, 0.0505),
        ("mediamtx_srt_bitrate_bits_per_second", publisher, 6_250_000.0),
        ("mediamtx_srt_bitrate_bits_per_second", reader, 6_000_000.0),
        ("mediamtx_srt_latency_seconds", publisher, 0.12),
        ("mediamtx_srt_buffer_seconds", publisher, 0.1),
    ] {
        let seen = value_of(&first, metric, label).unwrap();
        assert!((seen - expected).abs() < 1e-9, "{metric} {label}: {seen}");
    }
    assert_eq!(value_of(&first, "mediamtx_path_in_bits_per_second", "cam1"), None);
    let facts: Vec<_> = first.facts.iter().map(|fact| fact.text.as_str()).collect();
    assert_eq!(facts, ["srtConn", "H264, Opus", "publish", "read", "read"]);
    looks.store(1, Ordering::Relaxed);
    let second = probe.again().await;
    let codes: Vec<_> = second
        .findings
        .iter()
        .map(|finding| finding.code.as_ref())
        .collect();
    assert!(
        codes.contains(&"mediamtx.frames_in_error") && codes.contains(&"mediamtx.srt_dropped"),
        "{codes:?}"
    );
    assert!(value_of(&second, "mediamtx_path_in_bits_per_second", "cam1") > Some(0.0));
    assert!(value_of(&second, "mediamtx_srt_lost_per_second", publisher) > Some(0.0));
    assert_eq!(
        value_of(&second, "mediamtx_srt_lost_per_second", reader),
        Some(0.0)
    );
    assert!(value_of(&second, "mediamtx_rtmp_out_bits_per_second", "cam1 to 10.0.0.8") > Some(0.0));
    let written = serde_json::to_string(&second).unwrap();
    assert!(!written.contains("top-secret-key"), "{written}");
}

#[tokio::test]
async fn older_names_empty_lists_and_servers_that_are_switched_off_are_understood() {
    let target = server(|path, _| match path.split('?').next().unwrap_or_default() {
        "/v3/paths/list" => page(&json!([
            { "name": "cam1", "ready": true, "tracks": ["H264", "MPEG-4 Audio"], "bytesReceived": 10, "bytesSent": 20,
              "source": { "type": "rtmpConn" }, "readers": null },
        ])),
        "/v3/srtconns/list" => (200, r#"{"itemCount":0,"pageCount":0,"items":null}"#.to_owned()),
        _ => (404, r#"{"status":"error","error":"not found"}"#.to_owned()),
    })
    .await;
    let reading = look(&target, json!({ "expect_paths": "cam1" })).await;
    assert_well(&reading);
    assert_eq!(value(&reading, "mediamtx_paths_online"), Some(1.0));
    assert_eq!(value(&reading, "mediamtx_srt_connections"), Some(0.0));
    assert_eq!(value(&reading, "mediamtx_rtmp_connections"), None);
    assert!(reading.facts.iter().any(|fact| fact.text == "H264, MPEG-4 Audio"));
}

#[tokio::test]
async fn all_pages_are_read() {
    let target = server(|path, _| {
        let number: u64 = path.rsplit('=').next().unwrap_or_default().parse().unwrap();
        let name = format!("cam{number}");
        let items = json!([{ "name": name, "online": true }]);
        (
            200,
            json!({ "pageCount": 3, "itemCount": 3, "items": items }).to_string(),
        )
    })
    .await;
    let reading = look(&target, json!({ "expect_paths": "cam0,cam1,cam2" })).await;
    assert_well(&reading);
    assert_eq!(value(&reading, "mediamtx_paths"), Some(3.0));
}

#[tokio::test]
async fn a_user_logs_in_and_one_who_may_not_is_told_what_to_check() {
    let target = server(|path, authorization| {
        // crew:top-secret-key
        if authorization == "Basic Y3Jldzp0b3Atc2VjcmV0LWtleQ==" {
            gateway(path, 0)
        } else {
            (
                401,
                r#"{"status":"error","error":"authentication error"}"#.to_owned(),
            )
        }
    })
    .await;
    let reading = look(&target, json!({ "user": "crew", "password": "top-secret-key" })).await;
    assert_eq!(reading.failure, None);
    let denied = look(&target, json!({ "user": "crew", "password": "wrong-key" })).await;
    assert_failed(&denied, Cause::Denied, "authInternalUsers");
    assert!(!serde_json::to_string(&denied).unwrap().contains("wrong-key"));
}

#[tokio::test]
async fn other_servers_and_closed_ports_say_what_to_check() {
    let page_only = server(|_, _| (200, "<html>It works!</html>".to_owned())).await;
    assert_failed(
        &look(&page_only, json!({})).await,
        Cause::Garbled,
        "no list of MediaMTX",
    );
    let odd = server(|_, _| (200, r#"{"items":"many","pageCount":"x"}"#.to_owned())).await;
    assert_failed(
        &look(&odd, json!({})).await,
        Cause::Garbled,
        "no list of MediaMTX",
    );
    let other = server(|_, _| (404, String::new())).await;
    assert_failed(&look(&other, json!({})).await, Cause::Garbled, "answers 404");
    let garbage = tcp_server("127.0.0.1:0", |mut stream| async move {
        stream.write_all(&[0x17; 4096]).await
    })
    .await;
    let garbage = look(format!("mediamtx://{garbage}"), json!({})).await;
    assert_failed(&garbage, Cause::Garbled, "is no web page");
    let closed = look(
        format!("mediamtx://{}", closed_port("127.0.0.1:0").await),
        json!({}),
    )
    .await;
    assert_failed(&closed, Cause::Refused, "API is switched on (api: yes)");
}

#[tokio::test]
async fn odd_items_are_passed_over() {
    let target = server(|path, _| {
        if path.starts_with("/v3/paths") {
            page(&json!([null, 7, {}, { "name": 5, "online": "yes", "readers": {}, "tracks": [null, 3], "inboundBytes": -1 }]))
        } else {
            page(&json!([null, {}, { "remoteAddr": 3, "msRTT": "fast", "packetsReceivedDrop": null }]))
        }
    })
    .await;
    let mut probe = Looks::of(&spec(&target, json!({})));
    assert_well(&probe.again().await);
    assert_well(&probe.again().await);
}

#[test]
fn what_does_not_fit_is_refused() {
    for (target, settings, field) in [
        ("mediamtx://a/v3", json!({}), "target"),
        ("mediamtx://a", json!({ "password": "x" }), "user"),
        ("mediamtx://a", json!({ "user": "a:b" }), "user"),
    ] {
        assert_eq!(wrong(target, settings)[0].field, field, "{target}");
    }
}
