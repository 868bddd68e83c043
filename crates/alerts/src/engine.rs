//! The alerts of a station: takes readings and the passing of time, and tells what became of which alert.

mod handling;
mod instance;
mod quiet;
mod turns;
mod usual;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use wire::alert::{Alert, AlertId, Because, Pending, SilenceId, Subject, Suppressed, Turn, What};
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};
use wire::rule::{FAILURE, InForce, NO_DATA, Rule, RuleId, RuleKey};
use wire::{Severity, Timestamp};

use self::instance::Instance;
use self::quiet::Quiet;
use self::turns::Turns;
use crate::diagnosis::{self, Common};
use crate::flaps::WINDOW_MS;
use crate::hold::Patience;
use crate::own::{Bands, Judged, Own, Unlearned};
use crate::seen::{self, Verdict};
use crate::tuned::Rules;
use crate::world::{Known, World};

/// So long after a cause is well again, what followed from it still follows from it, in milliseconds: it takes its time.
const AFTERMATH_MS: i64 = 30_000;
/// How long what was found to be common to many alerts must be over, in milliseconds.
const COMMON: Patience = Patience {
    raise_ms: 0,
    clear_ms: 10_000,
};
/// Nothing heard from a probe for so many times as long as its values count as fresh is told.
const SILENT_TIMES: i64 = 3;

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
    own: BTreeMap<RuleId, OwnRule>,
    alerts: BTreeMap<AlertId, Alert>,
    last_alert: u64,
    turns: Turns,
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
}

struct OwnRule {
    name: String,
    own: Own,
    /// The probes that it looks at.
    at: BTreeSet<ProbeId>,
}

/// What an instance must know to tell.
struct Teller<'a> {
    alerts: &'a mut BTreeMap<AlertId, Alert>,
    last_alert: &'a mut u64,
    turns: &'a mut Turns,
    now: Timestamp,
}

