//! What is usual for a series.

use reqwest::Method;
use serde_json::{Value, json};

use crate::running::{Running, problem};

#[tokio::test]
async fn nothing_is_usual_on_a_new_station() {
    let running = Running::start().await;
    let learn = async |body: Value| {
        let order = running.ask(Method::POST, "/api/v1/baselines/learn").json(&body);
        order.send().await.unwrap()
    };
    let answer = learn(json!({})).await;
    assert_eq!(answer.status(), 200);
    let learned: Value = answer.json().await.unwrap();
    assert_eq!(learned, json!({ "learned": 0, "too_young": 0 }));
    problem(learn(json!({ "probe": 999 })).await, 404).await;
    let unknown = running.get("/api/v1/baselines?series=7&from=0&to=1000").await;
    let said = problem(unknown, 422).await;
    assert_eq!(said["errors"][0]["field"], "series");
    running.end().await;
}
