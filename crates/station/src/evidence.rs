//! Evidence of streams that became bad: bundles of files in the folder `evidence` of the data directory.

mod shelf;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use probes::{Clock, Excerpts, Pictures};
use tokio::sync::{Mutex as Turns, OwnedMutexGuard, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};
use wire::Severity;
use wire::evidence::{Bundle, Evidence};
use wire::probe::ProbeId;

use self::shelf::{Part, Shelf};
use crate::live::Live;
use crate::spine::Order;

/// What comes for so long after a stream became bad is in its bundle too.
const AFTERWARDS: Duration = Duration::from_secs(2);
/// A stream that becomes bad again and again is saved once in this time.
const ONCE_IN: Duration = Duration::from_secs(60);
/// What all bundles may take on a disk with room, in bytes.
const MOST: u64 = 512 << 20;

/// Saves bundles, and knows those that are there.
#[derive(Clone)]
pub(crate) struct Witness(Arc<Inner>);

struct Inner {
    clock: Clock,
    live: Arc<RwLock<Live>>,
    excerpts: Arc<Excerpts>,
    pictures: Arc<Pictures>,
    /// Not there any more once the station has stopped.
    shelf: Arc<Turns<Option<Shelf>>>,
    asked: Mutex<HashMap<ProbeId, Instant>>,
    orders: mpsc::WeakSender<Order>,
    has_given_up: AtomicBool,
}

impl Witness {
    /// Opens what the data directory holds.
    pub(crate) async fn open(
        data: &Path,
        clock: Clock,
        live: Arc<RwLock<Live>>,
        (excerpts, pictures): (Arc<Excerpts>, Arc<Pictures>),
        orders: mpsc::WeakSender<Order>,
    ) -> Self {
        let dir = data.join("evidence");
        // Without a thread for it, the process ends.
        let shelf = spawn_blocking(move || Shelf::open(dir, MOST)).await.ok();
        Self(Arc::new(Inner {
            clock,
            live,
            excerpts,
            pictures,
            shelf: Arc::new(Turns::new(shelf)),
            asked: Mutex::default(),
            orders,
            has_given_up: AtomicBool::new(false),
        }))
    }

    /// Saves what is known of a stream that became bad, and what comes shortly after, in its own time. What is no stream, or
    /// was saved just now, is left.
    pub(crate) fn save_soon(&self, id: ProbeId, why: String) {
        let Inner {
            excerpts, pictures, ..
        } = &*self.0;
        let span = excerpts.span(id);
        if span.is_zero() && pictures.newest(id).is_none() {
            return;
        }
        let now = Instant::now();
        let mut asked = self.0.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|_, before| now.duration_since(*before) < ONCE_IN);
        if asked.contains_key(&id) {
            return;
        }
        asked.insert(id, now);
        drop(asked);
        let witness = self.clone();
        tokio::spawn(async move {
            let Some(bundle) = witness.look(id, Some(why)) else {
                return;
            };
            let name = bundle.evidence.name.clone();
            // Where many share the memory, what was wrong must not have gone by then.
            sleep(AFTERWARDS.min(span / 2)).await;
            let saved = witness.save(bundle).await;
            witness.tell(&name, saved.err());
        });
    }

    /// Saves what is known of a probe now; nothing when there is no such probe.
    pub(crate) async fn save_now(&self, id: ProbeId) -> io::Result<Option<Evidence>> {
        match self.look(id, None) {
            Some(bundle) => self.save(bundle).await.map(Some),
            None => Ok(None),
        }
    }

    /// All bundles, newest first.
    pub(crate) async fn all(&self) -> Vec<Evidence> {
        let shelf = self.0.shelf.lock().await;
        shelf.as_ref().map(Shelf::all).unwrap_or_default()
    }

    /// A whole bundle.
    pub(crate) async fn bundle(&self, id: u32) -> io::Result<Option<Bundle>> {
        self.with_shelf(move |shelf| shelf.bundle(id)).await
    }

    /// What a file of a bundle holds; nothing where the bundle names none that is called so.
    pub(crate) async fn file(&self, id: u32, name: String) -> io::Result<Option<Vec<u8>>> {
        self.with_shelf(move |shelf| shelf.file(id, &name)).await
    }

    /// Deletes a bundle; false when there is none.
    pub(crate) async fn remove(&self, id: u32) -> io::Result<bool> {
        self.with_shelf(move |shelf| shelf.remove(id)).await
    }

    /// Waits for what is being saved, and saves no more: another station may use the directory from here on.
    pub(crate) async fn end(&self) {
        *self.0.shelf.lock().await = None;
    }

    /// What is known of a probe, without its files.
    fn look(&self, id: ProbeId, why: Option<String>) -> Option<Bundle> {
        let at = self.0.clock.now();
        let live = self.0.live.read().unwrap_or_else(PoisonError::into_inner);
        let view = live.view(id)?.clone();
        Some(Bundle {
            evidence: Evidence {
                id: 0,
                at,
                probe: id,
                name: view.probe.spec.name.clone(),
                why,
                files: Vec::new(),
            },
            version: env!("CARGO_PKG_VERSION").to_owned(),
            view,
            values: live.series_views(Some(id)),
            facts: live.facts(id).map(|said| said.facts).unwrap_or_default(),
            picture_at: None,
        })
    }

    async fn save(&self, bundle: Bundle) -> io::Result<Evidence> {
        let id = bundle.evidence.probe;
        let picture = self.0.pictures.newest(id);
        let bundle = Bundle {
            picture_at: picture.as_ref().map(|picture| picture.at),
            ..bundle
        };
        let picture = picture.map(|picture| Part {
            name: "picture.jpg".to_owned(),
            bytes: picture.jpeg.to_vec(),
        });
        let excerpt = self.0.excerpts.excerpt(id).map(|excerpt| Part {
            name: format!("excerpt.{}", excerpt.ending),
            bytes: excerpt.bytes,
        });
        let parts: Vec<Part> = picture.into_iter().chain(excerpt).collect();
        self.with_shelf(move |shelf| shelf.save(bundle, &parts)).await
    }

    async fn with_shelf<T: Send + 'static>(
        &self,
        order: impl FnOnce(&mut Shelf) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let mut shelf: OwnedMutexGuard<Option<Shelf>> = self.0.shelf.clone().lock_owned().await;
        let closed = || io::Error::other("the station has stopped");
        spawn_blocking(move || shelf.as_mut().ok_or_else(closed).and_then(order)).await?
    }

    /// Says that nothing can be saved, once until something can again.
    fn tell(&self, name: &str, trouble: Option<io::Error>) {
        let Some(trouble) = trouble else {
            self.0.has_given_up.store(false, Ordering::Relaxed);
            return;
        };
        tracing::warn!(%trouble, name, "evidence was not saved");
        if self.0.has_given_up.swap(true, Ordering::Relaxed) {
            return;
        }
        let text = format!("evidence of {name} was not saved: {trouble}; make room on the disk");
        let told = self
            .0
            .orders
            .upgrade()
            .is_some_and(|orders| orders.try_send(Order::Tell(Severity::Minor, text)).is_ok());
        self.0.has_given_up.store(told, Ordering::Relaxed);
    }
}
