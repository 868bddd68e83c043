mod question;

use std::borrow::Cow::Borrowed;
use std::net::IpAddr;
use std::time::Instant;

use futures_util::future::BoxFuture;
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::{Name, Record, RecordType};
use serde::Deserialize;
use wire::kind::{KindInfo, Text};
use wire::reading::{Cause, Failure};
use wire::settings::{FieldError, Settings};
use wire::{Severity, Unit};

use crate::describe::{UNLIMITED, above, choice, every, finding, gauge, text, word};
use crate::endpoint::Endpoint;
use crate::resolve::{FAMILY, Family, dns_servers};
use crate::text::{few, plain};
use crate::{Kind, Look, Probe, Target, settings};

use question::Question;

pub(crate) static KIND: Dns = Dns;

static INFO: KindInfo = KindInfo {
    name: word("dns"),
    title: word("DNS"),
    help: word(
        "Asks a DNS server for a name. dns:NAME asks the first DNS server of this machine, dns://SERVER/NAME another.",
    ),
    schemes: Borrowed(&[word("dns")]),
    example: word("dns://192.0.2.53/origin.example.org"),
    watch: every(10_000, 3_000),
    fields: Borrowed(&[
        choice(
            "record_type",
            "Record type",
            TYPES,
            "What to ask for; ?type=… at the end of the target says the same.",
        ),
        text(
            "expect",
            "Expect",
            "Answers that must all be there, separated by commas; further ones do no harm. Example: 192.0.2.10, 192.0.2.11.",
        ),
        FAMILY,
    ]),
    metrics: Borrowed(&[
        gauge(
            "dns_lookup_seconds",
            "Lookup",
            Unit::Seconds,
            above(0.5),
            "Time from the question until the answer has come, whether it is good news or bad.",
        ),
        gauge(
            "dns_answers",
            "Answers",
            Unit::Count,
            UNLIMITED,
            "How many records of the asked type the answer holds.",
        ),
        gauge(
            "dns_ttl_seconds",
            "Time to live",
            Unit::Seconds,
            UNLIMITED,
            "How long others may keep the answer: the least of its records. It counts down when the server keeps it too.",
        ),
    ]),
    findings: Borrowed(&[
        finding(
            "dns.wrong_answer",
            Severity::Major,
            "The server gives other records than expected: look for an old entry or a wrong server.",
        ),
        finding(
            "dns.no_such_name",
            Severity::Major,
            "The server says that the name does not exist (NXDOMAIN): check the spelling and the zone.",
        ),
        finding(
            "dns.no_record",
            Severity::Major,
            "The name exists, but has no record of the asked type.",
        ),
        finding(
            "dns.server_failure",
            Severity::Major,
            "The server answers that it cannot or will not say (SERVFAIL, REFUSED, …): check the server and whom it asks.",
        ),
    ]),
    alone: Borrowed(&[]),
    facts: Borrowed(&[]),
};

const TYPES: &[Text] = &[
    word("A"),
    word("AAAA"),
    word("CNAME"),
    word("MX"),
    word("NS"),
    word("PTR"),
    word("SOA"),
    word("SRV"),
    word("TXT"),
    word("CAA"),
];

/// The port of DNS servers (RFC 1035, 4.2).
const PORT: u16 = 53;

/// Looks at what a DNS server says.
pub(crate) struct Dns;

#[derive(Deserialize)]
struct Entered {
    record_type: String,
    expect: String,
    family: Family,
}

impl Kind for Dns {
    fn info(&self) -> &'static KindInfo {
        &INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        let sort = record_type(target, &entered.record_type)?;
        let path = target.url().path().trim_matches('/');
        let (server, written) = if path.is_empty() {
            (None, target.host())
        } else {
            let port = target.port().unwrap_or(PORT);
            let host = Some(target.host()).filter(|host| !host.is_empty());
            (
                host.map(|host| Endpoint {
                    host,
                    port,
                    family: entered.family,
                }),
                path.to_owned(),
            )
        };
        let name = asked(&written, sort, server.is_some())?;
        let expect = entered
            .expect
            .split(',')
            .map(bare)
            .filter(|answer| !answer.is_empty())
            .collect();
        Ok(Box::new(Server {
            server,
            question: Question { name, sort },
            expect,
        }))
    }
}

