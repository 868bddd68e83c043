//! Who is to be told of which incident, and when: once, with the cause, and not again before something is different.

mod group;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};
use wire::alert::{Alert, AlertId};
use wire::receiver::{News, ReceiverId};
use wire::route::{Route, RouteId, RouteSpec};
use wire::settings::FieldError;
use wire::{Severity, Timestamp};

use self::group::{Group, State};
use crate::calendar;
use crate::incident::{Incident, incidents, title};
use crate::matching::Matching;
use crate::world::World;

/// More incidents than these in [`FLOOD_MS`] on one route are a flood.
pub const FLOOD: usize = wire::score::FLOOD as usize;
/// The time in which incidents are counted, in milliseconds.
pub const FLOOD_MS: i64 = 10 * 60_000;
/// In a flood, incidents are gathered for so long and told together, in milliseconds.
const GATHER_MS: i64 = 30_000;
/// A message holds so many alerts at most.
const MOST_ALERTS: usize = 20;

/// One message to one receiver.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// To whom.
    pub receiver: ReceiverId,
    /// The incident under which the receiver knows it.
    pub thread: AlertId,
    /// What became of it.
    pub news: News,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong with what, in one line.
    pub title: String,
    /// Why the rest follows from it.
    pub reason: String,
    /// What to do.
    pub advice: String,
    /// Since when something is wrong.
    pub began: Timestamp,
    /// The cause first, then the worst.
    pub alerts: Vec<Alert>,
    /// How many more there are.
    pub more: u32,
}

/// What has been told so far. It is kept with the messages, so that a restart repeats nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    groups: Vec<Group>,
    /// Which incidents were told on each route and when, newest last; one that came back once.
    raised: BTreeMap<RouteId, VecDeque<(AlertId, Timestamp)>>,
}

/// All routes, and what has been told on them.
#[derive(Default)]
pub struct Teller {
    routes: Vec<(Route, Matching)>,
    memory: Memory,
}

impl Teller {
    /// Goes on where it was.
    #[must_use]
    pub fn new(memory: Memory) -> Self {
        Self {
            routes: Vec::new(),
            memory,
        }
    }

    /// What is to be kept.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Uses a route, or what became of it.
    ///
    /// # Errors
    /// A pattern that is no regular expression.
    pub fn put_route(&mut self, route: Route) -> Result<(), Vec<FieldError>> {
        let matching = Matching::new("matching", &route.spec.matching)?;
        self.remove_route(route.id);
        if route.spec.enabled {
            self.routes.push((route, matching));
            let order = |(route, _): &(Route, Matching)| (route.spec.place, route.spec.name.to_lowercase());
            self.routes.sort_by_key(order);
        }
        Ok(())
    }

    /// Uses a route no more. What was told on it is forgotten when its incidents are over.
    pub fn remove_route(&mut self, id: RouteId) {
        self.routes.retain(|(route, _)| route.id != id);
    }

    /// The routes on which an incident of this one alert would be told now, in order.
    #[must_use]
    pub fn routes_of(&self, world: &World, alert: &Alert, rule_name: &str, now: Timestamp) -> Vec<RouteId> {
        let incident = Incident {
            id: alert.incident,
            alerts: vec![alert],
        };
        self.fitting(world, &incident, &|_| rule_name.to_owned(), now)
    }

    fn fitting(
        &self,
        world: &World,
        incident: &Incident<'_>,
        rule_name: &dyn Fn(&Alert) -> String,
        now: Timestamp,
    ) -> Vec<RouteId> {
        let mut found = Vec::new();
        let Some(severity) = incident.severity() else {
            return found;
        };
        for (route, matching) in &self.routes {
            let fits = |alert: &&Alert| matching.fits(world, alert, &rule_name(alert));
            if severity >= route.spec.least
                && is_open(&route.spec, world, now)
                && incident.alerts.iter().any(fits)
            {
                found.push(route.id);
                if !route.spec.go_on {
                    break;
                }
            }
        }
        found
    }

