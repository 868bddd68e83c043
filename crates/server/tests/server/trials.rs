//! Rules tried on the history.

use reqwest::Method;
use serde_json::{Value, json};

use crate::running::{Running, problem};

async fn tried(running: &Running, path: &str, body: &Value) -> reqwest::Response {
    running.ask(Method::POST, path).json(body).send().await.unwrap()
}

fn slow() -> Value {
    json!({ "name": "", "severity": "major",
            "when": { "test": "limit", "series": { "metric": "tcp_connect_seconds" }, "bad": "above", "limit": 1.0 } })
}

#[tokio::test]
async fn a_rule_is_tried_without_being_saved() {
    let running = Running::start().await;
    let path = "/api/v1/rules/try";
    let answer = tried(&running, path, &json!({ "spec": slow() })).await;
    assert_eq!(answer.status(), 200);
    let trial: Value = answer.json().await.unwrap();
    assert_eq!((&trial["total"], &trial["looked_at"]), (&json!(0), &json!(0)));
    assert_eq!(
        trial["to"].as_i64().unwrap() - trial["from"].as_i64().unwrap(),
        7 * 86_400_000
    );
    assert!(
        trial["left_out"][0]
            .as_str()
            .unwrap()
            .contains("nothing to look at")
    );
    let rules: Value = running.get("/api/v1/rules").await.json().await.unwrap();
    assert_eq!(rules["items"], json!([]));

    let mut wrong = slow();
    wrong["when"]["series"]["metric"] = json!("tcp_conect_seconds");
    let said = problem(tried(&running, path, &json!({ "spec": wrong })).await, 422).await;
    assert_eq!(said["errors"][0]["field"], "spec.when.series.metric");
    let backwards = json!({ "spec": slow(), "from": 2000, "to": 1000 });
    let said = problem(tried(&running, path, &backwards).await, 422).await;
    assert_eq!(said["errors"][0]["field"], "from");
    running.end().await;
}

#[tokio::test]
async fn a_tuning_is_tried_at_its_probe() {
    let running = Running::start().await;
    let probe = json!({ "name": "ENC 1", "kind": "tcp", "target": "tcp://127.0.0.1:9", "enabled": true });
    let id = running.make("/api/v1/probes", &probe).await["id"].clone();
    let path = format!("/api/v1/probes/{id}/rules/try");
    let tuning = json!({ "rule": "tcp/tcp_connect_seconds",
                         "tuning": { "limits": { "bad": "above", "major": 0.5 } } });
    let answer = tried(&running, &path, &tuning).await;
    assert_eq!(answer.status(), 200);
    let trial: Value = answer.json().await.unwrap();
    assert_eq!(trial["looked_at"], 1);
    let failure = json!({ "rule": "tcp/failure", "tuning": {} });
    let said = problem(tried(&running, &path, &failure).await, 422).await;
    assert_eq!(said["errors"][0]["field"], "rule");
    problem(
        tried(&running, "/api/v1/probes/999/rules/try", &tuning).await,
        404,
    )
    .await;
    running.end().await;
}
