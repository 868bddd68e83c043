//! The window of Flywatch: shows the station that runs on this machine, or else runs one itself while it is open.
//! It loads what any browser would load and gives the page no rights of its own. `--kiosk` fills the screen;
//! `flywatch://probe/12` opens that page.

mod awake;
mod close;
mod drawing;
mod instance;
mod link;
mod look;
mod place;
mod station;
mod vigil;
mod window;

use anyhow::{Context, Result, bail};
use tauri::Url;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::instance::Instance;
use crate::window::Window;

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
    let words: Vec<String> = std::env::args().skip(1).collect();
    let link = words.iter().find(|word| link::is_link(word));
    let link = link.map_or("", String::as_str);

    let runtime = tokio::runtime::Runtime::new().context("starting")?;
    tauri::async_runtime::set(runtime.handle().clone());
    let stop = runtime.block_on(async { asked_to_stop() })?;
    let later = match runtime.block_on(instance::claim(link))? {
        Instance::Later => return Ok(()),
        Instance::First(later) => Some(later),
        Instance::Alone => None,
    };
    let (entry, own) = runtime.block_on(station::find_or_start())?;
    let mut entry: Url = entry
        .parse()
        .with_context(|| format!("reading the address {entry}"))?;
    entry.set_path(&link::path(link));
    let window = Window {
        entry,
        kiosk: words.iter().any(|word| word == "--kiosk"),
        later,
        own: own.as_ref().map(station::Own::station),
        stop,
    };
    let shown = window.show();
    if let Some(own) = own {
        runtime.block_on(own.stop())?;
    }
    shown
}

/// Tells when the session ends or somebody presses Ctrl+C, from now on.
fn asked_to_stop() -> Result<oneshot::Receiver<()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (tell, told) = oneshot::channel();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        if tell.send(()).is_err() {
            tracing::debug!("the window was closed already");
        }
    });
    Ok(told)
}
