//! The alerts of the station: what fires, and what is told of it to whom.

use alerts::teller::{Memory, Teller, Telling};
use alerts::world::Known;
use alerts::{Engine, News, World};
use probes::Target;
use store::{Change, Changed, Error, Store};
use wire::Timestamp;
use wire::alert::Alert;
use wire::kind::KindInfo;
use wire::probe::{Probe, ProbeId};

use crate::courier::{Dispatch, Outbox};

/// What the spine keeps about alerts.
pub(crate) struct Alerting {
    pub(crate) engine: Engine,
    pub(crate) teller: Teller,
    outbox: Outbox,
    /// Something that fires may not have been told: the station has just begun, or a route is new.
    is_behind: bool,
}

impl Alerting {
    /// Goes on where the station ended.
    pub(crate) async fn open(
        store: &Store,
        world: World,
        (alerts, last_alert, last_turn): (Vec<Alert>, u64, u64),
        outbox: Outbox,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let mut engine = Engine::new(world, alerts, last_alert, last_turn, now);
        for rule in store.rules().await? {
            engine.put_rule(rule);
        }
        for silence in store.silences().await? {
            // It was checked when it was made.
            drop(engine.put_silence(silence));
        }
        let memory = store
            .told()
            .await?
            .and_then(|told| serde_json::from_str(&told).ok());
        let mut teller = Teller::new(memory.unwrap_or_default());
        for route in store.routes().await? {
            drop(teller.put_route(route));
        }
        Ok(Self {
            engine,
            teller,
            outbox,
            is_behind: true,
        })
    }

    /// Judges a probe from now on, or no more when it is switched off.
    pub(crate) fn put_probe(&mut self, probe: &Probe, kind: &'static KindInfo) {
        if probe.spec.enabled {
            self.engine.put_probe(probe.id, known(probe, kind));
        } else {
            self.engine.remove_probe(probe.id, "its probe was switched off");
        }
    }

    pub(crate) fn remove_probe(&mut self, id: ProbeId) {
        self.engine.remove_probe(id, "its probe was deleted");
    }

    /// Obeys what an operator said, once it is on disk.
    pub(crate) fn obey(&mut self, change: &Change, changed: Changed) {
        match (change, changed) {
            (_, Changed::Device(device)) => self.engine.change_world(|world| {
                world.devices.insert(device.id, device.spec);
            }),
            (Change::DeleteDevice { id, .. }, _) => self.engine.change_world(|world| {
                world.devices.remove(id);
            }),
            (_, Changed::Channel(channel)) => self.engine.change_world(|world| {
                world.channels.insert(channel.id, channel.spec);
            }),
            (Change::DeleteChannel { id, .. }, _) => self.engine.change_world(|world| {
                world.channels.remove(id);
            }),
            (_, Changed::Station(station)) => self.engine.change_world(|world| {
                world.station = station.spec.name;
                world.tunings = station.spec.alerts;
                world.phases = station.spec.phases;
            }),
            (_, Changed::Phase(entered)) => {
                self.engine
                    .change_world(|world| world.phase = Some(entered.phase));
                // A route that opens now tells of what fires already.
                self.is_behind = true;
            }
            (_, Changed::Rule(rule)) => self.engine.put_rule(rule),
            (Change::DeleteRule { id, .. }, _) => self.engine.remove_rule(*id, "its rule was deleted"),
            (_, Changed::Silence(silence)) => drop(self.engine.put_silence(silence)),
            (Change::DeleteSilence { id, .. }, _) => self.engine.remove_silence(*id),
            (_, Changed::Route(route)) => {
                drop(self.teller.put_route(route));
                self.is_behind = true;
            }
            (Change::DeleteRoute { id, .. }, _) => self.teller.remove_route(*id),
            _ => {}
        }
    }

    /// What became known, and what is to be told of it.
    pub(crate) fn step(&mut self, now: Timestamp) -> (News, Vec<Telling>) {
        let news = self.engine.news();
        let is_due = self.teller.due().is_some_and(|due| due <= now);
        if news.alerts.is_empty() && !is_due && !std::mem::take(&mut self.is_behind) {
            return (news, Vec::new());
        }
        let names = |alert: &Alert| self.engine.rule_name(alert);
        let told = self
            .teller
            .step(self.engine.world(), self.engine.alerts(), &names, now);
        (news, told)
    }

    /// Hands over what is to be told, once batch `after` is on disk.
    pub(crate) fn dispatch(&self, tellings: Vec<Telling>, after: u64, at: Timestamp) {
        if tellings.is_empty() {
            return;
        }
        let dispatch = Dispatch {
            after,
            at,
            tellings,
            memory: memory(self.teller.memory()),
        };
        self.outbox.put(dispatch);
    }

    /// The clock of this machine was set.
    pub(crate) fn shift(&mut self, millis: i64) {
        self.engine.shift(millis);
        self.teller.shift(millis);
    }
}

fn memory(memory: &Memory) -> String {
    // Numbers, words and lists of them: there is always a text for that.
    serde_json::to_string(memory).unwrap_or_default()
}

/// What rules must know of a probe.
pub(crate) fn known(probe: &Probe, kind: &'static KindInfo) -> Known {
    let target = Target::parse(&probe.spec.target, kind).ok();
    Known {
        spec: probe.spec.clone(),
        kind,
        address: target.and_then(|target| target.host().parse().ok()),
    }
}
