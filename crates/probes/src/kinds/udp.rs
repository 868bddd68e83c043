use std::borrow::Cow::Borrowed;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use serde::Deserialize;
use tokio::time::timeout;
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};
use wire::{Severity, Unit};

use crate::describe::{UNLIMITED, above, choice, every, finding, gauge, text, whole, word};
use crate::endpoint::{Endpoint, datagrams, no_answer, trouble};
use crate::resolve::{FAMILY, Family};
use crate::text::{bytes, contains, excerpt, hex};
use crate::{Kind, Look, Probe, Target, settings};

pub(crate) static KIND: Udp = Udp;

static INFO: KindInfo = KindInfo {
    name: word("udp"),
    title: word("UDP port"),
    help: word(
        "Sends one datagram to a port and waits for an answer, or for the news that nothing listens there.",
    ),
    schemes: Borrowed(&[word("udp")]),
    example: word("udp://192.0.2.10:5004"),
    watch: every(5_000, 2_000),
    fields: Borrowed(&[
        text(
            "send",
            "Send",
            "What the datagram holds; an empty datagram is sent when nothing is given.",
        ),
        choice(
            "send_as",
            "Send is",
            &[Borrowed("text"), Borrowed("hex")],
            "With text, \\r, \\n, \\t and \\x00 stand for what cannot be typed; with hex, write pairs of digits: 80 e0 00 01.",
        ),
        choice(
            "answer",
            "Answer",
            &[Borrowed("required"), Borrowed("not_expected")],
            "With not_expected only a refusal counts as failure. Nothing more can be known about a port that never \
             answers: a lost datagram and a silent target look the same.",
        ),
        text(
            "expect",
            "Expect",
            "Text that the answer must hold; escapes as in Send.",
        ),
        whole(
            "wait_ms",
            "Wait for a refusal (ms)",
            500.0,
            10.0,
            60_000.0,
            "How long to wait for a refusal when no answer is expected; choose more than the round trip and less than \
             the time limit.",
        ),
        FAMILY,
    ]),
    metrics: Borrowed(&[
        gauge(
            "udp_rtt_seconds",
            "Round trip",
            Unit::Seconds,
            above(0.1),
            "Time from sending the datagram until its answer has come; only when there is an answer.",
        ),
        gauge(
            "udp_answer_bytes",
            "Answer size",
            Unit::Bytes,
            UNLIMITED,
            "Length of the answer; only when there is one.",
        ),
        gauge(
            "udp_dns_seconds",
            "Name lookup",
            Unit::Seconds,
            above(0.5),
            "Time to find the address of the name; only for targets with a name.",
        ),
    ]),
    findings: Borrowed(&[finding(
        "udp.wrong_answer",
        Severity::Major,
        "The port answers, but without the expected text: another service may listen there.",
    )]),
    alone: Borrowed(&[]),
    facts: Borrowed(&[]),
};

/// No datagram is longer, in bytes (RFC 768).
const LONGEST: usize = 65_535;
/// The longest payload that fits into one IPv4 datagram, in bytes: 65,535 less the headers of IP and UDP.
const LONGEST_SENT: usize = 65_507;

/// Looks at a UDP port.
pub(crate) struct Udp;

#[derive(Deserialize)]
struct Entered {
    send: String,
    send_as: SendAs,
    answer: Answer,
    expect: String,
    wait_ms: u64,
    family: Family,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SendAs {
    Text,
    Hex,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Required,
    NotExpected,
}

impl Kind for Udp {
    fn info(&self) -> &'static KindInfo {
        &INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        let send = match entered.send_as {
            SendAs::Text => bytes(&entered.send),
            SendAs::Hex => hex(&entered.send),
        };
        let send = send.map_err(|message| FieldError::new("send", message))?;
        if send.len() > LONGEST_SENT {
            return Err(FieldError::new(
                "send",
                format!("a datagram holds at most {LONGEST_SENT} bytes"),
            ));
        }
        let expect = bytes(&entered.expect).map_err(|message| FieldError::new("expect", message))?;
        if entered.answer == Answer::NotExpected && !expect.is_empty() {
            return Err(FieldError::new(
                "expect",
                "set Answer to required, or expect nothing",
            ));
        }
        Ok(Box::new(Port {
            endpoint: Endpoint::of(target, entered.family)?,
            send,
            answer: entered.answer,
            expect,
            wait: Duration::from_millis(entered.wait_ms),
        }))
    }
}

struct Port {
    endpoint: Endpoint,
    send: Vec<u8>,
    answer: Answer,
    expect: Vec<u8>,
    wait: Duration,
}

impl Probe for Port {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let (address, lookup) = self.endpoint.find(seen).await?;
            if let Some(lookup) = lookup {
                seen.sample("udp_dns_seconds", lookup.as_secs_f64());
            }
            seen.missing(no_answer(address));
            let sent = Instant::now();
            let answered = self.exchange(address);
            let answer = match self.answer {
                Answer::Required => answered.await?,
                Answer::NotExpected => match timeout(self.wait, answered).await {
                    Ok(answer) => answer?,
                    Err(_) => return Ok(()),
                },
            };
            seen.sample("udp_rtt_seconds", sent.elapsed().as_secs_f64());
            seen.sample("udp_answer_bytes", answer.len() as f64);
            if !contains(&answer, &self.expect) {
                let (got, expected) = (excerpt(&answer), excerpt(&self.expect));
                seen.finding(
                    "udp.wrong_answer",
                    format!("answered {got} without the expected {expected}"),
                );
            }
            Ok(())
        })
    }
}

impl Port {
    async fn exchange(&self, address: SocketAddr) -> Result<Vec<u8>, Failure> {
        let trouble = |error| trouble(&error, address);
        let socket = datagrams(address).await?;
        socket.send(&self.send).await.map_err(trouble)?;
        let mut answer = Vec::with_capacity(LONGEST);
        socket.recv_buf(&mut answer).await.map_err(trouble)?;
        Ok(answer)
    }
}

#[cfg(test)]
mod tests;
