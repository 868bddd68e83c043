//! How datagrams go to an agent and come back: a socket for each look, which only the agent can answer.
//!
//! A socket that is connected is told by the kernel when a port is closed, and what comes too late for one look finds no
//! socket in the next. Between looks an agent costs neither a file descriptor nor a buffer.

use std::cell::RefCell;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_snmp::message::Message;
use async_snmp::v3::{ReportStatus, classify_report};
use async_snmp::{
    Candidate, Error, RequestRegistration, ResponseIdentity, ResponseMetadata, Result, Transport,
    UDP_RECEIVE_BUFFER_SIZE,
};
use bytes::Bytes;
use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use crate::text::excerpt;

thread_local! {
    /// Nobody waits while it is in use, so that one is enough for all the looks of a thread.
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; UDP_RECEIVE_BUFFER_SIZE]);
}

/// The way to one agent.
#[derive(Clone)]
pub(super) struct Link {
    peer: SocketAddr,
    now: Arc<Mutex<Exchange>>,
}

/// The look that is under way.
#[derive(Default)]
struct Exchange {
    socket: Option<Arc<UdpSocket>>,
    ends: Option<Instant>,
    heard: Heard,
    /// The question that was asked last, and when it was first sent.
    asked: Option<(i32, Instant)>,
    took: Duration,
}

/// What came in during a look.
#[derive(Clone, Default)]
pub(super) struct Heard {
    /// How many datagrams were SNMP.
    pub(super) messages: u32,
    /// The first one that was not.
    pub(super) nonsense: Option<String>,
}

impl Link {
    pub(super) fn to(peer: SocketAddr) -> Self {
        Self {
            peer,
            now: Arc::default(),
        }
    }

    /// Begins a look that ends at `ends`, with nothing heard yet.
    pub(super) fn open(&self, socket: UdpSocket, ends: Instant) {
        *self.exchange() = Exchange {
            socket: Some(Arc::new(socket)),
            ends: Some(ends),
            ..Exchange::default()
        };
    }

    /// Ends a look.
    pub(super) fn close(&self) {
        self.exchange().socket = None;
    }

    /// What came in since the look began.
    pub(super) fn heard(&self) -> Heard {
        self.exchange().heard.clone()
    }

    /// How long the last answer took, counted from the first time that it was asked for.
    pub(super) fn took(&self) -> Duration {
        self.exchange().took
    }

    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The socket of the look, and when to stop waiting for an answer.
    fn socket(&self, deadline: Instant) -> Result<(Arc<UdpSocket>, Instant)> {
        let exchange = self.exchange();
        let socket = exchange
            .socket
            .clone()
            .ok_or(Error::Closed { target: self.peer })?;
        Ok((socket, exchange.ends.map_or(deadline, |ends| ends.min(deadline))))
    }

    /// Remembers when a question was asked; one that is asked again keeps its time.
    fn note_question(&self, registration: &RequestRegistration) {
        let mut exchange = self.exchange();
        let id = registration.request_id();
        let first = match exchange.asked {
            Some((asked, at)) if asked == id || registration.aliases().contains(&asked) => at,
            _ => Instant::now(),
        };
        exchange.asked = Some((id, first));
    }

    fn note_answer(&self) {
        let mut exchange = self.exchange();
        exchange.heard.messages = exchange.heard.messages.saturating_add(1);
        if let Some((_, asked)) = exchange.asked.take() {
            exchange.took = asked.elapsed();
        }
    }

    fn note_other(&self, message: Option<&Message>, data: &[u8]) {
        let heard = &mut self.exchange().heard;
        match message {
            Some(_) => heard.messages = heard.messages.saturating_add(1),
            None => heard.nonsense = heard.nonsense.take().or_else(|| Some(excerpt(data))),
        }
    }

    fn late(&self) -> Box<Error> {
        Box::new(Error::Timeout {
            target: self.peer,
            elapsed: Duration::ZERO,
            retries: 0,
        })
    }

    fn broken(&self, source: io::Error) -> Box<Error> {
        let target = self.peer;
        Box::new(Error::Network { target, source })
    }
}

impl Transport for Link {
    async fn send(&self, data: &[u8]) -> Result<()> {
        let (socket, _) = self.socket(Instant::now())?;
        socket.send(data).await.map_err(|error| self.broken(error))?;
        Ok(())
    }

    async fn request_with<T, F>(
        &self,
        data: &[u8],
        registration: RequestRegistration,
        mut validate: F,
    ) -> Result<T>
    where
        T: Send,
        F: FnMut(Bytes, SocketAddr) -> Result<Candidate<T>> + Send,
    {
        let (socket, deadline) = self.socket(registration.deadline())?;
        if Instant::now() >= deadline {
            return Err(self.late());
        }
        self.note_question(&registration);
        let sent = timeout_at(deadline, socket.send(data)).await;
        sent.map_err(|_| self.late())?
            .map_err(|error| self.broken(error))?;
        loop {
            let came = timeout_at(deadline, receive(&socket)).await;
            let data = came
                .map_err(|_| self.late())?
                .map_err(|error| self.broken(error))?;
            let fits = registration.evaluate_response_identity(&data, true) != ResponseIdentity::Reject;
            if fits && let Candidate::Accept(answer) = validate(data.clone(), self.peer)? {
                self.note_answer();
                return Ok(answer);
            }
            let message = Message::decode(data.clone(), registration.decode_config());
            let message = message.ok().map(|decoded| decoded.value);
            self.note_other(message.as_ref(), &data);
            if let Some(status) = message.filter(|_| fits).and_then(refusal) {
                return Err(Box::new(Error::Report {
                    target: self.peer,
                    status: Box::new(status),
                    metadata: Box::new(ResponseMetadata::default()),
                }));
            }
        }
    }

    fn peer_addr(&self) -> SocketAddr {
        self.peer
    }

    fn local_addr(&self) -> SocketAddr {
        let local = self.exchange().socket.as_ref().map(|socket| socket.local_addr());
        local.and_then(io::Result::ok).unwrap_or(self.peer)
    }

    fn is_reliable(&self) -> bool {
        false
    }
}

/// Why an agent says no. It cannot sign that for a user whom it does not know, so the library, which trusts only what is
/// signed, leaves it out; but there is nothing to gain from forging it beyond what one who can answer at all has anyway.
fn refusal(message: Message) -> Option<ReportStatus> {
    let Message::V3(message) = message else {
        return None;
    };
    let status = classify_report(message.pdu()?).ok()?;
    // An agent signs its time; whoever believes one that is not signed can be led astray.
    (!matches!(status, ReportStatus::NotInTimeWindow { .. })).then_some(status)
}

async fn receive(socket: &UdpSocket) -> io::Result<Bytes> {
    loop {
        socket.readable().await?;
        let received = BUFFER.with_borrow_mut(|buffer| {
            let length = socket.try_recv(buffer)?;
            Ok(Bytes::copy_from_slice(buffer.get(..length).unwrap_or_default()))
        });
        match received {
            Err(error) if io::Error::kind(&error) == ErrorKind::WouldBlock => {}
            other => return other,
        }
    }
}
