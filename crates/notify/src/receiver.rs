use std::marker::PhantomData;
use std::time::Duration;

use futures_util::future::BoxFuture;
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{FieldError, Settings};

/// One sort of receiver.
pub trait Receiver: Send + Sync {
    /// Everything the rest of the program knows about it.
    fn info(&self) -> &'static ReceiverInfo;

    /// What the description of the fields cannot see: addresses, templates, entries that do not fit together. Touches
    /// no network, so that settings can be checked while they are typed. `settings` are complete.
    fn check(&self, settings: &Settings) -> Vec<FieldError>;

    /// Delivers `message` once. `settings` are complete and their secrets open. Dropped at any `await` when its time is
    /// up; what was not taken by then may be sent again, with the same id.
    fn deliver<'a>(
        &'a self,
        settings: &'a Settings,
        message: &'a Message,
    ) -> BoxFuture<'a, Result<(), Undelivered>>;
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Undelivered {
    /// Whether it may be taken when it is sent again as it is.
    pub again: bool,
    /// What is wrong and what to do, in one sentence as it stands in a list; holds no secret.
    pub detail: String,
    /// How long the receiver asks to be left alone.
    pub after: Option<Duration>,
}

impl Undelivered {
    /// It may be taken later.
    pub(crate) fn later(detail: impl Into<String>) -> Self {
        Self {
            again: true,
            detail: detail.into(),
            after: None,
        }
    }

    /// It will not be taken before an operator has changed something.
    pub(crate) fn never(detail: impl Into<String>) -> Self {
        Self {
            again: false,
            detail: detail.into(),
            after: None,
        }
    }
}

impl From<FieldError> for Undelivered {
    fn from(error: FieldError) -> Self {
        Self::never(format!(
            "the setting {} does not fit: {}",
            error.field, error.message
        ))
    }
}

impl From<Vec<FieldError>> for Undelivered {
    fn from(errors: Vec<FieldError>) -> Self {
        let first = errors.into_iter().next();
        first.map_or_else(|| Self::never("its settings do not fit together"), Self::from)
    }
}

/// A receiver of one sort whose settings were read. What implements this is a [`Receiver`] as [`Sort`].
pub(crate) trait Ready: Sized + Send {
    /// Everything the rest of the program knows about its sort.
    const INFO: &'static ReceiverInfo;

    /// Reads settings that are complete.
    ///
    /// # Errors
    /// What the description of the fields cannot see.
    fn read(settings: &Settings) -> Result<Self, Faults>;

    /// Delivers `message` once.
    ///
    /// # Errors
    /// As of [`Receiver::deliver`].
    fn send(self, message: &Message) -> impl Future<Output = Result<(), Undelivered>> + Send;
}

/// The sort of receivers that are delivered to as `R`.
pub(crate) struct Sort<R>(PhantomData<fn() -> R>);

impl<R> Sort<R> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<R: Ready> Receiver for Sort<R> {
    fn info(&self) -> &'static ReceiverInfo {
        R::INFO
    }

    fn check(&self, settings: &Settings) -> Vec<FieldError> {
        R::read(settings).err().map_or_else(Vec::new, |faults| faults.0)
    }

    fn deliver<'a>(
        &'a self,
        settings: &'a Settings,
        message: &'a Message,
    ) -> BoxFuture<'a, Result<(), Undelivered>> {
        Box::pin(async move { R::read(settings).map_err(|faults| faults.0)?.send(message).await })
    }
}

/// What is wrong with settings.
#[derive(Default)]
pub(crate) struct Faults(Vec<FieldError>);

impl Faults {
    /// Keeps what is wrong, so that an operator sees all of it at once.
    pub(crate) fn sort<T>(&mut self, read: Result<T, FieldError>) -> Option<T> {
        read.map_err(|error| self.0.push(error)).ok()
    }

    /// Adds a fault of `field`.
    pub(crate) fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError::new(field, message));
    }

    /// `ready` when nothing is wrong.
    pub(crate) fn or<T>(self, ready: Option<T>) -> Result<T, Self> {
        match ready {
            Some(ready) if self.0.is_empty() => Ok(ready),
            _ => Err(self),
        }
    }
}

impl From<FieldError> for Faults {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}
