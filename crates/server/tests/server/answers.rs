//! What is answered to whom.

use reqwest::Method;
use reqwest::header::{
    CACHE_CONTROL, CONTENT_TYPE, COOKIE, ETAG, HOST, IF_MATCH, IF_NONE_MATCH, LOCATION, ORIGIN, SET_COOKIE,
};
use serde_json::{Value, json};

use crate::running::{Running, loopback, problem};

#[tokio::test]
async fn link_signs_a_browser_in_once() {
    let running = Running::start().await;
    problem(
        running
            .anonymous(Method::POST, "/api/v1/session/links")
            .send()
            .await
            .unwrap(),
        401,
    )
    .await;
    let link = running.make("/api/v1/session/links", &Value::Null).await;
    let url = link["url"].as_str().unwrap();

    let first = running.client.get(url).send().await.unwrap();
    assert_eq!(first.status(), 303);
    assert_eq!(first.headers()[LOCATION], "/");
    let cookie = first.headers()[SET_COOKIE].to_str().unwrap();
    for word in ["HttpOnly", "SameSite=Strict", "Path=/;"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let session = cookie.split(';').next().unwrap();
    let health = running
        .anonymous(Method::GET, "/api/v1/health")
        .header(COOKIE, session);
    assert_eq!(health.send().await.unwrap().status(), 200);

    let second = running.client.get(url).send().await.unwrap();
    assert_eq!(second.status(), 401);
    assert!(second.headers().get(SET_COOKIE).is_none());
    assert!(second.text().await.unwrap().contains("flywatch link"));
    running.end().await;
}

#[tokio::test]
async fn link_signs_in_on_any_page_and_leads_nowhere_else() {
    let running = Running::start().await;
    for (path, opened) in [
        ("/probe/7", "/probe/7"),
        ("//evil.example/events", "/evil.example/events"),
    ] {
        let link = running.make("/api/v1/session/links", &Value::Null).await;
        let url = link["url"]
            .as_str()
            .unwrap()
            .replacen("/?", &format!("{path}?"), 1);
        let answer = running.client.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 303, "{path}");
        assert_eq!(answer.headers()[LOCATION], opened);
    }
    running.end().await;
}

#[tokio::test]
async fn strangers_are_refused() {
    let running = Running::start().await;
    for path in [
        "/api",
        "/api/v1/health",
        "/api/v1/nothing",
        "/api/v1/live",
        "/metrics",
    ] {
        problem(running.anonymous(Method::GET, path).send().await.unwrap(), 401).await;
    }
    let forged = running
        .anonymous(Method::GET, "/api/v1/health")
        .header(COOKIE, "flywatch_session=a.99999999999.00");
    problem(forged.send().await.unwrap(), 401).await;
    problem(
        running
            .ask(Method::GET, "/")
            .header(HOST, "evil.example")
            .send()
            .await
            .unwrap(),
        421,
    )
    .await;
    let foreign = running
        .ask(Method::POST, "/api/v1/probes")
        .header(ORIGIN, "http://evil.example");
    problem(foreign.json(&loopback("a")).send().await.unwrap(), 403).await;
    let own = running
        .ask(Method::GET, "/api/v1/health")
        .header(ORIGIN, format!("http://{}", running.at));
    let own = own.send().await.unwrap();
    assert_eq!(own.status(), 200);
    assert_eq!(own.headers()["x-content-type-options"], "nosniff");
    assert!(
        own.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .starts_with("default-src 'self'")
    );
    running.end().await;
}

