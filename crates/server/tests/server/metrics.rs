//! What Prometheus gets, judged by its own tool.

use std::io::Write;
use std::process::{Command, Stdio};

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::running::Running;

/// What `promtool check metrics` has to say, but for one piece of advice: this field counts line rates in bits.
fn judged(text: &str) -> String {
    let mut tool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool is here (Debian: prometheus)");
    tool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let said = tool.wait_with_output().unwrap();
    let all = [said.stdout, said.stderr].concat();
    let all = String::from_utf8(all).unwrap();
    let advice =
        |line: &&str| !line.ends_with("_bits_per_second use base unit \"bytes\" instead of \"bits\"");
    all.lines().filter(advice).collect()
}

/// A station with a probe of every sort of trouble, once each has looked and what is wrong has lasted.
async fn watched() -> Running {
    let running = Running::start().await;
    let odd = "Odd \"name\"\\{é}";
    for probe in [
        json!({ "name": "Machine", "kind": "host", "target": "host:", "every_ms": 1000 }),
        json!({ "name": odd, "kind": "tcp", "target": "tcp://127.0.0.1:9", "every_ms": 1000 }),
        json!({ "name": "Away", "kind": "tcp", "target": "tcp://127.0.0.1:9", "enabled": false }),
    ] {
        running.make("/api/v1/probes", &probe).await;
    }
    let looked = async {
        let mut ticks = tokio::time::interval(std::time::Duration::from_millis(20));
        let waits = |running: &Running| {
            let views = running.station.probe_views();
            let has_looked = views
                .iter()
                .all(|view| !view.probe.spec.enabled || view.state.last.is_some());
            let is_told = views
                .iter()
                .any(|view| view.state.condition == wire::live::Condition::Critical);
            !has_looked || !is_told
        };
        while waits(&running) {
            ticks.tick().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), looked)
        .await
        .expect("a probe never looked");
    running
}

#[tokio::test(flavor = "multi_thread")]
async fn prometheus_finds_nothing_wrong_with_the_metrics() {
    let running = watched().await;
    let answer = running.get("/metrics").await;
    assert_eq!(
        answer.headers()[CONTENT_TYPE],
        "text/plain; version=0.0.4; charset=utf-8"
    );
    let text = answer.text().await.unwrap();
    assert_eq!(judged(&text), "", "{text}");
    let samples: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let has = |start: &str| samples.iter().any(|line| line.starts_with(start));
    assert!(has("flywatch_probe_condition{probe=\"Machine\"} "), "{text}");
    assert!(
        has("flywatch_probe_condition{probe=\"Odd \\\"name\\\"\\\\{é}\"} 3"),
        "{text}"
    );
    assert!(has("flywatch_probe_stale{probe=\"Machine\"} 0"), "{text}");
    assert!(
        has("flywatch_probe_info{probe=\"Away\",kind=\"tcp\",group=\"\",target="),
        "{text}"
    );
    assert!(!has("flywatch_probe_condition{probe=\"Away\"}"), "{text}");
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_value_has_the_description_of_its_kind() {
    let running = watched().await;
    let kinds: Value = running.get("/api/v1/kinds").await.json().await.unwrap();
    let asked = running.ask(Method::GET, "/metrics");
    let asked = asked.header(
        ACCEPT,
        "application/openmetrics-text;version=1.0.0,text/plain;q=0.5",
    );
    let answer = asked.send().await.unwrap();
    assert_eq!(
        answer.headers()[CONTENT_TYPE],
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    let text = answer.text().await.unwrap();
    assert!(text.ends_with("\n# EOF\n"));
    let mut described = 0;
    for kind in kinds["items"].as_array().unwrap() {
        for metric in kind["metrics"].as_array().unwrap() {
            let name = format!("flywatch_{}", metric["name"].as_str().unwrap());
            let sample = |line: &&str| line.starts_with(&format!("{name}{{"));
            if text.lines().find(sample).is_none() {
                continue;
            }
            described += 1;
            let title = name.strip_suffix("_total").unwrap_or(&name);
            let help = metric["help"].as_str().unwrap().replace('"', "\\\"");
            assert!(text.contains(&format!("# HELP {title} {help}\n")), "{text}");
            let sort = metric["sort"].as_str().unwrap();
            assert!(text.contains(&format!("# TYPE {title} {sort}\n")), "{text}");
        }
    }
    assert!(described > 5, "{text}");
    running.end().await;
}
