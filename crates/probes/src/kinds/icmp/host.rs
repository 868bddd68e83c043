use std::net::IpAddr;

use tokio::time::{Duration, Instant};
use tokio_util::task::AbortOnDropHandle;
use wire::reading::{Cause, Failure};

use super::{ADDRESS_CHANGED, NAME_LOOKUP};
use crate::Look;
use crate::resolve::{Family, resolve};

/// The address of a name is asked for again after this long.
const KEPT: Duration = Duration::from_secs(60);

/// Who is looked at. An address that is known is used while the DNS is asked for the next one, so that a slow DNS delays
/// no echo.
pub(super) struct Host {
    name: String,
    family: Family,
    known: Option<IpAddr>,
    asked: Instant,
    lookup: Option<AbortOnDropHandle<Result<IpAddr, Failure>>>,
    trouble: Option<String>,
}

impl Host {
    pub(super) fn new(name: String, family: Family) -> Self {
        Self {
            name,
            family,
            known: None,
            asked: Instant::now(),
            lookup: None,
            trouble: None,
        }
    }

    /// Where to send the next echo.
    ///
    /// # Errors
    /// No address was ever found.
    pub(super) async fn address(&mut self, seen: &mut Look) -> Result<IpAddr, Failure> {
        if self.name.parse::<IpAddr>().is_ok() {
            return resolve(&self.name, self.family).await;
        }
        if self.lookup.is_none() && (self.known.is_none() || self.asked.elapsed() > KEPT) {
            self.asked = Instant::now();
            let (name, family) = (self.name.clone(), self.family);
            let lookup = tokio::spawn(async move { resolve(&name, family).await });
            self.lookup = Some(AbortOnDropHandle::new(lookup));
        }
        let found = match &mut self.lookup {
            Some(lookup) if self.known.is_none() || lookup.is_finished() => {
                seen.missing(format!(
                    "no address for {} from the DNS servers of this machine",
                    self.name
                ));
                let found = lookup.await;
                self.lookup = None;
                Some(found.unwrap_or_else(|error| Err(Failure::new(Cause::Bug, error.to_string()))))
            }
            _ => None,
        };
        match (found, self.known) {
            (Some(Ok(now)), before) => {
                if let Some(before) = before.filter(|before| *before != now) {
                    seen.finding(
                        ADDRESS_CHANGED,
                        format!("{} was {before} and is now {now}", self.name),
                    );
                }
                self.known = Some(now);
                self.trouble = None;
            }
            (Some(Err(failure)), None) => return Err(failure),
            (Some(Err(failure)), Some(known)) => {
                self.trouble = Some(format!(
                    "{}; looking at {known}, its last known address",
                    failure.detail
                ));
            }
            (None, _) => {}
        }
        if let Some(trouble) = &self.trouble {
            seen.finding(NAME_LOOKUP, trouble.clone());
        }
        self.known
            .ok_or_else(|| Failure::new(Cause::Unreachable, format!("no address for {}", self.name)))
    }
}
