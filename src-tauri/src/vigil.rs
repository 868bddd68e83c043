//! A page that hangs shows old figures as if they were live: it is dimmed, and brought back when it does not recover.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use gtk::Label;
use gtk::gio::Cancellable;
use gtk::glib::{ControlFlow, timeout_add_local};
use gtk::prelude::*;
use webkit2gtk::{WebView, WebViewExt};

/// How often the page is asked for a sign of life.
const ASK: Duration = Duration::from_secs(1);
/// A page that has been silent for so long is dimmed.
const DIM: Duration = Duration::from_secs(4);
/// A page that has been silent for so long is loaded anew; a first start on busy cores takes a good part of it.
const RELOAD: Duration = Duration::from_secs(30);

const WARNING: &str = "THE PICTURE STANDS STILL · Flywatch goes on watching and brings the picture back";
/// Watches over `page` as long as it is there.
pub(crate) fn keep(page: &WebView) -> Result<()> {
    let frame = page
        .parent()
        .and_downcast::<gtk::Box>()
        .context("finding the frame of the page")?;
    let warning = Label::new(Some(WARNING));
    warning.set_widget_name("still");
    frame.pack_start(&warning, false, false, 0);
    frame.reorder_child(&warning, 0);

    page.connect_web_process_terminated(|page, reason| {
        tracing::warn!(?reason, "the page ended and is loaded anew");
        page.reload();
    });
    let heard = Rc::new(Cell::new(Instant::now()));
    let page = page.downgrade();
    timeout_add_local(ASK, move || {
        let Some(page) = page.upgrade() else {
            return ControlFlow::Break;
        };
        let answered = Rc::clone(&heard);
        page.evaluate_javascript("0", None, None, None::<&Cancellable>, move |_| {
            answered.set(Instant::now());
        });
        let silence = heard.get().elapsed();
        let still = silence > DIM;
        warning.set_visible(still);
        page.set_opacity(if still { 0.2 } else { 1.0 });
        if silence > RELOAD {
            heard.set(Instant::now());
            page.terminate_web_process();
        }
        ControlFlow::Continue
    });
    Ok(())
}
