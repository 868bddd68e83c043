//! The table of keys, and what two keys in a row mean.

use crate::text;

/// Two keys belong together when the second comes within so many milliseconds.
const TOGETHER_MS: f64 = 1_500.0;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    /// Goes to a page.
    Go(&'static str),
    /// Presses what answers to it on the page.
    Press(&'static str),
    /// Opens the palette.
    Find,
    /// Goes into the search of the page, or opens the palette.
    Search,
    /// Lists the keys.
    List,
}

/// One key, or two in a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shortcut {
    /// As the browser names them, with a space between two in a row.
    pub(crate) keys: &'static str,
    /// What it does, in words.
    pub(crate) title: fn() -> &'static str,
    pub(crate) does: Does,
    /// The class of its glyph in the palette.
    pub(crate) glyph: &'static str,
}

/// Every key. What is pressed by one says so with `data-key`; it does nothing on a page that has no such thing.
pub(crate) static SHORTCUTS: [Shortcut; 19] = [
    shortcut("Ctrl+k", text::find_anything, Does::Find, "g g-find"),
    shortcut("/", text::search_page, Does::Search, "g g-find"),
    shortcut("g w", text::wall, Does::Go("/"), "g g-wall"),
    shortcut("g a", text::alerts, Does::Go("/alerts"), "g g-alerts"),
    shortcut("g e", text::events, Does::Go("/events"), "g g-events"),
    shortcut("g d", text::rail_devices, Does::Go("/devices"), "g g-devices"),
    shortcut("g n", text::rail_network, Does::Go("/discovery"), "g g-host"),
    shortcut("g i", text::rail_import, Does::Go("/import"), "g g-import"),
    shortcut("g s", text::settings, Does::Go("/settings"), "g g-gear"),
    shortcut("g g", text::rail_glance, Does::Go("/glance"), "g g-glance"),
    shortcut("n", text::add_title, Does::Go("/add"), "g g-plus"),
    shortcut("m", text::mark_now, Does::Press("m"), "g g-flag"),
    shortcut(".", text::next_trouble, Does::Press("."), "g g-alerts"),
    shortcut("a", text::acknowledge_key, Does::Press("a"), "g g-check"),
    shortcut("l", text::look_now, Does::Press("l"), "g g-eye"),
    shortcut(" ", text::live_or_pause, Does::Press("space"), "g g-stale"),
    shortcut("t", text::change_theme, Does::Press("t"), "g g-theme"),
    shortcut("?", text::shortcuts_title, Does::List, "g g-keyboard"),
    shortcut("Escape", text::go_back, Does::Press("Escape"), "g g-back"),
];

const fn shortcut(
    keys: &'static str,
    title: fn() -> &'static str,
    does: Does,
    glyph: &'static str,
) -> Shortcut {
    Shortcut {
        keys,
        title,
        does,
        glyph,
    }
}

/// The key that was pressed last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Heard {
    first: Option<(String, f64)>,
}

impl Heard {
    /// What a key means after the one before it. `with` says that Ctrl or Cmd was held; times in milliseconds.
    pub(crate) fn key(&mut self, key: &str, with: bool, now: f64) -> Option<Does> {
        let first = self.first.take().filter(|(_, at)| now - at <= TOGETHER_MS);
        let one = if with {
            format!("Ctrl+{}", key.to_lowercase())
        } else {
            key.to_owned()
        };
        let two = first.map(|(first, _)| format!("{first} {one}"));
        let named = |keys: &str| {
            SHORTCUTS
                .iter()
                .find(|shortcut| shortcut.keys == keys)
                .map(|shortcut| shortcut.does)
        };
        if let Some(does) = two.as_deref().and_then(named) {
            return Some(does);
        }
        let begins = format!("{one} ");
        if one != " "
            && SHORTCUTS
                .iter()
                .any(|shortcut| shortcut.keys.starts_with(&begins))
        {
            self.first = Some((one, now));
            return None;
        }
        named(&one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_or_two_in_a_row() {
        let mut heard = Heard::default();
        assert_eq!(heard.key("n", false, 0.0), Some(Does::Go("/add")));
        assert_eq!(heard.key("g", false, 1.0), None);
        assert_eq!(heard.key("e", false, 1_000.0), Some(Does::Go("/events")));
        assert_eq!(heard.key("e", false, 1_001.0), None);
        assert_eq!(heard.key("g", false, 2_000.0), None);
        assert_eq!(heard.key("t", false, 9_000.0), Some(Does::Press("t")));
        assert_eq!(heard.key("K", true, 9_001.0), Some(Does::Find));
        assert_eq!(heard.key("k", false, 9_002.0), None);
        assert_eq!(heard.key(" ", false, 9_003.0), Some(Does::Press("space")));
    }

    #[test]
    fn no_two_do_different_things_with_the_same_keys() {
        for (place, shortcut) in SHORTCUTS.iter().enumerate() {
            let same = |other: &Shortcut| other.keys == shortcut.keys;
            assert_eq!(SHORTCUTS.iter().position(same), Some(place), "{}", shortcut.keys);
        }
    }
}
