//! The users of version 3, against the real agent.

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;
use tokio::time::Duration;
use wire::reading::Cause;

use super::snmpd::{SIGNED, Snmpd, user, users};
use super::{Watcher, found, of};
use crate::testing::assert_failed;

const BRIEF: Duration = Duration::from_millis(800);

#[tokio::test]
async fn every_pair_of_protocols_is_understood() {
    let agent = Snmpd::start().await;
    for name in users() {
        let mut watcher = Watcher::of(agent.target(), user(name));
        for round in 0..2 {
            let reading = watcher.look().await;
            assert_eq!(reading.failure, None, "{name}, round {round}");
            assert_eq!(of(&reading, "lo", "up"), Some(1.0), "{name}");
        }
    }
}

#[tokio::test]
async fn users_with_fewer_keys_ask_with_what_they_have() {
    let agent = Snmpd::start().await;
    for settings in [
        json!({ "version": "v3", "user": "open", "leave_out": "" }),
        json!({ "version": "v3", "user": "signer", "auth_passphrase": SIGNED, "leave_out": "" }),
    ] {
        let reading = Watcher::of(agent.target(), settings.clone()).look().await;
        assert_eq!(reading.failure, None, "{settings}");
        assert_eq!(of(&reading, "lo", "up"), Some(1.0));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_user_is_told_apart() {
    let agent = Snmpd::start().await;
    let with = |key: &str, value: &str| {
        let mut settings = user("sha256aes");
        settings[key] = json!(value);
        settings
    };
    let strict = json!({
        "version": "v3", "user": "strict", "auth_passphrase": SIGNED,
    });
    let nobody = json!({ "version": "v3", "user": "nobody", "auth_passphrase": SIGNED });
    let mut too_much = with("user", "signer");
    too_much["auth_passphrase"] = json!(SIGNED);
    for (settings, cause, says) in [
        (with("user", "stranger"), Cause::Denied, "knows no user stranger"),
        (
            with("auth_passphrase", "not as agreed"),
            Cause::Denied,
            "check the authentication protocol and the authentication passphrase",
        ),
        (
            with("auth_protocol", "sha512"),
            Cause::Denied,
            "check the authentication protocol",
        ),
        (
            with("privacy_passphrase", "not as agreed"),
            Cause::Timeout,
            "check the privacy protocol and the privacy passphrase of user sha256aes",
        ),
        (
            with("privacy_protocol", "aes256"),
            Cause::Timeout,
            "check the privacy protocol",
        ),
        (
            too_much,
            Cause::Denied,
            "has no keys for user signer to ask with authentication and encryption",
        ),
        (
            strict,
            Cause::Denied,
            "does not let user strict ask with authentication and without encryption",
        ),
        (nobody, Cause::Denied, "does not let user nobody ask"),
        (
            with("context", "elsewhere"),
            Cause::Timeout,
            "check the context elsewhere,",
        ),
    ] {
        let reading = Watcher::of(agent.target(), settings.clone())
            .look_for(BRIEF)
            .await;
        assert_failed(&reading, cause, says);
    }
}

#[tokio::test]
async fn an_agent_with_another_engine_is_found_out_within_the_look() {
    let agent = Snmpd::start().await;
    let mut watcher = Watcher::of(agent.target(), user("sha256aes"));
    assert_eq!(watcher.look().await.failure, None);
    let agent = agent.replaced().await;
    let reading = watcher.look().await;
    assert_eq!(reading.failure, None);
    assert_eq!(of(&reading, "lo", "up"), Some(1.0));
    assert_eq!(of(&reading, "lo", "receive_bits_per_second"), None);
    assert_eq!(found(&reading, "snmp.restarted").len(), 1);
    drop(agent);
}

/// The same engine started again has counted its boots, and takes questions with the old count for too old.
#[tokio::test]
async fn an_agent_whose_time_began_anew_is_asked_with_its_new_time() {
    let agent = Snmpd::start().await;
    let mut watcher = Watcher::of(agent.target(), user("sha512aes256"));
    assert_eq!(watcher.look().await.failure, None);
    let agent = agent.started_again().await;
    assert_eq!(watcher.look().await.failure, None);
    drop(agent);
}

#[tokio::test]
async fn an_agent_that_was_stopped_is_asked_again_as_before() {
    let agent = Snmpd::start().await;
    let mut watcher = Watcher::of(agent.target(), user("sha256aes"));
    assert_eq!(watcher.look().await.failure, None);
    let pid = Pid::from_raw(i32::try_from(agent.program.id()).unwrap());
    kill(pid, Signal::SIGSTOP).unwrap();
    for _ in 0..2 {
        let reading = watcher.look_for(BRIEF).await;
        assert_failed(&reading, Cause::Timeout, "no answer from 127.0.0.1");
    }
    kill(pid, Signal::SIGCONT).unwrap();
    for _ in 0..3 {
        assert_eq!(watcher.look().await.failure, None);
    }
}
