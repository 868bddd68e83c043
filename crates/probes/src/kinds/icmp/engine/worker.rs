use std::collections::VecDeque;
use std::net::IpAddr;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::time::{ClockId, ClockNanosleepFlags, clock_nanosleep};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::super::packet::{Pen, sequence};
use super::super::socket::{Manner, Report, Socket};
use super::{Desk, Echo, News, What};

/// An echo is remembered for this long, so that late and double answers are known for what they are. Longer than the
/// three seconds in which a kernel gives up to find a neighbour, so that this news finds its probe.
const REMEMBERED: Duration = Duration::from_secs(5);

/// Least time from one round of the thread to the next. What comes between waits for the next round: waking a thread
/// costs far more than sending an echo, and the kernel's stamps do not mind who reads them when.
const ROUND: Duration = Duration::from_millis(10);

/// So many echoes are sent before the answers are taken; near targets answer at once.
const SENT_AT_ONCE: usize = 64;

/// What the thread knows.
pub(super) struct Worker {
    desk: Arc<Desk>,
    pen: Pen,
    /// The id of the next echo.
    next: u64,
    v4: Option<Socket>,
    v6: Option<Socket>,
    /// The echoes of the last seconds, by id without a gap.
    out: VecDeque<Out>,
    /// What this round brought and nobody was told yet.
    untold: Vec<Letter>,
}

/// An echo on its way.
struct Out {
    to: IpAddr,
    number: u64,
    news: mpsc::Sender<News>,
    runtime: Handle,
    began: Instant,
    /// The time of day just before sending, since 1970.
    before: Duration,
    /// The time of day at which the network card got it, since 1970.
    left: Option<Duration>,
    answered: bool,
}

impl Out {
    fn news(&self, what: What) -> Letter {
        let number = self.number;
        Letter {
            runtime: self.runtime.clone(),
            to: self.news.clone(),
            news: News { number, what },
        }
    }
}

/// News for somebody.
struct Letter {
    runtime: Handle,
    to: mpsc::Sender<News>,
    news: News,
}

impl Worker {
    pub(super) fn new(desk: Arc<Desk>) -> Self {
        Self {
            desk,
            pen: Pen::new(),
            next: 0,
            v4: None,
            v6: None,
            out: VecDeque::new(),
            untold: Vec::new(),
        }
    }

    /// Works until the desk is closed.
    pub(super) fn run(mut self) {
        let mut round = Instant::now();
        while let Ok(ready) = self.wait() {
            gather(round);
            round = Instant::now();
            if ready.v4 {
                self.listen(false);
            }
            if ready.v6 {
                self.listen(true);
            }
            let orders = self.desk.take();
            if orders.closed {
                return;
            }
            self.forget();
            self.send_all(orders.echoes);
            self.deliver();
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
        let mut ready = watched.iter().skip(1).map(|fd| fd.any().unwrap_or(true));
        let mut next = |watched: bool| watched && ready.next().unwrap_or_default();
        Ok(Ready {
            v4: next(self.v4.is_some()),
            v6: next(self.v6.is_some()),
        })
    }

    /// Hands everything over at once: to wake a runtime for every single answer costs more than the answers.
    fn deliver(&mut self) {
        while let Some(Letter { runtime, .. }) = self.untold.last() {
            let (runtime, id) = (runtime.clone(), runtime.id());
            let letters: Vec<_> = self
                .untold
                .extract_if(.., |letter| letter.runtime.id() == id)
                .collect();
            runtime.spawn(async move {
                for Letter { to, news, .. } in letters {
                    // Who does not read his news has left, or has more of them than he needs.
                    to.try_send(news).unwrap_or_default();
                }
            });
        }
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
        let mut echoes = echoes.into_iter().peekable();
        while echoes.peek().is_some() {
            let (mut v4, mut v6) = (false, false);
            for echo in echoes.by_ref().take(SENT_AT_ONCE) {
                v6 |= echo.to.is_ipv6();
                v4 |= echo.to.is_ipv4();
                self.send(echo);
            }
            if v4 {
                self.listen(false);
            }
            if v6 {
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
                return self.untold.push(Letter {
                    runtime: echo.runtime,
                    to: echo.news,
                    news: News {
                        number: echo.number,
                        what: What::NoSocket(error),
                    },
                });
            }
        };
        let packet = self.pen.echo(v6, identifier, id, echo.payload);
        self.next += 1;
        self.out.push_back(Out {
            to: echo.to,
            number: echo.number,
            news: echo.news,
            runtime: echo.runtime,
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
            self.untold.push(out.news(What::NotSent(error)));
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
        let Some(out) = find(&mut self.out, self.next, id).filter(|out| out.to == from) else {
            return;
        };
        if out.answered {
            return self.untold.push(out.news(What::AnsweredAgain));
        }
        out.answered = true;
        // Only the steady clock knows whether the time of day was set meanwhile; a round trip is never longer than
        // what it says.
        let longest = now.saturating_duration_since(out.began);
        let stamped = at.and_then(|at| at.checked_sub(out.left.unwrap_or(out.before)));
        let rtt = stamped.filter(|rtt| *rtt <= longest).unwrap_or(longest);
        self.untold.push(out.news(What::Answered { rtt, ttl }));
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
                    let out = recent(self.next, sequence)
                        .and_then(|id| find(&mut self.out, self.next, id))
                        .filter(|out| out.to == to);
                    if let Some(out) = out {
                        self.untold.push(out.news(What::Returned(notice)));
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
    v4: bool,
    v6: bool,
}

/// Waits until a round that follows the one at `last` may begin.
fn gather(last: Instant) {
    let rest = ROUND.saturating_sub(last.elapsed());
    if !rest.is_zero() {
        // A signal only makes the round begin earlier.
        clock_nanosleep(
            ClockId::CLOCK_MONOTONIC,
            ClockNanosleepFlags::empty(),
            &rest.into(),
        )
        .map(drop)
        .unwrap_or_default();
    }
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
