use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wire::reading::Cause;

use crate::testing::{
    BlackHole, LOOPBACKS, assert_failed, assert_found, assert_well, closed_port, look, look_briefly,
    tcp_server, value, wrong,
};

#[tokio::test]
async fn an_open_port_has_a_connect_time() {
    for loopback in LOOPBACKS {
        let address = tcp_server(loopback, |_| async { Ok(()) }).await;
        let reading = look(format!("tcp://{address}"), json!({})).await;
        assert_well(&reading);
        assert!(value(&reading, "tcp_connect_seconds").is_some());
        assert_eq!(value(&reading, "tcp_dns_seconds"), None);
    }
}

#[tokio::test]
async fn a_name_is_looked_up_and_timed() {
    let address = tcp_server("127.0.0.1:0", |_| async { Ok(()) }).await;
    let reading = look(format!("tcp://localhost:{}", address.port()), json!({})).await;
    assert_well(&reading);
    assert!(value(&reading, "tcp_dns_seconds").is_some());
}

#[tokio::test]
async fn a_closed_port_is_refused() {
    for loopback in LOOPBACKS {
        let address = closed_port(loopback).await;
        let reading = look(format!("tcp://{address}"), json!({})).await;
        let says = format!(
            "{} answers, but nothing listens on port {}",
            address.ip(),
            address.port()
        );
        assert_failed(&reading, Cause::Refused, &says);
    }
}

#[tokio::test]
async fn a_target_that_says_nothing_is_late() {
    let hole = BlackHole::open().await;
    let reading = look_briefly(format!("tcp://{}", hole.address), json!({})).await;
    let says = format!("no answer from 127.0.0.1 on port {} within", hole.address.port());
    assert_failed(&reading, Cause::Timeout, &says);
}

#[tokio::test]
async fn no_way_there_is_unreachable() {
    // The kernel itself refuses to connect to a group; nothing is sent.
    let reading = look("tcp://224.0.0.1:80", json!({})).await;
    assert_failed(
        &reading,
        Cause::Unreachable,
        "this machine has no way to 224.0.0.1",
    );
}

#[tokio::test]
async fn a_name_without_an_address_is_unreachable() {
    let reading = look("tcp://nowhere.invalid.:80", json!({})).await;
    assert_failed(
        &reading,
        Cause::Unreachable,
        "check the spelling and the DNS servers of this machine",
    );
}

#[tokio::test]
async fn an_expected_text_is_found_however_it_arrives() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        let mut asked = [0; 6];
        stream.read_exact(&mut asked).await?;
        assert_eq!(&asked, b"HELO\r\n");
        for piece in ["220-flyp", "ack\r\n", "220 ready\r\n"] {
            stream.write_all(piece.as_bytes()).await?;
            stream.flush().await?;
        }
        stream.read_u8().await.map(drop)
    })
    .await;
    let settings = json!({ "send": r"HELO\r\n", "expect": r"flypack\r\n220" });
    let reading = look(format!("tcp://{address}"), settings).await;
    assert_well(&reading);
    assert!(value(&reading, "tcp_answer_seconds").is_some());
}

#[tokio::test]
async fn another_answer_is_a_finding() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await
    })
    .await;
    let reading = look(format!("tcp://{address}"), json!({ "expect": "RTSP/1.0" })).await;
    let says = r#"answered "SSH-2.0-OpenSSH_9.2\r\n" without the expected "RTSP/1.0""#;
    assert_found(&reading, &[("tcp.wrong_answer", says)]);
}

#[tokio::test]
async fn an_end_without_a_word_is_a_finding() {
    let address = tcp_server("127.0.0.1:0", |_| async { Ok(()) }).await;
    let reading = look(format!("tcp://{address}"), json!({ "expect": "RTSP/1.0" })).await;
    assert_found(
        &reading,
        &[("tcp.wrong_answer", "closed the connection without a word")],
    );
}

#[tokio::test]
async fn an_endless_answer_is_read_only_so_far() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        loop {
            stream.write_all(&[b'x'; 65_536]).await?;
        }
    })
    .await;
    let reading = look(format!("tcp://{address}"), json!({ "expect": "RTSP/1.0" })).await;
    assert_found(&reading, &[("tcp.wrong_answer", "without the expected")]);
}

#[tokio::test]
async fn a_silent_service_is_late_and_its_connect_time_is_kept() {
    let address = tcp_server("127.0.0.1:0", |mut stream| async move {
        stream.read_u8().await.map(drop)
    })
    .await;
    let reading = look_briefly(format!("tcp://{address}"), json!({ "expect": "220" })).await;
    assert_failed(
        &reading,
        Cause::Timeout,
        r#"is open but did not send "220" within"#,
    );
    assert!(value(&reading, "tcp_connect_seconds").is_some());
}

#[test]
fn what_cannot_work_is_told_while_it_is_typed() {
    for (target, settings, field) in [
        ("tcp://192.0.2.1", json!({}), "target"),
        ("tcp://192.0.2.1:0", json!({}), "target"),
        ("tcp://192.0.2.1:99999", json!({}), "target"),
        ("tcp://192.0.2.1:80", json!({ "send": r"\q" }), "send"),
        ("tcp://192.0.2.1:80", json!({ "expect": r"\x" }), "expect"),
        ("tcp://192.0.2.1:80", json!({ "family": "ipx" }), "family"),
    ] {
        let fields: Vec<_> = wrong(target, settings)
            .into_iter()
            .map(|error| error.field)
            .collect();
        assert_eq!(fields, [field], "{target}");
    }
}
