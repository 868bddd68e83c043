//! The one task that owns the truth.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use probes::{Clock, Kinds, Runner, Start};
use store::{Batch, Store};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use wire::event::{Event, EventSort};
use wire::inventory::{Channel, ChannelId};
use wire::kind::KindInfo;
use wire::live::{Condition, ProbeView};
use wire::probe::{Probe, ProbeId};
use wire::reading::Reading;
use wire::{Severity, Timestamp};

use crate::channels::Channels;
use crate::evidence::Witness;
use crate::live::{Folded, Live};
use crate::secrets;
use crate::steps::{self, Steps};

/// Readings that may wait. A thousand probes at ten looks a second fill it in a second.
pub(crate) const WAITING: usize = 10_000;
/// Readings are taken together at this pace: much shorter than an eye notices, and one commit instead of a hundred.
const PACE: Duration = Duration::from_millis(20);

/// What the station asks of its spine.
pub(crate) enum Order {
    /// Run this probe from now on.
    Put(Probe, Start, oneshot::Sender<()>),
    /// Run it no more; it was called so.
    Remove(ProbeId, String, oneshot::Sender<()>),
    /// Follow this channel from now on.
    PutChannel(Channel, oneshot::Sender<()>),
    /// Follow it no more.
    RemoveChannel(ChannelId, oneshot::Sender<()>),
    /// Look now.
    Look(ProbeId),
    /// Write an event about the station itself.
    Tell(Severity, String),
    /// Number an event, show it and keep it; the answer is the event, and the batch that it is saved with.
    Write(Event, oneshot::Sender<(Event, u64)>),
    /// End.
    Stop(oneshot::Sender<()>),
}

pub(crate) struct Spine {
    pub(crate) kinds: Kinds,
    pub(crate) clock: Clock,
    pub(crate) live: Arc<RwLock<Live>>,
    pub(crate) store: Store,
    pub(crate) runner: Runner,
    pub(crate) readings: mpsc::Receiver<Reading>,
    pub(crate) orders: mpsc::Receiver<Order>,
    pub(crate) dropped: u64,
    pub(crate) witness: Witness,
    pub(crate) channels: Channels,
    pub(crate) steps: Steps,
}

