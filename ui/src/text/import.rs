//! Import and export.

use wire::configuration::{Format, Thing};

use super::words;
use crate::model::import::Fate;

words! {
    export_help = "Keep what this station is set up to watch, edit it elsewhere, take it to another station."
        | "Aufbewahren, was diese Station beobachten soll, anderswo bearbeiten, auf eine andere Station bringen.";

    export_heading = "Export" | "Export";
    export_all = "Everything (YAML)" | "Alles (YAML)";
    export_all_hint = "devices, templates, probes, channels: to keep, or for another station"
        | "Geräte, Vorlagen, Proben, Kanäle: zum Aufheben oder für eine andere Station";
    export_probes = "Probes (CSV)" | "Proben (CSV)";
    export_probes_hint = "a table for a spreadsheet" | "eine Tabelle für die Tabellenkalkulation";
    export_template = "Empty table (CSV)" | "Leere Tabelle (CSV)";
    export_template_hint = "an example and all columns of this kind" | "ein Beispiel und alle Spalten dieser Art";
    template_kind = "Kind of the empty table" | "Art der leeren Tabelle";
    spreadsheet_dialect = "The spreadsheet writes" | "Die Tabellenkalkulation schreibt";
    dialect_comma = "0.5 (English)" | "0.5 (englisch)";
    dialect_semicolon = "0,5 (German)" | "0,5 (deutsch)";
    about_secrets = "About secrets" | "Zu Geheimnissen";
    secrets_are_kept = "No secret is ever written into a file: ${NAME} stands in its place. Imported here again, it keeps the secret that this station has. For another station, write the secret itself in the place of ${NAME} before you import, or use flywatch apply where NAME is set. Write $$ for a dollar sign."
        | "Kein Geheimnis kommt je in eine Datei: An seiner Stelle steht ${NAME}. Hier wieder importiert, behält es das Geheimnis dieser Station. Für eine andere Station vor dem Import das Geheimnis selbst an die Stelle von ${NAME} schreiben, oder flywatch apply benutzen, wo NAME gesetzt ist. Ein Dollarzeichen schreibt sich $$.";

    import_section = "Import" | "Import";
    choose_file = "Choose a file" | "Datei wählen";
    or_drop = "or drop it here: YAML, CSV, or a list of hosts" | "oder hier ablegen: YAML, CSV oder eine Liste von Hosts";
    paste_here = "Or paste here: a table with headings, YAML, or hosts to ping, one a line"
        | "Oder hier einfügen: eine Tabelle mit Überschriften, YAML, oder Hosts zum Anpingen, einer je Zeile";
    paste_example = "192.0.2.10 Encoder 1" | "192.0.2.10 Encoder 1";
    clear_import = "Clear" | "Leeren";
    no_text = "This file is no text that can be shown here." | "Diese Datei ist kein Text, der sich hier zeigen ließe.";
    file_unreadable = "The browser could not read the file. Choose it once more."
        | "Der Browser konnte die Datei nicht lesen. Noch einmal wählen.";
    file_too_large = "This file is larger than 4 MB, more than a configuration can be."
        | "Diese Datei ist größer als 4 MB, mehr als eine Konfiguration sein kann.";
    looking_through = "Looking it through …" | "Wird durchgesehen …";
    nothing_saved_yet = "Nothing is changed yet." | "Noch ist nichts geändert.";
    a_table_adds = "It changes only what it names and deletes nothing. The name tells which probe a row is for; a new name is a new probe."
        | "Sie ändert nur, was sie nennt, und löscht nichts. Der Name sagt, welcher Probe eine Zeile gilt; ein neuer Name ist eine neue Probe.";
    hosts_are_pinged = "Each host becomes a ping; nothing is deleted." | "Jeder Host wird angepingt; gelöscht wird nichts.";
    yaml_is_complete = "A section that the file has is complete: what it does not name is deleted."
        | "Ein Abschnitt, den die Datei hat, ist vollständig: Was er nicht nennt, wird gelöscht.";
    /// Secrets that stay.
    secrets_kept(count: usize) = { if count == 1 { "1 secret stays as the station has it.".to_owned() } else { format!("{count} secrets stay as the station has them.") } }
        | { if count == 1 { "1 Geheimnis bleibt, wie die Station es hat.".to_owned() } else { format!("{count} Geheimnisse bleiben, wie die Station sie hat.") } };

    column_line = "Line" | "Zeile";
    column_state = "Outcome" | "Ergebnis";
    column_thing = "What" | "Was";
    column_detail = "Details" | "Einzelheiten";
    /// All rows, whatever becomes of them.
    all_rows(count: usize) = "All {count}" | "Alle {count}";
    /// The rest of a long list.
    show_more_rows(count: usize) = "Show {count} more" | "{count} weitere zeigen";

    /// Applies the file.
    apply_changes(count: usize) = { if count == 1 { "Apply 1 change".to_owned() } else { format!("Apply {count} changes") } }
        | { if count == 1 { "1 Änderung anwenden".to_owned() } else { format!("{count} Änderungen anwenden") } };
    /// Applies a file that deletes.
    apply_and_delete(count: usize, deleted: usize) = { format!("{}, delete {deleted}", apply_changes(count)) }
        | { format!("{}, {deleted} löschen", apply_changes(count)) };
    all_or_nothing = "all of it or nothing" | "alles oder nichts";
    nothing_to_change = "Nothing to change: the station is so already."
        | "Nichts zu ändern: Die Station ist schon so.";
    /// Why it cannot be applied.
    correct_first(count: usize) = { if count == 1 { "1 mistake is to be corrected first; you can do so in the text above.".to_owned() } else { format!("{count} mistakes are to be corrected first; you can do so in the text above.") } }
        | { if count == 1 { "Zuerst 1 Fehler berichtigen; das geht oben im Text.".to_owned() } else { format!("Zuerst {count} Fehler berichtigen; das geht oben im Text.") } };
    /// What was done.
    changes_applied(count: usize) = { if count == 1 { "1 change is applied.".to_owned() } else { format!("{count} changes are applied.") } }
        | { if count == 1 { "1 Änderung ist angewendet.".to_owned() } else { format!("{count} Änderungen sind angewendet.") } };
    undo_import = "Undo" | "Rückgängig";
    undo_import_hint = "as it was before" | "wie zuvor";
    /// What goes when times of keeping get shorter.
    older_history = "history that is older than the file has it kept" | "Verlauf, der älter ist, als die Datei ihn behält";
    /// Undoes what added something.
    undo_and_delete(deleted: usize) = "Undo, delete {deleted}" | "Rückgängig, {deleted} löschen";
    import_undone = "Everything is as it was before, but for secrets: those that the file set stay set."
        | "Alles ist wie zuvor, bis auf Geheimnisse: Die aus der Datei bleiben gesetzt.";
    no_way_back = "This cannot be undone here, as it deleted secrets that no file holds."
        | "Das lässt sich hier nicht rückgängig machen, weil es Geheimnisse gelöscht hat, die in keiner Datei stehen.";
}

