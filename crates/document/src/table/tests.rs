use probes::KINDS;
use serde_json::json;
use wire::configuration::{Configuration, Format};

use super::*;
use crate::{Document, Wrong};

/// Two probes: one with entries of every sort, one as usual.
fn now() -> Configuration {
    serde_json::from_value(json!({ "probes": [
        { "name": "Gateway", "kind": "icmp", "target": "icmp:192.0.2.1" },
        { "name": "Origin", "kind": "http", "target": "https://origin.example/", "group": "Up; link", "device": "Edge",
          "enabled": false, "every_ms": 2500, "timeout_ms": 900,
          "settings": { "authorization": "${ORIGIN_AUTHORIZATION}", "verify_certificate": false, "headers": "a: b\nc: d" },
          "limits": { "http_total_seconds": { "bad": "above", "major": 0.25 }, "http_status": { "bad": "below", "critical": 200.0 } } },
    ] }))
    .unwrap()
}

fn read(text: &str) -> Result<Document, Wrong> {
    Document::read(text, Format::Csv, &now(), |_| None)
}

fn probes(text: &str) -> serde_json::Value {
    let document = read(text).unwrap_or_else(|wrong| panic!("{text}: {:?}", wrong.mistakes));
    assert!(document.configuration.keep_others);
    json!(document.configuration.probes)
}

#[track_caller]
fn check_says(text: &str, said: &[&str]) {
    let mistakes = read(text).err().map(|wrong| wrong.mistakes).unwrap_or_default();
    let told: Vec<_> = mistakes
        .iter()
        .map(|mistake| format!("{}:{}: {}", mistake.line, mistake.column, mistake.message))
        .collect();
    assert_eq!(told, said, "{text}");
}

#[test]
fn what_is_written_is_read_as_the_same() {
    for dialect in Dialect::ALL {
        let text = write(&now(), dialect).unwrap();
        let text = crate::text(text.as_bytes()).unwrap();
        assert_eq!(Dialect::of(text), dialect, "{text}");
        assert_eq!(crate::guess("", text), Format::Csv);
        assert_eq!(probes(text), json!(now().probes), "{text}");
    }
    let text = write(&now(), Dialect::Semicolon).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines[0],
        "\u{feff}name;kind;target;group;every_s;timeout_s;enabled;device;settings.authorization;settings.headers;\
         settings.verify_certificate;limits.http_status.warn;limits.http_status.crit;limits.http_status.bad;\
         limits.http_total_seconds.warn;limits.http_total_seconds.crit"
    );
    assert!(
        lines[1].starts_with("Gateway;icmp;icmp:192.0.2.1;;;;true;;;"),
        "{text}"
    );
    assert!(lines[2].contains(";\"Up; link\";2,5;0,9;false;Edge;"), "{text}");
    assert!(lines[3].ends_with(";false;off;200;below;0,25;off"), "{text}");
}

#[test]
fn a_template_is_a_table_of_its_kind() {
    for kind in KINDS.iter().map(|kind| kind.info()) {
        for dialect in Dialect::ALL {
            let text = template(kind, dialect).unwrap();
            assert!(text.contains("Example 1"), "{text}");
            assert_eq!(
                probes(crate::text(text.as_bytes()).unwrap())[0]["kind"],
                kind.name.as_ref()
            );
        }
    }
}

