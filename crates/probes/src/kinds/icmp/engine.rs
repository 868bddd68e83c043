//! The one thread that sends every echo of the process and takes every answer.
//!
//! Round trips are taken from the kernel's own time stamps on both ways: when the packet was handed to the network card
//! and when the answer came from it. So it does not matter how long this thread, or the task that asked, waits for a
//! processor. Where a driver gives no stamp on the way out (some tunnels), the thread's own clock just before sending
//! takes its place.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::eventfd::{EfdFlags, EventFd};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use self::worker::Worker;
use super::socket::{Manner, Notice};

mod worker;

/// An echo to send.
pub(super) struct Echo {
    pub(super) to: IpAddr,
    /// Bytes after the ICMP header; at least [`LEAST_PAYLOAD`](super::packet::LEAST_PAYLOAD).
    pub(super) payload: usize,
    pub(super) manner: Manner,
    /// What the asker calls it.
    pub(super) number: u64,
    /// Where news of it go.
    pub(super) news: mpsc::Sender<News>,
    /// Where the asker runs.
    pub(super) runtime: Handle,
}

/// What became of an echo.
#[derive(Debug)]
pub(super) struct News {
    /// What the asker calls it.
    pub(super) number: u64,
    pub(super) what: What,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The first answer.
    Answered { rtt: Duration, ttl: Option<u8> },
    /// One more answer.
    AnsweredAgain,
    /// Word from the way that it cannot arrive.
    Returned(Notice),
    /// This machine gives no socket for echoes.
    NoSocket(Errno),
    /// This machine did not send it.
    NotSent(Errno),
}

/// A running engine. Dropping it ends its thread.
pub(super) struct Engine {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

/// Where echoes wait for the thread.
struct Desk {
    orders: Mutex<Orders>,
    bell: EventFd,
}

#[derive(Default)]
struct Orders {
    echoes: Vec<Echo>,
    closed: bool,
}

/// The engine of this process.
pub(super) fn engine() -> Result<&'static Engine, &'static io::Error> {
    static ENGINE: LazyLock<io::Result<Engine>> = LazyLock::new(Engine::start);
    ENGINE.as_ref()
}

impl Engine {
    /// Starts the thread. It sees the network namespace of the thread that calls this.
    pub(super) fn start() -> io::Result<Self> {
        let bell = EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)?;
        let desk = Arc::new(Desk {
            orders: Mutex::default(),
            bell,
        });
        let worker = Worker::new(desk.clone());
        let thread = thread::Builder::new()
            .name("icmp".to_owned())
            .spawn(|| worker.run())?;
        Ok(Self {
            desk,
            thread: Some(thread),
        })
    }

    /// Sends `echo` soon. Waits for nobody.
    pub(super) fn send(&self, echo: Echo) {
        self.desk.leave(|orders| orders.echoes.push(echo));
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.desk.leave(|orders| orders.closed = true);
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported by its own hook.
            thread.join().unwrap_or_default();
        }
    }
}

impl Desk {
    fn leave(&self, what: impl FnOnce(&mut Orders)) {
        let quiet = {
            let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
            let quiet = orders.echoes.is_empty();
            what(&mut orders);
            quiet
        };
        if quiet {
            // Fails only when the bell rings already.
            self.bell.write(1).unwrap_or_default();
        }
    }

    fn take(&self) -> Orders {
        // Fails only when the bell does not ring.
        self.bell.read().unwrap_or_default();
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let closed = orders.closed;
        Orders {
            echoes: std::mem::take(&mut orders.echoes),
            closed,
        }
    }
}
