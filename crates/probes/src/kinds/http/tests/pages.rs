use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Duration, interval};
use wire::reading::Cause;

use super::{page, request, server};
use crate::testing::{
    BlackHole, LOOPBACKS, assert_failed, assert_found, assert_well, closed_port, look, look_briefly,
    tcp_server, value, wrong,
};

/// The body cap unless set otherwise.
const CAP: f64 = 1_048_576.0;

#[tokio::test]
async fn a_page_has_its_phases() {
    for loopback in LOOPBACKS {
        let address = server(loopback, |head| {
            assert_eq!(head[0], "GET /health?full=1 HTTP/1.1");
            page("200 OK", "", "all is well")
        })
        .await;
        let reading = look(
            format!("http://{address}/health?full=1#top"),
            json!({ "expect_body": "is well" }),
        )
        .await;
        assert_well(&reading);
        for metric in [
            "http_connect_seconds",
            "http_first_byte_seconds",
            "http_total_seconds",
        ] {
            assert!(value(&reading, metric).is_some(), "{metric}");
        }
        assert_eq!(value(&reading, "http_status"), Some(200.0));
        assert_eq!(value(&reading, "http_body_bytes"), Some(11.0));
        assert_eq!(value(&reading, "http_redirects"), Some(0.0));
        assert_eq!(value(&reading, "http_tls_seconds"), None);
        assert_eq!(value(&reading, "http_dns_seconds"), None);
    }
}

#[tokio::test]
async fn a_name_is_looked_up_and_timed() {
    let address = server("127.0.0.1:0", |_| page("204 No Content", "", "")).await;
    let reading = look(format!("http://localhost:{}/", address.port()), json!({})).await;
    assert_well(&reading);
    assert!(value(&reading, "http_dns_seconds").is_some());
}

#[tokio::test]
async fn what_is_sent_is_what_was_set() {
    let address = server("127.0.0.1:0", |head| {
        for header in [
            "host: origin.test:",
            "authorization: Bearer s3cret",
            "x-flypack: 7",
            "user-agent: Flywatch/",
        ] {
            assert!(
                head.iter().any(|line| line.starts_with(header)),
                "{header}: {head:?}"
            );
        }
        // No packed body is asked for, so that none has to be unpacked.
        assert!(
            !head.iter().any(|line| line.starts_with("accept-encoding")),
            "{head:?}"
        );
        page("200 OK", "", "")
    })
    .await;
    let settings =
        json!({ "host": "origin.test", "authorization": "Bearer s3cret", "headers": "X-Flypack: 7" });
    assert_well(&look(format!("http://{address}/"), settings).await);
}

#[tokio::test]
async fn head_brings_no_body() {
    let address = server("127.0.0.1:0", |head| {
        assert_eq!(head[0], "HEAD / HTTP/1.1");
        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".to_owned()
    })
    .await;
    let reading = look(format!("http://{address}"), json!({ "method": "HEAD" })).await;
    assert_well(&reading);
    assert_eq!(value(&reading, "http_body_bytes"), Some(0.0));
}

#[tokio::test]
async fn another_status_or_body_is_a_finding() {
    let address = server("127.0.0.1:0", |_| {
        page("503 Service Unavailable", "", "come back later")
    })
    .await;
    let reading = look(format!("http://{address}/"), json!({ "expect_body": "#EXTM3U" })).await;
    let says = [
        (
            "http.wrong_status",
            "answered 503 Service Unavailable; expected 200-299",
        ),
        ("http.wrong_body", r##""#EXTM3U" is not in the body"##),
    ];
    assert_found(&reading, &says);
    assert_eq!(value(&reading, "http_status"), Some(503.0));
    assert_well(
        &look(
            format!("http://{address}/"),
            json!({ "expect_status": "200, 500-503" }),
        )
        .await,
    );
}

#[tokio::test]
async fn a_packed_body_is_named_and_not_unpacked() {
    let address = server("127.0.0.1:0", |_| {
        page("200 OK", "Content-Encoding: gzip\r\n", "\u{1f}\u{8b}")
    })
    .await;
    let reading = look(format!("http://{address}/"), json!({ "expect_body": "ok" })).await;
    assert_found(
        &reading,
        &[(
            "http.wrong_body",
            "it is packed (gzip) although that was not asked for",
        )],
    );
}

#[tokio::test]
async fn a_body_of_a_gigabyte_costs_the_cap() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        request(&mut stream).await?;
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
            .await?;
        for _ in 0..16_384 {
            stream.write_all(&[b'x'; 65_536]).await?;
        }
        Ok(())
    })
    .await;
    let reading = look(format!("http://{address}/"), json!({ "expect_body": "the end" })).await;
    let says = [
        (
            "http.wrong_body",
            r#""the end" is not in the first 1048576 bytes of the body"#,
        ),
        (
            "http.body_cut",
            "the body is longer than 1048576 bytes; the rest was not read",
        ),
    ];
    assert_found(&reading, &says);
    assert_eq!(value(&reading, "http_body_bytes"), Some(CAP));
}

