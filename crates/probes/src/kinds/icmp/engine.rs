//! The one thread that sends every echo of the process and takes every answer.
//!
//! Round trips are taken from the kernel's own time stamps on both ways: when the packet was handed to the network card
//! and when the answer came from it. So it does not matter how long this thread, or the task that asked, waits for a
//! processor. Where a driver gives no stamp on the way out (some tunnels), the thread's own clock just before sending
//! takes its place.

use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::os::fd::AsFd;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::eventfd::{EfdFlags, EventFd};
use tokio::sync::mpsc;

use super::packet::{Pen, sequence};
use super::socket::{Manner, Notice, Report, Socket};

/// An echo is remembered for this long, so that late and double answers are known for what they are. Longer than the
/// three seconds in which a kernel gives up to find a neighbour, so that this news finds its probe.
const REMEMBERED: Duration = Duration::from_secs(5);

/// So many echoes are sent before the answers are taken; near targets answer at once.
const SENT_AT_ONCE: usize = 64;

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
        let worker = Worker {
            desk: desk.clone(),
            pen: Pen::new(),
            next: 0,
            v4: None,
            v6: None,
            out: VecDeque::new(),
        };
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

/// What the thread knows.
struct Worker {
    desk: Arc<Desk>,
    pen: Pen,
    /// The id of the next echo.
    next: u64,
    v4: Option<Socket>,
    v6: Option<Socket>,
    /// The echoes of the last seconds, by id without a gap.
    out: VecDeque<Out>,
}

/// An echo on its way.
struct Out {
    to: IpAddr,
    number: u64,
    news: mpsc::Sender<News>,
    began: Instant,
    /// The time of day just before sending, since 1970.
    before: Duration,
    /// The time of day at which the network card got it, since 1970.
    left: Option<Duration>,
    answered: bool,
}

impl Out {
    fn tell(&self, what: What) {
        // Who does not read his news has left, or has more of them than he needs.
        self.news
            .try_send(News {
                number: self.number,
                what,
            })
            .unwrap_or_default();
    }
}

impl Worker {
    fn run(mut self) {
        loop {
            let Ok(ready) = self.wait() else { return };
            if ready.v4 {
                self.listen(false);
            }
            if ready.v6 {
                self.listen(true);
            }
            if ready.bell {
                let orders = self.desk.take();
                if orders.closed {
                    return;
                }
                self.forget();
                self.send_all(orders.echoes);
            }
        }
    }

    fn wait(&self) -> Result<Ready, Errno> {
        let mut watched = vec![PollFd::new(self.desk.bell.as_fd(), PollFlags::POLLIN)];
        let sockets = self.v4.iter().chain(&self.v6);
        watched.extend(sockets.map(|socket| PollFd::new(socket.as_fd(), PollFlags::POLLIN)));
        loop {
            match poll(&mut watched, PollTimeout::NONE) {
                Ok(_) => break,
                Err(Errno::EINTR) => {}
                Err(error) => return Err(error),
            }
        }
        let mut ready = watched.iter().map(|fd| fd.any().unwrap_or(true));
        let mut next = |watched: bool| watched && ready.next().unwrap_or_default();
        Ok(Ready {
            bell: next(true),
            v4: next(self.v4.is_some()),
            v6: next(self.v6.is_some()),
        })
    }

    fn forget(&mut self) {
        while self
            .out
            .front()
            .is_some_and(|out| out.began.elapsed() > REMEMBERED)
        {
            self.out.pop_front();
        }
    }

    fn socket(&mut self, v6: bool) -> Result<&mut Socket, Errno> {
        let place = if v6 { &mut self.v6 } else { &mut self.v4 };
        match place {
            Some(socket) => Ok(socket),
            // Tried anew each time: the operator may give the right while the station runs.
            None => Ok(place.insert(Socket::open(v6)?)),
        }
    }

    /// Listens between, so that the answers to many echoes never fill the sockets.
    fn send_all(&mut self, echoes: Vec<Echo>) {
        for (count, echo) in (1..).zip(echoes) {
            self.send(echo);
            if count % SENT_AT_ONCE == 0 {
                self.listen(false);
                self.listen(true);
            }
        }
    }