impl Engine {
    /// Knows nothing of the present yet. `alerts` are those that fired when the station ended, and those resolved a moment before.
    #[must_use]
    pub fn new(world: World, alerts: Vec<Alert>, last_alert: u64, last_turn: u64, now: Timestamp) -> Self {
        let mut engine = Self {
            world: World::default(),
            watched: BTreeMap::new(),
            whole: Vec::new(),
            own: BTreeMap::new(),
            alerts: BTreeMap::new(),
            last_alert,
            turns: Turns::after(last_turn),
            quiet: Quiet::default(),
            bands: Box::new(Unlearned),
            now,
            is_unsettled: true,
            turned: BTreeSet::new(),
            judged: Vec::new(),
        };
        for alert in alerts {
            let instance = Instance::of(&alert);
            match alert.subject.probe {
                Some(probe) => engine.watched_mut(probe).instances.push(instance),
                None => engine.whole.push(instance),
            }
            engine.alerts.insert(alert.id, alert);
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

    /// Takes a reading; tells what is bad in it by itself.
    pub fn take(&mut self, reading: &Reading) -> Verdict {
        self.now = self.now.max(reading.at);
        let Some(known) = self.world.probes.get(&reading.probe) else {
            return Verdict::default();
        };
        let Some(watched) = self.watched.get_mut(&reading.probe) else {
            return Verdict::default();
        };
        watched.heard = self.now;
        let told = |rule: &str, part: &Labels| {
            let is_it = |instance: &&Instance| instance.rule.name() == rule && instance.part == *part;
            watched.instances.iter().find(is_it)?.hold.severity()
        };
        let (verdict, seen) = seen::look(known.kind, &watched.rules, reading, told);
        let mut teller = Teller {
            alerts: &mut self.alerts,
            last_alert: &mut self.last_alert,
            turns: &mut self.turns,
            now: self.now,
        };
        let has_failed = reading.failure.is_some();
        let family = known.kind.name.as_ref();
        for instance in &mut watched.instances {
            let is_of_kind = instance.rule.family() == family;
            let is_seen = seen
                .iter()
                .any(|seen| seen.rule == instance.rule.name() && seen.part == instance.part);
            // Who cannot look does not know whether the rest is well.
            let is_known = instance.rule.name() == NO_DATA || !has_failed || instance.rule.name() == FAILURE;
            if is_of_kind && !is_seen && is_known {
                instance.hold.see(None, self.now);
            }
        }
        for bad in seen {
            let is_it = |instance: &&mut Instance| {
                instance.rule.family() == family
                    && instance.rule.name() == bad.rule
                    && instance.part == bad.part
            };
            let instance = match watched.instances.iter_mut().find(is_it) {
                Some(instance) => instance,
                None => {
                    let key = RuleKey::of_kind(family, bad.rule);
                    let rule = watched.rules.get(bad.rule);
                    watched.instances.push(Instance::new(key, bad.part.clone(), rule));
                    let Some(new) = watched.instances.last_mut() else {
                        continue;
                    };
                    new
                }
            };
            instance.see(&bad, self.now);
        }
        let subject = |part: &Labels| subject(&self.world, reading.probe, part);
        let mut has_turned = false;
        for instance in &mut watched.instances {
            has_turned |= instance.follow(&mut teller, subject);
        }
        watched.instances.retain(|instance| !instance.is_over(self.now));
        if has_turned {
            self.turned.insert(reading.probe);
            self.is_unsettled = true;
        }
        self.judge_own(reading);
        verdict
    }

    /// Feeds a reading to the rules that need it and judges what they look at.
    fn judge_own(&mut self, reading: &Reading) {
        let Some(watched) = self.watched.get(&reading.probe) else {
            return;
        };
        if watched.fed.is_empty() {
            return;
        }
        for id in watched.fed.clone() {
            let Some(rule) = self.own.get_mut(&id) else {
                continue;
            };
            rule.own.take(reading);
            if rule.at.contains(&reading.probe) {
                self.judge(id, reading.probe);
            }
        }
    }

    fn judge(&mut self, id: RuleId, probe: ProbeId) {
        let Some(rule) = self.own.get_mut(&id) else { return };
        let mut judged = std::mem::take(&mut self.judged);
        rule.own.judge(probe, self.now, self.bands.as_ref(), &mut judged);
        let spec = rule.own.spec();
        let severity = spec.severity;
        let Some(watched) = self.watched.get_mut(&probe) else {
            return;
        };
        let mut teller = Teller {
            alerts: &mut self.alerts,
            last_alert: &mut self.last_alert,
            turns: &mut self.turns,
            now: self.now,
        };
        let mut has_turned = false;
        for judged in judged.drain(..) {
            let is_it =
                |instance: &Instance| instance.part == *judged.part && instance.rule.own_id() == Some(id);
            let place = watched.instances.iter().position(is_it);
            let place = match (place, judged.truth) {
                (Some(place), _) => place,
                (None, Some(true)) => {
                    watched
                        .instances
                        .push(Instance::own(id, judged.part.as_ref().clone(), spec));
                    watched.instances.len() - 1
                }
                (None, _) => continue,
            };
            let Some(instance) = watched.instances.get_mut(place) else {
                continue;
            };
            instance.judge(judged, severity, self.now);
            let subject = |part: &Labels| subject(&self.world, probe, part);
            has_turned |= instance.follow(&mut teller, subject);
        }
        self.judged = judged;
        if has_turned {
            self.turned.insert(probe);
            self.is_unsettled = true;
        }
    }

    /// Lets time pass: what has lasted fires, what has been well for long enough is resolved.
    pub fn tick(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
        let timed: Vec<(RuleId, ProbeId)> = self
            .own
            .iter()
            .filter(|(_, rule)| rule.own.is_timed())
            .flat_map(|(id, rule)| rule.at.iter().map(|probe| (*id, *probe)))
            .collect();
        timed.into_iter().for_each(|(id, probe)| self.judge(id, probe));
        let mut teller = Teller {
            alerts: &mut self.alerts,
            last_alert: &mut self.last_alert,
            turns: &mut self.turns,
            now: self.now,
        };
        for (probe, watched) in &mut self.watched {
            if let Some(known) = self.world.probes.get(probe) {
                watched.listen(known, self.now);
            }
            let subject = |part: &Labels| subject(&self.world, *probe, part);
            let mut has_turned = false;
            for instance in &mut watched.instances {
                has_turned |= instance.follow(&mut teller, subject);
            }
            watched.instances.retain(|instance| !instance.is_over(self.now));
            if has_turned {
                self.turned.insert(*probe);
                self.is_unsettled = true;
            }
        }
        for instance in &mut self.whole {
            let name = instance.name.clone();
            let subject = move |part: &Labels| Subject {
                name: name.clone(),
                part: part.clone(),
                ..Subject::default()
            };
            self.is_unsettled |= instance.follow(&mut teller, subject);
        }
        self.whole.retain(|instance| !instance.is_over(self.now));
        self.expire();
        let now = self.now;
        let is_over = |alert: &Alert| alert.resolved.is_some_and(|at| now.millis_since(at) > WINDOW_MS);
        self.alerts.retain(|_, alert| !is_over(alert));
        self.is_unsettled |= self.quiet.turns_at(&self.world, now);
    }

    /// Something of the station itself is wrong, or well again with no severity.
    pub fn say(&mut self, name: &str, subject: &str, text: &str, severity: Option<Severity>, at: Timestamp) {
        self.now = self.now.max(at);
        self.say_of_whole(
            &RuleKey::of_kind("station", name),
            subject,
            text,
            severity,
            Patience::default(),
        );
    }

    fn say_of_whole(
        &mut self,
        key: &RuleKey,
        name: &str,
        text: &str,
        severity: Option<Severity>,
        patience: Patience,
    ) {
        let is_it = |instance: &Instance| instance.rule == *key && instance.name == name;
        let place = match (self.whole.iter().position(is_it), severity) {
            (Some(place), _) => place,
            (None, None) => return,
            (None, Some(_)) => {
                self.whole.push(Instance::of_whole(key.clone(), name, patience));
                self.whole.len() - 1
            }
        };
        let Some(instance) = self.whole.get_mut(place) else {
            return;
        };
        if severity.is_some() {
            text.clone_into(&mut instance.text);
        }
        instance.hold.see(severity, self.now);
        let mut teller = Teller {
            alerts: &mut self.alerts,
            last_alert: &mut self.last_alert,
            turns: &mut self.turns,
            now: self.now,
        };
        let subject = |part: &Labels| Subject {
            name: name.to_owned(),
            part: part.clone(),
            ..Subject::default()
        };
        self.is_unsettled |= instance.follow(&mut teller, subject);
    }

    /// Finds causes and what keeps alerts quiet where something has changed, and gives what became known since the last time.
    pub fn news(&mut self) -> News {
        if std::mem::take(&mut self.is_unsettled) {
            self.find_common();
            self.find_causes();
            self.keep_quiet();
        }
        let (changed, turns) = self.turns.take();
        News {
            alerts: changed
                .iter()
                .filter_map(|id| self.alerts.get(id))
                .cloned()
                .collect(),
            turns,
            probes: std::mem::take(&mut self.turned).into_iter().collect(),
        }
    }

    /// Raises what many alerts have in common, as an alert of its own.
    fn find_common(&mut self) {
        let common = diagnosis::common(&self.world, &self.firing_list());
        for Common {
            rule,
            subject,
            text,
            severity,
            ..
        } in &common
        {
            self.say_of_whole(rule, subject, text, Some(*severity), COMMON);
        }
        let over: Vec<_> = self
            .whole
            .iter()
            .filter(|instance| instance.rule.family() == diagnosis::FAMILY)
            .filter(|instance| {
                let is_it = |common: &Common| common.rule == instance.rule && common.subject == instance.name;
                !common.iter().any(is_it)
            })
            .map(|instance| (instance.rule.clone(), instance.name.clone()))
            .collect();
        for (rule, name) in over {
            self.say_of_whole(&rule, &name, "", None, COMMON);
        }
    }

    fn find_causes(&mut self) {
        let mut found = diagnosis::causes(&self.world, &self.firing_list());
        let mut changes = Vec::new();
        for alert in self.alerts.values().filter(|alert| alert.is_firing()) {
            let because = found.remove(&alert.id).or_else(|| self.aftermath(alert));
            if because.as_ref().map(|because| because.alert) != alert.cause.as_ref().map(|old| old.alert) {
                changes.push((alert.id, because));
            }
        }
        for (id, because) in changes {
            let text = because
                .as_ref()
                .map(|because| because.why.clone())
                .unwrap_or_default();
            let Some(alert) = self.alerts.get_mut(&id) else {
                continue;
            };
            alert.cause = because;
            self.turns.turn(alert, self.now, What::Caused, "", text);
        }
        self.gather();
    }

    /// The cause of an alert whose cause is well again, for as long as it takes what followed to be well too. What was common to
    /// many stays their cause when only a few are left.
    fn aftermath(&self, alert: &Alert) -> Option<Because> {
        let because = alert.cause.clone()?;
        let cause = self.alerts.get(&because.alert)?;
        let stays = match cause.resolved {
            Some(resolved) => self.now.millis_since(resolved) < AFTERMATH_MS,
            None => cause.rule.family() == diagnosis::FAMILY,
        };
        stays.then_some(because)
    }

    /// Makes one incident of alerts that explain each other: the one that was opened first.
    fn gather(&mut self) {
        loop {
            let joined = self
                .alerts
                .values()
                .filter(|alert| alert.is_firing())
                .find_map(|alert| {
                    let cause = self.alerts.get(&alert.cause.as_ref()?.alert)?;
                    let (one, other) = (alert.incident, cause.incident);
                    (one != other).then(|| (one.min(other), one.max(other)))
                });
            let Some((stays, goes)) = joined else { return };
            for alert in self.alerts.values_mut().filter(|alert| alert.incident == goes) {
                alert.incident = stays;
                self.turns.touch(alert);
            }
        }
    }

    fn keep_quiet(&mut self) {
        let names: HashMap<RuleId, &str> = self
            .own
            .iter()
            .map(|(id, rule)| (*id, rule.name.as_str()))
            .collect();
        for alert in self.alerts.values_mut().filter(|alert| alert.resolved.is_none()) {
            let name = rule_name(&names, alert);
            let wanted = self.quiet.silence_of(&self.world, alert, &name, self.now);
            let wanted = wanted.or_else(|| alert.cause.is_some().then_some(Suppressed::Cause));
            if wanted == alert.suppressed {
                continue;
            }
            let (what, text) = match &wanted {
                Some(Suppressed::Silence { why, .. }) => (Some(What::Suppressed), why.clone()),
                // That it has a cause has been told.
                Some(Suppressed::Cause) => (None, String::new()),
                Some(Suppressed::Phase) => (Some(What::Suppressed), String::new()),
                None => {
                    let was_silenced = !matches!(alert.suppressed, Some(Suppressed::Cause));
                    (was_silenced.then_some(What::Unsuppressed), String::new())
                }
            };
            alert.suppressed = wanted;
            match what {
                Some(what) => self.turns.turn(alert, self.now, what, "", text),
                None => self.turns.touch(alert),
            }
        }
    }

    /// Every alert that fires, by number.
    pub fn firing(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values().filter(|alert| alert.is_firing())
    }

    /// Alerts that fire, and those that did so a moment ago, by number.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values()
    }

    fn firing_list(&self) -> Vec<&Alert> {
        self.firing().collect()
    }

    /// One alert that fires or did so a moment ago.
    #[must_use]
    pub fn alert(&self, id: AlertId) -> Option<&Alert> {
        self.alerts.get(&id)
    }

    /// The worst that fires at a probe.
    #[must_use]
    pub fn worst_of(&self, probe: ProbeId) -> Option<&Alert> {
        let instances = self.watched.get(&probe)?.instances.iter();
        let alerts = instances.filter_map(|instance| self.alerts.get(&instance.alert?));
        alerts
            .filter(|alert| alert.is_firing())
            .max_by_key(|alert| alert.severity)
    }

    /// What is wrong and has not lasted yet.
    #[must_use]
    pub fn pending(&self) -> Vec<Pending> {
        let of_probe = |(probe, watched): (&ProbeId, &'_ Watched)| -> Vec<Pending> {
            let pending = watched.instances.iter();
            let pending =
                pending.filter_map(|instance| instance.pending(subject(&self.world, *probe, &instance.part)));
            pending.collect()
        };
        self.watched.iter().flat_map(of_probe).collect()
    }

    /// When something at a probe has lasted for long enough to be told or taken back, if nothing is seen before.
    pub(crate) fn due_of(&self, probe: ProbeId) -> Option<Timestamp> {
        let instances = self.watched.get(&probe)?.instances.iter();
        instances.filter_map(|instance| instance.due(self.now)).min()
    }

    /// The rules that come with the kind of a probe, as they hold for it.
    #[must_use]
    pub fn in_force(&self, probe: ProbeId) -> Vec<InForce> {
        Rules::of(&self.world, probe).into_all()
    }

    /// An alert as it would be if a probe could not be looked at, and what people call its rule: to see what would happen to it.
    #[must_use]
    pub fn imagined(&self, probe: ProbeId, severity: Severity, now: Timestamp) -> (Alert, String) {
        let family = self
            .world
            .probes
            .get(&probe)
            .map_or("", |known| known.spec.kind.as_str());
        let key = RuleKey::of_kind(family, FAILURE);
        let alert = Alert::new(
            AlertId(0),
            key,
            subject(&self.world, probe, &Labels::new()),
            severity,
            now,
        );
        let name = self.rule_name(&alert);
        (alert, name)
    }

    /// What people call a rule.
    #[must_use]
    pub fn rule_name(&self, alert: &Alert) -> String {
        let names: HashMap<RuleId, &str> = self
            .own
            .iter()
            .map(|(id, rule)| (*id, rule.name.as_str()))
            .collect();
        rule_name(&names, alert).into_owned()
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
        let alert = instance.alert.and_then(|id| self.alerts.get_mut(&id));
        if let Some(alert) = alert.filter(|alert| alert.resolved.is_none()) {
            alert.resolved = Some(self.now);
            alert.well_since = None;
            self.turns
                .turn(alert, self.now, What::Resolved, "", why.to_owned());
            self.is_unsettled = true;
        }
    }
}

impl Watched {
    /// Finds out whether anything has been heard lately.
    fn listen(&mut self, known: &Known, now: Timestamp) {
        let fresh_ms = i64::from(known.spec.stale_after_ms(known.kind.watch));
        let silent_ms = now.millis_since(self.heard);
        let is_silent = silent_ms > fresh_ms.max(1000).saturating_mul(SILENT_TIMES);
        let Some(rule) = self.rules.get(NO_DATA).filter(|rule| rule.enabled.value) else {
            return;
        };
        let place = self
            .instances
            .iter()
            .position(|instance| instance.rule == rule.rule);
        match (place, is_silent) {
            (None, true) => {
                let mut instance = Instance::new(rule.rule.clone(), Labels::new(), Some(rule));
                instance.text = format!("no look has ended for {} s", silent_ms / 1000);
                instance.hold.see(
                    Some(rule.severity.map_or(Severity::Major, |said| said.value)),
                    now,
                );
                self.instances.push(instance);
            }
            (Some(place), _) => {
                if let Some(instance) = self.instances.get_mut(place).filter(|_| !is_silent) {
                    instance.hold.see(None, now);
                }
            }
            (None, false) => {}
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
