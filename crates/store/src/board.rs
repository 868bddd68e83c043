//! What the store has to say to the operator.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Notices that nobody fetched are forgotten beyond this many, oldest first.
const NOTICES: usize = 100;

/// A board with notices, each read once, and troubles, which hang there until they are over.
#[derive(Default)]
pub(crate) struct Board {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    notices: VecDeque<String>,
    troubles: BTreeMap<&'static str, String>,
}

impl Board {
    pub(crate) fn tell(&self, sentence: String) {
        tracing::warn!("{sentence}");
        let mut inner = self.lock();
        if inner.notices.len() == NOTICES {
            inner.notices.pop_front();
        }
        inner.notices.push_back(sentence);
    }

    /// Hangs up a trouble; true when it was not there before.
    pub(crate) fn raise(&self, sort: &'static str, sentence: String) -> bool {
        self.lock().troubles.insert(sort, sentence).is_none()
    }

    /// Takes a trouble down; true when it was there.
    pub(crate) fn clear(&self, sort: &'static str) -> bool {
        self.lock().troubles.remove(sort).is_some()
    }

    pub(crate) fn take_notices(&self) -> Vec<String> {
        self.lock().notices.drain(..).collect()
    }

    pub(crate) fn troubles(&self) -> Vec<String> {
        self.lock().troubles.values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
