//! The alerts of a station: takes readings and the passing of time, and tells what became of which alert.

mod ask;
mod book;
mod drift;
mod handling;
mod instance;
mod look;
mod outside;
mod quiet;
mod settle;
mod turns;
mod usual;
mod whole;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use wire::Timestamp;
use wire::alert::{Alert, SilenceId, Subject, Turn, What};
use wire::probe::ProbeId;
use wire::reading::Labels;
use wire::rule::{Rule, RuleId, RuleKey};

use self::book::Book;
use self::instance::Instance;
use self::outside::Foreign;
use self::quiet::Quiet;
use crate::own::{Bands, Judged, Own, Unlearned};
use crate::tuned::Rules;
use crate::world::{Known, World};

/// What became known since it was asked last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// Alerts that are new or changed, as they are now.
    pub alerts: Vec<Alert>,
    /// What became of them, in order.
    pub turns: Vec<Turn>,
    /// Probes whose alerts say that they are better or worse than before.
    pub probes: Vec<ProbeId>,
}

/// All rules, and all alerts that fire or did so a moment ago.
pub struct Engine {
    world: World,
    watched: BTreeMap<ProbeId, Watched>,
    /// What is about no probe: what many alerts have in common, and the station's own troubles.
    whole: Vec<Instance>,
    /// What sources outside tell of, by all of its labels.
    outside: BTreeMap<Labels, Foreign>,
    own: BTreeMap<RuleId, OwnRule>,
    book: Book,
    quiet: Quiet,
    bands: Box<dyn Bands + Send + Sync>,
    /// The moment of the newest reading or tick.
    now: Timestamp,
    /// Which alerts fire, or at what, has changed since causes were looked for.
    is_unsettled: bool,
    /// Probes that may be better or worse.
    turned: BTreeSet<ProbeId>,
    /// Kept to be filled again.
    judged: Vec<Judged>,
}

struct Watched {
    rules: Rules,
    instances: Vec<Instance>,
    /// Own rules that need its readings.
    fed: Vec<RuleId>,
    /// When the newest reading came; when it began to work before there is one.
    heard: Timestamp,
    /// Why the looks since then did not come about, in the words of the newest.
    missed: Option<String>,
}

struct OwnRule {
    name: String,
    own: Own,
    /// The probes that it looks at.
    at: BTreeSet<ProbeId>,
}

impl Engine {
    /// Knows nothing of the present yet. `alerts` are those that fired when the station ended, and those resolved a moment before.
    #[must_use]
    pub fn new(world: World, alerts: Vec<Alert>, last_alert: u64, last_turn: u64, now: Timestamp) -> Self {
        let mut engine = Self {
            world: World::default(),
            watched: BTreeMap::new(),
            whole: Vec::new(),
            outside: BTreeMap::new(),
            own: BTreeMap::new(),
            book: Book::new(last_alert, last_turn),
            quiet: Quiet::default(),
            bands: Box::new(Unlearned),
            now,
            is_unsettled: true,
            turned: BTreeSet::new(),
            judged: Vec::new(),
        };
        for alert in alerts {
            match (&alert.outside, alert.subject.probe) {
                (Some(said), _) => {
                    let foreign = Foreign::of(&alert, said, now);
                    engine.outside.insert(alert.subject.part.clone(), foreign);
                }
                (None, Some(probe)) => engine.watched_mut(probe).instances.push(Instance::of(&alert)),
                (None, None) => engine.whole.push(Instance::of(&alert)),
            }
            engine.book.alerts.insert(alert.id, alert);
        }
        let World { probes, .. } = &world;
        let probes: Vec<_> = probes.keys().copied().collect();
        engine.world = world;
        probes.into_iter().for_each(|probe| engine.settle_in(probe));
        engine
    }

    /// What is known of the flypack.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Changes what is known of the flypack; probes are put and removed by their own functions.
    pub fn change_world(&mut self, change: impl FnOnce(&mut World)) {
        change(&mut self.world);
        let probes: Vec<_> = self.world.probes.keys().copied().collect();
        probes.into_iter().for_each(|probe| self.settle_in(probe));
        self.is_unsettled = true;
    }

    /// Puts a probe to work, or what became of it. One that was switched off is removed.
    pub fn put_probe(&mut self, id: ProbeId, known: Known) {
        self.world.probes.insert(id, known);
        self.watched_mut(id).heard = self.now;
        self.settle_in(id);
        self.is_unsettled = true;
    }

    /// Watches a probe no more: `why` is what its alerts end with.
    pub fn remove_probe(&mut self, id: ProbeId, why: &str) {
        self.world.probes.remove(&id);
        let Some(watched) = self.watched.remove(&id) else {
            return;
        };
        for instance in watched.instances {
            self.end(&instance, why);
        }
        for rule in self.own.values_mut() {
            rule.at.remove(&id);
            rule.own.leave(id);
        }
        self.turned.insert(id);
    }

