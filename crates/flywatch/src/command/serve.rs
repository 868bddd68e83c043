use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use probes::{Clock, KINDS};
use server::Access;
use station::{Config, Crashes, Station};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{Data, complain, say};

/// Where the station listens unless told otherwise.
const LISTEN: &str = "127.0.0.1:8480";

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Address and port to listen on; only this machine's own addresses are served.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = LISTEN)]
    listen: SocketAddr,
}

impl Serve {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::ensure!(
            self.listen.ip().is_loopback(),
            "{} can be reached from other machines, and there is no log-in yet; listen on 127.0.0.1 or [::1]",
            self.listen
        );
        raise_open_files();
        tokio::runtime::Runtime::new()?.block_on(self.serve())
    }

    async fn serve(self) -> anyhow::Result<ExitCode> {
        let data = self.data.own()?;
        Crashes::of(&data).report_panics(Clock::system());
        let listener = TcpListener::bind(self.listen)
            .await
            .map_err(|error| deaf(self.listen, &error))?;
        let address = listener.local_addr()?;
        let station = Station::start(Config { data: data.clone() }, KINDS, Clock::system())
            .await
            .map_err(|error| {
                let advice = error.advice();
                anyhow::anyhow!("cannot start: {:#}; {advice}", anyhow::Error::new(error))
            })?;
        let access = Arc::new(Access::open(&data).context("cannot keep the access token")?);
        say(&format!(
            "Flywatch watches. Open this address, it works once: {}",
            access.link(address)
        ))?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let stop = async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        server::serve(listener, station.clone(), access, stop).await?;
        station.stop().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// Why nothing can be heard on an address, and what to do about it.
fn deaf(address: SocketAddr, error: &io::Error) -> anyhow::Error {
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program uses this port: stop it, or choose another with --listen"
        }
        io::ErrorKind::PermissionDenied => {
            "this user may not use this port: choose one from 1024 up with --listen"
        }
        _ => "choose another address with --listen",
    };
    anyhow::anyhow!("cannot listen on {address} ({error}); {advice}")
}

/// Each look may hold a socket; the usual limit of 1,024 open files is too few for a thousand probes.
fn raise_open_files() {
    if let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE)
        && soft < hard
        && let Err(error) = setrlimit(Resource::RLIMIT_NOFILE, hard, hard)
    {
        complain(&format!(
            "flywatch: at most {soft} files can be open at once ({error})"
        ));
    }
}
