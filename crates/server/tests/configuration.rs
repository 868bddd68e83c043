//! A whole configuration over HTTP: read, planned, applied.
#![allow(
    clippy::unwrap_used,
    reason = "the functions around the tests may fail as the tests do"
)]

use std::net::SocketAddr;
use std::sync::Arc;

use probes::{Clock, KINDS};
use reqwest::Client;
use serde_json::{Value, json};
use server::Access;
use station::{Config, Station};
use tokio::net::TcpListener;

struct Running {
    at: SocketAddr,
    access: Arc<Access>,
    client: Client,
    station: Station,
    _data: tempfile::TempDir,
}

impl Running {
    async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config {
            data: data.path().to_owned(),
        };
        let station = Station::start(config, KINDS, Clock::system()).await.unwrap();
        let access = Arc::new(Access::open(data.path()).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        tokio::spawn(server::serve(
            listener,
            station.clone(),
            Arc::clone(&access),
            std::future::pending(),
        ));
        let client = Client::builder().no_proxy().build().unwrap();
        Self {
            at,
            access,
            client,
            station,
            _data: data,
        }
    }

    async fn get(&self, path: &str) -> Value {
        let asked = self.client.get(format!("http://{}{path}", self.at));
        let answer = asked.bearer_auth(self.access.token()).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let asked = self.client.post(format!("http://{}{path}", self.at)).json(body);
        let answer = asked.bearer_auth(self.access.token()).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn plan(&self, configuration: &Value) -> Value {
        let (status, plan) = self.post("/api/v1/configuration/plan", configuration).await;
        assert_eq!(status, 200, "{plan}");
        plan
    }

    async fn apply(&self, configuration: &Value, plan: &Value) -> (u16, Value) {
        let order = json!({ "configuration": configuration, "state": plan["state"] });
        self.post("/api/v1/configuration/apply", &order).await
    }
}

fn probe(name: &str) -> Value {
    json!({ "name": name, "kind": "http", "target": "http://127.0.0.1:9/", "enabled": false,
            "settings": { "authorization": "Bearer tally-light" } })
}

#[tokio::test]
async fn what_was_planned_is_applied_and_read_back_without_its_secrets() {
    let running = Running::start().await;
    let wanted = json!({ "probes": [probe("Origin")] });
    let plan = running.plan(&wanted).await;
    assert_eq!(
        plan["changes"],
        json!([{ "action": "add", "thing": "probe", "name": "Origin", "detail": "http://127.0.0.1:9/" }])
    );
    assert_eq!(running.station.probe_views(), []);
    let (status, done) = running.apply(&wanted, &plan).await;
    assert_eq!((status, &done), (200, &plan));
    assert_eq!(running.station.probe_views().len(), 1);

    let read = running.get("/api/v1/configuration").await;
    assert_eq!(
        read["probes"][0]["settings"]["authorization"],
        "${ORIGIN_AUTHORIZATION}"
    );
    assert!(!read.to_string().contains("tally-light"));
    let again = running.plan(&read).await;
    assert_eq!(again["changes"], json!([]));
    assert_eq!(again["kept"][0]["variable"], "ORIGIN_AUTHORIZATION");
    for log in ["audit", "events"] {
        let log = running.get(&format!("/api/v1/{log}")).await;
        assert!(!log.to_string().contains("tally-light"));
    }
    running.station.stop().await;
}

#[tokio::test]
async fn only_what_was_seen_is_applied_and_only_what_makes_sense() {
    let running = Running::start().await;
    let wanted = json!({ "probes": [probe("Origin")] });
    let plan = running.plan(&wanted).await;
    running.apply(&json!({ "probes": [probe("Edge")] }), &plan).await;
    let (status, problem) = running.apply(&wanted, &plan).await;
    assert_eq!((status, &problem["type"]), (409, &json!("/problems/conflict")));
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("nothing was applied"),
        "{problem}"
    );

    let wrong = json!({ "probes": [{ "name": "Origin", "kind": "http", "target": "ftp://127.0.0.1/" }] });
    let plan = running.plan(&wrong).await;
    assert_eq!(plan["problems"][0]["field"], "probes.0.target");
    let (status, problem) = running.apply(&wrong, &plan).await;
    assert_eq!((status, &problem["errors"]), (422, &plan["problems"]));
    let (status, problem) = running
        .post("/api/v1/configuration/plan", &json!({ "prob": [] }))
        .await;
    assert_eq!(status, 422);
    assert!(problem["detail"].as_str().unwrap().contains("prob"), "{problem}");
    assert_eq!(running.station.probe_views()[0].probe.spec.name, "Edge");
    running.station.stop().await;
}

#[tokio::test]
async fn a_thousand_probes_go_in_at_once() {
    let running = Running::start().await;
    // Each with as much text as an operator may ever write about it: more than other orders may say.
    let group = "g".repeat(2_000);
    let probes: Vec<Value> = (0..1_000)
        .map(|number| {
            json!({ "name": format!("Probe {number}"), "kind": "tcp", "target": "tcp://127.0.0.1:9",
                    "group": group, "every_ms": 60_000 })
        })
        .collect();
    let wanted = json!({ "probes": probes });
    let plan = running.plan(&wanted).await;
    let (status, _) = running.apply(&wanted, &plan).await;
    assert_eq!(status, 200);
    assert_eq!(running.station.probe_views().len(), 1_000);
    assert_eq!(running.plan(&wanted).await["changes"], json!([]));
    running.station.stop().await;
}
