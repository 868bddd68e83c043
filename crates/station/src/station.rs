mod alerts;
mod baselines;
mod changes;
mod discovery;
mod drift;
mod evidence;
mod failures;
mod notes;
mod outside;
mod phases;
mod receivers;
mod reports;
mod rules;
mod settings;
mod templates;
mod trials;

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use probes::{Clock, Kinds, Picture, Pictures, Runner, Start, Wanted};
use store::{Change, Changed, Opened, Retention, Store};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::Instant;
use wire::api::{Health, HealthStatus};
use wire::configuration::{Apply, Configuration, Plan};
use wire::kind::KindInfo;
use wire::live::{Facts, Frame, ProbeView, SeriesView};
use wire::phase::Work;
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::reading::Reading;
use wire::series::{History, SeriesId, Told};
use wire::settings::{FieldError, HIDDEN, keep_secrets};
use wire::{Severity, Timestamp};

use crate::alerting::Alerting;
use crate::channels::Channels;
use crate::configuration::Applied;
use crate::courier::{Courier, Outbox};
use crate::crashes::Watch;
use crate::discovery::Scanner;
use crate::evidence::Witness;
use crate::live::Live;
use crate::spine::{Order, Spine, WAITING};
use crate::steps::Steps;
use crate::{Error, Refused, Screen, Setup, columns, secrets, surroundings, usual};

pub use outside::Labelled;

/// Longest that a look takes which an operator tries before saving.
const TRY_FOR: Duration = Duration::from_secs(10);

/// So many probes that begin together all look at once; more of them take turns, as at the start of the station.
const BEGIN_AT_ONCE: usize = 20;

/// How so many probes begin together.
fn start_of(probes: usize) -> Start {
    if probes > BEGIN_AT_ONCE {
        Start::Spread
    } else {
        Start::Now
    }
}

/// What a station needs to start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it keeps its data; made when it is not there.
    pub data: PathBuf,
}

/// Where the station of this user keeps its data unless told otherwise; `None` for a user without a home.
#[must_use]
pub fn data_of_user() -> Option<PathBuf> {
    Some(std::env::home_dir()?.join(".local/share/flywatch"))
}

/// One running flypack.
#[derive(Clone)]
pub struct Station {
    inner: Arc<Inner>,
}

struct Inner {
    /// Which station it is, for as long as its data last.
    uid: Arc<str>,
    settings: Arc<RwLock<wire::station::Station>>,
    courier_wake: Arc<Notify>,
    kinds: Kinds,
    clock: Clock,
    started: Timestamp,
    live: Arc<RwLock<Live>>,
    store: Store,
    orders: mpsc::Sender<Order>,
    scanner: Scanner,
    watch: Watch,
    pictures: Arc<Pictures>,
    witness: Witness,
    /// Held by the one rule that is being tried.
    trial: tokio::sync::Mutex<()>,
    usual: baselines::Known,
}

