//! The one task that owns the truth.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use alerts::News;
use alerts::outside::Said;
use probes::{Clock, Kinds, Runner, Start};
use store::{Batch, Change, Changed, Store};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use wire::alert::{AlertId, Handling};
use wire::event::{Event, EventSort};
use wire::live::{Condition, ProbeView};
use wire::phase::Entered;
use wire::probe::{Probe, ProbeId};
use wire::reading::Reading;
use wire::{Severity, Timestamp};

use crate::alerting::Alerting;
use crate::channels::Channels;
use crate::evidence::Witness;
use crate::live::{Folded, Live};
use crate::secrets;
use crate::steps::{self, Steps};
use crate::surroundings::Surroundings;

/// Readings that may wait. A thousand probes at ten looks a second fill it in a second.
pub(crate) const WAITING: usize = 10_000;
/// Readings are taken together at this pace: much shorter than an eye notices, and one commit instead of a hundred.
const PACE: Duration = Duration::from_millis(20);
/// How often it is found out whether something has lasted for long enough: less than an eye notices of a wait of seconds.
const PULSE: Duration = Duration::from_millis(200);

/// What is told when the station begins and when it was asked to end.
pub(crate) const STARTED: &str = "the station started";
pub(crate) const STOPPED: &str = "the station stopped";

/// Alerts that are over are shown for so long, in milliseconds.
const REMEMBERED_MS: i64 = 10 * 60_000;

/// What the station asks of its spine.
pub(crate) enum Order {
    /// Run this probe from now on.
    Put(Probe, Start, oneshot::Sender<()>),
    /// Run it no more; it was called so.
    Remove(ProbeId, String, oneshot::Sender<()>),
    /// Look now.
    Look(ProbeId),
    /// Write an event about the station itself.
    Tell(Severity, String),
    /// Number an event, show it and keep it; the answer is the event, and the batch that it is saved with.
    Write(Event, oneshot::Sender<(Event, u64)>),
    /// Obey what an operator said about anything but a probe. It is on disk.
    Obey(Box<Change>, Box<Changed>, oneshot::Sender<()>),
    /// Do this with these alerts in somebody's name; the answer is with which it was done, and the batch that it is saved with.
    Handle {
        alerts: Vec<AlertId>,
        handling: Handling,
        by: String,
        done: oneshot::Sender<(Vec<AlertId>, u64)>,
    },
    /// Take what sources outside say; the answer is how many there was no room for, and the batch that the others are saved with.
    Hear {
        said: Vec<Said>,
        done: oneshot::Sender<(usize, u64)>,
    },
    /// Networks or the clock on the wall are otherwise than before.
    LookAround(Surroundings),
    /// This is otherwise than when the line-up was signed.
    Drift(BTreeMap<ProbeId, String>),
    /// Answer a question about alerts.
    Ask(Box<dyn FnOnce(&Alerting) + Send>),
    /// The receiver of this name does not take messages, or takes them again.
    Receiver {
        name: String,
        trouble: String,
        severity: Option<Severity>,
    },
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
    pub(crate) alerting: Alerting,
    pub(crate) courier_wake: Arc<Notify>,
}

