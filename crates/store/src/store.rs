mod alerts;
mod baselines;
mod deliveries;
mod phases;
mod reports;
mod told;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::watch;
use wire::Timestamp;
use wire::alert::{Alert, Turn};
use wire::event::{AuditEntry, Event};
use wire::inventory::{Channel, ChannelId, Device, DeviceId, Template, TemplateId};
use wire::probe::{Probe, ProbeId};
use wire::series::{Point, Series, SeriesId};
use wire::station::Station;

use crate::disk::Disk;
use crate::samples::{self, Shared, Stop};
use crate::secret::Key;
use crate::state::State;
use crate::{Change, Changed, Error, Events, Retention, place, utc};

/// How many events are handed over at start.
const RECENT_EVENTS: u32 = 500;

/// A data directory in use. Clones share it; when the last one is gone, everything appended is on disk and the
/// directory is free.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    key: Key,
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Inner {
    fn stop(&self, how: Stop) {
        self.shared.stop(how);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(_)) = writer.map(JoinHandle::join) {
            tracing::error!("the writer of the store had stopped before its time");
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop(Stop::Now);
    }
}

/// What was found in a data directory.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What the operator should know about this start, one sentence or two each: a file set aside, …
    pub notices: Vec<String>,
    /// What tells this station from every other: 32 hexadecimal digits, made at its first start.
    pub uid: String,
    /// What is set on the station itself; nothing as long as nobody has set anything.
    pub station: Option<Station>,
    /// Every probe, by id.
    pub probes: Vec<Probe>,
    /// Every series that has a name, by id; those of deleted probes too.
    pub series: Vec<Series>,
    /// The greatest number ever given to a series; the next new one gets the number after it.
    pub last_series: u32,
    /// The number of the newest event there ever was.
    pub last_event: u64,
    /// The newest events, oldest first.
    pub recent_events: Vec<Event>,
    /// Alerts that fire, and those that were resolved less than an hour before the newest turn, by id.
    pub alerts: Vec<Alert>,
    /// The greatest number ever given to an alert.
    pub last_alert: u64,
    /// The number of the newest turn there ever was.
    pub last_turn: u64,
}

/// What became known since the last batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// When it was put together. The store has no clock of its own: this is how it knows what has become old.
    pub at: Timestamp,
    /// Series that no batch named before.
    pub series: Vec<Series>,
    /// Samples, in the order in which they were taken. Those of one look have one time stamp and stand together.
    pub points: Vec<Point>,
    /// Events, numbered by the caller.
    pub events: Vec<Event>,
    /// Alerts that are new or became something else, numbered by the caller; of each the newest revision is kept. A batch
    /// with alerts or turns is made durable at once, not at the pace of samples.
    pub alerts: Vec<Alert>,
    /// Steps in the lives of alerts, numbered by the caller.
    pub turns: Vec<Turn>,
}

/// How far the writer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Every batch up to this number is on disk.
    pub batch: u64,
    /// How many points were given up since the start because the disk was too slow or full.
    pub dropped_points: u64,
}

/// What a series did during one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// When the step began.
    pub at: Timestamp,
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// Mean value.
    pub avg: f64,
    /// Last value.
    pub last: f64,
    /// How many samples; a step without any has no bucket.
    pub count: u32,
}

/// The past of one series: which one, the length of a step in milliseconds, and its steps, oldest first.
pub type SeriesHistory = (SeriesId, u32, Vec<Bucket>);

impl Store {
    /// Opens `dir`, or makes it. A damaged file is set aside and told of, never a reason to fail. `now` names files
    /// set aside and decides what is too old.
    ///
    /// # Errors
    /// The directory cannot be made or written, another process has it, or a newer Flywatch wrote it.
    pub async fn open(dir: &Path, retention: Retention, now: Timestamp) -> Result<Opened, Error> {
        let claim = place::claim(dir)?;
        let suffix = format!("damaged-{}", utc::stamp(now));
        let disk = Arc::new(Disk::new(dir));
        disk.make_way();
        let (key, notice) = Key::open(dir, &suffix)?;
        let mut notices: Vec<String> = notice.into_iter().collect();
        let (state, notice) = State::open(dir, Arc::clone(&disk), &suffix).await?;
        notices.extend(notice);
        let mut ready = samples::ready(dir, &state, &suffix, now, &mut notices).await?;
        let recent_events = state.recent_events(RECENT_EVENTS).await?;
        let alerts = state.living_alerts().await?;
        let marks = state.marks().await?;
        let mark = |name: &str| {
            marks
                .iter()
                .find(|(table, _)| table == name)
                .map_or(0, |(_, mark)| *mark)
        };
        let uid = state.uid().await?;
        let station = state.station().await?;
        let kept = station
            .as_ref()
            .map_or(retention.usual, |station| station.spec.retention);
        let probes = state.all().await?;
        let series = std::mem::take(&mut ready.series);
        let shared = Arc::new(Shared::new(
            dir.to_owned(),
            state,
            disk,
            retention.doubt(),
            kept,
            &mut ready,
        ));
        let writer = samples::start(Arc::clone(&shared), claim, ready)?;
        Ok(Opened {
            notices,
            uid,
            station,
            probes,
            series,
            last_series: u32::try_from(mark("series")).unwrap_or(u32::MAX),
            last_event: u64::try_from(mark("event")).unwrap_or(0),
            recent_events,
            alerts,
            last_alert: u64::try_from(mark("alert")).unwrap_or(0),
            last_turn: u64::try_from(mark("turn")).unwrap_or(0),
            store: Self {
                inner: Arc::new(Inner {
                    key,
                    shared,
                    writer: Mutex::new(Some(writer)),
                }),
            },
        })
    }

