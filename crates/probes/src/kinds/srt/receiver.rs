use std::future::Future;
use std::time::Duration;

use mpegts::{Analyser, Nanos, Options};
use tokio::time::Instant;
use wire::reading::Failure;

use super::figures::Figures;
use super::health::Health;
use crate::Look;
use crate::excerpts::Format;
use crate::stream::{Judge, Monitor, MonitorSettings, Pace};

/// Gets hold of streams.
pub(super) trait Transport: Send + 'static {
    type Link: Link;

    /// Waits until a stream is there, and says in `seen` what it waits for.
    fn link(&mut self, seen: &mut Look) -> impl Future<Output = Result<Self::Link, Failure>> + Send;
}

/// A stream that is there.
pub(super) trait Link: Send {
    /// Waits for packets and hands them on, each with the time at which it was sent, on a clock of which the beginning means
    /// nothing. Loses none when dropped while it waits.
    fn take(
        &mut self,
        each: impl FnMut(&[u8], Duration) + Send,
    ) -> impl Future<Output = Result<(), Failure>> + Send;

    fn figures(&mut self) -> Figures;

    /// What both sides have agreed on, and who called in vain.
    fn tell(&mut self, seen: &mut Look);
}

/// Watches what comes over SRT.
pub(super) struct Receiver<T> {
    transport: T,
    options: Options,
    monitor: MonitorSettings,
    /// Remembers on while the link breaks and comes back.
    judge: Judge,
}

/// A stream as it comes in.
struct Stream {
    analyser: Analyser,
    began: Instant,
    /// When the first packet came here, and when it was sent.
    first: Option<(Duration, Duration)>,
    newest: Duration,
    packets: u64,
}

impl<T: Transport> Receiver<T> {
    pub(super) fn new(transport: T, options: Options, monitor: MonitorSettings) -> Self {
        Self {
            transport,
            options,
            monitor,
            judge: Judge::of_stream(),
        }
    }

    /// Tells each second what came, and what is wrong at once. A second without a packet says nothing, so that the silence is
    /// noticed.
    pub(super) async fn watch(&mut self, seen: &mut Look) -> Result<(), Failure> {
        let mut link = self.transport.link(seen).await?;
        let (mut stream, mut health) = (Stream::new(self.options), Health::default());
        self.judge.begin();
        let recorder = seen.record(Format::Ts);
        let mut monitor = Monitor::new(self.monitor);
        let mut pace = Pace::new();
        loop {
            tokio::select! {
                biased;
                _ = pace.tick() => {
                    if pace.is_due(monitor.feed(seen) | stream.analyser.has_found()) && std::mem::take(&mut stream.packets) > 0 {
                        let report = stream.analyser.report(stream.now());
                        health.note(&link.figures(), &mut self.judge, &report, seen.now());
                        // What the way did comes first: it explains the rest.
                        health.tell(&self.judge, seen);
                        self.judge.tell(&report, "", seen);
                        monitor.tell(&report, seen);
                        link.tell(seen);
                        seen.publish();
                    }
                }
                taken = link.take(|bytes, sent| {
                    recorder.packets(bytes);
                    monitor.take(bytes);
                    stream.take(bytes, sent);
                }) => taken?,
            }
        }
    }
}

impl Stream {
    fn new(options: Options) -> Self {
        Self {
            analyser: Analyser::new(options),
            began: Instant::now(),
            first: None,
            newest: Duration::ZERO,
            packets: 0,
        }
    }

    /// Packets are judged by the time at which the sender sent them: SRT hands them on with the same pauses, and what this
    /// machine adds to them by being busy is left out.
    fn take(&mut self, bytes: &[u8], sent: Duration) {
        let (here, there) = *self.first.get_or_insert((self.began.elapsed(), sent));
        self.newest = here + sent.saturating_sub(there);
        self.packets += 1;
        self.analyser.push(bytes, nanos(self.newest));
    }

    /// Never before the newest packet, which may have been sent quicker than it came.
    fn now(&self) -> Nanos {
        nanos(self.began.elapsed().max(self.newest))
    }
}

fn nanos(time: Duration) -> Nanos {
    Nanos(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
}
