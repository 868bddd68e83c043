//! SRT by libsrt: as caller and as listener, with all figures.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use srt::{Call, Connection, Encryption, Error, Listener, Rejection, State, Statistics, Verdict};
use tokio::time::{Instant, sleep};
use wire::reading::{Cause, Failure};
use wire::settings::FieldError;

use super::access::{Access, Way};
use super::figures::Figures;
use super::receiver::{Link, Transport};
use super::{info, nobody, refusal};
use crate::Look;
use crate::endpoint::{Endpoint, cannot_listen, no_answer};

/// libsrt has threads of its own; so often it is looked what they have got. Its packets carry the time at which they were
/// sent, so that this pause falsifies nothing.
const LOOK_IN: Duration = Duration::from_millis(10);
/// Packets that are taken before others get their turn.
const AT_ONCE: usize = 256;
/// The most that a packet carries, in bytes.
const LONGEST: usize = 1_456;
/// Who has not answered a call by then is asked whether there is SRT at all.
const SLOW: Duration = Duration::from_millis(500);
/// Who was let on to the passphrase comes in within this time, or has the wrong one.
const TO_COME_IN: Duration = Duration::from_secs(2);

pub(super) struct Libsrt {
    way: Way,
    access: srt::Access,
    /// Stays open while a probe is watched, so that callers who come back find it.
    listener: Option<Arc<Listener>>,
}

/// A connection, and the listener that let it in if there is one.
pub(super) struct Connected {
    connection: Connection,
    peer: SocketAddr,
    listener: Option<Arc<Listener>>,
    packet: Box<[u8]>,
}

impl Libsrt {
    #[expect(
        clippy::unnecessary_wraps,
        reason = "the other transport cannot do everything"
    )]
    pub(super) fn new(access: &Access) -> Result<Self, FieldError> {
        Ok(Self {
            way: access.way.clone(),
            access: srt::Access {
                passphrase: access.passphrase.clone(),
                stream_id: access.stream_id.clone(),
                latency: access.latency,
            },
            listener: None,
        })
    }

    async fn call(&self, to: &Endpoint, seen: &mut Look) -> Result<Connected, Failure> {
        let (address, _) = to.find(seen).await?;
        seen.missing(no_answer(address));
        let connection = Connection::call(address, &self.access).map_err(|error| broken(&error, address))?;
        let asking = pin!(async {
            sleep(SLOW).await;
            nobody::why(address).await
        });
        let mut asking = asking.fuse();
        let mut silence = None;
        loop {
            match connection.state() {
                State::Connecting => {}
                State::Connected => break,
                State::Rejected(Rejection::Timeout) => {
                    let silent = || Failure::new(Cause::Timeout, no_answer(address));
                    return Err(silence.unwrap_or_else(silent));
                }
                State::Rejected(rejection) => return Err(self.refused(rejection, address)),
                State::Lost => return Err(broken(&Error::Lost, address)),
            }
            tokio::select! {
                why = &mut asking => match why.cause {
                    Cause::Timeout => silence = Some(why),
                    _ => return Err(why),
                },
                () = sleep(LOOK_IN) => {}
            }
        }
        let ip = address.ip();
        seen.missing_unless(
            format!("{ip} is connected, but nothing came"),
            "check that its encoder runs",
        );
        Ok(Connected::new(connection, address, None))
    }

    fn refused(&self, rejection: Rejection, address: SocketAddr) -> Failure {
        let ip = address.ip();
        match rejection {
            Rejection::WrongPassphrase => refusal::wrong_passphrase(address),
            Rejection::OnlyOneEncrypts => {
                refusal::only_one_encrypts(address, self.access.passphrase.is_some())
            }
            Rejection::StreamId => {
                let detail = format!(
                    "{ip} does not give away the stream id {:?}; check it",
                    self.access.stream_id
                );
                Failure::new(Cause::Denied, detail)
            }
            Rejection::Overloaded => {
                let detail = format!("{ip} takes no more callers; end another receiver, or allow more there");
                Failure::new(Cause::Refused, detail)
            }
            Rejection::NotLive => {
                let detail = format!("{ip} speaks SRT for files, or with settings that no live stream has");
                Failure::new(Cause::Garbled, detail)
            }
            Rejection::Timeout | Rejection::Other(_) => {
                let detail =
                    format!("{ip} sent us away ({rejection}); look what it says there, and at the stream id");
                Failure::new(Cause::Refused, detail)
            }
        }
    }

    async fn listen(&mut self, at: SocketAddr, seen: &mut Look) -> Result<Connected, Failure> {
        let listener = match &self.listener {
            Some(listener) => listener.clone(),
            None => {
                // libsrt does not say why it cannot.
                UdpSocket::bind(at).map_err(|error: io::Error| cannot_listen(&error, at))?;
                let listener = Listener::open(at, &self.access).map_err(|error| broken(&error, at))?;
                self.listener.insert(Arc::new(listener)).clone()
            }
        };
        seen.missing_unless(
            format!("no SRT caller came to port {} of this machine", at.port()),
            "check the encoder, the address that it calls, and that UDP passes",
        );
        let mut at_the_door: Vec<(Call, Instant)> = Vec::new();
        loop {
            match listener.accept() {
                Ok(Some((connection, from))) => {
                    let ip = from.ip();
                    let what = format!("{ip} is connected, but nothing came");
                    seen.missing_unless(what, "check that its encoder runs");
                    return Ok(Connected::new(connection, from, Some(listener)));
                }
                Ok(None) => {}
                Err(error) => {
                    self.listener = None;
                    return Err(broken(&error, at));
                }
            }
            for call in listener.calls() {
                match call.verdict {
                    Verdict::StreamId => return Err(self.sent_away(&call)),
                    Verdict::ToPassphrase => at_the_door.push((call, Instant::now())),
                    Verdict::Busy => {}
                }
            }
            if let Some((call, _)) = at_the_door.iter().find(|(_, since)| since.elapsed() > TO_COME_IN) {
                return Err(self.sent_away(call));
            }
            sleep(LOOK_IN).await;
        }
    }

    /// Why a caller was not let in.
    fn sent_away(&self, call: &Call) -> Failure {
        let (from, asked) = (call.from, &call.stream_id);
        let detail = match call.verdict {
            Verdict::StreamId => {
                let wanted = &self.access.stream_id;
                format!("{from} calls with the stream id {asked:?}; here {wanted:?} is entered")
            }
            _ if self.access.passphrase.is_some() => {
                format!("{from} calls, but with another passphrase than the one entered here, or with none")
            }
            _ => format!("{from} calls, but encrypts; enter its passphrase here"),
        };
        Failure::new(Cause::Denied, detail)
    }
}