    fn send(&mut self, echo: Echo) {
        let v6 = echo.to.is_ipv6();
        let id = self.next;
        let identifier = match self.socket(v6) {
            Ok(socket) => socket.identifier(),
            Err(error) => {
                let no_socket = News {
                    number: echo.number,
                    what: What::NoSocket(error),
                };
                return echo.news.try_send(no_socket).unwrap_or_default();
            }
        };
        let packet = self.pen.echo(v6, identifier, id, echo.payload);
        self.next += 1;
        self.out.push_back(Out {
            to: echo.to,
            number: echo.number,
            news: echo.news,
            began: Instant::now(),
            before: time_of_day(),
            left: None,
            answered: false,
        });
        let mut sent = self.hand_over(v6, echo.to, echo.manner, &packet);
        if sent.is_err() {
            // The error may be about an earlier echo to somebody else; taking it from its queue clears it.
            self.reports(v6);
            sent = self.hand_over(v6, echo.to, echo.manner, &packet);
        }
        if let (Err(error), Some(out)) = (sent, self.out.back()) {
            out.tell(What::NotSent(error));
        }
    }

    fn hand_over(&mut self, v6: bool, to: IpAddr, manner: Manner, packet: &[u8]) -> Result<(), Errno> {
        self.socket(v6)?.send(to, manner, packet)
    }

    fn listen(&mut self, v6: bool) {
        self.reports(v6);
        loop {
            let socket = if v6 { &mut self.v6 } else { &mut self.v4 };
            let Some(incoming) = socket.as_mut().and_then(Socket::receive) else {
                return;
            };
            let (from, at, ttl) = (incoming.from, incoming.at, incoming.ttl);
            let Some(id) = self.pen.answered(v6, incoming.packet) else {
                continue;
            };
            self.answered(v6, id, from, at, ttl);
        }
    }

    fn answered(&mut self, v6: bool, id: u64, from: IpAddr, at: Option<Duration>, ttl: Option<u8>) {
        let now = Instant::now();
        if self.find(id).is_some_and(|out| out.left.is_none()) {
            // The answer can overtake the stamp of its echo in the queues of the socket.
            self.reports(v6);
        }
        let Some(out) = self.find(id).filter(|out| out.to == from) else {
            return;
        };
        if out.answered {
            return out.tell(What::AnsweredAgain);
        }
        out.answered = true;
        // Only the steady clock knows whether the time of day was set meanwhile; a round trip is never longer than
        // what it says.
        let longest = now.saturating_duration_since(out.began);
        let stamped = at.and_then(|at| at.checked_sub(out.left.unwrap_or(out.before)));
        let rtt = stamped.filter(|rtt| *rtt <= longest).unwrap_or(longest);
        out.tell(What::Answered { rtt, ttl });
    }

    fn reports(&mut self, v6: bool) {
        loop {
            let socket = if v6 { &mut self.v6 } else { &mut self.v4 };
            match socket.as_mut().and_then(Socket::report) {
                None => return,
                Some(Report::Other) => {}
                Some(Report::Left { frame, at }) => {
                    if let Some(out) = self
                        .pen
                        .within(frame)
                        .and_then(|id| find(&mut self.out, self.next, id))
                    {
                        out.left = Some(at);
                    }
                }
                Some(Report::Returned { to, sequence, notice }) => {
                    let id = recent(self.next, sequence);
                    if let Some(out) = id.and_then(|id| self.find(id)).filter(|out| out.to == to) {
                        out.tell(What::Returned(notice));
                    }
                }
            }
        }
    }

    fn find(&mut self, id: u64) -> Option<&mut Out> {
        find(&mut self.out, self.next, id)
    }
}

#[derive(Clone, Copy)]
struct Ready {
    bell: bool,
    v4: bool,
    v6: bool,
}

/// The echo of that id, if it is still remembered. `next` is the id of the one to come.
fn find(out: &mut VecDeque<Out>, next: u64, id: u64) -> Option<&mut Out> {
    let back = usize::try_from(next.checked_sub(id)?).ok()?;
    let index = out.len().checked_sub(back)?;
    out.get_mut(index)
}

/// The latest id below `next` that has this sequence number.
fn recent(next: u64, number: u16) -> Option<u64> {
    let last = next.checked_sub(1)?;
    last.checked_sub(u64::from(sequence(last).wrapping_sub(number)))
}

fn time_of_day() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_number_means_the_latest_echo_that_has_it() {
        assert_eq!(recent(0, 0), None, "nothing was sent");
        assert_eq!(recent(1, 0), Some(0));
        assert_eq!(recent(1, 5), None, "not sent yet");
        assert_eq!(recent(0x1_0005, 4), Some(0x1_0004));
        assert_eq!(recent(0x1_0005, 5), Some(5));
        assert_eq!(recent(0x1_0005, 0xffff), Some(0xffff));
    }
}
