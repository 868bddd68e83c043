//! What holds for every receiver. A new one needs a line in [`PEERS`] and nothing else here.

use std::collections::HashSet;
use std::net::SocketAddr;

use futures_util::future::{BoxFuture, join_all};
use serde_json::{Value, json};
use wire::kind::Input;
use wire::receiver::ReceiverInfo;

use super::*;
use crate::testing::{BlackHole, Web, closed_port, settings as fill, spec};
use crate::text::example;

/// How to meet a receiver.
struct Peer {
    kind: &'static str,
    /// Settings that pass the check, with an address in place of `{}`; every secret holds [`SECRET`].
    settings: &'static str,
    /// Whether it sees that nobody answers, and that a port is closed.
    notices: Notices,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Notices {
    Both,
    /// What it sends by is never answered, but a closed port near by is noticed.
    Closed,
}
use Notices::{Both, Closed};

const SECRET: &str = "s3cr3t-W0rd";

const PEERS: &[Peer] = &[
    Peer {
        kind: "email",
        settings: r#"{"server": "{}", "from": "a@example.org", "to": "b@example.org", "security": "starttls",
                      "user": "me", "password": "s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "webhook",
        settings: r#"{"url": "http://{}/hook", "headers": "Authorization: Bearer s3cr3t-W0rd",
                      "signing_key": "s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "slack",
        settings: r#"{"url": "http://{}/services/s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "teams",
        settings: r#"{"url": "http://{}/workflows/s3cr3t-W0rd?sig=s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "telegram",
        settings: r#"{"url": "http://{}", "token": "12:s3cr3t-W0rd", "chat": "-100"}"#,
        notices: Both,
    },
    Peer {
        kind: "ntfy",
        settings: r#"{"url": "http://{}", "token": "s3cr3t-W0rd", "topic": "flypack"}"#,
        notices: Both,
    },
    Peer {
        kind: "pagerduty",
        settings: r#"{"url": "http://{}", "routing_key": "s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "opsgenie",
        settings: r#"{"url": "http://{}", "api_key": "s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "servicenow",
        settings: r#"{"url": "http://{}", "user": "me", "password": "s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "jira",
        settings: r#"{"url": "http://{}", "project": "OPS", "token": "s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "alertmanager",
        settings: r#"{"url": "http://{}", "authorization": "Bearer s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "mqtt",
        settings: r#"{"broker": "mqtt://{}", "user": "me", "password": "s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "syslog",
        settings: r#"{"server": "{}", "transport": "tcp"}"#,
        notices: Both,
    },
    Peer {
        kind: "syslog",
        settings: r#"{"server": "{}", "transport": "udp"}"#,
        notices: Closed,
    },
    Peer {
        kind: "snmp_trap",
        settings: r#"{"manager": "{}", "community": "s3cr3t-W0rd"}"#,
        notices: Both,
    },
    Peer {
        kind: "desktop",
        settings: r#"{"bus": "tcp:host=127.0.0.1,port={port}"}"#,
        notices: Both,
    },
];

fn infos() -> impl Iterator<Item = &'static ReceiverInfo> {
    receivers().iter().map(|receiver| receiver.info())
}

fn peer(info: &ReceiverInfo) -> &'static Peer {
    let found = PEERS.iter().find(|peer| info.name == peer.kind);
    found.unwrap_or_else(|| panic!("add a line for {} to PEERS", info.name))
}

/// Fails unless it is a part of a sentence as it stands in a list, without a secret.
#[track_caller]
fn assert_sentence(kind: &str, undelivered: &Undelivered) {
    let detail = &undelivered.detail;
    assert!(
        !detail.is_empty() && detail.trim() == detail,
        "{kind}: {detail:?}"
    );
    assert!(
        !detail.contains('\n') && !detail.ends_with('.'),
        "{kind}: {detail:?}"
    );
    assert!(!detail.contains(SECRET), "{kind}: {detail:?}");
}

#[track_caller]
fn assert_distinct<'a>(names: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for name in names {
        assert!(seen.insert(name), "{name} is there twice");
    }
}

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[track_caller]
fn assert_described(name: &str, title: &str, help: &str) {
    assert!(is_snake_case(name), "{name}");
    assert!(
        !title.is_empty() && !title.ends_with('.') && title.chars().count() <= 32,
        "title of {name}: {title:?}"
    );
    assert!(
        help.starts_with(|c: char| !c.is_whitespace()) && help.ends_with('.') && !help.contains('\n'),
        "help of {name}: {help:?}"
    );
}

#[test]
fn receivers_and_their_settings_are_described() {
    assert_distinct(infos().map(|info| info.name.as_ref()));
    for info in infos() {
        assert_described(&info.name, &info.title, &info.help);
        assert_distinct(info.fields.iter().map(|field| field.name.as_ref()));
        for field in info.fields.iter() {
            assert_described(&field.name, &field.title, &field.help);
        }
        let given = fill(peer(info).settings, "192.0.2.1:9".parse().unwrap());
        for field in info
            .fields
            .iter()
            .filter(|field| matches!(field.input, Input::Secret))
        {
            let held = given[field.name.as_ref()].as_str().unwrap_or_default();
            let is_optional = ["auth_passphrase", "privacy_passphrase"].contains(&field.name.as_ref());
            assert!(
                held.contains(SECRET) || is_optional,
                "{} is not tried with a secret as {}",
                info.name,
                field.name
            );
        }
    }
}

