//! The live picture: the newest value of each series, the state of each probe, the newest events.

use std::collections::{BTreeMap, VecDeque};

use alerts::Verdict;
use wire::Timestamp;
use wire::event::Event;
use wire::kind::KindInfo;
use wire::live::{Condition, Cursor, Facts, Frame, ProbeState, ProbeView, SeriesView};
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
}

struct Watched {
    kind: &'static KindInfo,
    view: ProbeView,
    changed: u64,
    series: Vec<SeriesId>,
    facts: Vec<Fact>,
    facts_changed: u64,
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
        }
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

    /// Takes one reading and what it means. Returns the condition before, or nothing when the probe is gone or off.
    pub(crate) fn fold(
        &mut self,
        reading: Reading,
        verdict: Verdict,
        folded: &mut Folded,
    ) -> Option<Condition> {
        let watched = self.probes.get_mut(&reading.probe)?;
        let state = &mut watched.view.state;
        let before = state.condition;
        if before == Condition::Off {
            return None;
        }
        if before != verdict.condition {
            state.since = reading.at;
        }
        state.condition = verdict.condition;
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
        Some(before)
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

    /// The kind of a probe.
    pub(crate) fn kind(&self, id: ProbeId) -> Option<&'static KindInfo> {
        self.probes.get(&id).map(|watched| watched.kind)
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
