//! An agent to be asked, and all that has to do with time, repeats and keys. Nothing else knows the library's client.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_snmp::v3::ReportStatus;
use async_snmp::{ClientBuilder, Error, ErrorStatus, Oid, PrivProtocol, Retry, VarBind};
use tokio::time::Instant;
use tracing::Dispatch;
use tracing::instrument::WithSubscriber;
use wire::reading::{Cause, Failure};

use super::access::Access;
use super::ask::Scalar;
use super::keys::des_salts;
use super::link::Link;
use super::trouble::{self, Asked};
use crate::endpoint::datagrams;

/// A question is sent this often within the time of a look, if nothing else takes time: a lost datagram costs a quarter of
/// it.
const TIMES: u32 = 4;
/// How much is asked for at once, in single values: about 24 bytes each, so that an answer fits into one frame of 1,500
/// bytes and is not lost with one of its pieces.
const VALUES_AT_ONCE: usize = 50;

/// What was agreed with one agent: keys, its engine, how much it can answer at once.
pub(super) struct Client {
    address: SocketAddr,
    access: Arc<Access>,
    link: Link,
    library: async_snmp::Client<Link>,
    /// Lowered when the agent says that its answer would be too big.
    values_at_once: usize,
    /// What the agent does not have. Version 1 fails a whole question for it.
    absent: Vec<&'static str>,
}

impl Client {
    /// Who asks the agent at `address`, in looks that have `limit`. Sends nothing yet.
    pub(super) async fn new(
        address: SocketAddr,
        access: Arc<Access>,
        limit: Duration,
    ) -> Result<Self, Failure> {
        let bug = |error: String| Failure::new(Cause::Bug, format!("no question could be made: {error}"));
        let link = Link::to(address);
        let mut builder = ClientBuilder::new(access.auth().await.map_err(bug)?)
            .request_timeout((limit / TIMES).max(Duration::from_millis(1)))
            .retry(Retry::fixed(TIMES - 1, Duration::ZERO).map_err(|error| bug(error.to_string()))?)
            .max_oids_per_request(VALUES_AT_ONCE);
        if access.privacy() == Some(PrivProtocol::Des)
            && let Some(salts) = des_salts()
        {
            builder = builder.des_salt_state(salts);
        }
        let library = builder
            .build_with_transport(link.clone())
            .map_err(|error| bug(error.to_string()))?;
        Ok(Self {
            address,
            access,
            link,
            library,
            values_at_once: VALUES_AT_ONCE,
            absent: Vec::new(),
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins a look that has the time from `began` to `ends`.
    pub(super) async fn begin(&mut self, began: Instant, ends: Instant) -> Result<Session<'_>, Failure> {
        let limit = ends.saturating_duration_since(began);
        // A little earlier than the runner would, so that there is time to say what was wrong.
        let socket = datagrams(self.address).await?;
        self.link.open(socket, ends - limit / 20);
        Ok(Session {
            client: self,
            limit: whole_milliseconds(limit),
            answers: 0,
            another_engine: false,
        })
    }
}

/// A look at an agent. Its socket is closed with it.
pub(super) struct Session<'a> {
    client: &'a mut Client,
    limit: Duration,
    /// How many questions were answered.
    answers: u32,
    another_engine: bool,
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        self.client.link.close();
    }
}