/// The type that the target or the setting asks for; the two must not contradict each other.
fn record_type(target: &Target, setting: &str) -> Result<RecordType, FieldError> {
    let mut asked = setting.to_owned();
    for (key, value) in target.url().query_pairs() {
        if key != "type" {
            return Err(FieldError::new(
                "target",
                format!("after the question mark write type=…, not {key}"),
            ));
        }
        let value = value.to_ascii_uppercase();
        if setting != "A" && setting != value {
            let message = format!("the target asks for {value} and this for {setting}; say it once");
            return Err(FieldError::new("record_type", message));
        }
        asked = value;
    }
    let known = TYPES.iter().any(|word| *word == asked);
    asked
        .parse()
        .ok()
        .filter(|_| known)
        .ok_or_else(|| FieldError::new("target", format!("choose one of the types {}", TYPES.join(", "))))
}

/// The name to ask for. An address means its reverse name when a PTR record is asked for.
fn asked(written: &str, sort: RecordType, server_named: bool) -> Result<Name, FieldError> {
    let wrong = |message: &str| Err(FieldError::new("target", message));
    match written.parse::<IpAddr>() {
        Ok(address) if sort == RecordType::PTR => return Ok(Name::from(address)),
        Ok(_) if server_named => {
            return wrong("an address has only a PTR record; add ?type=PTR or write a name");
        }
        Ok(address) => return wrong(&format!("say which name to ask for: dns://{address}/example.org")),
        Err(_) => {}
    }
    if written.is_empty() || written.contains(['/', '%']) {
        return wrong("write one name in plain letters: dns://192.0.2.53/example.org");
    }
    match Name::from_ascii(written) {
        Ok(mut name) => {
            name.set_fqdn(true);
            Ok(name)
        }
        Err(_) => wrong("this is not a name that the DNS can hold; check the spelling"),
    }
}

/// An answer as it is compared: without the final dot, small letters.
fn bare(answer: &str) -> String {
    answer.trim().trim_end_matches('.').to_lowercase()
}

struct Server {
    server: Option<Endpoint>,
    question: Question,
    expect: Vec<String>,
}

impl Probe for Server {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let address = match &self.server {
                Some(server) => server.find(seen).await?.0,
                None => (first_server()?, PORT).into(),
            };
            let asked = Instant::now();
            let answer = self.question.ask(address, seen).await?;
            seen.sample("dns_lookup_seconds", asked.elapsed().as_secs_f64());
            self.judge(&answer, seen);
            Ok(())
        })
    }
}

fn first_server() -> Result<IpAddr, Failure> {
    dns_servers().first().copied().ok_or_else(|| {
        let detail =
            "this machine has no DNS servers; check its network settings, or name a server in the target";
        Failure::new(Cause::Unreachable, detail)
    })
}

impl Server {
    fn judge(&self, answer: &Message, seen: &mut Look) {
        let Question { name, sort } = &self.question;
        let name = bare(&name.to_string());
        let records: Vec<&Record> = answer
            .answers
            .iter()
            .filter(|record| record.record_type() == *sort)
            .collect();
        seen.sample("dns_answers", records.len() as f64);
        if let Some(ttl) = records.iter().map(|record| record.ttl).min() {
            seen.sample("dns_ttl_seconds", f64::from(ttl));
        }
        match answer.metadata.response_code {
            ResponseCode::NoError => {}
            ResponseCode::NXDomain => {
                return seen.finding("dns.no_such_name", format!("there is no name {name}"));
            }
            code => {
                let detail = format!(
                    "the server answers {} ({code}) when asked for {name}",
                    short(code)
                );
                return seen.finding("dns.server_failure", detail);
            }
        }
        if records.is_empty() {
            return seen.finding("dns.no_record", format!("{name} has no {sort} record"));
        }
        let mut given: Vec<_> = records
            .iter()
            .map(|record| bare(&record.data.to_string()))
            .collect();
        given.sort();
        let missing: Vec<_> = self
            .expect
            .iter()
            .filter(|answer| !given.contains(answer))
            .map(String::as_str)
            .collect();
        if !missing.is_empty() {
            let given = few(&given.iter().map(|answer| plain(answer)).collect::<Vec<_>>());
            let detail = format!(
                "{name} has the {sort} records {given}, but not {}",
                missing.join(", ")
            );
            seen.finding("dns.wrong_answer", detail);
        }
    }
}

/// A response code as tools print it.
fn short(code: ResponseCode) -> String {
    match code {
        ResponseCode::ServFail => "SERVFAIL".to_owned(),
        ResponseCode::Refused => "REFUSED".to_owned(),
        ResponseCode::NotImp => "NOTIMP".to_owned(),
        ResponseCode::FormErr => "FORMERR".to_owned(),
        other => format!("code {}", u16::from(other)),
    }
}

#[cfg(test)]
mod tests;
