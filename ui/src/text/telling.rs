//! Who is told of what: receivers, routes and silences.

use wire::Severity;
use wire::receiver::News;
use wire::route::{Compare, Day};

use super::words;
use crate::model::matching::severity_word;

words! {
    alerts_settings = "Alerts" | "Alarme";
    alerts_settings_help = "Who is told of what, what is kept quiet, and your own rules."
        | "Wer was erfährt, was still bleibt, und eigene Regeln.";

    receivers = "Receivers" | "Empfänger";
    receivers_help = "where messages go" | "wohin Nachrichten gehen";
    add_receiver = "Add receiver" | "Empfänger anlegen";
    /// The page of a receiver, a route, a silence or a rule.
    edit_thing(name: &str) = "Edit {name}" | "{name} ändern";
    no_receivers = "No receivers yet." | "Noch keine Empfänger.";
    no_receivers_advice = "A receiver is a place that messages about incidents go to: a chat channel, a mailbox, a phone, a log server. Add one and try it; then a route says what it is told of."
        | "Ein Empfänger ist ein Ort, an den Nachrichten über Vorfälle gehen: ein Chat, ein Postfach, ein Telefon, ein Log-Server. Einen anlegen und ausprobieren; dann sagt eine Route, was er erfährt.";
    receiver_sort = "What it is" | "Was es ist";
    thing_name = "Name" | "Name";
    receiver_name_help = "As routes name it: Chat, Mail, Chief." | "Wie Routen ihn nennen: Chat, Mail, Leitung.";
    switched = "Switched" | "Geschaltet";
    is_on = "on" | "an";
    is_off = "off" | "aus";
    receiver_switch_help = "While it is off, nothing is sent to it." | "Solange er aus ist, wird ihm nichts gesendet.";
    test_receiver = "Send a test" | "Test senden";
    test_receiver_help = "Sends a message that says that it is a test. Nothing is saved."
        | "Sendet eine Nachricht, die sagt, dass sie ein Test ist. Nichts wird gespeichert.";
    test_on_its_way = "On its way …" | "Unterwegs …";
    test_delivered = "Delivered." | "Zugestellt.";
    test_failed = "Not delivered." | "Nicht zugestellt.";
    last_deliveries = "Last messages" | "Letzte Nachrichten";
    no_deliveries = "Nothing was sent to it yet." | "Noch wurde ihm nichts gesendet.";
    nothing_sent = "nothing sent yet" | "noch nichts gesendet";
    /// A message that the receiver took.
    delivery_done(when: &str) = "{when} delivered" | "{when} zugestellt";
    /// A message that waits to be tried again.
    delivery_waiting(when: &str, tries: u32) = {
        match tries { 0 => format!("{when} waits"), 1 => format!("{when} waits, tried once"), _ => format!("{when} waits, tried {tries} times") }
    } | {
        match tries { 0 => format!("{when} wartet"), 1 => format!("{when} wartet, einmal versucht"), _ => format!("{when} wartet, {tries}-mal versucht") }
    };
    /// A message that is not tried any more.
    delivery_given_up(when: &str) = "{when} given up" | "{when} aufgegeben";
    /// When a message is tried again.
    delivery_next(when: &str) = "Tried again {when}." | "Nächster Versuch {when}.";
    receiver_in_use(name: &str, routes: &str) = "{name} is told by these routes: {routes}. Take it out of them first."
        | "{name} wird von diesen Routen benachrichtigt: {routes}. Erst dort herausnehmen.";
    not_there_any_more = "This is not there any more." | "Das gibt es nicht mehr.";
    back_to_list = "To the list" | "Zur Liste";
    unnamed_receiver = "a receiver that is gone" | "ein Empfänger, den es nicht mehr gibt";
    /// On the list of receivers, when nothing leads to one.
    no_route_to_it = "No route tells it anything yet." | "Noch benachrichtigt ihn keine Route.";

    routes = "Routes" | "Routen";
    routes_help = "who is told of what" | "wer was erfährt";
    add_route = "Add route" | "Route anlegen";
    no_routes = "Nobody is told of anything yet." | "Noch erfährt niemand etwas.";
    no_routes_advice = "A route says which incidents are told to whom: how bad, where, in which phase of the show, at which hours. Routes are asked in their order; the first one that fits tells."
        | "Eine Route sagt, wer von welchen Vorfällen erfährt: wie schlimm, wo, in welcher Phase der Sendung, zu welchen Stunden. Routen werden der Reihe nach gefragt; die erste, die passt, benachrichtigt.";
    receivers_first = "A route needs a receiver. Add one first." | "Eine Route braucht einen Empfänger. Erst einen anlegen.";
    all_routes_off = "Every route is switched off: nobody is told of anything." | "Alle Routen sind aus: Niemand erfährt etwas.";
    nobody_yet = "nobody yet" | "noch niemand";
    route_name_help = "What it is for: Crew on air, Night shift." | "Wofür sie ist: Team auf Sendung, Nachtschicht.";
    /// Moves something in a list, for a screen reader.
    move_earlier(name: &str) = "Move {name} earlier" | "{name} nach vorn";
    move_later(name: &str) = "Move {name} later" | "{name} nach hinten";
    /// Switches something of a list, for a screen reader.
    switch_thing(name: &str) = "{name} on or off" | "{name} an oder aus";
    how_bad = "How bad" | "Wie schlimm";
    how_bad_help = "An incident is as bad as the worst of its alerts." | "Ein Vorfall ist so schlimm wie der schlimmste seiner Alarme.";
    at_least_critical = "Critical" | "Kritisch";
    at_least_major = "Critical and major" | "Kritisch und bedeutend";
    at_least_minor = "Everything" | "Alles";
    who_is_told = "Who is told" | "Wer erfährt es";
    which_alerts = "Which alerts" | "Welche Alarme";
    which_alerts_help = "Only those that fit all of these; every one when there is none." | "Nur die, auf die alle zutreffen; alle, wenn nichts dasteht.";
    which_are_quiet_help = "Those that fit all of these stay quiet." | "Still bleiben die, auf die alle zutreffen.";
    add_condition = "Add condition" | "Bedingung anfügen";
    remove_row = "Remove" | "Entfernen";
    condition_label = "What of the alert" | "Was am Alarm";
    condition_compare = "How" | "Wie";
    condition_value = "Value" | "Wert";
    pattern_help = "A regular expression that the whole value fits, such as CAM .*"
        | "Ein regulärer Ausdruck, auf den der ganze Wert passt, etwa CAM .*";
    is_equal = "is" | "ist";
    is_not = "is not" | "ist nicht";
    matches = "matches" | "passt auf";
    matches_not = "does not match" | "passt nicht auf";
    label_alertname = "rule name" | "Regelname";
    label_rule = "rule" | "Regel";
    label_severity = "severity" | "Schwere";
    label_probe = "probe" | "Probe";
    label_device = "device" | "Gerät";
    label_channel = "channel" | "Kanal";
    label_kind = "kind of probe" | "Probenart";
    label_group = "group" | "Gruppe";
    label_role = "sort of device" | "Geräteart";
    label_station = "station" | "Station";
    in_phases = "In these phases of the show" | "In diesen Phasen der Sendung";
    in_phases_help = "In all of them when none is chosen." | "In allen, wenn keine gewählt ist.";
    at_hours = "At these hours" | "Zu diesen Stunden";
    at_hours_help = "Always when there are none. By the clock on the wall of the station." | "Immer, wenn keine dastehen. Nach der Uhr der Station.";
    add_hours = "Add hours" | "Stunden anfügen";
    hours_from = "From" | "Von";
    hours_to = "To" | "Bis";
    hours_days_help = "Every day when none is chosen." | "Jeden Tag, wenn keiner gewählt ist.";
    days_label = "Days" | "Tage";
    gather = "Wait for what belongs together" | "Auf Zusammengehöriges warten";
    gather_help = "Alerts of one incident that come within this time are one message. In seconds, or like 2 min."
        | "Alarme eines Vorfalls, die in dieser Zeit kommen, sind eine Nachricht. In Sekunden, oder etwa 2 min.";
    tell_end = "Also tell when somebody takes care and when it is over" | "Auch sagen, wenn sich jemand kümmert und wenn es vorbei ist";
    repeat_every = "Tell again every, min" | "Erneut sagen alle, min";
    repeat_every_help = "As long as nobody takes care. Never when left empty." | "Solange sich niemand kümmert. Leer heißt: nie.";
    escalation = "When nobody takes care" | "Wenn sich niemand kümmert";
    add_escalation = "Also tell others" | "Auch andere benachrichtigen";
    after_minutes = "After, min" | "Nach, min";
    also_told = "Also tell" | "Auch benachrichtigen";
    go_on = "Also ask the routes after this one" | "Auch die Routen danach fragen";
    go_on_help = "Otherwise this route is the last that tells of an incident that fits it."
        | "Sonst ist diese Route die letzte, die von einem passenden Vorfall benachrichtigt.";
    /// Between phases: any of them.
    or_between = " or " | " oder ";
    and_between = " and " | " und ";
    again_every(minutes: u32) = "again every {minutes} min" | "erneut alle {minutes} min";
    after_also(minutes: u32, who: &str) = "after {minutes} min also {who}" | "nach {minutes} min auch {who}";
    then_later_routes = "then the routes after it" | "dann die Routen danach";
    what_would_happen = "What would happen to…" | "Was geschähe mit …";
    what_would_happen_help = "Shows who would be told now if this probe could not look." | "Zeigt, wer jetzt erführe, wenn diese Probe nicht messen könnte.";
    a_probe = "Probe" | "Probe";
    choose_a_probe = "Choose a probe" | "Eine Probe wählen";
    severity_word_title = "Severity" | "Schwere";
    /// On one route of a preview.
    would_tell(route: &str, who: &str) = "{route} tells {who}." | "{route} benachrichtigt {who}.";
    would_tell_nobody = "Nobody would be told of this now." | "Davon würde jetzt niemand erfahren.";

    silences = "Silences" | "Stille";
    silences_help = "what is kept quiet, and for how long" | "was still bleibt, und wie lange";
    add_silence = "Add silence" | "Stille anlegen";
    no_silences = "Nothing is kept quiet." | "Nichts ist stillgelegt.";
    no_silences_advice = "A silence keeps alerts quiet for a time: nobody is told of them, and they are shown as silenced. Make one before you pull a cable on purpose."
        | "Eine Stille hält Alarme für eine Zeit zurück: Niemand wird benachrichtigt, und sie erscheinen als stillgelegt. Vor jedem Stecker anlegen, der mit Absicht gezogen wird.";
    silences_in_force = "In force" | "In Kraft";
    silences_to_come = "To come" | "Kommend";
    silences_over = "Over" | "Vorbei";
    silence_name = "Why" | "Warum";
    silence_name_help = "What others read beside the silenced alerts." | "Was andere neben den stillgelegten Alarmen lesen.";
    silence_from = "From" | "Von";
    silence_until = "Until" | "Bis";
    quick_lengths = "From now on" | "Ab jetzt";
    until_morning = "until tomorrow 06:00" | "bis morgen 06:00";
    comes_again = "Comes again" | "Kommt wieder";
    once_only = "once" | "einmal";
    every_week = "every week" | "jede Woche";
    comes_again_on = "On these days" | "An diesen Tagen";
    maintenance = "Maintenance" | "Wartung";
    maintenance_help = "Planned work: the alerts are shown as being under maintenance." | "Geplante Arbeit: Die Alarme erscheinen als in Wartung.";
    is_maintenance = "maintenance" | "Wartung";
    /// Which alerts a silence would keep quiet now.
    keeps_quiet(count: usize, which: &str) = {
        if count == 1 { format!("Keeps 1 alert quiet now: {which}") } else { format!("Keeps {count} alerts quiet now: {which}") }
    } | {
        if count == 1 { format!("Hält jetzt 1 Alarm zurück: {which}") } else { format!("Hält jetzt {count} Alarme zurück: {which}") }
    };
    keeps_none_quiet = "No alert that fires now fits." | "Kein Alarm, der jetzt ansteht, passt.";
    and_others(count: usize) = "and {count} more" | "und {count} weitere";
    end_now = "End now" | "Jetzt beenden";
    /// When a silence begins.
    begins_in(length: &str) = "in {length}" | "in {length}";
    made_by(who: &str) = "by {who}" | "von {who}";
    on_days(days: &str) = "again on {days}" | "wieder {days}";
    on_every_day = "again every day" | "wieder jeden Tag";
    /// A silence was ended before its time.
    silence_ended(name: &str) = "{name} was ended." | "{name} ist beendet.";

    enter_lapse = "enter seconds, or a time such as 5 min or 2 h" | "Sekunden eingeben, oder eine Zeit wie 5 min oder 2 h";
    enter_whole_seconds = "enter whole seconds" | "ganze Sekunden eingeben";
    enter_whole_minutes = "enter whole minutes" | "ganze Minuten eingeben";
    enter_clock = "enter a time from 00:00 to 24:00" | "eine Zeit von 00:00 bis 24:00 eingeben";

    severity_critical = "Critical" | "Kritisch";
    severity_major = "Major" | "Bedeutend";
    severity_minor = "Minor" | "Gering";
    severity_info = "Info" | "Hinweis";

    news_raised = "raised" | "gemeldet";
    news_changed = "changed" | "geändert";
    news_reminder = "reminder" | "Erinnerung";
    news_escalated = "escalated" | "eskaliert";
    news_acknowledged = "taken care of" | "in Arbeit";
    news_resolved = "resolved" | "behoben";
}

