//! Agents that answer oddly, too late, or with no SNMP at all.

use async_snmp::{Oid, PduType, Value};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use tokio::time::Duration;
use wire::reading::Cause;

use super::agent::{Agent, IF_TABLE, Mind, SYSTEM, switch};
use super::{Watcher, interfaces};
use crate::testing::{assert_failed, assert_found, assert_well, closed_port, udp_server, value};

/// Little time for a peer that never answers.
const BRIEF: Duration = Duration::from_millis(400);

#[tokio::test]
async fn a_list_that_never_ends_is_told_and_ended() {
    let mut mind = switch(2);
    mind.loops = true;
    let agent = Agent::start(mind).await;
    let reading = Watcher::of(agent.target(), json!({})).look().await;
    assert_found(&reading, &[("snmp.loop", "never ends")]);
    assert!(agent.asked().len() < 10);
}

#[tokio::test]
async fn an_agent_without_interfaces_is_told() {
    let mut mind = Mind::default();
    mind.put(SYSTEM, &[3, 0], Value::TimeTicks(100));
    let agent = Agent::start(mind).await;
    for version in ["v2c", "v1"] {
        let reading = Watcher::of(agent.target(), json!({ "version": version }))
            .look()
            .await;
        assert_found(&reading, &[("snmp.no_counters", "shows no interfaces")]);
    }
}

#[tokio::test]
async fn an_agent_that_shows_nothing_is_a_matter_of_its_view() {
    let agent = Agent::start(Mind::default()).await;
    for version in ["v2c", "v1"] {
        let reading = Watcher::of(agent.target(), json!({ "version": version }))
            .look()
            .await;
        assert_failed(&reading, Cause::Denied, "shows this community nothing");
    }
}

#[tokio::test]
async fn an_agent_that_can_say_little_is_asked_for_less() {
    let mut mind = switch(30);
    mind.at_most = Some(12);
    let agent = Agent::start(mind).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    let reading = watcher.look().await;
    assert_well(&reading);
    assert_eq!(interfaces(&reading).len(), 30);
    agent.asked();
    assert_well(&watcher.look().await);
    let asked = agent.asked();
    // It is remembered: nothing is asked for that would be too big.
    assert!(asked.len() < 35, "{asked:?}");
    agent.mind(|mind| mind.at_most = Some(0));
    assert_failed(&watcher.look().await, Cause::Garbled, "127.0.0.1");
}

#[tokio::test]
async fn what_an_agent_refuses_has_its_sentence() {
    for (status, cause, says) in [
        (16, Cause::Denied, "does not let this community read this"),
        (6, Cause::Denied, "does not let this community read this"),
        (5, Cause::Garbled, "genErr"),
        (13, Cause::Garbled, "with an error"),
    ] {
        let mut mind = switch(1);
        mind.fails_with = Some(status);
        let agent = Agent::start(mind).await;
        let reading = Watcher::of(agent.target(), json!({})).look().await;
        assert_failed(&reading, cause, says);
    }
}

#[tokio::test]
async fn a_lost_datagram_is_asked_for_again() {
    let mut mind = switch(2);
    mind.ignores = 1;
    let agent = Agent::start(mind).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    assert_well(&watcher.look_for(Duration::from_secs(2)).await);
    assert_eq!(
        agent.asked()[..2],
        [(PduType::GetRequest, 4), (PduType::GetRequest, 4)]
    );
}

#[tokio::test]
async fn silence_says_what_to_check() {
    let address = udp_server("127.0.0.1:0", |_| vec![]).await;
    for (version, says) in [("v2c", "and the community"), ("v1", "SNMP version 1")] {
        let reading = Watcher::of(format!("snmp://{address}"), json!({ "version": version }))
            .look_for(BRIEF)
            .await;
        assert_failed(&reading, Cause::Timeout, says);
        assert_failed(&reading, Cause::Timeout, "within 400 ms");
    }
    let user = json!({ "version": "v3", "user": "watcher" });
    let reading = Watcher::of(format!("snmp://{address}"), user)
        .look_for(BRIEF)
        .await;
    assert_failed(&reading, Cause::Timeout, "SNMP version 3");
}

#[tokio::test]
async fn a_closed_port_is_refused() {
    let address = closed_port("127.0.0.1:0").await;
    for settings in [json!({}), json!({ "version": "v3", "user": "watcher" })] {
        let reading = Watcher::of(format!("snmp://{address}"), settings).look().await;
        assert_failed(
            &reading,
            Cause::Refused,
            "answers, but no SNMP agent listens on port",
        );
    }
}

