//! The newest picture of each stream, and whether anybody wants to see or hear it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;
use wire::Timestamp;
use wire::probe::ProbeId;

/// Whoever asked for a picture or for sound is taken to look and to listen on for so long.
const LOOKS_ON: Duration = Duration::from_secs(10);

/// What somebody wants of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// What it shows.
    Picture,
    /// What it shows, and how loud it is.
    PictureAndSound,
}

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
    looked_at: Option<Instant>,
    listened_to: Option<Instant>,
}

impl Pictures {
    /// The newest picture of a stream, for somebody who looks at it from now on and may want to hear it.
    pub fn look(&self, id: ProbeId, wanted: Wanted) -> Option<Picture> {
        let now = Some(Instant::now());
        let mut entries = self.entries();
        let entry = entries.entry(id).or_default();
        entry.looked_at = now;
        if wanted == Wanted::PictureAndSound {
            entry.listened_to = now;
        }
        entry.picture.clone()
    }

    /// The newest picture of a stream, for nobody who looks on.
    #[must_use]
    pub fn newest(&self, id: ProbeId) -> Option<Picture> {
        self.entries().get(&id)?.picture.clone()
    }

    /// Whether somebody looks at the stream.
    pub(crate) fn is_looked_at(&self, id: ProbeId) -> bool {
        goes_on(self.entries().get(&id).and_then(|entry| entry.looked_at))
    }

    /// Whether somebody wants to know how loud the stream is.
    pub(crate) fn is_listened_to(&self, id: ProbeId) -> bool {
        goes_on(self.entries().get(&id).and_then(|entry| entry.listened_to))
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

fn goes_on(asked: Option<Instant>) -> bool {
    asked.is_some_and(|asked| asked.elapsed() < LOOKS_ON)
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
        assert!(pictures.look(id, Wanted::Picture).is_none());
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
        assert_eq!(
            pictures.look(id, Wanted::Picture).map(|picture| picture.at),
            Some(Timestamp(5))
        );
        pictures.forget(id);
        assert!(pictures.look(id, Wanted::Picture).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn who_wants_a_picture_does_not_listen_and_who_listens_looks_too() {
        let (pictures, id) = (Pictures::default(), ProbeId(7));
        pictures.look(id, Wanted::Picture);
        assert!(pictures.is_looked_at(id) && !pictures.is_listened_to(id));
        pictures.look(id, Wanted::PictureAndSound);
        tokio::time::advance(LOOKS_ON / 2).await;
        pictures.look(id, Wanted::Picture);
        assert!(pictures.is_looked_at(id) && pictures.is_listened_to(id));
        tokio::time::advance(LOOKS_ON / 2).await;
        assert!(
            pictures.is_looked_at(id) && !pictures.is_listened_to(id),
            "the page with the levels was left, the one with all pictures is open"
        );
    }
}
