//! The page of all states.

use super::words;

words! {
    gallery = "Every state" | "Alle Zustände";
    gallery_metric = "Round trip" | "Laufzeit";
    gallery_kind = "Sample" | "Muster";
    gallery_name = "CAM 1" | "CAM 1";
    gallery_long = "Stadium camera 1 left, behind the goal, as long as a name may be" | "Stadionkamera 1 links, hinter dem Tor, so lang ein Name sein darf";
    gallery_finding = "2 of the last 10 answers came twice" | "2 der letzten 10 Antworten kamen doppelt";
    gallery_new = "New" | "Neu gekommen";
    gallery_maintenance = "Maintenance" | "Wartung";
    gallery_silence = "Silence" | "Stille";
    gallery_follows = "Follows" | "Folgt";
    gallery_buttons = "Buttons" | "Knöpfe";
    gallery_buttons_help = "Nothing here changes the station." | "Nichts hier ändert etwas an der Station.";
    gallery_tap = "Tap" | "Tippen";
    gallery_tap_how = "can be undone" | "lässt sich zurücknehmen";
    gallery_hold = "Hold" | "Halten";
    gallery_arm = "Arm" | "Scharf schalten";
    gallery_refused = "Refused" | "Abgelehnt";
    gallery_entries = "Entries" | "Eingaben";
    gallery_entry = "Entry" | "Eingabe";
    gallery_entry_help = "Nothing of it is kept." | "Nichts davon wird behalten.";
    gallery_wrong = "Enter a number above 0." | "Bitte eine Zahl über 0 eingeben.";
    gallery_nothing = "Nothing to show" | "Nichts zu zeigen";
    gallery_dull = "Not now" | "Jetzt nicht";
}
