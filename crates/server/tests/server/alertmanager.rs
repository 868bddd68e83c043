//! The API of Alertmanager: alerts from outside and our own, silences, and what is wrong, as its clients read it.

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::running::Running;
use crate::telling::{read, route, send, until, webhook};

const ALERTS: &str = "/api/v2/alerts";
const SILENCES_OF_OURS: &str = "/api/v1/silences";
const SILENCES: &str = "/api/v2/silences";
/// Beside them, the receiver that takes nothing is an alert of its own.
const TARGETS_DOWN: &str = "/api/v2/alerts?filter=alertname%3D%22TargetDown%22";

async fn post(running: &Running, alerts: Value) {
    let answer = send(running, Method::POST, ALERTS, &alerts).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.bytes().await.unwrap().len(), 0);
}

/// The text of a refusal.
async fn wrong(answer: reqwest::Response, status: u16) -> String {
    assert_eq!(answer.status(), status);
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/json");
    answer.json().await.unwrap()
}

fn moment(running: &Running, later_ms: i64) -> String {
    running.station.now().plus_millis(later_ms).rfc3339()
}

fn disk_full(running: &Running, ends_ms: i64) -> Value {
    json!({
        "labels": { "alertname": "DiskFull", "instance": "enc-1:9100", "severity": "page", "empty": "" },
        "annotations": { "summary": "the disk is full", "runbook_url": "http://wiki/disk" },
        "startsAt": moment(running, -90_000), "endsAt": moment(running, ends_ms),
        "generatorURL": "http://prometheus:9090/graph",
    })
}

#[tokio::test]
async fn an_alert_from_outside_is_one_of_ours_until_it_ends() {
    let running = Running::start().await;
    post(&running, json!([disk_full(&running, 240_000)])).await;
    post(&running, json!([disk_full(&running, 240_000)])).await;
    let shown = read(&running, ALERTS).await;
    let [shown] = shown.as_array().unwrap().as_slice() else {
        panic!("{shown}")
    };
    // What Prometheus' own model.LabelSet.Fingerprint makes of these labels.
    assert_eq!(
        shown["fingerprint"],
        json!(fnv(&[
            "alertname",
            "DiskFull",
            "instance",
            "enc-1:9100",
            "severity",
            "page"
        ]))
    );
    let labels = json!({ "alertname": "DiskFull", "instance": "enc-1:9100", "severity": "page" });
    assert_eq!(shown["labels"], labels);
    assert_eq!(
        shown["status"],
        json!({ "state": "active", "silencedBy": [], "inhibitedBy": [], "mutedBy": [] })
    );
    assert_eq!(shown["annotations"]["summary"], "the disk is full");
    assert_eq!(shown["generatorURL"], "http://prometheus:9090/graph");
    assert_eq!(shown["receivers"], json!([{ "name": "screen" }]));

    let ours = read(&running, "/api/v1/alerts?firing=true").await;
    let ours = &ours["items"][0];
    assert_eq!(ours["rule"], "outside/DiskFull");
    assert_eq!(ours["severity"], "critical");
    assert_eq!(ours["text"], "the disk is full");
    assert_eq!(ours["advice"], "http://wiki/disk");
    assert_eq!(ours["subject"]["name"], "enc-1:9100");
    assert_eq!(ours["subject"]["part"], labels);
    assert!(ours["raised"].as_i64().unwrap() - ours["began"].as_i64().unwrap() >= 90_000);

    post(&running, json!([disk_full(&running, -5_000)])).await;
    assert_eq!(read(&running, ALERTS).await, json!([]));
    let ours = read(&running, "/api/v1/alerts?rule=outside/DiskFull").await;
    assert_eq!(ours["items"].as_array().unwrap().len(), 1);
    assert!(ours["items"][0]["resolved"].is_i64());
    running.end().await;
}

