use std::borrow::Cow::Borrowed;
use std::io;
use std::net::IpAddr;

use futures_util::future::BoxFuture;
use serde::Deserialize;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Duration, timeout_at};
use wire::kind::KindInfo;
use wire::reading::{Cause, Failure};
use wire::settings::{FieldError, Settings};
use wire::{Severity, Unit};

pub use self::echo::{Echoed, Pinger};
use self::engine::{Echo, Engine, News, What};
use self::host::Host;
use self::packet::LEAST_PAYLOAD;
use self::socket::{Manner, Notice};
use self::window::Window;
use crate::describe::{UNLIMITED, above, above_both, every, finding, gauge, whole, word};
use crate::resolve::{FAMILY, Family};
use crate::{Kind, Look, Probe, Target, settings};

mod echo;
mod engine;
mod host;
mod packet;
mod socket;
mod trouble;
mod window;

pub(crate) static KIND: Icmp = Icmp;

const RTT: &str = "icmp_rtt_seconds";
const JITTER: &str = "icmp_jitter_seconds";
const LOSS: &str = "icmp_loss_ratio";
const RTT_MIN: &str = "icmp_rtt_min_seconds";
const RTT_AVG: &str = "icmp_rtt_avg_seconds";
const RTT_MAX: &str = "icmp_rtt_max_seconds";
const ANSWER_TTL: &str = "icmp_answer_ttl";

const DUPLICATE: &str = "icmp.duplicate";
const LATE: &str = "icmp.late";
const UNREACHABLE: &str = "icmp.unreachable";
const ADDRESS_CHANGED: &str = "icmp.address_changed";
const NAME_LOOKUP: &str = "icmp.name_lookup";

static INFO: KindInfo = KindInfo {
    name: word("icmp"),
    title: word("Ping"),
    help: word("Sends an echo and measures round trip, jitter and loss, right to a tenth of a millisecond."),
    schemes: Borrowed(&[word("icmp")]),
    example: word("icmp:192.0.2.10"),
    watch: every(1_000, 900),
    fields: Borrowed(&[
        whole(
            "size_bytes",
            "Size",
            56.0,
            LEAST_PAYLOAD as f64,
            8_972.0,
            "Bytes in each echo after its ICMP header.",
        ),
        FAMILY,
        whole(
            "ttl",
            "Time to live",
            0.0,
            0.0,
            255.0,
            "Routers that an echo may pass; 0 for as many as usual.",
        ),
        whole(
            "dscp",
            "DSCP",
            0.0,
            0.0,
            63.0,
            "Traffic class of the echoes, as your streams have it: 46 is EF, 34 is AF41.",
        ),
        whole(
            "window",
            "Window",
            60.0,
            2.0,
            3_600.0,
            "Looks over which loss, jitter, least and greatest are taken.",
        ),
    ]),
    metrics: Borrowed(&[
        gauge(
            RTT,
            "Round trip",
            Unit::Seconds,
            above_both(0.010, 0.100),
            "Time from the network card and back to it; live production has 10 ms for everything.",
        ),
        gauge(
            JITTER,
            "Jitter",
            Unit::Seconds,
            above(0.005),
            "Mean difference between one round trip and the next over the window, after RFC 3550, 6.4.1.",
        ),
        gauge(
            LOSS,
            "Loss",
            Unit::Ratio,
            above_both(0.02, 0.2),
            "Share of the echoes of the window that were not answered in time.",
        ),
        gauge(
            RTT_MIN,
            "Least round trip",
            Unit::Seconds,
            UNLIMITED,
            "Least round trip of the window.",
        ),
        gauge(
            RTT_AVG,
            "Mean round trip",
            Unit::Seconds,
            UNLIMITED,
            "Mean round trip of the window.",
        ),
        gauge(
            RTT_MAX,
            "Greatest round trip",
            Unit::Seconds,
            UNLIMITED,
            "Greatest round trip of the window.",
        ),
        gauge(
            ANSWER_TTL,
            "Time to live left",
            Unit::Count,
            UNLIMITED,
            "Time to live left in the answer; when it changes, the way back has changed.",
        ),
    ]),
    findings: Borrowed(&[
        finding(
            UNREACHABLE,
            Severity::Major,
            "Some echoes came back as undeliverable while others were answered: look at the way there.",
        ),
        finding(
            DUPLICATE,
            Severity::Minor,
            "One echo was answered more than once: two devices may share the address, or the network has a loop.",
        ),
        finding(
            LATE,
            Severity::Minor,
            "An answer came after the time limit and counts as lost: if the way is that long, raise the limit.",
        ),
        finding(
            NAME_LOOKUP,
            Severity::Minor,
            "The DNS no longer gives an address for the name; the last known one is looked at.",
        ),
        finding(
            ADDRESS_CHANGED,
            Severity::Info,
            "The name has another address than before; that one is looked at now.",
        ),
    ]),
    alone: Borrowed(&[]),
    facts: Borrowed(&[]),
};

/// So many looks in a row without an answer, and the target counts as gone; fewer are loss.
const GONE_AFTER: usize = 3;
/// Reports from the way that come after their look count for this many more looks.
const REPORT_COUNTS_FOR: u64 = 5;
/// News that may wait for a probe; more than that are a storm of double answers, of which the first say enough.
const NEWS_KEPT: usize = 16;
/// Time left to say what was seen before the look ends.
const TO_SAY: Duration = Duration::from_millis(1);

