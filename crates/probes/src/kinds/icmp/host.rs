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

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::sync::mpsc;
    use tokio::time::timeout;
    use wire::probe::ProbeId;
    use wire::reading::Reading;

    use super::super::INFO;
    use super::*;
    use crate::Clock;
    use crate::testing::PATIENCE;

    const OLD: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const NEW: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    /// A host whose DNS has been asked and says `answer`.
    fn asked(
        known: Option<IpAddr>,
        answer: impl Future<Output = Result<IpAddr, Failure>> + Send + 'static,
    ) -> Host {
        let mut host = Host::new("encoder.test".to_owned(), Family::Any);
        host.known = known;
        host.lookup = Some(AbortOnDropHandle::new(tokio::spawn(answer)));
        host
    }

    /// The address, and the codes of what was found.
    async fn address(host: &mut Host) -> (Result<IpAddr, Failure>, Vec<String>) {
        let (out, _) = mpsc::channel(1);
        let mut seen = Look::new(&INFO, ProbeId(1), Clock::system(), out);
        let address = timeout(PATIENCE, host.address(&mut seen))
            .await
            .expect("should not wait");
        let Reading { findings, .. } = seen.reading(0, None);
        (
            address,
            findings
                .into_iter()
                .map(|finding| finding.code.into_owned())
                .collect(),
        )
    }

    #[tokio::test]
    async fn a_dns_that_does_not_answer_delays_nothing_once_an_address_is_known() {
        let mut host = asked(Some(OLD), pending());
        assert_eq!(address(&mut host).await, (Ok(OLD), vec![]));
    }

    #[tokio::test]
    async fn a_name_that_moves_is_followed() {
        let mut host = asked(Some(OLD), ready(Ok(NEW)));
        while host.lookup.as_ref().is_some_and(|lookup| !lookup.is_finished()) {
            tokio::task::yield_now().await;
        }
        assert_eq!(
            address(&mut host).await,
            (Ok(NEW), vec![ADDRESS_CHANGED.to_owned()])
        );
        assert_eq!(address(&mut host).await, (Ok(NEW), vec![]));
    }

    #[tokio::test]
    async fn a_name_that_is_lost_is_looked_at_where_it_was() {
        let failure = Failure::new(Cause::Timeout, "the DNS says nothing");
        let mut host = asked(Some(OLD), ready(Err(failure)));
        while host.lookup.as_ref().is_some_and(|lookup| !lookup.is_finished()) {
            tokio::task::yield_now().await;
        }
        for _ in 0..2 {
            assert_eq!(
                address(&mut host).await,
                (Ok(OLD), vec![NAME_LOOKUP.to_owned()]),
                "as long as it lasts"
            );
        }
    }

    #[tokio::test]
    async fn a_name_that_was_never_found_fails_and_is_asked_for_again() {
        let failure = Failure::new(Cause::Unreachable, "no address for encoder.test");
        let mut host = asked(None, ready(Err(failure.clone())));
        assert_eq!(address(&mut host).await, (Err(failure), vec![]));
        assert!(host.lookup.is_none(), "nothing is kept of it");
    }

    #[tokio::test]
    async fn a_question_outlives_the_look_that_asked_it() {
        let (answer, answered) = tokio::sync::oneshot::channel::<IpAddr>();
        let mut host = asked(None, async { Ok(answered.await.unwrap_or(OLD)) });
        let (out, _) = mpsc::channel(1);
        let mut seen = Look::new(&INFO, ProbeId(1), Clock::system(), out);
        assert!(timeout(Duration::ZERO, host.address(&mut seen)).await.is_err());
        answer.send(NEW).unwrap();
        assert_eq!(address(&mut host).await, (Ok(NEW), vec![]));
    }
}
