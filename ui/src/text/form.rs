//! Adding and changing a probe.

use super::words;

words! {
    choice_none = "none" | "keine";
    enter_number = "enter a number" | "eine Zahl eingeben";
    enter_seconds = "enter seconds, from 0.001 up" | "Sekunden eingeben, ab 0,001";
    crossed_limits = "WARN must come before CRIT" | "WARN muss vor KRIT kommen";
    /// What to enter as a target.
    enter_target(example: &str) = "enter where to look, like {example}" | "das Ziel eingeben, etwa {example}";
    add_title = "Add a probe" | "Probe anlegen";
    kind = "What to watch with" | "Womit beobachten";
    target = "Target" | "Ziel";
    name = "Name on the wall" | "Name an der Wand";
    name_help = "Left empty, it is named after where it looks." | "Bleibt es leer, heißt sie nach ihrem Ziel.";
    group = "Group" | "Gruppe";
    group_help = "The heading it stands under on the wall." | "Die Überschrift, unter der sie an der Wand steht.";
    every = "Look every, s" | "Messen alle, s";
    timeout_entry = "Give up after, s" | "Aufgeben nach, s";
    silence_entry = "Gone after silence of, s" | "Ausgefallen nach Stille von, s";
    settings_of_kind = "How" | "Wie";
    limits_heading = "Limits" | "Grenzen";
    limits_help = "Past these it becomes WARN or CRIT. Leave one empty for none."
        | "Jenseits davon wird sie WARN oder KRIT. Leer heißt: keine.";
    over = "over" | "über";
    under = "under" | "unter";
    try_it = "Try it" | "Ausprobieren";
    trying = "Trying …" | "Läuft …";
    try_hint = "Looks once from the station. Nothing is saved." | "Misst einmal von der Station aus. Nichts wird gespeichert.";
    save_new = "Add probe" | "Anlegen";
    save_change = "Save" | "Speichern";
    answers_warn = "It answers, past a WARN limit" | "Es antwortet, jenseits der Grenze WARN";
    answers_crit = "It answers, past a CRIT limit" | "Es antwortet, jenseits der Grenze KRIT";
    save_and_more = "Add, then another like it" | "Anlegen, dann eine weitere";
    /// A probe was saved while the form stays open.
    added(name: &str) = "{name} was added." | "{name} ist angelegt.";
    /// Another probe has the same target.
    looks_there(name: &str) = "{name} already looks there." | "{name} misst dort schon.";
    unsaved = "Not saved yet" | "Noch nicht gespeichert";
    unsaved_advice = "What you entered is lost if you leave this page." | "Die Eingaben gehen verloren, wenn die Seite verlassen wird.";
    keep_editing = "Keep editing" | "Weiter bearbeiten";
    drop_entries = "Drop what I entered" | "Eingaben verwerfen";
    duplicate = "Duplicate" | "Duplizieren";
    duplicate_help = "a new one, set up alike" | "eine neue, gleich eingestellt";
    it_answers = "It answers" | "Es antwortet";
    nothing_measured = "It answered, but there was nothing to measure yet. Some figures need two looks."
        | "Es kam eine Antwort, aber noch kein Messwert. Manche Werte brauchen zwei Messungen.";
    fix_entries = "Mend the marked entries first." | "Erst die markierten Eingaben berichtigen.";
    kept = "kept; type to replace it" | "hinterlegt; zum Ersetzen neu eingeben";
    /// The page that changes a probe.
    edit_title(name: &str) = "Edit {name}" | "{name} ändern";
    /// An example under an entry.
    example(example: &str) = "for example {example}" | "zum Beispiel {example}";
    /// What an entry is when it is left empty.
    usual(value: &str) = "usually {value}" | "sonst {value}";
    /// The entry of a limit as a screen reader says it.
    spoken_limit(metric: &str, word: &str, unit: &str) = { listed([metric, word, unit]) } | { listed([metric, word, unit]) };
}

fn listed(parts: [&str; 3]) -> String {
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// A word that a setting takes, as it is shown: those of the field stay as they are.
pub(crate) fn choice_of_setting(word: &str) -> &str {
    match word {
        "none" => choice_none(),
        word => word,
    }
}