/// What becomes of a row, in a word or two.
pub(crate) fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Wrong => fate_wrong(),
        Fate::Deleted => fate_deleted(),
        Fate::New => fate_new(),
        Fate::Changed => fate_changed(),
        Fate::Unwise => fate_unwise(),
        Fate::Same => fate_same(),
    }
}

/// The filter for rows of a fate.
pub(crate) fn only_fate(fate: Fate, count: usize) -> String {
    match fate {
        Fate::Wrong => mistakes(count),
        _ => format!("{} {count}", self::fate(fate)),
    }
}

words! {
    fate_wrong = "Mistake" | "Fehler";
    fate_deleted = "Deleted" | "Gelöscht";
    fate_new = "New" | "Neu";
    fate_changed = "Changed" | "Geändert";
    fate_unwise = "Note" | "Hinweis";
    fate_same = "Same" | "Gleich";
    /// The filter for mistakes.
    mistakes(count: usize) = { if count == 1 { "Only the mistake".to_owned() } else { format!("Only {count} mistakes") } }
        | { if count == 1 { "Nur der Fehler".to_owned() } else { format!("Nur {count} Fehler") } };
    thing_station = "station" | "Station";
    thing_device = "device" | "Gerät";
    thing_template = "template" | "Vorlage";
    thing_probe = "probe" | "Probe";
    thing_channel = "channel" | "Kanal";
    format_yaml = "Read as YAML." | "Gelesen als YAML.";
    format_csv = "Read as a table (CSV)." | "Gelesen als Tabelle (CSV).";
    format_hosts = "Read as a list of hosts." | "Gelesen als Liste von Hosts.";
}

/// A sort of thing.
pub(crate) fn thing(thing: Thing) -> &'static str {
    match thing {
        Thing::Station => thing_station(),
        Thing::Device => thing_device(),
        Thing::Template => thing_template(),
        Thing::Probe => thing_probe(),
        Thing::Channel => thing_channel(),
    }
}

/// What a file was read as, and what that means for what it does not name.
pub(crate) fn read_as(format: Format) -> [&'static str; 2] {
    match format {
        Format::Yaml => [format_yaml(), yaml_is_complete()],
        Format::Csv => [format_csv(), a_table_adds()],
        Format::Hosts => [format_hosts(), hosts_are_pinged()],
    }
}
