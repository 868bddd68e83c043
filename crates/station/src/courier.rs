//! Takes messages from the disk to their receivers: none before what it tells of is safe, each until it is taken.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use alerts::teller::Telling;
use probes::Clock;
use store::{NewDelivery, Store};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use wire::receiver::{Delivery, DeliveryId, Message, Receiver, ReceiverId};
use wire::{Severity, Timestamp};

use crate::secrets;
use crate::spine::Order;

/// Messages that are on their way at once.
const AT_ONCE: usize = 16;
/// After the first try that failed, the next one follows so soon, then after twice as long each time, in milliseconds.
const FIRST_PAUSE_MS: i64 = 2_000;
const LONGEST_PAUSE_MS: i64 = 5 * 60_000;
/// A message that nobody takes for so long is given up, in milliseconds.
const GIVE_UP_MS: i64 = 24 * 60 * 60_000;
/// The queue is looked at again after this at the latest.
const IDLE: Duration = Duration::from_secs(60);
/// Between two attempts to write to a disk that takes nothing.
const AGAIN: Duration = Duration::from_secs(1);
/// So often a receiver has failed before people are told of it.
const FAILED_OFTEN: u32 = 2;

/// What is to be told and is not on disk yet. It is never given up, and never more than what fires can say.
#[derive(Clone, Default)]
pub(crate) struct Outbox(Arc<OutboxInner>);

#[derive(Default)]
struct OutboxInner {
    waiting: Mutex<VecDeque<Dispatch>>,
    came: Notify,
}

impl Outbox {
    pub(crate) fn put(&self, dispatch: Dispatch) {
        self.waiting().push_back(dispatch);
        self.0.came.notify_one();
    }