#[tokio::test]
async fn a_body_as_long_as_the_cap_is_whole() {
    let address = server("127.0.0.1:0", |_| page("200 OK", "", "0123456789")).await;
    assert_well(&look(format!("http://{address}/"), json!({ "body_cap_bytes": 10 })).await);
    let reading = look(
        format!("http://{address}/"),
        json!({ "body_cap_bytes": 9, "expect_body": "789" }),
    )
    .await;
    assert_found(
        &reading,
        &[
            (
                "http.wrong_body",
                "\"789\" is not in the first 9 bytes of the body",
            ),
            ("http.body_cut", "longer than 9 bytes"),
        ],
    );
}

#[tokio::test]
async fn redirects_are_followed_and_counted() {
    let address = server("127.0.0.1:0", |head| match head[0].as_str() {
        "GET / HTTP/1.1" => page("302 Found", "Location: /a/b\r\n", "elsewhere"),
        "GET /a/b HTTP/1.1" => page("307 Temporary Redirect", "Location: ../c\r\n", ""),
        "GET /c HTTP/1.1" => page("200 OK", "", "here"),
        other => panic!("{other}"),
    })
    .await;
    let reading = look(format!("http://{address}/"), json!({ "expect_body": "here" })).await;
    assert_well(&reading);
    assert_eq!(value(&reading, "http_redirects"), Some(2.0));
    let reading = look(
        format!("http://{address}/"),
        json!({ "follow_redirects": 0, "expect_status": "302" }),
    )
    .await;
    assert_well(&reading);
    let reading = look(format!("http://{address}/"), json!({ "follow_redirects": 1 })).await;
    assert_found(
        &reading,
        &[(
            "http.too_many_redirects",
            "the server still redirects when 1 are followed, to http://",
        )],
    );
}

#[tokio::test]
async fn a_redirect_loop_is_named() {
    let address = server("127.0.0.1:0", |head| match head[0].as_str() {
        "GET /login HTTP/1.1" => page("302 Found", "Location: /home?token=s3cret\r\n", ""),
        _ => page(
            "302 Found",
            &format!("Location: http://me:s3cret@{}/login#x\r\n", host(head)),
            "",
        ),
    })
    .await;
    let reading = look(format!("http://{address}/"), json!({})).await;
    let circle =
        format!("in a circle: http://{address}/login → http://{address}/home?… → http://{address}/login");
    assert_found(&reading, &[("http.redirect_loop", &circle)]);
    assert_eq!(value(&reading, "http_status"), Some(302.0));
}

#[tokio::test]
async fn a_redirect_to_something_else_is_refused() {
    for location in [
        "file:///etc/passwd",
        "ftp://192.0.2.1/",
        "http://[",
        "javascript:alert(1)",
    ] {
        let address = tcp_server("127.0.0.1:0", move |stream| {
            super::serve(stream, move |_| {
                page("301 Moved Permanently", &format!("Location: {location}\r\n"), "")
            })
        })
        .await;
        let reading = look(format!("http://{address}/"), json!({})).await;
        assert_found(
            &reading,
            &[("http.redirect_refused", &format!("redirects to \"{location}\""))],
        );
    }
}