impl Station {
    /// Opens the data and puts every probe to work.
    ///
    /// # Errors
    /// When the data directory cannot be made or written, or is in use.
    pub async fn start(config: Config, kinds: Kinds, clock: Clock) -> Result<Self, Error> {
        let now = clock.now();
        let opened = Store::open(&config.data, Retention::default(), now).await?;
        let Opened {
            store,
            notices,
            station,
            probes,
            series,
            last_series,
            last_event,
            recent_events,
            uid,
            alerts,
            last_alert,
            last_turn,
        } = opened;
        let channels = store.channels().await?;
        let settings = usual::unless(station);
        let entered = store.phases(None, 1).await?.pop();
        let phase = entered.as_ref().map(|entered| entered.phase);
        let world = surroundings::world(&store, &settings, kinds, &probes, phase).await?;
        let seen = (last_series, last_event, recent_events);
        let mut live = Live::of_past(kinds, &probes, series, seen, now);
        live.put_alerts(alerts.clone());
        entered.into_iter().for_each(|entered| live.enter(entered));
        let usual = baselines::Known::open(&store, &live).await?;
        let live = Arc::new(RwLock::new(live));
        let (out, readings) = mpsc::channel(WAITING);
        let (orders, taken) = mpsc::channel(100);
        let runner = Runner::new(kinds, clock.clone(), out);
        let pictures = runner.pictures();
        let streams = (runner.excerpts(), pictures.clone());
        let witness = Witness::open(
            &config.data,
            clock.clone(),
            live.clone(),
            streams,
            orders.downgrade(),
        )
        .await;
        let (settings, outbox) = (Arc::new(RwLock::new(settings)), Outbox::default());
        let alerts = (alerts, last_alert, last_turn);
        let mut alerting = Alerting::open(&store, world, alerts, outbox.clone(), now).await?;
        alerting.engine.learn(Box::new(usual.clone()));
        let courier = Courier {
            store: store.clone(),
            clock: clock.clone(),
            orders: orders.downgrade(),
            uid: uid.into(),
            settings: settings.clone(),
            wake: Arc::new(Notify::new()),
        };
        let (uid, courier_wake) = (courier.uid.clone(), courier.wake.clone());
        courier.begin(outbox);
        surroundings::follow(orders.downgrade());
        let spine = Spine {
            kinds,
            clock: clock.clone(),
            live: live.clone(),
            store: store.clone(),
            runner,
            readings,
            orders: taken,
            dropped: 0,
            witness: witness.clone(),
            channels: Channels::of(channels),
            steps: Steps::since(Instant::now(), clock.now()),
            alerting,
            courier_wake: courier_wake.clone(),
        };
        let (watch, ended) = Watch::begin(&config.data, clock.clone(), orders.clone());
        let notices = notices.into_iter().map(|notice| (Severity::Major, notice));
        let spine = spine.run(probes, ended.into_iter().chain(notices).collect());
        failures::end_with(tokio::spawn(spine));
        let station = Self {
            inner: Arc::new(Inner {
                uid,
                settings,
                courier_wake,
                kinds,
                clock,
                started: now,
                live,
                store,
                orders,
                scanner: Scanner::default(),
                watch,
                pictures,
                witness,
                trial: tokio::sync::Mutex::default(),
                usual,
            }),
        };
        baselines::follow(Arc::downgrade(&station.inner));
        drift::follow(Arc::downgrade(&station.inner));
        Ok(station)
    }

    /// Its clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Every kind of probe it knows.
    #[must_use]
    pub fn kinds(&self) -> Vec<KindInfo> {
        self.inner.kinds.iter().map(|kind| kind.info().clone()).collect()
    }

