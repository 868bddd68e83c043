//! The queue of messages to receivers.

use wire::Timestamp;
use wire::receiver::{Delivery, DeliveryId, Message};

use super::Store;
use crate::{Deliveries, Error, NewDelivery};

impl Store {
    /// Queues messages, and notes with them what has been told, in the words of whoever tells. All of it is on disk when
    /// this returns, or none.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn queue(&self, told: &str, new: &[NewDelivery]) -> Result<Vec<Delivery>, Error> {
        self.inner.shared.state.queue(told, new).await
    }

    /// What has been told, as [`Self::queue`] noted it last.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn told(&self) -> Result<Option<String>, Error> {
        self.inner.shared.state.told().await
    }

    /// Makes every message that waits to be tried again due at once: the clock was set, or a receiver was mended.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn hurry(&self, now: Timestamp) -> Result<(), Error> {
        self.inner.shared.state.hurry(now).await
    }

    /// The first `limit` messages whose time has come, oldest first; at most one for each receiver and incident, so that
    /// none overtakes an earlier one. A message stays due until [`Self::taken`], [`Self::not_taken`] or
    /// [`Self::given_up`] says what became of it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<(Delivery, Message)>, Error> {
        self.inner.shared.state.due(now, limit).await
    }

    /// When a message is due next; nothing as long as none waits.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, Error> {
        self.inner.shared.state.next_due().await
    }

    /// Notes that the receiver has taken a message, with one more try. One that does not wait stays as it is.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn taken(&self, id: DeliveryId, at: Timestamp) -> Result<(), Error> {
        self.inner.shared.state.taken(id, at).await
    }

    /// Notes why a message was not taken, when it is tried next, and how often it was tried. One that does not wait stays
    /// as it is.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn not_taken(
        &self,
        id: DeliveryId,
        trouble: &str,
        next: Timestamp,
        tries: u32,
    ) -> Result<(), Error> {
        self.inner.shared.state.not_taken(id, trouble, next, tries).await
    }

    /// Notes that a message is tried no more, and why; how often it was tried stays as it was said last. One that does not
    /// wait stays as it is.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn given_up(&self, id: DeliveryId, at: Timestamp, trouble: &str) -> Result<(), Error> {
        self.inner.shared.state.given_up(id, at, trouble).await
    }

    /// The newest `limit` of the deliveries that are `wanted`, numbered below `before`, newest first. Those that ended
    /// more than 30 days ago are forgotten.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn deliveries(
        &self,
        wanted: &Deliveries,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Delivery>, Error> {
        self.inner.shared.state.deliveries(wanted, before, limit).await
    }
}
