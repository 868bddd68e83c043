//! What holds for every kind. A new kind needs a line in [`PEERS`] and nothing else here.

mod reference;

use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::json;
use wire::Unit;
use wire::kind::{Bad, KindInfo, Metric, Sort};
use wire::probe::ProbeSpec;
use wire::reading::Cause;

use super::{KINDS, check, guess};
use crate::Clock;
use crate::stream::info as stream;
use crate::testing::{BlackHole, LOOPBACKS, closed_port, look_with, udp_server};

/// How to meet a peer that behaves badly.
enum Peer {
    /// By this target, with the address in place of `{}`.
    At(&'static str),
    /// Not at all, and why not.
    Never(&'static str),
}
use Peer::{At, Never};

/// What a kind does with peers that say nothing and with ports that are closed.
struct Peers {
    kind: &'static str,
    silent_tcp: Peer,
    silent_udp: Peer,
    closed: Peer,
}

const PEERS: &[Peers] = &[
    Peers {
        kind: "icmp",
        silent_tcp: Never("it has no ports"),
        silent_udp: Never("loopback always answers; its own tests drop pings in a network namespace"),
        closed: Never("it has no ports"),
    },
    Peers {
        kind: "tcp",
        silent_tcp: At("tcp://{}"),
        silent_udp: Never("it speaks TCP"),
        closed: At("tcp://{}"),
    },
    Peers {
        kind: "udp",
        silent_tcp: Never("it speaks UDP"),
        silent_udp: At("udp://{}"),
        closed: At("udp://{}"),
    },
    Peers {
        kind: "http",
        silent_tcp: At("https://{}/"),
        silent_udp: Never("it speaks TCP"),
        closed: At("http://{}/"),
    },
    Peers {
        kind: "dns",
        silent_tcp: Never("it asks by UDP first"),
        silent_udp: At("dns://{}/origin.test"),
        closed: At("dns://{}/origin.test"),
    },
    Peers {
        kind: "mpegts",
        silent_tcp: Never("it listens to UDP"),
        silent_udp: Never("it listens, and its own tests hear the silence"),
        closed: Never("it listens, so nobody can be closed to it"),
    },
    Peers {
        kind: "srt",
        silent_tcp: Never("it speaks UDP"),
        silent_udp: At("srt://{}"),
        closed: At("srt://{}"),
    },
    Peers {
        kind: "media",
        silent_tcp: At("rtmp://{}/live/camera1"),
        silent_udp: At("srt://{}"),
        closed: At("rtmp://{}/live/camera1"),
    },
    Peers {
        kind: "mediamtx",
        silent_tcp: At("mediamtx://{}"),
        silent_udp: Never("it speaks TCP"),
        closed: At("mediamtx://{}"),
    },
    Peers {
        kind: "srt_stats",
        silent_tcp: Never("it reads a file"),
        silent_udp: Never("it reads a file"),
        closed: Never("it reads a file"),
    },
    Peers {
        kind: "nginx_rtmp",
        silent_tcp: At("nginxrtmp://{}"),
        silent_udp: Never("it speaks TCP"),
        closed: At("nginxrtmp://{}"),
    },
    Peers {
        kind: "snmp",
        silent_tcp: Never("it asks by UDP"),
        silent_udp: At("snmp://{}"),
        closed: At("snmp://{}"),
    },
    Peers {
        kind: "host",
        silent_tcp: Never("it looks at this machine alone"),
        silent_udp: Never("it looks at this machine alone"),
        closed: Never("it looks at this machine alone"),
    },
];

fn infos() -> impl Iterator<Item = &'static KindInfo> {
    KINDS.iter().map(|kind| kind.info())
}

fn probe(info: &KindInfo, target: &str) -> ProbeSpec {
    ProbeSpec::new("test", info.name.clone(), target)
}

/// Looks at `peer` when there is one; the cause of the failure.
async fn meet(info: &KindInfo, peer: &Peer, address: SocketAddr, limit: Duration) -> Option<Cause> {
    let target = match peer {
        At(target) => target.replace("{}", &address.to_string()),
        Never(why) => {
            assert!(!why.is_empty());
            return None;
        }
    };
    let reading = look_with(Clock::system(), limit, probe(info, &target)).await;
    let failure = reading
        .failure
        .unwrap_or_else(|| panic!("{target} should not be well"));
    assert_sentence(&failure.detail);
    Some(failure.cause)
}

/// A part of a sentence as it stands in a list: no line break, no end, no space around it.
#[track_caller]
fn assert_sentence(detail: &str) {
    assert!(!detail.is_empty() && detail.trim() == detail, "{detail:?}");
    assert!(!detail.contains('\n') && !detail.ends_with('.'), "{detail:?}");
}

#[track_caller]
fn assert_help(of: &str, help: &str) {
    assert!(
        help.starts_with(|c: char| !c.is_lowercase()),
        "help of {of}: {help:?}"
    );
    assert!(
        help.ends_with('.') && !help.contains('\n'),
        "help of {of}: {help:?}"
    );
}

#[track_caller]
fn assert_title(of: &str, title: &str) {
    assert!(
        title.starts_with(|c: char| !c.is_lowercase() && !c.is_whitespace()),
        "title of {of}: {title:?}"
    );
    assert!(
        !title.ends_with('.') && title.chars().count() <= 32,
        "title of {of}: {title:?}"
    );
}

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.ends_with('_')
        && !name.contains("__")
}

