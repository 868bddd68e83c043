//! Rules, routes and silences of the operators.

use store::{Change, Changed};
use wire::alert::SilenceId;
use wire::route::{Route, RouteId, RouteSpec, Silence, SilenceSpec};
use wire::rule::{Rule, RuleId, RuleSpec};
use wire::settings::FieldError;

use super::Station;
use crate::Refused;

impl Station {
    /// Makes a rule, or replaces one that is still at revision `expect`. It is on disk and works when this returns.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn put_rule(
        &self,
        author: &str,
        id: Option<RuleId>,
        expect: Option<u32>,
        spec: RuleSpec,
    ) -> Result<Rule, Refused> {
        let spec = RuleSpec {
            name: spec.name.trim().to_owned(),
            ..spec
        };
        let kinds: Vec<_> = self.inner.kinds.iter().map(|kind| kind.info()).collect();
        refuse(alerts::own::faults(&spec, &kinds))?;
        match self
            .change_one(author, Change::PutRule { id, expect, spec })
            .await?
        {
            Changed::Rule(rule) => Ok(rule),
            _ => Err(store::Error::Closed.into()),
        }
    }

    /// Makes a route, or replaces one that is still at revision `expect`. It is on disk and used when this returns.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn put_route(
        &self,
        author: &str,
        id: Option<RouteId>,
        expect: Option<u32>,
        spec: RouteSpec,
    ) -> Result<Route, Refused> {
        let spec = RouteSpec {
            name: spec.name.trim().to_owned(),
            ..spec
        };
        let patterns = alerts::matching::Matching::new("matching", &spec.matching).err();
        refuse(
            spec.faults()
                .into_iter()
                .chain(patterns.unwrap_or_default())
                .collect(),
        )?;
        match self
            .change_one(author, Change::PutRoute { id, expect, spec })
            .await?
        {
            Changed::Route(route) => Ok(route),
            _ => Err(store::Error::Closed.into()),
        }
    }

    /// Makes a silence or a window, or replaces one that is still at revision `expect`. It is on disk and holds when this
    /// returns.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn put_silence(
        &self,
        author: &str,
        id: Option<SilenceId>,
        expect: Option<u32>,
        spec: SilenceSpec,
    ) -> Result<Silence, Refused> {
        let by = if spec.by.is_empty() {
            author.to_owned()
        } else {
            spec.by
        };
        let spec = SilenceSpec {
            name: spec.name.trim().to_owned(),
            by,
            ..spec
        };
        let patterns = alerts::matching::Matching::new("matching", &spec.matching).err();
        refuse(
            spec.faults()
                .into_iter()
                .chain(patterns.unwrap_or_default())
                .collect(),
        )?;
        match self
            .change_one(author, Change::PutSilence { id, expect, spec })
            .await?
        {
            Changed::Silence(silence) => Ok(silence),
            _ => Err(store::Error::Closed.into()),
        }
    }

    pub(super) async fn change_one(&self, author: &str, change: Change) -> Result<Changed, Refused> {
        let changed = self.change(author, change).await?.pop();
        changed.ok_or(Refused::Store(store::Error::Closed))
    }
}

fn refuse(faults: Vec<FieldError>) -> Result<(), Refused> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refused::Invalid(faults))
    }
}
