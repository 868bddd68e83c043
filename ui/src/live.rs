//! The live picture as signals: one for each probe and each series, so that news touches only what shows it.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use wire::Timestamp;
use wire::alert::{Alert, AlertId, Suppressed};
use wire::event::Event;
use wire::kind::KindInfo;
use wire::live::{Condition, Cursor, Frame, Hello, ProbeState, ProbeView};
use wire::phase::Entered;
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::reading::Fact;
use wire::route::Silence;
use wire::series::{History, Series, SeriesId};

use crate::link::alerts::silences;
use crate::model::alerts::{Attention, Handled, Incident, Known, Touched, raised_lately};
use crate::model::face::{Face, sentence};
use crate::model::pace::Pace;
use crate::model::trail::Trail;
use crate::model::wall::{self, Faces, Place, Summary};
use crate::text;

/// How this screen stands with its station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// Trying for the first time.
    Connecting,
    /// Frames come.
    Up,
    /// Frames came until then, by the clock of the station.
    Down(Timestamp),
    /// The station does not know this screen.
    SignedOut,
}

/// One probe.
#[derive(Clone)]
pub(crate) struct Cell {
    pub(crate) view: ArcRwSignal<ProbeView>,
    /// Its series, in the order in which the station first saw them.
    pub(crate) rows: ArcRwSignal<Vec<Row>>,
    /// What its target says of itself, as long as the screen shows the probe in full.
    pub(crate) facts: ArcRwSignal<Vec<Fact>>,
    /// The alerts that fire at it.
    pub(crate) alerts: ArcRwSignal<Vec<Arc<Alert>>>,
}

/// One series of a probe.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) series: Arc<Series>,
    pub(crate) trail: ArcRwSignal<Trail>,
}

/// Everything that the station told. There is one, handed to every page as context.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    pub(crate) link: RwSignal<Link>,
    pub(crate) hello: RwSignal<Option<Arc<Hello>>>,
    /// The clock of the station, moving on by itself between frames, in whole seconds.
    pub(crate) clock: RwSignal<Timestamp>,
    /// Changes with each frame.
    pub(crate) beat: RwSignal<bool>,
    /// Whether the first frame has come.
    pub(crate) filled: RwSignal<bool>,
    pub(crate) places: RwSignal<Vec<Arc<Place>>>,
    /// How every probe looks; changes only when one of them looks different.
    pub(crate) faces: RwSignal<Faces>,
    pub(crate) summary: RwSignal<Summary>,
    /// The newest events, oldest first.
    pub(crate) events: RwSignal<Vec<Event>>,
    /// The alerts that fire, and those that were over a short time ago.
    pub(crate) alerts: RwSignal<Known>,
    /// What waits for somebody; changes only when that does.
    pub(crate) attention: RwSignal<Attention>,
    /// How many alerts were raised in the last ten minutes, as the score of the alarms counts them.
    pub(crate) lately: Memo<usize>,
    /// The silences and maintenance windows, since one of them kept an alert quiet.
    pub(crate) silences: RwSignal<Vec<Silence>>,
    /// The phase of the show; none as long as nobody has declared one.
    pub(crate) phase: RwSignal<Option<Entered>>,
    /// The station said something that this screen does not understand.
    pub(crate) puzzled: RwSignal<bool>,
    /// The probe that the page shows in full.
    pub(crate) watched: RwSignal<Option<ProbeId>>,
    kinds: StoredValue<BTreeMap<String, Arc<KindInfo>>>,
    /// What the station says of findings and metrics, as a sentence, and the same in the language of this screen.
    worded: StoredValue<BTreeMap<String, String>>,
    cells: StoredValue<BTreeMap<ProbeId, Cell>>,
    rows: StoredValue<BTreeMap<SeriesId, Row>>,
    cursor: StoredValue<Cursor>,
    pace: StoredValue<Pace>,
}

/// The one live picture.
pub(crate) fn use_live() -> Live {
    expect_context()
}

impl Live {
    /// Nothing told yet.
    pub(crate) fn new() -> Self {
        let clock = RwSignal::new(Timestamp::default());
        let alerts = RwSignal::new(Known::default());
        let lately = Memo::new(move |_| alerts.with(|known| raised_lately(known, clock.get())));
        Self {
            link: RwSignal::new(Link::Connecting),
            hello: RwSignal::new(None),
            clock,
            beat: RwSignal::new(false),
            filled: RwSignal::new(false),
            places: RwSignal::new(Vec::new()),
            faces: RwSignal::new(Faces::default()),
            summary: RwSignal::new(Summary::default()),
            events: RwSignal::new(Vec::new()),
            alerts,
            lately,
            attention: RwSignal::new(Attention::default()),
            silences: RwSignal::new(Vec::new()),
            phase: RwSignal::new(None),
            puzzled: RwSignal::new(false),
            watched: RwSignal::new(None),
            kinds: StoredValue::new(BTreeMap::new()),
            worded: StoredValue::new(BTreeMap::new()),
            cells: StoredValue::new(BTreeMap::new()),
            rows: StoredValue::new(BTreeMap::new()),
            cursor: StoredValue::new(Cursor::default()),
            pace: StoredValue::new(Pace::new()),
        }
    }