/// Whether it begins with its kind; what is in a transport stream is called the same whichever way it comes.
fn is_named_after(info: &KindInfo, name: &str, separator: char) -> bool {
    let carries_streams = info.metric(stream::BITRATE).is_some();
    let of_streams = ["mpegts", "ts"].into_iter().filter(|_| carries_streams);
    let kinds = std::iter::once(info.name.as_ref()).chain(of_streams);
    let mut rests = kinds.filter_map(|kind| name.strip_prefix(kind)?.strip_prefix(separator));
    rests.any(is_snake_case)
}

#[track_caller]
fn assert_distinct<'a>(names: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for name in names {
        assert!(seen.insert(name), "{name} is there twice");
    }
}

#[test]
fn the_example_builds_with_default_settings_and_means_the_kind() {
    for info in infos() {
        assert_eq!(check(KINDS, &probe(info, &info.example)), Ok(()), "{}", info.name);
        assert_eq!(guess(&info.example).unwrap().info().name, info.name);
    }
}

#[test]
fn an_unknown_setting_is_refused() {
    for info in infos() {
        let mut spec = probe(info, &info.example);
        spec.settings.insert("no_such_setting".to_owned(), json!("x"));
        let errors = check(KINDS, &spec).unwrap_err();
        assert_eq!(errors.len(), 1, "{}", info.name);
        assert_eq!(errors[0].field, "no_such_setting");
    }
}

#[test]
fn another_scheme_is_refused() {
    for info in infos() {
        let errors = check(KINDS, &probe(info, "gopher://192.0.2.1:70")).unwrap_err();
        assert_eq!(errors[0].field, "target", "{}", info.name);
        assert!(
            errors[0].message.contains(info.example.as_ref()),
            "{}",
            errors[0].message
        );
    }
}

#[test]
fn kinds_and_their_settings_are_described() {
    assert_distinct(infos().map(|info| info.name.as_ref()));
    for info in infos() {
        assert!(is_snake_case(&info.name), "{}", info.name);
        assert_title(&info.name, &info.title);
        assert_help(&info.name, &info.help);
        assert_distinct(info.fields.iter().map(|field| field.name.as_ref()));
        for field in info.fields.iter() {
            assert!(is_snake_case(&field.name), "{}", field.name);
            assert_title(&field.name, &field.title);
            assert_help(&field.name, &field.help);
        }
    }
}

#[test]
fn findings_are_described_and_named_after_their_kind() {
    for info in infos() {
        assert_distinct(info.findings.iter().map(|finding| finding.code.as_ref()));
        for finding in info.findings.iter() {
            assert!(is_named_after(info, &finding.code, '.'), "{}", finding.code);
            assert_help(&finding.code, &finding.help);
        }
    }
}

