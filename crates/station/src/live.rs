//! The live picture: the newest value of each series, the state of each probe, the newest events.

use std::collections::{BTreeMap, VecDeque};

use alerts::Verdict;
use probes::Kinds;
use wire::Timestamp;
use wire::alert::{Alert, AlertId};
use wire::event::Event;
use wire::kind::KindInfo;
use wire::live::{Condition, Cursor, Facts, Frame, ProbeState, ProbeView, SeriesView};
use wire::phase::Entered;
use wire::probe::{Probe, ProbeId};
use wire::reading::{Fact, Reading, Sample};
use wire::series::{Point, Series, SeriesId};

use crate::Screen;

/// So many events are at hand for a screen that comes back; older ones are asked from the store.
const EVENTS: usize = 500;

/// What is true now. Every change raises the revision.
pub(crate) struct Live {
    epoch: u64,
    revision: u64,
    probes: BTreeMap<ProbeId, Watched>,
    removed: Vec<(u64, ProbeId)>,
    series: BTreeMap<SeriesId, Row>,
    last_series: u32,
    events: VecDeque<Event>,
    last_event: u64,
    /// Those that fire and those that did so a moment ago, each with the revision of its newest change.
    alerts: BTreeMap<AlertId, (u64, Alert)>,
    /// The revision in which an alert began or ceased to fire.
    firing_changed: u64,
    /// The phase of the show, and the revision in which it was declared.
    phase: Option<(u64, Entered)>,
}

struct Watched {
    kind: &'static KindInfo,
    view: ProbeView,
    changed: u64,
    series: Vec<SeriesId>,
    facts: Vec<Fact>,
    facts_changed: u64,
    /// What is wrong, in one sentence; empty when nothing is.
    why: String,
}

struct Row {
    series: Series,
    newest: Option<(Timestamp, f64)>,
    changed: u64,
    /// Whether it belongs to the metric shown large on the tile.
    large: bool,
}

/// What a fold makes for the store.
#[derive(Default)]
pub(crate) struct Folded {
    pub(crate) series: Vec<Series>,
    pub(crate) points: Vec<Point>,
}

impl Live {
    /// A picture that knows the past but no present. `epoch` tells this run of the station from every other.
    pub(crate) fn new(epoch: u64, last_series: u32, last_event: u64, events: Vec<Event>) -> Self {
        Self {
            epoch,
            revision: 1,
            probes: BTreeMap::new(),
            removed: Vec::new(),
            series: BTreeMap::new(),
            last_series,
            events: events.into(),
            last_event,
            alerts: BTreeMap::new(),
            firing_changed: 1,
            phase: None,
        }
    }

    /// What is known when the station starts: its probes, the names of their series, the newest events.
    pub(crate) fn of_past(
        kinds: Kinds,
        probes: &[Probe],
        series: Vec<Series>,
        (last_series, last_event, events): (u32, u64, Vec<Event>),
        now: Timestamp,
    ) -> Self {
        let mut live = Self::new(rand::random::<u64>() >> 12, last_series, last_event, events);
        let kind = |name: &str| {
            kinds
                .iter()
                .map(|kind| kind.info())
                .find(|kind| kind.name == name)
        };
        for probe in probes {
            if let Some(kind) = kind(&probe.spec.kind) {
                live.put(kind, probe.clone(), now);
            }
        }
        series.into_iter().for_each(|row| live.remember(row));
        live
    }

    /// Takes back the names of series from an earlier run.
    pub(crate) fn remember(&mut self, series: Series) {
        if let Some(watched) = self.probes.get_mut(&series.probe) {
            watched.series.push(series.id);
            let large = is_large(watched.kind, &series.metric);
            self.series.insert(
                series.id,
                Row {
                    series,
                    newest: None,
                    changed: 0,
                    large,
                },
            );
        }
    }

    /// Puts a probe in, or its new settings; what was known of its values stays.
    pub(crate) fn put(&mut self, kind: &'static KindInfo, probe: Probe, now: Timestamp) {
        self.revision += 1;
        let condition = if probe.spec.enabled {
            Condition::Unknown
        } else {
            Condition::Off
        };
        let state = ProbeState {
            condition,
            since: now,
            last: None,
            took_ms: 0,
            stale_after_ms: probe.spec.stale_after_ms(kind.watch),
            failure: None,
            findings: Vec::new(),
            breaches: Vec::new(),
        };
        let series = self
            .probes
            .remove(&probe.id)
            .map(|old| old.series)
            .unwrap_or_default();
        let view = ProbeView { probe, state };
        self.probes.insert(
            view.probe.id,
            Watched {
                kind,
                view,
                changed: self.revision,
                series,
                // They may be those of another target.
                facts: Vec::new(),
                facts_changed: self.revision,
                why: String::new(),
            },
        );
    }

