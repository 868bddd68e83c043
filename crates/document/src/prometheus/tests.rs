use probes::KINDS;
use serde_json::{Value, json};
use wire::prometheus::Becomes;

use super::*;

fn around() -> Around {
    let probe = |id: u32, name: &str, kind: &str, target: &str| -> Probe {
        serde_json::from_value(json!({
            "id": id, "revision": 1, "name": name, "kind": kind, "target": target
        }))
        .unwrap()
    };
    let device = json!({
        "id": 3, "revision": 1, "name": "Core switch", "address": "192.0.2.1", "role": "switch"
    });
    Around {
        probes: vec![
            probe(1, "Encoder A", "icmp", "icmp:192.0.2.10"),
            probe(2, "Origin", "http", "https://origin.example.org/health"),
        ],
        devices: vec![serde_json::from_value(device).unwrap()],
        rules: vec!["Disk is full".to_owned()],
    }
}

fn file(expr: &str) -> String {
    let expr = serde_json::to_string(expr).unwrap();
    format!(
        "groups:\n- name: one\n  rules:\n  - alert: SomethingWrong\n    expr: {expr}\n    labels: {{severity: critical}}\n"
    )
}

fn becomes(expr: &str) -> Becomes {
    rules(&file(expr), &around()).unwrap().remove(0).becomes
}

fn rule(expr: &str) -> (RuleSpec, Vec<String>) {
    match becomes(expr) {
        Becomes::Rule { rule, notes } => (*rule, notes),
        Becomes::Nothing { reason } => panic!("{expr}: {reason}"),
    }
}

fn when(expr: &str) -> Value {
    serde_json::to_value(rule(expr).0.when).unwrap()
}

fn reason(expr: &str) -> String {
    match becomes(expr) {
        Becomes::Nothing { reason } => reason,
        Becomes::Rule { rule, .. } => panic!("{expr} became {:?}", rule.when),
    }
}

fn limit(metric: &str, bad: &str, limit: f64) -> Value {
    json!({ "test": "limit", "series": { "metric": metric }, "bad": bad, "limit": limit })
}

#[test]
fn what_is_exported_is_found_again_by_the_name_that_it_is_exported_under() {
    for metric in KINDS.iter().flat_map(|kind| kind.info().metrics.iter()) {
        let (rule, _) = rule(&format!("{} > 0.5", exported(&metric.name)));
        let names = serde_json::to_value(&rule.when).unwrap()["series"]["metric"].clone();
        assert_eq!(names, metric.name.as_ref());
    }
}

#[test]
fn every_metric_of_the_tables_is_one_that_a_kind_has() {
    let foreign = exporters::METRICS
        .iter()
        .chain(exporters::SHARES.iter().map(|share| &share.is));
    for foreign in foreign {
        let metrics = KINDS.iter().flat_map(|kind| kind.info().metrics.iter());
        let found = metrics.clone().find(|metric| metric.name == foreign.ours);
        let metric = found.unwrap_or_else(|| panic!("{} is no metric", foreign.ours));
        let is_counter = metric.sort == wire::kind::Sort::Counter;
        assert_eq!(
            is_counter,
            foreign.read == exporters::Read::Counter,
            "{}",
            foreign.name
        );
        let ours = foreign.labels.iter().map(|(_, ours)| ours);
        for label in ours.chain(foreign.at.iter().map(|(label, _)| label)) {
            assert!(
                metric.labels.iter().any(|known| known == label),
                "{}: {label}",
                foreign.ours
            );
        }
    }
}

#[test]
fn a_metric_held_against_a_number_is_a_limit() {
    assert_eq!(
        when("flywatch_icmp_rtt_seconds > 0.05"),
        limit("icmp_rtt_seconds", "above", 0.05)
    );
    assert_eq!(
        when("0.05 < flywatch_icmp_rtt_seconds"),
        limit("icmp_rtt_seconds", "above", 0.05)
    );
    assert_eq!(
        when("flywatch_http_total_seconds * 1000 > 2 * 10^3"),
        limit("http_total_seconds", "above", 2.0)
    );
    assert_eq!(
        when("-flywatch_host_load1 < -5 * 2"),
        limit("host_load1", "above", 10.0)
    );
    assert_eq!(
        when("flywatch_icmp_loss_ratio == 1"),
        limit("icmp_loss_ratio", "above", 0.999)
    );
    assert_eq!(
        when("flywatch_mediamtx_paths_online < 1"),
        limit("mediamtx_paths_online", "below", 1.0)
    );
    assert_eq!(
        when("flywatch_mediamtx_paths_online <= 2"),
        limit("mediamtx_paths_online", "below", 3.0)
    );
    assert_eq!(
        when("flywatch_host_network_up == 0"),
        limit("host_network_up", "below", 1.0)
    );
    assert_eq!(when("flywatch_http_status != 200")["test"], "any");
    let (_, notes) = rule("flywatch_icmp_rtt_seconds >= 0.05");
    assert!(notes[0].starts_with("At exactly the limit"), "{notes:?}");
}

