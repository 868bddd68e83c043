use futures_util::future::BoxFuture;
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};

use self::access::Access;
#[cfg(feature = "libsrt")]
use self::libsrt::Libsrt as Transport;
use self::receiver::Receiver;
#[cfg(not(feature = "libsrt"))]
use self::tokio_only::TokioOnly as Transport;
use crate::{Kind, Look, Probe, Target};

mod access;
mod figures;
mod health;
mod info;
#[cfg(feature = "libsrt")]
mod libsrt;
mod nobody;
mod receiver;
mod refusal;
#[cfg(any(test, not(feature = "libsrt")))]
mod tokio_only;

pub(crate) static KIND: Srt = Srt;

/// Looks at streams that come over SRT.
pub(crate) struct Srt;

impl Kind for Srt {
    fn info(&self) -> &'static KindInfo {
        &info::INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let access = Access::of(target, settings)?;
        let transport = Transport::new(&access)?;
        Ok(Box::new(Receiver::new(transport, access.options, access.monitor)))
    }
}

impl<T: receiver::Transport> Probe for Receiver<T> {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.watch(seen))
    }
}

#[cfg(test)]
mod tests;