#[test]
fn a_column_that_is_missing_changes_nothing_and_an_empty_cell_is_as_usual() {
    let origin = &json!(now().probes)[1];
    let changed = |entries: serde_json::Value| {
        let mut changed = origin.clone();
        for (name, entry) in entries.as_object().unwrap() {
            match entry {
                serde_json::Value::Null => changed.as_object_mut().unwrap().remove(name),
                entry => changed
                    .as_object_mut()
                    .unwrap()
                    .insert(name.clone(), entry.clone()),
            };
        }
        json!([changed])
    };
    assert_eq!(probes("name\nOrigin\n"), changed(json!({})));
    assert_eq!(probes("name\norigin\n"), changed(json!({ "name": "origin" })));
    assert_eq!(
        probes("group,name\nUp,Origin\n"),
        changed(json!({ "group": "Up" }))
    );
    let text = "name,group,every_s,timeout_s,enabled,device,limits.http_total_seconds.warn\nOrigin,,,,,,\n";
    let limits = json!({ "http_total_seconds": { "bad": "above", "major": 1.0 }, "http_status": { "bad": "below", "critical": 200.0 } });
    assert_eq!(
        probes(text),
        changed(
            json!({ "group": null, "every_ms": null, "timeout_ms": null, "enabled": null, "device": null, "limits": limits })
        )
    );
    assert_eq!(
        probes("name,kind,target,settings.authorization\nOrigin,tcp,192.0.2.7:80,\n"),
        changed(
            json!({ "kind": "tcp", "target": "tcp://192.0.2.7:80", "settings": null, "limits": null, "group": null,
                        "device": null, "enabled": null, "every_ms": null, "timeout_ms": null })
        )
    );
}

#[test]
fn what_people_write_in_spreadsheets_is_understood() {
    let text = "sep=;\r\n\r\n\"NAME\";Kind ;target;enabled;every_s;limits.icmp_loss_ratio.crit;;\r\n\
        ;;;;;;;\r\n\
        K\u{fc}che;Icmp;192.0.2.9;FALSCH;0,5;0,5;;\r\n\
        'Quoted';;icmp:192.0.2.8;ja;2;aus\r\n\
        '=1+1;https;origin.example;;;\r\n\
        v6;tcp;[::1]:80\r\n";
    let probe = |name, kind, target| json!({ "name": name, "kind": kind, "target": target });
    let mut wanted = vec![
        probe("K\u{fc}che", "icmp", "icmp:192.0.2.9"),
        probe("'Quoted'", "icmp", "icmp:192.0.2.8"),
        probe("=1+1", "http", "https://origin.example"),
        probe("v6", "tcp", "tcp://[::1]:80"),
    ];
    wanted[0]["enabled"] = json!(false);
    wanted[0]["every_ms"] = json!(500);
    wanted[0]["limits"] = json!({ "icmp_loss_ratio": { "bad": "above", "major": 0.02, "critical": 0.5 } });
    wanted[1]["every_ms"] = json!(2000);
    wanted[1]["limits"] = json!({ "icmp_loss_ratio": { "bad": "above", "major": 0.02 } });
    assert_eq!(probes(text), json!(wanted));
}