#[test]
fn facts_are_described_and_named_after_their_kind() {
    for info in infos() {
        let names = info.facts.iter().map(|fact| fact.name.as_ref());
        assert_distinct(names.chain(info.metrics.iter().map(|metric| metric.name.as_ref())));
        for fact in info.facts.iter() {
            assert!(is_named_after(info, &fact.name, '_'), "{}", fact.name);
            assert_title(&fact.name, &fact.title);
            assert_help(&fact.name, &fact.help);
        }
    }
}

#[test]
fn metrics_are_described_and_named_by_the_conventions() {
    for info in infos() {
        assert!(!info.metrics.is_empty(), "{} measures nothing", info.name);
        assert_distinct(info.metrics.iter().map(|metric| metric.name.as_ref()));
        for metric in info.metrics.iter() {
            assert_title(&metric.name, &metric.title);
            assert_help(&metric.name, &metric.help);
            assert!(
                metric.labels.iter().all(|label| is_snake_case(label)),
                "{}",
                metric.name
            );
            assert_metric_name(info, metric);
            if let Some(limits) = metric.limits {
                let (major, critical) = (limits.major, limits.critical);
                assert!(major.or(critical).is_some(), "{} has empty limits", metric.name);
                let worse = major
                    .zip(critical)
                    .is_none_or(|(major, critical)| match limits.bad {
                        Bad::Above => critical > major,
                        Bad::Below => critical < major,
                    });
                assert!(worse, "{}: critical is not worse than major", metric.name);
            }
        }
    }
}

/// Kind first, base unit last, `_total` behind it for counters (Prometheus, "Metric and label naming").
#[track_caller]
fn assert_metric_name(info: &KindInfo, metric: &Metric) {
    let name = metric.name.as_ref();
    assert!(is_snake_case(name), "{name}");
    assert!(
        is_named_after(info, name, '_'),
        "{name} does not begin with its kind"
    );
    let stem = name.strip_suffix("_total");
    assert_eq!(
        stem.is_some(),
        metric.sort == Sort::Counter,
        "{name}: counters, and only they, end in _total"
    );
    let stem = stem.unwrap_or(name);
    let ending = match metric.unit {
        Unit::Seconds => "_seconds",
        Unit::Bytes => "_bytes",
        Unit::BitsPerSecond => "_bits_per_second",
        Unit::BytesPerSecond => "_bytes_per_second",
        Unit::PerSecond => "_per_second",
        Unit::Ratio => "_ratio",
        Unit::Celsius => "_celsius",
        Unit::Lufs => "_lufs",
        Unit::DecibelsTruePeak => "_dbtp",
        Unit::Count | Unit::YesNo => "",
    };
    assert!(stem.ends_with(ending), "{name} does not end in {ending}");
}

#[tokio::test]
async fn a_peer_that_says_nothing_is_a_timeout() {
    let hole = BlackHole::open().await;
    let silent = udp_server("127.0.0.1:0", |_| vec![]).await;
    let brief = Duration::from_millis(200);
    for (info, peers) in infos().map(|info| (info, peers(info))) {
        for (peer, address) in [(&peers.silent_tcp, hole.address), (&peers.silent_udp, silent)] {
            let cause = meet(info, peer, address, brief).await;
            assert!(
                matches!(cause, None | Some(Cause::Timeout)),
                "{}: {cause:?}",
                info.name
            );
        }
    }
}

#[tokio::test]
async fn a_closed_port_is_a_refusal() {
    for loopback in LOOPBACKS {
        let address = closed_port(loopback).await;
        for (info, peers) in infos().map(|info| (info, peers(info))) {
            let cause = meet(info, &peers.closed, address, Duration::from_secs(30)).await;
            assert!(
                matches!(cause, None | Some(Cause::Refused)),
                "{}: {cause:?}",
                info.name
            );
        }
    }
}

fn peers(info: &KindInfo) -> &'static Peers {
    let found = PEERS.iter().find(|peers| info.name == peers.kind);
    found.unwrap_or_else(|| panic!("add a line for {} to PEERS", info.name))
}
