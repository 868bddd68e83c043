use serde_json::json;

use super::*;
use crate::testing::{assert_well, look, value, wrong};

#[tokio::test]
async fn loopback_answers_at_once() {
    for target in ["icmp:127.0.0.1", "icmp://127.99.1.2", "icmp:::1", "icmp:localhost"] {
        let reading = look(target, json!({ "size_bytes": 1_400 })).await;
        assert_well(&reading);
        assert!(value(&reading, RTT).is_some_and(|rtt| rtt > 0.0), "{reading:?}");
        assert_eq!(value(&reading, LOSS), Some(0.0));
        assert_eq!(value(&reading, ANSWER_TTL), Some(64.0));
        println!("{reading:?}");
    }
}

#[test]
fn a_target_names_a_host() {
    assert_eq!(wrong("icmp:", json!({})).len(), 1);
}