/// The name of a severity.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => severity_critical(),
        Severity::Major => severity_major(),
        Severity::Minor => severity_minor(),
        Severity::Info => severity_info(),
    }
}

/// Everything that is so bad or worse.
pub(crate) fn at_least(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => at_least_critical(),
        Severity::Major => at_least_major(),
        Severity::Minor | Severity::Info => at_least_minor(),
    }
}

/// A way of comparing.
pub(crate) fn compared(is: Compare) -> &'static str {
    match is {
        Compare::Equal => is_equal(),
        Compare::NotEqual => is_not(),
        Compare::Matching => matches(),
        Compare::NotMatching => matches_not(),
    }
}

/// A label of an alert; one that is not among the usual ones as it is.
pub(crate) fn alert_label(label: &str) -> String {
    let known = match label {
        "alertname" => label_alertname(),
        "rule" => label_rule(),
        "severity" => label_severity(),
        "probe" => label_probe(),
        "device" => label_device(),
        "channel" => label_channel(),
        "kind" => label_kind(),
        "group" => label_group(),
        "role" => label_role(),
        "station" => label_station(),
        other => other,
    };
    known.to_owned()
}

/// `Mon`.
pub(crate) fn day_in_short(day: Day) -> &'static str {
    let at = match day {
        Day::Monday => 0,
        Day::Tuesday => 1,
        Day::Wednesday => 2,
        Day::Thursday => 3,
        Day::Friday => 4,
        Day::Saturday => 5,
        Day::Sunday => 6,
    };
    super::weekdays().split(' ').nth(at).unwrap_or_default()
}

/// What became of an incident.
pub(crate) fn news(news: News) -> &'static str {
    match news {
        News::Raised => news_raised(),
        News::Changed => news_changed(),
        News::Reminder => news_reminder(),
        News::Escalated => news_escalated(),
        News::Acknowledged => news_acknowledged(),
        News::Resolved => news_resolved(),
    }
}

/// A severity as a choice of a form: the word of the station, and its name.
pub(crate) fn severity_choice(of: Severity) -> (String, String) {
    (severity_word(of).to_owned(), severity(of).to_owned())
}
