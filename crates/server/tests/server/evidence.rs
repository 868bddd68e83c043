//! Evidence: saved, listed, downloaded, deleted.

use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::running::{Running, loopback, problem};

async fn items(running: &Running, path: &str) -> Value {
    let page: Value = running.get(path).await.json().await.unwrap();
    page
}

#[tokio::test]
async fn evidence_is_saved_on_demand_listed_downloaded_and_deleted() {
    let running = Running::start().await;
    for name in ["CAM 1", "CAM 2"] {
        running.make("/api/v1/probes", &loopback(name)).await;
    }
    assert_eq!(items(&running, "/api/v1/evidence").await["items"], json!([]));
    for id in [1, 2, 1] {
        let saved = running
            .make(&format!("/api/v1/probes/{id}/evidence"), &Value::Null)
            .await;
        assert_eq!(saved["probe"], id);
        assert_eq!(saved["files"][0]["name"], "bundle.json");
    }
    let ids = |page: &Value| -> Vec<u64> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|item| item["id"].as_u64().unwrap()).collect()
    };
    let newest = items(&running, "/api/v1/evidence?limit=2").await;
    assert_eq!((ids(&newest), &newest["next"]), (vec![3, 2], &json!("2")));
    let rest = items(&running, "/api/v1/evidence?limit=2&cursor=2").await;
    assert_eq!((ids(&rest), &rest["next"]), (vec![1], &Value::Null));
    assert_eq!(ids(&items(&running, "/api/v1/evidence?probe=1").await), [3, 1]);

    let bundle = items(&running, "/api/v1/evidence/2").await;
    assert_eq!(bundle["name"], "CAM 2");
    assert_eq!(bundle["view"]["target"], "tcp://127.0.0.1:9");
    let file = running.get("/api/v1/evidence/2/files/bundle.json").await;
    assert_eq!(file.status(), 200);
    assert_eq!(file.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(file.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(
        file.headers()[CONTENT_DISPOSITION],
        "attachment; filename=\"evidence-2-bundle.json\""
    );
    let inside: Value = file.json().await.unwrap();
    assert_eq!(inside["view"], bundle["view"]);

    let delete = async |id: &str| {
        let path = format!("/api/v1/evidence/{id}");
        running.ask(Method::DELETE, &path).send().await.unwrap()
    };
    assert_eq!(delete("2").await.status(), 204);
    problem(delete("2").await, 404).await;
    problem(running.get("/api/v1/evidence/2/files/bundle.json").await, 404).await;
    assert_eq!(ids(&items(&running, "/api/v1/evidence").await), [3, 1]);
    let audit = items(&running, "/api/v1/audit?limit=1").await;
    assert_eq!(audit["items"][0]["subject"], "evidence 2 of CAM 2");
    running.end().await;
}

#[tokio::test]
async fn nothing_but_the_files_of_a_bundle_is_given_away() {
    let running = Running::start().await;
    running.make("/api/v1/probes", &loopback("CAM 1")).await;
    running.make("/api/v1/probes/1/evidence", &Value::Null).await;
    for file in [
        "1/files/..%2F..%2Fsecret.key",
        "1/files/%2Fetc%2Fpasswd",
        "1/files/..",
        "1/files/%00",
        "1/files/excerpt.pcapng",
        "01x/files/bundle.json",
        "..%2F1/files/bundle.json",
        "-1/files/bundle.json",
        "99999999999/files/bundle.json",
        "2/files/bundle.json",
        "2",
        "one",
        "..%2Fsecret.key",
    ] {
        problem(running.get(&format!("/api/v1/evidence/{file}")).await, 404).await;
    }
    for wrong in ["limit=0", "cursor=x", "probe=x", "of=1"] {
        problem(running.get(&format!("/api/v1/evidence?{wrong}")).await, 422).await;
    }
    let save = running.ask(Method::POST, "/api/v1/probes/7/evidence").send();
    problem(save.await.unwrap(), 404).await;
    let stranger = running
        .anonymous(Method::GET, "/api/v1/evidence/1/files/bundle.json")
        .send();
    problem(stranger.await.unwrap(), 401).await;
    running.end().await;
}