#[tokio::test]
async fn secrets_stay_with_the_server_they_are_for() {
    let other = server("127.0.0.1:0", |head| {
        let leaked = head
            .iter()
            .any(|line| line.contains("s3cret") || line.starts_with("host: origin.test"));
        page(if leaked { "500 Leaked" } else { "200 OK" }, "", "")
    })
    .await;
    let address = tcp_server("127.0.0.1:0", move |stream| {
        super::serve(stream, move |_| {
            page("302 Found", &format!("Location: http://{other}/\r\n"), "")
        })
    })
    .await;
    let settings = json!({ "authorization": "s3cret", "headers": "X-Key: s3cret", "host": "origin.test" });
    assert_well(&look(format!("http://{address}/"), settings).await);
}

#[tokio::test]
async fn what_is_not_http_is_garbled() {
    let long = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(1_000_000));
    for (answer, says) in [
        ("SSH-2.0-OpenSSH_9.2\r\n", "is not HTTP"),
        ("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "is not HTTP"),
        ("HTTP/1.1 9999 What\r\n\r\n", "is not HTTP"),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "is not HTTP"),
        (long.as_str(), "is not HTTP"),
        ("", "closed the connection on port"),
        ("HTTP/1.1 200 OK\r\n", "before its answer was complete"),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
            "before its answer was complete",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "is not HTTP",
        ),
    ] {
        let answer = answer.to_owned();
        let address = tcp_server("127.0.0.1:0", move |stream| {
            let answer = answer.clone();
            super::serve(stream, move |_| answer.clone())
        })
        .await;
        let reading = look(format!("http://{address}/"), json!({})).await;
        assert_failed(&reading, Cause::Garbled, says);
    }
}

#[tokio::test]
async fn a_head_that_drips_is_late_and_the_connect_time_is_kept() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        let mut drops = interval(Duration::from_millis(10));
        stream.write_all(b"HTTP/1.1 200 OK\r\nX: ").await?;
        loop {
            drops.tick().await;
            stream.write_all(b"y").await?;
        }
    })
    .await;
    let reading = look_briefly(format!("http://{address}/"), json!({})).await;
    assert_failed(&reading, Cause::Timeout, "which is connected within");
    assert!(value(&reading, "http_connect_seconds").is_some());
}

#[tokio::test]
async fn a_body_that_stops_is_late() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        request(&mut stream).await?;
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
            .await?;
        stream.read_u8().await.map(drop)
    })
    .await;
    let reading = look_briefly(format!("http://{address}/"), json!({})).await;
    assert_failed(
        &reading,
        Cause::Timeout,
        "began to answer, but the end of its answer did not come within",
    );
    assert!(value(&reading, "http_first_byte_seconds").is_some());
}

#[tokio::test]
async fn no_server_is_refused_and_a_silent_one_is_late() {
    for loopback in LOOPBACKS {
        let address = closed_port(loopback).await;
        let reading = look(format!("http://{address}/"), json!({})).await;
        assert_failed(&reading, Cause::Refused, "nothing listens on port");
    }
    let hole = BlackHole::open().await;
    let reading = look_briefly(format!("http://{}/", hole.address), json!({})).await;
    assert_failed(&reading, Cause::Timeout, "no answer from 127.0.0.1 on port");
}

#[test]
fn what_cannot_work_is_told_while_it_is_typed() {
    for (settings, field) in [
        (json!({ "expect_status": "ok" }), "expect_status"),
        (json!({ "method": "HEAD", "expect_body": "x" }), "expect_body"),
        (
            json!({ "verify_certificate": false, "authority_file": "/etc/ca.pem" }),
            "authority_file",
        ),
        (json!({ "authorization": "Bearer\nx" }), "authorization"),
        (json!({ "headers": "no header" }), "headers"),
        (json!({ "host": "origin.test:80" }), "host"),
        (json!({ "host": "a b" }), "host"),
        (json!({ "body_cap_bytes": 0 }), "body_cap_bytes"),
    ] {
        let fields: Vec<_> = wrong("https://origin.test/", settings)
            .into_iter()
            .map(|error| error.field)
            .collect();
        assert_eq!(fields, [field]);
    }
}

/// Whom a request is for.
fn host(head: &[String]) -> &str {
    head.iter().find_map(|line| line.strip_prefix("host: ")).unwrap()
}
