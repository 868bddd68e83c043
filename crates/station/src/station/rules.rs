//! Rules, routes and silences of the operators.

use alerts::matching::Matching;
use store::{Change, Changed};
use wire::alert::SilenceId;
use wire::changes::MOST_CHANGES;
use wire::route::{Matcher, Route, RouteId, RouteSpec, Silence, SilenceSpec};
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
        refuse(self.faults_of_rule(&spec))?;
        match self
            .change_one(author, Change::PutRule { id, expect, spec })
            .await?
        {
            Changed::Rule(rule) => Ok(rule),
            _ => Err(store::Error::Closed.into()),
        }
    }

    /// Makes rules, all of them or none. They are on disk and work when this returns.
    ///
    /// # Errors
    /// Wrong entries, each named by the place of its rule: `3.when.limit`; or what the store says.
    pub async fn make_rules(&self, author: &str, specs: Vec<RuleSpec>) -> Result<Vec<Rule>, Refused> {
        if specs.is_empty() || specs.len() > MOST_CHANGES {
            let message = format!("give 1 to {MOST_CHANGES} rules at a time");
            return Err(Refused::Invalid(vec![FieldError::new("", message)]));
        }
        let place =
            |at: usize, fault: FieldError| FieldError::new(format!("{at}.{}", fault.field), fault.message);
        let faults = specs.iter().enumerate().flat_map(|(at, spec)| {
            let faults = self.faults_of_rule(spec).into_iter();
            faults.map(move |fault| place(at, fault))
        });
        refuse(faults.collect())?;
        let put = |spec| Change::PutRule {
            id: None,
            expect: None,
            spec,
        };
        let done = self
            .change_all(author, specs.into_iter().map(put).collect())
            .await?;
        let rules = done.into_iter().filter_map(|changed| match changed {
            Changed::Rule(rule) => Some(rule),
            _ => None,
        });
        Ok(rules.collect())
    }

    /// What is wrong with a rule by itself, entry by entry.
    #[must_use]
    pub fn faults_of_rule(&self, spec: &RuleSpec) -> Vec<FieldError> {
        let kinds: Vec<_> = self.inner.kinds.iter().map(|kind| kind.info()).collect();
        alerts::own::faults(spec, &kinds)
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
        refuse_with_patterns(spec.faults(), &spec.matching)?;
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
        refuse_with_patterns(spec.faults(), &spec.matching)?;
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

/// Refuses what is wrong, the patterns of `matching` included.
fn refuse_with_patterns(faults: Vec<FieldError>, matching: &[Matcher]) -> Result<(), Refused> {
    let patterns = Matching::new("matching", matching).err();
    refuse(faults.into_iter().chain(patterns.unwrap_or_default()).collect())
}
