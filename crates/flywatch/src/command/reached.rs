//! Whoever can tell and change what a data directory is set up to watch.

use std::path::{Path, PathBuf};

use anyhow::Context;
use probes::{Clock, KINDS};
use server::Running;
use station::{Setup, configuration::plan_for_new};
use wire::configuration::{Apply, Configuration, Plan};
use wire::touch::APPLY_CONFIGURATION;

/// In whose name the command changes a data directory without a station.
const AUTHOR: &str = "local operator";

pub(super) enum Reached {
    /// The station that runs there.
    Station(Running),
    /// The directory itself; no station runs there.
    Directory(Setup),
    /// No station has ever run there.
    Nobody(PathBuf),
}

impl Reached {
    pub(super) async fn find(data: &Path) -> anyhow::Result<Self> {
        if let Some(running) = Running::find(data).await? {
            return Ok(Self::Station(running));
        }
        if !Setup::is_at(data) {
            return Ok(Self::Nobody(data.to_owned()));
        }
        Ok(Self::Directory(open(data).await?))
    }

    pub(super) async fn read(&self) -> anyhow::Result<Configuration> {
        match self {
            Self::Station(running) => Ok(running.get("/api/v1/configuration").await?),
            Self::Directory(setup) => Ok(setup.read().await?),
            Self::Nobody(data) => anyhow::bail!(
                "no station has kept its data in {}; name its directory with --data",
                data.display()
            ),
        }
    }

    pub(super) async fn plan(&self, configuration: &Configuration) -> anyhow::Result<Plan> {
        match self {
            Self::Station(running) => Ok(running.post("/api/v1/configuration/plan", configuration).await?),
            Self::Directory(setup) => Ok(setup.plan(configuration).await?),
            Self::Nobody(_) => Ok(plan_for_new(configuration, KINDS)),
        }
    }

    /// Applies what was agreed to in `plan`.
    pub(super) async fn apply(self, plan: &Plan, order: &Apply) -> anyhow::Result<Plan> {
        const PLACE: &str = "/api/v1/configuration/apply";
        let setup = match self {
            Self::Station(running) if plan.deletes() => {
                return Ok(running.post_held(&APPLY_CONFIGURATION, PLACE, order).await?);
            }
            Self::Station(running) => return Ok(running.post(PLACE, order).await?),
            Self::Directory(setup) => setup,
            Self::Nobody(data) => open(&data).await?,
        };
        let done = setup.apply(AUTHOR, order).await;
        setup.close().await;
        Ok(done?)
    }
}

async fn open(data: &Path) -> anyhow::Result<Setup> {
    Setup::open(data, KINDS, Clock::system()).await.with_context(|| {
        format!(
            "cannot work with the data directory {}; name the right one with --data, and if a station starts or stops \
             there just now, try again",
            data.display()
        )
    })
}