#[tokio::test]
async fn another_service_is_told_from_an_agent() {
    let address = udp_server("127.0.0.1:0", |_| vec![b"HELLO\r\n".to_vec()]).await;
    for settings in [json!({}), json!({ "version": "v3", "user": "watcher" })] {
        let reading = Watcher::of(format!("snmp://{address}"), settings)
            .look_for(BRIEF)
            .await;
        assert_failed(&reading, Cause::Garbled, r#"not with SNMP: "HELLO\r\n""#);
    }
}

#[tokio::test]
async fn an_agent_that_falls_silent_half_way_is_slow() {
    let mut mind = switch(2);
    mind.falls_silent_after = Some(1);
    let agent = Agent::start(mind).await;
    let reading = Watcher::of(agent.target(), json!({})).look_for(BRIEF).await;
    assert_failed(
        &reading,
        Cause::Timeout,
        "began to answer and did not finish within 400 ms",
    );
    assert!(value(&reading, "snmp_uptime_seconds").is_some());
}

/// An answer that comes when the look is over is not one to the next look, nor is an old one that comes again.
#[tokio::test]
async fn a_late_answer_is_never_one_to_a_later_question() {
    let agent = Agent::start(switch(1)).await;
    agent.mind(|mind| mind.late = true);
    let mut watcher = Watcher::of(agent.target(), json!({}));
    // Each question is answered with the answer to the one before.
    assert_failed(&watcher.look_for(BRIEF).await, Cause::Timeout, "no answer");
    assert_failed(&watcher.look_for(BRIEF).await, Cause::Timeout, "no answer");
    agent.mind(|mind| mind.late = false);
    assert_well(&watcher.look().await);
}

#[test]
fn no_datagram_whatever_makes_a_look_panic() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // Whole noise, and true answers with a few bytes changed, which get further in.
    let noise = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200).prop_map(Scribble::Instead),
        prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6).prop_map(Scribble::Over),
        any::<prop::sample::Index>().prop_map(Scribble::CutAt),
    ];
    let mut runner = TestRunner::new(Config {
        cases: 150,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(
            &(noise, prop::sample::select(vec!["v1", "v2c", "v3"])),
            |(scribble, version)| {
                runtime.block_on(async {
                    let address = scribbler(scribble).await;
                    let settings = match version {
                        "v3" => json!({ "version": "v3", "user": "watcher" }),
                        other => json!({ "version": other }),
                    };
                    let brief = Duration::from_millis(40);
                    let reading = Watcher::of(format!("snmp://{address}"), settings)
                        .look_for(brief)
                        .await;
                    assert!(reading.failure.is_none_or(|failure| failure.cause != Cause::Bug));
                });
                Ok(())
            },
        )
        .unwrap();
}

#[derive(Clone, Debug)]
enum Scribble {
    Instead(Vec<u8>),
    Over(Vec<(prop::sample::Index, u8)>),
    CutAt(prop::sample::Index),
}

/// A switch whose answers are scribbled over.
async fn scribbler(scribble: Scribble) -> std::net::SocketAddr {
    let mind = std::sync::Mutex::new(switch(2));
    udp_server("127.0.0.1:0", move |datagram| {
        let mut answers = mind.lock().unwrap().answer(datagram);
        if answers.is_empty() {
            answers.push(report(datagram));
        }
        for answer in &mut answers {
            match &scribble {
                Scribble::Instead(noise) => answer.clone_from(noise),
                Scribble::Over(changes) => {
                    for (at, byte) in changes {
                        let length = answer.len();
                        answer[at.index(length)] = *byte;
                    }
                }
                Scribble::CutAt(at) => answer.truncate(at.index(answer.len())),
            }
        }
        answers
    })
    .await
}

/// A report of version 3 that tells the engine of an agent, as Net-SNMP sends it to one who does not know it.
fn report(asked: &[u8]) -> Vec<u8> {
    // Version, then a list that begins with the number of the message; an answer repeats it.
    let more = usize::from(asked[1].saturating_sub(0x80));
    let length = asked[8 + more];
    let number = &asked[7 + more..9 + more + usize::from(length)];
    let mut report = vec![0x30, 0x55 + length, 2, 1, 3, 0x30, 0x0d + length];
    report.extend(number);
    report.extend([0x02, 0x03, 0x00, 0xff, 0xe3, 0x04, 0x01, 0x00, 0x02, 0x01, 0x03]);
    report.extend([
        0x04, 0x15, 0x30, 0x13, 0x04, 0x05, 0x80, 0, 0, 0, 1, 2, 1, 1, 2, 1, 2, 4, 0, 4, 0, 4, 0,
    ]);
    report.extend([
        0x30, 0x2a, 0x04, 0x05, 0x80, 0, 0, 0, 1, 0x04, 0x00, 0xa8, 0x1f, 2, 4, 1, 2, 3, 4,
    ]);
    report.extend([
        2, 1, 0, 2, 1, 0, 0x30, 0x11, 0x30, 0x0f, 0x06, 0x0a, 0x2b, 6, 1, 6, 3, 15, 1, 1, 4, 0,
    ]);
    report.extend([0x41, 1, 2]);
    report
}

#[tokio::test]
async fn an_agent_that_never_knows_its_own_engine_is_told() {
    let address = udp_server("127.0.0.1:0", |asked| vec![report(asked)]).await;
    let user = json!({ "version": "v3", "user": "watcher" });
    let reading = Watcher::of(format!("snmp://{address}"), user).look().await;
    assert_failed(&reading, Cause::Garbled, "another engine id each time");
}

#[tokio::test]
async fn values_of_the_wrong_kind_are_left_out() {
    let mut mind = switch(1);
    mind.put(IF_TABLE, &[14, 1], Value::from("many"));
    mind.put(IF_TABLE, &[20, 1], Value::Integer(-5));
    mind.put(
        IF_TABLE,
        &[8, 1],
        Value::ObjectIdentifier(Oid::from_slice(&[1, 3])),
    );
    mind.put(SYSTEM, &[3, 0], Value::from("long"));
    let agent = Agent::start(mind).await;
    let reading = Watcher::of(agent.target(), json!({})).look().await;
    assert_well(&reading);
    assert_eq!(super::of(&reading, "Gi0/1", "receive_errors_total"), None);
    assert_eq!(super::of(&reading, "Gi0/1", "transmit_errors_total"), None);
}
