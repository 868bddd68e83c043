//! The wall.

use super::words;

words! {
    others = "Others" | "Übrige";
    show_all = "Show all" | "Alle zeigen";
    finds_nothing = "Nothing here is like that at the moment." | "Zurzeit passt hier nichts dazu.";
    find_and_filter = "Find and filter" | "Suchen und filtern";
    find_hint = "Name, address, group or kind" | "Name, Adresse, Gruppe oder Art";
    by_state = "State" | "Zustand";
    exceptions = "Exceptions" | "Auffällige";
    kinds_and_groups = "Kind, group" | "Art, Gruppe";
    groups = "Groups" | "Gruppen";
    /// How much of the wall a filter leaves.
    showing(shown: usize, all: usize) = "Showing {shown} of {all}" | "{shown} von {all} gezeigt";
    /// How many probes stand under a heading.
    probes(count: usize) = { if count == 1 { "1 probe".to_owned() } else { format!("{count} probes") } }
        | { if count == 1 { "1 Probe".to_owned() } else { format!("{count} Proben") } };
    glance = "Glance" | "Fernsicht";
    wakes = "touch to wake" | "berühren zum Aufwecken";
    /// When nothing asks for a look: how many are well, and what else there is.
    calm(well: usize, minor: usize, unknown: usize, off: usize, taken: usize) = {
        let rest: Vec<String> = [(taken, "taken care of"), (minor, "minor"), (unknown, "no data"), (off, "off")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        match (well, rest.is_empty()) {
            (0, true) => super::nothing_watched().to_owned(),
            (1, true) => "The probe is well".to_owned(),
            (well, true) => format!("All {well} probes are well"),
            (well, false) => format!("{well} well · {}", rest.join(" · ")),
        }
    } | {
        let rest: Vec<String> = [(taken, "in Arbeit"), (minor, "gering"), (unknown, "ohne Daten"), (off, "aus")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        match (well, rest.is_empty()) {
            (0, true) => super::nothing_watched().to_owned(),
            (1, true) => "Der Probe geht es gut".to_owned(),
            (well, true) => format!("Alle {well} Proben in Ordnung"),
            (well, false) => format!("{well} in Ordnung · {}", rest.join(" · ")),
        }
    };
    choose = "Select" | "Auswählen";
    chosen_orders = "Selected probes" | "Ausgewählte Proben";
    /// How many tiles are chosen.
    chosen(count: usize) = "{count} selected" | "{count} ausgewählt";
    choose_all(count: usize) = "All {count} shown" | "Alle {count} gezeigten";
    done_choosing = "Done" | "Fertig";
    pace_title = "Pace" | "Takt";
    is_deleted = "is deleted; its history stays until it is too old" | "wird gelöscht; der Verlauf bleibt, bis er zu alt ist";
    runs = "ON" | "EIN";
    /// What an order leaves as it is.
    stays(before: &str) = "stays {before}" | "bleibt {before}";
    /// What the last touch does.
    change_probes(count: usize) = { if count == 1 { "Change 1 probe".to_owned() } else { format!("Change {count} probes") } }
        | { if count == 1 { "1 Probe ändern".to_owned() } else { format!("{count} Proben ändern") } };
    delete_probes(count: usize) = { if count == 1 { "Delete 1 probe".to_owned() } else { format!("Delete {count} probes") } }
        | { if count == 1 { "1 Probe löschen".to_owned() } else { format!("{count} Proben löschen") } };
    changed_probes(count: usize) = { if count == 1 { "1 probe changed.".to_owned() } else { format!("{count} probes changed.") } }
        | { if count == 1 { "1 Probe geändert.".to_owned() } else { format!("{count} Proben geändert.") } };
    /// Which probe an order could not be done to, and why.
    not_for(name: &str, why: &str) = "Nothing was changed. {name}: {why}." | "Nichts wurde geändert. {name}: {why}.";
    last = "last" | "zuletzt";
}
