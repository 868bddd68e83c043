use anyhow::{Context, Result};
use gtk::gdk::Screen;
use gtk::prelude::*;
use gtk::{CssProvider, STYLE_PROVIDER_PRIORITY_APPLICATION, Settings, StyleContext};

/// Colours all that is not the page.
pub(crate) fn wear() -> Result<()> {
    let look = CssProvider::new();
    look.load_from_data(include_bytes!("look.css"))
        .context("colouring the window")?;
    let screen = Screen::default().context("finding the display")?;
    StyleContext::add_provider_for_screen(&screen, &look, STYLE_PROVIDER_PRIORITY_APPLICATION);
    if let Some(settings) = Settings::default() {
        settings.set_gtk_application_prefer_dark_theme(true);
    }
    Ok(())
}
