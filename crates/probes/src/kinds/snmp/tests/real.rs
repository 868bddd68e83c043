//! The real agent: versions 1 and 2c, and what it does when it is stopped.

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;
use tokio::time::Duration;
use wire::reading::Cause;

use super::snmpd::Snmpd;
use super::{Watcher, found, interfaces, of};
use crate::testing::{assert_failed, value};

const BRIEF: Duration = Duration::from_millis(500);

#[tokio::test]
async fn versions_1_and_2c_see_the_same_interfaces() {
    let agent = Snmpd::start().await;
    for version in ["v1", "v2c"] {
        let settings = json!({ "version": version, "community": "geheim", "leave_out": "" });
        let mut watcher = Watcher::of(agent.target(), settings);
        for round in 0..2 {
            let reading = watcher.look().await;
            assert_eq!(reading.failure, None, "{version}, round {round}");
            assert!(interfaces(&reading).contains(&"lo"), "{version}: {reading:#?}");
            assert_eq!(of(&reading, "lo", "up"), Some(1.0));
            assert_eq!(
                of(&reading, "lo", "receive_bits_per_second").is_some(),
                round == 1
            );
            assert!(value(&reading, "snmp_uptime_seconds").is_some());
        }
    }
}

#[tokio::test]
async fn a_device_is_told_by_its_own_words_at_each_look() {
    let agent = Snmpd::start().await;
    let mut watcher = Watcher::of(agent.target(), json!({ "community": "geheim" }));
    for _ in 0..2 {
        let reading = watcher.look().await;
        let said = |name: &str| {
            let fact = reading.facts.iter().find(|fact| fact.name == name);
            fact.map(|fact| fact.text.as_str())
        };
        assert_eq!(said("snmp_name"), Some("rack-switch"), "{reading:#?}");
        assert_eq!(said("snmp_location"), Some("Truck 7, rack 2"));
        assert!(said("snmp_description").is_some_and(|words| words.starts_with("Linux")));
    }
}

#[tokio::test]
async fn a_wrong_community_is_silence_that_says_so() {
    let agent = Snmpd::start().await;
    for version in ["v1", "v2c"] {
        let settings = json!({ "version": version, "community": "wrong" });
        let reading = Watcher::of(agent.target(), settings).look_for(BRIEF).await;
        assert_failed(&reading, Cause::Timeout, "an agent says nothing to a wrong one");
    }
}

#[tokio::test]
async fn a_community_without_a_view_is_denied() {
    let agent = Snmpd::start().await;
    let reading = Watcher::of(agent.target(), json!({ "community": "blind" }))
        .look()
        .await;
    assert_failed(&reading, Cause::Denied, "check there which view it has");
}

/// What a stopped agent had waiting for it is answered when it goes on, to looks that are over.
#[tokio::test]
async fn an_agent_that_is_stopped_is_late_and_well_again_when_it_goes_on() {
    let agent = Snmpd::start().await;
    let settings = json!({ "community": "geheim", "leave_out": "" });
    let mut watcher = Watcher::of(agent.target(), settings);
    assert_eq!(watcher.look().await.failure, None);
    let pid = Pid::from_raw(i32::try_from(agent.program.id()).unwrap());
    kill(pid, Signal::SIGSTOP).unwrap();
    for _ in 0..2 {
        assert_failed(
            &watcher.look_for(BRIEF).await,
            Cause::Timeout,
            "no answer from 127.0.0.1",
        );
    }
    kill(pid, Signal::SIGCONT).unwrap();
    for _ in 0..3 {
        let reading = watcher.look().await;
        assert_eq!(reading.failure, None);
        assert_eq!(of(&reading, "lo", "up"), Some(1.0));
    }
}

#[tokio::test]
async fn an_agent_that_is_started_again_is_told_once() {
    let agent = Snmpd::start().await;
    let mut watcher = Watcher::of(agent.target(), json!({ "community": "geheim", "leave_out": "" }));
    assert_eq!(watcher.look().await.failure, None);
    let agent = agent.started_again().await;
    let reading = watcher.look().await;
    // Other tests make and take away interfaces of this machine at the same time: they may be told of as well.
    let told = found(&reading, "snmp.restarted");
    assert_eq!(told.len(), 1, "{reading:#?}");
    assert!(told[0].detail.contains("started again"));
    assert_eq!(of(&reading, "lo", "receive_bits_per_second"), None);
    let reading = watcher.look().await;
    assert!(found(&reading, "snmp.restarted").is_empty());
    assert!(of(&reading, "lo", "receive_bits_per_second").is_some());
    drop(agent);
}