#[test]
fn units_of_exporters_become_ours() {
    assert_eq!(
        when("rate(ifHCInOctets[5m]) * 8 > 900e6"),
        limit("snmp_interface_receive_bits_per_second", "above", 900e6)
    );
    assert_eq!(
        when("rate(node_network_transmit_bytes_total[2m]) / 1024 / 1024 > 100"),
        limit(
            "host_network_transmit_bits_per_second",
            "above",
            100.0 * 8.0 * 1024.0 * 1024.0
        )
    );
    assert_eq!(
        when("ifHighSpeed < 1000"),
        limit("snmp_interface_speed_bits_per_second", "below", 1e9)
    );
    assert_eq!(
        when("sysUpTime / 100 < 300"),
        limit("snmp_uptime_seconds", "below", 300.0)
    );
    assert_eq!(
        when("ifOperStatus == 2"),
        limit("snmp_interface_up", "below", 1.0)
    );
    assert_eq!(
        when("ifOperStatus != 1"),
        limit("snmp_interface_up", "below", 1.0)
    );
    assert_eq!(
        when("(probe_ssl_earliest_cert_expiry - time()) / 86400 < 14"),
        limit("http_certificate_expiry_seconds", "below", 14.0 * 86400.0)
    );
    assert_eq!(
        when("time() - node_boot_time_seconds < 600"),
        limit("host_uptime_seconds", "below", 600.0)
    );
}

#[test]
fn idioms_of_shares_become_the_shares_that_flywatch_measures() {
    let memory = limit("host_memory_available_ratio", "below", 0.1);
    for expr in [
        "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1",
        "node_memory_MemAvailable_bytes * 100 / node_memory_MemTotal_bytes < 10",
        "(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) * 100 > 90",
        "(node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes) / node_memory_MemTotal_bytes > 0.9",
        "node_memory_MemAvailable_bytes < node_memory_MemTotal_bytes * 0.1",
    ] {
        assert_eq!(when(expr), memory, "{expr}");
    }
    let cpu = limit("host_cpu_ratio", "above", 0.8);
    for expr in [
        "100 - (avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m])) * 100) > 80",
        "1 - avg without (cpu, mode) (rate(node_cpu_seconds_total{mode=\"idle\"}[1m])) > 0.8",
    ] {
        assert_eq!(when(expr), cpu, "{expr}");
    }
    let mount = json!({
        "test": "limit", "bad": "above", "limit": 0.9,
        "series": { "metric": "host_disk_used_ratio", "labels": { "mount": "/" } },
    });
    let expr = "node_filesystem_avail_bytes{mountpoint=\"/\",fstype!~\"tmpfs|overlay\"} / node_filesystem_size_bytes{mountpoint=\"/\"} < 0.1";
    assert_eq!(when(expr), mount);
    let used = limit("snmp_interface_used_ratio", "above", 0.8);
    assert_eq!(
        when("rate(ifHCOutOctets[5m]) * 8 / (ifHighSpeed * 1e6) > 0.8"),
        used
    );
    assert_eq!(when("rate(ifHCInOctets[5m]) * 8 / ifSpeed * 100 > 80"), used);
}