#[tokio::test]
async fn what_cannot_be_done_is_told_as_a_problem() {
    let running = Running::start().await;
    problem(running.get("/api/v1/nothing").await, 404).await;
    problem(running.get("/api/v1/probes/77").await, 404).await;
    problem(running.get("/api/v1/probes/seven").await, 404).await;
    problem(running.get("/api/v1/live").await, 426).await;
    problem(running.get("/api/v1/probes?limit=0").await, 422).await;
    problem(running.get("/api/v1/events?cursor=x").await, 422).await;
    problem(
        running
            .get("/api/v1/history?series=1&from=0&to=9000&step=1")
            .await,
        422,
    )
    .await;
    problem(
        running.ask(Method::PATCH, "/api/v1/probes").send().await.unwrap(),
        405,
    )
    .await;
    let post = |path: &str| {
        running
            .ask(Method::POST, path)
            .header(CONTENT_TYPE, "application/json")
    };
    problem(post("/api/v1/probes").body("{").send().await.unwrap(), 400).await;
    problem(post("/api/v1/probes").body("{}").send().await.unwrap(), 422).await;
    problem(
        post("/api/v1/probes")
            .body(vec![b' '; 1024 * 1024 + 1])
            .send()
            .await
            .unwrap(),
        413,
    )
    .await;
    problem(
        running
            .ask(Method::POST, "/api/v1/probes")
            .body("{}")
            .send()
            .await
            .unwrap(),
        415,
    )
    .await;
    let mut wrong = loopback("a");
    wrong["target"] = json!("nonsense");
    let told = post("/api/v1/probes/check").json(&wrong).send().await.unwrap();
    assert_eq!(told.status(), 200);
    let told: Value = told.json().await.unwrap();
    assert_eq!(told["errors"][0]["field"], "target");
    running.end().await;
}