    /// How it is itself.
    #[must_use]
    pub fn health(&self) -> Health {
        let troubles = self.inner.store.troubles();
        let live = self.live();
        Health {
            station: self.name(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            status: if troubles.is_empty() {
                HealthStatus::Ok
            } else {
                HealthStatus::Degraded
            },
            started: self.inner.started,
            now: self.now(),
            probes: live.views().count(),
            series: live.series_count(),
            troubles,
        }
    }

    /// Every probe and its state, by id; secrets hidden.
    #[must_use]
    pub fn probe_views(&self) -> Vec<ProbeView> {
        self.live().views().cloned().collect()
    }

    /// One probe and its state; secrets hidden.
    #[must_use]
    pub fn probe_view(&self, id: ProbeId) -> Option<ProbeView> {
        self.live().view(id).cloned()
    }

    /// Series and their newest values, by id: all, or those of one probe.
    #[must_use]
    pub fn series_views(&self, probe: Option<ProbeId>) -> Vec<SeriesView> {
        self.live().series_views(probe)
    }

    /// What the target of a probe says of itself; nothing when there is no such probe.
    #[must_use]
    pub fn facts(&self, id: ProbeId) -> Option<Facts> {
        self.live().facts(id)
    }

    /// The newest picture of a stream. Whoever asks is taken to want it for some seconds, and so it is decoded meanwhile, with its
    /// sound where that is wanted too; nothing before there is one, and for what is no stream.
    #[must_use]
    pub fn picture(&self, id: ProbeId, wanted: Wanted) -> Option<Picture> {
        self.live().view(id)?;
        self.inner.pictures.look(id, wanted)
    }

    /// What is newer than what `screen` has, of what it shows.
    #[must_use]
    pub fn frame(&self, screen: &mut Screen) -> Frame {
        let now = self.now();
        self.live().frame(screen, now)
    }

    /// Checks a probe as it was entered; `of` is the probe that it would replace.
    ///
    /// # Errors
    /// Every entry that is wrong, with what to enter instead.
    pub fn check(&self, spec: &ProbeSpec, of: Option<ProbeId>) -> Result<(), Vec<FieldError>> {
        let mut errors = probes::check(self.inner.kinds, spec).err().unwrap_or_default();
        let name = spec.name.trim().to_lowercase();
        let taken = self
            .live()
            .views()
            .any(|view| Some(view.probe.id) != of && view.probe.spec.name.to_lowercase() == name);
        if taken {
            errors.push(FieldError::new(
                "name",
                "another probe has this name; choose one that tells them apart",
            ));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Adds a probe; it is on disk and running when this returns.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn create_probe(&self, author: &str, spec: ProbeSpec) -> Result<Probe, Refused> {
        self.check(&spec, None).map_err(Refused::Invalid)?;
        self.put(author, None, None, spec).await
    }

    /// Changes a probe, if it is still at revision `expect`. Secrets that are left hidden are kept.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn update_probe(
        &self,
        author: &str,
        id: ProbeId,
        expect: Option<u32>,
        spec: ProbeSpec,
    ) -> Result<Probe, Refused> {
        let spec = self.with_secrets_of(Some(id), spec).await?;
        let open = self.opened(spec.clone())?;
        self.check(&open, Some(id)).map_err(Refused::Invalid)?;
        self.put(author, Some(id), expect, spec).await
    }

    async fn put(
        &self,
        author: &str,
        id: Option<ProbeId>,
        expect: Option<u32>,
        spec: ProbeSpec,
    ) -> Result<Probe, Refused> {
        let spec = ProbeSpec {
            name: spec.name.trim().to_owned(),
            ..spec
        };
        let spec = self.sealed(spec);
        let changes = vec![Change::PutProbe { id, expect, spec }];
        let probe = self.commit(author, changes).await?.pop();
        probe.ok_or(Refused::Store(store::Error::Closed))
    }

    /// Does all of `changes` or none; what was done is on disk and at work when this returns. Gives the probes among it
    /// as they may be shown, in order.
    async fn commit(&self, author: &str, changes: Vec<Change>) -> Result<Vec<Probe>, Refused> {
        let done = self.save(author, &changes).await?;
        Ok(self.carry_out(changes.into_iter().zip(done).collect()).await)
    }

    /// Does one change of what the flypack has; it is on disk and at work when this returns.
    ///
    /// # Errors
    /// What is locked in this phase of the show, or what the store says.
    pub async fn change(&self, author: &str, change: Change) -> Result<Vec<Changed>, Refused> {
        self.change_all(author, vec![change]).await
    }

    /// Does all of `changes` or none, as [`Self::change`] does one.
    async fn change_all(&self, author: &str, changes: Vec<Change>) -> Result<Vec<Changed>, Refused> {
        let done = self.save(author, &changes).await?;
        self.carry_out(changes.into_iter().zip(done.clone()).collect())
            .await;
        Ok(done)
    }

    /// Deletes a probe, if it is still at revision `expect`. Its history stays until it is too old.
    ///
    /// # Errors
    /// What the store says: it is gone, it was changed, a channel uses it.
    pub async fn delete_probe(&self, author: &str, id: ProbeId, expect: Option<u32>) -> Result<(), Refused> {
        self.commit(author, vec![Change::DeleteProbe { id, expect }])
            .await?;
        Ok(())
    }

    /// All that it is set up to watch: things by name, a `${VARIABLE}` for each secret.
    ///
    /// # Errors
    /// What the store says.
    pub async fn configuration(&self) -> Result<Configuration, Refused> {
        self.setup().read().await
    }

    /// What applying a configuration would change, or every reason why it cannot be applied.
    ///
    /// # Errors
    /// What the store says.
    pub async fn plan(&self, wanted: &Configuration) -> Result<Plan, Refused> {
        self.setup().plan(wanted).await
    }

    /// Applies a configuration, all of it or nothing; it is on disk and running when this returns. Probes that did not
    /// change run on undisturbed. Gives what was done.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for problems, [`Refused::MovedOn`] when the station is not as it was when the plan was made,
    /// or what the store says.
    pub async fn apply(&self, author: &str, order: &Apply) -> Result<Plan, Refused> {
        self.allow(Work::Apply)?;
        let Applied { plan, changes } = self.setup().carry_out(author, order).await?;
        self.carry_out(changes).await;
        Ok(plan)
    }

    /// Puts to work what was changed on disk. Gives the probes among it as they may be shown, in order.
    async fn carry_out(&self, changes: Vec<(Change, Changed)>) -> Vec<Probe> {
        let put = |changed: &&Changed| matches!(changed, Changed::Probe(_));
        let begin = changes.iter().map(|(_, changed)| changed).filter(put).count();
        let start = start_of(begin);
        // All orders first and then all answers: an order at a time would wait for the readings in between.
        let mut given = Vec::new();
        let mut probes = Vec::new();
        for (change, changed) in changes {
            match (change, changed) {
                (_, Changed::Probe(probe)) => {
                    probes.push(probe.clone());
                    given.push(self.give(|done| Order::Put(probe, start, done)).await);
                }
                (change, Changed::Station(settings)) => {
                    self.obey(settings.clone()).await;
                    let (change, changed) = (Box::new(change), Box::new(Changed::Station(settings)));
                    given.push(self.give(|done| Order::Obey(change, changed, done)).await);
                }
                (Change::DeleteProbe { id, .. }, _) => {
                    let name = self.probe_view(id).map(|view| view.probe.spec.name);
                    let name = name.unwrap_or_default();
                    given.push(self.give(|done| Order::Remove(id, name, done)).await);
                }
                (change, changed) => {
                    let (change, changed) = (Box::new(change), Box::new(changed));
                    given.push(self.give(|done| Order::Obey(change, changed, done)).await);
                }
            }
        }
        for order in given {
            carried_out(order).await;
        }
        let live = self.live();
        let shown = |probe: Probe| live.view(probe.id).map_or(probe, |view| view.probe.clone());
        probes.into_iter().map(shown).collect()
    }

    /// Looks once without saving anything.
    ///
    /// # Errors
    /// Wrong entries.
    pub async fn try_probe(&self, spec: ProbeSpec) -> Result<Reading, Refused> {
        let same_name = spec.name.trim().to_lowercase();
        let id = self
            .live()
            .views()
            .find(|v| v.probe.spec.name.to_lowercase() == same_name)
            .map(|v| v.probe.id);
        let spec = self.opened(self.with_secrets_of(id, spec).await?)?;
        // A probe that is only tried may be nameless still.
        let spec = ProbeSpec {
            name: "try".to_owned(),
            ..spec
        };
        let looked = tokio::time::timeout(
            TRY_FOR,
            probes::once(self.inner.kinds, self.inner.clock.clone(), &spec, None),
        );
        match looked.await {
            Ok(reading) => reading.map_err(Refused::Invalid),
            Err(_) => {
                let message = format!(
                    "a look that is tried may take {} s; enter less",
                    TRY_FOR.as_secs()
                );
                Err(Refused::Invalid(vec![FieldError::new("timeout_ms", message)]))
            }
        }
    }

    /// Lets a probe look now. False when there is no such probe.
    #[must_use]
    pub fn look_now(&self, id: ProbeId) -> bool {
        self.live().view(id).is_some() && self.inner.orders.try_send(Order::Look(id)).is_ok()
    }

    /// What is `told` of the past of series, in steps of at least `step_ms`. As many steps as reach from `from` to `to`
    /// take memory, whether they have samples or not.
    ///
    /// # Errors
    /// A series that is not there, or what the store says.
    pub async fn history(
        &self,
        series: &[SeriesId],
        from: Timestamp,
        to: Timestamp,
        step_ms: u32,
        told: &[Told],
    ) -> Result<Vec<History>, Refused> {
        let unknown = series.iter().find(|id| self.live().series(**id).is_none());
        if let Some(SeriesId(id)) = unknown {
            return Err(Refused::Invalid(vec![FieldError::new(
                "series",
                format!("there is no series {id}"),
            )]));
        }
        let past = self.inner.store.history(series, from, to, step_ms).await?;
        let live = self.live();
        let known = past.into_iter().filter_map(|(id, step_ms, buckets)| {
            let series = live.series(id)?.clone();
            let begin = buckets.first().map_or(from, |bucket| bucket.at);
            Some(columns::history(series, step_ms, begin, &buckets, told))
        });
        Ok(known.collect())
    }

    /// Its store, for what needs no spine: devices, channels, templates, the log.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Stops looking, writes everything to disk and closes it.
    pub async fn stop(&self) {
        self.order(Order::Stop).await;
        self.inner.watch.end();
        self.inner.witness.end().await;
        self.inner.store.clone().close().await;
    }

    fn setup(&self) -> Setup {
        let Inner {
            store, kinds, clock, ..
        } = &*self.inner;
        Setup::of(store.clone(), kinds, clock.clone())
    }

    /// With the secrets that were left hidden as they lie on disk in probe `id`.
    async fn with_secrets_of(&self, id: Option<ProbeId>, spec: ProbeSpec) -> Result<ProbeSpec, Refused> {
        let hidden = spec.settings.values().any(|value| value == HIDDEN);
        let (Some(id), Some(kind), true) = (id, self.kind(&spec.kind), hidden) else {
            return Ok(spec);
        };
        let Some(old) = self.inner.store.probe(id).await? else {
            return Ok(spec);
        };
        let settings = keep_secrets(&kind.fields, &old.spec.settings, spec.settings.clone());
        Ok(ProbeSpec { settings, ..spec })
    }

    /// A probe as it can run.
    fn opened(&self, spec: ProbeSpec) -> Result<ProbeSpec, store::Error> {
        match self.kind(&spec.kind) {
            Some(kind) => secrets::open(&self.inner.store, kind, spec),
            None => Ok(spec),
        }
    }

    /// A probe as it may lie on disk.
    fn sealed(&self, spec: ProbeSpec) -> ProbeSpec {
        match self.kind(&spec.kind) {
            Some(kind) => secrets::seal(&self.inner.store, kind, spec),
            None => spec,
        }
    }

    fn kind(&self, name: &str) -> Option<&'static KindInfo> {
        self.inner
            .kinds
            .iter()
            .map(|kind| kind.info())
            .find(|info| info.name == name)
    }

    async fn order(&self, order: impl FnOnce(oneshot::Sender<()>) -> Order) {
        carried_out(self.give(order).await).await;
    }

    /// Gives the spine an order; what comes back tells when it is carried out.
    async fn give<T>(&self, order: impl FnOnce(oneshot::Sender<T>) -> Order) -> oneshot::Receiver<T> {
        let (done, given) = oneshot::channel();
        if self.inner.orders.send(order(done)).await.is_err() {
            tracing::debug!("the spine had stopped before it was given an order");
        }
        given
    }

    fn live(&self) -> RwLockReadGuard<'_, Live> {
        self.inner.live.read().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn carried_out(given: oneshot::Receiver<()>) {
    if given.await.is_err() {
        tracing::debug!("the spine had stopped before it took an order");
    }
}

#[cfg(test)]
mod tests;