    /// Finds out what is to be told now. `alerts` are all that fire, and those that did so a moment ago.
    pub fn step<'a>(
        &mut self,
        world: &World,
        alerts: impl IntoIterator<Item = &'a Alert>,
        rule_name: &dyn Fn(&Alert) -> String,
        now: Timestamp,
    ) -> Vec<Telling> {
        let incidents = incidents(alerts);
        let mut told = Vec::new();
        self.follow_merged(&incidents, &mut told);
        let groups = self.memory.groups.iter();
        let known: BTreeSet<(RouteId, AlertId)> = groups
            .flat_map(|group| group.incidents.iter().map(|incident| (group.route, *incident)))
            .collect();
        for incident in incidents.values().filter(|incident| incident.is_waiting()) {
            for route in self.fitting(world, incident, rule_name, now) {
                if !known.contains(&(route, incident.id)) {
                    self.memory.groups.push(Group::begin(route, incident.id, now));
                }
            }
        }
        self.stem_floods(now);
        let routes: BTreeMap<RouteId, &RouteSpec> = self
            .routes
            .iter()
            .map(|(route, _)| (route.id, &route.spec))
            .collect();
        let raised = &mut self.memory.raised;
        self.memory.groups.retain_mut(|group| {
            let before = told.len();
            let stays = group.step(routes.get(&group.route).copied(), &incidents, now, &mut told);
            let is_raised = |telling: &Telling| telling.news == News::Raised;
            if told.iter().skip(before).any(is_raised) {
                let times = raised.entry(group.route).or_default();
                times.retain(|(thread, _)| *thread != group.thread);
                times.push_back((group.thread, now));
                times.drain(..times.len().saturating_sub(FLOOD));
            }
            stays
        });
        told
    }

    /// When something is to be told next, if nothing changes.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        let spec = |id| {
            self.routes
                .iter()
                .find(|(route, _)| route.id == id)
                .map(|(route, _)| &route.spec)
        };
        let groups = self.memory.groups.iter();
        groups.filter_map(|group| group.due(spec(group.route)?)).min()
    }

    /// The clock was set by so many milliseconds.
    pub fn shift(&mut self, millis: i64) {
        self.memory
            .groups
            .iter_mut()
            .for_each(|group| group.shift(millis));
        for (_, at) in self.memory.raised.values_mut().flatten() {
            *at = at.plus_millis(millis);
        }
    }

    /// Incidents that became part of others are followed there.
    fn follow_merged(&mut self, incidents: &BTreeMap<AlertId, Incident<'_>>, told: &mut Vec<Telling>) {
        let alerts = incidents.values().flat_map(|incident| &incident.alerts);
        let moved: BTreeMap<AlertId, AlertId> = alerts
            .filter(|alert| alert.incident != alert.id)
            .map(|alert| (alert.id, alert.incident))
            .collect();
        let has_moved = |group: &Group| group.incidents.iter().any(|id| moved.contains_key(id));
        let (going, mut kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.memory.groups)
            .into_iter()
            .partition(has_moved);
        for mut group in going {
            let now_in = |id: &AlertId| moved.get(id).copied().unwrap_or(*id);
            group.incidents = group.incidents.iter().map(now_in).collect();
            let shares = |other: &&mut Group| {
                other.route == group.route && !other.incidents.is_disjoint(&group.incidents)
            };
            let Some(other) = kept.iter_mut().find(shares) else {
                kept.push(group);
                continue;
            };
            other.incidents.extend(group.incidents.iter().copied());
            match (other.is_told(), group.is_told()) {
                (true, true) => {
                    let stays = other.incidents.iter().find_map(|id| incidents.get(id));
                    told.extend(group.folded_into(other.thread, stays));
                }
                (false, true) => {
                    group.incidents.clone_from(&other.incidents);
                    *other = group;
                }
                (_, false) => {}
            }
        }
        self.memory.groups = kept;
    }

    /// Where more incidents are to be told than anybody can read, they are gathered.
    fn stem_floods(&mut self, now: Timestamp) {
        let routes: BTreeSet<RouteId> = self.memory.groups.iter().map(|group| group.route).collect();
        for route in routes {
            let waits = |group: &Group| group.route == route && matches!(group.state, State::Gathering);
            let waiting: BTreeSet<AlertId> = self
                .memory
                .groups
                .iter()
                .filter(|group| waits(group))
                .map(|group| group.thread)
                .collect();
            let raised = self.memory.raised.get(&route).into_iter().flatten();
            let is_another = |(thread, at): &&(AlertId, Timestamp)| {
                now.millis_since(*at) < FLOOD_MS && !waiting.contains(thread)
            };
            let lately = raised.filter(is_another).count();
            if lately + waiting.len() <= FLOOD {
                continue;
            }
            let mut gathered: Option<Group> = None;
            self.memory.groups.retain(|group| {
                if !waits(group) {
                    return true;
                }
                match &mut gathered {
                    Some(all) => all.take_in(group),
                    None => gathered = Some(group.clone()),
                }
                false
            });
            if let Some(mut all) = gathered {
                // The first ones at once; what comes after them takes its time.
                all.gather_ms = if lately < FLOOD { 0 } else { GATHER_MS };
                self.memory.groups.push(all);
            }
        }
    }
}

/// Whether anything is told on a route in this phase and at this time. As long as nobody has declared a phase, it may be any.
fn is_open(route: &RouteSpec, world: &World, now: Timestamp) -> bool {
    let is_phase = |phase| route.phases.contains(&phase);
    let is_hour = |hours| calendar::is_within(hours, now, world.ahead_of_utc_ms);
    (route.phases.is_empty() || world.phase.is_none_or(is_phase))
        && (route.hours.is_empty() || route.hours.iter().any(is_hour))
}

/// What is told of incidents: of one as it is, of several together.
fn say(thread: AlertId, all: &[&Incident<'_>], news: News, receiver: ReceiverId) -> Option<Telling> {
    let worst = all
        .iter()
        .max_by_key(|incident| (incident.severity(), Reverse(incident.id)))?;
    let root = worst.root()?;
    let alerts: Vec<&Alert> = all.iter().flat_map(|incident| incident.in_order()).collect();
    let rest = worst.alerts.len() - 1;
    let reasons = worst.alerts.iter().filter_map(|alert| alert.cause.as_ref());
    let reason = reasons
        .map(|because| because.why.as_str())
        .next()
        .unwrap_or_default();
    let title = match (all.len(), rest) {
        (1, 0) => title(root),
        (1, 1) => format!("{}; 1 alert follows from it", title(root)),
        (1, rest) => format!("{}; {rest} alerts follow from it", title(root)),
        (count, _) => format!("{count} incidents, the worst: {}", title(root)),
    };
    Some(Telling {
        receiver,
        thread,
        news,
        severity: all
            .iter()
            .filter_map(|incident| incident.severity())
            .max()
            .unwrap_or(root.severity),
        title,
        reason: reason.to_owned(),
        advice: root.advice.clone(),
        began: alerts.iter().map(|alert| alert.began).min().unwrap_or(root.began),
        more: u32::try_from(alerts.len().saturating_sub(MOST_ALERTS)).unwrap_or(u32::MAX),
        alerts: alerts.into_iter().take(MOST_ALERTS).cloned().collect(),
    })
}

#[cfg(test)]
mod tests;
