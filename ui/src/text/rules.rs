//! Rules: those of the operators, and what is set otherwise about those of the kinds.

use super::words;
use crate::model::rule::{Sort, Takes};

words! {
    rules = "Own rules" | "Eigene Regeln";
    rules_help = "what else is an alert" | "was sonst ein Alarm ist";
    add_rule = "Add rule" | "Regel anlegen";
    on_the_past = "On the past" | "An der Vergangenheit";
    try_on_the_past = "Try on the last 7 days" | "An den letzten 7 Tagen probieren";
    is_tried = "It is tried …" | "Wird probiert …";
    usual_least = "least usual" | "mindestens üblich";
    usual_most = "most usual" | "höchstens üblich";
    /// How often a rule would have fired.
    would_have_fired(total: u64) = { match total {
        0 => "It would not have fired.".to_owned(),
        1 => "It would have fired once.".to_owned(),
        _ => format!("It would have fired {total} times."),
    } } | { match total {
        0 => "Sie hätte nicht angeschlagen.".to_owned(),
        1 => "Sie hätte einmal angeschlagen.".to_owned(),
        _ => format!("Sie hätte {total}-mal angeschlagen."),
    } };
    import_rules = "Import Prometheus rules" | "Prometheus-Regeln importieren";
    drop_rule_file = "or drop it here: a rule file of Prometheus (YAML)" | "oder hier ablegen: eine Regeldatei von Prometheus (YAML)";
    paste_rule_file = "Or paste its text here" | "Oder ihren Text hier einfügen";
    rule_file_too_large = "This file is larger than 256 KiB. Divide it by its groups." | "Diese Datei ist größer als 256 KiB. Nach ihren Gruppen teilen.";
    /// What is wrong with a file, and where.
    wrong_in_line(line: &str, why: &str) = { format!("Line {line}: {why}") } | { format!("Zeile {line}: {why}") };
    /// Where a rule stands in its file.
    in_line(line: u64) = { format!("line {line}") } | { format!("Zeile {line}") };
    /// How many rules of a file can be taken over, and how many cannot.
    rules_seen(can: usize, cannot: usize) = { format!("{can} of {} rules can be taken over.", can + cannot) }
        | { format!("{can} von {} Regeln lassen sich übernehmen.", can + cannot) };
    taken_over = "Can be taken over" | "Lassen sich übernehmen";
    not_taken_over = "Not taken over" | "Nicht übernommen";
    rule_without_name = "(no name)" | "(ohne Namen)";
    choose_every = "All" | "Alle";
    choose_none = "None" | "Keine";
    no_rule_chosen = "No rule is chosen." | "Keine Regel ist gewählt.";
    /// The order to make so many rules.
    import_so_many_rules(count: usize) = { if count == 1 { "Import 1 rule".to_owned() } else { format!("Import {count} rules") } }
        | { if count == 1 { "1 Regel importieren".to_owned() } else { format!("{count} Regeln importieren") } };
    /// So many were made.
    rules_made(count: usize) = { if count == 1 { "1 rule is made and works.".to_owned() } else { format!("{count} rules are made and work.") } }
        | { if count == 1 { "1 Regel ist angelegt und arbeitet.".to_owned() } else { format!("{count} Regeln sind angelegt und arbeiten.") } };
    to_the_rules = "To the rules" | "Zu den Regeln";
    no_rules = "No rules of your own yet." | "Noch keine eigenen Regeln.";
    no_rules_advice = "Every kind of probe brings its rules along. A rule of your own tests what they do not: two things at once, a change that is too fast, one of several that is unlike the others."
        | "Jede Art von Probe bringt ihre Regeln mit. Eine eigene Regel prüft, was jene nicht prüfen: zweierlei zugleich, eine zu schnelle Änderung, eines von mehreren, das anders ist als die übrigen.";
    rule_name_help = "What people read first when it fires." | "Was man zuerst liest, wenn sie anschlägt.";
    looks_at_all = "every probe" | "jeder Probe";
    /// How many probes a rule looks at.
    looks_at_count(count: usize) = { if count == 1 { "looks at 1 probe".to_owned() } else { format!("looks at {count} probes") } }
        | { if count == 1 { "betrifft 1 Probe".to_owned() } else { format!("betrifft {count} Proben") } };
    looks_at_none = "No probe fits: the rule does nothing." | "Keine Probe passt: Die Regel tut nichts.";
    what_it_looks_at = "What it looks at" | "Was sie betrifft";
    what_it_looks_at_help = "Probes that fit every line; every probe when nothing is chosen." | "Proben, auf die jede Zeile zutrifft; alle, wenn nichts gewählt ist.";
    scope_kinds = "Kinds" | "Arten";
    scope_probes = "Probes" | "Proben";
    scope_groups = "Groups" | "Gruppen";
    scope_devices = "Devices" | "Geräte";
    scope_channels = "Channels" | "Kanäle";
    it_fires_when = "It fires when" | "Sie schlägt an, wenn";
    sort_of_test = "Sort of test" | "Art der Prüfung";
    add_test = "Add test" | "Prüfung anfügen";
    remove_test = "Remove test" | "Prüfung entfernen";
    raise_after = "It must be so for" | "Es muss so sein für";
    raise_after_help = "Before it fires. In seconds, or like 5 min." | "Bevor sie anschlägt. In Sekunden, oder etwa 5 min.";
    clear_after = "And be well again for" | "Und wieder gut sein für";
    clear_after_help = "Before it is resolved." | "Bevor es behoben ist.";
    advice = "What to do" | "Was zu tun ist";
    advice_help = "Shown with the alert, and told with it." | "Steht beim Alarm und in der Nachricht.";
    /// The whole rule.
    rule_in_words(severity: &str, on: &str, test: &str, raise: &str, clear: &str)
        = "{severity} at {on} when {test}, for {raise}; resolved after {clear} without it."
        | "{severity} bei {on}, wenn gilt: {test}, für {raise}; behoben nach {clear} ohne das.";
    in_words = "In words" | "In Worten";

    sort_limit = "a value is past a limit" | "ein Wert jenseits einer Grenze liegt";
    sort_rate = "a value changes too fast" | "ein Wert sich zu schnell ändert";
    sort_no_data = "no data comes" | "keine Daten kommen";
    sort_failure = "the probe cannot look" | "die Probe nicht messen kann";
    sort_finding = "a defect is present" | "ein Fehler vorliegt";
    sort_over_time = "a test is true for too much of a window" | "eine Prüfung zu oft in einem Fenster zutrifft";
    sort_ratio = "the share of errors is too large" | "der Anteil der Fehler zu groß ist";
    sort_burn = "an allowance for errors is used up too fast" | "ein Fehlerbudget zu schnell verbraucht wird";
    sort_unusual = "a value is unlike what is usual for it" | "ein Wert anders ist als sonst";
    sort_unlike_peers = "a value is unlike its fellows" | "ein Wert anders ist als bei den anderen";
    sort_forecast = "a value will be past a limit soon" | "ein Wert bald jenseits einer Grenze liegt";
    sort_at = "a test at another probe is true" | "eine Prüfung an einer anderen Probe zutrifft";
    sort_all = "all of several tests are true" | "alle von mehreren Prüfungen zutreffen";
    sort_any = "any of several tests is true" | "eine von mehreren Prüfungen zutrifft";
    sort_at_least = "at least so many of several tests are true" | "mindestens so viele von mehreren Prüfungen zutreffen";
    sort_not = "a test is not true" | "eine Prüfung nicht zutrifft";

    entry_series = "Value" | "Wert";
    entry_series_optional = "Of this value; of the whole probe when none is chosen" | "Dieses Werts; der ganzen Probe, wenn keiner gewählt ist";
    entry_labels = "Only of these parts" | "Nur dieser Teile";
    /// Which labels a metric has.
    entry_labels_help(labels: &str) = "Such as {labels}=…; every part when left empty." | "Etwa {labels}=…; alle Teile, wenn es leer bleibt.";
    entry_side = "Bad is" | "Schlecht ist";
    side_above = "above" | "darüber";
    side_below = "below" | "darunter";
    side_both = "both" | "beides";
    entry_limit = "Limit" | "Grenze";
    entry_clear = "Well again at" | "Wieder gut bei";
    entry_clear_help = "At the limit itself when left empty." | "An der Grenze selbst, wenn es leer bleibt.";
    entry_window = "Over" | "Über";
    entry_for = "For" | "Für";
    entry_code = "Defect" | "Fehler";
    entry_raise = "Bad for more than, %" | "Schlecht für mehr als, %";
    entry_raise_help = "Of the window; or so many seconds with an error, like 5 s." | "Des Fensters; oder so viele Sekunden mit Fehler, etwa 5 s.";
    entry_clear_window = "Well again within" | "Wieder gut innerhalb von";
    entry_clear_window_help = "The same window when left empty." | "Dasselbe Fenster, wenn es leer bleibt.";
    entry_clear_spent = "With at most, %" | "Mit höchstens, %";
    entry_clear_spent_help = "As much as above when left empty." | "So viel wie oben, wenn es leer bleibt.";
    entry_bad_counter = "What counts errors" | "Was Fehler zählt";
    entry_of_counter = "What counts all" | "Was alles zählt";
    entry_above = "More than, %" | "Mehr als, %";
    entry_objective = "So much must be good, %" | "So viel muss gut sein, %";
    entry_factor = "Times too fast" | "So viel zu schnell";
    entry_long = "Over the long window" | "Im langen Fenster";
    entry_short = "And over the short one" | "Und im kurzen";
    entry_deviations = "So many usual deviations away" | "So viele übliche Abweichungen entfernt";
    entry_least = "With at least so many probes" | "Bei mindestens so vielen Proben";
    entry_within = "Within" | "Innerhalb von";
    entry_forecast_window = "As it went over" | "Wie es lief über";
    entry_probe = "At this probe" | "An dieser Probe";
    entry_count = "At least so many" | "Mindestens so viele";
    lapse_help = "In seconds, or like 5 min." | "In Sekunden, oder etwa 5 min.";
    choose_one = "Choose …" | "Wählen …";
    choose_metric = "choose a value" | "einen Wert wählen";
    choose_defect = "choose a defect" | "einen Fehler wählen";
    choose_probe = "choose a probe" | "eine Probe wählen";
    enter_whole_number = "enter a whole number" | "eine ganze Zahl eingeben";
    enter_spent = "enter per cent, or seconds such as 5 s" | "Prozent eingeben, oder Sekunden wie 5 s";
    enter_labels = "enter NAME=VALUE, with commas between" | "NAME=WERT eingeben, mit Kommas dazwischen";

    says_limit(what: &str, is_above: bool, limit: &str) = { if is_above { format!("{what} is above {limit}") } else { format!("{what} is below {limit}") } }
        | { if is_above { format!("{what} über {limit}") } else { format!("{what} unter {limit}") } };
    says_rate(what: &str, is_above: bool, limit: &str, window: &str) = {
        if is_above { format!("{what} grows by more than {limit} over {window}") } else { format!("{what} changes by less than {limit} over {window}") }
    } | {
        if is_above { format!("{what} wächst um mehr als {limit} über {window}") } else { format!("{what} ändert sich um weniger als {limit} über {window}") }
    };
    says_silent(lapse: &str) = "nothing has come from it for {lapse}" | "seit {lapse} kommt nichts";
    says_no_data(what: &str, lapse: &str) = "{what} has had no value for {lapse}" | "{what} seit {lapse} ohne Wert";
    says_failure = "it cannot be looked at" | "Messung nicht möglich";
    says_finding(what: &str) = "it has this defect: {what}" | "dieser Fehler liegt vor: {what}";
    says_over_time(what: &str, share: &str, window: &str) = "for more than {share} of {window} this is so: {what}" | "für mehr als {share} von {window} gilt: {what}";
    says_ratio(bad: &str, of: &str, share: &str, window: &str) = "{bad} is more than {share}\u{a0}% of {of} over {window}" | "{bad} mehr als {share}\u{a0}% von {of} über {window}";
    says_burn(bad: &str, of: &str, factor: &str, objective: &str, long: &str, short: &str)
        = "{bad} of {of} uses up what {objective}\u{a0}% allows {factor} times too fast, over {long} and over {short}"
        | "{bad} von {of} verbraucht, was {objective}\u{a0}% erlauben, {factor}-mal zu schnell, über {long} und über {short}";
    says_unusual(what: &str, side: &str, deviations: &str) = "{what} is {deviations} usual deviations or more {side} what is usual at this time"
        | "{what} {deviations} übliche Abweichungen oder mehr {side} dem, was um diese Zeit üblich ist";
    says_unlike_peers(what: &str, side: &str, deviations: &str, least: &str) = "{what} is {deviations} deviations or more {side} that of its fellows, {least} at least"
        | "{what} {deviations} Abweichungen oder mehr {side} dem der anderen, mindestens {least}";
    far_above = "above" | "über";
    far_below = "below" | "unter";
    far_from = "away from" | "entfernt von";
    says_forecast(what: &str, is_above: bool, limit: &str, within: &str) = {
        if is_above { format!("{what} will be above {limit} within {within} if it goes on so") } else { format!("{what} will be below {limit} within {within} if it goes on so") }
    } | {
        if is_above { format!("{what} binnen {within} über {limit}, wenn es so weitergeht") } else { format!("{what} binnen {within} unter {limit}, wenn es so weitergeht") }
    };
    says_at(probe: &str, what: &str) = "at {probe} this is so: {what}" | "an {probe} gilt: {what}";
    says_at_least(count: &str, what: &str) = "at least {count} of these: {what}" | "mindestens {count} davon: {what}";
    says_not(what: &str) = "not: {what}" | "nicht: {what}";

    /// The rules of the kind of a probe, as they hold for it.
    rules_of(name: &str) = "Alert rules of {name}" | "Alarmregeln von {name}";
    rules_of_station = "Alert rules of the whole station" | "Alarmregeln der ganzen Station";
    rules_of_station_help = "what holds for every probe" | "was für jede Probe gilt";
    alert_rules = "Alert rules" | "Alarmregeln";
    alert_rules_help = "limits, waits, severity, advice" | "Grenzen, Wartezeiten, Schwere, Rat";
    rules_of_help = "What you leave empty is as the kind of probe has it, or as it is set for the station, its device or its channels."
        | "Was leer bleibt, ist wie bei der Art der Probe, oder wie für die Station, ihr Gerät oder ihre Kanäle gesetzt.";
    find_rule = "Find a rule" | "Regel suchen";
    no_rule_found = "No rule has these words." | "Keine Regel hat diese Wörter.";
    only_changed = "Changed ones" | "Geänderte";
    rule_fires = "Fires" | "Schlägt an";
    as_it_is_seen = "as it is seen" | "wie gemessen";
    as_elsewhere = "as it is elsewhere" | "wie anderswo";
    hysteresis = "Must come back behind the limit by, %" | "Muss hinter die Grenze zurück um, %";
    from_kind = "from the kind" | "von der Art";
    from_whole_station = "set for the station" | "für die Station gesetzt";
    from_device(name: &str) = "set for device {name}" | "für Gerät {name} gesetzt";
    from_channel(name: &str) = "set for channel {name}" | "für Kanal {name} gesetzt";
    from_here = "set here" | "hier gesetzt";
    from_probe = "set for the probe" | "für die Probe gesetzt";
    as_kind_has_it = "As the kind has it" | "Wie bei der Art";
    /// A value that holds, and where it was said.
    said_where(value: &str, origin: &str) = "{value}, {origin}" | "{value}, {origin}";
    no_advice = "none" | "keiner";
    rule_cannot_look = "Cannot look" | "Messung nicht möglich";
    rule_no_data = "Nothing is heard of it" | "Nichts ist zu hören";
    saved = "Saved." | "Gesichert.";
}