#[test]
fn changes_and_windows_become_rates_and_states_over_time() {
    let errors = "flywatch_mpegts_continuity_errors_total";
    let rate = |limit: f64, window: u32| {
        json!({
            "test": "rate", "bad": "above", "limit": limit, "window_s": window,
            "series": { "metric": "mpegts_continuity_errors_total" },
        })
    };
    assert_eq!(when(&format!("rate({errors}[5m]) > 0.2")), rate(0.2, 300));
    assert_eq!(when(&format!("increase({errors}[10m]) > 60")), rate(0.1, 600));
    assert_eq!(when(&format!("increase({errors}[10m]) != 0")), rate(0.0, 600));
    assert_eq!(when("rate(flywatch_mpegts_cues_total[1h]) == 0")["bad"], "below");
    assert_eq!(
        when("deriv(flywatch_host_temperature_celsius[10m]) > 0.01")["test"],
        "rate"
    );
    let (mean, notes) = rule("avg_over_time(flywatch_icmp_rtt_seconds[10m]) > 0.02");
    assert_eq!(
        serde_json::to_value(mean.when).unwrap()["raise"],
        json!({ "share": 0.5 })
    );
    assert!(notes[0].contains("more than half"), "{notes:?}");
    let most = when("max_over_time(flywatch_icmp_rtt_seconds[10m]) > 1");
    assert_eq!(most["raise"], json!({ "seconds": 1 }));
    assert_eq!(
        when("min_over_time(flywatch_icmp_rtt_seconds[10m]) > 1")["raise"],
        json!({ "share": 1.0 })
    );
    let quantile = when("quantile_over_time(0.95, flywatch_icmp_rtt_seconds[1h]) > 0.1");
    assert_eq!(quantile["raise"], json!({ "share": 0.05 }));
    let forecast = json!({
        "test": "forecast", "bad": "below", "limit": 0.0, "within_s": 86400, "window_s": 21600,
        "series": { "metric": "host_disk_free_bytes" },
    });
    assert_eq!(
        when("predict_linear(node_filesystem_free_bytes[6h], 24 * 3600) < 0"),
        forecast
    );
}

#[test]
fn no_answer_and_no_data() {
    assert_eq!(when("up == 0"), json!({ "test": "failure" }));
    let (rule_of, _) = rule("probe_success{job=\"blackbox-icmp\"} != 1");
    assert_eq!(rule_of.on.kinds, ["icmp"]);
    assert_eq!(rule_of.when, wire::rule::Test::Failure);
    let often = when("avg_over_time(probe_success[1h]) * 100 < 99");
    assert_eq!(often["raise"], json!({ "share": 0.01 }));
    assert_eq!(
        when("max_over_time(up[10m]) == 0")["raise"],
        json!({ "share": 1.0 })
    );
    let silent = json!({
        "test": "no_data", "for_s": 900, "series": { "metric": "mpegts_bitrate_bits_per_second" },
    });
    assert_eq!(
        when("absent_over_time(flywatch_mpegts_bitrate_bits_per_second[15m])"),
        silent
    );
    assert_eq!(
        when("absent(up{job=\"snmp\"})"),
        json!({ "test": "no_data", "for_s": 300 })
    );
    let look = when("time() - flywatch_probe_last_look_timestamp_seconds > 120");
    assert_eq!(look, json!({ "test": "no_data", "for_s": 120 }));
}

#[test]
fn shares_of_counters() {
    let lost = "rate(flywatch_mpegts_leg_lost_total[5m])";
    let all = "rate(flywatch_mpegts_leg_received_total[5m])";
    let ratio = json!({
        "test": "ratio", "above": 0.01, "window_s": 300,
        "bad": { "metric": "mpegts_leg_lost_total" }, "of": { "metric": "mpegts_leg_received_total" },
    });
    assert_eq!(when(&format!("{lost} / {all} > 0.01")), ratio);
    assert_eq!(
        when(&format!(
            "100 * sum by (probe) ({lost}) / sum by (probe) ({all}) > 1"
        )),
        ratio
    );
    assert_eq!(
        when(&format!("{lost} / {all} < 0.01")),
        json!({ "test": "not", "of": ratio })
    );
}

#[test]
fn several_conditions_at_one_probe() {
    let both = when(
        "flywatch_icmp_rtt_seconds > 0.1 and flywatch_icmp_loss_ratio > 0.05 unless flywatch_icmp_jitter_seconds < 0.01",
    );
    assert_eq!(both["test"], "all");
    assert_eq!(both["of"][2]["test"], "not");
    let either = when("flywatch_host_load1 > 8 or flywatch_host_load5 > 6 or flywatch_host_load15 > 4");
    assert_eq!(either["of"].as_array().unwrap().len(), 3);
    assert_eq!(
        when("abs(node_timex_offset_seconds) > 0.05")["of"][1],
        limit("host_clock_offset_seconds", "below", -0.05)
    );
    assert!(reason("flywatch_icmp_rtt_seconds > 0.1 and flywatch_host_load1 > 4").contains("icmp and host"));
    assert!(reason("flywatch_icmp_rtt_seconds > 0.1 or up == 0").contains("different kinds"));
}

