//! Samples that are not in chunks yet: those that wait for the disk, and those of which a chunk is growing.

use std::collections::{HashMap, HashSet, VecDeque};

use wire::Timestamp;
use wire::series::{Point, Series};

use super::owners::Owners;
use super::table::Table;
use crate::Batch;
use crate::owed::Owed;

/// As many points wait for the disk at most; the oldest go first. Two minutes of 20,000 series every 5 s.
const WAITING: usize = 500_000;
/// As many points go into one commit, unless one batch alone has more.
const AT_ONCE: usize = 65_536;
/// Times outside 1970 to 9999 are a broken clock, and no arithmetic on those inside can overflow.
const YEARS: std::ops::Range<i64> = 0..253_402_300_800_000;

/// Everything the writer has not put into chunks.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) owners: Owners,
    /// Tables that grow, by probe.
    pub(super) heads: HashMap<u32, Head>,
    /// Being written to the disk, and not in `heads` yet.
    pub(super) in_flight: Vec<Vec<Point>>,
    queue: VecDeque<(u64, Vec<Point>)>,
    queued: usize,
    owed: Owed,
    /// Number of the newest batch.
    pub(super) batch: u64,
    /// The newest time the caller told, in milliseconds.
    pub(super) now: i64,
    pub(super) dropped: u64,
    /// Chunks that were found damaged and told of.
    pub(super) damaged: HashSet<i64>,
    /// A reader found the file of chunks itself damaged.
    pub(super) suspect: bool,
    /// What is kept is kept for another time than before: some of it may be too old at once.
    pub(super) outlived: bool,
}

/// A growing table.
#[derive(Default)]
pub(super) struct Head {
    pub(super) table: Table<f64>,
    /// Numbers of the ticks that hold its points.
    pub(super) first_tick: i64,
    pub(super) last_tick: i64,
    /// When it was begun, by the time the caller told.
    pub(super) begun: i64,
}

/// What the writer writes at once.
#[derive(Default)]
pub(super) struct Load {
    pub(super) batch: u64,
    pub(super) owed: Owed,
}

/// What memory has of the series that were asked for.
#[derive(Default)]
pub(super) struct Newest {
    /// The probes of those that are known.
    pub(super) owners: HashMap<u32, u32>,
    /// Series, time and value; each series in order of arrival.
    pub(super) points: Vec<(u32, i64, f64)>,
}

impl Memory {
    pub(super) fn new(now: Timestamp, series: &[Series]) -> Self {
        let mut owners = Owners::default();
        owners.extend(series.iter().map(|series| (series.id.0, series.probe.0)));
        Self {
            now: now.0,
            owners,
            ..Self::default()
        }
    }

    pub(super) fn append(&mut self, mut batch: Batch) -> u64 {
        self.batch += 1;
        self.now = batch.at.0;
        self.owners
            .extend(batch.series.iter().map(|series| (series.id.0, series.probe.0)));
        self.owed.append(Owed::take(&mut batch));
        let came = batch.points.len();
        let sound = |point: &Point| {
            point.value.is_finite() && YEARS.contains(&point.at.0) && self.owners.of(point.series.0).is_some()
        };
        batch.points.retain(sound);
        self.dropped += (came - batch.points.len()) as u64;
        self.queued += batch.points.len();
        self.queue.push_back((self.batch, batch.points));
        while self.queued > WAITING
            && self.queue.len() > 1
            && let Some((_, points)) = self.queue.pop_front()
        {
            self.queued -= points.len();
            self.dropped += points.len() as u64;
        }
        self.batch
    }

    pub(super) fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.in_flight.is_empty()
    }

    /// Whether something waits that people wait to be told of.
    pub(super) fn is_urgent(&self) -> bool {
        self.owed.is_urgent()
    }

    /// Moves what waits into flight, beside what is still there from an attempt that failed.
    pub(super) fn take(&mut self) -> Load {
        let mut load = Load {
            batch: 0,
            owed: std::mem::take(&mut self.owed),
        };
        let mut count: usize = self.in_flight.iter().map(Vec::len).sum();
        while count < AT_ONCE
            && let Some((batch, points)) = self.queue.pop_front()
        {
            count += points.len();
            self.queued -= points.len();
            load.batch = batch;
            if !points.is_empty() {
                self.in_flight.push(points);
            }
        }
        load
    }

    /// Puts what is in flight into the heads, now that it is on the disk as `tick`.
    pub(super) fn fold(&mut self, tick: i64) {
        for points in std::mem::take(&mut self.in_flight) {
            self.grow(&points, tick);
        }
    }

    /// Adds points of `tick` to the heads of their probes.
    pub(super) fn grow(&mut self, points: &[Point], tick: i64) {
        let mut hint = 0;
        for point in points {
            let Some(probe) = self.owners.of(point.series.0) else {
                self.dropped += 1;
                continue;
            };
            let begun = self.now;
            let head = self.heads.entry(probe).or_insert_with(|| Head {
                first_tick: tick,
                begun,
                ..Head::default()
            });
            head.last_tick = tick;
            hint = head.table.push(point.series.0, point.at.0, point.value, hint) + 1;
        }
    }

    /// What is here of the `wanted` series.
    pub(super) fn newest(&self, wanted: impl Iterator<Item = u32>) -> Newest {
        let owners: HashMap<u32, u32> = wanted
            .filter_map(|series| Some((series, self.owners.of(series)?)))
            .collect();
        let mut points = Vec::new();
        for (series, probe) in &owners {
            let head = self.heads.get(probe);
            if let Some((head, column)) = head.and_then(|head| Some((head, head.table.column(*series)?))) {
                points.extend(
                    column
                        .over(&head.table.times)
                        .map(|(at, value)| (*series, at, value)),
                );
            }
        }
        let waiting = self
            .in_flight
            .iter()
            .chain(self.queue.iter().map(|(_, points)| points))
            .flatten();
        let waiting = waiting.filter(|point| owners.contains_key(&point.series.0));
        points.extend(waiting.map(|point| (point.series.0, point.at.0, point.value)));
        Newest { owners, points }
    }
}