/// Something to ask.
#[derive(Clone, Copy)]
pub(super) enum Question<'a> {
    /// What stands exactly there.
    Get(&'a [Oid]),
    /// What comes next after each.
    Next(&'a [Oid]),
    /// The so many that come next after each.
    Bulk(&'a [Oid], u32),
}

/// What an agent says to a question.
pub(super) enum Answer {
    Values(Vec<VarBind>),
    /// It has nothing where the question with this number asks; version 1 says it for one and leaves the others open.
    Nothing(usize),
    /// It would have to say more than it can.
    TooBig,
}

impl Session<'_> {
    /// Asks one question.
    pub(super) async fn ask(&mut self, question: Question<'_>) -> Result<Answer, Failure> {
        // The library logs each failure as an error; here a failure is what the look gives.
        let mut answer = self.send(question).with_subscriber(Dispatch::none()).await;
        if answer.as_ref().is_err_and(|error| is_another_engine(error)) {
            self.another_engine = true;
            let found = self.client.library.rediscover_engine();
            answer = match found.with_subscriber(Dispatch::none()).await {
                Ok(()) => self.send(question).with_subscriber(Dispatch::none()).await,
                Err(error) => Err(error),
            };
        }
        match answer {
            Ok(values) => {
                self.answers += 1;
                Ok(Answer::Values(values))
            }
            Err(error) => match error.exchange_source() {
                Error::Snmp {
                    status: ErrorStatus::TooBig,
                    ..
                } => Ok(Answer::TooBig),
                Error::Snmp {
                    status: ErrorStatus::NoSuchName,
                    index,
                    ..
                } if !self.client.access.has_bulk() => Ok(Answer::Nothing(
                    usize::try_from(*index).unwrap_or(0).saturating_sub(1),
                )),
                error => Err(self.failure(error)),
            },
        }
    }

    async fn send(&self, question: Question<'_>) -> async_snmp::Result<Vec<VarBind>> {
        let library = &self.client.library;
        match question {
            Question::Get(oids) => Ok(library.get_many(oids).await?.varbinds),
            Question::Next(oids) => Ok(library.get_next_many(oids).await?.varbinds),
            Question::Bulk(oids, repeats) => library.get_bulk(oids, 0, repeats).await,
        }
    }

    /// What the agent has of `scalars`, in their order.
    pub(super) async fn numbers(&mut self, scalars: &[Scalar]) -> Result<Vec<Option<u64>>, Failure> {
        loop {
            let wanted: Vec<_> = scalars
                .iter()
                .filter(|scalar| !self.client.absent.contains(&scalar.name))
                .collect();
            let oids: Vec<_> = wanted.iter().map(|scalar| Oid::from_slice(scalar.oid)).collect();
            let values = if oids.is_empty() {
                Vec::new()
            } else {
                match self.ask(Question::Get(&oids)).await? {
                    Answer::Values(values) => values,
                    Answer::Nothing(number) => {
                        let absent = wanted.get(number).or(wanted.first());
                        self.client.absent.extend(absent.map(|scalar| scalar.name));
                        continue;
                    }
                    Answer::TooBig => return Err(self.garbled("says that even a few numbers are too much")),
                }
            };
            let of = |scalar: &Scalar| {
                let value = values.iter().find(|value| value.oid.arcs() == scalar.oid);
                value.and_then(|value| value.value.as_u64())
            };
            return Ok(scalars.iter().map(of).collect());
        }
    }

    /// How many values may be asked for at once.
    pub(super) fn values_at_once(&self) -> usize {
        self.client.values_at_once
    }

    /// Asks for half as much from now on.
    ///
    /// # Errors
    /// It is one value already.
    pub(super) fn ask_for_less(&mut self) -> Result<(), Failure> {
        if self.client.values_at_once <= 1 {
            return Err(self.garbled("says that even a single value is too much (tooBig)"));
        }
        self.client.values_at_once /= 2;
        Ok(())
    }

    /// Whether lists can be asked for many rows at once.
    pub(super) fn has_bulk(&self) -> bool {
        self.client.access.has_bulk()
    }

    /// Whether the agent turned out to be another one than in the last look.
    pub(super) fn another_engine(&self) -> bool {
        self.another_engine
    }

    /// How long the last answer took.
    pub(super) fn took(&self) -> Duration {
        self.client.link.took()
    }

    /// An answer that makes no sense.
    pub(super) fn garbled(&self, what: &str) -> Failure {
        Failure::new(Cause::Garbled, format!("{} {what}", self.client.address.ip()))
    }

    /// An agent that answers and shows nothing.
    pub(super) fn blind(&self) -> Failure {
        trouble::blind(&self.client.access, self.client.address)
    }

    fn failure(&self, error: &Error) -> Failure {
        trouble::failure(
            error,
            &Asked {
                access: &self.client.access,
                address: self.client.address,
                limit: self.limit,
                heard: self.client.link.heard(),
                answers: self.answers,
            },
        )
    }
}

/// Whether the agent is no longer the one whose keys were made: it was replaced, or lost its memory.
fn is_another_engine(error: &Error) -> bool {
    matches!(
        error.exchange_source(),
        Error::Report { status, .. } if matches!(**status, ReportStatus::UnknownEngineId { .. })
    )
}

/// As an operator set it, who does not count what passed before the clock was read.
fn whole_milliseconds(limit: Duration) -> Duration {
    Duration::from_millis(u64::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX))
}