impl Transport for Libsrt {
    type Link = Connected;

    async fn link(&mut self, seen: &mut Look) -> Result<Connected, Failure> {
        match self.way.clone() {
            Way::Call(to) => self.call(&to, seen).await,
            Way::Listen(at) => self.listen(at, seen).await,
        }
    }
}

impl Connected {
    fn new(connection: Connection, peer: SocketAddr, listener: Option<Arc<Listener>>) -> Self {
        Self {
            connection,
            peer,
            listener,
            packet: vec![0; LONGEST].into(),
        }
    }
}

impl Link for Connected {
    async fn take(&mut self, mut each: impl FnMut(&[u8], Duration) + Send) -> Result<(), Failure> {
        loop {
            for taken in 0..AT_ONCE {
                let packet = self.connection.receive(&mut self.packet);
                match packet.map_err(|error| broken(&error, self.peer))? {
                    Some(packet) => each(self.packet.get(..packet.length).unwrap_or_default(), packet.sent),
                    None if taken > 0 => return Ok(()),
                    None => break,
                }
            }
            sleep(LOOK_IN).await;
        }
    }

    fn figures(&mut self) -> Figures {
        self.connection
            .statistics()
            .map(Figures::from)
            .unwrap_or_default()
    }

    fn tell(&mut self, seen: &mut Look) {
        seen.fact(info::PEER, &self.peer.to_string());
        seen.fact(info::STREAM_ID, &self.connection.stream_id());
        match self.connection.encryption() {
            Encryption::Plain => seen.fact(info::ENCRYPTION, "none"),
            Encryption::Aes(bits) => seen.fact(info::ENCRYPTION, &format!("AES-{bits}")),
        }
        if let Some(version) = self.connection.peer_version() {
            seen.fact(info::PEER_VERSION, &version);
        }
        let calls = self
            .listener
            .as_ref()
            .map(|listener| listener.calls())
            .unwrap_or_default();
        for call in calls.iter().filter(|call| call.verdict == Verdict::Busy) {
            let detail = format!("{} calls too; only one sender can be watched here", call.from);
            seen.finding(info::SECOND_CALLER, detail);
        }
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        if let Some(listener) = &self.listener {
            listener.free();
        }
    }
}

impl From<Statistics> for Figures {
    fn from(of: Statistics) -> Self {
        Self {
            received: Some(of.received),
            lost: Some(of.lost),
            retransmitted: Some(of.retransmitted),
            dropped: Some(of.dropped),
            belated: Some(of.belated),
            undecrypted: Some(of.undecrypted),
            reorder_distance: Some(of.reorder_distance),
            rtt: Some(of.rtt),
            bandwidth: Some(of.bandwidth),
            rate: Some(of.rate),
            buffered: Some(of.buffered),
            latency: Some(of.latency),
        }
    }
}

fn broken(error: &Error, peer: SocketAddr) -> Failure {
    match error {
        Error::Lost => {
            let detail = format!(
                "{} hung up, or was not heard of for 5 s; the stream has ended",
                peer.ip()
            );
            Failure::new(Cause::Silent, detail)
        }
        Error::Other(words) => Failure::new(Cause::Denied, format!("SRT with {peer} failed: {words}")),
    }
}
