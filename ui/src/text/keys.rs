//! The keyboard of the rack.

use super::words;

words! {
    keyboard = "Keyboard" | "Tastatur";
    space = "space" | "Leer";
    next_entry = "Next" | "Weiter";
    done = "Done" | "Fertig";
    go = "Go" | "Los";
    take_back = "Delete backwards" | "Rückwärts löschen";
    step_left = "Left" | "Links";
    step_right = "Right" | "Rechts";
    capitals = "Capitals" | "Großbuchstaben";
}