    /// Least time between two frames that this screen can take, in milliseconds.
    pub(crate) fn every_ms(self) -> u32 {
        self.pace.with_value(Pace::every_ms)
    }

    /// How far it has got.
    pub(crate) fn cursor(self) -> Cursor {
        self.cursor.get_value()
    }

    /// One probe, as long as the station has it. Follows the list of probes.
    pub(crate) fn cell(self, id: ProbeId) -> Option<Cell> {
        self.places.track();
        self.cells.with_value(|cells| cells.get(&id).cloned())
    }

    /// The name of another probe of that kind that looks at the same target. Follows the list of probes.
    pub(crate) fn looking_at(self, kind: &str, target: &str, but: Option<ProbeId>) -> Option<String> {
        self.places.track();
        let name = |(id, cell): (&ProbeId, &Cell)| {
            let same = |spec: &ProbeSpec| Some(*id) != but && spec.kind == kind && spec.target == target;
            cell.view
                .with_untracked(|view| same(&view.probe.spec).then(|| view.probe.spec.name.clone()))
        };
        self.cells.with_value(|cells| cells.iter().find_map(name))
    }

    /// Where the newest probes look, the newest first. Follows the list of probes.
    pub(crate) fn newest_targets(self) -> Vec<String> {
        const ENOUGH: usize = 50;
        self.places.track();
        let target = |cell: &Cell| cell.view.with_untracked(|view| view.probe.spec.target.clone());
        self.cells
            .with_value(|cells| cells.values().rev().take(ENOUGH).map(target).collect())
    }

    /// The series that tiles show. Follows the list of probes.
    pub(crate) fn first_series(self) -> Vec<SeriesId> {
        self.places.track();
        let first = |cell: &Cell| {
            let kind = self.kind(&cell.view.with_untracked(|view| view.probe.spec.kind.clone()))?;
            let metric = kind.metrics.first()?.name.clone();
            cell.rows.with(|rows| {
                rows.iter()
                    .find(|row| row.series.metric == metric)
                    .map(|row| row.series.id)
            })
        };
        self.cells
            .with_value(|cells| cells.values().filter_map(first).collect())
    }

    /// What a kind says about itself. Follows the greeting of the station.
    pub(crate) fn kind(self, name: &str) -> Option<Arc<KindInfo>> {
        self.hello.track();
        self.kinds.with_value(|kinds| kinds.get(name).cloned())
    }

    /// The clock of the station to the millisecond, without following it.
    pub(crate) fn now(self) -> Timestamp {
        screen_clock().plus_millis(self.ahead_ms())
    }

    /// How far the clock of the station is ahead of that of this screen, in milliseconds, without following it.
    pub(crate) fn ahead_ms(self) -> i64 {
        self.pace.with_value(Pace::ahead_ms)
    }

    /// Moves the clock on; called about once a second, and by every frame.
    pub(crate) fn tick(self) {
        let now = self.now();
        let second = Timestamp(now.0.div_euclid(1000) * 1000);
        if self.filled.get_untracked() && self.clock.get_untracked() != second {
            self.clock.set(second);
            if self.alerts.with_untracked(|known| known.is_due(now)) {
                self.change_alerts(|known| known.forget(now));
            }
            self.sum_up();
        }
    }

    /// A sentence of the station in the language of this screen; as it is where it is somebody's own.
    pub(crate) fn worded(self, sentence: String) -> String {
        self.worded
            .with_value(|worded| worded.get(&sentence).cloned())
            .unwrap_or(sentence)
    }

    /// Takes the greeting in.
    pub(crate) fn greet(self, mut hello: Hello) {
        let said = hello.kinds.iter().flat_map(helps).collect::<Vec<_>>();
        hello.kinds = hello.kinds.into_iter().map(text::from_station).collect();
        let worded = hello.kinds.iter().flat_map(helps);
        self.worded.set_value(said.into_iter().zip(worded).collect());
        let kinds = hello
            .kinds
            .iter()
            .map(|kind| (kind.name.clone().into_owned(), Arc::new(kind.clone())))
            .collect();
        self.kinds.set_value(kinds);
        self.hello.set(Some(Arc::new(hello)));
    }

