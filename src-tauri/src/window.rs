//! The window itself.

use anyhow::{Context, Result, bail};
use station::Station;
use tauri::window::Color;
use tauri::{App, AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tokio::net::UnixListener;
use tokio::sync::oneshot;

use crate::close::Question;
use crate::place::{self, Last};
use crate::{awake, drawing, instance, link, look, vigil};

/// The name of the one window inside Tauri.
const MAIN: &str = "main";
/// What a page does only where it fills the screen of a rack.
const KIOSK: &str = include_str!("kiosk.js");

/// What the window shows, and how.
pub(crate) struct Window {
    /// The address that lets it in, once; its path is the page to begin with.
    pub(crate) entry: Url,
    /// Fill the screen.
    pub(crate) kiosk: bool,
    /// Later starts of the window knock here.
    pub(crate) later: Option<UnixListener>,
    /// The station that stops with the window.
    pub(crate) own: Option<Station>,
    /// Tells that the session ends.
    pub(crate) stop: oneshot::Receiver<()>,
}

impl Window {
    /// Shows the page until the window is closed.
    pub(crate) fn show(self) -> Result<()> {
        let awake = self.kiosk.then(awake::keep);
        let last = Last::default();
        let kept = (!self.kiosk).then(|| last.clone());
        let app = tauri::Builder::default()
            .setup(move |app| Ok(self.open(app, &last)?))
            .build(tauri::generate_context!())
            .context("opening the window")?;
        let status = app.run_return(|_, _| {});
        drop(awake);
        if let Some(Err(error)) = kept.map(|last| last.save()) {
            tracing::warn!(%error, "the next window will not know where this one stood");
        }
        match status {
            0 => Ok(()),
            status => bail!("the window ended with status {status}"),
        }
    }

    fn open(self, app: &mut App, last: &Last) -> Result<()> {
        look::wear()?;
        let (entry, origin) = (self.entry.clone(), self.entry.origin());
        let mut builder = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::External(entry))
            .title("Flywatch")
            .inner_size(1280.0, 800.0)
            .fullscreen(self.kiosk)
            .background_color(Color(0x12, 0x15, 0x17, 0xff))
            .on_navigation(move |to| to.origin() == origin);
        if self.kiosk {
            builder = builder.initialization_script(KIOSK);
        } else {
            builder = last.restore(builder);
        }
        let window = builder.build()?;
        if self.kiosk {
            place::fill_screen(&window.gtk_window()?);
        } else {
            last.follow(&window.gtk_window()?);
        }
        window.with_webview(|page| {
            drawing::suit(&page.inner());
            if let Err(error) = vigil::keep(&page.inner()) {
                tracing::error!("nothing would tell when the page hangs: {error:#}");
            }
        })?;
        let app = app.handle().clone();
        if let Some(own) = self.own {
            let (app, question) = (app.clone(), Question::default());
            window.on_window_event(move |event| {
                if let WindowEvent::CloseRequested { api, .. } = event
                    && ask(&app, &own, &question)
                {
                    api.prevent_close();
                }
            });
        }
        if let Some(later) = self.later {
            let (app, entry) = (app.clone(), self.entry);
            tauri::async_runtime::spawn(async move {
                let come = |link: &str| {
                    if let Err(error) = come(&app, &entry, link) {
                        tracing::warn!("another start of the window was not shown: {error:#}");
                    }
                };
                if let Err(error) = instance::answer(later, come).await {
                    tracing::warn!(%error, "another start of the window would not find this one");
                }
            });
        }
        tauri::async_runtime::spawn(async move {
            if self.stop.await.is_ok() {
                place::when_settled(move || app.exit(0));
            }
        });
        Ok(())
    }
}

/// Whether the operator is asked first: when something is watched that would be no more.
fn ask(app: &AppHandle, own: &Station, question: &Question) -> bool {
    let views = own.probe_views();
    let watched = views.iter().filter(|view| view.probe.spec.enabled).count();
    let window = app
        .get_webview_window(MAIN)
        .and_then(|window| window.gtk_window().ok());
    let (Some(window), 1..) = (window, watched) else {
        return false;
    };
    let app = app.clone();
    question.ask(&window, watched, move || app.exit(0));
    true
}

/// Brings the window to the front, on the page that `link` names if there is one.
fn come(app: &AppHandle, entry: &Url, link: &str) -> Result<()> {
    let window = app.get_webview_window(MAIN).context("the window is closing")?;
    if link::is_link(link) {
        let mut page = entry.clone();
        page.set_query(None);
        page.set_path(&link::path(link));
        window.navigate(page)?;
    }
    window.unminimize()?;
    window.set_focus()?;
    Ok(())
}
