//! What went wrong, for the people in front of it.

use std::net::SocketAddr;
use std::time::Duration;

use async_snmp::v3::ReportStatus;
use async_snmp::{Error, ErrorStatus};
use wire::reading::{Cause, Failure};

use super::access::{Access, User};
use super::link::Heard;
use crate::endpoint;
use crate::runner::words;
use crate::text::plain;

/// snmpUnknownContexts and snmpUnavailableContexts (RFC 3413, 5).
const CONTEXTS: [&[u32]; 2] = [&[1, 3, 6, 1, 6, 3, 12, 1, 5], &[1, 3, 6, 1, 6, 3, 12, 1, 4]];

/// What is known about a look that failed.
pub(super) struct Asked<'a> {
    pub(super) access: &'a Access,
    pub(super) address: SocketAddr,
    pub(super) limit: Duration,
    pub(super) heard: Heard,
    /// How many questions were answered before.
    pub(super) answers: u32,
}

/// What an error of the library means.
pub(super) fn failure(error: &Error, asked: &Asked<'_>) -> Failure {
    let ip = asked.address.ip();
    let garbled = |what: String| Failure::new(Cause::Garbled, format!("{ip} {what}"));
    match error {
        Error::Timeout { .. } => late(asked),
        Error::Network { source, .. } if source.kind() == std::io::ErrorKind::ConnectionRefused => {
            let port = asked.address.port();
            let detail = format!(
                "{ip} answers, but no SNMP agent listens on port {port}; switch SNMP on, or check the port"
            );
            Failure::new(Cause::Refused, detail)
        }
        Error::Network { source, .. } => endpoint::trouble(source, asked.address),
        Error::Report { status, .. } => refused(status, asked),
        Error::Snmp { status, .. } => match status {
            ErrorStatus::AuthorizationError | ErrorStatus::NoAccess => denied(asked),
            ErrorStatus::GenErr => garbled(
                "says that it failed to find what was asked for (genErr); it may be busy or its agent faulty"
                    .to_owned(),
            ),
            other => garbled(format!("answers a plain question with an error: {other}")),
        },
        Error::Auth { .. } => {
            let detail =
                format!("{ip} answers, but its answers are not signed as they should be, or are too old");
            Failure::new(Cause::Denied, detail)
        }
        Error::Decode(_) | Error::MalformedResponse { .. } | Error::ResponseShape { .. } => {
            garbled("answers with SNMP that makes no sense".to_owned())
        }
        other => Failure::new(Cause::Bug, format!("asking {ip} went wrong: {other}")),
    }
}

/// The beginning of the sentence when the time is up before anything else is known.
pub(super) fn silence(access: &Access, address: SocketAddr) -> String {
    let (ip, port) = (address.ip(), address.port());
    match access {
        Access::V3(_) => format!("no answer by SNMP version 3 from {ip} on port {port}"),
        Access::V1(_) | Access::V2c(_) => {
            format!("no answer from {ip} on port {port}, or not to this community,")
        }
    }
}

fn late(asked: &Asked<'_>) -> Failure {
    let (ip, port, limit) = (asked.address.ip(), asked.address.port(), words(asked.limit));
    if let Some(nonsense) = asked
        .heard
        .nonsense
        .as_ref()
        .filter(|_| asked.heard.messages == 0)
    {
        let detail = format!(
            "{ip} answers on port {port}, but not with SNMP: {nonsense}; another service may listen there"
        );
        return Failure::new(Cause::Garbled, detail);
    }
    let detail = match asked.access {
        _ if asked.answers > 0 => format!(
            "{ip} began to answer and did not finish within {limit}; it is slow, or datagrams are lost: check the way there, \
             or give it more time"
        ),
        Access::V3(user) if asked.heard.messages > 0 => half_way(asked, user, &limit),
        Access::V3(_) => format!(
            "no answer from {ip} on port {port} within {limit}; check its address and its power, whether SNMP version 3 is \
             switched on there, and whether it lets this machine ask"
        ),
        Access::V1(_) | Access::V2c(_) => format!(
            "no answer from {ip} on port {port} within {limit}; check its address and its power, whether SNMP {} is switched \
             on there and lets this machine ask, and the community: an agent says nothing to a wrong one",
            version(asked.access)
        ),
    };
    Failure::new(Cause::Timeout, detail)
}

