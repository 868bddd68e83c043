//! The window of Flywatch: shows the station that runs on this machine, or else runs one itself while it is open.
//! It loads what any browser would load and gives the page no rights of its own. `--kiosk` fills the screen.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use server::Access;
use station::Station;
use tauri::{Url, WebviewUrl, WebviewWindowBuilder};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How long a service on this machine may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

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
    let data = data()?;
    let runtime = tokio::runtime::Runtime::new().context("starting")?;
    tauri::async_runtime::set(runtime.handle().clone());
    let (link, own) = runtime.block_on(async {
        match link_of_service(&data).await {
            Some(link) => Ok((link, None)),
            None => Own::start(data).await.map(|(link, own)| (link, Some(own))),
        }
    })?;
    let shown = show(&link);
    if let Some(own) = own {
        runtime.block_on(own.stop())?;
    }
    shown
}

fn data() -> Result<PathBuf> {
    if let Some(data) = std::env::var_os("FLYWATCH_DATA") {
        return Ok(data.into());
    }
    let home = std::env::home_dir()
        .context("set FLYWATCH_DATA to a directory for the data: there is no home directory")?;
    Ok(home.join(".local/share/flywatch"))
}

/// Lets the window into the service of this machine; `None` when there is none that works on `data`.
async fn link_of_service(data: &Path) -> Option<String> {
    let at: SocketAddr = std::fs::read_to_string(data.join("address"))
        .ok()?
        .trim()
        .parse()
        .ok()?;
    let token = std::fs::read_to_string(data.join("access-token")).ok()?;
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(PATIENCE)
        .build()
        .ok()?;
    let asked = client
        .post(format!("http://{at}/api/v1/session/links"))
        .bearer_auth(token.trim());
    let answer: Value = asked
        .send()
        .await
        .ok()?
        .error_for_status()
        .ok()?
        .json()
        .await
        .ok()?;
    answer["url"].as_str().map(str::to_owned)
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
            WebviewWindowBuilder::new(app, "main", WebviewUrl::External(page))
                .title("Flywatch")
                .inner_size(1280.0, 800.0)
                .fullscreen(kiosk)
                .on_navigation(move |to| to.origin() == origin)
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!())
        .context("opening the window")?;
    match app.run_return(|_, _| {}) {
        0 => Ok(()),
        status => bail!("the window ended with status {status}"),
    }
}
