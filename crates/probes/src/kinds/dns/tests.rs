use hickory_resolver::proto::op::{Message, MessageType};
use serde_json::{Value, json};
use wire::reading::{Cause, Reading};

use crate::testing::{
    DnsServer, LOOPBACKS, assert_failed, assert_found, assert_well, closed_port, look, look_briefly,
    udp_server, value, wrong,
};

async fn ask(server: &DnsServer, name: &str, settings: Value) -> Reading {
    look(format!("dns://{}/{name}", server.address), settings).await
}

#[tokio::test]
async fn a_name_has_answers_and_the_least_of_their_lives() {
    let server = DnsServer::start().await;
    let reading = ask(
        &server,
        "origin.test",
        json!({ "expect": "192.0.2.11, 192.0.2.10" }),
    )
    .await;
    assert_well(&reading);
    assert!(value(&reading, "dns_lookup_seconds").is_some());
    assert_eq!(value(&reading, "dns_answers"), Some(2.0));
    assert_eq!(value(&reading, "dns_ttl_seconds"), Some(20.0));
}

#[tokio::test]
async fn each_type_is_written_as_tools_write_it() {
    let server = DnsServer::start().await;
    for (target, expected) in [
        ("Origin.Test.?type=aaaa", "2001:db8::10"),
        ("cdn.test?type=CNAME", "origin.test"),
        ("cdn.test", "192.0.2.10"),
        ("test?type=MX", "10 mail.test"),
        ("192.0.2.10?type=PTR", "origin.test."),
    ] {
        assert_well(&ask(&server, target, json!({ "expect": expected })).await);
    }
    assert_well(&ask(&server, "test", json!({ "record_type": "MX" })).await);
}

#[tokio::test]
async fn bad_news_has_a_name() {
    let server = DnsServer::start().await;
    for (target, code, says) in [
        ("nobody.test", "dns.no_such_name", "there is no name nobody.test"),
        (
            "origin.test?type=MX",
            "dns.no_record",
            "origin.test has no MX record",
        ),
        ("www.example.org", "dns.server_failure", "REFUSED"),
        (
            "origin.test",
            "dns.wrong_answer",
            "192.0.2.10, 192.0.2.11, but not 192.0.2.99",
        ),
    ] {
        let reading = ask(&server, target, json!({ "expect": "192.0.2.99" })).await;
        assert_found(&reading, &[(code, says)]);
        assert!(value(&reading, "dns_lookup_seconds").is_some());
    }
}

#[tokio::test]
async fn an_answer_too_long_for_a_datagram_comes_by_tcp() {
    let server = DnsServer::start().await;
    let reading = ask(&server, "long.test?type=TXT", json!({})).await;
    assert_well(&reading);
    assert_eq!(value(&reading, "dns_answers"), Some(40.0));
}

#[tokio::test]
async fn no_server_is_refused_and_a_silent_one_is_late() {
    for loopback in LOOPBACKS {
        let address = closed_port(loopback).await;
        let reading = look(format!("dns://{address}/origin.test"), json!({})).await;
        assert_failed(&reading, Cause::Refused, "nothing listens on port");
    }
    let address = udp_server("127.0.0.1:0", |_| vec![]).await;
    let reading = look_briefly(format!("dns://{address}/origin.test"), json!({})).await;
    assert_failed(&reading, Cause::Timeout, "no answer from 127.0.0.1 on port");
}

#[tokio::test]
async fn another_service_is_no_dns_server() {
    let address = udp_server("127.0.0.1:0", |_| vec![b"hello".to_vec()]).await;
    let reading = look(format!("dns://{address}/origin.test"), json!({})).await;
    assert_failed(&reading, Cause::Garbled, "is no DNS answer");
}

#[tokio::test]
async fn an_answer_to_another_question_does_not_count() {
    let address = udp_server("127.0.0.1:0", |question| {
        let mut right = Message::from_vec(question).unwrap();
        right.metadata.message_type = MessageType::Response;
        let mut forged = right.clone();
        forged.metadata.id ^= 1;
        vec![
            forged.to_vec().unwrap(),
            question.to_vec(),
            right.to_vec().unwrap(),
        ]
    })
    .await;
    let reading = look(format!("dns://{address}/origin.test"), json!({})).await;
    assert_found(&reading, &[("dns.no_record", "origin.test has no A record")]);
}

#[test]
fn what_cannot_work_is_told_while_it_is_typed() {
    assert_eq!(wrong("dns:www.example.org", json!({})), []);
    assert_eq!(
        wrong("dns://[2001:db8::53]:5353/www.example.org?type=TXT", json!({})),
        []
    );
    for (target, settings, field, says) in [
        (
            "dns://192.0.2.53",
            json!({}),
            "target",
            "say which name to ask for",
        ),
        ("dns://192.0.2.53/192.0.2.1", json!({}), "target", "?type=PTR"),
        ("dns://192.0.2.53/a/b", json!({}), "target", "one name"),
        ("dns://192.0.2.53/a..b", json!({}), "target", "check the spelling"),
        (
            "dns://192.0.2.53/a?type=ANY",
            json!({}),
            "target",
            "one of the types A, AAAA",
        ),
        ("dns://192.0.2.53/a?typ=MX", json!({}), "target", "type="),
        (
            "dns://192.0.2.53/a?type=MX",
            json!({ "record_type": "NS" }),
            "record_type",
            "say it once",
        ),
    ] {
        let errors = wrong(target, settings);
        assert_eq!(errors.len(), 1, "{target}");
        assert!(
            errors[0].field == field && errors[0].message.contains(says),
            "{target}: {errors:?}"
        );
    }
}
