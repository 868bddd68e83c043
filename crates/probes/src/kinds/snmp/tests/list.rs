//! Interfaces, as agents list them.

use async_snmp::{PduType, Value};
use serde_json::json;

use super::agent::{Agent, IF_TABLE, IF_X_TABLE, SYSTEM, switch};
use super::{Watcher, found, interfaces, of};
use crate::testing::{assert_found, assert_well, value};

const RECEIVE: &str = "receive_bits_per_second";
const TRANSMIT: &str = "transmit_bits_per_second";

#[tokio::test]
async fn interfaces_are_told_and_rates_from_the_second_look_on() {
    let agent = Agent::start(switch(3)).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    let first = watcher.look().await;
    assert_well(&first);
    assert_eq!(interfaces(&first), ["Gi0/1", "Gi0/2", "Gi0/3"]);
    assert_eq!(value(&first, "snmp_interfaces_up"), Some(3.0));
    assert_eq!(value(&first, "snmp_uptime_seconds"), Some(10_000.0));
    assert!(value(&first, "snmp_answer_seconds").unwrap() > 0.0);
    for (metric, expected) in [
        ("up", Some(1.0)),
        ("speed_bits_per_second", Some(1e9)),
        ("receive_errors_total", Some(14_002.0)),
        ("transmit_errors_total", Some(20_002.0)),
        ("receive_drops_total", Some(13_002.0)),
        ("transmit_drops_total", Some(19_002.0)),
        (RECEIVE, None),
        (TRANSMIT, None),
        ("used_ratio", None),
    ] {
        assert_eq!(of(&first, "Gi0/2", metric), expected, "{metric}");
    }
    agent.mind(|mind| mind.count(2, 100, 300));
    let second = watcher.look().await;
    assert_well(&second);
    let (received, transmitted) = (of(&second, "Gi0/2", RECEIVE), of(&second, "Gi0/2", TRANSMIT));
    assert!((transmitted.unwrap() / received.unwrap() - 3.0).abs() < 1e-9);
    let used = of(&second, "Gi0/2", "used_ratio").unwrap();
    assert!((used - transmitted.unwrap() / 1e9).abs() < 1e-12);
    assert_eq!(of(&second, "Gi0/1", RECEIVE), Some(0.0));
}

#[tokio::test]
async fn many_rows_cost_few_questions_and_names_are_asked_once() {
    let agent = Agent::start(switch(48)).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    assert_well(&watcher.look().await);
    agent.asked();
    let second = watcher.look().await;
    assert_well(&second);
    assert_eq!(interfaces(&second).len(), 48);
    let asked = agent.asked();
    assert_eq!(asked[0], (PduType::GetRequest, 4));
    assert!(asked.len() <= 11, "{asked:?}");
    assert!(
        asked[1..]
            .iter()
            .all(|asked| *asked == (PduType::GetBulkRequest, 9)),
        "{asked:?}"
    );
}

#[tokio::test]
async fn version_1_counts_in_32_bits_and_asks_known_rows_together() {
    let agent = Agent::start(switch(20)).await;
    let mut watcher = Watcher::of(agent.target(), json!({ "version": "v1" }));
    let first = watcher.look().await;
    assert_well(&first);
    assert_eq!(interfaces(&first).len(), 20);
    agent.asked();
    agent.mind(|mind| mind.count(7, 100, 300));
    let second = watcher.look().await;
    assert_well(&second);
    let asked = agent.asked();
    // 20 rows of 9 columns, five rows with each question.
    assert!(asked.len() <= 8, "{asked:?}");
    assert!(of(&second, "Gi0/7", RECEIVE).unwrap() > 0.0);
    assert_eq!(of(&second, "Gi0/8", RECEIVE), Some(0.0));
}

#[tokio::test]
async fn an_agent_without_64_bit_counters_is_asked_for_the_others() {
    let mut mind = switch(2);
    mind.drop_column(IF_X_TABLE, 6);
    mind.drop_column(IF_X_TABLE, 10);
    let agent = Agent::start(mind).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    assert_well(&watcher.look().await);
    agent.mind(|mind| mind.count(1, 100, 300));
    let second = watcher.look().await;
    assert!(of(&second, "Gi0/1", RECEIVE).unwrap() > 0.0);
    assert_eq!(of(&second, "Gi0/2", TRANSMIT), Some(0.0));
}