    /// Takes a probe out.
    pub(crate) fn remove(&mut self, id: ProbeId) {
        let Some(gone) = self.probes.remove(&id) else {
            return;
        };
        self.revision += 1;
        self.removed.push((self.revision, id));
        for series in gone.series {
            self.series.remove(&series);
        }
    }

    /// Begins a new revision; what is folded until the next belongs to it.
    pub(crate) fn advance(&mut self) {
        self.revision += 1;
    }

    /// Takes one reading and what it means by itself, of a probe that is there and not off.
    pub(crate) fn fold(&mut self, reading: Reading, verdict: Verdict, folded: &mut Folded) {
        let Some(watched) = self.probes.get_mut(&reading.probe) else {
            return;
        };
        let state = &mut watched.view.state;
        state.last = Some(reading.at);
        state.took_ms = reading.took_ms;
        state.failure = reading.failure;
        state.findings = verdict.findings;
        state.breaches = verdict.breaches;
        watched.changed = self.revision;
        if !reading.facts.is_empty() && reading.facts != watched.facts {
            watched.facts = reading.facts;
            watched.facts_changed = self.revision;
        }
        let mut next = 0;
        for sample in reading.samples {
            // Nearly always the looks of a probe bring the same series in the same order.
            let count = watched.series.len();
            let place = (next..next + count).map(|n| n % count).find(|n| {
                self.series
                    .get(&watched.series[*n])
                    .is_some_and(|row| is(row, &sample))
            });
            next = place.unwrap_or(count) + 1;
            let known = place.map(|place| watched.series[place]);
            let id = known.unwrap_or_else(|| {
                self.last_series += 1;
                let id = SeriesId(self.last_series);
                let large = is_large(watched.kind, &sample.metric);
                let Sample {
                    metric, labels, unit, ..
                } = sample.clone();
                let series = Series {
                    id,
                    probe: reading.probe,
                    metric,
                    labels,
                    unit,
                };
                folded.series.push(series.clone());
                watched.series.push(id);
                self.series.insert(
                    id,
                    Row {
                        series,
                        newest: None,
                        changed: 0,
                        large,
                    },
                );
                id
            });
            if let Some(row) = self.series.get_mut(&id) {
                row.newest = Some((reading.at, sample.value));
                row.changed = self.revision;
            }
            folded.points.push(Point {
                series: id,
                at: reading.at,
                value: sample.value,
            });
        }
    }

    /// Takes how a probe is by its alerts, and why. Gives how it was before, where that is otherwise; nothing of one that is off or
    /// has not looked yet.
    pub(crate) fn stand(&mut self, id: ProbeId, worst: Option<&Alert>, at: Timestamp) -> Option<Condition> {
        let watched = self.probes.get_mut(&id)?;
        let state = &mut watched.view.state;
        let before = state.condition;
        let now = Condition::from(worst.map(|alert| alert.severity));
        if before == Condition::Off || state.last.is_none() || before == now {
            return None;
        }
        state.condition = now;
        state.since = at;
        watched.why = worst.map(|alert| alert.text.clone()).unwrap_or_default();
        watched.changed = self.revision;
        Some(before)
    }

    /// Takes alerts as they are now.
    pub(crate) fn put_alerts(&mut self, alerts: Vec<Alert>) {
        for alert in alerts {
            let is_firing = alert.is_firing();
            let old = self.alerts.insert(alert.id, (self.revision, alert));
            if old.is_some_and(|(_, old)| old.is_firing()) != is_firing {
                self.firing_changed = self.revision;
            }
        }
    }

    /// The phase of the show from now on.
    pub(crate) fn enter(&mut self, entered: Entered) {
        self.revision += 1;
        self.phase = Some((self.revision, entered));
    }

    /// The phase of the show; none as long as nobody has declared one.
    pub(crate) fn phase(&self) -> Option<&Entered> {
        self.phase.as_ref().map(|(_, entered)| entered)
    }

    /// Forgets alerts that ended before `time`.
    pub(crate) fn forget_alerts(&mut self, time: Timestamp) {
        self.alerts
            .retain(|_, (_, alert)| alert.resolved.is_none_or(|resolved| resolved > time));
    }

