use std::time::{SystemTime, UNIX_EPOCH};

use tempfile::tempdir;
use wire::Timestamp;

use super::*;
use crate::testing::{Program, closed_port, path, run, send, until};
use crate::text::example;

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}

fn happening_now() -> Message {
    let mut message = example();
    message.at = now();
    message.began = now().plus_millis(-60_000);
    for alert in &mut message.alerts {
        alert.began = message.began;
    }
    message
}

/// Debian's own Alertmanager, asked with its own tool.
#[tokio::test]
async fn alertmanager_shows_the_alerts_until_they_are_over() {
    let dir = tempdir().unwrap();
    std::fs::write(
        dir.path().join("config.yml"),
        "route: { receiver: none }\nreceivers: [{ name: none }]\n",
    )
    .unwrap();
    let address = closed_port().await.to_string();
    let mut running = Program::start(
        "prometheus-alertmanager",
        &[
            &format!("--config.file={}", path(&dir, "config.yml")),
            &format!("--storage.path={}", path(&dir, "data")),
            &format!("--web.listen-address={address}"),
            "--cluster.listen-address=",
        ],
        &[],
    );
    running.says("Listening on").await;
    let url = format!("http://{address}");
    let shown = || -> Vec<Value> {
        let url = format!("--alertmanager.url={url}");
        serde_json::from_str(&run("amtool", &[&url, "alert", "query", "--output=json"])).unwrap()
    };
    let mut message = happening_now();
    send("alertmanager", json!({ "url": url }), &message)
        .await
        .unwrap();
    let mut seen = until("both alerts", || async {
        Some(shown()).filter(|seen| seen.len() == 2)
    })
    .await;
    seen.sort_by_key(|alert| alert["labels"]["alert"].to_string());
    let labels = &seen[0]["labels"];
    assert_eq!(labels["alertname"], "icmp/failure");
    assert_eq!(labels["severity"], "critical");
    assert_eq!(labels["station"], "OB „Süd“");
    assert_eq!(labels["subject"], "Switch \"Rack\\1\"");
    assert_eq!(seen[0]["generatorURL"], "http://127.0.0.1:8600/alerts/7");

    message.news = News::Changed;
    message.alerts[1].severity = Severity::Critical;
    message.at = now();
    send("alertmanager", json!({ "url": url }), &message)
        .await
        .unwrap();
    until("the worse alert in place of the other", || async {
        let seen = shown();
        let all_worse = seen.iter().all(|alert| alert["labels"]["severity"] == "critical");
        (seen.len() == 2 && all_worse).then_some(())
    })
    .await;

    message.news = News::Resolved;
    message.at = now();
    send("alertmanager", json!({ "url": url }), &message)
        .await
        .unwrap();
    until("the end of all alerts", || async {
        shown().is_empty().then_some(())
    })
    .await;
}

#[test]
fn parts_become_labels_and_nothing_ends_before_it_began() {
    let mut message = example();
    message.alerts.truncate(1);
    message.alerts[0]
        .subject
        .part
        .insert("if-name".into(), "Gi0/3".to_owned());
    message.alerts[0].resolved = Some(message.began.plus_millis(-5));
    let body = body(&message, HOUR_MS);
    assert_eq!(body[0]["labels"]["part_if_name"], "Gi0/3");
    assert_eq!(body[0]["startsAt"], body[0]["endsAt"]);
    message.alerts.clear();
    assert_eq!(
        super::body(&message, HOUR_MS)[0]["labels"]["alertname"],
        "flywatch/incident"
    );
}