impl Spine {
    /// Puts every probe of the store to work and runs until told to stop.
    pub(crate) async fn run(mut self, probes: Vec<Probe>, notices: Vec<(Severity, String)>) {
        self.say(EventSort::Station, Severity::Info, STARTED.to_owned());
        for (severity, notice) in notices {
            self.say(EventSort::Station, severity, notice);
        }
        for probe in probes {
            self.start(&probe, Start::Spread);
        }
        let mut watch = interval(Duration::from_secs(1));
        watch.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut pulse = interval(PULSE);
        pulse.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut waiting = Vec::new();
        loop {
            tokio::select! {
                biased;
                order = self.orders.recv() => match order {
                    Some(Order::Stop(done)) => {
                        self.say(EventSort::Station, Severity::Info, STOPPED.to_owned());
                        answer(done);
                        return;
                    }
                    Some(order) => self.carry_out(order),
                    None => return,
                },
                // Before readings, of which a busy station always has some.
                _ = watch.tick() => self.watch_itself(),
                _ = pulse.tick() => self.let_time_pass(),
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
                self.alerting.remove_probe(id);
                self.write().remove(id);
                self.change(id, format!("{name} was deleted"));
                answer(done);
            }
            Order::Obey(change, changed, done) => {
                match (change.as_ref(), changed.as_ref()) {
                    (_, Changed::Channel(channel)) => self.channels.put(channel.clone()),
                    (Change::DeleteChannel { id, .. }, _) => self.channels.remove(*id),
                    _ => {}
                }
                if let Changed::Phase(entered) = changed.as_ref() {
                    self.enter(entered);
                }
                self.alerting.obey(&change, *changed);
                self.settle(Folded::default(), &[]);
                answer(done);
            }
            Order::Handle {
                alerts,
                handling,
                by,
                done,
            } => {
                let handled = self
                    .alerting
                    .engine
                    .handle(&alerts, &handling, &by, self.clock.now());
                let batch = self.settle(Folded::default(), &[]);
                if done.send((handled, batch)).is_err() {
                    tracing::debug!("nobody waits for what was done with alerts any more");
                }
            }
            Order::Hear { said, done } => {
                let left = self.alerting.engine.hear(said, self.clock.now());
                let batch = self.settle(Folded::default(), &[]);
                if done.send((left, batch)).is_err() {
                    tracing::debug!("nobody waits for what sources outside said any more");
                }
            }
            Order::LookAround(now) => self.alerting.engine.change_world(|world| {
                world.networks = now.networks;
                world.ahead_of_utc_ms = now.ahead_of_utc_ms;
            }),
            Order::Drift(found) => {
                self.alerting.engine.drift(&found, self.clock.now());
                self.settle(Folded::default(), &[]);
            }
            Order::Ask(question) => question(&self.alerting),
            Order::Receiver {
                name,
                trouble,
                severity,
            } => {
                let now = self.clock.now();
                self.alerting
                    .engine
                    .say("receiver", &name, &trouble, severity, now);
                self.settle(Folded::default(), &[]);
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
        self.alerting.put_probe(probe, kind);
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

    fn enter(&mut self, entered: &Entered) {
        if self.live().phase() == Some(entered) {
            return;
        }
        self.write().enter(entered.clone());
        let Entered { phase, show, by, .. } = entered;
        let show = if show.is_empty() {
            String::new()
        } else {
            format!(" ({show})")
        };
        let text = format!("{}{show}, declared by {by}", phase.sentence());
        self.say(EventSort::Changed, Severity::Info, text);
    }

    /// Takes readings in one revision, so that nobody sees a value without what it means.
    fn fold(&mut self, readings: impl Iterator<Item = Reading>) {
        self.mind_the_clock();
        let mut folded = Folded::default();
        let mut looked = Vec::new();
        {
            let mut live = self.live.write().unwrap_or_else(PoisonError::into_inner);
            live.advance();
            for reading in readings {
                let is_on = |view: &ProbeView| view.probe.spec.enabled;
                if live.view(reading.probe).is_some_and(is_on) {
                    looked.push(reading.probe);
                    let verdict = self.alerting.engine.take(&reading);
                    live.fold(reading, verdict, &mut folded);
                }
            }
        }
        self.settle(folded, &looked);
    }

    /// Finds out what has lasted for long enough, and what is to be told now.
    fn let_time_pass(&mut self) {
        self.mind_the_clock();
        self.alerting.engine.tick(self.clock.now());
        self.settle(Folded::default(), &[]);
    }

    /// Shows what became of alerts in the revision of the readings that it comes from, keeps both, and hands over what is to be
    /// told. Gives the number of the batch that it is saved with.
    fn settle(&mut self, folded: Folded, looked: &[ProbeId]) -> u64 {
        let now = self.clock.now();
        let (
            News {
                alerts,
                turns,
                probes,
            },
            tellings,
        ) = self.alerting.step(now);
        let mut events = Vec::new();
        let mut live = self.live.write().unwrap_or_else(PoisonError::into_inner);
        if !alerts.is_empty() {
            live.advance();
            live.put_alerts(alerts.clone());
            live.forget_alerts(now.plus_millis(-REMEMBERED_MS));
        }
        for id in looked.iter().chain(&probes) {
            let worst = self.alerting.engine.worst_of(*id);
            let Some(before) = live.stand(*id, worst, now) else {
                continue;
            };
            self.channels.probe_turned(*id);
            let Some(view) = live.view(*id) else { continue };
            let after = view.state.condition;
            let became_bad =
                matches!(after, Condition::Major | Condition::Critical) && before != Condition::Critical;
            if became_bad {
                self.witness.save_soon(*id, live.why(*id).to_owned());
            }
            if let Some(event) = turn(view, live.why(*id), before, now) {
                events.push(live.tell(event));
            }
        }
        for event in self.channels.turns(&live, now) {
            events.push(live.tell(event));
        }
        drop(live);
        let batch = self.store.append(Batch {
            at: now,
            series: folded.series,
            points: folded.points,
            events,
            alerts,
            turns,
        });
        self.alerting.dispatch(tellings, batch, now);
        batch
    }

    /// What is remembered of the past moves with a clock that was set.
    fn mind_the_clock(&mut self) {
        let (before, today, after) = (Instant::now(), self.clock.now(), Instant::now());
        if let Some(step) = self.steps.look(before, today, after) {
            self.alerting.shift(step);
            self.courier_wake.notify_one();
            self.say(EventSort::Station, Severity::Minor, steps::sentence(step));
        }
    }

    fn watch_itself(&mut self) {
        for notice in self.store.notices() {
            self.say(EventSort::Station, Severity::Major, notice);
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

/// The event of a probe that is otherwise than it was, if that is worth one.
fn turn(view: &ProbeView, why: &str, before: Condition, at: Timestamp) -> Option<Event> {
    let name = &view.probe.spec.name;
    let (sort, severity, text) = match (before, view.state.condition) {
        (Condition::Unknown | Condition::Off, Condition::Ok) => return None,
        (_, Condition::Off | Condition::Unknown | Condition::Ok) => (
            EventSort::Cleared,
            Severity::Info,
            format!("{name} is well again"),
        ),
        (_, Condition::Minor) => (EventSort::Raised, Severity::Minor, format!("{name}: {why}")),
        (_, Condition::Major) => (EventSort::Raised, Severity::Major, format!("{name}: {why}")),
        (_, Condition::Critical) => (EventSort::Raised, Severity::Critical, format!("{name}: {why}")),
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