    /// Obeys a rule that an operator made, or what became of it.
    pub fn put_rule(&mut self, rule: Rule) {
        self.remove_rule(rule.id, "its rule was changed");
        if !rule.spec.enabled {
            return;
        }
        let name = rule.spec.name.clone();
        let own = Own::new(rule.spec);
        let at = BTreeSet::new();
        self.own.insert(rule.id, OwnRule { name, own, at });
        let probes: Vec<_> = self.world.probes.keys().copied().collect();
        probes.into_iter().for_each(|probe| self.settle_in(probe));
    }

    /// Obeys a rule no more.
    pub fn remove_rule(&mut self, id: RuleId, why: &str) {
        if self.own.remove(&id).is_none() {
            return;
        }
        let key = RuleKey::own(id);
        let probes: Vec<_> = self.watched.keys().copied().collect();
        for probe in probes {
            let watched = self.watched_mut(probe);
            watched.fed.retain(|fed| *fed != id);
            let instances = std::mem::take(&mut watched.instances);
            let (gone, stay) = instances.into_iter().partition(|instance| instance.rule == key);
            watched.instances = stay;
            let gone: Vec<Instance> = gone;
            for instance in &gone {
                self.end(instance, why);
                self.turned.insert(probe);
            }
        }
    }

    /// The clock was set by so many milliseconds: what is remembered of the past moves with it.
    pub fn shift(&mut self, millis: i64) {
        self.now = self.now.plus_millis(millis);
        for watched in self.watched.values_mut() {
            watched.heard = watched.heard.plus_millis(millis);
            watched
                .instances
                .iter_mut()
                .for_each(|instance| instance.shift(millis));
        }
        self.whole.iter_mut().for_each(|instance| instance.shift(millis));
        self.outside
            .values_mut()
            .for_each(|foreign| foreign.shift(millis));
        self.own.values_mut().for_each(|rule| rule.own.shift(millis));
    }

    /// Obeys a silence, or what became of it.
    ///
    /// # Errors
    /// A pattern that is no regular expression.
    pub fn put_silence(
        &mut self,
        silence: wire::route::Silence,
    ) -> Result<(), Vec<wire::settings::FieldError>> {
        self.is_unsettled = true;
        self.quiet.put(silence)
    }

    /// Obeys a silence no more.
    pub fn remove_silence(&mut self, id: SilenceId) {
        self.is_unsettled = true;
        self.quiet.remove(id);
    }

    fn watched_mut(&mut self, probe: ProbeId) -> &mut Watched {
        let now = self.now;
        self.watched.entry(probe).or_insert_with(|| Watched {
            rules: Rules::default(),
            instances: Vec::new(),
            fed: Vec::new(),
            heard: now,
            missed: None,
        })
    }

    /// Finds the rules of a probe anew.
    fn settle_in(&mut self, probe: ProbeId) {
        let rules = Rules::of(&self.world, probe);
        let mut fed = Vec::new();
        for (id, rule) in &mut self.own {
            let is_at = self.world.is_in(&rule.own.spec().on, probe);
            if is_at && rule.at.insert(probe) {
                rule.own.join(probe, self.now);
            } else if !is_at && rule.at.remove(&probe) {
                rule.own.leave(probe);
            }
            if is_at || rule.own.needs(probe) {
                if let Some(known) = self.world.probes.get(&probe) {
                    rule.own.know(known.kind);
                }
                fed.push(*id);
            }
        }
        let watched = self.watched_mut(probe);
        for instance in &mut watched.instances {
            if let Some(rule) = rules.get(instance.rule.name()) {
                instance.obey(rule);
            }
        }
        watched.rules = rules;
        watched.fed = fed;
    }

    /// Resolves what can be seen no more.
    fn end(&mut self, instance: &Instance, why: &str) {
        let alert = instance.alert.and_then(|id| self.book.alerts.get_mut(&id));
        if let Some(alert) = alert.filter(|alert| alert.resolved.is_none()) {
            alert.resolved = Some(self.now);
            alert.well_since = None;
            self.book
                .turns
                .turn(alert, self.now, What::Resolved, "", why.to_owned());
            self.is_unsettled = true;
        }
    }
}

fn rule_name<'a>(names: &HashMap<RuleId, &'a str>, alert: &'a Alert) -> Cow<'a, str> {
    let own = alert.rule.own_id().and_then(|id| names.get(&id));
    Cow::Borrowed(own.copied().unwrap_or_else(|| alert.rule.name()))
}

/// At what an alert of a probe fires.
fn subject(world: &World, probe: ProbeId, part: &Labels) -> Subject {
    let known = world.probes.get(&probe);
    Subject {
        name: known.map(|known| known.spec.name.clone()).unwrap_or_default(),
        probe: Some(probe),
        device: known.and_then(|known| known.spec.device),
        channels: world.channels_of(probe).map(|(id, _)| id).collect(),
        part: part.clone(),
    }
}
