//! The palette, the keys, and the pages that the rail does not show.

use super::words;

words! {
    find_anything = "Find anything" | "Alles finden";
    palette_hint = "Name, address, page, or the number of a tile" | "Name, Adresse, Seite oder Nummer einer Kachel";
    nothing_found = "Nothing is called like that." | "Nichts heißt so.";
    /// What the palette has found, as a screen reader says it.
    spoken_found(count: usize) = "{count} found" | "{count} gefunden";
    /// A group of the wall.
    group_of_wall(name: &str) = "Group {name}" | "Gruppe {name}";
    /// A theme to wear.
    wear_theme(name: &str) = "Theme: {name}" | "Farben: {name}";
    search_page = "Search on this page" | "Auf dieser Seite suchen";
    shortcuts_title = "Keys" | "Tasten";
    keys_help = "Switch them off in the settings if you speak to this screen or type with something that presses single keys by mistake. Ctrl K always works. None acts while you type."
        | "In den Einstellungen ausschalten, wer mit dem Bildschirm spricht oder mit etwas tippt, das versehentlich einzelne Tasten drückt. Strg K wirkt immer. Beim Tippen wirkt keine.";
    rail_devices = "Devices" | "Geräte";
    rail_network = "On this network" | "In diesem Netz";
    rail_import = "Import and export" | "Import und Export";
    rail_glance = "Glance" | "Fernblick";
    more = "More" | "Mehr";
    mark_now = "Mark this moment" | "Diesen Moment merken";
    go_back = "Back" | "Zurück";
    next_trouble = "To the newest trouble" | "Zur neuesten Störung";
    live_or_pause = "Live or paused" | "Live oder angehalten";
}

/// A key as it stands on a keyboard.
pub(crate) fn key(key: &str) -> String {
    let german = super::language() == super::Language::German;
    match key {
        "" => space_key().to_owned(),
        "Escape" => "Esc".to_owned(),
        "Ctrl+k" if german => "Strg K".to_owned(),
        "Ctrl+k" => "Ctrl K".to_owned(),
        key => key.to_owned(),
    }
}

words! {
    space_key = "Space" | "Leertaste";
}