    async fn next(&self) -> Dispatch {
        loop {
            let next = self.waiting().pop_front();
            match next {
                Some(dispatch) => return dispatch,
                None => self.0.came.notified().await,
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Dispatch>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is to be told, once `after` is on disk.
pub(crate) struct Dispatch {
    pub(crate) after: u64,
    pub(crate) at: Timestamp,
    pub(crate) tellings: Vec<Telling>,
    /// What has been told with these.
    pub(crate) memory: String,
}

/// What it takes to deliver.
#[derive(Clone)]
pub(crate) struct Courier {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) orders: mpsc::WeakSender<Order>,
    pub(crate) uid: Arc<str>,
    /// What the station is called.
    pub(crate) settings: Arc<RwLock<wire::station::Station>>,
    /// Something waits that did not before.
    pub(crate) wake: Arc<Notify>,
}

impl Courier {
    /// Delivers until the station ends.
    pub(crate) fn begin(self, outbox: Outbox) {
        tokio::spawn(self.clone().write_down(outbox));
        tokio::spawn(self.deliver_all());
    }

    async fn write_down(self, outbox: Outbox) {
        loop {
            let dispatch = outbox.next().await;
            let mut progress = self.store.committed();
            if progress
                .wait_for(|progress| progress.batch >= dispatch.after)
                .await
                .is_err()
            {
                return;
            }
            let new: Vec<_> = dispatch
                .tellings
                .into_iter()
                .enumerate()
                .map(|(at, telling)| self.message(telling, dispatch.at, dispatch.after, at))
                .collect();
            while let Err(error) = self.store.queue(&dispatch.memory, &new).await {
                if matches!(error, store::Error::Closed) {
                    return;
                }
                tracing::warn!(%error, "messages to receivers were not saved; trying again");
                tokio::time::sleep(AGAIN).await;
            }
            self.wake.notify_one();
        }
    }

    fn message(&self, telling: Telling, at: Timestamp, batch: u64, place: usize) -> NewDelivery {
        let station = self
            .settings
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .spec
            .name
            .clone();
        let uid = &self.uid;
        let message = Message {
            id: format!("{uid}-{}-{batch}-{place}", at.0),
            thread: format!("{uid}-{}", telling.thread),
            station,
            news: telling.news,
            severity: telling.severity,
            title: telling.title,
            reason: telling.reason,
            advice: telling.advice,
            at,
            began: telling.began,
            alerts: telling.alerts,
            more: telling.more,
            link: String::new(),
            is_test: false,
        };
        NewDelivery {
            receiver: telling.receiver,
            message,
            incident: telling.thread,
            next: at,
        }
    }

    async fn deliver_all(self) {
        let mut on_the_way = JoinSet::new();
        let mut busy: HashMap<tokio::task::Id, DeliveryId> = HashMap::new();
        loop {
            let free = AT_ONCE - on_the_way.len();
            let limit = u32::try_from(AT_ONCE + on_the_way.len()).unwrap_or(u32::MAX);
            let due = self.store.due(self.clock.now(), limit).await;
            let due = match due {
                Ok(due) => due,
                Err(store::Error::Closed) => return,
                Err(error) => {
                    tracing::warn!(%error, "what is to be delivered could not be read; trying again");
                    tokio::time::sleep(AGAIN).await;
                    continue;
                }
            };
            let waits = |delivery: &Delivery| !busy.values().any(|id| *id == delivery.id);
            let new: Vec<_> = due
                .into_iter()
                .filter(|(delivery, _)| waits(delivery))
                .take(free)
                .collect();
            let is_idle = new.is_empty();
            for (delivery, message) in new {
                let id = delivery.id;
                let task = on_the_way.spawn(self.clone().deliver(delivery, message));
                busy.insert(task.id(), id);
            }
            if !is_idle && on_the_way.len() < AT_ONCE {
                continue;
            }
            tokio::select! {
                ended = on_the_way.join_next_with_id(), if !on_the_way.is_empty() => match ended {
                    Some(Ok((task, ()))) => drop(busy.remove(&task)),
                    Some(Err(error)) => drop(busy.remove(&error.id())),
                    None => {}
                },
                () = self.wake.notified() => {}
                () = tokio::time::sleep(self.pause().await) => {}
            }
        }
    }

    /// How long until something is due.
    async fn pause(&self) -> Duration {
        let next = self.store.next_due().await.ok().flatten();
        let wait = next.map_or(i64::MAX, |next| next.millis_since(self.clock.now()));
        Duration::from_millis(u64::try_from(wait).unwrap_or(0).max(50)).min(IDLE)
    }

    async fn deliver(self, delivery: Delivery, message: Message) {
        let noted = match self.receiver(delivery.receiver).await {
            Ok(Some(receiver)) if receiver.spec.enabled => {
                self.hand_over(&delivery, &receiver, &message).await
            }
            Ok(_) => {
                let trouble = "the receiver is switched off or was deleted";
                self.store.given_up(delivery.id, self.clock.now(), trouble).await
            }
            Err(error) => self.try_again(&delivery, &error.to_string(), None).await,
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "what became of a message was not saved");
        }
    }

    async fn receiver(&self, id: ReceiverId) -> Result<Option<Receiver>, store::Error> {
        let Some(receiver) = self.store.receiver(id).await? else {
            return Ok(None);
        };
        let Receiver { id, revision, spec } = receiver;
        let spec = secrets::open_receiver(&self.store, spec)?;
        Ok(Some(Receiver { id, revision, spec }))
    }

    async fn hand_over(
        &self,
        delivery: &Delivery,
        receiver: &Receiver,
        message: &Message,
    ) -> Result<(), store::Error> {
        let name = &receiver.spec.name;
        match notify::deliver(notify::receivers(), &receiver.spec, message).await {
            Ok(()) => {
                self.tell(name, String::new(), None).await;
                self.store.taken(delivery.id, self.clock.now()).await
            }
            Err(undelivered) if undelivered.again => {
                if delivery.tries + 1 >= FAILED_OFTEN {
                    self.tell(name, undelivered.detail.clone(), Some(Severity::Major))
                        .await;
                }
                self.try_again(delivery, &undelivered.detail, undelivered.after)
                    .await
            }
            Err(undelivered) => {
                self.tell(name, undelivered.detail.clone(), Some(Severity::Major))
                    .await;
                self.store
                    .given_up(delivery.id, self.clock.now(), &undelivered.detail)
                    .await
            }
        }
    }

    async fn try_again(
        &self,
        delivery: &Delivery,
        trouble: &str,
        after: Option<Duration>,
    ) -> Result<(), store::Error> {
        let now = self.clock.now();
        if now.millis_since(delivery.at) > GIVE_UP_MS {
            return self.store.given_up(delivery.id, now, trouble).await;
        }
        let doubled = FIRST_PAUSE_MS << delivery.tries.min(10);
        let asked = after.map_or(0, |after| i64::try_from(after.as_millis()).unwrap_or(i64::MAX));
        let pause = doubled.max(asked).min(LONGEST_PAUSE_MS);
        let tries = delivery.tries + 1;
        self.store
            .not_taken(delivery.id, trouble, now.plus_millis(pause), tries)
            .await
    }

    /// A receiver that takes nothing is an alert itself.
    async fn tell(&self, receiver: &str, trouble: String, severity: Option<Severity>) {
        if let Some(orders) = self.orders.upgrade() {
            let order = Order::Receiver {
                name: receiver.to_owned(),
                trouble,
                severity,
            };
            if orders.send(order).await.is_err() {
                tracing::debug!("the spine had stopped before it heard of a receiver");
            }
        }
    }
}
