//! The last seconds of each stream, as they came, to be saved when something went wrong.

mod pcapng;
mod ring;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use wire::probe::ProbeId;

pub(crate) use self::pcapng::Arrival;
use self::ring::Ring;

/// What all streams may hold together, in bytes. A stream of 20 Mbit/s brings 12.5 MB in five seconds: five of them are held
/// whole; fifty share it evenly, 1.3 MB or half a second each, and fifty of 2 Mbit/s are held whole again.
const ALL: usize = 64 << 20;
/// What one stream may hold, in bytes, however few there are: five seconds of 20 Mbit/s.
const ONE: usize = 12 << 20;

/// What was kept of a stream, as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// How such files end: `pcapng` or `ts`.
    pub ending: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What an excerpt is saved as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Datagrams with their addresses and times, and what the ways are called on which they come.
    Pcapng(Vec<String>),
    /// Packets of a transport stream.
    Ts,
}

/// The last seconds of streams, by probe. They live in memory only.
#[derive(Debug, Default)]
pub struct Excerpts(Mutex<HashMap<ProbeId, Arc<Kept>>>);

#[derive(Debug)]
struct Kept {
    format: Format,
    ring: Mutex<Ring>,
}

/// Keeps what comes of one stream.
#[derive(Clone, Debug)]
pub(crate) struct Recorder(Arc<Kept>);

impl Excerpts {
    /// What a stream brought last; nothing where nothing came, and of what is no stream.
    #[must_use]
    pub fn excerpt(&self, id: ProbeId) -> Option<Excerpt> {
        let kept = self.kept(id)?;
        let (ending, mut bytes) = match &kept.format {
            Format::Pcapng(ways) => ("pcapng", pcapng::begin(ways)),
            Format::Ts => ("ts", Vec::new()),
        };
        let ring = kept.ring();
        if ring.is_empty() {
            return None;
        }
        ring.write_to(&mut bytes);
        Some(Excerpt { ending, bytes })
    }

    /// How much time lies between the oldest and the newest that is kept of a stream.
    #[must_use]
    pub fn span(&self, id: ProbeId) -> Duration {
        self.kept(id).map(|kept| kept.ring().span()).unwrap_or_default()
    }

    /// Keeps what a probe sees from now on. What was kept before stays, where the probe only began anew.
    pub(crate) fn record(&self, id: ProbeId, format: Format) -> Recorder {
        let mut all = self.all();
        if let Some(kept) = all.get(&id).filter(|kept| kept.format == format) {
            return Recorder(kept.clone());
        }
        let kept = Arc::new(Kept {
            format,
            ring: Mutex::default(),
        });
        all.insert(id, kept.clone());
        share(&all);
        Recorder(kept)
    }

    pub(crate) fn forget(&self, id: ProbeId) {
        let mut all = self.all();
        if all.remove(&id).is_some() {
            share(&all);
        }
    }

    fn kept(&self, id: ProbeId) -> Option<Arc<Kept>> {
        self.all().get(&id).cloned()
    }

    fn all(&self) -> MutexGuard<'_, HashMap<ProbeId, Arc<Kept>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives each stream its share of the memory.
fn share(all: &HashMap<ProbeId, Arc<Kept>>) {
    let most = ONE.min(ALL / all.len().max(1));
    for kept in all.values() {
        kept.ring().fit(most);
    }
}

impl Kept {
    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder {
    /// Keeps a datagram.
    pub(crate) fn datagram(&self, arrival: &Arrival<'_>) {
        let (head, tail) = pcapng::around(arrival);
        let parts = [head.as_slice(), arrival.bytes, tail.as_slice()];
        self.0.ring().push(Instant::now(), parts);
    }

    /// Keeps packets of a transport stream.
    pub(crate) fn packets(&self, bytes: &[u8]) {
        self.0.ring().push(Instant::now(), [bytes]);
    }
}

#[cfg(test)]
mod tests;