/// Sends an echo and waits for the answer.
pub(crate) struct Icmp;

#[derive(Deserialize)]
struct Entered {
    size_bytes: u16,
    family: Family,
    ttl: u8,
    dscp: u8,
    window: u16,
}

impl Kind for Icmp {
    fn info(&self) -> &'static KindInfo {
        &INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        Ok(Box::new(Ping::build(target, settings)?))
    }
}

fn refused(error: &io::Error) -> Failure {
    let detail = format!("this machine does not let Flywatch send echoes: {error}");
    Failure::new(Cause::Denied, detail)
}

struct Ping {
    host: Host,
    size: usize,
    manner: Manner,
    window: Window,
    /// The echoes so far.
    number: u64,
    /// The last report from the way, and which echo it was about.
    report: Option<(u64, Notice)>,
    news: mpsc::Receiver<News>,
    mailbox: mpsc::Sender<News>,
}

impl Probe for Ping {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let engine = engine::engine().map_err(refused)?;
            self.look_with(engine, seen).await
        })
    }
}

impl Ping {
    fn build(target: &Target, settings: &Settings) -> Result<Self, FieldError> {
        let entered: Entered = settings::read(settings)?;
        let host = target.host();
        if host.is_empty() {
            return Err(FieldError::new("target", "name the host: icmp:HOST"));
        }
        let (mailbox, news) = mpsc::channel(NEWS_KEPT);
        Ok(Self {
            host: Host::new(host, entered.family),
            size: entered.size_bytes.into(),
            manner: Manner {
                ttl: Some(entered.ttl).filter(|ttl| *ttl != 0),
                dscp: entered.dscp,
            },
            window: Window::new(entered.window.into()),
            number: 0,
            report: None,
            news,
            mailbox,
        })
    }

    async fn look_with(&mut self, engine: &Engine, seen: &mut Look) -> Result<(), Failure> {
        let to = self.host.address(seen).await?;
        seen.missing(format!("no answer from {to}"));
        self.number += 1;
        engine.send(Echo {
            to,
            payload: self.size,
            manner: self.manner,
            number: self.number,
            news: self.mailbox.clone(),
            runtime: Handle::current(),
        });
        let outcome = self.outcome(seen).await;
        let rtt = match outcome {
            Some(What::Answered { rtt, .. }) => Some(rtt.as_secs_f64()),
            // What never left this machine says nothing about the target.
            Some(What::NoSocket(error)) => return Err(trouble::no_socket(error, to)),
            Some(What::NotSent(error)) => return Err(trouble::not_sent(error, to, self.size)),
            Some(What::AnsweredAgain | What::Returned(_)) | None => None,
        };
        self.window.push(rtt);
        seen.sample(RTT, rtt.unwrap_or(f64::NAN));
        self.tell(seen);
        match outcome {
            Some(What::Answered { ttl, .. }) => {
                seen.sample(ANSWER_TTL, ttl.map_or(f64::NAN, f64::from));
                self.report = None;
                Ok(())
            }
            Some(What::Returned(notice)) => Err(trouble::returned(notice, to)),
            _ => self.lost(to, seen),
        }
    }

    /// What became of the echo of this look; nothing when its time is up. Tells what came of earlier ones as well.
    async fn outcome(&mut self, seen: &mut Look) -> Option<What> {
        // A storm of answers is one finding each.
        let (mut doubled, mut late) = (false, false);
        loop {
            let next = match seen.ends() {
                Some(end) => timeout_at(end - TO_SAY, self.news.recv()).await.ok()?,
                None => self.news.recv().await,
            };
            let News { number, what } = next?;
            match what {
                What::AnsweredAgain => {
                    if !std::mem::replace(&mut doubled, true) {
                        seen.finding(DUPLICATE, "an echo was answered more than once");
                    }
                }
                what if number == self.number => return Some(what),
                What::Answered { rtt, .. } => {
                    if !std::mem::replace(&mut late, true) {
                        seen.finding(LATE, format!("an answer came after {:.1} s", rtt.as_secs_f64()));
                    }
                }
                What::Returned(notice) => self.report = Some((number, notice)),
                What::NoSocket(_) | What::NotSent(_) => {}
            }
        }
    }

    /// An echo was not answered: loss while others are, else the target is gone.
    fn lost(&mut self, to: IpAddr, seen: &mut Look) -> Result<(), Failure> {
        let recent = self
            .report
            .filter(|(number, _)| self.number - number <= REPORT_COUNTS_FOR);
        let reported = recent.map(|(_, notice)| trouble::returned(notice, to));
        if !self.window.silent(GONE_AFTER) {
            if let Some(report) = reported {
                seen.finding(UNREACHABLE, report.detail);
            }
            return Ok(());
        }
        Err(reported.unwrap_or_else(|| {
            let detail =
                format!("no answer from {to}; check its power, its cable and whether it may answer pings");
            Failure::new(Cause::Timeout, detail)
        }))
    }

    fn tell(&self, seen: &mut Look) {
        seen.sample(LOSS, self.window.loss());
        if let Some(jitter) = self.window.jitter() {
            seen.sample(JITTER, jitter);
        }
        if let Some(span) = self.window.span() {
            seen.sample(RTT_MIN, span.least);
            seen.sample(RTT_AVG, span.mean);
            seen.sample(RTT_MAX, span.greatest);
        }
    }
}

#[cfg(test)]
mod tests;
