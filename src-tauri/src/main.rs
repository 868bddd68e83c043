//! The window of Flywatch: shows the station that runs on this machine, or else runs one itself while it is open.
//! It loads what any browser would load and gives the page no rights of its own. `--kiosk` fills the screen.

mod vigil;

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use server::{Access, Running};
use station::Station;
use tauri::window::Color;
use tauri::{Url, WebviewUrl, WebviewWindowBuilder};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

fn main() -> Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    if ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .all(|name| std::env::var_os(name).is_none())
    {
        bail!(
            "there is no display for a window here; run `flywatch serve` and open the address that it prints in a browser"
        );
    }
    let runtime = tokio::runtime::Runtime::new().context("starting")?;
    tauri::async_runtime::set(runtime.handle().clone());
    let (link, own) = runtime.block_on(find_or_start())?;
    let shown = show(&link);
    if let Some(own) = own {
        runtime.block_on(own.stop())?;
    }
    shown
}

/// The way into the service of this machine, or else into a station of its own.
async fn find_or_start() -> Result<(String, Option<Own>)> {
    let named = std::env::var_os("FLYWATCH_DATA").map(PathBuf::from);
    let service = server::data_of_service().filter(|_| named.is_none());
    let data = named
        .or_else(station::data_of_user)
        .context("set FLYWATCH_DATA to a directory for the data: there is no home directory")?;
    for place in service.iter().chain([&data]) {
        if let Some(running) = Running::find(place).await? {
            return Ok((running.link().await?, None));
        }
    }
    Own::start(data).await.map(|(link, own)| (link, Some(own)))
}

/// A station that lives as long as the window.
struct Own {
    station: Station,
    served: JoinHandle<std::io::Result<()>>,
    stop: oneshot::Sender<()>,
}

impl Own {
    async fn start(data: PathBuf) -> Result<(String, Self)> {
        let config = station::Config { data: data.clone() };
        let station = Station::start(config, probes::KINDS, probes::Clock::system()).await?;
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

    async fn stop(self) -> Result<()> {
        drop(self.stop);
        self.served
            .await
            .context("stopping")?
            .context("serving the window")?;
        self.station.stop().await;
        Ok(())
    }
}

/// Shows the page until the window is closed.
fn show(link: &str) -> Result<()> {
    let page: Url = link
        .parse()
        .with_context(|| format!("reading the address {link}"))?;
    let origin = page.origin();
    let kiosk = std::env::args().any(|word| word == "--kiosk");
    let app = tauri::Builder::default()
        .setup(move |app| {
            let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::External(page))
                .title("Flywatch")
                .inner_size(1280.0, 800.0)
                .fullscreen(kiosk)
                .background_color(Color(0x12, 0x15, 0x17, 0xff))
                .on_navigation(move |to| to.origin() == origin)
                .build()?;
            window.with_webview(|page| {
                if let Err(error) = vigil::keep(&page.inner()) {
                    tracing::error!("nothing would tell when the page hangs: {error:#}");
                }
            })?;
            let app = app.handle().clone();
            tauri::async_runtime::spawn(async move {
                match asked_to_stop().await {
                    Ok(()) => app.exit(0),
                    Err(error) => tracing::error!("a request to stop would go unheard: {error}"),
                }
            });
            Ok(())
        })
        .build(tauri::generate_context!())
        .context("opening the window")?;
    match app.run_return(|_, _| {}) {
        0 => Ok(()),
        status => bail!("the window ended with status {status}"),
    }
}

/// Ready when the session ends or somebody presses Ctrl+C.
async fn asked_to_stop() -> std::io::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
