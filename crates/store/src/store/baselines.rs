//! What has been learned about what is usual.

use wire::Timestamp;

use super::Store;
use crate::{Error, Usual};

impl Store {
    /// Keeps what was learned, in place of what was known of the same series. It is on disk when this returns.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn put_usual(&self, learned: &[Usual]) -> Result<(), Error> {
        self.inner.shared.state.put_usual(learned).await
    }

    /// Forgets what was learned before a moment: nobody asks for it any more.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn forget_usual(&self, before: Timestamp) -> Result<(), Error> {
        self.inner.shared.state.forget_usual(before).await
    }

    /// Everything that was learned, by series.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn usual(&self) -> Result<Vec<Usual>, Error> {
        self.inner.shared.state.usual().await
    }
}