#[tokio::test]
async fn probe_is_made_changed_and_deleted_without_losing_a_change() {
    let running = Running::start().await;
    let made = running
        .ask(Method::POST, "/api/v1/probes")
        .json(&loopback("Gateway"))
        .send()
        .await
        .unwrap();
    assert_eq!(made.status(), 201);
    let place = made.headers()[LOCATION].to_str().unwrap().to_owned();
    let seen = made.headers()[ETAG].clone();
    let twice = running
        .ask(Method::POST, "/api/v1/probes")
        .json(&loopback("gateway"))
        .send()
        .await
        .unwrap();
    let twice = problem(twice, 422).await;
    assert_eq!(twice["errors"][0]["field"], "name");

    let change = |tag| {
        running
            .ask(Method::PUT, &place)
            .header(IF_MATCH, tag)
            .json(&loopback("Gateway 2"))
            .send()
    };
    let changed = change(seen.clone()).await.unwrap();
    assert_eq!(changed.status(), 200);
    assert_ne!(changed.headers()[ETAG], seen);
    problem(change(seen.clone()).await.unwrap(), 412).await;
    problem(change("later".parse().unwrap()).await.unwrap(), 400).await;
    let one = running.get(&place).await;
    let newest = one.headers()[ETAG].clone();
    assert_eq!(one.json::<Value>().await.unwrap()["name"], "Gateway 2");
    let delete = |tag| running.ask(Method::DELETE, &place).header(IF_MATCH, tag).send();
    problem(delete(seen).await.unwrap(), 412).await;
    assert_eq!(delete(newest.clone()).await.unwrap().status(), 204);
    problem(delete(newest).await.unwrap(), 404).await;
    let audit: Value = running.get("/api/v1/audit").await.json().await.unwrap();
    assert_eq!(audit["items"][0]["action"], "delete");
    assert_eq!(audit["items"][0]["author"], "local operator");
    running.end().await;
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again_but_how_a_probe_is_always_is() {
    let running = Running::start().await;
    let device = json!({ "name": "a", "address": "127.0.0.1", "role": "other" });
    running.make("/api/v1/devices", &device).await;
    running.make("/api/v1/probes", &loopback("p")).await;
    let again = |path: &'static str, tag| {
        let asked = running.ask(Method::GET, path).header(IF_NONE_MATCH, tag);
        async { asked.send().await.unwrap() }
    };
    for path in ["/api/v1/devices/1", "/api/v1/devices", "/api/v1/kinds"] {
        let first = running.get(path).await;
        assert_eq!(first.headers()[CACHE_CONTROL], "no-cache", "{path}");
        let tag = first.headers()[ETAG].clone();
        let second = again(path, tag.clone()).await;
        assert_eq!(
            (second.status().as_u16(), &second.headers()[ETAG]),
            (304, &tag),
            "{path}"
        );
        assert_eq!(second.text().await.unwrap(), "");
    }
    let tag = running.get("/api/v1/devices/1").await.headers()[ETAG].clone();
    let change = json!({ "name": "b", "address": "127.0.0.1", "role": "other" });
    let change = running.ask(Method::PUT, "/api/v1/devices/1").json(&change);
    change.send().await.unwrap();
    assert_eq!(again("/api/v1/devices/1", tag).await.status(), 200);

    let probe = running.get("/api/v1/probes/1").await;
    assert_eq!(probe.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(probe.headers()[ETAG], "\"1\"");
    assert_eq!(
        again("/api/v1/probes/1", probe.headers()[ETAG].clone())
            .await
            .status(),
        200
    );
    running.end().await;
}

#[tokio::test]
async fn inventory_is_kept_and_paged() {
    let running = Running::start().await;
    for name in ["a", "b", "c"] {
        running
            .make(
                "/api/v1/devices",
                &json!({ "name": name, "address": "127.0.0.1", "role": "other" }),
            )
            .await;
    }
    let twice = json!({ "name": "A", "address": "::1", "role": "other" });
    let twice = running
        .ask(Method::POST, "/api/v1/devices")
        .json(&twice)
        .send()
        .await
        .unwrap();
    assert_eq!(problem(twice, 422).await["errors"][0]["field"], "name");
    let first: Value = running.get("/api/v1/devices?limit=2").await.json().await.unwrap();
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let rest = format!(
        "/api/v1/devices?limit=2&cursor={}",
        first["next"].as_str().unwrap()
    );
    let rest: Value = running.get(&rest).await.json().await.unwrap();
    assert_eq!(rest["items"][0]["name"], "c");
    assert!(rest.get("next").is_none());

    let list = running.get("/api/v1/devices").await;
    let tag = list.headers()[ETAG].clone();
    let again = running
        .ask(Method::GET, "/api/v1/devices")
        .header(IF_NONE_MATCH, tag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 304);

    let probe = running.make("/api/v1/probes", &loopback("p")).await;
    let channel = json!({ "name": "PGM A", "hops": [{ "name": "IN", "probes": [probe["id"]] }] });
    running.make("/api/v1/channels", &channel).await;
    let in_use = running
        .ask(Method::DELETE, &format!("/api/v1/probes/{}", probe["id"]))
        .send()
        .await
        .unwrap();
    assert!(
        problem(in_use, 409).await["detail"]
            .as_str()
            .unwrap()
            .contains("PGM A")
    );
    running
        .make(
            "/api/v1/templates",
            &json!({ "name": "Encoder", "probes": [loopback("{name}")] }),
        )
        .await;
    let nameless = running
        .ask(Method::POST, "/api/v1/templates")
        .json(&json!({ "name": " ", "probes": [] }));
    assert_eq!(
        problem(nameless.send().await.unwrap(), 422).await["errors"][0]["field"],
        "name"
    );
    running.end().await;
}

/// Every address but those of things that are made, changed and deleted alike.
const ADDRESSES: &[&str] = &[
    "get /api/v2/alerts",
    "post /api/v2/alerts",
    "get /api/v2/alerts/groups",
    "get /api/v2/receivers",
    "get /api/v2/silence/{silenceID}",
    "delete /api/v2/silence/{silenceID}",
    "get /api/v2/silences",
    "post /api/v2/silences",
    "get /api/v2/status",
    "get /api/v1/alerts",
    "get /api/v1/alerts/pending",
    "get /api/v1/alerts/score",
    "get /api/v1/alerts/{id}",
    "post /api/v1/alerts/handle",
    "get /api/v1/audit",
    "get /api/v1/baselines",
    "post /api/v1/baselines/learn",
    "get /api/v1/deliveries",
    "get /api/v1/probes/{id}/rules",
    "post /api/v1/probes/{id}/rules/try",
    "get /api/v1/receivers/kinds",
    "post /api/v1/receivers/try",
    "get /api/v1/routes/preview",
    "post /api/v1/rules/import",
    "post /api/v1/rules/try",
    "post /api/v1/silences/preview",
    "get /api/v1/phases",
    "get /api/v1/reports/{id}/drift",
    "post /api/v1/phases",
    "get /api/v1/configuration",
    "get /api/v1/crashes",
    "delete /api/v1/crashes/{name}",
    "delete /api/v1/discovery/scan",
    "get /api/v1/discovery",
    "get /api/v1/events",
    "get /api/v1/health",
    "get /api/v1/history",
    "get /api/v1/kinds",
    "get /api/v1/live",
    "get /api/v1/openapi.json",
    "get /api/v1/evidence",
    "get /api/v1/evidence/{id}",
    "delete /api/v1/evidence/{id}",
    "get /api/v1/evidence/{id}/files/{name}",
    "post /api/v1/probes/{id}/evidence",
    "get /api/v1/orders",
    "get /api/v1/probes.csv",
    "get /api/v1/probes/{id}/facts",
    "get /api/v1/probes/{id}/picture",
    "get /api/v1/series",
    "get /api/v1/station",
    "put /api/v1/station",
    "post /api/v1/notes",
    "put /api/v1/notes/{id}",
    "delete /api/v1/notes/{id}",
    "post /api/v1/probes/changes",
    "post /api/v1/configuration/apply",
    "post /api/v1/configuration/plan",
    "post /api/v1/devices/{id}/probes",
    "post /api/v1/discovery/scan",
    "post /api/v1/holds",
    "post /api/v1/probes/check",
    "post /api/v1/probes/try",
    "post /api/v1/probes/{id}/look",
    "get /api/v1/reports",
    "get /api/v1/reports/line-up",
    "post /api/v1/reports/line-up",
    "post /api/v1/reports/event",
    "get /api/v1/reports/{id}",
    "delete /api/v1/reports/{id}",
    "post /api/v1/session/links",
];

#[tokio::test]
async fn description_names_every_address_and_what_it_refuses() {
    let running = Running::start().await;
    let document: Value = running.get("/api/v1/openapi.json").await.json().await.unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut listed = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path}");
            assert!(operation["responses"].is_object(), "{method} {path}");
            listed.push(format!("{method} {path}"));
        }
    }
    listed.sort();
    let mut expected: Vec<String> = ADDRESSES.iter().map(|address| (*address).to_owned()).collect();
    for things in [
        "probes",
        "devices",
        "channels",
        "templates",
        "receivers",
        "routes",
        "rules",
        "silences",
    ] {
        expected.extend(["get", "post"].map(|method| format!("{method} /api/v1/{things}")));
        expected.extend(["get", "put", "delete"].map(|method| format!("{method} /api/v1/{things}/{{id}}")));
    }
    expected.sort();
    assert_eq!(listed, expected);
    let put = &document["paths"]["/api/v1/probes/{id}"]["put"];
    let names: Vec<_> = put["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|param| &param["name"])
        .collect();
    assert_eq!(names, ["id", "If-Match"]);
    assert!(put["requestBody"]["content"]["application/json"].is_object());
    assert!(put["responses"]["default"]["content"]["application/problem+json"].is_object());

    let page = running.get("/api").await.text().await.unwrap();
    for order in listed {
        let (method, path) = order.split_once(' ').unwrap();
        assert!(
            page.contains(&format!("{} {path}<", method.to_uppercase())),
            "{order}"
        );
    }
    assert!(!page.contains("<script"));
    running.end().await;
}

#[tokio::test]
async fn addresses_of_the_screen_are_its_own() {
    let running = Running::start().await;
    let index = running.anonymous(Method::GET, "/").send().await.unwrap();
    let deep = running
        .anonymous(Method::GET, "/probe/7/edit")
        .send()
        .await
        .unwrap();
    assert_eq!(index.status(), deep.status());
    assert_eq!(index.text().await.unwrap(), deep.text().await.unwrap());
    problem(
        running
            .anonymous(Method::GET, "/style/nothing.css")
            .send()
            .await
            .unwrap(),
        404,
    )
    .await;
    problem(running.anonymous(Method::POST, "/").send().await.unwrap(), 405).await;
    running.end().await;
}