/// An agent that said who it is, and then nothing to what was asked.
fn half_way(asked: &Asked<'_>, user: &User, limit: &str) -> String {
    let (ip, name) = (asked.address.ip(), plain(&user.name));
    let context = match plain(&user.context) {
        // Net-SNMP says nothing to a context that it does not have.
        context if !context.is_empty() => format!("the context {context}, "),
        _ => String::new(),
    };
    if asked.access.privacy().is_some() {
        format!(
            "{ip} is there, but gave no answer to what was encrypted within {limit}; check {context}the privacy protocol and \
             the privacy passphrase of user {name}"
        )
    } else {
        format!(
            "{ip} is there, but gave user {name} no answer within {limit}; check {context}the user and the way there, or give \
             it more time"
        )
    }
}

/// Why an agent of version 3 says no (RFC 3414, 3.2).
fn refused(status: &ReportStatus, asked: &Asked<'_>) -> Failure {
    let ip = asked.address.ip();
    let (name, context) = match asked.access {
        Access::V3(user) => (plain(&user.name), plain(&user.context)),
        Access::V1(_) | Access::V2c(_) => (String::new(), String::new()),
    };
    let detail = match status {
        ReportStatus::UnknownUserName { .. } => {
            format!("{ip} knows no user {name}; check the name here, and the users there")
        }
        ReportStatus::WrongDigest { .. } => format!(
            "{ip} does not believe user {name}; check the authentication protocol and the authentication passphrase"
        ),
        ReportStatus::DecryptionError { .. } => format!(
            "{ip} cannot read what user {name} encrypts; check the privacy protocol and the privacy passphrase"
        ),
        ReportStatus::UnsupportedSecurityLevel { .. } => format!(
            "{ip} has no keys for user {name} to ask {}; set both sides to the same",
            level(asked.access)
        ),
        ReportStatus::NotInTimeWindow { .. } => format!(
            "{ip} takes every question for too old, even after it has told its own time; restart its SNMP agent"
        ),
        ReportStatus::UnknownEngineId { .. } => {
            let detail = format!(
                "{ip} gives itself another engine id each time it is asked; look for two devices with this address"
            );
            return Failure::new(Cause::Garbled, detail);
        }
        ReportStatus::Other { oid, .. } if CONTEXTS.iter().any(|known| oid.arcs().starts_with(known)) => {
            if context.is_empty() {
                format!("{ip} wants to be asked in a context; enter its name")
            } else {
                format!("{ip} has no context {context}; check its name")
            }
        }
        other => format!("{ip} refuses user {name}: {other}"),
    };
    Failure::new(Cause::Denied, detail)
}

fn denied(asked: &Asked<'_>) -> Failure {
    let (ip, who) = (asked.address.ip(), who(asked.access));
    let detail = match asked.access {
        Access::V3(_) => {
            let level = level(asked.access);
            format!(
                "{ip} does not let {who} ask {level}; check there which view the user has, and at which security level"
            )
        }
        Access::V1(_) | Access::V2c(_) => {
            format!("{ip} does not let {who} read this; check there which view it has")
        }
    };
    Failure::new(Cause::Denied, detail)
}

/// An agent that answers and shows nothing at all.
pub(super) fn blind(access: &Access, address: SocketAddr) -> Failure {
    let detail = format!(
        "{} answers, but shows {} nothing; check there which view it has",
        address.ip(),
        who(access)
    );
    Failure::new(Cause::Denied, detail)
}

fn who(access: &Access) -> String {
    match access {
        Access::V3(user) => format!("user {}", plain(&user.name)),
        // A community is a secret.
        Access::V1(_) | Access::V2c(_) => "this community".to_owned(),
    }
}

fn version(access: &Access) -> &'static str {
    match access {
        Access::V1(_) => "version 1",
        Access::V2c(_) => "version 2c",
        Access::V3(_) => "version 3",
    }
}

/// The security level in words (RFC 3411, 3.4.3).
fn level(access: &Access) -> &'static str {
    let Access::V3(user) = access else {
        return "in the clear";
    };
    match &user.keys {
        None => "without authentication (noAuthNoPriv)",
        Some(keys) if keys.privacy().is_none() => "with authentication and without encryption (authNoPriv)",
        Some(_) => "with authentication and encryption (authPriv)",
    }
}
