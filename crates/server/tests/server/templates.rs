//! Templates: checked when they are saved, and used for devices.

use reqwest::header::{ETAG, IF_MATCH};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::running::{Running, problem};

fn encoder() -> Value {
    json!({ "name": "Encoder", "help": "What every encoder is watched with.", "probes": [
        { "name": "{name} ping", "kind": "icmp", "target": "icmp:{address}", "group": "{name}", "enabled": false },
        { "name": "{name} web", "kind": "http", "target": "http://{address}:8080/", "enabled": false,
          "settings": { "authorization": "Bearer tally-light", "expect_body": "{name}" } },
    ] })
}

async fn use_it(running: &Running, device: &Value, template: &Value) -> Response {
    let path = format!("/api/v1/devices/{device}/probes");
    let order = json!({ "template": template });
    running
        .ask(Method::POST, &path)
        .json(&order)
        .send()
        .await
        .unwrap()
}

async fn device(running: &Running, name: &str, address: &str) -> Value {
    let device = json!({ "name": name, "address": address, "role": "encoder" });
    running.make("/api/v1/devices", &device).await["id"].clone()
}

async fn errors(response: Response) -> Vec<String> {
    let problem = problem(response, 422).await;
    let errors = problem["errors"].as_array().unwrap().iter();
    errors
        .map(|error| {
            let [field, message] = [&error["field"], &error["message"]].map(|part| part.as_str().unwrap());
            format!("{field}: {message}")
        })
        .collect()
}

#[tokio::test]
async fn a_template_makes_its_probes_for_each_device() {
    let running = Running::start().await;
    let template = running.make("/api/v1/templates", &encoder()).await["id"].clone();
    let first = device(&running, "ENC 1", "192.0.2.1").await;
    let second = device(&running, "ENC 2", "2001:db8::2").await;
    let made = use_it(&running, &first, &template).await;
    assert_eq!(made.status(), 201);
    let made: Value = made.json().await.unwrap();
    assert_eq!(made["items"][0]["name"], "ENC 1 ping");
    assert_eq!(made["items"][0]["group"], "ENC 1");
    assert_eq!(made["items"][0]["device"], first);
    assert_eq!(made["items"][1]["target"], "http://192.0.2.1:8080/");
    assert_eq!(made["items"][1]["settings"]["expect_body"], "ENC 1");
    assert_eq!(use_it(&running, &second, &template).await.status(), 201);
    let probes: Value = running.get("/api/v1/probes").await.json().await.unwrap();
    let targets: Vec<_> = probes["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["target"])
        .collect();
    assert_eq!(targets[2..], ["icmp:[2001:db8::2]", "http://[2001:db8::2]:8080/"]);
    running.end().await;
}

#[tokio::test]
async fn all_probes_of_a_template_are_made_or_none() {
    let running = Running::start().await;
    let template = running.make("/api/v1/templates", &encoder()).await["id"].clone();
    let id = device(&running, "ENC 1", "192.0.2.1").await;
    let taken =
        json!({ "name": "enc 1 WEB", "kind": "tcp", "target": "tcp://127.0.0.1:9", "enabled": false });
    running.make("/api/v1/probes", &taken).await;
    assert_eq!(
        errors(use_it(&running, &id, &template).await).await,
        ["probes.1.name: ENC 1 web: another probe has this name; choose one that tells them apart"]
    );
    let odd = device(&running, "ENC 2", "no host").await;
    let wrong = errors(use_it(&running, &odd, &template).await).await;
    assert!(wrong[0].starts_with("probes.0.target: ENC 2 ping: "), "{wrong:?}");
    assert!(wrong[1].starts_with("probes.1.target: ENC 2 web: "), "{wrong:?}");
    problem(use_it(&running, &json!(77), &template).await, 404).await;
    problem(use_it(&running, &id, &json!(77)).await, 404).await;
    let empty = json!({ "name": "Empty", "probes": [] });
    let empty = running.make("/api/v1/templates", &empty).await["id"].clone();
    let wrong = errors(use_it(&running, &id, &empty).await).await;
    assert!(wrong[0].starts_with("template: "), "{wrong:?}");
    assert_eq!(running.station.probe_views().len(), 1);
    running.end().await;
}

#[tokio::test]
async fn a_template_that_could_never_be_used_is_not_saved() {
    let running = Running::start().await;
    let mut wrong = encoder();
    wrong["probes"][0]["target"] = json!("icmp:{adress}");
    wrong["probes"][1]["settings"]["expect"] = json!("?");
    let wrong = running.ask(Method::POST, "/api/v1/templates").json(&wrong);
    let wrong = errors(wrong.send().await.unwrap()).await;
    assert!(wrong[0].starts_with("probes.0.target: "), "{wrong:?}");
    assert!(wrong[1].starts_with("probes.1.settings.expect: "), "{wrong:?}");
    assert_eq!(running.station.templates().await.unwrap(), []);
    running.end().await;
}

#[tokio::test]
async fn secrets_of_a_template_are_kept_and_never_shown() {
    let running = Running::start().await;
    let made = running.ask(Method::POST, "/api/v1/templates").json(&encoder());
    let made = made.send().await.unwrap();
    let tag = made.headers()[ETAG].clone();
    let mut shown: Value = made.json().await.unwrap();
    let place = format!("/api/v1/templates/{}", shown["id"]);
    assert_eq!(shown["probes"][1]["settings"]["authorization"], "(kept)");
    let entries = shown.as_object_mut().unwrap();
    entries.remove("id");
    entries.remove("revision");
    entries.insert("help".to_owned(), json!("Changed."));
    let change = running
        .ask(Method::PUT, &place)
        .header(IF_MATCH, tag)
        .json(&shown);
    assert_eq!(change.send().await.unwrap().status(), 200);
    for path in [&place, "/api/v1/templates", "/api/v1/audit"] {
        let text = running.get(path).await.text().await.unwrap();
        assert!(
            !text.contains("tally-light") && !text.contains("sealed"),
            "{text}"
        );
    }
    let id = device(&running, "ENC 1", "192.0.2.1").await;
    let made = use_it(&running, &id, &json!(1)).await;
    let made: Value = made.json().await.unwrap();
    assert_eq!(made["items"][1]["settings"]["authorization"], "(kept)");
    let stored = running.station.store().probes().await.unwrap();
    let sealed = stored[1].spec.settings["authorization"].as_str().unwrap();
    assert_eq!(
        running.station.store().open_sealed(sealed).unwrap(),
        "Bearer tally-light"
    );
    running.end().await;
}
