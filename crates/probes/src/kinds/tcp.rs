use std::borrow::Cow::Borrowed;
use std::net::SocketAddr;
use std::time::Instant;

use futures_util::future::BoxFuture;
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};
use wire::{Severity, Unit};

use crate::describe::{UNLIMITED, above, every, finding, gauge, text, word};
use crate::endpoint::{Endpoint, connect, trouble};
use crate::resolve::{FAMILY, Family};
use crate::text::{bytes, contains, excerpt};
use crate::{Kind, Look, Probe, Target, settings};

pub(crate) static KIND: Tcp = Tcp;

static INFO: KindInfo = KindInfo {
    name: word("tcp"),
    title: word("TCP port"),
    help: word("Connects to a port and, if wanted, checks what it answers."),
    schemes: Borrowed(&[word("tcp")]),
    example: word("tcp://192.0.2.10:1935"),
    watch: every(5_000, 2_000),
    fields: Borrowed(&[
        text(
            "send",
            "Send",
            "Text to send after connecting; write \\r, \\n, \\t and \\x00 for what cannot be typed.",
        ),
        text(
            "expect",
            "Expect",
            "Text that must come in the first 16 KiB of the answer; escapes as in Send.",
        ),
        FAMILY,
    ]),
    metrics: Borrowed(&[
        gauge(
            "tcp_connect_seconds",
            "Connect",
            Unit::Seconds,
            above(0.1),
            "Time from asking for a connection until the target has accepted it, without the name lookup.",
        ),
        gauge(
            "tcp_dns_seconds",
            "Name lookup",
            Unit::Seconds,
            above(0.5),
            "Time to find the address of the name; only for targets with a name.",
        ),
        gauge(
            "tcp_answer_seconds",
            "Answer",
            Unit::Seconds,
            UNLIMITED,
            "Time from the accepted connection until the expected text has come; only when text is expected.",
        ),
    ]),
    findings: Borrowed(&[finding(
        "tcp.wrong_answer",
        Severity::Major,
        "The port is open, but its answer does not hold the expected text: another service may listen there.",
    )]),
    alone: Borrowed(&[]),
    facts: Borrowed(&[]),
};

/// How much of an answer is searched for the expected text, in bytes.
const SEARCHED: usize = 16 * 1024;

/// Looks at a TCP port.
pub(crate) struct Tcp;

#[derive(Deserialize)]
struct Entered {
    send: String,
    expect: String,
    family: Family,
}

impl Kind for Tcp {
    fn info(&self) -> &'static KindInfo {
        &INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        let send = bytes(&entered.send).map_err(|message| FieldError::new("send", message))?;
        let expect = bytes(&entered.expect).map_err(|message| FieldError::new("expect", message))?;
        Ok(Box::new(Port {
            endpoint: Endpoint::of(target, entered.family)?,
            send,
            expect,
        }))
    }
}

struct Port {
    endpoint: Endpoint,
    send: Vec<u8>,
    expect: Vec<u8>,
}

impl Probe for Port {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let (address, lookup) = self.endpoint.find(seen).await?;
            if let Some(lookup) = lookup {
                seen.sample("tcp_dns_seconds", lookup.as_secs_f64());
            }
            let (mut stream, took) = connect(address, seen).await?;
            seen.sample("tcp_connect_seconds", took.as_secs_f64());
            let connected = Instant::now();
            if !self.send.is_empty() {
                stream
                    .write_all(&self.send)
                    .await
                    .map_err(|error| trouble(&error, address))?;
            }
            if self.expect.is_empty() {
                return Ok(());
            }
            seen.missing(format!(
                "{address} is open but did not send {}",
                excerpt(&self.expect)
            ));
            let answer = self.answer(&mut stream, address).await?;
            if contains(&answer, &self.expect) {
                seen.sample("tcp_answer_seconds", connected.elapsed().as_secs_f64());
            } else {
                seen.finding("tcp.wrong_answer", self.wrong(&answer));
            }
            Ok(())
        })
    }
}

impl Port {
    /// Reads until the expected text is there, the target ends, or it has sent more than is searched.
    async fn answer(&self, stream: &mut TcpStream, address: SocketAddr) -> Result<Vec<u8>, Failure> {
        let mut answer = Vec::new();
        let mut capped = stream.take(SEARCHED as u64);
        while !contains(&answer, &self.expect) {
            let read = capped
                .read_buf(&mut answer)
                .await
                .map_err(|error| trouble(&error, address))?;
            if read == 0 {
                break;
            }
        }
        Ok(answer)
    }

    fn wrong(&self, answer: &[u8]) -> String {
        let expected = excerpt(&self.expect);
        if answer.is_empty() {
            return format!("closed the connection without a word; expected {expected}");
        }
        format!("answered {} without the expected {expected}", excerpt(answer))
    }
}

#[cfg(test)]
mod tests;