    /// Alerts that fire, and those that did so a moment ago, by number.
    pub(crate) fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values().map(|(_, alert)| alert)
    }

    /// What is wrong with a probe, in one sentence.
    pub(crate) fn why(&self, id: ProbeId) -> &str {
        let why = self.probes.get(&id).map(|watched| watched.why.as_str());
        why.filter(|why| !why.is_empty()).unwrap_or("something is wrong")
    }

    /// Numbers an event and keeps it at hand.
    pub(crate) fn tell(&mut self, event: Event) -> Event {
        self.revision += 1;
        self.last_event += 1;
        let event = Event {
            seq: self.last_event,
            ..event
        };
        if self.events.len() == EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event.clone());
        event
    }

    /// What is newer than what `screen` has, of what it shows.
    pub(crate) fn frame(&self, screen: &mut Screen, now: Timestamp) -> Frame {
        let cursor = Cursor {
            epoch: self.epoch,
            revision: self.revision,
            event: self.last_event,
        };
        let had = std::mem::replace(&mut screen.cursor, cursor);
        let fresh = std::mem::take(&mut screen.fresh);
        let whole = had.epoch != self.epoch;
        let told = screen.told.replace(SeriesId(self.last_series)).filter(|_| !whole);
        let seen = if whole { 0 } else { had.revision };
        let mut frame = Frame {
            cursor,
            now,
            whole,
            ..Frame::default()
        };
        if seen == self.revision && told.is_some() && fresh.is_empty() {
            return frame;
        }
        for (id, watched) in &self.probes {
            // What the screen shows of every probe has been told; of this one it shows more now.
            let more = fresh.contains(id);
            let changed = watched.changed > seen;
            if changed {
                frame.probes.push(watched.view.clone());
            }
            if !changed && !more && told.is_some() {
                continue;
            }
            let facts_are_new = watched.facts_changed > seen;
            let facts_are_untold = (more || told.is_none()) && !watched.facts.is_empty();
            if screen.shown.contains(id) && (facts_are_new || facts_are_untold) {
                frame.facts.push(Facts {
                    probe: *id,
                    facts: watched.facts.clone(),
                });
            }
            let rows = watched.series.iter().filter_map(|id| self.series.get(id));
            for row in rows.filter(|row| row.large || screen.shown.contains(id)) {
                let more = more && !row.large;
                if more || told.is_none_or(|told| row.series.id > told) {
                    frame.series.push(row.series.clone());
                }
                if let Some((at, value)) = row.newest.filter(|_| more || row.changed > seen) {
                    frame.points.push(Point {
                        series: row.series.id,
                        at,
                        value,
                    });
                }
            }
        }
        let removed = self.removed.iter().filter(|(at, _)| !whole && *at > seen);
        frame.removed = removed.map(|(_, id)| *id).collect();
        let events = self.events.iter().filter(|event| event.seq > had.event);
        frame.events = events.cloned().collect();
        let alerts = self.alerts.values().filter(|(changed, _)| *changed > seen);
        frame.alerts = alerts.map(|(_, alert)| alert.clone()).collect();
        if self.firing_changed > seen {
            let firing = self.alerts().filter(|alert| alert.is_firing());
            frame.firing = Some(firing.map(|alert| alert.id).collect());
        }
        let is_news = |(changed, _): &&(u64, Entered)| *changed > seen;
        frame.phase = self
            .phase
            .as_ref()
            .filter(is_news)
            .map(|(_, entered)| Box::new(entered.clone()));
        frame
    }

    /// All probes, by id.
    pub(crate) fn views(&self) -> impl Iterator<Item = &ProbeView> {
        self.probes.values().map(|watched| &watched.view)
    }

    /// One probe.
    pub(crate) fn view(&self, id: ProbeId) -> Option<&ProbeView> {
        self.probes.get(&id).map(|watched| &watched.view)
    }

    /// Series and their newest values, by id.
    pub(crate) fn series_views(&self, probe: Option<ProbeId>) -> Vec<SeriesView> {
        let rows = self
            .series
            .values()
            .filter(|row| probe.is_none_or(|probe| row.series.probe == probe));
        rows.map(|row| SeriesView {
            series: row.series.clone(),
            at: row.newest.map(|(at, _)| at),
            value: row.newest.map(|(_, value)| value),
        })
        .collect()
    }

    /// What the target of a probe says of itself.
    pub(crate) fn facts(&self, id: ProbeId) -> Option<Facts> {
        let facts = self.probes.get(&id)?.facts.clone();
        Some(Facts { probe: id, facts })
    }

    /// What a series is.
    pub(crate) fn series(&self, id: SeriesId) -> Option<&Series> {
        self.series.get(&id).map(|row| &row.series)
    }

    /// How many series have been seen.
    pub(crate) fn series_count(&self) -> usize {
        self.series.len()
    }
}

fn is(row: &Row, sample: &Sample) -> bool {
    row.series.metric == sample.metric && row.series.labels == sample.labels
}

fn is_large(kind: &KindInfo, metric: &str) -> bool {
    kind.metrics.first().is_some_and(|first| first.name == metric)
}
