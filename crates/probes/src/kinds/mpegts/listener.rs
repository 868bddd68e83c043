use std::future::pending;
use std::io;
use std::time::Duration;

use mpegts::Options;
use tokio::time::Instant;
use wire::reading::Failure;

use super::dscp::Dscp;
use super::network::Network;
use super::own_link;
use super::place::Place;
use super::stream::Stream;
use super::way::Way;
use crate::Look;
use crate::endpoint::trouble;
use crate::excerpts::Format;
use crate::stream::{Judge, Monitor, MonitorSettings, Pace};

/// How often it is looked who asks for members of a group.
const GROUPS: Duration = Duration::from_secs(1);

/// Listens to a stream that comes in datagrams.
pub(super) struct Listener {
    place: Place,
    /// Where the same stream comes once more.
    second: Option<Place>,
    dscp: Option<Dscp>,
    options: Options,
    monitor: MonitorSettings,
    /// Remembers on while the source breaks and comes back.
    judge: Judge,
}

impl Listener {
    pub(super) fn new(place: Place, options: Options, monitor: MonitorSettings) -> Self {
        Self {
            place,
            second: None,
            dscp: None,
            options,
            monitor,
            judge: Judge::of_stream(),
        }
    }

    /// The same stream comes once more there.
    pub(super) fn with_second(self, second: Option<Place>) -> Self {
        Self { second, ..self }
    }

    /// How its packets should be marked.
    pub(super) fn with_dscp(self, dscp: Option<Dscp>) -> Self {
        Self { dscp, ..self }
    }

    /// Tells each second what came, and what is wrong at once. A second without a datagram says nothing, so that the silence is
    /// noticed.
    pub(super) async fn watch(&mut self, seen: &mut Look) -> Result<(), Failure> {
        let address = self.place.address;
        self.await_stream(None, seen);
        let failed = |error| trouble(&error, address);
        let mut ways = self.open()?;
        let legs = self
            .second
            .as_ref()
            .map(|second| [self.place.to_string(), second.to_string()]);
        let mut stream = Stream::new(self.options, Monitor::new(self.monitor), legs);
        let places = ways.iter().map(|way| way.place.address.to_string()).collect();
        let recorder = seen.record(Format::Pcapng(places));
        let mut network = Network::default();
        self.judge.begin();
        let mut pace = Pace::new();
        let mut groups = Instant::now();
        loop {
            tokio::select! {
                biased;
                late = pace.tick() => {
                    network.was_late(late);
                    // What waited while this machine was busy came before now: without it a pause would be seen that was none.
                    for (number, way) in ways.iter_mut().enumerate() {
                        way.take_all(number, &mut stream, &recorder).map_err(failed)?;
                    }
                    stream.pass_time();
                    if groups.elapsed() >= GROUPS {
                        groups = Instant::now();
                        let group = groups_trouble(&mut ways);
                        if stream.datagrams == 0 {
                            self.await_stream(self.own_trouble().or(group), seen);
                        }
                    }
                    let has_news = stream.analysis.monitor.feed(seen) | network.has_news(&stream, &ways);
                    if pace.is_due(has_news) && stream.datagrams > 0 {
                        network.tell(&mut stream, &mut ways, &mut self.judge, seen);
                        seen.publish();
                    }
                }
                ready = ready(&ways) => {
                    ready.map_err(failed)?;
                    for (number, way) in ways.iter_mut().enumerate() {
                        way.take(number, &mut stream, &recorder).map_err(failed)?;
                    }
                }
            }
        }
    }

    fn open(&self) -> Result<Vec<Way>, Failure> {
        let places = [Some(&self.place), self.second.as_ref()];
        let ways = places.into_iter().flatten();
        ways.map(|place| Way::open(place, self.dscp)).collect()
    }

    /// What is wrong with this machine itself, where nothing can come for that reason.
    fn own_trouble(&self) -> Option<String> {
        let is_outside = !self.place.address.ip().is_loopback();
        is_outside
            .then(|| own_link::trouble(self.place.interface.as_ref()))
            .flatten()
    }

    /// What is said while nothing comes, and why that may be.
    fn await_stream(&self, trouble: Option<String>, seen: &mut Look) {
        let (ip, port) = (self.place.address.ip(), self.place.address.port());
        let sender = self
            .place
            .source
            .map_or_else(String::new, |source| format!(" from {source}"));
        let second = self.second.as_ref().map_or_else(String::new, |second| {
            format!(", and none on the second leg {second},")
        });
        let (what, advice) = if ip.is_multicast() {
            (
                format!("no datagram{sender} came to the group {ip} on port {port}{second}"),
                "check the encoder, and whether the switch passes the group to this machine (IGMP)",
            )
        } else {
            (
                format!("no datagram{sender} came to port {port} of this machine{second}"),
                "check the encoder and the address that it sends to",
            )
        };
        seen.missing_unless(what, trouble.unwrap_or_else(|| advice.to_owned()));
    }
}

/// Looks who asks for members of the groups, and what is wrong with that.
fn groups_trouble(ways: &mut [Way]) -> Option<String> {
    let groups = ways.iter_mut().filter_map(|way| way.group.as_mut());
    groups.fold(None, |trouble, group| {
        group.look();
        trouble.or_else(|| group.trouble())
    })
}

/// Waits until a datagram may be there on any of the ways.
async fn ready(ways: &[Way]) -> io::Result<()> {
    match ways {
        [one] => one.ready().await,
        [one, two, ..] => tokio::select! {
            ready = one.ready() => ready,
            ready = two.ready() => ready,
        },
        [] => pending().await,
    }
}
