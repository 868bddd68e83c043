use std::sync::Arc;
use std::time::Instant;

use futures_util::future::BoxFuture;
use serde::Deserialize;
use tokio::time::Duration;
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};

use self::access::Access;
use self::client::{Client, Session};
use self::interfaces::Interfaces;
use self::system::System;
use self::words::Words;
use crate::endpoint::Endpoint;
use crate::names::Names;
use crate::resolve::Family;
use crate::{Kind, Look, Probe, Target, settings};

mod access;
mod ask;
mod client;
mod growth;
mod info;
mod interfaces;
mod keys;
mod link;
mod system;
mod table;
mod trouble;
mod walk;
mod words;

pub(crate) static KIND: Snmp = Snmp;

/// The port of SNMP agents (RFC 3417, 3.1).
const PORT: u16 = 161;
/// How long a look may take when nobody says it, as in a test.
const USUAL_LIMIT: Duration = Duration::from_secs(5);

/// Asks an SNMP agent for its interfaces.
pub(crate) struct Snmp;

#[derive(Deserialize)]
struct Entered {
    leave_out: String,
    only_enabled: bool,
    family: Family,
}

impl Kind for Snmp {
    fn info(&self) -> &'static KindInfo {
        &info::INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let access = Access::entered(settings::read(settings)?)?;
        let entered: Entered = settings::read(settings)?;
        let wrong = |message: &str| Err(FieldError::new("target", message));
        if target.host().is_empty() {
            return wrong("name the host: snmp://HOST");
        }
        if !matches!(target.url().path(), "" | "/") || target.url().query().is_some() {
            return wrong(
                "a target is a host and, if need be, a port; what is asked there is in the settings",
            );
        }
        let port = target.port().unwrap_or(PORT);
        if port == 0 {
            return wrong("no agent can listen on port 0; leave the port out, or enter another");
        }
        Ok(Box::new(Device {
            endpoint: Endpoint {
                host: target.host(),
                port,
                family: entered.family,
            },
            access: Arc::new(access),
            client: None,
            system: System::default(),
            words: Words::new(),
            interfaces: Interfaces::new(Names::parse(&entered.leave_out), entered.only_enabled),
        }))
    }
}

/// A device, and what must be remembered of it from one look to the next.
struct Device {
    endpoint: Endpoint,
    access: Arc<Access>,
    /// What was agreed with its agent. Given up when a look fails, so that nothing stale outlives a trouble.
    client: Option<Client>,
    system: System,
    words: Words,
    interfaces: Interfaces,
}

impl Probe for Device {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let began = tokio::time::Instant::now();
            let ends = seen.ends().unwrap_or(began + USUAL_LIMIT);
            let (address, _) = self.endpoint.find(seen).await?;
            seen.missing(trouble::silence(&self.access, address));
            let known = self.client.take().filter(|client| client.address() == address);
            let mut client = match known {
                Some(client) => client,
                None => {
                    Client::new(
                        address,
                        self.access.clone(),
                        ends.saturating_duration_since(began),
                    )
                    .await?
                }
            };
            let mut session = client.begin(began, ends).await?;
            self.ask(&mut session, seen).await?;
            drop(session);
            self.client = Some(client);
            Ok(())
        })
    }
}

impl Device {
    async fn ask(&mut self, session: &mut Session<'_>, seen: &mut Look) -> Result<(), Failure> {
        let system = session.numbers(system::SCALARS).await?;
        seen.sample(info::ANSWER, session.took().as_secs_f64());
        let news = self
            .system
            .tell(&system, session.another_engine(), Instant::now(), seen);
        if news.restarted {
            self.interfaces.forget_counts();
        }
        self.interfaces.ask(session, news, seen).await?;
        self.words.ask(session, news, seen).await
    }
}

#[cfg(test)]
mod tests;