#[test]
fn settings_that_fit_pass_and_what_is_unknown_does_not() {
    for info in infos() {
        let given = fill(peer(info).settings, "192.0.2.1:9".parse().unwrap());
        assert_eq!(
            check(receivers(), &spec(&info.name, given.clone())),
            Ok(()),
            "{}",
            info.name
        );
        let mut spec = spec(&info.name, given);
        spec.settings.insert("no_such_setting".to_owned(), json!("x"));
        let errors = check(receivers(), &spec).unwrap_err();
        assert_eq!(errors.len(), 1, "{}", info.name);
        assert_eq!(errors[0].field, "no_such_setting");
    }
}

/// The desktop needs nothing: it takes the session that is there.
#[test]
fn what_must_be_entered_is_asked_for() {
    for info in infos().filter(|info| info.name != "desktop") {
        let errors = check(receivers(), &spec(&info.name, json!({}))).unwrap_err();
        for error in &errors {
            assert!(
                info.fields.iter().any(|field| field.name == error.field.as_str()),
                "{}: {error:?}",
                info.name
            );
        }
    }
}

#[test]
fn a_name_and_a_known_kind_are_asked_for() {
    let mut wrong = spec("emial", json!({}));
    wrong.name = " ".to_owned();
    let errors = check(receivers(), &wrong).unwrap_err();
    let said: Vec<_> = errors
        .iter()
        .map(|error| (error.field.as_str(), error.message.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("name", "give it a name"),
            (
                "kind",
                "there is no receiver of the kind emial; did you mean email?"
            ),
        ]
    );
}

#[test]
fn mistakes_in_templates_are_told() {
    for kind in ["webhook", "servicenow", "jira"] {
        let mut given = fill(peer_of(kind).settings, "192.0.2.1:9".parse().unwrap());
        given["template"] = json!("{\n\"a\": {{ titel }}\n}");
        let errors = check(receivers(), &spec(kind, given)).unwrap_err();
        assert_eq!(errors.len(), 1, "{kind}: {errors:?}");
        assert_eq!(errors[0].field, "template");
        assert!(errors[0].message.starts_with("line 2: "), "{}", errors[0].message);
    }
}

fn peer_of(kind: &str) -> &'static Peer {
    PEERS.iter().find(|peer| peer.kind == kind).unwrap()
}

/// What each receiver that `wanted` picks says when it meets `address`, all at once.
async fn meet(
    address: SocketAddr,
    limit: Duration,
    wanted: fn(Notices) -> bool,
) -> Vec<(&'static str, Result<(), Undelivered>)> {
    let message = example();
    let peers = PEERS.iter().filter(|peer| wanted(peer.notices));
    let met = peers.map(|peer| {
        let spec = spec(peer.kind, fill(peer.settings, address));
        let message = &message;
        async move {
            (
                peer.kind,
                deliver_within(limit, receivers(), &spec, message).await,
            )
        }
    });
    join_all(met).await
}

#[tokio::test]
async fn a_peer_that_says_nothing_is_tried_again() {
    let hole = BlackHole::open().await;
    let silent = tokio::net::UdpSocket::bind(hole.address).await.unwrap();
    let brief = Duration::from_millis(300);
    for (kind, met) in meet(hole.address, brief, |notices| notices == Both).await {
        let undelivered = met.unwrap_err();
        assert!(undelivered.again, "{kind}: {undelivered}");
        assert!(
            undelivered.detail.starts_with("no answer within 0.3 s"),
            "{kind}: {undelivered}"
        );
        assert_sentence(kind, &undelivered);
    }
    drop(silent);
}

#[tokio::test]
async fn a_closed_port_is_tried_again() {
    let address = closed_port().await;
    for (kind, met) in meet(address, crate::testing::PATIENCE, |_| true).await {
        let undelivered = met.unwrap_err();
        assert!(undelivered.again, "{kind}: {undelivered}");
        assert_sentence(kind, &undelivered);
    }
}

/// A server that repeats everything it was told is the worst that can happen to a secret.
#[tokio::test]
async fn no_secret_stands_in_a_sentence() {
    let web = Web::start(|_| {
        (
            "403 Forbidden",
            "",
            "you said s3cr3t-W0rd and /services/s3cr3t-W0rd?sig=s3cr3t-W0rd",
        )
    })
    .await;
    let families = PEERS.iter().filter(|peer| peer.settings.contains("http://"));
    for peer in families {
        let spec = spec(peer.kind, fill(peer.settings, web.address));
        let undelivered = deliver(receivers(), &spec, &example()).await.unwrap_err();
        assert!(!undelivered.again, "{}: {undelivered}", peer.kind);
        assert!(
            undelivered.detail.contains("(hidden)"),
            "{}: {undelivered}",
            peer.kind
        );
        assert_sentence(peer.kind, &undelivered);
    }
}

struct Odd(&'static ReceiverInfo);

impl Receiver for Odd {
    fn info(&self) -> &'static ReceiverInfo {
        self.0
    }

    fn check(&self, _: &Settings) -> Vec<FieldError> {
        Vec::new()
    }

    fn deliver<'a>(&'a self, _: &'a Settings, _: &'a Message) -> BoxFuture<'a, Result<(), Undelivered>> {
        Box::pin(async { panic!("a mistake") })
    }
}

#[tokio::test]
async fn a_panic_in_a_receiver_is_no_panic_of_the_station() {
    static INFO: ReceiverInfo = ReceiverInfo {
        name: wire::describe::word("odd"),
        title: wire::describe::word("Odd"),
        help: wire::describe::word("Panics."),
        fields: std::borrow::Cow::Borrowed(&[]),
    };
    static ODD: &[&dyn Receiver] = &[&Odd(&INFO)];
    let undelivered = deliver(
        ODD,
        &spec("odd", Value::Object(serde_json::Map::new())),
        &example(),
    )
    .await
    .unwrap_err();
    assert!(!undelivered.again);
    assert_sentence("odd", &undelivered);
}
