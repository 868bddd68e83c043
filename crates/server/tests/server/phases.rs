//! The phases of the show: declared, told, and what is locked in them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::running::{Running, loopback, problem};

const PHASES: &str = "/api/v1/phases";

async fn declare(running: &Running, order: &Value) -> reqwest::Response {
    running
        .ask(Method::POST, PHASES)
        .json(order)
        .send()
        .await
        .unwrap()
}

async fn declared(running: &Running, order: &Value) -> Value {
    let answer = declare(running, order).await;
    assert_eq!(answer.status(), 200, "{order}");
    answer.json().await.unwrap()
}

async fn past(running: &Running) -> Vec<Value> {
    let page: Value = running.get(PHASES).await.json().await.unwrap();
    page["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_phase_is_declared_once_and_keeps_the_name_of_the_show() {
    let running = Running::start().await;
    assert_eq!(past(&running).await, Vec::<Value>::new());
    let first = declared(
        &running,
        &json!({ "phase": "line_up", "show": " Derby ", "by": "Ann" }),
    )
    .await;
    assert_eq!(
        (&first["phase"], &first["show"], &first["by"]),
        (&json!("line_up"), &json!("Derby"), &json!("Ann"))
    );
    assert_eq!(declared(&running, &json!({ "phase": "line_up" })).await, first);
    let second = declared(&running, &json!({ "phase": "rehearsal" })).await;
    assert_eq!(second["show"], "Derby");
    assert_eq!(past(&running).await, [second, first]);
    let wrong = declare(
        &running,
        &json!({ "phase": "rehearsal", "show": "x".repeat(101) }),
    )
    .await;
    assert_eq!(problem(wrong, 422).await["errors"][0]["field"], "show");
    problem(declare(&running, &json!({ "phase": "lunch" })).await, 422).await;
    running.end().await;
}

#[tokio::test]
async fn on_air_nothing_is_deleted_and_a_tap_does_not_end_it() {
    let running = Running::start().await;
    let probe = running.make("/api/v1/probes", &loopback("Encoder 1")).await;
    let place = format!("/api/v1/probes/{}", probe["id"]);
    declared(&running, &json!({ "phase": "on_air" })).await;
    let delete = || running.ask(Method::DELETE, &place).send();
    let told = problem(delete().await.unwrap(), 423).await;
    assert!(
        told["detail"].as_str().unwrap().starts_with("The show is on air"),
        "{told}"
    );
    let scan = running.ask(Method::POST, "/api/v1/discovery/scan");
    let scan = scan.json(&json!({ "network": "127.0.0.0/30" })).send().await;
    problem(scan.unwrap(), 423).await;
    running.make("/api/v1/probes", &loopback("Encoder 2")).await;
    let silence = json!({ "name": "Quiet", "matching": [{ "label": "probe", "value": "a" }], "from": 1, "until": 4_102_444_800_000_i64 });
    let silence = running.make("/api/v1/silences", &silence).await;
    let silence = format!("/api/v1/silences/{}", silence["id"]);
    let deleted = running.ask(Method::DELETE, &silence).send().await.unwrap();
    assert_eq!(
        deleted.status(),
        204,
        "what is made quiet can always be heard again"
    );

    problem(declare(&running, &json!({ "phase": "down" })).await, 428).await;
    let mut settings: Value = running.get("/api/v1/station").await.json().await.unwrap();
    settings["phases"]["on_air"]["locked"] = json!([]);
    let spec =
        json!({ "name": settings["name"], "retention": settings["retention"], "phases": settings["phases"] });
    let set = running
        .ask(Method::PUT, "/api/v1/station")
        .json(&spec)
        .send()
        .await;
    assert_eq!(set.unwrap().status(), 200);
    assert_eq!(delete().await.unwrap().status(), 204);
    running.end().await;
}