    /// Takes a frame in.
    pub(crate) fn apply(self, frame: Frame) {
        self.cursor.set_value(frame.cursor);
        self.pace
            .update_value(|pace| pace.note(screen_clock(), frame.now));
        if frame.whole {
            self.drop_missing(&frame);
        }
        self.cells
            .update_value(|cells| frame.removed.iter().for_each(|id| drop(cells.remove(id))));
        let mut moved = frame.whole || !frame.removed.is_empty();
        for view in frame.probes {
            moved |= self.take_view(view);
        }
        for series in frame.series {
            self.take_series(series);
        }
        self.rows.with_value(|rows| {
            for point in &frame.points {
                if let Some(row) = rows.get(&point.series) {
                    row.trail.update(|trail| trail.push(point.at, point.value));
                }
            }
        });
        for told in frame.facts {
            if let Some(cell) = self.cells.with_value(|cells| cells.get(&told.probe).cloned()) {
                cell.facts.set(told.facts);
            }
        }
        let (is_whole, alerts, firing) = (frame.whole, frame.alerts, frame.firing);
        if is_whole || !alerts.is_empty() || firing.is_some() {
            self.change_alerts(|known| {
                let mut touched = match is_whole {
                    true => known.replace(alerts),
                    false => known.take(alerts),
                };
                if let Some(firing) = &firing {
                    touched.extend(known.keep_firing(firing));
                }
                touched
            });
        }
        if moved {
            self.take_places();
        }
        if is_whole || frame.phase.is_some() {
            self.phase.set(frame.phase.map(|entered| *entered));
        }
        if !frame.events.is_empty() {
            self.events
                .update(|events| wall::add_events(events, frame.events));
        }
        self.filled.set(true);
        self.link.set(Link::Up);
        self.beat.update(|beat| *beat = !*beat);
        self.tick();
        self.sum_up();
    }

    /// Takes in what an order changed, before the next frame tells the same.
    pub(crate) fn take_probe(self, probe: Probe) {
        let known = self.cells.with_value(|cells| cells.get(&probe.id).cloned());
        match known {
            Some(cell) => cell.view.update(|view| view.probe = probe),
            None => {
                let condition = if probe.spec.enabled {
                    Condition::Unknown
                } else {
                    Condition::Off
                };
                let kind = self
                    .kinds
                    .with_value(|kinds| kinds.get(&probe.spec.kind).cloned());
                let state = ProbeState {
                    condition,
                    since: self.now(),
                    last: None,
                    took_ms: 0,
                    stale_after_ms: kind.map_or(0, |kind| probe.spec.stale_after_ms(kind.watch)),
                    failure: None,
                    findings: Vec::new(),
                    breaches: Vec::new(),
                };
                self.take_view(ProbeView { probe, state });
            }
        }
        self.take_places();
        self.sum_up();
    }

    /// Takes in what people did with alerts, before the next frame tells the same.
    pub(crate) fn take_alerts(self, alerts: Vec<Alert>) {
        self.change_alerts(|known| known.take(alerts));
    }

    /// One incident, as far as it is known. Follows the alerts.
    pub(crate) fn incident(self, id: AlertId) -> Option<Incident> {
        self.alerts.with(|known| known.incident(id))
    }

    /// What was done with alerts, with what is known of the silences among that. Follows the silences.
    pub(crate) fn handled(self, handled: Handled) -> Handled {
        self.silences.with(|silences| handled.with(silences))
    }

    /// Changes what is known of alerts, and tells only what shows something that changed.
    fn change_alerts(self, change: impl FnOnce(&mut Known) -> Touched) {
        let touched = self.alerts.try_maybe_update(|known| {
            let touched = change(known);
            (!touched.is_empty(), touched)
        });
        let touched = touched.unwrap_or_default();
        if touched.is_empty() {
            return;
        }
        self.alerts.with_untracked(|known| {
            self.cells.with_value(|cells| {
                for (probe, cell) in touched
                    .iter()
                    .flatten()
                    .filter_map(|id| Some((*id, cells.get(id)?)))
                {
                    let firing = known.at(probe);
                    if cell.alerts.with_untracked(|before| *before != firing) {
                        cell.alerts.set(firing);
                    }
                }
            });
            let attention = Attention::of(known);
            if self.attention.with_untracked(|before| *before != attention) {
                self.attention.set(attention);
            }
        });
        self.look_up_silences();
    }

