//! The newest picture of each stream, and whether anybody wants to see it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;
use wire::Timestamp;
use wire::probe::ProbeId;

/// Whoever asked for a picture is taken to look on for so long.
const LOOKS_ON: Duration = Duration::from_secs(10);

/// One picture of a stream.
#[derive(Clone, Debug)]
pub struct Picture {
    /// When it was decoded.
    pub at: Timestamp,
    /// As a JPEG file.
    pub jpeg: Bytes,
}

/// Pictures by probe. They live in memory only.
#[derive(Debug, Default)]
pub struct Pictures(Mutex<HashMap<ProbeId, Entry>>);

#[derive(Debug, Default)]
struct Entry {
    picture: Option<Picture>,
    asked: Option<Instant>,
}

impl Pictures {
    /// The newest picture of a stream, for somebody who looks at it from now on.
    pub fn look(&self, id: ProbeId) -> Option<Picture> {
        let mut entries = self.entries();
        let entry = entries.entry(id).or_default();
        entry.asked = Some(Instant::now());
        entry.picture.clone()
    }

    /// The newest picture of a stream, for nobody who looks on.
    #[must_use]
    pub fn newest(&self, id: ProbeId) -> Option<Picture> {
        self.entries().get(&id)?.picture.clone()
    }

    /// Whether somebody looks at the stream.
    pub(crate) fn is_looked_at(&self, id: ProbeId) -> bool {
        let asked = self.entries().get(&id).and_then(|entry| entry.asked);
        asked.is_some_and(|asked| asked.elapsed() < LOOKS_ON)
    }

    pub(crate) fn show(&self, id: ProbeId, picture: Picture) {
        self.entries().entry(id).or_default().picture = Some(picture);
    }

    pub(crate) fn forget(&self, id: ProbeId) {
        self.entries().remove(&id);
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<ProbeId, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_asked_looks_on_for_a_while() {
        let (pictures, id) = (Pictures::default(), ProbeId(7));
        assert!(!pictures.is_looked_at(id));
        assert!(pictures.newest(id).is_none());
        assert!(!pictures.is_looked_at(id));
        assert!(pictures.look(id).is_none());
        assert!(pictures.is_looked_at(id));
        tokio::time::advance(LOOKS_ON).await;
        assert!(!pictures.is_looked_at(id));
        let jpeg = Bytes::from_static(b"jpeg");
        pictures.show(
            id,
            Picture {
                at: Timestamp(5),
                jpeg,
            },
        );
        assert_eq!(pictures.newest(id).map(|picture| picture.at), Some(Timestamp(5)));
        assert!(!pictures.is_looked_at(id));
        assert_eq!(pictures.look(id).map(|picture| picture.at), Some(Timestamp(5)));
        pictures.forget(id);
        assert!(pictures.look(id).is_none());
    }
}
