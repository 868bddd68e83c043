//! What readings and the passing of time do to the alerts of probes.

use wire::alert::{Alert, Subject};
use wire::probe::ProbeId;
use wire::reading::{Cause, Labels, Reading};
use wire::rule::{FAILURE, NO_DATA, RuleId, RuleKey};
use wire::{Severity, Timestamp};

use super::instance::Instance;
use super::{Engine, Watched, subject};
use crate::flaps::WINDOW_MS;
use crate::seen::{self, Verdict};
use crate::world::Known;

/// Nothing heard from a probe for so many times as long as its values count as fresh is told.
const SILENT_TIMES: i64 = 3;

impl Engine {
    /// Takes a reading; tells what is bad in it by itself. A look that this machine did not get to in time says nothing about
    /// its target, neither bad nor good.
    pub fn take(&mut self, reading: &Reading) -> Verdict {
        self.now = self.now.max(reading.at);
        let Some(known) = self.world.probes.get(&reading.probe) else {
            return Verdict::default();
        };
        let Some(watched) = self.watched.get_mut(&reading.probe) else {
            return Verdict::default();
        };
        if let Some(failure) = reading
            .failure
            .as_ref()
            .filter(|failure| failure.cause == Cause::Overrun)
        {
            watched.missed = Some(failure.detail.clone());
            return Verdict::default();
        }
        watched.heard = self.now;
        watched.missed = None;
        let told = |rule: &str, part: &Labels| {
            let is_it = |instance: &&Instance| instance.rule.name() == rule && instance.part == *part;
            watched.instances.iter().find(is_it)?.hold.severity()
        };
        let (verdict, seen) = seen::look(known.kind, &watched.rules, reading, told);
        let mut teller = self.book.teller(&self.world, self.now);
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
        let mut teller = self.book.teller(&self.world, self.now);
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
        let mut teller = self.book.teller(&self.world, self.now);
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
        self.end_outside();
        self.expire();
        let now = self.now;
        let is_over = |alert: &Alert| alert.resolved.is_some_and(|at| now.millis_since(at) > WINDOW_MS);
        self.book.alerts.retain(|_, alert| !is_over(alert));
        self.is_unsettled |= self.quiet.turns_at(&self.world, now);
        self.is_unsettled |= self.has_outlived_its_cause();
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
                instance.text = match &self.missed {
                    Some(why) => format!("no look has ended for {} s: {why}", silent_ms / 1000),
                    None => format!("no look has ended for {} s", silent_ms / 1000),
                };
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
