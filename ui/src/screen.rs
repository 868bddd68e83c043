//! How this screen is dressed: theme, sizes, and the colours that drawings on canvas need.

use leptos::prelude::*;

use crate::link;
use crate::model::habits::{Habit, Habits, Heat, Rates, Shortcuts, Zone};
use crate::text::Language;

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
    /// What charts lie on.
    pub(crate) ground: String,
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
    /// The sizes that the screen has, whichever were chosen: one of [`PROFILES`], never `auto`.
    pub(crate) worn: RwSignal<String>,
    pub(crate) inks: RwSignal<Inks>,
    /// Changes when drawings must be measured again.
    pub(crate) sized: RwSignal<u32>,
    /// Whether it was touched last with a finger, and not with a mouse.
    pub(crate) by_finger: StoredValue<bool>,
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
            worn: RwSignal::new(dressed("data-profile")),
            inks: RwSignal::new(Inks::default()),
            sized: RwSignal::new(0),
            by_finger: StoredValue::new(false),
        };
        Effect::new(move || screen.measure());
        let handle = window_event_listener(leptos::ev::resize, move |_| screen.measure());
        on_cleanup(move || handle.remove());
        let touch = window_event_listener(leptos::ev::pointerdown, move |event| {
            screen.by_finger.set_value(event.pointer_type() == "touch");
        });
        on_cleanup(move || touch.remove());
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

    /// Speaks another language from now on. The page loads anew, so that every word changes at once.
    pub(crate) fn talk(self, language: Language) {
        keep("flywatch.language", language.tag());
        link::reload();
    }

    /// Reads times, rates or heat in another way from now on. The page loads anew, so that every number changes at once.
    pub(crate) fn read_as<H: Habit>(self, habit: H) {
        keep(H::KEY, habit.word());
        link::reload();
    }

    /// Is used in another way from now on.
    pub(crate) fn use_as<H: Habit>(self, habit: H) {
        keep(H::KEY, habit.word());
        self.dress();
    }

    /// Shows a millimetre as so many CSS pixels from now on, or as delivered.
    pub(crate) fn calibrate(self, px_per_mm: Option<f64>) {
        match px_per_mm {
            Some(px) => keep("flywatch.mm", &format!("{px:.3}")),
            None => forget("flywatch.mm"),
        }
        self.dress();
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
        let worn = dressed("data-profile");
        if self.worn.with_untracked(|before| *before != worn) {
            self.worn.set(worn);
        }
        self.inks.set(inks());
        self.sized.update(|sized| *sized = sized.wrapping_add(1));
    }
}

/// The tag of the language that `boot.js` has chosen for the page.
pub(crate) fn language() -> String {
    dressed("lang")
}

/// How times, rates and heat are read on this screen.
pub(crate) fn habits() -> Habits {
    Habits {
        zone: habit::<Zone>(),
        rates: habit::<Rates>(),
        heat: habit::<Heat>(),
    }
}

/// How one of them is read on this screen.
pub(crate) fn habit<H: Habit>() -> H {
    H::from_word(kept(H::KEY).as_deref())
}

/// Whether this is the panel of a rack, which has no keyboard of its own.
pub(crate) fn is_rack() -> bool {
    dressed("data-profile") == "rack"
}

/// Whether this is a phone, which is in a pocket.
pub(crate) fn is_phone() -> bool {
    dressed("data-profile") == "phone"
}

/// Whether single keys act on this screen (WCAG 2.2, 2.1.4).
pub(crate) fn keys_act() -> bool {
    habit::<Shortcuts>() == Shortcuts::On
}

/// What was taken from the palette last, the newest first.
pub(crate) fn recent() -> Vec<String> {
    let kept = kept("flywatch.recent").unwrap_or_default();
    kept.lines().map(str::to_owned).collect()
}

/// Remembers what was taken from the palette.
pub(crate) fn keep_recent(recent: &[String]) {
    keep("flywatch.recent", &recent.join("\n"));
}

/// CSS pixels for a millimetre of the glass, as the screen was calibrated.
pub(crate) fn px_per_mm() -> f64 {
    const USUAL: f64 = 5.88;
    token("--mm").trim_end_matches("px").parse().unwrap_or(USUAL)
}

/// Milliseconds of a clock that only goes on; events carry the same.
pub(crate) fn uptime_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

fn token(name: &str) -> String {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let value = style.and_then(|style| style.get_property_value(name).ok());
    value.unwrap_or_default().trim().to_owned()
}

fn dressed(attribute: &str) -> String {
    document()
        .document_element()
        .and_then(|root| root.get_attribute(attribute))
        .unwrap_or_default()
}

fn inks() -> Inks {
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
        ground: token("--s1"),
        strong: token("--tx"),
        thin: token("--d4"),
        font: token("--font"),
        label_px: label.trim_end_matches("px").parse().unwrap_or(13.0),
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// What this screen remembers under a name.
pub(crate) fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn forget(key: &str) {
    if storage().is_none_or(|storage| storage.remove_item(key).is_err()) {
        leptos::logging::warn!("this browser does not keep {key}");
    }
}

/// A browser that keeps nothing wears its dress until it is closed.
pub(crate) fn keep(key: &str, value: &str) {
    if storage().is_none_or(|storage| storage.set_item(key, value).is_err()) {
        leptos::logging::warn!("this browser does not keep {key}");
    }
}