#[test]
fn labels_choose_probes_devices_and_series() {
    let on = |expr: &str| rule(expr).0.on;
    assert_eq!(
        on("flywatch_icmp_rtt_seconds{probe=\"encoder a\"} > 1").probes,
        [wire::probe::ProbeId(1)]
    );
    assert_eq!(
        on("probe_success{instance=\"https://origin.example.org/health\"} == 0").probes,
        [wire::probe::ProbeId(2)]
    );
    assert_eq!(
        on("up{instance=~\"192\\\\.0\\\\.2\\\\.10|encoder a\"} == 0")
            .probes
            .len(),
        2
    );
    assert_eq!(
        on("ifHighSpeed{instance=\"192.0.2.1:161\"} < 1000").devices,
        [wire::inventory::DeviceId(3)]
    );
    let (spec, notes) = rule("flywatch_icmp_rtt_seconds{job=\"flypack\",site!=\"lab\"} > 1");
    assert!(spec.on.probes.is_empty());
    assert!(
        notes[0].contains("`job=\"flypack\"` is not known here"),
        "{notes:?}"
    );
    assert!(
        notes[1].contains("`site!=\"lab\"` leaves nothing out"),
        "{notes:?}"
    );
    let port = when("rate(ifInErrors{ifName=\"Gi1/0/12\"}[5m]) > 0");
    assert_eq!(port["series"]["labels"]["interface"], "Gi1/0/12");
    let (spec, notes) = rule("probe_duration_seconds{job=\"dns\"} > 1");
    assert_eq!(
        serde_json::to_value(spec.when).unwrap()["series"]["metric"],
        "dns_lookup_seconds"
    );
    assert_eq!(notes.len(), 1, "{notes:?}");
}

#[test]
fn what_has_no_counterpart_says_why() {
    for (expr, part) in [
        ("go_goroutines > 100", "no metric like `go_goroutines`"),
        (
            "rate(http_requests_total{code=~\"5..\"}[5m]) / rate(http_requests_total[5m]) > 0.05",
            "`http_requests_total`",
        ),
        (
            "histogram_quantile(0.99, rate(x_bucket[5m])) > 1",
            "`histogram_quantile()`",
        ),
        (
            "flywatch_icmp_rtt_seconds > flywatch_icmp_rtt_seconds offset 1d",
            "another time",
        ),
        (
            "flywatch_icmp_rtt_seconds > flywatch_icmp_jitter_seconds",
            "divides",
        ),
        ("count(up == 0) > 2", "several series"),
        (
            "sum(rate(flywatch_mpegts_lost_packets_total[5m])) > 10",
            "several series",
        ),
        ("vector(1)", "always true"),
        ("up", "no metric or limit"),
        ("changes(probe_success[10m]) > 4", "`changes()`"),
        ("max_over_time(flywatch_icmp_rtt_seconds[1h:1m]) > 1", "subquery"),
        ("flywatch_probe_condition >= 3", "by itself"),
        ("ALERTS{alertstate=\"firing\"} == 1", "other alerts"),
        ("flywatch_icmp_rtt_seconds == 0.5", "exactly"),
        ("up >= 0", "always true"),
        ("flywatch_icmp_rtt_seconds >", "no PromQL"),
        ("flywatch_icmp_rtt_seconds[1e300] > 1", "too large"),
        ("hour() > 22", "`hour()`"),
        ("time() > 5", "no PromQL"),
        ("flywatch_icmp_rtt_seconds / 0 > 5", "no number"),
        ("1 > bool 2", "`bool`"),
        ("node_network_receive_bytes_total > 5", "as a rate only"),
        ("node_cpu_seconds_total{mode=\"user\"} > 5", "with these labels"),
        ("probe_ssl_earliest_cert_expiry < 5", "from or until then"),
    ] {
        let part = if part == "no metric or limit" {
            "compares nothing"
        } else {
            part
        };
        let told = reason(expr);
        assert!(told.contains(part), "{expr}: {told}");
    }
}

#[test]
fn nothing_breaks_the_reader() {
    let deep = format!("{}up{} == 0", "(".repeat(1500), ")".repeat(1500));
    let long = format!("up{} == 0", " + up".repeat(800));
    let minus = format!("{}up == 0", "-".repeat(3000));
    for expr in [&deep, &long, &minus, &"x".repeat(5000), &"(".repeat(4000)] {
        reason(expr);
    }
    for text in [
        "x[5m] offset 1e300 > 1",
        "x[99999999999999999999] > 1",
        "{} > 1",
        "é > 1",
        "x{a=~\"(\"} > 1",
        "\"",
        "x @ 1e99 > 1",
    ] {
        reason(text);
    }
}

