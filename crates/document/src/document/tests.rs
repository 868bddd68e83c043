use serde_json::json;

use super::*;
use crate::write_yaml;

fn nothing_set(_: &str) -> Option<String> {
    None
}

fn told(mistakes: &[Mistake]) -> Vec<String> {
    let told = mistakes
        .iter()
        .map(|mistake| format!("{}:{}: {}", mistake.line, mistake.column, mistake.message));
    told.collect()
}

fn read(text: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Document, Vec<String>> {
    Document::read(text, Format::Yaml, &Configuration::default(), environment)
        .map_err(|wrong| told(&wrong.mistakes))
}

fn complaints(text: &str) -> Vec<String> {
    read(text, nothing_set).err().unwrap_or_default()
}

#[track_caller]
fn check_says(text: &str, said: &[&str]) {
    assert_eq!(complaints(text), said, "{text}");
}

#[test]
fn every_mistake_is_told_with_its_place_and_what_to_do() {
    let text = r#"
devices:
  - name: Encoder 1
    adress: 192.0.2.7
    role: encodr
probes:
  - name: 12
    kind: icmp
    target: icmp:192.0.2.1
    every_ms: fast
  - name: Gateway
    kind: icpm
    target: icmp:192.0.2.1
  - name: Uplink
    kind: icmp
    target: htp:192.0.2.1
    settings: { windw: 3, size_bytes: 1 }
    limits:
      icmp_rtt_seconds: { bad: above, majr: 1 }
  - name: gateway
    kind: tcp
    target: tcp://192.0.2.1:80
    every_ms: -5
    enabled: "yes"
channels: nothing
"#;
    check_says(
        text,
        &[
            "3:5: a device needs an entry \"address\"",
            "4:5: a device has no entry \"adress\"; did you mean \"address\"?",
            "5:11: \"role\" takes one of encoder, decoder, router, switch, presenter, clock, ups, server, other; \
             did you mean encoder?",
            "7:11: \"name\" takes text; put it in quotes",
            "10:15: \"every_ms\" takes a whole number",
            "12:11: probe \"Gateway\", kind: there is no kind of probe called icpm; choose one of icmp, host, tcp, udp, \
             http, dns, snmp, mpegts, srt, media, mediamtx, srt_stats, nginx_rtmp",
            "16:13: probe \"Uplink\", target: a probe of kind icmp does not look at htp: targets; one looks like \
             icmp:192.0.2.10",
            "17:24: probe \"Uplink\", settings.windw: there is no setting of this name; did you mean window?",
            "17:39: probe \"Uplink\", settings.size_bytes: enter a number from 24 to 8972",
            "19:39: a limit has no entry \"majr\"; did you mean \"major\"?",
            "20:11: probe \"gateway\", name: another probe is called \"gateway\" already; choose another name",
            "23:15: \"every_ms\" takes a whole number from 0 to 4294967295",
            "24:14: \"enabled\" takes true or false",
            "25:11: \"channels\" takes a list, each item behind a dash",
        ],
    );
}

#[test]
fn what_names_something_that_is_not_there_is_told() {
    let text = "
devices: [{ name: Encoder 1, address: enc1, role: encoder }]
probes: [{ name: Link, kind: icmp, target: 'icmp:enc1', device: Encoder 2 }]
channels: [{ name: PGM A, hops: [{ name: ENC, probes: [Link, Lnk] }] }]
";
    check_says(
        text,
        &[
            "3:65: probe \"Link\", device: no device is called \"Encoder 2\"; did you mean \"Encoder 1\"?",
            "4:62: channel \"PGM A\", hop \"ENC\", probes: no probe is called \"Lnk\"; did you mean \"Link\"?",
        ],
    );
    check_says(
        "probes: [{ name: Link, kind: icmp, target: 'icmp:enc1', device: Encoder 2 }]",
        &[],
    );
}

#[test]
fn what_is_no_yaml_is_told_with_its_place() {
    check_says(
        "probes:\n  - name: [x\n",
        &["2:11: this cannot be read as YAML: unclosed bracket '['"],
    );
    check_says(
        "probes: []\nprobes: []\n",
        &["2:1: \"probes\" stands here for the second time; keep one of them"],
    );
    check_says(
        "probes: []\n---\nchannels: []\n",
        &["3:1: a second document begins here; put each configuration into a file of its own"],
    );
    check_says(
        "# nothing yet\n",
        &[
            "2:1: the file says nothing; write at least one of station:, devices:, templates:, probes:, channels:",
        ],
    );
    check_says(
        "- probes\n",
        &["1:1: \"the file\" takes the entries of a configuration"],
    );
    check_says(
        "probes:\n#  - name: x\n",
        &[
            "1:1: nothing stands behind \"probes\"; take the line out to leave all probes as they are, or write \
           \"probes: []\" to delete them all",
        ],
    );
    let bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned()
        + &(0..30)
            .map(|n| {
                format!(
                    "b{n}: &b{n} [{}]\n",
                    vec![
                        if n == 0 {
                            "*a".to_owned()
                        } else {
                            format!("*b{}", n - 1)
                        };
                        9
                    ]
                    .join(", ")
                )
            })
            .collect::<String>();
    let told = complaints(&bomb);
    assert!(
        told[0].ends_with("more than a configuration can; divide it by its sections"),
        "{told:?}"
    );
    let deep = complaints(&format!("probes: {}", "[".repeat(5_000)));
    assert!(
        deep[0].contains("cannot be read as YAML: recursion limit exceeded"),
        "{deep:?}"
    );
}

#[test]
fn variables_come_from_the_environment_and_secrets_may_wait() {
    let text = "
probes:
  - name: ${RACK} origin
    kind: http
    target: https://origin.example/
    settings: { authorization: 'Bearer ${TOKEN}', expect_body: '${LINE}' }
";
    check_says(
        text,
        &[
            "3:11: probe \"${RACK} origin\", name: the variable RACK is not set; set it where the command runs, or write \
             the text itself",
            "6:64: probe \"${RACK} origin\", settings.expect_body: the variable LINE is not set; set it where the \
             command runs, or write the text itself",
        ],
    );
    let environment = |name: &str| match name {
        "RACK" => Some("OB 7".to_owned()),
        "LINE" => Some("a: b\n# 5$".to_owned()),
        _ => None,
    };
    let document = read(text, environment).unwrap();
    assert_eq!(document.warnings, []);
    let probe = &document.configuration.probes.unwrap()[0];
    assert_eq!(probe.name, "OB 7 origin");
    assert_eq!(
        json!(probe.settings),
        json!({ "authorization": "Bearer ${TOKEN}", "expect_body": "a: b\n# 5$$" })
    );
}

#[test]
fn a_secret_in_clear_is_taken_with_a_warning() {
    let text = "
probes:
  - { name: Origin, kind: http, target: 'https://origin.example/', settings: { authorization: Bearer x } }
";
    let document = read(text, nothing_set).unwrap();
    let [warning] = &document.warnings[..] else {
        panic!("{:?}", document.warnings)
    };
    let warning = &told(std::slice::from_ref(warning))[0];
    assert!(
        warning.starts_with("3:95: the secret \"authorization\" stands in the file"),
        "{warning}"
    );
    assert!(!warning.contains("Bearer"));
}

#[test]
fn rules_are_tuned_at_every_level() {
    let text = "
station: { alerts: { icmp/failure: { raise_after_ms: 5000 } } }
devices:
  - { name: Encoder 1, address: enc1, role: encoder, alerts: { http/failure: { severity: minor } } }
templates:
  - { name: Box, probes: [{ name: '{name}', kind: icmp, target: 'icmp:{address}', alerts: { icmp/failure: {} } }] }
probes:
  - name: Link
    kind: icmp
    target: icmp:enc1
    alerts:
      icmp/icmp_rtt_seconds: { limits: { bad: above, major: 0.2 }, hysteresis: 0.1, advice: Look at the switch. }
channels:
  - { name: PGM A, hops: [], alerts: { mpegts/mpegts.rtp_loss: { enabled: false } } }
";
    let configuration = read(text, nothing_set).unwrap().configuration;
    let probe = &configuration.probes.as_ref().unwrap()[0];
    assert_eq!(
        json!(probe.alerts),
        json!({ "icmp/icmp_rtt_seconds": { "limits": { "bad": "above", "major": 0.2 }, "hysteresis": 0.1,
            "advice": "Look at the switch." } })
    );
    assert_eq!(
        configuration.templates.as_ref().unwrap()[0].probes[0]
            .alerts
            .len(),
        1
    );
    let written = write_yaml(&configuration).unwrap();
    assert_eq!(
        read(&written, nothing_set).unwrap().configuration,
        configuration,
        "{written}"
    );
    check_says(
        "
devices:
  - name: Encoder 1
    address: enc1
    role: encoder
    alerts:
      icmp/failure: { raise_after_ms: 4000000000, severty: minor, severity: bad }
probes:
  - name: Link
    kind: icmp
    target: icmp:enc1
    alerts:
      tcp/failure: {}
channels:
  - name: PGM A
    hops: []
    alerts:
      mpegts/mpegts.rtp_loss: { hysteresis: 2 }
",
        &[
            "7:39: device \"Encoder 1\", alerts.icmp/failure.raise_after_ms: enter 2592000000 ms (30 days) at most",
            "7:51: what is otherwise about a rule has no entry \"severty\"; did you mean \"severity\"?",
            "7:77: \"severity\" takes one of info, minor, major, critical",
            "13:20: probe \"Link\", alerts.tcp/failure: a probe of the kind icmp has only rules of icmp",
            "18:45: channel \"PGM A\", alerts.mpegts/mpegts.rtp_loss.hysteresis: enter a number from 0 to 1",
        ],
    );
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let odd = "yes|no|~|null|1.0|0x1F|1_000|2026-11-21|a: b|# c|- d|[e]|{f}|*g|&h|!i|%j|@k|`l| m |'n|\"o|p\\q|\u{e4}|<<|.nan|1:30|=|?";
    let probes: Vec<_> = odd
        .split('|')
        .filter(|name| !name.trim().is_empty())
        .map(|name| {
            json!({ "name": format!("{name}x").trim(), "kind": "http", "target": "http://192.0.2.1/", "group": name.trim(),
                    "every_ms": 5000, "settings": { "expect_body": name.trim(), "authorization": "${A}" },
                    "limits": { "http_total_seconds": { "bad": "above", "major": 0.25 } } })
        })
        .collect();
    let configuration: Configuration = serde_json::from_value(json!({
        "devices": [
            { "name": "Encoder 1", "address": "192.0.2.7", "role": "encoder", "note": "word ".repeat(50) + "\n\tand \u{7}",
              "port": { "device": "Switch", "interface": "1/4" } },
            { "name": "Switch", "address": "192.0.2.8", "role": "switch" },
        ],
        "templates": [],
        "probes": probes,
        "channels": [{ "name": "PGM A", "hops": [{ "name": "ENC", "probes": [] }, { "name": "CDN", "probes": ["yesx"] }] }],
    }))
    .unwrap();
    let text = write_yaml(&configuration).unwrap();
    assert_eq!(
        read(&text, nothing_set).unwrap().configuration,
        configuration,
        "{text}"
    );
}

#[test]
fn a_file_is_easy_to_read_and_to_change() {
    let configuration: Configuration = serde_json::from_value(json!({
        "devices": [{ "name": "Encoder 1", "address": "192.0.2.7", "role": "encoder" }],
        "probes": [
            { "name": "Link", "kind": "icmp", "target": "icmp:192.0.2.7", "device": "Encoder 1", "every_ms": 500 },
            { "name": "Origin", "kind": "http", "target": "https://origin.example/", "enabled": false,
              "settings": { "authorization": "${ORIGIN_AUTHORIZATION}" } },
        ],
        "channels": [{ "name": "PGM A", "hops": [{ "name": "ENC", "probes": ["Link"] }] }],
    }))
    .unwrap();
    let text = write_yaml(&configuration).unwrap();
    let (heading, rest) = text.split_once("\n\n").unwrap();
    assert!(
        heading
            .lines()
            .all(|line| line.starts_with("# ") && line.len() <= 120)
    );
    assert_eq!(
        rest,
        "\
devices:
  - name: Encoder 1
    address: \"192.0.2.7\"
    role: encoder

probes:
  - name: Link
    kind: icmp
    target: icmp:192.0.2.7
    device: Encoder 1
    every_ms: 500

  - name: Origin
    kind: http
    target: https://origin.example/
    enabled: false
    settings:
      authorization: ${ORIGIN_AUTHORIZATION}

channels:
  - name: PGM A
    hops:
      - name: ENC
        probes:
          - Link
"
    );
}