    /// Does all of `changes`, or none. What was done is on disk, audit entries included, before this returns.
    ///
    /// # Errors
    /// What stands in the way: see [`Error`].
    pub async fn commit(
        &self,
        author: &str,
        at: Timestamp,
        changes: &[Change],
    ) -> Result<Vec<Changed>, Error> {
        let shared = &self.inner.shared;
        let done = shared.state.commit(author, at, changes).await?;
        for changed in &done {
            if let Changed::Station(station) = changed {
                shared.keep(station.spec.retention);
            }
        }
        Ok(done)
    }

    /// Notes what somebody did that is no [`Change`]; it is on disk when this returns. The number of `entry` counts
    /// for nothing.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn record(&self, entry: &AuditEntry) -> Result<(), Error> {
        self.inner.shared.state.record(entry).await
    }

    /// What is set on the station itself; nothing as long as nobody has set anything.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn station(&self) -> Result<Option<Station>, Error> {
        self.inner.shared.state.station().await
    }

    /// Every probe, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn probes(&self) -> Result<Vec<Probe>, Error> {
        self.inner.shared.state.all().await
    }

    /// One probe.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn probe(&self, id: ProbeId) -> Result<Option<Probe>, Error> {
        self.inner.shared.state.one(id.0).await
    }

    /// Every device, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn devices(&self) -> Result<Vec<Device>, Error> {
        self.inner.shared.state.all().await
    }

    /// One device.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn device(&self, id: DeviceId) -> Result<Option<Device>, Error> {
        self.inner.shared.state.one(id.0).await
    }

    /// Every channel, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn channels(&self) -> Result<Vec<Channel>, Error> {
        self.inner.shared.state.all().await
    }

    /// One channel.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn channel(&self, id: ChannelId) -> Result<Option<Channel>, Error> {
        self.inner.shared.state.one(id.0).await
    }

    /// Every template, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn templates(&self) -> Result<Vec<Template>, Error> {
        self.inner.shared.state.all().await
    }

    /// One template.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn template(&self, id: TemplateId) -> Result<Option<Template>, Error> {
        self.inner.shared.state.one(id.0).await
    }

    /// The newest `limit` audit entries numbered below `before`, newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn audit(&self, before: Option<u64>, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        self.inner.shared.state.audit(before, limit).await
    }

    /// The newest `limit` of the events that are `wanted`, numbered below `before`, newest first, as they are to be shown
    /// ([`wire::event::fold`]).
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn events(
        &self,
        wanted: &Events,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Event>, Error> {
        self.inner.shared.state.events(wanted, before, limit).await
    }

    /// The event numbered `seq` and those that replace it, oldest first; empty when there is none.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn event(&self, seq: u64) -> Result<Vec<Event>, Error> {
        self.inner.shared.state.event(seq).await
    }

    /// Takes a batch for writing and returns its number; never waits. When the disk cannot keep up, the oldest points
    /// that wait are given up and counted; nothing else ever is. What was appended is in [`Self::history`] at
    /// once and on disk when [`Self::committed`] says so.
    pub fn append(&self, batch: Batch) -> u64 {
        self.inner.shared.append(batch)
    }

    /// How far the writer is, now and whenever it has come further.
    #[must_use]
    pub fn committed(&self) -> watch::Receiver<Progress> {
        self.inner.shared.progress.subscribe()
    }

    /// What is wrong with the disk at this moment, one sentence each; empty when nothing is.
    #[must_use]
    pub fn troubles(&self) -> Vec<String> {
        self.inner.shared.board.troubles()
    }

    /// What happened since the last call that an operator should know, one sentence or two each: the disk is full,
    /// history was shortened, the disk is fine again.
    #[must_use]
    pub fn notices(&self) -> Vec<String> {
        self.inner.shared.board.take_notices()
    }

    /// The past of `series` from `from` up to `to`, widened to whole steps. Steps begin at multiples of their length,
    /// which is `step_ms` or, where the past is only kept in longer steps, the next multiple of those. A series
    /// without samples there has no steps; one that is not known is left out.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn history(
        &self,
        series: &[SeriesId],
        from: Timestamp,
        to: Timestamp,
        step_ms: u32,
    ) -> Result<Vec<SeriesHistory>, Error> {
        self.inner.shared.history(series, from, to, step_ms).await
    }

    /// Encrypts a secret with this station's key, for use in settings.
    #[must_use]
    pub fn seal(&self, secret: &str) -> String {
        self.inner.key.seal(secret)
    }

    /// Whether a text came from [`Self::seal`].
    #[must_use]
    pub fn is_sealed(text: &str) -> bool {
        crate::secret::is_sealed(text)
    }

    /// Decrypts what [`Self::seal`] gave.
    ///
    /// # Errors
    /// [`Error::Sealed`]: another station sealed it, the key was replaced, or it was changed.
    pub fn open_sealed(&self, sealed: &str) -> Result<String, Error> {
        self.inner.key.open_sealed(sealed)
    }

    /// Writes everything out, leaves the files tidy, and gives the directory free, whatever clones are left. They can
    /// do nothing more.
    pub async fn close(self) {
        let closing = tokio::task::spawn_blocking(move || self.inner.stop(Stop::Tidy));
        if closing.await.is_err() {
            tracing::error!("closing the store did not come to its end");
        }
    }
}
