//! Rules, receivers, routes, silences, deliveries and alerts, as they are asked for and changed.

use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{ETAG, IF_MATCH};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::running::{Running, loopback, problem};

pub(crate) async fn read(running: &Running, path: &str) -> Value {
    let answer = running.get(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.json().await.unwrap()
}

pub(crate) async fn send(running: &Running, method: Method, path: &str, body: &Value) -> reqwest::Response {
    running.ask(method, path).json(body).send().await.unwrap()
}

/// Asks until the answer fits, for half a minute at most.
pub(crate) async fn until(running: &Running, path: &str, fits: impl Fn(&Value) -> bool) -> Value {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let answer = read(running, path).await;
        if fits(&answer) {
            return answer;
        }
        assert!(Instant::now() < end, "{path} is still {answer}");
        tokio::task::yield_now().await;
    }
}

pub(crate) fn webhook(name: &str, url: &str) -> Value {
    json!({ "name": name, "kind": "webhook", "settings": { "url": url, "signing_key": "hush" } })
}

pub(crate) fn route(name: &str, receiver: &Value) -> Value {
    json!({ "name": name, "least": "minor", "receivers": [receiver] })
}

fn silence() -> Value {
    json!({ "name": "Rebuild", "matching": [{ "label": "probe", "value": "a" }], "from": 1_000, "until": 4_102_444_800_000_i64 })
}

fn rule() -> Value {
    json!({ "name": "Own", "when": { "test": "failure" }, "severity": "major" })
}

/// Makes one, reads it, changes it, is refused with a stale revision and with a wrong entry, and deletes it.
async fn whole_life(running: &Running, sort: &str, spec: Value, wrong: (&str, Value)) {
    let plural = format!("/api/v1/{sort}");
    let made = send(running, Method::POST, &plural, &spec).await;
    assert_eq!(made.status(), 201, "{sort}");
    let seen = made.headers()[ETAG].clone();
    let made: Value = made.json().await.unwrap();
    let place = format!("{plural}/{}", made["id"]);
    assert_eq!(read(running, &place).await["name"], spec["name"]);
    assert_eq!(read(running, &plural).await["items"].as_array().unwrap().len(), 1);
    let mut other = spec.clone();
    other["name"] = json!("Renamed");
    let change = || {
        running
            .ask(Method::PUT, &place)
            .header(IF_MATCH, seen.clone())
            .json(&other)
            .send()
    };
    assert_eq!(change().await.unwrap().status(), 200, "{sort}");
    problem(change().await.unwrap(), 412).await;
    assert_eq!(read(running, &place).await["name"], "Renamed");
    let (field, value) = wrong;
    let mut refused = spec;
    refused[field] = value;
    let told = problem(send(running, Method::POST, &plural, &refused).await, 422).await;
    let named = told["errors"][0]["field"].as_str().unwrap();
    // Settings are named as their own fields are.
    assert!(
        named.starts_with(field) || refused["settings"][named].is_string(),
        "{sort}: {named}"
    );
    assert!(!told["errors"][0]["message"].as_str().unwrap().is_empty());
    let delete = running.ask(Method::DELETE, &place).header(IF_MATCH, seen);
    problem(delete.send().await.unwrap(), 412).await;
    let deleted = running.ask(Method::DELETE, &place).send().await.unwrap();
    assert_eq!(deleted.status(), 204);
    problem(running.get(&place).await, 404).await;
}

#[tokio::test]
async fn what_operators_say_is_made_changed_and_deleted_without_losing_a_change() {
    let running = Running::start().await;
    let own =
        json!({ "test": "limit", "series": { "metric": "no_such_metric" }, "bad": "above", "limit": 1.0 });
    whole_life(&running, "rules", rule(), ("when", own)).await;
    let url = json!({ "url": "nonsense" });
    whole_life(
        &running,
        "receivers",
        webhook("Hook", "http://127.0.0.1:9/"),
        ("settings", url),
    )
    .await;
    let receiver = running
        .make("/api/v1/receivers", &webhook("Hook", "http://127.0.0.1:9/"))
        .await;
    whole_life(
        &running,
        "routes",
        route("Crew", &receiver["id"]),
        ("receivers", json!([])),
    )
    .await;
    whole_life(&running, "silences", silence(), ("matching", json!([]))).await;
    running.end().await;
}