#[tokio::test]
async fn an_interface_without_64_bit_counters_beside_others_is_asked_for_its_own() {
    let mut mind = switch(2);
    mind.knows.remove(&[IF_X_TABLE, &[6, 1]].concat());
    let agent = Agent::start(mind).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    watcher.look().await;
    agent.mind(|mind| {
        mind.count(1, 100, 300);
        mind.count(2, 100, 300);
    });
    let second = watcher.look().await;
    assert!(of(&second, "Gi0/1", RECEIVE).unwrap() > 0.0);
    assert!(of(&second, "Gi0/2", RECEIVE).unwrap() > 0.0);
}

#[tokio::test]
async fn without_if_x_table_an_interface_is_called_as_it_is_described() {
    let mut mind = switch(2);
    mind.knows.retain(|oid, _| !oid.starts_with(IF_X_TABLE));
    let agent = Agent::start(mind).await;
    let reading = Watcher::of(agent.target(), json!({})).look().await;
    assert_well(&reading);
    assert_eq!(interfaces(&reading), ["GigabitEthernet0/1", "GigabitEthernet0/2"]);
    assert_eq!(
        of(&reading, "GigabitEthernet0/1", "speed_bits_per_second"),
        Some(1e9)
    );
}

#[tokio::test]
async fn two_of_one_name_and_one_of_none_are_told_apart() {
    let mut mind = switch(3);
    for port in [1, 2] {
        mind.put(IF_X_TABLE, &[1, port], Value::from("eth\u{7} uplink"));
    }
    mind.put(IF_X_TABLE, &[1, 3], Value::from(""));
    let agent = Agent::start(mind).await;
    let reading = Watcher::of(agent.target(), json!({})).look().await;
    assert_eq!(
        interfaces(&reading),
        ["eth uplink (1)", "eth uplink (2)", "interface 3"]
    );
}

#[tokio::test]
async fn what_is_left_out_or_switched_off_does_not_count() {
    let mut mind = switch(4);
    mind.put(IF_X_TABLE, &[1, 1], Value::from("Null0"));
    mind.put(IF_TABLE, &[7, 2], Value::Integer(2));
    mind.put(IF_TABLE, &[8, 2], Value::Integer(2));
    let agent = Agent::start(mind).await;
    let reading = Watcher::of(agent.target(), json!({})).look().await;
    assert_eq!(interfaces(&reading), ["Gi0/3", "Gi0/4"]);
    assert_eq!(value(&reading, "snmp_interfaces_up"), Some(2.0));
    let all = json!({ "leave_out": "Gi0/4", "only_enabled": false });
    let reading = Watcher::of(agent.target(), all).look().await;
    assert_eq!(interfaces(&reading), ["Gi0/2", "Gi0/3", "Null0"]);
    assert_eq!(of(&reading, "Gi0/2", "up"), Some(0.0));
}

#[tokio::test]
async fn a_link_that_is_lost_is_a_finding_and_one_that_never_was_is_none() {
    let mut mind = switch(4);
    mind.put(IF_TABLE, &[8, 1], Value::Integer(2));
    let agent = Agent::start(mind).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    assert_well(&watcher.look().await);
    agent.mind(|mind| {
        // One loses its link, one is switched off by hand, one waits for its other end.
        mind.put(IF_TABLE, &[8, 2], Value::Integer(2));
        mind.put(IF_TABLE, &[7, 3], Value::Integer(2));
        mind.put(IF_TABLE, &[8, 3], Value::Integer(2));
        mind.put(IF_TABLE, &[8, 4], Value::Integer(5));
    });
    let reading = watcher.look().await;
    assert_found(&reading, &[("snmp.link_down", "Gi0/2 has lost its link")]);
    assert_eq!(reading.findings[0].labels["interface"], "Gi0/2");
    assert_eq!(of(&reading, "Gi0/2", "speed_bits_per_second"), None);
    // It stays so until the link is back.
    assert_eq!(found(&watcher.look().await, "snmp.link_down").len(), 1);
    agent.mind(|mind| mind.put(IF_TABLE, &[8, 2], Value::Integer(1)));
    assert_well(&watcher.look().await);
}

