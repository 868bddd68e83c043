//! A whole configuration: read, planned, applied.

use reqwest::Method;
use serde_json::{Value, json};

use crate::running::Running;

async fn get(running: &Running, path: &str) -> Value {
    running.get(path).await.json().await.unwrap()
}

async fn post(running: &Running, path: &str, body: &Value) -> (u16, Value) {
    let answer = running.ask(Method::POST, path).json(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn plan(running: &Running, configuration: &Value) -> Value {
    let (status, plan) = post(running, "/api/v1/configuration/plan", configuration).await;
    assert_eq!(status, 200, "{plan}");
    plan
}

async fn apply(running: &Running, configuration: &Value, plan: &Value) -> (u16, Value) {
    let order = json!({ "configuration": configuration, "state": plan["state"] });
    post(running, "/api/v1/configuration/apply", &order).await
}

fn probe(name: &str) -> Value {
    json!({ "name": name, "kind": "http", "target": "http://127.0.0.1:9/", "enabled": false,
            "settings": { "authorization": "Bearer tally-light" } })
}

#[tokio::test]
async fn what_was_planned_is_applied_and_read_back_without_its_secrets() {
    let running = Running::start().await;
    let wanted = json!({ "probes": [probe("Origin")] });
    let planned = plan(&running, &wanted).await;
    assert_eq!(
        planned["changes"],
        json!([{ "action": "add", "thing": "probe", "name": "Origin", "detail": "http://127.0.0.1:9/" }])
    );
    assert_eq!(running.station.probe_views(), []);
    let (status, done) = apply(&running, &wanted, &planned).await;
    assert_eq!((status, &done), (200, &planned));
    assert_eq!(running.station.probe_views().len(), 1);

    let read = get(&running, "/api/v1/configuration").await;
    assert_eq!(
        read["probes"][0]["settings"]["authorization"],
        "${ORIGIN_AUTHORIZATION}"
    );
    assert!(!read.to_string().contains("tally-light"));
    let again = plan(&running, &read).await;
    assert_eq!(again["changes"], json!([]));
    assert_eq!(again["kept"][0]["variable"], "ORIGIN_AUTHORIZATION");
    for log in ["audit", "events"] {
        let log = get(&running, &format!("/api/v1/{log}")).await;
        assert!(!log.to_string().contains("tally-light"));
    }
    running.end().await;
}

#[tokio::test]
async fn only_what_was_seen_is_applied_and_only_what_makes_sense() {
    let running = Running::start().await;
    let wanted = json!({ "probes": [probe("Origin")] });
    let planned = plan(&running, &wanted).await;
    apply(&running, &json!({ "probes": [probe("Edge")] }), &planned).await;
    let (status, problem) = apply(&running, &wanted, &planned).await;
    assert_eq!((status, &problem["type"]), (409, &json!("/problems/conflict")));
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("nothing was applied"),
        "{problem}"
    );

    let wrong = json!({ "probes": [{ "name": "Origin", "kind": "http", "target": "ftp://127.0.0.1/" }] });
    let planned = plan(&running, &wrong).await;
    assert_eq!(planned["problems"][0]["field"], "probes.0.target");
    let (status, problem) = apply(&running, &wrong, &planned).await;
    assert_eq!((status, &problem["errors"]), (422, &planned["problems"]));
    let (status, problem) = post(&running, "/api/v1/configuration/plan", &json!({ "prob": [] })).await;
    assert_eq!(status, 422);
    assert!(problem["detail"].as_str().unwrap().contains("prob"), "{problem}");
    assert_eq!(running.station.probe_views()[0].probe.spec.name, "Edge");
    running.end().await;
}

#[tokio::test]
async fn a_thousand_probes_go_in_at_once() {
    let running = Running::start().await;
    // Each with so much text that all of them are more than other orders may say.
    let text = "t".repeat(2_000);
    let probes: Vec<Value> = (0..1_000)
        .map(|number| {
            json!({ "name": format!("Probe {number}"), "kind": "http", "target": "http://127.0.0.1:9/",
                    "enabled": false, "settings": { "expect_body": text } })
        })
        .collect();
    let wanted = json!({ "probes": probes });
    let planned = plan(&running, &wanted).await;
    let (status, _) = apply(&running, &wanted, &planned).await;
    assert_eq!(status, 200);
    assert_eq!(running.station.probe_views().len(), 1_000);
    assert_eq!(plan(&running, &wanted).await["changes"], json!([]));
    running.end().await;
}
