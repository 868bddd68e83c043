use std::net::IpAddr;
use std::time::Duration;

use nix::errno::Errno;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use wire::reading::Failure;

use super::engine::{Echo, Engine, News, What};
use super::socket::Manner;
use super::{NEWS_KEPT, refused, trouble};

/// Bytes of an echo after its ICMP header: as many as the ping of every system.
const PAYLOAD: u16 = 56;

/// Sends single echoes, beside those of the probes: an echo to an address where nobody is takes room in its socket
/// until the kernel gives up to find him, and that room must not be missing to a probe.
pub struct Pinger(Engine);

/// What became of an echo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echoed {
    /// It was answered after this long.
    Answered(Duration),
    /// There was no answer in time.
    Silent,
    /// The kernel, or somebody on the way, says that nobody is there.
    Nobody,
}

impl Pinger {
    /// One with a socket of its own.
    ///
    /// # Errors
    /// This machine does not let Flywatch send echoes.
    pub fn start() -> Result<Self, Failure> {
        Engine::start().map(Self).map_err(|error| refused(&error))
    }

    /// Sends an echo to `to` and waits `limit` for news of it. On a network of its own, the kernel takes three seconds to
    /// find out that nobody is there.
    ///
    /// # Errors
    /// This machine does not send it.
    pub async fn echo(&self, to: IpAddr, limit: Duration) -> Result<Echoed, Failure> {
        let end = Instant::now() + limit;
        let (mailbox, mut news) = mpsc::channel(NEWS_KEPT);
        self.0.send(Echo {
            to,
            payload: PAYLOAD.into(),
            manner: Manner { ttl: None, dscp: 0 },
            number: 0,
            news: mailbox,
            runtime: Handle::current(),
        });
        while let Ok(Some(News { what, .. })) = timeout_at(end, news.recv()).await {
            match what {
                What::Answered { rtt, .. } => return Ok(Echoed::Answered(rtt)),
                What::Returned(_) | What::NotSent(Errno::EHOSTUNREACH) => return Ok(Echoed::Nobody),
                What::NoSocket(error) => return Err(trouble::no_socket(error, to)),
                What::NotSent(error) => return Err(trouble::not_sent(error, to, PAYLOAD.into())),
                What::AnsweredAgain => {}
            }
        }
        Ok(Echoed::Silent)
    }
}
