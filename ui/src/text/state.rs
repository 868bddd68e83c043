//! States, and why something is in one.

use super::words;

words! {
    crit = "CRIT" | "KRIT";
    crit_unsure = "CRIT?" | "KRIT?";
    warn = "WARN" | "WARN";
    warn_unsure = "WARN?" | "WARN?";
    minor = "MINOR" | "GERING";
    stale = "STALE" | "ALT";
    no_data = "NO DATA" | "LEER";
    off = "OFF" | "AUS";
    ok = "OK" | "OK";

    spoken_crit = "critical" | "kritisch";
    spoken_warn = "warning" | "Warnung";
    spoken_minor = "minor fault" | "geringer Fehler";

    spoken_ok = "OK" | "in Ordnung";
    spoken_stale = "old data" | "alte Daten";
    spoken_no_data = "no data yet" | "noch keine Daten";
    spoken_off = "switched off" | "abgeschaltet";
    /// What is measured, and which limit it passed.
    spoken_measure(what: &str, past: &str) = "{what} {past}" | "{what} {past}";
    /// A tile as a screen reader says it.
    spoken_tile(name: &str, state: &str, why: &str, length: Option<&str>) = {
        let why = if why.is_empty() { String::new() } else { format!(": {why}") };
        let length = length.map(|length| format!(", for {length}")).unwrap_or_default();
        format!("{name}, {state}{why}{length}")
    } | {
        let why = if why.is_empty() { String::new() } else { format!(": {why}") };
        let length = length.map(|length| format!(", seit {length}")).unwrap_or_default();
        format!("{name}, {state}{why}{length}")
    };
    /// How long something lasts, no finer than a minute.
    spoken_length(millis: i64) = {
        match length(millis) {
            (0, _) => "less than a minute".to_owned(),
            (1, unit) => format!("1 {}", ["minute", "hour", "day"][unit]),
            (count, unit) => format!("{count} {}", ["minutes", "hours", "days"][unit]),
        }
    } | {
        match length(millis) {
            (0, _) => "weniger als einer Minute".to_owned(),
            (1, unit) => ["einer Minute", "einer Stunde", "einem Tag"][unit].to_owned(),
            (count, unit) => format!("{count} {}", ["Minuten", "Stunden", "Tagen"][unit]),
        }
    };

    timeout = "no answer" | "keine Antwort";
    unreachable = "not reachable" | "nicht erreichbar";
    refused = "refused" | "abgewiesen";
    denied = "not allowed" | "nicht erlaubt";
    garbled = "unreadable answer" | "unlesbare Antwort";
    silent = "source went silent" | "Quelle verstummt";
    overrun = "this machine was busy" | "dieser Rechner war beschäftigt";
    bug = "fault in Flywatch" | "Fehler in Flywatch";

    switched_off = "Switched off." | "Abgeschaltet.";
    switched_off_advice = "Nobody is told when it fails. Switch it on to watch it again."
        | "Ausfälle werden nicht gemeldet. Zum Beobachten wieder einschalten.";
    not_looked_yet = "No look has ended yet." | "Noch keine Messung ist fertig.";
    not_looked_yet_advice = "The first one is on its way." | "Die erste läuft.";
    all_well = "Everything it measures is within its limits." | "Alle Messwerte liegen in ihren Grenzen.";

    /// Names a failed look: "It could not look: no answer."
    could_not_look(cause: &str) = "It could not look: {cause}." | "Messung nicht möglich: {cause}.";
    /// What passed its limit, as short as a tile needs it.
    past_limit(what: &str, value: &str) = "{what} {value}" | "{what} {value}";
    /// What passed its limit, as a sentence.
    past_limit_of(what: &str, value: &str, limit: &str) = "{what} is {value}; the limit is {limit}."
        | "{what}: {value}; die Grenze ist {limit}.";
    /// The cause on a tile whose large number is the one past its limit.
    over_limit(is_above: bool, limit: &str) = { if is_above { format!("over {limit}") } else { format!("under {limit}") } }
        | { if is_above { format!("über {limit}") } else { format!("unter {limit}") } };

    /// How the fraction of a number is set apart.
    decimal_point = "." | ",";
    yes = "Yes" | "Ja";
    no = "No" | "Nein";
    /// A measured yes.
    is_so = "yes" | "ja";
    /// A measured no.
    is_not_so = "no" | "nein";
    /// The days of the week from Monday on.
    weekdays = "Mon Tue Wed Thu Fri Sat Sun" | "Mo Di Mi Do Fr Sa So";
    /// The months, each with three letters or fewer.
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec" | "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez";
}

/// A length in whole minutes (0), hours (1) or days (2), whichever is the largest that fits twice or the smallest.
fn length(millis: i64) -> (i64, usize) {
    let minutes = millis.max(0) / 60_000;
    match minutes {
        0..=119 => (minutes, 0),
        120..=2_879 => (minutes / 60, 1),
        _ => (minutes / 1_440, 2),
    }
}
