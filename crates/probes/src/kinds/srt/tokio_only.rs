//! SRT by srt-tokio: as caller only, and with the few figures that it knows.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use srt_tokio::SrtSocket;
use srt_tokio::options::PacketSize;
use tokio::time::Instant;
use wire::reading::{Cause, Failure};
use wire::settings::FieldError;

use super::access::{Access, Way};
use super::figures::Figures;
use super::receiver::{Link, Transport};
use super::{info, nobody, refusal};
use crate::Look;
use crate::endpoint::{Endpoint, no_answer};

/// With its own 1316 it has libsrt cut each packet in two.
const PACKET: u64 = 1_400;

pub(super) struct TokioOnly {
    to: Endpoint,
    passphrase: Option<String>,
    stream_id: String,
    latency: Duration,
}

pub(super) struct Connected {
    socket: SrtSocket,
    peer: SocketAddr,
    began: Instant,
    figures: Figures,
    is_encrypted: bool,
}

impl TokioOnly {
    pub(super) fn new(access: &Access) -> Result<Self, FieldError> {
        let to = match &access.way {
            Way::Call(to) => to.clone(),
            Way::Listen(at) => {
                let message = format!(
                    "this build of Flywatch has no libsrt and can only call; set the sender to listen instead of calling {at}"
                );
                return Err(FieldError::new("mode", message));
            }
        };
        Ok(Self {
            to,
            passphrase: access.passphrase.clone(),
            stream_id: access.stream_id.clone(),
            latency: access.latency,
        })
    }

    async fn refused(&self, error: &io::Error, address: SocketAddr) -> Failure {
        let words = error.to_string();
        match error.kind() {
            io::ErrorKind::TimedOut => nobody::why(address).await,
            _ if words.contains("wrong password") => refusal::wrong_passphrase(address),
            _ if words.contains("password required") => {
                refusal::only_one_encrypts(address, self.passphrase.is_some())
            }
            _ => Failure::new(Cause::Refused, format!("{} sent us away: {words}", address.ip())),
        }
    }
}

impl Transport for TokioOnly {
    type Link = Connected;

    async fn link(&mut self, seen: &mut Look) -> Result<Connected, Failure> {
        let (address, _) = self.to.find(seen).await?;
        seen.missing(no_answer(address));
        let mut builder = SrtSocket::builder()
            .latency(self.latency)
            .set(|options| options.sender.max_payload_size = PacketSize(PACKET));
        if let Some(passphrase) = &self.passphrase {
            builder = builder.encryption(0, passphrase.as_str());
        }
        let stream_id = Some(self.stream_id.as_str()).filter(|id| !id.is_empty());
        let socket = match builder.call(address, stream_id).await {
            Ok(socket) => socket,
            Err(error) => return Err(self.refused(&error, address).await),
        };
        seen.missing_unless(
            format!("{} is connected, but nothing came", address.ip()),
            "check that its encoder runs",
        );
        Ok(Connected {
            socket,
            peer: address,
            began: Instant::now(),
            figures: Figures::default(),
            is_encrypted: self.passphrase.is_some(),
        })
    }
}

impl Link for Connected {
    async fn take(&mut self, mut each: impl FnMut(&[u8], Duration) + Send) -> Result<(), Failure> {
        match self.socket.next().await {
            Some(Ok((sent, bytes))) => {
                each(
                    &bytes,
                    Instant::from_std(sent).saturating_duration_since(self.began),
                );
                Ok(())
            }
            None | Some(Err(_)) => {
                let detail = format!(
                    "{} hung up, or was not heard of for 5 s; the stream has ended",
                    self.peer.ip()
                );
                Err(Failure::new(Cause::Silent, detail))
            }
        }
    }

    fn figures(&mut self) -> Figures {
        // Of its other figures it writes none, or wrong ones.
        while let Some(Some(known)) = self.socket.statistics().next().now_or_never() {
            self.figures = Figures {
                received: Some(known.rx_data),
                retransmitted: Some(known.rx_retransmit_data),
                dropped: Some(known.rx_dropped_data),
                undecrypted: Some(known.rx_decrypt_errors),
                ..Figures::default()
            };
        }
        self.figures
    }

    fn tell(&mut self, seen: &mut Look) {
        seen.fact(info::PEER, &self.peer.to_string());
        seen.fact(info::ENCRYPTION, if self.is_encrypted { "AES" } else { "none" });
    }
}
