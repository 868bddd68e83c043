use serde_json::json;

use super::*;
use crate::testing::{look, value, wrong};

#[tokio::test]
async fn this_machine_tells_how_it_is() {
    let reading = look("host:", json!({})).await;
    println!("{reading:#?}");
    assert_eq!(reading.failure, None);
    assert!(value(&reading, memory::AVAILABLE_RATIO).is_some_and(|left| (0.0..=1.0).contains(&left)));
}

#[test]
fn only_this_machine_can_be_looked_at() {
    assert_eq!(wrong("host:192.0.2.1", json!({})).len(), 1);
}