/// A sort of test, as it follows "It fires when".
pub(crate) fn sort_of(sort: Sort) -> &'static str {
    match sort {
        Sort::Limit => sort_limit(),
        Sort::Rate => sort_rate(),
        Sort::NoData => sort_no_data(),
        Sort::Failure => sort_failure(),
        Sort::Finding => sort_finding(),
        Sort::OverTime => sort_over_time(),
        Sort::Ratio => sort_ratio(),
        Sort::Burn => sort_burn(),
        Sort::Unusual => sort_unusual(),
        Sort::UnlikePeers => sort_unlike_peers(),
        Sort::Forecast => sort_forecast(),
        Sort::At => sort_at(),
        Sort::All => sort_all(),
        Sort::Any => sort_any(),
        Sort::AtLeast => sort_at_least(),
        Sort::Not => sort_not(),
    }
}

/// The title of an entry of a test, and its help.
pub(crate) fn entry_of(sort: Sort, field: &str, takes: Takes) -> (&'static str, &'static str) {
    match (field, sort) {
        ("series", Sort::NoData) => (entry_series_optional(), ""),
        ("series", _) => (entry_series(), ""),
        ("side", _) => (entry_side(), ""),
        ("limit", _) => (entry_limit(), ""),
        ("clear", Sort::OverTime) => (entry_clear_spent(), entry_clear_spent_help()),
        ("clear", _) => (entry_clear(), entry_clear_help()),
        ("window_s", Sort::Forecast) => (entry_forecast_window(), lapse_help()),
        ("window_s", _) => (entry_window(), lapse_help()),
        ("for_s", _) => (entry_for(), lapse_help()),
        ("code", _) => (entry_code(), ""),
        ("raise", _) => (entry_raise(), entry_raise_help()),
        ("clear_window_s", _) => (entry_clear_window(), entry_clear_window_help()),
        ("bad", _) => (entry_bad_counter(), ""),
        ("of", _) => (entry_of_counter(), ""),
        ("above", _) => (entry_above(), ""),
        ("objective", _) => (entry_objective(), ""),
        ("factor", _) => (entry_factor(), ""),
        ("long_s", _) => (entry_long(), lapse_help()),
        ("short_s", _) => (entry_short(), lapse_help()),
        ("deviations", _) => (entry_deviations(), ""),
        ("least", _) => (entry_least(), ""),
        ("within_s", _) => (entry_within(), lapse_help()),
        ("probe", _) => (entry_probe(), ""),
        ("count", _) => (entry_count(), ""),
        _ => ("", if takes == Takes::Lapse { lapse_help() } else { "" }),
    }
}

/// The word before a limit.
pub(crate) fn over_or_under(is_above: bool) -> &'static str {
    if is_above { super::over() } else { super::under() }
}

/// The first sentence of a text, without its full stop.
pub(crate) fn first_sentence(text: &str) -> &str {
    let first = text.split_once(". ").map_or(text, |(first, _)| first);
    first.strip_suffix('.').unwrap_or(first)
}
