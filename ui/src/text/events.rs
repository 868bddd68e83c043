//! What happened, and what people noted.

use super::words;
use crate::model::happening::Happening;

words! {
    mark = "Mark" | "Marke";
    /// A moment was marked.
    marked(when: &str) = "Marked {when}" | "Marke um {when}";
    add_words = "Add words" | "Text dazu";
    /// Heading of the sheet in which a note is worded.
    note_at(when: &str, zone: &str) = "Note at {when} {zone}" | "Notiz um {when} {zone}";
    note_label = "What happened?" | "Was ist geschehen?";
    take_note_back = "Take back" | "Zurücknehmen";
    save = "Save" | "Speichern";
    edit_note = "Edit note" | "Notiz ändern";
    /// What is wrong with the words of a note.
    one_line(most: usize) = "Write one line of at most {most} characters." | "Eine Zeile mit höchstens {most} Zeichen schreiben.";
    cleared = "cleared" | "behoben";
    note = "note" | "Notiz";
    /// Filters, and toggles of the marks on a chart.
    faults = "Faults" | "Störungen";
    cleared_ones = "Cleared" | "Behoben";
    notes = "Notes" | "Notizen";
    changes = "Changes" | "Änderungen";
    criticals = "Critical" | "Kritisch";
    warnings = "Warning" | "Warnung";
    minors = "Minor" | "Gering";
    stations = "Station" | "Station";
    shown_sorts = "Show" | "Zeigen";
    happened = "What happened" | "Was geschah";
    /// Several events under one mark.
    several(count: usize, when: &str, worst: &str) = "{count} events from {when}, worst: {worst}" | "{count} Ereignisse ab {when}, schlimmstes: {worst}";
    at_the_mark = "At this mark" | "An dieser Marke";
    in_the_time_shown = "In the time shown" | "In der gezeigten Zeit";
    none_here = "Nothing happened in this time." | "In dieser Zeit ist nichts geschehen.";
    no_such_events = "No event fits. Take a filter away, or show older ones." | "Kein Ereignis passt. Einen Filter wegnehmen oder ältere zeigen.";
    find_events = "Find in texts and names" | "In Texten und Namen suchen";
    until = "Up to" | "Bis";
    station_word = "station" | "Station";
}

/// What an event tells of, in a word.
pub(crate) fn happening(what: Happening) -> &'static str {
    match what {
        Happening::Critical => super::spoken_crit(),
        Happening::Warning => super::spoken_warn(),
        Happening::Minor => super::spoken_minor(),
        Happening::Cleared => cleared(),
        Happening::Note => note(),
        Happening::Changed => super::changed(),
        Happening::Station => station_word(),
    }
}

/// Events of one sort, as a filter names them.
pub(crate) fn happenings(what: Happening) -> &'static str {
    match what {
        Happening::Critical => criticals(),
        Happening::Warning => warnings(),
        Happening::Minor => minors(),
        Happening::Cleared => cleared_ones(),
        Happening::Note => notes(),
        Happening::Changed => changes(),
        Happening::Station => stations(),
    }
}