#[test]
fn every_mistake_is_told_with_its_row_and_cell() {
    let text = "name,kind,target,evry_s,every_s,settings.window,enabled,limits.icmp_rtt_seconds.warn,name\n\
        A,icpm,icmp:192.0.2.1,,,,,,\n\
        \n\
        B,icmp,htp:192.0.2.1,,fast,x,maybe,slow,\n\
        \"C\nD\",icmp,192.0.2.1,,,,,,\n\
        ,icmp,192.0.2.1,,,,,,\n\
        E,tcp,192.0.2.1:80,,0.01,3,,,\n\
        e,,,,,,,,\n\
        F,icmp,192.0.2.1,,,9999,,,,stray\n\
        G,icmp,192.0.2.1,,,,,,\n";
    check_says(
        text,
        &[
            "1:4: there is no column \"evry_s\"; did you mean \"every_s\"?",
            "1:9: the column \"name\" stands here for the second time; keep one of them",
            "2:2: probe \"A\", kind: there is no kind of probe called icpm; choose one of icmp, host, tcp, udp, http, dns, snmp, mpegts, srt, media, mediamtx, srt_stats, nginx_rtmp",
            "4:5: probe \"B\", every_s: write a number of seconds, such as 5 or 0.5",
            "4:6: probe \"B\", settings.window: write a number, such as 5 or 0.5",
            "4:7: probe \"B\", enabled: write true or false",
            "4:8: probe \"B\", limits.icmp_rtt_seconds.warn: write a number in the unit of the metric, such as 0.25, or off",
            "5:1: probe \"C\\nD\", name: enter letters, digits and signs in one line",
            "7:1: this row has no name; the name says which probe it is for",
            "8:6: probe \"E\", settings.window: a probe of kind tcp has no such thing; leave the cell empty",
            "9:2: probe \"e\", kind: say what kind of probe it is, one of icmp, host, tcp, udp, http, dns, snmp, mpegts, srt, media, mediamtx, srt_stats, nginx_rtmp",
            "10:10: over this cell stands no heading; put a text with separators in it in quotes",
        ],
    );
    let rest = read(text)
        .unwrap_err()
        .rest
        .unwrap()
        .configuration
        .probes
        .unwrap();
    let names: Vec<_> = rest.iter().map(|probe| probe.name.as_str()).collect();
    assert_eq!(names, ["G"]);
    check_says(
        "name,kind,target,every_s\nA,tcp,192.0.2.1:80,0.01\nB,icmp,,5\na,icmp,192.0.2.1,\n",
        &[
            "2:4: probe \"A\", every_s: enter 100 to 86400000 milliseconds; the column has seconds",
            "3:3: probe \"B\", target: a target starts with its scheme; one looks like icmp:192.0.2.10",
            "4:1: probe \"a\", name: another probe is called \"a\" already; choose another name",
        ],
    );
}

#[test]
fn what_is_no_table_of_probes_is_told_once() {
    check_says(
        "",
        &["1:1: the table is empty; it begins with a row of headings, such as name,kind,target"],
    );
    check_says(
        "Gateway,icmp,192.0.2.1\n",
        &[
            "1:1: the first row is that of the headings, and one of them must be \"name\": it says which probe a row is \
             for",
        ],
    );
    check_says(
        "name,address\nA,192.0.2.1\n",
        &[
            "1:2: there is no column \"address\"; there are name, kind, target, group, every_s, timeout_s, enabled, \
             device, and a column for each setting and limit, as in an exported table",
            "2:1: probe \"A\", kind: say what kind of probe it is, one of icmp, host, tcp, udp, http, dns, snmp, mpegts, srt, media, mediamtx, srt_stats, nginx_rtmp",
        ],
    );
    check_says(
        "name,kind\n",
        &["1:1: under the headings stands no row; give each probe one"],
    );
    check_says(
        "name,kind,target\nA,icmp,192.0.2.1\nB,icmp,\"192.0.2.2\nC,icmp,192.0.2.3\nD,icmp,192.0.2.4\n",
        &["3:1: a quotation mark that opens in this row is never closed; close it"],
    );
    let many = "name,kind,target\n".to_owned() + &"A,icmp,192.0.2.1\n".repeat(MOST_ROWS + 1);
    let told = read(&many).unwrap_err().mistakes;
    assert!(
        told.iter()
            .any(|mistake| mistake.message.contains("more than 20000 rows"))
    );
}

#[test]
fn hosts_become_pings_and_urls_their_own_kind() {
    let text = "# rack 2\n192.0.2.7\n192.0.2.8  Encoder 8\nfe80::1, Router # the old one\nhttps://origin.example/#top\n\ntcp://192.0.2.9:80\tWeb\n";
    let document = Document::read(text, Format::Hosts, &now(), |_| None).unwrap();
    let probe = |name, kind, target| json!({ "name": name, "kind": kind, "target": target });
    assert_eq!(
        json!(document.configuration.probes),
        json!([
            probe("192.0.2.7", "icmp", "icmp:192.0.2.7"),
            probe("Encoder 8", "icmp", "icmp:192.0.2.8"),
            probe("Router", "icmp", "icmp:fe80::1"),
            probe(
                "https://origin.example/#top",
                "http",
                "https://origin.example/#top"
            ),
            probe("Web", "tcp", "tcp://192.0.2.9:80"),
        ])
    );
}
