//! What the store gives back of what operators say about alerts.

use wire::alert::SilenceId;
use wire::receiver::{Receiver, ReceiverId};
use wire::route::{Route, RouteId, Silence};
use wire::rule::{Rule, RuleId};

use super::Store;
use crate::Error;

impl Store {
    /// Every rule, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn rules(&self) -> Result<Vec<Rule>, Error> {
        self.inner.shared.state.all().await
    }

    /// One rule.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn rule(&self, id: RuleId) -> Result<Option<Rule>, Error> {
        self.inner.shared.state.one(id.0).await
    }

    /// Every receiver, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn receivers(&self) -> Result<Vec<Receiver>, Error> {
        self.inner.shared.state.all().await
    }

    /// One receiver.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn receiver(&self, id: ReceiverId) -> Result<Option<Receiver>, Error> {
        self.inner.shared.state.one(id.0).await
    }

    /// Every route, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn routes(&self) -> Result<Vec<Route>, Error> {
        self.inner.shared.state.all().await
    }

    /// One route.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn route(&self, id: RouteId) -> Result<Option<Route>, Error> {
        self.inner.shared.state.one(id.0).await
    }

    /// Every silence, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn silences(&self) -> Result<Vec<Silence>, Error> {
        self.inner.shared.state.all().await
    }

    /// One silence.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn silence(&self, id: SilenceId) -> Result<Option<Silence>, Error> {
        self.inner.shared.state.one(id.0).await
    }
}
