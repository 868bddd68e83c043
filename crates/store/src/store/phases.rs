//! The phases of shows.

use wire::phase::Entered;

use super::Store;
use crate::Error;

impl Store {
    /// The newest `limit` phases that were declared before number `before`, newest first. The first of all holds now.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn phases(&self, before: Option<u64>, limit: u32) -> Result<Vec<Entered>, Error> {
        self.inner.shared.state.phases(before, limit).await
    }
}
