//! What the store gives back about alerts.

use wire::Timestamp;
use wire::alert::{Alert, AlertId, Turn};

use super::Store;
use crate::{Alerts, Error};

impl Store {
    /// The newest `limit` of the alerts that are `wanted`, numbered below `before`, newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn alerts(
        &self,
        wanted: &Alerts,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Alert>, Error> {
        self.inner.shared.state.alerts(wanted, before, limit).await
    }

    /// One alert.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn alert(&self, id: AlertId) -> Result<Option<Alert>, Error> {
        self.inner.shared.state.alert(id).await
    }

    /// The steps in the lives of these alerts, oldest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn turns(&self, alerts: &[AlertId]) -> Result<Vec<Turn>, Error> {
        self.inner.shared.state.turns(alerts).await
    }

    /// The steps between two moments, the second excluded, oldest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn turns_of(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Turn>, Error> {
        self.inner.shared.state.turns_of(from, to).await
    }

    /// The first `limit` steps with numbers above `after`, oldest first. Those of alerts that were forgotten are gone.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn turns_between(&self, after: u64, limit: u32) -> Result<Vec<Turn>, Error> {
        self.inner.shared.state.turns_between(after, limit).await
    }
}
