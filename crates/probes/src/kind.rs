use futures_util::future::BoxFuture;
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};

use crate::{Look, Target};

/// One sort of probe.
pub trait Kind: Sync {
    /// Everything the rest of the program knows about it.
    fn info(&self) -> &'static KindInfo;

    /// Turns settings into a probe. Touches no network, so that settings can be checked while they are typed.
    /// `settings` are complete: every field of [`info`](Kind::info) is there and fits its own description.
    ///
    /// # Errors
    /// The entry that does not fit together with the others, and what to enter instead.
    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError>;
}

/// One probe of one target.
///
/// Looks once, or, for a kind that watches all the time, until its source breaks. It never sleeps to pace itself, never
/// retries silently and never logs routine results: the runner does what is to be done about time and trouble.
/// What `look` has put into `seen` when it fails is kept.
pub trait Probe: Send {
    /// Looks. Dropped at any `await` when its time is up; must be callable again after that.
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>>;
}