#[tokio::test]
async fn entries_inside_of_others_are_named_by_their_way() {
    let running = Running::start().await;
    let within = json!({ "name": "Own", "severity": "major", "when": { "test": "any", "of": [
        { "test": "failure" },
        { "test": "over_time", "of": { "test": "failure" }, "window_s": 0, "raise": { "share": 0.1 } },
    ] } });
    let told = problem(send(&running, Method::POST, "/api/v1/rules", &within).await, 422).await;
    assert_eq!(told["errors"][0]["field"], "when.of.1.window_s");
    let mut pattern = silence();
    pattern["matching"] = json!([{ "label": "probe", "is": "matching", "value": "(" }]);
    let told = problem(
        send(&running, Method::POST, "/api/v1/silences", &pattern).await,
        422,
    )
    .await;
    assert_eq!(told["errors"][0]["field"], "matching.0.value");
    let asked = json!({ "matching": pattern["matching"] });
    problem(
        send(&running, Method::POST, "/api/v1/silences/preview", &asked).await,
        422,
    )
    .await;
    running.end().await;
}

#[tokio::test]
async fn a_receiver_that_a_route_tells_stays_and_its_secret_is_never_shown() {
    let running = Running::start().await;
    let receiver = running
        .make("/api/v1/receivers", &webhook("Hook", "http://127.0.0.1:9/"))
        .await;
    assert_eq!(receiver["settings"]["signing_key"], "(kept)");
    running
        .make("/api/v1/routes", &route("Crew", &receiver["id"]))
        .await;
    let place = format!("/api/v1/receivers/{}", receiver["id"]);
    let told = problem(running.ask(Method::DELETE, &place).send().await.unwrap(), 409).await;
    assert!(told["detail"].as_str().unwrap().contains("Crew"));
    let kinds = read(&running, "/api/v1/receivers/kinds").await;
    let names: Vec<_> = kinds["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["name"].clone())
        .collect();
    assert!(names.contains(&json!("webhook")) && names.contains(&json!("email")));
    problem(running.get("/api/v1/deliveries?state=lost").await, 422).await;
    let none = read(&running, "/api/v1/deliveries?receiver=1&state=done").await;
    assert_eq!(none["items"], json!([]));
    running.end().await;
}

#[tokio::test]
async fn a_receiver_is_tried_without_being_saved() {
    let running = Running::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let answering = tokio::spawn(async move {
        let (mut call, _) = listener.accept().await.unwrap();
        let mut heard = vec![0; 65_536];
        let length = call.read(&mut heard).await.unwrap();
        call.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            .await
            .unwrap();
        String::from_utf8_lossy(&heard[..length]).into_owned()
    });
    let order = json!({ "spec": webhook("Hook", &url) });
    let tried = send(&running, Method::POST, "/api/v1/receivers/try", &order).await;
    assert_eq!(
        tried.json::<Value>().await.unwrap(),
        json!({ "delivered": true, "trouble": "" })
    );
    assert!(answering.await.unwrap().starts_with("POST / "));
    // Nobody listens there any more.
    let tried = send(&running, Method::POST, "/api/v1/receivers/try", &order).await;
    let tried: Value = tried.json().await.unwrap();
    assert_eq!(tried["delivered"], false);
    assert!(!tried["trouble"].as_str().unwrap().is_empty());
    assert_eq!(read(&running, "/api/v1/receivers").await["items"], json!([]));
    running.end().await;
}

#[tokio::test]
async fn an_alert_is_seen_handled_routed_and_kept_quiet() {
    let running = Running::start().await;
    let tuned = json!({ "name": "a", "kind": "tcp", "target": "tcp://127.0.0.1:9", "every_ms": 200, "timeout_ms": 100,
        "alerts": { "tcp/failure": { "raise_after_ms": 0, "severity": "critical" } } });
    let probe = running.make("/api/v1/probes", &tuned).await;
    let rules = read(&running, &format!("/api/v1/probes/{}/rules", probe["id"])).await;
    let rules = rules["items"].as_array().unwrap();
    let failure = rules.iter().find(|rule| rule["rule"] == "tcp/failure").unwrap();
    assert_eq!(
        failure["raise_after_ms"],
        json!({ "value": 0, "from": { "at": "probe" } })
    );
    assert_eq!(failure["clear_after_ms"]["from"]["at"], "kind");
    problem(running.get("/api/v1/probes/99/rules").await, 404).await;

    let firing = until(&running, "/api/v1/alerts?firing=true", |page| {
        page["items"][0]["id"].is_number()
    })
    .await;
    let id = firing["items"][0]["id"].clone();
    assert_eq!(read(&running, "/api/v1/alerts/pending").await["items"], json!([]));
    assert_eq!(
        read(&running, "/api/v1/alerts?rule=icmp/failure").await["items"],
        json!([])
    );
    let whole = read(&running, &format!("/api/v1/alerts/{id}")).await;
    assert_eq!(
        (&whole["alert"]["severity"], &whole["incident"][0]["id"]),
        (&json!("critical"), &id)
    );
    problem(running.get("/api/v1/alerts/999").await, 404).await;
    problem(running.get("/api/v1/alerts?from=5&to=5").await, 422).await;

    let order = json!({ "alerts": [id], "do": "acknowledge", "note": "on it", "by": "Ada" });
    let done: Value = send(&running, Method::POST, "/api/v1/alerts/handle", &order)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(done["items"][0]["acknowledged"]["by"], "Ada");
    for (wrong, status) in [
        (json!({ "alerts": [], "do": "unshelve" }), 422),
        (json!({ "alerts": [id], "do": "comment", "note": " " }), 422),
        (json!({ "alerts": [999], "do": "unshelve" }), 404),
    ] {
        problem(
            send(&running, Method::POST, "/api/v1/alerts/handle", &wrong).await,
            status,
        )
        .await;
    }

    let preview = format!("/api/v1/routes/preview?probe={}&severity=critical", probe["id"]);
    assert_eq!(read(&running, &preview).await["items"], json!([]));
    let receiver = running
        .make("/api/v1/receivers", &webhook("Hook", "http://127.0.0.1:9/"))
        .await;
    let made = running
        .make("/api/v1/routes", &route("Crew", &receiver["id"]))
        .await;
    assert_eq!(read(&running, &preview).await["items"], json!([made["id"]]));
    problem(running.get("/api/v1/routes/preview?probe=99").await, 404).await;

    let asked = json!({ "matching": [{ "label": "probe", "value": "a" }] });
    let fits: Value = send(&running, Method::POST, "/api/v1/silences/preview", &asked)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(fits["items"][0]["id"], id);
    running.make("/api/v1/silences", &silence()).await;
    let alert = format!("/api/v1/alerts/{id}");
    until(&running, &alert, |whole| {
        whole["alert"]["suppressed"]["by"] == "silence"
    })
    .await;
    running.end().await;
}

#[tokio::test]
async fn tunings_of_devices_and_channels_are_checked_as_those_of_probes_are() {
    let running = Running::start().await;
    let device = json!({ "name": "d", "address": "127.0.0.1", "role": "other" });
    let channel = json!({ "name": "PGM A", "hops": [{ "name": "IN" }] });
    running.make("/api/v1/probes", &loopback("p")).await;
    for (sort, spec) in [("devices", device), ("channels", channel)] {
        let path = format!("/api/v1/{sort}");
        let made = running.make(&path, &spec).await;
        let mut wrong = spec.clone();
        wrong["name"] = json!("other");
        wrong["alerts"] = json!({ "tcp/no_such_rule": {}, "tcp/failure": { "hysteresis": 2.0 } });
        for (method, path) in [
            (Method::POST, path.clone()),
            (Method::PUT, format!("{path}/{}", made["id"])),
        ] {
            let told = problem(send(&running, method, &path, &wrong).await, 422).await;
            let named: Vec<_> = told["errors"]
                .as_array()
                .unwrap()
                .iter()
                .map(|wrong| wrong["field"].clone())
                .collect();
            assert_eq!(
                named,
                ["alerts.tcp/failure.hysteresis", "alerts.tcp/no_such_rule"]
            );
        }
        let mut right = spec;
        right["alerts"] = json!({ "tcp/failure": { "severity": "minor" } });
        let set = send(&running, Method::PUT, &format!("{path}/{}", made["id"]), &right).await;
        assert_eq!(set.status(), 200);
    }
    running.end().await;
}
