//! A configuration as a file: exported, judged with the line of each mistake, applied.

use reqwest::Method;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::running::Running;

const PLAN: &str = "/api/v1/configuration/plan";
const APPLY: &str = "/api/v1/configuration/apply";

async fn send(running: &Running, path: &str, sort: &str, file: impl Into<reqwest::Body>) -> (u16, Value) {
    let request = running
        .ask(Method::POST, path)
        .header(CONTENT_TYPE, sort)
        .body(file);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn plan(running: &Running, sort: &str, file: impl Into<reqwest::Body>) -> Value {
    let (status, plan) = send(running, PLAN, sort, file).await;
    assert_eq!(status, 200, "{plan}");
    plan
}

async fn apply(running: &Running, sort: &str, file: &str) -> Value {
    let planned = plan(running, sort, file.to_owned()).await;
    assert_eq!(planned.get("mistakes"), None, "{planned}");
    let path = format!("{APPLY}?state={}", planned["state"].as_str().unwrap());
    let (status, done) = send(running, &path, sort, file.to_owned()).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(
        done["changes"].as_array().unwrap().len(),
        planned["changes"].as_array().unwrap().len()
    );
    planned
}

async fn text(running: &Running, path: &str) -> (String, String, String) {
    let answer = running.get(path).await;
    assert_eq!(answer.status(), 200);
    let header = |name| {
        answer
            .headers()
            .get(&name)
            .map(|text| text.to_str().unwrap().to_owned())
    };
    let sort = header(CONTENT_TYPE).unwrap();
    let place = header(CONTENT_DISPOSITION).unwrap_or_default();
    (sort, place, answer.text().await.unwrap())
}

const TABLE: &str = "\
name;kind;target;enabled;every_s;settings.authorization
K\u{fc}che;http;http://127.0.0.1:9/;nein;2,5;Bearer tally-light
Gateway;icmp;127.0.0.1;nein;;
";

#[tokio::test]
async fn a_table_goes_in_and_comes_out_again() {
    let running = Running::start().await;
    let done = apply(&running, "text/csv", TABLE).await;
    let steps: Vec<_> = done["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["line"])
        .collect();
    assert_eq!(
        (steps, &done["format"]),
        (vec![&json!(2), &json!(3)], &json!("csv"))
    );
    assert_eq!(done["warnings"][0]["line"], 2, "{done}");

    let (sort, place, yaml) = text(&running, "/api/v1/configuration?as=yaml").await;
    assert_eq!(sort, "application/yaml");
    assert!(
        place.starts_with("attachment; filename=\"flywatch-") && place.ends_with(".yaml\""),
        "{place}"
    );
    let answer = running
        .ask(Method::GET, "/api/v1/configuration")
        .header("Accept", "application/yaml");
    assert_eq!(answer.send().await.unwrap().text().await.unwrap(), yaml);
    let (sort, place, csv) = text(&running, "/api/v1/probes.csv?separator=semicolon").await;
    assert_eq!(sort, "text/csv; charset=utf-8");
    assert!(place.ends_with(".csv\""), "{place}");
    assert!(
        csv.contains("K\u{fc}che;http;http://127.0.0.1:9/;;2,5;;false;;${K_CHE_AUTHORIZATION}"),
        "{csv}"
    );
    for text in [&yaml, &csv] {
        assert!(!text.contains("tally-light"), "{text}");
    }
    for (sort, file) in [
        ("application/yaml", &yaml),
        ("text/csv", &csv),
        ("text/plain", &yaml),
        ("text/plain", &csv),
    ] {
        let plan = plan(&running, sort, file.clone()).await;
        assert_eq!(
            (&plan["changes"], plan.get("mistakes")),
            (&json!([]), None),
            "{plan}"
        );
        assert_eq!(plan["unchanged"].as_array().unwrap().len(), 2, "{plan}");
        assert_eq!(plan["kept"][0]["variable"], "K_CHE_AUTHORIZATION");
    }
    let (_, _, template) = text(&running, "/api/v1/probes.csv?template=dns").await;
    assert!(
        template.contains("settings.record_type") && template.contains("Example 1"),
        "{template}"
    );
    assert_eq!(
        running.get("/api/v1/probes.csv?template=smoke").await.status(),
        422
    );
    running.end().await;
}

#[tokio::test]
async fn a_table_deletes_nothing_and_changes_only_its_columns() {
    let running = Running::start().await;
    apply(&running, "text/csv", TABLE).await;
    let done = apply(&running, "text/csv", "group,name\nRack 2,gateway\n").await;
    assert_eq!(
        done["changes"],
        json!([{ "action": "change", "thing": "probe", "name": "Gateway", "line": 2,
                 "detail": "group nothing → \"Rack 2\", name Gateway → gateway" }])
    );
    assert_eq!(running.station.probe_views().len(), 2);
    let hosts = plan(&running, "text/plain", "127.0.0.2\n127.0.0.3 Encoder 3\n").await;
    assert_eq!(
        (&hosts["format"], hosts["changes"].as_array().unwrap().len()),
        (&json!("hosts"), 2)
    );
    running.end().await;
}

#[tokio::test]
async fn mistakes_are_told_with_their_lines_and_the_rest_is_planned_all_the_same() {
    let running = Running::start().await;
    let table =
        "name,kind,target,grop,device\nA,icmp,127.0.0.1,,\nB,icpm,127.0.0.1,,\nC,icmp,127.0.0.1,,Nobody\n";
    let planned = plan(&running, "text/csv", table).await;
    let mistakes: Vec<_> = planned["mistakes"].as_array().unwrap().iter().collect();
    let places: Vec<_> = mistakes
        .iter()
        .map(|mistake| (&mistake["line"], &mistake["column"]))
        .collect();
    assert_eq!(
        places,
        [
            (&json!(1), &json!(4)),
            (&json!(3), &json!(2)),
            (&json!(4), &json!(5))
        ],
        "{planned}"
    );
    assert!(
        mistakes[0]["message"]
            .as_str()
            .unwrap()
            .contains("did you mean \"group\"?"),
        "{planned}"
    );
    assert_eq!(planned["changes"][0]["name"], "A");
    assert_eq!(planned["changes"].as_array().unwrap().len(), 1, "{planned}");

    let path = format!("{APPLY}?state={}", planned["state"].as_str().unwrap());
    let (status, problem) = send(&running, &path, "text/csv", table).await;
    assert_eq!(
        (status, &problem["errors"][1]["field"]),
        (422, &json!("3:2")),
        "{problem}"
    );
    let (status, problem) = send(
        &running,
        APPLY,
        "text/csv",
        "name,kind,target\nA,icmp,127.0.0.1\n",
    )
    .await;
    assert_eq!(
        (status, &problem["errors"][0]["field"]),
        (422, &json!("state")),
        "{problem}"
    );
    let (status, _) = send(
        &running,
        &format!("{APPLY}?state=0"),
        "text/csv",
        "name,kind,target\nA,icmp,127.0.0.1\n",
    )
    .await;
    assert_eq!(status, 409);
    let yaml = "probes:\n  - name: A\n    kind: icmp\n    target: icmp:127.0.0.1\n    device: Nobody\n";
    let planned = plan(&running, "application/yaml", yaml).await;
    assert_eq!(
        (&planned["mistakes"][0]["line"], &planned["changes"]),
        (&json!(5), &json!([])),
        "{planned}"
    );
    assert!(running.station.probe_views().is_empty());
    running.end().await;
}

#[tokio::test]
async fn what_deletes_is_armed_and_held_as_a_file_too() {
    let running = Running::start().await;
    apply(&running, "text/csv", TABLE).await;
    let planned = plan(&running, "application/yaml", "probes: []\n").await;
    let path = format!("{APPLY}?state={}", planned["state"].as_str().unwrap());
    let (status, problem) = send(&running, &path, "application/yaml", "probes: []\n").await;
    assert_eq!(status, 428, "{problem}");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("This deletes the probe"),
        "{problem}"
    );
    assert_eq!(running.station.probe_views().len(), 2);
    running.end().await;
}

#[tokio::test]
async fn hostile_files_are_refused_in_one_sentence() {
    let running = Running::start().await;
    let bomb = (1..40).fold("a: &b0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |bomb, at| {
        let before = format!("*b{}, ", at - 1).repeat(9);
        format!("{bomb}c{at}: &b{at} [{before}]\n")
    });
    let deep = "[".repeat(100_000);
    let wide = format!("name{}\n", ",x".repeat(50_000));
    let quotes = format!("name,kind\n{}", "\"a\n".repeat(10_001));
    let long = format!("name,kind,target\n{},icmp,127.0.0.1\n", "n".repeat(1_000_000));
    let huge = "x".repeat(4 * 1024 * 1024 + 1);
    for (sort, file) in [
        ("application/yaml", bomb.as_bytes()),
        ("application/yaml", deep.as_bytes()),
        ("text/plain", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice()),
        ("text/csv", b"\xff\xfen\0a\0m\0e\0".as_slice()),
        ("text/csv", b"name;group\nEnc;K\xfcche\n".as_slice()),
        ("text/csv", b"name\0,kind\n".as_slice()),
        ("text/csv", b"".as_slice()),
        ("text/plain", b"\n\n\n".as_slice()),
        ("text/csv", wide.as_bytes()),
        ("text/csv", quotes.as_bytes()),
        ("text/csv", long.as_bytes()),
        ("text/plain", huge.as_bytes()),
    ] {
        let plan = plan(&running, sort, file.to_owned()).await;
        assert_eq!(plan["changes"], json!([]), "{plan}");
        let mistakes = plan["mistakes"].as_array().unwrap();
        assert!(!mistakes.is_empty());
        for mistake in mistakes.iter().take(5) {
            let said = mistake["message"].as_str().unwrap();
            assert!(
                !said.is_empty() && said.chars().count() <= 1_001,
                "{} letters",
                said.chars().count()
            );
        }
    }
    let (status, _) = send(&running, PLAN, "text/csv", "x".repeat(17 * 1024 * 1024)).await;
    assert_eq!(status, 413);
    let (status, _) = send(&running, PLAN, "image/png", "x").await;
    assert_eq!(status, 415);
    // What begins like a formula is shown as text by a spreadsheet, and comes back as it was.
    apply(
        &running,
        "text/csv",
        "name,kind,target,enabled\n\"=HYPERLINK(\"\"http://a\"\")\",icmp,127.0.0.1,no\n",
    )
    .await;
    let (_, _, csv) = text(&running, "/api/v1/probes.csv").await;
    assert!(csv.contains("\"'=HYPERLINK"), "{csv}");
    assert_eq!(plan(&running, "text/csv", csv).await["changes"], json!([]));
    running.end().await;
}

#[tokio::test]
async fn two_thousand_rows_go_in_at_once() {
    let running = Running::start().await;
    let rows = (0..2_000).map(|number| format!("Probe {number},icmp,127.0.0.1,off\n"));
    let table = format!("name,kind,target,enabled\n{}", rows.collect::<String>());
    let done = apply(&running, "text/csv", &table).await;
    assert_eq!(done["changes"].as_array().unwrap().len(), 2_000);
    assert_eq!(
        plan(&running, "text/csv", table).await["unchanged"]
            .as_array()
            .unwrap()
            .len(),
        2_000
    );
    running.end().await;
}
