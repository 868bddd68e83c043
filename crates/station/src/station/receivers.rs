//! Receivers: kept with their secrets sealed, shown with them hidden, tried on demand.

use notify::Undelivered;
use store::{Change, Changed};
use wire::Severity;
use wire::receiver::{Message, News, Receiver, ReceiverId, ReceiverInfo, ReceiverSpec};
use wire::settings::{HIDDEN, hide_secrets, keep_secrets};

use super::Station;
use crate::{Refused, secrets};

impl Station {
    /// Every sort of receiver that it knows.
    #[must_use]
    pub fn receiver_kinds(&self) -> Vec<ReceiverInfo> {
        notify::receivers()
            .iter()
            .map(|receiver| receiver.info().clone())
            .collect()
    }

    /// Every receiver, by id; secrets hidden.
    ///
    /// # Errors
    /// What the store says.
    pub async fn receivers(&self) -> Result<Vec<Receiver>, store::Error> {
        let receivers = self.inner.store.receivers().await?;
        Ok(receivers.into_iter().map(hidden).collect())
    }

    /// One receiver; secrets hidden.
    ///
    /// # Errors
    /// What the store says.
    pub async fn receiver(&self, id: ReceiverId) -> Result<Option<Receiver>, store::Error> {
        Ok(self.inner.store.receiver(id).await?.map(hidden))
    }

    /// Makes a receiver, or replaces one that is still at revision `expect`. Secrets that are left hidden are kept.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn put_receiver(
        &self,
        author: &str,
        id: Option<ReceiverId>,
        expect: Option<u32>,
        spec: ReceiverSpec,
    ) -> Result<Receiver, Refused> {
        let spec = ReceiverSpec {
            name: spec.name.trim().to_owned(),
            ..self.with_receiver_secrets(id, spec).await?
        };
        let open = secrets::open_receiver(&self.inner.store, spec.clone())?;
        notify::check(notify::receivers(), &open).map_err(Refused::Invalid)?;
        let spec = secrets::seal_receiver(&self.inner.store, spec);
        let receiver = match self
            .change_one(author, Change::PutReceiver { id, expect, spec })
            .await?
        {
            Changed::Receiver(receiver) => hidden(receiver),
            _ => return Err(store::Error::Closed.into()),
        };
        // What waits for it may pass now.
        self.inner.store.hurry(self.now()).await?;
        self.inner.courier_wake.notify_one();
        Ok(receiver)
    }

    /// Sends a message that says that it is a test. `id` is the receiver whose hidden secrets are used.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn try_receiver(
        &self,
        id: Option<ReceiverId>,
        spec: ReceiverSpec,
    ) -> Result<Result<(), Undelivered>, Refused> {
        let spec = self.with_receiver_secrets(id, spec).await?;
        let spec = secrets::open_receiver(&self.inner.store, spec)?;
        notify::check(notify::receivers(), &spec).map_err(Refused::Invalid)?;
        let now = self.now();
        let message = Message {
            id: format!("test-{}", now.0),
            thread: format!("test-{}", now.0),
            station: self.name(),
            news: News::Raised,
            severity: Severity::Info,
            title: "This is a test. Nothing is wrong.".to_owned(),
            reason: String::new(),
            advice: String::new(),
            at: now,
            began: now,
            alerts: Vec::new(),
            more: 0,
            link: String::new(),
            is_test: true,
        };
        Ok(notify::deliver(notify::receivers(), &spec, &message).await)
    }

    /// With the secrets that were left hidden as they lie on disk.
    async fn with_receiver_secrets(
        &self,
        id: Option<ReceiverId>,
        spec: ReceiverSpec,
    ) -> Result<ReceiverSpec, Refused> {
        let is_hidden = spec.settings.values().any(|value| value == HIDDEN);
        let (Some(id), true) = (id, is_hidden) else {
            return Ok(spec);
        };
        let Some(old) = self.inner.store.receiver(id).await? else {
            return Ok(spec);
        };
        let settings = match secrets::receiver_info(&spec.kind) {
            Some(info) => keep_secrets(&info.fields, &old.spec.settings, spec.settings.clone()),
            None => spec.settings.clone(),
        };
        Ok(ReceiverSpec { settings, ..spec })
    }
}

fn hidden(mut receiver: Receiver) -> Receiver {
    if let Some(info) = secrets::receiver_info(&receiver.spec.kind) {
        receiver.spec.settings = hide_secrets(&info.fields, &receiver.spec.settings);
    }
    receiver
}