#[test]
fn texts_and_times_are_taken_over() {
    let text = r#"
groups:
  - name: one
    interval: 30s
    rules:
      - record: job:up:sum
        expr: sum(up) by (job)
      - alert: HostOutOfMemory
        expr: flywatch_host_memory_available_ratio < 0.1
        for: 2m30s
        keep_firing_for: 5m
        labels: {severity: warning, team: rack}
        annotations:
          summary: "Host out of memory (instance {{ $labels.instance }})"
          description: "Only {{ $value | printf \"%.1f\" }}% are left on {{ $labels.instance }}; close programs."
          runbook_url: https://wiki.example.org/memory
      - alert: SNMPInterfaceFull
        expr: flywatch_snmp_interface_used_ratio > 0.9
        labels: {severity: info}
        annotations: {summary: Disk is full}
      - alert: probe_down
        expr: up == 0
        for: 60d
      - alert: NoExpr
"#;
    let told = rules(text, &around()).unwrap();
    let lines: Vec<_> = told.iter().map(|rule| rule.line).collect();
    assert_eq!(lines, [6, 8, 17, 21, 24]);
    let Becomes::Rule { rule, notes } = &told[1].becomes else {
        panic!("{told:?}")
    };
    assert_eq!(rule.name, "Host out of memory");
    assert_eq!(rule.severity, wire::Severity::Major);
    assert_eq!((rule.raise_after_ms, rule.clear_after_ms), (150_000, 300_000));
    assert_eq!(
        rule.advice,
        "Only the measured value are left on the target; close programs. See https://wiki.example.org/memory"
    );
    assert!(
        notes.iter().any(|note| note.contains("Placeholders"))
            && notes.iter().any(|note| note.contains("`team`"))
    );
    let Becomes::Rule { rule, .. } = &told[2].becomes else {
        panic!("{told:?}")
    };
    assert_eq!(
        (rule.name.as_str(), rule.severity),
        ("Disk is full (2)", wire::Severity::Minor)
    );
    let reasons: Vec<_> = told
        .iter()
        .filter_map(|rule| match &rule.becomes {
            Becomes::Nothing { reason } => Some(reason.as_str()),
            Becomes::Rule { .. } => None,
        })
        .collect();
    assert!(reasons[0].starts_with("It records"), "{reasons:?}");
    assert!(reasons[1].contains("30 days"), "{reasons:?}");
    assert!(reasons[2].contains("no `expr`"), "{reasons:?}");
}

#[test]
fn files_that_are_none_say_where() {
    let told = |text: &str| {
        let wrong = rules(text, &around()).unwrap_err();
        format!("{}: {}", wrong.line, wrong.message)
    };
    assert!(told("").starts_with("1: the file says nothing"));
    assert!(told("probes: []").contains("no groups"));
    assert!(told("groups:\n  - name: x\n").contains("no rules:"));
    assert!(told("groups:\n- rules: 5\n").starts_with("2: rules: must be a list"));
    assert!(
        told("groups:\n- rules:\n  - alert: [\n").starts_with("4:")
            || told("groups:\n- rules:\n  - alert: [\n").contains("YAML")
    );
    assert!(rules("groups: []", &around()).unwrap().is_empty());
    assert_eq!(
        rules(
            "spec: {groups: [{rules: [{alert: A, expr: up == 0}]}]}",
            &around()
        )
        .unwrap()
        .len(),
        1
    );
}

/// What becomes a rule is one that the station takes.
#[test]
fn every_rule_is_free_of_faults() {
    let text = include_str!("tests/flypack.rules.yml");
    let kinds: Vec<_> = KINDS.iter().map(|kind| kind.info()).collect();
    let told = rules(text, &around()).unwrap();
    assert!(told.len() >= 40, "{}", told.len());
    let mut made = 0;
    for foreign in &told {
        let wanted = foreign.name.starts_with("Not");
        match &foreign.becomes {
            Becomes::Rule { rule, .. } => {
                made += 1;
                assert!(!wanted, "{} became {:?}", foreign.name, rule.when);
                let faults = alerts::own::faults(rule, &kinds);
                assert!(faults.is_empty(), "{}: {faults:?}", foreign.name);
            }
            Becomes::Nothing { reason } => assert!(wanted, "{}: {reason}", foreign.name),
        }
    }
    assert!(made >= 30, "{made}");
}
