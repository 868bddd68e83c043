//! The station that the window shows: the service of this machine, or else one of its own.

use std::fs;
use std::net::Ipv4Addr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use probes::Clock;
use server::{Access, Running};
use station::{Crashes, Station};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::instance::user;

/// The way into the service of this machine, or else into a station of its own.
pub(crate) async fn find_or_start() -> Result<(String, Option<Own>)> {
    let named = std::env::var_os("FLYWATCH_DATA").map(PathBuf::from);
    let service = server::data_of_service().filter(|_| named.is_none());
    let data = named
        .or_else(station::data_of_user)
        .context("set FLYWATCH_DATA to a directory for the data: there is no home directory")?;
    for place in service.iter().chain([&data]) {
        if let Some(running) = Running::find(place).await? {
            // Only the service itself may write where it keeps its data.
            let reports = if is_ours(place) { place } else { &data };
            Crashes::of(reports).report_panics(Clock::system());
            return Ok((running.link().await?, None));
        }
    }
    Crashes::of(&data).report_panics(Clock::system());
    Own::start(data).await.map(|(link, own)| (link, Some(own)))
}

fn is_ours(dir: &Path) -> bool {
    let owner = fs::metadata(dir).map(|dir| dir.uid());
    matches!((owner, user()), (Ok(owner), Ok(user)) if owner == user)
}

/// A station that lives as long as the window.
pub(crate) struct Own {
    station: Station,
    served: JoinHandle<std::io::Result<()>>,
    stop: oneshot::Sender<()>,
}

impl Own {
    async fn start(data: PathBuf) -> Result<(String, Self)> {
        let config = station::Config { data: data.clone() };
        let station = Station::start(config, probes::KINDS, Clock::system()).await?;
        let access = Arc::new(Access::open(&data).with_context(|| format!("opening {}", data.display()))?);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .context("listening on 127.0.0.1")?;
        let link = access.link(listener.local_addr().context("listening on 127.0.0.1")?);
        let (stop, stopped) = oneshot::channel();
        let until = async move { stopped.await.unwrap_or_default() };
        let served = tokio::spawn(server::serve(listener, station.clone(), access, until));
        Ok((
            link,
            Self {
                station,
                served,
                stop,
            },
        ))
    }

    pub(crate) fn station(&self) -> Station {
        self.station.clone()
    }

    pub(crate) async fn stop(self) -> Result<()> {
        drop(self.stop);
        self.served
            .await
            .context("stopping")?
            .context("serving the window")?;
        self.station.stop().await;
        Ok(())
    }
}