/// FNV-1a of 64 bits over texts, each with 0xFF behind it.
fn fnv(texts: &[&str]) -> String {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for byte in texts.iter().flat_map(|text| text.bytes().chain([0xff])) {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{sum:016x}")
}

#[tokio::test]
async fn five_thousand_come_at_once_and_the_wrong_ones_lose_no_other() {
    let running = Running::start().await;
    let receiver = running
        .make("/api/v1/receivers", &webhook("Hook", "http://127.0.0.1:9/"))
        .await;
    running
        .make("/api/v1/routes", &route("Crew", &receiver["id"]))
        .await;
    let device = json!({ "name": "Rack", "address": "10.0.0.1", "role": "other" });
    running.make("/api/v1/devices", &device).await;
    let mut all: Vec<Value> = (0..5_000)
        .map(|n| json!({ "labels": { "alertname": "TargetDown", "instance": format!("10.0.{}.{}:9100", n / 250, n % 250) } }))
        .collect();
    all[10] = json!({ "labels": { "empty": "" } });
    all[20]["labels"]["bad name"] = json!("x");
    all[30]["startsAt"] = json!(moment(&running, 0));
    all[30]["endsAt"] = json!(moment(&running, -1));
    all[40]["startsAt"] = json!("yesterday");
    all[50]["endsAt"] = json!("0001-01-01T00:00:00Z");
    let told = wrong(send(&running, Method::POST, ALERTS, &json!(all)).await, 400).await;
    assert_eq!(
        told,
        "alert 11 of 5000: at least one label pair required; \
         alert 21 of 5000: invalid label set: invalid name \"bad name\"; \
         alert 31 of 5000: start time must be before end time; \
         alert 41 of 5000: startsAt is no time such as 2026-11-22T10:00:00Z: \"yesterday\""
    );
    let firing = read(&running, TARGETS_DOWN).await;
    assert_eq!(firing.as_array().unwrap().len(), 4_996);
    let some = read(&running, "/api/v2/alerts?filter=instance%3D~%2210.0.3..*%22").await;
    assert_eq!(some.as_array().unwrap().len(), 250);
    let ended: Vec<Value> = all[1_000..].iter().map(|alert| {
        json!({ "labels": alert["labels"], "startsAt": moment(&running, -10_000), "endsAt": moment(&running, -9_000) })
    }).collect();
    post(&running, json!(ended)).await;
    assert_eq!(read(&running, TARGETS_DOWN).await.as_array().unwrap().len(), 996);
    running.end().await;
}

#[tokio::test]
async fn refusals_are_texts_that_clients_print() {
    let running = Running::start().await;
    let one = json!([{ "labels": {} }]);
    assert_eq!(
        wrong(send(&running, Method::POST, ALERTS, &one).await, 400).await,
        "at least one label pair required"
    );
    let stranger = running
        .anonymous(Method::GET, ALERTS)
        .header(ACCEPT_ENCODING, "gzip");
    assert!(
        wrong(stranger.send().await.unwrap(), 401)
            .await
            .contains("access token")
    );
    assert!(
        wrong(send(&running, Method::POST, ALERTS, &json!({})).await, 400)
            .await
            .contains("does not fit")
    );
    assert!(
        wrong(running.get("/api/v2/nothing").await, 404)
            .await
            .contains("/api")
    );
    assert!(
        wrong(running.ask(Method::PUT, ALERTS).send().await.unwrap(), 405)
            .await
            .contains("method")
    );
    assert_eq!(
        wrong(running.get("/api/v2/alerts?filter=x").await, 400).await,
        "bad matcher format: x"
    );
    assert!(
        wrong(running.get("/api/v2/alerts?receiver=(").await, 400)
            .await
            .contains("regular expression")
    );
    assert!(
        wrong(running.get("/api/v2/alerts?filter=a%3D~%22(%22").await, 400)
            .await
            .contains("regular expression")
    );
    assert_eq!(
        wrong(running.get("/api/v2/alerts?active=2").await, 400).await,
        "active takes true or false"
    );
    let told = wrong(running.get("/api/v2/silence/7").await, 404).await;
    assert_eq!(told, "silence 7 not found");
    running.end().await;
}

fn silence(running: &Running, matchers: &Value, later_ms: i64, length_ms: i64) -> Value {
    json!({
        "matchers": matchers, "createdBy": "Ada", "comment": "Disk is\nchanged",
        "startsAt": moment(running, later_ms), "endsAt": moment(running, later_ms + length_ms),
    })
}

async fn make(running: &Running, silence: &Value) -> String {
    let answer = send(running, Method::POST, SILENCES, silence).await;
    assert_eq!(answer.status(), 200);
    let made: Value = answer.json().await.unwrap();
    made["silenceID"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_silence_is_made_changed_and_ended_by_its_uuid() {
    let running = Running::start().await;
    post(&running, json!([disk_full(&running, 240_000)])).await;
    let matchers = json!([
        { "name": "alertname", "value": "Disk.*", "isRegex": true },
        { "name": "severity", "value": "info", "isRegex": false, "isEqual": false },
    ]);
    let id = make(&running, &silence(&running, &matchers, -1_000, 3_600_000)).await;
    let shown = read(&running, &format!("/api/v2/silence/{id}")).await;
    assert_eq!(shown["status"]["state"], "active");
    assert_eq!(
        (&shown["comment"], &shown["createdBy"]),
        (&json!("Disk is changed"), &json!("Ada"))
    );
    assert_eq!(
        shown["matchers"][0],
        json!({ "name": "alertname", "value": "Disk.*", "isRegex": true, "isEqual": true })
    );
    assert_eq!(shown["matchers"][1]["isEqual"], false);
    let ours = read(&running, SILENCES_OF_OURS).await;
    assert_eq!(ours["items"][0]["name"], "Disk is changed");
    let quiet = until(&running, ALERTS, |alerts| {
        alerts[0]["status"]["state"] == "suppressed"
    })
    .await;
    assert_eq!(quiet[0]["status"]["silencedBy"], json!([id]));
    for (asked, count) in [("silenced=false", 0), ("active=false", 1), ("inhibited=false", 1)] {
        let found = read(&running, &format!("{ALERTS}?{asked}")).await;
        assert_eq!(found.as_array().unwrap().len(), count, "{asked}");
    }

    let mut other = silence(&running, &matchers, 60_000, 3_600_000);
    other["id"] = json!(id);
    assert_eq!(make(&running, &other).await, id);
    let shown = read(&running, &format!("/api/v2/silence/{id}")).await;
    assert_eq!(
        (&shown["status"]["state"], &shown["startsAt"]),
        (&json!("pending"), &other["startsAt"])
    );
    until(&running, ALERTS, |alerts| {
        alerts[0]["status"]["state"] == "active"
    })
    .await;
    let found = |filter: &str| format!("{SILENCES}?filter={filter}");
    assert_eq!(
        read(&running, &found("alertname%3D%22Disk.*%22")).await[0]["id"],
        json!(id)
    );
    assert_eq!(read(&running, &found("alertname%3D%22Other%22")).await, json!([]));

    let answer = running
        .ask(Method::DELETE, &format!("/api/v2/silence/{id}"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(read(&running, SILENCES).await[0]["status"]["state"], "expired");
    let again = running
        .ask(Method::DELETE, &format!("/api/v2/silence/{id}"))
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 200);
    running.end().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_silence_is_told_in_the_words_of_alertmanager() {
    let running = Running::start().await;
    let matchers = json!([{ "name": "alertname", "value": "X", "isRegex": false }]);
    let refused = async |silence: Value, status: u16| {
        wrong(send(&running, Method::POST, SILENCES, &silence).await, status).await
    };
    assert!(
        refused(silence(&running, &matchers, 0, -1), 400)
            .await
            .ends_with("start time must be before end time")
    );
    assert!(
        refused(silence(&running, &matchers, -9_000, 1_000), 400)
            .await
            .ends_with("end time can't be in the past")
    );
    let all = json!([{ "name": "alertname", "value": ".*", "isRegex": true }]);
    assert!(
        refused(silence(&running, &all, 0, 9_000), 400)
            .await
            .contains("must not match the empty string")
    );
    let pattern = json!([{ "name": "alertname", "value": "(", "isRegex": true }]);
    assert!(
        refused(silence(&running, &pattern, 0, 9_000), 400)
            .await
            .contains("regular expression")
    );
    let mut unknown = silence(&running, &matchers, 0, 9_000);
    unknown["id"] = json!("f1795a7c-0000-8000-8000-0000000000ff");
    assert!(refused(unknown, 404).await.contains("not found"));
    running.end().await;
}

#[tokio::test]
async fn a_window_that_comes_again_keeps_what_clients_cannot_say() {
    let running = Running::start().await;
    let hour = 3_600_000;
    let from = running.station.now().0 - 49 * hour;
    let window = json!({ "name": "Backup", "matching": [{ "label": "alertname", "value": "X" }], "maintenance": true,
        "from": from, "until": from + 2 * hour, "repeat": { "weekly": [] } });
    running.make(SILENCES_OF_OURS, &window).await;
    let shown = read(&running, SILENCES).await[0].clone();
    assert_eq!(shown["status"]["state"], "active");
    let mut said = shown.clone();
    said["comment"] = json!("Nightly backup");
    make(&running, &said).await;
    let ours = read(&running, SILENCES_OF_OURS).await["items"][0].clone();
    assert_eq!(
        (&ours["name"], &ours["from"]),
        (&json!("Nightly backup"), &json!(from))
    );
    assert_eq!(
        (&ours["repeat"], &ours["maintenance"]),
        (&json!({ "weekly": [] }), &json!(true))
    );
    let path = format!("/api/v2/silence/{}", shown["id"].as_str().unwrap());
    assert_eq!(
        running.ask(Method::DELETE, &path).send().await.unwrap().status(),
        200
    );
    assert_eq!(read(&running, SILENCES).await[0]["status"]["state"], "expired");
    running.end().await;
}

#[tokio::test]
async fn our_own_alerts_are_given_with_labels_that_silences_fit() {
    let running = Running::start().await;
    let tuned = json!({ "name": "Door", "kind": "tcp", "target": "tcp://127.0.0.1:9", "every_ms": 200, "timeout_ms": 100,
        "alerts": { "tcp/failure": { "raise_after_ms": 0, "severity": "critical", "advice": "Look at the door." } } });
    running.make("/api/v1/probes", &tuned).await;
    let receiver = running
        .make("/api/v1/receivers", &webhook("Hook", "http://127.0.0.1:9/"))
        .await;
    running
        .make("/api/v1/routes", &route("Crew", &receiver["id"]))
        .await;
    let firing = until(&running, ALERTS, |alerts| alerts[0]["labels"].is_object()).await;
    let alert = &firing[0];
    assert_eq!(alert["labels"]["rule"], "tcp/failure");
    assert_eq!(alert["labels"]["probe"], "Door");
    assert_eq!(alert["annotations"]["advice"], "Look at the door.");
    assert_eq!(
        alert["receivers"],
        json!([{ "name": "screen" }, { "name": "Hook" }])
    );
    assert!(alert["generatorURL"].as_str().unwrap().contains("/alerts/"));
    assert_eq!(
        read(&running, "/api/v2/receivers").await,
        json!([{ "name": "screen" }, { "name": "Hook" }])
    );
    let groups = read(&running, "/api/v2/alerts/groups?receiver=Ho.*").await;
    assert_eq!(groups.as_array().unwrap().len(), 1);
    assert_eq!(groups[0]["receiver"]["name"], "Hook");
    assert_eq!(groups[0]["alerts"][0]["fingerprint"], alert["fingerprint"]);
    assert_eq!(read(&running, "/api/v2/alerts?receiver=None").await, json!([]));
    let status = read(&running, "/api/v2/status").await;
    assert_eq!(status["cluster"]["status"], "disabled");
    assert!(
        status["config"]["original"]
            .as_str()
            .unwrap()
            .contains("  - name: \"Hook\"\n")
    );

    let ours = read(&running, "/api/v1/alerts?firing=true").await;
    let ids = json!([ours["items"][0]["id"]]);
    let handle = async |order: Value| send(&running, Method::POST, "/api/v1/alerts/handle", &order).await;
    handle(json!({ "alerts": ids, "do": "acknowledge", "note": "on my way", "by": "Ada" })).await;
    let taken = read(&running, ALERTS).await;
    assert_eq!(taken[0]["status"]["state"], "active");
    assert_eq!(taken[0]["annotations"]["acknowledged"], "by Ada: on my way");
    handle(json!({ "alerts": ids, "do": "shelve", "by": "Ada" })).await;
    let aside = read(&running, ALERTS).await;
    assert_eq!(aside[0]["status"]["state"], "suppressed");
    assert_eq!(read(&running, "/api/v2/alerts?silenced=false").await, json!([]));
    handle(json!({ "alerts": ids, "do": "unshelve" })).await;

    // As Grafana does it: a silence of all labels of an alert.
    let labels = alert["labels"].as_object().unwrap();
    let matchers: Vec<_> = labels
        .iter()
        .map(|(name, value)| json!({ "name": name, "value": value, "isRegex": false }))
        .collect();
    let id = make(&running, &silence(&running, &json!(matchers), 0, 3_600_000)).await;
    until(&running, ALERTS, |alerts| {
        alerts[0]["status"]["silencedBy"] == json!([id])
    })
    .await;
    running.end().await;
}
