//! Reports of shows: signed, made, read in every form, deleted.

use std::process::Stdio;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::running::{Running, loopback, problem};

async fn post(running: &Running, path: &str, body: &Value) -> reqwest::Response {
    running.ask(Method::POST, path).json(body).send().await.unwrap()
}

/// Waits until the station answers as wanted.
async fn until(running: &Running, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let waited = tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            let told: Value = running.get(path).await.json().await.unwrap();
            if is_so(&told) {
                return told;
            }
            tokio::task::yield_now().await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("{path} never became so"))
}

/// The text of a PDF document, by poppler.
async fn text_of(document: &[u8]) -> String {
    let mut poppler = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext is there: install poppler-utils");
    let mut input = poppler.stdin.take().unwrap();
    input.write_all(document).await.unwrap();
    drop(input);
    let read = poppler.wait_with_output().await.unwrap();
    assert!(read.status.success());
    String::from_utf8(read.stdout).unwrap()
}

/// A station with a probe that is refused, in a channel.
async fn failing() -> Running {
    let running = Running::start().await;
    running.make("/api/v1/probes", &loopback("Encoder 1")).await;
    let channel = json!({ "name": "PGM A", "hops": [{ "name": "ENC", "probes": [1] }] });
    running.make("/api/v1/channels", &channel).await;
    until(&running, "/api/v1/alerts?firing=true", |page| {
        page["items"][0].is_object()
    })
    .await;
    running
}