#[tokio::test]
async fn an_interface_that_is_taken_out_is_told() {
    let agent = Agent::start(switch(2)).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    watcher.look().await;
    agent.mind(|mind| {
        mind.knows
            .retain(|oid, _| !oid.ends_with(&[2]) || oid.starts_with(SYSTEM))
    });
    let reading = watcher.look().await;
    assert_found(&reading, &[("snmp.link_down", "Gi0/2 is gone")]);
    assert_eq!(interfaces(&reading), ["Gi0/1"]);
}

#[tokio::test]
async fn interfaces_that_are_numbered_anew_are_not_mixed_up() {
    let agent = Agent::start(switch(2)).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    watcher.look().await;
    agent.mind(|mind| {
        mind.put(IF_X_TABLE, &[1, 1], Value::from("Gi0/2"));
        mind.put(IF_X_TABLE, &[1, 2], Value::from("Gi0/1"));
        mind.put(&[1, 3, 6, 1, 2, 1, 31, 1, 5], &[0], Value::TimeTicks(6));
        mind.count(1, 4_000, 4_000);
    });
    let reading = watcher.look().await;
    assert_eq!(interfaces(&reading), ["Gi0/1", "Gi0/2"]);
    assert_eq!(
        (of(&reading, "Gi0/1", RECEIVE), of(&reading, "Gi0/2", RECEIVE)),
        (None, None)
    );
    agent.mind(|mind| mind.count(1, 4_000, 4_000));
    let reading = watcher.look().await;
    assert_eq!(of(&reading, "Gi0/1", RECEIVE), Some(0.0));
    assert!(of(&reading, "Gi0/2", RECEIVE).unwrap() > 0.0);
}

#[tokio::test]
async fn half_duplex_is_a_finding() {
    let mut mind = switch(2);
    mind.put(&[1, 3, 6, 1, 2, 1, 10, 7, 2, 1, 19], &[1], Value::Integer(3));
    mind.put(&[1, 3, 6, 1, 2, 1, 10, 7, 2, 1, 19], &[2], Value::Integer(2));
    let agent = Agent::start(mind).await;
    let reading = Watcher::of(agent.target(), json!({})).look().await;
    assert_found(&reading, &[("snmp.half_duplex", "Gi0/2 runs half duplex")]);
}

#[tokio::test]
async fn after_a_restart_there_is_no_rate_and_one_finding() {
    let agent = Agent::start(switch(1)).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    watcher.look().await;
    agent.mind(|mind| {
        mind.put(SYSTEM, &[3, 0], Value::TimeTicks(1_200));
        mind.count(1, 500, 500);
    });
    let reading = watcher.look().await;
    assert_found(&reading, &[("snmp.restarted", "started again 12 s ago")]);
    assert_eq!(of(&reading, "Gi0/1", RECEIVE), None);
    agent.mind(|mind| mind.count(1, 500, 500));
    let reading = watcher.look().await;
    assert_well(&reading);
    assert!(of(&reading, "Gi0/1", RECEIVE).unwrap() > 0.0);
}

#[tokio::test]
async fn a_counter_that_began_anew_gives_no_rate() {
    let agent = Agent::start(switch(2)).await;
    let mut watcher = Watcher::of(agent.target(), json!({}));
    watcher.look().await;
    agent.mind(|mind| {
        mind.put(IF_X_TABLE, &[19, 1], Value::TimeTicks(999_000));
        mind.count(1, 500, 500);
        mind.count(2, 500, 500);
    });
    let reading = watcher.look().await;
    assert_eq!(of(&reading, "Gi0/1", RECEIVE), None);
    assert!(of(&reading, "Gi0/2", RECEIVE).unwrap() > 0.0);
}