impl Spine {
    /// Puts every probe of the store to work and runs until told to stop.
    pub(crate) async fn run(mut self, probes: Vec<Probe>, notices: Vec<(Severity, String)>) {
        self.say(
            EventSort::Station,
            Severity::Info,
            "the station started".to_owned(),
        );
        for (severity, notice) in notices {
            self.say(EventSort::Station, severity, notice);
        }
        for probe in probes {
            self.start(&probe, Start::Spread);
        }
        let mut watch = interval(Duration::from_secs(1));
        watch.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut waiting = Vec::new();
        loop {
            tokio::select! {
                biased;
                order = self.orders.recv() => match order {
                    Some(Order::Stop(done)) => {
                        self.say(EventSort::Station, Severity::Info, "the station stopped".to_owned());
                        answer(done);
                        return;
                    }
                    Some(order) => self.carry_out(order),
                    None => return,
                },
                // Before readings, of which a busy station always has some.
                _ = watch.tick() => self.watch_itself(),
                taken = self.readings.recv_many(&mut waiting, WAITING) => {
                    if taken == 0 {
                        return;
                    }
                    self.fold(waiting.drain(..));
                    sleep(PACE).await;
                }
            }
        }
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Put(probe, start, done) => {
                let known = self.live().view(probe.id).is_some();
                if self.start(&probe, start) {
                    let what = if known { "changed" } else { "added" };
                    self.change(probe.id, format!("{} was {what}", probe.spec.name));
                }
                answer(done);
            }
            Order::Remove(id, name, done) => {
                self.runner.remove(id);
                self.write().remove(id);
                self.change(id, format!("{name} was deleted"));
                answer(done);
            }
            Order::PutChannel(channel, done) => {
                self.channels.put(channel);
                answer(done);
            }
            Order::RemoveChannel(id, done) => {
                self.channels.remove(id);
                answer(done);
            }
            Order::Look(id) => self.runner.look_now(id),
            Order::Tell(severity, text) => self.say(EventSort::Station, severity, text),
            Order::Write(event, done) => {
                if done.send(self.keep(event)).is_err() {
                    tracing::debug!("nobody waits for an event any more");
                }
            }
            Order::Stop(done) => answer(done),
        }
    }

    /// Puts a probe into the picture and to work. False when it cannot work, which is told.
    fn start(&mut self, probe: &Probe, start: Start) -> bool {
        let Some(kind) = self
            .kinds
            .iter()
            .map(|kind| kind.info())
            .find(|kind| kind.name == probe.spec.kind)
        else {
            let text = format!(
                "{} cannot run: this Flywatch has no kind of probe called {}",
                probe.spec.name, probe.spec.kind
            );
            self.say(EventSort::Station, Severity::Major, text);
            return false;
        };
        let shown = Probe {
            spec: secrets::hide(kind, probe.spec.clone()),
            ..probe.clone()
        };
        let now = self.clock.now();
        self.write().put(kind, shown, now);
        self.channels.probe_turned(probe.id);
        let trouble = match secrets::open(&self.store, kind, probe.spec.clone()) {
            Err(error) => Some(error.to_string()),
            Ok(spec) => self.runner.set(probe.id, &spec, start).err().map(|wrong| {
                wrong
                    .iter()
                    .map(|error| format!("{}: {}", error.field, error.message))
                    .collect::<Vec<_>>()
                    .join("; ")
            }),
        };
        if let Some(trouble) = trouble {
            self.runner.remove(probe.id);
            let text = format!("{} cannot run: {trouble}", probe.spec.name);
            self.say(EventSort::Station, Severity::Major, text);
            return false;
        }
        true
    }

    /// Takes readings in one revision, so that nobody sees a value without what it means.
    fn fold(&mut self, readings: impl Iterator<Item = Reading>) {
        let mut folded = Folded::default();
        let mut events = Vec::new();
        let mut live = self.live.write().unwrap_or_else(PoisonError::into_inner);
        live.advance();
        for reading in readings {
            let Some((kind, view)) = live.kind(reading.probe).zip(live.view(reading.probe)) else {
                continue;
            };
            let verdict = alerts::judge(kind, &view.probe.spec.limits, &reading);
            let (id, at, after) = (reading.probe, reading.at, verdict.condition);
            let Some(before) = live.fold(reading, verdict, &mut folded) else {
                continue;
            };
            if before != after {
                self.channels.probe_turned(id);
            }
            if let Some(event) = live.view(id).and_then(|view| turn(kind, view, before, after, at)) {
                let became_bad =
                    matches!(after, Condition::Major | Condition::Critical) && before != Condition::Critical;
                if let Some(view) = live.view(id).filter(|_| became_bad) {
                    self.witness.save_soon(id, why(kind, view));
                }
                events.push(live.tell(event));
            }
        }
        for event in self.channels.turns(&live, self.clock.now()) {
            events.push(live.tell(event));
        }
        drop(live);
        self.store.append(Batch {
            at: self.clock.now(),
            series: folded.series,
            points: folded.points,
            events,
            ..Batch::default()
        });
    }

    fn watch_itself(&mut self) {
        for notice in self.store.notices() {
            self.say(EventSort::Station, Severity::Major, notice);
        }
        self.follow_channels();
        let (before, today, after) = (Instant::now(), self.clock.now(), Instant::now());
        if let Some(step) = self.steps.look(before, today, after) {
            self.say(EventSort::Station, Severity::Minor, steps::sentence(step));
        }
        let dropped = self.runner.dropped();
        if dropped > self.dropped {
            let text = format!(
                "this machine is too busy: {} readings were lost",
                dropped - self.dropped
            );
            self.dropped = dropped;
            self.say(EventSort::Station, Severity::Major, text);
        }
    }

    /// Tells what became of channels that no reading turned, or only before all their probes had looked.
    fn follow_channels(&mut self) {
        let now = self.clock.now();
        let mut live = self.live.write().unwrap_or_else(PoisonError::into_inner);
        let turns = self.channels.turns(&live, now);
        let events: Vec<_> = turns.into_iter().map(|event| live.tell(event)).collect();
        drop(live);
        if !events.is_empty() {
            self.store.append(Batch {
                at: now,
                events,
                ..Batch::default()
            });
        }
    }

    fn change(&mut self, probe: ProbeId, text: String) {
        let event = Event {
            probe: Some(probe),
            ..self.event(EventSort::Changed, Severity::Info, text)
        };
        self.keep(event);
    }

    fn say(&mut self, sort: EventSort, severity: Severity, text: String) {
        let event = self.event(sort, severity, text);
        self.keep(event);
    }

    fn event(&self, sort: EventSort, severity: Severity, text: String) -> Event {
        Event {
            seq: 0,
            at: self.clock.now(),
            severity,
            sort,
            probe: None,
            channel: None,
            of: None,
            text,
        }
    }

    /// Numbers an event, shows it and keeps it; gives it and the batch that it is saved with.
    fn keep(&mut self, event: Event) -> (Event, u64) {
        let event = self.write().tell(event);
        let batch = self.store.append(Batch {
            at: self.clock.now(),
            events: vec![event.clone()],
            ..Batch::default()
        });
        (event, batch)
    }

    fn live(&self) -> std::sync::RwLockReadGuard<'_, Live> {
        self.live.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Live> {
        self.live.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells whoever gave an order that it is carried out; who has gone away does not need to know.
fn answer(done: oneshot::Sender<()>) {
    if done.send(()).is_err() {
        tracing::debug!("nobody waits for an order any more");
    }
}

/// The event of a probe whose condition changed, if that is worth one.
fn turn(
    kind: &KindInfo,
    view: &ProbeView,
    before: Condition,
    after: Condition,
    at: Timestamp,
) -> Option<Event> {
    let name = &view.probe.spec.name;
    let severity = |condition| match condition {
        Condition::Off | Condition::Unknown | Condition::Ok => Severity::Info,
        Condition::Minor => Severity::Minor,
        Condition::Major => Severity::Major,
        Condition::Critical => Severity::Critical,
    };
    let (sort, severity, text) = match (before, after) {
        (before, after) if before == after => return None,
        (Condition::Unknown | Condition::Off, Condition::Ok) => return None,
        (_, Condition::Ok) => (
            EventSort::Cleared,
            Severity::Info,
            format!("{name} is well again"),
        ),
        (_, after) => (
            EventSort::Raised,
            severity(after),
            format!("{name}: {}", why(kind, view)),
        ),
    };
    Some(Event {
        seq: 0,
        at,
        severity,
        sort,
        probe: Some(view.probe.id),
        channel: None,
        of: None,
        text,
    })
}

/// Why a probe is not well, in one sentence.
pub(crate) fn why(kind: &KindInfo, view: &ProbeView) -> String {
    let state = &view.state;
    let failure = state.failure.as_ref().map(|failure| failure.detail.clone());
    let finding = state
        .findings
        .first()
        .map(|finding| (finding.severity, finding.detail.clone()));
    let breach = state.breaches.first().map(|breach| {
        let title = kind
            .metric(&breach.metric)
            .map_or(breach.metric.as_str(), |metric| metric.title.as_ref());
        (breach.severity, format!("{title} is past its limit"))
    });
    // Of two that are as bad, the finding says more.
    let worst = [breach, finding]
        .into_iter()
        .flatten()
        .max_by_key(|(severity, _)| *severity);
    failure
        .or_else(|| worst.map(|(_, text)| text))
        .unwrap_or_else(|| "something is wrong".to_owned())
}
