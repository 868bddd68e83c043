use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use server::Running;

use super::{Data, say};

#[derive(Args)]
pub(crate) struct Link {
    #[command(flatten)]
    data: Data,
}

impl Link {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let data = self.data.of_station()?;
        let link = tokio::runtime::Runtime::new()?.block_on(async {
            let station = Running::find(&data).await?.with_context(|| {
                format!(
                    "no station is running on {}; start one with `flywatch serve`, or name its directory with --data",
                    data.display()
                )
            })?;
            anyhow::Ok(station.link().await?)
        })?;
        say(&link)?;
        Ok(ExitCode::SUCCESS)
    }
}
