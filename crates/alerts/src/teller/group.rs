//! One incident, or several that came at once, on one route.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use wire::alert::AlertId;
use wire::receiver::{News, ReceiverId};
use wire::route::{RouteId, RouteSpec};
use wire::{Severity, Timestamp};

use super::{Telling, say};
use crate::incident::Incident;

const MINUTE_MS: i64 = 60_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Group {
    pub(super) route: RouteId,
    pub(super) incidents: BTreeSet<AlertId>,
    /// Under which its receivers know it.
    pub(super) thread: AlertId,
    pub(super) state: State,
    /// Since when it is in this state.
    since: Timestamp,
    /// So long it is gathered at least, whatever its route says, in milliseconds.
    pub(super) gather_ms: i64,
    /// When it was told last.
    told: Timestamp,
    /// How bad it was then.
    severity: Severity,
    /// What was its cause then.
    root: Option<AlertId>,
    /// Since when it is otherwise than it was told.
    changed: Option<Timestamp>,
    /// How many of the route's escalations have happened.
    escalated: usize,
    /// Who knows of it.
    receivers: BTreeSet<ReceiverId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    /// It has not been told; what belongs to it may be still to come.
    Gathering,
    /// It has been told, and waits for somebody.
    Waiting,
    /// Somebody takes care of it.
    Taken,
}

impl Group {
    pub(super) fn begin(route: RouteId, incident: AlertId, now: Timestamp) -> Self {
        Self {
            route,
            incidents: BTreeSet::from([incident]),
            thread: incident,
            state: State::Gathering,
            since: now,
            gather_ms: 0,
            told: now,
            severity: Severity::Info,
            root: None,
            changed: None,
            escalated: 0,
            receivers: BTreeSet::new(),
        }
    }

    pub(super) fn is_told(&self) -> bool {
        self.state != State::Gathering
    }

    /// Tells another one's incidents with its own.
    pub(super) fn take_in(&mut self, other: &Self) {
        self.incidents.extend(other.incidents.iter().copied());
        self.since = self.since.min(other.since);
        self.thread = self.thread.min(other.thread);
    }

    /// Tells what is to be told now. False when there will be nothing more to tell.
    pub(super) fn step(
        &mut self,
        route: Option<&RouteSpec>,
        incidents: &BTreeMap<AlertId, Incident<'_>>,
        now: Timestamp,
        told: &mut Vec<Telling>,
    ) -> bool {
        let all: Vec<_> = self.incidents.iter().filter_map(|id| incidents.get(id)).collect();
        let is_over = all.iter().all(|incident| incident.is_over());
        let is_waiting = all.iter().any(|incident| incident.is_waiting());
        let Some(route) = route else {
            return !is_over;
        };
        if self.state == State::Gathering {
            if is_waiting && now >= self.gathered(route) {
                self.receivers.extend(&route.receivers);
                self.enter(State::Waiting, now);
                self.remember(&all);
                self.tell(&all, News::Raised, now, told);
            }
            return is_waiting;
        }
        if is_over {
            if route.tell_end {
                self.tell(&all, News::Resolved, now, told);
            }
            return false;
        }
        if is_waiting && self.state == State::Taken {
            self.enter(State::Waiting, now);
            self.changed = Some(now.plus_millis(-i64::from(route.wait_ms)));
        } else if self.state == State::Waiting
            && all.iter().any(|incident| incident.is_taken())
            && !is_waiting
        {
            self.enter(State::Taken, now);
            if route.tell_end {
                self.tell(&all, News::Acknowledged, now, told);
            }
        }
        if is_waiting {
            self.remind(route, &all, now, told);
        }
        true
    }

    /// Tells what is otherwise than it was told, and tells again where nobody takes care.
    fn remind(&mut self, route: &RouteSpec, all: &[&Incident<'_>], now: Timestamp, told: &mut Vec<Telling>) {
        let is_worse = severity(all) > Some(self.severity);
        let has_other_cause = root(all).is_some() && root(all) != self.root;
        if (is_worse || has_other_cause) && self.changed.is_none() {
            self.changed = Some(now);
        }
        if self
            .changed
            .is_some_and(|at| now >= at.plus_millis(route.wait_ms.into()))
        {
            self.remember(all);
            self.tell(all, News::Changed, now, told);
        }
        while let Some(next) = route.escalate.get(self.escalated) {
            if now < self.since.plus_millis(i64::from(next.after_minutes) * MINUTE_MS) {
                break;
            }
            self.escalated += 1;
            let tellings = next
                .receivers
                .iter()
                .filter_map(|to| say(self.thread, all, News::Escalated, *to));
            told.extend(tellings);
            self.receivers.extend(&next.receivers);
        }
        if self.repeats(route).is_some_and(|at| now >= at) {
            self.tell(all, News::Reminder, now, told);
        }
    }

    /// Tells its receivers that it has become part of another incident.
    pub(super) fn folded_into(&self, thread: AlertId, into: Option<&Incident<'_>>) -> Vec<Telling> {
        let told = self.receivers.iter().filter_map(|receiver| {
            let telling = say(self.thread, &[into?], News::Resolved, *receiver)?;
            Some(Telling {
                reason: format!("it is part of incident {thread}, which goes on"),
                ..telling
            })
        });
        told.collect()
    }

    fn tell(&mut self, all: &[&Incident<'_>], news: News, now: Timestamp, told: &mut Vec<Telling>) {
        self.told = now;
        let tellings = self
            .receivers
            .iter()
            .filter_map(|to| say(self.thread, all, news, *to));
        told.extend(tellings);
    }

    /// Notes how things are as they are told.
    fn remember(&mut self, all: &[&Incident<'_>]) {
        self.changed = None;
        self.severity = severity(all).unwrap_or(self.severity);
        self.root = root(all);
    }

    fn enter(&mut self, state: State, now: Timestamp) {
        self.state = state;
        self.since = now;
        self.escalated = 0;
    }

    fn gathered(&self, route: &RouteSpec) -> Timestamp {
        self.since.plus_millis(self.gather_ms.max(route.wait_ms.into()))
    }

    fn repeats(&self, route: &RouteSpec) -> Option<Timestamp> {
        Some(
            self.told
                .plus_millis(i64::from(route.repeat_minutes?) * MINUTE_MS),
        )
    }

    /// When something is to be told next, if nothing changes.
    pub(super) fn due(&self, route: &RouteSpec) -> Option<Timestamp> {
        match self.state {
            State::Gathering => Some(self.gathered(route)),
            State::Taken => None,
            State::Waiting => {
                let changed = self.changed.map(|at| at.plus_millis(route.wait_ms.into()));
                let next = route.escalate.get(self.escalated);
                let escalates =
                    next.map(|next| self.since.plus_millis(i64::from(next.after_minutes) * MINUTE_MS));
                [changed, escalates, self.repeats(route)]
                    .into_iter()
                    .flatten()
                    .min()
            }
        }
    }

    pub(super) fn shift(&mut self, millis: i64) {
        for at in [&mut self.since, &mut self.told] {
            *at = at.plus_millis(millis);
        }
        self.changed = self.changed.map(|at| at.plus_millis(millis));
    }
}

fn severity(all: &[&Incident<'_>]) -> Option<Severity> {
    all.iter().filter_map(|incident| incident.severity()).max()
}

/// What is the cause, where there is one incident only.
fn root(all: &[&Incident<'_>]) -> Option<AlertId> {
    match all {
        [one] => one.root().map(|root| root.id),
        _ => None,
    }
}
