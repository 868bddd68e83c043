use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mpegts::rtp::{Datagram, Flow, LEGS, Rtp};
use mpegts::{Nanos, Options, Report};
use tokio::time::Instant;

use super::analysis::Analysis;
use super::day::Day;
use super::legs::{self, Legs};
use super::socket::Incoming;
use super::{arrivals, info};
use crate::Look;
use crate::number::as_f64;
use crate::stream::Monitor;

/// After so long what is measured over seconds is told.
const SECOND: Nanos = Nanos::from_millis(950);

/// One stream as it comes in, on one way or on two.
pub(super) struct Stream {
    began: Instant,
    day: Day,
    pub(super) analysis: Analysis,
    pub(super) flow: Flow,
    pub(super) legs: Option<Legs>,
    /// Since the last report.
    pub(super) datagrams: u64,
    second_began: Option<Nanos>,
}

/// What a datagram is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// Of the stream that is followed.
    Followed,
    /// Of another stream to the same address.
    Rival,
    /// Of no stream, such as FEC.
    Apart,
}

/// What a second showed.
pub(super) struct Second {
    arrivals: arrivals::Second,
    packets: Option<(usize, usize)>,
    legs: Option<legs::Second>,
}

impl Stream {
    /// With what operators call its legs, where it has two.
    pub(super) fn new(options: Options, monitor: Monitor, legs: Option<[String; LEGS]>) -> Self {
        Self {
            began: Instant::now(),
            day: Day::default(),
            analysis: Analysis::new(options, monitor),
            flow: Flow::default(),
            legs: legs.map(Legs::new),
            datagrams: 0,
            second_began: None,
        }
    }

    /// Takes a datagram that came on that way.
    pub(super) fn take(&mut self, way: usize, incoming: &Incoming<'_>) -> Taken {
        let at = self.moment(incoming.at);
        let datagram = Datagram::detect(incoming.bytes);
        let (rtp, holds_stream) = match datagram {
            Datagram::Rtp(rtp) => (Some(rtp), true),
            // Where RTP comes, what looks like it is no piece of a stream; nor is FEC that comes before its stream does.
            Datagram::Other(bytes) => {
                let rtp = Rtp::read(bytes).filter(|rtp| self.is_rtp() || rtp.is_fec());
                (rtp, false)
            }
            Datagram::Raw(_) => (None, false),
        };
        let Some(rtp) = rtp else {
            self.analysis.take(datagram.payload(), None, at);
            self.count(at);
            return Taken::Followed;
        };
        let is_followed = self.flow.admits(&rtp, at);
        if let Some(legs) = self.legs.as_mut().filter(|_| is_followed || holds_stream) {
            legs.take(way, &rtp, at);
        }
        if !is_followed {
            return if holds_stream { Taken::Rival } else { Taken::Apart };
        }
        let analysis = &mut self.analysis;
        match &mut self.legs {
            Some(legs) => legs.merge(way, &rtp, at, |merged| analysis.take_merged(&merged)),
            None => analysis.take_rtp(&rtp, at),
        }
        self.count(at);
        Taken::Followed
    }

    fn count(&mut self, at: Nanos) {
        self.datagrams += 1;
        self.second_began.get_or_insert(at);
    }

    fn moment(&mut self, stamp: Option<Duration>) -> Nanos {
        let steady = self.began.elapsed();
        let today = SystemTime::now().duration_since(UNIX_EPOCH).ok();
        let both = stamp.zip(today);
        let waited = both.map(|(stamp, today)| self.day.waited(stamp, steady, today));
        nanos(steady.saturating_sub(waited.unwrap_or_default()))
    }

    /// How often somebody set the clock by which the kernel stamps.
    pub(super) fn clock_was_set(&self) -> u64 {
        self.day.set
    }

    pub(super) fn now(&self) -> Nanos {
        nanos(self.began.elapsed())
    }

    /// Whether the stream comes in RTP.
    pub(super) fn is_rtp(&self) -> bool {
        self.flow.main().is_some()
    }

    /// Lets go what waited for the other leg for long enough.
    pub(super) fn pass_time(&mut self) {
        let (now, analysis) = (self.now(), &mut self.analysis);
        if let Some(legs) = &mut self.legs {
            legs.release(now, |merged| analysis.take_merged(&merged));
        }
    }

    /// Ends a second where one has passed.
    pub(super) fn end_second(&mut self, report: &Report, now: Nanos) -> Option<Second> {
        let over = now - self.second_began?;
        if over < SECOND {
            return None;
        }
        self.second_began = Some(now);
        let is_rtp = self.is_rtp();
        Some(Second {
            arrivals: self.analysis.end_second(is_rtp, report.lost_packets.total, over),
            packets: self.analysis.shape.end_second(),
            legs: self.legs.as_mut().map(|legs| legs.end_second(over)),
        })
    }
}

impl Second {
    pub(super) fn tell(&self, seen: &mut Look) {
        self.arrivals.tell(seen);
        if let Some((least, most)) = self.packets {
            seen.sample(info::LEAST_PACKETS, as_f64(least as u64));
            seen.sample(info::MOST_PACKETS, as_f64(most as u64));
        }
        if let Some(legs) = &self.legs {
            legs.tell(seen);
        }
    }
}

fn nanos(time: Duration) -> Nanos {
    Nanos(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
}