#[tokio::test]
async fn a_line_up_is_signed_kept_and_never_changes() {
    let running = failing().await;
    let draft: Value = running.get("/api/v1/reports/line-up").await.json().await.unwrap();
    assert_eq!((&draft["id"], &draft["sort"]), (&json!(0), &json!("line_up")));
    let empty: Value = running.get("/api/v1/reports").await.json().await.unwrap();
    assert_eq!(empty["items"], json!([]), "looking keeps nothing");

    let sign = json!({ "by": " Ana Müller ", "show": "Pokal – Finale", "remark": "ISO 3 is late" });
    let signed = running.make("/api/v1/reports/line-up", &sign).await;
    assert_eq!((&signed["id"], &signed["by"]), (&json!(1), &json!("Ana Müller")));
    let line_up = &signed["body"]["line_up"];
    assert_eq!(line_up["channels"][0]["hops"][0]["probes"], json!([1]));
    let probe = &line_up["probes"][0];
    assert_eq!((&probe["id"], &probe["name"]), (&json!(1), &json!("Encoder 1")));
    assert!(
        probe["trouble"].as_str().unwrap().contains("nothing listens"),
        "{probe}"
    );
    assert_eq!(line_up["alerts"][0]["subject"], "Encoder 1");

    assert_eq!(
        running
            .ask(Method::DELETE, "/api/v1/channels/1")
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    assert_eq!(
        running
            .ask(Method::DELETE, "/api/v1/probes/1")
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    let kept: Value = running.get("/api/v1/reports/1").await.json().await.unwrap();
    assert_eq!(kept, signed, "what became of the station since is no part of it");
    let audit: Value = running.get("/api/v1/audit").await.json().await.unwrap();
    let entry = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["subject"] == "report 1 \"Pokal – Finale\"");
    assert_eq!(entry.unwrap()["author"], "Ana Müller");

    let page = running.get("/api/v1/reports/1?as=html&lang=de").await;
    assert_eq!(page.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    let name = page.headers()[CONTENT_DISPOSITION].to_str().unwrap().to_owned();
    assert!(name.starts_with("attachment; filename=\"line-up-1-20"), "{name}");
    assert!(
        name.contains("-Pokal-Finale.html\"; filename*=UTF-8''line-up-1-20"),
        "{name}"
    );
    let page = page.text().await.unwrap();
    assert!(
        page.contains("Line-up-Bericht") && page.contains("ISO 3 is late"),
        "{page}"
    );
    running.end().await;
}

#[tokio::test]
async fn an_event_report_tells_what_failed_and_weasyprint_makes_a_document_of_it() {
    let running = failing().await;
    running
        .make("/api/v1/notes", &json!({ "text": "Camera swapped" }))
        .await;
    let report = running
        .make("/api/v1/reports/event", &json!({ "show": "Cup", "by": "Ben" }))
        .await;
    let event = &report["body"]["event"];
    let day = event["to"].as_i64().unwrap() - event["from"].as_i64().unwrap();
    assert_eq!(day, 86_400_000, "without a line-up it is the last day");
    assert_eq!(
        (&event["causes"], &event["alerts"][0]["subject"]),
        (&json!(1), &json!("Encoder 1"))
    );
    let channel = &event["channels"][0];
    assert_eq!(channel["name"], "PGM A");
    assert!(channel["error_seconds"].as_u64().unwrap() >= 1, "{channel}");
    let watched = channel["watched_s"].as_f64().unwrap() + channel["unwatched_s"].as_f64().unwrap();
    assert!((watched - 86_400.0).abs() < 0.01, "{channel}");
    assert!(
        event["gaps"][0]["to"].is_i64(),
        "before its first start the station did not run: {event}"
    );
    let sorts: Vec<&str> = event["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|moment| moment["sort"].as_str().unwrap())
        .collect();
    for sort in ["station", "raised", "note"] {
        assert!(sorts.contains(&sort), "{sorts:?}");
    }

    let printed = running.get("/api/v1/reports/1?as=pdf").await;
    assert_eq!(
        (printed.status().as_u16(), &printed.headers()[CONTENT_TYPE]),
        (200, &"application/pdf".parse().unwrap())
    );
    let name = printed.headers()[CONTENT_DISPOSITION]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(name.contains("-Cup.pdf\""), "{name}");
    let text = text_of(&printed.bytes().await.unwrap()).await;
    for said in [
        "EVENT REPORT NO. 1",
        "Cup",
        "PGM A",
        "Encoder 1",
        "Camera swapped",
        "Page 1 of",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }

    let signed = running
        .make("/api/v1/reports/line-up", &json!({ "by": "Ana" }))
        .await;
    let second = running.make("/api/v1/reports/event", &json!({})).await;
    assert_eq!(
        second["body"]["event"]["from"], signed["at"],
        "since the line-up was signed"
    );
    running.end().await;
}

#[tokio::test]
async fn reports_are_listed_in_pages_and_deleted() {
    let running = Running::start().await;
    for show in ["One", "Two"] {
        running
            .make("/api/v1/reports/line-up", &json!({ "by": "Ana", "show": show }))
            .await;
    }
    running.make("/api/v1/reports/event", &json!({})).await;
    let shows = async |path: &str| -> (Vec<u64>, Value) {
        let page: Value = running.get(path).await.json().await.unwrap();
        let items = page["items"].as_array().unwrap();
        (
            items.iter().map(|head| head["id"].as_u64().unwrap()).collect(),
            page["next"].clone(),
        )
    };
    assert_eq!(shows("/api/v1/reports?limit=2").await, (vec![3, 2], json!("2")));
    assert_eq!(
        shows("/api/v1/reports?limit=2&cursor=2").await,
        (vec![1], Value::Null)
    );
    assert_eq!(shows("/api/v1/reports?sort=line_up").await.0, [2, 1]);
    assert_eq!(shows("/api/v1/reports?sort=event").await.0, [3]);
    let delete = async || {
        running
            .ask(Method::DELETE, "/api/v1/reports/2")
            .send()
            .await
            .unwrap()
    };
    assert_eq!(delete().await.status(), 204);
    problem(delete().await, 404).await;
    problem(running.get("/api/v1/reports/2").await, 404).await;
    assert_eq!(shows("/api/v1/reports").await.0, [3, 1]);
    running.end().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_what_to_enter() {
    let running = Running::start().await;
    let now = running.station.now().0;
    let wrong = async |path: &str, body: Value| -> String {
        let told = problem(post(&running, path, &body).await, 422).await;
        told["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
    };
    let (line_up, event) = ("/api/v1/reports/line-up", "/api/v1/reports/event");
    assert_eq!(wrong(line_up, json!({ "by": " " })).await, "by");
    assert_eq!(
        wrong(line_up, json!({ "by": "Ana", "show": "two\nlines" })).await,
        "show"
    );
    assert_eq!(wrong(line_up, json!({})).await, "");
    assert_eq!(wrong(event, json!({ "from": now, "to": now - 1000 })).await, "to");
    assert_eq!(wrong(event, json!({ "to": now + 3_600_000 })).await, "to");
    let days = 86_400_000_i64;
    assert_eq!(wrong(event, json!({ "from": now - 32 * days })).await, "from");
    assert_eq!(wrong(event, json!({ "by": "x".repeat(101) })).await, "by");
    problem(running.get("/api/v1/reports?sort=other").await, 422).await;
    problem(running.get("/api/v1/reports/line-up?as=docx").await, 422).await;
    let kept: Value = running.get("/api/v1/reports").await.json().await.unwrap();
    assert_eq!(kept["items"], json!([]));
    running.end().await;
}

#[tokio::test]
async fn what_is_otherwise_than_signed_is_listed() {
    let running = failing().await;
    running
        .make("/api/v1/reports/line-up", &json!({ "by": "Ana" }))
        .await;
    let path = "/api/v1/reports/1/drift";
    let same: Value = running.get(path).await.json().await.unwrap();
    assert_eq!((&same["items"], &same["watched"]), (&json!([]), &json!(true)));
    running.make("/api/v1/probes", &loopback("Encoder 2")).await;
    let mut off = loopback("Encoder 1");
    off["enabled"] = json!(false);
    let off = running
        .ask(Method::PUT, "/api/v1/probes/1")
        .json(&off)
        .send()
        .await;
    assert_eq!(off.unwrap().status(), 200);
    let told = until(&running, path, |told| {
        told["items"].as_array().unwrap().len() == 2
    })
    .await;
    let what = |n: usize| (&told["items"][n]["name"], &told["items"][n]["what"]);
    assert_eq!(what(0), (&json!("Encoder 1"), &json!("gone")));
    assert_eq!(what(1), (&json!("Encoder 2"), &json!("new")));
    post(&running, "/api/v1/phases", &json!({ "phase": "down" })).await;
    let off_air: Value = running.get(path).await.json().await.unwrap();
    assert_eq!(off_air["watched"], false);
    running.make("/api/v1/reports/event", &json!({})).await;
    problem(running.get("/api/v1/reports/2/drift").await, 404).await;
    running.end().await;
}
