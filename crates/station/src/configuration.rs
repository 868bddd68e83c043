//! All that a station is set up to watch, as one document: read, compared and applied as a whole.

mod document;
mod now;
mod plan;
mod ports;
mod read;
pub mod text;
mod usual;
mod words;

use std::path::Path;

use probes::{Clock, Kinds};
use serde_json::Value;
use store::{Batch, Change, Changed, Retention, Store};
use wire::Severity;
use wire::configuration::{Apply, Configuration, Plan};
use wire::event::{Event, EventSort};
use wire::kind::KindInfo;
use wire::probe::ProbeSpec;
use wire::settings::{FieldError, Settings, secrets};

use now::Now;
use plan::Planned;

use crate::{Error, Refused};

/// Finds what is wrong with a configuration by itself, for whatever station it is meant. Each problem is named by its
/// way through the document: `probes.3.settings.window`.
#[must_use]
pub fn check(configuration: &Configuration, kinds: Kinds) -> Vec<FieldError> {
    read::read(configuration, kinds, None).problems
}

/// What applying a configuration would change on a station that has nothing yet.
#[must_use]
pub fn plan_for_new(configuration: &Configuration, kinds: Kinds) -> Plan {
    plan::plan(&Now::default(), configuration, kinds).plan
}

/// What a data directory is set up to watch. Works with or without a station that runs there.
pub struct Setup {
    store: Store,
    kinds: Kinds,
    clock: Clock,
}

/// What was done, for people and for the one who has to put it to work.
pub(crate) struct Applied {
    pub(crate) plan: Plan,
    pub(crate) changes: Vec<(Change, Changed)>,
}

impl Setup {
    /// Whether a station has kept its data in `data`. Changes nothing there.
    #[must_use]
    pub fn is_at(data: &Path) -> bool {
        store::is_at(data)
    }

    /// Opens a data directory that no station uses, without watching anything.
    ///
    /// # Errors
    /// When the directory cannot be made or written, or is in use.
    pub async fn open(data: &Path, kinds: Kinds, clock: Clock) -> Result<Self, Error> {
        let now = clock.now();
        let opened = Store::open(data, Retention::default(), now).await;
        let opened = opened?;
        // What was found out while opening is found out once: the next start of the station knows nothing of it.
        let events = opened.notices.into_iter().zip(opened.last_event + 1..);
        let events = events.map(|(text, seq)| {
            tracing::warn!("{text}");
            Event {
                seq,
                at: now,
                severity: Severity::Major,
                sort: EventSort::Station,
                probe: None,
                channel: None,
                of: None,
                text,
            }
        });
        opened.store.append(Batch {
            at: now,
            events: events.collect(),
            ..Batch::default()
        });
        Ok(Self::of(opened.store, kinds, clock))
    }

    pub(crate) fn of(store: Store, kinds: Kinds, clock: Clock) -> Self {
        Self { store, kinds, clock }
    }

    /// All of it: things by name, a `${VARIABLE}` for each secret.
    ///
    /// # Errors
    /// What the store says.
    pub async fn read(&self) -> Result<Configuration, Refused> {
        let now = Now::read(&self.store).await?.opened(&self.store, self.kinds);
        Ok(document::document(&now, self.kinds))
    }

    /// What applying a configuration would change, or every reason why it cannot be applied.
    ///
    /// # Errors
    /// What the store says.
    pub async fn plan(&self, wanted: &Configuration) -> Result<Plan, Refused> {
        let now = Now::read(&self.store).await?.opened(&self.store, self.kinds);
        Ok(plan::plan(&now, wanted, self.kinds).plan)
    }

    /// Applies a configuration, all of it or nothing; it is on disk when this returns. Gives what was done.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for problems, [`Refused::MovedOn`] when the station is not as it was for the plan, or what
    /// the store says.
    pub async fn apply(&self, author: &str, order: &Apply) -> Result<Plan, Refused> {
        Ok(self.carry_out(author, order).await?.plan)
    }

    /// Gives the directory free.
    pub async fn close(self) {
        self.store.close().await;
    }

    pub(crate) async fn carry_out(&self, author: &str, order: &Apply) -> Result<Applied, Refused> {
        let sealed = Now::read(&self.store).await?;
        let now = sealed.clone().opened(&self.store, self.kinds);
        let Planned { plan, mut changes } = plan::plan(&now, &order.configuration, self.kinds);
        if plan.state != order.state {
            return Err(Refused::MovedOn);
        }
        if !plan.problems.is_empty() {
            return Err(Refused::Invalid(plan.problems));
        }
        for change in &mut changes {
            self.seal(&sealed, change);
        }
        let done = if changes.is_empty() {
            Vec::new()
        } else {
            self.store
                .commit(author, self.clock.now(), &changes)
                .await
                .map_err(moved_on)?
        };
        let changes = changes.into_iter().zip(done).collect();
        Ok(Applied { plan, changes })
    }

    /// Seals the secrets of a change. One that is not new stays sealed as it was, so that it is not noted as changed.
    fn seal(&self, old: &Now, change: &mut Change) {
        match change {
            Change::ConfigureProbe { id, spec, .. } => {
                let old = id.and_then(|id| old.probes.iter().find(|probe| probe.id == id));
                self.seal_probe(old.map(|probe| &probe.spec.settings), spec);
            }
            Change::PutTemplate { id, spec, .. } => {
                let old = id.and_then(|id| old.templates.iter().find(|template| template.id == id));
                for probe in &mut spec.probes {
                    let old = old.and_then(|old| {
                        let mut probes = old.spec.probes.iter();
                        probes.find(|old| key(&old.name) == key(&probe.name))
                    });
                    self.seal_probe(old.map(|old| &old.settings), probe);
                }
            }
            _ => {}
        }
    }

    fn seal_probe<D>(&self, old: Option<&Settings>, spec: &mut ProbeSpec<D>) {
        let Some(kind) = info(self.kinds, &spec.kind) else {
            return;
        };
        for field in secrets(&kind.fields) {
            let Some(Value::String(secret)) = spec.settings.get_mut(field) else {
                continue;
            };
            let old = old.and_then(|old| old.get(field)?.as_str());
            let is_same =
                |old: &&str| *old == secret || self.store.open_sealed(old).is_ok_and(|old| old == *secret);
            let same = old.filter(is_same);
            *secret = same.map_or_else(|| self.store.seal(secret), str::to_owned);
        }
    }
}

/// What a plan that fitted a moment ago is refused for came in between.
fn moved_on(error: store::Error) -> Refused {
    match error {
        store::Error::NotFound { .. }
        | store::Error::NoneCalled { .. }
        | store::Error::NameTaken { .. }
        | store::Error::MovedOn { .. }
        | store::Error::StationMovedOn { .. }
        | store::Error::InUse { .. }
        | store::Error::Ring { .. } => Refused::MovedOn,
        error => Refused::Store(error),
    }
}

fn info(kinds: Kinds, name: &str) -> Option<&'static KindInfo> {
    kinds
        .iter()
        .map(|kind| kind.info())
        .find(|info| info.name == name)
}

/// Names are compared by this, as the store does.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod any_order;
#[cfg(test)]
mod tests;
