//! How this screen is dressed: theme, sizes, and the colours that drawings on canvas need.

use leptos::prelude::*;

/// The themes, in the order in which the switch of the ribbon offers them.
pub(crate) const THEMES: [&str; 4] = ["truck", "day", "contrast", "night"];
/// The sizes; `auto` follows the screen.
pub(crate) const PROFILES: [&str; 4] = ["auto", "rack", "desk", "phone"];

/// Colours of the theme for what is drawn on canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Inks {
    pub(crate) line: String,
    pub(crate) area: String,
    pub(crate) text: String,
    pub(crate) grid: String,
    pub(crate) panel: String,
    /// Text that is read first.
    pub(crate) strong: String,
    /// The line of a chart, drawn one pixel wide.
    pub(crate) thin: String,
    pub(crate) font: String,
    /// Size of the smallest text, in CSS pixels.
    pub(crate) label_px: f64,
}

/// The screen, handed to every page as context.
#[derive(Clone, Copy)]
pub(crate) struct Screen {
    pub(crate) theme: RwSignal<String>,
    /// What was chosen in the settings, `auto` included.
    pub(crate) profile: RwSignal<String>,
    pub(crate) inks: RwSignal<Inks>,
    /// Changes when drawings must be measured again.
    pub(crate) sized: RwSignal<u32>,
}

/// The one screen.
pub(crate) fn use_screen() -> Screen {
    expect_context()
}

impl Screen {
    /// As `boot.js` has dressed it.
    pub(crate) fn new() -> Self {
        let screen = Self {
            theme: RwSignal::new(dressed("data-theme")),
            profile: RwSignal::new(kept("flywatch.profile").unwrap_or_else(|| "auto".to_owned())),
            inks: RwSignal::new(Inks::default()),
            sized: RwSignal::new(0),
        };
        Effect::new(move || screen.measure());
        let handle = window_event_listener(leptos::ev::resize, move |_| screen.measure());
        on_cleanup(move || handle.remove());
        screen
    }

    /// Wears another theme and remembers it.
    pub(crate) fn wear(self, theme: &str) {
        keep("flywatch.theme", theme);
        self.dress();
    }

    /// Wears the theme after this one.
    pub(crate) fn wear_next(self) {
        let now = self.theme.get_untracked();
        let index = THEMES.iter().position(|theme| *theme == now).unwrap_or_default();
        self.wear(THEMES[(index + 1) % THEMES.len()]);
    }

    /// Takes other sizes and remembers them.
    pub(crate) fn size(self, profile: &str) {
        keep("flywatch.profile", profile);
        self.profile.set(profile.to_owned());
        self.dress();
    }

    /// `boot.js` is the one place that dresses the page, because it does so before the program is there.
    fn dress(self) {
        if let Ok(event) = web_sys::Event::new("flywatch:dress")
            && let Err(error) = window().dispatch_event(&event)
        {
            leptos::logging::warn!("cannot dress the page: {error:?}");
        }
        self.measure();
    }

    fn measure(self) {
        self.theme.set(dressed("data-theme"));
        self.inks.set(inks());
        self.sized.update(|sized| *sized = sized.wrapping_add(1));
    }
}

fn dressed(attribute: &str) -> String {
    document()
        .document_element()
        .and_then(|root| root.get_attribute(attribute))
        .unwrap_or_default()
}

fn inks() -> Inks {
    let style = document()
        .document_element()
        .and_then(|root| window().get_computed_style(&root).ok().flatten());
    let token = |name: &str| {
        let value = style
            .as_ref()
            .and_then(|style| style.get_property_value(name).ok());
        value.unwrap_or_default().trim().to_owned()
    };
    // The ribbon wears the size of labels; the token itself is a formula.
    let ribbon = document().query_selector(".ribbon").ok().flatten();
    let ribbon = ribbon.and_then(|ribbon| window().get_computed_style(&ribbon).ok().flatten());
    let label = ribbon
        .and_then(|style| style.get_property_value("font-size").ok())
        .unwrap_or_default();
    Inks {
        line: token("--d1"),
        area: token("--d5"),
        text: token("--tx3"),
        grid: token("--line"),
        panel: token("--s2"),
        strong: token("--tx"),
        thin: token("--d4"),
        font: token("--font"),
        label_px: label.trim_end_matches("px").parse().unwrap_or(13.0),
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// A browser that keeps nothing wears its dress until it is closed.
fn keep(key: &str, value: &str) {
    if storage().is_none_or(|storage| storage.set_item(key, value).is_err()) {
        leptos::logging::warn!("this browser does not keep {key}");
    }
}