    /// Asks for the silences when one keeps an alert quiet that is not known.
    fn look_up_silences(self) {
        let is_unknown = |alert: &Arc<Alert>| match &alert.suppressed {
            Some(Suppressed::Silence { silence, .. }) => self
                .silences
                .with_untracked(|known| known.iter().all(|known| known.id != *silence)),
            Some(Suppressed::Cause | Suppressed::Phase) | None => false,
        };
        if self.alerts.with_untracked(|known| known.all().any(is_unknown)) {
            leptos::task::spawn_local(async move {
                // Without an answer it is shown as silenced, which it is.
                if let Ok(all) = silences().await {
                    self.silences.try_set(all);
                }
            });
        }
    }

    /// Puts what the station remembers in front of what was seen.
    pub(crate) fn remember(self, histories: &[History]) {
        self.rows.with_value(|rows| {
            for history in histories {
                if let Some(row) = rows.get(&history.series.id) {
                    row.trail.update(|trail| trail.precede(history.lasts()));
                }
            }
        });
    }

    /// The link broke.
    pub(crate) fn lost(self) {
        if self.link.get_untracked() == Link::Up {
            self.link.set(Link::Down(self.now()));
        }
    }

    /// A whole frame replaces everything, but what is still there keeps its signals and its past.
    fn drop_missing(self, frame: &Frame) {
        self.cells
            .update_value(|cells| cells.retain(|id, _| frame.probes.iter().any(|view| view.probe.id == *id)));
        self.rows
            .update_value(|rows| rows.retain(|id, _| frame.series.iter().any(|series| series.id == *id)));
        self.cells.with_value(|cells| {
            for cell in cells.values() {
                cell.rows
                    .update(|rows| rows.retain(|row| frame.series.iter().any(|new| new.id == row.series.id)));
            }
        });
        self.events.update(Vec::clear);
    }

    /// Whether the probe is new, or stands elsewhere now.
    fn take_view(self, view: ProbeView) -> bool {
        let id = view.probe.id;
        match self.cells.with_value(|cells| cells.get(&id).cloned()) {
            Some(cell) => {
                let stands_still = cell
                    .view
                    .with_untracked(|before| wall::stands_still(&before.probe.spec, &view.probe.spec));
                cell.view.set(view);
                !stands_still
            }
            None => {
                let cell = Cell {
                    view: ArcRwSignal::new(view),
                    rows: ArcRwSignal::new(Vec::new()),
                    facts: ArcRwSignal::new(Vec::new()),
                    alerts: ArcRwSignal::new(self.alerts.with_untracked(|known| known.at(id))),
                };
                self.cells.update_value(|cells| drop(cells.insert(id, cell)));
                true
            }
        }
    }

    fn take_series(self, series: Series) {
        let known = self.rows.with_value(|rows| rows.contains_key(&series.id));
        let Some(cell) = self.cells.with_value(|cells| cells.get(&series.probe).cloned()) else {
            return;
        };
        if !known {
            let row = Row {
                series: Arc::new(series),
                trail: ArcRwSignal::new(Trail::default()),
            };
            self.rows
                .update_value(|rows| drop(rows.insert(row.series.id, row.clone())));
            cell.rows.update(|rows| {
                rows.push(row);
                rows.sort_by_key(|row| row.series.id);
            });
        }
    }

    fn take_places(self) {
        let place = |(id, cell): (&ProbeId, &Cell)| {
            Arc::new(cell.view.with_untracked(|view| Place::of(*id, &view.probe.spec)))
        };
        self.places
            .set(self.cells.with_value(|cells| cells.iter().map(place).collect()));
    }

    fn sum_up(self) {
        let now = self.now();
        let look = |(id, cell): (&ProbeId, &Cell)| {
            cell.view
                .with_untracked(|view| (*id, Face::of(&view.state, now), view.state.since))
        };
        let looks: Vec<_> = self.cells.with_value(|cells| cells.iter().map(look).collect());
        let faces = Faces::of(looks.iter().map(|(id, face, _)| (*id, *face)));
        let summary = Summary::of(looks.into_iter());
        if self.faces.with_untracked(|before| *before != faces) {
            self.faces.set(faces);
        }
        if self.summary.with_untracked(|before| *before != summary) {
            self.summary.set(summary);
        }
    }
}

/// What a kind says of its findings and metrics, each as a sentence.
fn helps(kind: &KindInfo) -> Vec<String> {
    let findings = kind.findings.iter().map(|finding| &finding.help);
    let metrics = kind.metrics.iter().map(|metric| &metric.help);
    findings.chain(metrics).map(|help| sentence(help)).collect()
}

fn screen_clock() -> Timestamp {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "milliseconds of this era fit an i64"
    )]
    Timestamp(js_sys::Date::now() as i64)
}
